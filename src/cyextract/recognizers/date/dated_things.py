"""Things whose year is known: a text that says 今年是香港回归20周年 was written in 2017 (`rules/lexicon/dated_thing.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from cyextract.errors import LexiconError
from cyextract.lexicon.table import Table, lengths, shipped_table
from cyextract.numerals.value import parse_chinese_integer
from cyextract.recognizers.date.year_clues import YearVote
from cyextract.text.marks import IN_CLAUSE

_TELLS = ("anniversary", "year")
_ANNIVERSARY = "周年"
_COUNT_REACH = 5  # code points: 一百二十五周年
_COUNT = re.compile("(?:\\d{1,3}|[一二三四五六七八九十百]{1,5})$")
_LINKS = ("祖国", "的", "第")
_NOW_REACH = 16  # code points
_NOW = re.compile(f"(?P<when>今年|今天|今日|本月|明年|去年){IN_CLAUSE}{{0,12}}$")
_YEARS_FROM_NOW = {"明年": 1, "去年": -1}


class DatedThings(NamedTuple):
    """The years of things, by their names: those that are counted from, the lengths of their names, and those that a name tells."""

    counted: Mapping[str, int]
    lengths: tuple[int, ...]
    told: Mapping[str, int]


@cache
def load_dated_things() -> DatedThings:
    """The shipped things.

    Raises:
        LexiconError: as `read_dated_things`.
    """
    return read_dated_things(shipped_table("dated_thing.tsv", 5, [], tells=_TELLS))


def read_dated_things(table: Table) -> DatedThings:
    """The things of a table.

    Raises:
        LexiconError: a row is none, its year is no number, or its example does not hold the name; every such row is named.
    """
    years: dict[str, dict[str, int]] = {tells: {} for tells in _TELLS}
    for number, (name, tells, year, example, told_in) in table.rows():
        if not (year.isdecimal() and told_in.isdecimal()):
            table.reject(number, name, f"{year!r} and {told_in!r} are no years; write digits")
        elif name not in example:
            table.reject(number, name, "its example does not hold it")
        else:
            years[tells][name] = int(year)
    if table.problems:
        raise LexiconError(table.problems)
    counted, told = (years[tells] for tells in _TELLS)
    return DatedThings(counted, lengths(counted), told)


def years_of_things(view: str) -> Iterator[YearVote]:
    """The years that a text is written in by the anniversaries it tells of and by names that are said of one year only.

    >>> [year for _, year, _ in years_of_things("今年是香港回归祖国20周年，明年是改革开放40周年。")]
    [2017, 2017]
    """
    at = view.find(_ANNIVERSARY)
    while at >= 0:
        yield from _by_anniversary(view, at)
        at = view.find(_ANNIVERSARY, at + 1)
    if "世纪" in view:
        for name, year in load_dated_things().told.items():
            if (start := view.find(name)) >= 0:
                yield ("of-year", year, start)


def _by_anniversary(view: str, at: int) -> Iterator[YearVote]:
    """The year by the anniversary that 周年 at an offset counts."""
    count = _COUNT.search(view, max(0, at - _COUNT_REACH), at)
    if count is None:
        return
    end = count.start()
    for link in _LINKS:
        if view.endswith(link, 0, end):
            end -= len(link)
    things = load_dated_things()
    name = next((view[end - length : end] for length in things.lengths if view[end - length : end] in things.counted), None)
    if name is None:
        return
    start = end - len(name)
    now = _NOW.search(view, max(0, start - _NOW_REACH), start + 1)  # 今年是国庆: 是 belongs to the name
    passed = int(count[0]) if count[0].isdecimal() else parse_chinese_integer(count[0])
    if now is not None and passed is not None:
        yield ("anniversary", things.counted[name] + passed - _YEARS_FROM_NOW.get(now["when"], 0), start)
