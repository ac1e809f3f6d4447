"""One run at a time for each output, whichever way it begins."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cyextract.errors import InputError


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the lock of an output. It is a file of its own: whatever else a run has beside its output, another may want to replace.

    A lock ends with its process; the file that a killed run leaves locks nothing.

    Raises:
        InputError: another run has it.
        OSError: no file can be made beside the output.
    """
    path = out.with_name(f".{out.name}.lock")
    stream = _take(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # while it is still held, so that nobody takes what is about to go
        stream.close()


def _take(path: Path) -> BinaryIO:
    while True:
        stream = path.open("ab")
        try:
            _lock(stream, path)
            # Whoever had it may have removed it between the two steps: then this is the lock of nothing.
            if _is_at(stream, path):
                return stream
        except BaseException:
            stream.close()
            raise
        stream.close()


def _is_at(stream: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _lock(stream: BinaryIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(f"{path}: another run is writing this output") from None
