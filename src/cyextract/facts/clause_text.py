"""A document as facts are read from it: the view, the mentions that won, and where sentences, clauses and lines end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate
from cyextract.text.boundaries import CLAUSE_MARKS, SENTENCE_STOP
from cyextract.text.reading_view import SourceText

if TYPE_CHECKING:
    from cyextract.facts.actors import Actors

_NEAR = 80
SENTENCE_REACH = 400  # code points: a sentence is looked at no further back or forward than this
_PAUSE = re.compile(f"[{CLAUSE_MARKS}()]")
_OPEN_GRANULARITIES = frozenset(("vague", "plan"))


class Span(NamedTuple):
    """A half-open span of the view."""

    start: int
    end: int


class ClauseText:
    """One document; all offsets are view offsets."""

    def __init__(self, source: SourceText, mentions: Sequence[Candidate], settled: Mapping[int, NormalizedDate | None]) -> None:
        self.source, self.view, self.mentions = source, source.view, mentions
        self._settled = settled
        self._starts = [m.start for m in mentions]
        self._at = {m.start: m for m in mentions}
        self.read_clauses: dict[tuple[Span, bool, bool], Actors] = {}  # several deeds and several questions share a clause

    def at(self, start: int) -> Candidate | None:
        """The mention that begins at `start`."""
        return self._at.get(start)

    def next_mention(self, offset: int) -> Candidate | None:
        """The first mention that begins at or after `offset`."""
        index = bisect_left(self._starts, offset)
        return self.mentions[index] if index < len(self._starts) else None

    def around(self, offset: int) -> Candidate | None:
        """The mention that `offset` lies in."""
        index = bisect_right(self._starts, offset) - 1
        return self.mentions[index] if index >= 0 and offset < self.mentions[index].end else None

    def between(self, start: int, end: int) -> Sequence[Candidate]:
        """The mentions that begin in a span."""
        return self.mentions[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]

    def date_of(self, mention: Candidate) -> NormalizedDate | None:
        """What a DATE is worth; None when it is vague or a plan's period."""
        value = self._settled.get(mention.start)
        return None if value is None or value.granularity in _OPEN_GRANULARITIES else value

    def is_vague(self, mention: Candidate) -> bool:
        """Whether a DATE names no day (近日, where the caller asked for such)."""
        value = self._settled.get(mention.start)
        return value is not None and value.granularity == "vague"

    def sentence(self, offset: int) -> Span:
        """The sentence around `offset`; a semicolon and a line end it too, a stop inside a mention does not."""
        return Span(self.sentence_start(offset), self.sentence_end(offset))

    def sentence_start(self, offset: int) -> int:
        """Where the sentence around `offset` begins."""
        # Most sentences are short: nearer stops are looked for first.
        for reach in (_NEAR, SENTENCE_REACH):
            low = max(0, offset - reach)
            ends = [s.end() for s in SENTENCE_STOP.finditer(self.view, low, offset) if self.around(s.start()) is None]
            if ends:
                return ends[-1]
        return low

    def sentence_end(self, offset: int) -> int:
        """Where the sentence around `offset` ends."""
        limit = min(len(self.view), offset + SENTENCE_REACH)
        for found in SENTENCE_STOP.finditer(self.view, offset, limit):
            if self.around(found.start()) is None:
                return found.start()
        return limit

    def previous_sentence(self, start: int) -> Span | None:
        """The sentence before one that begins at `start`; None at the start of the document and where the reach cut."""
        end = start
        while end > 0 and (SENTENCE_STOP.match(self.view, end - 1) or self.view[end - 1].isspace()):
            end -= 1
        # Where neither stop nor space nor markup ends, the reach cut the sentence: what stands before is a part of it.
        if end == 0 or (end == start and self.view[end - 1] != ">"):
            return None
        return Span(self.sentence(end - 1).start, end)

    def clauses(self, start: int, end: int) -> list[Span]:
        """A stretch of a sentence cut at its commas and colons, those in brackets and mentions left out."""
        result: list[Span] = []
        depth, begin = 0, start
        for found in _PAUSE.finditer(self.view, start, end):
            if found[0] in "()":
                depth = max(0, depth + (1 if found[0] == "(" else -1))
            elif depth == 0 and self.around(found.start()) is None:
                result.append(Span(begin, found.start()))
                begin = found.end()
        result.append(Span(begin, end))
        return result

    def heading_date(self, start: int) -> Candidate | None:
        """The date that stands alone on the line above the paragraph of `start`, as in a chronicle."""
        line = self.view.rfind("\n", max(0, start - SENTENCE_REACH), start)
        if line < 0:
            return None
        end = line
        while end > 0 and self.view[end - 1].isspace():
            end -= 1
        mention = self.around(end - 1) if end else None
        if mention is None or mention.type != "DATE" or self.date_of(mention) is None:
            return None
        head = self.view.rfind("\n", max(0, mention.start - 20), mention.start) + 1
        return mention if not self.view[head : mention.start].strip(" ■●◆▲★·-*#\u3000") and mention.end == end else None
