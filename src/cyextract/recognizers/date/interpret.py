"""Interpreters: from a rule's match to what it says. Each returns a meaning, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import cast, get_args

from cyextract.models import DateMod
from cyextract.numerals.value import Quantity
from cyextract.recognizers.candidate import Refusal
from cyextract.recognizers.date.fields import LEVEL, DateMeaning, Parts, Rel, days_in_month
from cyextract.recognizers.date.holidays import HOLIDAYS
from cyextract.ruleset.scanner import RuleMatch

Result = DateMeaning | Refusal | str

_NO_SUCH_DAY = Refusal("no such day in that month", claims_place=True)
EDGES: dict[str, DateMod] = {"初": "START", "末": "END", "底": "END", "中": "MID"}
_NUMBER_FIELDS = (
    ("y", "year"), ("q", "quarter"), ("m", "month"), ("d", "day"), ("w", "weekday"), ("h", "hour"), ("mi", "minute"), ("s", "second"),
    ("wk", "week_of_month"), ("lm", "lunar_month"), ("ld", "lunar_day"),
)  # fmt: skip
# The fields whose values are words.
_WORDS: dict[str, Collection[str]] = {
    "mod": get_args(DateMod), "season": ("SP", "SU", "FA", "WI"), "tod": ("MO", "MD", "AF", "EV", "NI"),
    "vague": ("PAST_REF", "PRESENT_REF", "FUTURE_REF"), "holiday": HOLIDAYS,
}  # fmt: skip
_ASSIGNMENT = re.compile(r"(?P<field>[a-z_]+)=(?:(?P<base>ref|last)(?P<offset>[+-]\d+)|(?P<int>-?\d+)|(?P<word>[A-Z_a-z]+))")


@cache
def parse_assignments(row: str) -> tuple[Parts, DateMod | None, bool]:
    """Read a rule table's value: `year=ref-1`, `day=last+1`, `season=SP`, `mod=START`, `part` (needs a date beside it).

    Raises:
        ValueError: an unknown field or a malformed value.

    >>> parse_assignments("year=ref-1 mod=END")
    ({'year': Rel(offset=-1, base='ref')}, 'END', True)
    """
    parts: dict[str, object] = {}
    mod: DateMod | None = None
    standalone = True
    for item in row.split():
        if item == "part":
            standalone = False
            continue
        match = _ASSIGNMENT.fullmatch(item)
        if match is None or (match["field"] not in LEVEL and match["field"] != "mod"):
            raise ValueError(f"cannot read {item!r}; write FIELD=ref+N, FIELD=last+N, FIELD=N or FIELD=WORD")
        known = _WORDS.get(match["field"])
        if (match["word"] not in known) if known else match["word"]:
            raise ValueError(f"cannot read {item!r}; {match['field']} is {' or '.join(sorted(known)) if known else 'a number'}")
        if match["field"] == "mod":
            mod = cast(DateMod, match["word"])
        elif match["base"]:
            parts[match["field"]] = Rel(int(match["offset"]), "ref" if match["base"] == "ref" else "last")
        else:
            parts[match["field"]] = int(match["int"]) if match["int"] else match["word"]
    return cast(Parts, parts), mod, standalone


def calendar(match: RuleMatch) -> Result:
    """Fields by group name (y m d q w h mi s), ends of ranges as y2 m2 d2 q2, a table row for words, `edge` for 初 中 末 底."""
    row, mod, standalone = parse_assignments(match.row())
    first: dict[str, object] = {**row}
    last: dict[str, object] | None = None
    for group, field in _fields_of(match.match.re):
        value = match.integer(group)
        if value is None:
            continue
        if group[-1] == "2":
            last = {**first, field: value}
        else:
            first[field] = value
    if "d" in match.found and match.text("d").startswith("两"):
        return "两日 is two days, no day of the month"
    if edge := match.text("edge"):
        mod = EDGES[edge[-1]]
    if match.found.get("lunar"):
        first["lunar"] = True
    if "lone" in match.found:
        standalone = standalone and not match.has("lone")
    problem = _problem(first) or (last and _problem(last))
    if problem:
        return problem
    if last is not None and not _ascends(first, last):
        return "the range runs backwards"
    return DateMeaning(first, last, mod, standalone, (match.rule.id,))  # type: ignore[arg-type]  # its fields come from a closed list


@cache
def _fields_of(pattern: re.Pattern[str]) -> tuple[tuple[str, str], ...]:
    """The number groups of a pattern and the fields they fill, starts of ranges before ends."""
    groups = pattern.groupindex
    return tuple((g + end, field) for end in ("", "2") for g, field in _NUMBER_FIELDS if g + end in groups)


def _problem(parts: dict[str, object]) -> Refusal | str:
    month, day, year = parts.get("month"), parts.get("day"), parts.get("year")
    if isinstance(month, int) and not 1 <= month <= 12:
        return "no such month"
    if isinstance(month, int) and isinstance(day, int) and day > days_in_month(year if isinstance(year, int) else None, month):
        return _NO_SUCH_DAY
    if isinstance(day, int) and not 1 <= day <= 31:
        return "no such day"
    return ""


def _ascends(first: dict[str, object], last: dict[str, object]) -> bool:
    changed = [name for name in last if first.get(name) != last[name]]
    return all(cast(int, first[name]) < cast(int, last[name]) for name in changed if name in first)


def short_year(match: RuleMatch) -> Result:
    """A year of two digits: 98年 and 07年 in full, 21年 only beside a month."""
    number = match.number("y")
    value = match.integer("y")
    if number is None or value is None:
        return "no number"
    written_out = number.text[0] in "0零〇" or (number.text[0] not in "0123456789" and "十" not in number.text and len(number.text) == 2)
    century = 1900 if value >= _PIVOT else 2000
    standalone = written_out or match.has("sure") or match.is_whole_text or (number.text[0] in "789" and len(number.text) == 2)
    return DateMeaning({"year": century + value}, None, edge_of(match), standalone, (match.rule.id,))


_PIVOT = 50  # two-digit years from 50 on are of the 20th century; POSIX takes 69, Chinese texts write 五八年 for 1958


def edge_of(match: RuleMatch) -> DateMod | None:
    edge = match.text("edge")
    return EDGES[edge[-1]] if edge else None


def bare_year(match: RuleMatch) -> Result:
    """2024·…: only years of living memory; other numbers of four digits count something."""
    year = match.integer("y")
    if year is None or not 1980 <= year <= 2049:
        return "a count rather than a year"
    if match.rule.id == "date.year-bare" and not match.has("sure") and not _opens_name(match):
        return "a count: no name follows"
    return DateMeaning({"year": year}, rules=(match.rule.id,))


def _opens_name(match: RuleMatch) -> bool:
    """Whether what follows a bare number is nothing that it counts: a longer word that is no measure, or a function word."""
    word = match.words.word_from(match.end)
    tag = match.words.tag(word)
    return tag not in ("m", "q", "f") if len(word) > 1 else not word.isalpha() or tag[0] in "vpucd"


def spaced(match: RuleMatch) -> Result:
    """2010 01 29: only with month and day of two digits, or it is a row of numbers."""
    if len(match.text("m")) != 2 or len(match.text("d")) != 2:
        return "a row of numbers"
    return calendar(match)


def season_years(match: RuleMatch) -> Result:
    """1997-98: two neighbouring years, the second in two digits."""
    year, second = match.integer("y"), match.integer("y2")
    if year is None or second is None or (year + 1) % 100 != second:
        return "not two neighbouring years"
    return DateMeaning({"year": year}, {"year": year + 1}, None, True, (match.rule.id,))


def numeric(match: RuleMatch) -> Result:
    """A date in bare digits: 2020.04.30, 20200430."""
    text = match.text("x")
    pieces = text.split(".") if "." in text else [text[:4], text[4:6], text[6:]]
    if len(pieces) != 3 or len(pieces[0]) != 4 or not all(len(p) in (1, 2) for p in pieces[1:]):
        return "not year, month and day"
    year, month, day = map(int, pieces)
    if not 1900 <= year <= 2100 or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        return "no such day"
    return DateMeaning({"year": year, "month": month, "day": day}, rules=(match.rule.id,))


def era_year(match: RuleMatch) -> Result:
    """公元前221年, 民国38年, 令和元年; the table gives the first year of a reign."""
    value = match.integer("n") or 1  # 元年
    if match.has("before"):
        year = 1 - value  # ISO 8601: 1 BCE is year 0
    else:
        first = parse_assignments(match.row())[0].get("year", 1)
        year = (first if isinstance(first, int) else 1) + value - 1
    return DateMeaning({"year": year}, None, edge_of(match), True, (match.rule.id,))


def either_number(match: RuleMatch) -> Quantity | None:
    """The number of a pattern whose number stands in one of two groups, n or n2."""
    return match.quantity("n") or match.quantity("n2")


def decade(match: RuleMatch) -> Result:
    """90年代, 1990年代, and both after a century."""
    pair = match.quantity("pair")  # 七八十年代
    if pair is not None and pair.low != pair.high and pair.high <= 90 and pair.low % 10 == pair.high % 10 == 0:
        return DateMeaning({"decade": int(pair.low)}, {"decade": int(pair.high)}, None, True, (match.rule.id,))
    quantity = either_number(match)
    value = int(quantity.low) if quantity else None
    if value is None:
        return "no number"
    if value >= 1000:
        if value % 10:
            return "a decade begins with a year that ends in 0"
        return DateMeaning({"century": value // 100 + 1, "decade": value % 100}, None, _period_edge(match), True, (match.rule.id,))
    if value % 10 or value > 90:
        return "no decade"
    return DateMeaning({"decade": value}, None, _period_edge(match), True, (match.rule.id,))


def two_years(match: RuleMatch) -> Result:
    """今明两年: the year of the table and the one after it."""
    first = parse_assignments(match.row())[0]
    year = cast(Rel, first["year"])
    return DateMeaning(first, {"year": year._replace(offset=year.offset + 1)}, None, True, (match.rule.id,))


def century(match: RuleMatch) -> Result:
    """18世纪, 上世纪, 本世纪初."""
    value = match.integer("n")
    parts: Parts = {"century": value} if value else parse_assignments(match.row())[0]
    return DateMeaning(parts, None, _period_edge(match), True, (match.rule.id,))


def _period_edge(match: RuleMatch) -> DateMod | None:
    edge = match.text("edge")
    if not edge:
        return None
    return "START" if edge[0] in "初早前" else "MID" if edge[0] == "中" else "END"


def first_month(match: RuleMatch) -> Result:
    """首月 and 元月: January of the year beside it."""
    return DateMeaning({"month": 1}, None, None, False, (match.rule.id,))


def week_day(match: RuleMatch) -> Result:
    """周五, 上周五, 本周, 周末."""
    parts: Parts = cast(Parts, dict(parse_assignments(match.row())[0]))
    weekday = match.integer("w")
    if weekday is not None:
        parts["weekday"] = weekday
    elif match.has("sunday"):
        parts["weekday"] = 7
    elif match.has("weekend") or not parts:
        parts["weekday"] = 8
    return DateMeaning(parts, None, edge_of(match), True, (match.rule.id,))


def week_of_month(match: RuleMatch) -> Result:
    """第二周 of the month named before."""
    return DateMeaning({"week_of_month": match.integer("wk") or 1}, None, None, False, (match.rule.id,))


def nth_weekday(match: RuleMatch) -> Result:
    """第一个星期一, 最后一个周三 of the month named before."""
    weekday = 7 if match.has("sunday") else match.integer("w")
    if weekday is None:
        return "no weekday"
    nth = -1 if match.has("final") else match.integer("n") or 1
    return DateMeaning({"nth_weekday": (nth, weekday)}, None, None, False, (match.rule.id,))


def dotted_months(match: RuleMatch) -> Result:
    """1999.08-2002.02: years with months, which one alone could not be told from a decimal."""
    ends: list[Parts] = []
    for group in ("x", "x2"):
        year, _, month = match.text(group).partition(".")
        if len(year) != 4 or len(month) != 2 or not 1 <= int(month) <= 12 or not 1900 <= int(year) <= 2100:
            return "decimals"
        ends.append({"year": int(year), "month": int(month)})
    return DateMeaning(ends[0], ends[1], None, True, (match.rule.id,))


def day_first(match: RuleMatch) -> Result:
    """29/1/2017: day first; month first where only that is a date."""
    year, first, second = match.integer("y"), match.integer("a"), match.integer("b")
    if year is None or first is None or second is None:
        return "no number"
    if year < 100:
        year += 1900 if year >= _PIVOT else 2000
    day, month = (first, second) if second <= 12 else (second, first)
    parts: dict[str, object] = {"year": year, "month": month, "day": day}
    return _problem(parts) or DateMeaning(cast(Parts, parts), None, None, True, (match.rule.id,))


def month_day_bare(match: RuleMatch) -> Result:
    """1月3: the day without 日; 九月廿二 is lunar, since 廿 is."""
    number = match.number("d")
    if number is not None and "廿" in number.text:
        lunar_parts: Parts = {"lunar_month": match.integer("m") or 1, "lunar_day": match.integer("d") or 1}
        return DateMeaning(lunar_parts, None, None, True, (match.rule.id,))
    return calendar(match)


def solar_term(match: RuleMatch) -> Result:
    """冬至, 立春: the day of a solar term."""
    standalone = parse_assignments(match.row())[2]
    return DateMeaning({"holiday": "term:" + match.text("table")}, None, None, standalone, (match.rule.id,))


def clock(match: RuleMatch) -> Result:
    """9时, 20点半, 8:46."""
    hour = match.integer("h")
    minute = match.integer("mi") if match.has("mi") else match.integer("mi2")
    if hour is None:
        return "no hour"
    parts: Parts = {"hour": hour}
    if match.text("halfhour"):
        minute = 30
    if minute is not None:
        parts["minute"] = minute
    second = match.integer("s")
    if second is not None:
        parts["second"] = second
    return DateMeaning(parts, None, None, False, (match.rule.id,))


def iso(match: RuleMatch) -> Result:
    """2020-04-30 and 2020/4/30."""
    year = match.integer("y")
    month = match.integer("m") or match.integer("m3")
    day = match.integer("d") or match.integer("d3")
    parts: dict[str, object] = {"year": year, "month": month, "day": day}
    return _problem(parts) or DateMeaning(cast(Parts, parts), None, None, True, (match.rule.id,))


def padded_month_day(match: RuleMatch) -> Result:
    """09-01: month and day, both of two digits."""
    month, day = match.text("m"), match.text("d")
    if len(month) != 2 or len(day) != 2:
        return "a score or a ratio, not month and day"
    return calendar(match)


def holiday(match: RuleMatch) -> Result:
    """国庆节, 国庆假期."""
    parts = cast(Parts, dict(parse_assignments(match.row())[0]))
    if match.text("leave"):
        parts["holiday_span"] = True
    elif not match.words.ends_word(match.end):
        return "part of a longer word"
    return DateMeaning(parts, None, None, True, (match.rule.id,))


_NUMERAL_HOLIDAYS = {"五一": "labour", "六一": "children", "三八": "women", "三一五": "consumer"}


def holiday_numeral(match: RuleMatch) -> Result:
    """“五一”, 六一儿童节: a holiday written as its date."""
    row = match.row()
    parts: Parts = parse_assignments(row)[0] if row else {"holiday": _NUMERAL_HOLIDAYS[match.tokens.view[match.start : match.end]]}
    return DateMeaning(parts, None, None, True, (match.rule.id,))


_LUNAR_MONTHS = {"正月": 1, "冬月": 11, "腊月": 12}


def lunar(match: RuleMatch) -> Result:
    """农历八月十五, 正月初一, 闰四月."""
    leap = match.integer("lm3")
    month = -leap if leap else _LUNAR_MONTHS.get(match.text("lmonth")) or match.integer("lm")
    if month is None:
        return "no month"
    parts: Parts = {"lunar_month": month}
    day = match.integer("ld") or match.integer("ld2")
    if day is not None:
        if day > 30:
            return "lunar months have 30 days at most"
        parts["lunar_day"] = day
    return DateMeaning(parts, None, None, True, (match.rule.id,))


def lunar_new_year(match: RuleMatch) -> Result:
    """大年初三: the third day of the first lunar month."""
    return DateMeaning({"lunar_month": 1, "lunar_day": match.integer("ld") or 1}, None, None, True, (match.rule.id,))


def vague(match: RuleMatch) -> Result:
    """近日, 目前, 未来."""
    return DateMeaning(parse_assignments(match.row())[0], None, None, True, (match.rule.id,))
