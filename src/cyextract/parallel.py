"""Map documents over worker processes: ordered, lazy, in bounded memory."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cyextract.pipeline import Extractor

_WINDOW = 4  # documents in flight for each worker: enough to keep it busy, few enough to bound memory

_extractor: Extractor | None = None  # a worker's own extractor; set once by its initialiser, never in the parent


def map_ordered(extractor: Extractor, function: Callable[[Extractor, Any], Any], items: Iterable[Any], n_process: int) -> Iterator[Any]:
    """Apply `function(extractor, item)` to each item, results in input order.

    Raises:
        ValueError: `n_process` is less than 1.
    """
    if n_process < 1:
        raise ValueError(f"n_process is {n_process}; it must be at least 1")
    if n_process == 1:
        for item in items:
            yield function(extractor, item)
        return
    context = multiprocessing.get_context("spawn")  # the same on every platform, and safe with threads in the parent
    with ProcessPoolExecutor(n_process, mp_context=context, initializer=_start_worker, initargs=(extractor,)) as pool:
        pending: deque[Future[Any]] = deque()
        for item in items:
            pending.append(pool.submit(_work, function, item))
            if len(pending) >= _WINDOW * n_process:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _start_worker(extractor: Extractor) -> None:
    global _extractor
    _extractor = extractor


def _work(function: Callable[[Extractor, Any], Any], item: Any) -> Any:
    assert _extractor is not None
    return function(_extractor, item)
