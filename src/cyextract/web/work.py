"""Extraction in a worker process that can be ended: one heavy text neither blocks the server nor outlives its time."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache

from cyextract.batch import document_row, encode_row
from cyextract.display.html import view_fragment
from cyextract.document import Document, page_content
from cyextract.models import MentionType
from cyextract.pipeline import Extractor


@dataclass(frozen=True, slots=True)
class ExtractorSettings:
    """What the extractor of every worker is made of; paths as strings."""

    segmenter: str = "rjieba"
    rules: tuple[str, ...] = ()
    lexicon: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractJob:
    """One text and how to read it."""

    text: str
    id: str | None = None
    reference_date: str | None = None
    default_currency: str = "CNY"
    vague: bool = False
    types: frozenset[MentionType] | None = None


_WARM_UP = ExtractJob("2021年6月4日，甲公司与乙公司签订《协议》，投资3亿元。")

Task = Callable[[ExtractorSettings, ExtractJob], bytes]


class BusyError(Exception):
    """Every worker was at work for as long as a request may wait."""


class Workers:
    """A bounded number of worker processes with a time limit for each job.

    Args:
        settings: what the workers extract with.
        count: how many jobs run at once.
        time_limit: seconds that a job may wait, and again may run.
    """

    def __init__(self, settings: ExtractorSettings, count: int, time_limit: float) -> None:
        self._settings = settings
        self._count = count
        self._time_limit = time_limit

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Have the workers ready, with rules and dictionaries loaded; enter it in the server's event loop."""
        import anyio

        self._free = anyio.Semaphore(self._count)
        self._processes = anyio.CapacityLimiter(self._count)
        async with anyio.create_task_group() as starting:
            for _ in range(self._count):
                starting.start_soon(self._work, extract_row, _WARM_UP)
        async with anyio.create_task_group() as self._replacing:
            yield
            self._replacing.cancel_scope.cancel()

    async def run(self, task: Task, job: ExtractJob) -> bytes:
        """Run a job.

        Raises:
            BusyError: no worker was free in time.
            TimeoutError: the job took too long; its worker has been ended.
            Exception: whatever the job raised.
        """
        import anyio

        with anyio.move_on_after(self._time_limit) as waiting:
            await self._free.acquire()
        if waiting.cancelled_caught:
            raise BusyError
        is_done = False
        try:
            with anyio.fail_after(self._time_limit):
                answer = await self._work(task, job)
            is_done = True
            return answer
        finally:
            if is_done:
                self._free.release()
            else:
                self._replacing.start_soon(self._replace)

    async def _replace(self) -> None:
        """Load a new worker before the next job gets it, lest loading count as that job's time."""
        import anyio

        try:
            with suppress(anyio.BrokenWorkerProcess):  # the next job finds out, and says so
                await self._work(extract_row, _WARM_UP)
        finally:
            self._free.release()

    async def _work(self, task: Task, job: ExtractJob) -> bytes:
        from anyio import to_process

        answer: bytes = await to_process.run_sync(task, self._settings, job, cancellable=True, limiter=self._processes)
        return answer


def extract_row(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """The JSON row of a text, as `cyextract batch` writes it."""
    return encode_row(document_row(_extract(settings, job)))


def extract_view(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """The row and the HTML fragment of a text, as one JSON object."""
    document = _extract(settings, job)
    return json.dumps({"row": document_row(document), "html": view_fragment(page_content(document))}, ensure_ascii=False).encode()


def _extract(settings: ExtractorSettings, job: ExtractJob) -> Document:
    return _make_extractor(settings, job.types).extract(
        job.text, reference_date=job.reference_date, default_currency=job.default_currency, vague=job.vague, id=job.id
    )


@cache
def _make_extractor(settings: ExtractorSettings, types: frozenset[MentionType] | None) -> Extractor:
    return Extractor(types, segmenter=settings.segmenter, rules=settings.rules, lexicon=settings.lexicon)
