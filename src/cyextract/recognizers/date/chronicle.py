"""Years told one after the other, as the story of a life goes: a month without a year is of the last of them."""

from __future__ import annotations

from cyextract.recognizers.date.anchor import Point
from cyextract.recognizers.date.fields import DateFields

_LEAST = 3  # years told in a row that make one
_OPENS_CLAUSE = ("。", "，")


class Chronicle:
    """The row of years that a text has told up to a place."""

    __slots__ = ("_count", "_year")

    def __init__(self) -> None:
        self._count = self._year = 0

    def tell(self, year: int) -> None:
        """Note a year that is stated; an earlier one begins another row."""
        if year != self._year:
            self._count, self._year = self._count + 1 if year > self._year else 1, year

    def goes_on(self, last: Point | None, fields: DateFields, between: str, year_now: int | None) -> bool:
        """Whether a month without a year opens a clause behind a month of the row's last year, long past: 1922年7月任厂长。8月离任.

        Args:
            last: the date told last.
            fields: what is stated now.
            between: the text between the two.
            year_now: the year of writing, if it is known.
        """
        if self._count < _LEAST or last is None or last.year != self._year or last.month is None or "year" in fields:
            return False
        if "\n" in between or between.rstrip(" ")[-1:] not in _OPENS_CLAUSE:
            return False
        month = fields.get("month")
        return isinstance(month, int) and last.month <= month and (year_now is None or last.year < year_now - 1)
