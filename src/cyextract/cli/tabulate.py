"""`cyextract tables`: many texts in, a workbook or a folder of tables out, and what stands in them in short."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cyextract.cli.batch import (
    DateField,
    IdField,
    MaxChars,
    NameDate,
    Processes,
    Restart,
    Resume,
    Sources,
    TextField,
    Timeout,
    watch_batch,
)
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
    make_extractor,
)
from cyextract.cli.terminal import counted, say, show
from cyextract.foreign import escape_controls
from cyextract.tables.formats import NumberType, TableFormat, format_of

if TYPE_CHECKING:
    from cyextract.batch import Summary
    from cyextract.tables import TableShape

_OUT = "Workbook to write (.xlsx), or a folder of .csv or .parquet."
_FORMAT = "What to write. Default: xlsx for a name that ends in .xlsx, else a folder of csv."
_NUMBERS = "Parquet: amounts as exact decimals or as floats."
_WIDTH = 100

Out = Annotated[str, typer.Option("--out", "-o", metavar="OUT", help=_OUT)]
Format = Annotated[TableFormat | None, typer.Option(help=_FORMAT)]
Numbers = Annotated[NumberType, typer.Option(help=_NUMBERS)]


def tables(
    sources: Sources,
    out: Out,
    format: Format = None,
    numbers: Numbers = NumberType.DECIMAL,
    reference_date: ReferenceDateOption = None,
    types: Types = None,
    default_currency: DefaultCurrency = None,
    vague: Vague = False,
    jobs: Processes = 1,
    resume: Resume = False,
    restart: Restart = False,
    timeout: Timeout = 60.0,
    max_chars: MaxChars = 1_000_000,
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
    """Make tables of many texts: documents, mentions, figures, agreements, parties, organisations, names.

    One workbook, or a folder with a file for each; every row has its sentence and its file, and the table columns explains them all. An
    input that fails is a row of documents that says why; the exit status is then 1.
    """
    from cyextract.batch import BatchJob, InputOptions, Output, Settings
    from cyextract.cli.fact_tables import fact_tables
    from cyextract.tables import TableShape

    shape = TableShape(format_of(out, format), numbers)
    settings = Settings(check_date(reference_date), default_currency, vague)
    options = InputOptions(text_field, id_field, date_field, name_date, max_chars)
    output = Output(shape, None, jobs, timeout or None, resume, restart)
    extractor = make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    summary = watch_batch(BatchJob(extractor, tuple(sources), out, settings, options, output))
    for table in fact_tables(shape.preview):
        show(table, _WIDTH)
    _say_where(shape, out, summary)
    raise typer.Exit(SOME_FAILED if summary.failed else 0)


def _say_where(shape: TableShape, out: str, summary: Summary) -> None:
    path, preview = Path(out), shape.preview
    kind = "workbook" if shape.format is TableFormat.XLSX else "tables"
    print(f"{kind}: {escape_controls(str(path))}\npage: {escape_controls(str(shape.page_path(path)))}")
    failed = f", {summary.failed:,} of them failed: see the column error of documents" if summary.failed else ""
    say(f"{counted(summary.written, 'document')}{failed}")
    if preview.same_ids:
        have = "1 document has" if preview.same_ids == 1 else f"{preview.same_ids:,} documents have"
        say(f"note: {have} the id of one before, such as {preview.same_id}: join by document and file, or give them ids of their own")
