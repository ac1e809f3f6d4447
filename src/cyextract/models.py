"""What the library returns: frozen Pydantic models with JSON names that are final.

All offsets are code points into the text as given, `start` inclusive, `end` exclusive; `text == raw[start:end]` holds for
every mention. Decimals are exact and serialise as plain strings (`"6800000000000"`, never `6.8E+12`). `None` means absent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

SCHEMA_VERSION = "1"

MentionType = Literal["DATE", "MONEY", "PERCENT", "ORG", "TITLE"]
MENTION_TYPES: tuple[MentionType, ...] = ("DATE", "MONEY", "PERCENT", "ORG", "TITLE")

DateMod = Literal["START", "MID", "END", "APPROX", "BEFORE", "AFTER"]
QuantityMod = Literal["gt", "ge", "lt", "le", "approx"]
Granularity = Literal[
    "century", "decade", "year", "half", "season", "quarter", "month", "week", "day", "part", "minute", "second",
    "plan", "range", "vague",
]  # fmt: skip
PercentUnit = Literal["percent", "percentage_point"]
OrgKind = Literal[
    "company", "bank", "government", "party", "mass_org", "association", "school", "research", "hospital", "media",
    "court", "military", "team", "international", "committee", "other",
]  # fmt: skip
TitleCategory = Literal["agreement", "policy", "law", "standard", "report", "publication", "work", "other"]
ActionType = Literal["sign", "issue", "publish", "adopt", "deliberate", "amend", "draft", "other"]


def format_decimal(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros.

    >>> format_decimal(Decimal("6.80E+12"))
    '6800000000000'
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


PlainDecimal = Annotated[Decimal, PlainSerializer(format_decimal, return_type=str)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Mention(_Model):
    start: int
    end: int
    text: str
    canonical: str
    rule: str


class Implied(_Model):
    """Where a part of a date came from that its text does not state."""

    source: Literal["reference_date", "document"]
    start: int | None = None
    """Offset of the mention it rests on, when `source` is `document`."""


class DateMention(_Mention):
    """A point or stretch of the calendar; `value` is TIMEX3 with X for digits that stay open."""

    type: Literal["DATE"] = "DATE"
    value: str
    mod: DateMod | None = None
    granularity: Granularity
    first_day: str | None = None
    last_day: str | None = None
    implied: dict[str, Implied] = Field(default_factory=dict)


class MoneyMention(_Mention):
    """An amount in the currency's base unit, or a range of it."""

    type: Literal["MONEY"] = "MONEY"
    amount: PlainDecimal | None = None
    amount_min: PlainDecimal | None = None
    amount_max: PlainDecimal | None = None
    currency: str
    currency_stated: bool
    mod: QuantityMod | None = None
    per: str | None = None


class PercentMention(_Mention):
    """A share in per cent, or a difference in percentage points."""

    type: Literal["PERCENT"] = "PERCENT"
    value: PlainDecimal | None = None
    value_min: PlainDecimal | None = None
    value_max: PlainDecimal | None = None
    unit: PercentUnit
    mod: QuantityMod | None = None


class OrgMention(_Mention):
    """A named organisation; `full_name` is set when this is a short form of a name in the document."""

    type: Literal["ORG"] = "ORG"
    name: str
    kind: OrgKind
    full_name: str | None = None


class TitleMention(_Mention):
    """A 《…》; `closed` is false when the 》 is missing and the title ends with its sentence."""

    type: Literal["TITLE"] = "TITLE"
    title: str
    category: TitleCategory
    closed: bool = True


Mention = Annotated[DateMention | MoneyMention | PercentMention | OrgMention | TitleMention, Field(discriminator="type")]


class NumberValue(_Model):
    """A number by itself: exact, or its bounds; `mod` is what its particles say (20多, 数十)."""

    value: PlainDecimal | None = None
    value_min: PlainDecimal | None = None
    value_max: PlainDecimal | None = None
    mod: QuantityMod | None = None


class Alias(_Model):
    """A short name and the full name that the document ties it to."""

    short: str
    full: str


class TextSpan(_Model):
    """A stretch of the document, as written."""

    text: str
    start: int
    end: int


class AgreementEvent(_Model):
    """Who made or issued which titled document, and when."""

    title: str
    category: TitleCategory
    start: int
    action: str
    action_type: ActionType
    date: str | None = None
    mod: DateMod | None = None
    parties: tuple[TextSpan, ...] = ()
    amounts: tuple[TextSpan, ...] = ()
    evidence: TextSpan
    rules: dict[str, str] = Field(default_factory=dict)


class ReferenceSource(_Model):
    """Why the document's reference date is what it is."""

    source: Literal["given", "dateline", "header", "text_date"]
    start: int | None = None
    """Offset of the text it was read from; None when the caller gave it."""


class TimelineEntry(_Model):
    """One sentence of a document and the date it tells of; the date fields are None when it names no day."""

    date: str | None = None
    mod: DateMod | None = None
    first_day: str | None = None
    last_day: str | None = None
    sentence: TextSpan
    mentions: tuple[Mention, ...] = ()
    agreements: tuple[AgreementEvent, ...] = ()


class Timeline(_Model):
    """What a document tells, in calendar order of the first day; `undated` in text order."""

    dated: tuple[TimelineEntry, ...] = ()
    undated: tuple[TimelineEntry, ...] = ()


