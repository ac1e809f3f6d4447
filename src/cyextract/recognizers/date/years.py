"""Years, their parts and months: which is meant, what that rests on, and its value."""

from __future__ import annotations

import datetime as dt

from cyextract.recognizers.date.anchor import Anchor, Inference, NormalizedDate, Point
from cyextract.recognizers.date.arithmetic import days_in_month, within_calendar, wrap_month
from cyextract.recognizers.date.fields import DateFields, Rel
from cyextract.recognizers.date.timex import move_to_year, write_month, write_week, write_year

# News looks back: a day or month without a year lies in the reference year unless that is more than half a year ahead.
_LOOK_AHEAD_DAYS = 183
_FAR_DECADE = 50  # years: nobody speaks of a decade that lies further ahead
_SOON = 31  # days: in a text that tells of the year before, a day further ahead was one of that year


def year_of(fields: DateFields, inference: Inference, month: int | None = None, day: int | None = None) -> int | None:
    """The year: stated, counted, or inferred for a month and day that have none; None where it stays open."""
    year = fields.get("year")
    if isinstance(year, int):
        return year
    return _counted_year(year, inference) if year is not None else _inferred_year(inference, month, day)


def _counted_year(rel: Rel, inference: Inference) -> int | None:
    anchor = inference.anchor
    base = anchor.last if rel.base == "last" else None
    if base is not None and base.year is not None:
        inference.imply("year", base)
        return base.year + rel.offset if base.year < 1 else within_calendar(base.year + rel.offset)
    if anchor.year_now is None:
        return None
    inference.imply("year")
    return within_calendar(anchor.year_now + rel.offset)


def _inferred_year(inference: Inference, month: int | None, day: int | None) -> int | None:
    anchor = inference.anchor
    known = anchor.known_years.get((month, day)) if month is not None and day is not None else None
    near = anchor.near
    if known is None and near is not None and near.year is not None and (near.year != anchor.year_now or anchor.now is None):
        known = near
    if known is not None:
        inference.imply("year", known)
        return known.year
    if anchor.year_now is None and anchor.now is None:
        return None
    inference.imply("year")
    return anchor.year_now if anchor.now is None else within_calendar(_year_near(anchor.now, month, day, inference.range_end, anchor))


def _year_near(now: dt.date, month: int | None, day: int | None, range_end: int | None, anchor: Anchor) -> int:
    """The year of a month and day that have none, seen from `now`."""
    if month is None:
        return now.year
    if range_end is not None and month == 1 and range_end > now.month and not anchor.is_ahead:
        return now.year - 1  # 前11个月 told in January is last year's
    if range_end is not None and anchor.is_ahead:
        month = range_end  # 预计前三季度: what is ahead is its end
    here = dt.date(now.year, month, min(day or 1, days_in_month(now.year, month)))
    distance = (here - now).days
    near = anchor.near
    goes_on = near is not None and near.month is not None and near.year == now.year and now.month < near.month <= month
    if distance > _LOOK_AHEAD_DAYS and goes_on:
        return now.year  # 7月起…，10月起…: the sentence speaks of plans
    last = anchor.last
    is_told_back = day is not None and distance > _SOON and last is not None and last.year == now.year - 1
    if (distance > _LOOK_AHEAD_DAYS or is_told_back) and not anchor.is_entry and not anchor.is_ahead:
        return now.year - 1
    if distance < -_LOOK_AHEAD_DAYS and ((anchor.is_entry and day is not None) or anchor.is_ahead):
        return now.year + 1
    return now.year


def month_of(fields: DateFields, inference: Inference) -> tuple[int | None, int | None]:
    """Year and month: stated, counted, or those last named; None where they stay open."""
    month = fields.get("month")
    if isinstance(month, int):
        return year_of(fields, inference, month), month
    anchor = inference.anchor
    base = anchor.last if month is None or month.base == "last" else None
    offset = 0 if month is None else month.offset
    if base is not None and base.month is not None:
        inference.imply("month", base)
        year, current = base.year, base.month
    elif anchor.now is not None:
        inference.imply("month")
        year, current = anchor.now.year, anchor.now.month
    elif anchor.today is not None and anchor.today.month is not None:
        inference.imply("month", anchor.today)
        year, current = anchor.today.year, anchor.today.month
    else:
        return year_of(fields, inference), None
    carry, current = wrap_month(current + offset)
    if "year" in fields:
        return year_of(fields, inference), current
    return None if year is None else within_calendar(year + carry), current


def normalize_year(fields: DateFields, inference: Inference) -> NormalizedDate:
    """2020年, 去年."""
    year = year_of(fields, inference)
    return inference.value(write_year(year), "year", Point(year))


