"""What tables are written as; apart from those that write them, so that a command's help loads none."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from cyextract.errors import InputError

_OTHER_FILES = {".csv", ".parquet", ".json", ".jsonl", ".xls", ".ods", ".txt", ".tsv", ".html"}


class TableFormat(StrEnum):
    """A workbook, or a folder of files of one kind."""

    XLSX = "xlsx"
    CSV = "csv"
    PARQUET = "parquet"


class NumberType(StrEnum):
    """What amounts and percentages are in Parquet."""

    DECIMAL = "decimal"
    FLOAT = "float"


def format_of(out: str, wanted: TableFormat | None) -> TableFormat:
    """What an output is: a workbook when its name ends like one, else a folder, of CSV unless something else is asked for.

    Raises:
        InputError: a name and a format that do not go together, or a name that looks like one of another kind of file.
    """
    ending = Path(out).suffix.lower()
    if wanted is None and ending in _OTHER_FILES:
        raise InputError(f"{out}: tables are several sheets; name a workbook (.xlsx) or a folder, with --format csv or parquet")
    if wanted is not None and (wanted is TableFormat.XLSX) != (ending == ".xlsx"):
        raise InputError(f"{out}: a workbook ends in .xlsx; --format csv and --format parquet write a folder")
    return wanted or (TableFormat.XLSX if ending == ".xlsx" else TableFormat.CSV)
