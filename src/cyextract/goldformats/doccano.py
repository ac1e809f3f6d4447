"""doccano JSONL for sequence labelling: `{"text", "label": [[start, end, type], ...]}`.

doccano's browser counts UTF-16 code units, in what it exports and in what it shows (its issue 2290, 2023), so that is the
default; files that Python programs wrote usually count code points: say so with the offset unit. Nothing in the format tells.
Read are `label`, `labels`, and the `entities` of an export with relations; the text is `text` or `data`. Our id, the reference date
and the currency travel as further keys, which doccano keeps as metadata. A line holds no values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cyextract.errors import InputError
from cyextract.evaluate import GoldDocument
from cyextract.evaluate.gold_documents import optional_str, read_jsonl
from cyextract.goldformats.gold_row import FormatOptions, GoldFile, check_document, dump_line, make_annotation, to_context
from cyextract.goldformats.offsets import OffsetScheme, OffsetUnit, Region, count_offsets, resolve_regions

HOLDS = frozenset({"reference_date", "default_currency"})
_ID = "document_id"  # doccano gives ids of its own under "id"
_LABELS = ("label", "labels", "entities")


def read(path: Path, options: FormatOptions) -> GoldFile:
    """Read an export or a file made for import."""
    documents, relations = [], 0
    for where, row in read_jsonl(path):
        documents.append(_read_document(row, where, options.offset_unit))
        listed = row.get("relations")
        relations += len(listed) if isinstance(listed, list) else 0
    return GoldFile(tuple(documents), (f"{relations} relations not read: they have no counterpart here",) if relations else ())


def encode_file(documents: Sequence[GoldDocument], options: FormatOptions) -> bytes:
    """Make one line for each document, for import."""
    return b"".join(_encode(document, options.offset_unit or OffsetUnit.UTF16) for document in documents)


def _encode(document: GoldDocument, unit: OffsetUnit) -> bytes:
    text = check_document(document)
    offsets = count_offsets(text, OffsetScheme(unit))
    labels = [[offsets[a.start], offsets[a.end], a.type] for a in document.annotations]
    row = {_ID: document.id, "text": text, "label": labels, **to_context(document)}
    return dump_line(row).encode() + b"\n"


def _read_document(row: Mapping[str, object], where: str, unit: OffsetUnit | None) -> GoldDocument:
    metadata = row.get("meta")  # where older versions put further keys
    row = {**(metadata if isinstance(metadata, dict) else {}), **row}
    text = row.get("text", row.get("data"))
    if not isinstance(text, str):
        raise InputError(f'{where}: no "text"; a doccano line has text and label')
    id_ = row.get(_ID, row.get("id"))
    if id_ is None:
        raise InputError(f'{where}: no "id" and no "{_ID}"; documents are matched by it')
    labels = list(_read_labels(row, where))
    spans = resolve_regions(text, [region for region, _ in labels], unit, OffsetUnit.UTF16, lambda piece, region: True)
    annotations = [make_annotation(type_, start, end, text) for (_, type_), (start, end) in zip(labels, spans, strict=True)]
    annotations.sort(key=lambda a: (a.start, a.end))
    reference_date, currency = (optional_str(row, name, where) for name in ("reference_date", "default_currency"))
    return GoldDocument(str(id_), tuple(annotations), text, reference_date, currency)


def _read_labels(row: Mapping[str, object], where: str) -> Iterator[tuple[Region, str]]:
    key = next((key for key in _LABELS if key in row), None)
    listed = row.get(key) if key else None
    if not isinstance(listed, list):
        raise InputError(f'{where}: no list "label"; a doccano line for sequence labelling has [[start, end, type], ...]')
    for label in listed:
        parts = [label.get(name) for name in ("start_offset", "end_offset", "label")] if isinstance(label, dict) else label
        match parts:
            case [int(start), int(end), str(type_)]:
                yield Region(start, end, None, where), type_
            case _:
                raise InputError(f"{where}: a label is [start, end, type] or has start_offset, end_offset, label; got {label!r:.80}")
