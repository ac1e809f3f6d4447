"""Tell the line breaks that layout put into sentences from those between paragraphs, headings and table cells.

No single break shows what it is, so the lines of the whole text are asked first: whether they fill a column (hard wraps), whether
numbers stand on lines of their own between words that go on (text out of PDF), whether words do (link texts out of HTML). Then each
break is judged by that style and by the two lines beside it. Offsets are those of the folded text, which are those of the raw text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
BLANKS = " \t\r\f\v"
_FEEDS = re.compile(rf"\n[\n{BLANKS}]*")
_SENTENCE_ENDS = frozenset("。！？；…!?;:")
_CLOSERS = "”’）)】》〉"
_STOPS = _SENTENCE_ENDS | frozenset(_CLOSERS)
_BULLETS = frozenset("■●◆▲★□◎▪►※#*|")
_OPENERS = _BULLETS | frozenset("·-【[<")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])|[0-9]{1,2}(?:、|\.(?! ?[0-9]))(?!\ ?[0-9])"
    r"|\([0-9一二三四五六七八九十]{1,3}\)(?![年月日])|第[0-9一二三四五六七八九十百]{1,4}[章节条])"
)
_LABEL = re.compile(rf"[{_HAN}]{{2,6}}[:【]")
_GOES_ON = re.compile(rf"[，。、；：！？,:;%‰{_CLOSERS}](?!\*)")  # no line of its own begins so
_LEFT_OPEN = frozenset("（(《〈“‘、")  # no line of its own ends so
_BODY = re.compile(rf"[{_HAN}a-zA-Z0-9、，,《“(%]")
_PAUSE = re.compile("[，。；：、？！,;]")
_MARK = re.compile("[，。；、？！]")
_STOP = re.compile("[。？！]")
_NUMBER = re.compile(r"-?[0-9][0-9.,]*%?")
_NUMBER_TAIL = re.compile(r"[0-9][.,]?$")
_UNIT = re.compile("[年月日号时点分秒元万亿千百%‰]")
_MEASURE = re.compile("[-~/至到年月日号时点分秒元万亿千百十兆%‰倍成个位名人家项户吨米公平方立次届期股份美港欧英岁周天余多几幅亩头辆台套条所座间件部张只种强级层]")
_UNITS_ALONE = re.compile("[年月日号时点分秒%‰]|[百千]?[万亿]?[美港欧日]?元?")
_REACH = 400  # how far back a sentence is looked at; keeps each decision constant time
_MIN_SENTENCE = 25  # headings are shorter than a sentence that a page break cuts
_MIN_BODY = 45  # longer than a headline


class _Line(NamedTuple):
    """A line without the blanks around it; `feeds` line feeds and then `indent` blanks stand before it."""

    start: int
    end: int
    feeds: int
    indent: int
    columns: int
    """Width with the indent; everything but ASCII takes two columns."""

    @property
    def characters(self) -> int:
        """Width in code points, with the indent."""
        return self.indent + self.end - self.start


@dataclass(frozen=True, slots=True)
class _Column:
    """The column that a hard-wrapped text fills: its width, in columns or in characters, and what its wrapping leaves unused."""

    width: int
    in_columns: bool
    slack: int

    def size(self, line: _Line) -> int:
        return line.columns if self.in_columns else line.characters

    def is_full(self, text: str, line: _Line, following: _Line) -> bool:
        """Whether the first piece of the following line had no room in this one; the last mark of a line may hang over."""
        size = self.size(line)
        if size > self.width and not (size <= self.width + 4 and text[line.end - 1] in _HANGING):
            return False
        first = _PIECE.match(text, following.start, following.end) if self.slack else None
        piece = first[0] if first else text[following.start]
        needed = len(piece) if piece.isascii() or not self.in_columns else 2 * len(piece)
        return size + needed + self.slack > self.width


_HANGING = frozenset("，。、；：！？%,.:;!?" + _CLOSERS)
_PIECE = re.compile("[0-9A-Za-z.,%]+")


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text as a whole is laid out.

    `indent` and `feeds` are those of lines that go on; `has_marked_paragraphs` tells that an indent or an empty line opens paragraphs.
    `has_fragments`: numbers stand on lines of their own inside sentences. `has_links`: other words do. `ends_sentences`: long lines
    end in a full stop, so one that does not was cut.
    """

    column: _Column | None
    indent: int
    feeds: int
    has_marked_paragraphs: bool
    has_fragments: bool
    has_links: bool
    ends_sentences: bool
    widest: int


