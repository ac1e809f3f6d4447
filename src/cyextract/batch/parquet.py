"""Parquet: one document for each row, by the names of the columns. Cells, pages and packed files are measured before they are unpacked."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cyextract.batch.dates import date_in_name
from cyextract.batch.discover import InputFile
from cyextract.batch.input_record import FailedInput, InputOptions, InputText, attempt
from cyextract.batch.parquet_pages import Column, largest_page, row_groups
from cyextract.batch.streams import PACKED, Patience, open_input
from cyextract.batch.tabular import check_columns, make_input
from cyextract.errors import InputError
from cyextract.extras import require
from cyextract.foreign import reading

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 64  # rows in memory at a time
_BUFFER = 1 << 20
_BYTES_PER_CHAR = 4  # at most, in UTF-8
_ROOM = 64 * 1024  # bytes of a cell that is not a text
MAX_PAGE = 128 << 20  # bytes of a page; DuckDB writes the largest, 100 MB


def read_parquet(file: InputFile, options: InputOptions, patience: Patience) -> Iterator[tuple[InputText | FailedInput, int]]:
    """The rows of a Parquet file, with the share of its bytes that each takes up.

    Raises:
        InputError: it cannot be read, or no further.
        MissingExtraError: pyarrow is not installed.
    """
    require("pyarrow", "arrow", "a Parquet file")
    with _open(file, patience) as stream:
        rows = _read_rows(stream, file, options, patience)
        while True:
            with reading(f"{file.path}: no Parquet file that can be read"):
                row = next(rows, None)
            if row is None:
                return
            yield row


def _read_rows(
    stream: IO[bytes], file: InputFile, options: InputOptions, patience: Patience
) -> Iterator[tuple[InputText | FailedInput, int]]:
    from pyarrow import parquet

    groups = row_groups(stream)
    metadata = parquet.read_metadata(stream)
    schema = metadata.schema.to_arrow_schema()
    check_columns(schema.names, file, options)
    wanted = [c for c in (options.text_field, options.id_field, options.date_field, "default_currency") if c in schema.names]
    _check_types(schema, wanted, file)
    # A value that stands in many rows stays one value: decoded row by row it could take gigabytes.
    opened = parquet.ParquetFile(stream, metadata=metadata, read_dictionary=wanted, buffer_size=_BUFFER, pre_buffer=False)
    named = date_in_name(file.path, options.name_date)
    weight = file.size // max(metadata.num_rows, 1)
    number = 0
    for index, columns in enumerate(groups[: metadata.num_row_groups]):
        _check_pages(stream, columns, wanted, file)
        for batch in opened.iter_batches(_ROWS, row_groups=[index], columns=wanted):
            patience.check()
            for row in range(batch.num_rows):
                number += 1
                yield _make_row(batch, row, f"{file.path}:{number}", options, named), weight


def _make_row(batch: pa.RecordBatch, row: int, where: str, options: InputOptions, named: str | None) -> InputText | FailedInput:
    limits = {options.text_field: _BYTES_PER_CHAR * options.max_chars}

    def convert() -> InputText | FailedInput:
        values = {name: read_cell(batch.column(name)[row], name, limits.get(name, _ROOM)) for name in reversed(batch.schema.names)}
        return make_input(values, where, options, named)

    return attempt(convert, where)


def read_cell(scalar: pa.Scalar, name: str, limit: int) -> object:
    """The value of a cell, None for null.

    Raises:
        InputError: it takes more bytes than the limit; it is not decoded then.
        Exception: it cannot be converted.
    """
    value: Any = getattr(scalar, "value", None) if hasattr(scalar, "dictionary") else scalar
    if value is None or not value.is_valid:
        return None
    if hasattr(value, "as_buffer") and (size := len(value.as_buffer())) > limit:
        raise InputError(f"{name} of {size:,} bytes, more than --max-chars allows; split it or raise the limit")
    return value.as_py()


def _check_types(schema: pa.Schema, wanted: Sequence[str], file: InputFile) -> None:
    """A cell of a nested column has no size that is known before it is decoded."""
    from pyarrow import types

    for name in wanted:
        if types.is_nested(kind := schema.field(name).type):
            raise InputError(f"{file.path}: column {name!r} is {str(kind)[:80]}, which holds no text, id or date")


def _check_pages(stream: IO[bytes], columns: Sequence[Column], wanted: Sequence[str], file: InputFile) -> None:
    """Refuse a row group with a page that would unpack to more than memory should hold."""
    for name, start, length in columns:
        if name in wanted and (size := largest_page(stream, start, length)) > MAX_PAGE:
            raise InputError(f"{file.path}: a page of {size:,} bytes in column {name!r}; {MAX_PAGE:,} at most")


def _open(file: InputFile, patience: Patience) -> IO[bytes]:
    """The file, unpacked beside memory where it is packed: Parquet is read from its end."""
    if not file.path.lower().endswith(PACKED):
        return Path(file.path).open("rb")
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        with open_input(file.path) as (stream, _):
            while piece := stream.read(_BUFFER):
                patience.check()
                unpacked.write(piece)
    except BaseException:
        unpacked.close()
        raise
    return unpacked
