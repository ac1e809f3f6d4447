"""Interpreters of what is counted: distances, stretches, plans and the first part of a year."""

from __future__ import annotations

import re

from cyextract.recognizers.date.fields import DateMeaning, Shift, Stretch, Unit
from cyextract.recognizers.date.interpret import Result, edge_of, either_number
from cyextract.ruleset.scanner import RuleMatch

_UNITS: dict[str, Unit] = {
    "年": "year", "季度": "quarter", "月": "month", "个月": "month", "周": "week", "星期": "week", "天": "day", "日": "day",
    "小时": "hour",
}  # fmt: skip


def _amount(match: RuleMatch) -> tuple[int, Unit] | None:
    """Count and unit of 三年, 两年半, 半年, 五个月; None when the count is open (几年, 数十年)."""
    unit = _UNITS[match.text("unit")]
    quantity = either_number(match)
    if quantity is None:
        return None
    if quantity.low != quantity.high or quantity.blur is not None:
        return None
    half = match.has("half") or match.has("half2")
    if quantity.low == quantity.low.to_integral_value() and not half:
        return int(quantity.low), unit
    smaller: dict[Unit, tuple[Unit, int]] = {"year": ("month", 12), "month": ("day", 30), "day": ("hour", 24)}
    if unit not in smaller:
        return None
    fine, factor = smaller[unit]
    return int(quantity.low * factor) + (factor // 2 if half else 0), fine


_LEADS = re.compile("[\u3400-\u9fff]")
_SHIFT_OPENERS = frozenset("在于是从自与对将而且但和及到约近就又再已则并即至期年月日")

_FORECAST = re.compile("可能|或|将|料|预计|有望|可望|会")  # 一年后料将上涨: a forecast counts from today


def shift(match: RuleMatch) -> Result:
    """三年前, 半年前, 20天后."""
    amount = _amount(match)
    if amount is None:
        return "an open count names no day"
    back = match.text("way") == "前"
    before = match.tokens.view[match.start - 1 : match.start]
    if not back and _LEADS.match(before) and before not in _SHIFT_OPENERS and not _FORECAST.match(match.tokens.view, match.end):
        return "counts from an event, not from a day"  # 签约两年后
    return DateMeaning({"shift": Shift(-amount[0] if back else amount[0], amount[1], "ref" if back else "last")}, rules=(match.rule.id,))


def stretch(match: RuleMatch) -> Result:
    """近三年, 过去五年, 20年来, 未来两年."""
    amount = _amount(match)
    if amount is None:
        return "an open count names no stretch"
    ahead = match.text("way") in ("未来", "今后", "接下来", "后", "下")
    return DateMeaning({"stretch": Stretch(amount[0] if ahead else -amount[0], amount[1])}, rules=(match.rule.id,))


_PLANS = {"一五": 1, "二五": 2, "三五": 3, "四五": 4, "五五": 5, "六五": 6, "七五": 7, "八五": 8, "九五": 9, "十五": 10}
_TEENTH = "一二三四五六"


def plan(match: RuleMatch) -> Result:
    """十四五: the five-year plan's period."""
    text = match.text("p") or match.text("p2")
    number = _PLANS.get(text)
    if number is None and len(text) == 3 and text[0] == "十" and text[1] in _TEENTH:
        number = 11 + _TEENTH.index(text[1])
    if number is None:
        return "no plan of that name"
    return DateMeaning({"plan": number}, None, edge_of(match), True, (match.rule.id,))


_FEW_MONTHS = 3


def months_so_far(match: RuleMatch) -> Result:
    """前三季度, 前5个月: from January on."""
    quantity = either_number(match)
    if quantity is None:
        return "no number"
    count = int(quantity.low)
    months = count * 3 if match.has("quarters") else count
    if not count > 1 or months > 12:
        return "not months of one year"
    if (
        count <= _FEW_MONTHS and match.has("before") and not match.has("quarters") and match.is_whole_text
    ):  # an entry, not a report: the months before this one
        return DateMeaning({"stretch": Stretch(-count, "month", is_whole=True)}, rules=(match.rule.id,))
    return DateMeaning({"month": 1}, {"month": months}, None, True, (match.rule.id,))


def days_so_far(match: RuleMatch) -> Result:
    """前10天 of a month or year."""
    count = match.integer("n")
    if count is None or not 1 < count <= 31:
        return "not days of one month"
    return DateMeaning({"day": 1}, {"day": count}, None, False, (match.rule.id,))


_FEW_YEARS = 20
_STRETCH_OPENERS = frozenset("在于的是从自与对将而且但和及，。")


def stretch_named(match: RuleMatch) -> Result:
    """近三年, 过去五年, 未来两年; the one-character openers 前 后 上 下 only where nothing hints at another word."""
    way = match.text("way")
    if way not in ("前", "后", "上", "下"):
        return stretch(match)
    before = match.tokens.view[match.start - 1 : match.start]
    if _LEADS.match(before) and before not in _STRETCH_OPENERS:
        return "a single 前 or 后 before a count opens no stretch here"
    amount = _amount(match)
    if amount is None:
        return "an open count names no stretch"
    if amount[1] == "year" and amount[0] > _FEW_YEARS:
        return "a year before our era (前221年), or no stretch anyone names so"
    count = amount[0] if way in ("后", "下") else -amount[0]
    return DateMeaning({"stretch": Stretch(count, amount[1], is_whole=True)}, rules=(match.rule.id,))
