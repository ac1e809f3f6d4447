"""A folder of CSV: UTF-8 with a byte-order mark, so that Excel reads it; exact decimals, ISO days, no cell that begins a formula."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from cyextract.batch.sinks import complete_file
from cyextract.foreign import escape_formula
from cyextract.models import format_decimal
from cyextract.tables.rows import Cell, Cells
from cyextract.tables.schema import SHEETS, Sheet


class CsvFolder:
    """A file for each sheet; all appear under their names when the last row is in.

    Args:
        folder: where; it exists.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        paths = {sheet.name: self._stack.enter_context(complete_file(self._folder / f"{sheet.name}.csv")) for sheet in SHEETS}
        self._writers = {sheet.name: self._open(sheet, paths[sheet.name]) for sheet in SHEETS}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, sheet: Sheet, rows: Iterable[Cells]) -> None:
        """Write rows of a sheet."""
        self._writers[sheet.name].writerows({name: _as_field(cell) for name, cell in row.items()} for row in rows)

    def _open(self, sheet: Sheet, path: Path) -> csv.DictWriter[str]:
        stream: TextIO = self._stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
        writer = csv.DictWriter(stream, sheet.names(), lineterminator="\r\n")
        writer.writeheader()
        return writer


def _as_field(cell: Cell) -> object:
    match cell:
        case bool():
            return str(cell).lower()
        case str():
            return escape_formula(cell)
        case Decimal():
            return format_decimal(cell)
        case dt.date():
            return cell.isoformat()
        case _:
            return cell
