"""Distances and stretches: 半年前, 近三年, 上两个月, read from the day they count from."""

from __future__ import annotations

import datetime as dt
from typing import cast

from cyextract.recognizers.date.anchor import Anchor, NormalizedDate, Point
from cyextract.recognizers.date.arithmetic import move
from cyextract.recognizers.date.fields import Parts, Rel, Shift, Stretch
from cyextract.recognizers.date.timex import write_day, write_year
from cyextract.recognizers.date.years import YearReader


class CountedReader(YearReader):
    """What is counted from an anchor rather than named."""

    def settle(self, parts: Parts) -> NormalizedDate:
        """Value of one date; what stands behind a distance (20年前的今天) is settled from where it leads."""
        raise NotImplementedError

    def _day(self, parts: Parts) -> NormalizedDate:
        raise NotImplementedError

    def _stretch(self, stretch: Stretch) -> NormalizedDate:
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
        other = move(now, Shift(stretch.amount, stretch.unit, "ref"))
        size = 7 if stretch.unit in ("month", "quarter") else 10
        first, last = sorted((other.isoformat()[:size], now.isoformat()[:size]))
        return self._done(f"{first}/{last}", "range", Point(None))

    def _whole_periods(self, stretch: Stretch, now: dt.date) -> NormalizedDate:
        """前两天, 后三天, 上二周, 下三个月: whole units next to the current one."""
        step = 1 if stretch.amount > 0 else -1
        near, far = move(now, Shift(step, stretch.unit, "ref")), move(now, Shift(stretch.amount, stretch.unit, "ref"))
        first, last = min(near, far), max(near, far)
        if stretch.unit == "week":
            first -= dt.timedelta(days=first.weekday())
            last += dt.timedelta(days=6 - last.weekday())
        size = {"year": 4, "month": 7, "quarter": 7}.get(stretch.unit, 10)
        low, high = first.isoformat()[:size], last.isoformat()[:size]
        return self._done(low if low == high else f"{low}/{high}", "range", Point(None))

    def _shifted(self, parts: Parts, shift: Shift) -> NormalizedDate:
        if shift.amount > 0 and parts.get("day") == Rel(0, "ref"):
            return self._day(parts)  # 20年后的今天 is today, seen from then
        base, origin = self._shift_base(shift)
        rest = cast(Parts, {name: value for name, value in parts.items() if name != "shift"})
        self._imply("anchor", origin)
        year = base.year if base is not None else self.anchor.year_now
        if shift.unit == "year" and not rest:
            year = None if year is None else year + shift.amount
            return self._done(write_year(year), "year", Point(year))
        if base is None:
            if shift.unit == "month":
                return self._done("XXXX-XX", "month", Point(None))
            return self._done("XXXX-XX-XX", "day", Point(None))
        moved = move(base, shift)
        if rest:
            point = Point(moved.year, moved.month, moved.day, origin.start if origin else None)
            anchor = Anchor(moved, moved.year, self.anchor.now_source, self.anchor.now_start, point, point, point)
            settled = type(self)(anchor).settle(rest)
            return NormalizedDate(settled.value, settled.granularity, settled.point, self.implied)
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
