"""`cyextract tables`: what the rows say, and that every sink writes the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len

from cyextract import Extractor, extract
from cyextract.batch import BatchJob, InputText, Output, Summary, encode_row, run_batch
from cyextract.document import Document
from cyextract.errors import InputError, MissingExtraError
from cyextract.models import (
    AgreementDate,
    AgreementEvent,
    AgreementParty,
    DateMention,
    MoneyMention,
    TextSpan,
    TitleMention,
)
from cyextract.tables import Preview, TableFormat, TableShape, format_of, tabulate
from cyextract.tables.names import NameIndex
from cyextract.tables.page import summary_page
from cyextract.tables.rows import document_sheets
from cyextract.tables.schema import AGREEMENTS, COLUMNS, DOCUMENTS, FIGURES, MENTIONS, NAMES, OF_A_DOCUMENT, SHEETS, Kind, explain_columns
from extras import import_or_skip
from pool_tasks import InlinePool
from sandbox import run_line
from test_batch_run import begin
from workbooks import read_workbook

TEXT = "2021年6月4日，荆北霁岚汽车股份有限公司与滨河银行签订《合作协议》，总投资{}亿元，今年增长15.5%。"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cyextract.batch.run.WorkerPool", InlinePool)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Four documents, one of them empty, one with what a spreadsheet would run."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT.format(3), encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"")
    evil = {
        "id": "=cmd|' /C calc'!A0",
        "text": '四川省教育厅签订《=HYPERLINK("http://x")协议》《@SUM》《-甲》，增长-5.2%，投资3亿元。',
        "reference_date": "2021-06-10",
    }
    lines = [evil, {"id": 7, "text": TEXT.format("4至5"), "reference_date": "2021-07-01"}]
    (folder / "l.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return folder


def write(extractor: Extractor, sources: Path, out: Path, format: TableFormat | None = None, **settings: object) -> tuple[Summary, Preview]:
    shape = TableShape(format_of(str(out), format))
    summary = run_batch(BatchJob(extractor, [str(sources)], str(out), output=Output(shape, **settings)))  # type: ignore[arg-type]
    return summary, shape.preview


def read_csv(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8-sig"))))


# What the rows say


def test_every_cell_has_its_column_and_every_column_its_meaning(extractor: Extractor) -> None:
    sheets = document_sheets(extractor.extract(TEXT.format(3) + "占营收的20%左右，每吨800元，约4至5亿美元。", reference_date="2021-06-10"))
    for sheet in OF_A_DOCUMENT:
        kinds = {column.name: column.kind for column in sheet.columns}
        assert sheets[sheet.name], sheet.name
        for name, cell in (item for row in sheets[sheet.name] for item in row.items()):
            made = {Kind.TEXT: str, Kind.WHOLE: int, Kind.NUMBER: Decimal, Kind.DAY: dt.date, Kind.TRUTH: bool}[kinds[name]]
            assert isinstance(cell, made), (sheet.name, name)
    explained = explain_columns()
    assert [(row["sheet"], row["column"]) for row in explained if "column" in row] == [
        (s.name, c.name) for s in SHEETS[:-1] for c in s.columns
    ]
    assert all(row["meaning"] and row["meaning_zh"] for row in explained)


def span(mention: MoneyMention | TitleMention) -> TextSpan:
    return TextSpan(text=mention.text, start=mention.start, end=mention.end)


def an_agreement(title: TitleMention, amounts: tuple[MoneyMention, ...], day: DateMention, parties: tuple[str, ...] = ()) -> AgreementEvent:
    return AgreementEvent(
        title=title.title, category="agreement", start=title.start, end=title.end, action="签订", action_type="sign",
        date=AgreementDate(value=day.value, start=day.start, end=day.end),
        parties=tuple(AgreementParty(text=p, start=0, end=1) for p in parties),
        amounts=tuple(span(m) for m in amounts), evidence=span(title),
    )  # fmt: skip


def test_no_amount_counts_twice(extractor: Extractor) -> None:
    """Two agreements share an amount, a third has two: each amount stands once in `figures`, with the first agreement it belongs to."""
    read = extractor.extract("2021年6月4日，签订《甲协议》《乙协议》，投资3亿元；签订《丙协议》，投资5亿元、7亿元。")
    (one, two, three), (shared, *both), day = read.titles, read.money, read.dates[0]
    events = (an_agreement(one, (shared,), day, ("甲", "乙")), an_agreement(two, (shared,), day), an_agreement(three, tuple(both), day))
    sheets = document_sheets(read.model_copy(update={"agreements": events}))
    assert [row.get("amount") for row in sheets["agreements"]] == [Decimal(300_000_000), None, None]
    assert [row["amounts"] for row in sheets["agreements"]] == ["3亿元", "3亿元", "5亿元、7亿元"]
    assert [row["agreement"] for row in sheets["figures"]] == [1, 3, 3]
    assert sum(row["amount"] for row in sheets["figures"]) == 1_500_000_000  # type: ignore[misc]
    assert [(row["agreement"], row["party"], row["text"], row["first_day"]) for row in sheets["parties"]] == [
        (1, 1, "甲", dt.date(2021, 6, 4)), (1, 2, "乙", dt.date(2021, 6, 4)),
    ]  # fmt: skip


def test_keys_lead_from_sheet_to_sheet(extractor: Extractor) -> None:
    sheets = document_sheets(extractor.extract(TEXT.format(3) + "霁岚汽车称，滨河银行将增资。"))
    bodies = {row["organisation"]: row["name"] for row in sheets["organisations"]}
    for row in sheets["mentions"]:
        assert row["type"] != "ORG" or bodies[row["organisation"]] == row["name"]
    assert {row["text"]: bodies[row["organisation"]] for row in sheets["parties"]}["滨河银行"] == "滨河银行"
    assert sum(int(str(row["mentions"])) for row in sheets["organisations"]) == sum(row["type"] == "ORG" for row in sheets["mentions"])


def test_a_row_has_its_sentence_on_one_line(extractor: Extractor) -> None:
    text = "这一年里全省的公路和桥梁建设都加快了步伐，各地共完成投资3亿元；铁路建设也没有落后，累计完成投资5亿元。" * 4
    wrapped = "\n".join(text[at : at + 30] for at in range(0, len(text), 30))
    sheets = document_sheets(extractor.extract(wrapped))
    assert {row["sentence"] for row in sheets["mentions"]} == {
        f"{part}；" if "公路" in part else f"{part}。" for part in re.split("[；。]", text) if part
    }


def test_a_text_without_full_stops_is_not_repeated_in_every_row(extractor: Extractor) -> None:
    text = "投资3亿元，" * 5000
    sheets = document_sheets(extractor.extract(text))
    assert len(sheets["mentions"]) == 5000
    for rows in (sheets["mentions"], sheets["figures"]):
        assert max(len(str(row.get("sentence", ""))) for row in rows) < 700
    middle = str(sheets["mentions"][2500]["sentence"])
    assert (middle[0], middle[-1]) == ("…", "…")
    assert "3亿元" in middle


@pytest.mark.parametrize("numbers", [Decimal, float])
def test_frames_get_numbers_and_all_columns(extractor: Extractor, numbers: type[Decimal] | type[float]) -> None:
    documents = [extractor.extract(TEXT.format(n)) for n in (3, "4至5")]
    sheets = tabulate(documents, numbers=numbers)
    amounts = [row["amount"] for row in sheets["figures"] if row["type"] == "MONEY"]
    assert amounts == [300_000_000, None]
    assert isinstance(amounts[0], numbers)
    assert [row["document"] for row in sheets["documents"]] == ["1", "2"]
    for sheet in OF_A_DOCUMENT:
        assert {frozenset(row) for row in sheets[sheet.name]} == {frozenset(sheet.names()) - {"file", "encoding", "error"}}
    assert tabulate(documents[0])["documents"] == tabulate([documents[0]])["documents"]


def test_names_join_what_is_equal_and_nothing_else(tmp_path: Path) -> None:
    def body(name: str, kind: str, names: str, mentions: int, document: str) -> dict[str, object]:
        return {
            "name": name,
            "kind": kind,
            "names": names,
            "mentions": mentions,
            "document": document,
            "sentence": f"{name}。",
            "file": "f",
        }

    file = tmp_path / "counts"
    with NameIndex(file) as index:
        index.add([body("甲集团", "company", "甲集团、甲", 2, "a"), body("甲", "company", "甲", 1, "a")], None)
        index.add([body("甲集团", "bank", "甲集团", 1, "b"), body("甲集团", "company", "甲司", 3, "b")], dt.date(2021, 6, 10))
        index.add([body("甲集团", "company", "甲集团", 1, "c")], dt.date(2020, 1, 1))
        index.add([body("甲集团", "company", "甲集团", 1, "d")], None)
        first, second = index.rows()
    assert not file.exists()
    assert first == {
        "name": "甲集团", "kind": "company, bank", "names": "甲集团、甲、甲司", "documents": 4, "mentions": 8,
        "first_date": dt.date(2020, 1, 1),
        "last_date": dt.date(2021, 6, 10), "document": "a", "sentence": "甲集团。", "file": "f",
    }  # fmt: skip
    assert second == {
        "name": "甲",
        "kind": "company",
        "names": "甲",
        "documents": 1,
        "mentions": 1,
        "document": "a",
        "sentence": "甲。",
        "file": "f",
    }


# What the sinks write


@pytest.mark.usefixtures("inline")
def test_a_folder_of_csv(news: Path, tmp_path: Path, extractor: Extractor) -> None:
    out = tmp_path / "out"
    summary, preview = write(extractor, news, out)
    assert summary == Summary(4, 1)
    assert sorted(file.name for file in out.iterdir()) == sorted([*(f"{sheet.name}.csv" for sheet in SHEETS), "summary.html"])
    for sheet in SHEETS:
        data = (out / f"{sheet.name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = read_csv(out, sheet.name)
        assert list(rows[0]) == sheet.names()
        assert len(rows) == preview.counts[sheet.name]
        assert [cell for row in rows for cell in row.values() if re.match(r"[=@\t\r]|[+-](?!\d[\d.,]*%?$)", cell)] == []
    documents = {row["document"]: row for row in read_csv(out, "documents")}
    assert list(documents) == ["a", "bad", "'=cmd|' /C calc'!A0", "7"]
    assert documents["bad"]["error"].endswith("empty")
    assert documents["bad"]["file"] == str(news / "bad.txt")
    assert documents["7"]["reference_date"] == "2021-07-01"
    files = {row["document"]: Path(row["file"]).name for name in ("mentions", "figures", "names") for row in read_csv(out, name)}
    assert (files["a"], files["7"]) == ("a.txt", "l.jsonl")
    money = [(row["document"], row["amount"], row["amount_max"]) for row in read_csv(out, "figures") if row["type"] == "MONEY"]
    assert money == [("a", "300000000", ""), ("'=cmd|' /C calc'!A0", "300000000", ""), ("7", "", "500000000")]
    assert {row["name"]: (row["documents"], row["last_date"]) for row in read_csv(out, "names")}["滨河银行"] == ("2", "2021-07-01")


@pytest.mark.usefixtures("inline")
def test_a_workbook(news: Path, tmp_path: Path, extractor: Extractor) -> None:
    out = tmp_path / "out.xlsx"
    write(extractor, news, out)
    write(extractor, news, tmp_path / "same")
    book = read_workbook(out)
    assert list(book) == [sheet.name for sheet in SHEETS]
    for sheet in SHEETS:
        read, kinds = book[sheet.name], {column.name: column.kind for column in sheet.columns}
        assert (read.frozen, read.formulas) == ("A2", 0)
        assert read.filtered
        assert read.filtered.endswith(str(len(read.rows) + 1))
        made = {Kind.TEXT: str, Kind.WHOLE: float, Kind.NUMBER: float, Kind.DAY: dt.date, Kind.TRUTH: bool}
        cells = [(name, cell) for row in read.rows for name, cell in row.items()]
        assert [(name, cell) for name, cell in cells if not isinstance(cell, made[kinds[name]])] == []
        texts = [cell for _, cell in cells if isinstance(cell, str)]
        assert [text for text in texts if re.match(r"[=@\t\r]|[+-](?!\d[\d.,]*%?$)", text)] == []
        as_csv = [{name: cell for name, cell in row.items() if cell} for row in read_csv(tmp_path / "same", sheet.name)]
        assert [{name: as_field(cell) for name, cell in row.items()} for row in read.rows] == as_csv
    named = dict(zip(COLUMNS.names(), book["columns"].widths, strict=True))
    assert named["meaning_zh"] > 60  # Chinese counts two
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def as_field(cell: object) -> str:
    """What CSV says of a cell."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def filled(sink_rows: list[dict[str, object]], tmp_path: Path) -> list[dict[str, object]]:
    from cyextract.tables.workbook import WorkbookSink

    path = tmp_path / "cells.xlsx"
    with WorkbookSink(path, tmp_path) as sink:
        sink.add(MENTIONS, sink_rows)  # type: ignore[arg-type]
    return [row for name, sheet in read_workbook(path).items() if name.startswith("mentions") for row in sheet.rows]


