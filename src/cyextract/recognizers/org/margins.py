"""How far the scorer's labels lead at each character, and which spans they make possible as names."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from cyextract.recognizers.org.hints import LONGEST
from cyextract.recognizers.org.places import Span
from cyextract.recognizers.org.scorer import UNIT

FLOOR = -UNIT
"""Least margin of a character of a candidate that no rule proposes."""

CLIP = 6 * UNIT
"""No margin counts for more, either way."""

NEVER_INSIDE = re.compile(r"[，。；！？\n]")
_MOST_ENDS = 4  # candidates with one beginning
_YES = b"\1"  # of the bytes of an array of truth values


class Margins:
    """How far each label leads the best other one at each character, and what follows for spans."""

    def __init__(self, scores: NDArray[np.int16]) -> None:
        begin, inside, end = scores
        at_least = np.maximum(scores, 0)  # outside has 0
        self._begin = begin - np.maximum(at_least[1], at_least[2])
        self._inside = inside - np.maximum(at_least[0], at_least[2])
        self._end = end - np.maximum(at_least[0], at_least[1])

    def of(self, span: Span) -> int:
        """The least margin of the characters of a span, not over `CLIP` either way."""
        start, stop = span
        least: int = min(self._begin.item(start), self._end.item(stop - 1))
        if stop - start > 2:
            least = min(least, min(self._inside.data[start + 1 : stop - 1]))
        return max(-CLIP, min(CLIP, least))

    def possible(self, view: str) -> dict[Span, int]:
        """The spans whose every character reaches `FLOOR`, the best few with each beginning, but for those with a mark; their margins."""
        can_end, no_inside = (self._end > FLOOR).tobytes(), (self._inside <= FLOOR).tobytes()
        begin, inside, ends_with = self._begin.data, self._inside.data, self._end.data  # quicker than arrays for single numbers
        found: dict[Span, int] = {}
        for start in np.flatnonzero(self._begin > FLOOR).tolist():
            least, at = begin[start], start + 1
            # Names that begin at a character end up to the first one behind it that no name goes on over.
            last = no_inside.find(_YES, at, start + LONGEST)
            stop = last + 1 if last >= 0 else start + LONGEST
            end = can_end.find(_YES, at, stop)
            if end < 0:
                continue
            ends: list[tuple[int, int]] = []
            while end >= 0:
                if at < end:
                    lowest, at = min(inside[at:end]), end
                    if lowest < least:
                        least = lowest
                margin = ends_with[end]
                end += 1
                ends.append((margin if margin < least else least, end))
                end = can_end.find(_YES, end, stop)
            if len(ends) > _MOST_ENDS:
                ends = sorted(sorted(ends, key=lambda pair: (-pair[0], pair[1]))[:_MOST_ENDS], key=lambda pair: pair[1])
            mark = NEVER_INSIDE.search(view, start, ends[-1][1])
            for margin, end in ends:
                if mark is None or end <= mark.start():
                    found[start, end] = margin if margin < CLIP else CLIP
        return found
