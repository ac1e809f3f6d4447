"""spaCy DocBin (`.spacy`), for training and for what spaCy annotated; needs the extra spacy.

Written are documents without a pipeline: every code point is a token, or every word of a tokenizer, cut at mention edges besides, and the
text comes back exactly. Mentions are `doc.ents`; where some overlap, which entities cannot, they are the span group
`doc.spans["cyextract"]`. Values, context and layers travel as JSON in `doc.user_data["cyextract"]`. Read are that span group where
a document has it, else its entities; values belong to mentions that still have their span and type.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cyextract.errors import InputError
from cyextract.evaluate import GoldDocument
from cyextract.evaluate.gold_documents import optional_str
from cyextract.extras import require
from cyextract.foreign import reading
from cyextract.goldformats.gold_row import (
    FormatOptions,
    GoldFile,
    check_document,
    cut_tokens,
    encode_utf8,
    layers_from,
    make_annotation,
    to_row,
    values_of,
)

HOLDS = frozenset({"values", "optional", "reference_date", "default_currency", "layers"})
_KEY = "cyextract"


def read(path: Path, options: FormatOptions) -> GoldFile:
    """Read a DocBin of ours or of others; a document without an id gets the file's name and its number."""
    tokens = _import_tokens()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    with reading(f"{path}: not a DocBin"):
        documents = list(tokens.DocBin().from_bytes(data).get_docs(_import_vocab()()))
    return GoldFile(tuple(_read_document(doc, f"{path.stem}:{n}", str(path)) for n, doc in enumerate(documents, start=1)))


def encode_file(documents: Sequence[GoldDocument], options: FormatOptions) -> bytes:
    """Make one DocBin of all documents."""
    tokens, vocab = _import_tokens(), _import_vocab()()
    binary = tokens.DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for document in documents:
        text = check_document(document)
        encode_utf8(text, f"document {document.id}")
        edges = cut_tokens(document, options.tokenize)
        doc = tokens.Doc(vocab, words=[text[start:end] for start, end in edges], spaces=[False] * len(edges))
        first, last = {start: n for n, (start, _) in enumerate(edges)}, {end: n + 1 for n, (_, end) in enumerate(edges)}
        spans = [tokens.Span(doc, first[a.start], last[a.end], label=a.type) for a in document.annotations]
        try:
            doc.set_ents(spans, default="outside")
        except ValueError:  # they overlap
            doc.spans[_KEY] = spans
        doc.user_data[_KEY] = json.dumps(to_row(document, with_text=False), ensure_ascii=True)
        binary.add(doc)
    return bytes(binary.to_bytes())


def _read_document(doc: Any, name: str, where: str) -> GoldDocument:
    text, row = str(doc.text), _row(doc)
    known = _values(row)
    spans = doc.spans.get(_KEY, doc.ents)
    placed = sorted((int(span.start_char), int(span.end_char), str(span.label_)) for span in spans)
    annotations = tuple(make_annotation(type_, start, end, text, known.get((start, end, type_))) for start, end, type_ in placed)
    reference_date, currency = (optional_str(row, key, where) for key in ("reference_date", "default_currency"))
    return GoldDocument(str(row.get("id", name)), annotations, text, reference_date, currency, layers_from(row, where))


def _row(doc: Any) -> Mapping[str, object]:
    stored = doc.user_data.get(_KEY)
    row = json.loads(stored) if isinstance(stored, str) else None
    return row if isinstance(row, dict) else {}


def _values(row: Mapping[str, object]) -> dict[tuple[int, int, str], dict[str, object]]:
    from cyextract.evaluate.gold_documents import parse_gold

    return {(a.start, a.end, a.type): values_of(a) for a in parse_gold({"id": "", **row}, "user_data").annotations}


def _import_tokens() -> Any:
    require("spacy", "spacy", "the DocBin format")
    import spacy.tokens

    return spacy.tokens


def _import_vocab() -> Any:
    import spacy.vocab

    return spacy.vocab.Vocab
