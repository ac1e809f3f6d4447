"""Where sheets go: what all sinks have in common. A sink takes the rows of all sheets in any order, and is complete when it is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from cyextract.tables.rows import Cells
from cyextract.tables.schema import Sheet


class SheetSink(Protocol):
    """Takes rows."""

    def add(self, sheet: Sheet, rows: Iterable[Cells]) -> None:
        """Write rows of a sheet, behind those it has."""
