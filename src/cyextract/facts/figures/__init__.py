"""What each amount and percentage measures, of whom and for when."""

from __future__ import annotations

from cyextract.facts.figures.rows import FigureFinder

__all__ = ["FigureFinder"]
