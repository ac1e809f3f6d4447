"""Traditional text for tests: Simplified text with each character turned into a Traditional one that is folded into it."""

from __future__ import annotations

from functools import cache

from cyextract.text.fold import fold


@cache
def _table() -> dict[int, int]:
    unified = range(0x9FFF, 0x4E00, -1)  # of several the first in the order of code points
    return {ord(simplified): code for code in unified if (simplified := fold(chr(code))) != chr(code)}


def to_traditional(text: str) -> str:
    """The text, character by character."""
    return text.translate(_table())
