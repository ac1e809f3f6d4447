"""Batch over HTML, Parquet and zstd, and what it writes as Parquet, read back by other engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cyextract import Extractor
from cyextract.batch import BatchJob, FailedInput, InputOptions, Output, Shape, read_inputs, read_one, run_batch
from extras import import_or_skip
from mixed_folder import MAX_CHARS, Bad, make_folder
from pool_tasks import InlinePool
from test_batch_folder import check_rows

for module in ("pyarrow", "zstandard", "trafilatura", "duckdb", "polars"):
    import_or_skip(module)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_a_folder_of_everything(tmp_path: Path, extractor: Extractor) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    expected = make_folder(folder, 120, extras=True)
    job = BatchJob(extractor, [str(folder)], str(out), options=InputOptions(max_chars=MAX_CHARS), output=Output(processes=2))
    summary = run_batch(job)
    rows = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert check_rows(rows, expected, folder, extractor) == []
    assert (summary.written, summary.failed) == (len(expected), sum(isinstance(asked, Bad) for asked in expected.values()))


TEXT = "2021年6月4日，市经信委与省经信厅签订《合作协议》，总投资{}亿元，今年增长15%。"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Path:
    """Seven documents and an invalid line, as JSON lines and in each shape of Parquet."""
    folder = tmp_path_factory.mktemp("outputs")
    source = folder / "in.jsonl"
    lines = [json.dumps({"id": n, "text": TEXT.format(n)}) for n in range(7)]
    source.write_text("\n".join([*lines[:3], "bad", *lines[3:]]))

    def run(name: str, shape: Shape, part_size: int | None = None) -> None:
        run_batch(BatchJob(extractor, [str(source)], str(folder / name), output=Output(shape, part_size)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cyextract.batch.run.WorkerPool", InlinePool)
        run("out.jsonl", Shape())
        run("documents.parquet", Shape(row_group=3))
        run("mentions.parquet", Shape(flat=True, row_group=3))
        run("parts.parquet", Shape(row_group=3), part_size=5)
    return folder


def test_nested_parquet_holds_what_json_lines_hold(outputs: Path) -> None:
    from pyarrow import parquet

    read = parquet.read_table(outputs / "documents.parquet").to_pylist(maps_as_pydicts="strict")
    wanted = [json.loads(line) for line in (outputs / "out.jsonl").read_bytes().splitlines()]
    assert [strip(row) for row in read] == [strip({**row, "id": str(row["id"])}) for row in wanted]


def strip(value: object) -> object:
    """Without what is absent: JSON leaves it out, Parquet has null, and an empty map or list where JSON has none."""
    if isinstance(value, dict):
        return {name: strip(inner) for name, inner in value.items() if inner is not None and inner not in ({}, [])}
    return [strip(inner) for inner in value] if isinstance(value, list) else value


def test_row_groups_hold_a_fixed_number_of_inputs(outputs: Path) -> None:
    from pyarrow import parquet

    def sizes(name: str) -> list[int]:
        metadata = parquet.ParquetFile(outputs / name).metadata
        return [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]

    mentions = len(json.loads((outputs / "out.jsonl").read_bytes().splitlines()[0])["mentions"])
    assert sizes("documents.parquet") == [3, 3, 2]
    assert sizes("mentions.parquet") == [3 * mentions, 2 * mentions + 1, 2 * mentions]
    assert [sizes(f"parts-0000{part}.parquet") for part in range(2)] == [[3, 2], [3]]


def test_other_engines_read_the_parquet(outputs: Path) -> None:
    import duckdb
    import polars

    query = "SELECT sum(CAST(m.amount AS DECIMAL(38, 2))) FROM (SELECT unnest(mentions) AS m FROM '{}') WHERE m.type = 'MONEY'"
    for name in ("documents.parquet", "parts-*.parquet"):
        assert duckdb.sql(query.format(outputs / name)).fetchall()[0][0] == sum(range(7)) * 10**8
    frame = polars.read_parquet(outputs / "mentions.parquet")
    assert frame.filter(polars.col("type") == "DATE")["value"].to_list().count("2021-06-04") == 7
    assert frame.filter(polars.col("error").is_not_null())["id"].to_list() == [f"{outputs / 'in.jsonl'}:4"]
    nested = polars.read_parquet(outputs / "documents.parquet").select("id", "mentions").explode("mentions").unnest("mentions")
    assert nested["type"].to_list().count("TITLE") == 7


def test_parquet_is_the_same_bytes_each_time(outputs: Path, extractor: Extractor) -> None:
    again = outputs / "again.parquet"
    job = BatchJob(extractor, [str(outputs / "in.jsonl")], str(again), output=Output(Shape(row_group=3), processes=2))
    run_batch(job)
    assert again.read_bytes() == (outputs / "documents.parquet").read_bytes()


def test_columns_of_parquet_become_texts_dates_and_ids(tmp_path: Path) -> None:
    import datetime as dt

    import pyarrow as pa
    from pyarrow import parquet

    days = [dt.datetime(2021, 6, 4, 8, tzinfo=dt.UTC), None, None]
    table = pa.table({"nr": [7, 8, None], "body": ["今年", None, "去年"], "day": pa.array(days, pa.timestamp("ms", "UTC"))})
    file = tmp_path / "a.parquet"
    parquet.write_table(table, file)
    first, second, third = read_inputs(str(file), options=InputOptions("body", "nr", "day"))
    assert (first.id, first.text, first.reference_date[:10]) == (7, "今年", "2021-06-04")
    assert second == FailedInput(8, f"no text ({file}:2)")
    assert (third.id, third.reference_date) == (f"{file}:3", None)


def test_a_page_gives_its_article_and_day(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    paragraphs = "".join(f"<p>第{n}段：重庆市与四川省签订《合作协议》，总投资{n}亿元，占比提高{n}个百分点。</p>" for n in range(1, 9))
    head = '<meta charset="gb2312"><meta property="article:published_time" content="2021-06-10T08:00:00+08:00">'
    menu = "<nav><ul><li><a href='/'>首页</a></li><li><a href='/w'>天气</a></li></ul></nav>"
    file.write_bytes(f"<html><head>{head}</head><body>{menu}<article>{paragraphs}</article></body></html>".encode("gb18030"))
    read = read_one(str(file))
    assert (read.id, read.reference_date, read.encoding, read.keep_text) == ("page.html", "2021-06-10", "gb18030", True)
    assert all(f"总投资{n}亿元" in read.text for n in range(1, 9))
    assert "首页" not in read.text
    future = tmp_path / "future.html"
    future.write_text(f'<html><head><meta name="date" content="2090-01-02"></head><body>{paragraphs}</body></html>', encoding="utf-8")
    assert read_one(str(future)).reference_date == "2090-01-02"  # the clock has no say
