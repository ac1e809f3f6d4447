"""Worker processes that survive what they work on: a document that hangs or crashes its worker costs itself and nothing else.

`concurrent.futures` gives up a whole pool when one process dies and cannot end a call that hangs in native code; here each
worker hangs on a pipe of its own, and a thread of the parent beside it restarts it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Generic, Self, TypeAlias, TypeVar

from cyextract.errors import CyextractError, InputError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_CHUNK_WEIGHT = 64 * 1024  # bytes of text sent at a time: some 30 ms of work, against one for the round trip
_CHUNK_TASKS = 64  # texts sent at a time, however short
_UNWEIGHED = _CHUNK_WEIGHT // 4
_LONGEST_LIMIT = 1_000_000  # seconds; the system's calls count milliseconds in 32 bits
_STARTS = 4  # of a worker that is killed while it starts, for memory or by a person
_LOOKS = 1_000  # a millisecond apart, for the status of a process that another thread has waited for
_WINDOW = 3  # chunks in flight for each worker: enough to keep it busy, few enough to bound memory


@dataclass(frozen=True, slots=True)
class Lost:
    """What there is instead of a result when the worker had to be ended, or ended itself."""

    reason: str
    is_late: bool = False
    """Whether the task took longer than it may."""


_Outcome: TypeAlias = _Result | Lost | Exception


class Job(Generic[_Result]):
    """A task that was submitted, and a way to give it up.

    Attributes:
        future: its result, when there is one.
        is_abandoned: whether nobody waits for it any more.
    """

    future: Future[_Result | Lost]

    def __init__(self) -> None:
        self.is_abandoned = False
        self._stop: Callable[[], None] | None = None
        self._lock = threading.Lock()

    def result(self) -> _Result | Lost:
        """Wait for it."""
        return self.future.result()

    def abandon(self) -> None:
        """End it wherever it is: still to be begun, or at work, which costs its worker."""
        with self._lock:
            self.is_abandoned = True
            if self._stop is not None:
                self._stop()

    def begin(self, stop: Callable[[], None]) -> None:
        """It is at work from now on, and ends when `stop` is called."""
        with self._lock:
            self._stop = stop
            if self.is_abandoned:
                stop()

    def end(self) -> None:
        """It is at work no more."""
        with self._lock:
            self._stop = None


class WorkerPool(Generic[_Task, _Result]):
    """Applies a function to tasks in processes of its own.

    Args:
        setup: makes the function that a worker applies to each task; picklable, as are tasks and results.
        processes: how many workers.
        time_limit: seconds for one task, after which its worker is killed; no limit when None.

    Raises:
        InputError: the time limit is none.
    """

    def __init__(self, setup: Callable[[], Callable[[_Task], _Result]], processes: int, time_limit: float | None = None) -> None:
        check_time_limit(time_limit)
        self._setup, self._processes, self._time_limit = setup, processes, time_limit
        self._threads = ThreadPoolExecutor(processes, "cyextract-worker", initializer=_block_interrupts)
        self._mine = threading.local()
        self._workers: list[_Worker[_Task, _Result]] = []
        self._closing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Kill the workers, whatever they are doing."""
        self._closing = True
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def map(self, tasks: Iterable[tuple[_Task, int]]) -> Iterator[tuple[_Task, int, _Result | Lost]]:
        """Apply the function to each task of `(task, weight in bytes)`: in order, lazily, with a bounded number of tasks in flight.

        Raises:
            CyextractError: a worker does not start.
            Exception: what the function raised, when the turn of its task comes.
        """
        pending: deque[tuple[list[tuple[_Task, int]], Future[list[_Outcome[_Result]]]]] = deque()
        for chunk in _chunks(tasks):
            pending.append((chunk, self._threads.submit(self._run, [task for task, _ in chunk])))
            while pending and (pending[0][1].done() or len(pending) >= _WINDOW * self._processes):
                yield from _collect(*pending.popleft())
        while pending:
            yield from _collect(*pending.popleft())

    def submit(self, task: _Task) -> Job[_Result]:
        """Apply the function to one task as soon as a worker is free; the future raises as `map` does."""
        job: Job[_Result] = Job()
        job.future = self._threads.submit(lambda: _open(self._run([task], job)[0]))
        return job

    def _run(self, chunk: list[_Task], job: Job[_Result] | None = None) -> list[_Outcome[_Result]]:
        """Work through a chunk, in as many workers as it takes. Runs in the thread beside the worker."""
        results: list[_Outcome[_Result]] = []
        job = job or Job()
        died_on = -1
        while len(results) < len(chunk):
            worker = self._worker()
            job.begin(worker.kill)
            done, lost = worker.run(chunk[len(results) :], self._time_limit)
            job.end()
            results += done
            if lost is None:
                continue
            worker.kill()
            # A worker that dies may have been killed from outside, for memory: a second one tells whether the task is to blame.
            if lost.is_late or died_on == len(results) or self._closing or job.is_abandoned:
                results.append(lost)
            else:
                died_on = len(results)
        return results

    def _worker(self) -> _Worker[_Task, _Result]:
        worker: _Worker[_Task, _Result] | None = getattr(self._mine, "worker", None)
        starts = 0
        while worker is None or not worker.alive:
            if self._closing:
                raise CyextractError("the pool of workers is closed")
            if worker is not None:
                self._workers.remove(worker)
                worker.close()
            self._mine.worker = worker = _Worker(self._setup)
            self._workers.append(worker)
            if self._closing:  # too late for the loop that kills
                worker.kill()
            starts += 1
            if not worker.has_started() and (starts == _STARTS or not worker.was_killed or self._closing):
                hint = "; a script that starts processes needs if __name__ == '__main__': around what it does"
                raise CyextractError(f"a worker process did not start: {worker.how_it_ended()}{hint}")
        return worker


