"""What each amount and percentage measures, of whom and for when."""

from __future__ import annotations

from cyextract.facts.figures.rows import find_figures

__all__ = ["find_figures"]
