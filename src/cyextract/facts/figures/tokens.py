"""A sentence as tokens: mentions, cue words, quantity words, counts, marks, and the words of the dictionary for all else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from cyextract.facts.figures.cues import NONE, Lexicon
from cyextract.recognizers.candidate import Candidate
from cyextract.text.words import Words

_COUNT = re.compile(r"[0-9](?:[0-9,.]*[0-9])?[多余几]?[十百千万亿]*[多余]?|[两二三四五六七八九几数][十百千万亿]+[多余]?")
_UNIT = re.compile("[a-zA-Zμ]{1,4}|[\u4e00-\u9fff]")
_BLANKS = frozenset(" \t\n“”\"'‘’*#>")
_MARKS = frozenset(",，;；:：()（）。！？!?、|丨")
_NOUN_TAILS = frozenset("率额")
_SORT_OF_ENDING = {"率": "rate", "价": "price"}


class Token(NamedTuple):
    """A token; offsets are view offsets.

    `sort` is `money`, `percent`, `date`, `org`, `title`, `count`, `mark`, `cue`, `quantity` or `word`; `kinds` are those of a cue; `tag` is
    the class of a quantity word, else the part of speech.
    """

    start: int
    end: int
    sort: str
    text: str
    kinds: frozenset[str] = NONE
    tag: str = ""
    mention: Candidate | None = None


_SORTS = {"MONEY": "money", "PERCENT": "percent", "DATE": "date", "ORG": "org", "TITLE": "title"}


class Tokenizer:
    """Cuts the sentences of one document."""

    def __init__(self, view: str, words: Words, mentions: Sequence[Candidate], lexicon: Lexicon) -> None:
        self.view, self.words, self.lexicon = view, words, lexicon
        self.mentions = mentions
        self._starts = [m.start for m in mentions]
        self._cut = words.cut()

    def tokens(self, start: int, end: int) -> list[Token]:
        """The tokens of a stretch."""
        found: list[Token] = []
        at, index = start, bisect_right(self._starts, start - 1)
        mentions = self.mentions
        while at < end:
            while index < len(mentions) and mentions[index].start < at:
                index += 1
            stop = mentions[index].start if index < len(mentions) else end
            if stop == at:
                mention = mentions[index]
                found.append(Token(at, mention.end, _SORTS[mention.type or ""], self.view[at : mention.end], NONE, "", mention))
                at = mention.end
                continue
            at = self._step(found, at, min(stop, end))
        return found

    def _step(self, found: list[Token], at: int, stop: int) -> int:
        view = self.view
        letter = view[at]
        if letter in _BLANKS:
            if letter == "“" and found and found[-1].sort == "date" and found[-1].end == at:
                found[-1] = found[-1]._replace(sort="word", tag="t")  # the year of a name: 2019“…杯”
            return at + 1
        if letter in _MARKS:
            found.append(Token(at, at + 1, "mark", letter, self.lexicon.cues.get(letter, NONE)))
            return at + 1
        count = _COUNT.match(view, at, stop)
        if count is not None and (letter.isdigit() or self._begins(at)):
            end = self._count_end(count.end(), stop)
            found.append(Token(at, end, "count", view[at:end]))
            return end
        listed = self._listed(found, at, stop)
        if listed is not None:
            found.append(listed)
            return listed.end
        return self._word(found, at, stop)

    def _begins(self, at: int) -> bool:
        starts = self._cut.starts
        return starts[bisect_right(starts, at) - 1] == at

    def _word_end(self, at: int, stop: int) -> int:
        starts = self._cut.starts
        return min(stop, starts[bisect_right(starts, at)])

    def _count_end(self, at: int, stop: int) -> int:
        """Where a count ends with its unit: the word behind it when it is short."""
        view = self.view
        if at < stop and view[at] == " ":
            at += 1
        unit = _UNIT.match(view, at, stop)
        if unit is None:
            return at
        if unit[0].isascii():
            return unit.end()
        end = self._word_end(at, stop)
        tag = self.words.tag(view[at:end])
        return end if end - at == 1 or tag in ("q", "m") or (end - at <= 2 and tag == "x") else at + (view[at] in "个只家股吨亩")

    def _listed(self, found: list[Token], at: int, stop: int) -> Token | None:
        lexicon, view = self.lexicon, self.view
        lengths = lexicon.lengths.get(view[at])
        if lengths is None:
            return None
        starts = self._cut.starts
        for length in lengths:
            end = at + length
            if end > stop:
                continue
            word = view[at:end]
            kinds, quantity = lexicon.cues.get(word), lexicon.quantities.get(word)
            if kinds is None and quantity is None:
                continue
            index = bisect_right(starts, end) - 1
            at_edge = starts[index] == end or end == stop
            if not at_edge and length == 1 and kinds is not None and self._opens_listed(end, starts[index], starts[index + 1]):
                return Token(at, end, "cue", word, kinds)
            if not at_edge and (length == 1 or not self._may_part(at, end, starts[index], starts[index + 1])):
                continue
            if quantity is not None:
                return Token(at, end, "quantity", word, kinds or NONE, quantity)
            return Token(at, end, "cue", word, kinds or NONE)
        return None

    def _opens_listed(self, at: int, low: int, high: int) -> bool:
        """Whether a quantity word begins inside a guessed word and ends beyond it: 占营|收 is 占|营收."""
        view, quantities = self.view, self.lexicon.quantities
        return self.words.tag(view[low:high]) == "x" and any(view[at : at + n] in quantities and at + n > high for n in (2, 3, 4))

    def _may_part(self, at: int, end: int, low: int, high: int) -> bool:
        """Whether a listed word may end inside a word of the dictionary: what it leaves over is a word as well."""
        rest = self.view[end:high]
        return low <= at and (len(rest) > 1 or rest in self.lexicon.cues) and self.words.tag(rest) != "x"

    def _word(self, found: list[Token], at: int, stop: int) -> int:
        """A word of the dictionary, and the quantity word that it ends."""
        view, lexicon = self.view, self.lexicon
        end = max(at + 1, self._word_end(at, stop))
        tag = self.words.tag(view[at:end])
        if tag == "x" and end - at > 1:
            end = self._known_end(at, end)
            tag = self.words.tag(view[at:end])
        low = self._stretch_start(found, at)
        for length in lexicon.tails.get(view[end - 1], ()):
            begin = end - length
            if begin < low or view[begin:end] not in lexicon.quantities or (length == 1):
                continue
            if begin < at:
                if not any(t.start == begin for t in found):
                    continue
                while found and found[-1].start >= begin:
                    found.pop()
            elif begin > at:
                found.append(Token(at, begin, "word", view[at:begin], NONE, self.words.tag(view[at:begin])))
            found.append(Token(begin, end, "quantity", view[begin:end], NONE, lexicon.quantities[view[begin:end]]))
            return end
        if end - at > 1 and view[end - 1] in lexicon.endings and tag[:1] in "nxl" and view[at:end] not in lexicon.other and tag not in ("nr", "ns", "nt", "nrt"):
            found.append(Token(at, end, "quantity", view[at:end], NONE, _SORT_OF_ENDING.get(view[end - 1], "level")))
            return end
        if view[end - 1] in _NOUN_TAILS and found and (end - at > 1 or (found[-1].sort in ("word", "quantity") and found[-1].end == at)):
            begin = at
            if end - at == 1:
                begin = found.pop().start
            sort = "rate" if view[end - 1] == "率" else "level"
            found.append(Token(begin, end, "quantity", view[begin:end], NONE, sort))
            return end
        found.append(Token(at, end, "word", view[at:end], NONE, tag))
        return end

    def _known_end(self, at: int, end: int) -> int:
        """Where a guessed word ends: before a cue word that ends it (率|达)."""
        cues, view = self.lexicon.cues, self.view
        return next((i for i in range(at + 1, end) if view[i:end] in cues), end)

    @staticmethod
    def _stretch_start(found: list[Token], at: int) -> int:
        """Where the run of words and cues begins that ends at a place: no quantity word reaches over a mark or a mention."""
        low = at
        for token in reversed(found):
            if token.end != low or token.sort not in ("word", "cue", "quantity"):
                break
            low = token.start
        return low
