"""One workbook of the page's documents: the sheets of `cyextract tables`, out of the rows that each document gives."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from cyextract.batch import InputText, encode_row
from cyextract.document import Document
from cyextract.errors import InputError
from cyextract.tables import TableFormat, TableShape
from cyextract.tables.stored_rows import result_row
from cyextract.web.messages import ResultRow

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_rows(document: Document) -> bytes:
    """What a workbook holds of a document, as one line."""
    return encode_row(result_row(document, InputText(document.id or "text", document.text)))


def corrected_document(text: str, id: str | None, row: ResultRow) -> Document:
    """A document as a person corrected it.

    Raises:
        InputError: the row is not one of this text.
    """
    starts = {mention.start for mention in row.mentions}
    if any(text[m.start : m.end] != m.text for m in row.mentions) or any(figure.start not in starts for figure in row.figures):
        raise InputError("row: not the row of this text")
    return Document(
        text=text, id=id, reference_date=row.reference_date, reference_year=row.reference_year, mentions=tuple(row.mentions),
        organisations=tuple(row.organisations), aliases=tuple(row.aliases), agreements=tuple(row.agreements), figures=tuple(row.figures),
    )  # fmt: skip


def make_workbook(rows: Iterable[bytes]) -> bytes:
    """The workbook, made in a temporary folder of which nothing stays."""
    with tempfile.TemporaryDirectory(prefix="cyextract-") as folder:
        stored, book = Path(folder) / "rows.jsonl", Path(folder) / "cyextract.xlsx"
        with stored.open("wb") as written:
            written.writelines(rows)
        TableShape(TableFormat.XLSX).write(stored, book)
        return book.read_bytes()
