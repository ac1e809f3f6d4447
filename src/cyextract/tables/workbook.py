"""A workbook that spreadsheets open: header frozen, filters on, columns as wide as their Chinese, numbers and days that count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cyextract.batch.sinks import complete_file
from cyextract.foreign import escape_formula
from cyextract.tables.rows import Cell, Cells
from cyextract.tables.schema import SHEETS, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_576  # of a worksheet, the header among them; what is more goes on in another
_MAX_TEXT = 32_767  # characters of a cell
_FIRST_DAY = dt.date(1900, 1, 1)  # that a spreadsheet can count
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - of every workbook: the same results are the same bytes
_MEASURED = 200  # rows that say how wide a column is
_MARGIN = 4  # half-width characters beside a header, for the filter's button
_LARGEST_FLOAT = Decimal("1.7e308")


class WorkbookSink:
    """Writes a workbook row by row: nothing but the row at hand is in memory.

    Args:
        path: where; the workbook appears there when the last row is in.
        workplace: a folder for what is not packed yet.
        sheets: what the workbook holds, in order.
    """

    def __init__(self, path: Path, workplace: Path, sheets: Sequence[Sheet] = SHEETS) -> None:
        self._path, self._workplace, self._plan = path, workplace, sheets
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        import xlsxwriter

        unfinished = self._stack.enter_context(complete_file(self._path))
        self._stack.push(self._finish)
        self._book: Workbook = xlsxwriter.Workbook(str(unfinished), {"constant_memory": True, "tmpdir": str(self._workplace)})
        self._book.use_zip64()
        self._book.set_properties({"created": _MADE})
        formats = {name: self._book.add_format({"num_format": shown}) for name, shown in _SHOWN.items()}
        formats["header"] = self._book.add_format({"bold": True, "bottom": 1})
        self._sheets = {sheet.name: _WrittenSheet(self._book, sheet, formats) for sheet in self._plan}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, sheet: Sheet, rows: Iterable[Cells]) -> None:
        """Write rows of a sheet."""
        written = self._sheets[sheet.name]
        for row in rows:
            written.add(row)

    def _finish(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                for written in self._sheets.values():
                    written.finish()
                self._book.close()
        finally:
            for worksheet in self._book.worksheets():
                worksheet.row_data_fh.close()  # nobody else does when the book is not closed


_SHOWN = {"whole": "#,##0", "number": "#,##0.00####", "day": "yyyy-mm-dd"}


class _WrittenSheet:
    """One sheet in the making: the worksheet at hand, and those that are full."""

    def __init__(self, book: Workbook, sheet: Sheet, formats: dict[str, Any]) -> None:
        self._book, self._sheet, self._formats = book, sheet, formats
        self._worksheets = 0
        self._widths = [len(column.name) + _MARGIN for column in sheet.columns]
        self._measured = 0
        self._worksheet = self._begin()

    def add(self, row: Cells) -> None:
        if self._line >= MAX_ROWS:
            self.finish()
            self._worksheet = self._begin()
        measures = self._measured < _MEASURED
        self._measured += measures
        for place, column in enumerate(self._sheet.columns):
            cell = row.get(column.name)
            if cell is None:
                continue
            shown = self._write(place, cell)
            if measures:
                self._widths[place] = min(
                    max(self._widths[place], _display_width(shown) + 1), max(column.width, len(column.name) + _MARGIN)
                )
        self._line += 1

    def finish(self) -> None:
        for place, width in enumerate(self._widths):
            self._worksheet.set_column(place, place, width)
        self._worksheet.autofilter(0, 0, self._line - 1, len(self._widths) - 1)

    def _begin(self) -> Worksheet:
        self._worksheets += 1
        name = self._sheet.name if self._worksheets == 1 else f"{self._sheet.name} {self._worksheets}"
        worksheet = self._book.add_worksheet(name)
        worksheet.freeze_panes(1, 0)
        for place, column in enumerate(self._sheet.columns):
            worksheet.write_string(0, place, column.name, self._formats["header"])
        self._line = 1
        return worksheet

    def _write(self, place: int, cell: Cell) -> str:
        """Write a cell; return what it shows, roughly."""
        line, worksheet = self._line, self._worksheet
        match cell:
            case bool():
                worksheet.write_boolean(line, place, cell)
            case int():
                worksheet.write_number(line, place, cell)
            case Decimal() if abs(cell) < _LARGEST_FLOAT:
                is_whole = cell == cell.to_integral_value()
                worksheet.write_number(line, place, float(cell), self._formats["whole" if is_whole else "number"])
                return f"{cell:,f}"
            case dt.date() if cell >= _FIRST_DAY:
                worksheet.write_datetime(line, place, cell, self._formats["day"])
            case _:
                worksheet.write_string(line, place, shorten(escape_formula(str(cell))))
        return str(cell)


def shorten(text: str) -> str:
    """What fits into a cell.

    >>> len(shorten("甲" * 40_000))
    32767
    """
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"


def _display_width(text: str) -> int:
    """How many half-width characters a text is wide; Chinese ones count two."""
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
