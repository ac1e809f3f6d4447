"""Which files the inputs of a batch are: files, folders with all below them, patterns, standard input; always in the same order."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from stat import S_ISREG

from cyextract.batch.streams import STANDARD_STREAM, strip_packing
from cyextract.errors import InputError


class InputKind(StrEnum):
    """How a file is read."""

    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


_KIND_OF = {
    ".txt": InputKind.TEXT, ".md": InputKind.TEXT, ".html": InputKind.HTML, ".htm": InputKind.HTML, ".jsonl": InputKind.JSONL,
    ".ndjson": InputKind.JSONL, ".csv": InputKind.CSV, ".parquet": InputKind.PARQUET,
}  # fmt: skip
ENDINGS = " ".join(_KIND_OF)
MANY_TEXTS = frozenset((InputKind.JSONL, InputKind.CSV, InputKind.PARQUET))
UNREAD = (".docx", ".doc", ".wps", ".pdf", ".rtf", ".odt")  # texts that others write and nobody here reads: they are named, not passed over


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read; `size` and `modified` (nanoseconds) tell later whether it is still the same."""

    path: str
    id: str
    kind: InputKind
    size: int = 0
    modified: int = 0
    problem: str | None = None
    """Why it cannot be read, where the folder already tells."""


@dataclass(frozen=True, slots=True)
class OwnOutput:
    """What a run writes; inside a folder of inputs that is no input."""

    folder: str
    names: re.Pattern[str]

    def has(self, path: str) -> bool:
        """Whether a path is one of the files written."""
        folder, name = os.path.split(path)
        return bool(self.names.fullmatch(name)) and os.path.realpath(folder) == self.folder


def find_files(
    sources: Sequence[str], own: OwnOutput | None = None, on_skip: Callable[[str], None] = lambda path: None
) -> Iterator[InputFile]:
    """The files of all inputs: in the order given, inside folders by name.

    Args:
        sources: files, folders (entered to any depth, links followed; hidden names and unknown endings are passed over),
            patterns such as `news/**/*.txt`, or `-` for JSONL from standard input.
        own: what the run writes, to be passed over in folders.
        on_skip: told of each file that looks like a text and that nobody here reads.

    Raises:
        InputError: an input is not there, holds nothing to read, or has an ending nobody reads. Never for a single bad file.
    """
    is_empty = True
    for source in sources:
        for path in _expand(source):
            for file in _find(path, source, own, on_skip):
                is_empty = False
                yield file
    if is_empty:
        raise InputError(f"{' '.join(sources)}: nothing to read; inputs end in {ENDINGS}, also with .gz or .zst")


def kind_of(path: str) -> InputKind | None:
    """How a file of this name is read; `None` when its ending does not say.

    >>> kind_of("News.HTM.gz")
    <InputKind.HTML: 'html'>
    """
    return _KIND_OF.get(os.path.splitext(strip_packing(path).lower())[1])


def file_id(name: str) -> str:
    """The id of a document that is a file: its path below the folder given, without `.txt`; bytes that are no UTF-8 become `\\xd6`.

    >>> file_id("2021/a.txt"), file_id("b.html.gz")
    ('2021/a', 'b.html')
    """
    readable = os.fsencode(name).decode("utf-8", "backslashreplace")
    return strip_packing(readable).removesuffix(".txt")


def _expand(source: str) -> Sequence[str]:
    if source == STANDARD_STREAM or os.path.lexists(source):
        return (source,)
    if not glob.has_magic(source):
        raise InputError(f"{source}: no such file or folder")
    if matches := sorted(glob.glob(source, recursive=True)):
        return matches
    raise InputError(f"{source}: no file of such a name")


def _find(path: str, source: str, own: OwnOutput | None, on_skip: Callable[[str], None]) -> Iterator[InputFile]:
    if path == STANDARD_STREAM:
        yield InputFile(path, path, InputKind.JSONL)
    elif os.path.isdir(path):
        files = _walk(path, "", {_identity(path)}, own, on_skip)
        first = next(files, None)
        if first is None and path == source:
            raise InputError(f"{path}: no files to read in this folder ({ENDINGS}, also .gz or .zst)")
        if first is not None:
            yield first
        yield from files
    elif kind := kind_of(path):
        yield _file(path, file_id(os.path.basename(path)), kind)
    elif os.path.exists(path) and not os.path.isfile(path):  # a named pipe, or what a shell makes of <(…)
        yield InputFile(path, path, InputKind.JSONL)
    elif _is_unread(path):
        on_skip(path)
    elif path == source:
        raise InputError(f"{path}: cannot tell what this is; inputs end in {ENDINGS}, also with .gz or .zst")


def _walk(
    folder: str, below: str, above: set[tuple[int, int]], own: OwnOutput | None, on_skip: Callable[[str], None]
) -> Iterator[InputFile]:
    """The files of a folder by name, folders entered where they stand; `above` are the folders we are in."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield InputFile(folder, file_id(below.rstrip("/")), InputKind.TEXT, problem=f"{folder}: {error.strerror or error}")
        return
    for entry in entries:
        if entry.name.startswith(".") or (own and own.has(entry.path)):
            continue
        name = below + entry.name
        if os.path.isdir(entry.path):
            if (identity := _identity(entry.path)) in above:
                yield InputFile(entry.path, file_id(name), InputKind.TEXT, problem=f"{entry.path}: a link back to a folder it is in")
            else:
                yield from _walk(entry.path, f"{name}/", above | {identity}, own, on_skip)
        elif kind := kind_of(entry.name):
            yield _file(entry.path, file_id(name), kind)
        elif _is_unread(entry.name):
            on_skip(entry.path)


def _is_unread(name: str) -> bool:
    return os.path.splitext(name.lower())[1] in UNREAD


def _file(path: str, id: str, kind: InputKind) -> InputFile:
    try:
        found = os.stat(path)
    except OSError as error:
        return InputFile(path, id, kind, problem=f"{path}: {error.strerror or error}")
    if not S_ISREG(found.st_mode):
        return InputFile(path, id, kind, problem=f"{path}: not a regular file")
    return InputFile(path, id, kind, found.st_size, found.st_mtime_ns)


def _identity(folder: str) -> tuple[int, int]:
    found = os.stat(folder)
    return found.st_dev, found.st_ino


def own_output(out: str, companions: Sequence[str] = (), in_parts: bool = False) -> OwnOutput:
    """What a run with this output writes: the file itself, or its parts, and files beside it.

    >>> own = own_output("news.jsonl", in_parts=True)
    >>> [bool(own.names.fullmatch(name)) for name in ("news-00012.jsonl", "news-20210610.jsonl")]
    [True, False]
    """
    path = Path(out).resolve()
    part = r"(-\d{5})?" if in_parts else ""
    names = [rf"{re.escape(path.stem)}{part}{re.escape(path.suffix)}", *map(re.escape, companions)]
    return OwnOutput(str(path.parent), re.compile("|".join(names)))
