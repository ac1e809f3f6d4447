"""`cyextract verify`: exit statuses, pairs, LangExtract's JSONL."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cyextract.cli import main
from cyextract.verification.langextract import repair

TEXT = "2020年7月6日，川北银行与川南大学签订《数据共享合作协议》，授信近700亿元。川北银行去年营业收入5亿元。"
TRUE = [{"title": "数据共享合作协议"}, {"amount": "RMB 70bn"}]
FALSE = [*TRUE, {"amount": "70亿美元"}]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("news.txt").write_text(TEXT, encoding="utf-8")

    def run_main(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(["verify", *arguments])
        out, err = capfdbinary.readouterr()
        return int(stopped.value.code or 0), out.decode(), err.decode()

    return run_main


def write(name: str, *rows: Any) -> None:
    Path(name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def test_the_exit_status_says_whether_all_is_supported(run: Run) -> None:
    write("true.json", TRUE)
    write("false.json", FALSE)
    assert run("news.txt", "true.json")[0] == 0
    status, out, _ = run("news.txt", "false.json")
    assert status == 1
    assert "unsupported" in out
    assert run("missing.txt", "true.json")[0] == 2
    assert run("news.txt", "missing.json")[0] == 2


@pytest.mark.parametrize("written", ["{", "[NaN]", "[" * 100_000])
def test_what_is_no_json_is_told_in_one_line(run: Run, written: str) -> None:
    Path("claims.json").write_text(written, encoding="utf-8")
    status, out, err = run("news.txt", "claims.json")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("error: claims.json: ")


def test_json_html_and_schema(run: Run) -> None:
    write("claims.json", {"x": "RMB 70bn"})
    write("schema.json", {"x": "money"})
    status, out, _ = run("news.txt", "claims.json", "--schema", "schema.json", "--format", "json")
    assert status == 0
    assert json.loads(out)["claims"][0]["fields"]["x"]["role"] == "money"
    assert run("news.txt", "claims.json", "--format", "html", "-o", "page.html")[0] == 0
    assert "<mark class=" in Path("page.html").read_text(encoding="utf-8")
    assert run("news.txt", "claims.json", "-o", "page.html")[0] == 2
    assert run("news.txt", "claims.json", "--repair")[0] == 2
    write("schema.json", {"x": "colour"})
    assert run("news.txt", "claims.json", "--schema", "schema.json")[0] == 2


def test_pairs_give_a_line_each_in_order_and_a_bad_one_fails_alone(run: Run) -> None:
    write("pairs.jsonl", {"id": "a", "text": TEXT, "claims": TRUE}, {"id": "b", "text": TEXT, "claims": FALSE}, {"text": TEXT}, ["no"])
    status, out, err = run("pairs.jsonl", "-o", "report.jsonl")
    assert (status, out) == (1, "")
    rows = [json.loads(line) for line in Path("report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row.get("ok")) for row in rows] == [("a", True), ("b", False), ("pairs.jsonl:3", None), ("pairs.jsonl:4", None)]
    assert 'no "claims"' in rows[2]["error"]
    assert err.splitlines()[-1] == "4 texts checked, 3 with claims that are not supported"
    write("pair.jsonl", {"text": TEXT, "claims": TRUE})
    assert run("pair.jsonl", "-o", "one.jsonl")[2] == "1 text checked, 0 with claims that are not supported\n"
    assert list(rows[0]["claims"][0]["fields"]["title"]) == ["verdict", "reason", "role", "claimed", "tier", "spans", "found"]
    assert run("pairs.jsonl", "-o", "no/such/folder.jsonl")[0] == 2


def test_a_report_may_be_a_workbook(run: Run) -> None:
    write("pairs.jsonl", {"id": "a", "text": TEXT, "claims": FALSE}, ["no"])
    assert run("pairs.jsonl", "-o", "report.xlsx")[0] == 1
    with zipfile.ZipFile("report.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    for cell in ("document", "RMB 70bn", "approximate", "unsupported", "pairs.jsonl:2", "expected an object"):
        assert cell in sheet, cell
    assert run("pairs.jsonl", "-o", "report.xlsx", "--repair")[0] == 2
    assert run("pairs.jsonl", "-o", "no/folder/report.xlsx")[0] == 2


def extraction(text: str, start: int | None = None, **more: Any) -> dict[str, Any]:
    interval = None if start is None else {"start_pos": start, "end_pos": start + len(text)}
    return {"extraction_class": "x", "extraction_text": text, "char_interval": interval, "alignment_status": None, **more}


def test_a_report_takes_the_place_of_nothing_that_is_checked(run: Run) -> None:
    write("pairs.jsonl", {"id": "a", "text": TEXT, "claims": TRUE})
    write("claims.json", TRUE)
    Path("link.jsonl").symlink_to("pairs.jsonl")
    before = Path("pairs.jsonl").read_bytes()
    for out in ("pairs.jsonl", "link.jsonl"):
        status, _, err = run("pairs.jsonl", "-o", out)
        assert (status, "the report would replace it" in err) == (2, True)
    assert run("pairs.jsonl", "-o", "report.docx")[0] == 2
    assert not Path("report.docx").exists()
    for out in ("news.txt", "claims.json"):
        assert run("news.txt", "claims.json", "--format", "html", "-o", out)[0] == 2
    assert Path("pairs.jsonl").read_bytes() == before
    assert Path("news.txt").read_text(encoding="utf-8") == TEXT
    assert json.loads(Path("claims.json").read_bytes()) == TRUE


def test_langextract_may_be_repaired_in_its_place(run: Run) -> None:
    write("found.jsonl", {"document_id": "a", "text": TEXT, "extractions": [{"extraction_class": "org", "extraction_text": "川北银行"}]})
    assert run("found.jsonl", "-o", "found.jsonl", "--repair")[0] == 0
    (extraction,) = json.loads(Path("found.jsonl").read_bytes())["extractions"]
    assert extraction["char_interval"] == {"start_pos": 10, "end_pos": 14}


def test_langextract_is_read_and_repaired(run: Run) -> None:
    row = {
        "document_id": "d",
        "text": TEXT,
        "extractions": [
            extraction("川北银行", 300),
            extraction("川北银行"),
            extraction("近 700 亿元", attributes={"amount": "70亿美元", "mood": "calm"}, score=0.5),
            extraction("川东银行", 3),
        ],
    }
    write("found.jsonl", row)
    status, out, _ = run("found.jsonl")
    assert status == 1
    claims = json.loads(out)["claims"]
    assert [claim["verdict"] for claim in claims] == ["supported", "supported", "unsupported", "unsupported"]
    assert list(claims[2]["fields"]) == ["value", "attributes.amount"]
    _, out, _ = run("found.jsonl", "--repair")
    repaired = json.loads(out)
    spans = [e["char_interval"] and (e["char_interval"]["start_pos"], e["char_interval"]["end_pos"]) for e in repaired["extractions"]]
    last, first = TEXT.rindex("川北银行"), TEXT.index("川北银行")
    assert spans == [(last, last + 4), (first, first + 4), (TEXT.index("近700"), TEXT.index("近700") + 6), None]
    assert [e["alignment_status"] for e in repaired["extractions"]] == ["match_exact", "match_exact", "match_fuzzy", None]
    assert repaired["extractions"][2]["score"] == 0.5
    assert {**repaired, "extractions": 0} == {**row, "extractions": 0}


def test_extractions_without_interval_are_placed_in_text_order() -> None:
    text = "甲行、乙行、甲行、乙行、甲行"
    row = {"text": text, "extractions": [extraction(name) for name in ("甲行", "乙行", "甲行", "乙行", "甲行")]}
    starts = [e["char_interval"]["start_pos"] for e in repair(row, "x")["extractions"]]
    assert starts == [0, 3, 6, 9, 12]


def test_an_extraction_may_be_a_number(run: Run) -> None:
    write("found.jsonl", {"text": "园区有586户企业。", "extractions": [{"extraction_class": "count", "extraction_text": 586}]})
    status, out, _ = run("found.jsonl", "--repair")
    assert status == 0
    assert json.loads(out)["extractions"][0] == {
        "extraction_class": "count",
        "extraction_text": 586,
        "char_interval": {"start_pos": 3, "end_pos": 6},
        "alignment_status": "match_exact",
    }


def test_extractions_that_are_none_are_told(run: Run) -> None:
    write("found.jsonl", {"text": TEXT, "extractions": [{"a": 1}]})
    status, out, err = run("found.jsonl")
    assert status == 1
    assert "extraction_text" in json.loads(out)["error"]
    assert "found.jsonl:1" in err
