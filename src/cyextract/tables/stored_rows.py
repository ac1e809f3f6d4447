"""Rows of sheets as a run keeps them until its end, one JSON line for each input, and as they are again when the sheets are written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from cyextract.batch import FailedInput, InputText, Row
from cyextract.batch.streams import STANDARD_STREAM
from cyextract.document import Document
from cyextract.models import SCHEMA_VERSION, format_decimal
from cyextract.tables.rows import Cell, Cells, DocumentSheets, document_sheets
from cyextract.tables.schema import OF_A_DOCUMENT, Kind, Sheet

_OF_KIND: dict[Kind, Callable[[str], Cell]] = {Kind.NUMBER: Decimal, Kind.DAY: dt.date.fromisoformat}
_MAKERS = {sheet.name: {c.name: _OF_KIND[c.kind] for c in sheet.columns if c.kind in _OF_KIND} for sheet in OF_A_DOCUMENT}


def result_row(document: Document, item: InputText) -> Row:
    """What is kept of a result; cells of JSON, exact numbers and days as text, each sentence once and the rows with its place."""
    sheets = document_sheets(document)
    sentences: dict[str, int] = {}
    sheets["documents"][0] |= {"encoding": item.encoding} if item.encoding else {}
    kept = {name: [_keep_all(cells, sentences) for cells in rows] for name, rows in sheets.items() if rows}
    return {"schema_version": SCHEMA_VERSION, "id": item.id, "file": _name_file(item.file), "sheets": kept, "sentences": list(sentences)}


def failed_row(failed: FailedInput) -> Row:
    """What is kept of an input of which nothing came."""
    return {"id": failed.id, "error": failed.error, "file": _name_file(failed.file)}


def read_rows(rows: Path) -> Iterator[DocumentSheets]:
    """The sheets of each input of a run, a failed one's with its row of documents alone; every row with its `document` and `file`."""
    with rows.open("rb") as lines:
        for line in lines:
            kept: dict[str, Any] = json.loads(line)
            place = {"document": _writable(str(kept["id"])), "file": _writable(kept["file"])}
            if "error" in kept:
                yield {"documents": [{**place, "error": _writable(kept["error"])}]}
            else:
                sheets, sentences = kept["sheets"], kept["sentences"]
                yield {
                    sheet.name: [{**place, **_restore(sheet, cells, sentences)} for cells in sheets.get(sheet.name, ())]
                    for sheet in OF_A_DOCUMENT
                }


def _keep_all(cells: Cells, sentences: dict[str, int]) -> dict[str, object]:
    kept: dict[str, object] = {column: _keep(cell) for column, cell in cells.items()}
    if isinstance(sentence := cells.get("sentence"), str):
        kept["sentence"] = sentences.setdefault(sentence, len(sentences))
    return kept


def _keep(cell: Cell) -> str | int | bool | None:
    if isinstance(cell, Decimal):
        return format_decimal(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _restore(sheet: Sheet, cells: Mapping[str, Any], sentences: Sequence[str]) -> Cells:
    makers = _MAKERS[sheet.name]
    made = {column: makers[column](cell) if column in makers else cell for column, cell in cells.items()}
    return made | {"sentence": sentences[cells["sentence"]]} if "sentence" in cells else made


def _name_file(path: str) -> str:
    return "standard input" if path == STANDARD_STREAM else path


def _writable(text: str) -> str:
    """Lone surrogates, which JSON can spell and files cannot, only get as far as ids, paths and errors."""
    return text.encode("utf-8", "backslashreplace").decode()
