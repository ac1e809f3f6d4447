"""The value of a date expression, read against an anchor: which year 去年 is, which year `6月4日` falls in, what 次日 follows.

One function `normalize_…` for each kind of date; the description of a field says which is in charge where it is the finest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import TypeGuard, cast

from cyextract.recognizers.candidate import Refusal
from cyextract.recognizers.date import durations, holidays, years
from cyextract.recognizers.date.anchor import Anchor, Inference, NormalizedDate, Point, Value
from cyextract.recognizers.date.arithmetic import LEAP_YEAR, days_in_month, move, within_calendar, wrap_month
from cyextract.recognizers.date.fields import FIELDS, LEVEL, NO_SUCH_DAY, PLAIN, THIRDS, DateFields, DateMeaning, Rel
from cyextract.recognizers.date.timex import covered_days, write_month, write_week, write_year
from cyextract.recognizers.date.years import month_of, year_of

_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31
_JUST_NOW = 1  # days
_MIDWEEK = 3  # days of a week of which one looks back to the weekend
_HAPPENED = ("后", "之日")  # what 次日 stands behind without a day of its own
_FORTNIGHT = 15  # a day further ahead than this is one of the month before
_SOME_DAYS = 7
_RECENT_MONTHS = 3  # a day this close to the reference date is still the story that `9日` goes on with


def is_stated(meaning: DateMeaning) -> bool:
    """Whether a meaning says all that its value needs: 2021年3月, in any document."""
    first = meaning.first
    if meaning.last is not None or "year" not in first or not PLAIN.issuperset(first):
        return False
    for value in first.values():  # noqa: SIM110 - every date passes here, and a generator doubles the cost
        if isinstance(value, Rel):
            return False
    return True


def normalize_stated(meaning: DateMeaning) -> Value:
    """Value of a meaning of which `is_stated` holds. The same dates are told again and again: remembering them saves 2 % of all time."""
    return _stated_value(tuple(meaning.first.items()))


@lru_cache(maxsize=8192)
def _stated_value(fields: tuple[tuple[str, object], ...]) -> Value:
    return normalize(DateMeaning(cast(DateFields, dict(fields))), Anchor())


def normalize(meaning: DateMeaning, anchor: Anchor) -> Value:
    """Value of a meaning, or `NO_SUCH_DAY`."""
    first, last = meaning.first, meaning.last
    try:
        if last is None:
            return _value(first, Inference(anchor))
        end = last.get("month") if "month" in first and "day" not in first else None
        start = _value(first, Inference(anchor, end if isinstance(end, int) else None))
        if isinstance(start, Refusal):
            return start
        if last.keys() == {"weekday"} and (day := _weekday_after(start.point, last["weekday"])) is not None:
            last = day  # 本周三至周五: of the same week
        return _range(start, _value(_in_year_of(start.point, last), Inference(anchor)))
    except (OverflowError, ValueError):  # arithmetic left the years 1 to 9999
        return NO_SUCH_DAY


def _weekday_after(start: Point, weekday: int) -> DateFields | None:
    """The first such weekday after a day that is known."""
    if start.year is None or start.month is None or start.day is None or weekday > 7:
        return None
    day = dt.date(start.year, start.month, start.day)
    day += dt.timedelta(days=(weekday - day.isoweekday()) % 7)
    return {"year": day.year, "month": day.month, "day": day.day}


def _range(first: NormalizedDate, last: Value) -> Value:
    if isinstance(last, Refusal) or (first.value == last.value and first.value != write_year(None)):  # 前年至去年: two open years
        return NO_SUCH_DAY
    # An interval as an end (5月上旬) gives its first or last day.
    value = f"{first.value.split('/')[0]}/{last.value.split('/')[-1]}"
    days = covered_days(value)
    if days is not None and days[0] > days[1]:
        return NO_SUCH_DAY
    return NormalizedDate(value, "range", last.point, {**first.implied, **last.implied, **first.implied})


def _in_year_of(start: Point, last: DateFields) -> DateFields:
    """The end of a range in the year of its start, or in the next when it would lie before it (12月28日至1月3日)."""
    if start.year is None or "week" in last or isinstance(last.get("month", 0), Rel) or any(LEVEL[n] <= LEVEL["year"] for n in last):
        return last
    month, day = last.get("month", start.month), last.get("day", 31)
    if not isinstance(month, int) or not isinstance(day, int) or start.month is None:
        return {"year": start.year, **last}
    if "month" not in last and start.day is not None and day < start.day:  # 28日至3日 passes into the next month
        carry, month = wrap_month(month + 1)
        return {"year": start.year + carry, "month": month, **last}
    year = start.year + ((month, day) < (start.month, start.day or 0))
    if year > dt.MAXYEAR:
        raise OverflowError
    return {"year": year, **last}


def _value(fields: DateFields, inference: Inference) -> Value:
    """Value of one date."""
    if not fields:
        return NO_SUCH_DAY  # 8点至4月: a time of no day
    if "shift" in fields and len(fields) > 1:
        return _value_at_distance(fields, inference)
    return _IN_CHARGE[max(fields, key=LEVEL.__getitem__)](fields, inference)


def _value_at_distance(fields: DateFields, inference: Inference) -> Value:
    """20年前的今天, 两个月后的3月13日: a date seen from where a distance leads."""
    shift, rest = fields["shift"], _without(fields, "shift")
    if shift.amount > 0 and fields.get("day") == Rel(0, "ref"):
        return _value(rest, inference)  # 20年后的今天 is today, seen from then
    base, origin = durations.base_of(shift, inference)
    if base is None:
        year = inference.anchor.year_now
        if shift.unit != "year" or year is None:
            return durations.open_distance(shift, inference)
        inference.imply("year")
        found = _value(rest, Inference(Anchor(None, within_calendar(year + shift.amount))))  # 两年前的今天, where the year alone is known
        return found if isinstance(found, Refusal) else found._replace(implied=inference.implied)
    day = move(base, shift)
    is_year_open = origin is not None and origin.year is None
    point = Point(None if is_year_open else day.year, day.month, day.day, origin.start if origin else None)
    anchor = inference.anchor
    there = Inference(Anchor(None if is_year_open else day, point.year, anchor.now_source, anchor.now_start, point, point, point))
    found = _value(rest, there)
    return found if isinstance(found, Refusal) else found._replace(implied=inference.implied)


def _without(fields: DateFields, *names: str) -> DateFields:
    return cast(DateFields, {name: value for name, value in fields.items() if name not in names})


def normalize_part_of_month(fields: DateFields, inference: Inference) -> Value:
    """5月上旬, 5月中下旬, 上半月."""
    if "lunar_month" in fields:
        return holidays.normalize_lunar(fields, inference)
    year, month = month_of(fields, inference)
    size, (first, index) = (10, THIRDS[fields["xun"]]) if "xun" in fields else (15, (fields["half_month"],) * 2)
    last = 30 if month is None else days_in_month(year, month)
    last = last if size * index == 30 else size * index
    written = write_month(year, month)
    return inference.value(f"{written}-{size * (first - 1) + 1:02d}/{written}-{last:02d}", "range", Point(year, month))


def normalize_nth_weekday(fields: DateFields, inference: Inference) -> Value:
    """十月第一个星期一, 最后一个周三."""
    year, month = month_of(fields, inference)
    nth, weekday = fields["nth_weekday"]
    if year is None or month is None:
        return inference.on(Point(year, month))
    days = [day for day in range(1, days_in_month(year, month) + 1) if dt.date(year, month, day).isoweekday() == weekday]
    if nth > len(days):
        return NO_SUCH_DAY
    return inference.on(Point(year, month, days[nth - 1 if nth > 0 else nth]))


def normalize_day(fields: DateFields, inference: Inference) -> Value:
    """6月4日, 9日, 今天, 次日."""
    day = fields["day"]
    if isinstance(day, Rel):
        found = _counted_day(day, inference)
    elif "month" in fields:
        year, month = _month_of_day(fields, day, inference)
        found = Point(year, month, day)
    else:
        found = _bare_day(day, inference)
    if found.month is not None and found.day is not None and found.day > days_in_month(found.year, found.month):
        return NO_SUCH_DAY
    return inference.on(found)


def _month_of_day(fields: DateFields, day: int, inference: Inference) -> tuple[int | None, int | None]:
    month = fields["month"]
    if isinstance(month, Rel):
        return month_of(fields, inference)
    year = year_of(fields, inference, month, day)
    if month == 2 and day == 29 and "year" not in fields:
        while year is not None and days_in_month(year, 2) < 29:
            year = within_calendar(year - 1)
    return year, month


def _counted_day(rel: Rel, inference: Inference) -> Point:
    anchor = inference.anchor
    base = anchor.last_day if rel.base == "last" else anchor.today
    if base is not None and base.day is not None and base.month is not None:
        inference.imply("day", base)
        moved = dt.date(base.year or LEAP_YEAR, base.month, base.day) + dt.timedelta(days=rel.offset)
        return Point(None if base.year is None else moved.year, moved.month, moved.day)
    near = anchor.near
    if base is None and rel == Rel(0, "last") and near is not None and near.month is not None:
        inference.imply("month", near)
        return Point(near.year, near.month)  # 4月查获一案，当日…: some day of it
    if anchor.now is None:
        day = None if base is None or base.day is None else base.day + rel.offset  # 昨日 beside 今日（22日）
        is_in_month = day is not None and (not rel.offset or 1 <= day <= (_SHORTEST_MONTH if rel.offset > 0 else _LONGEST_MONTH))
        return inference.in_year_now(day if is_in_month else None)
    if rel.base == "last" and rel.offset and anchor.before.endswith(_HAPPENED):
        return Point(None)  # 完成程序后次日: the day of it is not told
    inference.imply("day")
    moved = anchor.now + dt.timedelta(days=rel.offset)
    return Point(moved.year, moved.month, moved.day)


def _bare_day(day: int, inference: Inference) -> Point:
    """`9日`: the month of the date last named close by, else the last such day around the reference date."""
    anchor = inference.anchor
    near, now = anchor.near or _recent_day(anchor, day) or anchor.today, anchor.now
    if anchor.begins_story and anchor.near is None and now is not None and _is_ahead(near, now) and near.day != day:
        near = None  # what another story has planned
    if anchor.begins_story and anchor.near is None and now is not None and 0 <= now.day - day <= _JUST_NOW:
        near = None  # a new story of today or yesterday, whatever the one before it told
    if near is not None and near.month is not None and near.start is not None:
        inference.imply("month", near)
        today = anchor.today if now is None else Point(now.year, now.month, now.day)
        if today is not None and near[:2] == today[:2] and day - (today.day or day) > _FORTNIGHT and not anchor.is_ahead:
            carry, month = wrap_month(near.month - 1)
            return Point(None if near.year is None else within_calendar(near.year + carry), month, day)
        if today is not None and _is_of_next_month(near, day, today):
            return Point(today.year, today.month, day)
        return Point(near.year, near.month, day)
    if now is None:
        return inference.in_year_now(day)
    inference.imply("month")
    if day > days_in_month(now.year, now.month) or (day - now.day > _FORTNIGHT and not anchor.is_entry):
        carry, month = wrap_month(now.month - 1)
        return Point(within_calendar(now.year + carry), month, day)
    return Point(now.year, now.month, day)


def _is_of_next_month(told: Point, day: int, today: Point) -> bool:
    """Whether a bare day goes on from one of last month: 3月27日收复…。1号, in the first days of April."""
    if told.month is None or told.day is None or today.month is None or today.day is None or day > today.day:
        return False
    carry, month = wrap_month(told.month + 1)
    if month != today.month or (told.year is not None and today.year is not None and told.year + carry != today.year):
        return False
    return day + days_in_month(told.year, told.month) - told.day < told.day - day


def _recent_day(anchor: Anchor, day: int) -> Point | None:
    """The day last named, unless it is history: `28日` after a founding date of years ago is this month's.

    Of history, a day is told again by its number, unless such a day is only some days ago.
    """
    last, now = anchor.last_day, anchor.now
    if last is None or last.month is None:
        return None
    if now is None or last.year is None or (last.day == day and not 0 <= now.day - day < _SOME_DAYS):
        return last
    return last if abs((now.year - last.year) * 12 + now.month - last.month) <= _RECENT_MONTHS else None


def _is_ahead(day: Point | None, now: dt.date) -> TypeGuard[Point]:
    """Whether a day is known and lies after the reference date."""
    return day is not None and None not in day[:3] and tuple(day[:3]) > (now.year, now.month, now.day)


def normalize_day_of_period(fields: DateFields, inference: Inference) -> Value:
    """今年最后一天: a day counted from an end of the period before it, the last day as -1."""
    period = _value(_without(fields, "day_of_period"), inference)
    # An open year is tried as a common one; what a leap day would change stays open below.
    if isinstance(period, Refusal) or (days := covered_days(period.value.replace("XXXX", "2001"))) is None:
        return period if isinstance(period, Refusal) else inference.on(period.point)
    nth, is_open = fields["day_of_period"], period.point.year is None
    day = dt.date.fromisoformat(days[0 if nth > 0 else 1]) + dt.timedelta(days=nth - 1 if nth > 0 else nth + 1)
    has_leap_day = is_open and nth < 0 and day.month == 2  # nobody knows whether
    return inference.on(Point(None if is_open else day.year, day.month, None if has_leap_day else day.day))


def normalize_week(fields: DateFields, inference: Inference) -> Value:
    """上周, 周五, 下周末; a weekday beside its day only explains it."""
    if "day" in fields:
        return normalize_day(fields, inference)
    anchor, weekday = inference.anchor, fields.get("weekday")
    now = anchor.now
    if now is None:
        year, part = inference.in_year_now().year, f"-{'WE' if weekday == 8 else weekday}" if weekday else ""
        return inference.value(f"{write_year(year)}-WXX{part}", "week", Point(year))
    inference.imply("week")
    monday = now - dt.timedelta(days=now.weekday())
    if "week" in fields:
        monday += dt.timedelta(days=7 * fields["week"].offset)
    if weekday == 8 and "week" not in fields and now.weekday() < _MIDWEEK and not anchor.is_ahead and not anchor.is_entry:
        monday -= dt.timedelta(days=7)  # told early in the week, 周末 is the one that was
    if weekday is None or weekday == 8:
        return inference.value(write_week(monday) + ("-WE" if weekday else ""), "week", Point(monday.year, monday.month))
    day = monday + dt.timedelta(days=weekday - 1)
    if "week" not in fields:
        is_forward = anchor.is_entry or anchor.is_ahead
        if day > now and not is_forward:
            day -= dt.timedelta(days=7)
        elif (day < now and is_forward) or (day == now and anchor.is_entry):
            day += dt.timedelta(days=7)
    return inference.on(Point(day.year, day.month, day.day))


def normalize_clock(fields: DateFields, inference: Inference) -> Value:
    """4月19日上午, 周五8点; a part of several days (周末上午) is none of its own."""
    found = _value(_without(fields, *_CLOCK), inference)
    if isinstance(found, Refusal) or found.granularity != "day":
        return found
    if "hour" not in fields:
        return found._replace(value=f"{found.value}T{fields['tod']}", granularity="part")
    hour, tod = fields["hour"], fields.get("tod")
    if hour < 12 and (tod in ("AF", "EV") or (tod == "NI" and hour >= 6)):
        hour += 12
    value = f"{found.value}T{hour:02d}:{fields.get('minute', 0):02d}"
    if "second" in fields:
        return found._replace(value=f"{value}:{fields['second']:02d}", granularity="second")
    return found._replace(value=value, granularity="minute")


_CLOCK = tuple(name for name, field in FIELDS.items() if field.normalizer == "clock")
_FUNCTIONS = {**vars(durations), **vars(holidays), **vars(years), **globals()}
_IN_CHARGE: dict[str, Callable[[DateFields, Inference], Value]] = {
    name: _FUNCTIONS[f"normalize_{field.normalizer}"] for name, field in FIELDS.items()
}
