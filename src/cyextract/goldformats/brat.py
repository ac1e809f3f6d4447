r"""brat standoff: `ID.txt` as it is, `ID.ann` with one annotation a line, `annotation.conf` for the tool.

* Offsets are code points. A text file's byte-order mark counts as one, and stays in the text. Where the reference texts in the `.ann`
  file fit only if CR LF counts as one (some tools convert line ends when they read a text), it is read so.
* A mention over a line break, tab or other character that ends a line is written as fragments (`T1 DATE 0 2;4 6`), which brat
  demands; fragments with nothing but white space between them are read as one mention. Fragments with other text between them
  are refused: a mention is contiguous. So is, on writing, a mention that begins or ends with such a character.
* `optional`, `mod`, `kind`, `category` are attributes, to be picked from lists; other values stand in an AnnotatorNotes line as
  JSON. A note that is no JSON object is read as the field `note`. Relations, events and the rest are counted in a note.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import get_args

from cyextract.errors import InputError
from cyextract.evaluate import Annotation, GoldDocument
from cyextract.goldformats.gold_row import (
    FormatOptions,
    GoldFile,
    check_document,
    dump_line,
    encode_utf8,
    make_annotation,
    name_files,
    values_of,
)
from cyextract.goldformats.offsets import OffsetScheme, OffsetUnit, Region, count_offsets, resolve_regions
from cyextract.models import DateMod, OrgKind, QuantityMod, TitleCategory

HOLDS = frozenset({"values", "optional"})
CONFIGURATION = "annotation.conf"
_ATTRIBUTES = ("mod", "kind", "category")
_ENDS_LINE = "\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_BREAK = re.compile(rf"\s*[{_ENDS_LINE}]\s*")
_TEXT_BOUND = re.compile(r"(?P<id>T\S*)\t(?P<type>\S+) (?P<spans>\d+ \d+(?:;\d+ \d+)*)(?:\t(?P<text>.*))?")
_ATTRIBUTE = re.compile(r"[AM]\S*\t(?P<name>\S+) (?P<target>\S+)(?: (?P<value>.+))?")
_NOTE = re.compile(r"#\S*\tAnnotatorNotes (?P<target>\S+)\t(?P<note>.*)")


def read(path: Path, options: FormatOptions) -> GoldFile:
    """Read a folder of `.ann` files, or one of them, with the texts beside."""
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    unread = Counter[str]()
    documents = tuple(_read_document(file, options, unread) for file in files)
    notes = [f"{count} times in {path.name}, {kind}: not read, it has no counterpart here" for kind, count in sorted(unread.items())]
    if path.is_dir() and (bare := len({p.stem for p in path.glob("*.txt")} - {p.stem for p in files})):
        notes.append(f"{bare} texts in {path.name} have no .ann file and are no gold: not read")
    return GoldFile(documents, tuple(notes))


def encode_folder(documents: Sequence[GoldDocument], options: FormatOptions) -> Mapping[str, bytes]:
    """Make `ID.txt` and `ID.ann` for each document, and the configuration that lists types and attributes."""
    unit = options.offset_unit or OffsetUnit.CODEPOINT
    files: dict[str, bytes] = {}
    for name, document in name_files(documents):
        text = check_document(document)
        files[f"{name}.txt"] = encode_utf8(text, f"document {name}")
        files[f"{name}.ann"] = encode_utf8("".join(f"{line}\n" for line in _lines(document, text, unit)), f"document {name}")
    files[CONFIGURATION] = _configuration({a.type for d in documents for a in d.annotations}).encode()
    return files


def _configuration(types: Iterable[str]) -> str:
    listed = {"mod": get_args(DateMod) + get_args(QuantityMod), "kind": get_args(OrgKind), "category": get_args(TitleCategory)}
    attributes = [f"{name} Arg:<ENTITY>, Value:{'|'.join(values)}" for name, values in listed.items()]
    sections = ["[entities]", *sorted(types), "[relations]", "[events]", "[attributes]", "optional Arg:<ENTITY>", *attributes]
    return "\n".join(sections) + "\n"


def _lines(document: GoldDocument, text: str, unit: OffsetUnit) -> Iterable[str]:
    offsets = count_offsets(text, OffsetScheme(unit))
    attributes = notes = 0
    for number, annotation in enumerate(document.annotations, start=1):
        fragments = _fragments(document.id, annotation, text)
        places = ";".join(f"{offsets[start]} {offsets[end]}" for start, end in fragments)
        yield f"T{number}\t{annotation.type} {places}\t{' '.join(text[start:end] for start, end in fragments)}"
        rest = values_of(annotation)
        if rest.get("optional") is True:
            del rest["optional"]
            yield f"A{(attributes := attributes + 1)}\toptional T{number}"
        for name in _ATTRIBUTES:
            if isinstance(value := rest.get(name), str) and re.fullmatch(r"\S+", value):
                del rest[name]
                yield f"A{(attributes := attributes + 1)}\t{name} T{number} {value}"
        if rest:
            yield f"#{(notes := notes + 1)}\tAnnotatorNotes T{number}\t{dump_line(rest)}"


def _fragments(id_: str, annotation: Annotation, text: str) -> list[tuple[int, int]]:
    where = f"document {id_}: {annotation.type} {annotation.start}..{annotation.end}"
    if not re.fullmatch(r"\S+", annotation.type):
        raise InputError(f"{where}: brat takes no white space in a type")
    fragments, start = [], annotation.start
    for found in _BREAK.finditer(text, annotation.start, annotation.end):
        fragments.append((start, found.start()))
        start = found.end()
    fragments.append((start, annotation.end))
    if any(first >= last for first, last in fragments):
        raise InputError(f"{where} begins or ends with a line break or tab, which brat cannot say; shorten it")
    return fragments


def _read_document(file: Path, options: FormatOptions, unread: Counter[str]) -> GoldDocument:
    text = _read_file(file.with_suffix(".txt"))
    mentions: dict[str, tuple[str, list[Region]]] = {}
    values: dict[str, dict[str, object]] = {}
    for number, line in enumerate(_read_file(file).split("\n"), start=1):
        line, where = line.removesuffix("\r"), f"{file}:{number}"
        if line.startswith("T"):
            id_, type_, fragments = _parse_text_bound(line, where)
            if id_ in mentions:
                raise InputError(f"{where}: a second {id_}; ids are unique in a file")
            mentions[id_] = (type_, fragments)
        elif found := _ATTRIBUTE.fullmatch(line):
            values.setdefault(found["target"], {})[found["name"]] = True if found["value"] is None else found["value"]
        elif found := _NOTE.fullmatch(line):
            # Attributes win, whatever the order of lines: they are what an annotator picked.
            values[found["target"]] = _parse_note(found["note"]) | values.get(found["target"], {})
        elif line.strip():
            unread[f"a line of kind {line.split()[0].rstrip('0123456789') or '?'}"] += 1
    unread.update("an attribute or note of another line" for target in values if target not in mentions)
    annotations = _place(text, mentions, values, options.offset_unit)
    return GoldDocument(file.stem, tuple(sorted(annotations, key=lambda a: (a.start, a.end))), text)


def _read_file(path: Path) -> str:
    # brat counts a byte-order mark as a character, so it is not dropped as elsewhere.
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}); convert it first") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _parse_text_bound(line: str, where: str) -> tuple[str, str, list[Region]]:
    found = _TEXT_BOUND.fullmatch(line)
    if found is None:
        raise InputError(f"{where}: expected ID, tab, TYPE START END, tab, text; got {line!r:.80}")
    spans = [tuple(map(int, pair.split())) for pair in found["spans"].split(";")]
    pieces = [None] * len(spans) if found["text"] is None else _cut_reference(found["text"], [end - start for start, end in spans])
    if pieces is None:
        raise InputError(f"{where}: the reference text is not as long as its offsets say: {line!r:.80}")
    return found["id"], found["type"], [Region(start, end, piece, where) for (start, end), piece in zip(spans, pieces, strict=True)]


def _cut_reference(text: str, lengths: Sequence[int]) -> list[str | None] | None:
    """Cut the reference text, in which one space joins the fragments; `None` where the lengths fit in no unit."""
    for unit in OffsetUnit:
        offsets = count_offsets(text, OffsetScheme(unit))
        starts = [sum(lengths[:i]) + i for i in range(len(lengths))]
        edges = [(offset, offset + length) for offset, length in zip(starts, lengths, strict=True)]
        if edges[-1][1] == offsets[-1] and all(edge in offsets for pair in edges for edge in pair):
            return [text[offsets.index(start) : offsets.index(end)] for start, end in edges]
    return None


def _parse_note(note: str) -> dict[str, object]:
    try:
        values = json.loads(note)
    except (ValueError, RecursionError):
        values = None
    return values if isinstance(values, dict) else {"note": note}


def _place(
    text: str, mentions: Mapping[str, tuple[str, list[Region]]], values: Mapping[str, dict[str, object]], unit: OffsetUnit | None
) -> Iterable[Annotation]:
    regions = [region for _, fragments in mentions.values() for region in fragments]
    spans = iter(resolve_regions(text, regions, unit, OffsetUnit.CODEPOINT, lambda piece, region: piece == region.text))
    for id_, (type_, fragments) in mentions.items():
        placed = [next(spans) for _ in fragments]
        for (_, end), (start, _) in pairwise(placed):
            if start < end or text[end:start].strip():
                raise InputError(
                    f"{fragments[0].where}: {id_} is discontinuous, with {text[end:start]!r:.40} between its fragments; "
                    "a mention is one stretch of text: join its fragments or make two annotations of them"
                )
        yield make_annotation(type_, placed[0][0], placed[-1][1], text, values.get(id_))
