"""Duckling, the Haskell library (`pip install pyduckling-native-phihos`): dimensions time and amount-of-money, locale ZH_CN.

Its Python wrapper holds the library itself; no server. DATE: `value` with its `grain`, or `from` and `to`; hours and finer count as their
day, and clock times by themselves are left out. It reads 12月28日 as the next one; news looks back, so a day or month without a year that
lies ahead is taken a year earlier. It has one unit, $, for every 元: the code is read from the text in its favour (美元 USD, 港元 HKD …,
else CNY).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peers.mapping import Mention, currency_code, date_value, is_clock_time, mention

PACKAGES = ("pyduckling-native-phihos",)
TYPES = ("DATE", "MONEY")
VALUES = TYPES
_ZONES = Path("/usr/share/zoneinfo")
_FOREIGN = ("美元", "美金", "欧元", "英镑", "港元", "港币", "日元", "韩元", "新台币", "台币", "澳元", "加元", "卢布", "泰铢")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def load_timed() -> Callable[[str, str | None], list[Any]]:
    """One call for both dimensions."""
    import duckling

    locale = duckling.parse_locale("ZH_CN", duckling.default_locale_lang(duckling.parse_lang("ZH")))
    zones = duckling.load_time_zones(str(_ZONES))
    dimensions = duckling.parse_dimensions(["time", "amount-of-money"])

    def run(text: str, reference_date: str | None) -> list[Any]:
        noon = dt.datetime.fromisoformat(f"{reference_date or '2021-06-10'}T12:00:00+08:00")
        context = duckling.Context(duckling.parse_ref_time(zones, "Asia/Shanghai", int(noon.timestamp())), locale)
        return list(duckling.parse(text, context, dimensions, False))

    return run


def load() -> Callable[[str, str | None], list[Mention]]:
    """The call, as mentions."""
    run = load_timed()

    def extract(text: str, reference_date: str | None) -> list[Mention]:
        found = [
            _date(text, row, reference_date or "2021-06-10") if row["dim"] == "time" else _amount(text, row)
            for row in run(text, reference_date)
        ]
        return sorted((m for m in found if m is not None), key=lambda m: m["start"])  # type: ignore[arg-type, return-value]

    return extract


def _date(text: str, row: dict[str, Any], base: str) -> Mention | None:
    start, end, value = row["start"], row["end"], row["value"]
    if is_clock_time(text[start:end]):
        return None
    ends = [value.get("from") or value.get("to"), value.get("to") or value.get("from")] if value["type"] == "interval" else [value, value]
    try:
        first, last = _days(ends[0])[0], _days(ends[1])[1]
    except (ValueError, OverflowError):  # it knows years before 1 and after 9999
        return mention(text, "DATE", start, end)
    if "年" not in text[start:end] and first.isoformat() > base and value.get("grain") in ("day", "month"):
        first, last = _year_before(first), _year_before(last)
    return mention(text, "DATE", start, end, value=date_value(text[start:end], first, last))


def _year_before(day: dt.date) -> dt.date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def _days(value: dict[str, Any]) -> tuple[dt.date, dt.date]:
    first, grain = dt.date.fromisoformat(value["value"][:10]), value["grain"]
    if grain == "week":
        return first, first + dt.timedelta(6)
    if grain not in _MONTHS:
        return first, first
    month = first.month + _MONTHS[grain] - 1
    return first, first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def _amount(text: str, row: dict[str, Any]) -> Mention:
    start, end, value = row["start"], row["end"], row["value"]
    currency = currency_code(next((unit for unit in _FOREIGN if unit in text[start:end]), "元"))
    if value["type"] == "interval":
        low, high = (str(value[side]["value"]) if side in value else None for side in ("from", "to"))
        if low is None or high is None:
            return mention(text, "MONEY", start, end, amount=low or high, currency=currency)
        return mention(text, "MONEY", start, end, amount_min=low, amount_max=high, currency=currency)
    return mention(text, "MONEY", start, end, amount=str(value["value"]), currency=currency)
