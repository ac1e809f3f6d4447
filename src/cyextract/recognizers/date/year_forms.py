"""Interpreters of years, decades and centuries in all their forms: two digits, eras, the Republic, the letter O."""

from __future__ import annotations

import datetime as dt
import re

from cyextract.recognizers.date.calendar_fields import Result, find_problem, make_date
from cyextract.recognizers.date.durations import either_number
from cyextract.recognizers.date.fields import BACKWARD, DateFields, DateMeaning, read_assignments
from cyextract.recognizers.region import elect_region, find_clues
from cyextract.ruleset.scanner import RuleMatch


def short_year(match: RuleMatch) -> Result:
    """A year of two digits: 98年 and 07年 in full, 21年 only beside a month."""
    number = match.number("y")
    value = match.integer("y")
    if number is None or value is None:
        return "no number"
    if match.has("model") and number.text[0] != "0":
        return "98款 is a count; 06款 is a year's model"
    if len(number.text) == 1:
        return "so many years long"  # 5年7月 is a sentence, 2005年 is written 05年
    following = match.tokens.view[match.end : match.end + 1]
    if match.tokens.view.startswith("国庆", match.end) and value % 5 == 0:
        return "an anniversary"
    is_of_republic = _REPUBLIC[0] <= value and number.text.isascii() and _counts_by_the_republic(match.tokens.view)
    if following == "间" and not is_of_republic:
        return "so many years long"
    written_out = number.text[0] in "0零〇" or (
        number.text[0] not in "0123456789" and "十" not in number.text and len(number.text) == 2 and number.text not in _SOME
    )
    before = match.tokens.view[match.start - 1 : match.start]
    if not written_out and match.tokens.view.endswith(_COUNTING, 0, match.start):
        return "so many years"  # 最后10年
    is_late = number.text[0] in "89" and len(number.text) == 2 and value != _LIFETIME and before != "了"
    standalone = written_out or is_late or match.has("sure") or match.has("listed") or match.is_entry
    if following.isalpha():
        word = match.words.word_from(match.end)
        if word in _LASTING:
            return "so many years long"
        standalone = standalone or (word in _ONCE and before in _OPEN_A_CLAUSE)
    if is_of_republic:
        return make_date(match, standalone=standalone, year=_ERA_OF_THE_REPUBLIC + value)
    pivot = PIVOT if number.text.isascii() else PIVOT_IN_CHARACTERS
    return make_date(match, standalone=standalone, year=(1900 if value >= pivot else 2000) + value)


def _counts_by_the_republic(view: str) -> bool:
    """Whether a text is from Taiwan and has a year of the Republic that can be nothing else: 民国, 108年."""
    return _OF_THE_REPUBLIC.search(view) is not None and elect_region(find_clues(view)) == "TW"


_OF_THE_REPUBLIC = re.compile(r"民国|(?<!\d)1[01]\d年")
_REPUBLIC = (70, 99)  # what a year of two digits is of the Republic in a text from Taiwan: 96年 is 2007
_LIFETIME = 80  # 80年过去: as a rule counted, as is 70年, where 98年 is a year
_COUNTING = ("最后", "头", "连续", "走过")
_SOME = ("三五", "二三", "三四", "四五")  # 三五年: three to five of them
_OPEN_A_CLAUSE = frozenset(("", *"，。\n"))
_LASTING = frozenset(("历史", "时间", "之久", "光阴"))


_ONCE = frozenset(("成立", "创立", "创办", "启动", "上市", "毕业", "开业", "投产", "竣工", "开工", "当选", "去世", "退休", "入选", "获奖"))


PIVOT_IN_CHARACTERS = 30  # 四八年 is 1948: who writes so tells of the past
PIVOT = 50  # two-digit years from 50 on are of the 20th century; POSIX takes 69, Chinese texts write 五八年 for 1958


def financial_year(match: RuleMatch) -> Result:
    """19Q3, 06H1, 3Q2019: a quarter or half of a year in two or four digits."""
    year = match.integer("y")
    short = match.integer("short")
    if short is not None and match.text("short").isdecimal() and len(match.text("short")) == 2:  # 三三H1 and 氢1H1 are no years
        year = (1900 if short >= PIVOT else 2000) + short
    if year is None:
        return "no year"
    fields: DateFields = {**read_assignments(match.row())[0], "year": year}
    if (quarter := match.integer("q")) is not None:
        fields["quarter"] = quarter
    return make_date(match, **fields)


def bare_year(match: RuleMatch) -> Result:
    """2024·…: only years of living memory; other numbers of four digits count something."""
    year = match.integer("y")
    if year is None or not 1980 <= year <= 2049:
        return "a count rather than a year"
    if match.rule.id == "date.year-bare" and not match.has("sure") and (_is_counted(match) or not opens_name(match)):
        return "a count: no name follows"
    return make_date(match, year=year)


def _is_counted(match: RuleMatch) -> bool:
    """Whether words of quantity stand around a number: 超过2000名, 2000人次."""
    view = match.tokens.view
    return view.endswith(_QUANTIFIERS, 0, match.start) or view.startswith(_TIMES, match.end)


