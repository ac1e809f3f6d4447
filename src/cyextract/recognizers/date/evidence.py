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
from cyextract.recognizers.date.fields import DateFields, Rel
from cyextract.recognizers.date.year_clues import HEADER_REACH, compact_day, written_years, zodiac_years
from cyextract.text.boundaries import STATEMENT_STOP
from cyextract.text.marks import IN_CLAUSE
from cyextract.text.words import Words

_YEARS = range(1900, 2101)  # what can be the present of a document
_TOP = 120  # a day with a clock time up here is when the page went up, further down it may be told
_LEAD = 150  # code points: what the report begins with
_FOOT = 40  # code points: what signs a document stands at its end
_PAGE = " \n()）0123456789"  # behind a signature: the number of its page
_HALF_YEAR = 6  # months: 1月 after 12月 is the next year's, 5月 after 9月 as a rule the same year's
_WEEKDAY_REACH = 4  # code points between a day and the weekday that explains it: 8月31日（周五）

_LABEL = re.compile(r"(?:发布|发表|更新|发稿|刊发|编辑|成文)?(?:时间|日 *期) ?】?[: ]{0,3}\n?$|[(（]$")
_LABEL_ENDS = frozenset("间期】: \n(（")
_LINE_END = re.compile(r"[ \t]*(?:\d{1,2}:\d\d(?::\d\d)?)?[ \t)）]*(?:\n|$|来源|  )")
_DATELINE_AFTER = re.compile(r"(?:上午|下午|晚间?|凌晨)?(?:电|讯|消息|综合报道|专电|报道|公告)")
_DATELINE_OPENS, _DATELINE_ENDS = frozenset("上下晚凌电讯消综专报公"), frozenset("讯电间 ")
_DATELINE_BEFORE = re.compile(r"(?:(?:本报|快|网|专|综合)[电讯]|(?P<bare>讯)) ?(?:北京时间)?$")
_CLIPPED = re.compile(rf"据{IN_CLAUSE}{{0,12}}$")  # 据新华社加沙1月1日电: what another reported on its day
_ANNOUNCED = re.compile(rf"(?:上午|下午|早间|晚间?|傍晚)?[,，]?{IN_CLAUSE}{{0,10}}(?:发布|披露|宣布|公布|公告)")
_TODAY = re.compile(r"(?:今[天日晨早午晚]?|本[周日])[,， ]?\($")
_YESTERDAY = re.compile(r"昨[天日午晚]?[,， ]?\($")
_DISTANCES = {"今": 0, "本": 0, "昨": -1, "明": 1, "前": -2, "后": 2, "後": 2}  # in days
_COUNTED = re.compile(r"(?:(?P<day>[昨今明])[天日晨早午晚]?|(?P<more>[前后後本])[天日])(?:[早晚]上|[上下]午)?[,， ]?\($")
_AHEAD_AFTER = re.compile(
    f"起?(?:施行|实施|生效|执行|起[，,]{IN_CLAUSE}{{0,6}}将)|前(?:完成|建成|实现|提供)|{IN_CLAUSE}{{0,4}}(?:生效实施|起施行)"
)
_HISTORY_ENDS = ("自", "成立于", "创立于", "始建于", "建于")
_HISTORY_AFTER = re.compile("以来|成立|创立|创办|建成")
_AHEAD_ENDS = tuple(word + link for word in ("到", "至", "目标", "力争", "确保") for link in ("", "在", "于"))
_AHEAD_BEFORE = re.compile(f"(?:将|拟|预[计测期]|计划|有望|即将|定于|争取|准备|规划|决定){IN_CLAUSE}{{0,8}}$")
_AS_OF_ENDS = ("截至", "截止", "截止到", "截至到")
_COMPARED_ENDS = ("比", "较", "与", "同")
_ANNUAL_AFTER = re.compile(f"(?:年|年?度)?(?:年报|财报|报告|审计报告|{IN_CLAUSE}{{0,2}}四季报)")
_PERIOD_AFTER = re.compile("(?:前?[一二三两]个?季|上半年|半年|中)度?(?:报|业绩)")
_REPORTED_AFTER = re.compile(rf"[，,]?{IN_CLAUSE}{{0,16}}(?:同比|营收|收入|净利|利润|增长|增速|总值|总额|亏损)")

