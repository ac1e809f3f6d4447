"""The worker pool: order, bounded memory, and documents that hang or crash their worker."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest

from cyextract import parallel
from cyextract.errors import CyextractError
from cyextract.parallel import Lost, WorkerPool, map_ordered
from pool_tasks import die_while_starting, refuse, setup

PARENT = """
import sys
from functools import partial
from cyextract.parallel import WorkerPool
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


def test_another_thread_may_wait_for_a_worker(tmp_path: Path) -> None:
    worker: parallel._Worker[str, str] = parallel._Worker(partial(setup, str(tmp_path)))
    assert worker.has_started()
    worker.kill()
    os.waitpid(worker._process.pid or 0, 0)  # as `Process.start` does in another thread, here for good
    with patch.object(parallel, "_LOOKS", 3):
        assert worker.how_it_ended() == "unknown status"
        worker.close()
    worker.kill()


def test_hangs_end_at_the_time_limit_even_in_native_code(tmp_path: Path) -> None:
    late = Lost("took longer than 1.5 s", is_late=True)
    assert run(tmp_path, ["a", "hang in native code", "b", "hang", "c"], time_limit=1.5) == ["A", late, "B", late, "C"]


@pytest.mark.parametrize(
    ("task", "error", "says"),
    [
        ("raise", ValueError, "^raise"),
        ("raise no traveller", CyextractError, "^NoTraveller: raise no traveller: because"),
        ("return no traveller", (AttributeError, pickle.PicklingError), "lambda"),
    ],
)
def test_what_a_task_raises_comes_in_its_turn_and_costs_no_worker(
    tmp_path: Path, task: str, error: type[Exception] | tuple[type[Exception], ...], says: str
) -> None:
    with WorkerPool(partial(setup, str(tmp_path)), 1) as pool:
        results = pool.map([("say who", 1), (task, 1), ("say who", 1)])
        assert next(results)[2] == "SAY WHO"
        pid = (tmp_path / "pid").read_text()
        with pytest.raises(error, match=says):
            next(results)
        with pytest.raises(error, match=says):
            pool.submit(task).result()
        assert pool.submit("say who").result() == "SAY WHO"
        assert (tmp_path / "pid").read_text() == pid


def test_one_task_at_a_time(tmp_path: Path) -> None:
    with WorkerPool(partial(setup, str(tmp_path)), 1, 1.5) as pool:
        hanging, waiting = pool.submit("hang"), pool.submit("a")
        assert hanging.result() == Lost("took longer than 1.5 s", is_late=True)
        assert waiting.result() == "A"
        assert pool.submit("exit").result() == Lost("crashed its worker process: exit status 7")
        closed = [pool.submit("hang").future for _ in range(2)]
    for future in closed:
        assert future.cancelled() or isinstance(future.exception() or future.result(), CyextractError | Lost)


def test_a_job_that_nobody_waits_for_is_ended(tmp_path: Path) -> None:
    with WorkerPool(partial(setup, str(tmp_path)), 1) as pool:
        assert pool.submit("say who").result() == "SAY WHO"
        pid = (tmp_path / "pid").read_text()
        working, waiting = pool.submit("hang"), pool.submit("hang in native code")
        waiting.abandon()
        time.sleep(0.2)
        working.abandon()
        assert working.result() == Lost("crashed its worker process: SIGKILL")
        assert isinstance(waiting.result(), Lost)
        assert pool.submit("say who").result() == "SAY WHO"
        assert (tmp_path / "pid").read_text() != pid
        done = pool.submit("a")
        assert done.result() == "A"
        done.abandon()
        assert pool.submit("b").result() == "B"


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_function_over_items(tmp_path: Path, n_process: int) -> None:
    obeying = setup(str(tmp_path))
    assert list(map_ordered(obeying, "abcdefgh" * 3, n_process)) == list("ABCDEFGH" * 3)
    results = map_ordered(obeying, ["a", "raise", "b"], n_process)
    assert next(results) == "A"
    with pytest.raises(ValueError, match="raise"):
        next(results)


def test_a_function_that_crashes_its_worker(tmp_path: Path) -> None:
    results = map_ordered(setup(str(tmp_path)), ["a", "exit", "b"], 2)
    assert next(results) == "A"
    with pytest.raises(CyextractError, match="a document crashed its worker process: exit status 7"):
        next(results)


def test_no_process_at_all() -> None:
    with pytest.raises(ValueError, match="n_process is 0; it must be a whole number, at least 1"):
        next(map_ordered(str, [], 0))


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


@pytest.mark.parametrize("deaths", [1, 3])
def test_a_worker_that_is_killed_while_it_starts_is_started_again(tmp_path: Path, deaths: int) -> None:
    with WorkerPool(partial(die_while_starting, str(tmp_path), deaths), 1) as pool:
        assert [result for _, _, result in pool.map([("a", 1)])] == ["A"]
    assert len(list(tmp_path.iterdir())) == deaths


def test_a_worker_is_started_again_three_times_at_most(tmp_path: Path) -> None:
    with (
        WorkerPool(partial(die_while_starting, str(tmp_path), 100), 1) as pool,
        pytest.raises(CyextractError, match="did not start: SIGKILL"),
    ):
        list(pool.map([("a", 1)]))
    assert len(list(tmp_path.iterdir())) == 4


def test_a_worker_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
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
