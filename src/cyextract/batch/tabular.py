"""CSV: one document for each row, by the names of the columns; and what Parquet has in common with it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, BinaryIO

from cyextract.batch.dates import date_in_name, normalise_date
from cyextract.batch.discover import InputFile
from cyextract.batch.input_record import DEFAULT_OPTIONS, FailedInput, InputOptions, InputText, attempt
from cyextract.batch.streams import Patience
from cyextract.errors import InputError

_MAX_FIELD = 2**31 - 1  # what the library of CSV can count
_CHARS_PER_CHAR = 12  # at most: JSON may spell one as two `\uXXXX`
_ROOM = 64 * 1024  # for the other fields of a row
_ESCAPED = range(0xDC80, 0xDD00)  # what `surrogateescape` makes of bytes that do not fit


def read_csv(
    stream: BinaryIO, encoding: str, file: InputFile, options: InputOptions, patience: Patience
) -> Iterator[InputText | FailedInput]:
    """The rows of a CSV file with a header; a row without an id has the id `file:row`, counted from 1.

    Raises:
        InputError: there is no such text column, or two of them.
    """
    csv.field_size_limit(max(csv.field_size_limit(), min(options.max_chars + 1, _MAX_FIELD)))
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    lines = _Lines(text, row_limit(options), patience)
    rows = csv.reader(lines)
    named = date_in_name(file.path, options.name_date)
    try:
        header = [name.strip() for name in next(rows, [])]
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"{file.path}: not CSV: {error}") from error
    check_columns(header, file, options)
    reported = None if encoding.startswith("utf-8") else encoding
    number = 0
    while True:
        number += 1
        where = f"{file.path}:{number}"
        lines.begin_row()
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield FailedInput(where, f"not CSV: {error}")
            lines.end_row()
            continue
        except UnicodeDecodeError as error:  # UTF-16 that breaks off: nothing after it can be told apart
            yield FailedInput(where, f"bytes that are not {encoding} ({error.reason}), and all after them; convert the file first")
            break
        if lines.broke_off:
            yield FailedInput(where, "a quotation mark that opens a cell is not closed: this row and all after it are not read")
            break
        if not cells:
            continue
        if len(cells) != len(header):
            yield FailedInput(where, f"{len(cells)} cells, the header has {len(header)}")
        elif any(ord(char) in _ESCAPED for cell in cells if not cell.isascii() for char in cell):
            yield FailedInput(where, f"bytes that are not {encoding}; convert the file first")
        else:
            record = dict(zip(header, cells, strict=True))
            yield attempt(partial(make_input, record, where, options, named, reported), where)
    text.detach()


class _Lines:
    """The lines of a text, none longer than a row may be, and no more of them in one row.

    Attributes:
        broke_off: whether the text ended inside a row: a line was asked for behind one of its lines, and there was none.
    """

    def __init__(self, text: io.TextIOWrapper, limit: int, patience: Patience) -> None:
        self._text, self._limit, self._patience = text, limit, patience
        self.begin_row()

    def begin_row(self) -> None:
        self._held, self._is_quoted, self.broke_off = 0, False, False

    def end_row(self) -> None:
        """Pass over the rest of a row that was given up: its lines up to the quotation mark that closes a cell, if one is open."""
        while self._is_quoted and self._read():
            self._held = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._read()
        if self._held < self._limit:
            if not line:
                self.broke_off = self._held > 0
                raise StopIteration
            return line
        while line and not line.endswith(("\n", "\r")):
            line = self._read()
        raise csv.Error(f"a row of {self._limit:,} characters or more, more than --max-chars allows")

    def _read(self) -> str:
        """The next line, or as much of it as a row may hold."""
        self._patience.check()
        line = self._text.readline(self._limit)
        self._held += len(line)
        self._is_quoted ^= line.count('"') % 2 == 1  # a mark inside a cell is written twice
        return line


def row_limit(options: InputOptions) -> int:
    """How long a row may be that holds a text of the greatest length: JSON may spell each character as two `\\uXXXX`."""
    return min(_CHARS_PER_CHAR * options.max_chars + _ROOM, _MAX_FIELD)


def check_columns(columns: Sequence[str], file: InputFile, options: InputOptions) -> None:
    """Refuse a table without the columns that are asked for, or with two of one that is read.

    Raises:
        InputError: which, and what there is.
    """
    required = {"--text-field": options.text_field}
    if options.id_field != DEFAULT_OPTIONS.id_field:
        required["--id-field"] = options.id_field
    if options.date_field != DEFAULT_OPTIONS.date_field:
        required["--date-field"] = options.date_field
    for option, name in required.items():
        if name not in columns:
            raise InputError(f"{file.path}: no column {name!r} ({option}); there are: {', '.join(columns) or 'none'}")
    read = (options.text_field, options.id_field, options.date_field, "default_currency")
    if twice := [name for name in dict.fromkeys(read) if columns.count(name) > 1]:
        raise InputError(f"{file.path}: two columns named {', '.join(map(repr, twice))}; rename one")


def make_input(
    record: Mapping[str, Any], where: str, options: InputOptions, named: str | None, encoding: str | None = None
) -> InputText | FailedInput:
    """The input of a row, whatever the types of its cells."""
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
