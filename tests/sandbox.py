"""A place where the commands of the documentation run: a copy of what a clone holds, and files as a reader would have them."""

from __future__ import annotations

import contextlib
import glob
import io
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from cyextract.cli import main

ROOT = Path(__file__).parent.parent
_COPIED = ("seeds", "docs", "benchmarks", "rules", "README.md", "README.zh.md", "pyproject.toml")
_READER = ROOT / "tests" / "data" / "reader"  # news/, in.jsonl, my_rules/, my_orgs.tsv


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
