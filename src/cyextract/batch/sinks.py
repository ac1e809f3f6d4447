"""The rows of a part to the file people asked for: JSON lines as they are, CSV, Parquet; complete under its name, or not there."""

from __future__ import annotations

import csv
import errno
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from cyextract.batch.rows import FACT_COLUMNS, MENTION_COLUMNS, encode_row, fact_columns, fact_rows, mention_rows
from cyextract.errors import InputError
from cyextract.extras import require
from cyextract.foreign import escape_formula

_PIECE = 1 << 20
_NAMES = {"id", "error"}
ENDINGS = (".jsonl", ".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the rows of an output are."""

    flat: bool = False
    """Parquet: one row for each mention, as CSV has it, instead of one for each document."""
    row_group: int = 1000
    """Parquet: inputs in each row group but the last."""
    facts: bool = False
    """One flat row for each fact."""


def check_output(path: Path, shape: Shape) -> None:
    """Refuse what cannot be written before any work is done.

    Raises:
        OSError: a folder, or in none.
        InputError: an ending nobody writes, or `flat` with JSON lines or facts.
        MissingExtraError: Parquet, and pyarrow is not installed.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder; name a file in it", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(path.parent))
    if path.suffix not in ENDINGS:
        raise InputError(f"{path}: outputs end in {' '.join(ENDINGS)}")
    if shape.flat and (path.suffix == ".jsonl" or shape.facts):
        raise InputError("--flat is for CSV and Parquet with one row for each mention")
    if path.suffix == ".parquet":
        require("pyarrow", "arrow", "a Parquet output")


def write_part(rows: Path, part: Path, shape: Shape) -> None:
    """Make the output of rows in JSON lines, beside its place, and move it there when it is on the disk.

    Args:
        rows: what came of each input, a line each.
        part: where the output stands; its ending says what it is.
        shape: what the rows become.
    """
    write = {".jsonl": _write_lines, ".csv": _write_csv, ".parquet": _write_parquet}[part.suffix]
    unfinished = part.with_name(f".{part.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        write(rows, unfinished, shape)
        with unfinished.open("rb") as stream:
            os.fsync(stream.fileno())
        unfinished.replace(part)
    finally:
        unfinished.unlink(missing_ok=True)  # also after a replace that found the two to be one file


def part_path(out: Path, number: int) -> Path:
    """Where a part of an output stands: `news.csv` has the parts `news-00000.csv` and so on."""
    return out.with_name(f"{out.stem}-{number:05}{out.suffix}")


def lines_of(lines: Iterable[bytes], shape: Shape) -> Iterable[bytes]:
    """What JSON lines hold of rows that are lines."""
    return (encode_row(fact) for line in lines for fact in fact_rows(json.loads(line))) if shape.facts else lines


def _write_lines(rows: Path, unfinished: Path, shape: Shape) -> None:
    if not shape.facts:
        with suppress(OSError):  # a file system without links
            unfinished.hardlink_to(rows)
            return
    with rows.open("rb") as stream, unfinished.open("wb") as out:
        out.writelines(lines_of(stream, shape))


def _write_csv(rows: Path, unfinished: Path, shape: Shape) -> None:
    with unfinished.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FACT_COLUMNS if shape.facts else MENTION_COLUMNS, lineterminator="\n")
        writer.writeheader()
        with rows.open("rb") as lines:
            for row in map(_load, lines):
                writer.writerows(map(_as_cells, fact_columns(row) if shape.facts else mention_rows(row)))


def _as_cells(row: dict[str, object]) -> dict[str, object]:
    return {name: _as_cell(value) for name, value in row.items()}


def _as_cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return escape_formula(value) if isinstance(value, str) else value


def _write_parquet(rows: Path, unfinished: Path, shape: Shape) -> None:
    import pyarrow
    from pyarrow import parquet

    from cyextract.batch.arrow_schema import arrow_row, document_schema, fact_schema, mention_schema

    make: Callable[[dict[str, Any]], Iterable[dict[str, object]]]
    if shape.facts:
        schema, make = fact_schema(), fact_columns
    elif shape.flat:
        schema, make = mention_schema(), mention_rows
    else:
        schema, make = document_schema(), lambda row: (arrow_row(row),)
    with parquet.ParquetWriter(unfinished, schema, compression="zstd") as writer, rows.open("rb") as stream:
        while lines := list(islice(stream, shape.row_group)):
            pieces = ((row for line in piece for row in make(_load(line))) for piece in _pieces(lines))
            batches = [pyarrow.RecordBatch.from_pylist(list(piece), schema) for piece in pieces]
            group = pyarrow.Table.from_batches(batches, schema)
            writer.write_table(group, row_group_size=max(group.num_rows, 1))


def _load(line: bytes) -> dict[str, Any]:
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
