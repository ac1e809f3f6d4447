"""The days that holidays name, and lunar dates as solar ones: the calendar, and the values of such dates.

Lunar dates and solar terms come from borax (MIT; 1900 to 2100). Fixed days follow the State Council's regulation on public holidays
(全国年节及纪念日放假办法) and the United Nations' list of international days; the days off are its general scheme, since each
year's notice shifts them by a day or two.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from cyextract.recognizers.date.anchor import Inference, Point, Value
from cyextract.recognizers.date.arithmetic import within_calendar
from cyextract.recognizers.date.fields import NO_SUCH_DAY, THIRDS, DateFields
from cyextract.recognizers.date.timex import write_day
from cyextract.recognizers.date.years import year_of

_EVE = 31  # days before a holiday of the next year from which it is meant
_HALF_YEAR = 183  # days
_COMING = 92  # the same where the last one is more than half a year ago: 春节 from November on is the next one
_EVE_IS_OFF, _EVE_IS_NOT = 2008, (2014, 2024)  # from when on the days off of the Spring Festival begin on its eve, and when they did not
_EIGHT_DAYS = 2024  # from when on they are eight
_FIXED: dict[str, tuple[int, int]] = {
    "new_year": (1, 1), "valentine": (2, 14), "girls": (3, 7), "women": (3, 8), "arbor": (3, 12), "consumer": (3, 15),
    "april_fools": (4, 1), "earth_day": (4, 22), "book_day": (4, 23), "labour": (5, 1), "youth": (5, 4), "nurse": (5, 12),
    "children": (6, 1), "environment": (6, 5), "party_day": (7, 1), "hk_return": (7, 1), "army_day": (8, 1), "teacher": (9, 10),
    "national_day": (10, 1), "halloween": (10, 31), "journalist": (11, 8), "singles": (11, 11), "constitution": (12, 4),
    "memorial": (12, 13), "macau_return": (12, 20), "christmas_eve": (12, 24), "christmas": (12, 25),
}  # fmt: skip
_LUNAR: dict[str, tuple[int, int]] = {
    "spring_festival": (1, 1), "lantern": (1, 15), "dragon_boat": (5, 5), "qixi": (7, 7), "zhongyuan": (7, 15), "mid_autumn": (8, 15),
    "double_ninth": (9, 9), "laba": (12, 8),
}  # fmt: skip
# (month, weekday with Monday 0, which one): the second Sunday of May.
_NTH_WEEKDAY: dict[str, tuple[int, int, int]] = {"mother": (5, 6, 2), "father": (6, 6, 3), "thanksgiving": (11, 3, 4)}
HOLIDAYS = frozenset((*_FIXED, *_LUNAR, *_NTH_WEEKDAY, "new_year_eve", "qingming", "easter"))
"""The names that a rule's table may give."""


def holiday_day(name: str, year: int) -> dt.date | None:
    """The day of a holiday in a year; None where the calendar library does not reach or the name is unknown.

    >>> holiday_day("spring_festival", 2021)
    datetime.date(2021, 2, 12)
    """
    if name in _FIXED:
        return dt.date(year, *_FIXED[name])
    if name in _LUNAR:
        return lunar_day(year, *_LUNAR[name])
    if name in _NTH_WEEKDAY:
        month, weekday, nth = _NTH_WEEKDAY[name]
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    if name == "new_year_eve":
        festival = holiday_day("spring_festival", year)
        return festival and festival - dt.timedelta(days=1)
    if name == "qingming":
        return _solar_term("清明", year)
    if name.startswith("term:"):
        return _solar_term(name[5:], year)
    if name == "easter":
        return _easter(year)
    return None


def check_holiday(name: str) -> None:
    """Raises ValueError for a name that no holiday has here."""
    if name not in HOLIDAYS:
        raise ValueError(f"no holiday is called {name!r}; see cyextract.recognizers.date.holidays")


def fixed_day(name: str) -> tuple[int, int] | None:
    """Month and day of a holiday that never moves."""
    return _FIXED.get(name)


def holiday_leave(name: str, year: int) -> tuple[dt.date, dt.date] | None:
    """First and last day off around a holiday, by the general scheme of that year."""
    day = holiday_day(name, year)
    if day is None:
        return None
    if name == "national_day":
        length = 7
    elif name == "labour":
        length = 5 if year >= 2020 else 3 if year >= 2008 else 7
        day -= dt.timedelta(days={0: 2, 6: 1}.get(day.weekday(), 0) if length == 3 else 0)
    elif name == "spring_festival":
        day -= dt.timedelta(days=year >= _EVE_IS_OFF and year not in _EVE_IS_NOT)
        length = 8 if year >= _EIGHT_DAYS else 7
    else:
        length = 3
        day -= dt.timedelta(days={0: 2, 6: 1}.get(day.weekday(), 0))  # a Sunday or Monday goes with the weekend before it
    return day, day + dt.timedelta(days=length - 1)


