"""Scores as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping

from cyextract.evaluate.figures import FigureScore
from cyextract.evaluate.scores import ALL, Counts, Evaluation, Intervals, LayerScore, Score


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


def summarize_figures(figures: FigureScore, intervals: Mapping[str, Intervals] | None = None) -> dict[str, object]:
    """The scores of figures as plain JSON values: rows, and by field precision, recall and counts.

    With `intervals`, as `bootstrap_figures` returns them, each field and the whole also has `intervals`: rate name to `[low, high]`.
    """
    fields: dict[str, dict[str, object]] = {
        name: {"precision": counts.precision, "recall": counts.recall, **counts._asdict()} for name, counts in figures.fields.items()
    }
    summary: dict[str, object] = {
        "gold": figures.gold, "predicted": figures.predicted, "paired": figures.paired, "core": figures.core, "full": figures.full,
        "fields": fields,
    }  # fmt: skip
    for name, rates in (intervals or {}).items():
        (summary if name == "rows" else fields[name])["intervals"] = {rate: i and [i.low, i.high] for rate, i in rates.items()}
    return summary


def _summarize_score(score: Score) -> dict[str, object]:
    measures: dict[str, object] = {name: _summarize_counts(counts) for name, counts in score.measures().items()}
    return {**measures, "value": score.value, "attribute": score.attribute}


def _summarize_counts(counts: Counts) -> dict[str, float | None]:
    rates = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
    known = dict.fromkeys(rates) if counts.is_empty else rates
    return {**known, "hits": counts.hits, "spurious": counts.spurious, "missed": counts.missed}
