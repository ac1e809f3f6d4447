"""`cyextract verify`: is what somebody extracted from a text really in it?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cyextract.cli.inputs import spare_inputs
from cyextract.cli.options import SOME_FAILED, DefaultCurrency, ReferenceDateOption, check_date, fail
from cyextract.cli.terminal import complain, counted, print_json, say, show, write
from cyextract.errors import InputError

if TYPE_CHECKING:
    from cyextract.tables.schema import Sheet
    from cyextract.verification import Verification
    from cyextract.verification.pairs import PairSettings


class CheckFormat(StrEnum):
    """How `verify` prints one text's claims."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


def verify(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The text; or, without CLAIMS, JSONL of texts with claims. - reads stdin.")],
    claims: Annotated[str | None, typer.Argument(metavar="[CLAIMS]", help="JSON: what was extracted from the text.")] = None,
    format: Annotated[CheckFormat, typer.Option(help="How to print the claims of one text.")] = CheckFormat.TABLE,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="OUT", help="File to write: with CLAIMS a page, else .jsonl or .xlsx.")
    ] = None,
    schema: Annotated[Path | None, typer.Option(metavar="FILE", help="JSON: field names and their roles.")] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Write LangExtract's JSONL back with right char_intervals.")] = False,
    reference_date: ReferenceDateOption = None,
    default_currency: DefaultCurrency = None,
) -> None:
    """Say of each claimed value whether the text supports it, where, and what it says instead.

    Pairs are {"id", "text", "reference_date"?, "claims"}, or LangExtract's lines. Exit status 0: everything is supported; else 1.
    """
    from cyextract.verification.pairs import PairSettings

    settings = PairSettings(check_date(reference_date), default_currency, _read_schema(schema), repair)
    if claims is None:
        raise typer.Exit(_check_pairs(file, out, settings))
    if repair:
        fail("--repair is for LangExtract's JSONL, which holds its texts; leave CLAIMS out")
    raise typer.Exit(_check_one(file, claims, format, out, settings))


def _check_one(file: str, claims: str, format: CheckFormat, out: Path | None, settings: PairSettings) -> int:
    from cyextract.batch import read_one
    from cyextract.cli.terminal_tables import verification_table
    from cyextract.verification import parse_claims, verify
    from cyextract.verification.pairs import verification_row

    if out is not None and format is not CheckFormat.HTML:
        fail("--out is for --format html, or for pairs; send the other formats on with >")
    spare_inputs([file, claims], out)
    read = read_one(file)
    check = verify(
        read.text, parse_claims(_read_file(claims), claims), schema=settings.schema, id=str(read.id),
        reference_date=read.reference_date or settings.reference_date, default_currency=settings.default_currency,
    )  # fmt: skip
    if format is CheckFormat.HTML:
        _write_page(check, out)
    elif format is CheckFormat.JSON:
        print_json(verification_row(check))
    else:
        show(verification_table(check))
    return 0 if check.ok else SOME_FAILED


def _write_page(check: Verification, out: Path | None) -> None:
    page = check.to_html().encode("utf-8")
    if out is None:
        write(page)
        return
    try:
        out.write_bytes(page)
    except OSError as error:
        fail(f"{out}: {error.strerror or error}")


def _check_pairs(file: str, out: Path | None, settings: PairSettings) -> int:
    from cyextract.verification.pairs import check_pairs

    if out is not None and not settings.repair and file != "-" and out.resolve() == Path(file).resolve():
        fail(f"{out}: is what is checked, and the report would replace it; name another file")
    total = wrong = 0
    with _report(out, settings) as write_row:
        for row, is_ok in check_pairs(_lines(file), settings, file):
            if "error" in row:
                complain(str(row["error"]))
            write_row(row)
            total, wrong = total + 1, wrong + (not is_ok)
    say(f"{counted(total, 'text')} checked, {wrong} with claims that are not supported")
    return SOME_FAILED if wrong else 0


@contextmanager
def _report(out: Path | None, settings: PairSettings) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Where the rows of a report go: stdout, JSONL, or a workbook with a line for each claimed value."""
    from cyextract.batch.sinks import file_or_device
    from cyextract.verification.pairs import encode

    if out is None:
        yield lambda row: write(encode(row))
        return
    if not out.parent.is_dir():
        fail(f"{out}: no such folder")
    if out.suffix.lower() not in (".jsonl", ".xlsx") and (out.is_file() or not out.exists()):
        fail(f"{out}: a report of pairs ends in .jsonl or .xlsx")
    try:
        if out.suffix.lower() != ".xlsx":
            with file_or_device(out) as place, place.open("wb") as sink:
                yield lambda row: sink.writelines((encode(row),))
            return
        if settings.repair:
            fail("--repair writes JSONL; name it .jsonl")
        from cyextract.tables.workbook import WorkbookSink

        sheet = _claims_sheet()
        with TemporaryDirectory() as workplace, WorkbookSink(out, Path(workplace), (sheet,)) as book:
            yield lambda row: book.add(sheet, _claim_lines(row))
    except OSError as error:
        fail(f"{error.filename or out}: {error.strerror or error}")


def _claims_sheet() -> Sheet:
    """The one sheet of a report as a workbook."""
    from cyextract.tables.schema import Column, Kind, Sheet

    texts = {"document": 24, "field": 24, "role": 14, "claimed": 40, "verdict": 16, "reason": 16, "tier": 12, "found": 40, "error": 60}
    columns = [Column(name, Kind.TEXT, width) for name, width in texts.items()]
    numbers = [Column(name, Kind.WHOLE, 10) for name in ("claim", "start", "end")]
    return Sheet("claims", (columns[0], numbers[0], *columns[1:-1], *numbers[1:], columns[-1]))


def _claim_lines(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A line for each claimed value of a row; one for a row that failed."""
    if "error" in row:
        yield {"document": row["id"], "error": row["error"]}
    for number, claim in enumerate(row.get("claims", ()), 1):
        for path, field in claim["fields"].items():
            start, end = (field["spans"] or [(None, None)])[0]
            shown = {name: field.get(name) for name in ("role", "claimed", "verdict", "reason", "tier", "found")}
            yield {"document": row["id"], "claim": number, "field": path, **shown, "start": start, "end": end}


def _lines(file: str) -> Iterator[bytes]:
    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as lines:
            yield from lines
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}") from None


def _read_file(path: str) -> str:
    try:
        return (sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()).decode("utf-8-sig")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}")
    except UnicodeDecodeError as error:
        fail(f"{path}: not UTF-8 ({error.reason} at byte {error.start})")


def _read_schema(path: Path | None) -> dict[str, Any] | None:
    from cyextract.verification import parse_claims

    if path is None:
        return None
    schema = parse_claims(_read_file(str(path)), str(path))
    if not isinstance(schema, dict):
        fail(f"{path}: a schema is an object of field names and roles")
    return schema
