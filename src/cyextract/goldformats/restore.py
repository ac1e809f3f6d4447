"""Bring back what a format had no place for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cyextract.evaluate import Annotation, GoldDocument
from cyextract.goldformats.gold_row import make_annotation, values_of


def restore_values(documents: Sequence[GoldDocument], source: Iterable[GoldDocument]) -> tuple[tuple[GoldDocument, ...], tuple[str, ...]]:
    """Give mentions the values that the same mentions have in another gold file, and documents their dates and layers.

    A document's counterpart has the same id and the same text; a mention's, the same type and span. What a document or mention has
    already stays. Returned beside the documents are notes: how many mentions found none, and so need values by hand.
    """
    known = {(document.id, document.text): document for document in source}
    restored, missing, absent = [], 0, 0
    for document in documents:
        origin = known.get((document.id, document.text))
        if origin is None:
            absent += 1
            restored.append(document)
            continue
        values = {(a.type, a.start, a.end): values_of(a) for a in origin.annotations}
        missing += sum((a.type, a.start, a.end) not in values for a in document.annotations)
        annotations = tuple(_restore(a, values.get((a.type, a.start, a.end), {}), document.text or "") for a in document.annotations)
        restored.append(
            replace(
                document,
                annotations=annotations,
                reference_date=document.reference_date or origin.reference_date,
                default_currency=document.default_currency or origin.default_currency,
                layers=document.layers if document.layers is not None else origin.layers,
            )
        )
    counted = ((missing, "mentions are new or moved: they have no values"), (absent, "documents have no counterpart with the same text"))
    return tuple(restored), tuple(f"{count} {what}" for count, what in counted if count)


def _restore(annotation: Annotation, values: dict[str, object], text: str) -> Annotation:
    return make_annotation(annotation.type, annotation.start, annotation.end, text, values | values_of(annotation))
