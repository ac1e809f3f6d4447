"""The static beginnings of patterns: never too few."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyextract.ruleset.first_chars import start_of

ATOMS = st.sampled_from(["年", "月", "日", "[年月]", "[a-c]", "(?=月)", "(?!日)", "(?<=年)", r"\b"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0}", "{1,3}", "??"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        inner.map("({})".format),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("pattern", "keys"),
    [
        ("去年", {"去年"}),
        ("[去今]年", {"去年", "今年"}),
        ("今", {"今"}),
        ("今年?", {"今"}),
        ("(?:本|上)?周[一二]", {"本周", "上周", "周一", "周二"}),
        ("周(?=[一二])", {"周一", "周二"}),
        ("年(?=月).", {"年"}),
        ("年(?!月)", {"年"}),
        ("a+b", {"aa", "ab"}),
        ("(?:ab){2}", {"ab"}),
        ("(?<=[^年])月日", {"月日"}),
        ("[a-c]x", {"ax", "bx", "cx"}),
        ("年[^月]", {"年"}),
        (r"年\d", {"年"}),
    ],
)
def test_keys(pattern: str, keys: set[str]) -> None:
    assert set(start_of(pattern).keys) == keys


@pytest.mark.parametrize(
    ("pattern", "thirds"),
    [
        ("去年[一二]", {"年": {"一", "二"}}),
        ("去年[一二]?", {}),
        ("去年(?=[一二])", {"年": {"一", "二"}}),
        ("(?:本|上个)月初", {"月": {"初"}, "个": {"月"}}),
        ("去年|前年度|前天晚", {"天": {"晚"}}),
        ("年+月日", {"年": {"年", "月"}, "月": {"日"}}),
        ("a{2}b*c", {"a": {"b", "c"}}),
        ("去年.", {}),
        ("去", {}),
        ("[一二].三|一月四", {}),
    ],
)
def test_third_characters_by_the_second(pattern: str, thirds: dict[str, set[str]]) -> None:
    assert start_of(pattern).thirds == thirds


@pytest.mark.parametrize("pattern", ["年?", "(?:年|)", ".年", "[^年]", r"\w年", "[一-龥]年", "(?i:a)b", "(?=年)", "(年)?\\1月"])
def test_a_pattern_that_can_start_anywhere_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="any character"):
        start_of(pattern)


@given(PATTERNS, st.text(alphabet="年月日abc ", max_size=6))
def test_every_match_begins_with_a_key(pattern: str, text: str) -> None:
    try:
        start = start_of(pattern)
        keys, thirds = start.keys, start.thirds
    except ValueError:
        return
    for at in range(len(text)):
        if re.compile(pattern).match(text, at):
            assert text[at : at + 2] in keys or text[at] in keys
            third = thirds.get(text[at + 1 : at + 2])
            assert third is None or text[at + 2 : at + 3] in third
