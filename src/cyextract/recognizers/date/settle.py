"""Read a date expression against an anchor: which year 去年 is, which year `6月4日` falls in, what 次日 follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from cyextract.models import Granularity
from cyextract.recognizers.date.holidays import holiday_day, holiday_leave, lunar_day, lunar_month
from cyextract.recognizers.date.parts import DateReading, Parts, Rel, Shift, Stretch, days_in_month
from cyextract.recognizers.date.timex import write_day, write_year

Source = Literal["reference_date", "document"]
# News looks back: a day or month without a year lies in the reference year unless that is more than half a year ahead.
_LOOK_AHEAD_DAYS = 183


class Point(NamedTuple):
    """A date as far as it is known; None parts are open."""

    year: int | None
    month: int | None = None
    day: int | None = None
    start: int | None = None
    """View offset of the mention it comes from; None when it is the reference date."""


class Anchor(NamedTuple):
    """What a mention may count from.

    `now` is the day that 今天 means and `year_now` its year (known more often than the day); `last` the date last named in the
    document, `near` the one last named in the same sentence, `last_day` the last one with a day. `known_years` gives the year that
    the document states elsewhere for a month and day. `ahead` says that the clause speaks of the future, `alone` that the whole text
    is this expression: a calendar entry counts forward where a report looks back.
    """

    now: dt.date | None = None
    year_now: int | None = None
    now_source: Source = "reference_date"
    now_start: int | None = None
    last: Point | None = None
    near: Point | None = None
    last_day: Point | None = None
    known_years: Mapping[tuple[int, int], Point] = MappingProxyType({})
    ahead: bool = False
    alone: bool = False


class Settled(NamedTuple):
    """A value with what it took from elsewhere: field name to (source, view offset of the mention it rests on)."""

    value: str
    granularity: Granularity
    point: Point
    implied: dict[str, tuple[Source, int | None]]


class Impossible(ValueError):
    """The expression names no day (2月29日 of a year without one)."""


def settle(reading: DateReading, anchor: Anchor) -> Settled | None:
    """Value of a reading; None if it names an impossible day."""
    try:
        first = _Settler(anchor, reading.last).settle(reading.first)
        if reading.last is None:
            return first
        last = _Settler(anchor).settle(_with_year_of(first.point, reading.last))
    except (Impossible, OverflowError, ValueError):
        return None
    if first.value == last.value:
        return None
    value = f"{_range_end(first.value, 0)}/{_range_end(last.value, 1)}"
    return Settled(value, "range", last.point, {**first.implied, **{k: v for k, v in last.implied.items() if k not in first.implied}})


def _with_year_of(start: Point, last: Parts) -> Parts:
    """The end of a range in the year of its start, or in the next when it would lie before it (12月28日至1月3日)."""
    if start.year is None or "year" in last or "week" in last or isinstance(last.get("month", 0), Rel):
        return last
    month, day = last.get("month", start.month), last.get("day", 31)
    is_earlier = isinstance(month, int) and isinstance(day, int) and start.month is not None and (month, day) < (start.month, start.day or 0)
    return {"year": start.year + is_earlier, **last}


def _range_end(value: str, side: int) -> str:
    """A range's end: an interval inside it (5月上旬) gives its first or last day."""
    return value.split("/")[side] if "/" in value else value


