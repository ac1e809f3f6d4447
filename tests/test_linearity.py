"""Time grows with the length of a text and no faster; `benchmarks/linearity.py` measures longer ones."""

from __future__ import annotations

import gc
import importlib
import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
# Texts of 20 KB and an eighth of it: linear is 8 times the time (2 per doubling), 2.6 is 18 times, quadratic 64 (4 per doubling).
LIMIT = 2.6
SIZE = ("--generated", "300", "--kb", "20", "--factor", "8", "--limit", str(LIMIT), "--stop-after", "3")


@pytest.mark.slow
def test_no_alphabet_grows_faster_than_its_length() -> None:
    command = [sys.executable, str(BENCHMARKS / "linearity.py"), *SIZE, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    rows = json.loads(done.stdout)["rows"]
    assert [row for row in rows if row["ratio"] > LIMIT] == []
    assert len(rows) > 800
    assert done.returncode == 0


@pytest.fixture(scope="module")
def linearity() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        module = importlib.import_module("linearity")
    gc.freeze()  # each measurement collects garbage first: not that of pytest
    yield module
    gc.unfreeze()


def test_nothing_is_longer_than_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    hostile, promises = importlib.import_module("hostile"), importlib.import_module("promises")
    extractor = promises.extractor()
    made = {**hostile.generated(40), **{unit: hostile.number(unit) for unit in hostile.NUMBERED}}
    made |= {unit: hostile.repeat(unit) for unit in ("县基金会", "班装男篮", "房厅住", "县委员会", "1", "发布《", "签订《协议》、")}
    for make in made.values():
        text = make(2500)
        promises.check_document(text, extractor.extract(text, reference_date="2021-06-10", vague=True))


def measured(linearity: ModuleType, cost: Callable[[int], float], disturbed: int = 0) -> tuple[Any, list[int]]:
    """The growth of a task with a cost by length, told by its own clock, and the lengths it was run at.

    The run of number `disturbed` takes four times as long.
    """
    now = 0.0
    lengths: list[int] = []

    def task(text: str) -> None:
        nonlocal now
        lengths.append(len(text))
        now += cost(len(text)) * (4 if len(lengths) == disturbed else 1)

    growth = linearity.measure("字", "字".__mul__, task, 30, 8, LIMIT, longer=8, clock=lambda: now)
    return growth, lengths


def test_linear_time_is_measured_once(linearity: ModuleType) -> None:
    for cost in (lambda n: n / 1e6, lambda n: (1000 + n) / 1e6, lambda n: n * math.log(n) / 1e6):
        growth, lengths = measured(linearity, cost)
        assert growth.ratio < 2.3
        assert lengths == [1250, 1250, 10_000]
    growth, _ = measured(linearity, lambda n: n / 1e6)
    assert (growth.code_points, growth.ratio, growth.kb_per_second) == (10_000, pytest.approx(2), pytest.approx(3000))


@pytest.mark.parametrize("reach", [1500, 4000, 10_000])
def test_growth_into_a_fixed_reach_is_linear_at_longer_texts(linearity: ModuleType, reach: int) -> None:
    growth, lengths = measured(linearity, lambda n: n * min(n, reach) / 1e9)
    assert growth.ratio <= LIMIT
    assert growth.code_points == max(lengths) <= 80_000


@pytest.mark.parametrize(
    ("cost", "ratio"),
    [
        (lambda n: n**2, 4),
        (lambda n: n**1.5, 2.83),
        (lambda n: 3000 * n + n**2, 3.7),  # a quadratic part that is less than the linear one in the shorter text
        (lambda n: n * min(n, 1500) + n**2 / 4, 3.5),  # beside growth into a reach
    ],
)
def test_growth_that_goes_on_is_reported(linearity: ModuleType, cost: Callable[[int], float], ratio: float) -> None:
    growth, lengths = measured(linearity, lambda n: cost(n) / 1e9)
    assert growth.ratio == pytest.approx(ratio, abs=0.1)
    assert growth.code_points == max(lengths) == 80_000


def test_what_takes_long_is_reported_without_a_second_look(linearity: ModuleType) -> None:
    growth, lengths = measured(linearity, lambda n: n**2 / 1e7)
    assert growth.ratio == pytest.approx(4)
    assert lengths == [1250, 1250, 10_000] * 2  # 10 seconds each; four times that is too much


def test_a_disturbed_measurement_is_repeated(linearity: ModuleType) -> None:
    growth, lengths = measured(linearity, lambda n: n / 1e6, disturbed=3)
    assert growth.ratio == pytest.approx(2)
    assert lengths == [1250, 1250, 10_000] * 2
