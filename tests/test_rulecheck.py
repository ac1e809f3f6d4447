"""Running the examples of a rule file: each way in which one can fail to hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from cyextract import Extractor
from cyextract.rulecheck import RULE_TYPES, check_examples
from cyextract.ruleset.loader import load_rules

BLOCKER = """\
[[rule]]
id = "none.test-note"
type = "NONE"
pattern = '{small}元大钞'
interpreter = "not_money"
why = "For a test: banknotes are no amounts."
"""


def check(folder: Path, *lines: str) -> list[str]:
    (folder / "own.toml").write_text(BLOCKER + "\n".join(lines), encoding="utf-8")
    own = [rule for rule in load_rules([folder]).rules if rule.file == "own.toml"]
    return check_examples(Extractor(RULE_TYPES, rules=[folder]), own)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (['examples = ["一张{{五元大钞|blocked}}"]'], None),
        (['examples = ["{{五元大钞|blocked}}"]', 'counterexamples = ["五元"]'], None),
        (['examples = ["{{五元大钞|blocked}}"]', 'todo = ["{{五元小钞|blocked}}"]'], None),
        (['examples = ["{{五元小钞|blocked}}"]'], "expected '五元小钞' as 'blocked', the rule reads nothing; correct"),
        (['examples = ["{{大钞|blocked}}"]'], "expected '大钞' as 'blocked', the rule reads nothing"),
        (['examples = ["{{3亿元|CNY 300000000}}"]'], "expected '3亿元' as 'CNY 300000000', the rule reads nothing"),
        (['examples = ["五元大钞"]'], "marks nothing"),
        (['examples = ["{{五元大钞}}"]'], "a mark is written {{text|value}}"),
        (
            ['examples = ["{{五元大钞|blocked}}"]', 'counterexamples = ["两张五元大钞"]'],
            "the rule reads '五元大钞' as 'blocked'; narrow its pattern",
        ),
        (['examples = ["{{五元大钞|blocked}}"]', 'todo = ["{{五元大钞|blocked}}"]'], "passes now"),
        (['status = "retired"', 'examples = ["{{五元小钞|blocked}}"]'], None),
    ],
)
def test_examples(tmp_path: Path, lines: list[str], complaint: str | None) -> None:
    problems = check(tmp_path, *lines)
    if complaint is None:
        assert problems == []
    else:
        (problem,) = problems
        assert problem.startswith("own.toml:1 none.test-note: ")
        assert complaint in problem