def test_cells_that_no_spreadsheet_can_hold(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": "甲" * 40_000, "first_day": dt.date(1899, 12, 31), "amount": Decimal("1e400")},
        {"text": "a\x00b\x1f\ufffe_x0041_", "first_day": dt.date(1900, 3, 1), "amount": Decimal("-0.125")},
        {"text": "http://x", "first_day": dt.date(9999, 12, 31), "amount": Decimal(10) ** 20},
    ]
    long, odd, last = filled(rows, tmp_path)
    assert (len(str(long["text"])), long["first_day"]) == (32_767, "1899-12-31")
    assert str(long["amount"]).startswith("1E+400")
    assert (odd["first_day"], odd["amount"]) == (dt.date(1900, 3, 1), -0.125)
    assert last == {"text": "http://x", "first_day": dt.date(9999, 12, 31), "amount": 1e20}


def test_a_full_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cyextract.tables.workbook.MAX_ROWS", 4)
    rows: list[dict[str, object]] = [{"start": number} for number in range(7)]
    assert [row["start"] for row in filled(rows, tmp_path)] == list(range(7))
    book = read_workbook(tmp_path / "cells.xlsx")
    assert [(name, len(sheet.rows), sheet.filtered is not None) for name, sheet in book.items() if name.startswith("mentions")] == [
        ("mentions", 3, True), ("mentions 2", 3, True), ("mentions 3", 1, True),
    ]  # fmt: skip


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("name", ["out.xlsx", "out"])
def test_the_same_bytes_each_time_and_after_an_interruption(news: Path, tmp_path: Path, extractor: Extractor, name: str) -> None:
    def read(out: Path) -> list[bytes]:
        return [file.read_bytes() for file in sorted(out.iterdir())] if out.is_dir() else [out.read_bytes()]

    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    first, second = tmp_path / "1" / name, tmp_path / "2" / name
    write(extractor, news, first)
    job = BatchJob(extractor, [str(news)], str(second), output=Output(TableShape(format_of(name, None))))
    begin(job, 2)
    assert not second.exists()
    with pytest.raises(InputError, match="--resume goes on"):
        run_batch(job)
    summary, _ = write(extractor, news, second, resume=True)
    assert summary == Summary(4, 1)
    assert read(first) == read(second)


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize(
    ("format", "breaks"), [*((f, "names.NameIndex.rows") for f in TableFormat), (TableFormat.XLSX, "workbook._WrittenSheet.finish")]
)
def test_tables_that_cannot_be_finished_leave_what_stood_there(
    news: Path, tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch, format: TableFormat, breaks: str
) -> None:
    if format is TableFormat.PARQUET:
        pytest.importorskip("pyarrow")
    (tmp_path / "at").mkdir()
    out = tmp_path / "at" / ("out.xlsx" if format is TableFormat.XLSX else "out")
    write(extractor, news, out, format)
    before = {file: file.read_bytes() for file in out.parent.rglob("*") if file.is_file()}

    def fill(self: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"cyextract.tables.{breaks}", fill)
        with pytest.raises(OSError, match="No space"):
            write(extractor, news, out, format)
    after = {file: file.read_bytes() for file in out.parent.rglob("*") if file.is_file() and "unfinished" not in str(file)}
    assert after == before
    write(extractor, news, out, format, resume=True)
    assert {file: file.read_bytes() for file in out.parent.rglob("*") if file.is_file()} == before


