"""The rows of a part to the file people asked for: JSON lines as they are, CSV, Parquet; complete under its name, or not there."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from cyextract.batch.input_record import FailedInput, InputText, Row
from cyextract.batch.rows import MENTION_COLUMNS, document_row, failure_row, mention_rows
from cyextract.document import Document
from cyextract.errors import InputError
from cyextract.extras import require
from cyextract.foreign import escape_formula

_PIECE = 1 << 20
_NAMES = {"id", "error"}
ENDINGS = (".jsonl", ".csv", ".parquet")


class OutputShape(Protocol):
    """What the rows of a run are, and what becomes of them; worker processes get a copy."""

    @property
    def is_streamed(self) -> bool:
        """Whether rows can go out as they come, to a pipe or a device."""

    def check(self, path: Path) -> None:
        """Refuse an output that cannot be written, before any work is done."""

    def row(self, document: Document, item: InputText) -> Row:
        """The row of a result; it begins with another key than `id`."""

    def failure(self, failed: FailedInput) -> Row:
        """The row of an input of which nothing came: `id`, then `error`."""

    def write(self, rows: Path, part: Path) -> None:
        """Make the output of a part out of its rows, a JSON line each; complete under its name, or not there."""

    def describe(self) -> dict[str, object]:
        """What its bytes depend on."""

    def companions(self, path: Path) -> Sequence[str]:
        """The names of the files that it writes beside an output; in a folder of inputs they are none."""

    def files(self, path: Path) -> Sequence[Path]:
        """All files that it writes for an output, or for a part of one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows as a batch writes them: JSON lines, CSV or Parquet by the ending of the output."""

    flat: bool = False
    """Parquet: one row for each mention, as CSV has it, instead of one for each document."""
    row_group: int = 1000
    """Parquet: inputs in each row group but the last."""

    @property
    def is_streamed(self) -> bool:
        """As JSON lines."""
        return True

    def check(self, path: Path) -> None:
        """Refuse what cannot be written.

        Raises:
            OSError: a folder, or in none.
            InputError: an ending nobody writes, or `flat` with JSON lines.
            MissingExtraError: Parquet, and pyarrow is not installed.
        """
        check_file(path)
        if path.suffix not in ENDINGS:
            raise InputError(f"{path}: outputs end in {' '.join(ENDINGS)}; a workbook is what cyextract tables writes")
        if self.flat and path.suffix == ".jsonl":
            raise InputError("--flat is for CSV and Parquet with one row for each mention")
        if path.suffix == ".parquet":
            require("pyarrow", "arrow", "a Parquet output")

    def row(self, document: Document, item: InputText) -> Row:
        """A document's row."""
        return document_row(document, item.id, item.encoding, item.keep_text)

    def failure(self, failed: FailedInput) -> Row:
        """`id` and `error`."""
        return failure_row(failed)

    def write(self, rows: Path, part: Path) -> None:
        """One file; its ending says what it is."""
        write = {".jsonl": _write_lines, ".csv": _write_csv, ".parquet": _write_parquet}[part.suffix]
        with complete_file(part) as unfinished:
            write(rows, unfinished, self)

    def describe(self) -> dict[str, object]:
        """All of it."""
        return asdict(self)

    def companions(self, path: Path) -> Sequence[str]:
        """None."""
        return ()

    def files(self, path: Path) -> Sequence[Path]:
        """The one."""
        return (path,)


def check_file(path: Path) -> None:
    """Refuse a path that no file can be written to.

    Raises:
        OSError: a folder, or in none.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder; name a file in it", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(path.parent))


@contextmanager
def complete_file(path: Path) -> Iterator[Path]:
    """A file to fill beside the place where it belongs; it moves there when it is on the disk."""
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
        with unfinished.open("rb") as stream:
            os.fsync(stream.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)  # also after a replace that found the two to be one file


@contextmanager
def file_or_device(path: Path) -> Iterator[Path]:
    """A file that is complete or not there, links followed; a device or a pipe, which nothing may replace, is written to as it is."""
    place = path.resolve()
    if place.exists() and not place.is_file():
        yield path
        return
    with complete_file(place) as unfinished:
        yield unfinished


def part_path(out: Path, number: int) -> Path:
    """Where a part of an output stands: `news.csv` has the parts `news-00000.csv` and so on."""
    return out.with_name(f"{out.stem}-{number:05}{out.suffix}")


def _write_lines(rows: Path, unfinished: Path, shape: Shape) -> None:
    with suppress(OSError):  # a file system without links
        unfinished.hardlink_to(rows)
        return
    shutil.copyfile(rows, unfinished)


def _write_csv(rows: Path, unfinished: Path, shape: Shape) -> None:
    with unfinished.open("w", encoding="utf-8-sig", newline="") as stream:  # without the mark spreadsheets take it for a Western encoding
        writer = csv.DictWriter(stream, MENTION_COLUMNS, lineterminator="\n")
        writer.writeheader()
        with rows.open("rb") as lines:
            for row in map(load_row, lines):
                writer.writerows(map(_as_cells, mention_rows(row)))


def _as_cells(row: dict[str, object]) -> dict[str, object]:
    return {name: _as_cell(value) for name, value in row.items()}


def _as_cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return escape_formula(value) if isinstance(value, str) else value


def _write_parquet(rows: Path, unfinished: Path, shape: Shape) -> None:
    import pyarrow
    from pyarrow import parquet

    from cyextract.batch.arrow_schema import arrow_row, document_schema, mention_schema

    schema = mention_schema() if shape.flat else document_schema()
    with parquet.ParquetWriter(unfinished, schema, compression="zstd") as writer, rows.open("rb") as stream:
        while lines := list(islice(stream, shape.row_group)):
            pieces = (_flat_rows(piece) if shape.flat else map(arrow_row, map(load_row, piece)) for piece in _pieces(lines))
            batches = [pyarrow.RecordBatch.from_pylist(list(piece), schema) for piece in pieces]
            group = pyarrow.Table.from_batches(batches, schema)
            writer.write_table(group, row_group_size=max(group.num_rows, 1))


def _flat_rows(lines: Iterable[bytes]) -> Iterator[Row]:
    return (flat for line in lines for flat in mention_rows(load_row(line)))


def load_row(line: bytes) -> dict[str, Any]:
    """A row. Lone surrogates, which JSON can spell and these formats cannot, only get as far as ids and errors."""
    row: dict[str, Any] = json.loads(line)
    for name in _NAMES & row.keys():
        row[name] = str(row[name]).encode("utf-8", "backslashreplace").decode()
    return row


def _pieces(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines a few at a time: as Python objects they take ten times the memory that they take as columns."""
    piece: list[bytes] = []
    held = 0
    for line in lines:
        piece.append(line)
        held += len(line)
        if held >= _PIECE:
            yield piece
            piece, held = [], 0
    if piece:
        yield piece
