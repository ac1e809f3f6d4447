"""From a result to the rows of its sheets: flat, with values of their own kind, and the sentence that each was read in."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from cyextract.display.html.prose import join_lines
from cyextract.document import Document
from cyextract.models import (
    AgreementEvent,
    DateMention,
    Figure,
    FigurePart,
    Mention,
    MoneyMention,
    Organisation,
    OrgMention,
    PercentMention,
    TitleMention,
)
from cyextract.text.boundaries import Sentence, sentences
from cyextract.text.reading_view import reading_view

Cell = str | int | Decimal | dt.date | bool | None
Cells = dict[str, Cell]
DocumentSheets = dict[str, list[Cells]]

_ROOM = 300  # code points of a sentence on each side of what stands in it: a text without full stops is one sentence


def document_sheets(document: Document) -> DocumentSheets:
    """The rows of a document for each sheet that has some; absent cells are left out, and so are `document` and `file`.

    >>> from cyextract import extract
    >>> sheets = document_sheets(extract("去年，滨河银行投资3亿元。", reference_date="2021-06-10"))
    >>> [(row["type"], row.get("amount"), row.get("first_day")) for row in sheets["mentions"]]
    [('DATE', None, datetime.date(2020, 1, 1)), ('ORG', None, None), ('MONEY', Decimal('300000000'), None)]
    """
    read = _Read(document)
    made = {
        "mentions": list(read.mentions()),
        "figures": list(read.figures()),
        "agreements": list(read.agreements()),
        "parties": list(read.parties()),
        "organisations": list(read.organisations()),
    }
    counted = {name: len(made[name]) for name in ("mentions", "figures", "agreements", "organisations")}
    source = document.reference_source
    head: Cells = {
        "characters": len(document.text), "reference_date": _day(document.reference_date), "reference_year": document.reference_year,
        "reference_source": source.source if source else None, **counted,
    }  # fmt: skip
    return {"documents": [_present(head)], **{name: list(map(_present, rows)) for name, rows in made.items()}}


class _Read:
    """A document, and what its rows look up in it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._dates = {m.start: m for m in document.dates}
        self._numbers: dict[int, MoneyMention | PercentMention] = {m.start: m for m in document.money}
        self._numbers |= {m.start: m for m in document.percents}
        self._bodies = {start: n for n, body in enumerate(document.organisations, 1) for name in body.names for start in name.starts}
        self._owners: dict[int, int] = {}
        for number, agreement in enumerate(document.agreements, 1):
            for amount in agreement.amounts:
                self._owners.setdefault(amount.start, number)

    def mentions(self) -> Iterator[Cells]:
        for mention in self._document.mentions:
            yield {
                "start": mention.start, "end": mention.end, "type": mention.type, "text": mention.canonical, "rule": mention.rule,
                "sentence": self._sentence(mention.start, mention.end), **self._value(mention),
            }  # fmt: skip

    def figures(self) -> Iterator[Cells]:
        for number, figure in enumerate(self._document.figures, 1):
            mention = self._numbers[figure.start]
            span = figure.sentence
            yield {
                "figure": number, "start": figure.start, "end": figure.end, "type": mention.type, "text": mention.canonical,
                **_number(mention), "kind": figure.kind, "direction": figure.direction, "status": figure.status,
                **_part("metric", figure.metric), **_part("subject", figure.subject), "whole": _written(figure.whole),
                **self._period(figure), "basis": _written(figure.basis), "basis_type": figure.basis.type if figure.basis else None,
                "agreement": self._owners.get(figure.start), "sentence": self._cut(span.start, span.end, figure.start),
            }  # fmt: skip

    def agreements(self) -> Iterator[Cells]:
        for number, event in enumerate(self._document.agreements, 1):
            yield {
                "agreement": number, **self._date_of(event), "action": event.action, "action_type": event.action_type,
                "status": event.status, "title": join_lines(event.title), "category": event.category, "bracketed": event.bracketed,
                "parties": "、".join(join_lines(p.text) for p in event.parties) or None,
                "amounts": "、".join(join_lines(a.text) for a in event.amounts) or None, **self._amount_of(number, event),
                "start": event.start, "end": event.end, "sentence": self._sentence(event.start, event.end),
            }  # fmt: skip

    def parties(self) -> Iterator[Cells]:
        for number, event in enumerate(self._document.agreements, 1):
            for place, party in enumerate(event.parties, 1):
                body = self._bodies.get(party.start)
                yield {
                    "agreement": number, "party": place, "text": join_lines(party.text), "name": party.name,
                    "kind": body and self._document.organisations[body - 1].kind, "organisation": body, "action": event.action,
                    "title": join_lines(event.title), "first_day": self._date_of(event).get("first_day"), "start": party.start,
                    "end": party.end, "sentence": self._sentence(party.start, party.end),
                }  # fmt: skip

    def organisations(self) -> Iterator[Cells]:
        for number, body in enumerate(self._document.organisations, 1):
            starts = sorted(start for name in body.names for start in name.starts)
            yield {
                "organisation": number, "name": body.name, "kind": body.kind, "names": _names(body), "mentions": len(starts),
                "start": starts[0], "sentence": self._sentence(starts[0], starts[0] + 1),
            }  # fmt: skip

    def _value(self, mention: Mention) -> Cells:
        match mention:
            case DateMention():
                return {"date": mention.value, "date_mod": mention.mod, **_days(mention), "granularity": mention.granularity}
            case MoneyMention():
                return {"currency_stated": mention.currency_stated, **_number(mention)}
            case PercentMention():
                return _number(mention)
            case OrgMention():
                body = self._bodies.get(mention.start)
                name = self._document.organisations[body - 1].name if body else mention.full_name or mention.name
                return {"name": name, "kind": mention.kind, "organisation": body}
            case TitleMention():
                return {"title": join_lines(mention.title), "category": mention.category}

    def _date_of(self, event: AgreementEvent) -> Cells:
        if event.date is None:
            return {}
        mention = self._dates.get(event.date.start)
        return {"date": event.date.value, "date_mod": event.date.mod, **(_days(mention) if mention else {})}

    def _amount_of(self, number: int, event: AgreementEvent) -> Cells:
        """The amount that stands in an agreement's own row: its only one, and in no earlier row."""
        if len(event.amounts) != 1 or self._owners[event.amounts[0].start] != number:
            return {}
        money = self._numbers.get(event.amounts[0].start)
        return {"amount": money.amount, "currency": money.currency} if isinstance(money, MoneyMention) else {}

    def _period(self, figure: Figure) -> Cells:
        if figure.period is None:
            return {}
        mention = self._dates.get(figure.period.start)
        days = _days(mention) if mention else {}
        return {
            "period": figure.period.value, "period_mod": figure.period.mod, "period_source": figure.period.source,
            **{f"period_{name}": day for name, day in days.items()},
        }  # fmt: skip

    @cached_property
    def _sentences(self) -> list[Sentence]:
        spans = [(m.start, m.end) for m in self._document.mentions]
        return list(sentences(reading_view(self._document.text), spans))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self._sentences]

    def _sentence(self, start: int, end: int) -> str:
        index = bisect_right(self._starts, start) - 1
        low, high = self._sentences[index][:2] if index >= 0 else (start, end)
        return self._cut(low, max(high, end), start)

    def _cut(self, low: int, high: int, start: int) -> str:
        """A sentence on one line; of a long one what stands around an offset in it."""
        first, last = max(low, start - _ROOM), min(high, start + _ROOM)
        text = join_lines(self._document.text[first:last]).strip()
        return ("…" if first > low else "") + text + ("…" if last < high else "")


def _number(mention: MoneyMention | PercentMention) -> Cells:
    if isinstance(mention, PercentMention):
        return {
            "percent": mention.value, "percent_min": mention.value_min, "percent_max": mention.value_max, "unit": mention.unit,
            "mod": mention.mod,
        }  # fmt: skip
    return {
        "amount": mention.amount, "amount_min": mention.amount_min, "amount_max": mention.amount_max, "currency": mention.currency,
        "per": mention.per, "mod": mention.mod,
    }  # fmt: skip


def _days(mention: DateMention) -> Cells:
    return {"first_day": _day(mention.first_day), "last_day": _day(mention.last_day)}


def _day(written: str | None) -> dt.date | None:
    return None if written is None else dt.date.fromisoformat(written)


def _part(name: str, part: FigurePart | None) -> Cells:
    return {name: _written(part), f"{name}_source": part.source} if part else {}


def _written(part: object) -> str | None:
    text = getattr(part, "text", None)
    return join_lines(text) if isinstance(text, str) else None


def _names(body: Organisation) -> str:
    return "、".join(dict.fromkeys(name.name for name in body.names))


def _present(cells: Mapping[str, Cell]) -> Cells:
    return {name: cell for name, cell in cells.items() if cell is not None}
