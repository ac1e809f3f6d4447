"""TIMEX3 values: writing them, and the days they cover."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from cyextract.recognizers.date.arithmetic import days_in_month, within_calendar

SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")
_DECADE = re.compile(r"(\d{3})X")
_CENTURY = re.compile(r"(\d\d)XX")
_PART = re.compile(r"(\d{4})-(?:Q([1-4])|H([12])|(SP|SU|FA|WI))")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")


def write_year(year: int | None) -> str:
    """Four digits, XXXX for an open year, a sign before the year 0 (ISO 8601: 0000 is 1 BCE)."""
    if year is None:
        return "XXXX"
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def write_month(year: int | None, month: int | None) -> str:
    """A month; open parts are X."""
    return f"{write_year(year)}-{'XX' if month is None else f'{month:02d}'}"


def write_week(day: dt.date) -> str:
    """The week of a day, as ISO 8601 counts them."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def write_day(year: int | None, month: int | None, day: int | None) -> str:
    """A calendar day; open parts are X."""
    if year and month and day and year > 0:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return f"{write_month(year, month)}-{'XX' if day is None else f'{day:02d}'}"


_YEAR_OF = re.compile(r"(?:^|(?<=/))(?:\d{4}|XXXX)")


def move_to_year(value: str, year: int | None) -> str:
    """The same part of another year; a stretch over New Year ends in it. 29 February becomes 28 February where there is none.

    >>> move_to_year("2018-11/2019-02", 2017), move_to_year("2020-02-29", 2019), move_to_year("XXXX-Q1", 2019)
    ('2016-11/2017-02', '2019-02-28', '2019-Q1')
    >>> move_to_year("XXXX-11/XXXX-02", 2017), move_to_year("XXXX-11/XXXX-02", 1)
    ('2016-11/2017-02', 'XXXX-11/0001-02')
    """
    years = _YEAR_OF.findall(value)

    def moved(match: re.Match[str]) -> str:
        if year is None:
            return "XXXX"
        return write_year(year if "XXXX" in years else year + int(match[0]) - int(years[-1]))

    found = _YEAR_OF.sub(moved, value)
    if year is not None and "XXXX" in years and (days := covered_days(found)) and days[0] > days[1]:
        first, last = found.split("/")
        found = f"{move_to_year(first, within_calendar(year - 1))}/{last}"
    return found.replace("-02-29", "-02-28") if year is not None and days_in_month(year, 2) < 29 else found


@lru_cache(maxsize=8192)
def covered_days(value: str) -> tuple[str, str] | None:
    """First and last day of a value, ISO 8601, both inclusive; None where its year is open, before year 1, or it names no day.

    >>> covered_days("2021-Q1")
    ('2021-01-01', '2021-03-31')
    """
    if "/" in value:
        first, last = value.split("/", 1)
        ends = covered_days(first), covered_days(last)
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] else None
    try:
        return _covered(value)
    except (ValueError, OverflowError):  # no such day, or a year outside 1 to 9999
        return None


def _covered(value: str) -> tuple[str, str] | None:
    if m := _DAY.fullmatch(value):
        day = dt.date(int(m[1]), int(m[2]), int(m[3])).isoformat()
        return day, day
    if m := _MONTH.fullmatch(value):
        return _months(int(m[1]), int(m[2]), int(m[1]), int(m[2]))
    if _YEAR.fullmatch(value):
        return _months(int(value), 1, int(value), 12)
    if m := _DECADE.fullmatch(value):
        return _months(int(m[1]) * 10, 1, int(m[1]) * 10 + 9, 12)
    if m := _CENTURY.fullmatch(value):
        return _months(int(m[1]) * 100, 1, int(m[1]) * 100 + 99, 12)
    if m := _PART.fullmatch(value):
        year = int(m[1])
        if m[4]:
            first, last = SEASON_MONTHS[m[4]]
            return _months(year, first, year + (last < first), last)
        size, index = (3, int(m[2])) if m[2] else (6, int(m[3]))
        return _months(year, size * (index - 1) + 1, year, size * index)
    if m := _WEEK.fullmatch(value):
        monday = dt.date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return (monday + dt.timedelta(days=5 if m[3] else 0)).isoformat(), (monday + dt.timedelta(days=6)).isoformat()
    return None


def _months(year: int, month: int, last_year: int, last_month: int) -> tuple[str, str] | None:
    if year < 1 or last_year > 9999:
        return None
    return f"{year:04d}-{month:02d}-01", f"{last_year:04d}-{last_month:02d}-{days_in_month(last_year, last_month):02d}"
