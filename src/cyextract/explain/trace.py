"""Why each candidate won, lost or was refused."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from cyextract.facts import fact_rules
from cyextract.models import AgreementEvent, DateMention, Document
from cyextract.recognizers.candidate import Candidate, Rejection
from cyextract.text.reading_view import SourceText

_Dates = Mapping[tuple[str | None, str | None], Sequence[DateMention]]
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
    rivals = _Rivals(source, winners, candidates)
    steps: list[TraceStep] = []
    for candidate in candidates:
        if candidate.type is None:
            outcome, reason = "blocked", "looks like a value and is none"
        elif id(candidate) in won:
            outcome, reason = "won", str(getattr(candidate.meaning, "why", "") or "longest reading here")
        else:
            outcome, reason = "lost", rivals.reason(candidate)
        steps.append(_step(source, candidate.start, candidate.end, candidate.type, candidate.rule, outcome, reason))
    steps.extend(_step(source, r.start, r.end, None, r.rule, "rejected", r.reason) for r in rejections)
    return tuple(sorted(steps, key=lambda s: (s.start, s.end, s.rule)))


def fact_steps(document: Document) -> tuple[TraceStep, ...]:
    """What ties each agreement's verb, parties, date and amounts to its title."""
    dates: dict[tuple[str | None, str | None], list[DateMention]] = {}
    for date in document.dates:
        dates.setdefault((date.value, date.mod), []).append(date)
    return tuple(step for agreement in document.agreements for step in _tie_steps(document, agreement, dates))


def _tie_steps(document: Document, agreement: AgreementEvent, dates: _Dates) -> Iterator[TraceStep]:
    why = fact_rules()

    def step(part: str, type: str | None, start: int, end: int) -> TraceStep:
        rule = agreement.rules.get(part, "")
        reason = f"{part} of {agreement.action}《{agreement.title}》: {why.get(rule, '')}"
        return TraceStep(start, end, document.text[start:end], type, rule, "tied", reason)

    yield step("event", None, agreement.evidence.start, agreement.evidence.end)
    if (date := _date_of(agreement, dates)) is not None:
        yield step("date", "DATE", date.start, date.end)
    for party in agreement.parties:
        yield step("parties", None, party.start, party.end)
    for amount in agreement.amounts:
        yield step("amounts", "MONEY", amount.start, amount.end)


def _date_of(agreement: AgreementEvent, dates: _Dates) -> DateMention | None:
    """The mention of the agreement's date: the last before its title, else the first after it."""
    same = dates.get((agreement.date, agreement.mod), ())
    index = bisect_right(same, agreement.start, key=lambda d: d.start)
    return same[max(0, index - 1)] if same else None


def _step(source: SourceText, start: int, end: int, kind: str | None, rule: str, outcome: str, reason: str) -> TraceStep:
    low, high = source.raw_span(start, end) if end > start else (start, start)
    return TraceStep(low, high, source.raw[low:high], kind, rule, outcome, reason)  # type: ignore[arg-type]


class _Rivals:
    """What won a place, and what blocks one, by where they stand."""

    def __init__(self, source: SourceText, winners: Sequence[Candidate], candidates: Sequence[Candidate]) -> None:
        self._source = source
        self._winners = winners  # disjoint, in text order
        self._starts = [w.start for w in winners]
        self._blockers = sorted((c for c in candidates if c.type is None), key=lambda c: (c.start, c.end))
        self._blocked = [b.start for b in self._blockers]
        self._reach = list(accumulate((b.end for b in self._blockers), max))  # furthest end up to each

    def reason(self, loser: Candidate) -> str:
        """Who took the place of a candidate that lost."""
        rival = self._winner(loser) or self._blocker(loser)
        if rival is None:
            return "names no possible day"
        start, end = self._source.raw_span(rival.start, rival.end)
        return f"to {rival.rule} over {start}-{end}"

    def _winner(self, loser: Candidate) -> Candidate | None:
        index = max(0, bisect_right(self._starts, loser.start) - 1)
        return next((w for w in self._winners[index : index + 2] if w.start < loser.end and loser.start < w.end), None)

    def _blocker(self, loser: Candidate) -> Candidate | None:
        first = bisect_right(self._reach, loser.start)
        last = bisect_left(self._blocked, loser.end)
        return next((b for b in self._blockers[first:last] if loser.start < b.end), None)
