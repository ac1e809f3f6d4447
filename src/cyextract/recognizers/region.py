"""Where a text comes from, as far as script and words tell: what a bare 元 is there, and whether years of the Republic are meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from cyextract.errors import LexiconError
from cyextract.lexicon.table import shipped_table
from cyextract.text.fold import folded_characters
from cyextract.text.reading_view import SourceText

_MAINLAND = "CN"
_CURRENCIES = {_MAINLAND: "CNY", "TW": "TWD", "HK": "HKD", "MO": "MOP"}
_KINDS = frozenset(("place", "body", "money", "usage"))
_FEWEST = 2  # different words of a region; one alone stands in texts from anywhere
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_SAMPLE = 2000  # code points: what a text is written in shows at its beginning
_TRADITIONAL = 0.1  # of the Chinese characters of a Traditional text a third has a Simplified form; of a Simplified text next to none


class Clue(NamedTuple):
    """A word of the text that speaks for a region.

    Attributes:
        word: as the table of regions has it.
        region: the code that ISO 3166 gives it.
        kind: place, body, money or usage.
        weight: what it counts.
        start: where it stands first, in the view.
    """

    word: str
    region: str
    kind: str
    weight: int
    start: int


class OwnCurrency(NamedTuple):
    """What a bare 元 is in a text.

    Attributes:
        code: ISO 4217.
        clues: the words it was judged by; none where the caller said it, or where the script settles it.
    """

    code: str
    clues: tuple[Clue, ...] = ()


def judge_currency(source: SourceText) -> OwnCurrency:
    """The currency of a text whose bare 元 nobody explained: that of its region if it is written in Traditional characters, else CNY.

    >>> from cyextract.text.reading_view import reading_view
    >>> judge_currency(reading_view("資本額三億元，由金管會與櫃買中心審查。")).code
    'TWD'
    """
    if not is_traditional(source.raw):
        return OwnCurrency(currency_in(_MAINLAND))
    clues = find_clues(source.view)
    return OwnCurrency(currency_in(elect_region(clues) or _MAINLAND), clues)


def currency_in(region: str) -> str:
    """The ISO 4217 code of a region's money."""
    return _CURRENCIES[region]


def is_traditional(raw: str) -> bool:
    """Whether a text is written in Traditional characters.

    >>> is_traditional("資本額三億元"), is_traditional("资本额三亿元")
    (True, False)
    """
    sample = raw[:_SAMPLE]
    changed = _count_chinese("".join(folded_characters(sample)))
    return changed > 0 and changed > _count_chinese(sample) * _TRADITIONAL


def _count_chinese(text: str) -> int:
    return sum(map(len, _CHINESE.findall(text)))  # by runs: a tenth of the time of single characters


@lru_cache(maxsize=8)
def find_clues(view: str) -> tuple[Clue, ...]:
    """The words of a text that speak for a region, each once, in the order of the table."""
    return tuple(Clue(word, region, kind, weight, view.find(word)) for word, region, kind, weight in load_regions() if word in view)


def elect_region(clues: Iterable[Clue]) -> str | None:
    """The region with the most weight; None when another has as much, or one word alone speaks for it."""
    weights: dict[str, int] = {}
    words: dict[str, int] = {}
    for clue in clues:
        weights[clue.region] = weights.get(clue.region, 0) + clue.weight
        words[clue.region] = words.get(clue.region, 0) + 1
    if not weights:
        return None
    best = max(weights, key=weights.__getitem__)
    is_even = list(weights.values()).count(weights[best]) > 1
    return None if is_even or words[best] < _FEWEST else best


@cache
def load_regions() -> tuple[tuple[str, str, str, int], ...]:
    """Word, region, kind and weight of every row of `rules/lexicon/region.tsv`.

    Raises:
        LexiconError: a weight is no whole number above 0, or a region or kind is unknown; every such row is named.
    """
    problems: list[str] = []
    table = shipped_table("region.tsv", 4, problems, may_repeat=True, region=_CURRENCIES, kind=_KINDS)
    found: list[tuple[str, str, str, int]] = []
    for number, (word, region, kind, weight) in table.rows():
        if weight.isdigit() and int(weight):
            found.append((word, region, kind, int(weight)))
        else:
            table.reject(number, word, f"{weight!r} is no weight; write a whole number above 0")
    if problems:
        raise LexiconError(problems)
    return tuple(found)


WHYS: Mapping[str, str] = {
    "place": "a place",
    "body": "a body",
    "money": "its money by name",
    "usage": "a word that is usual there",
}
"""What a kind of clue is, in a few words."""
