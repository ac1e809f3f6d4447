"""Where sentences, clauses and lines end, by the marks of `marks`: the only place that says so.

Every reader of a text takes the kind of stop that it needs:

- `SENTENCE_STOP` ends a sentence: full stops, question and exclamation marks, semicolons, line ends, and the markup of paragraphs,
  cells and headings in texts that were made from pages.
- `STATEMENT_STOP` ends what a date of the text holds for, and `STATEMENT_END` what a model of names reads at once. Semicolons are
  missing: 2020年…；6月… goes on with the year, and names are told better from more text.
- `CLAUSE_MARKS` part the clauses of a sentence, outside brackets.
- `LINE_END` ends a line, of raw texts as well.

Marks are those of the reading view, which folds ： to : and 」 to ”; 。，；！？ stay wide there, half-width ones half-width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cyextract.text.marks import SENTENCE_MARKS, STATEMENT_MARKS
from cyextract.text.reading_view import SourceText

_CLOSING_MARKS = "”’\"')】"  # what belongs to the sentence that ends right before it
_TAG = r"/?(?:p|br|div|li|td|tr|strong|h[1-6])\b[^<>\n]{0,80}>"
_MARKUP = f"<{_TAG}"

LINE_END = re.compile("\r\n?|\n")
CLAUSE_MARKS = ",，:："
STATEMENT_STOP = re.compile(f"[{STATEMENT_MARKS}\n]")
STATEMENT_END = re.compile(f"[{STATEMENT_MARKS}][{_CLOSING_MARKS}]*|\n")
# One class opens the pattern, so that `re` skips from candidate to candidate.
SENTENCE_STOP = re.compile(f"[{SENTENCE_MARKS}\n<](?:(?<!<)|{_TAG})")
_SENTENCE_END = re.compile(f"(?:[{SENTENCE_MARKS}][{_CLOSING_MARKS}]*|\n|{_MARKUP})+")


class Sentence(NamedTuple):
    """A sentence without the white space around it. Offsets are raw code points; `line` counts the lines of the reading view."""

    start: int
    end: int
    line: int


def sentences(source: SourceText, kept: Sequence[tuple[int, int]] = ()) -> Iterator[Sentence]:
    """The sentences of a text as the reading view shows them, in text order: a line that layout broke goes on.

    Args:
        source: the document.
        kept: disjoint raw spans in text order that no sentence end may cut (titles, names).

    >>> from cyextract.text.reading_view import reading_view
    >>> [(s.start, s.end, s.line) for s in sentences(reading_view("甲。乙；丙\\n丁"))]
    [(0, 2, 0), (2, 4, 0), (4, 5, 0), (6, 7, 1)]
    """
    view, index, start, line = source.view, 0, 0, 0
    for found in (*_SENTENCE_END.finditer(view), None):
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
