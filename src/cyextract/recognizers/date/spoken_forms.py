"""Interpreters of what is a date only by the words around it (十号从北京出发, 今揭幕, 第二天), and of two in one word (今明两天)."""

from __future__ import annotations

import re
from typing import Literal, cast

from cyextract.recognizers.date.calendar_fields import Result, calendar, find_problem, make_date
from cyextract.recognizers.date.fields import DateFields, DateMeaning, Rel, read_assignments
from cyextract.recognizers.date.spoken_days import ENOUGH, weigh, weigh_told
from cyextract.recognizers.date.year_forms import opens_name
from cyextract.recognizers.region import elect_region, find_clues
from cyextract.ruleset.scanner import RuleMatch


def neighbours(match: RuleMatch) -> Result:
    """今明两年, 今明两天, 今秋明春: the year or day of the table and the one after it; behind a season the spring of the next year.

    夏秋季: a season and the next one of the same year.
    """
    first, _, standalone = read_assignments(match.row())
    last: DateFields = {"season": "SP" if "year" in first else _NEXT_SEASON[first["season"]]} if "season" in first else {}
    for name in ("year", "day"):
        if isinstance(rel := first.get(name), Rel):
            last = cast(DateFields, {**last, name: rel._replace(offset=rel.offset + 1)})
    return make_date(match, last, standalone, **first)


_NEXT_SEASON: dict[str, Literal["SU", "FA", "WI"]] = {"SP": "SU", "SU": "FA", "FA": "WI"}


def turn_of_year(match: RuleMatch) -> Result:
    """岁末年初: December and the January after it."""
    return make_date(match, {"month": 1}, month=12)


def month_pair(match: RuleMatch) -> Result:
    """七八月份: two neighbouring months in one numeral."""
    pair = match.quantity("pair")
    if pair is None or pair.high != pair.low + 1 or pair.high > 12:
        return "an open count names no months"
    return make_date(match, {"month": int(pair.high)}, month=int(pair.low))


def listed_days(match: RuleMatch) -> Result:
    """11、12日: neighbouring days under one head."""
    meaning = calendar(match)
    if not isinstance(meaning, DateMeaning) or meaning.last is None:
        return meaning
    distance = cast(int, meaning.last["day"]) - cast(int, meaning.first["day"])
    return meaning if distance == match.tokens.view.count("、", match.start, match.end) else "not neighbouring days"


def slashed_day(match: RuleMatch) -> Result:
    """明日(7/5): what is counted and explained; Hong Kong and Macau write the day first, as does who writes 25/3."""
    view = match.tokens.view
    if not _COUNTED_DAY.search(view, max(0, match.start - 6), match.start):
        return "nothing before the bracket that it explains"
    month, day = match.integer("a") or 0, match.integer("b") or 0
    if month > 12 or elect_region(find_clues(view)) in ("HK", "MO"):
        month, day = day, month
    return find_problem({"month": month, "day": day}) or make_date(match, month=month, day=day)


_COUNTED_DAY = re.compile(r"(?:[今明昨前后听寻琴][天晚早午]?|[一二三四五六日]) ?\($")


def next_one(match: RuleMatch) -> Result:
    """第二天, 第二年 at the start of a clause: the day or year after the one last named."""
    before = match.tokens.view[max(0, match.start - 1) : match.start]
    if before not in _OPEN_A_CLAUSE:
        return "a day of what is named before it"
    view = match.tokens.view
    first = view.rfind(f"第一{view[match.end - 1]}", max(0, match.start - _SENTENCE), match.start)
    if first >= 0 and "。" not in view[first : match.start]:
        return "counted, as the first before it"  # 第一年筹备，第二年开业
    return make_date(match, **read_assignments(match.row())[0])


_SENTENCE = 60  # code points
_OPEN_A_CLAUSE = frozenset(("", *"在于到着但 \n，。；！？、:"))


