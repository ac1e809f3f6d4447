"""One error in its context: the text cut at the edges of both sides, and what each side says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from cyextract.evaluate import Annotation, ErrorCase, FigureDifference, LayerDifference
from cyextract.evaluate.layers import phrase_part
from cyextract.evaluate.value_match import compared_fields

_CONTEXT = 24  # code points on each side
_BEFORE, _BEHIND = 40, 20  # around the start of a number
_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}  # what shows nothing, or turns the writing direction


@dataclass(frozen=True, slots=True)
class ErrorStretch:
    """A piece of the context that lies wholly inside or outside of each side."""

    text: str
    in_gold: bool
    in_predicted: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One thing that a side says something about; `""` where the other says nothing of it."""

    name: str
    gold: str
    predicted: str
    differs: bool = False
    """Whether there are two sides and they disagree."""


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One disagreement about an agreement."""

    kind: str
    document: str
    title: str
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class FigureInError:
    """One field of a figure that does not agree with gold."""

    field: str
    document: str
    context: str
    gold: str
    predicted: str


def lay_out(case: ErrorCase, text: str) -> tuple[ErrorStretch, ...]:
    """Cut the surroundings of an error wherever a side begins or ends."""
    gold, predicted = case.gold, case.predicted
    edges = {edge for side in (gold, predicted) if side for edge in (side.start, side.end)}
    edges |= {max(0, case.start - _CONTEXT), min(len(text), case.end + _CONTEXT)}
    pieces = ((start, end) for start, end in pairwise(sorted(edges)) if start < len(text))
    return tuple(ErrorStretch(make_visible(text[start:end]), _covers(gold, start), _covers(predicted, start)) for start, end in pieces)


def list_sides(case: ErrorCase, text: str) -> tuple[Side, ...]:
    """What gold and prediction say: type where it differs, text, compared fields, and the rule behind the prediction."""
    gold, predicted = case.gold, case.predicted
    names = dict.fromkeys(name for side in (gold, predicted) if side for name in compared_fields(side.type))
    said = [("text", _slice(gold, text), _slice(predicted, text)), *((name, _say(gold, name), _say(predicted, name)) for name in names)]
    if gold and predicted and gold.type != predicted.type:
        said.insert(0, ("type", gold.type, predicted.type))
    has_both = gold is not None and predicted is not None
    rows = [Side(name, left, right, has_both and left != right) for name, left, right in said]
    rows.append(Side("rule", "", _say(predicted, "rule")))
    return tuple(row for row in rows if row.gold or row.predicted)


def describe_layers(differences: Iterable[LayerDifference]) -> tuple[LayerRow, ...]:
    """One row for each disagreement about an agreement."""
    rows = []
    for item in differences:
        event = item.gold or item.predicted or {}
        field = item.kind if item.kind in ("date", "parties") else "action"
        sides = (make_visible(phrase_part(side, field)) if side else "" for side in (item.gold, item.predicted))
        rows.append(LayerRow(item.kind, item.document_id, str(event.get("title", "")), *sides))
    return tuple(rows)


def describe_figures(differences: Iterable[FigureDifference], texts: Mapping[str, str]) -> tuple[FigureInError, ...]:
    """One row for each field of a figure that does not agree with gold."""
    rows = []
    for item in differences:
        text = texts.get(item.document_id, "")
        context = text[max(0, item.start - _BEFORE) : item.start + _BEHIND] or item.text
        sides = ("" if side is None else make_visible(str(side)) for side in (item.gold, item.predicted))
        rows.append(FigureInError(item.field, item.document_id, make_visible(context), *sides))
    return tuple(rows)


def make_visible(text: str) -> str:
    r"""Show line breaks as ⏎, tabs as ⇥, and every other character that shows nothing by its number.

    >>> make_visible("市\r\n委\u202e")
    '市⏎委[202E]'
    """
    return "".join(map(_make_visible, text.replace("\r\n", "\n")))


def _make_visible(char: str) -> str:
    if char in "\n\r\t":
        return "⇥" if char == "\t" else "⏎"
    return f"[{ord(char):04X}]" if unicodedata.category(char) in _HIDDEN else char


def _covers(side: Annotation | None, position: int) -> bool:
    return side is not None and side.start <= position < side.end


def _slice(side: Annotation | None, text: str) -> str:
    if side is None:
        return ""
    return make_visible(text[side.start : side.end] or str(side.fields.get("text", ""))) or f"{side.start}..{side.end}"


def _say(side: Annotation | None, name: str) -> str:
    value = side.fields.get(name) if side else None
    return "" if value is None else make_visible(str(value))
