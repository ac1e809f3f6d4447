"""Every rule's examples, counter-examples and todos, as tests named by rule id. The notation is `cyextract.ruleset.examples`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cyextract.explain.narrate import phrase_reason
from cyextract.pipeline import INTERPRETERS, Extractor
from cyextract.rulecheck import RULE_TYPES, check_examples
from cyextract.ruleset.examples import parse_example
from cyextract.ruleset.loader import load_rules
from cyextract.ruleset.schema import Rule

RULES = load_rules()
SAYINGS = ("examples", "counterexamples", "todo")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(RULE_TYPES)


def _cases() -> Iterator[object]:
    """Each rule with one of its examples, counter-examples and todos alone."""
    for rule in RULES.rules:
        for field in SAYINGS:
            for index, text in enumerate(getattr(rule, field)):
                alone = {name: (text,) if name == field else () for name in SAYINGS}
                yield pytest.param(rule.model_copy(update=alone), text, id=f"{rule.id}-{field}-{index}")


@pytest.mark.parametrize(("rule", "text"), list(_cases()))
def test_rule_keeps_what_it_says(extractor: Extractor, rule: Rule, text: str) -> None:
    problems = check_examples(extractor, [rule])
    if problems:
        trace = extractor.explain(parse_example(text).text, reference_date=parse_example(text).reference_date)
        problems += [f"{s.outcome:8} {s.start}-{s.end} {s.text!r} {'+'.join(s.rules)}: {phrase_reason(s)}" for s in trace.steps]
    assert problems == []


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.id) for r in RULES.rules])
def test_rule_has_enough_examples(rule: Rule) -> None:
    assert len(rule.examples) >= 2, f"{rule.file}:{rule.line} {rule.id}: give two examples"
    assert rule.counterexamples, f"{rule.file}:{rule.line} {rule.id}: give a counter-example"


def test_every_interpreter_exists_and_is_used() -> None:
    assert set(INTERPRETERS) == {rule.interpreter for rule in RULES.rules}
