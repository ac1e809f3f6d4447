"""Loading and compiling rule files: all problems at once, and what a user may add."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from cyextract.errors import RuleError
from cyextract.numerals.number_tokens import tokenize
from cyextract.pipeline import INTERPRETERS, Extractor
from cyextract.ruleset.loader import RuleSet, load_rules
from cyextract.ruleset.pattern_source import by_first_character, expand
from cyextract.ruleset.scanner import RuleScanner
from cyextract.ruleset.schema import Rule
from cyextract.text.segmenters import make_segmenter
from cyextract.text.words import Words

GOOD = """
[[rule]]
id = "date.fiscal-year"
type = "DATE"
pattern = '财年{year4:y}'
interpreter = "calendar"
why = "A fiscal year as this house writes it."
examples = ["{{财年2020|2020}}", "{{财年2021|2021}}"]
counterexamples = ["财年报告"]
"""


SEGMENTER = make_segmenter("rjieba")


def test_a_user_rule_extends_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8")
    extractor = Extractor(types=("DATE",), rules=[tmp_path])
    (mention,) = extractor.extract("财年2020的营收").dates
    assert (mention.text, mention.value, mention.rule) == ("财年2020", "2020", "date.fiscal-year")


def test_a_user_rule_can_retire_a_shipped_one(tmp_path: Path) -> None:
    rule = load_rules().by_id()["date.half"]
    (tmp_path / "own.toml").write_text(
        f'[[rule]]\nid = "date.half"\ntype = "DATE"\nstatus = "retired"\npattern = "上半年"\n'
        f'interpreter = "{rule.interpreter}"\nwhy = "off"\nexamples = ["上半年"]\n',
        encoding="utf-8",
    )
    assert Extractor(types=("DATE",), rules=[tmp_path]).extract("上半年签约").dates == ()


def test_every_problem_is_reported_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD + GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text('[[rule]]\nid = "Bad Id"\ntype = "DATE"\nwhy = ""\n', encoding="utf-8")
    (tmp_path / "c.toml").write_text("[[rule]\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    text = "\n".join(caught.value.problems)
    assert "a.toml:11 date.fiscal-year: id already used at a.toml:2" in text
    assert "b.toml:1 Bad Id: id:" in text
    assert "b.toml:1 Bad Id: pattern:" in text
    assert "b.toml:1 Bad Id: why:" in text
    assert "c.toml:1 -:" in text


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("currency", "own.toml:2 coin: 'currency': write LIST.tsv COLUMN=WORD"),
        ("no_such.tsv place=after", "own.toml:2 coin: no list 'no_such.tsv'"),
        ("currency.tsv plaice=after", "own.toml:2 coin: currency.tsv has no column 'plaice'; choose one of surface, code, country, place"),
        ("currency.tsv place=afar", "own.toml:2 coin: no row of currency.tsv has 'afar' as its place"),
    ],
)
def test_a_list_of_words_that_is_none_is_refused(tmp_path: Path, words: str, problem: str) -> None:
    (tmp_path / "own.toml").write_text(f'[words]\ncoin = "{words}"\n{GOOD}', encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    assert caught.value.problems == (problem,)


def test_a_missing_path_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such rule file"):
        load_rules([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{nothing}年", "unknown fragment or number class {nothing}"),
        ("第一名", "numeral '一' as a literal"),
        (r"第\d+名", r"numeral '\\d' as a literal"),
        (".*年", "can start with any character"),
        ("(年", "pattern:"),
        ("{loop}年", "fragments contain each other"),
        ("财年初", "no group y or q or m or d or w or h or mi or s or wk or lm or ld or table, from which 'calendar' reads"),
        ("[\\ue000-\\ue0ff]年", "a private-use character"),
        ("\ue012年", "write {num}, {anynum}"),
    ],
)
def test_a_bad_pattern_is_refused(pattern: str, message: str) -> None:
    rule = Rule(id="date.bad", type="DATE", pattern=pattern, interpreter="calendar", why="w", examples=("x",), file="f.toml", line=3)
    with pytest.raises(RuleError) as caught:
        RuleScanner(RuleSet((rule,), {"loop": "{loop}"}), frozenset({"DATE"}), INTERPRETERS)
    assert message in str(caught.value)
    assert str(caught.value).startswith("f.toml:3 date.bad: pattern:")


def test_line_breaks_in_a_pattern_are_layout(tmp_path: Path) -> None:
    own = GOOD.replace("'财年{year4:y}'", "'''\n  财{mark}\n  {year4:y}\n'''") + "\n[fragments]\nmark = '''年|\n  度'''\n"
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    extractor = Extractor(types=("DATE",), rules=[tmp_path])
    assert [extractor.extract(text).dates[0].value for text in ("财年2020的营收", "财度2021的营收")] == ["2020", "2021"]


def test_a_rule_of_another_type_is_told_what_can_be_had(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GOOD.replace('"DATE"', '"QUANTITY"'), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    (problem,) = caught.value.problems
    assert problem.startswith("own.toml:2 date.fiscal-year: type: 'QUANTITY' is none of DATE, MONEY, PERCENT and NONE")
    assert all(way in problem for way in ("NONE keeps", "word list (`--lexicon`)", "your own code"))


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("rule = 5", "own.toml:1 rule: Input should be a valid tuple"),
        ("[rule]\nid = 5", "own.toml:0 rule: Input should be a valid tuple"),
        ("# names\nfragment = 1", "own.toml:2 fragment: Extra inputs are not permitted"),
        (None, "no rule file (*.toml) in this folder; check the path"),
    ],
)
def test_a_file_that_holds_no_rules_says_what_it_may_hold(tmp_path: Path, written: str | None, problem: str) -> None:
    if written is not None:
        (tmp_path / "own.toml").write_text(written, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    assert problem in str(caught.value)
    assert written is None or "a file holds [[rule]], [fragments] and [words]" in str(caught.value)


def test_an_unknown_interpreter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GOOD.replace('"calendar"', '"os.system"'), encoding="utf-8")
    with pytest.raises(RuleError, match="no function 'os\\.system'"):
        Extractor(types=("DATE",), rules=[tmp_path])


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ('"上" = "yaer=ref-1"', "cannot read 'yaer=ref-1'; there are mod shift"),
        ('"上" = "year=ref-1 mod=STRAT"', "cannot read 'mod=STRAT'; there are other values of mod"),
        ('"上" = "year=ref-1 month=MO"', "cannot read 'month=MO'; there are other values of month"),
        ("'上' = 'holiday=new_yaer'", "no holiday is called 'new_yaer'"),
    ],
)
def test_a_misspelt_table_is_refused_when_it_is_loaded(tmp_path: Path, row: str, problem: str) -> None:
    own = GOOD.replace("财年{year4:y}", "{table}财年") + f'[rule.table]\n"本" = "year=ref+0"\n{row}\n'
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        Extractor(types=("DATE",), rules=[tmp_path])
    (found,) = caught.value.problems
    assert found.startswith("own.toml:12 date.fiscal-year: table '上': ")
    assert problem in found


def test_a_table_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    own = GOOD.replace('"calendar"', '"short_year"') + '[rule.table]\n"本" = ""\n"上" = "year=ref-1"\n'
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    with pytest.raises(RuleError, match=r"own.toml:12 date.fiscal-year: table '上': 'short_year' reads no values; leave it empty"):
        Extractor(types=("DATE",), rules=[tmp_path])


def test_the_scanner_tries_every_rule_wherever_it_matches() -> None:
    """The trigger table is only a shortcut: trying each rule at each place finds the same."""
    ruleset = load_rules()
    scanner = RuleScanner(ruleset, frozenset({"DATE", "MONEY", "PERCENT", "NONE"}), INTERPRETERS)
    compiled = {c.rule.id: c for part in scanner._by_start.values() for rules in part.values() for c, _ in rules}
    examples = [text for rule in ruleset.rules for text in (*rule.examples, *rule.counterexamples)]
    random.Random(1).shuffle(examples)
    tokens = tokenize("。".join(examples).replace("{{", "").replace("}}", ""))
    words = Words(tokens.view, SEGMENTER)
    found = {(c.rule.id, m.span()) for c, m in scanner.scan(tokens, words)}
    places = range(len(tokens.text))
    tried = [c for c in compiled.values() if not c.rule.entry]
    matches = ((c, m) for c in tried for at in places if (m := c.pattern.match(tokens.text, at)))
    expected = {(c.rule.id, m.span()) for c, first in matches if (m := c.checked(first, tokens, words))}
    # What an absorbing rule has read is left to it.
    read = sorted(span for id, span in found if compiled[id].rule.absorbs)
    inner = {(id, span) for id, span in expected if any(low < span[0] < high for low, high in read)}
    assert found == expected - inner
    assert inner


def test_trying_words_by_their_first_character_changes_no_match() -> None:
    ruleset = load_rules()
    text = tokenize("。".join(text for rule in ruleset.rules for text in (*rule.examples, *rule.counterexamples))).text
    changed = 0
    for rule in ruleset.rules:
        source = expand(rule, ruleset.fragments)
        plain, quick = re.compile(source), re.compile(by_first_character(source))
        changed += plain.pattern != quick.pattern
        assert [m.regs for m in plain.finditer(text)] == [m.regs for m in quick.finditer(text)], rule.id
    assert changed


def test_what_is_remembered_of_a_match_is_what_would_be_read() -> None:
    ruleset = load_rules()
    types = frozenset({"DATE", "MONEY", "PERCENT", "NONE"})
    forgetful = {name: interpreter._replace(is_context_free=False) for name, interpreter in INTERPRETERS.items()}
    fresh, remembering = (RuleScanner(ruleset, types, interpreters) for interpreters in (forgetful, INTERPRETERS))
    examples = [text.replace("{{", "").replace("}}", "") for rule in ruleset.rules for text in (*rule.examples, *rule.counterexamples)]
    texts = [*examples, "。".join(examples), *examples, "".join(examples)]  # the same matches among other words
    for tokens in map(tokenize, texts):
        words = Words(tokens.view, SEGMENTER)
        read = [[c.read(match, tokens, words) for c, match in scanner.scan(tokens, words)] for scanner in (fresh, remembering)]
        assert read[0] == read[1]
    rules = {id(c): c for part in remembering._by_start.values() for found in part.values() for c, _ in found}
    assert sum(len(c.remembered or ()) for c in rules.values()) > 100


def test_a_users_rule_may_take_a_number_from_behind_its_match(tmp_path: Path) -> None:
    """Nothing is remembered of such a rule: the same match says another year."""
    own = GOOD.replace("'财年{year4:y}'", "'财年(?=第?{year4:y})'").replace(
        '["{{财年2020|2020}}", "{{财年2021|2021}}"]', '["{{财年|2020}}第2020"]'
    )
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    extractor = Extractor(types=("DATE",), rules=[tmp_path])
    values = [extractor.extract(f"财年第{year}号").dates[0].value for year in (2020, 2021, 2022)]
    assert values == ["2020", "2021", "2022"]