def test_workers_make_tables(news: Path, tmp_path: Path, extractor: Extractor) -> None:
    summary, preview = write(extractor, news, tmp_path / "out.xlsx", processes=2)
    assert (summary.written, preview.counts["documents"], preview.counts["agreements"] > 1) == (4, 4, True)


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("name", ["facts.xlsx", "facts"])
def test_an_output_inside_the_inputs_is_none(news: Path, extractor: Extractor, name: str) -> None:
    for _ in range(2):
        assert write(extractor, news, news / name)[0] == Summary(4, 1)


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("format", [TableFormat.CSV, TableFormat.PARQUET])
def test_a_folder_of_tables_replaces_tables_alone(news: Path, tmp_path: Path, extractor: Extractor, format: TableFormat) -> None:
    if format is TableFormat.PARQUET:
        import_or_skip("pyarrow")
    job = BatchJob(extractor, [str(news)], str(tmp_path / "facts"), output=Output(TableShape(format)))
    for _ in range(2):
        run_batch(job)
    mine = tmp_path / "facts" / f"documents.{format}"
    mine.write_text("document,text\n1,投资3亿元\n", encoding="utf-8")
    with pytest.raises(FileExistsError, match="is no table of an earlier run"):
        run_batch(job)
    assert "投资3亿元" in mine.read_text(encoding="utf-8")


