"""What a mention is worth, in words: for people a phrase and notes, for the examples of rules their notation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from cyextract.models import DateMention, Figure, Mention, MoneyMention, OrgMention, PercentMention, TitleMention, format_decimal

_SIGNS = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}
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


def phrase_figure(figure: Figure) -> str:
    """What a number measures, in one line: kind, quantity, of whom or what, when, against what; what is null is left out.

    >>> from cyextract.models import FigurePart, TextSpan
    >>> tax = FigurePart(text="税收", start=0, end=2, source="clause", rule="figure.metric-before")
    >>> phrase_figure(Figure(start=2, end=5, kind="growth", direction="up", metric=tax, sentence=TextSpan(text="", start=0, end=0)))
    'growth up: 税收'
    """
    said = [part.text for part in (figure.metric, figure.subject) if part is not None]
    if figure.whole is not None:
        said.append(f"part of {figure.whole.text}")
    if figure.period is not None:
        said.append(_join(figure.period.value, figure.period.mod))
    if figure.basis is not None:
        said.append(figure.basis.text)
    if figure.status != "actual":
        said.append(figure.status)
    told = ", ".join(" ".join(part.split()) for part in said)
    return _join(figure.kind, figure.direction) + (f": {told}" if told else "")


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
    return _SIGNS.get(mod or "", "") + _range(_grouped, " to ", value, low, high)


def _range(write: Callable[[Decimal], str], between: str, value: Decimal | None, low: Decimal | None, high: Decimal | None) -> str:
    """One value, or a range; an end that is open is left out."""
    ends = (low, high) if value is None else (value,)
    return between.join("" if end is None else write(end) for end in ends)


def _grouped(value: Decimal) -> str:
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _join(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
