"""What a date expression says, before anybody asks which day that is."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypedDict, cast

from cyextract.models import DateMod

Base = Literal["ref", "last"]
Unit = Literal["year", "quarter", "month", "week", "day", "hour"]


class Rel(NamedTuple):
    """A whole number of units away from the same unit of an anchor: 去年 is Rel(-1, "ref"), 次日 is Rel(1, "last")."""

    offset: int
    base: Base


class Shift(NamedTuple):
    """A distance from an anchor: 半年前 is Shift(-6, "month", "ref")."""

    amount: int
    unit: Unit
    base: Base


class Stretch(NamedTuple):
    """The units up to an anchor or from it: 近三年 is Stretch(-3, "year"), 未来两年 is Stretch(2, "year").

    `is_whole`: whole units next to the current one, as in 上两个月 and 前三天.
    """

    amount: int
    unit: Unit
    is_whole: bool = False


class Parts(TypedDict, total=False):
    """The fields a text states, each from coarse to fine; absent means not stated."""

    century: int  # 20 for 20世纪
    decade: int  # 90 for 90年代
    year: int | Rel  # negative before our era; 0 is 1 BCE as in ISO 8601
    plan: int  # 14 for 十四五
    half: int
    season: str  # SP SU FA WI
    quarter: int | Rel
    month: int | Rel
    lunar: bool  # 农历 before the year
    lunar_month: int  # 1-12; negative for a leap month
    xun: int  # 1 上旬, 2 中旬, 3 下旬
    half_month: int
    holiday: str
    holiday_span: bool  # 国庆假期: the days off, not the day
    week: Rel
    week_of_month: int  # 第二周
    nth_weekday: tuple[int, int]  # (which one, weekday): 第一个星期一 is (1, 1), the last is (-1, 1)
    day: int | Rel
    lunar_day: int
    weekday: int  # 1 Monday … 7 Sunday; 8 the weekend
    tod: str  # MO MD AF EV NI
    hour: int
    minute: int
    second: int
    shift: Shift
    stretch: Stretch
    vague: str  # PAST_REF PRESENT_REF FUTURE_REF


# Coarse to fine; a part may follow another in one expression only if it is finer.
LEVEL: dict[str, int] = {
    "shift": 0, "stretch": 0, "vague": 0, "plan": 0, "century": 1, "decade": 2, "lunar": 2, "year": 3,
    "half": 4, "season": 4, "quarter": 4, "month": 5, "lunar_month": 5,
    "xun": 6, "half_month": 6, "week": 6, "week_of_month": 6, "nth_weekday": 6, "holiday": 6,
    "day": 7, "lunar_day": 7, "weekday": 8, "tod": 9, "hour": 10, "minute": 11, "second": 12, "holiday_span": 13,
}  # fmt: skip
CLOCK_LEVEL = LEVEL["tod"]


class DateMeaning(NamedTuple):
    """One date, or a range from `first` to `last`. `rules` are the rules whose atoms it is made of.

    `standalone` is false for what is a date only beside another (上午, 8点, 5号). `mod` is what the expression itself says (初, 底);
    the words around it are read later.
    """

    first: Parts
    last: Parts | None = None
    mod: DateMod | None = None
    standalone: bool = True
    rules: tuple[str, ...] = ()

    @property
    def coarsest(self) -> int:
        """Level of the coarsest part."""
        return min(LEVEL[name] for name in self.first)

    @property
    def finest(self) -> int:
        """Level of the finest part of either end."""
        return max(LEVEL[name] for name in (*self.first, *(self.last or ())))


class ImpossibleDay(ValueError):
    """What stands side by side names a day that does not exist (2月30日): neither part of it is a date by itself."""


def merge(coarse: DateMeaning, fine: DateMeaning) -> DateMeaning | None:
    """Join an expression and what follows it directly (2020年 + 4月 + 底); None where the two cannot be one.

    Raises:
        ImpossibleDay: they would be one, but there is no such day.
    """
    if coarse.last is not None or (coarse.mod is not None and coarse.mod != "APPROX"):
        return None
    if "lunar" in coarse.first:
        fine = fine._replace(first=_as_lunar(fine.first))
    if not _may_follow(coarse.first, coarse.finest, fine):
        return None
    first = cast(Parts, {**coarse.first, **fine.first})
    last = cast(Parts, {**coarse.first, **fine.last}) if fine.last is not None else None
    if not _agrees(first) or (last is not None and not _agrees(last)):
        raise ImpossibleDay
    return DateMeaning(first, last, fine.mod, coarse.standalone or fine.standalone, coarse.rules + fine.rules)


def _as_lunar(parts: Parts) -> Parts:
    """The month and day of 农历2015年六月初一 are lunar."""
    names = {"month": "lunar_month", "day": "lunar_day"}
    return cast(Parts, {names.get(name, name): value for name, value in parts.items()})


def _may_follow(coarse: Parts, finest: int, fine: DateMeaning) -> bool:
    if finest >= fine.coarsest:
        return False
    if "stretch" in coarse or "vague" in coarse or "plan" in coarse or "stretch" in fine.first:
        return False
    if fine.coarsest >= CLOCK_LEVEL:
        return finest >= LEVEL["holiday"]  # a clock time belongs to a day
    if "day" in fine.first and not ({"month", "shift"} & (coarse.keys() | fine.first.keys())):
        return isinstance(fine.first["day"], Rel) and "shift" in coarse
    if "weekday" in fine.first and "day" not in fine.first:
        return "day" in coarse
    relative = any(isinstance(value, Rel) for value in fine.first.values())
    return not relative or "shift" in coarse or ("year" in coarse and "month" in fine.first)


def _agrees(parts: Parts) -> bool:
    """Whether the stated fields can be true together: no 2月30日, no 下半年2月."""
    month, day, year = parts.get("month"), parts.get("day"), parts.get("year")
    if isinstance(month, int) and isinstance(day, int):
        return day <= days_in_month(year if isinstance(year, int) else None, month)
    return True


def days_in_month(year: int | None, month: int) -> int:
    """Length of a month; February has 29 days when the year is open."""
    if month == 2:
        return 29 if year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def join_range(first: DateMeaning, last: DateMeaning) -> DateMeaning | None:
    """A range from two dates, the second taking what it leaves out from the first (4月26日 + 28日).

    Raises:
        ImpossibleDay: one end would be no day.
    """
    if first.last is not None or last.last is not None or not (first.standalone or last.standalone):
        return None
    if {"vague", "plan", "stretch", "shift"} & (first.first.keys() | last.first.keys()):
        return None
    level = last.coarsest
    is_counted = any(isinstance(value, Rel) for value in last.first.values())  # 下个月9号 needs nothing from the other end
    carried = {n: value for n, value in first.first.items() if LEVEL[n] < level and n not in ("week", "holiday") and not is_counted}
    end = cast(Parts, {**carried, **last.first})
    start = first.first
    if "year" in end and "year" not in start and first.coarsest > LEVEL["year"]:
        start = cast(Parts, {"year": end["year"], **start})  # 1月至2022年3月: the year may be told once, at the end
    first_year, last_year = start.get("year"), end.get("year")
    if isinstance(first_year, int) and isinstance(last_year, int) and first_year < 0 < last_year and last_year < 1 - first_year:
        end["year"] = 1 - last_year  # 公元前206年-8年: the era is told once
    if not _agrees(end) or not _agrees(start):
        raise ImpossibleDay
    if _runs_back(start, end):
        return None
    return DateMeaning(start, end, None, True, first.rules + last.rules)  # a 初 or 底 of one end says nothing of the whole


def _runs_back(start: Parts, end: Parts) -> bool:
    """Whether an end lies before its start (2020年至2019年, 22日至3日); months without a year may pass into the next."""
    for name in ("year", "month", "day"):
        first, last = start.get(name), end.get(name)
        if first is None and last is None:
            continue
        if not isinstance(first, int) or not isinstance(last, int):
            return False
        if first != last:
            return last < first and (name != "month" or isinstance(start.get("year"), int))
    return False
