"""What the library returns: frozen Pydantic models with JSON names that are final.

All offsets are code points into the text as given, `start` inclusive, `end` exclusive; `text == raw[start:end]` holds for
every mention. Decimals are exact: `Decimal` in Python, `model_dump()` included, and plain strings in JSON (`"6800000000000"`, never
`6.8E+12`). `None` means absent.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

SCHEMA_VERSION = "1"

MentionType = Literal["DATE", "MONEY", "PERCENT", "ORG", "TITLE"]
MENTION_TYPES: tuple[MentionType, ...] = ("DATE", "MONEY", "PERCENT", "ORG", "TITLE")

Layer = Literal["organisations", "agreements", "figures"]
LAYERS: tuple[Layer, ...] = ("organisations", "agreements", "figures")

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
AgreementStatus = Literal["done", "planned"]
FigureKind = Literal["level", "change", "growth", "gap", "share", "rate", "price"]
FigureDirection = Literal["up", "down"]
FigureStatus = Literal["actual", "planned", "forecast", "hypothetical"]
FigureSource = Literal["clause", "sentence", "paragraph", "heading", "title"]
BasisType = Literal["yoy", "pop", "base", "plan", "entity"]


def format_decimal(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros.

    >>> format_decimal(Decimal("6.80E+12"))
    '6800000000000'
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


PlainDecimal = Annotated[Decimal, PlainSerializer(format_decimal, return_type=str, when_used="json")]


class FrozenModel(BaseModel):
    """A result: it cannot be changed, and knows no other fields than its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Mention(FrozenModel):
    start: int
    """Offset of the first code point in the text as given."""
    end: int
    """Offset behind the last one."""
    text: str
    """The text from `start` to `end`, line breaks and all."""
    canonical: str
    """The same without layout white space, half-width."""
    rule: str
    """Id of the rule or the word list that found it; a composed date names each of its rules."""


class Implied(FrozenModel):
    """Where a part of a date came from that its text does not state."""

    source: Literal["reference_date", "document"]
    start: int | None = None
    """Offset of the mention it rests on, when `source` is `document` and it is a mention, not a header or a title."""


class DateMention(_Mention):
    """A point or stretch of the calendar; `value` is TIMEX3 with X for digits that stay open."""

    type: Literal["DATE"] = "DATE"
    value: str
    """TIMEX3, such as `2021-06-04`, `2021-Q1`, `2023-04-19TMO`, `2019/2021`, `199X`."""
    mod: DateMod | None = None
    """What the words make of it, as 年底 `END` and 以前 `BEFORE`."""
    granularity: Granularity
    """Its finest unit."""
    first_day: str | None = None
    """The first day that it covers, ISO 8601; None when the year is open or before year 1."""
    last_day: str | None = None
    """The last one, inclusive."""
    implied: dict[str, Implied] = Field(default_factory=dict)
    """What the text does not state, and where it came from."""


class MoneyMention(_Mention):
    """An amount in the currency's base unit, or a range of it."""

    type: Literal["MONEY"] = "MONEY"
    amount: PlainDecimal | None = None
    """In the currency's base unit; None for a range."""
    amount_min: PlainDecimal | None = None
    amount_max: PlainDecimal | None = None
    currency: str
    """ISO 4217."""
    currency_stated: bool
    """Whether the text says so; False where a bare 元 implies it."""
    mod: QuantityMod | None = None
    """The bound that the words set, as 近 `lt`, 超 `gt` and 约 `approx`."""
    per: str | None = None
    """What the money is paid for one of, as 股 in 3元/股."""


class PercentMention(_Mention):
    """A share in per cent, or a difference in percentage points."""

    type: Literal["PERCENT"] = "PERCENT"
    value: PlainDecimal | None = None
    """In per cent, so that 3‰ is 0.3; None for a range."""
    value_min: PlainDecimal | None = None
    value_max: PlainDecimal | None = None
    unit: PercentUnit
    mod: QuantityMod | None = None
    """The bound that the words set, as for amounts."""


class OrgMention(_Mention):
    """A named organisation; `full_name` is set when this is a short form of a name in the document."""

    type: Literal["ORG"] = "ORG"
    name: str
    """The name, without layout white space."""
    kind: OrgKind
    full_name: str | None = None
    """The full name in the document, or the one that a word list gives the body."""


class TitleMention(_Mention):
    """A 《…》; `closed` is false when the 》 is missing and the title ends with its sentence."""

    type: Literal["TITLE"] = "TITLE"
    title: str
    """What stands inside 《》."""
    category: TitleCategory
    closed: bool = True
    """Whether the 》 is there."""


