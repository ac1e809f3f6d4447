"""Batch over HTML, Parquet and zstd, and what it writes as Parquet, read back by other engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cyextract import Extractor
from cyextract.batch import Job, Output, Reading, run_batch
from extras import import_or_skip
from mixed_folder import MAX_CHARS, Bad, make_folder
from test_batch_folder import check_rows

for module in ("pyarrow", "zstandard", "trafilatura", "duckdb", "polars"):
    import_or_skip(module)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_a_folder_of_everything(tmp_path: Path, extractor: Extractor) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    expected = make_folder(folder, 120, extras=True)
    job = Job(extractor, [str(folder)], str(out), reading=Reading(max_chars=MAX_CHARS), output=Output(processes=2))
    summary = run_batch(job)
    rows = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert check_rows(rows, expected, folder, extractor) == []
    assert (summary.written, summary.failed) == (len(expected), sum(isinstance(asked, Bad) for asked in expected.values()))
