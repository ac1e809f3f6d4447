"""Agreements as flat rows for a data frame: one for each party and amount of each agreement."""

from __future__ import annotations

from collections.abc import Iterator

from cyextract.document import Document
from cyextract.models import AgreementEvent, MoneyMention, format_decimal

FactRow = dict[str, object]


def fact_rows(document: Document, id: str | int | None = None) -> Iterator[FactRow]:
    """The facts of a document. Every row has every column; `None` where the text says nothing.

    `document` is the id, `start` and `end` are the evidence's code points, `amount` is exact, as a string, or empty for a range.

    >>> list(fact_rows(Document(text="无")))
    []
    """
    money = {m.start: m for m in document.money}
    for agreement in document.agreements:
        parties: tuple[str | None, ...] = tuple(p.text for p in agreement.parties) or (None,)
        amounts: tuple[MoneyMention | None, ...] = tuple(money.get(a.start) for a in agreement.amounts) or (None,)
        for party in parties:
            for amount in amounts:
                yield {"document": document.id if id is None else id, **_columns(agreement, party, amount)}


def _columns(agreement: AgreementEvent, party: str | None, amount: MoneyMention | None) -> FactRow:
    exact = None if amount is None or amount.amount is None else format_decimal(amount.amount)
    date = agreement.date
    return {
        "date": date.value if date else None, "date_mod": date.mod if date else None,
        "action": agreement.action, "action_type": agreement.action_type, "title": agreement.title, "category": agreement.category,
        "party": None if party is None else "".join(party.split()), "amount": exact, "currency": amount.currency if amount else None,
        "start": agreement.evidence.start, "end": agreement.evidence.end,
    }  # fmt: skip
