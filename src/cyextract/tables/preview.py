"""The first rows of the sheets that people look at first, kept while all are written."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from cyextract.tables.rows import Cells
from cyextract.tables.schema import SHEETS, Sheet


class Preview:
    """A sink that keeps the first rows of each sheet and counts them all.

    Attributes:
        rows: the first rows of each sheet, by its name.
        counts: how many there are.
        same_ids: how many documents have the id of one before; `same_id` is the first of these.
    """

    def __init__(self, kept: int = 200) -> None:
        self._kept = kept
        self.rows: dict[str, list[Cells]] = {sheet.name: [] for sheet in SHEETS}
        self.counts = dict.fromkeys(self.rows, 0)
        self.same_ids = 0
        self.same_id = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing to close."""

    def add(self, sheet: Sheet, rows: Iterable[Cells]) -> None:
        """Look at rows of a sheet."""
        kept = self.rows[sheet.name]
        for row in rows:
            self.counts[sheet.name] += 1
            if len(kept) < self._kept:
                kept.append(row)

    def note_same_id(self, document: str) -> None:
        """A document has the id of one before."""
        self.same_ids += 1
        self.same_id = self.same_id or document
