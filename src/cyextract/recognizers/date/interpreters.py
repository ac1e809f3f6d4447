"""Interpreters: from a rule's match to what it says. Each returns a meaning, or the reason why there is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Unpack, cast

from cyextract.models import DateMod
from cyextract.recognizers.candidate import Refusal
from cyextract.recognizers.date import durations
from cyextract.recognizers.date.arithmetic import days_in_month, is_possible
from cyextract.recognizers.date.durations import either_number
from cyextract.recognizers.date.fields import BACKWARD, GROUPS, NO_SUCH_DAY, DateFields, DateMeaning, Rel, read_assignments
from cyextract.recognizers.date.holidays import check_holiday
from cyextract.ruleset.scanner import Interpreter, RuleMatch

Result = DateMeaning | Refusal | str


def _edge(match: RuleMatch) -> DateMod | None:
    edge = match.text("edge").lstrip("年月岁")
    if not edge:
        return None
    return "START" if edge[0] in "初早前" else "MID" if edge[0] == "中" else "END"


def _date(match: RuleMatch, last: DateFields | None = None, standalone: bool = True, **fields: Unpack[DateFields]) -> DateMeaning:
    return DateMeaning(fields, last, _edge(match), standalone, (match.rule.id,))


def calendar(match: RuleMatch) -> Result:
    """Fields by their group, ends of ranges by the group with a 2 behind it, a table row for words, `edge` for 初 中 末 底."""
    row, mod, standalone = read_assignments(match.row())
    first: dict[str, object] = {**row}
    ends: dict[str, object] = {}
    for group in match.found:
        if name := GROUPS.get(group.removesuffix("2")):
            value = match.integer(group)
            if value is not None:
                (ends if group[-1] == "2" else first)[name] = value
    last = {**first, **ends} if ends else None
    if any(match.text(group).startswith("两") for group in ("d", "m") if group in match.found):
        return "两日 is two days and 两月 two months, no day and no month"
    if match.has("lunar"):
        first["lunar"] = True
    if match.has("same"):
        first["same_stretch"] = True
    if problem := _problem(first) or _problem(last or {}):
        return problem
    passes_month = ends.keys() == {"day"} and "month" not in first  # 28至3日
    if last is not None and not passes_month and not _ascends(first, last):
        return BACKWARD
    standalone = standalone and not match.has("lone")
    return DateMeaning(cast(DateFields, first), cast(DateFields | None, last), _edge(match) or mod, standalone, (match.rule.id,))


def _problem(fields: Mapping[str, object]) -> Refusal | str | None:
    """Why no date has these fields."""
    month, day = fields.get("month"), fields.get("day")
    if isinstance(month, int) and not 1 <= month <= 12:
        return "no such month"
    if not is_possible(cast(DateFields, fields)):
        return NO_SUCH_DAY
    return "no such day" if isinstance(day, int) and not 1 <= day <= 31 else None


def _ascends(first: dict[str, object], last: dict[str, object]) -> bool:
    changed = [name for name in last if first.get(name) != last[name]]
    return all(cast(int, first[name]) < cast(int, last[name]) for name in changed if name in first)


def short_year(match: RuleMatch) -> Result:
    """A year of two digits: 98年 and 07年 in full, 21年 only beside a month."""
    number = match.number("y")
    value = match.integer("y")
    if number is None or value is None:
        return "no number"
    if match.has("model") and number.text[0] != "0":
        return "98款 is a count; 06款 is a year's model"
    if match.words.word_from(match.end) in _LASTING or match.tokens.view.startswith("间", match.end):
        return "so many years long"
    written_out = number.text[0] in "0零〇" or (number.text[0] not in "0123456789" and "十" not in number.text and len(number.text) == 2)
    century = 1900 if value >= _PIVOT else 2000
    begins = match.tokens.view[match.start - 1 : match.start] in ("", "，", "。", "\n") and match.words.word_from(match.end) in _ONCE
    is_late = number.text[0] in "789" and len(number.text) == 2
    standalone = written_out or begins or match.has("sure") or match.has("listed") or match.is_entry or is_late
    return _date(match, standalone=standalone, year=century + value)


_LASTING = frozenset(("历史", "时间", "之久", "光阴"))
_ONCE = frozenset(("成立", "创立", "创办", "启动", "上市", "毕业", "开业", "投产", "竣工", "开工", "当选", "去世", "退休", "入选", "获奖"))
_PIVOT = 50  # two-digit years from 50 on are of the 20th century; POSIX takes 69, Chinese texts write 五八年 for 1958


def bare_year(match: RuleMatch) -> Result:
    """2024·…: only years of living memory; other numbers of four digits count something."""
    year = match.integer("y")
    if year is None or not 1980 <= year <= 2049:
        return "a count rather than a year"
    if match.rule.id == "date.year-bare" and not match.has("sure") and not _opens_name(match):
        return "a count: no name follows"
    return _date(match, year=year)


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
    return _date(match, {"year": year + 1}, year=year)


def numeric(match: RuleMatch) -> Result:
    """A date in bare digits: 2020.04.30, 20200430."""
    text = match.text("x")
    pieces = text.split(".") if "." in text else [text[:4], text[4:6], text[6:]]
    if len(pieces) != 3 or len(pieces[0]) != 4 or not all(len(p) in (1, 2) for p in pieces[1:]):
        return "not year, month and day"
    year, month, day = map(int, pieces)
    if not 1900 <= year <= 2100 or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        return "no such day"
    return _date(match, year=year, month=month, day=day)


def era_year(match: RuleMatch) -> Result:
    """公元前221年, 民国38年, 令和元年; the table gives the first year of a reign."""
    value = match.integer("n") or 1  # 元年
    if match.has("before"):
        year = 1 - value  # ISO 8601: 1 BCE is year 0
    else:
        first = read_assignments(match.row())[0].get("year", 1)
        year = (first if isinstance(first, int) else 1) + value - 1
    return "no such year" if year > dt.MAXYEAR else _date(match, year=year)


_ERA_OF_THE_REPUBLIC = 1911
_OF_TAIWAN = (
    "台湾", "台北", "台币", "新北", "高雄", "台中", "台南", "桃园", "新竹", "民进党", "国民党", "立委", "立法院", "行政院", "地检署",
    "陆委会",
)  # fmt: skip


@lru_cache(maxsize=64)
def _is_from_taiwan(view: str) -> bool:
    """Whether a text names several places and bodies of Taiwan: years of the Republic are written nowhere else."""
    return sum(word in view for word in _OF_TAIWAN) > 1


def republic_year(match: RuleMatch) -> Result:
    """110年6月8日, 112年度: a year of the Republic without its name, in a text from Taiwan."""
    year = match.integer("n") or 0
    if not _is_from_taiwan(match.tokens.view):
        return "nothing shows that the text is from Taiwan"
    return _date(match, year=_ERA_OF_THE_REPUBLIC + year) if year <= _LATEST_OF_THE_REPUBLIC else "so many years"


_LATEST_OF_THE_REPUBLIC = 150


def lettered_year(match: RuleMatch) -> Result:
    """二O一二年: a year with the letter O, or what an encoding made of it, for 〇."""
    digits = [_DIGITS.find(character) for character in match.text("y")]
    if len(digits) != 4 or digits[0] not in (1, 2):
        return "no year"
    return _date(match, year=int("".join(str(max(digit, 0)) for digit in digits)))


_DIGITS = "〇一二三四五六七八九"


def glued_clock(match: RuleMatch) -> Result:
    """2016-05-1222:22: a day and a clock time that lost the blank between them."""
    text = match.text("x")
    if len(text) != 4 or int(text[2:]) > 24:
        return "no hour"
    fields: DateFields = {"year": match.integer("y") or 0, "month": match.integer("m") or 0, "day": int(text[:2]), "hour": int(text[2:])}
    for name, group in (("minute", "mi"), ("second", "s")):
        if (value := match.integer(group)) is not None:
            fields = cast(DateFields, {**fields, name: value})
    return _problem(fields) or DateMeaning(fields, rules=(match.rule.id,))


def decade(match: RuleMatch) -> Result:
    """90年代, 1990年代, and both after a century."""
    pair = match.quantity("pair")  # 七八十年代
    if pair is not None and pair.low != pair.high and pair.high <= 90 and pair.low % 10 == pair.high % 10 == 0:
        return _date(match, {"decade": int(pair.high)}, decade=int(pair.low))
    quantity = either_number(match)
    value = int(quantity.low) if quantity else None
    if value is None:
        return "no number"
    if value >= 1000:
        if value % 10:
            return "a decade begins with a year that ends in 0"
        return _date(match, century=value // 100 + 1, decade=value % 100)
    if value % 10 or value > 90:
        return "no decade"
    return _date(match, decade=value)


def neighbours(match: RuleMatch) -> Result:
    """今明两年, 今明两天, 今秋明春: the year or day of the table and the one after it; behind a season the spring of the next year."""
    first = read_assignments(match.row())[0]
    last: DateFields = {"season": "SP"} if "season" in first else {}
    for name in ("year", "day"):
        if isinstance(rel := first.get(name), Rel):
            last = cast(DateFields, {**last, name: rel._replace(offset=rel.offset + 1)})
    return _date(match, last, **first)


def month_pair(match: RuleMatch) -> Result:
    """七八月份: two neighbouring months in one numeral."""
    pair = match.quantity("pair")
    if pair is None or pair.high != pair.low + 1 or pair.high > 12:
        return "an open count names no months"
    return _date(match, {"month": int(pair.high)}, month=int(pair.low))


def listed_days(match: RuleMatch) -> Result:
    """11、12日: neighbouring days under one head."""
    meaning = calendar(match)
    if not isinstance(meaning, DateMeaning) or meaning.last is None:
        return meaning
    distance = cast(int, meaning.last["day"]) - cast(int, meaning.first["day"])
    return meaning if distance == match.tokens.view.count("、", match.start, match.end) else "not neighbouring days"


def spoken_day(match: RuleMatch) -> Result:
    """十号: a date by itself only where the clause goes on with a time or with 从, 在, 起 (十号从北京出发, 16号起)."""
    meaning = calendar(match)
    following, before = match.words.word_from(match.end), match.tokens.view[max(0, match.start - 1) : match.start]
    is_when = following in _FOLLOW_A_DAY or match.words.tag(following) in ("t", "tg")
    return meaning._replace(standalone=is_when and before != "第") if isinstance(meaning, DateMeaning) else meaning


_FOLLOW_A_DAY = frozenset("从在于自到至起前")


def next_one(match: RuleMatch) -> Result:
    """第二天, 第二年 at the start of a clause: the day or year after the one last named."""
    before = match.tokens.view[max(0, match.start - 1) : match.start]
    if before not in _OPEN_A_CLAUSE:
        return "a day of what is named before it"
    return _date(match, **read_assignments(match.row())[0])


_OPEN_A_CLAUSE = frozenset(("", *"在于到着但 \n，。；！？、:"))


def pointed_day(match: RuleMatch) -> Result:
    """那天晚上, 那天13时: the day last named, where a part of it follows."""
    view = match.tokens.view
    if view[match.start - 1 : match.start] in ("日", "号"):
        return "the day that is named before it"
    if match.words.tag(match.words.word_from(match.end)) not in ("t", "tg") and not _CLOCK_TIME.match(view, match.end):
        return "some day, told by what happened on it"
    return _date(match, day=Rel(0, "last"))


_CLOCK_TIME = re.compile(r"\d{1,2}[点时:]")


def short_day(match: RuleMatch) -> Result:
    """今揭幕, 昨从市府获悉, 明续审: a day in one character, where a verb or a preposition follows; 明 is a name behind most words."""
    words, view = match.words, match.tokens.view
    word = _known_word(match)
    if not word or word in _STATES or words.tag(word)[0] not in "vp":
        return "no verb of a deed follows"
    if match.text("table") == "明" and view[match.start - 1 : match.start].isalpha() and not _follows_word(match):
        return "the end of a name"
    return _date(match, **read_assignments(match.row())[0])


def quarter(match: RuleMatch) -> Result:
    """一季度, 第二季; without 度 only where business goes on or something is announced: series and shows have seasons too."""
    meaning = calendar(match)
    if not isinstance(meaning, DateMeaning) or not match.has("short") or meaning.mod is not None:
        return meaning
    if match.tokens.view.startswith("报", match.end) and not match.tokens.view.startswith("报告", match.end):
        return "a report's name"  # 一季报
    following = _known_word(match)
    is_business = following[:1] in _OPEN_BUSINESS or following in _OF_QUARTERS or match.words.tag(following) == "d"
    return meaning._replace(standalone=is_business)


_OPEN_BUSINESS = frozenset("，、财业经盈亏净纯利营销")  # 财报, 业绩, 经营, 盈利, 净利, 营收, 销售 …
_OF_QUARTERS = frozenset(("报告", "数字", "数据", "收入"))


def _known_word(match: RuleMatch) -> str:
    """The word of the dictionary behind a match; the first character of one that is only guessed."""
    word = match.words.word_from(match.end)
    return word if match.words.tag(word) != "x" else match.tokens.view[match.end : match.end + 1]


def century(match: RuleMatch) -> Result:
    """18世纪, 上世纪, 本世纪初."""
    value = match.integer("n")
    return _date(match, century=value) if value else _date(match, **read_assignments(match.row())[0])


def first_month(match: RuleMatch) -> Result:
    """首月 and 元月: January of the year beside it."""
    return _date(match, standalone=False, month=1)


def week_day(match: RuleMatch) -> Result:
    """周五, 上周五, 本周, 周末."""
    fields = read_assignments(match.row())[0]
    weekday = match.integer("w")
    if weekday is not None:
        fields["weekday"] = weekday
    elif match.has("sunday"):
        fields["weekday"] = 7
    elif match.has("weekend") or not fields:
        fields["weekday"] = 8
    return _date(match, **fields)


def week_of_month(match: RuleMatch) -> Result:
    """第二周 of the month named before."""
    return _date(match, standalone=False, week_of_month=match.integer("wk") or 1)


def nth_weekday(match: RuleMatch) -> Result:
    """第一个星期一, 最后一个周三 of the month named before."""
    weekday = 7 if match.has("sunday") else match.integer("w")
    if weekday is None:
        return "no weekday"
    nth = -1 if match.has("final") else match.integer("n") or 1
    return _date(match, standalone=False, nth_weekday=(nth, weekday))


def dotted_months(match: RuleMatch) -> Result:
    """1999.08-2002.02: years with months, which one alone could not be told from a decimal."""
    ends: list[DateFields] = []
    for group in ("x", "x2"):
        year, _, month = match.text(group).partition(".")
        if len(year) != 4 or len(month) != 2 or not 1 <= int(month) <= 12 or not 1900 <= int(year) <= 2100:
            return "decimals"
        ends.append({"year": int(year), "month": int(month)})
    return _date(match, ends[1], **ends[0])


def day_first(match: RuleMatch) -> Result:
    """29/1/2017: day first; month first where only that is a date."""
    year, first, second = match.integer("y"), match.integer("a"), match.integer("b")
    if year is None or first is None or second is None:
        return "no number"
    if year < 100:
        year += 1900 if year >= _PIVOT else 2000
    day, month = (first, second) if second <= 12 else (second, first)
    return _whole_day(match, year, month, day)


def _whole_day(match: RuleMatch, year: int | None, month: int | None, day: int | None) -> Result:
    fields = {"year": year, "month": month, "day": day}
    return _problem(fields) or DateMeaning(cast(DateFields, fields), rules=(match.rule.id,))


def month_day_bare(match: RuleMatch) -> Result:
    """1月3: the day without 日; 九月廿二 is lunar, since 廿 is."""
    number = match.number("d")
    if number is not None and "廿" in number.text:
        return _date(match, lunar_month=match.integer("m") or 1, lunar_day=match.integer("d") or 1)
    return calendar(match)


_STATES = frozenset("是有无属")


def _follows_word(match: RuleMatch) -> bool:
    """Whether a match stands right behind a word of the dictionary that has more than one character."""
    words, start = match.words, match.start
    return any(len(word := words.word_from(start - size)) == size and words.tag(word) != "x" for size in (2, 3, 4) if size <= start)


def month_day_decimal(match: RuleMatch) -> Result:
    """今年6.18购物节: month and day with a point, which open a name."""
    text, following = match.text("x"), match.words.word_from(match.end)
    if not following[1:].isalpha() or not _opens_name(match) or not text.isascii():
        return "a decimal"
    month, day = map(int, text.split("."))
    return _problem({"month": month, "day": day}) or _date(match, standalone=False, month=month, day=day)


def solar_term(match: RuleMatch) -> Result:
    """冬至, 立春: the day of a solar term."""
    return _date(match, standalone=read_assignments(match.row())[2], holiday="term:" + match.text("table"))


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
    meaning = _date(match, standalone=False, **fields)
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
    elif match.has("table") and not match.words.ends_word(match.end):
        return "part of a longer word"
    return _date(match, **fields)


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
        fields["lunar_day"] = day
    return _date(match, **fields)


def lunar_new_year(match: RuleMatch) -> Result:
    """大年初三: the third day of the first lunar month."""
    return _date(match, lunar_month=1, lunar_day=match.integer("ld") or 1)


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
    return _date(match, plan=number)


_READ_ROWS = {era_year, calendar, century, neighbours, short_day, next_one, week_day, solar_term, holiday}
_CONTEXT_FREE = {calendar, week_day}  # as far as news use them often


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
            (calendar, ["y q m d w h mi s wk lm ld table"]), (short_year, ["y"]), (bare_year, ["y"]), (season_years, ["y", "y2"]),
            (spaced, ["m", "d"]), (numeric, ["x"]), (era_year, []), (republic_year, ["n"]), (lettered_year, ["y"]),
            (glued_clock, ["y", "m", "x"]), (quarter, ["q"]), (decade, ["n n2 pair"]), (century, ["n table"]),
            (neighbours, ["table"]), (month_pair, ["pair"]), (listed_days, ["d", "d2"]), (spoken_day, ["d"]), (pointed_day, []),
            (next_one, ["table"]), (short_day, ["table"]), (month_day_decimal, ["x"]), (first_month, []), (week_day, []),
            (week_of_month, []), (nth_weekday, ["w sunday"]),
            (dotted_months, ["x", "x2"]), (day_first, ["y", "a", "b"]), (month_day_bare, ["m", "d"]), (solar_term, ["table"]),
            (clock, ["h"]), (iso, ["y", "m m3", "d d3"]), (padded_month_day, ["m", "d"]), (holiday, ["table"]),
            (lunar, ["lm lm3 lmonth"]), (lunar_new_year, ["ld"]), (plan, ["p p2"]),
            (durations.shift, ["unit", "n n2", "way"]), (durations.stretch, ["unit", "n n2"]),
            (durations.months_so_far, ["n n2"]), (durations.days_so_far, ["n"]), (durations.century_ago, []),
        )
    },
}  # fmt: skip
"""The interpreters that date rules may name."""
