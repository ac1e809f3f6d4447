"""The parts of an organisation's name: places, legal forms, trades, heads, and what is its own.

A name is cut by itself, not as the text cuts it: the dictionary holds whole names (中国农业银行), and initials are those of the
words inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from cyextract.lexicon.table import read_table
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org.lexicon import OrgLexicon

PLACE, COUNTRY, WIDE, FORM, TRADE, WORD, HEAD, UNIT, LIGHT, OWN = "RCKFTWHUxO"
"""Sorts of parts: a place; a country; 中国, 国家 and their like; a legal form; a trade; another common word; the word for an institution;
that for a part of one; what says nothing (和, signs); all else."""

_OF_SEVERAL = "S"
_OFFICE = "办公室"
_MAX_KNOWN = 10_000  # names remembered with their parts
_LONGEST = 7  # characters of a word that names are cut into
_LONGEST_WORD = 2  # of those in no list: longer words of the dictionary are made of two, or names
_SORTS = {
    lx.REGION: PLACE, lx.CENTRAL: WIDE, lx.LEGAL: FORM, lx.BRANCH: UNIT, lx.DEPARTMENT: UNIT, lx.INDUSTRY: TRADE, lx.ACTIVITY: TRADE,
    lx.NOMINAL: TRADE, lx.CONJUNCTION: LIGHT, lx.FIRM: TRADE, lx.STRONG: HEAD, lx.WEAK: HEAD,
}  # fmt: skip


_HEADS = frozenset((lx.STRONG, lx.FIRM, lx.LEGAL))
_PLACES = frozenset((lx.REGION, lx.CENTRAL))
_TRADING = frozenset(("company", "bank"))
_PROPER = frozenset(("nr", "nrt", "nrfg", "nz", "ns", "nt", "zg"))


class NamePart(NamedTuple):
    """A part of a name, by its place in it."""

    start: int
    end: int
    sort: str


@cache
def part_sorts() -> Mapping[str, str]:
    """Surface -> sort, of the words that no list of the recogniser has in that sense."""
    return {surface: HEAD if sort == _OF_SEVERAL else sort for surface, sort in _rows()}


@cache
def heads_of_several() -> tuple[str, ...]:
    """Words for a body of which another has several: the navy of the forces."""
    return tuple(surface for surface, sort in _rows() if sort == _OF_SEVERAL)


def _rows() -> Sequence[Sequence[str]]:
    return read_table("name_part.tsv", 2, sort=(PLACE, COUNTRY, FORM, TRADE, HEAD, LIGHT, _OF_SEVERAL))


class NameCutter:
    """Cuts names into parts; remembers those it has cut.

    Args:
        lexicon: the word lists.
        tag: the part of speech that a dictionary gives a word; x where it does not know it.
    """

    def __init__(self, lexicon: OrgLexicon, tag: Callable[[str], str]) -> None:
        self._lexicon = lexicon
        self._tag = tag
        self._sorts = part_sorts()
        latin = sorted(filter(str.isascii, self._sorts), key=lambda word: (-len(word), word))
        self._latin = re.compile(f"(?<=..)(?:{'|'.join(latin)})\\Z")  # names have lost their blanks: longtail|inc
        self._known: dict[str, tuple[NamePart, ...]] = {}

    def cut(self, name: str) -> tuple[NamePart, ...]:
        """The parts of a name, in order; together they are the name."""
        known = self._known.get(name)
        if known is None:
            if len(self._known) > _MAX_KNOWN:
                self._known = {}
            known = self._known[name] = tuple(self._cut(name))
        return known

    def is_region(self, place: str) -> bool:
        """Whether a list has a place by that name."""
        return place in self._lexicon.levels

    def _cut(self, name: str) -> Iterator[NamePart]:
        at = 0
        while at < len(name):
            end, sort = self._next(name, at)
            yield NamePart(at, end, sort)
            at = end

    def _next(self, name: str, at: int) -> tuple[int, str]:
        first = name[at]
        if first.isascii():
            end = at + 1
            while first.isalnum() and end < len(name) and name[end].isascii() and name[end].isalnum():
                end += 1
            if not first.isalnum():
                return end, LIGHT
            run = name[at:end]
            behind = self._latin.search(run) if run not in self._sorts else None
            return (end, self._sorts.get(run, OWN)) if behind is None else (at + behind.start(), OWN)
        for length in range(min(_LONGEST, len(name) - at), 0, -1):
            word = name[at : at + length]
            sort = self._sorts.get(word) or self._listed(word)
            if sort == HEAD and length > 1 and name.startswith(_OFFICE, at + length - 1):
                continue  # 新闻|办公室
            # One character that ends names does so behind two: 灰熊|队, but no 万|科.
            if sort is not None and not (sort == HEAD and length == 1 and len(name) > 1 and (at < 2 or at + 1 < len(name))):
                return at + length, sort
            if 1 < length <= _LONGEST_WORD and (tag := self._tag(word)) != "x":
                return at + length, OWN if tag in _PROPER else WORD
        return at + 1, OWN

    def _listed(self, word: str) -> str | None:
        word_class = self._lexicon.classes.get(word)
        if word_class == lx.REGION and self._lexicon.levels[word] == "country":
            return COUNTRY
        if (word_class in _HEADS and len(word) > 3) or (word_class not in _PLACES and len(word) > 4):
            return None  # 基金管理公司, 发展和改革: three parts
        sort = None if word_class is None else _SORTS.get(word_class)
        return TRADE if sort == HEAD and self._lexicon.kinds[word] in _TRADING else sort
