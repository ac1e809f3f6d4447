"""Every guard of a rule is needed by an example of that rule: each is deleted, one at a time, and some example must fail.

A guard is what keeps a rule from matching: an alternative of a lookaround, a character of a class in one, an edge of words that the
match must meet, a rule that blocks. What no example needs is deleted from the rules; what is needed has its example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple, cast

import pytest

from cyextract.errors import RuleError
from cyextract.models import MentionType
from cyextract.numerals import lexer
from cyextract.numerals.number_tokens import tokenize
from cyextract.pipeline import INTERPRETERS, Extractor
from cyextract.rulecheck import RULE_TYPES, check_examples
from cyextract.ruleset.loader import RuleSet, load_rules
from cyextract.ruleset.pattern_source import expand
from cyextract.ruleset.scanner import RuleScanner
from cyextract.ruleset.schema import Rule
from cyextract.text.reading_view import reading_view
from test_numbers import NUMBERS_OF, numbers_of

_OPENS = re.compile(r"\(\?<?[=!]")
_CLASS = re.compile(r"\[(?!\^)((?:[^\]\\]|\\.)+)\]")
_MEMBER = re.compile(r"\\.(?:-\\?.)?|.-[^\]]|.")


class Deletion(NamedTuple):
    """A pattern without one of its guards, and what was deleted."""

    what: str
    pattern: str


def deletions(pattern: str) -> Iterator[Deletion]:
    """The pattern without each alternative of its lookarounds, and without each character of the classes in them."""
    for opened in _OPENS.finditer(pattern):
        end, bars = _close(pattern, opened.end())
        edges = [opened.end() - 1, *bars, end]
        for low, high in pairwise(edges):
            body = pattern[low + 1 : high]
            if len(bars) == 0:
                yield Deletion(opened[0] + body, pattern[: opened.start()] + pattern[end + 1 :])
            elif high == end:
                yield Deletion(opened[0] + body, pattern[:low] + pattern[high:])
            else:
                yield Deletion(opened[0] + body, pattern[: low + 1] + pattern[high + 1 :])
            for found in _CLASS.finditer(body):
                members = list(_MEMBER.finditer(found[1]))
                for member in members if len(members) > 1 else ():
                    at = low + 1 + found.start(1)
                    yield Deletion(f"{opened[0]}[{member[0]}]", pattern[: at + member.start()] + pattern[at + member.end() :])


def _close(pattern: str, at: int) -> tuple[int, list[int]]:
    """Where a lookaround ends, and the bars between its alternatives."""
    depth, bars, in_class = 1, [], False
    while True:
        character = pattern[at]
        if character == "\\":
            at += 1
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                return at, bars
        elif character == "|" and depth == 1:
            bars.append(at)
        at += 1


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The rule without each of its guards."""
    for what, pattern in deletions(rule.pattern):
        yield what, rule.model_copy(update={"pattern": pattern})
    if rule.word_edges is not None:
        for kept in {"begin": (None,), "end": (None,), "both": ("begin", "end")}[rule.word_edges]:
            yield f"word_edges {rule.word_edges} -> {kept}", rule.model_copy(update={"word_edges": kept})


@cache
def shipped() -> RuleSet:
    return load_rules()


@cache
def extractor(types: frozenset[MentionType]) -> Extractor:
    return Extractor(types=types, layers=())


def involved(rules: list[Rule], fragments: dict[str, str]) -> list[Rule]:
    """The live rules that match anywhere in the examples of some rules, and these."""
    text = "\n".join(text for rule in rules for text in (*rule.examples, *rule.counterexamples))
    plain = tokenized(text.replace("{{", "").replace("}}", ""))
    ids = {rule.id for rule in rules}
    live = (rule for rule in shipped().rules if rule.status != "retired")
    return [r for r in live if r.id in ids or re.search(expand(r, fragments), plain)]


def tokenized(text: str) -> str:
    return tokenize(reading_view(text).view).text


def passes(rules: list[Rule], checked: list[Rule], fragments: dict[str, str]) -> bool:
    """Whether all examples of the checked rules hold, whether or not other types are asked for; a pattern must compile."""
    own = frozenset(cast("MentionType", rule.type) for rule in checked if rule.type != "NONE")
    return all(_passes(rules, checked, fragments, types) for types in (frozenset(RULE_TYPES), own or frozenset(RULE_TYPES)))


def _passes(rules: list[Rule], checked: list[Rule], fragments: dict[str, str], types: frozenset[MentionType]) -> bool:
    try:
        scanner = RuleScanner(RuleSet(tuple(rules), fragments), types | {"NONE"}, INTERPRETERS)
    except RuleError:
        return False
    subject = extractor(types)
    kept, subject._scanner = subject._scanner, scanner
    try:
        return not check_examples(subject, checked)
    finally:
        subject._scanner = kept


@pytest.mark.parametrize("rule", [r for r in load_rules().rules if r.status != "retired"], ids=lambda rule: rule.id)
def test_every_guard_of_a_rule_is_needed_by_an_example(rule: Rule) -> None:
    fragments = shipped().fragments
    rules = involved([rule], fragments)
    assert passes(rules, [rule], fragments)
    idle = [what for what, mutant in mutants(rule) if passes([mutant if r.id == rule.id else r for r in rules], [rule], fragments)]
    assert idle == [], idle
    if rule.type == "NONE":
        assert not passes([r for r in rules if r.id != rule.id], [rule], fragments)


@pytest.mark.parametrize("name", [name for name, pattern in load_rules().fragments.items() if _OPENS.search(pattern)])
def test_every_guard_of_a_fragment_is_needed_by_an_example(name: str) -> None:
    fragments = shipped().fragments
    users = [r for r in shipped().rules if r.status != "retired" and name in used_fragments(r.pattern, fragments)]
    rules = involved(users, fragments)
    idle = [what for what, pattern in deletions(fragments[name]) if passes(rules, users, {**fragments, name: pattern})]
    assert idle == [], idle


def test_every_guard_of_the_number_grammar_is_needed_by_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    idle = []
    for what, pattern in deletions(lexer.GRAMMAR):
        grammar = lexer.number_grammar(pattern)
        monkeypatch.setattr(lexer, "number_grammar", lambda grammar=grammar: grammar)
        if all(numbers_of(text) == numbers for text, numbers in NUMBERS_OF.items()):
            idle.append(what)
        monkeypatch.undo()
    assert idle == [], idle


def used_fragments(pattern: str, fragments: dict[str, str]) -> set[str]:
    """The fragments in a pattern, those in fragments included."""
    found: set[str] = set()
    for name in re.findall(r"\{([a-z_0-9]+)(?::[a-z_0-9]+)?\}", pattern):
        if name in fragments and name not in found:
            found |= {name} | used_fragments(fragments[name], fragments)
    return found


def test_deletions_take_each_guard_once() -> None:
    left = [deletion.pattern for deletion in deletions("(?<![ab]|c)x(?=y)")]
    assert left == ["(?<!c)x(?=y)", "(?<![b]|c)x(?=y)", "(?<![a]|c)x(?=y)", "(?<![ab])x(?=y)", "(?<![ab]|c)x"]
