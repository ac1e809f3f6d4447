"""What the workers of the tests do; apart from the tests, so that a worker starts without loading pytest."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self


def setup(folder: str) -> Callable[[str], str]:
    return partial(obey, Path(folder))


def refuse() -> Callable[[str], str]:
    raise SystemExit(3)


def die_while_starting(folder: str, times: int) -> Callable[[str], str]:
    """Killed the first times that it starts; a file tells of each."""
    deaths = len(list(Path(folder).iterdir()))
    if deaths < times:
        (Path(folder) / str(deaths)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return str.upper


class NoTraveller(Exception):
    """An exception that cannot be made again from its arguments."""

    def __init__(self, task: str, reason: str) -> None:
        super().__init__(f"{task}: {reason}")


def obey(folder: Path, task: str) -> Any:
    """What a worker does with a task that is a command."""
    if task == "hang":
        time.sleep(1000)
    elif task == "hang in native code":
        ctypes.PyDLL(None).sleep(1000)  # holds the interpreter lock, so that no thread or signal handler can help
    elif task == "exit":
        os._exit(7)
    elif task == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif task == "be killed once":
        marker = folder / "killed"
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    elif task == "raise":
        raise ValueError(task)
    elif task == "raise no traveller":
        raise NoTraveller(task, "because")
    elif task == "return no traveller":
        return lambda: None
    elif task == "say who":
        (folder / "pid").write_text(str(os.getpid()))
    return task.upper()


class Trap:
    """A model of organisations that finds none, and that some texts are too much for."""

    def organisations(self, text: str) -> Iterable[tuple[int, int]]:
        """No organisations, if it comes to that."""
        if "卡住" in text:
            time.sleep(1000)
        if "崩溃" in text:
            os._exit(7)
        if "内存" in text:
            raise MemoryError
        return ()


class InlinePool:
    """Does in this process what a `WorkerPool` does in others: no faster, but there at once."""

    def __init__(self, setup: Callable[[], Callable[[Any], Any]], processes: int, time_limit: float | None) -> None:
        self._function = setup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def map(self, tasks: Iterable[tuple[Any, int]]) -> Iterator[tuple[Any, int, Any]]:
        for task, weight in tasks:
            yield task, weight, self._function(task)
