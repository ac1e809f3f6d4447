"""CSV and Parquet: one document for each row, by the names of the columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, BinaryIO

from cyextract.batch.dates import date_in_name, normalise_date
from cyextract.batch.discover import InputFile
from cyextract.batch.input_record import DEFAULT_OPTIONS, FailedInput, InputOptions, InputText
from cyextract.batch.streams import PACKED, open_input
from cyextract.errors import InputError
from cyextract.extras import require

_ROWS = 64  # rows of a Parquet file in memory at a time
_BUFFER = 1 << 20
_ESCAPED = range(0xDC80, 0xDD00)  # what `surrogateescape` makes of bytes that do not fit


def read_csv(stream: BinaryIO, encoding: str, file: InputFile, options: InputOptions) -> Iterator[InputText | FailedInput]:
    """The rows of a CSV file with a header; a row without an id has the id `file:row`, counted from 1.

    Raises:
        InputError: there is no such text column.
    """
    csv.field_size_limit(max(csv.field_size_limit(), options.max_chars + 1))
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    rows = csv.reader(text)
    named = date_in_name(file.path, options.name_date)
    try:
        header = [name.strip() for name in next(rows, [])]
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"{file.path}: not CSV: {error}") from error
    _check_columns(header, file, options)
    number = 0
    while True:
        number += 1
        where = f"{file.path}:{number}"
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield FailedInput(where, f"not CSV: {error}")
            continue
        except UnicodeDecodeError as error:  # UTF-16 that breaks off: nothing after it can be told apart
            yield FailedInput(where, f"bytes that are not {encoding} ({error.reason}), and all after them; convert the file first")
            break
        if not cells:
            continue
        if len(cells) != len(header):
            yield FailedInput(where, f"{len(cells)} cells, the header has {len(header)}")
        elif any(ord(char) in _ESCAPED for cell in cells if not cell.isascii() for char in cell):
            yield FailedInput(where, f"bytes that are not {encoding}; convert the file first")
        else:
            yield _input(dict(zip(header, cells, strict=True)), where, options, named, None if encoding.startswith("utf-8") else encoding)
    text.detach()


def read_parquet(file: InputFile, options: InputOptions) -> Iterator[tuple[InputText | FailedInput, int]]:
    """The rows of a Parquet file, with the share of its bytes that each takes up.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    require("pyarrow", "arrow", "a Parquet file")
    import pyarrow

    try:
        with _open_parquet(file) as stream:
            yield from _read_rows(stream, file, options)
    except InputError as error:
        yield FailedInput(file.id, str(error)), 0
    except (OSError, pyarrow.ArrowException) as error:
        yield FailedInput(file.id, f"{file.path}: no Parquet file that can be read: {error}".splitlines()[0]), 0


def _read_rows(stream: IO[bytes], file: InputFile, options: InputOptions) -> Iterator[tuple[InputText | FailedInput, int]]:
    from pyarrow import parquet

    opened = parquet.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
    columns = opened.schema_arrow.names
    _check_columns(columns, file, options)
    wanted = [c for c in (options.text_field, options.id_field, options.date_field, "default_currency") if c in columns]
    named = date_in_name(file.path, options.name_date)
    weight = file.size // max(opened.metadata.num_rows, 1)
    number = 0
    for batch in opened.iter_batches(_ROWS, columns=wanted):
        for record in batch.to_pylist():
            number += 1
            yield _input(record, f"{file.path}:{number}", options, named), weight


def _open_parquet(file: InputFile) -> IO[bytes]:
    """The file, unpacked beside memory where it is packed: Parquet is read from its end."""
    if not file.path.lower().endswith(PACKED):
        return Path(file.path).open("rb")
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        with open_input(file.path) as (stream, _):
            shutil.copyfileobj(stream, unpacked)
    except InputError:
        unpacked.close()
        raise
    return unpacked


def _check_columns(columns: Sequence[str], file: InputFile, options: InputOptions) -> None:
    required = {"--text-field": options.text_field}
    if options.id_field != DEFAULT_OPTIONS.id_field:
        required["--id-field"] = options.id_field
    if options.date_field != DEFAULT_OPTIONS.date_field:
        required["--date-field"] = options.date_field
    for option, name in required.items():
        if name not in columns:
            raise InputError(f"{file.path}: no column {name!r} ({option}); there are: {', '.join(columns) or 'none'}")


def _input(
    record: Mapping[str, Any], where: str, options: InputOptions, named: str | None, encoding: str | None = None
) -> InputText | FailedInput:
    text, id_ = record[options.text_field], record.get(options.id_field)
    if id_ is None or id_ == "":
        id_ = where
    if not isinstance(id_, str | int) or isinstance(id_, bool):
        id_ = str(id_)
    if not isinstance(text, str):
        return FailedInput(id_, f"no text ({where})" if text is None else f"text must be a string, got {type(text).__name__} ({where})")
    date, currency = record.get(options.date_field), record.get("default_currency") or None
    if isinstance(date, dt.date):
        date = date.isoformat()
    date = None if date is None else normalise_date(str(date))
    return InputText(id_, text, date or named, None if currency is None else str(currency), encoding, keep_text=True)
