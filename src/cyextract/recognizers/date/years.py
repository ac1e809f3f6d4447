"""Which year an expression is in, and what that rests on."""

from __future__ import annotations

from cyextract.models import Granularity
from cyextract.recognizers.date.anchor import Anchor, NormalizedDate, Point, Source
from cyextract.recognizers.date.arithmetic import year_near
from cyextract.recognizers.date.fields import Parts, Rel


class YearReader:
    """The year of a meaning: stated, counted or inferred; notes what it implies."""

    def __init__(self, anchor: Anchor, range_end: Parts | None = None) -> None:
        self.anchor = anchor
        self.range_end = range_end
        self.implied: dict[str, tuple[Source, int | None]] = {}

    def _done(self, value: str, granularity: Granularity, point: Point) -> NormalizedDate:
        return NormalizedDate(value, granularity, point, self.implied)

    def _imply(self, name: str, point: Point | None) -> None:
        """Note that a field comes from a mention, or from the reference date when there is none."""
        if point is not None and point.start is not None:
            self.implied[name] = ("document", point.start)
        else:
            self.implied[name] = (self.anchor.now_source, self.anchor.now_start)

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
            return year_near(anchor.now, month, day, months_end, anchor)
        if anchor.year_now is not None:
            self._imply("year", None)
            return anchor.year_now
        return None