Mention = Annotated[DateMention | MoneyMention | PercentMention | OrgMention | TitleMention, Field(discriminator="type")]


class NumberValue(FrozenModel):
    """A number by itself: exact, or its bounds; `mod` is what its particles say (20多, 数十)."""

    value: PlainDecimal | None = None
    value_min: PlainDecimal | None = None
    value_max: PlainDecimal | None = None
    mod: QuantityMod | None = None


class Alias(FrozenModel):
    """A short name and the full name that the document ties it to."""

    short: str
    full: str


class OrganisationName(FrozenModel):
    """One name of an organisation in the text, with the starts of its mentions."""

    name: str
    starts: tuple[int, ...]
    rule: str | None = None
    """What ties it to a fuller name; None for the fullest."""


class Organisation(FrozenModel):
    """One body with all its names in the document, the fullest first."""

    name: str
    """The fullest name in the text, or the one that a word list gives the body."""
    kind: OrgKind
    names: tuple[OrganisationName, ...]


class TextSpan(FrozenModel):
    """A stretch of the document, as written."""

    text: str
    start: int
    end: int


class AgreementParty(TextSpan):
    """Who takes part in an agreement; `name` is the full name of the organisation, None where the text is no organisation's mention."""

    name: str | None = None


class AgreementDate(FrozenModel):
    """The DATE mention that an agreement's date rests on: its value and its span."""

    value: str
    mod: DateMod | None = None
    start: int
    end: int


class AgreementEvent(FrozenModel):
    """Who made or issued which document, and when.

    `start` and `end` are those of the mention of its title, or of the noun phrase that names it where no 《》 stand.
    """

    title: str
    category: TitleCategory
    start: int
    end: int
    bracketed: bool = True
    """Whether the title stands in 《》."""
    action: str
    """The verb as written, such as 签订."""
    action_type: ActionType
    status: AgreementStatus = "done"
    """`planned` behind 将, 拟, 预计."""
    date: AgreementDate | None = None
    """None when the text tells no day, or a vague one."""
    parties: tuple[AgreementParty, ...] = ()
    amounts: tuple[TextSpan, ...] = ()
    evidence: TextSpan
    """The clause that tells of it."""
    rules: dict[str, str] = Field(default_factory=dict)
    """What tied each part, `event`, `date`, `parties` and `amounts`."""


class FigurePart(TextSpan):
    """What a figure takes from its text, where that stands, seen from the number, and the rule that tied it."""

    source: FigureSource
    """`clause` and `sentence` are stated with the number; `paragraph`, `heading` and `title` are its context."""
    rule: str


class FigurePeriod(FigurePart):
    """When a figure holds: value and span of a DATE mention."""

    value: str
    mod: DateMod | None = None


class FigureBasis(TextSpan):
    """What a figure is compared with: the words (同比, 较年初, 高于全国) and what they stand for.

    `yoy`: the same time a year before; `pop`: the period before; `base`: a named earlier point; `plan`: a budget or a forecast;
    `entity`: another place, group or thing.
    """

    type: BasisType


class Figure(FrozenModel):
    """What a number measures, of whom and for when; `start` and `end` are those of its MONEY or PERCENT mention.

    What the text does not say is None, and so is what it says in a way that leaves doubt.
    """

    start: int
    end: int
    kind: FigureKind
    direction: FigureDirection | None = None
    """Of a change, growth or gap alone."""
    status: FigureStatus = "actual"
    metric: FigurePart | None = None
    """The quantity word, such as 收入, 出口, 失业率."""
    subject: FigurePart | None = None
    """Whose or of what."""
    whole: FigurePart | None = None
    """What a share is a share of."""
    period: FigurePeriod | None = None
    basis: FigureBasis | None = None
    sentence: TextSpan


class ReferenceSource(FrozenModel):
    """Why the document's reference date is what it is."""

    source: Literal["given", "dateline", "header", "text_date"]
    start: int | None = None
    """Offset of the text it was read from; None when the caller gave it."""


class TimelineEntry(FrozenModel):
    """One sentence of a document and the date it tells of; the date fields are None when it names no day."""

    date: str | None = None
    mod: DateMod | None = None
    first_day: str | None = None
    last_day: str | None = None
    sentence: TextSpan
    mentions: tuple[Mention, ...] = ()
    agreements: tuple[AgreementEvent, ...] = ()
    figures: tuple[Figure, ...] = ()
    """What its amounts and percentages measure, such as the total investment of what an agreement is about."""


class Timeline(FrozenModel):
    """What a document tells, in calendar order of the first day; `undated` in text order."""

    dated: tuple[TimelineEntry, ...] = ()
    undated: tuple[TimelineEntry, ...] = ()
