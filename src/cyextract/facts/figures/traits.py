"""What a token is to the phrases around it, each a bit.

It follows from the token's own word alone, so it is worked out once for a word and not each time that a phrase is read over it. What
follows from the lists of `rules/figures.toml` is named in `word_traits.py`.
"""

from __future__ import annotations

from cyextract.facts.figures.cues import figure_words
from cyextract.facts.figures.kinds import (
    ADJECTIVE,
    AMONG,
    COMPARE,
    DISCOURSE,
    DONE,
    DOWN,
    DOWN_NOUN,
    FORECAST,
    GAP,
    GAP_DOWN,
    GAP_UP,
    HYPOTHETICAL,
    LINK,
    LOCALIZER,
    NAME,
    NEW,
    PART,
    PER_UNIT,
    PLANNED,
    POP,
    PREDICATE,
    PREPOSITION,
    PRONOUN,
    REPORT,
    RESPECTIVELY,
    TAKE,
    TO,
    UP,
    UP_NOUN,
    VAGUE,
    WHOLE_PERIOD,
    WILL,
    YOY,
)
from cyextract.facts.figures.word_traits import COUNTED_DAY, LED_AWAY, NOBODY

# What no phrase may hold, told apart since some rules step over one of them.
NUMBER = 1 << 0
"""MONEY or PERCENT."""
MARK = 1 << 1
COUNT = 1 << 2
DATE = 1 << 3
STOP = 1 << 4
"""No noun phrase goes on over it."""
LIGHT = 1 << 5
"""It may stand between a quantity word and its number."""
NO_HEAD = 1 << 6
"""A noun phrase does not begin with it: it only leads there."""
NO_TAIL = 1 << 7
"""A noun phrase does not end with it."""
VERB = 1 << 8
"""A verb of its own, no link word."""
ACT = 1 << 9
"""A verb that makes a sum: 投资."""
FUNCTION = 1 << 10
"""A word that leads to a noun or away from it."""
JOIN = 1 << 11
NAMING = 1 << 12
"""Somebody's or something's name."""
GUESS = 1 << 13
"""A word that the dictionary lacks, a name beside another word."""
NOUN = 1 << 14
"""What it ends names something; `NO_NOUN`: it does not. Of words with neither the phrase tells."""
NO_NOUN = 1 << 15
POINTS = 1 << 16
"""A number of percentage points."""

BREAK = NUMBER | MARK | COUNT
BORDER = STOP | DATE | ACT
"""What stands before a noun phrase."""

JOINS = frozenset(("和", "及", "与", "以及", "、", "或"))
# Cue words that a noun phrase may hold.
_IN_PHRASE = frozenset(("和", "与", "的", "总", "等", "之", "各", "所", "每", "大", "上", "主要", "整体", "平均"))
_STOPS = (
    PREDICATE
    | PREPOSITION
    | UP
    | DOWN
    | UP_NOUN
    | DOWN_NOUN
    | TAKE
    | REPORT
    | WILL
    | PLANNED
    | FORECAST
    | HYPOTHETICAL
    | VAGUE
    | DISCOURSE
    | RESPECTIVELY
    | LINK
    | GAP
    | GAP_UP
    | GAP_DOWN
    | PART
    | YOY
    | POP
    | NEW
    | TO
    | DONE
    | AMONG
    | WHOLE_PERIOD
    | ADJECTIVE
    | COMPARE
)
_PASSED = (
    LINK | RESPECTIVELY | DONE | VAGUE | WILL | PLANNED | FORECAST | HYPOTHETICAL | DISCOURSE | WHOLE_PERIOD | AMONG | LOCALIZER | PER_UNIT
)
_LIGHT_TAGS = frozenset("dcupyzrf")  # first letters of the tags of words that say neither who nor what
_FUNCTION_TAGS = frozenset("dcupyzft")
_NO_NOUN_TAGS = frozenset("dpcrutfqmyza")
_SPANS = ("年", "月", "天", "周")
_NAMES = frozenset(("nr", "ns", "nt", "nz", "nrt", "nrfg", "eng", "j"))
_FIRST = frozenset(("各", "每", "总", "大"))


def traits_of(sort: str, text: str, kinds: int, tag: str) -> tuple[int, int]:
    """The traits of a token by grammar and by the lists; see `Token` for its parts."""
    if sort == "date":
        return DATE, figure_words().traits.of_date(text)
    if sort in ("money", "percent"):
        return NUMBER | STOP, 0
    listed = figure_words().traits.of_word(text)
    traits = _of_grammar(sort, text, kinds, tag)
    if sort == "word" and not any(map(str.isalnum, text)):
        listed |= NOBODY
    if listed & LED_AWAY and sort == "word":
        traits = (traits & ~(NO_HEAD | NAMING | GUESS)) | NO_TAIL
    return (traits & ~NOUN) | NO_NOUN if listed & COUNTED_DAY else traits, listed


def _of_grammar(sort: str, text: str, kinds: int, tag: str) -> int:
    if sort == "word":
        return _of_word(text, tag)
    traits = VERB if kinds & PREDICATE and not kinds & LINK else 0
    if kinds & NAME:
        traits |= NAMING
    if sort == "cue":
        return traits | _of_cue(text, kinds)
    if sort == "mark":
        return traits | MARK | NO_HEAD | NO_TAIL | (JOIN if text == "、" else STOP)
    if sort == "count":
        return traits | COUNT | (LIGHT if text.endswith(_SPANS) else 0)  # 连续5年保持在
    if sort == "quantity":
        return traits | NOUN | (ACT if tag == "act" else 0)
    return NOUN | (NAMING if sort == "org" else 0)


def _of_word(text: str, tag: str) -> int:
    first, size = tag[:1], len(text)
    traits = _noun_trait(first, text, tag)
    traits |= LIGHT if first in _LIGHT_TAGS and size <= 3 else 0
    if first in _FUNCTION_TAGS:
        traits |= FUNCTION | NO_TAIL
    if (first in _FUNCTION_TAGS or first == "q") and (tag != "f" or size == 1):  # 东部|地区
        traits |= NO_HEAD
    if tag in _NAMES or (tag == "x" and size > 2):
        traits |= NAMING
    elif tag == "x" and size == 2:
        traits |= GUESS
    return traits


def _noun_trait(first: str, text: str, tag: str) -> int:
    if text.endswith(("性", "式")) and len(text) > 1:
        return NO_NOUN
    if first in _NO_NOUN_TAGS:
        return NOUN if tag in ("an", "ag") else NO_NOUN
    return NOUN if first != "b" and tag not in ("v", "vd", "vi") and len(text) > 1 else 0


def _of_cue(text: str, kinds: int) -> int:
    traits = NOUN if kinds & (PRONOUN | NAME) or text == "等" else NO_NOUN
    traits |= STOP if kinds & _STOPS and text not in _IN_PHRASE else 0
    if kinds & _PASSED:
        traits |= LIGHT
    if text in JOINS:
        traits |= JOIN
    if text == "其" or not kinds & (PRONOUN | NAME):
        traits |= (0 if text in _FIRST else NO_HEAD) | (0 if text == "等" else NO_TAIL)
    return traits
