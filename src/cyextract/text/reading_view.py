"""The document as recognisers read it: folded, without layout inside sentences, with a table back to the raw text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cyextract.errors import InputError
from cyextract.text.columns import BLANKS
from cyextract.text.fold import fold, narrow
from cyextract.text.line_breaks import layout_breaks

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_NUMERALS = "一二三四五六七八九十百千万亿两零〇"
_CALENDAR = "年月日时分"
_COUNTED = "年月日天周元"  # what a spaced-out Chinese numeral counts: 近 三 年
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_UNITS = "年月日号时点分秒元万亿百千%‰美港欧"  # stand behind a number over wider blanks too
_GAP = (
    rf"(?P<gap>(?<=[{_HAN}] )(?=[0-9]|[{_NUMERALS}]{{1,6}} ?[{_COUNTED}])"
    rf"|(?<=[0-9] )(?=[{_HAN}%])|(?<=[{_NUMERALS}] )(?=[{_COUNTED}])|(?<=[万亿] )(?=[美港欧日]?元)"
    rf"|(?<=[0-9] ) {{1,2}}(?=[{_UNITS}])|(?<=[{_CALENDAR}] ) {{1,2}}(?=[0-9]{{1,2}} {{0,3}}[{_CALENDAR}])|(?<=币 ) {{1,2}}(?=[0-9])"
    rf"|(?<=[0-9] [{_CALENDAR}] )(?=[前底末])|(?<=[{_NUMERALS}点] ) *(?=[{_NUMERALS}点]))"
)
# Letter-spaced shares: 百 分 之 五 十, 一 百 五 十 个 百 分 点. No blank inside is one of the text.
_SHARE = re.compile(rf"(?:[0-9{_NUMERALS}] *)?(?:个 *)?百 *分 *点|(?:百 *)?分 *[之点](?: *[0-9{_NUMERALS}])?|之 +[0-9{_NUMERALS}]")
# Few texts have any of these. No repeat: it would be tried at each blank of a long run.
_SPACED = re.compile(" (?:(?=[个百分])|(?<=[个百分之] ))")
_SPACES = re.compile(" +")
# One character, or one class of them, opens each pattern, so that `re` skips from candidate to candidate.
_BLANKS_ALONE = re.compile(f" {_GAP}")
_LAYOUT = re.compile(rf"[\n {_INVISIBLE}](?:(?<=\n)(?P<break>[{BLANKS}\n]*)|(?<=[{_INVISIBLE}])(?P<hidden>[{_INVISIBLE}]*)|{_GAP})")
_BLANK_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A raw text and its reading view.

    `view` is what recognisers match against; `removed` lists where layout was taken out as view offsets in ascending order, and
    `shift` the number of raw code points missing before each of them. `raw_span` takes a view span back to the raw text.
    """

    raw: str
    view: str
    removed: tuple[int, ...]
    shift: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a non-empty view span; layout at its edges stays outside."""
        removed = self.removed
        if not removed:
            return start, end
        first = bisect_right(removed, start)
        last = bisect_right(removed, end - 1, first)
        return start + self.shift[first - 1] if first else start, end + self.shift[last - 1] if last else end

    def _raw_offset(self, offset: int) -> int:
        index = bisect_right(self.removed, offset)
        return offset + self.shift[index - 1] if index else offset

    def canonical(self, start: int, end: int) -> str:
        """A view span as written, without layout and half-width; Traditional characters stay."""
        low, high = self.raw_span(start, end)
        text = self.raw[low:high]
        if high - low != end - start:
            text = "".join(self.raw[self._raw_offset(i)] for i in range(start, end))
        text = narrow(text)
        return _BLANK_BETWEEN_HAN.sub("", text) if len(text.split()) > 1 else text


def reading_view(raw: str) -> SourceText:
    """Make the reading view of a text.

    Raises:
        InputError: `raw` is not a `str`, or holds lone surrogates (which no file and no JSON can carry).

    >>> reading_view("在市卫健\\n委")
    SourceText(raw='在市卫健\\n委', view='在市卫健\\n委', removed=(), shift=())
    """
    if not isinstance(raw, str):
        hint = "; decode bytes first" if isinstance(raw, bytes | bytearray | memoryview) else ""
        raise InputError(f"expected a str, got {type(raw).__name__}{hint}")
    try:
        raw.encode("utf-16-le")  # finds them in a fifth of the time of UTF-8
    except UnicodeEncodeError as error:
        problem = f"lone surrogate {raw[error.start]!r} at offset {error.start}; decode the text with errors='replace'"
        raise InputError(problem) from None
    folded = fold(raw)
    breaks = layout_breaks(folded, raw) if "\n" in folded else {}
    layout = _LAYOUT if breaks or any(map(folded.__contains__, _INVISIBLE)) else _BLANKS_ALONE
    layouts: Iterable[tuple[int, int]] = _layout_spans(layout, folded, breaks)
    if " " in folded and _SPACED.search(folded):
        layouts = sorted((*layouts, *_inside_shares(folded)))
    parts: list[str] = []
    removed: list[int] = []
    shift: list[int] = []
    taken = kept_until = 0
    for start, end in layouts:
        if start < kept_until:  # within what went with a line break, or hidden characters before one
            if end <= kept_until:
                continue
            start = kept_until
        parts.append(folded[kept_until:start])
        kept_until = end
        removed.append(start - taken)
        taken += end - start
        shift.append(taken)
    if not parts:
        return SourceText(raw, folded, (), ())
    parts.append(folded[kept_until:])
    return SourceText(raw, "".join(parts), tuple(removed), tuple(shift))


def _layout_spans(layout: re.Pattern[str], folded: str, breaks: Mapping[int, tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans of layout that a pattern finds; of line breaks, those listed."""
    for found in layout.finditer(folded):
        start, end = found.span()
        if found.lastgroup != "break":
            yield start, end
        elif start in breaks:
            yield breaks[start]


def _inside_shares(folded: str) -> Iterator[tuple[int, int]]:
    """The spans of the blanks inside letter-spaced shares."""
    for share in _SHARE.finditer(folded):
        yield from (blanks.span() for blanks in _SPACES.finditer(folded, *share.span()))