def layout_breaks(text: str, raw: str) -> dict[int, tuple[int, int]]:
    """The spans to leave out where layout broke a line, by the offset of their first line feed; page furniture is left out with them.

    Args:
        text: the folded text.
        raw: the text as it stands, of the same length; line widths are counted in it.
    """
    lines = _lines(text, raw)
    if len(lines) < 2:
        return {}
    opens = [False, *(_may_go_on(text, a, b) for a, b in pairwise(lines))]
    numbers = [_NUMBER.fullmatch(text, line.start, line.end) is not None for line in lines]
    style = _style(text, lines, opens, numbers)
    furniture = _furniture(text, lines)
    found: dict[int, tuple[int, int]] = {}
    last, begun = 0, lines[0].start  # the line before, furniture left aside, and where its sentence begins
    for index in range(1, len(lines)):
        if index in furniture and index + 1 < len(lines):
            continue
        a, b = lines[last], lines[index]
        if _is_page_number(text, lines, last, index, style, numbers):
            continue
        over_page = index - last > 1
        if _is_broken(text, lines, last, index, style, numbers, begun, over_page):
            span = _without_blank(text, a, b, style)
            if span:
                found[text.index("\n", a.end, b.start)] = span
        else:
            begun = b.start
        last = index
    return found


def _lines(text: str, raw: str) -> list[_Line]:
    """The lines that hold more than blanks."""
    lines: list[_Line] = []
    start, feeds, indent = 0, 0, 0
    for run in (*_FEEDS.finditer(text), None):
        low, high = run.span() if run else (len(text), len(text))
        end = low
        while end > start and text[end - 1] in BLANKS:
            end -= 1
        if end > start:
            width = 2 * (end - start) - len(raw[start:end].encode("ascii", "ignore"))
            if indent:
                width += 2 * indent - len(raw[start - indent : start].encode("ascii", "ignore"))
            lines.append(_Line(start, end, feeds, indent, width))
            feeds = 0
        if run:
            feeds += text.count("\n", low, high)
            start = high
            indent = high - 1 - text.rindex("\n", low, high)
    return lines


def _may_go_on(text: str, a: _Line, b: _Line) -> bool:
    """Whether a sentence may run on from one line to the next, going by their edges."""
    return (
        text[a.end - 1] not in _SENTENCE_ENDS
        and text[b.start] not in _OPENERS
        and not _NUMBERED.match(text, b.start, b.end)
        and not _LABEL.match(text, b.start, b.end)
    )


def _style(text: str, lines: Sequence[_Line], opens: Sequence[bool], numbers: Sequence[bool]) -> _Style:
    """What all lines together say."""
    going = [pair for pair, is_open in zip(pairwise(lines), opens[1:], strict=True) if is_open]
    indents = Counter(indent for a, b in going for indent in (a.indent, b.indent))
    indent = min(indents, key=lambda size: (-indents[size], size), default=0)
    feeds = 1 if any(b.feeds == 1 for _, b in going) else 2
    return _Style(
        column=_find_column(text, lines, opens, indent, feeds),
        indent=indent,
        feeds=feeds,
        has_marked_paragraphs=any(line.feeds > feeds or line.indent > indent for line in lines),
        has_fragments=_has_fragments(text, lines, numbers),
        has_links=_has_links(text, lines),
        ends_sentences=_ends_sentences(text, lines),
        widest=max(line.columns for line in lines),
    )


