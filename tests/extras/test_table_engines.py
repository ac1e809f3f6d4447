"""Tables of 200 mixed files, counted by other engines: a workbook, a folder of Parquet and one of CSV say the same."""

from __future__ import annotations

import datetime as dt
import importlib
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cyextract import Extractor
from cyextract.batch import BatchJob, InputOptions, Output, run_batch
from cyextract.tables import NumberType, TableFormat, TableShape
from cyextract.tables.schema import SHEETS, Kind
from extras import import_or_skip
from mixed_folder import MAX_CHARS, Bad, Expected, make_folder
from pool_tasks import InlinePool

for module in ("pyarrow", "zstandard", "trafilatura", "duckdb", "openpyxl", "pandas", "polars"):
    import_or_skip(module)

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
COUNTED = [(sheet.name, [*sheet.names(Kind.NUMBER), *sheet.names(Kind.WHOLE)]) for sheet in SHEETS]


SHAPES = {
    "book.xlsx": TableShape(TableFormat.XLSX),
    "csv": TableShape(TableFormat.CSV),
    "exact": TableShape(TableFormat.PARQUET),
    "floats": TableShape(TableFormat.PARQUET, NumberType.FLOAT),
}


class EveryShape(TableShape):
    """All of them out of the rows of one run."""

    def write(self, rows: Path, part: Path) -> None:
        for name, shape in SHAPES.items():
            shape.write(rows, part.with_name(name))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Expected]:
    """The tables of 200 files in every form."""
    folder = tmp_path_factory.mktemp("tables")
    expected = make_folder(folder / "in", 200, extras=True)
    output = Output(EveryShape(TableFormat.CSV))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cyextract.batch.run.WorkerPool", InlinePool)
        run_batch(
            BatchJob(Extractor(), [str(folder / "in")], str(folder / "all"), options=InputOptions(max_chars=MAX_CHARS), output=output)
        )
    return folder, expected


@pytest.fixture(scope="module")
def engines() -> Iterator[ModuleType]:
    """The benchmark that asks them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("table_engines")


@pytest.mark.parametrize(("sheet", "columns"), COUNTED)
def test_a_workbook_counts_as_duckdb_does(
    made: tuple[Path, Expected], engines: ModuleType, book: Any, sheet: str, columns: list[str]
) -> None:
    head, *rows = book[sheet].iter_rows(values_only=True)
    totals = [sum(row[head.index(column)] or 0 for row in rows) for column in columns]
    assert (len(rows), pytest.approx(totals)) == engines.count_parquet(made[0] / "exact" / f"{sheet}.parquet", columns)


@pytest.fixture(scope="module")
def book(made: tuple[Path, Expected]) -> Any:
    import openpyxl

    return openpyxl.load_workbook(made[0] / "book.xlsx", read_only=True)


def test_libreoffice_counts_as_duckdb_does(made: tuple[Path, Expected], engines: ModuleType, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    engines.convert_workbook(office, made[0] / "book.xlsx", tmp_path)
    for sheet, columns in COUNTED:
        rows, totals = engines.count_csv(tmp_path / f"book-{sheet}.csv", columns)
        assert (rows, pytest.approx(totals)) == engines.count_parquet(made[0] / "exact" / f"{sheet}.parquet", columns), sheet


def test_every_input_is_a_row_of_documents(made: tuple[Path, Expected]) -> None:
    import polars

    folder, expected = made
    documents = polars.read_parquet(folder / "exact" / "documents.parquet")
    assert sorted(documents["document"]) == sorted(expected)
    failed = {row["document"]: row["error"] for row in documents.filter(polars.col("error").is_not_null()).to_dicts()}
    bad = {name: asked.says for name, asked in expected.items() if isinstance(asked, Bad)}
    assert failed.keys() == bad.keys()
    assert [name for name, says in bad.items() if says not in failed[name]] == []
    assert all(Path(file).is_relative_to(folder / "in") for file in documents["file"])
    assert documents["mentions"].sum() == polars.read_parquet(folder / "exact" / "mentions.parquet").height


def test_the_types_of_parquet(made: tuple[Path, Expected]) -> None:
    import pandas
    import polars

    folder = made[0]
    exact, floats = (polars.read_parquet(folder / name / "figures.parquet") for name in ("exact", "floats"))
    assert (exact.schema["amount"], floats.schema["amount"]) == (polars.Decimal(38, 6), polars.Float64())
    assert exact.schema["period_first_day"] == polars.Date()
    assert float(exact["amount"].sum()) == pytest.approx(floats["amount"].sum())
    frame = pandas.read_parquet(folder / "exact" / "figures.parquet").dropna(subset=["amount"])
    assert isinstance(frame["amount"].sum(), Decimal)
    assert {type(day) for day in frame["period_first_day"].dropna()} <= {dt.date}
    assert pandas.read_csv(folder / "csv" / "figures.csv")["amount"].sum() == pytest.approx(floats["amount"].sum())


def test_numbers_that_a_decimal_of_38_digits_cannot_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import polars

    monkeypatch.setattr("cyextract.batch.run.WorkerPool", InlinePool)
    (tmp_path / "a.txt").write_text(f"投资{'9' * 60}元，又投资0.12345678美元，再投资{'9' * 31}.5元。", encoding="utf-8")
    shape = TableShape(TableFormat.PARQUET)
    run_batch(BatchJob(Extractor(), [str(tmp_path / "a.txt")], str(tmp_path / "out"), output=Output(shape)))
    amounts = polars.read_parquet(tmp_path / "out" / "mentions.parquet")["amount"].to_list()
    assert amounts == [None, Decimal("0.123457"), Decimal("9" * 31 + ".5")]
