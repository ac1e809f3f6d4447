"""What a mention is worth, in words: for people a phrase and notes, for the examples of rules their notation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from cyextract.models import DateMention, Mention, MoneyMention, OrgMention, PercentMention, TitleMention, format_decimal

SIGNS = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}
_UNITS = {"percent": "%", "percentage_point": "points"}
_WHOLE_DAYS = {"day", "part", "minute", "second"}


def phrase_value(mention: Mention) -> str:
    """The value of a mention as a reader wants it: thousands grouped, bounds as signs.

    >>> bank = OrgMention(start=0, end=2, text="央行", canonical="央行", rule="r", name="央行", kind="bank", full_name="中国人民银行")
    >>> phrase_value(bank)
    'bank, short for 中国人民银行'
    """
    match mention:
        case DateMention():
            return _join(mention.value, mention.mod)
        case MoneyMention():
            amount = _quantity(mention.amount, mention.amount_min, mention.amount_max, mention.mod)
            return _join(amount, mention.currency, mention.per and f"per {mention.per}")
        case PercentMention():
            return _join(_quantity(mention.value, mention.value_min, mention.value_max, mention.mod), _UNITS[mention.unit])
        case OrgMention():
            return mention.kind.replace("_", " ") + (f", short for {mention.full_name}" if mention.full_name else "")
        case TitleMention():
            return mention.category + ("" if mention.closed else ", 》 is missing")


def note_value(mention: Mention, texts: Mapping[int, str]) -> list[str]:
    """What else there is to know: days covered, what was implied and by what.

    Args:
        mention: the mention.
        texts: the canonical text of the document's mentions by their start, to name what a date rests on.
    """
    if isinstance(mention, DateMention):
        return _date_notes(mention, texts)
    if isinstance(mention, MoneyMention) and not mention.currency_stated:
        return [f"{mention.currency} is implied"]
    return []


def notate_value(mention: Mention) -> str:
    """The value of a mention in the notation of `cyextract.ruleset.examples`: exact, in words of the JSON."""
    match mention:
        case DateMention():
            return _join(mention.value, mention.mod)
        case MoneyMention():
            amount = _range(format_decimal, "..", mention.amount, mention.amount_min, mention.amount_max)
            return _join(mention.currency, amount, mention.mod, mention.per and f"per {mention.per}")
        case PercentMention():
            value = _range(format_decimal, "..", mention.value, mention.value_min, mention.value_max)
            return _join(value, mention.unit, mention.mod)
        case OrgMention():
            return mention.kind
        case TitleMention():
            return _join(mention.category, None if mention.closed else "open")


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
    return SIGNS.get(mod or "", "") + _range(_grouped, " to ", value, low, high)


def _range(write: Callable[[Decimal], str], between: str, value: Decimal | None, low: Decimal | None, high: Decimal | None) -> str:
    """One value, or a range; an end that is open is left out."""
    ends = (low, high) if value is None else (value,)
    return between.join("" if end is None else write(end) for end in ends)


def _grouped(value: Decimal) -> str:
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _join(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
