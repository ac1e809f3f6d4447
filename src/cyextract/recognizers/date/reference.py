"""The document's clock when the caller gives none: a header, a dateline, or the latest day the text speaks of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from cyextract.recognizers.date.arithmetic import days_in_month
from cyextract.recognizers.date.compose import Expression
from cyextract.recognizers.date.fields import DateFields


@dataclass(frozen=True, slots=True)
class Reference:
    """The day a document was published, as far as it is known.

    `day` is None when only `year` could be told. `start` is the view offset of the mention it was read from, None when given.
    """

    day: dt.date | None
    year: int | None
    source: Literal["given", "header", "dateline", "text_date"] | None
    start: int | None = None


_HEADER_LABEL = re.compile(r"(?:发布|发表|更新|发稿|刊发|编辑)?(?:时间|日期)[: ]{1,3}$|[(（]$")
_HEADER_REACH = 600  # code points: headers stand at the top
_TOP = 120  # a day with a clock time up here is when the page went up, further down it may be told
_DATELINE_AFTER = re.compile(r"(?:上午|下午|晚间?|凌晨)?(?:电|讯|消息|综合报道|专电|报道|公告)")
_DATELINE_OPENS, _DATELINE_ENDS = frozenset("上下晚凌电讯消综专报公"), frozenset("讯电 ")
_DATELINE_BEFORE = re.compile(r"(?:本报|快|网|专|综合)(?:讯|电) ?$")
_FUTURE_BEFORE = re.compile(r"(?:到|至|力争|预计|计划|目标|将于|将在|拟于|争取|有望|确保)(?:在|于)?$")
_FUTURE_AFTER = re.compile("起?(?:施行|实施|生效|执行|起[，,][^，。\n]{0,6}将)|前(?:完成|建成|实现|提供)|[^，。\n]{0,4}(?:生效实施|起施行)")
_HISTORY_BEFORE = re.compile(r"(?:自|成立于|创立于|始建于|建于)$")
_HISTORY_AFTER = re.compile("以来|成立|创立|创办|建成")
_LINE_END = re.compile(r"[ \t]*(?:\d{1,2}:\d\d(?::\d\d)?)?[ \t)）]*(?:\n|$|来源|  )")


def infer_reference(view: str, dates: Sequence[Expression], title_dates: Sequence[Expression]) -> Reference:
    """Find out when a document was written, from its own dates.

    Args:
        view: the reading view.
        dates: the document's date expressions in text order.
        title_dates: expressions inside 《…》 titles; their years count as evidence too.
    """
    told: list[Expression] = []
    ahead: list[Expression] = []
    for e in dates:
        (ahead if _speaks_of_future(view, e) else told).append(e)
    in_titles = [e for e in title_dates if not _speaks_of_future(view, e)]
    year, year_start = _explained_year(view) or _latest_past_year(view, [*told, *in_titles])
    year = _year_of_weekdays(dates, year)
    header = _header(view, dates)
    if header is not None:
        return header
    dateline = _dateline(view, dates, year)
    if dateline is not None:
        return dateline
    if year is None:
        return Reference(None, None, None)
    days = _days_of(told, year)
    announced = min((day for e in ahead if (day := _full_day(e.meaning.first))), default=None)
    if announced is not None and days and min(days)[0] > announced:
        year -= 1  # 12月21日 … 2024年1月1日起将: written before what it announces
        days = _days_of(told, year)
    if not days:
        return Reference(None, year, "text_date", year_start)
    day, start = max(days)
    return Reference(day, year, "text_date", start)


def is_dateline(view: str, expression: Expression) -> bool:
    """Whether an expression dates the report itself (新华社北京1月2日电, 6月12日消息)."""
    if not isinstance(expression.meaning.first.get("day"), int):
        return False
    if (
        view[expression.end : expression.end + 1] not in _DATELINE_OPENS
        and view[expression.start - 1 : expression.start] not in _DATELINE_ENDS
    ):
        return False
    return bool(
        _DATELINE_AFTER.match(view, expression.end) or _DATELINE_BEFORE.search(view[max(0, expression.start - 12) : expression.start])
    )


def _full_day(fields: DateFields) -> dt.date | None:
    year, month, day = fields.get("year"), fields.get("month"), fields.get("day")
    if isinstance(year, int) and isinstance(month, int) and isinstance(day, int) and 1 <= year <= 9999:
        return dt.date(year, month, day)
    return None


def _day_in_year(fields: DateFields, year: int) -> dt.date | None:
    """The day of an expression that states this year, or none at all."""
    month, day = fields.get("month"), fields.get("day")
    if fields.get("year", year) != year or not isinstance(month, int) or not isinstance(day, int):
        return None
    return dt.date(year, month, day) if day <= days_in_month(year, month) else None


def _days_of(dates: Sequence[Expression], year: int) -> list[tuple[dt.date, int]]:
    """The days of a year, with their offsets."""
    return [(day, e.start) for e in dates if (day := _day_in_year(e.meaning.first, year))]


def _header(view: str, dates: Sequence[Expression]) -> Reference | None:
    for e in dates:
        if e.start > _HEADER_REACH:
            return None
        day = _full_day(e.meaning.first)
        if day is None or e.meaning.last is not None:
            continue
        before = view[max(0, e.start - 10) : e.start]
        own_line = before.rstrip(" ").endswith("\n") or e.start == 0
        if _HEADER_LABEL.search(before) or ("hour" in e.meaning.first and e.start < _TOP) or (own_line and _LINE_END.match(view, e.end)):
            return Reference(day, day.year, "header", e.start)
    return None


def _dateline(view: str, dates: Sequence[Expression], year: int | None) -> Reference | None:
    for e in dates:
        if e.start > _HEADER_REACH:
            return None
        if e.meaning.last is not None or not is_dateline(view, e):
            continue
        day = _full_day(e.meaning.first)
        if day is None:
            known = next((full for other in dates if (full := _full_day(other.meaning.first)) and _same_day(e.meaning.first, full)), None)
            day = known or (_day_in_year(e.meaning.first, year) if year is not None else None)
        if day is not None:
            return Reference(day, day.year, "dateline", e.start)
    return None


def _same_day(fields: DateFields, day: dt.date) -> bool:
    return fields.get("month") == day.month and fields.get("day") == day.day


def _latest_past_year(view: str, dates: Sequence[Expression]) -> tuple[int | None, int | None]:
    """The latest year of dates that are told as present or past, and where."""
    best: tuple[int | None, int | None] = (None, None)
    for e in dates:
        year = e.meaning.first.get("year")
        if not isinstance(year, int) or not 1900 <= year <= 2100 or _speaks_of_history(view, e):
            continue
        if "date.year-bare" in e.meaning.rules:
            continue  # part of a name, which may look ahead (“2030启航计划”)
        if best[0] is None or year > best[0]:
            best = (year, e.start)
    return best


_WEEKDAY_REACH = 4  # code points between a day and the weekday that explains it: 8月31日（周五）
_WEEKDAY_YEARS = (0, 1, -1, 2, 3)  # a weekday comes back to its date after five or six years, so these fit at most once


def _year_of_weekdays(dates: Sequence[Expression], year: int | None) -> int | None:
    """The year closest to `year` in which the days of the text fall on the weekdays that stand beside them."""
    pairs = [pair for first, second in pairwise(dates) if (pair := _day_and_weekday(first, second))]
    pairs += [pair for e in dates if (pair := _day_and_weekday(e, e))]
    if year is None or not pairs:
        return year
    for offset in _WEEKDAY_YEARS:
        days = [(_day_in_year({"month": month, "day": day}, year + offset), weekday) for month, day, weekday in pairs]
        if all(found is not None and found.isoweekday() == weekday for found, weekday in days):
            return year + offset
    return year


def _day_and_weekday(first: Expression, second: Expression) -> tuple[int, int, int] | None:
    """Month, day and weekday, where a day without a year is explained by the weekday right behind it."""
    fields, weekday = first.meaning.first, second.meaning.first.get("weekday")
    month, day = fields.get("month"), fields.get("day")
    if "year" in fields or weekday is None or weekday > 7 or "week" in second.meaning.first:
        return None
    if not isinstance(month, int) or not isinstance(day, int) or second.start - first.end > _WEEKDAY_REACH:
        return None
    return month, day, weekday


_EXPLAINED = re.compile(r"(?P<word>今|去|明|前|后)年 ?\((?P<year>(?:19|20)\d\d)年?\)")
_YEARS_FROM_NOW = {"今": 0, "去": -1, "明": 1, "前": -2, "后": 2}


def _speaks_of_history(view: str, expression: Expression) -> bool:
    """Whether an expression only dates what began long ago (自1951年以来, 2008年成立)."""
    before = view[max(0, expression.start - 3) : expression.start]
    return _HISTORY_BEFORE.search(before) is not None or _HISTORY_AFTER.match(view, expression.end) is not None


def _explained_year(view: str) -> tuple[int, int] | None:
    """The year of writing where the text explains it: 明年（2025年）was written in 2024."""
    found = _EXPLAINED.search(view)
    return (int(found["year"]) - _YEARS_FROM_NOW[found["word"]], found.start()) if found else None


def _speaks_of_future(view: str, expression: Expression) -> bool:
    before = view[max(0, expression.start - 5) : expression.start]
    return _FUTURE_BEFORE.search(before) is not None or _FUTURE_AFTER.match(view, expression.end) is not None
