"""What a numeral is worth: exact Decimal bounds for every way written Chinese spells a number.

Forms follow GB/T 15835-2011 (Arabic, Chinese and positional numerals), the banking forms 壹贰叁, and the blurred forms
of everyday prose: 数十, 几百, 上千, 20多, 五百余, 三四十. No float is involved anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal

Blur = Literal["gt", "ge", "approx"]
Style = Literal["arabic", "chinese", "positional", "scale"]

LONGEST = 150  # code points; a longer run of digits is no number anyone means and has no value
EXACT = Context(prec=200)  # no text carries a number that needs more; local, so no caller's context is touched

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
    "参": 3, "弌": 1, "弍": 2,
}  # fmt: skip
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}  # 兆 as Taiwan and Japan count
_TENS = {"廿": "二十", "卅": "三十"}
SCALE = SMALL | LARGE


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number's bounds, both inclusive, equal for an exact number; `blur` is what its particles say."""

    low: Decimal
    high: Decimal
    blur: Blur | None
    style: Style

    @property
    def is_exact(self) -> bool:
        """Whether this is one unblurred number."""
        return self.blur is None and self.low == self.high


def parse_chinese_integer(text: str) -> int | None:
    """Value of a Chinese integer: 三百二十五, 一万零五十, 两千零八, 一万二 (12,000), 壹佰贰拾叁; None if it is none.

    >>> parse_chinese_integer("一万零五十")
    10050
    """
    text = "".join(_TENS.get(c, c) for c in text)
    total = section = 0
    digit: int | None = None
    last_scale, gap = 0, False  # scale just used, whether a 零 stood since: 一万二 is 12,000 and 一万零二 10,002
    section_scale = 10**5  # scales fall inside a section: 三百五千 is none
    for c in text:
        if c in DIGITS:
            if DIGITS[c] == 0:
                if digit not in (None, 0):
                    return None
                gap = True
                digit = None
            elif digit is not None:
                return None
            else:
                digit = DIGITS[c]
        elif c in SMALL:
            scale = SMALL[c]
            if scale >= section_scale or (digit is None and (scale != 10 or (section and not gap))):
                return None
            section += (1 if digit is None else digit) * scale
            section_scale, last_scale, digit, gap = scale, scale, None, False
        elif c in LARGE:
            section += digit or 0
            if 0 < total < LARGE[c]:
                total = (total + section) * LARGE[c]  # 三万亿, 三万五千亿
            elif section:
                total += section * LARGE[c]
            else:
                return None
            section, digit, gap, section_scale, last_scale = 0, None, False, 10**5, LARGE[c]
        else:
            return None
    if digit is None:
        return total + section if total or section else (0 if text in ("零", "〇") else None)
    colloquial = last_scale >= 100 and not gap  # 一万二, 三百五
    return total + section + (digit * last_scale // 10 if colloquial else digit)


def _scale_value(text: str) -> int:
    """Product of a run of scales: 万亿 is 10^12."""
    value = 1
    for c in text:
        value *= SCALE[c]
    return value


_ARABIC = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<blur1>[多余来几])?(?P<scale>[十百千万亿兆拾佰仟]*)(?P<blur2>[多余])?")
_CHINESE = re.compile(
    r"(?P<above>上|成)?(?P<vague>[数几])?(?P<number>[零〇一二两三四五六七八九十百千万亿兆廿卅壹贰叁参肆伍陆柒捌玖拾佰仟半]*)"
    r"(?:[点.](?P<fraction>[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]+))?"
    r"(?P<blur1>[多余来几])?(?P<scale>[十百千万亿兆]*)(?P<blur2>[多余])?"
)


_GROUPED = re.compile(r"[0-9]{1,3}(?:(?: [0-9]{3})+|(?:，[0-9]{3})+)(?:\.[0-9]+)? ?[万亿兆]*")  # 1 000 万, 2，990


@lru_cache(maxsize=65536)
def parse_quantity(text: str) -> Quantity | None:
    """Value of one numeral, whole; None if `text` is not one.

    >>> parse_quantity("3.5万")
    Quantity(low=Decimal('35000.0'), high=Decimal('35000.0'), blur=None, style='arabic')
    """
    if len(text) > LONGEST:
        return None
    text = text.replace("·", ".")
    if _GROUPED.fullmatch(text):
        text = text.replace("，", "").replace(" ", "")
    if text[0].isascii():
        return None if text.count(".") > 1 else _parse_arabic(text) or _parse_mixed(text)
    match = _CHINESE.fullmatch(text)
    if match is None:
        return _parse_mixed(text)
    number, scale = match["number"], _scale_value(_own_scale(match))
    blur: Blur | None = "gt" if match["blur1"] or match["blur2"] else None
    if match["blur1"] in ("来", "几"):
        blur = "approx"
    if match["above"]:
        is_scale = bool(number) and set(number) <= set(SCALE)
        return _bounds(_scale_value(number) * scale, None, "ge", "scale") if is_scale else None
    if match["vague"]:
        if not number and scale == 1:
            return _bounds(2, 9, "approx", "chinese") if match["vague"] == "几" else None
        return _bounds(_scale_value(number) * scale, None, "approx", "chinese") if set(number) <= set(SCALE) else None
    return _parse_chinese(number, match["fraction"], scale, blur)


