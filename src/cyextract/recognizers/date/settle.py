"""Read a date expression against an anchor: which year 去年 is, which year `6月4日` falls in, what 次日 follows."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import cast

from cyextract.recognizers.date.anchor import Anchor, Impossible, NormalizedDate, Point
from cyextract.recognizers.date.arithmetic import wrap_month, write_week
from cyextract.recognizers.date.counted import CountedReader
from cyextract.recognizers.date.fields import DateMeaning, Parts, Rel, days_in_month
from cyextract.recognizers.date.holidays import fixed_day, holiday_day, holiday_leave, lunar_day, lunar_month
from cyextract.recognizers.date.timex import covered_days, write_day, write_year

_RECENT_MONTHS = 3  # a day this close to the reference date is still the story that `9日` goes on with


# Parts of a date that rest on nothing else once the year is told.
_PLAIN = frozenset(("year", "half", "season", "quarter", "month", "day"))


def is_stated(meaning: DateMeaning) -> bool:
    """Whether a reading says all that its value needs: 2021年3月, in any document."""
    first = meaning.first
    if meaning.last is not None or "year" not in first or not _PLAIN.issuperset(first):
        return False
    for value in first.values():  # noqa: SIM110 - every date passes here, and a generator doubles the cost
        if isinstance(value, Rel):
            return False
    return True


def settle_stated(meaning: DateMeaning) -> NormalizedDate | None:
    """Value of a reading of which `is_stated` holds; None if it names an impossible day."""
    return _settle_stated(tuple(meaning.first.items()))


@lru_cache(maxsize=8192)
def _settle_stated(parts: tuple[tuple[str, object], ...]) -> NormalizedDate | None:
    return settle(DateMeaning(cast(Parts, dict(parts))), Anchor())


def settle(meaning: DateMeaning, anchor: Anchor) -> NormalizedDate | None:
    """Value of a reading; None if it names an impossible day."""
    try:
        first = _Settler(anchor, meaning.last).settle(meaning.first)
        if meaning.last is None:
            return first
        last = _Settler(anchor).settle(_with_year_of(first.point, meaning.last))
    except (Impossible, OverflowError, ValueError):
        return None
    if first.value == last.value:
        return None
    value = f"{_range_end(first.value, 0)}/{_range_end(last.value, 1)}"
    days = covered_days(value)
    if days is not None and days[0] > days[1]:
        return None
    return NormalizedDate(
        value, "range", last.point, {**first.implied, **{k: v for k, v in last.implied.items() if k not in first.implied}}
    )


def _with_year_of(start: Point, last: Parts) -> Parts:
    """The end of a range in the year of its start, or in the next when it would lie before it (12月28日至1月3日)."""
    if start.year is None or "year" in last or "week" in last or isinstance(last.get("month", 0), Rel):
        return last
    month, day = last.get("month", start.month), last.get("day", 31)
    if not isinstance(month, int) or not isinstance(day, int) or start.month is None:
        return {"year": start.year, **last}
    return {"year": start.year + ((month, day) < (start.month, start.day or 0)), **last}


def _range_end(value: str, side: int) -> str:
    """A range's end: an interval inside it (5月上旬) gives its first or last day."""
    return value.split("/")[side] if "/" in value else value


