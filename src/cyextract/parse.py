"""Parse one value: the same grammar, required to cover the whole string."""

from __future__ import annotations

from functools import lru_cache

from cyextract.document import Document
from cyextract.document_settings import ReferenceDate
from cyextract.models import DateMention, Mention, MentionType, MoneyMention, NumberValue, PercentMention
from cyextract.numerals.lexer import lex_numbers
from cyextract.numerals.value import parse_quantity
from cyextract.pipeline import Extractor
from cyextract.text.reading_view import reading_view


@lru_cache(maxsize=8)
def _extractor(type: MentionType) -> Extractor:
    return Extractor(types=(type,))


def parse_date(text: str, *, reference_date: ReferenceDate = None) -> DateMention:
    """Read one date expression.

    Raises:
        ValueError: `text` is not one date; the message says where reading stopped.

    >>> parse_date("去年底", reference_date="2021-06-10").value
    '2020'
    """
    mention = _whole(text, _extractor("DATE").extract(text, reference_date=reference_date, vague=True, is_entry=True))
    assert isinstance(mention, DateMention)
    return mention


def parse_money(text: str, *, default_currency: str | None = None) -> MoneyMention:
    """Read one monetary amount.

    Raises:
        ValueError: `text` is not one amount; the message says where reading stopped.

    >>> parse_money("6.8万亿元").amount
    Decimal('6800000000000.0')
    """
    mention = _whole(text, _extractor("MONEY").extract(text, default_currency=default_currency, is_entry=True))
    assert isinstance(mention, MoneyMention)
    return mention


def parse_percent(text: str) -> PercentMention:
    """Read one percentage.

    Raises:
        ValueError: `text` is not one percentage; the message says where reading stopped.

    >>> parse_percent("两成多").mod
    'gt'
    """
    mention = _whole(text, _extractor("PERCENT").extract(text, is_entry=True))
    assert isinstance(mention, PercentMention)
    return mention


def parse_number(text: str) -> NumberValue:
    """Read one number in any written form.

    Raises:
        ValueError: `text` is not one number; the message says where reading stopped.

    >>> parse_number("一万零五十").value
    Decimal('10050')
    """
    source = reading_view(text)
    quantity = parse_quantity(source.view) if source.view else None
    if quantity is None:
        first = next(iter(lex_numbers(source.view)), None)
        raise ValueError(_stopped(text, source.raw_span(0, first.end)[1] if first is not None and first.start == 0 else 0))
    exact = quantity.low == quantity.high
    return NumberValue(
        value=quantity.low if exact else None,
        value_min=None if exact else quantity.low,
        value_max=None if exact else quantity.high,
        mod=quantity.blur,
    )


def _whole(text: str, document: Document) -> Mention:
    first = document.mentions[0] if document.mentions and document.mentions[0].start == 0 else None
    if first is None or first.end != len(text):
        raise ValueError(_stopped(text, first.end if first is not None else 0))
    return first


def _stopped(text: str, end: int) -> str:
    return f"cannot read {text!r}: stopped at offset {end}, before {text[end : end + 20]!r}"
