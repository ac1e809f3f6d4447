"""Recognizers-Text (`pip install recognizers-text-suite "emoji<2"`): date-time, currency and percentage of the Chinese culture.

DATE: date, daterange, datetime and datetimerange; where it gives several readings, the last one that begins by the reference date, as
news looks back. Its ranges end on the day after for open-ended granularities (2021-01-01 to 2022-01-01 is the year 2021), so the last day
is the day before; a plain `timex` (2021, 2021-06) is taken as it is. Durations, sets and clock times are left out. Amounts without a
number (人民币 alone) are left out, and of nested ones the longest counts. PERCENT: 个百分点 in the text gives percentage points.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from peers.mapping import Mention, date_value, mention

PACKAGES = ("recognizers-text-suite", "recognizers-text-date-time", "recognizers-text-number-with-unit", "emoji")
TYPES = ("DATE", "MONEY", "PERCENT")
VALUES = TYPES
_PLAIN = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DATED = ("datetimeV2.date", "datetimeV2.daterange", "datetimeV2.datetime", "datetimeV2.datetimerange")


def load_timed() -> Callable[[str, str | None], object]:
    """The three models, built once, as its documentation advises."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    dates = DateTimeRecognizer(Culture.Chinese).get_datetime_model()
    amounts = NumberWithUnitRecognizer(Culture.Chinese).get_currency_model()
    shares = NumberRecognizer(Culture.Chinese).get_percentage_model()

    def run(text: str, reference_date: str | None) -> tuple[list[Any], list[Any], list[Any]]:
        base = dt.datetime.fromisoformat(reference_date or "2021-06-10")
        return dates.parse(text, base), amounts.parse(text), shares.parse(text)

    return run


def load() -> Callable[[str, str | None], list[Mention]]:
    """The three models, as mentions."""
    run = load_timed()

    def extract(text: str, reference_date: str | None) -> list[Mention]:
        dates, amounts, shares = run(text, reference_date)  # type: ignore[misc]
        base = reference_date or "2021-06-10"
        found = [_date(text, row, base) for row in dates if row.type_name in _DATED]
        found += [_amount(text, row) for row in _longest([row for row in amounts if row.resolution and row.resolution["value"]])]
        found += [_share(text, row) for row in shares if row.resolution]
        return sorted(found, key=lambda m: m["start"])  # type: ignore[arg-type, return-value]

    return extract


def _date(text: str, row: Any, base: str) -> Mention:
    start, end = row.start, row.end + 1
    words = row.text.strip()
    readings: list[tuple[dt.date, str]] = []
    for value in (row.resolution or {}).get("values", ()):
        try:
            if "value" in value:
                first = last = dt.date.fromisoformat(value["value"][:10])
            else:
                first, last = dt.date.fromisoformat(value["start"][:10]), dt.date.fromisoformat(value["end"][:10])
                if value["type"] == "daterange" and not value["timex"].endswith("D)"):
                    last -= dt.timedelta(1)
        except (KeyError, ValueError, OverflowError):
            continue
        readings.append((first, value["timex"] if _PLAIN.fullmatch(value["timex"]) else date_value(words, first, last)))
    if not readings:
        return mention(text, "DATE", start, end)
    past = [reading for reading in readings if reading[0].isoformat() <= base]
    return mention(text, "DATE", start, end, value=max(past)[1] if past else readings[0][1])


def _longest(rows: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for row in sorted(rows, key=lambda r: r.start - r.end):
        if all(row.end < other.start or other.end < row.start for other in kept):
            kept.append(row)
    return kept


def _amount(text: str, row: Any) -> Mention:
    fields = {"amount": row.resolution["value"], "currency": row.resolution.get("isoCurrency")}
    return mention(text, "MONEY", row.start, row.end + 1, **fields)


def _share(text: str, row: Any) -> Mention:
    unit = "percentage_point" if "百分点" in row.text else "percent"
    return mention(text, "PERCENT", row.start, row.end + 1, value=str(row.resolution["value"]).rstrip("%"), unit=unit)
