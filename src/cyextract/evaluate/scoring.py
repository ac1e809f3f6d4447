"""Match predictions to gold and count; the package docstring defines each measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from cyextract.evaluate.gold_documents import Annotation, GoldDocument
from cyextract.evaluate.scores import Counts, Difference, Evaluation, Score
from cyextract.evaluate.value_match import has_same_attribute, has_same_value, is_same_fact, states_attribute, states_value

_NOWHERE = Annotation("", 0, 0)


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
        of_type = [a for document in gold for a in document.annotations if a.type == type_]
        tells_facts = not of_type or any(map(states_value, of_type))
        for document in gold:
            wanted = [a for a in document.annotations if a.type == type_]
            found = [a for a in predictions.get(document.id, ()) if a.type == type_]
            added, differing = _score_document(document.id, type_, wanted, found)
            scores.append(added if tells_facts else replace(added, facts=Counts()))
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
    with_value = [pair for pair in required if states_value(pair[0])]
    with_attribute = [pair for pair in required if states_attribute(pair[0])]
    wrong_value = [pair for pair in with_value if not has_same_value(*pair)]
    wrong_attribute = [pair for pair in with_attribute if not has_same_attribute(*pair)]
    facts = [a if states_value(a) else replace(a, optional=True) for a in gold]
    score = Score(
        Counts(len(required), len(spurious), len(missed)),
        _count_overlapping(gold, found, lambda wanted, predicted: True),
        _count_overlapping(facts, found, is_same_fact),
        len(with_value),
        len(with_value) - len(wrong_value),
        len(with_attribute),
        len(with_attribute) - len(wrong_attribute),
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
