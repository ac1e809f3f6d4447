"""Spans that a text hints at: names that the scorer alone does not reach, and what stands beside names in lists.

A brand among brands (甲、乙、丙), what stands before and in a bracket with a Latin name, and what a certain name of the text leaves when
its place or its last words go: each becomes a candidate if the scorer does not find it out of the question.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org.places import Span, find_whole
from cyextract.recognizers.org.scorer import UNIT
from cyextract.recognizers.org.tagged_text import TaggedText

HINTED_FLOOR = -3 * UNIT
"""Least margin of a character of a candidate that is hinted at."""

_BARRED = frozenset("，。；！？\n、“”()")
_JOINS = frozenset("、和与及")
_MOST_ITEM, _MOST_ITEM_WORDS = 8, 3  # characters, words of an item of a list
_MOST_HOST, _MOST_HOST_WORDS = 60, 7  # the same of what a bracket names otherwise
_NO_NAME = -2 * UNIT  # what counts where no candidate stands beside a mark
_SURE_NAME = 3 * UNIT  # more does not count

_BRACKETED = re.compile(r"\( ?([A-Z][A-Za-z0-9&.,'\- ]{0,60}[A-Za-z0-9.])(?: ?\)|[,，;；])")
_DEFINES = re.compile(r"\((?:(?:以下|下)?(?:简称|统称|称)|又称|又名|也称|英文|缩写)")

_OWN = frozenset("APUNEnsx")  # classes of words that may be a name's own
_PLACES = frozenset((lx.REGION, lx.CENTRAL))
_ENDS_BODY = frozenset((lx.NAME, lx.STRONG, lx.LEGAL, lx.FIRM, lx.WEAK))
_SHORTENED, _SHORT = range(3, 41), range(2, 13)  # characters of a name, and of a short form
_LEAST_TAIL = 4  # characters of a short form that leaves out what stands before it
_CUT = range(2, 5)  # characters of the beginning of a name that is one word


class Neighbours:
    """The best margins of the candidates that begin and that end at an offset; those of rules are likely.

    Args:
        found: candidates and their margins.
        ruled: spans of the rules.
    """

    def __init__(self, found: Mapping[Span, int], ruled: Collection[Span]) -> None:
        self.begins = begins = dict.fromkeys([start for start, _ in ruled], UNIT)
        self.ends = ends = dict.fromkeys([end for _, end in ruled], UNIT)
        for (start, end), margin in found.items():
            if margin > begins.get(start, _NO_NAME):
                begins[start] = margin
            if margin > ends.get(end, _NO_NAME):
                ends[end] = margin

    def in_list(self, view: str, span: Span) -> int | None:
        """How likely the names are that stand beside a span in a list; None where it is in no list."""
        start, end = span
        beside = []
        if view[start - 1 : start] in _JOINS:
            beside.append(self.ends.get(start - 1, _NO_NAME))
        if view[end : end + 1] in _JOINS:
            beside.append(self.begins.get(end + 1, _NO_NAME))
        return min(_SURE_NAME, sum(beside) // len(beside)) if beside else None


def hints_of_marks(view: str, text: TaggedText, near: Neighbours) -> Iterator[Span]:
    """Items of lists beside names, and what stands before and in brackets."""
    at = view.find("、")
    while at >= 0:
        if near.ends.get(at, 0) > 0 and at + 1 not in near.begins:
            yield from _forth(view, text, at + 1)
        if near.begins.get(at + 1, 0) > 0 and at not in near.ends:
            yield from _back(view, text, at, _MOST_ITEM_WORDS, _MOST_ITEM)
        at = view.find("、", at + 1)
    bracketed = list(_BRACKETED.finditer(view))
    for bracket in bracketed:
        if near.ends.get(bracket.start(), 0) > 0:
            yield bracket.span(1)
    for bracket in chain(bracketed, _DEFINES.finditer(view)):
        if near.ends.get(bracket.start(), -1) < 0:
            yield from _back(view, text, bracket.start(), _MOST_HOST_WORDS, _MOST_HOST)


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


class ShortForm(NamedTuple):
    """A short form of a name: every place where it stands, and those where no longer name does."""

    text: str
    spans: Sequence[Span]
    free: Sequence[Span]


def find_short_forms(
    view: str, text: TaggedText, names: Mapping[str, Span], known: Collection[str], is_taken: Callable[[Span], bool]
) -> Iterator[ShortForm]:
    """The short forms of names that stand free in a text, as whole words.

    Args:
        view: the text.
        text: its words and their classes.
        names: names and the places where their words are read.
        known: names that are candidates anyhow.
        is_taken: whether a longer name has a place.
    """
    looked_for = set(known)
    for name, span in names.items():
        if len(name) in _SHORTENED and not name.isascii():
            for short in _short_forms(view, text, name, span):
                if short not in looked_for:
                    looked_for.add(short)
                    spans = list(find_whole(view, text.starts, short))
                    if free := [span for span in spans if not is_taken(span)]:
                        yield ShortForm(short, spans, free)


def _short_forms(view: str, text: TaggedText, name: str, span: Span) -> Iterator[str]:
    """What a name leaves when its places go, its last words, or both, and the text has oftener than the name."""
    starts = text.starts
    first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
    if starts[first] != span[0] or starts[last] != span[1]:
        return
    classes, count = text.classes[first:last], last - first
    edges = [start - span[0] for start in starts[first : last + 1]]
    often = view.count(name)
    if count == 1 and classes in "NAP":
        yield from (name[:length] for length in _CUT if length < len(name) - 1 and view.count(name[:length]) > often)
    is_placed = True
    for begin in range(count):
        if begin and classes[begin - 1] not in _PLACES:
            is_placed = False
        if (not is_placed and classes[begin - 1] not in _ENDS_BODY) or view.count(name[edges[begin] : edges[begin] + 2]) <= often:
            continue
        for end in range(begin + 1, count + 1):
            short = name[edges[begin] : edges[end]]
            if len(short) not in _SHORT or short.isascii() or "(" in short or ")" in short:
                continue
            if end == count:
                is_form = begin > 0 and len(short) >= _LEAST_TAIL and classes[-1] not in "LB"
            else:
                is_form = is_placed and not _OWN.isdisjoint(classes[begin:end]) and classes[end - 1] not in "LD"
            if is_form and view.count(short) > often:
                yield short
