"""The timeline of a document: what stands under which date, in which order, and how it is printed."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from cyextract import Document, Extractor
from cyextract.cli import main
from cyextract.cli.terminal_tables import timeline_markdown
from cyextract.models import Timeline
from cyextract.text.boundaries import sentences
from cyextract.text.reading_view import reading_view

SEED = Path(__file__).parent.parent / "seeds" / "000_30a4a9f8b9eb27f7.txt"
CHRONICLE = (
    "2021年3月8日\n川渝签订《消费协作协议》；今年1月获评典型案例。\n\n2020年5月底\n两地印发《康养产业方案》，提出到2025年建成。\n另行通知。"
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def lines(timeline: Timeline) -> list[tuple[str | None, str]]:
    return [(entry.first_day, entry.sentence.text) for entry in timeline.dated]


def test_calendar_order_by_first_day(extractor: Extractor) -> None:
    text = "2021年5月，签约。2020年第一季度，开工。2021年5月3日，投产。2019-2020年，筹备。"
    timeline = extractor.extract(text).timeline()
    assert [entry.first_day for entry in timeline.dated] == ["2019-01-01", "2020-01-01", "2021-05-01", "2021-05-03"]
    assert timeline.dated[1].last_day == "2020-03-31"
    assert timeline.undated == ()


def test_a_date_alone_governs_the_paragraph_below(extractor: Extractor) -> None:
    timeline = extractor.extract(CHRONICLE, reference_date="2021-06-10").timeline()
    assert lines(timeline) == [
        ("2020-05-01", "两地印发《康养产业方案》，提出到2025年建成。"),
        ("2021-01-01", "今年1月获评典型案例。"),
        ("2021-03-08", "川渝签订《消费协作协议》；"),
    ]
    assert timeline.dated[0].mod == "END"
    assert [a.action for entry in timeline.dated for a in entry.agreements] == ["印发", "签订"]


def test_entries_hold_their_sentence_and_mentions(extractor: Extractor) -> None:
    text = "前言。2021年6月4日，比亚迪投资15亿元。"
    (entry,) = extractor.extract(text).timeline().dated
    assert text[entry.sentence.start : entry.sentence.end] == entry.sentence.text == "2021年6月4日，比亚迪投资15亿元。"
    assert [m.type for m in entry.mentions] == ["DATE", "ORG", "MONEY"]


def test_undated_apart(extractor: Extractor) -> None:
    timeline = extractor.extract("比亚迪近日发布《年度报告》。6月4日开会。无事。").timeline()
    assert timeline.dated == ()
    assert [(e.date, e.sentence.text) for e in timeline.undated] == [(None, "比亚迪近日发布《年度报告》。"), ("XXXX-06-04", "6月4日开会。")]


def test_an_agreement_stands_under_its_own_date(extractor: Extractor) -> None:
    text = "2021年6月4日，比亚迪与清华大学会谈。双方签署《合作协议》。"
    dated = extractor.extract(text).timeline().dated
    assert [(e.first_day, len(e.agreements)) for e in dated] == [("2021-06-04", 0), ("2021-06-04", 1)]


def test_nothing_and_a_document_without_mentions() -> None:
    assert Document(text="").timeline() == Timeline()
    assert Document(text="2021年6月4日").timeline() == Timeline()


def test_sentences_keep_quotes_and_skip_stops_inside_names() -> None:
    text = "他说：“好！”《为什么？》出版。\r\n  完"
    assert [text[s.start : s.end] for s in sentences(reading_view(text), [(7, 13)])] == ["他说：“好！”", "《为什么？》出版。", "完"]


def test_seed_chronicle(extractor: Extractor) -> None:
    document = extractor.extract(SEED.read_bytes().decode(), reference_date="2021-06-10")
    signed = [(e.date, a.title) for e in document.timeline().dated for a in e.agreements if a.action == "签订"]
    assert [day for day, _ in signed] == ["2020-05-19", "2020-06-29", "2020-07-06", "2020-09-23", "2020-12-24", "2021-03-10"]
    assert signed[2][1] == "川渝能源运行保障合作协议"


def run(capture: pytest.CaptureFixture[bytes], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        main(["timeline", *arguments])
    assert not stopped.value.code
    return capture.readouterr().out.decode()


def test_command(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "chronicle.txt"
    file.write_text(CHRONICLE, encoding="utf-8")
    table = run(capsysbinary, str(file), "--reference-date", "2021-06-10")
    assert table.splitlines()[0].split() == ["3", "dated,", "0", "undated"]
    assert "川渝 签订《消费协作协议》" in table
    written = json.loads(run(capsysbinary, str(file), "--format", "json"))
    assert [entry["date"] for entry in written["dated"]][-1] == "2021-03-08"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CHRONICLE.encode())))
    markdown = run(capsysbinary, "-", "--format", "markdown", "--reference-date", "2021-06-10")
    assert markdown.startswith("## 2020-05 END\n\n- 两地印发《康养产业方案》")
    assert "  - 两地 印发《康养产业方案》" in markdown


def test_the_figures_of_a_sentence_stand_with_its_agreement(extractor: Extractor) -> None:
    text = "2021年3月8日，甲公司与乙公司签订《合作协议》，总投资3亿元。2020年，甲市税收6亿元，增长5%。"
    first, second = extractor.extract(text).timeline().dated
    assert [(f.metric and f.metric.text, f.kind) for f in first.figures] == [("税收", "level"), ("税收", "growth")]
    assert [f.metric and f.metric.text for f in second.figures] == ["总投资"]
    assert [amount.start for amount in second.agreements[0].amounts] == [f.start for f in second.figures]
    assert not any(entry.figures for entry in Extractor(layers={"agreements"}).extract(text).timeline().dated)


def test_markdown_of_nothing() -> None:
    assert timeline_markdown(Timeline()) == ""
