"""What a document tells of the day it was written on: votes for a year or a day, each of a kind that the table of weights names.

A vote is cast by a date of the text, by where it stands and what stands beside it; no vote is a verdict. `reference` weighs them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar, cast

from cyextract.recognizers.date.anchor import tells_ahead
from cyextract.recognizers.date.arithmetic import days_in_month, wrap_month
from cyextract.recognizers.date.compose import Expression
from cyextract.recognizers.date.dated_things import years_of_things
from cyextract.recognizers.date.fields import Rel
from cyextract.recognizers.date.measures import effective_years
from cyextract.recognizers.date.places import AS_OF_ENDS, LEAD, Day, Place, year_of_document
from cyextract.recognizers.date.today import explained_today
from cyextract.recognizers.date.year_clues import few_years, written_years, zodiac_years
from cyextract.text.boundaries import STATEMENT_STOP
from cyextract.text.marks import IN_CLAUSE
from cyextract.text.words import Words

_ONLINE = 2000  # archives of news are mostly later
_ROUND = 5  # goals are set for years that this divides
_FAR = 5  # years: what is told apart by more is history, or to come
_MONTHS_BEFORE = 4  # what was so long ago is told of the year before as a rule
_LATE, _YEAR_END = 11, 12  # months
_LAST_QUARTER = 4
_AUTUMN = 8  # the month that seasons over New Year begin in
_HALF_YEAR = 6  # months: 1月 after 12月 is the next year's, 5月 after 9月 as a rule the same year's
_WEEKDAY_REACH = 2  # code points between a day and the weekday that explains it: 8月31日（周五）

_COMPARED_ENDS = (
    "比", "较", "与", "同", "高于", "低于", "多于", "少于", "优于", "超过", "超越", "直追", "媲美", "仅为", "相当于", "恢复到", "回到",
)  # fmt: skip
_COMPARED_AFTER = re.compile(
    r"(?:年?[中底])?的?(?:同期|水平|最[高低]|[高低][点位峰谷]|峰值|历史|[纪记]录|一半|[\d.]+倍|[两一二三四五六七八九十]+倍)"
)
_HIGHEST = ("工资", "法", "人民", "检")  # 最低工资, 最高法院: no record
_FIRST_AFTER = re.compile("以来(?:的?首次|的?[最新]|的?历史)|后(?:的?首次|再次|再度)")  # 2010年以来最低
_ENTERED_ENDS = ("进入", "步入", "迈入", "跨入", "踏入")
_ENTERED_AFTER = re.compile("(?:伊始|开年|新年|刚|开局)")
_ANNUAL_AFTER = re.compile(f"(?:年|年?度)?(?:年报|财报|报告|审计报告|{IN_CLAUSE}{{0,2}}四季报)")
_EVENTS = (
    "考试", "高考", "考研", "招生", "招聘", "年会", "论坛", "峰会", "大会", "会议", "临时股东", "博览会", "锦标赛", "联赛", "大赛", "比赛",
    "活动", "春运", "黄金周",
)  # fmt: skip
_EVENT_AFTER = re.compile(f"{IN_CLAUSE}{{0,10}}?(?:{'|'.join(_EVENTS)})")
_PERIOD_AFTER = re.compile("(?:前?[一二三两]个?季|上半年|半年|中)度?(?:报|业绩)")
_REPORTED_AFTER = re.compile(rf"[，,]?{IN_CLAUSE}{{0,16}}(?:同比|营收|收入|净利|利润|增长|增速|总值|总额|亏损)")

_PLACES = ("header-label", "header-line", "signature")  # that tell a year
_TWO_YEARS = (
    "lead-day", "lead-part", "latest-day", "latest-often", "undated-year", "most-told", "second", "gap-one", "reported", "as-of", "period",
    "behind", "entered", "beside-this-year", "beside-this-year-whole", "last-year", "next-year", "bare-turned", "long-before", "past-now-1",
    "late-now", "forecast", "named", "event", "same-month",
)  # fmt: skip
_NEXT = {kind: f"{kind}-next" for kind in _TWO_YEARS}
_ONE_YEAR = (
    "latest-part", "gap-far", "bare", "past-now", "beside-today", "late-before", "annual-next", "as-of-end-next", "years-ago",
    "year-before-last", "told-twice", "month-twice", "stretch-twice", "explained", "anniversary", "of-year", "number", "title",
    "plan-edge", "zodiac", "zodiac-against", "weekday", "weekday-against", "season", "takes-effect", "offline", "goal",
)  # fmt: skip
KINDS = {
    "year": frozenset((*_PLACES, *_TWO_YEARS, *_NEXT.values(), *_ONE_YEAR)),
    "day": frozenset(
        (*_PLACES, "dateline", "dateline-lead", "today", "announced", "ahead", "history", "lead", "counted", "yesterday", "range", "clock",
         "latest", "latest-counted", "stated", "later-told", "often")
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
    votes = [*written_years(view, words), *years_of_things(view), *_placed_years(places), *_told_years(view, places)]
    votes += (("title", y, e.start) for e in title_dates if (y := year_of_document(e.meaning.first)) is not None)
    votes += _planned_years(places)
    votes += effective_years(view, places)
    votes += _beside_counted(view, places)
    votes += _told_twice(view, places)
    votes += _month_told_twice(places)
    votes += _season(view, places)
    votes += _improbable_years(places, votes)
    years = {year for _, year, _ in votes}
    votes += _weekdays(places, years)
    votes += zodiac_years(view, words, years)
    return votes


def _improbable_years(places: Sequence[Place], votes: Sequence[Vote[int]]) -> Iterator[Vote[int]]:
    """Years of which few texts are, unless a header or a document's number says so: those before news went online, and goals.

    A goal is a round year that the text tells as a whole only, and far from the others.
    """
    first = {year: start for _, year, start in reversed(votes) if year < _ONLINE or year % _ROUND == 0}
    if not first:
        return
    own = {year for kind, year, _ in votes if kind in ("header-label", "number")}
    told = {place.year for place in places if place.year is not None}
    fine = {place.year for place in places if place.grain != "year"}
    for year, start in first.items():
        if year in own:
            continue
        if year < _ONLINE:
            yield ("offline", year, start)
        elif year not in fine and (before := [other for other in told if other < year]) and year - max(before) >= _FAR:
            yield ("goal", year, start)


def _placed_years(places: Sequence[Place]) -> Iterator[Vote[int]]:
    """The years of dates that their place makes more than told."""
    for place in places:
        year = place.year
        if year is None:
            continue
        if place.kind in _PLACES:
            yield (place.kind, year, place.start)
        if place.start < LEAD and place.kind not in ("ahead", "history") and (grain := place.grain) != "year" and place.last_year is None:
            yield from _this_or_next(f"lead-{grain}", year, place.start)


def _planned_years(places: Sequence[Place]) -> Iterator[Vote[int]]:
    """The next year that is forecast is this year, or the one after it."""
    planned = [(place.year, place.start, place.is_forecast) for place in places if place.kind == "ahead" and place.year is not None]
    if planned:
        nearest, start, is_forecast = min(planned)
        if is_forecast or any(soon for year, _, soon in planned if year == nearest):
            yield from _this_or_next("forecast", nearest - 1, start)


def _this_or_next(kind: str, year: int, start: int) -> Iterator[Vote[int]]:
    """Evidence for a year is some for the year after: what the text tells last was last year, or is this year."""
    yield (kind, year, start)
    yield (_NEXT[kind], year + 1, start)


def _told_years(view: str, places: Sequence[Place]) -> Iterator[Vote[int]]:
    """What the years of the text tell together: the latest is the present or the year before."""
    told, behind = _by_year(view, places)
    last = max(told, default=0)
    if behind and max(behind) >= last:  # what figures are compared with is not the present
        yield from _this_or_next("behind", max(behind), behind[max(behind)].start)
    if not told:
        return
    of_latest, start = told[last], told[last][0].start
    most = max(told, key=lambda year: (len(told[year]), year)) if len(told) > 1 else last
    yield from _this_or_next("most-told", most, told[most][0].start)
    yield from _of_latest(view, last, of_latest)
    if len(told) > 1:
        second = max(year for year in told if year < last)
        if second == last - 1:
            yield from _this_or_next("gap-one", last, start)
            yield from _this_or_next("second", second, told[second][0].start)
        elif last - second >= _FAR:
            yield ("gap-far", last, start)
    grains = {place.grain for place in of_latest}
    is_undated = any(place.is_today_undated for place in places) or explained_today(view, places) is not None
    if grains == {"year"}:
        if is_undated:
            yield from _this_or_next("undated-year", last, start)
    elif not is_undated and "day" in grains:
        yield from _this_or_next("latest-day", last, start)
    elif not is_undated:
        yield ("latest-part", last, start)
    counted = {place.counted: place.start for place in places if place.counted is not None}
    for offset, kind in ((-1, "last-year"), (1, "next-year")):
        if offset in counted:
            yield from _this_or_next(kind, last, counted[offset])
    if -2 in counted:
        yield ("year-before-last", last + 2, counted[-2])
    if len(of_latest) > 2:
        yield from _this_or_next("latest-often", last, start)
    yield from (("years-ago", year + count, at) for count, at in few_years(view) for year in told)
    yield from _turn_of_year(places, last, of_latest)
    yield from _against_now(places, last, of_latest)


def _by_year(view: str, places: Sequence[Place]) -> tuple[dict[int, list[Place]], dict[int, Place]]:
    """The places of each year that the text tells of, and of years that it only looks back to: founded in, compared with, lowest since."""
    told: dict[int, list[Place]] = {}
    behind: dict[int, Place] = {}
    for place in places:
        year, end = place.year, place.expression.end
        if year is None or place.kind == "ahead" or place.kind == "history":
            continue
        if _is_compared(view, place.start, end):
            behind.setdefault(year, place)
        elif _FIRST_AFTER.match(view, end) is None:
            told.setdefault(year, []).append(place)
            if (last := place.last_year) is not None:
                told.setdefault(last, []).append(place)
    return told, behind


def _is_compared(view: str, start: int, end: int) -> bool:
    """Whether figures are compared with the date between two offsets."""
    if view.endswith(_COMPARED_ENDS, 0, start):
        return True
    found = _COMPARED_AFTER.match(view, end)
    return found is not None and not (found[0].endswith(("最高", "最低")) and view.startswith(_HIGHEST, found.end()))


def _of_latest(view: str, latest: int, of_latest: Sequence[Place]) -> Iterator[Vote[int]]:
    """What stands around the latest year: reports of it, figures as of a day of it, 进入2018年."""
    for place in of_latest:
        end, grain = place.expression.end, place.grain
        if view.endswith(_ENTERED_ENDS, 0, place.start) or _ENTERED_AFTER.match(view, end):
            yield from _this_or_next("entered", latest, place.start)
        if (grain == "year" or place.fields.get("quarter") == _LAST_QUARTER) and _ANNUAL_AFTER.match(view, end):
            yield ("annual-next", latest + 1, place.start)
        elif _PERIOD_AFTER.match(view, end):
            yield from _this_or_next("period", latest, place.start)
        if grain == "year":
            if _REPORTED_AFTER.match(view, end):
                yield from _this_or_next("reported", latest, place.start)
            if _EVENT_AFTER.match(view, end):
                yield from _this_or_next("event", latest, place.start)
        if view.endswith(AS_OF_ENDS, 0, place.start):
            if grain == "year" or place.fields.get("month") == _YEAR_END:
                yield ("as-of-end-next", latest + 1, place.start)
            else:
                yield from _this_or_next("as-of", latest, place.start)


def _turn_of_year(places: Sequence[Place], latest: int, of_latest: Sequence[Place]) -> Iterator[Vote[int]]:
    """`2019年12月20日 … 1月10日`: a bare day goes on in the year told last, or in the one after it."""
    bare = next((p for p in places if p.day is not None and "year" not in p.fields and p.kind != "ahead"), None)
    if bare is None or bare.day is None:
        return
    reached = [m for p in of_latest if p.kind not in _PLACES and isinstance(m := p.fields.get("month"), int)]
    if reached and max(reached) - bare.day[0] >= _HALF_YEAR:
        yield from _this_or_next("bare-turned", latest, bare.start)
    else:
        yield ("bare", latest, bare.start)


def _against_now(places: Sequence[Place], latest: int, of_latest: Sequence[Place]) -> Iterator[Vote[int]]:
    """Months of the latest year against the month of writing: a later one is not this year's, and long before it is last year's."""
    now = _month_of_writing(places)
    start = of_latest[0].start
    if now is None:
        return
    told = [p for p in of_latest if p.kind not in _PLACES and p.expression.meaning.last is None]
    reached = [m for p in told if isinstance(m := p.fields.get("month"), int)]
    if not reached:
        if now >= _LATE and all(place.grain == "year" for place in of_latest):
            yield from _this_or_next("late-now", latest, start)
            yield ("late-before", latest - 1, start)
        return
    gap = max(reached) - now
    if gap > 1:
        yield ("past-now", latest, start)
    elif gap == 1:
        yield from _this_or_next("past-now-1", latest, start)
    elif gap <= -_MONTHS_BEFORE:
        yield from _this_or_next("long-before", latest, start)
    elif not gap:
        yield from _this_or_next("same-month", latest, start)


def _month_of_writing(places: Sequence[Place]) -> int | None:
    """The month of the day that a report begins with, else the latest month told without a year or as 今年's."""
    months = []
    for place in places:
        if place.kind in _PLACES and place.day is not None:
            return place.day[0]
        if place.kind == "ahead" or place.kind == "history":
            continue
        if place.day is not None and "year" not in place.fields:
            if place.start < LEAD or place.is_today_undated:
                return place.day[0]
            months.append(place.day[0])
        elif place.counted == 0 and isinstance(month := place.fields.get("month"), int):
            months.append(month)
    return max(months, default=None)


