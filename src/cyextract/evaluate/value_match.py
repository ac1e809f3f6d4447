"""Compare what two mentions mean: values, facts and attributes."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyextract.evaluate.gold_documents import Annotation

ATTRIBUTE = {"DATE": "mod", "MONEY": "mod", "PERCENT": "mod", "ORG": "kind", "TITLE": "category"}
_NUMBERS = {"MONEY": ("amount", "amount_min", "amount_max"), "PERCENT": ("value", "value_min", "value_max")}
_SYMBOLS = {"DATE": ("value",), "MONEY": ("currency",), "PERCENT": ("unit",)}


def compared_fields(type_: str) -> tuple[str, ...]:
    """Name the fields of a type that the scorer compares: its value, then its attribute.

    >>> compared_fields("PERCENT")
    ('value', 'value_min', 'value_max', 'unit', 'mod')
    """
    attribute = (ATTRIBUTE[type_],) if type_ in ATTRIBUTE else ()
    return (*_NUMBERS.get(type_, ()), *_SYMBOLS.get(type_, ()), *attribute)


def states_value(gold: Annotation) -> bool:
    """Whether gold says what a mention is worth; where the type has no such field, its span says it all.

    Gold from formats without values has none: there is nothing that a prediction could have right or wrong.
    """
    fields = (*_NUMBERS.get(gold.type, ()), *_SYMBOLS.get(gold.type, ()))
    return not fields or any(gold.fields.get(name) is not None for name in fields)


def states_attribute(gold: Annotation) -> bool:
    """Whether gold says the attribute of a mention; a value without `mod` says that there is none."""
    name = ATTRIBUTE.get(gold.type, "")
    return gold.fields.get(name) is not None or (name == "mod" and states_value(gold))


def has_same_value(gold: Annotation, predicted: Annotation) -> bool:
    """Whether the value fields of the type agree; a field absent on one side only is a difference."""
    numbers = (_is_same_number(gold.fields.get(k), predicted.fields.get(k)) for k in _NUMBERS.get(gold.type, ()))
    symbols = (gold.fields.get(k) == predicted.fields.get(k) for k in _SYMBOLS.get(gold.type, ()))
    return all(numbers) and all(symbols)


def is_same_fact(gold: Annotation, predicted: Annotation) -> bool:
    """Whether two overlapping mentions of one type mean the same, however much of the text each takes."""
    if gold.type == "DATE":
        wanted, found = gold.fields.get("value"), predicted.fields.get("value")
        days = calendar_days(wanted)
        return wanted == found if days is None else days == calendar_days(found)
    if gold.type not in _NUMBERS:
        return (gold.start, gold.end) == (predicted.start, predicted.end)
    stated = [k for k in _NUMBERS[gold.type] if gold.fields.get(k) is not None]
    is_same_unit = gold.type != "MONEY" or gold.fields.get("currency") == predicted.fields.get("currency")
    return is_same_unit and all(_is_same_number(gold.fields[k], predicted.fields.get(k)) for k in stated)


def has_same_attribute(gold: Annotation, predicted: Annotation) -> bool:
    """Whether the attribute of the type agrees, absent on both sides included."""
    name = ATTRIBUTE.get(gold.type, "")
    return gold.fields.get(name) == predicted.fields.get(name)


def _is_same_number(left: object, right: object) -> bool:
    return left == right or (left is not None and right is not None and _number(left) == _number(right))


def _number(value: object) -> object:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


_YEAR = "(?P<year>[0-9]{4})"
_DAY = re.compile(f"(?P<day>{_YEAR}-[0-9]{{2}}-[0-9]{{2}})(?:T.*)?")
_WEEK = re.compile(f"{_YEAR}-W(?P<week>[0-9]{{2}})(?P<weekend>-WE)?")
_MONTHS = re.compile(f"{_YEAR}(?:-(?:(?P<month>[0-9]{{2}})|Q(?P<quarter>[1-4])|H(?P<half>[12])))?")
_YEARS = re.compile("(?P<known>[0-9]{2,3})X{1,2}")


def calendar_days(value: object) -> tuple[str, str] | None:
    """Name the first and last day of a TIMEX3 value, or `None` where it has none (open, vague, season).

    >>> calendar_days("2021-Q1"), calendar_days("2023/2025"), calendar_days("XXXX-06-04")
    (('2021-01-01', '2021-03-31'), ('2023-01-01', '2025-12-31'), None)
    """
    if not isinstance(value, str):
        return None
    start, slash, end = value.partition("/")
    if slash:
        first, last = calendar_days(start), calendar_days(end)
        return (first[0], last[1]) if first and last else None
    if day := _DAY.fullmatch(value):
        return day["day"], day["day"]
    if week := _WEEK.fullmatch(value):
        return _week_days(int(week["year"]), int(week["week"]), 6 if week["weekend"] else 1)
    if (years := _YEARS.fullmatch(value)) and len(value) == 4:
        known, width = years["known"], 4 - len(years["known"])
        return f"{known}{'0' * width}-01-01", f"{known}{'9' * width}-12-31"
    return _month_days(found) if (found := _MONTHS.fullmatch(value)) else None


def _month_days(found: re.Match[str]) -> tuple[str, str] | None:
    year, first, last = found["year"], 1, 12
    if found["month"]:
        first = last = int(found["month"])
    elif found["quarter"]:
        first, last = int(found["quarter"]) * 3 - 2, int(found["quarter"]) * 3
    elif found["half"]:
        first, last = int(found["half"]) * 6 - 5, int(found["half"]) * 6
    if not 1 <= first <= 12:
        return None
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{calendar.monthrange(int(year), last)[1]:02}"


def _week_days(year: int, week: int, weekday: int) -> tuple[str, str] | None:
    try:
        first, last = dt.date.fromisocalendar(year, week, weekday), dt.date.fromisocalendar(year, week, 7)
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()
