"""A whole batch: what a kill at any moment leaves can be gone on with, and whatever is done the output is the same."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import os
import pty
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cyextract import Extractor
from cyextract.batch import BatchJob, Output, Progress, Row, Settings, Shape, Summary, run_batch
from cyextract.batch import run as batch_run
from cyextract.batch.lock import locked
from cyextract.errors import InputError, MissingExtraError
from pool_tasks import InlinePool, Trap

TEXT = "2021年6月4日，市经信委与省经信厅签订《合作协议》，总投资{}亿元，增长15%。"


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_run, "WorkerPool", InlinePool)
    monkeypatch.setattr("cyextract.batch.journal._SECONDS", 0.0)  # a checkpoint behind each input


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(types={"DATE", "MONEY", "TITLE"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of several kinds: 14 inputs, 2 of them bad."""
    made = tmp_path / "in"
    made.mkdir()
    for number in range(6):
        (made / f"t{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    (made / "t2.txt").write_bytes(b"")
    lines = [json.dumps({"id": n, "text": TEXT.format(n)}) for n in range(4)]
    (made / "l.jsonl").write_text("\n".join([*lines, "bad"]))
    (made / "c.csv").write_text("text\n" + "".join(TEXT.format(n) + "\n" for n in range(3)), encoding="utf-8")
    return made


class Watch:
    """Calls something after each input."""

    def __init__(self, each: Callable[[Progress], None]) -> None:
        self._each = each

    def begin(self, total: int, progress: Progress) -> None:
        self.total = total

    def skip(self, path: str) -> None:
        pass

    def advance(self, progress: Progress, failure: Row | None) -> None:
        self._each(progress)


def begin(job: BatchJob, stop_after: int) -> None:
    """Run until so many inputs are done."""

    def stop(progress: Progress) -> None:
        if progress.inputs == stop_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(job, Watch(stop))


@pytest.mark.usefixtures("inline")
def test_output_appears_whole_at_the_end(folder: Path, extractor: Extractor) -> None:
    out = folder.parent / "out.jsonl"
    out.write_text("old")
    watch = Watch(lambda progress: assert_reads(out, "old"))
    summary = run_batch(BatchJob(extractor, [str(folder)], str(out)), watch)
    assert summary == Summary(14, 2)
    assert watch.total == sum(file.stat().st_size for file in folder.iterdir())
    assert len(out.read_bytes().splitlines()) == 14
    assert sorted(folder.parent.iterdir()) == [folder, out]


def assert_reads(path: Path, text: str) -> None:
    assert path.read_text() == text


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
@pytest.mark.parametrize("part_size", [None, 4])
def test_a_kill_at_any_moment_can_be_gone_on_with(folder: Path, extractor: Extractor, ending: str, part_size: int | None) -> None:
    """What a kill leaves is what is in the files at that moment, with more or less of what was just being written."""
    place = folder.parent / "place"
    place.mkdir()
    job = BatchJob(extractor, [str(folder)], str(place / f"out{ending}"), output=Output(part_size=part_size))
    states: list[Path] = []

    def keep(progress: Progress) -> None:
        states.append(folder.parent / f"state{progress.inputs}")
        shutil.copytree(place, states[-1])

    run_batch(job, Watch(keep))
    complete = contents(place)
    assert len(complete) == (1 if part_size is None else 4)
    choice = random.Random(3)
    resumed = BatchJob(extractor, job.sources, job.out, output=Output(part_size=part_size, resume=True))
    for state in states:
        shutil.rmtree(place)
        state.rename(place)
        tear(place / f".out{ending}.unfinished", choice)
        run_batch(resumed)
        assert contents(place) == complete, state.name


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def tear(journal: Path, choice: random.Random) -> None:
    """Cut the rows anywhere in their last line, or garble it, or leave something behind it."""
    rows = max(journal.glob("rows-*"))
    written = rows.read_bytes()
    last = written[: written.rstrip(b"\n").rfind(b"\n") + 1]
    torn = written[: choice.randrange(len(last), len(written) + 1)]
    hole = last + b"\0" * (len(written) - len(last) - 1) + b"\n"
    rows.write_bytes(choice.choice([written, torn, hole, written + b'{"id": "half a li', written + b"\0\0", written + b"garbled\n"]))


@pytest.mark.usefixtures("inline")
def test_a_resumed_run_does_only_what_is_left(folder: Path, extractor: Extractor) -> None:
    job = BatchJob(extractor, [str(folder)], str(folder / "out.jsonl"), output=Output(resume=True))
    begin(job, 5)
    seen: list[int] = []
    run_batch(job, Watch(lambda progress: seen.append(progress.inputs)))
    assert seen == list(range(6, 15))


@pytest.mark.usefixtures("inline")
def test_a_run_is_resumed_with_its_own_inputs_and_settings_only(folder: Path, extractor: Extractor) -> None:
    out = str(folder / "out.jsonl")
    resume = Output(resume=True)
    begin(BatchJob(extractor, [str(folder)], out), 5)
    with pytest.raises(InputError, match=r"an unfinished run is kept in .*--resume goes on with it, --restart begins anew"):
        run_batch(BatchJob(extractor, [str(folder)], out))
    with pytest.raises(InputError, match="cannot resume: settings differ"):
        run_batch(BatchJob(extractor, [str(folder)], out, Settings(vague=True), output=resume))
    with pytest.raises(InputError, match="cannot resume: output differ"):
        run_batch(BatchJob(extractor, [str(folder)], out, output=Output(Shape(row_group=3), resume=True)))
    with pytest.raises(InputError, match="cannot resume: types differ"):
        run_batch(BatchJob(Extractor(types={"DATE"}), [str(folder)], out, output=resume))
    (folder / "t9.txt").write_text("今年", encoding="utf-8")
    with pytest.raises(InputError, match=r"t9\.txt is new since the run began"):
        run_batch(BatchJob(extractor, [str(folder)], out, output=resume))
    (folder / "t9.txt").unlink()
    (folder / "t5.txt").write_text("去年", encoding="utf-8")
    with pytest.raises(InputError, match=r"t5\.txt has changed since the run began"):
        run_batch(BatchJob(extractor, [str(folder)], out, output=resume))
    assert run_batch(BatchJob(extractor, [str(folder)], out, output=Output(restart=True))) == Summary(14, 2)


@pytest.mark.usefixtures("inline")
def test_an_input_that_vanishes_is_an_error_of_its_own(folder: Path, extractor: Extractor) -> None:
    job = BatchJob(extractor, [str(folder)], str(folder / "out.jsonl"), output=Output(resume=True))
    begin(job, 9)
    (folder / "t4.txt").unlink()
    assert run_batch(job) == Summary(14, 3)
    row = next(row for row in map(json.loads, (folder / "out.jsonl").read_bytes().splitlines()) if row["id"] == "t4")
    assert row["error"].endswith("t4.txt: No such file or directory")


@pytest.mark.usefixtures("inline")
def test_parts_of_a_fixed_number_of_inputs(folder: Path, extractor: Extractor) -> None:
    whole, parts = folder / "whole.jsonl", folder / "part.jsonl"
    stale, day = folder / "part-00003.jsonl", folder / "part-20210610.jsonl"
    run_batch(BatchJob(extractor, [str(folder / "*.txt"), str(folder / "l.jsonl")], str(whole)))
    stale.write_text("of a longer run")
    day.write_text("of somebody else")
    run_batch(BatchJob(extractor, [str(folder / "*.txt"), str(folder / "l.jsonl")], str(parts), output=Output(part_size=4)))
    made = sorted(folder.glob("part-0*"))
    assert [len(part.read_bytes().splitlines()) for part in made] == [4, 4, 3]
    assert b"".join(part.read_bytes() for part in made) == whole.read_bytes()
    assert not parts.exists()
    assert not stale.exists()
    assert day.exists()


@pytest.mark.usefixtures("inline")
def test_csv_has_one_row_for_each_mention(folder: Path, extractor: Extractor) -> None:
    out = folder / "out.csv"
    run_batch(BatchJob(extractor, [str(folder / "t1.txt"), str(folder / "t2.txt")], str(out)))
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [(row["id"], row["type"], row["text"], row["amount"], row["closed"]) for row in rows] == [
        ("t1", "DATE", "2021年6月4日", "", ""),
        ("t1", "TITLE", "《合作协议》", "", "true"),
        ("t1", "MONEY", "1亿元", "100000000", ""),
        ("t2", "", "", "", ""),
    ]
    assert rows[3]["error"].endswith("t2.txt: empty")


@pytest.mark.usefixtures("inline")
def test_names_and_ids_that_are_no_unicode_lose_nothing(tmp_path: Path, extractor: Extractor) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode("中".encode("gb18030") + b".txt")).write_text("投资1亿元", encoding="utf-8")
    (folder / os.fsdecode("中".encode("gb18030") + b"2.txt")).write_bytes(b"")
    (folder / "a.jsonl").write_text('{"id": "\\ud800", "text": "投资2亿元"}', encoding="utf-8")
    out = tmp_path / "out.csv"
    assert run_batch(BatchJob(extractor, [str(folder)], str(out))) == Summary(3, 1)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [(row["id"], row["text"], bool(row["error"])) for row in rows] == [
        ("\\ud800", "2亿元", False), ("\\xd6\\xd0", "1亿元", False), ("\\xd6\\xd02", "", True),
    ]  # fmt: skip


