"""Damaged, huge and odd Parquet files and Arrow batches cost a row, or a file, and nothing else."""

from __future__ import annotations

import gzip
import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from cyextract.batch import FailedInput, InputOptions, InputText, find_files, parquet, read_inputs
from cyextract.batch.parquet_pages import largest_page, row_groups
from cyextract.batch.readers import read_tasks
from cyextract.errors import InputError
from extras import import_or_skip

pa = import_or_skip("pyarrow")
pq = import_or_skip("pyarrow.parquet")
arrow = import_or_skip("cyextract.adapters.arrow")

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
TEXTS = ["投资3亿元。", "投资5亿元。"]


@pytest.fixture(scope="module")
def promises() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("promises")


def write(file: Path, columns: dict[str, object], **way: object) -> str:
    pq.write_table(pa.table(columns), file, **way)
    return str(file)


def bad_texts(good: str) -> object:
    """A column of texts, the first of which is no UTF-8."""
    data = b"\xff\xfe" + good.encode()
    offsets = pa.py_buffer(b"".join(n.to_bytes(4, "little") for n in (0, 2, len(data))))
    return pa.StringArray.from_buffers(2, offsets, pa.py_buffer(data))


ODD_DATES = [
    pa.array([2**30, 18_000], pa.int32()).cast(pa.date32()),
    pa.array([10**13, 18_000], pa.int64()).cast(pa.timestamp("s")),
    pa.array([2**62, 18_000], pa.int64()).cast(pa.timestamp("ms")),
]


@pytest.mark.parametrize("dates", ODD_DATES, ids=lambda column: str(column.type))
def test_a_value_that_cannot_be_converted_costs_its_row(tmp_path: Path, dates: object) -> None:
    columns = {"id": ["a", "b"], "text": TEXTS, "reference_date": dates}
    first, second = read_inputs(write(tmp_path / "in.parquet", columns))
    assert isinstance(first, FailedInput)
    assert first.id == f"{tmp_path}/in.parquet:1"
    assert isinstance(second, InputText)
    assert (second.id, second.text) == ("b", TEXTS[1])
    found = arrow.extract_batch(pa.RecordBatch.from_pydict(columns), types={"MONEY"})
    assert found["error"][0].as_py().startswith("OverflowError")
    assert found["mentions"][1][0]["amount"].as_py() == "500000000"


def test_other_odd_values_cost_their_row_at_most(tmp_path: Path) -> None:
    zone = pa.array([0, 1], pa.timestamp("s", "Mars/Olympus"))
    write(tmp_path / "a.parquet", {"id": ["a", "b"], "text": TEXTS, "reference_date": zone})
    nanoseconds = pa.array([1_622_505_600_000_000_001, 0], pa.timestamp("ns"))
    write(tmp_path / "b.parquet", {"id": ["a", "b"], "text": TEXTS, "reference_date": nanoseconds})
    write(tmp_path / "c.parquet", {"id": pa.array([2**62, 1], pa.int64()).cast(pa.duration("s")), "text": TEXTS})
    write(tmp_path / "d.parquet", {"id": ["a", "b"], "text": bad_texts(TEXTS[1])})
    rows = list(read_inputs(str(tmp_path)))
    assert len(rows) == 8
    assert [type(row).__name__ for row in rows[4:]] == ["FailedInput", "InputText"] * 2
    found = arrow.extract_batch(pa.RecordBatch.from_pydict({"id": ["a", "b"], "text": bad_texts(TEXTS[1])}))
    assert found["error"][0].as_py().startswith("UnicodeDecodeError")
    assert len(found["mentions"][1]) == 1


def test_columns_that_are_there_twice_are_named(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["x"]), pa.array(["y"])], names=["id", "text", "text"])
    pq.write_table(table, tmp_path / "in.parquet")
    (row,) = read_inputs(str(tmp_path / "in.parquet"))
    assert isinstance(row, FailedInput)
    assert row.error == f"{tmp_path}/in.parquet: two columns named 'text'; rename one"
    with pytest.raises(InputError, match="two columns named 'text'; rename one"):
        arrow.extract_batch(table.to_batches()[0])