_GRAINS = ("day", "part", "year", "history")
_PLACES = ("header-label", "header-line", "dateline", "today", "signature", "announced")
_TWO_YEARS = (
    *(f"lead-{grain}" for grain in _GRAINS[:-1]), *(f"latest-{grain}" for grain in _GRAINS), "most-told", "reported", "compared",
    *(f"undated-{grain}" for grain in _GRAINS), "as-of", "annual", "period", "this-year", "beside-this-year", "beside-last-year",
    "beside-today", "bare", "bare-turned", "ahead", "named", "latest-often", "only",
)  # fmt: skip
_NEXT = {kind: f"{kind}-next" for kind in _TWO_YEARS}
KINDS = {
    "year": frozenset(
        (*_PLACES, *_TWO_YEARS, *_NEXT.values(), "explained", "number", "title", "told-twice", "stretch-twice", "later-told",
         "year-before-last", "named-often", "plan-edge", "zodiac", "zodiac-against", "weekday", "weekday-against")
    ),
    "day": frozenset(
        (*_PLACES, "ahead", "history", "lead", "yesterday", "range", "clock", "latest", "latest-counted", "stated", "later-told", "often",
         "dateline-lead")
    ),
}  # fmt: skip
"""The kinds of votes, by what they elect."""

Day = tuple[int, int]
"""A month and its day."""


Value = TypeVar("Value", int, Day)


Vote = tuple[str, Value, int]
"""One piece of evidence: its kind, a row of the table of weights; the year or day it speaks for; the view offset of what it rests on."""


def is_dateline(view: str, words: Words, expression: Expression) -> bool:
    """Whether an expression dates the report itself (新华社北京1月2日电, 6月12日消息, 海潮网讯1月2日; but no 腾讯 or 通讯1月2日)."""
    start, end, meaning = expression
    if not isinstance(meaning.first.get("day"), int):
        return False
    if view[end : end + 1] not in _DATELINE_OPENS and view[start - 1 : start] not in _DATELINE_ENDS:
        return False
    if _DATELINE_AFTER.match(view, end):
        return True
    before = _DATELINE_BEFORE.search(view, max(0, start - 12), start)
    return before is not None and (before["bare"] is None or words.begins_word(before.start("bare")))


_SPEAKING = frozenset(("year", "day", "weekday"))


def find_places(view: str, words: Words, dates: Sequence[Expression]) -> list[Place]:
    """Where the dates of a document stand that say anything of its day, in text order."""
    return [Place(view, words, e) for e in dates if not _SPEAKING.isdisjoint(e.meaning.first)]


def vote_for_years(view: str, words: Words, places: Sequence[Place], title_dates: Sequence[Expression]) -> list[Vote[int]]:
    """The votes for the year of writing.

    Args:
        view: the reading view.
        words: its words.
        places: the document's dates.
        title_dates: expressions inside 《…》 titles; their years count too.
    """
    votes = [*written_years(view, words), *_placed_years(places), *_told_years(view, places)]
    votes += (("title", y, e.start) for e in title_dates if (y := _year(e.meaning.first)) is not None)
    votes += _planned_years(places)
    votes += _beside_counted(view, places)
    votes += _told_twice(places)
    years = {year for _, year, _ in votes}
    votes += _weekdays(places, years)
    votes += zodiac_years(view, words, years)
    return votes


class Place:
    """A date by where it stands and what stands beside it.

    Attributes:
        expression: the date.
        start: its start.
        fields: what it states, of a range the first date.
        year: the year it states, if it can be that of a document.
        counted: how many years from now it lies: 0 for 今年, -1 for 去年.
        day: the month and day it states.
        kind: what it is to the document, `told` where it is no more than told.
    """

    __slots__ = ("counted", "day", "expression", "fields", "kind", "start", "year")

    def __init__(self, view: str, words: Words, expression: Expression) -> None:
        fields = expression.meaning.first
        self.expression, self.fields, self.start = expression, fields, expression.start
        year, month, day = fields.get("year"), fields.get("month"), fields.get("day")
        self.year: int | None = None
        self.counted: int | None = None
        self.day: Day | None = (month, day) if isinstance(month, int) and isinstance(day, int) else None
        if isinstance(year, int):
            self.year = year if year in _YEARS else None
        elif year is not None and year.base == "ref":
            self.counted = year.offset
        self.kind = "told" if self.year is None and self.day is None else self._kind(view, words)

    @property
    def is_today_undated(self) -> bool:
        """Whether it is the day of the report, told without a year."""
        return self.year is None and self.kind in ("dateline", "today")

    @property
    def beside(self) -> str | None:
        """What a date counted from now says of a year in its sentence."""
        if self.counted is not None:
            return {-1: "beside-last-year", 0: "beside-this-year"}.get(self.counted)
        day = self.fields.get("day")
        return "beside-today" if isinstance(day, Rel) and day.base == "ref" else None

    def _kind(self, view: str, words: Words) -> str:
        start, end = self.start, self.expression.end
        if self.day is not None and self.expression.meaning.last is None and (kind := self._kind_of_day(view, words)) is not None:
            return kind
        if view.endswith(_AHEAD_ENDS, 0, start) and not view.endswith(_AS_OF_ENDS, 0, start):
            return "ahead"
        if _AHEAD_BEFORE.search(view, max(0, start - 10), start) is not None or _AHEAD_AFTER.match(view, end) is not None:
            return "ahead"
        if view.endswith(_HISTORY_ENDS, 0, start) or _HISTORY_AFTER.match(view, end) is not None:
            return "history"
        return "announced" if self.day is not None and _ANNOUNCED.match(view, end) else "told"

    def _kind_of_day(self, view: str, words: Words) -> str | None:
        """What a day is to the document by its place alone."""
        start, end, last = self.start, self.expression.end, view[self.start - 1 : self.start]
        if self.year is not None and start <= HEADER_REACH:
            if last in _LABEL_ENDS and _LABEL.search(view[max(0, start - 14) : start]):
                return "header-label"
            own_line = not start or (last in " \n" and view[max(0, start - 14) : start].rstrip(" ").endswith("\n"))
            if (own_line and _LINE_END.match(view, end)) or ("hour" in self.fields and start < _TOP):
                return "header-line"
        if is_dateline(view, words, self.expression):
            return "told" if start > _LEAD and _CLIPPED.search(view, start - 20, start) else "dateline"
        if last == "(" and _TODAY.search(view[max(0, start - 5) : start]):
            return "today"
        return "signature" if len(view) - end <= _FOOT and not view[end:].strip(_PAGE) else None

    @property
    def grain(self) -> str:
        """How fine the date is: a day, a part of a year (month, quarter), or a year."""
        if self.day is not None:
            return "day"
        return "year" if len(self.fields) == 1 and self.expression.meaning.last is None else "part"


