"""A folder of Parquet: a file for each sheet, with days as days and numbers as decimals or floats."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cyextract.batch.sinks import complete_file
from cyextract.tables.formats import NumberType
from cyextract.tables.rows import Cells
from cyextract.tables.schema import SHEETS, Kind, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 20_000  # in a row group
_PIECE = 500  # rows at a time: as Python objects they take ten times the memory that they take as columns
_DIGITS, _PLACES = 38, 6  # what every engine can hold
_EXACT = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)
_STEP = Decimal(1).scaleb(-_PLACES)
_LIMIT = Decimal(10) ** (_DIGITS - _PLACES)


class ParquetFolder:
    """A file for each sheet; all appear under their names when the last row is in.

    Args:
        folder: where; it exists.
        numbers: decimals with six places, or floats.
    """

    def __init__(self, folder: Path, numbers: NumberType) -> None:
        self._folder, self._numbers = folder, numbers
        self._stack = ExitStack()
        self._rows: dict[str, list[dict[str, object]]] = {sheet.name: [] for sheet in SHEETS}
        self._pieces: dict[str, list[pa.RecordBatch]] = {sheet.name: [] for sheet in SHEETS}

    def __enter__(self) -> Self:
        from pyarrow import parquet

        paths = {sheet.name: self._stack.enter_context(complete_file(self._folder / f"{sheet.name}.parquet")) for sheet in SHEETS}
        self._schemas = {sheet.name: _schema(sheet, self._numbers) for sheet in SHEETS}
        self._writers: dict[str, Any] = {
            name: self._stack.enter_context(parquet.ParquetWriter(path, self._schemas[name], compression="zstd"))
            for name, path in paths.items()
        }
        self._stack.push(self._finish)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, sheet: Sheet, rows: Iterable[Cells]) -> None:
        """Write rows of a sheet; they wait until there are enough for a row group."""
        numbers = sheet.names(Kind.NUMBER)
        convert = float if self._numbers is NumberType.FLOAT else fit_decimal
        waiting, pieces = self._rows[sheet.name], self._pieces[sheet.name]
        for row in rows:
            made: dict[str, object] = dict(row)
            made |= {name: convert(value) for name in numbers if isinstance(value := row.get(name), Decimal)}
            waiting.append(made)
            if len(waiting) == _PIECE:
                self._pack(sheet.name)
                if len(pieces) == _ROWS // _PIECE:
                    self._write(sheet.name)

    def _finish(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            for sheet in SHEETS:
                self._pack(sheet.name)
                self._write(sheet.name)

    def _pack(self, name: str) -> None:
        import pyarrow as pa

        rows = self._rows[name]
        if rows:
            self._pieces[name].append(pa.RecordBatch.from_pylist(rows, self._schemas[name]))
            rows.clear()

    def _write(self, name: str) -> None:
        import pyarrow as pa

        pieces = self._pieces[name]
        if pieces:
            group = pa.Table.from_batches(pieces, self._schemas[name])
            self._writers[name].write_table(group, row_group_size=group.num_rows)
            pieces.clear()


def fit_decimal(value: Decimal) -> Decimal | None:
    """A decimal with six places, rounded where it has more; None when it is too large for 38 digits.

    >>> fit_decimal(Decimal("0.12345678")), fit_decimal(Decimal("1e40"))
    (Decimal('0.123457'), None)
    """
    return value.quantize(_STEP, context=_EXACT) if abs(value) < _LIMIT - 1 else None


def _schema(sheet: Sheet, numbers: NumberType) -> pa.Schema:
    import pyarrow as pa

    number = pa.float64() if numbers is NumberType.FLOAT else pa.decimal128(_DIGITS, _PLACES)
    types = {Kind.TEXT: pa.string(), Kind.WHOLE: pa.int64(), Kind.NUMBER: number, Kind.DAY: pa.date32(), Kind.TRUTH: pa.bool_()}
    return pa.schema([(column.name, types[column.kind]) for column in sheet.columns])