class _Settler(CountedReader):
    """One reading's way from coarse to fine."""

    def settle(self, parts: Parts) -> NormalizedDate:
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

    # --- calendar fields ---------------------------------------------------------------------------------------------------

    def _coarse(self, parts: Parts) -> NormalizedDate:
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

    def _inside_month(self, parts: Parts, year: int | None, month: int | None) -> NormalizedDate:
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
            return self._done(write_week(monday), "week", Point(year, month))
        return self._done(written, "month", Point(year, month))

    def _nth_weekday(self, year: int | None, month: int | None, nth: int, weekday: int) -> NormalizedDate:
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
        base = anchor.last if (isinstance(month, Rel) and month.base == "last") or month is None else None
        if base is not None and base.month is not None:
            self._imply("month", base)
            year, current = base.year, base.month
        elif anchor.now is not None:
            self._imply("month", None)
            year, current = anchor.now.year, anchor.now.month
        else:
            return self._year(parts), None
        if year is None:
            return None, wrap_month(current + (month.offset if isinstance(month, Rel) else 0))[1]
        carry, current = wrap_month(current + (month.offset if isinstance(month, Rel) else 0))
        stated = parts.get("year")
        return (self._year(parts) if stated is not None else year + carry), current

    def _quarter(self, parts: Parts, quarter: int | Rel) -> NormalizedDate:
        if isinstance(quarter, int):
            year = self._year(parts, 3 * quarter - 2, None, 3 * quarter - 2)
            return self._done(f"{write_year(year)}-Q{quarter}", "quarter", Point(year, 3 * quarter))
        base = self.anchor.near if quarter.base == "last" and self.anchor.near and self.anchor.near.month else None
        if base is None and self.anchor.now is None:
            return self._done("XXXX-QX", "quarter", Point(None))
        now = self.anchor.now
        if base is None and now is not None:
            year, month = now.year, now.month
        else:
            year, month = (base.year, base.month or 1) if base is not None else (None, 1)
        self._imply("quarter", base)
        index = (month - 1) // 3 + quarter.offset
        year = None if year is None else year + index // 4
        return self._done(f"{write_year(year)}-Q{index % 4 + 1}", "quarter", Point(year, index % 4 * 3 + 3))

    def _day(self, parts: Parts) -> NormalizedDate:
        day = parts["day"]
        if isinstance(day, Rel):
            found = self._relative_day(day)
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

    def _relative_day(self, rel: Rel) -> Point:
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
        near = anchor.near or self._recent_day()
        if near is not None and near.month is not None and near.start is not None:
            self._imply("month", near)
            return Point(near.year, near.month, day)
        now = anchor.now
        if now is None:
            return Point(anchor.year_now, None, day)
        self._imply("month", None)
        year, month = now.year, now.month
        if day > days_in_month(year, month) or (day - now.day > 15 and not anchor.alone):
            carry, month = wrap_month(month - 1)
            year += carry
        return Point(year, month, day)

    def _recent_day(self) -> Point | None:
        """The day last named, unless it is history: `28日` after a founding date of years ago is this month's."""
        last, now = self.anchor.last_day, self.anchor.now
        if last is None or now is None or last.year is None or last.month is None:
            return last
        return last if abs((now.year - last.year) * 12 + now.month - last.month) <= _RECENT_MONTHS else None

    def _with_clock(self, parts: Parts, found: Point) -> NormalizedDate:
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

    def _week(self, parts: Parts) -> NormalizedDate:
        now, weekday = self.anchor.now, parts.get("weekday")
        if now is None:
            return self._done("XXXX-WXX" + (f"-{weekday}" if weekday and weekday < 8 else ""), "week", Point(None))
        self._imply("week", None)
        monday = now - dt.timedelta(days=now.weekday())
        if "week" in parts:
            monday += dt.timedelta(days=7 * parts["week"].offset)
        if weekday is None:
            return self._done(write_week(monday), "week", Point(monday.year, monday.month))
        if weekday == 8:
            return self._done(write_week(monday) + "-WE", "week", Point(monday.year, monday.month))
        day = monday + dt.timedelta(days=weekday - 1)
        if "week" not in parts:
            forward = self.anchor.ahead or self.anchor.alone
            if day > now and not forward:
                day -= dt.timedelta(days=7)
            elif (day < now and forward) or (day == now and self.anchor.alone):
                day += dt.timedelta(days=7)
        return self._with_clock(parts, Point(day.year, day.month, day.day))

    # --- what is counted or computed ---------------------------------------------------------------------------------------

    def _plan(self, number: int) -> NormalizedDate:
        """Five-year plans: the third began in 1966, and each since follows the last; the first two ran 1953-57 and 1958-62."""
        first = 1966 + 5 * (number - 3) if number >= 3 else 1953 + 5 * (number - 1)
        return self._done(f"{first}/{first + 4}", "plan", Point(None))

    def _age(self, parts: Parts) -> NormalizedDate:
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

    def _holiday(self, parts: Parts) -> NormalizedDate:
        name = parts["holiday"]
        year = self._holiday_year(parts, name)
        if year is None:
            month, fixed = fixed_day(name) or (None, None)
            return self._done(write_day(None, month, fixed), "day", Point(None))
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

    def _lunar(self, parts: Parts) -> NormalizedDate:
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
