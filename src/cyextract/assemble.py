"""From winning candidates to models: view offsets become raw ones, readings become fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import TypeAdapter

from cyextract.models import AgreementEvent, Alias, Document, Mention, ReferenceSource
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate
from cyextract.recognizers.date.fields import DateMeaning
from cyextract.recognizers.date.reference import Reference
from cyextract.recognizers.date.timex import covered_days
from cyextract.recognizers.money import MoneyMeaning
from cyextract.recognizers.org import OrgMeaning
from cyextract.recognizers.percent import PercentMeaning
from cyextract.recognizers.title import TitleMeaning
from cyextract.text.reading_view import SourceText

_MENTIONS = TypeAdapter(tuple[Mention, ...])


class Assembler:
    """Builds the models of one document."""

    def __init__(self, source: SourceText, default_currency: str, settled: Mapping[int, NormalizedDate | None]) -> None:
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
        source = self._source
        first, last, type, rule, meaning, _ = candidate
        start, end = source.raw_span(first, last)
        text = source.raw[start:end]
        canonical = text if source.view[first:last] == text and len(text.split()) == 1 else source.canonical(first, last)
        fields: dict[str, object] = {"type": type, "rule": rule, "start": start, "end": end, "text": text, "canonical": canonical}
        if isinstance(meaning, OrgMeaning):
            fields["name"], fields["kind"], fields["full_name"] = canonical, meaning.kind, self._aliases.get(canonical)
        elif isinstance(meaning, DateMeaning):
            self._add_date(fields, meaning, self._settled[first])
        elif isinstance(meaning, MoneyMeaning):
            _add_bounds(fields, "amount", "amount_min", "amount_max", meaning.low, meaning.high)
            fields["currency"] = meaning.currency or self._default_currency
            fields["currency_stated"] = meaning.currency is not None
            fields["mod"], fields["per"] = meaning.mod, meaning.per
        elif isinstance(meaning, PercentMeaning):
            _add_bounds(fields, "value", "value_min", "value_max", meaning.low, meaning.high)
            fields["unit"], fields["mod"] = meaning.unit, meaning.mod
        elif isinstance(meaning, TitleMeaning):
            fields["title"], fields["category"], fields["closed"] = meaning.title, meaning.category, meaning.closed
        else:
            raise TypeError(f"{rule} made a {meaning.__class__.__name__}, which is no reading of a mention")
        return fields

    def _add_date(self, fields: dict[str, object], meaning: DateMeaning, settled: NormalizedDate | None) -> None:
        assert settled is not None
        fields["value"], fields["mod"], fields["granularity"] = settled.value, meaning.mod, settled.granularity
        fields["first_day"], fields["last_day"] = covered_days(settled.value) or (None, None)
        fields["implied"] = {
            name: {"source": origin, "start": None if offset is None else self._raw(offset)}
            for name, (origin, offset) in settled.implied.items()
        }


def _add_bounds(fields: dict[str, object], exact: str, least: str, most: str, low: Decimal, high: Decimal) -> None:
    """The fields of one value, or of a range."""
    if low == high:
        fields[exact] = low
    else:
        fields[least], fields[most] = low, high
