"""What a date expression is read against, and what comes of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from cyextract.models import Granularity

Source = Literal["reference_date", "document"]


_AHEAD = re.compile(r"(?:将|拟|预计|计划|有望|即将|定于|力争|争取|准备)[^，。；！？\n]{0,8}$")


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
    the document states elsewhere for a month and day. `before` is the text that leads up to the mention, `alone` says that the whole text
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
    before: str = ""
    alone: bool = False

    @property
    def ahead(self) -> bool:
        """Whether the clause speaks of the future."""
        return _AHEAD.search(self.before) is not None


class NormalizedDate(NamedTuple):
    """A value with what it took from elsewhere: field name to (source, view offset of the mention it rests on)."""

    value: str
    granularity: Granularity
    point: Point
    implied: dict[str, tuple[Source, int | None]]


class Impossible(ValueError):
    """The expression names no day (2月29日 of a year without one)."""