def pointed_day(match: RuleMatch) -> Result:
    """那天晚上, 那天13时: the day last named, where a part of it follows."""
    view = match.tokens.view
    if view[match.start - 1 : match.start] in ("日", "号"):
        return "the day that is named before it"
    if match.words.tag(match.words.word_from(match.end)) not in ("t", "tg") and not _CLOCK_TIME.match(view, match.end):
        return "some day, told by what happened on it"
    return make_date(match, day=Rel(0, "last"))


_CLOCK_TIME = re.compile(r"\d{1,2}[点时:]")


def short_day(match: RuleMatch) -> Result:
    """今揭幕, 昨从市府获悉, 明续审: a day in one character, where a verb or a preposition follows; 明 is a name behind most words.

    Behind 昨 also an adverb.
    """
    words = match.words
    if match.tokens.view[match.end : match.end + 1] in _OF_LONGER_WORDS:
        return "part of a longer word"
    if not words.begins_word(match.start) or not words.ends_unit(match.end, is_counted=False):
        return "part of a longer word"
    word = _known_word(match)
    tag = words.tag(word)
    begins_deed = tag[0] in "vp" or words.tag(word[:2])[0] == "v"  # 出席会议 is listed as a phrase
    begins_deed |= match.text("table") == "昨" and tag in ("d", "ad")  # 昨再被捕, but 今已废弃 is of these days
    if not word or word in _STATES or not begins_deed:
        return "no verb of a deed follows"
    if match.has("table"):
        return make_date(match, **read_assignments(match.row())[0])
    follows = match.tokens.view[match.start - 1 : match.start].isalpha()
    return "the end of a name" if follows and not _follows_word(match) else make_date(match, day=Rel(1, "ref"))


def quarter(match: RuleMatch) -> Result:
    """一季度, 第二季; without 度 only where business goes on or something is announced: series and shows have seasons too."""
    meaning = calendar(match)
    if match.tokens.view.endswith("连续", 0, match.start):
        return "so many quarters in a row"
    if not isinstance(meaning, DateMeaning) or not match.has("short") or meaning.mod is not None:
        return meaning
    before = match.tokens.view[match.start - 1 : match.start]
    if before in ("新", "近"):
        return "a count of quarters"  # 最新一季财报, 近四季
    if before in _BEFORE_A_SEASON:
        return "a season of a show"  # 《…》第二季
    if match.tokens.view.startswith("报", match.end) and not match.tokens.view.startswith("报告", match.end):
        return "a report's name"  # 一季报
    following = _known_word(match)
    is_business = following[:1] in _OPEN_BUSINESS or following in _OF_QUARTERS or match.words.tag(following) == "d"
    return meaning._replace(standalone=is_business or _tells_results(match))


def _tells_results(match: RuleMatch) -> bool:
    """Whether 第2季 stands among results, and is no season of a show (《…》第二季, 第二季开播)."""
    view, start, end = match.tokens.view, match.start, match.end
    if view[start] != "第" or _OF_SHOWS.match(view, end) is not None:
        return False
    return _RESULTS.search(view, max(0, start - _STORY_REACH), end + _STORY_REACH) is not None


_BEFORE_A_SEASON = frozenset("》”第")
_OF_SHOWS = re.compile("(?:[和及、]第.{1,2}季)?(?:开播|热播|收官|上线|播出|首播|回归|节目)")
_RESULTS = re.compile(
    "季度|季增|季减|单季|营收|毛利|获利|净利|财报|每股|国内生产总值|GDP|出货|订单|投资|台股|美股|大盘|景气|旺季|营业额|销量|经济"
)


_OPEN_BUSINESS = frozenset("，、财业经盈亏净纯利营销")  # 财报, 业绩, 经营, 盈利, 净利, 营收, 销售 …


_OF_QUARTERS = frozenset(("报告", "数字", "数据", "收入"))


