"""Interpreters: from a rule's match to what it says. Each returns a meaning, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from cyextract.recognizers.date import durations, spoken_days, spoken_forms, year_forms
from cyextract.recognizers.date.arithmetic import days_in_month
from cyextract.recognizers.date.calendar_fields import Result, calendar, find_problem, make_date
from cyextract.recognizers.date.fields import DateFields, DateMeaning, read_assignments
from cyextract.recognizers.date.holidays import check_holiday
from cyextract.ruleset.scanner import Interpreter, RuleMatch


def spaced(match: RuleMatch) -> Result:
    """2010 01 29: only with month and day of two digits, or it is a row of numbers."""
    if len(match.text("m")) != 2 or len(match.text("d")) != 2:
        return "a row of numbers"
    return calendar(match)


def numeric(match: RuleMatch) -> Result:
    """A date in bare digits: 2020.04.30, 20200430."""
    text = match.text("x")
    pieces = text.split(".") if "." in text else [text[:4], text[4:6], text[6:]]
    if len(pieces) != 3 or len(pieces[0]) != 4 or not all(len(p) in (1, 2) for p in pieces[1:]):
        return "not year, month and day"
    year, month, day = map(int, pieces)
    if not 1900 <= year <= 2100 or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        return "no such day"
    return make_date(match, year=year, month=month, day=day)


def glued_clock(match: RuleMatch) -> Result:
    """2016-05-1222:22: a day and a clock time that lost the blank between them."""
    text = match.text("x")
    if len(text) != 4 or int(text[2:]) > 24:
        return "no hour"
    fields: DateFields = {"year": match.integer("y") or 0, "month": match.integer("m") or 0, "day": int(text[:2]), "hour": int(text[2:])}
    for name, group in (("minute", "mi"), ("second", "s")):
        if (value := match.integer(group)) is not None:
            fields = cast(DateFields, {**fields, name: value})
    return find_problem(fields) or DateMeaning(fields, rules=(match.rule.id,))


def first_month(match: RuleMatch) -> Result:
    """首月 and 元月: January of the year beside it."""
    return make_date(match, standalone=False, month=1)


def week_day(match: RuleMatch) -> Result:
    """周五, 上周五, 本周, 周末."""
    fields = read_assignments(match.row())[0]
    weekday = match.integer("w")
    if weekday is not None:
        fields["weekday"] = weekday
    elif match.has("sunday"):
        if match.tokens.view.startswith("均", match.end):
            return "the mean of a day"  # 一周日均
        fields["weekday"] = 7
    elif match.has("weekend") or not fields:
        fields["weekday"] = 8
    return make_date(match, **fields)


def week_of_month(match: RuleMatch) -> Result:
    """第二周 of the month named before."""
    return make_date(match, standalone=False, week_of_month=match.integer("wk") or 1)


def nth_weekday(match: RuleMatch) -> Result:
    """第一个星期一, 最后一个周三 of the month named before."""
    weekday = 7 if match.has("sunday") else match.integer("w")
    if weekday is None:
        return "no weekday"
    nth = -1 if match.has("final") else match.integer("n") or 1
    return make_date(match, standalone=False, nth_weekday=(nth, weekday))


def dotted_months(match: RuleMatch) -> Result:
    """1999.08-2002.02: years with months, which one alone could not be told from a decimal."""
    ends: list[DateFields] = []
    for group in ("x", "x2"):
        year, _, month = match.text(group).partition(".")
        if len(year) != 4 or len(month) != 2 or not 1 <= int(month) <= 12 or not 1900 <= int(year) <= 2100:
            return "decimals"
        ends.append({"year": int(year), "month": int(month)})
    return make_date(match, ends[1], **ends[0])


def day_first(match: RuleMatch) -> Result:
    """29/1/2017: day first; month first where only that is a date."""
    year, first, second = match.integer("y"), match.integer("a"), match.integer("b")
    if year is None or first is None or second is None:
        return "no number"
    if year < 100:
        year += 1900 if year >= year_forms.PIVOT else 2000
    day, month = (first, second) if second <= 12 else (second, first)
    return _whole_day(match, year, month, day)


def _whole_day(match: RuleMatch, year: int | None, month: int | None, day: int | None) -> Result:
    fields = {"year": year, "month": month, "day": day}
    return find_problem(fields) or DateMeaning(cast(DateFields, fields), rules=(match.rule.id,))


def month_day_bare(match: RuleMatch) -> Result:
    """1月3: the day without 日; 九月廿二 is lunar, since 廿 is."""
    number = match.number("d")
    if number is not None and "廿" in number.text:
        return make_date(match, lunar_month=match.integer("m") or 1, lunar_day=match.integer("d") or 1)
    return calendar(match)


def solar_term(match: RuleMatch) -> Result:
    """冬至, 立春: the day of a solar term."""
    return make_date(match, standalone=read_assignments(match.row())[2], holiday="term:" + match.text("table"))


def clock(match: RuleMatch) -> Result:
    """9时, 20点半, 8:46."""
    hour = match.integer("h")
    minute = match.integer("mi") if match.has("mi") else match.integer("mi2")
    if hour is None:
        return "no hour"
    fields: DateFields = {"hour": hour}
    if match.has("halfhour"):
        minute = 30
    if minute is not None:
        fields["minute"] = minute
    second = match.integer("s")
    if second is not None:
        fields["second"] = second
    meaning = make_date(match, standalone=False, **fields)
    return meaning._replace(mod="APPROX") if match.has("about") else meaning


def iso(match: RuleMatch) -> Result:
    """2020-04-30 and 2020/4/30."""
    month, day = (match.integer(group) or match.integer(f"{group}3") for group in "md")
    return _whole_day(match, match.integer("y"), month, day)


def padded_month_day(match: RuleMatch) -> Result:
    """09-01: month and day, both of two digits."""
    if len(match.text("m")) != 2 or len(match.text("d")) != 2:
        return "a score or a ratio, not month and day"
    return calendar(match)


_NUMERAL_HOLIDAYS = {"五一": "labour", "六一": "children", "三八": "women", "三一五": "consumer"}


def holiday(match: RuleMatch) -> Result:
    """国庆节, 国庆假期, “五一”, 六一儿童节."""
    fields = read_assignments(match.row())[0] or DateFields(holiday=_NUMERAL_HOLIDAYS[match.tokens.view[match.start : match.end]])
    if match.text("leave"):
        fields["holiday_span"] = True
    elif match.has("table") and not match.words.ends_word(match.end) and not match.tokens.view.startswith(_OF_HOLIDAYS, match.end):
        return "part of a longer word"
    return make_date(match, **fields)


_OF_HOLIDAYS = ("前夕", "佳节", "之夜")  # entries of the dictionary with the holiday: 春节前夕


def _check_row(row: str) -> None:
    """Raises ValueError for a value of a table that names no field, no value of it, or no holiday."""
    name = read_assignments(row)[0].get("holiday")
    if name is not None:
        check_holiday(name)


_LUNAR_MONTHS = {"正月": 1, "冬月": 11, "腊月": 12}


def lunar(match: RuleMatch) -> Result:
    """农历八月十五, 正月初一, 闰四月."""
    leap = match.integer("lm3")
    month = -leap if leap else _LUNAR_MONTHS.get(match.text("lmonth")) or match.integer("lm")
    if month is None:
        return "no month"
    fields: DateFields = {"lunar_month": month}
    day = match.integer("ld") or match.integer("ld2")
    if day is not None:
        if day > 30:
            return "lunar months have 30 days at most"
        if "两" in match.text("ld"):
            return "the second day of a lunar month is 初二"  # 8月初两国
        fields["lunar_day"] = day
    return make_date(match, **fields)


def lunar_new_year(match: RuleMatch) -> Result:
    """大年初三: the third day of the first lunar month."""
    return make_date(match, lunar_month=1, lunar_day=match.integer("ld") or 1)


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
    return make_date(match, plan=number)


_READ_ROWS = {
    calendar, week_day, solar_term, holiday, year_forms.era_year, year_forms.century, spoken_forms.neighbours, spoken_forms.short_day,
    spoken_forms.next_one, year_forms.financial_year,
}  # fmt: skip
_CONTEXT_FREE = {
    calendar, numeric, clock, iso, padded_month_day, plan, year_forms.decade, year_forms.century, durations.century_ago,
    durations.days_so_far,
}  # fmt: skip
"""Interpreters that look at nothing but the match, as far as news use them often."""


def _interpreter(read: Callable[[RuleMatch], Result], *groups: str) -> Interpreter:
    """An interpreter and the groups that it needs of a pattern."""
    return Interpreter(read, groups, _check_row if read in _READ_ROWS else None, read in _CONTEXT_FREE)


INTERPRETERS: dict[str, Interpreter] = {
    "holiday_numeral": _interpreter(holiday),
    "stretch_named": _interpreter(durations.stretch, "unit", "n n2", "way"),
    "vague": _interpreter(calendar, "table"),
    **{
        read.__name__: _interpreter(read, *groups)
        for read, groups in (
            (calendar, ["y q m d w h mi s wk lm ld table"]), (spaced, ["m", "d"]), (numeric, ["x"]), (glued_clock, ["y", "m", "x"]),
            (first_month, []), (week_day, []), (week_of_month, []), (nth_weekday, ["w sunday"]), (dotted_months, ["x", "x2"]),
            (day_first, ["y", "a", "b"]), (month_day_bare, ["m", "d"]), (solar_term, ["table"]), (clock, ["h"]),
            (iso, ["y", "m m3", "d d3"]), (padded_month_day, ["m", "d"]), (holiday, ["table"]), (lunar, ["lm lm3 lmonth"]),
            (lunar_new_year, ["ld"]), (plan, ["p p2"]),
            (year_forms.short_year, ["y"]), (year_forms.bare_year, ["y"]), (year_forms.season_years, ["y", "y2"]),
            (year_forms.financial_year, ["y short", "q table"]),
            (year_forms.era_year, []), (year_forms.republic_year, ["n"]), (year_forms.republic_day, ["n", "m", "d"]),
            (year_forms.republic_day_bare, ["n", "m", "d"]),
            (year_forms.lettered_year, ["y"]),
            (year_forms.decade, ["n n2 pair"]), (year_forms.century, ["n table"]),
            (spoken_forms.quarter, ["q"]), (spoken_forms.neighbours, ["table"]), (spoken_forms.month_pair, ["pair"]),
            (spoken_forms.listed_days, ["d", "d2"]), (spoken_forms.slashed_day, ["a", "b"]), (spoken_days.spoken_day, ["d"]),
            (spoken_forms.pointed_day, []), (spoken_forms.character_day, ["d"]), (spoken_forms.turn_of_year, []),
            (spoken_forms.next_one, ["table"]), (spoken_forms.short_day, []), (spoken_forms.month_day_decimal, ["x"]),
            (spoken_forms.event_day, ["x"]),
            (durations.shift, ["unit", "n n2", "way"]), (durations.stretch, ["unit", "n n2"]), (durations.century_ago, []),
            (durations.months_so_far, ["n n2"]), (durations.months_left, ["n n2"]), (durations.days_so_far, ["n"]),
        )
    },
}  # fmt: skip


"""The interpreters that date rules may name."""
