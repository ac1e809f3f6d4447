"""From winning candidates to models: view offsets become raw ones, readings become fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import TypeAdapter

from cyextract.models import AgreementEvent, Alias, Document, Mention, ReferenceSource
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

_MENTIONS = TypeAdapter(tuple[Mention, ...])


class Assembler:
    """Builds the models of one document."""

    def __init__(self, source: SourceText, default_currency: str, settled: Mapping[int, Settled | None]) -> None:
        self._source = source
        self._default_currency = default_currency
        self._settled = settled
        self._aliases: Mapping[str, str] = {}

    def document(
        self,
        id: str | None,
        reference: Reference,
        winners: Sequence[Candidate],
        aliases: Mapping[str, str],
        agreements: tuple[AgreementEvent, ...] = (),
    ) -> Document:
        """The result of an extraction; `aliases` give the short names their full ones."""
        self._aliases = aliases
        origin = None
        if reference.source is not None:
            origin = ReferenceSource(source=reference.source, start=None if reference.start is None else self._raw(reference.start))
        # Every part is a model already; validating them once more as parts of the whole takes as long as making them.
        return Document.model_construct(
            id=id,
            text=self._source.raw,
            reference_date=reference.day.isoformat() if reference.day else f"{reference.year:04d}" if reference.year else None,
            reference_source=origin,
            mentions=_MENTIONS.validate_python([self._fields(w) for w in winners]),
            aliases=tuple(Alias(short=short, full=full) for short, full in aliases.items()),
            agreements=agreements,
        )

    def _raw(self, view_offset: int) -> int:
        return self._source.raw_span(view_offset, view_offset + 1)[0]

    def _fields(self, candidate: Candidate) -> dict[str, object]:
        """A mention's fields, to be validated together with all others: one call instead of one for each model."""
        source, reading = self._source, candidate.reading
        start, end = source.raw_span(candidate.start, candidate.end)
        text = source.raw[start:end]
        canonical = text if source.view[candidate.start : candidate.end] == text else source.canonical(candidate.start, candidate.end)
        if isinstance(reading, DateReading):
            fields = self._date_fields(reading, self._settled[candidate.start])
        elif isinstance(reading, MoneyReading):
            fields = _bounds("amount", "amount_min", "amount_max", reading.low, reading.high)
            fields["currency"] = reading.currency or self._default_currency
            fields["currency_stated"] = reading.currency is not None
            fields["mod"], fields["per"] = reading.mod, reading.per
        elif isinstance(reading, PercentReading):
            fields = _bounds("value", "value_min", "value_max", reading.low, reading.high)
            fields["unit"], fields["mod"] = reading.unit, reading.mod
        elif isinstance(reading, OrgReading):
            fields = {"name": canonical, "kind": reading.kind, "full_name": self._aliases.get(canonical)}
        elif isinstance(reading, TitleReading):
            fields = {"title": reading.title, "category": reading.category, "closed": reading.closed}
        else:
            raise TypeError(f"{candidate.rule} made a {type(reading).__name__}, which is no reading of a mention")
        fields["type"], fields["rule"] = candidate.type, candidate.rule
        fields["start"], fields["end"], fields["text"], fields["canonical"] = start, end, text, canonical
        return fields

    def _date_fields(self, reading: DateReading, settled: Settled | None) -> dict[str, object]:
        assert settled is not None
        first, last = covered_days(settled.value) or (None, None)
        implied = {
            name: {"source": origin, "start": None if offset is None else self._raw(offset)}
            for name, (origin, offset) in settled.implied.items()
        }
        return {
            "value": settled.value, "mod": reading.mod, "granularity": settled.granularity, "first_day": first, "last_day": last,
            "implied": implied,
        }  # fmt: skip


def _bounds(exact: str, least: str, most: str, low: Decimal, high: Decimal) -> dict[str, object]:
    """The fields of one value, or of a range."""
    return {exact: low} if low == high else {least: low, most: high}
