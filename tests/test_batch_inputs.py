"""Reading inputs: encodings, reference dates, columns, limits."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from cyextract.batch import FailedInput, InputOptions, InputText, decode, find_files, read_inputs, read_one
from cyextract.batch.dates import date_in_name, normalise_date
from cyextract.batch.readers import read_tasks
from cyextract.errors import InputError
from traditional import to_traditional

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
ARTICLES = [file.read_text(encoding="utf-8-sig") for file in SEEDS]
REPORTED = {"utf-8": None, "utf-8-sig": None}


def stretches(length: int) -> list[str]:
    """Twenty stretches of the articles with at least one Chinese character."""
    found = [article[at : at + length] for article in ARTICLES for at in range(100, len(article) - length, max(len(article) // 12, 1))]
    return [text for text in found if not text.isascii()][:20]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("length", [20, 100, 1000, 3000])
def test_the_encodings_of_chinese_are_told_apart(encoding: str, length: int) -> None:
    for text in stretches(length):
        written = to_traditional(text).encode("big5hkscs", "ignore") if encoding == "big5hkscs" else text.encode(encoding)
        read = decode(written)
        assert read.encoding == encoding
        assert read.text == written.decode(encoding)
        assert read.reported == REPORTED.get(encoding, encoding)


@pytest.mark.parametrize("text", ["今年", "签约仪式", "重庆市", "2021年6月4日", "投资3亿元。"])
def test_a_few_characters_are_enough(text: str) -> None:
    assert decode(text.encode("gb18030")).text == text
    traditional = to_traditional(text)
    assert decode(traditional.encode("big5hkscs")).text == traditional


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (ARTICLES[0].encode()[:1001], "not UTF-8"),
        (ARTICLES[0].encode()[:500] + b"\xff" + ARTICLES[0].encode()[500:], "not UTF-8"),
        (ARTICLES[0].encode("gb18030")[:3001] + b"\xff\xff\xff", "not "),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\xfe\xfd\x9a", "not "),
        (bytes(1000), "not a text"),
        ("Les élèves étaient très heureux à Noël, l'été passé.".encode("latin-1"), "not UTF-8"),
        ("В Москве прошло заседание правительства.".encode("cp1251"), "not UTF-8"),
        ("정부는 오늘 서울에서 새로운 투자 계획을 발표했다.".encode("euc-kr"), "not UTF-8"),
        ("政府は今日、東京で新しい投資計画を発表した。".encode("euc-jp"), "not UTF-8"),
    ],
)
def test_damaged_text_and_no_text_are_errors_never_other_characters(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        decode(data)


def test_what_a_page_declares_is_followed_when_every_byte_fits() -> None:
    data = "陛".encode("big5hkscs")
    assert decode(data, "Big5").text == "陛"
    assert decode(data, "GB2312").text == data.decode("gb18030")
    assert decode("今年".encode(), "gb2312").text == "今年"
    assert decode("今年".encode("gb18030"), "iso-8859-1").text == "今年"


@pytest.mark.parametrize(
    ("path", "pattern", "day"),
    [
        ("a/2021-06-04/b.txt", "%Y-%m-%d", "2021-06-04"),
        ("a/20210604.txt", "%Y%m%d", "2021-06-04"),
        ("a/120210604.txt", "%Y%m%d", None),
        ("2019/01/02/x_2021年6月4日.txt", "%Y年%m月%d日", "2021-06-04"),
        ("20190102/20210604.txt", "%Y%m%d", "2021-06-04"),
        ("20210604/99999999.txt", "%Y%m%d", "2021-06-04"),
        ("04.06.2021.txt", "%d.%m.%Y", "2021-06-04"),
        ("a.txt", "%Y-%m-%d", None),
    ],
)
def test_dates_in_file_names(path: str, pattern: str, day: str | None) -> None:
    assert date_in_name(path, pattern) == day


def test_dates_in_fields() -> None:
    written = ["2021.6.4", " 2021-06-04 08:30:00", "2021-06-04T23:59:00+08:00", "2021年06月04日 星期五", "20210604"]
    assert {normalise_date(date) for date in written} == {"2021-06-04"}
    assert [normalise_date(date) for date in ("", "去年", "2021-02-30")] == [None, "去年", "2021-02-30"]


def test_the_field_of_a_record_goes_before_the_name_of_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "20210604"
    folder.mkdir()
    (folder / "a.csv").write_text("id,text,day\n1,今年,2020/1/2\n2,今年,\n", encoding="utf-8")
    (folder / "b.txt").write_text("今年", encoding="utf-8")
    options = InputOptions(date_field="day", name_date="%Y%m%d")
    assert [item.reference_date for item in read_inputs(str(folder), options=options)] == ["2020-01-02", "2021-06-04", "2021-06-04"]


def test_columns_of_csv(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('nr,body,when\n7,"一\n""二""",2021-06-04\n,三,\n', encoding="utf-8-sig")
    options = InputOptions("body", "nr", "when")
    assert list(read_inputs(str(file), options=options)) == [
        InputText("7", '一\n"二"', "2021-06-04", keep_text=True),
        InputText(f"{file}:2", "三", keep_text=True),
    ]
    (failed,) = read_inputs(str(file))
    assert failed == FailedInput("a.csv", f"{file}: no column 'text' (--text-field); there are: nr, body, when")


