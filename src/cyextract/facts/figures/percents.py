"""What a percentage says by itself."""

from __future__ import annotations

from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import POINTS
from cyextract.models import FigureDirection
from cyextract.recognizers.percent import PercentMeaning


def is_points(token: Token) -> bool:
    """Whether a number counts percentage points."""
    return bool(token.traits & POINTS)


def sign_of(token: Token) -> FigureDirection | None:
    """The direction that the sign of a number tells."""
    meaning = token.mention.meaning if token.mention else None
    if not isinstance(meaning, PercentMeaning) or not meaning.low:
        return None
    return "down" if meaning.low < 0 else "up"
