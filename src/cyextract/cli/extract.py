"""`cyextract extract` and `timeline`: one text at a time, for people who look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cyextract.cli.inputs import check_files, hint_at_open_dates, read_text, spare_inputs
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
from cyextract.cli.terminal import print_json, show, write

if TYPE_CHECKING:
    from cyextract.batch import InputText
    from cyextract.document import Document


class DocumentFormat(StrEnum):
    """How `extract` prints."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"


class TimelineFormat(StrEnum):
    """How `timeline` prints."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def extract(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Texts or HTML pages, in any encoding of Chinese; - reads one from stdin.")
    ],
    format: Annotated[DocumentFormat, typer.Option(help="json: whole documents; jsonl: as batch writes; html: a page.")] = (
        DocumentFormat.TABLE
    ),
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="PATH", help="With html: the page to write; of several FILEs a folder of pages.")
    ] = None,
    reference_date: ReferenceDateOption = None,
    types: Types = None,
    default_currency: DefaultCurrency = None,
    vague: Vague = False,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = "scorer",
) -> None:
    """Find the mentions of texts and print them."""
    day = check_date(reference_date)
    check_files(files)
    pages = _name_pages(files, out, format)
    for page in pages.values():
        spare_inputs(files, page)
    extractor = make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    documents: list[Document] = []
    for file in files:
        read = read_text(file)
        if read is None:
            continue
        known_day = read.reference_date or day
        document = extractor.extract(read.text, reference_date=known_day, default_currency=default_currency, vague=vague, id=str(read.id))
        documents.append(document)
        if file in pages:
            _write_page(document, pages[file])
        elif format is not DocumentFormat.JSON:
            _print_document(document, read, format)
    if format is DocumentFormat.JSON and documents:
        dumped = [document.model_dump(mode="json", exclude_none=True) for document in documents]
        print_json(dumped if len(files) > 1 else dumped[0])
    hint_at_open_dates(documents)
    raise typer.Exit(SOME_FAILED if len(documents) < len(files) else 0)


def timeline(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text or HTML page; - reads stdin.")],
    format: Annotated[TimelineFormat, typer.Option(help="How to print.")] = TimelineFormat.TABLE,
    reference_date: ReferenceDateOption = None,
    types: Types = None,
    default_currency: DefaultCurrency = None,
    vague: Vague = False,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = "scorer",
) -> None:
    """Print what a text tells in calendar order, like a newspaper's chronicle; what has no date comes last."""
    from cyextract.cli.terminal_tables import timeline_markdown, timeline_table

    day = check_date(reference_date)
    check_files([file])
    extractor = make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    read = read_text(file)
    if read is None:
        raise typer.Exit(SOME_FAILED)
    known_day = read.reference_date or day
    document = extractor.extract(read.text, reference_date=known_day, default_currency=default_currency, vague=vague, id=str(read.id))
    if format is TimelineFormat.JSON:
        print_json(document.timeline().model_dump(mode="json", exclude_none=True))
    elif format is TimelineFormat.MARKDOWN:
        write(timeline_markdown(document.timeline()).encode("utf-8", "backslashreplace"))
    else:
        show(timeline_table(document.timeline()))
    hint_at_open_dates([document])


def _name_pages(files: Sequence[str], out: Path | None, format: DocumentFormat) -> dict[str, Path]:
    """The page of each file, where they do not go to stdout: a page is a whole file, so two of them need a folder."""
    if out is None:
        if format is DocumentFormat.HTML and len(files) > 1:
            fail("several pages do not fit on stdout; name a folder for them with --out")
        return {}
    if format is not DocumentFormat.HTML:
        fail("--out is for --format html; send the other formats on with > or use batch")
    if len(files) == 1 and not out.is_dir():
        return {files[0]: out}
    names = [("stdin" if file == "-" else Path(file).stem) + ".html" for file in files]
    if twice := sorted(name for name, count in Counter(names).items() if count > 1):
        fail(f"two texts would be written to {out / twice[0]}; give one of them another name")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{out}: {error.strerror or error}")
    return {file: out / name for file, name in zip(files, names, strict=True)}


def _write_page(document: Document, page: Path) -> None:
    try:
        page.write_bytes(document.to_html().encode("utf-8"))
    except OSError as error:
        fail(f"{page}: {error.strerror or error}")


def _print_document(document: Document, read: InputText, format: DocumentFormat) -> None:
    from cyextract.batch import document_row, encode_row
    from cyextract.cli.terminal_tables import mention_table

    if format is DocumentFormat.HTML:
        write(document.to_html().encode("utf-8"))
    elif format is DocumentFormat.JSONL:
        write(encode_row(document_row(document, read.id, read.encoding, read.keep_text)))
    else:
        show(mention_table(document))
