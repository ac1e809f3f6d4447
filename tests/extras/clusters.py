"""What the tests on Ray and on Spark share: a corpus, what one process makes of it, and a worker that dies in the middle."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from extras import import_or_skip

pa = import_or_skip("pyarrow")
pq = import_or_skip("pyarrow.parquet")
arrow = import_or_skip("cyextract.adapters.arrow")

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
DEADLY = "在此处停电。"
DOCUMENTS = 2000
BAD = range(7, DOCUMENTS, 100)
"""The documents that fail: every other one has no text, the rest no day for a date."""


def write_corpus(folder: Path, ids: list[Any]) -> pa.Table:
    """Paragraphs of the seed articles in two Parquet files, out of order, with bad ones among them and a column of no use."""
    lines = [line for seed in SEEDS for line in seed.read_text(encoding="utf-8").splitlines() if len(line) > 40]
    texts: list[str | None] = [lines[i % len(lines)] for i in range(DOCUMENTS)]
    dates = ["2023-05-05" if i % 2 else None for i in range(DOCUMENTS)]
    for i in BAD:
        if i % 200 == 7:
            texts[i] = None
        else:
            dates[i] = "soon"
    texts[DOCUMENTS // 2] = f"6月4日{DEADLY}"
    order = sorted(range(DOCUMENTS), key=lambda i: i * 37 % DOCUMENTS)
    corpus = pa.table(
        {
            "id": pa.array([ids[i] for i in order]),
            "text": [texts[i] for i in order],
            "reference_date": [dates[i] for i in order],
            "page": order,
        }
    )
    folder.mkdir()
    pq.write_table(corpus.slice(0, DOCUMENTS // 3), folder / "a.parquet")
    pq.write_table(corpus.slice(DOCUMENTS // 3), folder / "b.parquet")
    return corpus


def extract_here(corpus: pa.Table, **options: Any) -> list[dict[str, Any]]:
    """The rows that this process makes of a corpus, by id."""
    found = pa.Table.from_batches([arrow.extract_batch(batch, **options) for batch in corpus.to_batches()])
    return found.sort_by("id").to_pylist()


def read_result(folder: Path) -> list[dict[str, Any]]:
    """The rows of a folder of Parquet files, file by file."""
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def make_killer(obituary: Path) -> Any:
    """An organisation model that finds nothing, and ends its process, once, at the deadly sentence."""
    deadly = DEADLY

    class Killer:  # local, so that it travels by value
        def organisations(self, text: str) -> tuple[()]:
            if deadly in text and not obituary.exists():
                obituary.write_text(str(os.getpid()))
                os.kill(os.getpid(), signal.SIGKILL)
            return ()

    return Killer()
