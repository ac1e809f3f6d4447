"""The marks that end sentences: the only place that spells them, below all that read texts by them.

Marks are those of the folded text, in which 。；！？ stay wide and half-width ones half-width.
"""

from __future__ import annotations

STATEMENT_MARKS = "。！？!?"
SENTENCE_MARKS = f"{STATEMENT_MARKS}；;"

IN_CLAUSE = f"[^，{SENTENCE_MARKS}\n]"
"""A character inside a clause, in a pattern; half-width commas stand in numbers, colons in clock times."""
