"""Organisations over all documents: those of one canonical name in one row, counted on disk, however many there are."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from cyextract.tables.rows import Cells

_SHOWN = 20  # names that one row lists
_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE document (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE body (
        name TEXT PRIMARY KEY, number INTEGER, documents INTEGER, mentions INTEGER, first_date TEXT, last_date TEXT,
        document TEXT, sentence TEXT, file TEXT
    ) WITHOUT ROWID;
    CREATE TABLE kind (name TEXT, kind TEXT, documents INTEGER, PRIMARY KEY (name, kind)) WITHOUT ROWID;
    CREATE TABLE alias (name TEXT, place INTEGER, alias TEXT, PRIMARY KEY (name, alias)) WITHOUT ROWID;
"""
_ADD = """
    INSERT INTO body VALUES (:name, :number, 1, :mentions, :day, :day, :document, :sentence, :file)
    ON CONFLICT (name) DO UPDATE SET
        documents = documents + (:number != number), number = :number, mentions = mentions + :mentions,
        first_date = coalesce(min(first_date, :day), first_date, :day), last_date = coalesce(max(last_date, :day), last_date, :day)
"""
_COLUMNS = ("name", "documents", "mentions", "first_date", "last_date", "document", "sentence", "file")


class NameIndex:
    """Counts organisations by name.

    Args:
        file: a path for the counts; gone when the index is closed.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._counts = sqlite3.connect(file, isolation_level=None)
        self._counts.executescript(_TABLES)
        self._counts.execute("BEGIN")  # one for all: what does not fit in the cache goes to the file anyway
        self._documents = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._counts.close()
        self._file.unlink(missing_ok=True)

    def add(self, organisations: Iterable[Cells], day: dt.date | None) -> None:
        """Count the organisations of one document, and its reference date."""
        self._documents += 1
        for cells in organisations:
            self._counts.execute(_ADD, {**cells, "number": self._documents, "day": day and day.isoformat()})
            self._counts.execute(
                "INSERT INTO kind VALUES (:name, :kind, 1) ON CONFLICT DO UPDATE SET documents = documents + 1", dict(cells)
            )
            name = cells["name"]
            for alias in str(cells["names"]).split("、"):
                (count,) = self._counts.execute("SELECT count(*) FROM alias WHERE name = ?", (name,)).fetchone()
                if count < _SHOWN:
                    self._counts.execute("INSERT OR IGNORE INTO alias VALUES (?, ?, ?)", (name, count, alias))

    def is_new(self, document: str) -> bool:
        """Whether no document before had this id."""
        return self._counts.execute("INSERT OR IGNORE INTO document VALUES (?)", (document,)).rowcount == 1

    def rows(self) -> Iterator[Cells]:
        """A row for each name, the most mentioned first."""
        found = self._counts.execute(f"SELECT {', '.join(_COLUMNS)} FROM body ORDER BY mentions DESC, documents DESC, name")
        for values in found:
            cells: Cells = dict(zip(_COLUMNS, values, strict=True))
            for name in ("first_date", "last_date"):
                cells[name] = cells[name] and dt.date.fromisoformat(str(cells[name]))
            cells["kind"] = self._join("SELECT kind FROM kind WHERE name = ? ORDER BY documents DESC, kind", cells["name"], ", ")
            cells["names"] = self._join("SELECT alias FROM alias WHERE name = ? ORDER BY place", cells["name"], "、")
            yield {name: cell for name, cell in cells.items() if cell is not None}

    def _join(self, query: str, name: object, between: str) -> str:
        return between.join(value for (value,) in self._counts.execute(query, (name,)))
