"""The document pass over dates: each expression is read against what the text has named before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import cast

from cyextract.recognizers.candidate import Refusal
from cyextract.recognizers.date.anchor import Anchor, NormalizedDate, Point, Source, Value, earlier, moved, tells_ahead
from cyextract.recognizers.date.arithmetic import days_in_month
from cyextract.recognizers.date.chronicle import Chronicle
from cyextract.recognizers.date.compose import Expression
from cyextract.recognizers.date.fields import DateFields, DateMeaning, Rel
from cyextract.recognizers.date.normalize import is_stated, normalize, normalize_stated
from cyextract.recognizers.date.periods import LATE, goes_on, has_just_begun, late_in, period_named
from cyextract.recognizers.date.places import is_dateline
from cyextract.recognizers.date.reference import Reference
from cyextract.recognizers.date.surroundings import opens_bracket, opens_comparison, starts_change
from cyextract.text.boundaries import STATEMENT_STOP
from cyextract.text.words import Words

_COMPARED = ("比", "较", "与", "同", "和", "高于", "低于", "超过", "多于", "少于", "优于")
_RECURRING = ("每年", "每年的", "每逢", "每到", "每月")
_COMPARE, _RECUR = (frozenset(word[-1] for word in words) for words in (_COMPARED, _RECURRING))
_REPORTED = re.compile("通报|要求|评价|[称说]|表示|指出|提出|报告|预测|预计|认为|宣布|透露")
_WILL = "将"
_NOW = re.compile("现在|如今|目前|眼下|当前")
_STORY_REACH = 800  # code points in which a day of the month is told again without its month
_STRETCHES = frozenset(("year", "half", "season", "quarter", "month", "range"))
_TOLD_THEN = ("公告", "报道")  # 6月24日公告: what it goes on to say was written then; 6月24日电: the report was
_DATELINE_DRIFT = 7  # days: a dateline further from the reference date is an old report quoted
_EVENT = ("事发", "案发", "出事")  # 事发当天: a story of what happened tells first when
_MISHAP = re.compile("[”’]?[^，。；”]{0,8}(?:案|事件|事故|火灾|地震|爆炸|坍塌|袭击)")
_NAMED_AFTER = ("date.month-day-point", "date.event-day")
_SOON = 31  # days: what has a name beforehand (“3·15”晚会) is not further ahead
_DESCRIBES = re.compile("[^，。；！？\n]{0,12}?的[^，。；！？\n]")
_REPORT_SEASON = 4  # up to April, 年末 without a year is the end of the year reported on


def anchor_dates(
    view: str, words: Words, dates: Sequence[Expression], reference: Reference, *, is_entry: bool = False
) -> Iterator[tuple[Expression, NormalizedDate | None]]:
    """The values of expressions, in text order; None where there is no such day.

    Args:
        view: the reading view.
        words: its words.
        dates: expressions in text order.
        reference: the day that they are read on.
        is_entry: the text is an entry of a form or calendar, which counts forward (周五 is the next one), where a report looks back.
    """
    clock = _Clock(view, words, reference, dates, is_entry)
    for expression, following in zip_longest(dates, dates[1:]):
        yield expression, clock.read(expression, following)


class _Clock:
    """What has been named so far."""

    def __init__(self, view: str, words: Words, reference: Reference, dates: Sequence[Expression], is_entry: bool) -> None:
        self.view, self.words, self.is_entry = view, words, is_entry
        self.now, self.year = reference.day, reference.year
        self.source: Source = "reference_date" if reference.source == "given" else "document"
        self.start = reference.start
        self.today = None if reference.month_day is None else Point(self.year, *reference.month_day, self.start)
        self.late: Point | None = None if self.now is not None or self.year is None else late_in(self.year - 1, dates)
        self.known = {} if reference.source == "given" else _stated_days(dates)
        self.last: Point | None = None
        self.near: Point | None = None
        self.last_day: Point | None = None
        self.by_day: dict[int, Point] = {}  # the date told last with each day of the month
        self.by_period: dict[tuple[str, object], Point] = {}  # the month or quarter told last with its year
        self.topic_day: Point | None = None  # the first day of the sentence: what 当天 in the next one means
        self.coming: set[int] = set()  # where days stand that are to come: 将于7月31日
        self.past_day: Point | None = None  # the last day spoken of that is not
        self.stretch: tuple[NormalizedDate, int] | None = None  # the part of a year that the text speaks of, and where: what 同期 means
        self.stretch_of_now: tuple[NormalizedDate, int] | None = None  # the same, but for what is told of 去年: what 去年同期 means
        self.near_end = 0
        self.near_states_year = False
        self.near_is_counted = False  # whether its year is counted from now: 去年下半年
        self.chronicle = Chronicle()
        self.near_ends = 0  # the month that it ends: December of 去年底
        self.position = 0
        self.resumed: dt.date | None = None  # the day that 今天 means again after this paragraph
        self.begins_story = False  # whether the paragraph has told no day yet
        self.told: Point | None = None  # the date read last, whatever it was read against
        self.events: dict[str, Point] = {}  # what happened on a day that the text explains: 事发当天（9月28日）
        self.earliest: Point | None = None  # the earliest day of the last year that is told: when a story begins
        self.explains = False  # whether the expression stands in brackets behind the day that it explains

    def read(self, expression: Expression, following: Expression | None) -> NormalizedDate | None:
        """The value of one expression, remembered for those that follow."""
        view = self.view
        start, end, meaning = expression
        if self.near is not None and self.near.month is None and view.find("】", self.position, start) >= 0:
            self.near = None  # 【2025年再登月】据12月28日报道: the headline is over
        if STATEMENT_STOP.search(view, self.position, start):
            self.near = None
            self.begins_story = view.find("\n", self.position, start) >= 0
            if self.begins_story and self.resumed is not None:
                self.now, self.resumed = self.resumed, None
            self.last_day = self.topic_day or self.last_day
            self.topic_day = None
            if self.last_day is not None and self.last_day.start not in self.coming:
                self.past_day = self.last_day
        is_compared = view[start - 1 : start] in _COMPARE and view.endswith(_COMPARED, 0, start)
        stated = is_stated(meaning)
        value = normalize_stated(meaning) if stated else self._read_against_text(expression, following, is_compared)
        self.position = end
        if isinstance(value, Refusal):
            return None
        _, granularity, self.told, _ = value
        is_other = "same_stretch" in meaning.first or (not stated and _is_told_against_another(meaning.first))
        if not is_compared and not is_other:
            self._remember(expression, self.told)
            if granularity in _STRETCHES and not has_just_begun(value, self.now):
                self.stretch = None if granularity == "year" else (value, start)
                if meaning.first.get("year") != Rel(-1, "ref"):
                    self.stretch_of_now = self.stretch
        if self.now is not None and is_dateline(view, self.words, expression):
            is_told = granularity in ("day", "part") and view.startswith(_TOLD_THEN, end)
            self._take_dateline(value.point, is_told)
        return value

    def _read_against_text(self, expression: Expression, following: Expression | None, is_compared: bool) -> Value:
        """The value of an expression that does not say it all."""
        meaning, view = expression.meaning, self.view
        is_counted = meaning.last is None and _is_counted_day(meaning.first)
        is_shift = meaning.first.keys() == {"shift"}
        if (is_counted or is_shift) and (day := self._explained_day(expression, following)) is not None:
            value = self._as_explained(meaning, day)
        elif (
            "stretch" in meaning.first
            and following is not None
            and _is_stated_range(following)
            and opens_bracket(view, expression, following)
        ):
            value = normalize(following.meaning, Anchor())  # 最近三年（2017年-2019年）
            value = value if isinstance(value, Refusal) else value._replace(implied={"anchor": ("document", following.start)})
        else:
            if meaning.first.get("month") == Rel(-1, "ref") and (is_compared or starts_change(view, expression)):
                meaning = meaning._replace(first={**meaning.first, "month": Rel(-1, "last")})  # 8月份为50.3%，比上月上升
            meaning = self._of_what_happened(self._in_report_season(expression, meaning), expression.end)
            value = normalize(meaning, self._anchor(expression, is_compared))
        self.explains = is_counted and following is not None and opens_bracket(view, expression, following)
        return value

    def _anchor(self, expression: Expression, is_compared: bool) -> Anchor:
        at, _, meaning = expression
        view = self.view
        if view[at - 1 : at] in _RECUR and view.endswith(_RECURRING, 0, at):
            return Anchor()  # every year's 7月18日 is of no year
        year = meaning.first.get("year")
        last, near, now, year_now = self.last, self.near, self.now, self.year
        if near is not None and _NOW.search(view, self.near_end, expression.start):
            near = None  # 2007年只有3天，而现在仅2月份: back in the present
        if "stretch" in meaning.first or (isinstance(year, Rel) and year.base == "ref"):
            near = self._moved_clock(expression, is_compared or "same_stretch" in meaning.first)
            if near is not None and near.year is not None:
                now, year_now = None, near.year
        if "date.edge-year" in meaning.rules or "date.edge-month" in meaning.rules:
            last = near
        before = view[max(0, at - 14) : at]
        if view.startswith(_WILL, expression.end) and self.words.tag(self.words.word_from(expression.end + 1))[:1] == "v":
            before += _WILL  # 周五将公布, but not 周三将利率维持不变
        last_day = self._same_day(expression) or self._day_spoken_of(meaning, before)
        if self.explains:
            near = last_day = None  # 今日（27日）: a day of this month, whatever was told before
        if now is None:
            if "date.relative-day-explained" in meaning.rules:
                near = last_day = None  # it says itself which day it is
            elif near is None or near.month is None:
                near = self._same_period(meaning) or near
        if near is None and self.chronicle.goes_on(self.last, meaning.first, view[self.position : expression.start], self.year):
            near = self.last
        if near is not None and not is_compared and self.year is not None and near.year == self.year - 1:
            near = None if goes_on(near.month or self.near_ends, meaning.first, now) else near  # 去年四季度减持的，一季度上涨
        is_entry = self.is_entry and meaning.last is None
        stretch = None
        if "same_stretch" in meaning.first and self.stretch is not None:
            told, told_at = (self.stretch_of_now if year == Rel(-1, "ref") else None) or self.stretch
            stretch = told._replace(point=told.point._replace(start=told_at))
        start, story = self.start, self.begins_story
        return Anchor(now, year_now, self.source, start, last, near, last_day, stretch, self.known, before, is_entry, story, self.today)

    def _day_spoken_of(self, meaning: DateMeaning, before: str) -> Point | None:
        """The day last told; for a bare day that is not to come, one that is not (将于7月31日公布。3日的草案)."""
        told, day = self.last_day, meaning.first.get("day")
        is_bare = isinstance(day, int) and "month" not in meaning.first
        if not is_bare or told is None or told.start not in self.coming or tells_ahead(before):
            return told
        return self.past_day or told

    def _same_day(self, expression: Expression) -> Point | None:
        """The date told shortly before of which a bare day repeats the number: 2月19日 … 3月13日 … 。13日."""
        fields = expression.meaning.first
        day = fields.get("day")
        told = self.by_day.get(day) if isinstance(day, int) and "month" not in fields else None
        return told if told is not None and expression.start - (told.start or 0) < _STORY_REACH else None

    def _same_period(self, meaning: DateMeaning) -> Point | None:
        """The month or quarter told before with its year that a bare one repeats: 去年四季度 … 。四季度; or the year of late ones."""
        period = None if "year" in meaning.first else period_named(meaning.last or meaning.first)
        if period is None:
            return None
        is_late = self.late is not None and period in LATE
        return self.by_period.get(period) or (self.late if is_late else None)

    def _explained_day(self, expression: Expression, following: Expression | None) -> Point | None:
        """The day that explains a counted one in brackets (昨日（4月18日）), or that a weekday in brackets explains (8月28日（星期二）)."""
        meaning, told = expression.meaning, self.told
        counted = meaning.first.get("day")
        if isinstance(counted, Rel) and counted.base == "last":
            words = self._event_before(expression)
            event = self.events.get(words)
            if event is None and words in _EVENT and (following is None or not opens_bracket(self.view, expression, following)):
                event = self.earliest
            if event is not None:
                return moved(event, counted.offset)
        if self.view[self.position : expression.start] in ("(", " ("):
            return told if meaning.first.keys() == {"weekday"} and told is not None and told.day else None
        if following is None:
            return None
        if counted == Rel(-1, "last") and opens_comparison(self.view, expression, following):
            return self._day_before(following)
        if not opens_bracket(self.view, expression, following):
            return None
        fields = following.meaning.first
        if not isinstance(fields.get("day"), int) or following.meaning.last is not None or "hour" in fields:
            return None
        value = normalize(following.meaning, self._anchor(following, False)._replace(near=None, last_day=None))
        if isinstance(value, Refusal):
            return None
        point = value.point._replace(start=following.start)
        if isinstance(counted, Rel) and counted.base == "last" and (event_words := self._event_before(expression)):
            self.events[event_words] = moved(point, -counted.offset)
        return point

    def _day_before(self, following: Expression) -> Point | None:
        """The day before one that is told next."""
        value = normalize(following.meaning, self._anchor(following, False))
        if isinstance(value, Refusal) or value.granularity != "day" or value.point.day is None:
            return None
        return moved(value.point._replace(start=following.start), -1)

    def _event_before(self, expression: Expression) -> str:
        """The two characters before 当天 or 次日, where they may name what happened then: 事发当天."""
        words = self.view[max(0, expression.start - 2) : expression.start]
        return words if len(words) == 2 and words.isalpha() else ""

    def _as_explained(self, meaning: DateMeaning, day: Point) -> Value:
        """The value of an expression that means an explained day; what is counted from today moves today."""
        counted, explained = meaning.first.get("day"), _day(day.year, day.month, day.day)
        if isinstance(counted, Rel) and counted.base == "ref" and explained is not None and self.now is not None:
            self.now = explained - dt.timedelta(days=counted.offset)
        fields = {name: value for name, value in meaning.first.items() if name not in ("day", "week", "weekday", "shift")}
        stated = cast(DateFields, {"year": day.year, "month": day.month, "day": day.day, **fields})
        known = cast(DateFields, {n: v for n, v in stated.items() if v is not None and (n != "year" or day.month is not None)})
        value = normalize(meaning._replace(first=known), Anchor(year_now=day.year))
        return value if isinstance(value, Refusal) else value._replace(implied={"day": ("document", day.start)})

    def _moved_clock(self, expression: Expression, is_compared: bool) -> Point | None:
        """The date that 去年 or 过去五年 counts from instead of the reference date: a dated quote or a compared result."""
        point = self.near
        if point is None or point.year is None or self.year is None or point.year >= self.year:
            return self._day_of_report(expression) if "stretch" in expression.meaning.first else None
        if is_compared:
            return None if self.near_is_counted and "same_stretch" not in expression.meaning.first else point  # 去年下半年，比去年上半年
        between = self.view[self.near_end : expression.start]
        is_stretch = "stretch" in expression.meaning.first
        if is_stretch and self.view[expression.end - 1] == "来":
            return point  # 1995年是18年来的高峰
        is_quoted = self.near_states_year and between.rfind("“") > between.rfind("”")
        return point if (is_stretch or is_quoted) and _REPORTED.search(between) else None

    def _day_of_report(self, expression: Expression) -> Point | None:
        """The day on which somebody says what happened in the 24 hours before: 9日通报，过去一天."""
        point, stretch = self.near, expression.meaning.first["stretch"]
        if point is None or point.day is None or stretch.unit not in ("day", "hour") or stretch.amount > 0:
            return None
        return point if _REPORTED.search(self.view, self.near_end, expression.start) else None

    def _in_report_season(self, expression: Expression, meaning: DateMeaning) -> DateMeaning:
        """年末 in a report of the first months is the end of the year before, unless its sentence has a year or looks ahead."""
        if meaning.rules != ("date.edge-year",) or self.near is not None or meaning.mod != "END":
            return meaning
        if self.now is None or self.now.month > _REPORT_SEASON or self.view.startswith("前", expression.end):
            return meaning
        if tells_ahead(self.view[max(0, expression.start - 14) : expression.start]):
            return meaning
        return meaning._replace(first={"year": Rel(-1, "ref")})

    def _of_what_happened(self, meaning: DateMeaning, end: int) -> DateMeaning:
        """“11·16”案 is named after a day that was, if need be of the year before."""
        month, day = meaning.first.get("month"), meaning.first.get("day")
        if self.now is None or meaning.rules[0] not in _NAMED_AFTER or "year" in meaning.first:
            return meaning
        if not isinstance(month, int) or not isinstance(day, int) or day > days_in_month(self.now.year, month):
            return meaning
        ahead = (dt.date(self.now.year, month, day) - self.now).days
        if ahead <= 0 or (ahead <= _SOON and not _MISHAP.match(self.view, end)):
            return meaning
        return meaning._replace(first={"year": Rel(-1, "ref"), **meaning.first})

    def _remember(self, expression: Expression, named: Point) -> None:
        """Note what an expression names."""
        start, end, meaning = expression
        year, month, day, _ = named
        if year is None and month is None:
            if day is not None:
                self._remember_day(meaning, Point(None, None, day, start))  # 18日…当天, in a text that tells no month
            return
        if year is not None and self.year is not None and year > self.year:
            return  # plans and targets do not move the clock
        if year is None and isinstance(told := meaning.first.get("year"), Rel) and told.base == "ref" and told.offset > 0:
            return
        self.last = point = Point(year, month, day, start)
        if self.view.startswith("以来", end):
            return  # 2021年2月以来的最低: told for comparison
        self.near = point
        self.near_end = end
        told = meaning.first.get("year")
        if isinstance(told, int):
            self.chronicle.tell(told)
        self.near_states_year, self.near_is_counted = isinstance(told, int), isinstance(told, Rel) and told.base == "ref"
        self.near_ends = 12 if meaning.mod == "END" and month is None else 0
        if day is not None and month is not None:
            self.by_day[day] = point
        if self.now is None and "year" in meaning.first and (period := period_named(meaning.first)) is not None:
            self.by_period[period] = point
        if day is not None:
            if tells_ahead(self.view[max(0, start - 14) : start]):
                self.coming.add(start)
            elif month is not None and (year is None or self.year is None or self.year - year < 2):
                self.earliest = earlier(self.earliest, point)
            self._remember_day(meaning, point)

    def _remember_day(self, meaning: DateMeaning, day: Point) -> None:
        """Note what 当天 means; neither the day of writing, as 今（22日） tells it in a story of another, nor a day told in passing."""
        if self.last_day is None or not ("date.relative-day-explained" in meaning.rules or self._is_told_in_passing(meaning, day)):
            self.last_day = day
            self.topic_day = self.topic_day or day

    def _is_told_in_passing(self, meaning: DateMeaning, day: Point) -> bool:
        """Whether a day of a year before only describes a thing: 3日，他就去年5月7日的事故道歉。"""
        last = self.last_day
        if "year" not in meaning.first or day.start is None or last is None or (last.year and (day.year is None or day.year >= last.year)):
            return False
        is_inside = self.view[day.start - 1 : day.start].isalpha()
        return is_inside and _DESCRIBES.match(self.view, self.position) is not None

    def _take_dateline(self, point: Point, is_told: bool) -> None:
        day = _day(point.year, point.month, point.day)
        if day is not None and self.now is not None and abs((day - self.now).days) <= _DATELINE_DRIFT:
            self.resumed = self.now if is_told else None
            self.now = day


def _is_counted_day(fields: DateFields) -> bool:
    """Whether fields are a day by its distance: 今天, 昨晚, 上周五, 周六."""
    return isinstance(fields["day"], Rel) if "day" in fields else "weekday" in fields


def _is_stated_range(expression: Expression) -> bool:
    """Whether an expression is a range of which both ends are told with their years."""
    first, last = expression.meaning.first, expression.meaning.last
    return last is not None and isinstance(first.get("year"), int) and isinstance(last.get("year"), int)


def _day(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    """A day of the years that `datetime` counts; None before them, after them, and where a part is open."""
    if year is None or month is None or day is None or not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, month, day)


def _is_told_against_another(fields: DateFields) -> bool:
    """Whether an expression is told against another (上年, 上季度): it leaves the topic where it was."""
    for value in fields.values():  # noqa: SIM110 - every date passes here, and a generator doubles the cost
        if isinstance(value, Rel) and value.base == "last" and value.offset < 0:
            return True
    return False


def _stated_days(dates: Sequence[Expression]) -> dict[tuple[int, int], Point]:
    """Month and day of every date that is told with its year; the latest year wins."""
    known: dict[tuple[int, int], Point] = {}
    for e in dates:
        year, month, day = e.meaning.first.get("year"), e.meaning.first.get("month"), e.meaning.first.get("day")
        if isinstance(year, int) and isinstance(month, int) and isinstance(day, int):
            other = known.get((month, day))
            if other is None or (other.year or 0) < year:
                known[month, day] = Point(year, month, day, e.start)
    return known
