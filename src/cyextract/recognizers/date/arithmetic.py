"""Calendar arithmetic: lengths of months, months that leave their year, distances. Nothing leaves the years 1 to 9999."""

from __future__ import annotations

import datetime as dt

from cyextract.recognizers.date.fields import DateFields, Shift

LEAP_YEAR = 2000
"""It stands in for an open year: only the months and days of what is counted in it are kept."""


def days_in_month(year: int | None, month: int) -> int:
    """Length of a month; February has 29 days when the year is open."""
    if month == 2:
        return 29 if year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_possible(fields: DateFields) -> bool:
    """Whether the day of the month can be in the month: no 2月30日."""
    month, day, year = fields.get("month"), fields.get("day"), fields.get("year")
    if isinstance(month, int) and isinstance(day, int):
        return day <= days_in_month(year if isinstance(year, int) else None, month)
    return True


def within_calendar(year: int) -> int | None:
    """A year that was counted, not stated; None outside 1 to 9999: nobody means those."""
    return year if dt.MINYEAR <= year <= dt.MAXYEAR else None


def wrap_month(month: int) -> tuple[int, int]:
    """(years to carry, month 1-12) of a month number that has left the year."""
    return (month - 1) // 12, (month - 1) % 12 + 1


def move(day: dt.date, shift: Shift) -> dt.date:
    """A day moved by a distance; in a shorter month the last day stands in (31 March less a month is 28 February).

    Raises:
        OverflowError, ValueError: it leaves the years 1 to 9999.
    """
    if shift.unit in ("day", "week"):
        return day + dt.timedelta(days=shift.amount * (7 if shift.unit == "week" else 1))
    if shift.unit == "hour":
        return day + dt.timedelta(days=shift.amount // 24)
    carry, month = wrap_month(day.month + {"month": 1, "quarter": 3, "year": 12}[shift.unit] * shift.amount)
    year = day.year + carry
    return dt.date(year, month, min(day.day, days_in_month(year, month)))