def _known_word(match: RuleMatch) -> str:
    """The word of the dictionary behind a match; the first character of one that is only guessed."""
    word = match.words.word_from(match.end)
    return word if match.words.tag(word) != "x" else match.tokens.view[match.end : match.end + 1]


_OF_LONGER_WORDS = frozenset("天日年晚早晨后")  # 今天, 昨日, 今后: by far the most, told without a look at the words
_STATES = frozenset("是有无属")


def _follows_word(match: RuleMatch) -> bool:
    """Whether a match stands right behind a word of the dictionary that has more than one character."""
    words, start = match.words, match.start
    return any(len(word := words.word_from(start - size)) == size and words.tag(word) != "x" for size in (2, 3, 4) if size <= start)


def character_day(match: RuleMatch) -> Result:
    """九日: days in characters are rather counted (如一日, 提前三十日); one is a date by itself where the text writes months so."""
    meaning = calendar(match)
    if not isinstance(meaning, DateMeaning) or match.is_entry:
        return meaning
    view, start, end = match.tokens.view, match.start, match.end
    if view[end - 1] == "号":
        return meaning._replace(standalone=weigh(match) >= ENOUGH)  # 1至3号机组
    if view.endswith(("前", "前 "), 0, start) and match.words.word_to(start - (view[start - 1] == " ")) == "前":
        return "so many days before"  # 上市前5日, where 此前5日 is the fifth
    if match.text("d")[0].isdecimal():
        return meaning
    if len(match.text("d")) > 1 and weigh_told(match) >= ENOUGH:
        return meaning  # 委员会十三日审查
    is_explained = view.endswith("(", 0, start) and view.startswith(")", end)
    if is_explained or _TIME_OR_REPORT.match(view, end):
        return meaning
    written_so = _FIRST_IN_CHARACTERS if meaning.first["day"] == 1 else _IN_CHARACTERS
    return meaning._replace(standalone=written_so.search(view, max(0, start - _STORY_REACH), end + _STORY_REACH) is not None)


_STORY_REACH = 500  # code points
_IN_CHARACTERS = re.compile("[一二三四五六七八九十]月(?:份|[一二三四五六七八九十廿卅]{1,3}日)")
_FIRST_IN_CHARACTERS = re.compile("[一二三四五六七八九十]月一日")  # 一日 is a day's length far more often than the first
_TIME_OR_REPORT = re.compile("(?:清?[晨早]|凌晨|[上下中]午|傍?晚|深?夜|[专讯电]|消息|报道)")


def event_day(match: RuleMatch) -> Result:
    """8.31太子站, 8.18晚上: month and day in two digits with a point, at the start of a clause."""
    text, following = match.text("x"), match.words.word_from(match.end)
    before = match.tokens.view[max(0, match.start - 2) : match.start]
    if (
        len(text.rpartition(".")[2]) != 2
        or not text.isascii()
        or before[-1:] not in _OPEN_A_NAME
        or (before[-1:] == "、" and before[0].isdigit())
    ):
        return "a decimal"
    is_named = opens_name(match) and following not in _VERSIONS and (following[1:].isalpha() or before.endswith("【"))
    if not is_named and match.words.tag(following) not in ("t", "tg"):
        return "a decimal"
    month, day = map(int, text.split("."))
    return find_problem({"month": month, "day": day}) or make_date(match, month=month, day=day)


_OPEN_A_NAME = frozenset(("", *"【(“，。；:、\n"))
_VERSIONS = frozenset(("版本", "系统", "英寸"))


def month_day_decimal(match: RuleMatch) -> Result:
    """今年6.18购物节: month and day with a point, which open a name."""
    text, following = match.text("x"), match.words.word_from(match.end)
    if not following[1:].isalpha() or not opens_name(match) or not text.isascii():
        return "a decimal"
    month, day = map(int, text.split("."))
    return find_problem({"month": month, "day": day}) or make_date(match, standalone=False, month=month, day=day)
