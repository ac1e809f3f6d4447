"""Batch: reading inputs, rows, error rows, and output that is complete or absent."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cyextract.batch import (
    FailedInput,
    InputText,
    Row,
    Settings,
    document_row,
    encode_row,
    extract_rows,
    read_inputs,
    read_one,
)
from cyextract.document import Document
from cyextract.errors import InputError
from cyextract.models import DateMention


class RecordingExtractor:
    """Remembers how it was called; fails on one word as a bug would."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str | None, str, bool, str | None]] = []

    def extract(self, text: str, *, reference_date: str | None, default_currency: str, vague: bool, id: str | None) -> Document:
        self.calls.append((text, reference_date, default_currency, vague, id))
        if "炸" in text:
            raise ZeroDivisionError("first line\nsecond line")
        if "拒" in text:
            raise InputError("lone surrogate")
        return Document(id=id, text=text, reference_date=reference_date)


def write_jsonl(folder: Path, *lines: str | bytes) -> Path:
    file = folder / "news.jsonl"
    file.write_bytes(b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines))
    return file


def test_reads_jsonl_in_order_with_the_fields_of_each_line(tmp_path: Path) -> None:
    file = write_jsonl(
        tmp_path,
        '{"id": "b", "text": "今年", "reference_date": "2021-06-10", "default_currency": "HKD", "genre": "x"}',
        "",
        '{"id": 7, "text": "一\\u2028二\\r\\n三", "reference_date": null}',
    )
    assert list(read_inputs(str(file))) == [
        InputText("b", "今年", "2021-06-10", "HKD"),
        InputText(7, "一\u2028二\r\n三"),
    ]


@pytest.mark.parametrize(
    ("line", "id_", "complaint"),
    [
        ("{", "FILE:2", "not JSON"),
        ('{"id": "中华人民共和国"}'.encode() + b"\xff", "FILE:2", "not UTF-8"),
        ("[" * 100_000, "FILE:2", "not JSON"),
        ("3", "FILE:2", "expected an object"),
        ('{"text": "x"}', "FILE:2", 'no "id"'),
        ('{"id": true, "text": "x"}', "FILE:2", 'no "id"'),
        ('{"id": "a"}', "a", "no text"),
        ('{"id": "a", "text": 5}', "a", "text must be a string, got int"),
        ('{"id": "a", "text": "x", "reference_date": 20210610}', "a", "reference_date must be a string"),
        ('{"id": "a", "text": "x", "default_currency": []}', "a", "default_currency must be a string"),
    ],
)
def test_a_bad_line_is_a_failure_and_the_next_is_read(tmp_path: Path, line: str | bytes, id_: str, complaint: str) -> None:
    file = write_jsonl(tmp_path, '{"id": "first", "text": ""}', line, '{"id": "last", "text": ""}')
    first, failed, last = read_inputs(str(file))
    assert (first, last) == (InputText("first", ""), InputText("last", ""))
    assert isinstance(failed, FailedInput)
    assert failed.id == id_.replace("FILE", str(file))
    assert complaint in failed.error


def test_a_byte_order_mark_before_the_first_line_is_dropped(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path, b'\xef\xbb\xbf{"id": "a", "text": "x"}')
    assert list(read_inputs(str(file))) == [InputText("a", "x")]


def test_a_folder_is_read_by_name_to_any_depth_with_a_failure_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes("\ufeff二\r\n".encode())
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "c.md").write_text("三", encoding="utf-8")
    (tmp_path / "d.txt").mkdir()
    (tmp_path / "d.txt" / "e.txt").write_text("四", encoding="utf-8")
    (tmp_path / "f.docx").write_text("not read")
    (tmp_path / ".hidden.txt").write_text("not read")
    failed, *read = read_inputs(str(tmp_path))
    assert failed == FailedInput("a", f"{tmp_path / 'a.txt'}: empty")
    assert read == [InputText("b", "二\r\n"), InputText("c.md", "三"), InputText("d.txt/e", "四")]


def test_a_single_text_file_is_one_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今年", encoding="utf-8")
    assert list(read_inputs(str(tmp_path / "a.txt"))) == [InputText("a", "今年")]


