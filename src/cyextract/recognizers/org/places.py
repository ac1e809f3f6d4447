"""Names by place in a document: disjoint, in order, outside titles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cyextract.models import OrgKind

Span = tuple[int, int]


class PlacedName(NamedTuple):
    """A name by its place, in view offsets; `why` says what made it one."""

    start: int
    end: int
    kind: OrgKind
    rule: str
    why: str


def meets(spans: Sequence[tuple[int, ...] | PlacedName], start: int, end: int) -> bool:
    """Whether one of the spans, which are disjoint and in order, overlaps the one given."""
    at = bisect_left(spans, (end,))
    return at > 0 and spans[at - 1][1] > start


def place(placed: Sequence[PlacedName], proposed: Iterable[PlacedName], titles: Sequence[tuple[int, int]]) -> list[PlacedName]:
    """The names placed so far, and of those proposed the ones that meet none of them, no title and no earlier proposal."""
    names = list(placed)
    for name in proposed:
        start, end = name[:2]
        at = len(names) if not names or names[-1][1] <= start else bisect_left(names, (end,))  # most come in order
        if start < end and not (at and names[at - 1][1] > start) and not (titles and meets(titles, start, end)):
            names.insert(at, name)
    return names


def find_word(view: str, word: str) -> Iterator[int]:
    """Where a word stands, left to right, without overlaps; a Latin word only as a whole."""
    at = view.find(word)
    while at >= 0:
        end = at + len(word)
        if not ((_is_latin(word[0]) and _is_latin(view[at - 1 : at])) or (_is_latin(word[-1]) and _is_latin(view[end : end + 1]))):
            yield at
        at = view.find(word, end)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
