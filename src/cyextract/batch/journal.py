"""A run that may be killed at any moment: what it reads, and what of it is done, in a folder beside the output.

The folder `.OUT.unfinished` holds

- `inputs.jsonl`: the settings, then every file to read with its size and time; complete or absent;
- `rows-00000.jsonl`: the rows of the part being written, in input order;
- `log`: a line for each checkpoint, which says how many inputs are done and how long the rows of the part are.

The rows are on the disk before the checkpoint that counts them. A killed run goes on behind the last whole line of the log; what
the files hold beyond that is cut off.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cyextract.batch.discover import InputFile, Kind
from cyextract.errors import InputError

_SECONDS = 1.0  # between checkpoints
_Header = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Progress:
    """What of a run is done: inputs, failed ones among them, bytes of input; and the part being written."""

    inputs: int = 0
    failed: int = 0
    consumed: int = 0
    part: int = 0
    part_inputs: int = 0
    part_bytes: int = 0


class Journal:
    """The folder of one run, locked while the run lasts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = (folder / "log").open("r+b" if (folder / "log").exists() else "w+b")
        try:
            _lock(self._log, folder)
            self.progress = self._saved = _read_last_checkpoint(self._log)
            self._rows = self._open_rows()
        except BaseException:
            self._log.close()
            raise
        self._next_save = time.monotonic() + _SECONDS

    @classmethod
    def begin(cls, folder: Path, header: _Header, files: Iterable[InputFile]) -> Journal:
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
        return cls(folder)

    @classmethod
    def resume(cls, folder: Path, header: _Header, files: Iterable[InputFile]) -> Journal:
        """Go on with a run that was killed or interrupted.

        Raises:
            InputError: it had other settings or inputs, or is still running. Inputs that have vanished since are errors of their own.
        """
        _compare_headers(folder, header)
        _compare_files(_read_files(folder), files)
        return cls(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Keep what is done."""
        if self._folder.exists():
            self.save()
        self._rows.close()
        self._log.close()

    @property
    def rows_path(self) -> Path:
        """Where the rows of the part being written are."""
        return self._folder / f"rows-{self.progress.part:05}.jsonl"

    def files(self) -> Iterator[InputFile]:
        """What the run reads."""
        return _read_files(self._folder)

    def append(self, rows: bytes, *, failed: bool, weight: int) -> None:
        """Add the rows of the next input; now and then all of them go to the disk for certain."""
        self._rows.write(rows)
        done = self.progress
        self.progress = replace(
            done, inputs=done.inputs + 1, failed=done.failed + failed, consumed=done.consumed + weight, part_inputs=done.part_inputs + 1,
            part_bytes=done.part_bytes + len(rows),
        )  # fmt: skip
        if time.monotonic() >= self._next_save:
            self.save()

    def save(self) -> None:
        """Write a checkpoint."""
        if self.progress != self._saved:
            self._rows.flush()
            os.fsync(self._rows.fileno())
            self._log.write(_encode_checkpoint(self.progress))
            self._log.flush()
            os.fsync(self._log.fileno())
            self._saved = self.progress
        self._next_save = time.monotonic() + _SECONDS

    def next_part(self) -> None:
        """The part's output is in its place: forget its rows, begin the next."""
        self.save()
        done = self.rows_path
        self._rows.close()
        self.progress = replace(self.progress, part=self.progress.part + 1, part_inputs=0, part_bytes=0)
        self._rows = self._open_rows()
        self.save()
        done.unlink()

    def remove(self) -> None:
        """The run is complete. The folder leaves its place in one step: half of it could not be resumed."""
        unused = _aside(self._folder)
        shutil.rmtree(unused, ignore_errors=True)
        self._folder.rename(unused)
        shutil.rmtree(unused)

    def _open_rows(self) -> BinaryIO:
        rows = self.rows_path.open("r+b" if self.rows_path.exists() else "w+b")
        if rows.seek(0, os.SEEK_END) < self.progress.part_bytes:
            rows.close()
            raise InputError(f"{self.rows_path}: shorter than its journal says; --restart begins anew")
        rows.truncate(self.progress.part_bytes)
        rows.seek(self.progress.part_bytes)
        return rows


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
            yield InputFile(**{**fields, "kind": Kind(fields["kind"])})


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


def _encode_checkpoint(progress: Progress) -> bytes:
    fields = json.dumps(asdict(progress)).encode()
    return b"%08x %s\n" % (zlib.crc32(fields), fields)


def _read_last_checkpoint(log: BinaryIO) -> Progress:
    """What the last whole line says; a torn or garbled end is cut off, so that the next line stands behind it."""
    found, good = Progress(), 0
    for line in log:
        fields = line[9:-1]
        if not line.endswith(b"\n") or line[:9] != b"%08x " % zlib.crc32(fields):
            break
        found, good = Progress(**json.loads(fields)), good + len(line)
    log.truncate(good)
    log.seek(good)
    return found


def _lock(stream: BinaryIO, folder: Path) -> None:
    """Two runs with one output would ruin each other's journal."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(f"{folder}: another run is writing this output") from None
