"""A run that may be killed at any moment: what it reads, and what of it is done, in a folder beside the output.

The folder `.OUT.unfinished` holds

- `inputs.jsonl`: the settings, then every file to read with its size and time; complete or absent;
- `rows-00002-7.jsonl`: the rows of the part being written, one for each input that is done, in the order of the inputs. The name says which
  part it is, counted from 0, and how many inputs failed in those before.

A killed run goes on behind the last whole line; what a power cut has torn or garbled behind it is cut off.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cyextract.batch.discover import InputFile, InputKind
from cyextract.errors import InputError
from cyextract.foreign import reading

_SECONDS = 1.0  # after which what is done is on the disk for certain
_ROWS = re.compile(r"rows-(\d{5,})-(\d+)\.jsonl")
_FAILED = b'{"id"'  # how the row of an input that failed begins
_Header = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Progress:
    """What of a run is done: inputs, failed ones among them, bytes of input."""

    inputs: int = 0
    failed: int = 0
    consumed: int = 0


class Journal:
    """The folder of one run, which holds the lock of its output.

    Attributes:
        part: the number of the part being written.
        part_inputs: inputs done in it.
        rows_path: where its rows are.
        progress: what is done. Of a resumed run `consumed` is 0 until `skip` has said what the inputs weigh.
    """

    part: int
    part_inputs: int
    rows_path: Path
    progress: Progress

    def __init__(self, folder: Path, part_size: int | None) -> None:
        self._folder = folder
        names = sorted(file.name for file in folder.iterdir() if _ROWS.fullmatch(file.name))
        self._open(names[-1] if names else "rows-00000-0.jsonl", part_size or 0)

    @classmethod
    def begin(cls, folder: Path, header: _Header, files: Iterable[InputFile], part_size: int | None) -> Journal:
        """Start a run: write down what it reads, before it reads anything.

        Raises:
            InputError: an input is not there.
            OSError: the folder cannot be written.
        """
        unfinished = _aside(folder)
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        try:
            with (unfinished / "inputs.jsonl").open("w", encoding="ascii") as stream:
                stream.write(json.dumps(header) + "\n")
                stream.writelines(json.dumps(asdict(file)) + "\n" for file in files)
                os.fsync(stream.fileno())
        except BaseException:
            shutil.rmtree(unfinished)
            raise
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
        return cls(folder, part_size)

    @classmethod
    def resume(cls, folder: Path, header: _Header, files: Iterable[InputFile], part_size: int | None) -> Journal:
        """Go on with a run that was killed or interrupted.

        Raises:
            InputError: it had other settings or inputs. Inputs that have vanished since are errors of their own.
        """
        with reading(f"cannot resume: {folder} is damaged, --restart begins anew"):
            _compare_headers(folder, header)
            for _ in _read_files(folder):
                """Each can be read."""
        _compare_files(_read_files(folder), files)
        return cls(folder, part_size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Keep what is done."""
        self._rows.close()

    def files(self) -> Iterator[InputFile]:
        """What the run reads."""
        return _read_files(self._folder)

    def skip(self, weight: int) -> None:
        """Count the weight of an input that is done already."""
        self.progress = replace(self.progress, consumed=self.progress.consumed + weight)

    def append(self, line: bytes, weight: int) -> None:
        """Add the row of the next input; now and then all of them go to the disk for certain."""
        self._rows.write(line)
        self.part_inputs += 1
        done = self.progress
        self.progress = Progress(done.inputs + 1, done.failed + line.startswith(_FAILED), done.consumed + weight)
        if time.monotonic() >= self._next_save:
            self.save()

    def save(self) -> None:
        """Put what is done on the disk."""
        self._rows.flush()
        os.fsync(self._rows.fileno())
        self._next_save = time.monotonic() + _SECONDS

    def next_part(self) -> None:
        """The part's output is in its place: begin the next, forget its rows."""
        done, consumed = self.rows_path, self.progress.consumed
        self._rows.close()
        self._open(f"rows-{self.part + 1:05}-{self.progress.failed}.jsonl", self.part_inputs)
        self.skip(consumed)
        done.unlink()

    def remove(self) -> None:
        """The run is complete. The folder leaves its place in one step: half of it could not be resumed."""
        unused = _aside(self._folder)
        shutil.rmtree(unused, ignore_errors=True)
        self._folder.rename(unused)
        shutil.rmtree(unused)

    def _open(self, name: str, part_size: int) -> None:
        """Go on behind the last whole line of a part."""
        found = _ROWS.fullmatch(name)
        assert found is not None
        self.rows_path = self._folder / name
        self._rows: BinaryIO = self.rows_path.open("r+b" if self.rows_path.exists() else "w+b")
        good = failed = inputs = 0
        for line in self._rows:
            if not _is_whole(line):
                break
            good += len(line)
            failed += line.startswith(_FAILED)
            inputs += 1
        self._rows.truncate(good)
        self._rows.seek(good)
        self.part, self.part_inputs = int(found[1]), inputs
        self.progress = Progress(self.part * part_size + inputs, int(found[2]) + failed)
        self._next_save = time.monotonic() + _SECONDS


def _is_whole(line: bytes) -> bool:
    """Whether a line was written to its end; a hole that a power cut leaves in a file reads as NUL."""
    return line.startswith(b"{") and line.endswith(b"}\n") and b"\0" not in line


def journal_folder(out: Path) -> Path:
    """Where the journal of an output is kept."""
    return out.with_name(f".{out.name}.unfinished")


def _aside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.aside")


def _read_files(folder: Path) -> Iterator[InputFile]:
    with (folder / "inputs.jsonl").open(encoding="ascii") as stream:
        next(stream)
        for line in stream:
            fields = json.loads(line)
            yield InputFile(**{**fields, "kind": InputKind(fields["kind"])})


def _compare_headers(folder: Path, header: _Header) -> None:
    with (folder / "inputs.jsonl").open(encoding="ascii") as stream:
        begun = json.loads(next(stream))
    now = json.loads(json.dumps(header))
    different = sorted(name for name in begun.keys() | now.keys() if begun.get(name) != now.get(name))
    if different:
        raise InputError(f"cannot resume: {', '.join(different)} differ from those the run began with; --restart begins anew")


def _compare_files(begun: Iterator[InputFile], now: Iterable[InputFile]) -> None:
    for file in now:
        old = next((old for old in begun if old.path == file.path or os.path.lexists(old.path)), None)
        if old is None or old.path != file.path:
            raise InputError(f"cannot resume: {file.path} is new since the run began; --restart begins anew")
        if old.problem is None and file.problem is None and old != file:
            raise InputError(f"cannot resume: {file.path} has changed since the run began; --restart begins anew")
