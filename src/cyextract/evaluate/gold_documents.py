"""Read gold and predictions into annotations, the one shape that is compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cyextract.document import Document
from cyextract.errors import InputError
from cyextract.foreign import reading

GOLD_SUFFIX = ".gold.json"
LayerEntry = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One mention, of gold or predicted: its span in code points of the raw text, and its fields as in JSON."""

    type: str
    start: int
    end: int
    fields: Mapping[str, object] = field(default_factory=dict)
    optional: bool = False

    def overlaps(self, other: Annotation) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Layers:
    """Agreements, aliases and figures of one document, of gold or predicted, as in JSON."""

    agreements: tuple[LayerEntry, ...] = ()
    aliases: tuple[LayerEntry, ...] = ()
    figures: tuple[LayerEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with the mentions it should yield; `text` is `None` where only offsets are known."""

    id: str
    annotations: tuple[Annotation, ...]
    text: str | None = None
    reference_date: str | None = None
    default_currency: str | None = None
    layers: Layers | None = None
    """Agreements, aliases and figures; `None` where gold has none of the fields."""


def load_gold(path: Path) -> tuple[GoldDocument, ...]:
    """Read gold from a folder of `*.gold.json` (texts beside them as `.txt`), from one such file, or from JSONL with `text`.

    A byte-order mark before a text is dropped; line ends stay as they are, because offsets count them.

    Raises:
        InputError: `path` holds no gold, or a row has not the documented shape; the message names file and line.
    """
    if path.is_dir():
        files = sorted(path.glob(f"*{GOLD_SUFFIX}"))
        if not files:
            raise InputError(f"{path}: no *{GOLD_SUFFIX} here; name a folder of gold files or a JSONL file")
        return tuple(_gold_file(file) for file in files)
    if path.name.endswith(GOLD_SUFFIX):
        return (_gold_file(path),)
    return tuple(parse_gold(row, where) for where, row in read_jsonl(path))


def load_predictions(path: Path) -> dict[str, tuple[Annotation, ...]]:
    """Read predictions by document id from JSONL as `cyextract batch` writes it; a row with `error` has no mentions.

    Raises:
        InputError: a line is no JSON object with an id and mentions; the message names file and line.
    """
    return {_id_of(row, where): _annotations(row, where) for where, row in read_jsonl(path)}


def load_layers(path: Path) -> dict[str, Layers]:
    """Read predicted agreements, aliases and figures by document id from the same file as `load_predictions`.

    Raises:
        InputError: a line is no JSON object with an id, or a layer is no list of objects.
    """
    return {_id_of(row, where): _layers(row, where) or Layers() for where, row in read_jsonl(path)}


def parse_predictions(rows: Sequence[object], where: str) -> tuple[dict[str, tuple[Annotation, ...]], dict[str, Layers]]:
    """Read predicted mentions and layers by document id from objects that are parsed already.

    Raises:
        InputError: an object has not the documented shape; the message begins with `where` and counts from 1.
    """
    predictions, layers = {}, {}
    for number, row in enumerate(rows, start=1):
        place = f"{where}: document {number}"
        if not isinstance(row, dict):
            raise InputError(f"{place}: expected an object with id and mentions, got {type(row).__name__}")
        predictions[_id_of(row, place)] = _annotations(row, place)
        layers[_id_of(row, place)] = _layers(row, place) or Layers()
    return predictions, layers


def annotate(document: Document) -> tuple[Annotation, ...]:
    """Turn the mentions of an extraction result into what the scorer compares."""
    rows = (mention.model_dump(mode="json") for mention in document.mentions)
    return tuple(_annotation(row, document.id or "document") for row in rows)


def layers_of(document: Document) -> Layers:
    """The layers of an extraction result."""
    agreements, aliases, figures = (
        tuple(item.model_dump(mode="json") for item in items) for items in (document.agreements, document.aliases, document.figures)
    )
    return Layers(agreements, aliases, figures)


def read_jsonl(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the objects of a JSONL file, each with its `file:line`.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object.
    """
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", _parse_object(line, f"{path}:{number}")


def _gold_file(file: Path) -> GoldDocument:
    row = dict(_parse_object(read_text(file), str(file)))
    text_file = file.with_name(file.name.removesuffix(GOLD_SUFFIX) + ".txt")
    if "text" not in row and text_file.is_file():
        row["text"] = read_text(text_file)
    return parse_gold(row, str(file))


def read_text(path: Path) -> str:
    """Read a UTF-8 file without its byte-order mark, line ends as they are.

    Raises:
        InputError: the file cannot be read or is not UTF-8; the message names it.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}); convert it first") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def parse_json(text: str, where: str) -> object:
    """Read JSON.

    Raises:
        InputError: it is none; the message begins with `where`.
    """
    with reading(f"{where}: not JSON", (ValueError, RecursionError)):
        value: object = json.loads(text)
    return value


def _parse_object(text: str, where: str) -> Mapping[str, object]:
    row = parse_json(text, where)
    if not isinstance(row, dict):
        raise InputError(f"{where}: expected an object with id and mentions, got {type(row).__name__}")
    return row


def parse_gold(row: Mapping[str, object], where: str) -> GoldDocument:
    """Read one gold row that is parsed already.

    Raises:
        InputError: it has not the documented shape; the message begins with `where`.
    """
    return GoldDocument(
        _id_of(row, where),
        _annotations(row, where),
        optional_str(row, "text", where),
        optional_str(row, "reference_date", where),
        optional_str(row, "default_currency", where),
        _layers(row, where),
    )


_LAYERS = frozenset(("agreements", "aliases", "figures"))


def _layers(row: Mapping[str, object], where: str) -> Layers | None:
    if not row.keys() & _LAYERS:
        return None
    return Layers(_rows(row, "agreements", where), _rows(row, "aliases", where), _rows(row, "figures", where))


def _rows(row: Mapping[str, object], key: str, where: str) -> tuple[LayerEntry, ...]:
    rows = row.get(key) or ()
    if not isinstance(rows, list | tuple) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f'{where}: "{key}" must be a list of objects')
    return tuple(rows)


def _id_of(row: Mapping[str, object], where: str) -> str:
    if row.get("id") is None:
        raise InputError(f'{where}: no "id"; documents are matched by it')
    return str(row["id"])


def optional_str(row: Mapping[str, object], key: str, where: str) -> str | None:
    """Return a field that is a string or absent.

    Raises:
        InputError: it is something else; the message begins with `where`.
    """
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f'{where}: "{key}" must be a string, got {type(value).__name__}')
    return value


def _annotations(row: Mapping[str, object], where: str) -> tuple[Annotation, ...]:
    rows = row.get("mentions", row.get("entities", ()))
    if not isinstance(rows, list | tuple):
        raise InputError(f'{where}: "mentions" must be a list, got {type(rows).__name__}')
    return tuple(_annotation(row, where) for row in rows)


def _annotation(row: object, where: str) -> Annotation:
    if not isinstance(row, dict):
        raise InputError(f"{where}: a mention must be an object, got {type(row).__name__}")
    type_, start, end = row.get("type"), row.get("start"), row.get("end")
    if not (isinstance(type_, str) and isinstance(start, int) and isinstance(end, int)):
        raise InputError(f"{where}: a mention needs type (string), start and end (code points); got {row!r:.80}")
    return Annotation(type_, start, end, row, bool(row.get("optional")))