def _year(fields: DateFields) -> int | None:
    year = fields.get("year")
    return year if isinstance(year, int) and year in _YEARS else None


def _placed_years(places: Sequence[Place]) -> Iterator[Vote[int]]:
    """The years of dates that their place makes more than told."""
    for place in places:
        year = place.year
        if year is None:
            continue
        if place.kind not in ("told", "ahead", "history"):
            yield (place.kind, year, place.start)
        if place.start < _LEAD and place.kind not in ("ahead", "history"):
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
    finest = len(_GRAINS) - 1
    for place in of_latest:
        grain, end = place.grain, place.expression.end
        finest = min(finest, _GRAINS.index("history" if place.kind == "history" else grain))
        if _ANNUAL_AFTER.match(view, end):
            yield from _this_or_next("annual", latest, place.start)
        elif _PERIOD_AFTER.match(view, end):
            yield from _this_or_next("period", latest, place.start)
        if grain == "year" and _REPORTED_AFTER.match(view, end):
            yield from _this_or_next("reported", latest, place.start)
        if view.endswith(_COMPARED_ENDS, 0, place.start):
            yield from _this_or_next("compared", latest, place.start)
        elif view.endswith(_AS_OF_ENDS, 0, place.start):
            yield from _this_or_next("as-of", latest, place.start)
    is_undated = any(place.is_today_undated for place in places) or explained_today(view, places) is not None
    yield from _this_or_next(f"{'undated' if is_undated else 'latest'}-{_GRAINS[finest]}", latest, start)
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
    """前年11月 … 2019年11月: one date told both ways was written two years after."""
    counted = [(place.counted, _below_year(place), place.start) for place in places if place.counted is not None and len(place.fields) > 1]
    if counted:
        stated: dict[tuple[object, ...], int] = {}
        for place in places:
            if place.year is not None and len(place.fields) > 1:
                rest = _below_year(place)
                stated[rest] = max(place.year, stated.get(rest, 0))
        for offset, rest, start in counted:
            if rest in stated and (rest[-2] is not None or offset < -1):
                yield ("told-twice", stated[rest] - offset, start)
            elif rest in stated and rest[-1] is not None:
                yield ("stretch-twice", stated[rest] - offset, start)


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


def explained_today(view: str, places: Sequence[Place]) -> int | None:
    """The day of the month that it is where another is explained, without its month: 今日（22日）, 昨（21日）, 明天（23日）."""
    for place in places:
        day, start = place.fields.get("day"), place.start
        if not isinstance(day, int) or "month" in place.fields:
            continue
        word = view[start] if view[start] in _DISTANCES else None
        if word is None and (found := _COUNTED.search(view, max(0, start - _EXPLAINED_REACH), start)):
            word = found["day"] or found["more"]
        if word is None:
            continue
        today = day - _DISTANCES[word]
        if today == day or 1 <= today <= _SHORTEST_MONTH:
            return today
    return None


_SHORTEST_MONTH = 28
_EXPLAINED_REACH = 6  # code points from 今天下午 to the day in the bracket


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
        if place.start < _LEAD and place.kind not in ("ahead", "history"):
            votes.append(("lead", day, place.start))
            if place.kind == "dateline":
                votes.append(("dateline-lead", day, place.start))
        if view.endswith("(", 0, place.start) and _YESTERDAY.search(view[max(0, place.start - 5) : place.start]):
            votes.append(("yesterday", day, place.start))
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
