"""A place where the commands of the documentation run: a copy of what a clone holds, and files as a reader would have them."""

from __future__ import annotations

import contextlib
import glob
import io
import shlex
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from unittest import mock

from cyextract.cli import main
from cyextract.evaluate import load_gold
from cyextract.goldformats import write_gold

ROOT = Path(__file__).parent.parent
_COPIED = ("seeds", "docs", "benchmarks", "rules", "README.md", "README.zh.md", "pyproject.toml")
_READER = ROOT / "tests" / "data" / "reader"  # news/, articles/, archive/, in.jsonl, my_rules/, my_orgs.tsv
_PAGE = ROOT / "tests" / "data" / "page.html"


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command left behind."""

    status: int
    out: str
    err: str


def make_sandbox(folder: Path) -> None:
    """Fill an empty folder; what a command writes there is gone with it."""
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    shutil.copytree(_READER, folder, dirs_exist_ok=True)
    _add_gold(folder)
    _add_inputs_of_extras(folder)


def _add_gold(folder: Path) -> None:
    """Gold as people bring it: a folder, and what annotation tools export."""
    gold = load_gold(ROOT / "seeds")
    shutil.copytree(ROOT / "seeds", folder / "gold", ignore=shutil.ignore_patterns("README.md"))
    write_gold(gold, folder / "corrected.json", "label-studio")
    write_gold(gold, folder / "corrected.jsonl", "doccano")


def _add_inputs_of_extras(folder: Path) -> None:
    if find_spec("trafilatura"):
        shutil.copy(_PAGE, folder / "news" / "page.html")
    if find_spec("pyarrow"):
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = {"url": ["https://example.org/1"], "body": ["去年底，贷款余额近50亿元。"], "published": ["2021-06-10"]}
        pq.write_table(pa.table(rows), folder / "crawl.parquet")


def run_line(line: str) -> Ran:
    """Run one `cyextract …` line of a shell block in this process, in the working directory.

    Of the shell it knows quotes, comments, patterns of file names, `$ ` before a line and `> FILE` at its end.
    """
    words = shlex.split(line.removeprefix("$ "), comments=True)
    target = None
    if ">" in words:
        words, (target,) = words[: words.index(">")], words[words.index(">") + 1 :]
    assert words[0] == "cyextract", f"only cyextract runs here: {line}"
    unsupported = {"|", "<", "&&", ";", "||", "2>"} & set(words)
    assert not unsupported, f"{line}: this needs a shell for {unsupported}"
    arguments = [
        name for word in words[1:] for name in (sorted(glob.glob(word)) if "*" in word and f"'{word}'" not in line else []) or [word]
    ]
    ran = _run(arguments)
    if target is None:
        return ran
    Path(target).write_text(ran.out, encoding="utf-8")
    return Ran(ran.status, "", ran.err)


def _run(arguments: list[str]) -> Ran:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    status = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO())):
        try:
            main(arguments)
        except SystemExit as stopped:
            status = stopped.code if isinstance(stopped.code, int) else 0
    return Ran(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]