class _Settler:
    """One reading's way from coarse to fine; notes what it implies."""

    def __init__(self, anchor: Anchor, range_end: Parts | None = None) -> None:
        self.anchor = anchor
        self.range_end = range_end
        self.implied: dict[str, tuple[Source, int | None]] = {}

    def settle(self, parts: Parts) -> Settled:
        """Value of one date.

        Raises:
            Impossible: the day does not exist.
        """
        if "vague" in parts:
            return self._done(parts["vague"], "vague", Point(None))
        if "plan" in parts:
            return self._plan(parts["plan"])
        if "stretch" in parts:
            return self._stretch(parts["stretch"])
        if "shift" in parts:
            return self._shifted(parts, parts["shift"])
        if "lunar_month" in parts:
            return self._lunar(parts)
        if "holiday" in parts:
            return self._holiday(parts)
        if "century" in parts or "decade" in parts:
            return self._age(parts)
        if "week" in parts or ("weekday" in parts and "day" not in parts):
            return self._week(parts)
        if "day" in parts:
            return self._day(parts)
        return self._coarse(parts)

    def _done(self, value: str, granularity: Granularity, point: Point) -> Settled:
        return Settled(value, granularity, point, self.implied)

    def _imply(self, name: str, point: Point | None) -> None:
        """Note that a field comes from a mention, or from the reference date when there is none."""
        if point is not None and point.start is not None:
            self.implied[name] = ("document", point.start)
        else:
            self.implied[name] = (self.anchor.now_source, self.anchor.now_start)

    # --- years -------------------------------------------------------------------------------------------------------------

    def _year(self, parts: Parts, month: int | None = None, day: int | None = None, months_end: int | None = None) -> int | None:
        """The year: stated, counted, or inferred for a month and day that have none."""
        year = parts.get("year")
        if isinstance(year, int):
            return year
        if isinstance(year, Rel):
            return self._relative_year(year)
        return self._inferred_year(month, day, months_end)

    def _relative_year(self, rel: Rel) -> int | None:
        anchor = self.anchor
        base = anchor.last if rel.base == "last" and anchor.last is not None and anchor.last.year is not None else None
        if base is not None:
            self._imply("year", base)
            return (base.year or 0) + rel.offset
        if anchor.year_now is None:
            return None
        self._imply("year", None)
        return anchor.year_now + rel.offset

    def _inferred_year(self, month: int | None, day: int | None, months_end: int | None) -> int | None:
        anchor = self.anchor
        known = anchor.known_years.get((month, day)) if month is not None and day is not None else None
        if known is not None:
            self._imply("year", known)
            return known.year
        near = anchor.near
        if near is not None and near.year is not None and (near.year != anchor.year_now or anchor.now is None):
            self._imply("year", near)
            return near.year
        if anchor.now is not None:
            self._imply("year", None)
            return _year_near(anchor.now, month, day, months_end, anchor)
        if anchor.year_now is not None:
            self._imply("year", None)
            return anchor.year_now
        return None

    # --- calendar fields ---------------------------------------------------------------------------------------------------

    def _coarse(self, parts: Parts) -> Settled:
        """Years, halves, seasons, quarters, months and thirds of months."""
        if "quarter" in parts:
            return self._quarter(parts, parts["quarter"])
        if "half" in parts:
            start = 6 * parts["half"] - 5
            year = self._year(parts, start, None, start)
            return self._done(f"{write_year(year)}-H{parts['half']}", "half", Point(year))
        if "season" in parts:
            year = self._year(parts)
            return self._done(f"{write_year(year)}-{parts['season']}", "season", Point(year))
        if not {"month", "xun", "half_month", "week_of_month", "nth_weekday"} & parts.keys():
            year = self._year(parts)
            return self._done(write_year(year), "year", Point(year))
        year, month = self._year_month(parts)
        return self._inside_month(parts, year, month)

    def _inside_month(self, parts: Parts, year: int | None, month: int | None) -> Settled:
        written = f"{write_year(year)}-{'XX' if month is None else f'{month:02d}'}"
        if "xun" in parts or "half_month" in parts:
            last_day = days_in_month(year, month) if month is not None else 30
            first = 10 * parts["xun"] - 9 if "xun" in parts else 15 * parts["half_month"] - 14
            last = first + (9 if "xun" in parts else 14)
            last = last_day if last >= 30 else last
            return self._done(f"{written}-{first:02d}/{written}-{last:02d}", "range", Point(year, month))
        if "nth_weekday" in parts:
            return self._nth_weekday(year, month, *parts["nth_weekday"])
        if "week_of_month" in parts:
            if year is None or month is None:
                return self._done("XXXX-WXX", "week", Point(year, month))
            monday = dt.date(year, month, 1)
            monday += dt.timedelta(days=-monday.weekday() % 7 + 7 * (parts["week_of_month"] - 1))
            return self._done(_write_week(monday), "week", Point(year, month))
        return self._done(written, "month", Point(year, month))

    def _nth_weekday(self, year: int | None, month: int | None, nth: int, weekday: int) -> Settled:
        """十月第一个星期一, 最后一个周三."""
        if year is None or month is None:
            return self._done(write_day(year, month, None), "day", Point(year, month))
        length = days_in_month(year, month)
        days = [day for day in range(1, length + 1) if dt.date(year, month, day).isoweekday() == weekday]
        if nth > len(days):
            raise Impossible
        day = days[nth - 1 if nth > 0 else nth]
        return self._done(write_day(year, month, day), "day", Point(year, month, day))

    def _year_month(self, parts: Parts) -> tuple[int | None, int | None]:
        month = parts.get("month")
        if isinstance(month, int):
            end = self.range_end.get("month") if self.range_end is not None else None
            return self._year(parts, month, None, end if isinstance(end, int) else None), month
        anchor = self.anchor
        base = anchor.last if isinstance(month, Rel) and month.base == "last" or month is None else None
        if base is not None and base.month is not None:
            self._imply("month", base)
            year, current = base.year, base.month
        elif anchor.now is not None:
            self._imply("month", None)
            year, current = anchor.now.year, anchor.now.month
        else:
            return self._year(parts), None
        if year is None:
            return None, _wrap_month(current + (month.offset if isinstance(month, Rel) else 0))[1]
        carry, current = _wrap_month(current + (month.offset if isinstance(month, Rel) else 0))
        stated = parts.get("year")
        return (self._year(parts) if stated is not None else year + carry), current

    def _quarter(self, parts: Parts, quarter: int | Rel) -> Settled:
        if isinstance(quarter, int):
            year = self._year(parts, 3 * quarter - 2, None, 3 * quarter - 2)
            return self._done(f"{write_year(year)}-Q{quarter}", "quarter", Point(year, 3 * quarter))
        base = self.anchor.near if quarter.base == "last" and self.anchor.near and self.anchor.near.month else None
        if base is None and self.anchor.now is None:
            return self._done("XXXX-QX", "quarter", Point(None))
        now = self.anchor.now
        year = base.year if base is not None else now and now.year
        month = base.month if base is not None else now and now.month
        self._imply("quarter", base)
        index = ((month or 1) - 1) // 3 + quarter.offset
        year = None if year is None else year + index // 4
        return self._done(f"{write_year(year)}-Q{index % 4 + 1}", "quarter", Point(year, index % 4 * 3 + 3))

    def _day(self, parts: Parts) -> Settled:
        day = parts["day"]
        if isinstance(day, Rel):
            found = self._relative_day(day, parts)
        elif "month" in parts:
            year, month = self._year_month_of_day(parts, day)
            found = Point(year, month, day)
        else:
            found = self._bare_day(day)
        if found.month is not None and found.day is not None and found.day > days_in_month(found.year, found.month):
            raise Impossible
        return self._with_clock(parts, found)

    def _year_month_of_day(self, parts: Parts, day: int) -> tuple[int | None, int | None]:
        month = parts["month"]
        if isinstance(month, Rel):
            return self._year_month(parts)
        year = self._year(parts, month, day)
        if month == 2 and day == 29 and "year" not in parts and year is not None:
            while days_in_month(year, 2) < 29:
                year -= 1
        return year, month

    def _relative_day(self, rel: Rel, parts: Parts) -> Point:
        anchor = self.anchor
        base = anchor.last_day if rel.base == "last" else None
        if base is not None and base.day is not None and base.month is not None:
            self._imply("day", base)
            # A leap year stands in for an open one: only the month and day of the result are kept.
            moved = dt.date(base.year or 2000, base.month, base.day) + dt.timedelta(days=rel.offset)
            return Point(None if base.year is None else moved.year, moved.month, moved.day)
        if anchor.now is None:
            return Point(anchor.year_now if rel.base == "ref" and not rel.offset else None)
        self._imply("day", None)
        moved = anchor.now + dt.timedelta(days=rel.offset)
        return Point(moved.year, moved.month, moved.day)

    def _bare_day(self, day: int) -> Point:
        """`9日`: the month of the date last named close by, else the last such day around the reference date."""
        anchor = self.anchor
        near = anchor.near or anchor.last_day
        if near is not None and near.month is not None and near.start is not None:
            self._imply("month", near)
            return Point(near.year, near.month, day)
        now = anchor.now
        if now is None:
            return Point(anchor.year_now, None, day)
        self._imply("month", None)
        year, month = now.year, now.month
        if day > days_in_month(year, month) or (day - now.day > 15 and not anchor.alone):
            carry, month = _wrap_month(month - 1)
            year += carry
        return Point(year, month, day)

    def _with_clock(self, parts: Parts, found: Point) -> Settled:
        value = write_day(found.year, found.month, found.day)
        if "hour" not in parts:
            if "tod" in parts:
                return self._done(f"{value}T{parts['tod']}", "part", found)
            return self._done(value, "day", found)
        hour = parts["hour"]
        if hour < 12 and (parts.get("tod") in ("AF", "EV") or (parts.get("tod") == "NI" and hour >= 6)):
            hour += 12
        value += f"T{hour:02d}:{parts.get('minute', 0):02d}"
        if "second" in parts:
            return self._done(f"{value}:{parts['second']:02d}", "second", found)
        return self._done(value, "minute", found)

    def _week(self, parts: Parts) -> Settled:
        now, weekday = self.anchor.now, parts.get("weekday")
        if now is None:
            return self._done("XXXX-WXX" + (f"-{weekday}" if weekday and weekday < 8 else ""), "week", Point(None))
        self._imply("week", None)
        monday = now - dt.timedelta(days=now.weekday())
        if "week" in parts:
            monday += dt.timedelta(days=7 * parts["week"].offset)
        if weekday is None:
            return self._done(_write_week(monday), "week", Point(monday.year, monday.month))
        if weekday == 8:
            return self._done(_write_week(monday) + "-WE", "week", Point(monday.year, monday.month))
        day = monday + dt.timedelta(days=weekday - 1)
        if "week" not in parts:
            forward = self.anchor.ahead or self.anchor.alone
            if day > now and not forward:
                day -= dt.timedelta(days=7)
            elif day < now and forward or day == now and self.anchor.alone:
                day += dt.timedelta(days=7)
        return self._with_clock(parts, Point(day.year, day.month, day.day))

    # --- what is counted or computed ---------------------------------------------------------------------------------------

    def _plan(self, number: int) -> Settled:
        """Five-year plans: the third began in 1966, and each since follows the last; the first two ran 1953-57 and 1958-62."""
        first = 1966 + 5 * (number - 3) if number >= 3 else 1953 + 5 * (number - 1)
        return self._done(f"{first}/{first + 4}", "plan", Point(None))

    def _age(self, parts: Parts) -> Settled:
        """Centuries and decades."""
        century = parts.get("century")
        if isinstance(century, Rel):
            if self.anchor.year_now is None:
                century = 20 + 1 + century.offset  # 上世纪 is the 20th in every text of today
            else:
                century = (self.anchor.year_now - 1) // 100 + 1 + century.offset
                self._imply("century", None)
        decade = parts.get("decade")
        if decade is None:
            return self._done(f"{(century or 1) - 1:02d}XX", "century", Point(None))
        if century is None:
            now = self.anchor.year_now or 2000
            century = now // 100 + (1 if decade <= now % 100 else 0)
            self._imply("century", None)
        return self._done(f"{century - 1:02d}{decade // 10}X", "decade", Point((century - 1) * 100 + decade))

    def _stretch(self, stretch: Stretch) -> Settled:
        now, year = self.anchor.now, self.anchor.year_now
        near = self.anchor.near
        if near is not None and near.year is not None:
            self._imply("anchor", near)
            now, year = (dt.date(near.year, near.month, near.day or 1) if near.month else None), near.year
        else:
            self._imply("anchor", None)
        if stretch.is_whole and now is not None:
            return self._whole_periods(stretch, now)
        if stretch.unit == "year":
            if year is None:
                return self._done("XXXX/XXXX", "range", Point(None))
            return self._done("/".join(map(write_year, sorted((year + stretch.amount, year)))), "range", Point(None))
        if now is None:
            return self._done("XXXX-XX/XXXX-XX", "range", Point(None))
        other = _move(now, Shift(stretch.amount, stretch.unit, "ref"))
        size = 7 if stretch.unit in ("month", "quarter") else 10
        first, last = sorted((other.isoformat()[:size], now.isoformat()[:size]))
        return self._done(f"{first}/{last}", "range", Point(None))

    def _whole_periods(self, stretch: Stretch, now: dt.date) -> Settled:
        """前两天, 后三天, 上二周, 下三个月: whole units next to the current one."""
        step = 1 if stretch.amount > 0 else -1
        near, far = _move(now, Shift(step, stretch.unit, "ref")), _move(now, Shift(stretch.amount, stretch.unit, "ref"))
        first, last = min(near, far), max(near, far)
        if stretch.unit == "week":
            first -= dt.timedelta(days=first.weekday())
            last += dt.timedelta(days=6 - last.weekday())
        size = {"year": 4, "month": 7, "quarter": 7}.get(stretch.unit, 10)
        low, high = first.isoformat()[:size], last.isoformat()[:size]
        return self._done(low if low == high else f"{low}/{high}", "range", Point(None))

    def _shifted(self, parts: Parts, shift: Shift) -> Settled:
        if shift.amount > 0 and parts.get("day") == Rel(0, "ref"):
            return self._day(parts)  # 20年后的今天 is today, seen from then
        base, origin = self._shift_base(shift)
        rest: Parts = {name: value for name, value in parts.items() if name != "shift"}  # type: ignore[assignment,misc]
        self._imply("anchor", origin)
        year = base.year if base is not None else self.anchor.year_now
        if shift.unit == "year" and not rest:
            year = None if year is None else year + shift.amount
            return self._done(write_year(year), "year", Point(year))
        if base is None:
            return self._done("XXXX-XX" if shift.unit == "month" else "XXXX-XX-XX", "month" if shift.unit == "month" else "day", Point(None))
        moved = _move(base, shift)
        if rest:
            point = Point(moved.year, moved.month, moved.day, origin.start if origin else None)
            anchor = Anchor(moved, moved.year, self.anchor.now_source, self.anchor.now_start, point, point, point)
            settled = _Settler(anchor).settle(rest)
            return Settled(settled.value, settled.granularity, settled.point, self.implied)
        if shift.unit in ("month", "quarter"):
            return self._done(moved.isoformat()[:7], "month", Point(moved.year, moved.month))
        year = None if origin is not None and origin.year is None else moved.year
        return self._done(write_day(year, moved.month, moved.day), "day", Point(year, moved.month, moved.day))

    def _shift_base(self, shift: Shift) -> tuple[dt.date | None, Point | None]:
        """The day a shift counts from: the date last named for 后, if it is a day; else the reference date."""
        last = self.anchor.last_day
        if shift.base == "last" and shift.unit != "year" and last is not None and last.month and last.day:
            return dt.date(last.year or 2000, last.month, last.day), last
        return self.anchor.now, None

    def _holiday(self, parts: Parts) -> Settled:
        name = parts["holiday"]
        year = self._holiday_year(parts, name)
        if year is None:
            day = holiday_day(name, 2000) if name in ("new_year", "labour", "national_day") else None
            return self._done(write_day(None, day and day.month, day and day.day), "day", Point(None))
        leave = holiday_leave(name, year) if parts.get("holiday_span") else None
        if leave is not None:
            return self._done(f"{leave[0].isoformat()}/{leave[1].isoformat()}", "range", Point(year, leave[0].month))
        day = holiday_day(name, year)
        if day is None:
            return self._done(f"{year:04d}-XX-XX", "day", Point(year))
        return self._with_clock(parts, Point(day.year, day.month, day.day))

    def _holiday_year(self, parts: Parts, name: str) -> int | None:
        if "year" in parts:
            return self._year(parts)
        near = self.anchor.near
        if near is not None and near.year is not None:
            self._imply("year", near)
            return near.year
        now = self.anchor.now
        if now is None:
            return self._year(parts)
        day = holiday_day(name, now.year)
        if self.anchor.alone and day is not None:
            self._imply("year", None)
            return now.year + (day < now)
        return self._year(parts, day.month if day else None, day.day if day else None)

    def _lunar(self, parts: Parts) -> Settled:
        month = parts["lunar_month"]
        year = self._year(parts, abs(month) + 1 if abs(month) < 12 else 1, None)
        if "year" not in parts and year is not None and abs(month) >= 11:
            year = self._lunar_year_of_winter(year, month, parts.get("lunar_day", 1))
        if year is None:
            return self._done("XXXX-XX-XX", "day", Point(None))
        if "lunar_day" in parts:
            day = lunar_day(year, month, parts["lunar_day"])
            if day is None:
                raise Impossible
            return self._with_clock(parts, Point(day.year, day.month, day.day))
        span = lunar_month(year, month)
        if span is None:
            raise Impossible
        return self._done(f"{span[0].isoformat()}/{span[1].isoformat()}", "range", Point(span[0].year, span[0].month))

    def _lunar_year_of_winter(self, year: int, month: int, day: int) -> int:
        """腊月 of a lunar year mostly falls into the next January: take the one closest to the reference date."""
        now = self.anchor.now
        if now is None:
            return year
        days = {y: lunar_day(y, month, day) for y in (year - 1, year)}
        return min(days, key=lambda y: abs((found - now).days) if (found := days[y]) else 10**6)


def _wrap_month(month: int) -> tuple[int, int]:
    """(years to carry, month 1-12) of a month number that has left the year."""
    return (month - 1) // 12, (month - 1) % 12 + 1


def _write_week(monday: dt.date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _move(day: dt.date, shift: Shift) -> dt.date:
    """A day moved by a distance; in a shorter month the last day stands in (31 March less a month is 28 February)."""
    if shift.unit in ("day", "week"):
        return day + dt.timedelta(days=shift.amount * (7 if shift.unit == "week" else 1))
    if shift.unit == "hour":
        return day + dt.timedelta(days=shift.amount // 24)
    months = {"month": 1, "quarter": 3, "year": 12}[shift.unit] * shift.amount
    carry, month = _wrap_month(day.month + months)
    year = day.year + carry
    if not 1 <= year <= 9999:
        raise Impossible
    return dt.date(year, month, min(day.day, days_in_month(year, month)))


def _year_near(now: dt.date, month: int | None, day: int | None, months_end: int | None, anchor: Anchor) -> int:
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
