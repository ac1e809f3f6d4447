"""What every format module shares: the options, checked documents, the values of a mention, what a format cannot hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cyextract.errors import InputError
from cyextract.evaluate import Annotation, GoldDocument, Layers
from cyextract.goldformats.offsets import OffsetUnit

Tokenize = Callable[[str], Iterable[str]]
_PLACE = ("start", "end", "type", "text")
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NAME_LIMIT = 200  # bytes; file systems take 255, and the endings need room


@dataclass(frozen=True, slots=True)
class GoldFile:
    """The documents of a file or folder, and what else stood there that was not read."""

    documents: tuple[GoldDocument, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """What a caller may say about a format; each format takes what concerns it.

    Attributes:
        offset_unit: what offsets count (doccano, Label Studio, brat); `None`: what the tool counts, checked by stated texts.
        predictions: Label Studio: write and read `predictions`, which annotators correct, in place of `annotations`.
        tokenize: CoNLL and DocBin: cut the text into words, which must be its slices one after the other; mention edges
            are cut besides. `None`: one token for each code point.
    """

    offset_unit: OffsetUnit | None = None
    predictions: bool = False
    tokenize: Tokenize | None = None


NO_OPTIONS = FormatOptions()


def check_document(document: GoldDocument) -> str:
    """Return the text of a document whose mentions lie in it.

    Raises:
        InputError: there is no text, or a mention is no slice of it, or its stated text is another.
    """
    text = document.text
    if text is None:
        raise InputError(f"document {document.id}: no text; offsets alone cannot be converted")
    for a in document.annotations:
        if not 0 <= a.start < a.end <= len(text):
            raise InputError(f"document {document.id}: {a.type} {a.start}..{a.end} lies outside the text of {len(text)} code points")
        if a.fields.get("text", text[a.start : a.end]) != text[a.start : a.end]:
            raise InputError(
                f"document {document.id}: {a.type} {a.start}..{a.end} says {a.fields['text']!r:.60}, "
                f"and the text there is {text[a.start : a.end]!r:.60}"
            )
    return text


def make_annotation(type_: str, start: int, end: int, text: str, values: Mapping[str, object] | None = None) -> Annotation:
    """Make a mention of a document with this text."""
    fields = {"start": start, "end": end, "type": type_, "text": text[start:end], **(values or {})}
    return Annotation(type_, start, end, fields, bool(fields.get("optional")))


def values_of(annotation: Annotation) -> dict[str, object]:
    """Everything that a mention says besides where it is and what type it has."""
    return {name: value for name, value in annotation.fields.items() if name not in _PLACE}


def to_row(document: GoldDocument, *, with_text: bool) -> dict[str, object]:
    """A document in the shape of our own gold files."""
    text = check_document(document)
    row: dict[str, object] = {"id": document.id, **to_context(document)}
    if with_text:
        row["text"] = text
    row["mentions"] = [
        {"start": a.start, "end": a.end, "type": a.type, "text": text[a.start : a.end], **values_of(a)} for a in document.annotations
    ]
    return row | to_layers(document)


def to_context(document: GoldDocument) -> dict[str, str]:
    """Reference date and currency, where the document has them."""
    stated = {"reference_date": document.reference_date, "default_currency": document.default_currency}
    return {name: value for name, value in stated.items() if value is not None}


def to_layers(document: GoldDocument) -> dict[str, object]:
    """Agreements, aliases and figures, where the document has them."""
    layers = document.layers
    if layers is None:
        return {}
    figures = {"figures": [*map(dict, layers.figures)]} if layers.figures else {}
    return {"agreements": [*map(dict, layers.agreements)], "aliases": [*map(dict, layers.aliases)], **figures}


def _count_layers(document: GoldDocument) -> int:
    layers = document.layers
    return len(layers.agreements) + len(layers.aliases) + len(layers.figures) if layers else 0


def list_losses(documents: Sequence[GoldDocument], holds: frozenset[str], format_name: str) -> tuple[str, ...]:
    """Say, one line each, what these documents have that the format has no place for."""
    annotations = [a for document in documents for a in document.annotations]
    counted = {
        "values": (sum(bool(values_of(a).keys() - {"optional"}) for a in annotations), "mentions with values"),
        "optional": (sum(a.optional for a in annotations), "optional marks"),
        "reference_date": (sum(d.reference_date is not None for d in documents), "reference dates"),
        "default_currency": (sum(d.default_currency is not None for d in documents), "default currencies"),
        "layers": (sum(map(_count_layers, documents)), "agreements, aliases and figures"),
    }
    return tuple(
        f"{count} {what} not written: {format_name} has no place for them (--values-from brings them back)"
        for name, (count, what) in counted.items()
        if count and name not in holds
    )


def cut_tokens(document: GoldDocument, tokenize: Tokenize | None) -> list[tuple[int, int]]:
    """Cut a text into tokens, as spans without gaps; every mention begins and ends with one.

    Raises:
        InputError: the tokenizer's words are not the slices of the text.
    """
    text = document.text or ""
    cuts = {edge for a in document.annotations for edge in (a.start, a.end)} | {0, len(text)}
    if tokenize is None:
        cuts.update(range(len(text)))
    elif text:
        position = 0
        for word in tokenize(text):
            if not text.startswith(word, position):
                raise InputError(f"document {document.id}: the tokenizer says {word!r:.40} where the text has {text[position:][:20]!r}")
            position += len(word)
            cuts.add(position)
    edges = sorted(cuts)
    return list(pairwise(edges))


def refuse_overlaps(document: GoldDocument, format_name: str) -> None:
    """Raise `InputError` where two mentions share a code point."""
    ordered = sorted(document.annotations, key=lambda a: (a.start, a.end))
    for one, other in pairwise(ordered):
        if one.overlaps(other):
            raise InputError(
                f"document {document.id}: {one.type} {one.start}..{one.end} and {other.type} {other.start}..{other.end} overlap, "
                f"which {format_name} cannot say"
            )


def name_files(documents: Iterable[GoldDocument]) -> Iterator[tuple[str, GoldDocument]]:
    """Pair each document with its id as a file name.

    Raises:
        InputError: an id is no safe file name, or two documents have the same.
    """
    taken: set[str] = set()
    for document in documents:
        name = document.id
        is_unsafe = not name or name[0] in ".-" or re.search(r'[/\\:*?"<>|\x00-\x1f\x7f]|[. ]$', name)
        if is_unsafe or len(name.encode("utf-8", "surrogatepass")) > _NAME_LIMIT or _BREAKING.search(name):
            raise InputError(f"document {name!r:.80}: the id is no file name; write one .jsonl file, or change the id")
        if name.casefold() in taken:
            raise InputError(f"document {name}: a second document with this id; files would overwrite each other")
        taken.add(name.casefold())
        yield name, document


def encode_utf8(text: str, where: str) -> bytes:
    """Encode a text.

    Raises:
        InputError: it holds a lone surrogate.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{where}: a lone surrogate at {error.start}, which UTF-8 cannot hold") from error


def dump_line(value: object) -> str:
    r"""JSON on one line, for tools that break lines at more than line feeds.

    >>> dump_line({"note": "甲\u2028乙"})
    '{"note": "甲\\u2028乙"}'
    """
    return _BREAKING.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def layers_from(row: Mapping[str, object], where: str) -> Layers | None:
    """Agreements and aliases out of parsed JSON; `None` where there is neither."""
    from cyextract.evaluate.gold_documents import parse_gold

    kept = {name: row[name] for name in ("agreements", "aliases", "figures") if name in row}
    return parse_gold({"id": "", **kept}, where).layers
