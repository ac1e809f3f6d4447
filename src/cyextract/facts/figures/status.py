"""Whether a number is told as done, planned, expected or only supposed."""

from __future__ import annotations

from cyextract.facts.figures.phrases import Run

_OUTCOME = frozenset(("up", "down", "take", "to", "gap_up", "gap_down", "forecast"))


def own_status(segment: Run, before: str) -> str:
    """The status of the number behind the tokens; `before` is that of the clauses before it."""
    status = before
    for index, token in enumerate(segment):
        status = _step(segment, index, token.kinds, status)
    return status


def clause_status(segment: Run, before: str) -> str:
    """What a clause without a number hands on."""
    return own_status(segment, before)


def _step(segment: Run, index: int, kinds: frozenset[str], status: str) -> str:
    if "done" in kinds and "will" not in kinds and "forecast" not in kinds:
        return "actual"
    if "planned" in kinds:
        return "planned"
    if "will" in kinds:
        return "forecast" if _is_outcome(segment, index) and status != "planned" else "planned"
    if "forecast" in kinds:
        return "planned" if status == "planned" else "forecast"
    if "hypothetical" in kinds:
        return "hypothetical"
    return status


def _is_outcome(segment: Run, index: int) -> bool:
    for token in segment[index + 1 : index + 4]:
        if token.sort == "cue" and not _OUTCOME.isdisjoint(token.kinds):
            return True
        if token.text in ("超过", "突破", "使", "实现", "持有", "成为", "减少", "增加", "会", "接近"):
            return True
    return False
