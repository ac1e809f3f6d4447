"""What is counted rather than named: distances, stretches and the first part of a year; how they are read, and their values."""

from __future__ import annotations

import datetime as dt
import re

from cyextract.models import DateMod
from cyextract.numerals.value import Quantity
from cyextract.recognizers.date.anchor import Inference, NormalizedDate, Point, tells_ahead
from cyextract.recognizers.date.arithmetic import LEAP_YEAR, move, within_calendar
from cyextract.recognizers.date.fields import Base, DateFields, DateMeaning, Shift, Stretch, Unit
from cyextract.recognizers.date.timex import write_day, write_month, write_year
from cyextract.ruleset.scanner import RuleMatch

_UNITS: dict[str, Unit] = {
    "年": "year", "季度": "quarter", "月": "month", "周": "week", "星期": "week", "天": "day", "日": "day",
    "小时": "hour",
}  # fmt: skip


def either_number(match: RuleMatch) -> Quantity | None:
    """The number of a pattern whose number stands in one of two groups, n or n2."""
    return match.quantity("n") or match.quantity("n2")


def _amount(match: RuleMatch) -> tuple[int, Unit] | None:
    """Count and unit of 三年, 两年半, 半年, 五个月; None when the count is open (几年, 数十年)."""
    unit = _UNITS[match.text("unit")]
    quantity = either_number(match)
    if quantity is None:
        return None
    if quantity.low != quantity.high or quantity.blur not in (None, "gt"):  # 20多年 begins with 20 years, 几年 nowhere
        return None
    half = match.has("half") or match.has("half2")
    if quantity.low == quantity.low.to_integral_value() and not half:
        return int(quantity.low), unit
    smaller: dict[Unit, tuple[Unit, int]] = {"year": ("month", 12), "month": ("day", 30), "day": ("hour", 24)}
    if unit not in smaller:
        return None
    fine, factor = smaller[unit]
    return int(quantity.low * factor) + (factor // 2 if half else 0), fine


def _names_month(match: RuleMatch) -> bool:
    """Whether a count of months or quarters without 个 is the name of one: 10月之后, 二季度前, but not 两月后, 18月后."""
    last = _NUMBERED.get(match.text("unit"))
    if last is None or match.match.string[match.match.start("unit") - 1] == "个":
        return False
    number = match.integer("n")
    return number is not None and 1 <= number <= last and match.text("n") != "两"


_NUMBERED = {"月": 12, "季度": 4}  # units that are named by number, up to which


_LEADS = re.compile("[\u3400-\u9fff]")
_SHIFT_OPENERS = frozenset("在于是从自与对将而且但和及到约就又再已则并即至期年月日短仅")

_FORECAST = re.compile("可能|或|将|料|预计|有望|可望|会")
_EXPECTED = re.compile("(?:预[计期]|有望|计划|力争)[^，。；！？\n]{0,12}$")  # 预计一期工程6个月后竣工
_OUTLOOK = re.compile("可能|料|预计|有望|可望")  # 一年后料将上涨: a forecast counts from today


def shift(match: RuleMatch) -> DateMeaning | str:
    """三年前, 半年前, 20天后."""
    amount = _amount(match)
    if amount is None:
        return "an open count names no day"
    if _names_month(match):
        return "the month of that number"
    back = match.text("way") == "前"
    before = match.tokens.view[match.start - 1 : match.start]
    is_expected = not back and _EXPECTED.search(match.tokens.view, max(0, match.start - 16), match.start) is not None
    if (
        not back
        and not is_expected
        and _LEADS.match(before)
        and before not in _SHIFT_OPENERS
        and not _FORECAST.match(match.tokens.view, match.end)
    ):
        return "counts from an event, not from a day"  # 签约两年后
    quantity = either_number(match)
    mod: DateMod | None = "APPROX" if quantity is not None and quantity.blur is not None else None  # 20多年前
    base: Base = "ref" if back or is_expected or _OUTLOOK.match(match.tokens.view, match.end) else "last"
    return DateMeaning({"shift": Shift(-amount[0] if back else amount[0], amount[1], base)}, None, mod, True, (match.rule.id,))


def century_ago(match: RuleMatch) -> DateMeaning:
    """百年前."""
    return DateMeaning({"shift": Shift(-100, "year", "ref")}, rules=(match.rule.id,))


_FEW_MONTHS = 3


def months_so_far(match: RuleMatch) -> DateMeaning | str:
    """前三季度, 前5个月: from January on."""
    quantity = either_number(match)
    if quantity is None:
        return "no number"
    count = int(quantity.low)
    months = count * 3 if match.has("quarters") else count
    if not count > 1 or months > 12 or (count == 12 and not match.has("quarters")):
        return "not months of one year"  # 前12个月 are those before some day
    if match.tokens.view.startswith("内", match.end):
        return "前六个月内 counts back from some day"
    is_short = count <= _FEW_MONTHS and match.has("before") and not match.has("quarters")
    if is_short and match.is_entry and match.start == 0:  # no report: the months before this one
        return DateMeaning({"stretch": Stretch(-count, "month", is_whole=True)}, rules=(match.rule.id,))
    return DateMeaning({"month": 1}, {"month": months}, None, True, (match.rule.id,))


def months_left(match: RuleMatch) -> DateMeaning | str:
    """去年最后三个月, 今年最后一个季度: up to December of the year beside it."""
    quantity = either_number(match)
    count = int(quantity.low) if quantity else 0
    months = count * 3 if match.has("quarters") else count
    if not 1 <= months <= 12:
        return "not months of one year"
    if match.has("quarters") and count == 1:
        return DateMeaning({"quarter": 4}, None, None, False, (match.rule.id,))
    last: DateFields | None = {"month": 12} if months > 1 else None
    return DateMeaning({"month": 13 - months}, last, None, False, (match.rule.id,))


def days_so_far(match: RuleMatch) -> DateMeaning | str:
    """前10天 of a month or year."""
    count = match.integer("n")
    if count is None or not 1 < count <= 31:
        return "not days of one month"
    return DateMeaning({"day": 1}, {"day": count}, None, False, (match.rule.id,))


_WILL = re.compile("[之以]?内[^，。；]{0,4}(?:将|拟|要|力争|有望)")  # 近两年内将形成产能
_LASTS = re.compile("(?:结束|终止|保持|维持|持续|延续|历时|耗时|花费?|需要?|经过|等待|用|停牌|实施)了?$")
_REACHES = ("已", "已经", "就是", "达")  # 离开已近五年, 一干就是近30年
_FEW_YEARS = 20
_STRETCH_OPENERS = frozenset("在于的是从自与对将而且但和及，。")


def stretch(match: RuleMatch) -> DateMeaning | str:
    """近三年, 过去五年, 20年来, 未来两年; the one-character openers 前 后 上 下 only where nothing hints at another word."""
    way, amount = match.text("way"), _amount(match)
    is_short = way in ("前", "后", "上", "下")
    before = match.tokens.view[match.start - 1 : match.start]
    if not way and match.tokens.view.startswith("以来", match.end) and _LEADS.match(before) and before not in _STRETCH_OPENERS:
        return "counts from an event, not from a day"  # 通车三年以来
    if is_short and _LEADS.match(before) and before not in _STRETCH_OPENERS:
        return "a single 前 or 后 before a count opens no stretch here"
    if amount is None:
        return "an open count names no stretch"
    if (way in ("", "此前") or match.match.string[match.match.start("n") - 1] == "的") and _names_month(match):
        return "the month of that number"  # 10月来, 此前8月3日, 过去的8月
    if way == "过去" and match.tokens.view.startswith("了", match.end):
        return "过去 is what time does"
    if way in ("近", "过去") and _lasts(match, way):
        return "how long something lasts"  # 结束近三年的合作, 事故过去5天之后
    count, unit = amount
    if way in ("前", "此前") and count == 1 and unit in ("day", "year"):
        return "前一天 is the day before the one last named"
    is_whole = is_short and (way, unit) != ("前", "week")  # 前一周: the seven days before
    if is_whole and unit == "year" and count > _FEW_YEARS:
        return "a year before our era (前221年), or no stretch anyone names so"
    is_ahead = way in ("未来", "今后", "接下来", "后", "下") or (
        way in ("近", "最近") and _is_to_come(match.tokens.view, match.start, match.end)
    )
    return DateMeaning({"stretch": Stretch(count if is_ahead else -count, unit, is_whole)}, rules=(match.rule.id,))


def _is_to_come(view: str, start: int, end: int) -> bool:
    """Whether a stretch without a direction is one to come: 近两年内将形成产能, 将在近两日内完成."""
    return _WILL.match(view, end) is not None or (view.startswith("内", end) and tells_ahead(view[max(0, start - 14) : start]))


def _lasts(match: RuleMatch, way: str) -> bool:
    """Whether a count tells how long something lasts or took, and not when it was."""
    view = match.tokens.view
    if way == "过去":
        return view.endswith(("已经", "仅"), 0, match.start) or view.startswith("之后", match.end)
    if view.endswith("了", 0, match.start) and view.startswith(("的时间", "时间"), match.end):
        return True
    if way == "近" and (view.endswith(_REACHES, 0, match.start) or view.startswith("了", match.end)):
        return True
    return view[match.end - 1] != "来" and _LASTS.search(view, max(0, match.start - 3), match.start) is not None


def normalize_stretch(fields: DateFields, inference: Inference) -> NormalizedDate:
    """近三年, 过去五个月, from the date named close by or the reference date."""
    stretch, anchor, near = fields["stretch"], inference.anchor, inference.anchor.near
    now, year = anchor.now, anchor.year_now
    if near is not None and near.year is not None:
        inference.imply("anchor", near)
        now, year = (dt.date(near.year, near.month, near.day or 1) if near.month else None), near.year
    else:
        inference.imply("anchor")
    if stretch.is_whole and now is not None:
        return inference.value(_whole_units(stretch, now), "range")
    if stretch.unit == "year":
        if year is None:
            return inference.value("XXXX/XXXX", "range")
        return inference.value("/".join(write_year(within_calendar(y)) for y in sorted((year + stretch.amount, year))), "range")
    is_year_open = now is None
    base = near or anchor.today
    if now is None and base is not None and (now := some_day(base)) is not None:
        inference.imply("anchor", base)
    if now is None:
        return inference.value(_open_stretch(stretch, anchor.last_day), "range")
    other = move(now, Shift(stretch.amount, stretch.unit, "ref"))
    written = []
    for day in sorted((other, now)):
        year = None if is_year_open else day.year
        written.append(write_month(year, day.month) if stretch.unit in ("month", "quarter") else write_day(year, day.month, day.day))
    return inference.value("/".join(written), "range")


_LAST_SURE_DAY = 28  # of any month


def _open_stretch(stretch: Stretch, day: Point | None) -> str:
    """A stretch from nobody knows when; beside a day without its month (18日 … 过去一天) the days of some month."""
    if stretch.unit not in ("day", "week"):
        return "XXXX-XX/XXXX-XX"
    known = day.day if day is not None and day.month is None else None
    other = None if known is None else known + stretch.amount * (7 if stretch.unit == "week" else 1)
    if known is None or other is None or not 1 <= min(known, other) <= max(known, other) <= _LAST_SURE_DAY:
        return "XXXX-XX-XX/XXXX-XX-XX"
    return "/".join(write_day(None, None, d) for d in sorted((known, other)))


def _whole_units(stretch: Stretch, now: dt.date) -> str:
    """前两天, 后三天, 上二周, 下三个月: whole units next to the current one."""
    step = 1 if stretch.amount > 0 else -1
    near, far = move(now, Shift(step, stretch.unit, "ref")), move(now, Shift(stretch.amount, stretch.unit, "ref"))
    first, last = min(near, far), max(near, far)
    if stretch.unit == "week":
        first -= dt.timedelta(days=first.weekday())
        last += dt.timedelta(days=6 - last.weekday())
    size = {"year": 4, "month": 7, "quarter": 7}.get(stretch.unit, 10)
    low, high = first.isoformat()[:size], last.isoformat()[:size]
    return low if low == high else f"{low}/{high}"


def base_of(shift: Shift, inference: Inference) -> tuple[dt.date | None, Point | None]:
    """The day that a distance counts from, and its mention: the date last named for 后, if it is a day; else the reference date."""
    last = inference.anchor.last_day
    if shift.base == "last" and shift.unit != "year" and last is not None and last.month and last.day:
        inference.imply("anchor", last)
        return some_day(last), last
    today = inference.anchor.today
    month = inference.anchor.last
    if shift.base == "last" and shift.unit in ("month", "quarter") and inference.anchor.now is None and month is not None and month.month:
        inference.imply("anchor", month)
        return some_day(month._replace(day=1)), month  # 3月…6个月后
    if inference.anchor.now is None and shift.unit != "year" and today is not None and (day := some_day(today)) is not None:
        inference.imply("anchor", today)
        return day, today
    inference.imply("anchor")
    return inference.anchor.now, None


def some_day(point: Point) -> dt.date | None:
    """A day whose month is known; where its year is open, that of a leap year stands in."""
    if point.month is None or point.day is None:
        return None
    return dt.date(point.year or LEAP_YEAR, point.month, point.day)


def open_distance(shift: Shift, inference: Inference) -> NormalizedDate:
    """A distance from nobody knows when."""
    return inference.value(*(("XXXX-XX", "month") if shift.unit == "month" else ("XXXX-XX-XX", "day")))


def normalize_shift(fields: DateFields, inference: Inference) -> NormalizedDate:
    """三年前, 半年前, 20天后."""
    shift = fields["shift"]
    base, origin = base_of(shift, inference)
    if shift.unit == "year":
        last = inference.anchor.last if shift.base == "last" else None
        if last is not None and last.year is not None:
            inference.imply("anchor", last)
            return _years_from(last.year, shift, inference)
        now = base.year if base is not None else inference.anchor.year_now
        return _years_from(now, shift, inference)
    if base is None:
        return open_distance(shift, inference)
    day = move(base, shift)
    year = None if origin is not None and origin.year is None else day.year
    if shift.unit in ("month", "quarter"):
        return inference.value(write_month(year, day.month), "month", Point(year, day.month))
    return inference.value(write_day(year, day.month, day.day), "day", Point(year, day.month, day.day))


def _years_from(year: int | None, shift: Shift, inference: Inference) -> NormalizedDate:
    moved = None if year is None else within_calendar(year + shift.amount)
    return inference.value(write_year(moved), "year", Point(moved))