def _beside_counted(view: str, places: Sequence[Place]) -> Iterator[Vote[int]]:
    """A year in one sentence with 去年 or 今年: as a rule it is not that one."""
    for first, second in pairwise(places):
        stated, other = (first, second) if second.year is None else (second, first)
        if stated.year is None or other.year is not None or (kind := other.beside) is None:
            continue
        if STATEMENT_STOP.search(view, first.expression.end, second.start):
            continue
        if kind == "beside-today":
            yield (kind, stated.year, first.start)
            continue
        yield from _this_or_next(kind, stated.year, first.start)
        if stated.grain == "year":
            yield from _this_or_next("beside-this-year-whole", stated.year, first.start)


def _told_twice(view: str, places: Sequence[Place]) -> Iterator[Vote[int]]:
    """前年11月 … 2019年11月: one date told both ways was written two years after; a day that several years are told of is a yearly one.

    So is one to come: 将于今年6月30日届满 … 2017年6月30日.
    """
    counted = [
        (place.counted, _below_year(place), place.start)
        for place in places
        if place.counted is not None and len(place.fields) > 1 and (place.counted or not _is_to_come(view, place))
    ]
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


def _month_told_twice(places: Sequence[Place]) -> Iterator[Vote[int]]:
    """上月22日 … 2021年10月22日: a day told both ways was written in November of 2021."""
    counted = [p for p in places if isinstance(m := p.fields.get("month"), Rel) and m.base == "ref" and m.offset <= 0]
    if not counted:
        return
    stated: dict[int, set[Day]] = {}  # years and months by the day of the month
    for place in places:
        if place.year is not None and place.day is not None:
            stated.setdefault(place.day[1], set()).add((place.year, place.day[0]))
    for place in counted:
        months = stated.get(cast(int, place.fields.get("day")), ())
        if len(months) == 1:
            year, month = max(months)
            yield ("month-twice", year + wrap_month(month - cast(Rel, place.fields["month"]).offset)[0], place.start)


def _is_to_come(view: str, place: Place) -> bool:
    return tells_ahead(view[max(0, place.start - 14) : place.start]) or view.startswith(_COMES, place.expression.end)


_COMES = ("届满", "到期", "将", "起将", "前")


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