@pytest.mark.usefixtures("inline")
def test_a_missing_extra_ends_the_run_before_it_begins(folder: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = [
        ("zstandard", "x.txt.zst", "zstd"), ("pyarrow", "x.parquet", "arrow"), ("trafilatura", "x.html", "html"),
        ("lxml_html_clean", "x.html", "html"),
    ]  # fmt: skip
    for module, name, extra in kinds:
        monkeypatch.setattr("cyextract.extras.find_spec", lambda asked, missing=module: None if asked == missing else object())
        monkeypatch.delitem(sys.modules, module, raising=False)
        (folder / name).write_bytes(b"x")
        with pytest.raises(MissingExtraError, match=rf"pip install '\.\[{extra}\]'"):
            run_batch(BatchJob(extractor, [str(folder)], str(folder / "out.jsonl")))
        (folder / name).unlink()
    monkeypatch.setattr("cyextract.extras.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="a Parquet output"):
        run_batch(BatchJob(extractor, [str(folder)], str(folder / "out.parquet")))
    assert not list(folder.glob(".*"))


@pytest.mark.usefixtures("inline")
def test_output_goes_through_links(folder: Path, extractor: Extractor) -> None:
    link = folder / "link.jsonl"
    link.symlink_to("out.jsonl")
    run_batch(BatchJob(extractor, [str(folder / "l.jsonl")], str(link)))
    assert link.is_symlink()
    assert "mentions" in json.loads((folder / "out.jsonl").read_bytes().splitlines()[0])


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("part_size", [None, 1])
def test_output_never_replaces_an_input(folder: Path, extractor: Extractor, part_size: int | None) -> None:
    source = folder / "texts-00000.jsonl"
    source.write_bytes((folder / "l.jsonl").read_bytes())
    (folder / "link.jsonl").symlink_to(source.name)
    before = source.read_bytes()
    out = folder / ("texts.jsonl" if part_size else "link.jsonl")
    with pytest.raises(InputError, match=r"texts-00000\.jsonl: is an input of this run"):
        run_batch(BatchJob(extractor, [str(source)], str(out), output=Output(part_size=part_size)))
    assert source.read_bytes() == before
    assert [file.name for file in folder.iterdir() if file.name.startswith(".")] == []
    if part_size is None:  # what looks like a part is one only where parts are written
        assert run_batch(BatchJob(extractor, [str(folder)], str(folder / "texts.jsonl"))).written > 2
        ids = [json.loads(line)["id"] for line in (folder / "texts.jsonl").read_bytes().splitlines()]
        assert ids.count(json.loads(before.splitlines()[0])["id"]) == 3


@pytest.mark.usefixtures("inline")
def test_output_that_cannot_be_written(folder: Path, extractor: Extractor) -> None:
    for out, error, says in [
        (folder / "none" / "out.jsonl", FileNotFoundError, "no such folder"),
        (folder, IsADirectoryError, "name a file in it"),
        (folder / "out.xlsx", InputError, "outputs end in"),
    ]:
        with pytest.raises(error, match=says):
            run_batch(BatchJob(extractor, [str(folder)], str(out)))
    with pytest.raises(InputError, match="--flat"):
        run_batch(BatchJob(extractor, [str(folder)], str(folder / "out.jsonl"), output=Output(Shape(flat=True))))
    with pytest.raises(InputError, match="no pattern for dates"):
        run_batch(BatchJob(extractor, [str(folder)], str(folder / "o.jsonl"), options=batch_run.InputOptions(name_date="%Y-%m")))
    assert [file.name for file in folder.iterdir() if file.name.startswith(".")] == []


@pytest.mark.usefixtures("inline")
def test_a_pipe_is_written_to_and_not_replaced(folder: Path, extractor: Extractor) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        run_batch(BatchJob(extractor, [str(folder / "t2.txt")], str(pipe)))
        assert json.loads(os.read(reader, 1000))["id"] == "t2"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.usefixtures("inline")
def test_two_runs_cannot_write_one_output(folder: Path, extractor: Extractor) -> None:
    job = BatchJob(extractor, [str(folder)], str(folder / "out.jsonl"), output=Output(resume=True))

    def interfere(progress: Progress) -> None:
        with pytest.raises(InputError, match="another run is writing this output"):
            run_batch(job)

    assert run_batch(job, Watch(interfere)) == Summary(14, 2)


@pytest.mark.usefixtures("inline")
def test_a_run_is_not_restarted_while_it_runs(folder: Path, extractor: Extractor) -> None:
    out = folder / "out.jsonl"
    job = BatchJob(extractor, [str(folder)], str(out))

    def interfere(progress: Progress) -> None:
        for output in (Output(restart=True), Output()):
            with pytest.raises(InputError, match="another run is writing this output"):
                run_batch(replace(job, output=output))

    assert run_batch(job, Watch(interfere)) == Summary(14, 2)
    assert len(out.read_bytes().splitlines()) == 14
    assert [file.name for file in folder.iterdir() if file.name.startswith(".out")] == []


def test_of_many_that_want_an_output_one_has_it(tmp_path: Path) -> None:
    inside, most, turns = 0, 0, 0

    def want(_: int) -> None:
        nonlocal inside, most, turns
        try:
            with locked(tmp_path / "out.jsonl"):
                inside += 1
                most, turns = max(most, inside), turns + 1
                time.sleep(0.0005)
                inside -= 1
        except InputError:
            pass

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(want, range(2000)))
    assert most == 1
    assert turns > 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("change", ["rename", "add", "remove", "edit"])
@pytest.mark.parametrize("setting", ["rules", "lexicon"])
def test_a_resumed_run_has_the_same_rule_files_and_word_lists(folder: Path, tmp_path: Path, change: str, setting: str) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    ending, text = {"rules": (".toml", "# {}\n"), "lexicon": (".tsv", "{}乙公司\tcompany\n")}[setting]
    for name in "甲丙":
        (kept / f"{name}{ending}").write_text(text.format(name), encoding="utf-8")

    def job(*, resume: bool) -> BatchJob:
        paths = [kept] if setting == "rules" else sorted(kept.iterdir())
        extractor = Extractor(types={"MONEY", "ORG"}, org_model=None, **{setting: paths})
        return BatchJob(extractor, [str(folder)], str(folder / "out.jsonl"), output=Output(resume=resume))

    begin(job(resume=False), 5)
    first = kept / f"甲{ending}"
    match change:
        case "rename":
            first.rename(kept / f"乙{ending}")
        case "add":
            (kept / f"丁{ending}").write_text(text.format("丁"), encoding="utf-8")
        case "remove":
            first.unlink()
        case _:
            first.write_text(text.format("戊"), encoding="utf-8")
    with pytest.raises(InputError, match=f"cannot resume: .*{setting}.* differ"):
        run_batch(job(resume=True))


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("left", [b"", b"{", b"[]\n", b'{"a": 1}\n{"path": 1', b"\xff\n"])
def test_a_damaged_journal_is_said_to_be_so(folder: Path, extractor: Extractor, left: bytes) -> None:
    job = BatchJob(extractor, [str(folder)], str(folder / "out.jsonl"), output=Output(resume=True))
    begin(job, 5)
    (folder / ".out.jsonl.unfinished" / "inputs.jsonl").write_bytes(left)
    with pytest.raises(InputError, match=r"cannot resume: .* --restart begins anew"):
        run_batch(job)
    assert run_batch(replace(job, output=Output(restart=True))) == Summary(14, 2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"output": Output(time_limit=math.inf)}, "a time limit of inf seconds"),
        ({"output": Output(time_limit=math.nan)}, "a time limit of nan seconds"),
        ({"output": Output(time_limit=1e12)}, "1,000,000 at most"),
        ({"settings": Settings(default_currency="cny")}, "'cny' is no ISO 4217 code"),
        ({"settings": Settings(reference_date="yesterday")}, "is no day"),
        ({"output": Output(resume=True, restart=True)}, "choose one"),
    ],
)
def test_wrong_settings_end_a_run_before_it_begins(folder: Path, extractor: Extractor, change: dict[str, Any], message: str) -> None:
    job = replace(BatchJob(extractor, [str(folder)], str(folder / "out.jsonl")), **change)
    with pytest.raises(InputError, match=message):
        run_batch(job)
    assert not (folder / "out.jsonl").exists()


