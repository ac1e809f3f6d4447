"""The command line as a user meets it: what goes where, what it says when something is wrong, and the exit status."""

from __future__ import annotations

import io
import json
import os
import resource
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cyextract.cli import main
from cyextract.document import Document
from cyextract.evaluate import FIGURE_FIELDS

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = "2021年6月4日，《合作协议》签署，总投资1.2亿元，增长15%。"
RULE = """
[[rule]]
id = "test.launch"
type = "NONE"
pattern = "发射场"
interpreter = "no_such_function"
why = "For a test."
examples = ["{{发射场|x}}"]
"""


@dataclass(frozen=True)
class Result:
    """What one run left behind."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Result]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run_main(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        captured = capsysbinary.readouterr()
        code = stopped.value.code
        return Result(code if isinstance(code, int) else 0, captured.out.decode(), captured.err.decode())

    return run_main


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def found(row: dict[str, object]) -> list[tuple[str, str]]:
    mentions = row["mentions"]
    assert isinstance(mentions, list)
    return [(mention["type"], mention["text"]) for mention in mentions]


EXPECTED = [("DATE", "2021年6月4日"), ("TITLE", "《合作协议》"), ("MONEY", "1.2亿元"), ("PERCENT", "15%")]


def test_version_and_help(run: Run) -> None:
    version = run("--version")
    assert (version.status, version.err) == (0, "")
    assert version.out.startswith("cyextract 0.")
    help_page = run("--help")
    assert help_page.status == 0
    assert all(name in help_page.out for name in ("extract", "batch", "explain", "eval", "rules", "--version"))


def test_help_answers_at_once() -> None:
    def measure() -> float:
        """Seconds of processor time, which other work on the machine does not add to."""
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "cyextract", "--help"], check=True, capture_output=True)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        return end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime

    assert min(measure() for _ in range(3)) < 1.0


def test_help_loads_no_heavy_module() -> None:
    code = "import sys, cyextract.cli; print(*sorted({'pydantic', 'rjieba', 'regex'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert loaded.split() == []


def test_extract_prints_a_table(run: Run, article: Path) -> None:
    result = run("extract", article)
    assert (result.status, result.err) == (0, "")
    title, header, *rows = result.out.splitlines()
    assert title.startswith("article: 4 mentions")
    assert header.split() == ["start", "end", "type", "text", "value", "rule"]
    assert [row.split()[2:5] for row in rows] == [
        ["DATE", "2021年6月4日", "2021-06-04"],
        ["TITLE", "《合作协议》", "agreement"],
        ["MONEY", "1.2亿元", "120,000,000"],
        ["PERCENT", "15%", "15"],
    ]
    assert "\x1b" not in result.out
    assert all(line == line.rstrip() for line in result.out.splitlines())


def test_a_table_is_aligned_by_display_width(run: Run, article: Path) -> None:
    _, header, *rows = run("extract", article).out.splitlines()
    column = header.index("value")
    for row in rows:
        width = 0
        start = next(i for i, c in enumerate(row) if (width := width + 1 + (ord(c) > 0x2E80)) > column)
        assert row[start - 1] == " "
        assert row[start] != " "


def test_extract_json_is_a_document(run: Run, article: Path) -> None:
    result = run("extract", article, "--format", "json")
    document = Document.model_validate_json(result.out)
    assert (document.id, document.text) == ("article", TEXT)
    assert [(mention.type, mention.text) for mention in document.mentions] == EXPECTED


def test_extract_json_of_several_files_is_a_list(run: Run, article: Path) -> None:
    documents = json.loads(run("extract", article, article, "--format", "json").out)
    assert [document["id"] for document in documents] == ["article", "article"]


def test_extract_jsonl_from_stdin(run: Run) -> None:
    (row,) = run("extract", "-", "--format", "jsonl", stdin=b"\xef\xbb\xbf" + TEXT.encode()).rows
    assert (row["id"], found(row)) == ("-", EXPECTED)
    assert "text" not in row
    mention = row["mentions"][0]
    assert (mention["start"], mention["end"], mention["value"]) == (0, 9, "2021-06-04")
    assert "mod" not in mention


def test_extract_reads_the_encodings_of_chinese_and_says_which(run: Run, article: Path) -> None:
    article.write_bytes(TEXT.encode("gb18030"))
    (row,) = run("extract", article, "--format", "jsonl").rows
    assert (row["id"], row["encoding"], found(row)) == ("article", "gb18030", EXPECTED)


def test_types_choose_what_is_found(run: Run, article: Path) -> None:
    (row,) = run("extract", article, "--format", "jsonl", "--types", "money, TITLE").rows
    assert found(row) == [("TITLE", "《合作协议》"), ("MONEY", "1.2亿元")]


def test_reference_date_and_currency_reach_the_extractor(run: Run, article: Path) -> None:
    article.write_text("今年投资3亿元。", encoding="utf-8")
    options = ("--reference-date", "2021年6月10日", "--default-currency", "HKD")
    (row,) = run("extract", article, "--format", "jsonl", *options).rows
    date, money = row["mentions"]
    assert (row["reference_date"], date["value"]) == ("2021-06-10", "2021")
    assert (money["amount"], money["currency"], money["currency_stated"]) == ("300000000", "HKD", False)


def test_a_timeline_is_read_as_extract_reads(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("近日，岚栈签约。2021年6月4日，罚款50万元。", encoding="utf-8")
    (dated,) = json.loads(run("timeline", text, "--format", "json", "--default-currency", "TWD").out)["dated"]
    assert [mention["currency"] for mention in dated["mentions"] if mention["type"] == "MONEY"] == ["TWD"]
    shown = run("timeline", text, "--format", "json", "--vague", "--org-model", "none")
    assert (shown.status, "近日" in shown.out) == (0, True)


def test_vague_dates_are_an_option(run: Run, article: Path) -> None:
    article.write_text("近日签约。", encoding="utf-8")
    assert [found(row) for row in run("extract", article, "--format", "jsonl").rows] == [[]]
    assert [found(row) for row in run("extract", article, "--format", "jsonl", "--vague").rows] == [[("DATE", "近日")]]


def test_a_file_that_is_no_text_is_named_and_the_others_are_read(run: Run, article: Path, tmp_path: Path) -> None:
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\x80\xff\x81")
    result = run("extract", binary, article, "--format", "jsonl")
    assert (result.status, [row["id"] for row in result.rows]) == (1, ["article"])
    assert result.err.startswith(f"error: {binary}: not UTF-8")
    (tmp_path / "notice.DOCX").write_bytes(b"PK\x03\x04")
    result = run("extract", tmp_path / "notice.DOCX", article, "--format", "jsonl")
    assert (result.status, [row["id"] for row in result.rows]) == (1, ["article"])
    assert result.err == f"error: {tmp_path / 'notice.DOCX'}: its format is not read; convert it to .txt first\n"


@pytest.mark.parametrize("command", ["extract", "timeline", "explain"])
def test_what_is_no_file_ends_a_command_before_it_begins(command: str, run: Run, article: Path, tmp_path: Path) -> None:
    others = (article,) if command == "extract" else ()
    for wrong, said in (
        (tmp_path / "none.txt", "No such file or directory"),
        (tmp_path, f"a folder; all texts in it: cyextract tables {tmp_path} -o"),
    ):
        result = run(command, wrong, *others)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"error: {wrong}: {said}")


def test_an_open_date_gets_a_hint_and_a_known_one_none(run: Run, article: Path) -> None:
    article.write_text("昨天下雨，今天也是。", encoding="utf-8")
    for command in ("extract", "timeline"):
        assert run(command, article).err == (
            "note: 2 dates stay open, such as 昨天: the text does not tell its day; give it with --reference-date 2021-06-10\n"
        )
        assert run(command, article, "--reference-date", "2021-06-10").err == ""
    article.write_text("2021年6月4日下雨，上世纪九十年代也是。", encoding="utf-8")
    assert run("extract", article).err == ""


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--types", "DATE,PLACE"), "unknown type 'PLACE'; choose from DATE,MONEY,PERCENT,ORG,TITLE"),
        (("--reference-date", "2021-02-30"), "'2021-02-30' is no day; write it like 2021-06-10"),
        (("--segmenter", "nosuch"), "nosuch"),
        (("--rules", "no-such-rules"), "no-such-rules"),
        (("--lexicon", "no-such-list.tsv"), "no-such-list.tsv"),
    ],
)
def test_wrong_options_are_one_line_and_status_2(run: Run, article: Path, options: tuple[str, ...], complaint: str) -> None:
    result = run("extract", article, *options)
    assert (result.status, result.out) == (2, "")
    (line,) = result.err.splitlines()
    assert line.startswith("error: ")
    assert complaint in line


@pytest.mark.parametrize("arguments", [(), ("extract",), ("extract", "x", "--format", "xml"), ("nosuch",), ("batch", "x")])
def test_usage_errors_have_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.status == 2
    assert "Traceback" not in result.err


def test_batch_writes_one_line_for_each_input(run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        json.dumps({"id": "b", "text": TEXT}),
        "bad",
        json.dumps({"id": "s", "text": "\ud800"}),
        json.dumps({"id": 3, "text": "今年投资3亿元。", "reference_date": "2020-01-01", "default_currency": "TWD"}),
        json.dumps({"id": "d", "text": "今年", "reference_date": "nonsense"}),
        json.dumps({"id": "e", "text": "今年"}),
    ]
    source.write_text("\n".join(lines))
    result = run("batch", source, "-o", out, "--reference-date", "2021-06-10")
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert (result.status, result.out) == (1, "")
    assert [row["id"] for row in rows] == ["b", f"{source}:2", "s", 3, "d", "e"]
    assert [("error" in row) for row in rows] == [False, True, True, False, True, False]
    assert found(rows[0]) == EXPECTED
    assert (rows[3]["reference_date"], rows[3]["mentions"][0]["value"]) == ("2020-01-01", "2020")
    assert rows[3]["mentions"][1]["currency"] == "TWD"
    assert rows[5]["mentions"][0]["value"] == "2021"
    *errors, summary = result.err.splitlines()
    assert [line.split(": ")[1] for line in errors] == [f"{source}:2", "s", "d"]
    assert summary == f"6 written to {out}, 3 of them failed"


def test_batch_between_stdin_and_stdout(run: Run) -> None:
    line = json.dumps({"id": "a", "text": TEXT}).encode()
    result = run("batch", "-", "-o", "-", stdin=line)
    assert (result.status, [found(row) for row in result.rows]) == (0, [EXPECTED])
    assert result.err == "1 written to -\n"


def test_batch_reads_a_pattern(run: Run) -> None:
    result = run("batch", SEEDS / "*.txt", "-o", "-")
    assert [row["id"] for row in result.rows] == ["000_30a4a9f8b9eb27f7", "004_a68d77e303247846"]


def test_batch_that_cannot_start_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    missing = run("batch", tmp_path / "none.jsonl", "-o", tmp_path / "out.jsonl")
    assert (missing.status, missing.err) == (2, f"error: {tmp_path / 'none.jsonl'}: no such file or folder\n")
    unwritable = run("batch", SEEDS, "-o", tmp_path / "none" / "out.jsonl")
    assert (unwritable.status, unwritable.err) == (2, f"error: {tmp_path / 'none'}: no such folder\n")
    wrong_ending = run("batch", SEEDS / "*.txt", "-o", tmp_path / "out.xlsx")
    says = "outputs end in .jsonl .csv .parquet; a workbook is what cyextract tables writes"
    assert (wrong_ending.status, wrong_ending.err) == (2, f"error: {tmp_path / 'out.xlsx'}: {says}\n")
    wrong_pattern = run("batch", SEEDS / "*.txt", "-o", tmp_path / "out.jsonl", "--name-date", "%Y")
    assert (wrong_pattern.status, "write %Y, %m and %d once each" in wrong_pattern.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_explain_shows_steps_and_result(run: Run) -> None:
    result = run("explain", TEXT, "--types", "MONEY")
    assert result.status == 0
    assert "MONEY  1.2亿元  =  120,000,000 CNY" in result.out
    assert run("explain", "-", "--types", "MONEY", stdin=TEXT.encode()).out == result.out
    table = run("explain", TEXT, "--types", "MONEY", "--format", "table")
    rows = [line.split()[2:6] for line in table.out.splitlines()[1:]]
    assert ["1.2亿元", "MONEY", "money.amount", "won"] in rows


def test_eval_extracts_and_scores(run: Run) -> None:
    result = run("eval", "--gold", SEEDS)
    assert (result.status, result.err) == (0, "")
    names = [line.split()[0] for line in result.out.splitlines() if line.strip()]
    assert names[:12] == ["2", "type", "DATE", "MONEY", "ORG", "PERCENT", "TITLE", "all", "layer", "agreements", "aliases", "figures"]
    assert names[12:] == [*FIGURE_FIELDS, "core", "full"]


def test_eval_scores_predictions_by_hand_counted_numbers(run: Run, tmp_path: Path) -> None:
    gold, pred = tmp_path / "gold.jsonl", tmp_path / "pred.jsonl"
    one, two = ({"type": "DATE", "start": n, "end": n + 4, "value": "2021"} for n in (0, 10))
    gold.write_text(json.dumps({"id": "a", "text": "2021年", "mentions": [one, two]}) + '\n{"id": "b", "mentions": []}')
    pred.write_text(json.dumps({"id": "a", "mentions": [one, {**two, "end": 13}]}))
    result = run("eval", "--gold", gold, "--pred", pred, "--format", "json")
    scores = json.loads(result.out)["types"]["DATE"]
    assert (scores["strict"]["f1"], scores["relaxed"]["f1"], scores["value"]) == (0.5, 1.0, 1.0)
    assert result.err == "1 of 2 gold documents have no prediction; see their ids\n"
    listed = run("eval", "--gold", gold, "--pred", pred, "--errors", "1").out.splitlines()
    assert listed[-1].split() == ["spurious", "DATE", "a", "10", "2021年[]", "-", "2021"]


def test_eval_without_texts_or_gold(run: Run, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "b", "mentions": []}')
    result = run("eval", "--gold", gold)
    assert (result.status, result.out) == (2, "")
    assert "has no text" in result.err
    assert run("eval", "--gold", tmp_path).status == 2
    for option in ("--save", "--report"):
        assert "would replace it" in run("eval", "--gold", gold, option, gold).err
    assert gold.read_text() == '{"id": "b", "mentions": []}'


def test_rules_are_listed_checked_and_documented(run: Run) -> None:
    listed = run("rules", "list")
    assert listed.status == 0
    ids = [line.split()[0] for line in listed.out.splitlines()[1:]]
    assert len(ids) > 10
    assert sorted(ids) == ids
    checked = run("rules", "check")
    assert (checked.status, checked.out) == (
        0,
        f"{len(ids)} rules checked by their examples, no problems\n",
    )
    page = run("rules", "doc").out
    headings = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    assert headings == ["Interpreters", *ids]


def test_rules_check_lists_every_problem(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(RULE.replace("why", "reason"), encoding="utf-8")
    (tmp_path / "b.toml").write_text("[[rule]\n", encoding="utf-8")
    result = run("rules", "check", tmp_path)
    assert (result.status, result.out) == (1, "")
    assert "a.toml:2 test.launch: " in result.err
    assert "b.toml:1 " in result.err
    *problems, count = result.err.splitlines()
    assert count == f"problems: {len(problems)}"


def test_rules_check_runs_your_examples(run: Run, tmp_path: Path) -> None:
    rule = RULE.replace("no_such_function", "not_money").replace("|x", "|blocked")
    (tmp_path / "a.toml").write_text(rule, encoding="utf-8")
    assert run("rules", "check", tmp_path).out == "1 rule checked by its examples, no problems\n"
    (tmp_path / "a.toml").write_text(rule.replace("{{发射场|", "{{发射|"), encoding="utf-8")
    result = run("rules", "check", tmp_path)
    assert result.status == 1
    assert "error: a.toml:2 test.launch: example '{{发射|blocked}}': expected '发射' as 'blocked'" in result.err


def test_rules_check_compiles(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(RULE, encoding="utf-8")
    result = run("rules", "check", tmp_path)
    assert result.status == 1
    assert "no_such_function" in result.err


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps({"id": n, "text": TEXT}) for n in range(2000)))
    command = [sys.executable, "-m", "cyextract", "batch", str(source), "-o", "-"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("extract {} > /dev/full", "standard output: No space left on device"),
        ("rules doc > /dev/full", "standard output: No space left on device"),
        ("batch {} -o - > /dev/full", "-: No space left on device"),
        ("extract {} --format jsonl >&-", "standard output: Bad file descriptor"),
        ("--version >&-", "standard output: Bad file descriptor"),
    ],
)
def test_a_standard_output_that_takes_nothing_is_one_line_and_status_2(article: Path, line: str, says: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is full")
    command = f"{shlex.quote(sys.executable)} -m cyextract {line.format(shlex.quote(str(article)))}"
    done = subprocess.run(["sh", "-c", command], capture_output=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert [text for text in done.stderr.decode().splitlines() if not text.startswith("note:")] == [f"error: {says}"]


def test_a_standard_error_that_is_closed_loses_no_result(article: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m cyextract extract {shlex.quote(str(article))} --format jsonl 2>&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True)
    assert done.returncode == 0
    assert json.loads(done.stdout)["mentions"]


def test_output_is_utf8_in_any_locale(article: Path) -> None:
    command = [sys.executable, "-m", "cyextract", "extract", str(article), "--types", "TITLE"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "NO_COLOR": "1"}
    for format_ in ("table", "jsonl"):
        done = subprocess.run([*command, "--format", format_], env=environment, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "《合作协议》" in done.stdout.decode()


def test_extract_as_a_page(run: Run, article: Path, tmp_path: Path) -> None:
    page = run("extract", article, "--format", "html")
    assert page.status == 0
    assert page.out.startswith("<!DOCTYPE html>")
    assert "120,000,000 CNY" in page.out
    out = tmp_path / "page.html"
    assert run("extract", article, "--format", "html", "--out", out) == Result(0, "", "")
    assert out.read_bytes().decode() == page.out
    assert "would replace it" in run("extract", article, "--format", "html", "--out", article).err
    assert article.read_text(encoding="utf-8") == TEXT


def test_several_pages_go_to_a_folder(run: Run, article: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("投资3亿元。", encoding="utf-8")
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert run("extract", article, other, empty, "--format", "html", "-o", tmp_path / "pages").status == 1
    assert sorted(page.name for page in (tmp_path / "pages").iterdir()) == ["article.html", "other.html"]
    assert run("extract", article, other, "--format", "html").status == 2
    assert run("extract", article, "--out", tmp_path / "x").status == 2
    assert "another name" in run("extract", article, article, "--format", "html", "-o", tmp_path / "pages").err
    assert "Not a directory" in run("extract", article, "--format", "html", "-o", article / "page.html").err
