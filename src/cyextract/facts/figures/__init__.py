"""What each amount and percentage measures, of whom and for when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cyextract.models import Figure
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate
from cyextract.text.reading_view import SourceText
from cyextract.text.words import Words

__all__ = ["find_figures"]


def find_figures(
    source: SourceText, words: Words, mentions: Sequence[Candidate], dates: Mapping[int, NormalizedDate | None]
) -> tuple[Figure, ...]:
    """One row for each MONEY and PERCENT mention, in text order."""
    return ()
