"""Find every number of a text, once; dates, amounts and percentages are built on the tokens found here."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from cyextract.lexicon.table import words_where
from cyextract.numerals.value import LONGEST, SCALE, Quantity, parse_quantity

_LONGEST = 40  # code points; longer than any numeral that means something, keeps splitting linear

_LARGE = "百千万亿兆"
_BANK = "壹贰叁肆伍陆柒捌玖拾佰仟"
_CN = "零〇一二两三四五六七八九"
# Classes of characters that the grammar below names in braces.
_CLASSES = {
    "digit": _CN,
    "opens": f"{_CN[2:]}十廿卅",
    "numeral": f"{_CN}十{_LARGE}廿卅佰仟",
    "scale": f"十{_LARGE}廿卅",
    "large": _LARGE,
    "small": "十百千拾佰仟",
    "bank": _BANK,
    "cheque": _BANK[:-2],
    "written": f"零{_BANK}参{_LARGE}",
    "mixed": f"{_CN}十{_BANK}参{_LARGE}",
}
_SPOKEN = "点{digit}+(?![十分刻])"  # 三点五, but 八点三十分 is an hour
GRAMMAR = (
    # 2020.04.30, 192.168.1.1: one token of several numbers
    r"(?P<whole>\d+(?:\.\d+){2,})"
    # 十亿3000万(元)  120万两千(元)
    r"|{opens}{numeral}{0,12}\d+(?:\.\d+)?{large}?(?={money})"
    r"|\d+(?:\.\d+)?[万亿兆](?:{digit}[十百千])+{digit}?万?(?={money})"
    # 1 000 万(元)  人民币2，990(元)
    r"|(?<!\d ?)\d{1,3}(?: \d{3})+(?:\.\d+)?(?: ?{large}{1,2})?(?= ?{money})"
    r"|\d{1,3}(?:，\d{3}(?:(?:，\d{3})+|(?<=币\d{1,3}，\d{3})))(?:\.\d+)?(?={large}{0,2}{money})"
    # 12,345.67  1.2亿  64·53亿 (a decimal point in old newspapers; but 9·18)
    r"|(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+|·\d+(?=[%元万亿]))?"
    # 20多  100多亿  3千余  1亿2000万  3万5(元)  3兆2,640亿  2万4,000(元)
    r"{small}?[多余几]?(?:{large}{1,3}[多余]?)?"
    r"(?:\d+(?:,\d{3})*(?:\.\d+)?[多余]?{large}{1,2}[多余]?)*(?:\d+(?:,\d{3})*(?={money}))?"
    # 数十亿  几百  上千
    r"|[数几]{scale}+|几(?=个)|上{large}++(?!分)"
    # 三百二十五  五百余万  二十来  二〇二〇  七十九.一七亿  三点五万
    r"|{opens}(?:{numeral}*几?{numeral}*{numeral})?(?:" + _SPOKEN + r"|\.{digit}+)?"
    r"(?:(?<={scale})[多余几来])?(?:{large}+[多余]?)?"
    r"|[零〇]{digit}+|零" + _SPOKEN + r"|零(?=[点时])"
    # 壹佰贰拾叁  伍(元)
    r"|(?:{bank}{written}|参[拾佰仟万]){mixed}*(?:点{written}+)?(?:[多余]{large}*)?|{cheque}(?=[元圆角分])|(?<=分之){cheque}"
    r"|(?<![上下])半(?=[年月天个小])"
    # 百亿  千余亿, before a currency alone
    r"|(?:[十百千]?[万亿兆]{1,2}[多余]?|[百千]{1,2}[多余]?[万亿兆]?)(?={money})"
)
"""The grammar of numbers, a pattern with classes of characters in braces; `money` is any name of a currency."""


@cache
def number_grammar(grammar: str = GRAMMAR) -> regex.Pattern[str]:
    """The grammar of numbers, ready to match. 百亿 alone is one before a currency, whichever the list of currencies names."""
    names = sorted({name for place in ("after", "code", "subunit") for name in words_where("currency.tsv", "place", place)}, reverse=True)
    first = "".join(sorted({name[0] for name in names}))
    # The names stand once, at the end, and are called: where each place repeats them, they take three times as long to compile.
    grammar = grammar.replace("{money}", f"(?:[元块圆]|(?=[{first}])(?&money))") + f"(?(DEFINE)(?P<money>{'|'.join(names)}))"
    for name, characters in _CLASSES.items():
        grammar = grammar.replace(f"{{{name}}}", f"[{characters}]")
    return regex.compile(grammar)  # `regex`, not `re`: 24 against 54 ms a MB


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
            if run[end - 1].isdecimal() and (run[end : end + 1].isdecimal() or run[end : end + 1] in SCALE):
                continue  # digits stay together, with their scale
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


_PLAN = re.compile("十[一二三四五六]五")  # the names of five-year plans, one token each though most are no number


# Most numbers are one word, or a few digits with a fraction or a scale and nothing numeral behind; they need none of the grammar above.
# Most other numerals are no numbers (上海, 数据). One character class opens the pattern, so that `re` skips from candidate to
# candidate; without a group the grammar decides.
_GOES_ON = f"十拾佰仟多余几来{_LARGE}"
_BEFORE_SCALE = "上数参"  # no numeral without a scale behind
_CANDIDATE = re.compile(
    rf"[0-9{_CN}十廿卅{_LARGE}{_BANK}半几{_BEFORE_SCALE}]"
    rf"(?:(?P<digits>(?<=[0-9])(?<!-[0-9])[0-9]{{0,3}}(?:\.[0-9]+)?(?:万亿|[万亿])?(?![0-9.,·，{_GOES_ON}{_CN}]|(?: (?=[0-9]{{3}}))))"
    rf"|(?P<word>(?<=[{_CN[2:]}])(?![{_CN}廿卅点.{_GOES_ON}]))"
    rf"|(?<![{_BEFORE_SCALE}])|(?=[十拾佰仟{_LARGE}]))"
)


def number_spans(view: str) -> list[tuple[int, int, str]]:
    """The same as plain (start, end, text) tuples: what the hot path works on."""
    spans: list[tuple[int, int, str]] = []
    done = 0
    grammar = number_grammar()
    for candidate in _CANDIDATE.finditer(view):
        start, end = candidate.span()
        if start < done:
            if end <= done:
                continue
            start = done  # a run that was cut in two
        elif candidate.lastgroup is not None:
            spans.append((start, end, candidate[0]))
            continue
        if view[start].isdecimal() and (cut := _cell_end(view, start)) is not None:
            spans.append((start, cut, view[start:cut]))
            done = cut
            continue
        found = grammar.match(view, start)
        if found is not None:
            done = found.end()
            _append_parts(spans, found, start, done)
    return spans


# Cells of a table that lost what stood between them: 42,360,000|2018年, 2019-03-18|2.75%, 11-02|3.60%.
_THOUSANDS_CELL = re.compile(r"\d{1,3}(?:(?:,\d{3}){2,}(?=\d)|(?:,\d{3})+(?=(?:19|20)\d\d[-年]))")
_DAY_CELL = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?=(?:19|20)\d\d-\d|\d{1,3}(?:,\d{3})+|(?:0|[1-9]\d*)\.\d|[1-9]\d{0,2}(?:%|个月))")
_LATE_DAY_CELL = re.compile(r"0[1-9](?=(?:0|[1-9]\d*)\.\d+%)")
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-$")
_MONTH = re.compile(r"(?<![\d-])(?:0?[1-9]|1[0-2])-$")


def _cell_end(view: str, start: int) -> int | None:
    """Where the digits at an offset end because another cell of a table goes on without a blank; None where none does."""
    if view[start - 1 : start] != "-":
        found = _THOUSANDS_CELL.match(view, start)
    elif _YEAR_AND_MONTH.search(view, max(0, start - 8), start):
        found = _DAY_CELL.match(view, start)
    elif _MONTH.search(view[max(0, start - 4) : start]):
        found = _LATE_DAY_CELL.match(view, start)
    else:
        found = None
    return None if found is None else found.end()


def _append_parts(spans: list[tuple[int, int, str]], found: regex.Match[str], start: int, end: int) -> None:
    """Add what the grammar matched: one numeral, or the numerals that a run holds."""
    text = found[0]
    if found.lastgroup == "whole" or end - start > LONGEST or _PLAN.fullmatch(text) or parse_quantity(text) is not None:
        spans.append((start, end, text))
    else:
        spans.extend((start + low, start + high, part) for low, high, part in split_run(text))