def test_nested_columns_are_refused_before_they_are_read(tmp_path: Path) -> None:
    (row,) = read_inputs(write(tmp_path / "in.parquet", {"id": ["a"], "text": [["x", "y"]]}))
    assert isinstance(row, FailedInput)
    assert "column 'text' is list<" in row.error


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak of memory where Linux tells it")
def test_a_value_in_many_rows_stays_one_value(tmp_path: Path) -> None:
    text = "年" * 20_000_000
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 64, pa.int32()), pa.array([text]))
    file = write(tmp_path / "in.parquet", {"id": list(range(64)), "text": texts}, compression="zstd")
    assert Path(file).stat().st_size < 10_000
    script = f"""if True:
        from pathlib import Path
        from cyextract.batch import FailedInput, read_inputs
        rows = list(read_inputs({file!r}))
        assert len(rows) == 64 and all(isinstance(row, FailedInput) for row in rows), rows
        assert "60,000,000 bytes, more than --max-chars" in rows[0].error, rows[0]
        status = Path("/proc/self/status").read_text()
        print(status[status.index("VmHWM:") :].split()[1])
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 600_000  # KB; decoded it would be 4 GB


def test_pages_that_unpack_to_too_much_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MAX_PAGE", 5000)
    columns = {"id": [*"abcd"], "text": ["短。", "年", "甲" * 3000, "乙"], "other": ["x" * 9000] * 4}
    rows = list(read_inputs(write(tmp_path / "in.parquet", columns, row_group_size=2, compression="zstd")))
    assert [row.id for row in rows] == ["a", "b", "in.parquet"]
    assert isinstance(rows[-1], FailedInput)
    assert "in column 'text'; 5,000 at most" in rows[-1].error


def test_a_cell_that_is_too_long_costs_its_row(tmp_path: Path) -> None:
    file = write(tmp_path / "in.parquet", {"id": ["a", "b"], "text": ["甲" * 100, "乙"]})
    first, second = read_inputs(file, options=InputOptions(max_chars=20))
    assert isinstance(first, FailedInput)
    assert "text of 300 bytes, more than --max-chars allows" in first.error
    assert isinstance(second, InputText)


@pytest.mark.parametrize("name", ["in.parquet.gz", "in.parquet.zst", "in.jsonl.zst"])
def test_a_packed_file_that_unpacks_to_much_more_is_refused(tmp_path: Path, name: str) -> None:
    zstandard = import_or_skip("zstandard")
    data = b'{"id": 1, "text": "a"}\n' * 2_000_000
    (tmp_path / name).write_bytes(gzip.compress(data, 9) if name.endswith(".gz") else zstandard.ZstdCompressor().compress(data))
    *_, last = read_inputs(str(tmp_path / name))
    assert isinstance(last, FailedInput)
    assert "200 times its size" in last.error


def test_zstd_frames_of_great_ratio_are_read_in_time(tmp_path: Path) -> None:
    zstandard = import_or_skip("zstandard")
    file = tmp_path / "in.jsonl.zst"
    file.write_bytes(zstandard.ZstdCompressor(level=19).compress(b" " * 100_000_000) + zstandard.ZstdCompressor().compress(b"") * 50_000)
    (row,) = read_inputs(str(file))
    assert isinstance(row, FailedInput)
    assert "200 times its size" in row.error
    (found,) = find_files([str(file)])
    ((late, _),) = read_tasks(found, InputOptions(max_chars=10), time_limit=0.01)
    assert isinstance(late, FailedInput)
    assert late.error.endswith("took longer than 0.01 s to read")


def test_pages_are_where_the_library_finds_them(promises: ModuleType) -> None:
    for data in importlib.import_module("hostile_tables").parquet_files():
        stream = io.BytesIO(data)
        metadata = pq.read_metadata(stream)
        for index, columns in enumerate(row_groups(stream)):
            known = [metadata.row_group(index).column(n) for n in range(metadata.num_columns)]
            assert [name for name, _, _ in columns] == [column.path_in_schema for column in known]
            for (_, start, length), column in zip(columns, known, strict=True):
                assert 0 < largest_page(stream, start, length) <= column.total_uncompressed_size


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\xff" * 8 + b"PAR1", b"\x15\x02\x15\xff" * 40 + b"\xa0\0\0\0PAR1"])
def test_what_is_no_parquet_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "in.parquet").write_bytes(data)
    (row,) = read_inputs(str(tmp_path / "in.parquet"))
    assert isinstance(row, FailedInput)


def test_damaged_tables_are_rows_or_failures(promises: ModuleType) -> None:
    for seed in range(300):
        promises.run_target("tables", promises.Words(bytes((seed % 256, seed * 7 % 256)) + seed.to_bytes(8, "big")))


@pytest.mark.parametrize("found", ["87d52064c14c0eac1868"])
def test_what_fuzzing_found(promises: ModuleType, found: str) -> None:
    promises.run_target("tables", promises.Words(bytes.fromhex(found)))  # a dictionary whose buffer ends too early
