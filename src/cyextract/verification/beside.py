"""What stands beside a number, where its figure does not tell a field: evidence enough if the text offers nothing else in its place."""

from __future__ import annotations

import re

from cyextract.models import DateMention, Figure
from cyextract.text.marks import SENTENCE_MARKS
from cyextract.verification.days import ClaimedDate, match_date, read_date
from cyextract.verification.evidence import Evidence, Places, TextPlace
from cyextract.verification.fields import Leaf
from cyextract.verification.models import FieldCheck
from cyextract.verification.values import make_check, written

_CLAUSE_END = re.compile(rf"[，{SENTENCE_MARKS}\n]|,(?!\d)")
_OF = re.compile("的?")
_SHORTEST = 2  # characters of a description that a clause can hold as more than a part of a word


def check_beside(evidence: Evidence, figure: Figure, leaf: Leaf) -> FieldCheck | None:
    """Support for a field that a figure does not tell, None where nothing beside its number gives it."""
    place = {"subject": _in_clause, "metric": _behind_number, "period": _carried}.get(leaf.role, _nowhere)(evidence, figure, leaf)
    if place is None:
        return None
    return make_check(leaf, "supported", "found", tier=place.tier, spans=place.spans, found=evidence.raw[slice(*place.spans[0])])


def _nowhere(evidence: Evidence, figure: Figure, leaf: Leaf) -> TextPlace | None:
    return None


def _in_clause(evidence: Evidence, figure: Figure, leaf: Leaf) -> TextPlace | None:
    """A subject before the number in its own clause, where that holds no other number of its kind that it could belong to."""
    marks = _CLAUSE_END.finditer(evidence.raw, figure.sentence.start, figure.start)
    start = max((mark.end() for mark in marks), default=figure.sentence.start)
    last = _CLAUSE_END.search(evidence.raw, figure.end)
    end = last.start() if last else len(evidence.raw)
    kind = evidence.mentions[figure.start].type
    if any(start <= other < end and other != figure.start and evidence.mentions[other].type == kind for other in evidence.figures):
        return None
    return _place_between(evidence, written(leaf.value), start, figure.start)


def _behind_number(evidence: Evidence, figure: Figure, leaf: Leaf) -> TextPlace | None:
    """A metric that the number stands before: 2亿元贷款."""
    metric = written(leaf.value)
    of = _OF.match(evidence.raw, figure.end)
    start = of.end() if of else figure.end
    return _place_between(evidence, metric, start, start + len(metric))


def _carried(evidence: Evidence, figure: Figure, leaf: Leaf) -> TextPlace | None:
    """The last date that a paragraph tells before a sentence that tells none."""
    claim, sentence = read_date(written(leaf.value), evidence.document.reference_date), figure.sentence
    begin = evidence.raw.rfind("\n", 0, sentence.start) + 1
    dates = [date for date in evidence.document.dates if begin <= date.start < sentence.end]
    if claim is None or not dates or dates[-1].start >= sentence.start or not covers_claim(claim, dates[-1]):
        return None
    return TextPlace(((dates[-1].start, dates[-1].end),), evidence.tier_of(written(leaf.value), dates[-1].start, dates[-1].end))


def covers_claim(claim: ClaimedDate, mention: DateMention) -> bool:
    """Whether a date of the text is the claimed period, or so near to it that it says the same."""
    if claim.value == mention.value:
        return True
    match = match_date(claim, mention)
    return match is not None and match.verdict == "supported" and match.reason != "coarser" and "/" not in mention.value


def _place_between(evidence: Evidence, text: str, start: int, end: int) -> TextPlace | None:
    place = Places(evidence.raw[start:end]).find(text) if len(text.strip()) >= _SHORTEST else None
    return None if place is None else TextPlace(tuple((start + first, start + last) for first, last in place.spans), place.tier)