def test_several_sources_are_read_in_the_order_given(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b.txt"):
        (tmp_path / name).write_text("今年", encoding="utf-8")
    ids = [item.id for item in read_inputs(str(tmp_path / "b.txt"), str(tmp_path / "a*.txt"))]
    assert ids == ["b", "a1", "a2"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "a", "text": "x"}\nbad\n')))
    read, failed = read_inputs("-")
    assert (read, failed.id) == (InputText("a", "x"), "-:2")


def test_sources_that_hold_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no files to read in this folder \(\.txt"):
        read_inputs(str(tmp_path))
    with pytest.raises(InputError, match="no such file or folder"):
        read_inputs(str(tmp_path / "none"))
    with pytest.raises(InputError, match="no file of such a name"):
        read_inputs(str(tmp_path / "*.txt"))
    (tmp_path / "a.xyz").write_text("x")
    with pytest.raises(InputError, match="cannot tell what this is"):
        read_inputs(str(tmp_path / "a.xyz"))
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(InputError, match="nothing to read"):
        read_inputs(str(tmp_path / "a.docx"))


def test_read_one_keeps_line_ends_and_drops_the_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.b.txt"
    file.write_bytes("\ufeff一\r\n二\r".encode())
    assert read_one(str(file)) == InputText("a.b", "一\r\n二\r")
    with pytest.raises(InputError, match="No such file"):
        read_one(str(tmp_path / "none.txt"))


def test_rows_keep_the_order_and_say_what_failed() -> None:
    extractor = RecordingExtractor()
    inputs = [
        InputText("a", "好"),
        InputText(2, "炸"),
        FailedInput("f:3", "not JSON"),
        InputText("d", "拒"),
        InputText("e", "好"),
    ]
    rows = list(extract_rows(extractor, inputs))
    assert [row["id"] for row in rows] == ["a", 2, "f:3", "d", "e"]
    assert rows[1] == {"id": 2, "error": "ZeroDivisionError: first line; second line"}
    assert rows[2] == {"id": "f:3", "error": "not JSON"}
    assert rows[3] == {"id": "d", "error": "lone surrogate"}
    assert "error" not in rows[0]
    assert "error" not in rows[4]


def test_what_an_input_says_goes_before_the_settings() -> None:
    extractor = RecordingExtractor()
    inputs = [InputText("a", "x", "2020-01-01", "HKD"), InputText(2, "y")]
    list(extract_rows(extractor, inputs, Settings("2021-06-10", "TWD", vague=True)))
    assert extractor.calls == [("x", "2020-01-01", "HKD", True, "a"), ("y", "2021-06-10", "TWD", True, "2")]


def test_inputs_are_taken_one_at_a_time() -> None:
    taken: list[int] = []

    def inputs() -> Iterator[InputText]:
        for number in range(3):
            taken.append(number)
            yield InputText(number, "x")

    rows = extract_rows(RecordingExtractor(), inputs())
    next(rows)
    assert taken == [0]


def test_a_row_has_the_documented_fields_without_the_absent_ones() -> None:
    mention = DateMention(start=0, end=2, text="今年", canonical="今年", rule="date.this-year", value="XXXX", granularity="year")
    assert document_row(Document(id="a", text="今年", mentions=(mention,))) == {
        "schema_version": "1",
        "id": "a",
        "mentions": [
            {
                "start": 0,
                "end": 2,
                "text": "今年",
                "canonical": "今年",
                "rule": "date.this-year",
                "type": "DATE",
                "value": "XXXX",
                "granularity": "year",
                "implied": {},
            }
        ],
        "organisations": [],
        "aliases": [],
        "agreements": [],
        "figures": [],
    }
    row = document_row(Document(text="", reference_date="2021-06-10"), 7)
    assert (list(row)[:3], row["id"], row["reference_date"]) == (
        ["schema_version", "id", "reference_date"],
        7,
        "2021-06-10",
    )


def test_lines_are_utf8_json_whatever_the_id() -> None:
    row: Row = {"id": "中\ud800\u2028\n"}
    line = encode_row(row)
    assert line.count(b"\n") == 1
    assert "中".encode() in line
    assert json.loads(line) == row