def _find_column(text: str, lines: Sequence[_Line], opens: Sequence[bool], indent: int, feeds: int) -> _Column | None:
    """The column that the lines fill, if they do: where sentences run on, the line was full, and marks stand anywhere in it."""
    best, most = None, 0
    for column in _likely_columns(text, lines):
        full: list[_Line] = []
        short = evident = 0
        for (a, b), is_open in zip(pairwise(lines), opens[1:], strict=True):
            if not is_open or b.feeds > feeds or b.indent > indent:
                continue
            if column.is_full(text, a, b):
                full.append(a)
                evident += _is_cut(text, a, b)
            else:
                short += 1
        places = {mark.start() - a.start for a in full if (mark := _MARK.search(text, a.start, a.end - 1))}
        gain = len(full) - 2 * short
        is_prose = _STOP.search(text) is not None
        stops = short == 0 and any(text[line.end - 1] in "。！？" for line in lines)
        if len(full) < 2 or gain <= most + (most // 8 if column.slack else 0) or not places or not is_prose:
            continue
        if evident * 8 >= len(full) or stops or (len(places) >= 2 and len(full) >= 4 * short) or (len(places) >= 4 and len(full) >= 2 * short):
            best, most = column, gain
    return best


def _likely_columns(text: str, lines: Sequence[_Line]) -> Iterator[_Column]:
    """Widths that many lines have and next to none passes."""
    allowed = len(lines) // 20 + (len(lines) > 8)
    for in_columns in (True, False):
        wide = 2 if in_columns else 1
        sizes: Counter[int] = Counter()
        hanging: Counter[int] = Counter()  # sizes without the mark that may hang over the margin
        for line in lines:
            size = line.columns if in_columns else line.characters
            sizes[size] += 1
            hanging[size - wide] += text[line.end - 1] in _HANGING
        over, best, width = 0, 0, 0
        for size in sorted(sizes, reverse=True):
            full = sum(sizes[part] + hanging[part] for part in range(size - wide + 1, size + 1))
            if full > best:
                best, width = full, size
            over += sizes[size] - hanging[size - wide] + hanging[size]
            if over > allowed:
                break
        yield _Column(width, in_columns, 0)
        if width >= 20:
            yield _Column(width, in_columns, 3 if in_columns else 2)


def _is_cut(text: str, a: _Line, b: _Line) -> bool:
    """Whether the edges alone show that a break stands inside a sentence."""
    first, last = text[b.start], text[a.end - 1]
    return (
        _GOES_ON.match(text, b.start, b.end) is not None
        or last in _LEFT_OPEN
        or (last.isdecimal() and (first in ".%" or _UNIT.match(first) is not None))
    )


def _has_fragments(text: str, lines: Sequence[_Line], numbers: Sequence[bool]) -> bool:
    """Whether numbers on lines of their own belong to sentences: what follows them is a measure or a mark, not the next cell."""
    going = total = sure = 0
    for index, is_number in enumerate(numbers[:-1]):
        if is_number:
            total += 1
            b = lines[index + 1]
            if numbers[index + 1] or (index and numbers[index - 1]):
                continue
            is_sure = (_MARK.search(text, b.start, b.end) or _UNITS_ALONE.fullmatch(text, b.start, b.end)) is not None
            sure += is_sure
            going += is_sure or _MEASURE.match(text, b.start) is not None
    return sure > 0 and going * 2 >= total


def _has_links(text: str, lines: Sequence[_Line]) -> bool:
    """Whether words that were links stand on lines of their own inside sentences."""
    cut = sum(
        a.end - a.start <= 12 and b.feeds == 1 and _GOES_ON.match(text, b.start, b.end) is not None for a, b in pairwise(lines)
    )
    return cut >= 1


def _ends_sentences(text: str, lines: Sequence[_Line]) -> bool:
    """Whether most long lines end in a stop."""
    long = [line for line in lines if line.end - line.start >= _MIN_SENTENCE and _PAUSE.search(text, line.start, line.end)]
    return sum(text[line.end - 1] in _STOPS for line in long) * 10 >= len(long) * 6


def _is_broken(
    text: str, lines: Sequence[_Line], last: int, index: int, style: _Style, numbers: Sequence[bool], begun: int, over_page: bool
) -> bool:
    """Whether layout broke the sentence between two lines."""
    a, b = lines[last], lines[index]
    if b.feeds <= style.feeds + 1 and (text[a.end - 1] in _LEFT_OPEN or _GOES_ON.match(text, b.start, b.end)) and not (
        text[b.start] in _BULLETS or _NUMBERED.match(text, b.start, b.end)
    ):
        return True
    if b.indent > style.indent:
        return False
    if not over_page and (numbers[last] or numbers[index]) and _is_fragment(text, lines, index, style, numbers):
        return True
    if style.column is not None and style.column.is_full(text, a, b) and not over_page and b.feeds <= style.feeds:
        if style.has_marked_paragraphs:
            return text[b.start] not in _BULLETS and not _NUMBERED.match(text, b.start, b.end)
        return _may_go_on(text, a, b)
    if not over_page and b.feeds <= style.feeds and _is_cut_number(text, a, b) and (a.columns >= style.widest - 3 or a.characters >= _MIN_BODY):
        return True
    return _is_open_sentence(text, lines, last, index, style, begun)


_NUMERAL = "0-9〇零一二两三四五六七八九十百千万亿"
_NUMBER_AHEAD = re.compile(rf"(?:[{_NUMERAL}][.,]?|[{_NUMERAL}][年月]|百分之|人民币|[¥$]|[0-9万亿][美港欧日])$")
_NUMBER_GOES_ON = re.compile(rf"[{_NUMERAL}元年月日%]|[.,][0-9]|(?<=[0-9万亿]\n)[美港欧日个]")


def _is_cut_number(text: str, a: _Line, b: _Line) -> bool:
    """Whether a number, or a number and its unit, stand on both sides of a break in running text."""
    before = text[max(a.start, a.end - 4) : a.end]
    if not _NUMBER_AHEAD.search(before) or a.end - a.start < 8 or not _may_go_on(text, a, b):
        return False
    if not _NUMBER_GOES_ON.match(f"{before[-1]}\n{text[b.start:b.start + 2]}", 2):
        return False
    return _PAUSE.search(text, a.start, a.end - 1) is not None or _MARK.search(text, b.start, b.end) is not None


def _is_fragment(text: str, lines: Sequence[_Line], index: int, style: _Style, numbers: Sequence[bool]) -> bool:
    """Whether a number on a line of its own goes on with the line after it, or the line before goes on with it."""
    a, b = lines[index - 1], lines[index]
    if numbers[index - 1]:
        if not style.has_fragments or numbers[index] or (index > 1 and numbers[index - 2]):
            return False
        return b.feeds <= style.feeds and (_MEASURE.match(text, b.start) or _MARK.search(text, b.start, b.end)) is not None
    return (
        index + 1 < len(lines)
        and b.feeds <= style.feeds
        and text[a.end - 1] not in _SENTENCE_ENDS
        and lines[index + 1].indent <= style.indent
        and (
            _is_fragment(text, lines, index + 1, style, numbers)
            or (style.has_fragments and _GOES_ON.match(text, lines[index + 1].start) is not None)
        )
    )


def _is_open_sentence(text: str, lines: Sequence[_Line], last: int, index: int, style: _Style, begun: int) -> bool:
    """Whether a long line stops in mid-sentence and the next one goes on: a page break, or a link text."""
    a, b = lines[last], lines[index]
    if text[a.end - 1] in _STOPS or not _may_go_on(text, a, b):
        return False
    if not _BODY.match(text[a.end - 1]) or not _BODY.match(text[b.start]) or b.indent - style.indent >= 2:
        return False
    sentence = text[max(begun, a.end - _REACH) : a.end]
    if style.column is not None and b.feeds <= style.feeds and not style.column.is_full(text, a, b):
        return False
    if len(sentence) < _MIN_SENTENCE or not _PAUSE.search(sentence) or not _is_body(sentence):
        return False
    if style.has_links and style.ends_sentences and b.feeds == 1:
        return True
    return any(_PAUSE.search(text, line.start, line.end) for line in _paragraph(lines, index, style))


def _paragraph(lines: Sequence[_Line], index: int, style: _Style) -> Iterator[_Line]:
    """The line at an index and, where a column broke them, those that follow it without an empty line: as many as make a sentence."""
    begun = lines[index].start
    yield lines[index]
    while style.column is not None and (index := index + 1) < len(lines):
        line = lines[index]
        if line.feeds > style.feeds or line.indent > style.indent or line.start - begun > _MIN_BODY:
            break
        yield line


def _is_body(sentence: str) -> bool:
    """Whether words are running text and no headline: a whole sentence, two pauses, or longer than headlines are."""
    return len(sentence) >= _MIN_BODY or any(stop in sentence for stop in "。；！？") or len(_PAUSE.findall(sentence)) >= 2


_PAGE = re.compile(
    "[-·]{1,2} ?[0-9]{1,4} ?[-·]{1,2}|第 ?[0-9一二三四五六七八九十]{1,4} ?页(?: ?[,，/(]? ?共 ?[0-9一二三四五六七八九十]{1,4} ?页[)]?)?"
    "|[0-9]{1,4} ?/ ?[0-9]{1,4}|(?i:page) ?[0-9]{1,4}(?: ?of ?[0-9]{1,4})?"
)
_LONGEST_HEAD = 40


def _furniture(text: str, lines: Sequence[_Line]) -> frozenset[int]:
    """The lines that are page numbers in their usual shapes or running heads: lines of the same words beside them."""
    pages = {index for index, line in enumerate(lines) if index and _PAGE.fullmatch(text, line.start, line.end)}
    if not pages:
        return frozenset()
    beside = [i for page in pages for i in (page - 1, page + 1) if 0 < i < len(lines) and i not in pages]
    words = {i: text[lines[i].start : min(lines[i].end, lines[i].start + _LONGEST_HEAD + 1)] for i in beside}
    seen = Counter(words.values())
    return frozenset(pages | {i for i, head in words.items() if seen[head] > 1 and len(head) <= _LONGEST_HEAD})


def _is_page_number(text: str, lines: Sequence[_Line], last: int, index: int, style: _Style, numbers: Sequence[bool]) -> bool:
    """Whether a bare number stands between two lines of a sentence that a column broke."""
    if style.column is None or not numbers[index] or index + 1 == len(lines):
        return False
    a, b, after = lines[last], lines[index], lines[index + 1]
    return (
        b.end - b.start <= 3
        and style.column.size(b) < style.column.width - 3
        and style.column.is_full(text, a, after)
        and text[a.end - 1] not in _STOPS
        and not _UNIT.match(text, after.start)
    )


def _without_blank(text: str, a: _Line, b: _Line, style: _Style) -> tuple[int, int] | None:
    """The span to leave out between two lines; a blank stays between letters or digits; None where a break is all that parts words."""
    start, end = a.end, b.start
    if not (_is_latin(text[start - 1]) and _is_latin(text[end])):
        return start, end
    if text[start] == " ":
        return start + 1, end
    if text[end - 1] == " ":
        return start, end - 1
    column = style.column
    is_cut = column is None or column.size(a) >= column.width - 1
    return (start, end) if is_cut and (column is not None or text[start - 1].isdigit()) else None


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
