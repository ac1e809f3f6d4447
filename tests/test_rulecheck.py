"""Running the examples of a rule file: each way in which one can fail to hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from cyextract import Extractor
from cyextract.lexicon.table import Table
from cyextract.recognizers.quantity_words import load_bound_words
from cyextract.recognizers.title_words import load_title_words
from cyextract.rulecheck import RULE_TYPES, check_examples, check_lists, check_org_examples, org_examples
from cyextract.ruleset.loader import load_rules
from cyextract.text.segmenters import make_segmenter
from cyextract.text.words import Words

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


def test_every_list_loads() -> None:
    assert check_lists() == []


@pytest.fixture(scope="module")
def orgs() -> Extractor:
    return Extractor(["ORG"], layers=(), org_model=None)


def test_every_group_of_organisation_words_has_its_examples(orgs: Extractor) -> None:
    assert check_org_examples(orgs, org_examples()) == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("word noun\t{{株洲救灾协会|association}}\t救灾工作", "e.tsv:1 word noun: no row says this"),
        (
            "word nominal\t{{株洲灾民协会|association}}\t慈善工作",
            "e.tsv:1 word nominal: '{{株洲灾民协会|association}}': no word of the group is in it",
        ),
        ("word nominal\t{{株洲慈善协会|bank}}\t慈善工作", "found '株洲慈善协会' as 'association'; correct one of the two"),
        ("word nominal\t株洲慈善协会\t慈善工作", "marks nothing"),
        ("word nominal\t{{株洲慈善协会|association}}\t株洲慈善协会", "'株洲慈善协会': found '株洲慈善协会' as 'association'"),
        ("word nominal\t{{株洲慈善协会}}\t慈善工作", "a mark is written {{text|value}}"),
        ("word nominal\t{{株洲慈善协会|association}}", "2 columns; write 3"),
        ("", "e.tsv:0 word nominal: give it an example and a counter-example"),
    ],
)
def test_an_example_of_organisation_words_that_does_not_hold(orgs: Extractor, row: str, complaint: str) -> None:
    assert any(complaint in problem for problem in check_org_examples(orgs, Table("e.tsv", row, 3, [])))


def test_a_misspelt_word_of_a_closed_column_is_named_with_its_line() -> None:
    table = Table("t.tsv", "# word\twhere\tcategory\n章程\thead\tpolcy\n", 3, [], closed={"category": ("policy", "law")})
    assert list(table.rows()) == []
    assert table.problems == ["t.tsv:2 章程: unknown category 'polcy'; use one of law, policy"]


def test_no_word_says_what_a_shorter_one_says() -> None:
    """The longest word at a place counts, so one that says what the next longest says is a row too many."""
    words = load_title_words()
    heads = {word[::-1]: category for word, category in words.heads.items()}
    assert [word[::-1] for word, less in next_longest(heads) if heads[less] == heads[word] and less[::-1] not in words.long] == []


def test_no_bound_says_what_a_shorter_one_says() -> None:
    """A bound inside a word of the dictionary does not count, so that 大约 is a row beside 约."""
    bound, segmenter = load_bound_words(), make_segmenter("none")
    before = {word[::-1]: mod for word, mod in bound.before.items() if word != "超过"}  # 过 alone asks for a scale behind it
    idle = [
        word[::-1]
        for word, less in next_longest(before)
        if before[less] == before[word] and Words(word[::-1], segmenter).edges_bound(len(word) - len(less))
    ]
    idle += [
        word
        for word, less in next_longest(bound.after)
        if bound.after[less] == bound.after[word] and Words(word, segmenter).edges_bound(len(less))
    ]
    assert idle == []


def next_longest(words: dict[str, str]) -> list[tuple[str, str]]:
    """Each word with the longest other one that it begins with."""
    shorter = ((word, max((word[:end] for end in range(1, len(word)) if word[:end] in words), key=len, default="")) for word in words)
    return [(word, less) for word, less in shorter if less]