def _own_scale(match: re.Match[str]) -> str:
    """The scale of all of a number: none of 一百几十 and 三亿几千万, 万 of 三千几百万, 亿 of 三十几亿."""
    scale, last = match["scale"], SCALE.get(match["number"][-1:], 0)
    if match["blur1"] != "几" or not scale or SCALE[scale[0]] > last:
        return scale
    return "" if _scale_value(scale) < last else scale[1:]


def _bounds(low: int | Decimal, high: int | Decimal | None, blur: Blur | None, style: Style) -> Quantity:
    low = Decimal(low)
    return Quantity(low, low if high is None else Decimal(high), blur, style)


def _parse_chinese(number: str, fraction: str | None, scale: int, blur: Blur | None) -> Quantity | None:
    if not number:
        return None
    if number == "半":
        return _bounds(Decimal("0.5") * scale, None, blur, "chinese")
    if set(number) <= set(SCALE) and number[0] not in "十拾":
        return _bounds(_scale_value(number) * scale, None, blur, "scale")
    value = parse_chinese_integer(number)
    style: Style = "chinese"
    if value is None and all(c in DIGITS for c in number):
        value, style = int("".join(str(DIGITS[c]) for c in number)), "positional"
    if value is None:
        return _parse_neighbours(number, scale) if fraction is None and blur is None else None
    if len(number) == 2 and style == "positional" and (scale > 1 or value % 11 == 1) and value > 9:
        return _parse_neighbours(number, scale)  # 三五亿, 两三
    exact = Decimal(value)
    if fraction is not None:
        exact += Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    return _bounds(EXACT.multiply(exact, Decimal(scale)), None, blur, style)


_MIXED = re.compile(r"([0-9.]+[万亿兆])(\D+)|(\D+[万亿兆])([0-9.]+[万亿兆]?)")


def _parse_mixed(text: str) -> Quantity | None:
    """An amount whose parts are in two scripts: 十亿3000万, 120万两千."""
    match = _MIXED.fullmatch(text)
    if match is None:
        return None
    first, second = (parse_quantity(part) for part in match.groups() if part)
    if first is None or second is None or not (first.is_exact and second.is_exact):
        return None
    scale = LARGE[(match[1] or match[3])[-1]]
    return _bounds(EXACT.add(first.low, second.low), None, None, "arabic") if second.low < scale else None


_NEIGHBOURS = re.compile("(?P<head>.*?)(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<tail>[十百千万亿兆拾佰仟]*)")


def _parse_neighbours(number: str, scale: int) -> Quantity | None:
    """Two neighbouring digits before a scale are a range: 三四十, 五六千, 三五百."""
    match = _NEIGHBOURS.fullmatch(number)
    if match is None:
        return None
    a, b, tail = DIGITS[match["a"]], DIGITS[match["b"]], match["tail"]
    if b != a + 1 and (a, b) != (3, 5):
        return None
    low = parse_chinese_integer(match["head"] + match["a"] + tail)
    high = parse_chinese_integer(match["head"] + match["b"] + tail)
    return None if low is None or high is None else _bounds(low * scale, high * scale, "approx", "chinese")


def _parse_arabic(text: str) -> Quantity | None:
    """A chain of Arabic numbers with scales: 12,345.67, 1.2亿, 1亿2000万, 1亿7千6百万, 3万5 (35,000), 2万4,000, 100多亿."""
    total = section = Decimal(0)
    blur: Blur | None = None
    large, small, position = 0, 10**5, 0  # the last large scale, and the last small one since: both only go down
    while position < len(text):
        match = _ARABIC.match(text, position)
        if match is None:
            return None
        number = Decimal(match["number"].replace(",", ""))
        last, is_last = large if small == 10**5 else small, match.end() == len(text)
        if position and not match["scale"] and is_last and len(match["number"]) == 1:  # 3万5
            section = EXACT.add(section, EXACT.multiply(number, Decimal(last // 10)))
            break
        few, many = _split_scale(match["scale"])
        if few >= small or (many > 1 and large and many >= large):
            return None
        if many == few == 1 and position and (not is_last or number >= last):
            return None
        section = EXACT.add(section, EXACT.multiply(number, Decimal(few)))
        small = few
        if many > 1:
            total, section = EXACT.add(total, EXACT.multiply(section, Decimal(many))), Decimal(0)
            large, small = many, 10**5
        if match["blur1"] or match["blur2"]:
            blur = "approx" if match["blur1"] in ("来", "几") else "gt"
        position = match.end()
    return _bounds(EXACT.add(total, section), None, blur, "arabic")


def _split_scale(text: str) -> tuple[int, int]:
    """A run of scales as what counts inside a section and the section's own: 百万 is 100 and 10,000."""
    few = len(text) - len(text.lstrip("十百千拾佰仟"))
    return _scale_value(text[:few]), _scale_value(text[few:])
