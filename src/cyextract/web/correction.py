"""A mention that a person corrected: whether its fields can be, and the line that the page shows for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from cyextract.currencies import currency_codes
from cyextract.display.html import row_fragment
from cyextract.models import DateMention, Mention, MoneyMention, PercentMention
from cyextract.recognizers.date.timex import covered_days

_END = (
    r"(?:(?:-?\d{4}|XXXX)(?:-(?:0[1-9]|1[0-2]|XX)(?:-(?:\d\d|XX)(?:T(?:MO|MD|AF|EV|NI|\d\d:\d\d(?::\d\d)?))?)?"
    r"|-Q[1-4]|-H[12]|-(?:SP|SU|FA|WI)|-W\d\d(?:-WE)?)?|\d{3}X|\d\dXX)"
)
_TIMEX = re.compile(rf"{_END}(?:/{_END})?|(?:PAST|PRESENT|FUTURE)_REF")
# The finest unit that a value names, by the first of these that its end has in it.
_GRANULARITIES = (
    ("_REF", "vague"), ("/", "range"), (r"T\d\d:\d\d:", "second"), (r"T\d", "minute"), ("T", "part"), ("-W", "week"), ("-Q", "quarter"),
    ("-H", "half"), (r"-[SFW][PUAI]", "season"), (r".{4,}-..-..", "day"), (r".{4,}-..$", "month"), (r"\dXX$", "century"),
    (r"\dX$", "decade"), ("", "year"),
)  # fmt: skip
_MENTION: TypeAdapter[Mention] = TypeAdapter(Mention)


class Problem(NamedTuple):
    """A field that cannot be, and why."""

    field: str
    problem: str


def check_correction(fields: Mapping[str, Any]) -> Mention | list[Problem]:
    """The mention that these fields make, or what is wrong with them.

    >>> check_correction({"type": "MONEY", "start": 0, "end": 3, "text": "3亿元", "canonical": "3亿元", "rule": "hand", "amount": "abc",
    ...     "currency": "XYZ"})
    [Problem(field='amount', problem='no number')]
    """
    derived = {"currency_stated": False} if fields.get("type") == "MONEY" else _calendar(fields) if fields.get("type") == "DATE" else {}
    try:
        mention = _MENTION.validate_python({**derived, **fields})
    except ValidationError as error:
        return [
            Problem(str(p["loc"][-1]) if p["loc"] else "type", "no number" if p["type"].startswith("decimal") else str(p["msg"]))
            for p in error.errors()
        ]
    return list(_problems(mention)) or mention


def _calendar(fields: Mapping[str, Any]) -> dict[str, str]:
    """What the value of a date says by itself."""
    value = str(fields.get("value", ""))
    days = covered_days(value)
    granularity = next(name for form, name in _GRANULARITIES if re.search(form, value))
    return {"granularity": granularity} | ({"first_day": days[0], "last_day": days[1]} if days else {})


def _problems(mention: Mention) -> Iterator[Problem]:
    if isinstance(mention, DateMention) and not _is_timex(mention.value):
        yield Problem("value", "no date; write it like 2021-06-04, 2021-06, 2021-Q2 or 2023/2025")
    if isinstance(mention, MoneyMention):
        if mention.currency not in currency_codes():
            yield Problem("currency", "no ISO 4217 code such as CNY, TWD or HKD")
        low, high = mention.amount_min, mention.amount_max
        if low is not None and high is not None and low > high:
            yield Problem("amount_max", "less than the other end")
    if isinstance(mention, PercentMention):
        low, high = mention.value_min, mention.value_max
        if low is not None and high is not None and low > high:
            yield Problem("value_max", "less than the other end")


def _is_timex(value: str) -> bool:
    """Whether a value has the form of TIMEX3 and every whole date in it is a day of the calendar."""
    if not _TIMEX.fullmatch(value):
        return False
    ends = [end for end in value.split("/") if "X" not in end and end[0] != "-" and end[:4] != "0000" and not end.endswith("_REF")]
    days = [covered_days(end) for end in ends]
    return None not in days and all(a[0] <= b[1] for a, b in pairwise(days) if a and b)


def correction_row(mention: Mention) -> str:
    """The line of the page's table for a corrected mention, number 0."""
    return row_fragment(mention)
