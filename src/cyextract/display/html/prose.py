"""The text of a document in paragraphs, cut at its mentions, code point for code point."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cyextract.models import Mention
from cyextract.text.boundaries import LINE_END
from cyextract.text.reading_view import SourceText

_BREAK = re.compile("[ \t]*[\r\n][ \t\r\n]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A page cannot carry these as they are: HTML drops or replaces NUL, and the bidirectional controls would show a reader another text
# than the one there is. Each becomes one visible character, so that offsets into what is shown stay offsets into the text.
_CONTROL_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421, ord("\r"): ord("\n")}
_C1 = dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
_VISIBLE = _CONTROL_PICTURES | _C1 | _BIDI


def make_visible(text: str) -> str:
    r"""Replace what a page cannot show as it is, one code point by one: controls, bidirectional controls, lone surrogates.

    >>> make_visible("a\x00b\u202ec")
    'a␀b�c'
    """
    return _SURROGATE.sub("\ufffd", text.translate(_VISIBLE))


def join_lines(text: str) -> str:
    r"""A stretch of text on one line: a line break inside Chinese text is layout and leaves nothing, between Latin words a space.

    >>> join_lines("签订\n\n《合作\r\n协议》 of New\nYork")
    '签订《合作协议》 of New York'
    """

    def closing(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""

    return _BREAK.sub(closing, text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: plain, a line break that layout put inside a sentence, or the mention with that index."""

    text: str
    mention: int | None = None
    is_break: bool = False
    inner: tuple[Piece, ...] = ()
    """What a mention is made of, when a line break lies inside it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its pieces hold every code point from `start` up to the start of the next one."""

    start: int
    pieces: tuple[Piece, ...]
    is_near: bool
    """Whether no blank line parts it from the paragraph before."""


def split_paragraphs(source: SourceText, mentions: Sequence[Mention]) -> Iterator[Paragraph]:
    r"""The paragraphs of a text: lines, but for the breaks that layout put inside sentences and mentions.

    Args:
        source: the text.
        mentions: in text order. Where two overlap, the first keeps the shared part.

    >>> from cyextract.text.reading_view import reading_view
    >>> [["".join(x.text for x in p.pieces), p.start] for p in split_paragraphs(reading_view("甲\r\n\r\n乙\n丙"), ())]
    [['甲\n\n\n\n', 0], ['乙\n', 5], ['丙', 7]]
    """
    text = source.raw
    spans = _disjoint_spans(len(text), mentions)
    starts = [start for start, _, _ in spans]
    layout = _layout_breaks(source)

    def is_kept_together(start: int, end: int) -> bool:
        last = bisect_left(starts, end) - 1  # the last mention that begins before the break is over
        if last >= 0 and spans[last][1] > start:
            return True
        bare = text[start:end].strip(" \t")
        low = text.index(bare, start)
        high = low + len(bare)
        return any(a <= low and high <= b for a, b in layout.get(low, ()))  # a blank beside it may stay

    begin, position, is_near = 0, 0, False
    breaks: list[tuple[int, int]] = []
    for found in _BREAK.finditer(text):
        if found.start() == begin or is_kept_together(*found.span()):
            breaks.append(found.span())
            continue
        first, position = position, bisect_right(starts, found.start(), position)
        yield _paragraph(text, begin, found.start(), found.end(), spans[first:position], breaks, is_near)
        begin, breaks = found.end(), []
        is_near = len(LINE_END.findall(found[0])) == 1
    if begin < len(text):
        yield _paragraph(text, begin, len(text), len(text), spans[position:], breaks, is_near)


def _disjoint_spans(length: int, mentions: Sequence[Mention]) -> list[tuple[int, int, int]]:
    spans, taken = [], 0
    for index, mention in enumerate(mentions):
        start, end = max(mention.start, taken), min(mention.end, length)
        if start < end:
            spans.append((start, end, index))
            taken = end
    return spans


def _layout_breaks(source: SourceText) -> dict[int, list[tuple[int, int]]]:
    """The raw spans of layout that the reading view leaves out, by each offset at which a line break may begin in them."""
    found: dict[int, list[tuple[int, int]]] = {}
    before = 0
    for offset, shift in zip(source.removed, source.shift, strict=True):
        span = offset + before, offset + shift
        for start in range(*span):
            found.setdefault(start, []).append(span)
        before = shift
    return found


def _paragraph(
    text: str,
    begin: int,
    end: int,
    next_begin: int,
    spans: Sequence[tuple[int, int, int]],
    breaks: Sequence[tuple[int, int]],
    is_near: bool,
) -> Paragraph:
    pieces: list[Piece] = []
    at = begin
    for start, stop, index in spans:
        pieces += _plain(text, at, start, breaks)
        inner = tuple(_plain(text, start, stop, breaks))
        pieces.append(Piece(make_visible(text[start:stop]), index, inner=inner if len(inner) > 1 else ()))
        at = stop
    pieces += _plain(text, at, end, breaks)
    if next_begin > end:
        pieces.append(_break(text, end, next_begin))
    return Paragraph(begin, tuple(pieces), is_near)


def _plain(text: str, start: int, end: int, breaks: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    for low, high in breaks:
        if low < start or high > end:
            continue
        if start < low:
            yield Piece(make_visible(text[start:low]))
        yield _break(text, low, high)
        start = high
    if start < end:
        yield Piece(make_visible(text[start:end]))


def _break(text: str, start: int, end: int) -> Piece:
    return Piece(make_visible(text[start:end]), is_break=True)
