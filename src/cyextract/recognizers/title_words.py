"""The words by which titles are classed (`rules/lexicon/title_category.tsv`, `title_context.tsv`), and what a title's own words say."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, get_args

from cyextract.lexicon.table import lengths, read_table
from cyextract.models import TitleCategory
from cyextract.text.boundaries import CLAUSE_MARKS
from cyextract.text.marks import SENTENCE_MARKS

_CLAUSE_ENDS = frozenset(f"{CLAUSE_MARKS}{SENTENCE_MARKS}《》\n") | {""}
_LONG_HEAD = 4  # characters before a word of `long`: 红海行动 is a film
_EDITION = re.compile(
    r"(?:\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]|[”’\" 　]"
    r"|全文|征求意见稿|送审稿|讨论稿|修订稿|[一二三]审稿|审议稿|建议稿|报批稿|修订版|修正版|试行|暂行|初稿|正文|第[0-9一二三四五六七八九十]{1,3}[版部季期辑卷]"
    r"|第[0-9一二三四五六七八九十]{1,4}(?:号(?:-.*)?|批)|[0-9]{4}年?[-~至][0-9]{4}年?|[0-9]{4}年?版?|V?[0-9]+(?:\.[0-9]+)*)$"
)
_SUBTITLE = re.compile("[·:-]+")  # 自然·气候变化, 柳叶刀-肿瘤学
_STANDARD_INSIDE = re.compile("国家标准|行业标准|技术导则|第[0-9一二三四五六七八九十]{1,2}部分")  # 食品安全国家标准竹笋罐头
_NAMED_NUMBER = re.compile("([引则告])第[0-9一二三四五六七八九十]{1,4}号-.*$")  # 准则第15号--权益变动报告书
_YEARLY = re.compile("[0-9]{4}.{4,}研究$")  # 2021年山城竹业研究 is a report, as 竹业研究 is none
_STANDARD_NUMBER = re.compile(r"(?:GB|DB|ISO|IEC|IEEE|YY|YD|JGJ|HJ|NB|QB|SJ|T/[A-Z]+)[/ 0-9A-Z]*[0-9]")


class Beside(NamedTuple):
    """Words on one side of a title, read away from it: each with its category and how many characters may stand between."""

    words: dict[str, tuple[str, int]]
    firsts: frozenset[str]
    lengths: tuple[int, ...]
    reach: int

    def categories(self, context: str) -> set[str]:
        """What the words say that a context (read away from the title) holds within their reach."""
        found: set[str] = set()
        for between in range(self.reach + 1):
            first = context[between : between + 1]
            for length in self.lengths if first in self.firsts else ():
                category, reach = self.words.get(context[between : between + length], ("", -1))
                if between <= reach:
                    found.add(category)
                    break  # the longest tells: a 专栏文章 is no 专栏
            if first in _CLAUSE_ENDS:
                break
        return found


class TitleWords(NamedTuple):
    """Words that end a title or are one, and words beside titles."""

    heads: dict[str, str]
    head_lengths: tuple[int, ...]
    firm: tuple[str, ...]
    """The heads that no word beside the title overrules: a 蓝皮书 that somebody 编著."""
    long: frozenset[str]
    """The heads that tell nothing of a short title: 红海行动."""
    names: dict[str, str]
    """By their lower case."""
    before: Beside
    after: Beside
    weak_before: Beside
    weak_after: Beside


@cache
def load_title_words() -> TitleWords:
    """The words by which titles are classed.

    Raises:
        LexiconError: a row that is none; every such row is named.
    """
    rows = read_table("title_category.tsv", 3, where=("head", "firm", "long", "name"), category=get_args(TitleCategory))
    heads = {word: category for word, where, category in rows if where != "name"}
    names = {word.lower(): category for word, where, category in rows if where == "name"}
    firm = tuple(word for word, where, _ in rows if where == "firm")
    long = frozenset(word for word, where, _ in rows if where == "long")
    sides: dict[str, dict[str, tuple[str, int]]] = {"before": {}, "after": {}, "weak-before": {}, "weak-after": {}}
    for word, place, category, *reach in read_table("title_context.tsv", 3, has_more=True, place=sides, category=get_args(TitleCategory)):
        sides[place][word[::-1] if place.endswith("before") else word] = category, int(reach[0]) if reach else 0
    beside = (
        Beside(words, frozenset(word[0] for word in words), lengths(words), max(reach for _, reach in words.values()))
        for words in sides.values()
    )
    return TitleWords(heads, lengths(heads), firm, long, names, *beside)


def head_category(title: str) -> str | None:
    """Category of a folded title by the word it ends with, its edition and brackets aside; None when no word tells.

    >>> head_category("网络安全管理办法(试行)")
    'policy'
    """
    words = load_title_words()
    if _STANDARD_NUMBER.match(title):
        return "standard"
    if _YEARLY.match(title):
        return "report"
    written = len(title)
    title = _NAMED_NUMBER.sub(r"\1", title)
    for _ in range(4):
        if category := words.names.get(_SUBTITLE.split(title, 1)[0].lower()):
            return category
        for length in words.head_lengths:
            if len(title) >= length and (category := words.heads.get(title[-length:])):
                return category if title[-length:] not in words.long or written >= length + _LONG_HEAD else None
        shorter = _EDITION.sub("", title)
        if shorter in (title, ""):
            break
        title = shorter
    return "standard" if _STANDARD_INSIDE.search(title) else None
