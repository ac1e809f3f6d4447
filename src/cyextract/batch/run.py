"""A whole batch: inputs found, read, worked on and written, so that whatever ends it can be made good by going on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from itertools import count, islice
from pathlib import Path
from typing import BinaryIO, Protocol

from cyextract.batch.dates import compile_name_date
from cyextract.batch.discover import InputFile, InputKind, OwnOutput, find_files, own_output
from cyextract.batch.html import HTML_MODULES
from cyextract.batch.input_record import FailedInput, InputOptions, InputText, Row, Settings
from cyextract.batch.journal import Journal, Progress, journal_folder
from cyextract.batch.lock import locked
from cyextract.batch.readers import Task, failed_task, load, read_tasks
from cyextract.batch.rows import encode_row, extract_text
from cyextract.batch.sinks import OutputShape, Shape, part_path
from cyextract.batch.streams import STANDARD_STREAM
from cyextract.document import Document
from cyextract.document_settings import check_currency, parse_reference_date
from cyextract.errors import InputError
from cyextract.extras import require
from cyextract.foreign import describe_error
from cyextract.parallel import Lost, WorkerPool
from cyextract.pipeline import Extractor


@dataclass(frozen=True, slots=True)
class Output:
    """What is written, and how a run is done; nothing here but `shape` and `part_size` changes a byte of it."""

    shape: OutputShape = field(default_factory=Shape)
    part_size: int | None = None
    """Inputs in each part of the output; one file when None."""
    processes: int = 1
    time_limit: float | None = 60.0
    """Seconds for one document."""
    resume: bool = False
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one task: its row as a line, and as it is when the task failed."""

    line: bytes
    failure: Row | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How many inputs a run took, from the first on even when resumed, and how many of them failed."""

    written: int
    failed: int


@dataclass(frozen=True, slots=True)
class BatchJob:
    """What to do.

    Args:
        extractor: what each worker process makes a copy of.
        sources: files, folders, patterns, or `-` for JSONL from standard input (see `find_files`).
        out: a path ending in .jsonl, .csv or .parquet; `-`, a pipe or a device gets JSON lines as they come.
        settings: what holds for inputs that do not say otherwise.
        options: how inputs are read.
        output: what is written, and how the work is done.
    """

    extractor: Extractor
    sources: Sequence[str]
    out: str
    settings: Settings = field(default_factory=Settings)
    options: InputOptions = field(default_factory=InputOptions)
    output: Output = field(default_factory=Output)


class Watcher(Protocol):
    """What wants to know how far a run is."""

    def skip(self, path: str) -> None:
        """Called for each file that looks like a text and that nobody here reads (`.docx`), before the work begins."""

    def begin(self, total: int, progress: Progress) -> None:
        """Called once: the bytes of all inputs, and what an earlier run has done of them."""

    def advance(self, progress: Progress, failure: Row | None) -> None:
        """Called for each input that is done."""


class _Nobody:
    def skip(self, path: str) -> None:
        """Nobody watches."""

    def begin(self, total: int, progress: Progress) -> None:
        """Nobody watches."""

    def advance(self, progress: Progress, failure: Row | None) -> None:
        """Nobody watches."""


_NOBODY = _Nobody()


def run_batch(job: BatchJob, watcher: Watcher = _NOBODY) -> Summary:
    """Extract from every input and write one output, rows in the order of the inputs.

    Raises:
        InputError: an input is not there, an option is wrong, or the run cannot be resumed.
        OSError: the output cannot be written; what is done is kept for a resumed run, as it is on any other exception.
        MissingExtraError: an input or the output needs a library that is not installed.

    >>> import json, tempfile, cyextract
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("投资3亿元。", encoding="utf-8")
    ...     summary = run_batch(BatchJob(cyextract.Extractor(types={"MONEY"}), [folder], f"{folder}/out.jsonl"))
    ...     row = json.loads(Path(folder, "out.jsonl").read_bytes())
    >>> summary, row["mentions"][0]["amount"]
    (Summary(written=1, failed=0), '300000000')
    """
    if job.output.resume and job.output.restart:
        raise InputError("--resume goes on with a run and --restart discards it; choose one")
    if job.options.name_date is not None:
        compile_name_date(job.options.name_date)
    check_currency(job.settings.default_currency)
    parse_reference_date(job.settings.reference_date)
    path = Path(job.out).resolve()
    shape = job.output.shape
    setup = partial(make_work, job.extractor, job.settings, job.options, shape)
    pool: WorkerPool[Task, Done] = WorkerPool(setup, job.output.processes, job.output.time_limit)
    with pool:
        if job.out == STANDARD_STREAM or (path.exists() and not path.is_file() and not path.is_dir()):
            if not shape.is_streamed:
                raise InputError(f"{job.out}: cannot be written piece by piece; name a file or a folder")
            if job.output.part_size is not None or job.output.resume:
                raise InputError(f"{job.out}: gets rows as they come, in no parts and not to be gone on with; name a file")
            return _stream(pool, job, watcher)
        shape.check(path)
        with locked(path), _open_journal(path, job, watcher) as journal:
            _work(pool, journal, path, job, watcher)
            progress = journal.progress
            journal.remove()
    return Summary(progress.inputs, progress.failed)


def make_work(extractor: Extractor, settings: Settings, options: InputOptions, shape: OutputShape) -> Callable[[Task], Done]:
    """The function a worker applies to each task; warmed up, so that no document's time is spent on loading word lists."""
    extractor.extract("2021年6月4日，重庆市经信委签订《合作协议》，投资3亿元，增长5%。")
    return partial(work, extractor, settings, options, shape)


