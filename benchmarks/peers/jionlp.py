"""JioNLP (`pip install jionlp`): `ner.extract_time` and `ner.extract_money`, both with parsing.

Times: points and spans become DATE with the first and last day of `time`, without 从 and 自 before them; 5月底 and 20年来 stand for the
months and years that gold gives them. Durations (time_delta), periods that recur (time_period) and clock times by themselves are left
out, as gold has none. Amounts: the span without 约, 超过 and the like; two numbers are a range where the text holds a connector, else the
lower one counts (2000多 is 2000 and more). The unit becomes its ISO code.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from peers.mapping import Mention, currency_code, date_value, is_clock_time, mention, trim_amount, trim_since

PACKAGES = ("jionlp", "jiojio")
TYPES = ("DATE", "MONEY")
VALUES = TYPES
_CONNECTOR = re.compile("[-—~～至到]")


def load_timed() -> Callable[[str, str | None], object]:
    """Both calls, nothing mapped."""
    import jionlp

    def run(text: str, reference_date: str | None) -> tuple[list[Any], list[Any]]:
        base = dt.date.fromisoformat(reference_date) if reference_date else dt.date(2021, 6, 10)
        when = {"year": base.year, "month": base.month, "day": base.day}
        return jionlp.ner.extract_time(text, time_base=when, with_parsing=True), jionlp.ner.extract_money(text, with_parsing=True)

    return run


def load() -> Callable[[str, str | None], list[Mention]]:
    """Both calls, as mentions."""
    run = load_timed()

    def extract(text: str, reference_date: str | None) -> list[Mention]:
        times, amounts = run(text, reference_date)  # type: ignore[misc]
        found = [_date(text, row) for row in times] + [_amount(text, row) for row in amounts]
        return sorted((m for m in found if m is not None), key=lambda m: m["start"])  # type: ignore[arg-type, return-value]

    return extract


def _date(text: str, row: dict[str, Any]) -> Mention | None:
    if row["type"] not in ("time_point", "time_span") or is_clock_time(row["text"]):
        return None
    start, end = row["offset"]
    start = trim_since(text, start, end)
    try:
        first, last = (dt.date.fromisoformat(day[:10]) for day in row["detail"]["time"])
    except (ValueError, KeyError, TypeError):  # open ends (inf) and years before 1000
        return mention(text, "DATE", start, end)
    return mention(text, "DATE", start, end, value=date_value(text[start:end], first, last))


def _amount(text: str, row: dict[str, Any]) -> Mention | None:
    start, end = trim_amount(text, *row["offset"])
    detail = row["detail"]
    number, currency = detail["num"], currency_code(detail["case"])
    if isinstance(number, str):
        return mention(text, "MONEY", start, end, amount=number, currency=currency)
    if _CONNECTOR.search(text[start:end]):
        return mention(text, "MONEY", start, end, amount_min=number[0], amount_max=number[1], currency=currency)
    return mention(text, "MONEY", start, end, amount=number[0], currency=currency)
