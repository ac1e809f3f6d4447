"""Why nothing is found where somebody expects it: what the place is by itself, and what beside it makes the difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from cyextract.document import Document
from cyextract.explain.focus import Place
from cyextract.models import Mention
from cyextract.text.boundaries import sentences
from cyextract.text.reading_view import reading_view

_REACH = 20  # code points on each side that are tried one by one
Side = Literal["before", "behind", "sentence", "document"]


class Probe(NamedTuple):
    """What a place is by itself.

    Attributes:
        mention: what is read there when nothing stands beside it; None where nothing is.
        side: where stands what keeps it from being read: `before` it or `behind` it, on both sides in its `sentence`, or elsewhere in
            the `document`.
        culprit: the shortest text beside it that does; empty for `sentence` and `document`.
    """

    mention: Mention | None
    side: Side
    culprit: str


def probe(read: Callable[[str], Document], text: str, place: Place) -> Probe:
    """Read a place alone, then with ever more of what stands beside it, until it is read no more.

    Args:
        read: extracts a document.
        text: the text that `place` is of.
        place: where nothing is found.
    """
    start, end = place
    alone = max(read(text[start:end]).mentions, key=lambda m: m.end - m.start, default=None)
    if alone is None:
        return Probe(None, "document", "")
    source = reading_view(text)
    opens, closes = next(((a, b) for a, b, _ in sentences(source) if a <= start < b), (start, end))
    closes = max(closes, end)

    def is_read(first: int, last: int) -> bool:
        low, high = (start - first + offset for offset in (alone.start, alone.end))
        return any(m.type == alone.type and m.start < high and low < m.end for m in read(text[first:last]).mentions)

    for last in range(end + 1, min(closes, end + _REACH) + 1):
        if not is_read(start, last):
            return Probe(alone, "behind", text[end:last])
    for first in range(start - 1, max(opens, start - _REACH) - 1, -1):
        if not is_read(first, end):
            return Probe(alone, "before", text[first:start])
    return Probe(alone, "document" if is_read(opens, closes) else "sentence", "")
