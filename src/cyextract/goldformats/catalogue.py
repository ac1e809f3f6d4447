"""Which formats there are, which one a path is in, and reading and writing by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cyextract.errors import InputError
from cyextract.evaluate import GoldDocument
from cyextract.evaluate.gold_documents import GOLD_SUFFIX, read_text
from cyextract.foreign import reading
from cyextract.goldformats import brat, conll, doccano, label_studio, own, spacy_docbin
from cyextract.goldformats.gold_row import NO_OPTIONS, FormatOptions, GoldFile, list_losses

Encode = Callable[[Sequence[GoldDocument], FormatOptions], bytes]
EncodeFolder = Callable[[Sequence[GoldDocument], FormatOptions], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class GoldFormat:
    """A format: how it is read and written, and what it holds besides text, types and spans."""

    name: str
    read: Callable[[Path, FormatOptions], GoldFile]
    holds: frozenset[str]
    encode: Mapping[str, Encode]
    """How one file is written, by its ending; empty where the format is a folder."""
    encode_folder: EncodeFolder | None = None


FORMATS: Mapping[str, GoldFormat] = {
    format.name: format
    for format in (
        GoldFormat("cyextract", own.read, own.HOLDS, {".jsonl": own.encode_file}, own.encode_folder),
        GoldFormat("brat", brat.read, brat.HOLDS, {}, brat.encode_folder),
        GoldFormat("doccano", doccano.read, doccano.HOLDS, {".jsonl": doccano.encode_file}),
        GoldFormat(
            "label-studio", label_studio.read, label_studio.HOLDS, {".json": label_studio.encode_file, ".jsonl": label_studio.encode_lines}
        ),
        GoldFormat("conll", conll.read, conll.HOLDS, dict.fromkeys((".conll", ".bio", ".txt", ".tsv"), conll.encode_file)),
        GoldFormat("docbin", spacy_docbin.read, spacy_docbin.HOLDS, {".spacy": spacy_docbin.encode_file}),
    )
}
_BY_SUFFIX = {".ann": "brat", ".conll": "conll", ".bio": "conll", ".tsv": "conll", ".spacy": "docbin"}


def detect_format(path: Path) -> str:
    """Name the format of a file or folder, by its ending, else by its first row.

    Raises:
        InputError: it is none of those in `FORMATS`, or cannot be read.
    """
    if not path.exists():
        raise InputError(f"{path}: No such file or directory")
    if path.is_dir():
        if not any(path.glob(f"*{GOLD_SUFFIX}")) and any(path.glob("*.ann")):
            return "brat"
        return "cyextract"
    if path.name.endswith(GOLD_SUFFIX):
        return "cyextract"
    if path.suffix in _BY_SUFFIX:
        return _BY_SUFFIX[path.suffix]
    if path.suffix not in (".json", ".jsonl"):
        if path.suffix == ".txt" and read_text(path).startswith(conll.MARK):
            return "conll"
        raise InputError(f"{path}: cannot tell the format; name it with --gold-format (gold convert: --from): {', '.join(FORMATS)}")
    return _detect_json(read_text(path))


def read_gold(path: Path, format: str | None = None, options: FormatOptions = NO_OPTIONS) -> GoldFile:
    """Read gold in any of `FORMATS`.

    Args:
        path: a file or folder.
        format: its name; `None` detects it.
        options: see `FormatOptions`.

    Raises:
        InputError: the file cannot be read or is not in the format; the message names file and line.
        MissingExtraError: the format needs an extra that is not installed.
    """
    with reading(str(path)):
        return FORMATS[format or detect_format(path)].read(path, options)


def write_gold(
    documents: Sequence[GoldDocument], path: Path, format: str, options: FormatOptions = NO_OPTIONS, *, overwrite: bool = False
) -> tuple[str, ...]:
    """Write documents in one of `FORMATS` and return notes on what it could not hold, one line each.

    Args:
        documents: with text.
        path: the file to write, or the folder (`brat`; `cyextract` unless the path ends in `.jsonl`), which is made when absent.
        format: a name in `FORMATS`.
        options: see `FormatOptions`.
        overwrite: replace files that exist.

    Raises:
        InputError: a document cannot be said in the format, or a file exists; nothing is written then.
        MissingExtraError: the format needs an extra that is not installed.
    """
    chosen = FORMATS[format]
    encode = chosen.encode.get(path.suffix)
    if encode is None and (chosen.encode_folder is None or path.suffix in (".json", ".jsonl")):
        expected = [f"a name ending in {suffix}" for suffix in chosen.encode] + ["a folder"] * (chosen.encode_folder is not None)
        raise InputError(f"{path}: {format} is written to {' or '.join(expected)}")
    contents: Mapping[Path, bytes]
    if encode is not None:
        contents = {path: encode(documents, options)}
    elif chosen.encode_folder is not None:
        contents = {path / name: data for name, data in chosen.encode_folder(documents, options).items()}
    if not overwrite and (existing := next((file for file in contents if file.exists()), None)):
        raise InputError(f"{existing}: exists; name another place, or overwrite it with --force")
    try:
        (path.parent if encode is not None else path).mkdir(parents=True, exist_ok=True)
        for file, data in contents.items():
            file.write_bytes(data)
    except OSError as error:
        raise InputError(f"{error.filename or path}: {error.strerror or error}") from error
    return list_losses(documents, chosen.holds, format)


def _detect_json(text: str) -> str:
    """Tell by the first row; our own format where nothing tells, whose reader says what is wrong."""
    begin = text.lstrip()
    if begin.startswith("["):
        return "label-studio"
    try:
        first, _ = json.JSONDecoder().raw_decode(begin)
    except (ValueError, RecursionError):
        return "cyextract"
    if not isinstance(first, dict) or "mentions" in first:
        return "cyextract"
    if first.keys() & {"annotations", "predictions", "completions"}:
        return "label-studio"
    entities = first.get("entities")
    is_doccano = isinstance(entities, list) and bool(entities) and isinstance(entities[0], dict) and "start_offset" in entities[0]
    return "doccano" if is_doccano or first.keys() & {"label", "labels"} else "cyextract"