def test_a_byte_that_does_not_fit_costs_one_row_of_csv(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = [f"{number},今年投资三亿元".encode() for number in range(5)]
    rows[3] += b"\xff"
    file.write_bytes(b"\n".join([b"id,text", *rows]))
    read = list(read_inputs(str(file)))
    assert [item.id for item in read if isinstance(item, InputText)] == ["0", "1", "2", "4"]
    assert read[3] == FailedInput(f"{file}:4", "bytes that are not utf-8; convert the file first")


def test_limits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今" * 11, encoding="utf-8")
    (tmp_path / "b.txt").write_text("今" * 10, encoding="utf-8")
    (tmp_path / "c.txt").write_text("今" * 100, encoding="utf-8")
    long, fits, too_long = read_inputs(str(tmp_path), options=InputOptions(max_chars=10))
    assert long == FailedInput("a", "11 characters, more than --max-chars 10; split it or raise the limit")
    assert fits == InputText("b", "今" * 10)
    assert isinstance(too_long, FailedInput)
    assert "more than 40 bytes" in too_long.error
    assert len(read_one(str(tmp_path / "c.txt")).text) == 100


@pytest.mark.parametrize("end", [b"\x00", b""])
def test_csv_that_breaks_off_inside_a_character_keeps_what_came_before(tmp_path: Path, end: bytes) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes("id,text\na,文\n".encode("utf-16") + end)
    rows = list(read_inputs(str(file)))
    assert [row.text for row in rows if isinstance(row, InputText)] == ["文"]
    assert [row.error for row in rows if isinstance(row, FailedInput)] == (
        ["bytes that are not utf-16 (truncated data), and all after them; convert the file first"] if end else []
    )


def test_csv_whose_header_is_no_text_is_one_failed_input(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(b"\xff\xfei")
    (row,) = read_inputs(str(file))
    assert isinstance(row, FailedInput)
    assert "not CSV" in row.error


def test_columns_of_csv_that_are_there_twice_are_named(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("id,text,note,note,text\na,甲,,,乙\n", encoding="utf-8")
    (row,) = read_inputs(str(file))
    assert row == FailedInput("in.csv", f"{file}: two columns named 'text'; rename one")


@pytest.mark.parametrize("long", ["x" * 500_000, "," * 500_000, '"' + "甲\n" * 200_000 + '"'])
def test_a_row_of_csv_that_is_too_long_is_not_kept(tmp_path: Path, long: str) -> None:
    file = tmp_path / "in.csv"
    file.write_text(f"id,text\na,甲\nb,{long}\nc,丙\n", encoding="utf-8")
    rows = list(read_inputs(str(file), options=InputOptions(max_chars=10)))
    assert rows[0] == InputText("a", "甲", keep_text=True)
    assert isinstance(rows[1], FailedInput)
    assert "more than --max-chars allows" in rows[1].error or "larger than field limit" in rows[1].error or "cells" in rows[1].error
    assert rows[2:] == [InputText("c", "丙", keep_text=True)]


def test_a_quotation_mark_that_is_not_closed_is_one_row(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text('id,text\na,甲\nb,"' + "x\n" * 200_000, encoding="utf-8")
    rows = list(read_inputs(str(file), options=InputOptions(max_chars=10)))
    assert [type(row).__name__ for row in rows] == ["InputText", "FailedInput"]


def test_rows_behind_a_quotation_mark_that_is_not_closed_are_not_lost_without_a_word(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text('id,text\na,甲 3" 屏\nb,"乙\nc,丙\nd,丁\n', encoding="utf-8")
    first, rest = read_inputs(str(file))
    assert first == InputText("a", '甲 3" 屏', keep_text=True)
    assert rest == FailedInput(f"{file}:2", "a quotation mark that opens a cell is not closed: this row and all after it are not read")
    file.write_text('id,text\na,"甲\n乙"\nb,丙 3"', encoding="utf-8")
    assert [item.text for item in read_inputs(str(file)) if isinstance(item, InputText)] == ["甲\n乙", '丙 3"']


def test_a_packed_file_unpacks_to_so_many_times_its_size_at_most(tmp_path: Path) -> None:
    fine, bomb = tmp_path / "a.csv.gz", tmp_path / "b.csv.gz"
    fine.write_bytes(gzip.compress(b"text\n" + b"a\n" * 1000))
    bomb.write_bytes(gzip.compress(b"text\n" + (b" " * 10_000 + b"\n") * 3_000))
    *rows, failed = read_inputs(str(tmp_path))
    assert all(isinstance(row, InputText) for row in rows)
    assert [row.text for row in rows[:1000]] == ["a"] * 1000
    assert 1600 < len(rows) - 1000 < 1700
    assert isinstance(failed, FailedInput)
    assert failed.error == f"{bomb}: unpacks to more than 16,777,216 bytes, 200 times its size; unpack it first"


def test_any_limit_on_characters_can_be_given(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("text\n甲\n", encoding="utf-8")
    (row,) = read_inputs(str(file), options=InputOptions(max_chars=2**63 - 1))
    assert isinstance(row, InputText)


@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.csv.gz"])
def test_reading_may_take_so_long_until_the_next_piece_of_work(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(gzip.compress(b"text,id\n" + b"\n" * 3_000_000))
    (found,) = find_files([str(file)])
    rows = [task for task, _ in read_tasks(found, InputOptions(), time_limit=0.01)]
    assert isinstance(rows[-1], FailedInput)
    assert rows[-1].error.endswith("took longer than 0.01 s to read")
    assert len(rows) < 3
