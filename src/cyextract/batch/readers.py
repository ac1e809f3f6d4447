"""From a file to the work in it: a whole document, or one piece for each line or row. Nothing is decoded that a worker can decode."""

from __future__ import annotations

import io
import os
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import AnyStr, BinaryIO

from cyextract.batch.dates import date_in_name
from cyextract.batch.discover import InputFile, InputKind, file_id, find_files, kind_of
from cyextract.batch.encodings import UTF8, Decoded, decode, describe_misfit, guess_encoding
from cyextract.batch.html import declared_encoding, read_article
from cyextract.batch.input_record import DEFAULT_OPTIONS, FailedInput, InputOptions, InputText, attempt, parse_line
from cyextract.batch.parquet import read_parquet
from cyextract.batch.streams import STANDARD_STREAM, Patience, open_input, read_bytes
from cyextract.batch.tabular import read_csv, row_limit
from cyextract.errors import InputError
from cyextract.foreign import reading

_SAMPLE = 64 * 1024
_BYTES_PER_CHAR = 4  # at most, in any encoding read here


@dataclass(frozen=True, slots=True)
class FileTask:
    """A document that is a file, to be read where the work is done."""

    file: InputFile


@dataclass(frozen=True, slots=True)
class LineTask:
    """A JSONL line, to be parsed where the work is done."""

    line: bytes
    where: str
    encoding: str
    reference_date: str | None = None
    """Of the file it stands in."""
    file: str = ""


Task = FileTask | LineTask | InputText | FailedInput


def read_tasks(file: InputFile, options: InputOptions, time_limit: float | None = None) -> Iterator[tuple[Task, int]]:
    """The work in a file, with the bytes of the file that each piece takes up; in bounded memory whatever the file's size.

    What cannot be read is the last piece, a failure; so is what takes the processor longer than `time_limit` seconds for one piece.
    """
    patience = Patience(time_limit)
    pieces = _read_pieces(file, options, patience)
    while True:
        patience.renew()
        try:
            with reading(file.path):
                piece = next(pieces, None)
        except InputError as error:
            yield FailedInput(file.id, str(error), file.path), 0
            return
        if piece is None:
            return
        task, weight = piece
        yield (replace(task, file=file.path) if isinstance(task, InputText | FailedInput) else task), weight


def _read_pieces(file: InputFile, options: InputOptions, patience: Patience) -> Iterator[tuple[Task, int]]:
    if file.problem is not None:
        raise InputError(file.problem)
    if file.kind in (InputKind.TEXT, InputKind.HTML):
        yield FileTask(file), file.size
        return
    if file.kind is InputKind.PARQUET:
        yield from read_parquet(file, options, patience)
        return
    read = _read_lines if file.kind is InputKind.JSONL else read_csv
    encoding = UTF8 if file.size == 0 else sniff(file.path)
    with open_input(file.path) as (stream, tell):
        position = 0
        for task in read(stream, encoding, file, options, patience):
            reached = tell()
            yield task, reached - position
            position = reached


def sniff(path: str) -> str:
    """The encoding that the beginning of a file of lines is in; UTF-8 when it does not tell."""
    with open_input(path) as (stream, _):
        sample = stream.read(_SAMPLE)
    return guess_encoding(sample, whole=len(sample) < _SAMPLE) or UTF8


def read_inputs(*sources: str, options: InputOptions = DEFAULT_OPTIONS) -> Iterator[InputText | FailedInput]:
    """The inputs of files, folders, patterns and standard input (`-`), one after the other, read in this process.

    Raises:
        InputError: a source is not there or holds nothing to read. Never for a single bad input.
    """
    files = list(find_files(sources))
    return (load(task, options) for file in files for task, _ in read_tasks(file, options))


def read_one(path: str) -> InputText:
    """Read one document from a file or from standard input (`-`), of any length; HTML when its name says so, else text.

    Raises:
        InputError: it cannot be read, is empty or is no text.
    """
    kind = InputKind.HTML if kind_of(path) is InputKind.HTML else InputKind.TEXT
    id_ = path if path == STANDARD_STREAM else file_id(os.path.basename(path))
    return read_document(InputFile(path, id_, kind), InputOptions(max_chars=sys.maxsize))