@lru_cache(maxsize=4096)
def lunar_day(year: int, month: int, day: int) -> dt.date | None:
    """The solar date of a lunar one; a negative month is a leap month. None where there is no such day or no table for it."""
    from borax.calendars.lunardate import InvalidLunarDateError, LunarDate  # lazy: 20 ms, and few texts need it

    try:
        found: dt.date = LunarDate(year, abs(month), day, 1 if month < 0 else 0).to_solar_date()
    except (InvalidLunarDateError, ValueError):
        return None
    return found


def lunar_month(year: int, month: int) -> tuple[dt.date, dt.date] | None:
    """First and last solar day of a lunar month."""
    first = lunar_day(year, month, 1)
    last = lunar_day(year, month, 30) or lunar_day(year, month, 29)
    return (first, last) if first and last else None


def _solar_term(name: str, year: int) -> dt.date | None:
    from borax.calendars.lunardate import TermUtils

    if not 1901 <= year <= 2099:
        return None
    day = TermUtils.day_start_from_term(year, name)
    return dt.date(day.year, day.month, day.day)


def _easter(year: int) -> dt.date:
    """Gregorian Easter Sunday (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def normalize_holiday(fields: DateFields, inference: Inference) -> Value:
    """国庆节, 国庆假期."""
    name = fields["holiday"]
    year = _year_of_holiday(fields, name, inference)
    if year is None and name == "national_day" and "holiday_span" in fields:
        return inference.value("XXXX-10-01/XXXX-10-07", "range", Point(None, 10))  # a week in every year
    if year is None:
        return inference.value(write_day(None, *(fixed_day(name) or (None, None))), "day")
    leave = holiday_leave(name, year) if "holiday_span" in fields else None
    if leave is not None:
        return inference.value(f"{leave[0].isoformat()}/{leave[1].isoformat()}", "range", Point(year, leave[0].month))
    day = holiday_day(name, year)
    return inference.on(Point(year) if day is None else Point(day.year, day.month, day.day))


def _year_of_holiday(fields: DateFields, name: str, inference: Inference) -> int | None:
    near, now = inference.anchor.near, inference.anchor.now
    if "year" in fields:
        return year_of(fields, inference)
    if near is not None and near.year is not None:
        inference.imply("year", near)
        is_day = near.month is not None and near.day is not None and 0 < near.year < dt.MAXYEAR
        return near.year + (is_day and _is_next_one(name, dt.date(near.year, near.month or 1, near.day or 1)))
    if now is None:
        return year_of(fields, inference)
    day = holiday_day(name, now.year)
    if day is None:
        return year_of(fields, inference)
    if inference.anchor.is_entry:
        inference.imply("year")
        return within_calendar(now.year + (day < now))
    if _is_next_one(name, now):
        inference.imply("year")
        return within_calendar(now.year + 1)
    return year_of(fields, inference, day.month, day.day)


def _is_next_one(name: str, day: dt.date) -> bool:
    """Whether a holiday told on a day is that of the next year: on New Year's Eve, 元旦 is tomorrow."""
    this, coming = holiday_day(name, day.year), holiday_day(name, day.year + 1)
    if this is None or coming is None:
        return False
    ago, ahead = (day - this).days, (coming - day).days
    return ago > _EVE and ahead <= (_COMING if ago > _HALF_YEAR else _EVE)


def normalize_lunar(fields: DateFields, inference: Inference) -> Value:
    """农历八月十五, 腊月; the years are those that borax tables."""
    month = fields["lunar_month"]
    year = year_of(fields, inference, abs(month) + 1 if abs(month) < 12 else 1)
    if year is None:
        return inference.value("XXXX-XX-XX", "day")
    if "year" not in fields and abs(month) >= 11:
        year = _lunar_year_of_winter(year, month, fields.get("lunar_day", 1), inference.anchor.now)
    if "lunar_day" in fields:
        day = lunar_day(year, month, fields["lunar_day"])
        return NO_SUCH_DAY if day is None else inference.on(Point(day.year, day.month, day.day))
    span = lunar_month(year, month)
    if span is None:
        return NO_SUCH_DAY
    first, last = span
    if "xun" in fields:
        opens, closes = THIRDS[fields["xun"]]
        last = min(last, first + dt.timedelta(days=10 * closes - 1))
        first += dt.timedelta(days=10 * (opens - 1))
    return inference.value(f"{first.isoformat()}/{last.isoformat()}", "range", Point(first.year, first.month))


def _lunar_year_of_winter(year: int, month: int, day: int, now: dt.date | None) -> int:
    """腊月 of a lunar year mostly falls into the next January: take the one closest to the reference date."""
    if now is None:
        return year
    days = {y: lunar_day(y, month, day) for y in (year - 1, year)}
    return min(days, key=lambda y: abs((found - now).days) if (found := days[y]) else 10**6)