def work(extractor: Extractor, settings: Settings, options: InputOptions, shape: OutputShape, task: Task) -> Done:
    """Read and extract one input; never raises."""
    try:
        found = load(task, options)
        result = found if isinstance(found, FailedInput) else extract_text(extractor, found, settings)
        if isinstance(result, Document) and isinstance(found, InputText):
            return Done(encode_row(shape.row(result, found)))
    except Exception as error:  # noqa: BLE001 - what a parser makes of a hostile page; its row says what happened
        result = failed_task(task, options, describe_error(error))
    assert isinstance(result, FailedInput)
    return _fail(shape, result)


def _fail(shape: OutputShape, failed: FailedInput) -> Done:
    row = shape.failure(failed)
    return Done(encode_row(row), row)


def _work(pool: WorkerPool[Task, Done], journal: Journal, path: Path, job: BatchJob, watcher: Watcher) -> None:
    """Do what is left to do, and put each part in its place as it is complete."""
    output = job.output

    def finish_part() -> None:
        part = path if output.part_size is None else part_path(path, journal.part)
        journal.save()
        output.shape.write(journal.rows_path, part)

    def finish_full_part() -> None:
        if journal.part_inputs == output.part_size:
            finish_part()
            journal.next_part()

    finish_full_part()
    tasks = _all_tasks(journal.files(), job)
    for _, weight in islice(tasks, journal.progress.inputs):
        journal.skip(weight)
    watcher.begin(sum(file.size for file in journal.files()), journal.progress)
    for weight, done in _results(pool, tasks, job):
        journal.append(done.line, weight)
        watcher.advance(journal.progress, done.failure)
        finish_full_part()
    if journal.part_inputs or journal.part == 0:
        finish_part()
    if output.part_size is not None:
        _remove_stale_parts(path, journal.part + bool(journal.part_inputs))


def _stream(pool: WorkerPool[Task, Done], job: BatchJob, watcher: Watcher) -> Summary:
    """Rows as they come, to what cannot be gone back on."""
    files, out = list(_check_extras(find_files(job.sources, on_skip=watcher.skip))), job.out
    progress = Progress()
    watcher.begin(sum(file.size for file in files), progress)
    stream: BinaryIO = sys.stdout.buffer if out == STANDARD_STREAM else Path(out).open("wb")  # noqa: SIM115
    try:
        for weight, done in _results(pool, _all_tasks(files, job), job):
            stream.write(done.line)
            failed = progress.failed + (done.failure is not None)
            progress = Progress(progress.inputs + 1, failed, progress.consumed + weight)
            watcher.advance(progress, done.failure)
        stream.flush()
    finally:
        if out != STANDARD_STREAM:
            stream.close()
    return Summary(progress.inputs, progress.failed)


