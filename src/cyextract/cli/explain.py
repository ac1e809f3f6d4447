"""`cyextract explain`: why a text, or one place of it, was read as it was."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cyextract.cli.inputs import check_files, hint_at_open_dates, read_text
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
from cyextract.cli.terminal import counted, say, show

if TYPE_CHECKING:
    from cyextract.batch import InputText
    from cyextract.document import Document
    from cyextract.explain.focus import Place
    from cyextract.explain.trace import Trace
    from cyextract.ruleset.schema import Rule

_PLACES_SHOWN = 5
_FILE_NAME = re.compile(r"[\w./\\~-]+\.(?:txt|md|html?)(?:\.gz|\.zst)?|[\w.~-]*[/\\][\w./\\~-]*", re.IGNORECASE)


class ExplainFormat(StrEnum):
    """How `explain` prints."""

    TEXT = "text"
    TABLE = "table"


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="The text itself or a file of it; - reads it from stdin.")],
    at: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Tell of what stands at this offset, in full, also if nothing was found there.")
    ] = None,
    place: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Tell of the places where this stands, as --at does.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Tell of every place of a long text in full.")] = False,
    format: Annotated[ExplainFormat, typer.Option(help="text: in sentences; table: a row for each reading.")] = ExplainFormat.TEXT,
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
    """Show which rule proposed what, what won, and what was refused and why; with --at or --text what came near and was not found."""
    from cyextract.cli.terminal_tables import trace_table
    from cyextract.explain.narrate import narrate
    from cyextract.explain.tell import digest, is_long
    from cyextract.ruleset.loader import load_rules

    extractor = make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    told, day = _read(text), check_date(reference_date)
    day = told.reference_date or day
    trace = extractor.explain(told.text, reference_date=day, default_currency=default_currency, vague=vague)
    authored = load_rules(rules or []).rules
    if places := _find_places(trace, at, place):
        read = partial(extractor.extract, reference_date=day, default_currency=default_currency, vague=vague)
        _show_places(trace, authored, places, read, format)
    else:
        whole = narrate if full or not is_long(trace) else digest
        show(trace_table(trace) if format is ExplainFormat.TABLE else whole(trace, authored))
        hint_at_open_dates([trace.document])


def _show_places(
    trace: Trace, rules: Sequence[Rule], places: Sequence[Place], read: Callable[[str], Document], format: ExplainFormat
) -> None:
    from cyextract.cli.terminal_tables import trace_table
    from cyextract.explain.focus import focus
    from cyextract.explain.tell import tell_places

    shown = places[:_PLACES_SHOWN]
    if format is ExplainFormat.TABLE:
        for asked in shown:
            show(trace_table(focus(trace, asked)))
    else:
        show(tell_places(trace, rules, shown, read))
    if len(places) > len(shown):
        say(f"note: {len(places) - len(shown)} more places; --at N tells of one, such as {places[len(shown)][0]}")


def _read(text: str) -> InputText:
    """The text itself, or that of the file it names."""
    from cyextract.batch import InputText

    if text == "-" or os.path.exists(text) or _FILE_NAME.fullmatch(text):
        check_files([text])
        read = read_text(text)
        if read is None:
            raise typer.Exit(SOME_FAILED)
        return read
    return InputText("text", text)


def _find_places(trace: Trace, at: int | None, wanted: str | None) -> list[Place]:
    """The places that were asked about; none where the whole text is."""
    from cyextract.explain.focus import place_at, places_of

    text = trace.document.text
    places = [] if wanted is None else places_of(text, wanted)
    if wanted is not None and not places:
        fail(f"--text: {wanted!r} does not stand in the text")
    if at is not None and at >= len(text):
        fail(f"--at: the text ends before {at}; it has {counted(len(text), 'character')}")
    return places if at is None else [place_at(trace, at), *places]
