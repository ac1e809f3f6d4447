"""What each amount and percentage measures, of whom and for when."""

from __future__ import annotations

from cyextract.facts.figures.cues import figure_rules
from cyextract.facts.figures.reading import FigureWhy, Reading
from cyextract.facts.figures.rows import FigureFinder, Figures

__all__ = ["FigureFinder", "FigureWhy", "Figures", "Reading", "figure_rules"]
