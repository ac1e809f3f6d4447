"""Calendar arithmetic: months that leave their year, distances, and the year of a day that has none."""

from __future__ import annotations

import datetime as dt

from cyextract.recognizers.date.anchor import Anchor, Impossible
from cyextract.recognizers.date.fields import Shift, days_in_month

# News looks back: a day or month without a year lies in the reference year unless that is more than half a year ahead.
_LOOK_AHEAD_DAYS = 183


def wrap_month(month: int) -> tuple[int, int]:
    """(years to carry, month 1-12) of a month number that has left the year."""
    return (month - 1) // 12, (month - 1) % 12 + 1


def write_week(monday: dt.date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year:04d}-W{week:02d}"


def move(day: dt.date, shift: Shift) -> dt.date:
    """A day moved by a distance; in a shorter month the last day stands in (31 March less a month is 28 February)."""
    if shift.unit in ("day", "week"):
        return day + dt.timedelta(days=shift.amount * (7 if shift.unit == "week" else 1))
    if shift.unit == "hour":
        return day + dt.timedelta(days=shift.amount // 24)
    months = {"month": 1, "quarter": 3, "year": 12}[shift.unit] * shift.amount
    carry, month = wrap_month(day.month + months)
    year = day.year + carry
    if not 1 <= year <= 9999:
        raise Impossible
    return dt.date(year, month, min(day.day, days_in_month(year, month)))


def year_near(now: dt.date, month: int | None, day: int | None, months_end: int | None, anchor: Anchor) -> int:
    """The year of a month and day that have none, seen from `now`."""
    if month is None:
        return now.year
    if months_end is not None and month == 1 and months_end > now.month and not anchor.ahead:
        return now.year - 1  # 前11个月 told in January is last year's
    here = dt.date(now.year, month, min(day or 1, days_in_month(now.year, month)))
    distance = (here - now).days
    if distance > _LOOK_AHEAD_DAYS and not anchor.ahead and not anchor.alone:
        return now.year - 1
    if distance < -_LOOK_AHEAD_DAYS and (anchor.ahead or (anchor.alone and day is not None)):
        return now.year + 1
    return now.year
