"""Find titles by their brackets; `title_category` says what kind of document each names.

Rule ids: `title.closed` (《…》, the outer pair when nested) and `title.open` (the 》 is missing; ends with the
sentence).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

from cyextract.models import TitleCategory
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.title_category import title_categories
from cyextract.text.boundaries import SENTENCE_STOP

if TYPE_CHECKING:
    from cyextract.text.reading_view import SourceText

# The longest titles of laws and decisions with another title inside run to about 120 code points; page furniture in a
# broken one adds to that.
_LONGEST = 300
_LONGEST_OPEN = 80  # code points of one without 》
_LONGEST_SENTENCE = 100  # code points within which a full stop may stand in a title
_MOST_LINES = 6  # line ends in one title
_MOST_MARKS = 12  # brackets looked at for the one that closes
_BRACKET = re.compile("[《》]")
_OPEN_TAIL = re.compile(r"[、，,和与及以\s]+$")
# A second 《 right after these words opens a title inside the first; after a list mark it opens the next one.
_INNER_AHEAD = re.compile("(?:关于|印发|发布|转发|通过|批准|修改|修订|废止|实施|贯彻|落实|执行|公布|签署|解读|的)[^、，。；\n]{0,12}$")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,80}>|&nbsp;|\*\*|\s+")


class TitleMeaning(NamedTuple):
    """A title: the raw text inside the brackets without white space and markup, and what kind of document it names."""

    title: str
    category: TitleCategory
    closed: bool = True


def title_spans(view: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of the titles of a view, left to right, and whether each is closed.

    >>> list(title_spans("签署《合作协议》"))
    [(2, 8, True)]
    """
    if "《" not in view:  # told ten times as fast as by the pattern
        return
    marks = [(found.start(), found[0] == "《") for found in _BRACKET.finditer(view)]
    index = 0
    while index < len(marks):
        start, opens = marks[index]
        index += 1
        if not opens or view.startswith("《", start + 1):
            continue
        last = _closing(view, marks, index - 1)
        if last is not None:
            if marks[last][0] > start + 1:
                yield start, marks[last][0] + 1, True
            index = last + 1
            continue
        end = _open_end(view, start)
        if end - start > 2:
            yield start, end, False


def _closing(view: str, marks: list[tuple[int, bool]], first: int) -> int | None:
    """Index of the mark that closes the title opened at mark `first`; None when it stays open."""
    start = marks[first][0]
    depth = 0
    inner_close: int | None = None
    for index in range(first, min(len(marks), first + _MOST_MARKS)):
        position, opens = marks[index]
        if position - start > _LONGEST:
            break
        depth += 1 if opens else -1
        if depth == 0:
            return index if _is_one_title(view, start, position) else None
        if not opens and inner_close is None:
            inner_close = index
    # One 》 too few: 《关于印发《X办法的通知》 is one title, 《A、《B》 are two.
    if inner_close is not None and _INNER_AHEAD.search(view, start + 1, marks[first + 1][0]):
        return inner_close
    return None


def _is_one_title(view: str, start: int, end: int) -> bool:
    """Whether brackets this far apart enclose a title, and not the text between one title's 《 and another's 》."""
    if view.count("\n", start, end) > _MOST_LINES:
        return False
    return end - start <= _LONGEST_SENTENCE or view.find("。", start, end) < 0


def _open_end(view: str, start: int) -> int:
    """End of a title without 》: its sentence, the next title, or the longest we believe."""
    limit = min(len(view), start + _LONGEST_OPEN)
    stop = SENTENCE_STOP.search(view, start + 1, limit)
    end = stop.start() if stop else limit
    following = view.find("《", start + 1, end)
    if following >= 0:
        end = following
    return start + len(_OPEN_TAIL.sub("", view[start:end]))


def find_titles(source: SourceText) -> list[Candidate]:
    """Every title of a document, left to right; offsets count in the view, `title` holds raw characters."""
    view = source.view
    spans = list(title_spans(view))
    if not spans:
        return []
    folded = [_MARKUP.sub("", view[start + 1 : end - closed]) for start, end, closed in spans]
    categories = title_categories(view, spans, folded)
    candidates: list[Candidate] = []
    for (start, end, closed), plain, category in zip(spans, folded, categories, strict=True):
        low, high = source.raw_span(start, end)
        written = source.raw[low + 1 : high - closed]
        title = plain if written == view[start + 1 : end - closed] else _MARKUP.sub("", written)
        meaning = TitleMeaning(title, cast("TitleCategory", category), closed)
        candidates.append(Candidate(start, end, "TITLE", ("title.closed" if closed else "title.open",), meaning))
    return candidates
