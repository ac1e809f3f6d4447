"""Parts of a year: which one a date names, whether a text tells of the last ones of a year, and whether one has only begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cyextract.recognizers.date.anchor import NormalizedDate, Point
from cyextract.recognizers.date.compose import Expression
from cyextract.recognizers.date.fields import DateFields, Rel
from cyextract.recognizers.date.timex import covered_days

_THIRDS = 3  # of a part of a year


def late_in(year: int, dates: Sequence[Expression]) -> Point | None:
    """The last months of the year before, where a text tells of them and of none of this year but the first: it was written early.

    Months without a year are then those of the year before: 去年12月 … 。10月份.
    """
    late = None
    for start, _, meaning in dates:
        told, period = meaning.first.get("year"), period_named(meaning.first)
        if period is None or told is None:
            continue
        if told == year or told == Rel(-1, "ref"):
            late = late or (Point(year, start=start) if period in _LAST else None)
        elif (told == year + 1 or told == Rel(0, "ref")) and period not in EARLY:
            return None
    return late


_LAST = frozenset((*(("month", month) for month in range(10, 13)), ("quarter", 4)))
LATE = frozenset((*_LAST, *(("month", month) for month in range(7, 10)), ("quarter", 3)))
EARLY = frozenset((*(("month", month) for month in range(1, 5)), ("quarter", 1)))


def period_named(fields: DateFields) -> tuple[str, object] | None:
    """The month or quarter that a date names, if it names no day of it."""
    if "day" in fields:
        return None
    for name in ("month", "quarter"):
        number = fields.get(name)
        if isinstance(number, int):
            return name, number
    return None


def goes_on(late: int, fields: DateFields, now: dt.date | None) -> bool:
    """Whether an early month or quarter lies behind a late month of the year before: 去年12月立案，1月开庭."""
    month = 1 if fields.get("quarter") == 1 else fields.get("month")
    if late <= _HALF_YEAR or "year" in fields or not isinstance(month, int):
        return False
    return month <= (_SPRING if now is None else min(_SPRING, now.month))


_SPRING, _HALF_YEAR = 4, 6  # months


def has_just_begun(stretch: NormalizedDate, now: dt.date | None) -> bool:
    """Whether a part of the year lies ahead as good as whole, so that no result of it can be compared: 下半年, in July."""
    days = None if now is None or stretch.granularity == "year" else covered_days(stretch.value)
    if days is None or now is None:
        return False
    first, last = map(dt.date.fromisoformat, days)
    return last > now and (now - first) * _THIRDS < last - first
