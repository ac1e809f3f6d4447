"""Why each candidate won, lost or was refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cyextract.facts import fact_rules
from cyextract.models import AgreementEvent, DateMention, Document
from cyextract.recognizers.base import Candidate, Rejection
from cyextract.text.source import SourceText

Outcome = Literal["won", "lost", "rejected", "blocked", "tied"]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One proposal. Offsets are raw code points; `type` is None for a blocker; `reason` says who or what decided."""

    start: int
    end: int
    text: str
    type: str | None
    rule: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A document and everything that was proposed on the way to it, in text order."""

    document: Document
    steps: tuple[TraceStep, ...]


def trace_steps(
    source: SourceText, candidates: Sequence[Candidate], rejections: Sequence[Rejection], winners: Sequence[Candidate]
) -> tuple[TraceStep, ...]:
    """Tell the fate of every candidate and rejection."""
    won = {id(c) for c in winners}
    steps: list[TraceStep] = []
    for candidate in candidates:
        if candidate.type is None:
            outcome, reason = "blocked", "looks like a value and is none"
        elif id(candidate) in won:
            outcome, reason = "won", str(getattr(candidate.reading, "why", "") or "longest reading here")
        else:
            outcome, reason = "lost", _loser_reason(candidate, winners, candidates)
        steps.append(_step(source, candidate.start, candidate.end, candidate.type, candidate.rule, outcome, reason))
    steps.extend(_step(source, r.start, r.end, None, r.rule, "rejected", r.reason) for r in rejections)
    return tuple(sorted(steps, key=lambda s: (s.start, s.end, s.rule)))


def fact_steps(document: Document) -> tuple[TraceStep, ...]:
    """What ties each agreement's verb, parties, date and amounts to its title."""
    return tuple(step for agreement in document.agreements for step in _tie_steps(document, agreement))


def _tie_steps(document: Document, agreement: AgreementEvent) -> Iterator[TraceStep]:
    why = fact_rules()

    def step(part: str, type: str | None, start: int, end: int) -> TraceStep:
        rule = agreement.rules.get(part, "")
        reason = f"{part} of {agreement.action}《{agreement.title}》: {why.get(rule, '')}"
        return TraceStep(start, end, document.text[start:end], type, rule, "tied", reason)

    yield step("event", None, agreement.evidence.start, agreement.evidence.end)
    if (date := _date_of(document, agreement)) is not None:
        yield step("date", "DATE", date.start, date.end)
    for party in agreement.parties:
        yield step("parties", None, party.start, party.end)
    for amount in agreement.amounts:
        yield step("amounts", "MONEY", amount.start, amount.end)


def _date_of(document: Document, agreement: AgreementEvent) -> DateMention | None:
    """The nearest mention of the agreement's date."""
    same = (d for d in document.dates if (d.value, d.mod) == (agreement.date, agreement.mod))
    return min(same, key=lambda d: (d.start > agreement.start, abs(d.start - agreement.start)), default=None)


def _step(source: SourceText, start: int, end: int, kind: str | None, rule: str, outcome: str, reason: str) -> TraceStep:
    low, high = source.raw_span(start, end) if end > start else (start, start)
    return TraceStep(low, high, source.raw[low:high], kind, rule, outcome, reason)  # type: ignore[arg-type]


def _loser_reason(loser: Candidate, winners: Sequence[Candidate], candidates: Sequence[Candidate]) -> str:
    rivals = [*winners, *(c for c in candidates if c.type is None)]
    for rival in rivals:
        if rival.start < loser.end and loser.start < rival.end:
            return f"to {rival.rule} over {rival.start}-{rival.end}"
    return "names no possible day"
