"""What a mention is worth, for people: one phrase, and the notes that explain it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyextract.models import DateMention, Mention

_SIGNS = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}
_UNITS = {"percent": " %", "percentage_point": " points"}
_WHOLE_DAYS = {"day", "part", "minute", "second"}


def phrase_value(mention: Mention) -> str:
    """The value of a mention as a reader wants it: thousands grouped, bounds as signs."""
    if mention.type == "DATE":
        return f"{mention.value} {mention.mod}" if mention.mod else mention.value
    if mention.type == "MONEY":
        amount = _quantity(mention.amount, mention.amount_min, mention.amount_max, mention.mod)
        return f"{amount} {mention.currency}" + (f" per {mention.per}" if mention.per else "")
    if mention.type == "PERCENT":
        return _quantity(mention.value, mention.value_min, mention.value_max, mention.mod) + _UNITS[mention.unit]
    return mention.kind.replace("_", " ") if mention.type == "ORG" else mention.category


def note_value(mention: Mention, texts: Mapping[int, str]) -> list[str]:
    """What else there is to know: days covered, what was implied and by what, full names.

    Args:
        mention: the mention.
        texts: the canonical text of the document's mentions by their start, to name what a date rests on.
    """
    if mention.type == "DATE":
        return _date_notes(mention, texts)
    if mention.type == "MONEY":
        return [] if mention.currency_stated else [f"{mention.currency} is implied"]
    if mention.type == "ORG":
        return [f"short for {mention.full_name}"] if mention.full_name else []
    if mention.type == "TITLE":
        return [] if mention.closed else ["》 is missing"]
    return []


def _date_notes(mention: DateMention, texts: Mapping[int, str]) -> list[str]:
    notes = []
    if mention.first_day and mention.granularity not in _WHOLE_DAYS:
        notes.append(f"{mention.first_day} to {mention.last_day}" if mention.last_day else f"from {mention.first_day}")
    for part, implied in mention.implied.items():
        if implied.source == "reference_date":
            notes.append(f"{part} from the reference date")
        else:
            source = texts.get(-1 if implied.start is None else implied.start)
            notes.append(f"{part} from {source} at {implied.start}" if source else f"{part} from the document")
    return notes


def _quantity(value: Decimal | None, low: Decimal | None, high: Decimal | None, mod: str | None) -> str:
    if value is not None:
        number = _number(value)
    elif low is not None and high is not None:
        number = f"{_number(low)} to {_number(high)}"
    elif low is not None:
        number = f"from {_number(low)}"
    else:
        number = f"up to {_number(high)}" if high is not None else "?"
    return _SIGNS.get(mod or "", "") + number


def _number(value: Decimal) -> str:
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
