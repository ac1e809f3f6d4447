"""Tell the line breaks that layout put into sentences from those between paragraphs, headings and table cells.

No single break shows what it is, so all lines of the text are asked first: whether they fill a column (hard wraps), whether numbers
stand on lines of their own between words that go on (text out of PDF), whether other words do (links out of HTML). Then each break is
judged by that and by the lines beside it. Offsets are those of the folded text, which are those of the raw text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from cyextract.text.columns import CLOSERS, MARK, SENTENCE_ENDS, Line, TextColumn, find_column, split_lines

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_NUMERAL = "0-9〇零一二两三四五六七八九十百千万亿"
_STOPS = SENTENCE_ENDS | frozenset(CLOSERS)
_BULLETS = frozenset("■●◆▲★□◎▪►※#*|")
_OPENERS = _BULLETS | frozenset("·-【[<")
_NUMBERED = re.compile(
    rf"[0-9一二三四五六七八九十]{{1,3}}(?:、(?![{_NUMERAL}])|(?<=[0-9])\.(?! ?[0-9]))"
    r"|\([0-9一二三四五六七八九十]{1,3}\)(?![年月日])|第[0-9一二三四五六七八九十百]{1,4}[章节条]"
)
_NUMBERED_OR_LABEL = re.compile(rf"{_NUMBERED.pattern}|[{_HAN}]{{2,6}}[:【]")
_GOING_ON = frozenset(f"，。、；！？%‰:{CLOSERS}")  # no line of its own begins with these
_LEFT_OPEN = frozenset("(（《〈“‘、")  # nor ends with these
_BODY = re.compile(rf"[{_HAN}a-zA-Z0-9、，,《“(%]")
_PAUSE = re.compile("[，。；、？！,;]")
_NUMBER = re.compile("-?[0-9][0-9.,]*%?")
_MEASURE = re.compile(
    "[-~/至到年月日号时点分秒元万亿千百十兆%‰倍成个位名人家项户吨米公平方立次届期股份世代版美港欧英岁周天余多几幅亩头辆台套条所座间件部张只种强级层]"
)
_UNIT = re.compile("[年月日号时点分秒%‰]|[百千]?[万亿]?[美港欧日]?元?")
_NUMBER_AHEAD = re.compile(rf"(?:[{_NUMERAL}][.,]?|[{_NUMERAL}] ?[年月]|百分之|人民币|[¥$]|[0-9万亿][美港欧日])$")
_NUMBER_ENDS = frozenset("0123456789〇零一二两三四五六七八九十百千万亿.,年月之币¥$美港欧日")  # last characters of these
_NUMBER_GOES_ON = re.compile(rf"[{_NUMERAL}元年月日%]|[.,][0-9]|(?<=[0-9万亿]\n)[美港欧日个]")
_PAGE = re.compile(
    rf"[-·]{{1,2}} ?[0-9]{{1,4}} ?[-·]{{1,2}}|第 ?[{_NUMERAL}]{{1,4}} ?页(?: ?[,，/(]? ?共 ?[{_NUMERAL}]{{1,4}} ?页\)?)?"
    "|[0-9]{1,4} ?/ ?[0-9]{1,4}|[Pp](?:age|AGE) ?[0-9]{1,4}(?: ?of ?[0-9]{1,4})?"
)
# A break inside a company's legal form is layout, however short the lines are.
_FORMS = ("集团股份有限公司", "集团有限公司", "股份有限公司", "有限责任公司", "有限公司")
_CUT_FORMS = tuple((form[:at], form[at:]) for form in _FORMS for at in range(1, len(form)))
_FORM_ENDS = frozenset(begun[-1] for begun, _ in _CUT_FORMS)
_ODD = frozenset("-·第0123456789Pp")  # with these begin the lines that are page numbers, or any number
_CONNECTORS = frozenset("-:/.~至到")
_LONGEST_HEAD = 40  # characters of a running head: what stands beside a page's number
_REACH = 400  # how far back a sentence is looked at; keeps each decision constant time
_MIN_SENTENCE = 25  # headings are shorter than a sentence that a page break cuts
_MIN_BODY = 45  # longer than a headline
_MIN_RUNNING = 8  # a shorter line that ends in a number is a table row
_LONGEST_LINK = 12


def layout_breaks(text: str, raw: str) -> dict[int, tuple[int, int]]:
    """The spans to leave out where layout broke a line, by the offset of their first line feed; page furniture is left out with them.

    Args:
        text: the folded text.
        raw: the text as it stands, of the same length.
    """
    lines = split_lines(text)
    if len(lines) < 2:
        return {}
    odd = [index for index, line in enumerate(lines) if text[line.start] in _ODD]
    layout = _Layout.of(text, raw, lines, odd)
    furniture = _furniture(text, lines, odd) if odd else frozenset[int]()
    has_pages = bool(furniture) or layout.column is not None
    found: dict[int, tuple[int, int]] = {}
    last, begun = 0, lines[0].start  # the line before, furniture left aside, and where its sentence begins
    has_column, before = layout.column is not None, lines[0]
    last_index = len(lines) - 1
    for index, line in enumerate(lines):
        if index == 0 or (has_pages and index < last_index and (index in furniture or layout.is_page_number(last, index))):
            continue
        start, end = before.end, line.start
        if not has_column and text[start - 1] in SENTENCE_ENDS and text[end] not in _GOING_ON and start - before.start > 1:
            last, begun, before = index, end, line  # the common case: a paragraph ends
            continue
        before = line
        if layout.is_broken(last, index, begun) and (span := layout.span_between(last, index)):
            found[text.index("\n", start, end)] = span
        else:
            begun = end
        last = index
    return found


def _furniture(text: str, lines: Sequence[Line], odd: Sequence[int]) -> frozenset[int]:
    """The lines that are page numbers in their usual shapes, or running heads: lines of the same words beside them."""
    pages = {index for index in odd if _PAGE.fullmatch(text, lines[index].start, lines[index].end)}
    if not pages:
        return frozenset()
    beside = [index for page in pages for index in (page - 1, page + 1) if 0 < index < len(lines) and index not in pages]
    words = {index: text[lines[index].start : lines[index].end] for index in beside if lines[index].size <= _LONGEST_HEAD}
    seen = Counter(words.values())
    return frozenset(pages | {index for index, head in words.items() if seen[head] > 1})


def _usual_indent(indents: Sequence[int]) -> int:
    """The least indent that one line in five has; 0 where there are no lines."""
    return min((size for size, lines_so in Counter(indents).items() if lines_so * 5 >= len(indents)), default=0)


def _may_go_on(text: str, a: Line, b: Line) -> bool:
    """Whether a sentence may run on from one line to the next, going by their edges."""
    return (
        text[a.end - 1] not in SENTENCE_ENDS
        and (
            text[b.start] not in _OPENERS
            or (text[b.start] == "-" and text[a.end - 1].isdecimal() and text[b.start + 1 : b.end][:1].isdecimal())
        )
        and not _NUMBERED_OR_LABEL.match(text, b.start, b.end)
    )


@dataclass
class _Layout:
    """How a text as a whole is laid out.

    `numbers` are the indices of the lines that are nothing but a number; `indent` and `feeds` are those of lines that go on.
    """

    text: str
    lines: Sequence[Line]
    numbers: frozenset[int]
    column: TextColumn | None
    indent: int
    feeds: int

    @classmethod
    def of(cls, text: str, raw: str, lines: Sequence[Line], odd: Sequence[int]) -> _Layout:
        """What all lines together say; `odd` are the indices of those that may be numbers."""
        numbers = frozenset([index for index in odd if _NUMBER.fullmatch(text, lines[index].start, lines[index].end)])
        open_at = [i for i, (a, b) in enumerate(pairwise(lines), 1) if text[a.end - 1] not in SENTENCE_ENDS and _may_go_on(text, a, b)]
        indents = [lines[at].indent for index in open_at for at in (index - 1, index)]
        indent = indents[0] if len(set(indents)) == 1 else _usual_indent(indents)
        feeds = 1 if any([lines[index].feeds == 1 for index in open_at]) else 2
        going = [index for index in open_at if lines[index].feeds <= feeds and lines[index].indent <= indent + 1]
        return cls(text, lines, numbers, find_column(text, raw, lines, going), indent, feeds)

    @cached_property
    def marks_paragraphs(self) -> bool:
        """Whether a deeper indent or an empty line opens paragraphs."""
        return any(line.feeds > self.feeds or line.indent > self.indent + 1 for line in self.lines)

    @cached_property
    def has_fragments(self) -> bool:
        """Whether numbers on lines of their own belong to sentences: a unit or words with a mark follow, not the next cell."""
        text, lines, numbers = self.text, self.lines, self.numbers
        going = total = sure = 0
        for index in sorted(numbers - {len(lines) - 1}):
            total += 1
            line = lines[index + 1]
            if index + 1 not in numbers and index - 1 not in numbers:
                is_sure = (MARK.search(text, line.start, line.end) or _UNIT.fullmatch(text, line.start, line.end)) is not None
                sure += is_sure
                going += (is_sure and total > 1) or text[line.start] in _GOING_ON or _MEASURE.match(text, line.start) is not None
        return sure > 0 and going > 0 and going * 2 >= total

    @cached_property
    def has_links(self) -> bool:
        """Whether words that were links stand on lines of their own inside sentences."""
        text = self.text
        return any(text[b.start] in _GOING_ON and b.feeds == 1 and a.size <= _LONGEST_LINK for a, b in pairwise(self.lines))

    @cached_property
    def ends_sentences(self) -> bool:
        """Whether long lines end in a stop, so that one without was cut."""
        ends = [self.text[line.end - 1] in _STOPS for line in self.lines if line.size >= _MIN_SENTENCE]
        return len(ends) < 3 or sum(ends) * 2 >= len(ends)

    @cached_property
    def widest(self) -> int:
        """Width of the widest line in code points."""
        return max(line.size for line in self.lines)

    def is_broken(self, last: int, index: int, begun: int) -> bool:
        """Whether layout broke the sentence between two lines; `begun` is where the sentence of the first begins."""
        text, a, b = self.text, self.lines[last], self.lines[index]
        first, end = text[b.start], text[a.end - 1]
        if first in _GOING_ON:
            return b.feeds <= self.feeds + 1
        if b.indent > self.indent + 1:
            return False
        if end in _LEFT_OPEN and not self._is_item(b):
            return b.feeds <= self.feeds + 1
        is_next = index == last + 1
        if is_next and self.numbers and (last in self.numbers or index in self.numbers):
            if self._is_fragment(index):
                return True
            if last in self.numbers and index in self.numbers:
                return False
        if self.column is not None and self.column.is_full(self.lines, last, index):
            if is_next and b.feeds <= self.feeds:
                return not self._is_item(b) if self.marks_paragraphs else _may_go_on(text, a, b)
            if not is_next and end not in _STOPS and _may_go_on(text, a, b):
                return True
        if end in _NUMBER_ENDS and (b.feeds == 1 or not is_next) and self._is_cut_number(a, b):
            return True
        if end in _FORM_ENDS and b.feeds == 1 and _cuts_form(text, a, b):
            return True
        return a.end - begun >= _MIN_SENTENCE and end not in _STOPS and self._is_open_sentence(last, index, begun)

    def _is_item(self, line: Line) -> bool:
        """Whether a line begins as the items of lists do."""
        return self.text[line.start] in _BULLETS or _NUMBERED.match(self.text, line.start, line.end) is not None

    def _is_fragment(self, index: int) -> bool:
        """Whether a number on a line of its own goes on with the line after it, or the line before goes on with it."""
        text, a, b = self.text, self.lines[index - 1], self.lines[index]
        if not self.has_fragments or b.feeds > self.feeds or b.indent > self.indent + 1:
            return False
        if index + 1 < len(self.lines) and index - 1 in self.numbers and index + 1 in self.numbers and text[b.start : b.end] in _CONNECTORS:
            return True
        if index > 1 and index - 2 in self.numbers and index in self.numbers and text[a.start : a.end] in _CONNECTORS:
            return True
        if index - 1 in self.numbers:
            if index in self.numbers or (index > 1 and index - 2 in self.numbers):
                return False  # cells of a table
            return self._follows_number(b, index > 1 and text[self.lines[index - 2].end - 1] not in SENTENCE_ENDS)
        return index + 1 < len(self.lines) and text[a.end - 1] not in SENTENCE_ENDS and self._is_fragment(index + 1)

    def _follows_number(self, line: Line, is_inside: bool) -> bool:
        """Whether a line goes on from the number before it; `is_inside`: a sentence stands open before that number."""
        return (
            self.text[line.start] in _GOING_ON
            or _MEASURE.match(self.text, line.start) is not None
            or (is_inside and MARK.search(self.text, line.start, line.end) is not None)
        )

    def _is_cut_number(self, a: Line, b: Line) -> bool:
        """Whether a number, or a number and its unit, stand on both sides of a break in running text, the first with such an end."""
        text = self.text
        if a.end - a.start < _MIN_RUNNING:
            return False
        before, after = text[a.end - 4 : a.end], text[b.start : b.start + 2]
        if not _NUMBER_AHEAD.search(before) or not _may_go_on(text, a, b):
            return False
        if not _NUMBER_GOES_ON.match(f"{before[-1]}\n{after}", 2):
            return False
        is_wide = a.size * 2 >= self.widest
        has_mark = MARK.search(text, a.start, a.end - 1) is not None
        if after[0].isdecimal() and before[-1] in "0123456789.,":  # may be two numbers: the date in a header and the text
            return is_wide and has_mark
        return (is_wide or a.size >= _MIN_SENTENCE) and (has_mark or MARK.search(text, b.start, b.end) is not None)

    def _is_open_sentence(self, last: int, index: int, begun: int) -> bool:
        """Whether a long line without a stop ends in mid-sentence and the next one goes on: over the end of a page, or over a link."""
        text, a, b = self.text, self.lines[last], self.lines[index]
        if not _BODY.match(text, a.end - 1) or not _BODY.match(text, b.start) or not _may_go_on(text, a, b):
            return False
        if self.column is not None and index == last + 1 and b.feeds <= self.feeds:
            return False
        sentence = text[max(begun, a.end - _REACH) : a.end]
        if not _PAUSE.search(sentence) or not _is_body(sentence, is_headline=begun == self.lines[0].start and a.size < b.size):
            return False
        if self.column is None and not self.ends_sentences:
            return False
        if self.has_links and b.feeds == 1:
            return True
        return any(_PAUSE.search(text, line.start, line.end) for line in self._paragraph(index))

    def _paragraph(self, index: int) -> Iterator[Line]:
        """The line at an index and, where a column broke them, those that go on from it: as many as make a sentence."""
        begun = self.lines[index].start
        yield self.lines[index]
        while self.column is not None and (index := index + 1) < len(self.lines):
            line = self.lines[index]
            if line.feeds > self.feeds or line.indent > self.indent + 1 or line.start - begun > _MIN_BODY:
                break
            yield line

    def is_page_number(self, last: int, index: int) -> bool:
        """Whether a bare number stands between two lines of a sentence that a column broke."""
        if self.column is None or index not in self.numbers:
            return False
        a, b, after = self.lines[last], self.lines[index], self.lines[index + 1]
        return (
            self.text[b.start : b.end].isdecimal()
            and b.end - b.start <= 3
            and (b.feeds > self.feeds or (after.feeds <= self.feeds and not self.text[a.end - 1].isdecimal()))
            and after.indent <= self.indent + 1
            and _may_go_on(self.text, a, after)
            and self.column.sizes[index] < self.column.width - 3
            and self.column.is_full(self.lines, last, index + 1)
            and self.text[a.end - 1] not in _STOPS
            and (after.feeds > self.feeds or self.text[after.start] not in "年月日元%")
        )

    def span_between(self, last: int, index: int) -> tuple[int, int] | None:
        """The span to leave out between two lines of a sentence; a blank stays between letters or digits.

        None where nothing but the break parts two words.
        """
        text, start, end = self.text, self.lines[last].end, self.lines[index].start
        edges = text[start - 1] + text[end]
        is_latin = edges.isascii() and edges.isalnum()
        is_column_edge = self.column is not None and len(text[start:end].replace("\r", "")) == 2 and not any(map(str.isdigit, edges))
        if not is_latin and not is_column_edge:
            return start, end  # at the edge of a column a blank is one of the text
        if text[start] == " ":
            return start + 1, end
        if text[end - 1] == " ":
            return start, end - 1
        if not is_latin or edges.isdigit() or (self.column is not None and self.column.sizes[last] >= self.column.width - 1):
            return start, end
        return None


def _cuts_form(text: str, a: Line, b: Line) -> bool:
    """Whether a company's legal form stands on both sides of a break."""
    return any([text.endswith(begun, a.start, a.end) and text.startswith(rest, b.start) for begun, rest in _CUT_FORMS])


def _is_body(sentence: str, *, is_headline: bool) -> bool:
    """Whether words are running text and no headline: a whole sentence, some pauses, or longer than headlines are."""
    return len(sentence) >= _MIN_BODY or any(stop in sentence for stop in "。；！？") or len(_PAUSE.findall(sentence)) >= 2 + is_headline
