"""The result of an extraction, and what it shows of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cyextract.models import (
    SCHEMA_VERSION,
    AgreementEvent,
    Alias,
    DateMention,
    Figure,
    FrozenModel,
    Mention,
    MoneyMention,
    Organisation,
    OrgMention,
    PercentMention,
    ReferenceSource,
    Timeline,
    TitleMention,
)
from cyextract.text.reading_view import reading_view
from cyextract.timeline import make_timeline

if TYPE_CHECKING:
    from cyextract.display.html import PageContent


class Document(FrozenModel):
    """The result of one extraction."""

    schema_version: str = SCHEMA_VERSION
    id: str | None = None
    text: str
    """As given; all offsets count its code points."""
    reference_date: str | None = None
    """The day that dates were read against, ISO 8601; None when nobody gave it and the text does not tell it."""
    reference_year: int | None = None
    """Its year, also where the text tells no more."""
    reference_source: ReferenceSource | None = None
    mentions: tuple[Mention, ...] = ()
    """In text order; they do not overlap."""
    organisations: tuple[Organisation, ...] = ()
    aliases: tuple[Alias, ...] = ()
    """Short names of bodies and titles, with the full ones."""
    agreements: tuple[AgreementEvent, ...] = ()
    figures: tuple[Figure, ...] = ()

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

    def timeline(self) -> Timeline:
        """The sentences that tell of a date or an agreement, in calendar order.

        A sentence stands under the date of its agreements, else under the date that stands alone on the line above, else under its
        first date. Ranges and months count from their first day; dates without a known year and vague ones are undated.
        """
        return make_timeline(reading_view(self.text), self.mentions, self.agreements, self.figures)

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
        from cyextract.display.html import document_page  # lazy: the template engine is loaded by those who want a page

        return document_page(page_content(self))

    def _repr_html_(self) -> str:
        """What a notebook shows: the text with its mentions."""
        from cyextract.display.html import notebook_cell

        return notebook_cell(page_content(self))


def page_content(document: Document) -> PageContent:
    """What a page shows of a document, read once for all its parts."""
    from cyextract.display.html import PageContent

    source = reading_view(document.text)
    return PageContent(
        document.id, source, document.reference_date, document.reference_year, document.reference_source, document.mentions,
        document.organisations, document.aliases, document.agreements, document.figures,
        make_timeline(source, document.mentions, document.agreements, document.figures),
    )  # fmt: skip