def normalize_same_stretch(fields: DateFields, inference: Inference) -> NormalizedDate:
    """去年同期: the part of a year that the text speaks of, in another year; the year alone where it speaks of none."""
    year, told = year_of(fields, inference), inference.anchor.stretch
    if year is not None and told is not None and told.point.year == year and isinstance(fields.get("year"), Rel):
        year = within_calendar(year - 1)  # 2013年1-9月10亿元。去年同期9亿元, told in 2014: not the same one
    if told is None:
        return inference.value(write_year(year), "year", Point(year))
    inference.imply("month", told.point)
    return inference.value(move_to_year(told.value, year), told.granularity, Point(year, told.point.month))


def normalize_half(fields: DateFields, inference: Inference) -> NormalizedDate:
    """上半年."""
    year = year_of(fields, inference, 6 * fields["half"] - 5)
    return inference.value(f"{write_year(year)}-H{fields['half']}", "half", Point(year))


def normalize_season(fields: DateFields, inference: Inference) -> NormalizedDate:
    """夏季, beside its year."""
    year = year_of(fields, inference)
    return inference.value(f"{write_year(year)}-{fields['season']}", "season", Point(year))


def normalize_quarter(fields: DateFields, inference: Inference) -> NormalizedDate:
    """一季度, 上季度."""
    quarter, now, near = fields["quarter"], inference.anchor.now, inference.anchor.near
    if isinstance(quarter, int):
        year = _told_year(year_of(fields, inference, 3 * quarter - 2), fields, 3 * quarter - 2, inference.anchor)
        return inference.value(f"{write_year(year)}-Q{quarter}", "quarter", Point(year, 3 * quarter))
    base = near if (quarter.base == "last" or now is None) and near is not None and near.month else None
    from_month = base or (Point(now.year, now.month) if now is not None else None)
    if from_month is None:
        return inference.value("XXXX-QX", "quarter")
    inference.imply("quarter", base)
    carry, index = divmod(((from_month.month or 1) - 1) // 3 + quarter.offset, 4)
    year = None if from_month.year is None else within_calendar(from_month.year + carry)
    return inference.value(f"{write_year(year)}-Q{index + 1}", "quarter", Point(year, index * 3 + 3))


def _told_year(year: int | None, fields: DateFields, month: int, anchor: Anchor) -> int | None:
    """The year of a period that a report tells: one that has not begun yet is that of the year before, if that was told last."""
    now, last = anchor.now, anchor.last
    if year is None or now is None or "year" in fields or year != now.year or month <= now.month or anchor.is_ahead or anchor.is_entry:
        return year
    return year - 1 if last is not None and last.year == year - 1 else year


def normalize_month(fields: DateFields, inference: Inference) -> NormalizedDate:
    """4月, 上月."""
    year, month = month_of(fields, inference)
    return inference.value(write_month(year, month), "month", Point(year, month))


def normalize_week_of_month(fields: DateFields, inference: Inference) -> NormalizedDate:
    """2月份第二周; 2020年第二周 is the week of the year."""
    if "month" not in fields and "year" in fields:
        year = year_of(fields, inference)
        return inference.value(f"{write_year(year)}-W{fields['week_of_month']:02d}", "week", Point(year))
    year, month = month_of(fields, inference)
    if year is None or month is None:
        return inference.value("XXXX-WXX", "week", Point(year, month))
    first = dt.date(year, month, 1)
    monday = first + dt.timedelta(days=-first.weekday() % 7 + 7 * (fields["week_of_month"] - 1))
    return inference.value(write_week(monday), "week", Point(year, month))


def normalize_vague(fields: DateFields, inference: Inference) -> NormalizedDate:
    """近日, 目前."""
    return inference.value(fields["vague"], "vague")


def normalize_plan(fields: DateFields, inference: Inference) -> NormalizedDate:
    """Five-year plans: the third began in 1966, and each since follows the last; the first two ran 1953-57 and 1958-62."""
    number = fields["plan"]
    first = 1966 + 5 * (number - 3) if number >= 3 else 1953 + 5 * (number - 1)
    return inference.value(f"{first}/{first + 4}", "plan")


def normalize_age(fields: DateFields, inference: Inference) -> NormalizedDate:
    """Centuries and decades."""
    century, decade, year_now = fields.get("century"), fields.get("decade"), inference.anchor.year_now
    if isinstance(century, Rel):
        if year_now is not None:
            inference.imply("century")
        century = (20 if year_now is None else (year_now - 1) // 100) + 1 + century.offset  # 上世纪 is the 20th in every text of today
        if decade is not None and year_now is not None and (century - 1) * 100 + decade > year_now + _FAR_DECADE:
            century -= 1  # 本世纪80年代, told in the first years of the next
    elif century is None and decade is not None:
        now = year_now or 2000
        century = now // 100 + (1 if decade <= now % 100 else 0)
        inference.imply("century")
    written = "XX" if not century else f"{century - 1:02d}" if century > 0 else f"-{-century - 1:02d}"
    if decade is None:
        return inference.value(f"{written}XX", "century")
    return inference.value(f"{written}{decade // 10}X", "decade", Point((century - 1) * 100 + decade if century else None))
