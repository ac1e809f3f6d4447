"""The words of a document: cut once, lazily, and shared by every question whether a word begins or ends here.

A segmenter cuts a text; `Words` holds the cut of one reading view. Nobody who asks nothing pays for it: a text is cut in whole
when somebody needs all its words, otherwise only the stretches between two punctuation marks that somebody asks about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from cyextract.text.segmenters import Segmenter

# No dictionary's words reach over these, so a stretch between two of them is cut as it is in the whole text.
_EDGE = re.compile("[，。；：！？、,;:!?\n]")


class Cut(NamedTuple):
    """A stretch of the view as words: `starts` are view offsets, ascending, with the end of the stretch behind the last."""

    words: Sequence[str]
    starts: Sequence[int]


class Words:
    """The words of one reading view.

    Args:
        view: the reading view; all offsets are view offsets.
        segmenter: what cuts it; loaded with the first question.

    >>> from cyextract.text.segmenters import make_segmenter
    >>> words = Words("2020年初步核算", make_segmenter("rjieba"))
    >>> words.ends_word(5), words.ends_word(6), words.begins_word(5)
    (True, False, True)
    """

    def __init__(self, view: str, segmenter: Segmenter) -> None:
        self._view = view
        self._segmenter, self._dictionary = segmenter, segmenter.dictionary
        self._whole: Cut | None = None
        self._edges: list[int] = []
        self._stretches: dict[int, Cut] = {}

    def cut(self) -> Cut:
        """All words of the view."""
        if self._whole is None:
            words = self._segmenter.cut(self._view)
            self._whole = Cut(words, list(accumulate(map(len, words), initial=0)))
        return self._whole

    def ends_word(self, at: int) -> bool:
        """Whether a word may end at an offset: true but inside a word of the dictionary; a guessed word has no say."""
        words, starts = self._around(at)
        index = bisect_right(starts, at) - 1
        return index < 0 or index >= len(words) or starts[index] == at or not self._dictionary.knows(words[index])

    begins_word = ends_word  # between two characters a word ends where another begins

    def word_from(self, at: int) -> str:
        """The word that begins at an offset; empty inside a word and at the end of the view."""
        words, starts = self._around(at)
        index = bisect_right(starts, at) - 1
        return words[index] if 0 <= index < len(words) and starts[index] == at else ""

    def tag(self, word: str) -> str:
        """The part of speech that the dictionary gives a word (the tags of jieba); x where it does not know it."""
        return self._dictionary.tag(word) if self._dictionary.knows(word) else "x"

    def _around(self, at: int) -> Cut:
        """The cut of a stretch that holds an offset."""
        if self._whole is not None and self._dictionary is self._segmenter:
            return self._whole
        if not self._edges:
            self._edges = [0, *(edge.end() for edge in _EDGE.finditer(self._view)), len(self._view) + 1]
        index = bisect_right(self._edges, at) - 1
        stretch = self._stretches.get(index)
        if stretch is None:
            low = self._edges[index]
            words = self._dictionary.cut(self._view[low : self._edges[index + 1]])
            stretch = self._stretches[index] = Cut(words, list(accumulate(map(len, words), initial=low)))
        return stretch