class Document(_Model):
    """The result of one extraction."""

    schema_version: str = SCHEMA_VERSION
    id: str | None = None
    text: str
    reference_date: str | None = None
    reference_source: ReferenceSource | None = None
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[Alias, ...] = ()
    agreements: tuple[AgreementEvent, ...] = ()

    @property
    def dates(self) -> tuple[DateMention, ...]:
        """The DATE mentions, in text order."""
        return tuple(m for m in self.mentions if isinstance(m, DateMention))

    @property
    def money(self) -> tuple[MoneyMention, ...]:
        """The MONEY mentions, in text order."""
        return tuple(m for m in self.mentions if isinstance(m, MoneyMention))

    @property
    def percents(self) -> tuple[PercentMention, ...]:
        """The PERCENT mentions, in text order."""
        return tuple(m for m in self.mentions if isinstance(m, PercentMention))

    @property
    def orgs(self) -> tuple[OrgMention, ...]:
        """The ORG mentions, in text order."""
        return tuple(m for m in self.mentions if isinstance(m, OrgMention))

    @property
    def titles(self) -> tuple[TitleMention, ...]:
        """The TITLE mentions, in text order."""
        return tuple(m for m in self.mentions if isinstance(m, TitleMention))

    def to_html(self) -> str:
        """A stand-alone HTML page: the text with its mentions, their table, agreements and timeline; no network, no other file.

        Whatever the text holds is escaped, and the same document gives the same page.

        Raises:
            InputError: the text holds lone surrogates, which no extraction result does.

        >>> "15,000,000 CNY" in Document.model_validate({"text": "1500万元", "mentions": [{"type": "MONEY", "start": 0, "end": 6,
        ...     "text": "1500万元", "canonical": "1500万元", "rule": "r", "amount": "15000000", "currency": "CNY",
        ...     "currency_stated": False}]}).to_html()
        True
        """
        from cyextract.display.html import document_page

        return document_page(self)

    def _repr_html_(self) -> str:
        """What a notebook shows: the text with its mentions."""
        from cyextract.display.html import notebook_cell

        return notebook_cell(self)

    def timeline(self) -> Timeline:
        """The sentences that tell of a date or an agreement, in calendar order.

        A sentence stands under the date of its agreements, else under the date that stands alone on the line above, else under its
        first date. Ranges and months count from their first day; dates without a known year and vague ones are undated.
        """
        from cyextract.text.boundaries import sentences

        entries: list[TimelineEntry] = []
        known: _ByDate = {(m.value, m.mod): m for m in reversed(self.dates)}
        agreements = sorted(self.agreements, key=lambda a: a.start)
        heading: DateMention | None = None
        heading_line = -1
        position = 0
        for start, end, line in sentences(self.text, [(m.start, m.end) for m in self.mentions]):
            first = position
            while position < len(self.mentions) and self.mentions[position].start < end:
                position += 1
            inside = self.mentions[first:position]
            if len(inside) == 1 and isinstance(inside[0], DateMention) and inside[0].end - inside[0].start == end - start:
                heading, heading_line = inside[0], -1
                continue
            if heading is not None and heading_line not in (-1, line):
                heading = None  # it governs the paragraph below it and no further
            heading_line = line
            sentence = TextSpan(text=self.text[start:end], start=start, end=end)
            low, high = (bisect_left(agreements, offset, key=lambda a: a.start) for offset in (start, end))
            entries += _entries(sentence, inside, heading, agreements[low:high], known)
        dated = sorted((e for e in entries if e.first_day), key=lambda e: (e.first_day or "", e.sentence.start))
        return Timeline(dated=tuple(dated), undated=tuple(e for e in entries if not e.first_day))


_ByDate = dict[tuple[str | None, DateMod | None], DateMention]


def _entries(
    sentence: TextSpan,
    mentions: tuple[Mention, ...],
    heading: DateMention | None,
    agreements: Sequence[AgreementEvent],
    known: _ByDate,
) -> list[TimelineEntry]:
    """One entry for each date of the sentence's agreements, or one for the sentence."""
    dates = [m for m in mentions if isinstance(m, DateMention)]
    own = heading if heading is not None and not (dates and dates[0].start == sentence.start) else next(iter(dates), None)
    if not agreements:
        return [] if own is None else [_entry(sentence, mentions, own, ())]
    by_date: dict[tuple[str | None, DateMod | None], list[AgreementEvent]] = {}
    for agreement in agreements:
        by_date.setdefault((agreement.date, agreement.mod), []).append(agreement)
    near: _ByDate = {(m.value, m.mod): m for m in ([heading] if heading else []) + dates[::-1]}
    return [_entry(sentence, mentions, near.get(date) or known.get(date), tuple(group)) for date, group in by_date.items()]


def _entry(
    sentence: TextSpan, mentions: tuple[Mention, ...], date: DateMention | None, agreements: tuple[AgreementEvent, ...]
) -> TimelineEntry:
    if date is None:
        return TimelineEntry(sentence=sentence, mentions=mentions, agreements=agreements)
    return TimelineEntry(
        date=date.value, mod=date.mod, first_day=date.first_day, last_day=date.last_day, sentence=sentence, mentions=mentions,
        agreements=agreements,
    )  # fmt: skip
