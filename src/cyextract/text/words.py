"""The words of a document: cut once, lazily, and shared by every question whether a word begins or ends here.

A segmenter cuts a text; `Words` holds the cut of one reading view. Nobody who asks nothing pays for it: a text is cut in whole
when somebody needs all its words, otherwise only the stretches between two punctuation marks that somebody asks about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from cyextract.text.boundaries import CLAUSE_MARKS
from cyextract.text.marks import SENTENCE_MARKS
from cyextract.text.segmenters import Segmenter

# No dictionary's words reach over these, so a stretch between two of them is cut as it is in the whole text.
_MARKS = frozenset(f"{CLAUSE_MARKS}{SENTENCE_MARKS}、\n")
_MARK = re.compile(f"[{''.join(sorted(_MARKS))}]")
UNITS = frozenset("年月日号天周季点时分秒")
"""One-character units that a number counts or names in a date."""
_PARTS_OF_DAY = frozenset("早晨晚")
_FUNCTION_TAGS = frozenset("fdpcu")  # localisers, adverbs, prepositions, conjunctions, particles
_NEVER_SURNAMES = frozenset("pcuvd")
# Measures made of a unit whose last character is no measure by itself.
_COUNTED = frozenset(("日圆", "日币", "月龄"))


class Cut(NamedTuple):
    """A stretch of the view as words: `starts` are view offsets, ascending, with the end of the stretch behind the last."""

    words: Sequence[str]
    starts: Sequence[int]


class Words:
    """The words of one reading view.

    Args:
        view: the reading view; all offsets are view offsets.
        segmenter: what cuts it; loaded with the first question.
        in_whole: cut all of it at the first question, as when somebody will need all its words.

    >>> from cyextract.text.segmenters import make_segmenter
    >>> words = Words("2020年初步核算", make_segmenter("rjieba"))
    >>> words.ends_word(5), words.ends_word(6), words.begins_word(5)
    (True, False, True)
    """

    def __init__(self, view: str, segmenter: Segmenter, *, in_whole: bool = False) -> None:
        self._view = view
        self._in_whole = in_whole and segmenter.dictionary is segmenter
        self._segmenter, self._dictionary = segmenter, segmenter.dictionary
        self._whole: Cut | None = None
        self._of_dictionary: Cut | None = None  # the same, where it is the dictionary's
        # Of the stretches that were asked about, in text order, beginning, end and words; the last of a view goes on behind it.
        self._lows: list[int] = []
        self._highs: list[int] = []
        self._stretches: list[Cut] = []

    def cut(self) -> Cut:
        """All words of the view."""
        if self._whole is None:
            words = self._segmenter.cut(self._view)
            self._whole = Cut(words, list(accumulate(map(len, words), initial=0)))
            self._of_dictionary = self._whole if self._dictionary is self._segmenter else None
        return self._whole

    def is_edge(self, at: int) -> bool:
        """Whether the cut parts two words at an offset."""
        starts = (self._of_dictionary or self._around(at)).starts
        return starts[bisect_left(starts, at)] == at

    def ends_word(self, at: int) -> bool:
        """Whether a word may end at an offset: true but inside a word of the dictionary; a guessed word has no say."""
        return not self.word_across(at)[0]

    def begins_word(self, at: int) -> bool:
        """Whether a word may begin at an offset; what the dictionary takes for a person's name and begins with 于 or 迎 has no say."""
        word, left = self.word_across(at)
        if (
            not word
            or (left > 1 and self._is_phrase(word, left))
            or (left == 1 and self._frames_time(word))
            or (self.tag(word).startswith("nr") and self.tag(word[0])[0] in _NEVER_SURNAMES)
        ):
            return True
        rest = self.word_from(at + 1)  # 至今|年 leaves a unit that nothing counts: 至|今年; so does 至今|早
        return left == len(word) - 1 and (rest in UNITS or (rest in _PARTS_OF_DAY and word[left] == "今"))

    def ends_unit(self, at: int, *, is_counted: bool) -> bool:
        """Whether a unit of time (年, 月, 日 …) may end at an offset where the dictionary sees a word over its end.

        The two readings are weighed. Right behind a number (`is_counted`) the unit wins, since a number counts measures alone: 17日|本公司,
        9日|中午, 4月|经济; but for words that are measures themselves: 4|日元, 90|年代, 3|年级. Behind a pointing word the word wins:
        比去|年轻, 本|周刊; but for a unit with a localiser or a function word (去年|底, 上月|均), and for phrases (今年|以来).

        >>> from cyextract.text.segmenters import make_segmenter
        >>> segmenter = make_segmenter("rjieba")
        >>> [Words(view, segmenter).ends_unit(2, is_counted=True) for view in ("7日本田宣布", "9日前完成", "4日元走低", "3年级学生")]
        [True, True, False, False]
        >>> [Words(view, segmenter).ends_unit(2, is_counted=False) for view in ("去年底", "今年以来", "去年轻人", "本周刊")]
        [True, True, False, False]
        """
        word, left = self.word_across(at)
        tail = self.tag(word[left:]) if word else ""
        if is_counted and left > 1:  # a word that holds the number as well is an idiom or the name of an event: 一日之计, 十月革命
            return tail in ("t", "m")  # 八日|下午
        if not word or self._is_phrase(word, left) or (left == len(word) - 1 and self._frames_time(word)):
            return True
        if is_counted:
            return tail not in ("m", "q") and word not in _COUNTED
        return left == len(word) - 1 and tail in _FUNCTION_TAGS and self.tag(word) != "f"

    def ends_measure(self, at: int) -> bool:
        """Whether what a number counts (元, 成, 分, 块) may end at an offset where the dictionary sees a word over its end.

        The word wins: 2022|元旦, 四|元素, 5|分钟. It loses where its rest is a word by itself that says nothing of a number: a
        localiser or a function word (万元|以上, 三成|为, 9时5分|由), or what is shared (两成|人); where its rest is a unit of time, since
        元年 and 元月 name one of an era or a year and stand behind no number (5元|年费); and where rest and next character are a word
        as well (三成|果农).

        >>> from cyextract.text.segmenters import make_segmenter
        >>> segmenter = make_segmenter("rjieba")
        >>> [Words(view, segmenter).ends_measure(2) for view in ("3元素", "3成立", "3成为首", "3元年费", "3成果农")]
        [False, False, True, True, True]
        """
        word, left = self.word_across(at)
        rest = word[left:]
        if not word or (len(rest) > 1 and self.tag(rest) in _FUNCTION_TAGS):
            return True
        if left > 1:  # 1美元|兑; but 三元里 and 万元户 hold their number
            return self.tag(word[:left]) not in ("m", "x") and self._dictionary.knows(word[:left]) and self._dictionary.knows(rest)
        if len(rest) > 1:
            return False
        if rest in UNITS or (self.tag(rest) in _FUNCTION_TAGS and self.tag(word) != "ns"):
            return True
        if word[0] == "成" and self.tag(word) == self.tag(rest) == "n":
            return True
        return len(self.word_from(at + 1)) == 1 and self._dictionary.knows(self._view[at : at + 2])

    def edges_bound(self, at: int) -> bool:
        """Whether a word that bounds an amount (近, 约, 以上) may begin or end at an offset where the dictionary sees a word over it.

        The word wins (签|约, 余|额), but for one made of two words, not both of one character (耗资|近, 以上|者), for one without a part
        of speech (共|约), and where its first half is a word with the character before it as well (搬走|近, 手续|约).

        >>> from cyextract.text.segmenters import make_segmenter
        >>> segmenter = make_segmenter("rjieba")
        >>> [Words(view, segmenter).edges_bound(view.index("近")) for view in ("最近5亿元", "耗资近5亿元", "搬走近5亿元")]
        [False, True, True]
        """
        word, left = self.word_across(at)
        if not word or self.tag(word) == "x":
            return True
        if len(word) == 2:
            return at > 1 and len(self.word_from(at - 2)) == 1 and self._dictionary.knows(self._view[at - 2 : at])
        return self._dictionary.knows(word[:left]) and self._dictionary.knows(word[left:])

    def _is_phrase(self, word: str, left: int) -> bool:
        """Whether a word of the dictionary is a phrase: two of its words, the second of more than one character."""
        return len(word) - left > 1 and self._dictionary.knows(word[:left]) and self._dictionary.knows(word[left:])

    def _frames_time(self, word: str) -> bool:
        """Whether an entry of the dictionary is a time with what leads to it: 从今年起, 较前年."""
        return word[0] in "从较" and self.tag(word[1:].removesuffix("起"))[0] == "t"

    def word_across(self, at: int) -> tuple[str, int]:
        """The word of the dictionary over an offset and how many of its characters stand before; empty at an edge of words."""
        if not self._view[at - 1 : at].isalpha() or not self._view[at : at + 1].isalpha():
            return "", 0  # no word reaches over punctuation, and numbers are read before words
        words, starts = self._around(at)
        index = bisect_right(starts, at) - 1
        if starts[index] == at or not self._dictionary.knows(words[index]):
            return "", 0
        return words[index], at - starts[index]

    def word_from(self, at: int) -> str:
        """The word that begins at an offset; empty inside a word and at the end of the view."""
        words, starts = self._around(at)
        index = bisect_right(starts, at) - 1
        return words[index] if 0 <= index < len(words) and starts[index] == at else ""

    def within(self, start: int, end: int) -> list[str]:
        """The words of a stretch, the last in whole; up to where none begins."""
        found, at = list[str](), start
        while at < end and (word := self.word_from(at)):
            found.append(word)
            at += len(word)
        return found

    def word_to(self, at: int) -> str:
        """The word that ends at an offset; empty inside a word and at the start of the view."""
        if at == 0:
            return ""
        words, starts = self._around(at - 1)
        index = bisect_right(starts, at - 1)
        return words[index - 1] if starts[index] == at else ""

    def tag(self, word: str) -> str:
        """The part of speech that the dictionary gives a word (the tags of jieba); x where it does not know it."""
        return self._dictionary.tag(word) if self._dictionary.knows(word) else "x"

    def _around(self, at: int) -> Cut:
        """The cut of a stretch that holds an offset."""
        if self._of_dictionary or self._in_whole:
            return self._of_dictionary or self.cut()
        index = bisect_right(self._lows, at)
        if index and at < self._highs[index - 1]:
            return self._stretches[index - 1]
        view, low = self._view, at
        while low and view[low - 1] not in _MARKS:
            low -= 1
        mark = _MARK.search(view, at)
        high = mark.end() if mark else len(view) + 1
        words = self._dictionary.cut(view[low:high])
        stretch = Cut(words, list(accumulate(map(len, words), initial=low)))
        self._lows.insert(index, low)
        self._highs.insert(index, high)
        self._stretches.insert(index, stretch)
        return stretch
