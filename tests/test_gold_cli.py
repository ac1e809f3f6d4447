"""`cyextract gold` and the options of `cyextract eval` that read other formats and compare runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cyextract.cli import main
from cyextract.cli.gold import GoldFormatName, OffsetUnitName
from cyextract.evaluate import load_gold
from cyextract.goldformats import FORMATS, OffsetUnit

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = "👍2021年6月4日，中国人民银行说。"


class Result:
    """What one run left behind."""

    def __init__(self, capture: pytest.CaptureFixture[bytes], arguments: tuple[str | Path, ...]) -> None:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        captured = capture.readouterr()
        self.status = stopped.value.code or 0
        self.out, self.err = captured.out.decode(), captured.err.decode()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    return file


def test_the_command_line_names_what_there_is() -> None:
    assert [name.value for name in GoldFormatName] == list(FORMATS)
    assert [name.value for name in OffsetUnitName] == [unit.value for unit in OffsetUnit]


def test_texts_are_annotated_corrected_and_scored(capsysbinary: pytest.CaptureFixture[bytes], texts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "brat"
    result = Result(capsysbinary, ("gold", "annotate", texts, folder, "--to", "brat"))
    assert (result.status, result.out) == (0, "")
    assert "1 document with 2 mentions written" in result.err
    annotation = folder / "a.ann"
    assert annotation.read_text(encoding="utf-8").splitlines() == [
        "T1\tDATE 1 10\t2021年6月4日",
        '#1\tAnnotatorNotes T1\t{"value": "2021-06-04"}',
        "T2\tORG 11 17\t中国人民银行",
        "A1\tkind T2 bank",
    ]
    annotation.write_text(annotation.read_text(encoding="utf-8").replace("DATE 1 10\t2021年6月4日", "DATE 6 10\t6月4日"), encoding="utf-8")
    result = Result(capsysbinary, ("eval", "--gold", folder, "--format", "json"))
    scores = json.loads(result.out)["types"]
    assert (scores["DATE"]["strict"]["f1"], scores["DATE"]["facts"]["f1"], scores["ORG"]["strict"]["f1"]) == (0.0, 1.0, 1.0)


def test_predictions_for_label_studio_are_no_gold_until_somebody_says_so(
    capsysbinary: pytest.CaptureFixture[bytes], texts: Path, tmp_path: Path
) -> None:
    tasks = tmp_path / "tasks.json"
    assert Result(capsysbinary, ("gold", "annotate", texts, tasks, "--to", "label-studio", "--offset-unit", "utf16")).status == 0
    (task,) = json.loads(tasks.read_text(encoding="utf-8"))
    assert [region["value"]["start"] for region in task["predictions"][0]["result"]] == [2, 12]
    refused = Result(capsysbinary, ("eval", "--gold", tasks))
    assert (refused.status, "0 annotations that count" in refused.err) == (2, True)
    assert Result(capsysbinary, ("gold", "convert", tasks, tmp_path / "g", "--to", "cyextract", "--predictions")).status == 0
    assert [(a.start, a.end) for a in load_gold(tmp_path / "g")[0].annotations] == [(1, 10), (11, 17)]


def test_convert_says_what_is_lost_and_brings_it_back(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    conll, back = tmp_path / "seeds.conll", tmp_path / "back.jsonl"
    lossy = Result(capsysbinary, ("gold", "convert", SEEDS, conll, "--to", "conll", "--tokens", "word"))
    assert lossy.status == 0
    records = [json.loads(file.read_text(encoding="utf-8")) for file in SEEDS.glob("*.gold.json")]
    mentions = [mention for record in records for mention in record["mentions"]]
    layers = sum(len(record.get(name, ())) for record in records for name in ("agreements", "aliases", "figures"))
    assert [line.split(" not written")[0] for line in lossy.err.splitlines() if line.startswith("note")] == [
        f"note: {len(mentions)} mentions with values",  # every one has a value, a kind or a category
        f"note: {sum(mention.get('optional', False) for mention in mentions)} optional marks",
        f"note: {layers} agreements, aliases and figures",
    ]
    assert Result(capsysbinary, ("gold", "convert", conll, back, "--to", "cyextract", "--values-from", SEEDS)).status == 0
    assert load_gold(back) == load_gold(SEEDS)
    again = Result(capsysbinary, ("gold", "convert", conll, back, "--to", "cyextract"))
    assert (again.status, again.err) == (2, f"error: {back}: exists; name another place, or overwrite it with --force\n")
    assert Result(capsysbinary, ("gold", "convert", conll, back, "--to", "cyextract", "--force")).status == 0


def test_a_failed_text_is_said_and_the_rest_is_written(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "无"}) + '\n{"id": "b"}\n')
    result = Result(capsysbinary, ("gold", "annotate", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--to", "doccano"))
    assert (result.status, "error: b: no text" in result.err) == (1, True)
    assert len(load_gold_ids(tmp_path / "out.jsonl")) == 1


def load_gold_ids(path: Path) -> list[str]:
    return [json.loads(line)["document_id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_eval_compares_with_a_kept_run_and_writes_a_report(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    gold, pred, kept, report = tmp_path / "gold.jsonl", tmp_path / "pred.jsonl", tmp_path / "monday.json", tmp_path / "out.html"
    one, two = ({"type": "DATE", "start": n, "end": n + 5, "value": "2021"} for n in (0, 6))
    gold.write_text(json.dumps({"id": "a", "text": "2021年，2021年", "mentions": [one, two]}) + '\n{"id": "b", "text": "", "mentions": []}')
    pred.write_text('{"id": "a", "mentions": []}\n{"id": "b", "mentions": []}\n')
    assert Result(capsysbinary, ("eval", "--gold", gold, "--pred", pred, "--save", kept)).status == 0
    table = Result(capsysbinary, ("eval", "--gold", gold, "--baseline", kept, "--report", report))
    assert (table.status, table.err) == (0, f"report written to {report}\n")
    lines = [line.split() for line in table.out.splitlines()]
    assert ["since", "pred.jsonl"] in lines
    assert lines[-1] == ["all", "0.000", "1.000", "+1.000", "+0.000..+1.000", "2", "0", "0"]
    assert "fixed, was missed" in report.read_text(encoding="utf-8")
    compared = json.loads(Result(capsysbinary, ("eval", "--gold", gold, "--baseline", pred, "--format", "json")).out)
    assert compared["baseline"]["types"]["DATE"] == {
        "f1_before": 0.0, "f1": 1.0, "interval": [0.0, 1.0], "fixed": 2, "new": 0, "changed": 0,
    }  # fmt: skip
    assert Result(capsysbinary, ("eval", "--gold", gold, "--report", tmp_path / "no" / "x.html")).err.endswith(
        "No such file or directory\n"
    )
