"""The terminal and the pipes: results to stdout, the rest to stderr; colour and progress only where someone looks."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

from cyextract.foreign import escape_controls, escape_json

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress, TaskID

    from cyextract.batch import Progress as BatchProgress
    from cyextract.batch import Row

_NAMED = 5  # skipped files that are named
_WIDE = 10_000  # columns where no terminal limits them: nothing is cut or wrapped in a file


def write_utf8() -> None:
    """Files and pipes get UTF-8 in any locale; a terminal keeps its own encoding. What the caller closed (`>&-`) cannot be written to."""
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: SIM115 - as long as the process lasts
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def discard_output() -> None:
    """What waits for a standard output that takes nothing is not tried again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def show(renderable: RenderableType, widest: int = _WIDE) -> None:
    """Print a table to stdout, as wide as it needs to be where no terminal limits it; its texts command no terminal and are no markup.

    No line ends in blanks.

    Args:
        renderable: the table.
        widest: columns it may take where the terminal has more, and in a pipe.
    """
    from rich.console import Console
    from rich.segment import Segment, Segments

    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, widest) if sys.stdout.isatty() else widest
    shown = [Segment(escape_controls(text, "\n"), style, control) for text, style, control in console.render(renderable)]
    for line in Segment.split_lines(shown):
        while line and not line[-1].control and not line[-1].text.rstrip():
            line.pop()
        if line:
            line[-1] = line[-1]._replace(text=line[-1].text.rstrip())
        console.print(Segments([*line, Segment.line()]), end="", soft_wrap=True)


def write(line: bytes) -> None:
    """Write bytes to stdout at once; to a terminal without the controls in them."""
    if sys.stdout.isatty():
        line = escape_controls(line.decode("utf-8", "backslashreplace"), "\n\t").encode()
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def counted(number: int, noun: str) -> str:
    """A number of things: 1 document, 1,200 documents."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def say(message: str) -> None:
    """Tell the user something that is no result."""
    print(escape_controls(message), file=sys.stderr)


def complain(message: str) -> None:
    """Tell the user what went wrong, on one line."""
    say(f"error: {message}")


def print_json(value: object) -> None:
    """Print a value as indented JSON in UTF-8."""
    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    write("\n".join(map(escape_json, lines)).encode() + b"\n")


class ProgressBar:
    """Watches a batch: failures as they come, and on a terminal a bar with rate and time left; a pipe or a file gets no bar."""

    def __init__(self) -> None:
        self.done = 0
        self._skipped: list[str] = []
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._before = (0, 0)

    def skip(self, path: str) -> None:
        """Remember what is not read."""
        self._skipped.append(path)

    def tell_skipped(self) -> None:
        """Say how many files were passed over, and name the first of them."""
        if not self._skipped:
            return
        more = f" and {len(self._skipped) - _NAMED:,} more" if len(self._skipped) > _NAMED else ""
        names = ", ".join(self._skipped[:_NAMED])
        say(f"{len(self._skipped):,} skipped, because their format is not read (convert them to .txt first): {names}{more}")

    def begin(self, total: int, progress: BatchProgress) -> None:
        """Show the bar, `total` bytes long; what an earlier run has done counts as done, but not for the rate."""
        self.done = progress.inputs
        self._before = (progress.inputs, progress.consumed)
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = TextColumn("{task.fields[state]}"), TextColumn("left"), TimeRemainingColumn()
        self._bar = Progress(BarColumn(), TaskProgressColumn(), *columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=total or None, completed=progress.consumed, state="starting")
        self._bar.start()

    def advance(self, progress: BatchProgress, failure: Row | None) -> None:
        """Move the bar to where the batch is, and tell what failed."""
        self.done = progress.inputs
        if failure is not None:
            complain(f"{failure['id']}: {failure['error']}")
        if self._bar is None or self._task is None:
            return
        seconds = self._bar.tasks[0].elapsed or 0.0
        inputs, consumed = (now - before for now, before in zip((progress.inputs, progress.consumed), self._before, strict=True))
        rate = f"{inputs / seconds:,.0f}/s, {consumed / seconds / 1e6:.2f} MB/s" if seconds > 1 else ""
        self._bar.update(self._task, completed=progress.consumed, state=f"{progress.inputs:,} done {rate}")

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
