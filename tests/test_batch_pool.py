"""The worker pool: order, bounded memory, and documents that hang or crash their worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from cyextract.batch.pool import Lost, WorkerPool
from cyextract.errors import CyextractError
from pool_tasks import refuse, setup

PARENT = """
import sys
from functools import partial
from cyextract.batch.pool import WorkerPool
from pool_tasks import setup
if __name__ == "__main__":
    with WorkerPool(partial(setup, sys.argv[1]), 1) as pool:
        print(*pool.map([("say who", 1), ("hang", 1)]))
"""


def run(tmp_path: Path, tasks: list[str], processes: int = 2, time_limit: float | None = None) -> list[str | Lost]:
    with WorkerPool(partial(setup, str(tmp_path)), processes, time_limit) as pool:
        results = list(pool.map((task, 20_000) for task in tasks))
    assert [task for task, _, _ in results] == tasks
    return [result for _, _, result in results]


def test_crashes_cost_their_own_document_only(tmp_path: Path) -> None:
    tasks = ["a", "exit", "b", "segfault", "be killed once", "c", "d", "e"]
    assert run(tmp_path, tasks) == [
        "A",
        Lost("crashed its worker process: exit status 7"),
        "B",
        Lost("crashed its worker process: SIGSEGV"),
        "BE KILLED ONCE",
        *"CDE",
    ]


def test_hangs_end_at_the_time_limit_even_in_native_code(tmp_path: Path) -> None:
    late = Lost("took longer than 0.5 s")
    assert run(tmp_path, ["a", "hang in native code", "b", "hang", "c"], time_limit=0.5) == ["A", late, "B", late, "C"]


def test_a_pool_left_early_kills_what_hangs(tmp_path: Path) -> None:
    with WorkerPool(partial(setup, str(tmp_path)), 1) as pool:
        results = pool.map((task, 50_000) for task in ["a", "hang", "b", "c", "d"])
        assert next(results) == ("a", 50_000, "A")


def test_inputs_are_taken_only_a_few_ahead(tmp_path: Path) -> None:
    taken = 0

    def tasks() -> Iterator[tuple[str, int]]:
        nonlocal taken
        for number in range(1000):
            taken = number
            yield "x", 40_000

    with WorkerPool(partial(setup, str(tmp_path)), 1) as pool:
        for number, _ in enumerate(pool.map(tasks())):
            assert taken - number < 10
            if number == 50:
                break


def test_a_worker_that_does_not_start_is_an_error() -> None:
    with WorkerPool(refuse, 1) as pool, pytest.raises(CyextractError, match="did not start: exit status 3"):
        list(pool.map([("a", 1)]))


def test_a_worker_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    parent = subprocess.Popen([sys.executable, str(script), str(tmp_path)], env=environment)
    pid = tmp_path / "pid"
    wait_for(lambda: pid.exists() and bool(pid.read_text()))
    parent.kill()
    parent.wait()
    wait_for(lambda: has_ended(int(pid.read_text())))


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def has_ended(pid: int) -> bool:
    """Gone, or dead and waiting for a parent that never asks."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"
