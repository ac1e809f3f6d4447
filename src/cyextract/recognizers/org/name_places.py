"""The names of a document while they are places: disjoint, in order, outside titles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cyextract.models import OrgKind
from cyextract.recognizers.org.tagged_words import Name, Tagged


class NamePlace(NamedTuple):
    """A places name, in view offsets."""

    start: int
    end: int
    kind: OrgKind
    rule: str
    why: str


class NamePlaces:
    """Names by place; a later proposal never displaces an earlier one.

    Args:
        text: the tagged document.
        view: its reading view.
        names: what the grammar found, in order.
        blocked: view spans where no name may be, in order.
    """

    def __init__(self, text: Tagged, view: str, names: Sequence[Name], blocked: Sequence[tuple[int, int]]) -> None:
        self.view = view
        self._blocked = blocked
        self._blocked_starts = [start for start, _ in blocked]
        starts = text.starts
        self.mentions = [NamePlace(starts[first], starts[last], kind, rule, why) for first, last, kind, rule, why in names]
        if blocked:
            self.mentions = [mention for mention in self.mentions if not self.is_blocked(mention.start, mention.end)]
        self._starts = [mention.start for mention in self.mentions]

    def is_blocked(self, start: int, end: int) -> bool:
        """Whether a span meets a title."""
        at = bisect_right(self._blocked_starts, start)
        return bool((at and self._blocked[at - 1][1] > start) or (at < len(self._blocked) and self._blocked[at][0] < end))

    def is_free(self, start: int, end: int) -> bool:
        """Whether a span meets no name and no title."""
        at = bisect_right(self._starts, start)
        if (at and self.mentions[at - 1].end > start) or (at < len(self._starts) and self._starts[at] < end):
            return False
        return not self.is_blocked(start, end)

    def add(self, start: int, end: int, kind: OrgKind, rule: str, why: str) -> None:
        """Add a name where there is none yet."""
        if start < end and self.is_free(start, end):
            at = bisect_left(self._starts, start)
            self._starts.insert(at, start)
            self.mentions.insert(at, NamePlace(start, end, kind, rule, why))

    def add_over(self, start: int, end: int, kind: OrgKind, rule: str, why: str) -> None:
        """Add a name in place of those inside it; not inside or across another."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        if first and self.mentions[first - 1].end > start:
            return
        if last > first and (self.mentions[last - 1].end > end or self.mentions[first][:2] == (start, end)):
            return
        del self._starts[first:last], self.mentions[first:last]
        self.add(start, end, kind, rule, why)

    def text(self, mention: NamePlace) -> str:
        """The name as it stands in the view."""
        return self.view[mention.start : mention.end]

    def find(self, word: str) -> Iterator[int]:
        """Where a word stands, left to right, without overlaps; a Latin word only as a whole."""
        view = self.view
        at = view.find(word)
        while at >= 0:
            end = at + len(word)
            if not ((_is_latin(word[0]) and _is_latin(view[at - 1 : at])) or (_is_latin(word[-1]) and _is_latin(view[end : end + 1]))):
                yield at
            at = view.find(word, end)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
