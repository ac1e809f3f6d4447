"""Manners of the command line: help with examples that work, completion, colours, widths, errors in one line, explanations."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

import cyextract
from cyextract import Extractor
from cyextract.cli import main
from cyextract.cli.terminal_tables import difference_table, mention_table, rule_table, timeline_table, trace_table
from cyextract.evaluate import annotate, load_gold, score
from cyextract.explain.narrate import narrate
from cyextract.extras import require
from cyextract.lexicon.table import builtin_rules
from cyextract.ruleset.loader import load_rules
from on_terminal import on_terminal
from sandbox import make_sandbox, run_line

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SOURCE = ROOT / "src" / "cyextract"
COMMANDS = (
    "extract", "batch", "timeline", "explain", "verify", "serve", "eval", "rules list", "rules check", "rules doc", "gold convert",
    "gold annotate",
)  # fmt: skip
TEXT = "车过三元桥，花了三元，2月30日付清。6月4日，四川省经信厅签订《合作协议》，总投资约15亿元，年底见。"


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    def run_main(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        code = stopped.value.code
        return code if isinstance(code, int) else 0, out.decode(), err.decode()

    return run_main


Run = Callable[..., tuple[int, str, str]]


def shown_examples(page: str) -> list[str]:
    _, _, listed = page.partition("Examples:\n")
    return [line.strip() for line in listed.splitlines() if line.strip()]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples_that_work(command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, page, err = run(*command.split(), "--help")
    assert (status, err) == (0, "")
    lines = shown_examples(page)
    assert 1 <= len(lines) <= 3
    make_sandbox(tmp_path)
    monkeypatch.chdir(tmp_path)
    for line in lines:
        assert line.startswith(f"cyextract {command}")
        if command != "serve":
            assert run_line(line).status == 0, line


def test_completion_completes_commands_and_options() -> None:
    def complete(words: str, position: int) -> list[str]:
        asked = {"_CYEXTRACT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(position)}
        done = subprocess.run([sys.executable, "-m", "cyextract"], env=os.environ | asked, capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert complete("cyextract ex", 1) == ["extract", "explain"]
    assert "--reference-date" in complete("cyextract extract --ref", 2)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_installed(shell: str) -> None:
    environment = os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [sys.executable, "-m", "cyextract", "--show-completion", shell]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "_CYEXTRACT_COMPLETE" in done.stdout


def test_colours_are_for_terminals_that_want_them(run: Run, tmp_path: Path) -> None:
    command = ["explain", TEXT, "--types", "MONEY,TITLE"]
    plain = {"TERM": "xterm-256color", "COLUMNS": "100"}
    turns = on_terminal([(plain, command), ({**plain, "NO_COLOR": "1"}, command), ({**plain, "TERM": "dumb"}, command)], tmp_path)
    assert [status for _, status in turns] == [0, 0, 0]
    coloured, uncoloured, dumb = (shown for shown, _ in turns)
    assert "\x1b[32mMONEY" in coloured
    assert "MONEY" in uncoloured
    assert re.findall(r"\x1b\[[0-9;]*3[0-9]", uncoloured) == []
    assert "MONEY" in dumb
    assert "\x1b" not in dumb
    assert "\x1b" not in run("explain", TEXT)[1]


@cache
def tables() -> dict[str, RenderableType]:
    text = (SEEDS / "004_a68d77e303247846.txt").read_text(encoding="utf-8")
    extractor = Extractor()
    document = extractor.extract(text, reference_date="2023-05-05")
    gold = load_gold(SEEDS)
    evaluation = score(gold, {g.id: annotate(document)[::2] for g in gold})
    return {
        "mentions": mention_table(document),
        "timeline": timeline_table(document.timeline()),
        "trace": trace_table(extractor.explain(text[:2000], reference_date="2023-05-05")),
        "rules": rule_table(load_rules().rules),
        "differences": difference_table(evaluation.differences, {g.id: g.text or "" for g in gold}),
    }


@pytest.mark.parametrize("name", ["mentions", "timeline", "trace", "rules", "differences"])
@pytest.mark.parametrize("width", [100, 1000])
def test_columns_stand_under_each_other_by_display_width(name: str, width: int) -> None:
    console = Console(width=width, file=io.StringIO(), record=True)
    console.print(tables()[name])
    lines = console.export_text().splitlines()
    header = next(index for index, line in enumerate(lines) if len(re.findall(r"\S+", line)) > 1 and not re.search(r"\d", line))
    assert {cell_len(line) for line in lines[header:]} == {cell_len(lines[header])}
    starts = [found.start() for found in re.finditer(r"\S+", lines[header])]
    gaps = [start - 2 for start in starts[1:] if name != "differences" and lines[header][start - 2 : start] == "  "]
    for line in lines[header:]:
        cells = [character for c in line for character in (c, *[""] * (cell_len(c) - 1))]
        assert all(cells[gap] != "" for gap in gaps), line  # no wide character reaches over the edge of a column


WRONG_USES = [
    ("extract nowhere.txt", 2, "nowhere.txt: No such file"),
    ("extract seeds", 2, "cyextract tables seeds -o news.xlsx, or cyextract batch seeds -o news.jsonl"),
    ("extract picture.png", 1, "picture.png: "),
    ("extract seeds/README.md --reference-date 2021-13-01", 2, "write it like 2021-06-10"),
    ("extract seeds/README.md --types PLACE", 2, "choose from DATE,MONEY,PERCENT,ORG,TITLE"),
    ("extract seeds/README.md --segmenter nosuch", 2, "choose from rjieba, jieba, pkuseg, none"),
    ("extract seeds/README.md --segmenter pkuseg", 2, "pkuseg"),
    ("extract seeds/README.md --org-model nosuch", 2, "unknown model 'nosuch'; choose from scorer, none"),
    ("extract seeds/README.md --default-currency yuan", 2, "CNY, TWD or HKD"),
    ("extract seeds/README.md --rules nowhere", 2, "check the path"),
    ("extract seeds/README.md --rules bad.toml", 2, "bad.toml:1"),
    ("extract seeds/README.md --lexicon bad.tsv", 2, "bad.tsv:1"),
    ("extract seeds/README.md --format xml", 2, "'table', 'json', 'jsonl', 'html'; see cyextract extract --help"),
    ("extract seeds/README.md --out page.html", 2, "--format html"),
    ("extract seeds/README.md --format html --out none/page.html", 2, "none/page.html: No such file or directory"),
    ("extract", 2, "missing argument 'FILE'; see cyextract extract --help"),
    ("explan 三元", 2, "Did you mean 'explain'?"),
    ("timeline seeds", 2, "cyextract tables seeds"),
    ("timeline nowhere.txt", 2, "nowhere.txt: No such file"),
    ("timeline picture.png", 1, "picture.png: "),
    ("extract seeds/README.md nowhere.txt", 2, "nowhere.txt: No such file"),
    ("batch seeds", 2, "missing option '--out'"),
    ("batch nowhere -o out.jsonl", 2, "nowhere: "),
    ("tables nowhere -o out.xlsx", 2, "nowhere: no such file or folder"),
    ("verify nowhere.txt seeds/README.md", 2, "nowhere.txt: No such file"),
    ("explain nowhere.txt", 2, "nowhere.txt: No such file"),
    ("explain seeds", 2, "cyextract tables seeds"),
    ("explain picture.png --at 0", 1, "picture.png: "),
    ("batch seeds -o none/out.jsonl", 2, "none: no such folder"),
    ("eval --gold nowhere", 2, "nowhere: No such file or directory"),
    ("eval --gold seeds --pred nowhere", 2, "nowhere: No such file or directory"),
    ("extract in.jsonl", 2, "in.jsonl: holds many texts; all of them: cyextract batch in.jsonl -o news.jsonl, or cyextract tables"),
    ("explain in.jsonl", 2, "holds many texts"),
    ("extract seeds/README.md --org-model None", 2, "--org-model: unknown model 'None'; choose from scorer, none"),
    ("batch in.jsonl -o - --part-size 3", 2, "-: gets rows as they come"),
    ("batch in.jsonl -o - --resume", 2, "-: gets rows as they come"),
    ("gold annotate nowhere out.jsonl --to cyextract", 2, "nowhere: no such file or folder"),
    ("eval --gold seeds --save none/run.json", 2, "none/run.json: "),
    ("gold convert seeds brat", 2, "missing option '--to'. Choose from: cyextract, brat"),
    ("gold convert seeds/README.md brat --to brat", 2, "cannot tell the format; name it with"),
    ("rules check nowhere", 2, "check the path"),
    ("serve --port 99999", 2, "--port"),
]


@pytest.fixture(scope="module")
def wrong_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wrong")
    (place / "seeds").symlink_to(SEEDS)
    (place / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x00\x00\rIHDR" + bytes(range(128, 256)))
    (place / "bad.toml").write_text("[[rule]\n", encoding="utf-8")
    (place / "bad.tsv").write_text("no kind\n", encoding="utf-8")
    (place / "in.jsonl").write_text('{"id": "a", "text": "投资3亿元"}\n', encoding="utf-8")
    return place


@pytest.mark.parametrize(("line", "status", "said"), WRONG_USES, ids=[line for line, _, _ in WRONG_USES])
def test_a_wrong_use_gets_one_line_that_says_what_to_do(
    line: str, status: int, said: str, run: Run, wrong_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(wrong_place)
    got, out, err = run(*shlex.split(line))
    complaints = [row for row in err.splitlines() if not row.startswith("problems: ")]
    assert (got, out, len(complaints)) == (status, "", 1), err
    assert complaints[0].startswith("error: ")
    assert said in complaints[0]
    assert sorted(path.name for path in wrong_place.iterdir()) == ["bad.toml", "bad.tsv", "in.jsonl", "picture.png", "seeds"]


def test_an_absent_extra_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("fastapi", "uvicorn"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr("cyextract.extras.find_spec", lambda module: None)
    status, out, err = run("serve")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "pip install '.[web]'" in err


def test_the_command_that_installs_an_extra_is_that_of_this_interpreter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def advice() -> str:
        with pytest.raises(cyextract.MissingExtraError) as missing:
            require("no_such_library", "web", "cyextract serve")
        return str(missing.value).partition("cyextract: ")[2]

    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / ".venv"))
    assert advice() == "pip install '.[web]'"
    monkeypatch.delenv("VIRTUAL_ENV")
    monkeypatch.chdir(tmp_path)
    assert advice() == ".venv/bin/python -m pip install '.[web]'"
    (tmp_path / "news").mkdir()
    monkeypatch.chdir(tmp_path / "news")
    assert advice() == f"{sys.executable} -m pip install '.[web]'"


def test_a_command_without_arguments_shows_its_help(run: Run) -> None:
    for arguments in ((), ("rules",), ("gold",)):
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert "Commands:" in err


def explain(text: str, **options: str) -> str:
    return str(narrate(Extractor().explain(text, **options), load_rules().rules))  # type: ignore[arg-type]


def test_an_explanation_tells_what_won_what_was_refused_and_why() -> None:
    told = explain(TEXT, reference_date="2021-06-10")
    opening, found, refused, agreements = re.split(r"\n\n(?:Found|Refused|Agreements)\n\n", told)
    assert opening == "6 mentions found, 2 readings refused. Relative dates count from 2021-06-10 (as given)."
    money, day, _, _, _, year = found.split("\n\n")
    assert money.splitlines()[:2] == ["MONEY  三元  =  3 CNY; CNY is implied", "    车过三元桥，花了[三元]，2月30日付清。6月4…"]
    assert "Why: A number with a currency after it" in money
    assert day.startswith("DATE  6月4日  =  2021-06-04; year from the reference date\n")
    assert "[年底]" in year
    bridge, impossible = refused.split("\n\n")
    assert bridge.splitlines()[:2] == ["三元", "    车过[三元]桥，花了三元，2月30日…"]
    assert "Why not: The name of a place, a firm or a thing rather than an amount" in bridge
    assert "Why not: There is no such day." in impossible
    assert agreements.startswith("签订《合作协议》  on 2021-06-04\n    Clause: 6月4日，四川省经信厅签订《合作协议》")
    assert "    Party: 四川省经信厅\n        Why: " in agreements


def test_an_explanation_names_what_a_winner_beat() -> None:
    assert "Beats 三季度 as DATE (date.quarter)" in explain("前三季度增长。", reference_date="2021-06-10")


def test_each_agreement_keeps_its_own_ties() -> None:
    told = explain("2021年6月4日，武汉市教育局印发《管理办法》。2021年7月9日，乙市教育局印发《管理办法》。")
    first, second = told.partition("Agreements")[2].strip().split("\n\n")
    assert "武汉市教育局" in first
    assert "乙市教育局" not in first
    assert "Date: 2021年7月9日" in second


def test_an_explanation_of_odd_texts_is_one() -> None:
    assert explain("") == "0 mentions found, 0 readings refused."
    assert "花了[三元]。\n" in explain("我们\n\n花了三元。")
    assert "[bold]" in explain("[bold]花了三元。")


def test_explaining_every_seed_quotes_a_sentence_for_every_rule() -> None:
    for file in sorted(SEEDS.glob("*.txt")):
        assert "A rule without a sentence" not in explain(file.read_text(encoding="utf-8"))


def test_every_rule_id_in_the_code_has_a_sentence() -> None:
    written = {
        rule
        for file in SOURCE.rglob("*.py")
        for rule in re.findall(r"\"((?:org|title|date|body)\.[a-z]+(?:-[a-z]+)*)\"", file.read_text(encoding="utf-8"))
    }
    assert written - {rule.id for rule in load_rules().rules} <= set(builtin_rules())
    assert set(builtin_rules()) <= written


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version") == (0, f"cyextract {cyextract.__version__}\n", "")
