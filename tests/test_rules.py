"""Every rule's examples and counter-examples, as tests named by rule id. The notation is `cyextract.ruleset.examples`."""

from __future__ import annotations

import pytest

from cyextract.explain.trace import Trace
from cyextract.pipeline import INTERPRETERS, Extractor
from cyextract.ruleset.examples import BLOCKED, Example, parse_example, summarize
from cyextract.ruleset.loader import load_rules
from cyextract.ruleset.schema import Rule

RULES = load_rules()
VALUE_TYPES = ("DATE", "MONEY", "PERCENT", "TITLE")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(types=VALUE_TYPES)


def _cases(field: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.id}-{index}")
        for rule in RULES.rules
        if rule.status != "retired"
        for index, text in enumerate(getattr(rule, field))
    ]


def _explain(extractor: Extractor, rule: Rule, example: Example) -> Trace:
    return extractor.explain(example.text, reference_date=example.reference_date, vague=rule.interpreter == "vague", is_entry=rule.entry)


def _story(trace: Trace) -> str:
    return "\n".join(f"{s.outcome:8} {s.start}-{s.end} {s.text!r} {s.rule}: {s.reason}" for s in trace.steps)


def _found(trace: Trace, rule: Rule) -> list[tuple[int, int, str]]:
    """What the rule claims in a document, with its value."""
    if rule.type == "NONE":
        return [(s.start, s.end, BLOCKED) for s in trace.steps if s.rule == rule.id and s.outcome == "blocked"]
    return [(m.start, m.end, summarize(m)) for m in trace.document.mentions if rule.id in m.rule.split("+")]


@pytest.mark.parametrize(("rule", "text"), _cases("examples"))
def test_rule_claims_its_example(extractor: Extractor, rule: Rule, text: str) -> None:
    example = parse_example(text)
    trace = _explain(extractor, rule, example)
    assert example.spans, f"{rule.id}: example {text!r} marks nothing"
    assert _found(trace, rule) == list(example.spans), _story(trace)


@pytest.mark.parametrize(("rule", "text"), _cases("counterexamples"))
def test_rule_leaves_its_counterexample(extractor: Extractor, rule: Rule, text: str) -> None:
    example = parse_example(text)
    trace = _explain(extractor, rule, example)
    won = [s for s in trace.steps if rule.id in s.rule.split("+") and s.outcome in ("won", "blocked")]
    assert won == [], _story(trace)


@pytest.mark.parametrize(("rule", "text"), _cases("todo"))
@pytest.mark.xfail(strict=True, reason="a reading that the rule does not reach yet")
def test_rule_does_not_reach_its_todo_yet(extractor: Extractor, rule: Rule, text: str) -> None:
    example = parse_example(text)
    assert _found(_explain(extractor, rule, example), rule) == list(example.spans)


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.id) for r in RULES.rules])
def test_rule_has_enough_examples(rule: Rule) -> None:
    assert len(rule.examples) >= 2, f"{rule.file}:{rule.line} {rule.id}: give two examples"
    assert rule.counterexamples, f"{rule.file}:{rule.line} {rule.id}: give a counter-example"


def test_every_interpreter_exists_and_is_used() -> None:
    assert set(INTERPRETERS) == {rule.interpreter for rule in RULES.rules}
