"""Find every number of a text, once; dates, amounts and percentages are built on the tokens found here."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from cyextract.lexicon.table import words_where
from cyextract.numerals.value import LONGEST, Quantity, parse_quantity

_LONGEST = 40  # code points; longer than any numeral that means something, keeps splitting linear

_LARGE = "百千万亿兆"
_BANK = "壹贰叁肆伍陆柒捌玖"
_CN = "零〇一二两三四五六七八九"
_TAIL = "[多余](?![杭姚额款地味数])"  # 余杭 and 余额 are words
_DOTTED_BEFORE = "(?=[%‰万亿元百千个倍])"  # 64·53亿 has a decimal point in old newspapers, 9·18 and 五·四 have none


@cache
def number_grammar() -> regex.Pattern[str]:
    """The grammar of numbers. 百亿 alone is one before a currency, whichever the list of currencies names."""
    names = sorted({name for place in ("after", "code", "subunit") for name in words_where("currency.tsv", "place", place)}, reverse=True)
    first = "".join(sorted({name[0] for name in names}))
    money = f"[元块圆]|(?=[{first}])(?:{'|'.join(names)})"
    return regex.compile(  # `regex`, not `re`: 24 against 54 ms a MB
        # 2020.04.30, 192.168.1.1: one token of several numbers; 十四五: the name of a plan
        r"(?P<whole>\d+(?:\.\d+){2,}|十[一二三四五六]五(?![十百千万亿个%年月日天岁名元]))"
        # 12,345.67  1.2亿  1亿2000万  3万5(元)  20多  100多亿  3千余
        rf"|(?P<arabic>(?:\d{{1,3}}(?:,\d{{3}})+(?![\d,])|\d+)(?:\.\d+|·\d+{_DOTTED_BEFORE})?"
        rf"(?:[十百千拾佰仟]?(?:{_TAIL}|几)?[{_LARGE}]{{0,3}}(?:{_TAIL})?)?"
        rf"(?:(?<=[兆亿万千百])\d+(?:\.\d+)?(?:{_TAIL})?[百千万亿]{{1,2}}(?:{_TAIL})?)*"
        rf"(?:(?<=[万千])[1-9](?={money}))?)"
        # 三百二十五  五百余万  数十亿  几百  上千  二〇二〇  七十九.一七亿  三点五万  壹佰贰拾叁
        rf"|(?P<chinese>[数几](?=[十{_LARGE}])[十{_LARGE}]+|几(?=[年月天周个日])|上(?=[{_LARGE}]{{1,3}}[元美名人家个余多倍年次张吨])[{_LARGE}]+"
        rf"|[{_CN[2:]}十廿卅](?:[{_CN}十{_LARGE}廿卅佰仟]*几?[{_CN}十{_LARGE}廿卅佰仟]*[{_CN}十{_LARGE}廿卅佰仟])?"
        rf"(?:点[{_CN}]+(?![十百分刻年月])|\.[{_CN}]+|·[{_CN}]+{_DOTTED_BEFORE})?(?:(?:{_TAIL}|几|(?<=[十百])来(?![自到源]))?[{_LARGE}]*(?:(?<=[{_LARGE}]){_TAIL})?)?"
        rf"|[零〇][{_CN}]+|零点[{_CN}]+(?![十百分刻])|零(?=[点时])"
        rf"|(?:[{_BANK}拾佰仟]|参(?=[拾佰仟万]))(?:[零{_BANK}参拾佰仟{_LARGE}](?:[零{_BANK}参拾佰仟十{_LARGE}{_CN}]*"
        rf"[零{_BANK}参拾佰仟十{_LARGE}{_CN}])?(?:点[零{_BANK}]+)?"
        rf"(?:{_TAIL}[{_LARGE}]*)?)|[{_BANK}拾](?=[元圆角分])|(?<=分之)[{_BANK}]"
        rf"|半(?<![上下前后大多一过对][半])(?=[年月天日个小周世])"
        rf"|(?:[十百千]?[万亿兆]{{1,2}}(?:{_TAIL})?|[百千]{{1,2}}(?:{_TAIL})?[万亿兆]?)(?={money}))"
    )


class Number(NamedTuple):
    """One number. Offsets are view code points; `quantity` is None for a dotted token (a version, 2020.04.30)."""

    start: int
    end: int
    text: str

    @property
    def quantity(self) -> Quantity | None:
        """Exact bounds of the value."""
        return parse_quantity(self.text)


@lru_cache(maxsize=65536)
def split_run(run: str) -> tuple[tuple[int, int, str], ...]:
    """Split a run of numeral characters into numerals, as (start, end, text) in the run: 十四三 is 十四 and 三."""
    parts: list[tuple[int, int, str]] = []
    start = 0
    while start < len(run):
        for end in range(min(len(run), start + _LONGEST), start, -1):
            if parse_quantity(run[start:end]) is not None:
                parts.append((start, end, run[start:end]))
                start = end
                break
        else:
            start += 1
    return tuple(parts)


def lex_numbers(view: str) -> list[Number]:
    """Find every number of a reading view, left to right, without overlaps.

    Offsets count in the view; values are exact. Returns [] for a text without digits or numerals. Never raises on text.

    >>> [n.text for n in lex_numbers("3.5万人中有两成")]
    ['3.5万', '两']
    """
    return [Number(*span) for span in number_spans(view)]


# Most numbers are one word, or a few digits with a fraction or a scale and nothing numeral behind; they need none of the grammar above.
# Most other numerals are no numbers (上海, 数据). One character class opens the pattern, so that `re` skips from candidate to
# candidate; without a group the grammar decides.
_CANDIDATE = re.compile(
    rf"[0-9{_CN}十廿卅数几上{_LARGE}{_BANK}拾佰仟参半]"
    rf"(?:(?P<digits>(?<=[0-9])[0-9]{{0,3}}(?:\.[0-9]+)?(?:万亿|[万亿])?(?![0-9.,·多余几十拾佰仟{_LARGE}]))"
    rf"|(?P<word>(?<=[{_CN[2:]}十廿卅])(?![{_CN}十廿卅佰仟点.·多余几来{_LARGE}]))"
    rf"|(?!(?<=上)(?![{_LARGE}])|(?<=数)(?![十{_LARGE}])|(?<=参)(?![拾佰仟万])))"
)


def number_spans(view: str) -> list[tuple[int, int, str]]:
    """The same as plain (start, end, text) tuples: what the hot path works on."""
    spans: list[tuple[int, int, str]] = []
    done = 0
    grammar = number_grammar()
    for candidate in _CANDIDATE.finditer(view):
        start, end = candidate.span()
        if start < done:
            continue
        if candidate.lastgroup is not None:
            spans.append((start, end, candidate[0]))
            continue
        found = grammar.match(view, start)
        if found is not None:
            done = found.end()
            _append_parts(spans, found, start, done)
    return spans


def _append_parts(spans: list[tuple[int, int, str]], found: regex.Match[str], start: int, end: int) -> None:
    """Add what the grammar matched: one numeral, or the numerals that a run holds."""
    text = found[0]
    if found.lastgroup == "whole" or end - start > LONGEST or parse_quantity(text) is not None:
        spans.append((start, end, text))
    else:
        spans.extend((start + low, start + high, part) for low, high, part in split_run(text))
