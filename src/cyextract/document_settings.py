"""What a caller says of a document: the day it was published, and what a bare 元 is in it."""

from __future__ import annotations

import datetime as dt
import re

from cyextract.errors import InputError

ReferenceDate = str | dt.date | None
_WRITTEN_DAY = re.compile(r"\s*(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d)")


def check_currency(code: str | None) -> None:
    """Refuse what can be no currency.

    Raises:
        InputError: it is not three capital letters.
    """
    if code is not None and re.fullmatch("[A-Z]{3}", code) is None:
        raise InputError(f"default_currency {code!r} is no ISO 4217 code such as CNY, TWD or HKD")


def parse_reference_date(value: ReferenceDate) -> dt.date | None:
    """A reference date as a date: ISO 8601, or year, month and day as people and crawls write them; a time of day behind it is dropped.

    Raises:
        InputError: it is no day.

    >>> parse_reference_date("2023年5月5日") == parse_reference_date("2023/5/5 08:30") == dt.date(2023, 5, 5)
    True
    """
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        if (written := _WRITTEN_DAY.match(value)) is not None:
            return dt.date(int(written[1]), int(written[2]), int(written[3]))
        return dt.datetime.fromisoformat(value.strip()).date()
    except (ValueError, TypeError, AttributeError):
        raise InputError(f"reference_date {value!r} is no day; write it like 2021-06-10 or 2021年6月10日") from None
