"""What a caller says: of a document its id, the day it was published, what a bare 元 is in it; of himself, where his files are."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cyextract.currencies import currency_codes
from cyextract.errors import InputError

ReferenceDate = str | dt.date | None
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
_RECORD_KEYS = ("text", "id", "reference_date", "default_currency", "vague", "is_entry")
_WRITTEN_DAY = re.compile(r"\s*(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d)")


def check_currency(code: str | None) -> None:
    """Refuse what can be no currency.

    Raises:
        InputError: it is no code of ISO 4217.
    """
    if code is not None and not (isinstance(code, str) and code in currency_codes()):
        raise InputError(f"default_currency {code!r} is no ISO 4217 code such as CNY, TWD or HKD")


def list_paths(argument: str, paths: Paths) -> tuple[str | os.PathLike[str], ...]:
    """The paths that were given; one by itself is one path, not its letters.

    Raises:
        TypeError: it is no path.
    """
    listed = (paths,) if isinstance(paths, str | os.PathLike) else tuple(paths) if isinstance(paths, Iterable) else (paths,)
    if wrong := [path for path in listed if not isinstance(path, str | os.PathLike)]:
        raise TypeError(f"{argument} takes a path or several, got {type(wrong[0]).__name__}")
    return listed


def check_id(id: str | None) -> None:
    """Refuse an id that no result can carry.

    Raises:
        InputError: it is no text.
    """
    if not isinstance(id, str | None):
        raise InputError(f"id must be a str, got {type(id).__name__}")


def read_record(item: object) -> dict[str, Any]:
    """What a text or an input record says, without what it leaves open; an id that is a whole number becomes text.

    Raises:
        InputError: a record without a text, or with a key that nobody reads.

    >>> read_record({"text": "投资3亿元", "id": 7, "reference_date": None})
    {'text': '投资3亿元', 'id': '7'}
    """
    if not isinstance(item, Mapping):
        return {"text": item}
    if "text" not in item:
        raise InputError(f"a record without text; it has {', '.join(map(repr, item)) or 'nothing'}")
    if unknown := [key for key in item if key not in _RECORD_KEYS]:
        raise InputError(f"a record has {unknown[0]!r}, which nobody reads; it may have {', '.join(_RECORD_KEYS)}")
    stated = {key: value for key, value in item.items() if value is not None or key == "text"}
    if isinstance(id := stated.get("id"), int) and not isinstance(id, bool):
        stated["id"] = str(id)
    return stated


def parse_reference_date(value: ReferenceDate) -> dt.date | None:
    """A reference date as a date: ISO 8601, or year, month and day as people and crawls write them; a time of day behind it is dropped.

    Raises:
        InputError: it is no day.

    >>> parse_reference_date("2023年5月5日") == parse_reference_date("2023/5/5 08:30") == dt.date(2023, 5, 5)
    True
    """
    if value is None:
        return None
    try:
        if isinstance(value, dt.date):  # of a datetime the day; a missing time of pandas is one too, and has none
            return dt.date(value.year, value.month, value.day)
        if (written := _WRITTEN_DAY.match(value)) is not None:
            return dt.date(int(written[1]), int(written[2]), int(written[3]))
        return dt.datetime.fromisoformat(value.strip()).date()
    except (ValueError, TypeError, AttributeError):
        raise InputError(f"reference_date {value!r} is no day; write it like 2021-06-10 or 2021年6月10日") from None
