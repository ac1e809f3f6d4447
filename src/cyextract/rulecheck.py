"""Run the examples that rules carry: what a rule says it reads, leaves alone, and cannot read yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cyextract.models import MentionType
from cyextract.pipeline import Extractor
from cyextract.ruleset.examples import BLOCKED, parse_example, summarize
from cyextract.ruleset.schema import Rule

RULE_TYPES: tuple[MentionType, ...] = ("DATE", "MONEY", "PERCENT", "TITLE")
"""What rules read. ORG is not among it, and looked for as well it could take their places."""
Claim = tuple[int, int, str]
"""What a rule reads: start and end in the example's text, value in the notation of the examples."""


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
    """What the rule has a part in: mentions, alone or joined with other rules by +, or places that it blocks."""
    example = parse_example(text)
    is_vague = rule.interpreter == "vague"  # these rules are silent unless asked for
    trace = extractor.explain(example.text, reference_date=example.reference_date, vague=is_vague, is_entry=rule.entry)
    blocked = [(s.start, s.end, BLOCKED) for s in trace.steps if s.outcome == "blocked" and s.rule == rule.id]
    return blocked + [(m.start, m.end, summarize(m)) for m in trace.document.mentions if rule.id in m.rule.split("+")]


def _describe(text: str, claims: Sequence[Claim]) -> str:
    plain = parse_example(text).text
    return ", ".join(f"{plain[start:end]!r} as {value!r}" for start, end, value in claims) or "nothing"