def test_documents_that_hang_or_crash_cost_themselves_and_nothing_else(tmp_path: Path) -> None:
    texts = ["投资1亿元", "卡住", "投资2亿元", "崩溃", "投资3亿元", "内存", "投资4亿元"]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps({"id": n, "text": text}) for n, text in enumerate(texts)))
    extractor = Extractor(types={"MONEY", "ORG"}, org_model=Trap())
    out = tmp_path / "out.jsonl"
    job = BatchJob(extractor, [str(source)], str(out), output=Output(processes=2, time_limit=3))
    assert run_batch(job) == Summary(7, 3)
    rows = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert [row.get("error") for row in rows] == [
        None, "took longer than 3 s", None, "crashed its worker process: exit status 7", None, "MemoryError", None,
    ]  # fmt: skip
    assert [row["mentions"][0]["text"] for row in rows if "mentions" in row] == ["1亿元", "2亿元", "3亿元", "4亿元"]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "cyextract", "batch", *map(str, arguments)]


def halting(inputs: int, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """The command, in a process group of its own, when it has come as far as so many inputs and goes no further."""
    script = Path(__file__).with_name("halting.py")
    process = subprocess.Popen(
        [sys.executable, str(script), str(inputs), "batch", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    if process.stdout.readline() != b"halted\n":
        pytest.fail(process.communicate()[1].decode())
    return process


def test_killed_interrupted_and_resumed_at_other_worker_counts(folder: Path, extractor: Extractor, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    arguments = (folder, "-o", out, "--types", "DATE,MONEY,TITLE")
    killed = halting(5, *arguments, "-j", "2")
    killed.kill()
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    interrupted = halting(9, *arguments, "--resume")
    os.killpg(interrupted.pid, signal.SIGINT)  # as a terminal sends Ctrl-C, to every process of the run
    _, said = interrupted.communicate()
    assert interrupted.returncode == 130
    assert said.decode().splitlines()[-1] == "interrupted after 9 inputs; what is done is kept, --resume goes on with it"
    assert not out.exists()
    done = subprocess.run(command(*arguments, "--resume", "-j", "2"), capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1] == f"14 written to {out}, 2 of them failed"
    run_batch(BatchJob(extractor, [str(folder)], str(whole)))
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(tmp_path.iterdir()) == [folder, out, whole]


def test_a_bar_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command(folder / "c.csv", "-o", tmp_path / "out.jsonl"), stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # how the end of a terminal reads
        while piece := os.read(ours, 4096):
            shown += piece
    os.close(ours)
    assert process.wait() == 0
    assert "━".encode() in shown
    assert b" left " in shown
    assert re.search(rb"\d+ done", shown)
    assert shown.decode().splitlines()[-1].endswith(f"3 written to {tmp_path / 'out.jsonl'}")
