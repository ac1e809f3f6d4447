"""Fold a text code point by code point, so that one pattern reads all its typographic variants.

Length never changes: `fold(s)[i]` stands for `s[i]`. Full-width letters, digits and symbols become half-width (Unicode block FF00-FFEF),
dashes, tildes, dots and quotation marks become one variant each, and Traditional characters become the Simplified ones of OpenCC's
character table (one to one; `traditional.txt`). Chinese punctuation that structures a sentence (，。；！？、《》) stays as it is, but a
full-width comma between full-width digits, three of them behind it, separates thousands.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_VARIANTS = {
    "-": "‐‑‒–—―−－﹣─━",
    "~": "～〜∼˜",
    "·": "・•‧∙⋅･",
    "“": "「『﹁﹃〝＂",
    "”": "」』﹂﹄〞",
    "%": "％﹪",
    "〇": "○◯",
    "¥": "￥",
    "£": "￡",
    "'": "＇",
    " ": "\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f",
    "\n": "\u2028\u2029\x85",
    "〈": "＜﹤",
    "〉": "＞﹥",
    "(": "（﹙",
    ")": "）﹚",
    ":": "：﹕︰",
    "|": "丨│┃",  # 丨, a stroke, is what sites of finance put between date and company
    "<": "",
    "卫": "衞",  # spellings of Hong Kong that OpenCC's table lacks (its HKVariants.txt has them)
    "妆": "粧",
}
# `str.translate` looks every character up; where few change (brackets in Simplified prose) splitting at them is four times as fast.
_DENSE = 4
_KEEP_WIDE = "，。；！？、"
_WIDE_THOUSANDS = re.compile("，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_LONE_RETURN = re.compile("\r(?!\n)")  # ended lines on old Macs


@cache
def _fold_table() -> tuple[dict[int, str], dict[str, str], re.Pattern[str]]:
    """The character table by code point and by character, and a pattern that finds any character in it.

    Built once, on first use (about 15 ms).
    """
    table: dict[int, str] = {}
    for wide in range(0xFF01, 0xFF5F):
        if chr(wide) not in _KEEP_WIDE:
            table[wide] = chr(wide - 0xFEE0)
    for plain, variants in _VARIANTS.items():
        table.update((ord(v), plain) for v in variants)
    lines = files("cyextract.text").joinpath("traditional.txt").read_text(encoding="utf-8").splitlines()
    groups = (group for line in lines if not line.startswith("#") for group in line.split())
    table.update((ord(traditional), group[0]) for group in groups for traditional in group[1:])
    # 乾 and 著 keep a meaning of their own in Simplified text (乾隆, 名著); folding them would only lose names.
    table.update(dict.fromkeys(range(0xE000, 0xE100), "\ufffd"))  # number tokens stand in this private block (numerals.shape)
    for kept in "乾著":
        table.pop(ord(kept), None)
    changes = re.compile("([" + re.escape("".join(map(chr, table))) + "])")
    return table, {chr(code): folded for code, folded in table.items()}, changes


def fold(text: str) -> str:
    """Fold every code point of `text`; the result has the same length.

    >>> fold("１２３％，證監會—「晨報」")
    '123%，证监会-“晨报”'
    """
    by_code, by_character, changes = _fold_table()
    text = _WIDE_THOUSANDS.sub(",", text)
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text)
    pieces = changes.split(text)  # kept, changed, kept, …
    if len(pieces) == 1:
        return text
    if len(pieces) * _DENSE > len(text):
        return text.translate(by_code)
    pieces[1::2] = map(by_character.__getitem__, pieces[1::2])
    return "".join(pieces)


def folded_characters(text: str) -> list[str]:
    """The characters of a text that folding changes, wherever they stand.

    >>> folded_characters("證監會的「晨報」")
    ['證', '監', '會', '「', '報', '」']
    """
    return _fold_table()[2].findall(text)


_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if chr(wide) not in _KEEP_WIDE} | {0x3000: 0x20}


def narrow(text: str) -> str:
    """Full width to half width alone, as mentions are shown: no variant and no Traditional character is replaced.

    >>> narrow("６４.５３億元（一）")
    '64.53億元(一)'
    """
    return text if text.isascii() else text.translate(_NARROW)
