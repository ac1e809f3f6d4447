"""How far a score would move with other documents of the same kind: percentile bootstrap over documents.

Documents are what a corpus is sampled by; mentions of one document resemble each other, so drawing mentions would promise too
much. Each of 1000 resamples draws as many documents as there are, with replacement, always the same draws for the same number
of documents. The interval is what lies between the 2.5th and the 97.5th percentile (Efron and Tibshirani, *An Introduction to
the Bootstrap*, 1993, chapter 13). With few documents it is too narrow: below some twenty, read it as a lower limit of doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from statistics import quantiles

from cyextract.evaluate.figures import FigureScore
from cyextract.evaluate.scores import ALL, Counts, Evaluation, Interval, Intervals, Score

RESAMPLES = 1000
_DRAWS = 1993  # any fixed number will do; it makes two runs comparable
_WIDTH = 40  # bits for one count; no corpus has 2^40 mentions
_MASK = (1 << _WIDTH) - 1
_FIELDS = 13  # counts in a `Score`


def bootstrap(evaluation: Evaluation) -> dict[str, Intervals]:
    """Compute the intervals of every type, and of their sum under `all`.

    >>> from cyextract.evaluate import Annotation, GoldDocument, score
    >>> date = Annotation("DATE", 0, 4, {"value": "2021"})
    >>> gold = [GoldDocument("a", (date,)), GoldDocument("b", (date,))]
    >>> bootstrap(score(gold, {"a": [date]}))["DATE"]["recall"]
    Interval(low=0.0, high=1.0)
    """
    shares = ("value", "attribute")  # of one type: over all types they would be shares of different things
    names = [*evaluation.by_type, ALL]
    samples: list[list[dict[str, float | None]]] = [[] for _ in names]
    for totals in resample(document_scores(evaluation)):
        for rates, total in zip(samples, (*totals, sum(totals, Score())), strict=True):
            rates.append(rates_of(total))
    return {
        name: {rate: interval_of([r[rate] for r in rates]) for rate in rates_of(Score()) if name != ALL or rate not in shares}
        for name, rates in zip(names, samples, strict=True)
    }


def bootstrap_difference(before: Evaluation, after: Evaluation) -> dict[str, Interval | None]:
    """Interval of the change in strict F1, by type and under `all`, from the same draws for both runs.

    Both must be scored against the same gold and for the same types. An interval without 0 is a change that the choice of
    documents does not explain.
    """
    names = [*after.by_type, ALL]
    pairs = [(*old, *new) for old, new in zip(document_scores(before), document_scores(after), strict=True)]
    changes: list[list[float | None]] = [[] for _ in names]
    for totals in resample(pairs):
        old, new = totals[: len(names) - 1], totals[len(names) - 1 :]
        both = zip((*old, sum(old, Score())), (*new, sum(new, Score())), strict=True)
        for change, (was, now) in zip(changes, both, strict=True):
            change.append(now.strict.f1 - was.strict.f1)
    return {name: interval_of(change) for name, change in zip(names, changes, strict=True)}


def bootstrap_figures(figures: FigureScore) -> dict[str, Intervals]:
    """Intervals of precision and recall of every field, and under `rows` of the shares of gold rows that are right in core and in full.

    >>> from cyextract.evaluate import Layers, score_figures
    >>> row = {"start": 0, "end": 4, "kind": "level", "status": "actual"}
    >>> gold = {"a": Layers(figures=(row,)), "b": Layers(figures=(row,))}
    >>> found = bootstrap_figures(score_figures(gold, {"a": gold["a"]}))
    >>> found["rows"]["core"], found["kind"]["precision"]
    (Interval(low=0.0, high=1.0), Interval(low=1.0, high=1.0))
    """
    names = list(figures.fields)
    samples: dict[str, dict[str, list[float | None]]] = {name: {"precision": [], "recall": []} for name in names}
    samples["rows"] = {"core": [], "full": []}
    for counts in _resample_counts([_figure_counts(score, names) for score in figures.by_document]):
        for place, name in enumerate(names):
            predicted, predicted_right, gold, gold_right = counts[4 * place : 4 * place + 4]
            samples[name]["precision"].append(predicted_right / predicted if predicted else None)
            samples[name]["recall"].append(gold_right / gold if gold else None)
        rows, core, full = counts[-3:]
        samples["rows"]["core"].append(core / rows if rows else None)
        samples["rows"]["full"].append(full / rows if rows else None)
    return {name: {rate: interval_of(values) for rate, values in rates.items()} for name, rates in samples.items()}


def _figure_counts(score: FigureScore, names: Sequence[str]) -> list[int]:
    counts = [count for name in names for count in score.fields[name][:4]]
    return [*counts, score.gold, score.core, score.full]


def document_scores(evaluation: Evaluation) -> list[tuple[Score, ...]]:
    """One row for each document: its score for every type."""
    return list(zip(*evaluation.by_document.values(), strict=True))


def rates_of(score: Score) -> dict[str, float | None]:
    """The rates of a score by name; `None` where there is nothing to take a share of."""
    return {
        "precision": score.strict.precision if score.strict.hits + score.strict.spurious else None,
        "recall": score.strict.recall if score.strict.hits + score.strict.missed else None,
        "f1": _f1(score.strict),
        "relaxed_f1": _f1(score.relaxed),
        "facts_f1": _f1(score.facts),
        "value": score.value,
        "attribute": score.attribute,
    }


def _f1(counts: Counts) -> float | None:
    return None if counts.is_empty else counts.f1


def interval_of(values: Sequence[float | None]) -> Interval | None:
    """The middle 95 % of the values that are there."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    points = quantiles(known, n=40, method="inclusive")
    return Interval(points[0], points[-1])


def resample(rows: Sequence[Sequence[Score]]) -> Iterator[tuple[Score, ...]]:
    """Yield the column sums of as many drawn rows as there are, `RESAMPLES` times; nothing for fewer than two rows."""
    for counts in _resample_counts([[count for score in row for count in _counts(score)] for row in rows]):
        yield tuple(_score(counts[first : first + _FIELDS]) for first in range(0, len(counts), _FIELDS))


def _resample_counts(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The same of plain counts."""
    if len(rows) < 2:
        return
    # All counts of a document stand side by side in one integer: one addition adds them all, ten times faster than one by one.
    packed = [_pack(row) for row in rows]
    draws = Random(_DRAWS)
    for _ in range(RESAMPLES):
        total = sum(draws.choices(packed, k=len(packed)))
        yield [total >> (_WIDTH * place) & _MASK for place in range(len(rows[0]))]


def _pack(counts: Sequence[int]) -> int:
    packed = 0
    for count in reversed(counts):
        packed = packed << _WIDTH | count
    return packed


def _counts(score: Score) -> list[int]:
    measures = (count for c in (score.strict, score.relaxed, score.facts) for count in (c.hits, c.spurious, c.missed))
    return [*measures, score.value_stated, score.value_right, score.attribute_stated, score.attribute_right]


def _score(counts: Sequence[int]) -> Score:
    return Score(Counts(*counts[0:3]), Counts(*counts[3:6]), Counts(*counts[6:9]), *counts[9:_FIELDS])
