"""Our own JSON: a folder of `*.gold.json` with the texts beside them, or JSONL with `text`. Holds everything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from cyextract.evaluate import GoldDocument, load_gold
from cyextract.evaluate.gold_documents import GOLD_SUFFIX
from cyextract.goldformats.gold_row import FormatOptions, GoldFile, encode_utf8, name_files, to_row

HOLDS = frozenset({"values", "optional", "reference_date", "default_currency", "layers"})


def read(path: Path, options: FormatOptions) -> GoldFile:
    """Read a folder, one `.gold.json` or a JSONL file."""
    return GoldFile(load_gold(path))


def encode_folder(documents: Sequence[GoldDocument], options: FormatOptions) -> Mapping[str, bytes]:
    """Make `ID.gold.json` and `ID.txt` for each document."""
    files: dict[str, bytes] = {}
    for name, document in name_files(documents):
        row = to_row(document, with_text=False)
        files[f"{name}{GOLD_SUFFIX}"] = _dump(row, indent=1) + b"\n"
        text = document.text or ""
        # The reader drops one byte-order mark; a text that begins with U+FEFF keeps it behind another.
        files[f"{name}.txt"] = encode_utf8("\ufeff" * text.startswith("\ufeff") + text, f"document {name}")
    return files


def encode_file(documents: Sequence[GoldDocument], options: FormatOptions) -> bytes:
    """Make one JSONL line for each document."""
    return b"".join(_dump(to_row(document, with_text=True)) + b"\n" for document in documents)


def _dump(row: Mapping[str, object], indent: int | None = None) -> bytes:
    return json.dumps(row, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")