@pytest.mark.usefixtures("inline")
def test_a_document_whose_rows_cannot_be_made_is_an_error(
    news: Path, tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(document: Document) -> None:
        raise ArithmeticError("no rows")

    monkeypatch.setattr("cyextract.tables.stored_rows.document_sheets", break_down)
    summary, preview = write(extractor, news, tmp_path / "out")
    assert summary == Summary(4, 4)
    assert preview.rows["documents"][0]["error"] == "ArithmeticError: no rows"


def test_what_an_output_is() -> None:
    assert (format_of("a.XLSX", None), format_of("a", None), format_of("a.b", None)) == (TableFormat.XLSX, TableFormat.CSV, TableFormat.CSV)
    assert format_of("a.parquet", TableFormat.PARQUET) is TableFormat.PARQUET
    for out, wanted in (("a.csv", None), ("a.parquet", None), ("a.xls", None), ("a.xlsx", TableFormat.CSV), ("a", TableFormat.XLSX)):
        with pytest.raises(InputError, match=r"\.xlsx"):
            format_of(out, wanted)


@pytest.mark.usefixtures("inline")
def test_outputs_that_cannot_be_written(news: Path, tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.xlsx").mkdir()
    cases: list[tuple[Path, type[Exception], str]] = [
        (tmp_path / "file", FileExistsError, "is a file"),
        (tmp_path / "folder.xlsx", IsADirectoryError, "name a file in it"),
        (tmp_path / "none" / "out.xlsx", FileNotFoundError, "no such folder"),
        (tmp_path / "none" / "out", FileNotFoundError, "no such folder"),
        (Path("-"), InputError, "piece by piece"),
    ]
    for out, error, says in cases:
        with pytest.raises(error, match=says):
            write(extractor, news, out)
    monkeypatch.setattr("cyextract.extras.find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, "pyarrow", raising=False)
    with pytest.raises(MissingExtraError, match="a Parquet output"):
        write(extractor, news, tmp_path / "out", TableFormat.PARQUET)
    assert (tmp_path / "file").read_text() == "x"


# The page and the command


def test_the_page_escapes_what_texts_say() -> None:
    preview = Preview(kept=1)
    evil = {"document": "<i>", "file": "f", "agreement": 1, "action": "签订", "title": "<script>alert(1)</script>", "bracketed": True}
    for sheet in SHEETS:
        preview.add(sheet, [])
    preview.add(DOCUMENTS, [{"document": "<i>", "file": "<f>", "error": "<e>"}])
    preview.add(AGREEMENTS, [{**evil, "sentence": "签订《<script>alert(1)</script>》。"}, evil])  # type: ignore[list-item]
    preview.add(FIGURES, [{"text": "3亿元", "kind": "level", "status": "planned", "sentence": "投资3亿元", "file": "f"}])
    preview.add(NAMES, [{"name": "甲", "kind": "company", "documents": 1, "mentions": 1, "sentence": "甲", "file": "f"}])
    page = summary_page(preview, "<b>.xlsx")
    assert not re.search(r"<(script|i|b|f|e)>", page)
    assert "<mark>&lt;script&gt;" in page
    assert "The first 1 of 2" in page
    assert "<mark>3亿元</mark>" in page


@pytest.fixture
def command(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inline: None) -> Callable[[str], tuple[int, str, str]]:
    """Run a command line where `news` is."""
    monkeypatch.chdir(tmp_path)

    def run(line: str) -> tuple[int, str, str]:
        ran = run_line(f"cyextract {line}")
        return ran.status, ran.out, ran.err

    return run


def test_the_command_shows_events_figures_and_organisations(command: Callable[[str], tuple[int, str, str]], tmp_path: Path) -> None:
    status, out, err = command("tables news -o facts.xlsx")
    assert status == 1
    assert [line for line in out.splitlines() if line != line.rstrip()] == []
    assert max(map(cell_len, out.splitlines())) <= 100
    for said in (
        " events",
        " figures",
        " organisations",
        "签订《合作协议》",
        "workbook: facts.xlsx",
        "page: facts-summary.html",
    ):
        assert said in out
    assert "news/bad.txt: empty" in err
    assert "4 documents, 1 of them failed" in err
    assert (tmp_path / "facts-summary.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert command("tables news/a.txt -o facts/")[0] == 0


@pytest.mark.usefixtures("inline")
def test_rows_say_that_they_came_from_standard_input(tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"id": "a", "text": "投资3亿元。"}).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line + b"\nbad")))
    write(extractor, Path("-"), tmp_path / "out")
    assert {row["file"] for name in ("documents", "mentions") for row in read_csv(tmp_path / "out", name)} == {"standard input"}


