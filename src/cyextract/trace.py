"""Why each candidate won, lost or was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cyextract.models import Document
from cyextract.recognizers.base import Candidate, Rejection
from cyextract.text.source import SourceText

Outcome = Literal["won", "lost", "rejected", "blocked"]


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


def _step(source: SourceText, start: int, end: int, kind: str | None, rule: str, outcome: str, reason: str) -> TraceStep:
    low, high = source.raw_span(start, end) if end > start else (start, start)
    return TraceStep(low, high, source.raw[low:high], kind, rule, outcome, reason)  # type: ignore[arg-type]


def _loser_reason(loser: Candidate, winners: Sequence[Candidate], candidates: Sequence[Candidate]) -> str:
    rivals = [*winners, *(c for c in candidates if c.type is None)]
    for rival in rivals:
        if rival.start < loser.end and loser.start < rival.end:
            return f"to {rival.rule} over {rival.start}-{rival.end}"
    return "names no possible day"
