"""The document's clock when the caller gives none: the votes of its dates, weighed; a verdict needs a margin, else there is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from cyextract.errors import LexiconError
from cyextract.lexicon.table import Table, shipped_table
from cyextract.recognizers.date.arithmetic import days_in_month
from cyextract.recognizers.date.compose import Expression
from cyextract.recognizers.date.day_evidence import vote_for_days
from cyextract.recognizers.date.evidence import KINDS, Value, Vote, vote_for_years
from cyextract.recognizers.date.places import Day, find_places
from cyextract.recognizers.date.today import STORY, explained_today, month_of_today
from cyextract.text.words import Words

ReferenceOrigin = Literal["given", "header", "dateline", "text_date"]
_ORIGINS: tuple[ReferenceOrigin, ...] = ("header", "dateline")


@dataclass(frozen=True, slots=True)
class Reference:
    """The day a document was published, as far as it is known.

    `day` is None when only `year` could be told, or `month_day` (a dateline in a text without a year), of which the month may be open
    (今日（22日）). `start` is the view offset
    of the mention it was read from, None when given. `votes` are those that the years and the days of the document got.
    """

    day: dt.date | None
    year: int | None
    source: ReferenceOrigin | None
    start: int | None = None
    month_day: tuple[int | None, int] | None = None
    votes: tuple[Vote[int] | Vote[Day], ...] = ()


class ClockWeights(NamedTuple):
    """What each kind of vote counts for; `none` is what no verdict has, `margin` by how much the best must win over it and the next.

    `whys` says of each kind what it is, in a few words.
    """

    by_kind: Mapping[str, int]
    none: int
    margin: int
    whys: Mapping[str, str]


def infer_reference(view: str, words: Words, dates: Sequence[Expression], title_dates: Sequence[Expression]) -> Reference:
    """Find out when a document was written, from its own dates.

    Args:
        view: the reading view.
        words: its words.
        dates: the document's date expressions in text order.
        title_dates: expressions inside 《…》 titles; their years count as evidence too.
    """
    weights = load_weights()
    of_year, of_day = weights["year"], weights["day"]
    places = find_places(view, words, dates)
    for_years = _each_once(vote_for_years(view, words, places, title_dates))
    year = elect(for_years, of_year)
    for_days = _each_once(vote_for_days(view, places, year))
    month_day, found = elect(for_days, of_day), explained_today(view, places)
    votes: tuple[Vote[int] | Vote[Day], ...] = (*for_years, *for_days)
    if month_day is not None and month_day[1] <= days_in_month(year, month_day[0]):
        origin, told_at = _origin(for_days, month_day, of_day)
        if origin == "text_date" and found is not None and found[0] != month_day[1]:
            month_day, told_at = _shortly_after(month_day, found[0], year), found[1]
        if month_day is not None and year is None:
            return Reference(None, None, None, told_at, month_day, votes)
        if month_day is not None and year is not None:
            return Reference(dt.date(year, *month_day), year, origin, told_at, votes=votes)
    source, start = (None, None) if year is None else _origin(for_years, year, of_year)
    if found is None:
        return Reference(None, year, source, start, votes=votes)
    day, told_at = found
    month = month_of_today(view, places, dates, day)
    if year is None or month is None or day > days_in_month(year, month):
        return Reference(None, year, source, told_at if year is None else start, (month, day), votes)
    return Reference(dt.date(year, month, day), year, "text_date", told_at, votes=votes)


def _shortly_after(day: Day, today: int, year: int | None) -> Day | None:
    """Today by its number, in a story of a day: if it comes within a week; else that day is another story (6月4日, 今天（22日）)."""
    month, told = day
    return (month, today) if 0 < today - told <= STORY and today <= days_in_month(year, month) else None


def elect(votes: Iterable[Vote[Value]], weights: ClockWeights) -> Value | None:
    """What the votes are for; None unless it wins by the margin."""
    counted: dict[Value, int] = {}
    for kind, value, _ in votes:
        counted[value] = counted.get(value, 0) + weights.by_kind[kind]
    if not counted:
        return None
    best = max(counted, key=counted.__getitem__)
    next_best = max((score for value, score in counted.items() if value != best), default=weights.none)
    return best if counted[best] - max(next_best, weights.none) >= weights.margin else None


def _each_once(votes: Iterable[Vote[Value]]) -> list[Vote[Value]]:
    """The first vote of each kind for each value."""
    first: dict[tuple[str, Value], Vote[Value]] = {}
    for vote in votes:
        first.setdefault(vote[:2], vote)
    return list(first.values())


def _origin(votes: Iterable[Vote[Value]], elected: Value, weights: ClockWeights) -> tuple[ReferenceOrigin, int]:
    """What was elected rests on: a header, else a dateline, else the strongest vote for it."""
    cast = sorted((-weights.by_kind[kind], start, kind) for kind, value, start in votes if value == elected)
    for origin in _ORIGINS:
        for _, start, kind in cast:
            if kind.startswith(origin):
                return origin, start
    return "text_date", cast[0][1]


@cache
def load_weights() -> Mapping[str, ClockWeights]:
    """The weights of the votes for a `year` and for a `day`, from `rules/lexicon/clock.tsv`.

    Raises:
        LexiconError: a kind is missing, unknown or told twice, or a weight is no whole number; every such row is named.
    """
    return read_weights(shipped_table("clock.tsv", 4, [], may_repeat=True))


def read_weights(table: Table) -> Mapping[str, ClockWeights]:
    """The weights of a table.

    Raises:
        LexiconError: as `load_weights`.
    """
    found: dict[str, dict[str, int]] = {name: {} for name in KINDS}
    whys: dict[str, dict[str, str]] = {name: {} for name in KINDS}
    for number, (kind, elects, weight, why) in table.rows():
        if elects not in found or kind not in (*KINDS[elects], "none", "margin"):
            table.reject(number, kind, f"no kind of vote for a {elects!r}; see cyextract.recognizers.date.evidence")
        elif kind in found[elects]:
            table.reject(number, kind, f"already has a weight for a {elects}; keep one row")
        elif re.fullmatch(r"-?\d+", weight) is None or (kind == "margin" and int(weight) < 1):
            table.reject(number, kind, f"{weight!r} is no weight; write a whole number, and for a margin one above 0")
        else:
            found[elects][kind], whys[elects][kind] = int(weight), why
    for elects, weights in found.items():
        missing = sorted({*KINDS[elects], "none", "margin"} - weights.keys())
        table.problems.extend(f"{table.path} {kind}: no weight for a {elects}; add a row" for kind in missing)
    if table.problems:
        raise LexiconError(table.problems)
    return {name: ClockWeights(weights, weights["none"], weights["margin"], whys[name]) for name, weights in found.items()}
