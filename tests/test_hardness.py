"""Rule files and word lists of others are data: they cannot exhaust time or memory, read outside their folder or run anything."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path

import pytest

from cyextract.errors import LexiconError, RuleError
from cyextract.pipeline import Extractor
from cyextract.recognizers.org import lexicon
from cyextract.ruleset import loader, scanner
from cyextract.ruleset.budget import Budget, BudgetError
from cyextract.ruleset.loader import load_rules
from cyextract.ruleset.pattern_source import expand
from cyextract.ruleset.safety import check_pattern

HEAD = '[[rule]]\nid = "date.own"\ntype = "DATE"\ninterpreter = "calendar"\nwhy = "w"\nexamples = ["x"]\n'


def problem_with(tmp_path: Path, text: str) -> str:
    """What loading a rule file with this text complains of."""
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        Extractor(types={"DATE"}, rules=[tmp_path])
    return str(caught.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "年", "第{num:n}届?", "(?:上|下)(?:半|个)月", "a{0,50}b{0,50}c", "(?:ab?){0,100}c", "(?P<x>甲|甲乙|甲乙丙)丁", "年(?!代|[级度])",
        "[^。]{0,40}年",
        "(?>a{1,9}|ab)c", "a{1,9}+b", "年$", "年(?=.{0,20}月)",
    ],
)  # fmt: skip
def test_bounded_patterns_pass(pattern: str) -> None:
    check_pattern(pattern.replace("{num:n}", "1"))


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(a+)+年", "without an end"),
        ("(.*)*年", "without an end"),
        ("年.*", "without an end"),
        ("年a{3,}", "without an end"),
        ("年(?=.*月)", "without an end"),
        ("年x{1,100000}", "up to 100000"),
        ("年x{1,99999999999999999999}", "too great to count"),
        ("(?:a{1,50}){1,50}b", "steps"),
        ("(?:a|a){1,30}b", "steps"),
        ("(?:a|b|ab){1,40}c", "steps"),
        ("a{0,50}a{0,50}a{0,50}b", "steps"),
        (".{0,200}.{0,200}年", "steps"),
        ("(?:a?){30}a{30}", "steps"),
        ("(?=(?:a{0,9}){0,9}b)a", "steps"),
        ("(?:甲|甲乙|甲乙丙|乙|丙|乙丙){1,60}丁", "steps"),
        (r"(年|月)\1", "back-reference"),
        ("(年)?(?(1)a|b)", "condition"),
        ("(?i)年", "flags"),
        ("(?i:年)", "flags"),
        ("(" * 3000 + "年" + ")" * 3000, "deep"),
        ("财[" + ")" * 3000 + "]" + "(?:" * 2500 + "a" + ")" * 2500, "deep"),
        ("(?:[)]" * 500 + "年" + ")" * 500, "deep"),
        ("(?#[)" + "(?:" * 2500 + "]" + ")" * 2500, "deep"),
        ("财(?:(?:(?:(?:){200}){200}){200}){200}年", "steps"),  # turns that take no character
    ],
)
def test_patterns_that_may_take_forever_are_refused(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_pattern(pattern)


CHARACTERS = "".join(char for char in map(chr, range(0x4E00, 0x4E00 + 15_000)) if char not in "〇一两二三四五六七八九十廿卅")


@pytest.mark.parametrize(
    "text",
    [
        HEAD + f"pattern = '财[{CHARACTERS}]{{0,200}}{{num:y}}年'\n",
        f"[fragments]\nf = '[{CHARACTERS}]'\n"
        + "".join(HEAD.replace("own", f"own{n}") + "pattern = '财{f}{num:y}年'\n" for n in range(900)),
        HEAD + "pattern = '财(?:" + "|".join("[" + CHARACTERS[n * 40 :][:40] + "]{1,3}" for n in range(300)) + "){num:y}年'\n",
        HEAD + "pattern = '" + "".join(f"{char}?" for char in CHARACTERS[:9000]) + "财{num:y}年'\n",
    ],
    ids=["a class repeated", "a fragment shared", "alternatives", "beginnings"],
)
def test_checking_rules_takes_no_longer_than_its_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(scanner, "Budget", partial(Budget, 1_000_000))
    assert "checking the rules takes more than" in problem_with(tmp_path, text)


def test_the_budget_is_that_of_all_rules_together() -> None:
    budget = Budget(steps=1000)
    with budget.limiting():
        check_pattern("某年")
        with pytest.raises(BudgetError):
            check_pattern("某" * 100)
    check_pattern("某" * 100)  # elsewhere nothing is counted
    with Budget(seconds=-1).limiting(), pytest.raises(BudgetError, match="seconds"):
        check_pattern("某年")


def test_what_reading_a_rule_file_raises_is_a_problem_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(text: str) -> object:
        raise MemoryError("no more")

    monkeypatch.setattr(loader.tomllib, "loads", read)
    (tmp_path / "own.toml").write_text("", encoding="utf-8")
    with pytest.raises(RuleError, match=r"own.toml:0 -: MemoryError: no more"):
        Extractor(types={"DATE"}, rules=[tmp_path])


def test_fragments_of_any_name_defined_twice_are_named_at_once(tmp_path: Path) -> None:
    for name in "ab":
        lines = [f'"(" = "{name}"', *(f'f{n} = "{name}"' for n in range(20_000))]
        (tmp_path / f"{name}.toml").write_text("[fragments]\n" + "\n".join(lines), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    assert caught.value.problems[0].startswith("b.toml:0 (: fragment defined twice")
    assert caught.value.problems[-1].startswith("b.toml:20002 f19999: fragment defined twice")


def test_the_shipped_patterns_obey_too() -> None:
    ruleset = load_rules()
    for rule in ruleset.rules:
        check_pattern(expand(rule, ruleset.fragments))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + 'pattern = "年(x+)+y"\n', r"own.toml:1 date.own: pattern: a repeat without an end"),
        ("a=" + "[" * 100_000, "recursion"),
        (".".join(["a"] * 200_000) + "=1", "more than 20 parts"),
        ('["a\\"b"' + '."b"' * 100_000 + "]", "more than 20 parts"),
        ("x = 1\n" + "#" * loader.MAX_BYTES, "more than 1,000,000 bytes"),
        ("a=" + "9" * 9000, "4300 digits"),
    ],
    ids=["pattern", "nested arrays", "dotted key", "dotted table", "size", "number"],
)
def test_hostile_rule_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    assert re.search(message, problem_with(tmp_path, text))


def test_fragments_cannot_grow_without_bound(tmp_path: Path) -> None:
    levels = "".join(f'{name}="{("{" + inner + "}") * 99}"\n' for inner, name in zip("abcdef", "bcdefg", strict=True))
    text = '[fragments]\na="' + "x" * 99 + '"\n' + levels + HEAD + 'pattern="y{g}"\n'
    assert "more than 40000 characters" in problem_with(tmp_path, text)


def test_too_many_rules(tmp_path: Path) -> None:
    rules = (HEAD.replace("date.own", f"date.own{index}") + 'pattern = "某年"\n' for index in range(loader.MAX_OWN_RULES + 1))
    assert "1001 rules of your own; 1000 at most" in problem_with(tmp_path, "".join(rules))


def test_rules_written_as_an_inline_array_count(tmp_path: Path) -> None:
    inline = HEAD.replace("[[rule]]\n", "rule = [{ ").replace("\n", ", ") + 'pattern = "财年{year4:y}" }]\n'
    (tmp_path / "own.toml").write_text(inline, encoding="utf-8")
    (mention,) = Extractor(types={"DATE"}, rules=[tmp_path]).extract("财年2020").dates
    assert mention.rule == "date.own"


def test_a_rule_that_does_not_fit_its_interpreter_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(HEAD + 'pattern = "某(?P<m>某)年"\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"own.toml:1 date.own: interpreter 'calendar' cannot read '某某年'"):
        Extractor(types={"DATE"}, rules=[tmp_path]).extract("某某年")


def test_a_date_rule_that_names_no_part_of_a_date_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(HEAD + 'pattern = "{table}"\ntable = { "某某" = "" }\n', encoding="utf-8")
    with pytest.raises(RuleError, match="names no part of a date"):
        Extractor(types={"DATE"}, rules=[tmp_path]).extract("某某2020年")


def test_an_interpreter_of_another_type_is_refused(tmp_path: Path) -> None:
    text = HEAD.replace('"DATE"', '"MONEY"') + 'pattern = "某年"\n'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match="'calendar' reads no MONEY"):
        Extractor(types={"MONEY"}, rules=[tmp_path])


def test_a_folder_of_rules_does_not_lead_out_of_itself(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.toml", tmp_path / "rules"
    outside.write_text(HEAD + 'pattern = "某年"\n', encoding="utf-8")
    folder.mkdir()
    try:
        (folder / "link.toml").symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no links")
    (folder / "folder.toml").mkdir()
    with pytest.raises(RuleError) as caught:
        load_rules([folder])
    assert "leads out of its folder" in str(caught.value)
    assert "is no file" in str(caught.value)
    assert load_rules([outside]).own == {"date.own"}


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes")
    os.mkfifo(tmp_path / "pipe.toml")
    os.mkfifo(tmp_path / "pipe.tsv")
    with pytest.raises(RuleError, match="is no file"):
        load_rules([tmp_path])
    with pytest.raises(RuleError, match="no such rule file"):
        load_rules([tmp_path / "pipe.toml"])
    with pytest.raises(LexiconError, match="no file"):
        lexicon.load_lexicon([tmp_path / "pipe.tsv"])


def test_hostile_word_lists_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = tmp_path / "names.tsv"
    names.write_text("甲" * 101 + "\tcompany\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="101 characters; 100 at most"):
        Extractor(types={"ORG"}, lexicon=[names])
    monkeypatch.setattr(lexicon, "_MAX_BYTES", 100)
    with pytest.raises(LexiconError, match="more than 100 bytes"):
        Extractor(types={"ORG"}, lexicon=[names])
