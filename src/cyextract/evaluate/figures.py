"""Score figures: which field of a number's row is right; the package docstring defines the matching."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cyextract.evaluate.gold_documents import LayerEntry, Layers

FIGURE_FIELDS = ("kind", "direction", "status", "metric", "subject", "whole", "period", "basis")
_CODES = frozenset(("kind", "direction", "status"))
_CORE = ("kind", "direction", "status", "metric", "period")
_FULL = (*_CORE, "subject", "whole")
_LOOSE = re.compile(r"[\s“”\"*()（）]")
_SHORTEST = 2  # characters of a part that stands for the longer


class FieldCounts(NamedTuple):
    """How a field of paired rows fared; values that gold has from context are counted apart.

    Attributes:
        predicted, predicted_right: values given, and how many of them are right.
        gold, gold_right: values stated in gold, and how many of them were found.
        rows, rows_right, exact: rows, those that agree, null and null too, and those that do to the letter.
        context, context_right: values that gold takes from context, and how many of them were found.
    """

    predicted: int = 0
    predicted_right: int = 0
    gold: int = 0
    gold_right: int = 0
    rows: int = 0
    rows_right: int = 0
    exact: int = 0
    context: int = 0
    context_right: int = 0

    @property
    def precision(self) -> float:
        """Share of the values given that are right; 0 where none is given."""
        return self.predicted_right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the values stated in gold that were found; 0 where gold states none."""
        return self.gold_right / self.gold if self.gold else 0.0


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A field of a row that does not agree."""

    document_id: str
    start: int
    text: str
    field: str
    gold: object
    predicted: object


@dataclass(frozen=True, slots=True)
class FigureScore:
    """How figures fared: `core` rows have kind, direction, status, metric and period right, `full` ones subject and whole as well."""

    gold: int = 0
    predicted: int = 0
    paired: int = 0
    core: int = 0
    full: int = 0
    fields: Mapping[str, FieldCounts] = field(default_factory=dict)
    differences: tuple[FigureDifference, ...] = field(default=(), compare=False)
    by_document: tuple[FigureScore, ...] = field(default=(), compare=False)
    """The same of each document, for `bootstrap_figures`."""

    def __add__(self, other: FigureScore) -> FigureScore:
        fields = {
            name: FieldCounts(*map(sum, zip(self.fields.get(name, FieldCounts()), other.fields.get(name, FieldCounts()), strict=True)))
            for name in FIGURE_FIELDS
        }
        return FigureScore(
            self.gold + other.gold, self.predicted + other.predicted, self.paired + other.paired, self.core + other.core,
            self.full + other.full, fields, self.differences + other.differences,
        )  # fmt: skip


def score_figures(gold: Mapping[str, Layers], predicted: Mapping[str, Layers]) -> FigureScore:
    """Score predicted figures against gold by document id, over the documents whose gold has figures.

    >>> row = {"start": 4, "end": 8, "kind": "level", "status": "actual", "metric": {"text": "税收", "start": 2, "end": 4}}
    >>> longer = {**row, "metric": {"text": "全市税收", "start": 0, "end": 4}}
    >>> score = score_figures({"x": Layers(figures=(row,))}, {"x": Layers(figures=(longer,))})
    >>> score.core, score.fields["metric"].precision, score.fields["metric"].exact
    (1, 1.0, 0)
    """
    scores = [_score_document(id, layers.figures, predicted.get(id, Layers()).figures) for id, layers in gold.items() if layers.figures]
    return replace(sum(scores, FigureScore()), by_document=tuple(scores))


def _score_document(id: str, gold: Sequence[LayerEntry], predicted: Sequence[LayerEntry]) -> FigureScore:
    pairs, extra = _pair(gold, predicted)
    required = [(g, p) for g, p in pairs if not g.get("optional")]
    paired = [(g, p) for g, p in required if p is not None]
    counts = dict.fromkeys(FIGURE_FIELDS, FieldCounts())
    differences: list[FigureDifference] = []
    core = full = 0
    for wanted, found in paired:
        good: dict[str, bool] = {}
        for name in FIGURE_FIELDS:
            counts[name], good[name] = _count(counts[name], name, wanted.get(name), found.get(name))
            if not good[name]:
                start, text = _span(wanted)[0], str(wanted.get("text", ""))
                differences.append(FigureDifference(id, start, text, name, _phrase(wanted.get(name)), _phrase(found.get(name))))
        core += all(good[name] for name in _CORE)
        full += all(good[name] for name in _FULL)
    return FigureScore(len(required), extra + len(paired), len(paired), core, full, counts, tuple(differences))


def _pair(gold: Sequence[LayerEntry], predicted: Sequence[LayerEntry]) -> tuple[list[tuple[LayerEntry, LayerEntry | None]], int]:
    """Each gold row with the first prediction that overlaps it and is not taken, and how many predictions are left over."""
    left = list(predicted)
    pairs: list[tuple[LayerEntry, LayerEntry | None]] = []
    for row in gold:
        start, end = _span(row)
        match = next((p for p in left if _span(p)[0] < end and start < _span(p)[1]), None)
        if match is not None:
            left = [p for p in left if p is not match]
        pairs.append((row, match))
    return pairs, len(left)


def _span(row: LayerEntry) -> tuple[int, int]:
    mention = row.get("mention")
    start, end = mention if isinstance(mention, list | tuple) else (row.get("start"), row.get("end"))
    return (start, end) if isinstance(start, int) and isinstance(end, int) else (-1, -1)


def _count(counts: FieldCounts, name: str, gold: object, predicted: object) -> tuple[FieldCounts, bool]:
    """The counts with one more row, and whether it agrees: a value that gold takes from context costs nothing when it is not given."""
    right, exact = _agree(name, gold, predicted)
    given = predicted is not None
    if isinstance(gold, Mapping) and gold.get("from") == "context":
        counts = counts._replace(context=counts.context + 1, context_right=counts.context_right + (right and given))
        if not given:
            return counts, True
        counts = counts._replace(
            rows=counts.rows + 1, rows_right=counts.rows_right + right, exact=counts.exact + exact, predicted=counts.predicted + 1,
            predicted_right=counts.predicted_right + right,
        )  # fmt: skip
        return counts, right
    stated = gold is not None
    return counts._replace(
        rows=counts.rows + 1, rows_right=counts.rows_right + right, exact=counts.exact + exact, gold=counts.gold + stated,
        gold_right=counts.gold_right + (stated and right), predicted=counts.predicted + given,
        predicted_right=counts.predicted_right + (given and right and stated),
    ), right  # fmt: skip


def _agree(name: str, gold: object, predicted: object) -> tuple[bool, bool]:
    """Whether two values of a field agree, and whether to the letter."""
    if name in _CODES:
        return (gold or None) == (predicted or None), (gold or None) == (predicted or None)
    if not isinstance(gold, Mapping) or not isinstance(predicted, Mapping):
        return gold is None and predicted is None, gold is None and predicted is None
    results = [_same(name, value, predicted) for value in _alternatives(gold)]
    return any(right for right, _ in results), any(exact for _, exact in results)


def _alternatives(gold: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    yield gold
    others = gold.get("alt")
    yield from (value for value in (others if isinstance(others, list | tuple) else ()) if isinstance(value, Mapping))


def _same(name: str, gold: Mapping[str, object], predicted: Mapping[str, object]) -> tuple[bool, bool]:
    if name == "period":
        return gold.get("value") == predicted.get("value"), all(gold.get(key) == predicted.get(key) for key in ("value", "mod"))
    if name == "basis":
        same = gold.get("type") == predicted.get("type")
        return same, same and _bare(gold) == _bare(predicted)
    wanted, found = _bare(gold), _bare(predicted)
    if wanted == found:
        return True, True
    short, long = sorted((wanted, found), key=len)
    if name == "metric":
        return len(short) >= _SHORTEST and long.endswith(short), False
    (low, high), (start, end) = _span(gold), _span(predicted)
    return (start >= 0 and low < end and start < high) or (len(short) >= _SHORTEST and short in long), False


def _bare(value: Mapping[str, object]) -> str:
    return _LOOSE.sub("", str(value.get("text") or ""))


def _phrase(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return None if value is None else str(value)
    return str(value.get("value") or value.get("type") or value.get("text"))
