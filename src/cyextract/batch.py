"""Many inputs in, one JSON line each out, in input order; an input that fails becomes a line that says why."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from cyextract.errors import CyextractError, InputError
from cyextract.fact_rows import fact_rows
from cyextract.models import Document

STANDARD_STREAM = "-"
_ROW_FIELDS = {"reference_date", "mentions", "aliases", "agreements"}

Row = dict[str, object]


class TextExtractor(Protocol):
    """What a batch needs of an extractor; `cyextract.Extractor` is one."""

    def extract(self, text: str, *, reference_date: str | None, default_currency: str, vague: bool, id: str | None) -> Document:
        """Extract from one text."""


@dataclass(frozen=True, slots=True)
class InputText:
    """One text to extract from; `None` means that the input does not say."""

    id: str | int
    text: str
    reference_date: str | None = None
    default_currency: str | None = None


@dataclass(frozen=True, slots=True)
class FailedInput:
    """An input that could not be read, and why; an invalid JSONL line has the id `file:line`."""

    id: str | int
    error: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every input that does not say otherwise."""

    reference_date: str | None = None
    default_currency: str = "CNY"
    vague: bool = False
    facts: bool = False
    """Write one flat row for each fact instead of one row for each input."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows a run wrote, and how many of them are errors."""

    written: int
    failed: int


def read_inputs(source: str) -> Iterator[InputText | FailedInput]:
    """Read a JSONL file, a `.txt` file, every `.txt` of a folder by name, or JSONL from standard input (`-`).

    A JSONL line is `{"id", "text", "reference_date"?, "default_currency"?}`; blank lines are skipped. The id of a text
    file is its name without `.txt`. A byte-order mark is dropped; line ends stay as they are.

    Raises:
        InputError: `source` is not there, or is a folder without `.txt` files. Never for a single bad input.
    """
    if source == STANDARD_STREAM:
        return _read_lines(sys.stdin.buffer, source)
    path = Path(source)
    if path.is_dir():
        files = list_texts(path)
        if not files:
            raise InputError(f"{source}: no .txt files in this folder")
        return map(_read_text_input, files)
    if not path.exists():
        raise InputError(f"{source}: no such file or folder")
    return iter((_read_text_input(path),)) if path.suffix == ".txt" else _read_jsonl(path)


def list_texts(folder: Path) -> list[Path]:
    """The `.txt` files of a folder, by name; folders inside it are not entered."""
    return sorted(path for path in folder.glob("*.txt") if path.is_file())


def count_inputs(source: str) -> int | None:
    """How many inputs `source` holds, for a progress bar; `None` when only reading it would tell."""
    path = Path(source)
    if path.is_dir():
        return len(list_texts(path))
    if source == STANDARD_STREAM or not path.is_file():
        return None
    if path.suffix == ".txt":
        return 1
    with path.open("rb") as stream:
        return sum(1 for line in stream if line.strip())


def read_text(path: str) -> str:
    """Read one UTF-8 text from a file or from standard input (`-`), without its byte-order mark.

    Raises:
        InputError: the file cannot be read or is not UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if path == STANDARD_STREAM else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: {_not_utf8(error)}") from error


def text_id(path: str) -> str:
    """The document id of a text file: its name without the ending."""
    return path if path == STANDARD_STREAM else Path(path).stem


def extract_rows(extractor: TextExtractor, inputs: Iterable[InputText | FailedInput], settings: Settings = Settings()) -> Iterator[Row]:
    """Make one row for each input, in order: a result, or `{"id", "error"}` when reading or extracting failed.

    With `settings.facts` the rows of a result are its facts, none or many.

    >>> list(extract_rows(None, [FailedInput("news.jsonl:7", "not JSON")]))
    [{'id': 'news.jsonl:7', 'error': 'not JSON'}]
    """
    for item in inputs:
        if isinstance(item, FailedInput):
            yield {"id": item.id, "error": item.error}
        else:
            yield from _extract_rows(extractor, item, settings)


def document_row(document: Document, id: str | int | None = None) -> Row:
    """The row of one result: the documented fields, without those that are absent (`None`).

    >>> document_row(Document(text="无"), "a")
    {'schema_version': '1', 'id': 'a', 'mentions': [], 'aliases': [], 'agreements': []}
    """
    fields = document.model_dump(mode="json", include=_ROW_FIELDS, exclude_none=True)
    return {"schema_version": document.schema_version, "id": document.id if id is None else id, **fields}


def encode_row(row: Row) -> bytes:
    r"""Write a row as one line of UTF-8 JSON; a lone surrogate, which UTF-8 cannot hold, becomes a `\ud800` escape."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def write_rows(rows: Iterable[Row], out: str, on_row: Callable[[Row], None] = lambda row: None) -> Summary:
    """Write rows to a file or to standard output (`-`); the file appears, complete, only at the end.

    Args:
        rows: the rows, taken one at a time.
        out: the path, or `-`.
        on_row: called after each row is written, for progress and complaints.

    Raises:
        OSError: the output cannot be written.
    """
    written = failed = 0
    with _open_output(out) as stream:
        for row in rows:
            stream.write(encode_row(row))
            written += 1
            failed += "error" in row
            on_row(row)
    return Summary(written, failed)


