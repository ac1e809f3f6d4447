"""Tables for people: one workbook, or a folder of CSV or Parquet, out of the rows of a batch; and the same rows for data frames."""

from __future__ import annotations

from cyextract.tables.parquet_folder import NumberType
from cyextract.tables.preview import Preview
from cyextract.tables.shape import TableFormat, TableShape, format_of
from cyextract.tables.tabulate import tabulate

__all__ = ["NumberType", "Preview", "TableFormat", "TableShape", "format_of", "tabulate"]
