"""What kind of error each disagreement is, and what changed between two runs over the same gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cyextract.evaluate.bootstrap import bootstrap_difference
from cyextract.evaluate.gold_documents import Annotation
from cyextract.evaluate.scores import ALL, Difference, Evaluation, Interval
from cyextract.evaluate.value_match import ATTRIBUTE, compared_fields

ErrorKind = Literal[
    "edge left", "edge right", "both edges", "missed", "invented", "wrong type", "wrong value", "wrong mod", "wrong kind", "wrong category"
]
ERROR_KINDS: tuple[ErrorKind, ...] = (
    "edge left", "edge right", "both edges", "missed", "invented", "wrong type", "wrong value", "wrong mod", "wrong kind", "wrong category"
)  # fmt: skip
Verdict = Literal["fixed", "new", "changed"]
VERDICTS: tuple[Verdict, ...] = ("fixed", "new", "changed")
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
        """Where the error begins, which is the first code point that either side covers."""
        return min(side.start for side in (self.gold, self.predicted) if side is not None)

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return max(side.end for side in (self.gold, self.predicted) if side is not None)

    @property
    def place(self) -> tuple[str, str, int, int, bool]:
        """What the error is about, whichever run makes it, as the gold mention, or the span of an invented one."""
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

    verdict: Verdict
    before: tuple[ErrorCase, ...]
    after: tuple[ErrorCase, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier run beside the present one, both scored against the same gold."""

    name: str
    before: Evaluation
    f1_change: Mapping[str, Interval | None]
    """Interval of the change in strict F1, by type and under `all`."""
    changes: tuple[Change, ...]

    def count(self, verdict: Verdict, type_: str | None = None) -> int:
        """How many places have this verdict, of one type or of all."""
        return sum(c.verdict == verdict and type_ in (None, (c.after or c.before)[0].type) for c in self.changes)


def compare_runs(name: str, before: Evaluation, after: Evaluation) -> Comparison:
    """Set an earlier run beside the present one; both must be scored against the same gold for the same types."""
    changes = compare_errors(analyze_errors(before), analyze_errors(after))
    return Comparison(name, before, bootstrap_difference(before, after), changes)


def compare_types(comparison: Comparison, after: Evaluation) -> dict[str, dict[str, object]]:
    """The comparison as plain JSON values, by type and over `all`: strict F1 before and now, the interval of its change, and how many
    places are `fixed`, `new` errors, or `changed` (another error than before)."""
    before = {**comparison.before.by_type, ALL: comparison.before.total}
    rows: dict[str, dict[str, object]] = {}
    for name, score in {**after.by_type, ALL: after.total}.items():
        interval = comparison.f1_change[name]
        rows[name] = {
            "f1_before": before[name].strict.f1,
            "f1": score.strict.f1,
            "interval": interval and [interval.low, interval.high],
            **{verdict: comparison.count(verdict, None if name == ALL else name) for verdict in VERDICTS},
        }
    return rows


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
