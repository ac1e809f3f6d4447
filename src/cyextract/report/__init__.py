"""An evaluation as a page for people: scores with intervals, every error in its context, and what changed since another run."""

from cyextract.report.render import render_report

__all__ = ["render_report"]
