"""From winning candidates to models: view offsets become raw ones, meanings become fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from cyextract.document import Document
from cyextract.models import (
    AgreementEvent,
    Alias,
    DateMention,
    Figure,
    Implied,
    Mention,
    MoneyMention,
    Organisation,
    OrgMention,
    PercentMention,
    ReferenceSource,
    TitleMention,
)
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate, Source
from cyextract.recognizers.date.fields import DateMeaning
from cyextract.recognizers.date.reference import Reference
from cyextract.recognizers.date.timex import covered_days
from cyextract.recognizers.money import MoneyMeaning
from cyextract.recognizers.org import OrgMeaning
from cyextract.recognizers.percent import PercentMeaning
from cyextract.recognizers.title import TitleMeaning
from cyextract.text.reading_view import SourceText
from cyextract.unvalidated import made

_MODELS: Mapping[str | None, type[Mention]] = {
    "DATE": DateMention,
    "MONEY": MoneyMention,
    "PERCENT": PercentMention,
    "ORG": OrgMention,
    "TITLE": TitleMention,
}


def make_mentions(
    source: SourceText,
    winners: Sequence[Candidate],
    dates: Mapping[int, NormalizedDate | None],
    aliases: Mapping[str, str],
    own_currency: str,
) -> tuple[Mention, ...]:
    """The mentions of a document, one for each winner and in their order.

    Args:
        source: the document.
        winners: candidates with a type.
        dates: what each DATE is worth, by its view start.
        aliases: short name -> full name, as written.
        own_currency: ISO 4217 code of a bare 元.
    """
    mentions: list[Mention] = []
    raw, view, has_layout = source.raw, source.view, bool(source.removed)
    firsts = {winner.start for winner in winners}
    for first, last, type, rules, meaning, _ in winners:
        start, end = source.raw_span(first, last) if has_layout else (first, last)
        text = raw[start:end]
        canonical = text if view[first:last] == text and len(text.split()) == 1 else source.canonical(first, last)
        rule = rules[0] if len(rules) == 1 else "+".join(rules)
        row: dict[str, object] = {"type": type, "rule": rule, "start": start, "end": end, "text": text, "canonical": canonical}
        if isinstance(meaning, OrgMeaning):
            row["name"], row["kind"], row["full_name"] = canonical, meaning.kind, aliases.get(canonical)
        elif isinstance(meaning, DateMeaning):
            _add_date(row, source, meaning, dates[first], firsts)
        elif isinstance(meaning, MoneyMeaning):
            _add_bounds(row, "amount", "amount_min", "amount_max", meaning.low, meaning.high)
            row["currency"] = meaning.currency or own_currency
            row["currency_stated"] = meaning.currency is not None
            row["mod"], row["per"] = meaning.mod, meaning.per
        elif isinstance(meaning, PercentMeaning):
            _add_bounds(row, "value", "value_min", "value_max", meaning.low, meaning.high)
            row["unit"], row["mod"] = meaning.unit, meaning.mod
        elif isinstance(meaning, TitleMeaning):
            row["title"], row["category"], row["closed"] = meaning.title, meaning.category, meaning.closed
        else:
            raise TypeError(f"{row['rule']} made a {meaning.__class__.__name__}, which is no meaning of a mention")
        mentions.append(made(_MODELS[type], row))
    return tuple(mentions)


def make_document(
    source: SourceText,
    id: str | None,
    reference: Reference,
    mentions: tuple[Mention, ...],
    organisations: tuple[Organisation, ...],
    aliases: Mapping[str, str],
    agreements: tuple[AgreementEvent, ...],
    figures: tuple[Figure, ...],
) -> Document:
    """The result of an extraction."""
    origin = None
    if reference.source is not None:
        start = None if reference.start is None else _raw_start(source, reference.start)
        origin = ReferenceSource(source=reference.source, start=start)
    fields: dict[str, object] = {
        "id": id,
        "text": source.raw,
        "reference_date": reference.day.isoformat() if reference.day else None,
        "reference_year": reference.year,
        "reference_source": origin,
        "mentions": mentions,
        "organisations": organisations,
        "aliases": tuple([Alias(short=short, full=full) for short, full in aliases.items()]),
        "agreements": agreements,
        "figures": figures,
    }
    return made(Document, fields)


def _raw_start(source: SourceText, offset: int) -> int:
    return source.raw_span(offset, offset + 1)[0]


def _add_date(
    row: dict[str, object], source: SourceText, meaning: DateMeaning, date: NormalizedDate | None, mentions: Collection[int]
) -> None:
    """The fields of a date; what it rests on is named by a mention's start, where it is a mention: a header or a title may tell a year."""
    assert date is not None
    value, granularity, _, implied = date
    row["value"], row["mod"], row["granularity"] = value, meaning.mod, granularity
    row["first_day"], row["last_day"] = covered_days(value) or (None, None)
    row["implied"] = {
        name: _implied(origin, None if offset is None or offset not in mentions else _raw_start(source, offset))
        for name, (origin, offset) in implied.items()
    }


@lru_cache(maxsize=1024)
def _implied(origin: Source, start: int | None) -> Implied:
    """What a part of a date rests on: the same for most dates of a document."""
    return Implied(source=origin, start=start)


def _add_bounds(row: dict[str, object], exact: str, least: str, most: str, low: Decimal, high: Decimal) -> None:
    """The fields of one value, or of a range."""
    if low == high:
        row[exact] = low
    else:
        row[least], row[most] = low, high
