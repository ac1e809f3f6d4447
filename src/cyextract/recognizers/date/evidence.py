"""What a document tells of the day it was written on: votes for a year or a day, each of a kind that the table of weights names.

A vote is cast by a date of the text, by where it stands and what stands beside it; no vote is a verdict. `reference` weighs them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from cyextract.recognizers.date.arithmetic import days_in_month
from cyextract.recognizers.date.compose import Expression
from cyextract.recognizers.date.fields import Rel
from cyextract.recognizers.date.places import AS_OF_ENDS, GRAINS, LEAD, Day, Place, year_of_document
from cyextract.recognizers.date.today import explained_distance, explained_today, moved_day
from cyextract.recognizers.date.year_clues import compact_day, written_years, zodiac_years
from cyextract.text.boundaries import STATEMENT_STOP
from cyextract.text.marks import IN_CLAUSE
from cyextract.text.words import Words

_ONLINE = 2000  # archives of news are mostly later
_TO_COME = 2028  # when the weights were made
_AUTUMN = 8  # the month that seasons over New Year begin in
_HALF_YEAR = 6  # months: 1月 after 12月 is the next year's, 5月 after 9月 as a rule the same year's
_WEEKDAY_REACH = 4  # code points between a day and the weekday that explains it: 8月31日（周五）

_YESTERDAY = re.compile(r"昨[天日午晚]?[,， ]?\($")
_COMPARED_ENDS = ("比", "较", "与", "同")
_ANNUAL_AFTER = re.compile(f"(?:年|年?度)?(?:年报|财报|报告|审计报告|{IN_CLAUSE}{{0,2}}四季报)")
_PERIOD_AFTER = re.compile("(?:前?[一二三两]个?季|上半年|半年|中)度?(?:报|业绩)")
_REPORTED_AFTER = re.compile(rf"[，,]?{IN_CLAUSE}{{0,16}}(?:同比|营收|收入|净利|利润|增长|增速|总值|总额|亏损)")

_PLACES = ("header-label", "header-line", "dateline", "today", "signature", "announced")
_TWO_YEARS = (
    *(f"lead-{grain}" for grain in GRAINS[:-1]), *(f"latest-{grain}" for grain in GRAINS), "most-told", "reported", "compared",
    *(f"undated-{grain}" for grain in GRAINS), "as-of", "annual", "period", "this-year", "beside-this-year", "beside-last-year",
    "beside-today", "bare", "bare-turned", "ahead", "named", "latest-often", "only",
)  # fmt: skip
_NEXT = {kind: f"{kind}-next" for kind in _TWO_YEARS}
KINDS = {
    "year": frozenset(
        (*_PLACES, *_TWO_YEARS, *_NEXT.values(), "explained", "number", "title", "told-twice", "stretch-twice", "later-told",
         "year-before-last", "named-often", "plan-edge", "zodiac", "zodiac-against", "weekday", "weekday-against", "season", "offline",
         "to-come")
    ),
    "day": frozenset(
        (*_PLACES, "ahead", "history", "lead", "counted", "yesterday", "range", "clock", "latest", "latest-counted", "stated", "later-told",
         "often", "dateline-lead")
    ),
}  # fmt: skip
"""The kinds of votes, by what they elect."""


Value = TypeVar("Value", int, Day)


Vote = tuple[str, Value, int]
"""One piece of evidence: its kind, a row of the table of weights; the year or day it speaks for; the view offset of what it rests on."""


def vote_for_years(view: str, words: Words, places: Sequence[Place], title_dates: Sequence[Expression]) -> list[Vote[int]]:
    """The votes for the year of writing.

    Args:
        view: the reading view.
        words: its words.
        places: the document's dates.
        title_dates: expressions inside 《…》 titles; their years count too.
    """
    votes = [*written_years(view, words), *_placed_years(places), *_told_years(view, places)]
    votes += (("title", y, e.start) for e in title_dates if (y := year_of_document(e.meaning.first)) is not None)
    votes += _planned_years(places)
    votes += _beside_counted(view, places)
    votes += _told_twice(places)
    votes += _season(view, places)
    votes += _improbable_years(votes)
    years = {year for _, year, _ in votes}
    votes += _weekdays(places, years)
    votes += zodiac_years(view, words, years)
    return votes


def _improbable_years(votes: Sequence[Vote[int]]) -> Iterator[Vote[int]]:
    """Years of which few texts are, unless a header or a document's number says so: those before news went online, and those to come."""
    first = {year: start for _, year, start in reversed(votes)}
    own = {year for kind, year, _ in votes if kind in ("header-label", "number")}
    for year, start in first.items():
        if year not in own and not _ONLINE <= year < _TO_COME:
            yield ("offline" if year < _ONLINE else "to-come", year, start)