@contextmanager
def _open_output(out: str) -> Iterator[BinaryIO]:
    if out == STANDARD_STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out).resolve()
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder; name a file in it", out)
    if path.exists() and not path.is_file():  # a device or a pipe is written to, never replaced
        with path.open("wb") as stream:
            yield stream
        return
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(path.parent))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _extract_rows(extractor: TextExtractor, item: InputText, settings: Settings) -> Iterable[Row]:
    try:
        document = extractor.extract(
            item.text,
            reference_date=_first(item.reference_date, settings.reference_date),
            default_currency=_first(item.default_currency, settings.default_currency),
            vague=settings.vague,
            id=str(item.id),
        )
    except Exception as error:  # noqa: BLE001 - one bad input must not stop the others; its row says what happened
        return ({"id": item.id, "error": describe_error(error)},)
    return fact_rows(document, item.id) if settings.facts else (document_row(document, item.id),)


_Value = TypeVar("_Value")


def _first(stated: str | None, otherwise: _Value) -> str | _Value:
    return otherwise if stated is None else stated


def describe_error(error: Exception) -> str:
    """One line for a row or a terminal: our own messages as they are, others with their type."""
    message = "; ".join(str(error).splitlines())
    return message if isinstance(error, CyextractError) else f"{type(error).__name__}: {message}"


def _read_text_input(path: Path) -> InputText | FailedInput:
    try:
        return InputText(path.stem, read_text(str(path)))
    except InputError as error:
        return FailedInput(path.stem, str(error))


def _read_jsonl(path: Path) -> Iterator[InputText | FailedInput]:
    with path.open("rb") as stream:
        yield from _read_lines(stream, str(path))


def _read_lines(stream: Iterable[bytes], name: str) -> Iterator[InputText | FailedInput]:
    # Bytes split at \n only; str.splitlines would also cut at U+2028 and others that JSON strings may hold.
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield _parse_line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, f"{name}:{number}")


def _parse_line(line: bytes, where: str) -> InputText | FailedInput:
    try:
        record: object = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return FailedInput(where, _not_utf8(error))
    except (ValueError, RecursionError) as error:
        return FailedInput(where, f"not JSON: {error}")
    if not isinstance(record, dict):
        return FailedInput(where, f"expected an object with id and text, got {type(record).__name__}")
    return _check_record(record, where)


def _check_record(record: dict[str, object], where: str) -> InputText | FailedInput:
    id_, text = record.get("id"), record.get("text")
    if not isinstance(id_, str | int) or isinstance(id_, bool):
        return FailedInput(where, 'no "id"; give each line one, a string or a whole number')
    if not isinstance(text, str):
        problem = "no text" if text is None else f"text must be a string, got {type(text).__name__}"
        return FailedInput(id_, f"{problem} ({where})")
    reference_date, currency = record.get("reference_date"), record.get("default_currency")
    if not isinstance(reference_date, str | None):
        return FailedInput(id_, f"reference_date must be a string like 2021-06-10 ({where})")
    if not isinstance(currency, str | None):
        return FailedInput(id_, f"default_currency must be a string like CNY ({where})")
    return InputText(id_, text, reference_date, currency)


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8 ({error.reason} at byte {error.start}); convert it first"