def test_texts_of_other_programs_are_named(command: Callable[[str], tuple[int, str, str]], tmp_path: Path) -> None:
    for name in ("x.docx", "y.DOC", "z.pdf", "picture.png"):
        (tmp_path / "news" / name).write_bytes(b"x")
    for out in ("facts.xlsx", "out.jsonl"):
        line = f"{'tables' if out.endswith('xlsx') else 'batch'} news news/x.docx -o {out}"
        status, _, err = command(line)
        assert status == 1  # of the empty file
        assert "4 skipped" in err
        assert "news/x.docx, news/y.DOC, news/z.pdf" in err
        assert "picture" not in err
    assert command("tables news/x.docx -o facts.xlsx")[0] == 2


def test_documents_of_one_id_are_told(command: Callable[[str], tuple[int, str, str]], tmp_path: Path) -> None:
    rows = [{"id": id, "text": "投资3亿元。"} for id in ("a", "b", "a", "a", "b")]
    (tmp_path / "same.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "news" / "one.jsonl").write_text(json.dumps({"id": "only", "text": "投资3亿元。"}), encoding="utf-8")
    says = "note: 3 documents have the id of one before, such as a: join by document and file"
    assert says in command("tables same.jsonl -o same.xlsx")[2]
    assert "id of one before" not in command("tables news/one.jsonl -o one.xlsx")[2]


def test_wrong_uses_are_one_line(command: Callable[[str], tuple[int, str, str]]) -> None:
    for line, says in (
        ("tables news -o facts.csv", "tables are several sheets; name a workbook (.xlsx) or a folder"),
        ("tables news -o facts.xlsx --format parquet", "a workbook ends in .xlsx"),
        ("batch news -o facts.xlsx", "a workbook is what cyextract tables writes"),
        ("batch news -o facts.jsonl --facts", "--facts"),
    ):
        status, _, err = command(line)
        assert status == 2
        assert says in err
        assert len(err.splitlines()) == 1


def test_what_is_no_document_has_no_rows() -> None:
    for wrong in ("投资3亿元", [5]):
        with pytest.raises(TypeError, match="tabulate takes documents, got"):
            tabulate(wrong)  # type: ignore[arg-type]


def test_the_one_call_form_makes_rows() -> None:
    row = tabulate(extract("去年底，贷款余额近50亿元。", reference_date="2021-06-10"))["figures"][0]
    assert (row["amount"], row["mod"], row["period"], row["period_last_day"]) == (
        Decimal(5_000_000_000),
        "lt",
        "2020",
        dt.date(2020, 12, 31),
    )


_GROW = """
import json, sys
from pathlib import Path
from cyextract.tables import TableFormat, TableShape
line, rows, out = json.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2]), Path(sys.argv[3])
with rows.open("w") as stream:
    for number in range(int(sys.argv[4])):
        line["id"] = f"d{number}"
        for place, body in enumerate(line["sheets"]["organisations"]):
            body["name"] = body["names"] = f"{number}-{place}"  # as many names as there are rows
        stream.write(json.dumps(line) + "\\n")
TableShape(TableFormat(sys.argv[5])).write(rows, out)
print(next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")) / 1000)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell how much memory a process holds")
@pytest.mark.parametrize("format", [TableFormat.XLSX, TableFormat.CSV])
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path, extractor: Extractor, format: TableFormat) -> None:
    text = (Path(__file__).parent.parent / "seeds" / "000_30a4a9f8b9eb27f7.txt").read_text(encoding="utf-8")
    row = TableShape(format).row(extractor.extract(text), InputText("d", text))
    (tmp_path / "row.json").write_bytes(encode_row(row))
    peaks = []
    for documents in (100, 500):
        arguments = [tmp_path / "row.json", tmp_path / "rows.jsonl", tmp_path / f"out{documents}.{format}", documents, format]
        ran = subprocess.run([sys.executable, "-c", _GROW, *map(str, arguments)], capture_output=True, text=True, check=True)
        peaks.append(float(ran.stdout))
    assert peaks[1] - peaks[0] < 8, peaks  # of some 70 MB; the rows of 400 documents take 60 MB as objects
