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
    ReferenceDate,
    RulePaths,
    Segmenter,
    Types,
    Vague,
    check_date,
    fail,
    make_extractor,
)
from cyextract.terminal import complain, say, track_progress

if TYPE_CHECKING:
    from cyextract.batch import Row


def batch(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="JSONL file, folder of .txt files, or - for stdin.")],
    out: Annotated[str, typer.Option("--out", "-o", metavar="OUT", help="JSONL file to write, or - for stdout.")],
    reference_date: ReferenceDate = None,
    types: Types = None,
    default_currency: DefaultCurrency = "CNY",
    vague: Vague = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="One flat row for each fact: document, date, action, title, party, amount.")
    ] = False,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = None,
) -> None:
    """Extract from many texts: one JSON line for each, in input order.

    A line of INPUT is {"id", "text"} with reference_date and default_currency where they differ from the options. An
    input that fails becomes a line {"id", "error"}; the exit status is then 1.
    """
    from cyextract.batch import Settings, extract_rows, read_inputs, write_rows

    settings = Settings(check_date(reference_date), default_currency, vague, facts)
    extractor = make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    rows = extract_rows(extractor, read_inputs(source), settings)
    try:
        summary = write_rows(track_progress(rows, source), out, _report_failure)
    except OSError as error:
        fail(f"{error.filename or out}: {error.strerror or error}")
    say(f"{summary.written} written to {out}" + (f", {summary.failed} of them failed" if summary.failed else ""))
    raise typer.Exit(SOME_FAILED if summary.failed else 0)


def _report_failure(row: Row) -> None:
    if "error" in row:
        complain(f"{row['id']}: {row['error']}")
