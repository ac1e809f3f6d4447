"""What others wrote: one kind of error for whatever reading it raises, and nothing of it commands a terminal, a spreadsheet or a log."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from cyextract import Extractor
from cyextract.batch import BatchJob, run_batch
from cyextract.errors import InputError, RuleError
from cyextract.evaluate import load_gold
from cyextract.foreign import escape_controls, escape_formula, escape_json, reading
from cyextract.goldformats import read_gold
from on_terminal import on_terminal
from pool_tasks import InlinePool

HOSTILE = "2021年6月4日，甲\x1b[2J公司\x07与乙银行\x9b31m签订《\x1b]8;;http://x\x07协议》\u202e，投资3亿元\u2028。"
COMMANDS = ("\x1b", "\x07", "\x9b", "\u202e", "\u2028", "\x85", "\x00")


@pytest.mark.parametrize(
    "error", [ValueError("x"), OverflowError("x"), MemoryError("x"), RecursionError("x"), KeyError("x"), StopIteration()]
)
def test_whatever_is_raised_becomes_one_kind_of_error(error: Exception) -> None:
    with pytest.raises(InputError, match=f"^a.csv:7: {type(error).__name__}") as caught, reading("a.csv:7"):
        raise error
    assert caught.value.__cause__ is error


def test_our_own_errors_and_interrupts_stay_what_they_are() -> None:
    with pytest.raises(RuleError), reading("x"):
        raise RuleError(["a"])
    with pytest.raises(KeyboardInterrupt), reading("x"):
        raise KeyboardInterrupt


@pytest.mark.parametrize("text", ["\udc80", "[" * 100_000, "9" * 5000, '{"id": 1, "mentions": [{"start": 1e999}]}', "\x00"])
def test_gold_that_cannot_be_read_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    for name in ("a.gold.json", "a.jsonl"):
        (tmp_path / name).write_text(text, encoding="utf-8", errors="surrogatepass")
        with pytest.raises(InputError, match=re.escape(str(tmp_path / name))):
            load_gold(tmp_path / name)
        with pytest.raises(InputError, match=re.escape(str(tmp_path / name))):
            read_gold(tmp_path / name)


def test_no_control_is_left() -> None:
    everything = "".join(map(chr, [*range(0x3000), *range(0xD800, 0xD810)]))
    shown = escape_controls(everything)
    assert not any(char in shown for char in (*COMMANDS, "\n", "\r", "\ud800"))
    assert escape_controls("a\tb\nc", "\t\n") == "a\tb\nc"
    written = json.dumps({"id": everything}, ensure_ascii=False)
    assert json.loads(escape_json(written)) == {"id": everything}
    assert not any(char in escape_json(written) for char in COMMANDS)


@pytest.mark.parametrize(
    ("cell", "is_formula"),
    [
        ("=1+1", True), ("+1+1", True), ("-2+3", True), ("@A1", True), ("\t=1", True), ("\r=1", True), ("=", True), ("-", True),
        ("-5.2%", False), ("+1,000", False), ("-3", False), ("3", False), ("《=1》", False), ("", False), (" =1", False),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_takes_for_a_formula(cell: str, is_formula: bool) -> None:
    assert escape_formula(cell) == ("'" + cell if is_formula else cell)


def test_no_cell_of_a_batch_is_a_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cyextract.batch.run.WorkerPool", InlinePool)
    text = '6月4日，四川省教育厅签订《=HYPERLINK("http://x")协议》《@SUM》《+1+2》《-甲》，增长-5.2%，投资3亿元。'
    rows = [{"id": id_, "text": text} for id_ in ("=cmd|' /C calc'!A0", "@x", "-1+1", 7)] + [{"id": "+1-1", "text": None}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    out = tmp_path / "out.csv"
    run_batch(BatchJob(Extractor(), [str(tmp_path / "in.jsonl")], str(out)))
    with out.open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert "'+1-1" in cells
    assert any(cell.endswith('HYPERLINK("http://x")协议') for cell in cells)
    assert [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?!\d[\d.,]*%?$)", cell)] == []


ARGUMENTS = (
    ("extract", "a.txt"), ("extract", "a.txt", "--format", "json"), ("extract", "a.txt", "--format", "jsonl"),
    ("extract", "a.txt", "--format", "html"), ("timeline", "a.txt"), ("timeline", "a.txt", "--format", "markdown"),
    ("explain", HOSTILE.replace("\x00", "")), ("explain", HOSTILE, "--format", "table"), ("batch", "a.jsonl", "-o", "-"),
    ("extract", "no\x1b[2J\x9b.txt"), ("extract", "b\x1b[2J.txt"), ("rules", "check", "own.toml"), ("rules", "doc", "fine.toml"),
    ("rules", "list", "[x.toml"), ("eval", "--gold", "gold.jsonl", "--errors"),
)  # fmt: skip


def test_no_text_commands_a_terminal(tmp_path: Path) -> None:
    for name in ("a.txt", "b\x1b[2J.txt"):
        (tmp_path / name).write_text(HOSTILE, encoding="utf-8")
    lines = [{"id": HOSTILE, "text": HOSTILE}, {"id": f"{HOSTILE}\nerror: b", "text": None}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    mention = {"start": 0, "end": 9, "type": f"DATE{HOSTILE}"}
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": f"[/x]{HOSTILE}", "text": HOSTILE, "mentions": [mention]}))
    rule = '[[rule]]\nid = "date.own"\ntype = "DATE"\ninterpreter = "calendar"\nexamples = ["\\u001b"]\nwhy = "a\\u001b[2J"\npattern = '
    (tmp_path / "own.toml").write_text(rule + '"\\u001b[2J("\n')
    for name in ("fine.toml", "[x.toml"):
        (tmp_path / name).write_text(rule + '"财年{year4:y}"\n', encoding="utf-8")
    turns = on_terminal([({"NO_COLOR": "1", "TERM": "dumb"}, arguments) for arguments in ARGUMENTS], tmp_path)
    for arguments, (shown, _) in zip(ARGUMENTS, turns, strict=True):
        assert shown.strip(), arguments
        assert [char for char in COMMANDS if char in shown] == [], arguments
        assert "Traceback" not in shown, arguments
        assert not any(line.startswith("error: b") for line in shown.splitlines()), arguments
