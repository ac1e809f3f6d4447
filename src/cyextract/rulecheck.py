"""Check what ships: the word lists, and the examples that rules and lists carry (what each reads, leaves alone, and cannot read yet)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cyextract.display.values import notate_value
from cyextract.errors import LexiconError
from cyextract.facts import body_evidence, part_sorts, usual_names
from cyextract.lexicon.table import Table, builtin_rules, shipped_table
from cyextract.models import MentionType
from cyextract.pipeline import Extractor
from cyextract.recognizers.date.dated_things import load_dated_things
from cyextract.recognizers.date.reference import load_weights
from cyextract.recognizers.money import load_currencies
from cyextract.recognizers.org.decision import load_decision
from cyextract.recognizers.org.lexicon import load_lexicon, spellings
from cyextract.recognizers.quantity_words import load_bound_words
from cyextract.recognizers.region import load_regions
from cyextract.recognizers.title_words import load_title_words
from cyextract.ruleset.examples import BLOCKED, parse_example
from cyextract.ruleset.schema import Rule

RULE_TYPES: tuple[MentionType, ...] = ("DATE", "MONEY", "PERCENT", "TITLE")
"""What rules read. ORG is not among it, and looked for as well it could take their places."""
Claim = tuple[int, int, str]
"""What a rule reads: start and end in the example's text, value in the notation of the examples."""


def check_lists() -> list[str]:
    """Load every word list that ships; what is wrong with their rows, as `file:line surface: what and what to do`."""
    problems: list[str] = []
    of_facts = body_evidence, part_sorts, usual_names
    of_values = load_bound_words, load_currencies, load_regions, load_title_words, load_weights, load_dated_things
    for load in (*of_values, load_lexicon, load_decision, builtin_rules, *of_facts):
        try:
            load()
        except LexiconError as error:
            problems.extend(error.problems)
    return problems


def org_examples() -> Table:
    """The examples of the lists of organisations: group, example, counter-example."""
    return shipped_table("org/example.tsv", 3, [])


def check_org_examples(extractor: Extractor, examples: Table) -> list[str]:
    """Check that every group of rows has an example and a counter-example with one of its words, and that these hold.

    Args:
        extractor: made for ORG.
        examples: as `org_examples`.

    Returns:
        One line for each that does not hold: `file:line group: what and what to do`.
    """
    groups = _org_groups()
    for number, (group, *texts) in examples.rows():
        words = groups.pop(group, None)
        if words is None:
            examples.reject(number, group, "no row says this; write LIST and what its rows say")
            continue
        for text in texts:
            if problem := _why_org_example_fails(extractor, text, words, is_example=text is texts[0]):
                examples.reject(number, group, f"{text!r}: {problem}")
    return [*examples.problems, *(f"{examples.path}:0 {group}: give it an example and a counter-example" for group in groups)]


def _org_groups() -> dict[str, set[str]]:
    """The groups of rows that need an example, with their words; of a pair of kinds either side is only told by the whole text."""
    groups: dict[str, set[str]] = {}
    for name in ("suffix", "word", "region", "cue"):
        for _, (surface, *cells) in shipped_table(f"org/{name}.tsv", 2, [], has_more=True).rows():
            for said in cells[0].split() if name == "cue" else (" ".join(cells),):
                groups.setdefault(f"{name} {said}", set()).update(spellings(surface.removeprefix("*")))
    return groups | {f"licence {kind}": set() for _, (kind, _) in shipped_table("org/licence.tsv", 2, []).rows()}


def _why_org_example_fails(extractor: Extractor, text: str, words: set[str], *, is_example: bool) -> str | None:
    try:
        example = parse_example(text)
    except ValueError as error:
        return str(error)
    if is_example and not example.spans:
        return "marks nothing; mark its mention as {{text|kind}}"
    if words and not any(word in example.text for word in words):
        return f"no word of the group is in it; use one, such as {min(words)}"
    found = [(m.start, m.end, notate_value(m)) for m in extractor.extract(example.text).orgs]
    return None if found == list(example.spans) else f"found {_describe(text, found)}; correct one of the two"


def check_examples(extractor: Extractor, rules: Iterable[Rule]) -> list[str]:
    """Check every example, counter-example and todo of the rules that are not retired.

    An example holds when the rule has a part in exactly what is marked, with the marked values; mentions of other
    rules do not matter. A counter-example holds when the rule has no part in anything. A todo must fail: one that
    passes is an example by now.

    Args:
        extractor: made with the rules under test, for `RULE_TYPES`.
        rules: those whose examples are run.

    Returns:
        One line for each that does not hold: `file:line id: what and what to do`.
    """
    live = (rule for rule in rules if rule.status != "retired")
    return [f"{rule.file}:{rule.line} {rule.id}: {problem}" for rule in live for problem in _check_rule(extractor, rule)]


def _check_rule(extractor: Extractor, rule: Rule) -> Iterator[str]:
    for text in rule.examples:
        if problem := _why_example_fails(extractor, rule, text):
            yield f"example {text!r}: {problem}"
    for text in rule.counterexamples:
        if found := _claims(extractor, rule, text):
            yield f"counter-example {text!r}: the rule reads {_describe(text, found)}; narrow its pattern"
    for text in rule.todo:
        if _why_example_fails(extractor, rule, text) is None:
            yield f"todo {text!r}: passes now; move it to the examples"


def _why_example_fails(extractor: Extractor, rule: Rule, text: str) -> str | None:
    try:
        marked = parse_example(text).spans
    except ValueError as error:
        return str(error)
    if not marked:
        return "marks nothing; mark its mention as {{text|value}}"
    found = _claims(extractor, rule, text)
    if found == list(marked):
        return None
    return f"expected {_describe(text, marked)}, the rule reads {_describe(text, found)}; correct one of the two"


def _claims(extractor: Extractor, rule: Rule, text: str) -> list[Claim]:
    """What the rule has a part in: mentions, alone or joined with other rules, or places that it blocks."""
    example = parse_example(text)
    is_vague = rule.interpreter == "vague"  # these rules are silent unless asked for
    trace = extractor.explain(example.text, reference_date=example.reference_date, vague=is_vague)
    steps = [s for s in trace.steps if rule.id in s.rules]
    blocked = [(s.start, s.end, BLOCKED) for s in steps if s.outcome == "blocked"]
    return blocked + [(s.start, s.end, notate_value(s.mention)) for s in steps if s.mention is not None]


def _describe(text: str, claims: Sequence[Claim]) -> str:
    plain = parse_example(text).text
    return ", ".join(f"{plain[start:end]!r} as {value!r}" for start, end, value in claims) or "nothing"
