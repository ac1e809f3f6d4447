"""What became of every candidate and rejection, and what tied each part of an agreement: as data, for `explain.narrate` to phrase."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, NamedTuple

from cyextract.document import Document
from cyextract.explain.weighing import phrase_verdict
from cyextract.facts import FigureWhy, Reading, Reason, Tie
from cyextract.models import AgreementEvent, Mention
from cyextract.recognizers.candidate import Candidate, Rejection
from cyextract.recognizers.date.evidence import Vote
from cyextract.recognizers.date.places import Day
from cyextract.recognizers.date.reference import Reference, load_weights
from cyextract.recognizers.org import OrgMeaning
from cyextract.recognizers.org.decision import Verdict
from cyextract.recognizers.region import WHYS, Clue, OwnCurrency, currency_in
from cyextract.text.reading_view import SourceText

Outcome = Literal["won", "lost", "undated", "rejected", "guarded", "blocked", "tied", "untold"]
AgreementPart = Literal["event", "date", "parties", "amounts"]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One proposal and its fate. Offsets are raw code points.

    Attributes:
        type: the mention type; None for a blocker, a rejection and a party.
        rules: the rules that proposed it; empty where no rule is named.
        outcome: `won` a mention; `lost` its place to the rival; `undated`: it names no day that the text or the caller tells;
            `rejected` before it competed; `guarded`: kept from being proposed by a guard of its rule, where nothing else was found;
            `blocked`: text that looks like a value and is none, and keeps others from its place;
            `tied` to an agreement; `untold`: a title of which no event is told. Titles block where they are not asked for.
        detail: what the recogniser says: which word made it a name, why it was rejected.
        mention: the mention that a winner became.
        rival: the winner, else the blocker, that has the place of what lost or was rejected; None where a rejection stands alone.
        agreement: the agreement that a tied part belongs to.
        part: which part of it this is.
    """

    start: int
    end: int
    text: str
    type: str | None
    rules: tuple[str, ...]
    outcome: Outcome
    detail: str = ""
    mention: Mention | None = None
    rival: TraceStep | None = None
    agreement: AgreementEvent | None = None
    part: AgreementPart | None = None


