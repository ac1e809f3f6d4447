"""What kind of error each disagreement is, and what changed between two runs over the same gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from cyextract.evaluate.records import Annotation
from cyextract.evaluate.scoring import Difference, Evaluation
from cyextract.evaluate.values import ATTRIBUTE, compared_fields

ErrorKind = Literal[
    "edge left", "edge right", "both edges", "missed", "invented", "wrong type", "wrong value", "wrong mod", "wrong kind", "wrong category"
]
ERROR_KINDS: tuple[ErrorKind, ...] = (
    "edge left", "edge right", "both edges", "missed", "invented", "wrong type", "wrong value", "wrong mod", "wrong kind", "wrong category"
)  # fmt: skip
_ATTRIBUTE_KINDS: dict[str, ErrorKind] = {"mod": "wrong mod", "kind": "wrong kind", "category": "wrong category"}


@dataclass(frozen=True, slots=True)
class ErrorCase:
    """One error as a person would name it; `gold` is `None` for an invented mention, `predicted` for a missed one."""

    kind: ErrorKind
    document_id: str
    gold: Annotation | None
    predicted: Annotation | None

    @property
    def type(self) -> str:
        """The type that gold says, else the predicted one."""
        return self._one.type

    @property
    def start(self) -> int:
        """Where the error begins: the first code point that either side covers."""
        return min(side.start for side in (self.gold, self.predicted) if side is not None)

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return max(side.end for side in (self.gold, self.predicted) if side is not None)

    @property
    def place(self) -> tuple[str, str, int, int, bool]:
        """What the error is about, whichever run makes it: the gold mention, or the span of an invented one."""
        return (self.document_id, self._one.type, self._one.start, self._one.end, self.gold is not None)

    @property
    def answer(self) -> tuple[object, ...]:
        """What was predicted there, as far as it is compared."""
        found = self.predicted
        values = () if found is None else (found.type, found.start, found.end, *map(found.fields.get, compared_fields(found.type)))
        return (self.kind, *values)

    @property
    def _one(self) -> Annotation:
        one = self.gold or self.predicted
        assert one is not None, "an error has one side at least"
        return one


@dataclass(frozen=True, slots=True)
class Change:
    """What two runs do at one place: the errors of each, `()` where a run is right."""

    verdict: Literal["fixed", "new", "changed"]
    before: tuple[ErrorCase, ...]
    after: tuple[ErrorCase, ...]


def analyze_errors(evaluation: Evaluation) -> tuple[ErrorCase, ...]:
    """Name every disagreement: a missed and a spurious mention that overlap are one error, of an edge or of the type.

    Where several overlap, those of the same type pair first, then those that share most. In order of documents and text.

    >>> from cyextract.evaluate import GoldDocument, score
    >>> gold, found = Annotation("DATE", 2, 9), Annotation("DATE", 4, 9)
    >>> [case.kind for case in analyze_errors(score([GoldDocument("x", (gold,))], {"x": [found]}))]
    ['edge left']
    """
    by_document: dict[str, list[Difference]] = {}
    for difference in evaluation.differences:
        by_document.setdefault(difference.document_id, []).append(difference)
    return tuple(case for id_, differences in by_document.items() for case in _analyze_document(id_, differences))


def compare_errors(before: Iterable[ErrorCase], after: Iterable[ErrorCase]) -> tuple[Change, ...]:
    """Say where two runs differ: errors fixed, new ones, and those that are still errors but other ones.

    Both runs are expected to be scored against the same gold. In order of documents and text.
    """
    places: dict[tuple[str, str, int, int, bool], tuple[list[ErrorCase], list[ErrorCase]]] = {}
    for side, cases in enumerate((before, after)):
        for case in cases:
            places.setdefault(case.place, ([], []))[side].append(case)
    changes = [
        Change("new" if not was else "changed" if now else "fixed", tuple(was), tuple(now))
        for was, now in places.values()
        if sorted(repr(case.answer) for case in was) != sorted(repr(case.answer) for case in now)
    ]
    return tuple(sorted(changes, key=lambda change: _position((change.after or change.before)[0])))


def _analyze_document(document_id: str, differences: Sequence[Difference]) -> list[ErrorCase]:
    cases = [
        ErrorCase("wrong value" if d.kind == "value" else _ATTRIBUTE_KINDS[ATTRIBUTE[d.type]], document_id, d.gold, d.predicted)
        for d in differences
        if d.kind in ("value", "attribute")
    ]
    missed = [d.gold for d in differences if d.kind == "missed" and d.gold]
    spurious = [d.predicted for d in differences if d.kind == "spurious" and d.predicted]
    for gold, predicted in _pair(missed, spurious):
        cases.append(ErrorCase(_edge_kind(gold, predicted), document_id, gold, predicted))
        missed = [a for a in missed if a is not gold]
        spurious = [a for a in spurious if a is not predicted]
    cases += [ErrorCase("missed", document_id, gold, None) for gold in missed]
    cases += [ErrorCase("invented", document_id, None, predicted) for predicted in spurious]
    return sorted(cases, key=_position)


def _pair(missed: Sequence[Annotation], spurious: Sequence[Annotation]) -> list[tuple[Annotation, Annotation]]:
    overlapping = [(g, p) for g in missed for p in spurious if g.overlaps(p)]
    overlapping.sort(key=lambda pair: (pair[0].type != pair[1].type, -_shared(*pair)))  # stable: text order breaks ties
    pairs: list[tuple[Annotation, Annotation]] = []
    for gold, predicted in overlapping:
        if not any(gold is g or predicted is p for g, p in pairs):
            pairs.append((gold, predicted))
    return pairs


def _shared(left: Annotation, right: Annotation) -> int:
    return min(left.end, right.end) - max(left.start, right.start)


def _edge_kind(gold: Annotation, predicted: Annotation) -> ErrorKind:
    if gold.type != predicted.type:
        return "wrong type"
    if gold.end == predicted.end:
        return "edge left"
    return "edge right" if gold.start == predicted.start else "both edges"


def _position(case: ErrorCase) -> tuple[str, int, int, str, int]:
    return (case.document_id, case.start, case.end, case.type, ERROR_KINDS.index(case.kind))