_QUANTIFIERS = ("超过", "约", "近", "达", "共", "共有", "至少")
_TIMES = ("人次", "场次")


def opens_name(match: RuleMatch) -> bool:
    """Whether what follows a bare number is nothing that it counts: a longer word that is no measure, or a function word."""
    word = match.words.word_from(match.end)
    tag = match.words.tag(word)
    return tag not in ("m", "q", "f") if len(word) > 1 else not word.isalpha() or (tag[0] in "vpucd" and word not in _MEASURES)


_MEASURES = frozenset("列例")  # verbs in the dictionary as well: 开行2010列, 新增2026例


def season_years(match: RuleMatch) -> Result:
    """1997-98, 09-10: two neighbouring years, the second or both in two digits; years that are no season may lie further apart."""
    year, second = match.integer("y"), match.integer("y2")
    if (short := match.integer("short")) is not None:
        year, second = (1900 if short >= PIVOT else 2000) + short, match.integer("short2")
    apart = None if year is None or second is None else (second - year) % 100
    is_stated = match.has("y") and match.tokens.view[match.end - 1] in "年度"
    if year is None or apart is None or not 1 <= apart <= (_FEW_YEARS if is_stated else 1):
        return "not two neighbouring years"
    return make_date(match, {"year": year + apart}, year=year)


_FEW_YEARS = 10


def era_year(match: RuleMatch) -> Result:
    """公元前221年, 民国38年, 令和元年; the table gives the first year of a reign."""
    value = match.integer("n") or 1  # 元年
    if match.has("before"):
        year = 1 - value  # ISO 8601: 1 BCE is year 0
    else:
        first = read_assignments(match.row())[0].get("year", 1)
        year = (first if isinstance(first, int) else 1) + value - 1
    return "no such year" if year > dt.MAXYEAR else make_date(match, year=year)


_ERA_OF_THE_REPUBLIC = 1911


def republic_year(match: RuleMatch) -> Result:
    """110年6月8日, 112年度: a year of the Republic without its name, in a text from Taiwan."""
    year = match.integer("n") or 0
    if elect_region(find_clues(match.tokens.view)) != "TW":
        return "nothing shows that the text is from Taiwan"
    if year > _LATEST_OF_THE_REPUBLIC:
        return "so many years"
    return make_date(match, standalone=match.has("sure"), year=_ERA_OF_THE_REPUBLIC + year)


_LATEST_OF_THE_REPUBLIC = 150


def lettered_year(match: RuleMatch) -> Result:
    """二O一二年: a year with the letter O, or what an encoding made of it, for 〇."""
    written = match.text("y")
    if len(written) != 4 or written[0] not in "一二" or not _DIGITS.keys() >= set(written):
        return "no year"
    return make_date(match, year=int("".join(str(_DIGITS[digit]) for digit in written)))


_DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | dict.fromkeys("0O?", 0)


def decade(match: RuleMatch) -> Result:
    """90年代, 1990年代, and both after a century."""
    pair = match.quantity("pair")  # 七八十年代
    if pair is not None and pair.low != pair.high and pair.high <= 90 and pair.low % 10 == pair.high % 10 == 0:
        return make_date(match, {"decade": int(pair.high)}, decade=int(pair.low))
    quantity = either_number(match)
    value = int(quantity.low) if quantity else None
    if value is None:
        return "no number"
    if value >= 1000:
        if value % 10:
            return "a decade begins with a year that ends in 0"
        return make_date(match, century=value // 100 + 1, decade=value % 100)
    if value % 10 or value > 90:
        return "no decade"
    return make_date(match, decade=value)


def century(match: RuleMatch) -> Result:
    """18世纪, 本世纪初, 19世纪下半叶, 十四至十六世纪."""
    value, last, edge = match.integer("n"), match.integer("n2"), match.text("edge")
    if value is None:
        return make_date(match, **read_assignments(match.row())[0])
    if match.has("before"):
        return make_date(match, century=-value)
    if last is not None:
        return make_date(match, {"century": last}, century=value) if value < last else BACKWARD
    if edge[1:] == "半叶":
        first = 100 * (value - 1) + (50 if edge[0] == "下" else 0)
        return DateMeaning({"year": first}, {"year": first + 49}, rules=(match.rule.id,))
    return make_date(match, century=value)


def republic_day_bare(match: RuleMatch) -> Result:
    """108/08/05, in a text from Taiwan."""
    return republic_day(match) if elect_region(find_clues(match.tokens.view)) == "TW" else "nothing shows that the text is from Taiwan"


def republic_day(match: RuleMatch) -> Result:
    """民国115/09/14."""
    year, month, day = (match.integer(group) or 0 for group in ("n", "m", "d"))
    fields: DateFields = {"year": _ERA_OF_THE_REPUBLIC + year, "month": month, "day": day}
    return find_problem(fields) or DateMeaning(fields, rules=(match.rule.id,))
