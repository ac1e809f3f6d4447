"""Cut a raw text into sentences, as the reading view shows them: a line that layout broke goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cyextract.text.reading_view import reading_view

_STOP = re.compile("(?:[。！？!?；;][”’\"')】]*|\n)+")


class Sentence(NamedTuple):
    """A sentence without the white space around it. Offsets are raw code points; `line` counts the lines of the reading view."""

    start: int
    end: int
    line: int


def sentences(raw: str, kept: Sequence[tuple[int, int]] = ()) -> Iterator[Sentence]:
    """The sentences of a text, in text order; semicolons and line ends end them as full stops do.

    Args:
        raw: the text.
        kept: disjoint raw spans in text order that no sentence end may cut (titles, names).

    Raises:
        InputError: `raw` is no text.

    >>> [(s.start, s.end, s.line) for s in sentences("甲。乙；丙\\n丁")]
    [(0, 2, 0), (2, 4, 0), (4, 5, 0), (6, 7, 1)]
    """
    source = reading_view(raw)
    view, index, start, line = source.view, 0, 0, 0
    for found in (*_STOP.finditer(view), None):
        end = len(view) if found is None else found.end()
        if found is not None:
            at = source.raw_span(found.start(), found.end())[0]
            while index < len(kept) and kept[index][1] <= at:
                index += 1
            if index < len(kept) and kept[index][0] <= at:
                continue
        low, high = start, end
        while low < high and view[low].isspace():
            low += 1
        while low < high and view[high - 1].isspace():
            high -= 1
        if low < high:
            yield Sentence(*source.raw_span(low, high), line + view.count("\n", start, low))
        line += view.count("\n", start, end)
        start = end
