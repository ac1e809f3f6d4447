"""A real Ray cluster of two nodes on this machine, with a worker killed in the middle of the job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extras import import_or_skip
from extras.clusters import BAD, DOCUMENTS, extract_here, make_killer, read_result, write_corpus

ray = import_or_skip("ray")
adapter = import_or_skip("cyextract.adapters.ray")
pa = import_or_skip("pyarrow")

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:ray"),
]


@pytest.mark.usefixtures("ray_cluster")
def test_a_worker_killed_in_the_middle_leaves_the_result_as_it_is(tmp_path: Path) -> None:
    assert len([node for node in ray.nodes() if node["Alive"]]) == 2
    corpus = write_corpus(tmp_path / "corpus", [f"news-{i:04}" for i in range(DOCUMENTS)])
    killer = make_killer(tmp_path / "obituary")
    adapter.extract_parquet(str(tmp_path / "corpus"), str(tmp_path / "out"), workers=2, batch_size=50, org_model=killer)
    assert (tmp_path / "obituary").exists()
    found = read_result(tmp_path / "out")
    assert found == extract_here(corpus)
    assert [row["id"] for row in found if row["error"]] == [f"news-{i:04}" for i in BAD]


@pytest.mark.usefixtures("ray_cluster")
def test_options_reach_the_actors() -> None:
    dataset = ray.data.from_arrow(pa.table({"id": [1, 2], "text": ["去年投资3億元。"] * 2}))
    found = adapter.extract_dataset(dataset, workers=(1, 2), types={"MONEY"}, default_currency="TWD").take_all()
    assert sorted((row["id"], row["mentions"][0]["currency"], len(row["mentions"])) for row in found) == [(1, "TWD", 1), (2, "TWD", 1)]


@pytest.mark.usefixtures("ray_cluster")
def test_a_pool_that_leaves_no_cpu_is_warned_of() -> None:
    dataset = ray.data.from_arrow(pa.table({"id": [1], "text": ["三成。"]}))
    with pytest.warns(UserWarning, match="4 workers take all 4 CPUs of the Ray cluster"):
        adapter.extract_dataset(dataset, workers=4)


def test_the_actor_takes_tables_without_rows() -> None:
    table: Any = pa.schema([("id", pa.int64()), ("text", pa.string())]).empty_table()
    found = adapter.ExtractActor({})(table)
    assert (found.num_rows, found.schema.names[0], found.schema.types[0]) == (0, "id", pa.int64())
