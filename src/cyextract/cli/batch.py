"""`cyextract batch`: many texts in, one file out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cyextract.cli.options import (
    SOME_FAILED,
    DefaultCurrency,
    LexiconPaths,
    ModelDir,
    OrgModel,
    ReferenceDateOption,
    RulePaths,
    Segmenter,
    Types,
    Vague,
    check_date,
    fail,
    make_extractor,
)
from cyextract.cli.terminal import ProgressBar, say

if TYPE_CHECKING:
    from cyextract.batch import BatchJob, Summary

_INTERRUPTED = 130  # as shells tell a process that SIGINT ended: 128 + 2
_INPUT = "Files, folders, patterns, or - for JSONL from stdin: .txt .md .html .jsonl .csv .parquet, also .gz and .zst."
_OUT = "File to write: .jsonl, .csv (a row for each mention) or .parquet; - for JSONL to stdout."

Sources = Annotated[list[str], typer.Argument(metavar="INPUT...", help=_INPUT)]
Out = Annotated[str, typer.Option("--out", "-o", metavar="OUT", help=_OUT)]
Flat = Annotated[bool, typer.Option("--flat", help="Parquet: a row for each mention instead of each document.")]
Processes = Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that was killed or interrupted.")]
Restart = Annotated[bool, typer.Option("--restart", help="Discard a run that was killed or interrupted.")]
Timeout = Annotated[float, typer.Option(metavar="SECONDS", min=0, help="For one document; 0 is no limit.")]
MaxChars = Annotated[int, typer.Option(metavar="N", min=1, help="A longer document is an error.")]
PartSize = Annotated[int | None, typer.Option(metavar="N", min=1, help="Write parts of N inputs: OUT-00000, OUT-00001 …")]
RowGroup = Annotated[int, typer.Option(metavar="N", min=1, help="Parquet: inputs in each row group.")]
TextField = Annotated[str, typer.Option(metavar="NAME", help="Column or key of the text.")]
IdField = Annotated[str, typer.Option(metavar="NAME", help="Column or key of the id.")]
DateField = Annotated[str, typer.Option(metavar="NAME", help="Column or key of the publication date.")]
NameDate = Annotated[str | None, typer.Option(metavar="PATTERN", help="Publication date in file names: %Y-%m-%d, %Y/%m/%d, %Y%m%d.")]


def batch(
    sources: Sources,
    out: Out,
    reference_date: ReferenceDateOption = None,
    types: Types = None,
    default_currency: DefaultCurrency = None,
    vague: Vague = False,
    flat: Flat = False,
    jobs: Processes = 1,
    resume: Resume = False,
    restart: Restart = False,
    timeout: Timeout = 60.0,
    max_chars: MaxChars = 1_000_000,
    part_size: PartSize = None,
    row_group: RowGroup = 1000,
    text_field: TextField = "text",
    id_field: IdField = "id",
    date_field: DateField = "reference_date",
    name_date: NameDate = None,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = "scorer",
) -> None:
    """Extract from many texts into one file, rows in the order of the inputs.

    An input that fails becomes a row {"id", "error"}; the exit status is then 1. A run that was killed or interrupted goes
    on with --resume, and its output is the same byte for byte.
    """
    from cyextract.batch import BatchJob, InputOptions, Output, Settings, Shape

    settings = Settings(check_date(reference_date), default_currency, vague)
    options = InputOptions(text_field, id_field, date_field, name_date, max_chars)
    output = Output(Shape(flat, row_group), part_size, jobs, timeout or None, resume, restart)
    extractor = make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    summary = watch_batch(BatchJob(extractor, tuple(sources), out, settings, options, output))
    say(f"{summary.written} written to {out}" + (f", {summary.failed} of them failed" if summary.failed else ""))
    raise typer.Exit(SOME_FAILED if summary.failed else 0)


def watch_batch(job: BatchJob) -> Summary:
    """Run a batch under a progress bar; what cannot be written, and Ctrl-C, end the command."""
    from cyextract.batch import run_batch

    bar = ProgressBar()
    try:
        summary = run_batch(job, bar)
        bar.stop()
        bar.tell_skipped()
        return summary
    except KeyboardInterrupt:
        bar.stop()
        kept = "" if job.out == "-" else "; what is done is kept, --resume goes on with it"
        say(f"interrupted after {bar.done} inputs{kept}")
        raise typer.Exit(_INTERRUPTED) from None
    except OSError as error:
        bar.stop()
        fail(f"{error.filename or job.out}: {error.strerror or error}")
    finally:
        bar.stop()