class WeighedVote(NamedTuple):
    """One piece of evidence for the year or day that the document was written on, or for what a bare 元 is in it.

    Attributes:
        elects: `year`, `day` or `currency`.
        value: the year (`2009`), the day (`06-04`) or the currency (`TWD`) that it speaks for.
        weight: what it counts.
        why: what it is, in a few words.
        start: offset of what it rests on, in raw code points.
    """

    elects: str
    value: str
    weight: int
    why: str
    start: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A document and everything that was proposed on the way to it: proposals in text order, then the parts of its agreements.

    `votes` are the evidence for its reference date and its currency, where the caller gave none; `ties` what makes names one body's;
    `figure_whys` the rules behind each figure.
    """

    document: Document
    steps: tuple[TraceStep, ...]
    votes: tuple[WeighedVote, ...] = ()
    ties: tuple[Tie, ...] = ()
    figure_whys: tuple[FigureWhy, ...] = ()


def trace_extraction(
    source: SourceText,
    candidates: Sequence[Candidate],
    rejections: Sequence[Rejection],
    winners: Sequence[Candidate],
    kept: Sequence[Candidate],
    reference: Reference,
    own: OwnCurrency,
    document: Document,
    ties: Sequence[Tie],
    untold: Sequence[Reason],
    figure_readings: Sequence[Reading],
    guarded: Sequence[Candidate],
) -> Trace:
    """Tell the fate of every candidate and rejection.

    Args:
        source: the document's text.
        candidates: all that competed, titles included.
        rejections: what was refused before.
        winners: the candidates that won their places.
        kept: those of them that became the document's mentions, one for each and in their order.
        reference: the day that the dates were read against, with the votes for it.
        own: what a bare 元 is, with the words that it was judged by.
        document: the result.
        ties: what ties its names to fuller ones.
        untold: the titles of which no event is told, and why.
        figure_readings: what its figures were made of, in their order.
        guarded: what a guard of a rule kept from being proposed.
    """

    def step(place: Candidate | Rejection, type: str | None, rules: tuple[str, ...], outcome: Outcome, detail: str = "") -> TraceStep:
        start, end = source.raw_span(place.start, place.end) if place.end > place.start else (place.start, place.start)
        return TraceStep(start, end, source.raw[start:end], type, rules, outcome, detail)

    mentions = {c.start: mention for c, mention in zip(kept, document.mentions, strict=True)}
    taken = [_taken(step(w, w.type, w.rules, "won", _tell(w.meaning)), mentions.get(w.start)) for w in winners]
    blocked = [step(c, None, c.rules, "blocked") for c in candidates if c.type is None]
    takers, blockers = _Places(taken), _Places(blocked)
    ids = {id(w) for w in winners}
    beaten = [step(c, c.type, c.rules, "lost") for c in candidates if c.type is not None and id(c) not in ids]
    beaten += (step(r, None, (r.rule,), "rejected", _tell(r.reason)) for r in rejections)
    near = [step(c, c.type, c.rules, "guarded", _tell(c.meaning)) for c in guarded]
    near = [s for s in near if takers.over(s) is None]
    steps = [*taken, *blocked, *near, *(replace(b, rival=takers.over(b) or blockers.over(b)) for b in beaten)]
    steps.sort(key=lambda s: (s.start, s.end, s.rules))
    parts = (tied for agreement in document.agreements for tied in _tied(document, agreement))
    votes = (*(_weigh(source, vote) for vote in reference.votes), *(_weigh_clue(source, clue) for clue in own.clues))
    without = (_untold(document, reason) for reason in untold)
    return Trace(document, (*steps, *parts, *without), votes, tuple(ties), tuple(reading.why for reading in figure_readings))


def _tell(reason: object) -> str:
    """What a recogniser says of a name, or of what it refused."""
    if isinstance(reason, Verdict):
        return phrase_verdict(reason)
    if isinstance(reason, OrgMeaning):
        return reason.why if reason.verdict is None else f"{reason.why}; {phrase_verdict(reason.verdict)}"
    return reason if isinstance(reason, str) else ""


def _weigh(source: SourceText, vote: Vote[int] | Vote[Day]) -> WeighedVote:
    kind, value, start = vote
    elects, told = ("year", f"{value:04d}") if isinstance(value, int) else ("day", "{:02d}-{:02d}".format(*value))
    weights = load_weights()[elects]
    return WeighedVote(elects, told, weights.by_kind[kind], weights.whys[kind], source.raw_span(start, start + 1)[0])


def _weigh_clue(source: SourceText, clue: Clue) -> WeighedVote:
    return WeighedVote("currency", currency_in(clue.region), clue.weight, WHYS[clue.kind], source.raw_span(clue.start, clue.start + 1)[0])


def _taken(winner: TraceStep, mention: Mention | None) -> TraceStep:
    """What became of a winner: without a mention it is a date without a day, or a title that nobody asked for."""
    if mention is not None:
        return replace(winner, mention=mention)
    return replace(winner, outcome="undated" if winner.type == "DATE" else "blocked")


def _tied(document: Document, agreement: AgreementEvent) -> Iterator[TraceStep]:
    """The parts of an agreement, its clause first."""

    def step(part: AgreementPart, type: str | None, start: int, end: int) -> TraceStep:
        rules = (agreement.rules[part],) if part in agreement.rules else ()
        return TraceStep(start, end, document.text[start:end], type, rules, "tied", agreement=agreement, part=part)

    yield step("event", None, agreement.evidence.start, agreement.evidence.end)
    if agreement.date is not None:
        yield step("date", "DATE", agreement.date.start, agreement.date.end)
    yield from (step("parties", None, party.start, party.end) for party in agreement.parties)
    yield from (step("amounts", "MONEY", amount.start, amount.end) for amount in agreement.amounts)


def _untold(document: Document, reason: Reason) -> TraceStep:
    """A title of which no event is told."""
    start, end, why, verb = reason
    return TraceStep(start, end, document.text[start:end], "TITLE", (), "untold", f"{why} ({verb})" if verb else why)


class _Places:
    """Steps by where they stand, to find one that overlaps another."""

    def __init__(self, steps: Iterable[TraceStep]) -> None:
        self._steps = sorted(steps, key=lambda s: (s.start, s.end))
        self._starts = [s.start for s in self._steps]
        self._reach = list(accumulate((s.end for s in self._steps), max))  # furthest end up to each

    def over(self, step: TraceStep) -> TraceStep | None:
        """The step that overlaps this one and starts last."""
        index = bisect_left(self._starts, max(step.end, step.start + 1)) - 1
        while index >= 0 and self._reach[index] > step.start:
            if self._steps[index].end > step.start:
                return self._steps[index]
            index -= 1
        return None
