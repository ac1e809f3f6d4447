"""A real local Spark, with a worker killed in the middle of the job."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from cyextract.errors import InputError
from extras import import_or_skip
from extras.clusters import BAD, DOCUMENTS, extract_here, make_killer, read_result, write_corpus

import_or_skip("pyspark")
adapter = import_or_skip("cyextract.adapters.spark")

pytestmark = [pytest.mark.filterwarnings("ignore::FutureWarning"), pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_a_worker_killed_in_the_middle_leaves_the_result_as_it_is(spark: Any, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", list(range(DOCUMENTS)))
    frame = spark.read.parquet(str(tmp_path / "corpus"))
    found = adapter.extract_dataframe(frame.repartition(3), org_model=make_killer(tmp_path / "obituary"))
    found.write.parquet(str(tmp_path / "out"))
    assert (tmp_path / "obituary").exists()
    rows = sorted(read_result(tmp_path / "out"), key=itemgetter("id"))
    assert rows == extract_here(corpus)
    assert [row["id"] for row in rows if row["error"]] == list(BAD)


def test_options_reach_the_workers(spark: Any) -> None:
    frame = spark.createDataFrame(
        [(1, "去年投资3億元。", "HKD"), (2, "去年投资3億元。", None)], "id long, text string, default_currency string"
    )
    found = adapter.extract_dataframe(frame, types={"MONEY"}, default_currency="TWD").orderBy("id").collect()
    assert [[mention.currency for mention in row.mentions] for row in found] == [["HKD"], ["TWD"]]


def test_wrong_columns_are_named_before_the_job_starts(spark: Any) -> None:
    with pytest.raises(InputError, match="no column 'text'"):
        adapter.extract_dataframe(spark.createDataFrame([(1,)], "id long"))
