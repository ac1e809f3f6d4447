"""From winning candidates to models: view offsets become raw ones, readings become fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cyextract.models import (
    Alias,
    DateMention,
    Document,
    Implied,
    Mention,
    MoneyMention,
    OrgMention,
    PercentMention,
    ReferenceSource,
    TitleMention,
)
from cyextract.recognizers.base import Candidate
from cyextract.recognizers.date.anchor import Settled
from cyextract.recognizers.date.parts import DateReading
from cyextract.recognizers.date.reference import Reference
from cyextract.recognizers.date.timex import covered_days
from cyextract.recognizers.money import MoneyReading
from cyextract.recognizers.org import OrgReading
from cyextract.recognizers.percent import PercentReading
from cyextract.recognizers.title import TitleReading
from cyextract.text.source import SourceText


class Assembler:
    """Builds the models of one document."""

    def __init__(self, source: SourceText, default_currency: str, settled: Mapping[int, Settled | None]) -> None:
        self._source = source
        self._default_currency = default_currency
        self._settled = settled

    def document(self, id: str | None, reference: Reference, winners: Sequence[Candidate], aliases: Mapping[str, str]) -> Document:
        """The result of an extraction."""
        origin = None
        if reference.source is not None:
            origin = ReferenceSource(source=reference.source, start=None if reference.start is None else self._raw(reference.start))
        return Document(
            id=id,
            text=self._source.raw,
            reference_date=reference.day.isoformat() if reference.day else f"{reference.year:04d}" if reference.year else None,
            reference_source=origin,
            mentions=tuple(self._mention(w) for w in winners),
            aliases=tuple(Alias(short=short, full=full) for short, full in aliases.items()),
        )

    def _raw(self, view_offset: int) -> int:
        return self._source.raw_span(view_offset, view_offset + 1)[0]

    def _mention(self, candidate: Candidate) -> Mention:
        start, end = self._source.raw_span(candidate.start, candidate.end)
        canonical = self._source.canonical(candidate.start, candidate.end)
        text, rule, reading = self._source.raw[start:end], candidate.rule, candidate.reading
        if isinstance(reading, DateReading):
            return self._date(start, end, text, canonical, rule, reading, self._settled[candidate.start])
        if isinstance(reading, MoneyReading):
            exact = reading.low == reading.high
            return MoneyMention(
                start=start, end=end, text=text, canonical=canonical, rule=rule, mod=reading.mod, per=reading.per,
                amount=reading.low if exact else None,
                amount_min=None if exact else reading.low, amount_max=None if exact else reading.high,
                currency=reading.currency or self._default_currency, currency_stated=reading.currency is not None,
            )  # fmt: skip
        if isinstance(reading, PercentReading):
            exact = reading.low == reading.high
            return PercentMention(
                start=start, end=end, text=text, canonical=canonical, rule=rule, unit=reading.unit, mod=reading.mod,
                value=reading.low if exact else None,
                value_min=None if exact else reading.low, value_max=None if exact else reading.high,
            )  # fmt: skip
        if isinstance(reading, OrgReading):
            return OrgMention(
                start=start, end=end, text=text, canonical=canonical, rule=rule, name=canonical, kind=reading.kind,
                full_name=reading.full_name,
            )  # fmt: skip
        if isinstance(reading, TitleReading):
            return TitleMention(
                start=start, end=end, text=text, canonical=canonical, rule=rule, title=reading.title, category=reading.category,
                closed=reading.closed,
            )  # fmt: skip
        raise TypeError(f"{candidate.rule} made a {type(reading).__name__}, which is no reading of a mention")

    def _date(
        self, start: int, end: int, text: str, canonical: str, rule: str, reading: DateReading, settled: Settled | None
    ) -> DateMention:
        assert settled is not None
        days = covered_days(settled.value)
        return DateMention(
            start=start, end=end, text=text, canonical=canonical, rule=rule, value=settled.value, mod=reading.mod,
            granularity=settled.granularity, first_day=days[0] if days else None, last_day=days[1] if days else None,
            implied={
                name: Implied(source=origin, start=None if offset is None else self._raw(offset))
                for name, (origin, offset) in settled.implied.items()
            },
        )  # fmt: skip
