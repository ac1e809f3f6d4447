"""The kind of a name that no list and no head tells: a linear guess by its characters, what stands beside it, and the names around."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from operator import add
from typing import get_args
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cyextract.models import OrgKind
from cyextract.recognizers.org.tagged_text import TaggedText

KINDS: tuple[OrgKind, ...] = tuple(sorted(get_args(OrgKind)))
_MOST_PLACES = 8
_LENGTHS = 6  # longer names count as this long


class KindClassifier:
    """Guesses kinds by a table of whole-number weights.

    Args:
        weights: `[rows, kinds]`, in the order of `KINDS`; the number of rows is a power of two.
    """

    def __init__(self, weights: NDArray[np.int8]) -> None:
        self._weights = weights

    def guess(self, view: str, text: TaggedText, places: Sequence[tuple[int, int]], near: Collection[str]) -> OrgKind:
        """The likeliest kind of a name; of equally likely ones the first in the order of `KINDS`.

        Args:
            view: the text.
            text: its words and their classes.
            places: where the name stands, `[start, end)` in the view.
            near: the kinds of names that rules find in the text.
        """
        rows = kind_rows(view, text, places, near, len(self._weights))
        return KINDS[int(np.add.reduce(self._weights.take(rows, 0), 0, np.int32).argmax())]


def kind_rows(view: str, text: TaggedText, places: Sequence[tuple[int, int]], near: Collection[str], size: int) -> list[int]:
    """The rows of a table of `size` rows that a name looks up, in no order."""
    start, end = places[0]
    name = view[start:end]
    words, classes = text.words, text.classes
    first, last = bisect_left(text.starts, start), bisect_left(text.starts, end)
    features = {
        f"1{name[-1]}", f"2{name[-2:]}", f"3{name[-3:]}", f"^{name[0]}", f"^{name[:2]}", f"#{min(len(name), _LENGTHS)}",
        f"c{classes[first : first + 1]}{classes[last - 1 : last]}", f"w{words[last - 1]}", *["k" + kind for kind in near],
        *["_" + pair for pair in map(add, name, name[1:])], *["_" + character for character in name],
    }  # fmt: skip
    for start, end in places[:_MOST_PLACES]:
        after, before = view[end : end + 3], view[max(0, start - 2) : start]
        if "\n" in after or "\n" in before:  # a line's edge is as the text's: nothing stands beyond it
            after, before = after.partition("\n")[0], before.rpartition("\n")[2]
        after = ">" + after
        features.update((after[:2], after[:3], after, "<" + before[-1:], "<" + before))
    mask = size - 1
    return [crc32(feature) & mask for feature in map(str.encode, features)]
