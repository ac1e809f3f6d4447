"""Find titles by their brackets and say what kind of document each names.

Rule ids: `title.closed` (《…》, the outer pair when nested) and `title.open` (the 》 is missing; ends with the
sentence).
Words by which a title is classed are in `rules/lexicon/title_category.tsv`, words around it in `rules/title.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple, cast

from cyextract.lexicon.table import read_table
from cyextract.recognizers.candidate import Candidate
from cyextract.text.boundaries import SENTENCE_STOP

if TYPE_CHECKING:
    from cyextract.models import TitleCategory
    from cyextract.text.reading_view import SourceText

# The longest titles of laws and decisions with another title inside run to about 120 code points; page furniture in a
# broken one adds to that.
_LONGEST = 300
_LONGEST_OPEN = 80
_LONGEST_SENTENCE = 100
_MOST_LINES = 6
_MOST_MARKS = 12
_BRACKET = re.compile("[《》]")
_LIST_MARKS = frozenset(["", "、", "和", "及", "以及", "与"])
_OPEN_TAIL = re.compile(r"[、，,和与及以\s]+$")
# A second 《 right after these words opens a title inside the first; after a list mark it opens the next one.
_INNER_AHEAD = re.compile("(?:关于|印发|发布|转发|通过|批准|修改|修订|废止|实施|贯彻|落实|执行|公布|签署|解读|的)[^、，。；\n]{0,12}$")


class TitleMeaning(NamedTuple):
    """A title: the raw text inside the brackets without white space and markup, and what kind of document it names."""

    title: str
    category: TitleCategory
    closed: bool = True


class _ContextWords(NamedTuple):
    heads: dict[str, str]
    head_lengths: tuple[int, ...]
    names: dict[str, str]
    work_before: re.Pattern[str]
    work_after: re.Pattern[str]
    publication_before: re.Pattern[str]
    publication_after: re.Pattern[str]


@cache
def _words() -> _ContextWords:
    rows = read_table("title_category.tsv", 3)
    heads = {word: category for word, where, category in rows if where == "head"}
    names = {word: category for word, where, category in rows if where == "name"}
    text = resources.files("cyextract.rules").joinpath("title.toml").read_text(encoding="utf-8")
    around = tomllib.loads(text)["fragments"]
    return _ContextWords(
        heads,
        tuple(sorted({len(word) for word in heads}, reverse=True)),
        names,
        re.compile(around["title_work_before"] + "$"),
        re.compile(around["title_work_after"]),
        re.compile(around["title_publication_before"] + "$"),
        re.compile(around["title_publication_after"]),
    )


def title_spans(view: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of the titles of a view, left to right, and whether each is closed.

    >>> list(title_spans("签署《合作协议》"))
    [(2, 8, True)]
    """
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


_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,80}>|&nbsp;|\*\*|\s+")
_EDITION = re.compile(
    r"(?:\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]|[”’\" 　]"
    r"|及?其?摘要|全文|征求意见稿|送审稿|讨论稿|修订稿|修订版|修正版|试行|暂行|草案|初稿|正文|第[0-9一二三四五六七八九十]{1,3}[版部季期辑卷]"
    r"|第[0-9一二三四五六七八九十]{1,4}号(?:-.*)?|(?<=.)[0-9]{4}年?版?|V?[0-9]+(?:\.[0-9]+)*)$"
)


_STANDARD_NUMBER = re.compile(r"(?:GB|DB|ISO|IEC|IEEE|YY|YD|JGJ|HJ|NB|QB|SJ|T/[A-Z]+)[/ 0-9A-Z]*[0-9]")


def head_category(title: str) -> str | None:
    """Category of a folded title by the word it ends with, its edition and brackets aside; None when no word tells.

    >>> head_category("网络安全管理办法(试行)")
    'policy'
    """
    words = _words()
    if _STANDARD_NUMBER.match(title):
        return "standard"
    for _ in range(4):
        if category := words.names.get(title) or words.names.get(title.partition("·")[0]):
            return category
        for length in words.head_lengths:
            if len(title) >= length and (category := words.heads.get(title[-length:])):
                return category
        shorter = _EDITION.sub("", title)
        if shorter in (title, ""):
            return None
        title = shorter
    return None


def find_titles(source: SourceText) -> list[Candidate]:
    """Every title of a document, left to right; offsets count in the view, `title` holds raw characters."""
    view = source.view
    spans = list(title_spans(view))
    if not spans:
        return []
    folded = [_MARKUP.sub("", view[start + 1 : end - closed]) for start, end, closed in spans]
    categories = _categories(view, spans, folded)
    candidates: list[Candidate] = []
    for (start, end, closed), category in zip(spans, categories, strict=True):
        low, high = source.raw_span(start, end)
        title = _MARKUP.sub("", source.raw[low + 1 : high - closed])
        meaning = TitleMeaning(title, cast("TitleCategory", category), closed)
        candidates.append(Candidate(start, end, "TITLE", ("title.closed" if closed else "title.open",), meaning))
    return candidates


def _categories(view: str, spans: list[tuple[int, int, bool]], titles: list[str]) -> list[str]:
    """One category a title: by the words beside it, its head word, the same title elsewhere, or its neighbours."""
    beside = [_category_beside(view, start, end) for start, end, _ in spans]
    known: dict[str, str] = {}
    for title, context in zip(titles, beside, strict=True):
        if context is not None:
            known.setdefault(title, context)
    categories: list[str | None] = []
    for index, title in enumerate(titles):
        head = head_category(title)
        context = beside[index]
        if head is None or (context == "work" and head in ("policy", "law", "report", "other", "publication")):
            head = context or known.get(title) or head
        categories.append(head)
    _share_in_lists(view, spans, categories)
    # A title that names no kind of document is a book, a film, a song or an article, unless it opens like a document.
    return [c or ("other" if t.startswith("关于") else "work") for c, t in zip(categories, titles, strict=True)]


def _share_in_lists(view: str, spans: list[tuple[int, int, bool]], categories: list[str | None]) -> None:
    """Titles without a head word take the category of the title that stands right before them in a list."""
    for index in range(1, len(spans)):
        between = view[spans[index - 1][1] : spans[index][0]].strip()
        if categories[index] is None and between in _LIST_MARKS and categories[index - 1] in ("work", "publication"):
            categories[index] = categories[index - 1]


def _category_beside(view: str, start: int, end: int) -> str | None:
    """What the words right before and after a title say it is; None when they say nothing."""
    words = _words()
    low = max(0, start - 16)
    if words.publication_after.match(view, end):
        return "publication"
    if words.work_before.search(view, low, start):
        return "work"
    if words.publication_before.search(view, low, start):
        return "publication"
    return "work" if words.work_after.match(view, end) else None
