"""Claimed amounts and percentages, in any writing: 700亿, 70000000000, RMB 70bn, 7.0e10, about 5.2 percent, 5至8亿元."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from cyextract.lexicon.table import read_table
from cyextract.models import FigureDirection, MoneyMention, PercentMention, PercentUnit, QuantityMod
from cyextract.numerals.lexer import lex_numbers
from cyextract.numerals.value import EXACT, parse_quantity
from cyextract.pipeline import Extractor
from cyextract.text.fold import fold

_OWN = "-"  # the currency of a bare 元: whatever the text's is
_LONGEST = 40  # code points; no written amount is longer
_PLAIN = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{1,30})?(?:[eE][-+]?\d{1,2})?")
_BLANK = re.compile(r"[\s_/,]+")
_UNIT_FACTORS: dict[str, tuple[PercentUnit, Decimal]] = {
    "percent": ("percent", Decimal(1)), "permille": ("percent", Decimal("0.1")), "tenth": ("percent", Decimal(10)),
    "percentage_point": ("percentage_point", Decimal(1)), "basis_point": ("percentage_point", Decimal("0.01")),
}  # fmt: skip
_MEANINGS = ("scale", "currency", "unit", "bound", "direction", "month", "action")
Meaning = Literal["scale", "currency", "unit", "bound", "direction", "month", "action"]


@dataclass(frozen=True, slots=True)
class ClaimedQuantity:
    """What a claim says of an amount or a percentage; what it does not say is None."""

    low: Decimal
    high: Decimal
    currency: str | None = None
    unit: PercentUnit | None = None
    mod: QuantityMod | None = None
    direction: FigureDirection | None = None
    is_money: bool = False
    """Whether it names a currency, 元 alone included, which is whatever the text's is."""
    counted: str | None = None
    """The unit of a count, as claimed: 户."""

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.low != self.high


@cache
def claim_words() -> dict[str, tuple[Meaning, str]]:
    """The words of claimed values: what each means, and its value."""
    words: dict[str, tuple[Meaning, str]] = {}
    for surface, code, country, place in read_table("currency.tsv", 4):
        if not country and "subunit" not in place:
            words.setdefault(fold(surface).lower(), ("currency", code))
    for word, means, value, _ in read_table("claim_word.tsv", 4, means=_MEANINGS):
        words[fold(word).lower()] = (means, value)  # type: ignore[assignment]
    return words


def first_word(text: str, at: int) -> str | None:
    """The longest claim word at a place of a folded, lower-case text; a Latin one is whole."""
    words = claim_words()
    for length in range(min(18, len(text) - at), 0, -1):
        word = text[at : at + length]
        if word in words:
            beyond = text[at + length : at + length + 1]
            if not (word[-1].isascii() and word[-1].isalpha() and beyond.isascii() and beyond.isalpha()) or words[word][0] == "currency":
                return word
    return None


def read_number(value: Decimal, unit: str | None = None) -> ClaimedQuantity:
    """A claim that is a number already, with the unit that stands beside it."""
    read = ClaimedQuantity(value, value)
    if not unit:
        return read
    with_unit = _with_words(value, value, None, unit)
    return with_unit or ClaimedQuantity(value, value, counted=fold(unit).strip())


@lru_cache(maxsize=32768)
def read_quantity(written: str, unit: str | None = None) -> ClaimedQuantity | None:
    """A claim in words and figures; None where it is no quantity.

    >>> read_quantity("RMB 70bn").low == read_quantity("700亿").low == read_quantity("7.0e10").low
    True
    >>> read_quantity("近700亿元").mod, read_quantity("-5.2%").unit
    ('lt', 'percent')
    """
    text = fold(written).strip().lower()
    if not text or len(text) > _LONGEST:
        return None
    if _PLAIN.fullmatch(text) and text[0] != "+":
        return read_number(Decimal(text.replace(",", "")), unit)
    for found in (_PLAIN.search(text), next(iter(lex_numbers(text)), None)):
        if found is None:
            continue
        start, end = (found.start(), found.end()) if isinstance(found, re.Match) else (found.start, found.end)
        number = _number(text[start:end])
        rest = f"{text[:start]} {text[end:]} {unit or ''}" + (" up" if text[start] == "+" else "")
        if number is not None and not re.search(r"\d", rest) and (read := _with_words(*number, rest)) is not None:
            return read
    return _by_grammar(written, unit)


def _number(text: str) -> tuple[Decimal, Decimal, QuantityMod | None] | None:
    if _PLAIN.fullmatch(text):
        value = Decimal(text.replace(",", ""))
        return value, value, None
    quantity = parse_quantity(text)
    return None if quantity is None else (quantity.low, quantity.high, quantity.blur)


def _with_words(low: Decimal, high: Decimal, mod: QuantityMod | None, rest: str) -> ClaimedQuantity | None:
    """A number with the words around it; None if they hold anything else."""
    rest, at = fold(rest).lower(), 0
    factor, currency, unit, direction, is_money = Decimal(1), None, None, None, False
    while at < len(rest):
        if blank := _BLANK.match(rest, at):
            at = blank.end()
            continue
        word = first_word(rest, at)
        if word is None:
            return None
        at += len(word)
        means, value = claim_words()[word]
        if means == "scale":
            factor = EXACT.multiply(factor, Decimal(10) ** int(value))
        elif means == "currency":
            currency, is_money = currency if value == _OWN else value, True
        elif means == "unit":
            unit, of_unit = _UNIT_FACTORS[value]
            factor *= of_unit
        elif means == "bound":
            mod = value  # type: ignore[assignment]
        elif means == "direction":
            direction = value
        else:
            return None
    if is_money and unit:
        return None
    low, high = EXACT.multiply(low, factor), EXACT.multiply(high, factor)
    return ClaimedQuantity(low, high, currency, unit, mod, direction, is_money)  # type: ignore[arg-type]


@cache
def _extractor() -> Extractor:
    return Extractor(types=("MONEY", "PERCENT"), layers=())


def _by_grammar(written: str, unit: str | None) -> ClaimedQuantity | None:
    """What the library's own grammar reads in a claim, if words of bound are all that is left: 两成多, 5至8亿元."""
    text = written + (unit or "")
    mentions = _extractor().extract(text, is_entry=True).mentions
    if len(mentions) != 1:
        return None
    mention, ends = mentions[0], bounds_of(mentions[0])
    if ends is None or not isinstance(mention, MoneyMention | PercentMention):
        return None
    around = _with_words(Decimal(0), Decimal(0), mention.mod, text[: mention.start] + " " + text[mention.end :])
    if around is None:
        return None
    currency = mention.currency if isinstance(mention, MoneyMention) and mention.currency_stated else None
    percent = mention.unit if isinstance(mention, PercentMention) else None
    return ClaimedQuantity(*ends, currency, percent, mention.mod or around.mod, around.direction, percent is None)


def bounds_of(mention: object) -> tuple[Decimal, Decimal] | None:
    """The ends of an amount or a percentage, the same for one value; None for anything else, or a range with an open end."""
    if isinstance(mention, MoneyMention):
        value, low, high = mention.amount, mention.amount_min, mention.amount_max
    elif isinstance(mention, PercentMention):
        value, low, high = mention.value, mention.value_min, mention.value_max
    else:
        return None
    if value is not None:
        return value, value
    return (low, high) if low is not None and high is not None else None
