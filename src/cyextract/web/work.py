"""Extraction in a worker process that can be ended: one heavy text neither blocks the server nor outlives its time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache, partial

from cyextract.batch import document_row, encode_row
from cyextract.display.html import view_fragment
from cyextract.document import Document, page_content
from cyextract.models import MentionType
from cyextract.parallel import Lost, WorkerPool
from cyextract.pipeline import Extractor
from cyextract.web.why import tell_why
from cyextract.web.workbook import sheet_rows


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
    default_currency: str | None = None
    vague: bool = False
    types: frozenset[MentionType] | None = None


_MAX_EXTRACTORS = 2  # sets of types that a worker keeps an extractor for; each has a dictionary of its own
_LONG_TEXT = 100_000  # code points; texts of this length never take the last free worker
_WARM_UP = ExtractJob("2021年6月4日，甲公司与乙公司签订《协议》，投资3亿元。")

Answer = Callable[[ExtractorSettings, ExtractJob], bytes]
"""`extract_row`, `extract_view` or `extract_sheets`."""


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
        self._settings, self._count, self._time_limit = settings, count, time_limit

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Have the workers ready, with rules and dictionaries loaded; enter it in the server's event loop."""
        self._free = asyncio.Semaphore(self._count)
        self._free_for_long = asyncio.Semaphore(max(1, self._count - 1))
        with WorkerPool(partial(_prepare, self._settings), self._count, self._time_limit) as self._pool:
            await asyncio.gather(*(self.run(extract_row, _WARM_UP) for _ in range(self._count)))
            yield

    async def run(self, answer: Answer, job: ExtractJob) -> bytes:
        """Run a job.

        Raises:
            BusyError: no worker was free in time.
            TimeoutError: the job took too long; its worker has been ended.
            asyncio.CancelledError: nobody waits for the job any more; its worker has been ended.
            ChildProcessError: the job crashed its worker.
            Exception: whatever the job raised.
        """
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(self._time_limit):
                    if len(job.text) >= _LONG_TEXT:
                        await held.enter_async_context(self._free_for_long)
                    await self._free.acquire()
            except TimeoutError:
                raise BusyError from None
            result = await self._work(answer, job)
        if isinstance(result, Lost):
            raise TimeoutError if result.is_late else ChildProcessError
        return result

    async def _work(self, answer: Answer, job: ExtractJob) -> bytes | Lost:
        """Run a job in the worker that was taken for it, and give that back."""
        begun = self._pool.submit((answer, job))
        result: bytes | Lost | None = None
        is_lost = False
        try:
            result = await asyncio.wrap_future(begun.future)
            is_lost = isinstance(result, Lost)
        except asyncio.CancelledError:  # nobody waits for the answer any more
            begun.abandon()
            is_lost = True
            raise
        finally:
            if is_lost:
                self._replace_worker()
            else:
                self._free.release()
        return result

    def _replace_worker(self) -> None:
        """Load a new worker before the next job gets it, lest loading count as that job's time."""
        loop = asyncio.get_running_loop()
        self._pool.submit((extract_row, _WARM_UP)).future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._free.release))


def _prepare(settings: ExtractorSettings) -> Callable[[tuple[Answer, ExtractJob]], bytes]:
    """What a worker does with a job; warmed up, so that no job's time is spent on loading word lists."""
    extract_row(settings, _WARM_UP)
    return partial(_do, settings)


def _do(settings: ExtractorSettings, task: tuple[Answer, ExtractJob]) -> bytes:
    answer, job = task
    return answer(settings, job)


def extract_row(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """The JSON row of a text, as `cyextract batch` writes it."""
    return encode_row(document_row(_extract(settings, job)))


def extract_view(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """The row and the HTML fragment of a text, and why its mentions were read so, as one JSON object; long texts go without why."""
    if len(job.text) < _LONG_TEXT:
        trace = _make_extractor(settings, job.types).explain(
            job.text, reference_date=job.reference_date, default_currency=job.default_currency, vague=job.vague
        )
        document, why = trace.document.model_copy(update={"id": job.id}), tell_why(trace, settings.rules)
    else:
        document, why = _extract(settings, job), {"rules": {}, "mentions": {}}
    answer = {"row": document_row(document), "html": view_fragment(page_content(document)), "why": why}
    return json.dumps(answer, ensure_ascii=False).encode()


def extract_sheets(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """What a workbook holds of a text."""
    return sheet_rows(_extract(settings, job))


def _extract(settings: ExtractorSettings, job: ExtractJob) -> Document:
    return _make_extractor(settings, job.types).extract(
        job.text, reference_date=job.reference_date, default_currency=job.default_currency, vague=job.vague, id=job.id
    )


@lru_cache(maxsize=_MAX_EXTRACTORS)
def _make_extractor(settings: ExtractorSettings, types: frozenset[MentionType] | None) -> Extractor:
    return Extractor(types, segmenter=settings.segmenter, rules=settings.rules, lexicon=settings.lexicon)
