"""What a date expression is read against, and what comes of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from cyextract.models import Granularity
from cyextract.recognizers.candidate import Refusal
from cyextract.recognizers.date.arithmetic import LEAP_YEAR
from cyextract.recognizers.date.timex import write_day
from cyextract.text.marks import IN_CLAUSE

Source = Literal["reference_date", "document"]


_AHEAD = re.compile(rf"(?:将|拟|预计|计划|有望|定于|力争|争取|准备){IN_CLAUSE}{{0,8}}$")


class Point(NamedTuple):
    """A date as far as it is known; None parts are open."""

    year: int | None
    month: int | None = None
    day: int | None = None
    start: int | None = None
    """View offset of the mention it comes from; None when it is the reference date."""


_OPEN = Point(None)


def earlier(first: Point | None, other: Point) -> Point:
    """The earlier of two days; where a year is open, the one told first."""
    if first is None or (first.year and other.year and other[:3] < first[:3]):
        return other
    return first


def moved(day: Point, offset: int) -> Point:
    """A day so many days later; where its year is open, so is that of the result."""
    if not offset or day.month is None or day.day is None:
        return day
    later = dt.date(day.year or LEAP_YEAR, day.month, day.day) + dt.timedelta(days=offset)
    return Point(day.year and later.year, later.month, later.day, day.start)


class NormalizedDate(NamedTuple):
    """A value with what it took from elsewhere: field name to (source, view offset of the mention it rests on)."""

    value: str
    granularity: Granularity
    point: Point
    implied: dict[str, tuple[Source, int | None]]


def tells_ahead(before: str) -> bool:
    """Whether what leads up to a date speaks of the future."""
    return _AHEAD.search(before) is not None


class Anchor(NamedTuple):
    """What a mention may count from.

    `now` is the day that 今天 means and `year_now` its year (known more often than the day); `today` is that day where only its month and
    day are known (新华社1月2日电, in a text without a year); `last` the date last named in the document, `near` the one last named in the
    same sentence, `last_day` the last one with a day; `stretch` the part of a year that the text speaks of. `known_years` gives the year
    that the document states elsewhere for a month and day. `before` is the text that leads up to the mention; `is_entry` says that it is an
    entry of a calendar, which counts forward where a report looks back; `begins_story` that its paragraph has told no day before it.
    """

    now: dt.date | None = None
    year_now: int | None = None
    now_source: Source = "reference_date"
    now_start: int | None = None
    last: Point | None = None
    near: Point | None = None
    last_day: Point | None = None
    stretch: NormalizedDate | None = None
    known_years: Mapping[tuple[int, int], Point] = MappingProxyType({})
    before: str = ""
    is_entry: bool = False
    begins_story: bool = False
    today: Point | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether the clause speaks of the future."""
        return tells_ahead(self.before)


Value = NormalizedDate | Refusal
"""What comes of a date expression: a value, or why there is none."""


class Inference:
    """One date on its way to a value: the anchor it is read against, and a note of what it takes from there.

    `range_end` is the month that a range in one word runs to (前11个月).
    """

    __slots__ = ("anchor", "implied", "range_end")

    def __init__(self, anchor: Anchor, range_end: int | None = None) -> None:
        self.anchor = anchor
        self.range_end = range_end
        self.implied: dict[str, tuple[Source, int | None]] = {}

    def imply(self, name: str, point: Point | None = None) -> None:
        """Note that a field comes from a mention, or from the reference date when there is none."""
        if point is not None and point.start is not None:
            self.implied[name] = ("document", point.start)
        else:
            self.implied[name] = (self.anchor.now_source, self.anchor.now_start)

    def in_year_now(self, day: int | None = None) -> Point:
        """A day of which no more is known than that it is told in the year of writing, if that is known."""
        if self.anchor.year_now is not None:
            self.imply("year")
        return Point(self.anchor.year_now, None, day)

    def value(self, value: str, granularity: Granularity, point: Point = _OPEN) -> NormalizedDate:
        """The date has this value."""
        return NormalizedDate(value, granularity, point, self.implied)

    def on(self, day: Point) -> NormalizedDate:
        """The date is this day, as far as it is known."""
        return self.value(write_day(day.year, day.month, day.day), "day", day)