def _placed_years(places: Sequence[Place]) -> Iterator[Vote[int]]:
    """The years of dates that their place makes more than told."""
    for place in places:
        year = place.year
        if year is None:
            continue
        if place.kind not in ("told", "ahead", "history"):
            yield (place.kind, year, place.start)
        if place.start < LEAD and place.kind not in ("ahead", "history"):
            yield from _this_or_next(f"lead-{place.grain}", year, place.start)


def _planned_years(places: Sequence[Place]) -> Iterator[Vote[int]]:
    """The next year that is planned for is this year, or the one after it."""
    planned = [(place.year, place.start) for place in places if place.kind == "ahead" and place.year is not None]
    if planned:
        nearest, start = min(planned)
        yield from _this_or_next("ahead", nearest - 1, start)


def _this_or_next(kind: str, year: int, start: int) -> Iterator[Vote[int]]:
    """Evidence for a year is some for the year after: what the text tells last was last year, or is this year."""
    yield (kind, year, start)
    yield (_NEXT[kind], year + 1, start)


def _told_years(view: str, places: Sequence[Place]) -> Iterator[Vote[int]]:
    """What the years of the text tell together: the latest is the present or the year before."""
    told: dict[int, list[Place]] = {}
    for place in places:
        if place.year is not None and place.kind != "ahead":
            told.setdefault(place.year, []).append(place)
    if not told:
        return
    latest = max(told)
    of_latest, start = told[latest], told[latest][0].start
    most = max(told, key=lambda year: (len(told[year]), year)) if len(told) > 1 else latest
    yield from _this_or_next("most-told", most, told[most][0].start)
    yield from (("later-told", year, start) for year in told if year < latest)
    finest = len(GRAINS) - 1
    for place in of_latest:
        grain, end = place.grain, place.expression.end
        finest = min(finest, GRAINS.index("history" if place.kind == "history" else grain))
        if _ANNUAL_AFTER.match(view, end):
            yield from _this_or_next("annual", latest, place.start)
        elif _PERIOD_AFTER.match(view, end):
            yield from _this_or_next("period", latest, place.start)
        if grain == "year" and _REPORTED_AFTER.match(view, end):
            yield from _this_or_next("reported", latest, place.start)
        if view.endswith(_COMPARED_ENDS, 0, place.start):
            yield from _this_or_next("compared", latest, place.start)
        elif view.endswith(AS_OF_ENDS, 0, place.start):
            yield from _this_or_next("as-of", latest, place.start)
    is_undated = any(place.is_today_undated for place in places) or explained_today(view, places) is not None
    yield from _this_or_next(f"{'undated' if is_undated else 'latest'}-{GRAINS[finest]}", latest, start)
    counted = {place.counted: place.start for place in places if place.counted is not None}
    if 0 in counted:
        yield from _this_or_next("this-year", latest, counted[0])
    if -2 in counted:
        yield ("year-before-last", latest + 2, counted[-2])
    if len(of_latest) > 2:
        yield from _this_or_next("latest-often", latest, start)
    if len(told) == 1:
        yield from _this_or_next("only", latest, start)
    yield from _turn_of_year(places, latest, of_latest)


def _turn_of_year(places: Sequence[Place], latest: int, of_latest: Sequence[Place]) -> Iterator[Vote[int]]:
    """`2019年12月20日 … 1月10日`: a bare day goes on in the year told last, or in the one after it."""
    bare = next((p for p in places if p.day is not None and "year" not in p.fields and p.kind != "ahead"), None)
    if bare is None or bare.day is None:
        return
    reached = [m for p in of_latest if isinstance(m := p.fields.get("month"), int)]
    has_turned = bool(reached) and max(reached) - bare.day[0] >= _HALF_YEAR
    yield from _this_or_next("bare-turned" if has_turned else "bare", latest, bare.start)


def _beside_counted(view: str, places: Sequence[Place]) -> Iterator[Vote[int]]:
    """A year in one sentence with 去年 or 今年: as a rule it is not that one."""
    for first, second in pairwise(places):
        year, other = (first.year, second) if second.year is None else (second.year, first)
        if year is None or other.year is not None or (kind := other.beside) is None:
            continue
        if not STATEMENT_STOP.search(view, first.expression.end, second.start):
            yield from _this_or_next(kind, year, first.start)


