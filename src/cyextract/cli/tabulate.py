"""`cyextract tables`: many texts in, a workbook or a folder of tables out, and what stands in them in short."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table
from rich.text import Text

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
from cyextract.cli.terminal import say, show
from cyextract.display.values import SIGNS
from cyextract.foreign import escape_controls
from cyextract.tables import NumberType, TableFormat, TableShape, format_of

if TYPE_CHECKING:
    from cyextract.batch import Summary
    from cyextract.tables import Preview
    from cyextract.tables.rows import Cells

_OUT = "Workbook to write (.xlsx), or a folder of .csv or .parquet."
_FORMAT = "What to write. Default: xlsx for a name that ends in .xlsx, else a folder of csv."
_NUMBERS = "Parquet: amounts as exact decimals or as floats."
_WIDTH = 100
_SHOWN = 15  # rows of each table
_ID = 14  # columns of a document id
_COUNTS = {"mentions", "documents"}
_SHORT = {"when", "value", *_COUNTS}

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

    shape = TableShape(format_of(out, format), numbers)
    settings = Settings(check_date(reference_date), default_currency, vague)
    options = InputOptions(text_field, id_field, date_field, name_date, max_chars)
    output = Output(shape, None, jobs, timeout or None, resume, restart)
    extractor = make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    summary = watch_batch(BatchJob(extractor, tuple(sources), out, settings, options, output))
    for table in summary_tables(shape.preview):
        show(table, _WIDTH)
    _say_where(shape, out, summary)
    raise typer.Exit(SOME_FAILED if summary.failed else 0)


def summary_tables(preview: Preview) -> Iterator[Table]:
    """What people look for first: events, figures, organisations; nothing for what there is none of."""
    for sheet, title, columns in (
        ("agreements", "events", ("when", "who, with whom", "what", "document")),
        ("figures", "figures", ("when", "whose", "what", "value", "kind", "document")),
        ("names", "organisations", ("name", "kind", "mentions", "documents")),
    ):
        rows, count = preview.rows[sheet][:_SHOWN], preview.counts[sheet]
        if not rows:
            continue
        shown = columns if preview.counts["documents"] > 1 else columns[:-1]
        heading = f"{count:,} {title}" + (f", the first {len(rows)}" if count > len(rows) else "")
        table = Table(title=heading, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
        for name in shown:
            justify: Literal["left", "right"] = "right" if name in _COUNTS else "left"
            is_id = name == "document"
            table.add_column(
                name,
                justify=justify,
                overflow="ellipsis" if is_id else "fold",
                no_wrap=is_id or name in _SHORT,
                max_width=_ID if is_id else None,
            )
        for row in rows:
            table.add_row(*map(_plain, _CELLS[sheet](row)[: len(shown)]))
        yield table
        yield Table(box=None)


def _event_cells(row: Cells) -> list[str]:
    title = f"《{row['title']}》" if row["bracketed"] else str(row["title"])
    amounts = f"，{row['amounts']}" if "amounts" in row else ""
    return [_join(row, "date", "date_mod"), _join(row, "parties"), f"{row['action']}{title}{amounts}", str(row["document"])]


def _figure_cells(row: Cells) -> list[str]:
    status = "" if row["status"] == "actual" else f", {row['status']}"
    value = SIGNS.get(str(row.get("mod")), "") + str(row["text"])
    return [
        *(_join(row, name) for name in ("period", "subject", "metric")),
        value,
        _join(row, "kind", "direction") + status,
        str(row["document"]),
    ]


def _name_cells(row: Cells) -> list[str]:
    return [_join(row, "name"), _join(row, "kind").replace("_", " "), f"{row['mentions']:,}", f"{row['documents']:,}"]


_CELLS = {"agreements": _event_cells, "figures": _figure_cells, "names": _name_cells}


def _join(row: Cells, *names: str) -> str:
    return " ".join(str(row[name]) for name in names if name in row)


def _plain(text: str) -> Text:
    return Text(escape_controls(text))


def _say_where(shape: TableShape, out: str, summary: Summary) -> None:
    path = Path(out)
    kind = "workbook" if shape.format is TableFormat.XLSX else "tables"
    print(f"{kind}: {escape_controls(str(path))}\npage: {escape_controls(str(shape.page_path(path)))}")
    failed = f", {summary.failed:,} of them failed: see the column error of documents" if summary.failed else ""
    say(f"{summary.written:,} documents{failed}")