def _all_tasks(files: Iterable[InputFile], job: BatchJob) -> Iterator[tuple[Task, int]]:
    for file in files:
        yield from read_tasks(file, job.options, job.output.time_limit)


def _results(pool: WorkerPool[Task, Done], tasks: Iterator[tuple[Task, int]], job: BatchJob) -> Iterator[tuple[int, Done]]:
    for task, weight, done in pool.map(tasks):
        if isinstance(done, Lost):
            done = _fail(job.output.shape, failed_task(task, job.options, done.reason))
        yield weight, done


def _open_journal(path: Path, job: BatchJob, watcher: Watcher) -> Journal:
    folder, output = journal_folder(path), job.output
    own = own_output(str(path), output.shape.companions(path), in_parts=output.part_size is not None)
    files = _check_extras(_spare_inputs(find_files(job.sources, own, watcher.skip), own, output.shape.files(path)))
    if not folder.exists() or output.restart:
        return Journal.begin(folder, _describe(job), files, output.part_size)
    if not output.resume:
        raise InputError(f"{path.name}: an unfinished run is kept in {folder}; --resume goes on with it, --restart begins anew")
    if STANDARD_STREAM in job.sources:
        raise InputError("cannot resume: standard input cannot be read again")
    return Journal.resume(folder, _describe(job), files, output.part_size)


def _spare_inputs(files: Iterable[InputFile], own: OwnOutput, written: Iterable[Path]) -> Iterator[InputFile]:
    """The files, unless the output would stand in the place of one: with it would go the text that its offsets count in."""
    places = {os.path.realpath(file) for file in written}
    for file in files:
        place = os.path.realpath(file.path)
        if place in places or own.has(place):
            raise InputError(f"{file.path}: is an input of this run, and the output would replace it; name another output")
        yield file


def _check_extras(files: Iterable[InputFile]) -> Iterator[InputFile]:
    """The files, unless a library is missing without which every file of a kind would fail."""
    needs: dict[InputKind, tuple[str | tuple[str, ...], str, str]] = {
        InputKind.HTML: (HTML_MODULES, "html", "an HTML page"), InputKind.PARQUET: ("pyarrow", "arrow", "a Parquet file"),
    }  # fmt: skip
    for file in files:
        if (needed := needs.pop(file.kind, None)) is not None:
            require(*needed)
        if file.path.lower().endswith(".zst"):
            require("zstandard", "zstd", "a .zst file")
        yield file


def _describe(job: BatchJob) -> dict[str, object]:
    """All that the bytes of an output depend on, beside the inputs: what a resumed run must have in common with the first."""
    _, (made,) = job.extractor.__reduce__()
    model = made["org_model"]
    named = model if isinstance(model, str | None) else type(model).__qualname__
    authored = {name: [digest_files(Path(path)) for path in made[name]] for name in ("rules", "lexicon")}
    return {
        "cyextract version": version("cyextract"), "inputs": [os.path.abspath(source) for source in job.sources],
        "types": sorted(made["types"]), "segmenter": made["segmenter"], "model folder": str(made["model_dir"]),
        "layers": sorted(made["layers"]), "organisation model": named, **authored,
        "settings": asdict(job.settings), "reading": asdict(job.options), "output": job.output.shape.describe(),
        "part size": job.output.part_size,
    }  # fmt: skip


def digest_files(path: Path) -> str:
    """What tells whether a file, or the files of a folder, are still the same: their names, and what stands in them."""
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{os.path.relpath(file, path.parent)}\0{content}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _remove_stale_parts(path: Path, parts: int) -> None:
    """The parts that an earlier, longer output had behind our last, and no other files: a pattern over the parts must not find them."""
    for number in count(parts):
        try:
            part_path(path, number).unlink()
        except FileNotFoundError:
            return
