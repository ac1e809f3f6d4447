"""Files as streams of bytes, packed or not; what stands in the way becomes one kind of error."""

from __future__ import annotations

import gzip
import io
import os
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from cyextract.errors import InputError
from cyextract.extras import require

STANDARD_STREAM = "-"
PACKED = (".gz", ".zst")
MAX_RATIO = 200  # to how many times its size a packed file may unpack; news makes 3 to 20
FREE = 16 << 20  # bytes to which any may
_LOOKS = 16  # asking the system for the time takes longer than reading a short line
_BUFFER = 1 << 20
_PIECE = 2048  # packed bytes taken at a time: a hostile frame unpacks to 30,000 times its size


class Patience:
    """How long reading may take until the next piece of work is there: a file may hold none, or unpack to much more than its size.

    The processor's time is counted, not the clock's: standard input and pipes may be waited for.

    Args:
        seconds: the limit; none when it is None.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = seconds
        self.renew()

    def renew(self) -> None:
        """A piece of work is there: count anew."""
        self._calls = 0
        self._end = None if self._seconds is None else time.thread_time() + self._seconds

    def check(self) -> None:
        """Give up when it has taken too long.

        Raises:
            InputError: it has.
        """
        self._calls += 1
        if self._calls % _LOOKS == 0 and self._end is not None and time.thread_time() > self._end:
            raise InputError(f"took longer than {self._seconds:g} s to read")


@contextmanager
def open_input(path: str) -> Iterator[tuple[BinaryIO, Callable[[], int]]]:
    """The bytes of a file or of standard input (`-`), unpacked by the ending of its name, and how far the file itself has been read.

    Raises:
        InputError: the file cannot be read, or is damaged; also while it is being read.
    """
    try:
        if path == STANDARD_STREAM:
            yield sys.stdin.buffer, int
            return
        with Path(path).open("rb") as raw:
            yield _unpack(raw, path), raw.tell if raw.seekable() else int
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{path}: damaged: {error}") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def read_bytes(path: str, limit: int) -> bytes:
    """A whole file, unpacked.

    Raises:
        InputError: it cannot be read, or holds more than `limit` bytes; nothing beyond them is read.
    """
    with open_input(path) as (stream, _):
        data = bytearray()
        while piece := stream.read(_BUFFER):
            data += piece
            if len(data) > limit:
                raise InputError(f"{path}: more than {limit} bytes, so more than --max-chars allows; split it or raise the limit")
    return bytes(data)


def strip_packing(name: str) -> str:
    """The name without the ending that says how it is packed."""
    return name[: name.rfind(".")] if name.lower().endswith(PACKED) else name


def _unpack(raw: IO[bytes], path: str) -> BinaryIO:
    if not path.lower().endswith(PACKED):
        return cast(BinaryIO, raw)
    unpacked = cast(io.RawIOBase, gzip.GzipFile(fileobj=raw)) if path.lower().endswith(".gz") else _ZstdFrames(raw)
    size = os.fstat(raw.fileno()).st_size if raw.seekable() else None
    return cast(BinaryIO, io.BufferedReader(_Limited(unpacked, path, size), 1 << 16))


class _Limited(io.RawIOBase):
    """What a packed file holds, unless it is much more than its size: such files are made to fill memory, disks and outputs."""

    def __init__(self, unpacked: io.RawIOBase, path: str, packed: int | None) -> None:
        self._unpacked, self._path, self._read = unpacked, path, 0
        self._limit = sys.maxsize if packed is None else max(FREE, MAX_RATIO * packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._unpacked.readinto(buffer) or 0
        self._read += size
        if self._read > self._limit:
            raise InputError(f"{self._path}: unpacks to more than {self._limit:,} bytes, {MAX_RATIO} times its size; unpack it first")
        return size


class _ZstdFrames(io.RawIOBase):
    """Unpacks one frame after the other. The library's own reader takes a truncated file for a complete one."""

    def __init__(self, packed: IO[bytes]) -> None:
        require("zstandard", "zstd", "a .zst file")
        import zstandard

        self._error: type[Exception] = zstandard.ZstdError
        self._new_frame = zstandard.ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._packed, self._rest, self._ready = packed, b"", memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            piece = self._rest or self._packed.read(_PIECE)
            if not piece:
                if self._frame is not None:
                    raise EOFError("ends in the middle of a zstd frame")
                return 0
            self._ready = memoryview(self._decompress(piece))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _decompress(self, piece: bytes) -> bytes:
        self._frame = self._frame or self._new_frame()
        try:
            data: bytes = self._frame.decompress(piece)
        except self._error as error:
            raise EOFError(str(error)) from error
        self._rest = b""
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None
        return data
