"""Match predictions to gold and count; the package docstring defines each measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from cyextract.evaluate.gold_documents import Annotation, GoldDocument
from cyextract.evaluate.value_match import has_same_attribute, has_same_value, is_same_fact

if TYPE_CHECKING:
    from cyextract.evaluate.bootstrap import Intervals
    from cyextract.evaluate.layers import LayerScore

ALL = "all"  # the name of the sum over types, in summaries and among intervals
_NOWHERE = Annotation("", 0, 0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits, spurious predictions and misses, with the rates made of them."""

    hits: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Hits among the predictions."""
        return self.hits / (self.hits + self.spurious) if self.hits else 0.0

    @property
    def recall(self) -> float:
        """Hits among the gold mentions."""
        return self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / (2 * self.hits + self.spurious + self.missed) if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """How one type fared. `value_right` and `attribute_right` count among `strict.hits`."""

    strict: Counts = Counts()
    relaxed: Counts = Counts()
    facts: Counts = Counts()
    value_right: int = 0
    attribute_right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.strict + other.strict,
            self.relaxed + other.relaxed,
            self.facts + other.facts,
            self.value_right + other.value_right,
            self.attribute_right + other.attribute_right,
        )

    @property
    def value(self) -> float | None:
        """Share of the strict hits with the right value."""
        return self.value_right / self.strict.hits if self.strict.hits else None

    @property
    def attribute(self) -> float | None:
        """Share of the strict hits with the right `mod`, `kind` or `category`."""
        return self.attribute_right / self.strict.hits if self.strict.hits else None

    def measures(self) -> dict[str, Counts]:
        """The three ways of matching, by name."""
        return {"strict": self.strict, "relaxed": self.relaxed, "facts": self.facts}


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement under strict matching; `gold` or `predicted` is `None` where there is none."""

    kind: Literal["missed", "spurious", "value", "attribute"]
    document_id: str
    type: str
    gold: Annotation | None
    predicted: Annotation | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by type, their sum, and every disagreement in the order of types, documents and text."""

    by_type: Mapping[str, Score]
    total: Score
    differences: tuple[Difference, ...]
    documents: int
    unanswered: tuple[str, ...]
    """Ids of gold documents without a prediction; their mentions count as missed."""
    by_document: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)
    """For each type the score of every document, in the order of gold, which is what the bootstrap draws from."""


def score(gold: Sequence[GoldDocument], predictions: Mapping[str, Sequence[Annotation]], types: Iterable[str] | None = None) -> Evaluation:
    """Score predictions against gold; the package docstring defines each measure.

    Args:
        gold: the documents; ids are expected to be unique.
        predictions: mentions by document id, in text order. Other documents are ignored.
        types: the types to score; by default those that occur in gold.

    >>> a = Annotation("DATE", 0, 4, {"value": "2021-06-04"})
    >>> b = Annotation("DATE", 0, 4, {"value": "2021-06-05"})
    >>> dates = score([GoldDocument("x", (a,))], {"x": [b]}).by_type["DATE"]
    >>> dates.strict, dates.facts.f1, dates.value
    (Counts(hits=1, spurious=0, missed=0), 0.0, 0.0)
    """
    chosen = sorted({a.type for document in gold for a in document.annotations} if types is None else set(types))
    by_document: dict[str, tuple[Score, ...]] = {}
    differences: list[Difference] = []
    for type_ in chosen:
        scores = []
        for document in gold:
            wanted = [a for a in document.annotations if a.type == type_]
            found = [a for a in predictions.get(document.id, ()) if a.type == type_]
            added, differing = _score_document(document.id, type_, wanted, found)
            scores.append(added)
            differences += differing
        by_document[type_] = tuple(scores)
    by_type = {type_: sum(scores, Score()) for type_, scores in by_document.items()}
    return Evaluation(
        by_type,
        sum(by_type.values(), Score()),
        tuple(differences),
        len(gold),
        tuple(document.id for document in gold if document.id not in predictions),
        by_document,
    )


def summarize(evaluation: Evaluation, intervals: Mapping[str, Intervals] | None = None) -> dict[str, object]:
    """The scores as plain JSON values: by type and over `all`, rates and counts, without the differences.

    With `intervals`, as `bootstrap` returns them, each type and `all` also has `intervals`: rate name to `[low, high]`.
    """
    types = {name: _summarize_score(score) for name, score in evaluation.by_type.items()}
    total: dict[str, object] = {name: _summarize_counts(counts) for name, counts in evaluation.total.measures().items()}
    for name, rates in (intervals or {}).items():
        (total if name == ALL else types[name])["intervals"] = {rate: i and [i.low, i.high] for rate, i in rates.items()}
    return {"documents": evaluation.documents, "types": types, ALL: total}


def summarize_layers(layers: LayerScore) -> dict[str, object]:
    """The scores of the document layers as plain JSON values."""
    agreements = {**_summarize_counts(layers.agreements), "date": layers.dates, "parties": layers.parties}
    return {"agreements": agreements, "aliases": _summarize_counts(layers.aliases)}


def _summarize_score(score: Score) -> dict[str, object]:
    measures: dict[str, object] = {name: _summarize_counts(counts) for name, counts in score.measures().items()}
    return {**measures, "value": score.value, "attribute": score.attribute}


def _summarize_counts(counts: Counts) -> dict[str, float]:
    rates = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
    return {**rates, "hits": counts.hits, "spurious": counts.spurious, "missed": counts.missed}


def _score_document(
    document_id: str, type_: str, gold: Sequence[Annotation], found: Sequence[Annotation]
) -> tuple[Score, list[Difference]]:
    free = {(a.start, a.end): a for a in gold}
    hits: list[tuple[Annotation, Annotation]] = []
    spurious: list[Annotation] = []
    for predicted in found:
        match = free.pop((predicted.start, predicted.end), None)
        if match is not None:
            hits.append((match, predicted))
        elif not _is_excused(predicted, gold):
            spurious.append(predicted)
    required = [pair for pair in hits if not pair[0].optional]
    missed = [a for a in free.values() if not a.optional]
    wrong_value = [pair for pair in required if not has_same_value(*pair)]
    wrong_attribute = [pair for pair in required if not has_same_attribute(*pair)]
    score = Score(
        Counts(len(required), len(spurious), len(missed)),
        _count_overlapping(gold, found, lambda wanted, predicted: True),
        _count_overlapping(gold, found, is_same_fact),
        len(required) - len(wrong_value),
        len(required) - len(wrong_attribute),
    )
    differences = [
        *(Difference("spurious", document_id, type_, None, predicted) for predicted in spurious),
        *(Difference("missed", document_id, type_, wanted, None) for wanted in missed),
        *(Difference("value", document_id, type_, *pair) for pair in wrong_value),
        *(Difference("attribute", document_id, type_, *pair) for pair in wrong_attribute),
    ]
    return score, sorted(differences, key=lambda d: (d.gold or d.predicted or _NOWHERE).start)


def _is_excused(predicted: Annotation, gold: Iterable[Annotation]) -> bool:
    """Whether a prediction without a partner lies on an optional mention."""
    return any(a.optional and a.overlaps(predicted) for a in gold)


def _count_overlapping(
    gold: Sequence[Annotation], found: Sequence[Annotation], accepts: Callable[[Annotation, Annotation], bool]
) -> Counts:
    free = list(gold)
    hits = spurious = 0
    for predicted in found:
        index = next((i for i, a in enumerate(free) if a.overlaps(predicted) and accepts(a, predicted)), None)
        if index is not None:
            hits += not free.pop(index).optional
        elif not _is_excused(predicted, gold):
            spurious += 1
    return Counts(hits, spurious, sum(not a.optional for a in free))
