"""Spans that a text hints at: names that the scorer alone does not reach, and what stands beside names in lists.

A brand among brands (甲、乙、丙), what stands before and in a bracket with a Latin name, and a likely name with a unit behind it become
candidates if the scorer does not find them out of the question.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org.places import Span
from cyextract.recognizers.org.scorer import UNIT
from cyextract.recognizers.org.tagged_text import TaggedText

HINTED_FLOOR = -3 * UNIT
"""Least margin of a character of a candidate that is hinted at."""

LONGEST = 40  # characters of a candidate that no rule proposes; registered names have about 30
_BARRED = frozenset("，。；！？\n、“”()")
JOINS = frozenset("、和与及")
_MOST_ITEM, _MOST_ITEM_WORDS = 8, 3  # characters, words of an item of a list
_MOST_HOST_WORDS = 7  # the same of what a bracket names otherwise
NO_NAME = -2 * UNIT  # what counts where no candidate stands beside a mark
SURE_NAME = 3 * UNIT  # more does not count

_MOST_UNIT_WORDS = 3
_BOUNDS = frozenset("X_m.()")  # classes of words that no name of a unit goes on over
_HEADS = frozenset((lx.BRANCH, lx.DEPARTMENT, lx.STRONG, lx.WEAK, lx.FIRM))

_BRACKETED = re.compile(r"\( ?([A-Z][A-Za-z0-9&.,'\- ]{0,60}[A-Za-z0-9.])(?: ?\)|[,，;；])")
_DEFINES = re.compile(r"\((?:(?:以下|下)?(?:简称|统称|称)|又称|又名|也称|英文|缩写)")


class Neighbours:
    """The best margins of the candidates that begin and that end at an offset; those of rules are likely.

    Attributes:
        begins, ends: offset -> margin.
        likely: where the likely candidates begin that end at an offset.

    Args:
        found: candidates and their margins.
        ruled: spans of the rules.
    """

    def __init__(self, found: Mapping[Span, int], ruled: Collection[Span]) -> None:
        self.begins = begins = dict.fromkeys([start for start, _ in ruled], UNIT)
        self.ends = ends = dict.fromkeys([end for _, end in ruled], UNIT)
        self.likely = likely = {end: [start] for start, end in ruled}
        for (start, end), margin in found.items():
            if margin > 0 and start not in (starts := likely.setdefault(end, [])):
                starts.append(start)
            if margin > begins.get(start, NO_NAME):
                begins[start] = margin
            if margin > ends.get(end, NO_NAME):
                ends[end] = margin

    def in_list(self, view: str, span: Span) -> int:
        """How likely the names are that stand beside a span in a list; nought where it is in none."""
        start, end = span
        before = self.ends.get(start - 1, NO_NAME) if view[start - 1 : start] in JOINS else None
        behind = self.begins.get(end + 1, NO_NAME) if view[end : end + 1] in JOINS else before
        if behind is None:
            return 0
        return min(SURE_NAME, behind if before is None else (before + behind) // 2)


def hints_of_marks(view: str, text: TaggedText, near: Neighbours) -> Iterator[Span]:
    """Items of lists beside names, and what stands before and in brackets."""
    at = view.find("、")
    while at >= 0:
        if near.ends.get(at, 0) > 0 and at + 1 not in near.begins:
            yield from _forth(view, text, at + 1)
        if near.begins.get(at + 1, 0) > 0 and at not in near.ends:
            yield from _back(view, text, at, _MOST_ITEM_WORDS, _MOST_ITEM)
        at = view.find("、", at + 1)
    for bracket in chain(_BRACKETED.finditer(view), _DEFINES.finditer(view)):
        at = bracket.start()
        if near.ends.get(at, -1) < 0:
            yield from _back(view, text, at, _MOST_HOST_WORDS, LONGEST)
        elif bracket.re is _BRACKETED and near.ends[at] > 0:
            yield bracket.span(1)


def _forth(view: str, text: TaggedText, start: int) -> Iterator[Span]:
    starts = text.starts
    first = bisect_left(starts, start)
    if first < len(starts) and starts[first] == start:
        for end in starts[first + 1 : first + 1 + _MOST_ITEM_WORDS]:
            if end - start > _MOST_ITEM or not _BARRED.isdisjoint(view[start:end]):
                return
            if end - start > 1:
                yield start, end


def _back(view: str, text: TaggedText, end: int, words: int, characters: int) -> Iterator[Span]:
    starts = text.starts
    last = bisect_left(starts, end)
    if starts[last] == end:
        for start in reversed(starts[max(0, last - words) : last]):
            if end - start > characters or not _BARRED.isdisjoint(view[start:end]):
                return
            if end - start > 1:
                yield start, end


def hints_of_units(text: TaggedText, near: Neighbours) -> Iterator[Span]:
    """Likely names with what may be a part of the body behind them: a few words, the last of which ends names."""
    starts, classes = text.starts, text.classes
    for end, begins in near.likely.items():
        first = bisect_left(starts, end)
        if starts[first] != end or _HEADS.isdisjoint(classes[first : first + _MOST_UNIT_WORDS]):
            continue
        for at in range(first, min(first + _MOST_UNIT_WORDS, len(classes))):
            if classes[at] in _BOUNDS:
                break
            if classes[at] in _HEADS:
                yield from [(begin, starts[at + 1]) for begin in begins if starts[at + 1] - begin <= LONGEST]
