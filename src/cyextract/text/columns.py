"""The lines of a text, and the column that hard wraps fill.

A text that an editor, a mail program or a printer wrapped at a fixed width shows it: next to no line is wider, and wherever a sentence
runs on into the next line, the first piece of that line had no room in the line before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cyextract.text.marks import SENTENCE_MARKS

BLANKS = " \t\r\f\v\u200b\ufeff"
SENTENCE_ENDS = frozenset(f"{SENTENCE_MARKS}…:")  # of a line; `boundaries` decides for the text once it is read
CLOSERS = "”’）)】》〉"
MARK = re.compile("[，。；、？！]")
_FULL_STOPS = "。？！"
_HANGING = frozenset(f"，。、；：！？%％,.:;!?」』）｝］{CLOSERS}")
_PIECE = re.compile("[0-9A-Za-z.,%]+")  # what word wrapping does not cut
_WIDEST = 132  # columns of a line printer
_LEAST_SHARE = 6  # at least one line in six is full
_VARIED = 5  # so many places of marks are in no list
_MIN_SLACK_WIDTH = 20  # in a narrower column the slack of word wrapping would let any line pass as full


@dataclass(slots=True)
class Line:
    """A line without the blanks around it; `feeds` line feeds and then `indent` blanks stand before it.

    `size` is its width in code points, with the indent.
    """

    start: int
    end: int
    feeds: int
    indent: int
    size: int


def split_lines(text: str) -> list[Line]:
    """The lines of a text that hold more than blanks."""
    lines: list[Line] = []
    begin = feeds = 0
    for line in text.split("\n"):
        if words := line.strip(BLANKS):
            indent = 0 if line[0] == words[0] else len(line) - len(line.lstrip(BLANKS))
            start, size = begin + indent, indent + len(words)
            lines.append(Line(start, begin + size, feeds, indent, size))
            feeds = 0
        begin += len(line) + 1
        feeds += 1
    return lines


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column that lines fill.

    `sizes` are the widths of all lines, counted as `width` is: in columns, where all but ASCII takes two (`wide` is 2), or in code
    points (1). `slack` is what wrapping at word ends or before closing marks may leave unused besides. `raw` is the text as it stands.
    """

    raw: str
    width: int
    wide: int
    slack: int
    sizes: Sequence[int]

    def is_full(self, lines: Sequence[Line], index: int, following: int) -> bool:
        """Whether the first piece of a following line had no room in a line, over whose margin its last mark may hang."""
        size = self.sizes[index]
        line = lines[index]
        if size > self.width:
            hanging = _hanging(self.raw, line)
            return hanging > 0 and size - hanging * self.wide <= self.width
        size += self.raw[line.end] in " \u3000"
        start = lines[following].start
        piece = _PIECE.match(self.raw, start) if self.slack else None
        needed = piece.end() - start if piece else 1 if self.raw[start].isascii() else self.wide
        return size + needed + self.slack > self.width


def find_column(text: str, raw: str, lines: Sequence[Line], going: Sequence[int]) -> TextColumn | None:
    """The column that the lines of a text fill; None where they fill none.

    Args:
        text: the folded text.
        raw: the text as it stands, of the same length; line widths are counted in it.
        lines: its lines.
        going: the index of each line into which a sentence may run on from the line before.
    """
    if len(going) < 2 or len(going) * _LEAST_SHARE < len(lines):
        return None
    widest = sorted([line.size for line in lines])[-1 - _wider(lines)]
    if widest > _WIDEST or sum([lines[index - 1].size * 2 + 8 >= widest for index in going]) * 3 < 2 * len(going):
        return None
    stops = sum(map(text.count, _FULL_STOPS))
    best, most = None, 0
    for column in _likely_columns(raw, lines):
        full = [index for index in going if column.is_full(lines, index - 1, index)]
        short = len(going) - len(full)
        gain = len(full) - 2 * short
        if len(full) > 1 and gain > (most + most // 8 if column.slack else most) and _is_prose(text, lines, full, short, stops):
            best, most = column, gain
    return best


def _hanging(raw: str, line: Line) -> int:
    """How many marks at the end of a line may hang over the margin."""
    if raw[line.end - 1] not in _HANGING:
        return 0
    return 2 if line.end - line.start > 2 and raw[line.end - 2] in _HANGING else 1


def _wider(lines: Sequence[Line]) -> int:
    """How many lines may be wider than the column: headers, addresses."""
    return len(lines) // 20 + (len(lines) > 8)


def _likely_columns(raw: str, lines: Sequence[Line]) -> list[TextColumn]:
    """Columns that many lines fill and next to none passes."""
    codes = [line.size for line in lines]
    columns = [2 * line.size - len(raw[line.start - line.indent : line.end].encode("ascii", "ignore")) for line in lines]
    found: list[TextColumn] = []
    for wide, sizes in (2, columns), (1, codes):
        count = Counter(sizes)  # of lines that fill a column of a size, marks that hang over its margin left aside
        bare: Counter[int] = Counter()
        for size, line in zip(sizes, lines, strict=True):
            for _ in range(_hanging(raw, line)):
                size -= wide
                count[size] += 1
            bare[size] += 1
        over = best = width = 0
        for size in sorted(count, reverse=True):
            full = count[size] + (count[size - 1] if wide == 2 else 0)
            if full > best:
                best, width = full, size
            over += bare[size]
            if over > _wider(lines):
                break
        found.append(TextColumn(raw, width, wide, 0, sizes))
    slack = [replace(column, slack=column.wide + 1) for column in found if column.width >= _MIN_SLACK_WIDTH]
    return found + slack


def _is_prose(text: str, lines: Sequence[Line], full: Sequence[int], short: int, stops: int) -> bool:
    """Whether lines of one width are wrapped prose and no list or verse: marks stand anywhere in them, stops do not end each."""
    before = [lines[index - 1] for index in full]
    places = {mark.start() - line.start for line in before if (mark := MARK.search(text, line.start, line.end - 1))}
    if not places or len(full) * _LEAST_SHARE < len(lines) or (stops * 30 < len(full) and len(places) < _VARIED):
        return False
    cut = sum(text[lines[index].start] in "，。、；！？）》”%" for index in full)  # no line of a list begins so
    return (
        cut * 8 >= len(full)
        or (len(places) > 1 and len(full) >= 4 * short)
        or (len(places) > 3 and len(full) >= 2 * short)
        or (short == 0 and any(text[line.end - 1] in "。！？" for line in lines))
    )
