"""Tables for people: one workbook, or a folder of CSV or Parquet, out of the rows of a batch; and the same rows for data frames."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cyextract.tables.formats import NumberType, TableFormat, format_of
    from cyextract.tables.frames import tabulate
    from cyextract.tables.preview import Preview
    from cyextract.tables.shape import TableShape

__all__ = ["NumberType", "Preview", "TableFormat", "TableShape", "format_of", "tabulate"]

_MODULE_OF = {
    "NumberType": "formats", "Preview": "preview", "TableFormat": "formats", "TableShape": "shape", "format_of": "formats",
    "tabulate": "frames",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use, as the package's own door does."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'cyextract.tables' has no attribute {name!r}")
    return getattr(import_module(f"cyextract.tables.{_MODULE_OF[name]}"), name)