def load(task: Task, options: InputOptions) -> InputText | FailedInput:
    """Do the reading that a task still needs; a text longer than `options.max_chars` is a failure."""
    if isinstance(task, FileTask):
        file = task.file
        try:
            task = read_document(file, options)
        except InputError as error:
            return FailedInput(file.id, str(error), file.path)
    elif isinstance(task, LineTask):
        task = replace(attempt(partial(_load_line, task, options), task.where), file=task.file)
    if isinstance(task, InputText) and len(task.text) > options.max_chars:
        problem = f"{len(task.text)} characters, more than --max-chars {options.max_chars}; split it or raise the limit"
        return FailedInput(task.id, problem, task.file)
    return task


def read_document(file: InputFile, options: InputOptions = DEFAULT_OPTIONS) -> InputText:
    """Read a document that is a file: text as it is, HTML as its article. A byte-order mark is dropped, line ends stay as they are.

    Raises:
        InputError: the file cannot be read, is empty, is no text, or is longer than `options.max_chars` can be.
    """
    data = read_bytes(file.path, _BYTES_PER_CHAR * options.max_chars)
    try:
        decoded = decode(data, declared_encoding(data) if file.kind is InputKind.HTML else None)
        if not decoded.text.strip():
            raise InputError("empty")
        named = date_in_name(file.path, options.name_date)
        if file.kind is not InputKind.HTML:
            return InputText(file.id, decoded.text, named, encoding=decoded.reported, file=file.path)
        text, published = read_article(decoded.text)
    except InputError as error:
        raise InputError(f"{file.path}: {error}") from error
    return InputText(file.id, text, named or published, encoding=decoded.reported, keep_text=True, file=file.path)


def failed_task(task: Task, options: InputOptions, error: str) -> FailedInput:
    """What a task becomes when nothing came of it."""
    if isinstance(task, FileTask):
        return FailedInput(task.file.id, error, task.file.path)
    id_ = attempt(partial(_load_line, task, options), task.where).id if isinstance(task, LineTask) else task.id
    return FailedInput(id_, error, task.file)


def _load_line(task: LineTask, options: InputOptions) -> InputText | FailedInput:
    try:
        found = parse_line(task.line.decode(task.encoding), task.where, options)
    except UnicodeDecodeError as error:
        return FailedInput(task.where, describe_misfit(error))
    if isinstance(found, FailedInput):
        return found
    reported = Decoded("", task.encoding).reported
    date = found.reference_date or task.reference_date
    return InputText(found.id, found.text, date, found.default_currency, reported)


def _read_lines(stream: BinaryIO, encoding: str, file: InputFile, options: InputOptions, patience: Patience) -> Iterator[Task]:
    named = date_in_name(file.path, options.name_date)
    limit = row_limit(options)
    for number, line in enumerate(_split_lines(stream, encoding, limit, patience), start=1):
        where = f"{file.path}:{number}"
        if line is None:
            yield FailedInput(where, f"a line of more than {limit} bytes, more than --max-chars allows")
        elif line.strip():
            yield LineTask(line.removeprefix(BOM_UTF8) if number == 1 else line, where, encoding.removesuffix("-sig"), named, file.path)


def _split_lines(stream: BinaryIO, encoding: str, limit: int, patience: Patience) -> Iterator[bytes | None]:
    """Lines as bytes in their encoding; `None` for one that is too long, none of which is kept."""
    if encoding.startswith("utf-16"):  # the one encoding here where the byte \n is no line break
        wide = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
        for line in _bounded(wide.readline, limit, "\n", patience):
            yield None if line is None else line.encode(encoding)
        wide.detach()
    else:
        # Bytes split at \n only; str.splitlines would also cut at U+2028 and others that JSON strings may hold.
        yield from _bounded(stream.readline, limit, b"\n", patience)


def _bounded(readline: Callable[[int], AnyStr], limit: int, end: AnyStr, patience: Patience) -> Iterator[AnyStr | None]:
    while line := readline(limit):
        patience.check()
        if len(line) < limit or line.endswith(end):
            yield line
            continue
        while (rest := readline(limit)) and not rest.endswith(end):
            patience.check()
        yield None
