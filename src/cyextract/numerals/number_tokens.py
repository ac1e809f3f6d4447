"""Number tokens as single characters, so that a rule is a plain pattern over numbers and words.

Every number of the view is replaced by one private-use character, its *cell*, that says what kind of number stands there (a
padded Arabic 1-4, a Chinese 13-20, a four-digit year, a blurred amount …). `{month}年` in a rule then compiles to a character class,
and `TokenView` takes offsets back to the view. Cells partition all numbers; a *number class* (`NUMBER_CLASSES`) is a set of cells.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from cyextract.numerals.lexer import Number, number_spans
from cyextract.numerals.value import parse_quantity

CELL_BASE = 0xE000  # Unicode private use; the fold keeps this block out of every view
_UPPER = (0, 4, 6, 7, 9, 12, 20, 23, 24, 30, 31, 53, 59, 60, 99, 999)  # upper ends of the value ranges that rules tell apart
_STYLES = ("arabic", "padded", "chinese")
# Numerals that are words: holidays and five-year plans that are written as bare digits.
WORDS = ("五一", "十一", "六一", "七一", "八一", "三八", "五四", "三一五", "半", "两", "几", "百", "千", "一")
_WORD_VALUES = {"十一": 11, "一": 1, "两": 2}
_SPECIAL = (
    "year4", "year4_chinese", "year2_chinese", "year_spoken", "digits6", "digits8", "decimal", "scaled", "big", "blur", "scale", "dotted",
    "plan", "none",
)  # fmt: skip

_NAMES = [f"{style}:{upper}" for style in _STYLES for upper in _UPPER] + list(_SPECIAL) + [f"word:{w}" for w in WORDS]
CELLS: dict[str, str] = {name: chr(CELL_BASE + i) for i, name in enumerate(_NAMES)}

ALL_CELLS = frozenset(CELLS.values())


@lru_cache(maxsize=65536)
def cell_of(text: str) -> str:
    """The cell of one number, by its text."""
    return CELLS[_cell_name(text)]


def _cell_name(text: str) -> str:
    if text in WORDS:
        return f"word:{text}"
    quantity = parse_quantity(text)
    if len(text) == 3 and text[0] == "十" and text[2] == "五":
        return "plan"
    if quantity is None:
        return "dotted" if text.count(".") > 1 else "none"
    if quantity.style == "scale" and quantity.blur is None:
        return "scale"
    if not quantity.is_exact:
        return "blur"
    if any(c in text for c in "万亿千百") and (text[0].isascii() or "." in text or "点" in text):
        return "scaled"
    if quantity.low != quantity.low.to_integral_value():
        return "decimal"
    return _integer_cell(text, int(quantity.low), quantity.style)


def _integer_cell(text: str, value: int, style: str) -> str:
    if style == "positional":
        return "year4_chinese" if len(text) == 4 and 1000 <= value < 3000 else "year2_chinese" if len(text) == 2 else "big"
    if text.isdigit() and text.isascii():
        if len(text) == 4:
            return "year4" if 1000 <= value < 3000 else "big"
        if len(text) in (6, 8):
            return f"digits{len(text)}"
        style = "padded" if len(text) == 2 and text[0] == "0" else "arabic"
        if text[0] == "0" and len(text) > 2:
            return "big"
    if style == "chinese" and text[0] in "零〇" and len(text) > 1:
        return "year2_chinese"
    if style == "chinese" and 1900 <= value < 2100:
        return "year4_chinese" if "零" in text else "year_spoken"  # 两千零四年 is a year, 两千年 may be a stretch
    for upper in _UPPER:
        if value <= upper:
            return f"{style}:{upper}"
    return "big"


def _value_class(low: int, high: int, styles: tuple[str, ...] = _STYLES) -> str:
    """All cells whose values lie within low..high; both must be ends of the ranges above."""
    uppers = [u for i, u in enumerate(_UPPER) if u <= high and (_UPPER[i - 1] + 1 if i else 0) >= low]
    cells = "".join(CELLS[f"{style}:{upper}"] for style in styles for upper in uppers)
    if "chinese" in styles:
        cells += "".join(CELLS[f"word:{w}"] for w, value in _WORD_VALUES.items() if low <= value <= high)
    return cells


_ALL = "".join(CELLS.values())
_NOT_ONE_VALUE = "".join(CELLS[c] for c in ("dotted", "none", "plan"))
# name -> characters of the class; `{name}` in a rule's pattern
NUMBER_CLASSES: dict[str, str] = {
    "num": "".join(c for c in _ALL if c not in _NOT_ONE_VALUE),
    "int": _value_class(0, 999) + CELLS["year4"] + CELLS["year4_chinese"] + CELLS["year_spoken"] + CELLS["big"],
    "month": _value_class(1, 12),
    "month2": _value_class(1, 12, ("arabic", "padded")),
    "day": _value_class(1, 31),
    "day2": _value_class(1, 31, ("arabic", "padded")),
    "hour": _value_class(0, 24),
    "hour2": _value_class(0, 24, ("arabic", "padded")),
    "minute": _value_class(0, 59),
    "minute2": _value_class(0, 59, ("arabic", "padded")),
    "quarter": _value_class(1, 4),
    "weekday": _value_class(1, 6, ("chinese",)),
    "week": _value_class(1, 53),
    "small": _value_class(1, 99),
    "digit_chinese": _value_class(1, 9, ("chinese",)),
    "count": _value_class(1, 999, ("arabic", "chinese")) + CELLS["blur"] + CELLS["word:几"],
    "century": _value_class(1, 24),
    "decade": _value_class(0, 99),
    "year4": CELLS["year4"] + CELLS["year4_chinese"],
    "year4_arabic": CELLS["year4"],
    "year_spoken": CELLS["year_spoken"],
    "year2": _value_class(0, 99, ("arabic", "padded")) + CELLS["year2_chinese"],
    "year3": _value_class(100, 999, ("arabic", "chinese")),
    "ad_year": _value_class(1, 999) + CELLS["year4"] + CELLS["year4_chinese"],
    "digits6": CELLS["digits6"],
    "digits8": CELLS["digits8"],
    "decimal": CELLS["decimal"],
    "dotted": CELLS["dotted"],
    "plan": CELLS["plan"],
    "scale": CELLS["scale"],
    "scaled": CELLS["scaled"],
    "blur": CELLS["blur"] + CELLS["word:几"],
    "half": CELLS["word:半"],
    "two": CELLS["word:两"],
    "one": CELLS["word:一"],
    "arabic": _value_class(0, 999, ("arabic", "padded")) + CELLS["big"] + CELLS["year4"] + CELLS["decimal"],
    "anynum": _ALL,
} | {f"word:{w}": CELLS[f"word:{w}"] for w in WORDS}


@dataclass(frozen=True, slots=True)
class TokenView:
    """A reading view with every number collapsed to its cell.

    `text` is what rules match; `cells` are the offsets of the cells in it, ascending; `numbers` the (start, end, text) of each
    number in view offsets; `shifts` by how much an offset behind so many numbers is smaller than in the view.
    """

    view: str
    text: str
    cells: list[int]
    numbers: list[tuple[int, int, str]]
    shifts: list[int]

    def view_span(self, start: int, end: int) -> tuple[int, int]:
        """The view span of a token-view span."""
        cells, shifts = self.cells, self.shifts
        first = bisect_left(cells, start)
        return start + shifts[first], end + shifts[bisect_left(cells, end, first)]

    def view_end(self, end: int) -> int:
        """The view offset of the end of a token-view span."""
        return end + self.shifts[bisect_left(self.cells, end)]

    def view_text(self, start: int, end: int) -> str:
        """A token-view span as it stands in the view."""
        start, end = self.view_span(start, end)
        return self.view[start:end]

    def number_at(self, offset: int) -> Number:
        """The number whose cell stands at a token-view offset."""
        return Number(*self.numbers[bisect_left(self.cells, offset)])

    def numeral_at(self, offset: int) -> str:
        """The text of the number whose cell stands at a token-view offset."""
        return self.numbers[bisect_left(self.cells, offset)][2]


def tokenize(view: str) -> TokenView:
    """Lex the numbers of a view and collapse each to its cell."""
    numbers = number_spans(view)
    pieces: list[str] = []
    cells: list[int] = []
    shifts = [0]
    last = shift = 0
    for start, end, text in numbers:
        cells.append(start - shift)
        pieces += (view[last:start], cell_of(text))
        shift += end - start - 1
        shifts.append(shift)
        last = end
    pieces.append(view[last:])
    return TokenView(view, "".join(pieces), cells, numbers, shifts)