def _told_twice(places: Sequence[Place]) -> Iterator[Vote[int]]:
    """前年11月 … 2019年11月: one date told both ways was written two years after; a day that several years are told of is a yearly one."""
    counted = [(place.counted, _below_year(place), place.start) for place in places if place.counted is not None and len(place.fields) > 1]
    if counted:
        stated: dict[tuple[object, ...], set[int]] = {}
        for place in places:
            if place.year is not None and len(place.fields) > 1:
                rest = _below_year(place)
                for told in (rest, (*rest[:3], None, None)):  # 前年2月 … 2019年2月11日
                    stated.setdefault(told, set()).add(place.year)
        for offset, rest, start in counted:
            years = stated.get(rest, ())
            if len(years) == 1 and (rest[-2] is not None or offset < -1):
                yield ("told-twice", max(years) - offset, start)
            elif years and rest[-1] is not None:
                yield ("stretch-twice", max(years) - offset, start)


def _season(view: str, places: Sequence[Place]) -> Iterator[Vote[int]]:
    """4月3日讯，2010-2011赛季: a report of a season over New Year is of its first year in autumn, else of its second."""
    months = [p.day[0] for p in places if p.day is not None and p.year is None and (p.kind in ("dateline", "today") or p.start < LEAD)]
    ranges = [(p.year, p.expression) for p in places if p.year is not None and p.expression.meaning.last is not None]
    seasons = [(year, e.start) for year, e in ranges if view.startswith("赛季", e.end)]
    if months and seasons:
        year, start = max(seasons)
        yield ("season", year + (months[0] < _AUTUMN), start)


def _below_year(place: Place) -> tuple[object, ...]:
    """What a date tells of the months and days below its year."""
    last = place.expression.meaning.last
    return (*(place.fields.get(name) for name in ("half", "quarter", "month", "day")), None if last is None else last.get("month"))


def _weekdays(places: Sequence[Place], years: set[int]) -> Iterator[Vote[int]]:
    """The years in which the days of the text fall on the weekdays that stand beside them."""
    for index, place in enumerate(places):
        if "weekday" not in place.fields:
            continue
        for before in (place, *places[max(0, index - 1) : index]):
            if (pair := _day_and_weekday(before.expression, place.expression)) is None:
                continue
            month, day, weekday = pair
            for year in years:
                fits = day <= days_in_month(year, month) and dt.date(year, month, day).isoweekday() == weekday
                yield ("weekday" if fits else "weekday-against", year, before.start)


def _day_and_weekday(first: Expression, second: Expression) -> tuple[int, int, int] | None:
    """Month, day and weekday, where a day without a year is explained by the weekday right behind it."""
    fields, weekday = first.meaning.first, second.meaning.first.get("weekday")
    month, day = fields.get("month"), fields.get("day")
    if "year" in fields or weekday is None or weekday > 7 or "week" in second.meaning.first:
        return None
    if not isinstance(month, int) or not isinstance(day, int) or second.start - first.end > _WEEKDAY_REACH:
        return None
    return month, day, weekday


def vote_for_days(view: str, places: Sequence[Place], year: int | None) -> list[Vote[Day]]:
    """The votes for the day of writing, among the days that lie in the year or state none."""
    votes: list[Vote[Day]] = []
    if (found := compact_day(view)) and int(found["year"]) == year:
        votes.append(("header-label", (int(found["month"]), int(found["day"])), found.start("year")))
    told: dict[Day, list[Place]] = {}
    for place in places:
        if (day := place.day) is None or ("year" in place.fields and place.year != year):
            continue
        told.setdefault(day, []).append(place)
        if place.kind != "told":
            votes.append((place.kind, day, place.start))
        if place.start < LEAD and place.kind not in ("ahead", "history"):
            votes.append(("lead", day, place.start))
            if place.kind == "dateline":
                votes.append(("dateline-lead", day, place.start))
        if view.endswith("(", 0, place.start):
            if _YESTERDAY.search(view[max(0, place.start - 5) : place.start]):
                votes.append(("yesterday", day, place.start))
            if (distance := explained_distance(view, place.start)) and (today := moved_day(day, -distance)) is not None:
                votes.append(("counted", today, place.start))
        if place.expression.meaning.last is not None:
            votes.append(("range", day, place.start))
        if "hour" in place.fields:
            votes.append(("clock", day, place.start))
    past = {day: group for day, group in told.items() if group[0].kind not in ("ahead", "history")}
    if not past:
        return votes
    latest = max(past)
    counted = any(isinstance(r := p.fields.get("day"), Rel) and r.base == "ref" for p in places)
    votes.append(("latest-counted" if counted else "latest", latest, past[latest][0].start))
    for day, group in told.items():
        if any(place.year is not None for place in group):
            votes.append(("stated", day, group[0].start))
        if day < latest:
            votes.append(("later-told", day, past[latest][0].start))
        if len(group) > 1:
            votes.append(("often", day, group[0].start))
    return votes
