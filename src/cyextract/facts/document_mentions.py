"""The mentions of a document that won, by where they stand, and what they are worth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate
from cyextract.recognizers.title import TitleMeaning
from cyextract.text.reading_view import SourceText

_OPEN_GRANULARITIES = frozenset(("vague", "plan"))
_PAPER = "publication"
NOT_DOCUMENTS = frozenset(("work", "publication"))
"""Categories of titles that nobody signs or issues."""


class Span(NamedTuple):
    """A half-open span of the view."""

    start: int
    end: int


class DocumentMentions:
    """Looks up the mentions of one document; all offsets are view offsets."""

    def __init__(
        self,
        source: SourceText,
        mentions: Sequence[Candidate],
        dates: Mapping[int, NormalizedDate | None],
        aliases: Mapping[str, str],
    ) -> None:
        self.source, self.view, self.mentions, self.aliases, self._dates = source, source.view, mentions, aliases, dates
        self._starts = [m.start for m in mentions]
        self._at = {m.start: m for m in mentions}
        self._ends = {m.end for m in mentions}
        self._documents = [m for m in mentions if isinstance(m.meaning, TitleMeaning) and m.meaning.category not in NOT_DOCUMENTS]
        self._document_starts = [m.start for m in self._documents]
        self._amounts = [m for m in mentions if m.type == "MONEY"]
        self._amount_starts = [m.start for m in self._amounts]

    def at(self, start: int) -> Candidate | None:
        """The mention that begins at `start`."""
        return self._at.get(start)

    def ending_at(self, end: int) -> Candidate | None:
        """The mention that ends at `end`, white space between left out."""
        while end > 0 and self.view[end - 1].isspace():
            end -= 1
        mention = self.around(end - 1) if end else None
        return mention if mention is not None and mention.end == end else None

    def next_mention(self, offset: int) -> Candidate | None:
        """The first mention that begins at or after `offset`."""
        index = bisect_left(self._starts, offset)
        return self.mentions[index] if index < len(self._starts) else None

    def around(self, offset: int) -> Candidate | None:
        """The mention that `offset` lies in."""
        index = bisect_right(self._starts, offset) - 1
        return self.mentions[index] if index >= 0 and offset < self.mentions[index].end else None

    def body(self, mention: Candidate) -> str:
        """The name that the document ties an organisation's mention to; its own where it ties it to none."""
        canonical = self.source.canonical(mention.start, mention.end)
        return self.aliases.get(canonical, canonical)

    def body_at(self, span: Span) -> str:
        """The name of the organisation at a span, as the document ties it; the text itself where none is mentioned there."""
        mention = self.at(span.start)
        return self.body(mention) if mention is not None and mention.end == span.end else self.source.canonical(*span)

    def between(self, start: int, end: int) -> Sequence[Candidate]:
        """The mentions that begin in a span."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def documents(self, start: int, end: int) -> Sequence[Candidate]:
        """The titles that begin in a span, without newspapers and books."""
        return self._documents[bisect_left(self._document_starts, start) : bisect_left(self._document_starts, end)]

    def amounts(self, start: int, end: int) -> Sequence[Candidate]:
        """The amounts of money that begin in a span."""
        return self._amounts[bisect_left(self._amount_starts, start) : bisect_left(self._amount_starts, end)]

    def date_of(self, mention: Candidate) -> NormalizedDate | None:
        """What a DATE is worth; None when it is vague or a plan's period."""
        value = self._dates.get(mention.start)
        return None if value is None or value.granularity in _OPEN_GRANULARITIES else value

    def is_vague(self, mention: Candidate) -> bool:
        """Whether a DATE names no day (近日, where the caller asked for such)."""
        value = self._dates.get(mention.start)
        return value is not None and value.granularity == "vague"

    def is_paper(self, title: Candidate) -> bool:
        """Whether a title is that of a newspaper or a journal."""
        return isinstance(title.meaning, TitleMeaning) and title.meaning.category == _PAPER
