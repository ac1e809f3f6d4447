"""Tables in Python: the rows of documents, ready for a data frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from cyextract.document import Document
from cyextract.tables.rows import document_sheets
from cyextract.tables.schema import OF_A_DOCUMENT

FrameCell = str | int | float | Decimal | dt.date | None


def tabulate(
    documents: Document | Iterable[Document], numbers: type[Decimal] | type[float] = Decimal
) -> dict[str, list[dict[str, FrameCell]]]:
    """The rows of documents for each sheet, with all its columns: what `pandas.DataFrame` and `polars.DataFrame` take.

    Args:
        documents: one, or several with an id each; one without has the number of its place.
        numbers: what amounts and percentages are: exact `Decimal`, or `float`.

    Raises:
        TypeError: something else than documents.

    >>> from cyextract import extract
    >>> rows = tabulate(extract("甲银行投资3亿元，增长5.5%。", id="a"), numbers=float)["figures"]
    >>> [(row["document"], row["kind"], row["amount"], row["percent"]) for row in rows]
    [('a', 'level', 300000000.0, None), ('a', 'growth', None, 5.5)]
    """
    listed = [documents] if isinstance(documents, Document) else documents
    made: dict[str, list[dict[str, FrameCell]]] = {sheet.name: [] for sheet in OF_A_DOCUMENT}
    for number, document in enumerate(listed, 1):
        if not isinstance(document, Document):
            raise TypeError(f"tabulate takes documents, got {type(document).__name__}; extract makes one of a text")
        sheets = document_sheets(document)
        for sheet in OF_A_DOCUMENT:
            columns = [column.name for column in sheet.columns if column.name not in _OF_A_RUN]
            for cells in sheets[sheet.name]:
                row = {name: cells.get(name) for name in columns} | {"document": document.id if document.id is not None else str(number)}
                made[sheet.name].append({name: numbers(cell) if isinstance(cell, Decimal) else cell for name, cell in row.items()})
    return made


_OF_A_RUN = {"file", "encoding", "error"}
