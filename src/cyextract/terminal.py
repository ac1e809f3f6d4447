"""The terminal and the pipes: results to stdout, the rest to stderr; colour and progress only where someone looks."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cyextract.batch import Row

_WIDE = 10_000  # columns where no terminal limits them: nothing is cut or wrapped in a file


def write_utf8() -> None:
    """Files and pipes get UTF-8 in any locale; a terminal keeps its own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def show(renderable: RenderableType) -> None:
    """Print a table to stdout, as wide as it needs to be where no terminal limits it."""
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False).print(renderable)


def write(line: bytes) -> None:
    """Write bytes to stdout at once."""
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """Tell the user something that is no result."""
    print(message, file=sys.stderr)


def complain(message: str) -> None:
    """Tell the user what went wrong, on one line."""
    say(f"error: {message}")


def print_json(value: object) -> None:
    """Print a value as indented JSON in UTF-8."""
    write(json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n")


def track_progress(rows: Iterable[Row], source: str) -> Iterable[Row]:
    """Show progress on stderr, when someone is looking."""
    if not sys.stderr.isatty():
        return rows
    from rich.console import Console
    from rich.progress import track

    from cyextract.batch import count_inputs

    return track(rows, "extracting", total=count_inputs(source), console=Console(stderr=True), transient=True)
