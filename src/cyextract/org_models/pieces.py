"""Cut a text into pieces that a model takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cyextract.text.boundaries import LINE_END, STATEMENT_END


def sentences(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Offsets and sentences of at most `longest` characters, without those that are blank."""
    return _pieces(text, STATEMENT_END, longest)


def lines(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Offsets and lines of at most `longest` characters, without those that are blank."""
    return _pieces(text, LINE_END, longest)


def _pieces(text: str, stop: re.Pattern[str], longest: int) -> Iterator[tuple[int, str]]:
    start = 0
    for end in (*(found.end() for found in stop.finditer(text)), len(text)):
        while start < end:
            piece = text[start : min(end, start + longest)]
            if not piece.isspace():
                yield start, piece
            start += len(piece)
