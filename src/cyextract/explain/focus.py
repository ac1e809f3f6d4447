"""A trace cut down to places of its text: what stands there, what has the place of what was refused there, and what is tied to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cyextract.explain.trace import Trace, TraceStep, WeighedVote
from cyextract.models import AgreementEvent, DateMention, Mention, MoneyMention
from cyextract.text.reading_view import reading_view
from cyextract.text.segmenters import make_segmenter
from cyextract.text.words import Words

Place = tuple[int, int]
"""Start and end in code points of the raw text."""


def places_of(text: str, wanted: str) -> list[Place]:
    """Where a text stands in a document, line breaks, width and script apart.

    >>> places_of("四川省經信廳，四川省经信厅", "四川省经信厅")
    [(0, 6), (7, 13)]
    """
    source, sought = reading_view(text), reading_view(wanted.strip()).view
    places: list[Place] = []
    at = source.view.find(sought) if sought else -1
    while at >= 0:
        places.append(source.raw_span(at, at + len(sought)))
        at = source.view.find(sought, at + len(sought))
    return places


def place_at(trace: Trace, offset: int) -> Place:
    """The mention, else the reading, else the word that stands at an offset."""
    over = [s for s in trace.steps if s.agreement is None and s.start <= offset < s.end]
    best = min(over, key=lambda s: (s.mention is None, s.start - s.end), default=None)
    if best is not None:
        return best.start, best.end
    source = reading_view(trace.document.text)
    cut = Words(source.view, make_segmenter("rjieba")).cut()
    spans = (source.raw_span(start, start + len(word)) for word, start in zip(cut.words, cut.starts, strict=False) if word)
    return next((span for span in spans if span[0] <= offset < span[1]), (offset, offset + 1))


def focus(trace: Trace, place: Place) -> Trace:
    """What a trace tells of a place."""
    start, end = place

    def touches(low: int, high: int) -> bool:
        return low < end and start < high

    document = trace.document
    agreements = tuple(a for a in document.agreements if any(touches(*span) for span in _spans(a)))
    kept = {id(agreement) for agreement in agreements}
    here = [s for s in trace.steps if (touches(s.start, s.end) if s.agreement is None else id(s.agreement) in kept)]
    takers = {id(s.rival): s.rival for s in here if s.rival is not None}
    known = {id(s) for s in here}
    steps: list[TraceStep] = sorted((*here, *(s for key, s in takers.items() if key not in known)), key=lambda s: s.agreement is not None)
    mentions = tuple(s.mention for s in steps if s.mention is not None)
    figures = [(f, why) for f, why in zip(document.figures, trace.figure_whys, strict=True) if touches(f.start, f.end)]
    rest = {"mentions": mentions, "agreements": agreements, "figures": tuple(figure for figure, _ in figures)}
    return replace(
        trace, document=document.model_copy(update=rest), steps=tuple(steps), votes=_votes_for(trace, mentions, steps),
        figure_whys=tuple(why for _, why in figures),
    )  # fmt: skip


def _spans(agreement: AgreementEvent) -> list[Place]:
    """The title, the parties, the date and the amounts; a clause is too long to be pointed at."""
    dates = [] if agreement.date is None else [(agreement.date.start, agreement.date.end)]
    return [(agreement.start, agreement.end), *dates, *((part.start, part.end) for part in (*agreement.parties, *agreement.amounts))]


def _votes_for(trace: Trace, mentions: Sequence[Mention], steps: Sequence[TraceStep]) -> tuple[WeighedVote, ...]:
    """The votes that something there rests on."""
    is_dated = any(isinstance(m, DateMention) and (m.implied or m.first_day is None) for m in mentions)
    elected = {"year", "day"} if is_dated or any(s.outcome == "undated" for s in steps) else set()
    if any(isinstance(m, MoneyMention) and not m.currency_stated for m in mentions):
        elected.add("currency")
    return tuple(vote for vote in trace.votes if vote.elects in elected)