def check_time_limit(seconds: float | None) -> None:
    """Refuse what can be no limit.

    Raises:
        InputError: it is not positive, or longer than can be counted.
    """
    if seconds is not None and not 0 < seconds <= _LONGEST_LIMIT:
        raise InputError(f"a time limit of {seconds} seconds; {_LONGEST_LIMIT:,} at most")


def map_ordered(function: Callable[[_Task], _Result], items: Iterable[_Task], n_process: int) -> Iterator[_Result]:
    """Apply a picklable function to each item, results in the order of the items; lazy, with a bounded number of items in flight.

    Raises:
        ValueError: `n_process` is less than 1.
        CyextractError: a worker does not start, or an item crashes it twice.
        Exception: what the function raised, when the turn of its item comes.
    """
    if not isinstance(n_process, int) or n_process < 1:
        raise ValueError(f"n_process is {n_process!r}; it must be a whole number, at least 1")
    if n_process == 1:
        yield from map(function, items)
        return
    with WorkerPool(partial(partial, function), n_process) as pool:
        for _, _, result in pool.map((item, _UNWEIGHED) for item in items):
            if isinstance(result, Lost):
                raise CyextractError(f"a document {result.reason}")
            yield result


class _Worker(Generic[_Task, _Result]):
    """One process and our end of its pipe."""

    def __init__(self, setup: Callable[[], Callable[[_Task], _Result]]) -> None:
        context = multiprocessing.get_context("spawn")  # the same on every platform, and safe with threads in the parent
        ours, theirs = context.Pipe()
        self._connection: Connection = ours
        self._process: SpawnProcess = context.Process(target=_serve, args=(theirs, setup), daemon=True)
        self._process.start()
        theirs.close()
        self.alive = True

    def has_started(self) -> bool:
        """Wait for it; False when it ended instead."""
        try:
            self._connection.recv()
        except (EOFError, OSError):
            self.alive = False
        return self.alive

    @property
    def was_killed(self) -> bool:
        """Whether a signal ended it, no error of its own."""
        return (self._status() or 0) < 0

    def run(self, tasks: list[_Task], time_limit: float | None) -> tuple[list[_Outcome[_Result]], Lost | None]:
        """The outcomes of the tasks, up to the first that costs the worker its life, and how it did."""
        results: list[_Outcome[_Result]] = []
        try:
            self._connection.send(tasks)
            while len(results) < len(tasks):
                if not self._connection.poll(time_limit):
                    return results, Lost(f"took longer than {time_limit:g} s", is_late=True)
                results.append(pickle.loads(self._connection.recv_bytes()))
        except (EOFError, OSError):
            return results, Lost(f"crashed its worker process: {self.how_it_ended()}")
        return results, None

    def kill(self) -> None:
        self.alive = False
        with suppress(ValueError):  # its own thread has closed it already
            self._process.kill()

    def close(self) -> None:
        self._status()
        self._connection.close()
        with suppress(ValueError):  # the system no longer knows how it ended
            self._process.close()

    def _status(self) -> int | None:
        """Wait for its end. None where somebody else has waited for it and knows alone how it ended."""
        for _ in range(_LOOKS):
            self._process.join()
            if self._process.exitcode is not None:
                break
            time.sleep(0.001)  # `Process.start` looks after all children: another thread's has the status and is about to note it
        return self._process.exitcode

    def how_it_ended(self) -> str:
        """The signal or the status."""
        code = self._status()
        if code is None:
            return "unknown status"
        if code >= 0:
            return f"exit status {code}"
        with suppress(ValueError):
            return signal.Signals(-code).name
        return f"signal {-code}"


def _chunks(tasks: Iterable[tuple[_Task, int]]) -> Iterator[list[tuple[_Task, int]]]:
    chunk: list[tuple[_Task, int]] = []
    held = 0
    for task, weight in tasks:
        if chunk and (held + weight > _CHUNK_WEIGHT or len(chunk) == _CHUNK_TASKS):
            yield chunk
            chunk, held = [], 0
        chunk.append((task, weight))
        held += weight
    if chunk:
        yield chunk


def _collect(chunk: list[tuple[_Task, int]], future: Future[list[_Outcome[_Result]]]) -> Iterator[tuple[_Task, int, _Result | Lost]]:
    for (task, weight), outcome in zip(chunk, future.result(), strict=True):
        yield task, weight, _open(outcome)


def _open(outcome: _Outcome[_Result]) -> _Result | Lost:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _serve(connection: Connection, setup: Callable[[], Callable[[_Task], _Result]]) -> None:
    """The life of a worker: it ends when the parent closes the pipe, or dies."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    function = setup()
    with suppress(EOFError, OSError):
        connection.send(None)
        while True:
            for task in connection.recv():
                connection.send_bytes(_encode_outcome(function, task))


def _encode_outcome(function: Callable[[_Task], _Result], task: _Task) -> bytes:
    try:
        return pickle.dumps(function(task))
    except Exception as error:  # noqa: BLE001 - the parent raises it again, where the result would be
        error.add_note("in a worker process:\n" + "".join(traceback.format_exception(error)))
        try:
            encoded = pickle.dumps(error)
            pickle.loads(encoded)
        except Exception:  # noqa: BLE001 - whatever an exception that does not survive the journey raises on it
            encoded = pickle.dumps(CyextractError(f"{type(error).__name__}: {error}"))
        return encoded


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # a worker that hangs on its document would otherwise outlive a killed parent


def _block_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; the main thread alone decides what becomes of it. Workers inherit the mask."""
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # the first worker would start it, and it clears the mask
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
