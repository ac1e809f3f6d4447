"""Every rule keeps what its examples, counter-examples and todos say; `test_rulecheck.py` tests the check itself."""

from __future__ import annotations

import pytest

from cyextract.pipeline import INTERPRETERS, Extractor
from cyextract.rulecheck import RULE_TYPES, check_examples
from cyextract.ruleset.loader import load_rules
from cyextract.ruleset.schema import Rule

RULES = load_rules().rules
EACH_RULE = pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(types=RULE_TYPES)


@EACH_RULE
def test_rule_keeps_its_examples(extractor: Extractor, rule: Rule) -> None:
    assert check_examples(extractor, [rule]) == []


@EACH_RULE
def test_rule_has_enough_examples(rule: Rule) -> None:
    assert len(rule.examples) >= 2, f"{rule.file}:{rule.line} {rule.id}: give two examples"
    assert rule.counterexamples, f"{rule.file}:{rule.line} {rule.id}: give a counter-example"


def test_every_interpreter_exists_and_is_used() -> None:
    assert set(INTERPRETERS) == {rule.interpreter for rule in RULES}
