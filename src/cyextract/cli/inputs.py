"""The texts that a command line names: looked for before anything is done, read one by one, and what their dates lack."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cyextract.cli.options import USAGE, fail
from cyextract.cli.terminal import complain, say
from cyextract.errors import InputError

if TYPE_CHECKING:
    from cyextract.batch import InputText
    from cyextract.document import Document
    from cyextract.models import DateMention

_STANDARD_INPUT = "-"


def check_files(files: Sequence[str]) -> None:
    """Leave with the status of a wrong use, all of them named, where a file is not there or is a folder."""
    problems = [problem for file in files if (problem := _why_no_file(file))]
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(USAGE)


def spare_inputs(files: Iterable[str], out: Path | None) -> None:
    """Leave with the status of a wrong use where a result would take the place of what it is made from."""
    if out is not None and any(file != _STANDARD_INPUT and Path(file).resolve() == out.resolve() for file in files):
        fail(f"{out}: is an input, and the result would replace it; name another file")


def read_text(file: str) -> InputText | None:
    """Read one text; None, and a complaint, where it is none."""
    from cyextract.batch import read_one
    from cyextract.batch.discover import UNREAD

    if os.path.splitext(file.lower())[1] in UNREAD:
        complain(f"{file}: its format is not read; convert it to .txt first")
        return None
    try:
        return read_one(file)
    except InputError as error:
        complain(str(error))
        return None


def hint_at_open_dates(documents: Iterable[Document]) -> None:
    """Say how to close dates that stay open because nobody knows the day of publication."""
    missing = [date for document in documents if document.reference_date is None for date in document.dates if _is_open(date)]
    if missing:
        are = "1 date stays" if len(missing) == 1 else f"{len(missing)} dates stay"
        say(f"note: {are} open, such as {missing[0].canonical}: the text does not tell its day; give it with --reference-date 2021-06-10")


def _is_open(date: DateMention) -> bool:
    return date.first_day is None and "X" in date.value


def _why_no_file(file: str) -> str | None:
    if file == _STANDARD_INPUT:
        return None
    if os.path.isdir(file):
        folder = shlex.quote(file)
        return f"{file}: a folder; all texts in it: cyextract tables {folder} -o news.xlsx, or cyextract batch {folder} -o news.jsonl"
    if not os.path.lexists(file):
        return f"{file}: No such file or directory"
    from cyextract.batch.discover import MANY_TEXTS, kind_of

    if kind_of(file) in MANY_TEXTS:
        return f"{file}: holds many texts; all of them: cyextract batch {shlex.quote(file)} -o news.jsonl, or cyextract tables"
    return None
