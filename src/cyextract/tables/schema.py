"""The sheets and their columns, out of `columns.tsv`: names, kinds of values, what they mean; the one place that says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from cyextract.tables.rows import Cells


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "date"
    TRUTH = "true or false"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is how many half-width characters a workbook shows of it at most."""

    name: str
    kind: Kind
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    name: str
    columns: tuple[Column, ...]

    def names(self, kind: Kind | None = None) -> list[str]:
        """Its columns, or those that hold one kind of value."""
        return [column.name for column in self.columns if kind in (None, column.kind)]


def explain_columns() -> list[Cells]:
    """The rows of the sheet that explains the others."""
    return [
        {"sheet": sheet, **({"column": column} if column else {}), "kind": kind, "meaning": meaning, "meaning_zh": chinese}
        for sheet, column, kind, _, meaning, chinese in _LINES
        if sheet != COLUMNS.name
    ]


def _read_lines() -> list[list[str]]:
    text = (files("cyextract.tables") / "columns.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def _sheet(name: str) -> Sheet:
    columns = [(column, kind, width) for sheet, column, kind, width, _, _ in _LINES if sheet == name and column]
    return Sheet(name, tuple(Column(column, Kind(kind), int(width)) for column, kind, width in columns))


_LINES = _read_lines()
DOCUMENTS, MENTIONS, FIGURES, AGREEMENTS, PARTIES, ORGANISATIONS, NAMES, COLUMNS = SHEETS = tuple(
    map(_sheet, dict.fromkeys(line[0] for line in _LINES))
)
OF_A_DOCUMENT = SHEETS[:6]
