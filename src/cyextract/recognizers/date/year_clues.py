"""Years that a text tells otherwise than by its dates: document numbers, names, five-year plans, the animal of the year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cyextract.text.words import Words

HEADER_REACH = 600  # code points: headers stand at the top
YearVote = tuple[str, int, int]
"""Kind, year and view offset of a vote for a year (see `evidence.Vote`)."""

_COMPACT = re.compile(r"日 *期 ?[】:]? ?(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
# One class of characters opens each pattern, so that `re` skips from candidate to candidate.
_NUMBER = re.compile(r"[编〔\[【(](?:号:? ?临?(?=\d{4}[-~—])|(?=\d{4}[〕\]】)] ?第?\d{1,5}号))(?P<year>(?:19|20)\d\d)")
_NAMED = re.compile(r"[12](?<![\d.\-/,:%][12])(?:(?<=1)9[89]|(?<=2)0[0-4])\d(?=[”·\u4e00-\u9fff])")
_PLAN_EDGE = re.compile(
    "(?P<plan>十[一二三四五]?五)”?(?:规划|计划|时期)?的?[^，。；“]{0,4}(?:(?P<begin>开局|开端|第一年|首年|起步之年)|收官|收尾|最后一年)"
)
_FIRST_YEARS = {"十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_ANIMALS = "猴鸡狗猪鼠牛虎兔龙蛇马羊"  # of a year that 12 divides, and on
_ZODIAC = re.compile(f"年(?<=(?P<animal>[{_ANIMALS}])年)")  # `re` skips from one 年 to the next
_YEARS_AGO = re.compile("年(?:前|来|过去|之?后)")  # `re` skips here as well
_COUNTS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_EXPLAINED = re.compile(r"(?P<word>今|去|明|前|后)年(?:今[日天])? ?\((?P<year>(?:19|20)\d\d)年?(?:\d{1,2}月\d{1,2}日)?\)")
_YEARS_FROM_NOW = {"今": 0, "去": -1, "明": 1, "前": -2, "后": 2}


def written_years(view: str, words: Words) -> Iterator[YearVote]:
    """Years that are written otherwise than as dates: 国办发〔2009〕2号, 日期】19960426, 明年（2025年）, 去年今日（2019年6月9日）."""
    if ("年(" in view or "年 (" in view or "今日(" in view or "今天(" in view) and (found := _EXPLAINED.search(view)):
        yield ("explained", int(found["year"]) - _YEARS_FROM_NOW[found["word"]], found.start())
    for found in _NAMED.finditer(view):
        if not _is_named(view, words, found.end()):
            continue
        year = int(found[0])
        yield ("named", year, found.start())
        yield ("named-next", year + 1, found.start())
    for found in _PLAN_EDGE.finditer(view):
        first = _FIRST_YEARS[found["plan"]]
        yield ("plan-edge", first + (0 if found["begin"] else 4), found.start())
    top = view[:HEADER_REACH]
    if "号" in top and (found := _NUMBER.search(top)):
        yield ("number", int(found["year"]), found.start())
    if found := compact_day(view):
        yield ("header-label", int(found["year"]), found.start("year"))


def few_years(view: str) -> Iterator[tuple[int, int]]:
    """Few years that have passed (三年前, 两年来), up to six: how many, and the view offset of 年."""
    for found in _YEARS_AGO.finditer(view):
        if count := _COUNTS.get(view[found.start() - 1]):
            yield count, found.start()


def _is_named(view: str, words: Words, end: int) -> bool:
    """Whether a number goes on as a name does (净港2018”, 2024巴黎): with a word that nobody counts, and no unit of one character."""
    if view[end] in "”·":
        return True
    word = words.word_from(end)
    return len(word) > 1 and word[0] != "年" and words.tag(word)[0] not in "mqx"


def compact_day(view: str) -> re.Match[str] | None:
    """A day in eight digits behind its label: 日期】19960426."""
    return _COMPACT.search(view, 0, HEADER_REACH) if view.find("期", 0, HEADER_REACH) >= 0 else None


def zodiac_years(view: str, words: Words, years: Iterable[int]) -> Iterator[YearVote]:
    """Votes for and against years by the first animal that the text names: 牛年, but not 奔马年产."""
    for found in _ZODIAC.finditer(view):
        start = found.start() - 1
        if not words.word_across(start)[0] and not words.word_across(found.end())[0]:
            animal = _ANIMALS.index(found["animal"])
            yield from (("zodiac" if year % 12 == animal else "zodiac-against", year, start) for year in years)
            return
