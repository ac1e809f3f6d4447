"""Texts made to be slow: long runs of what each rule and each grammar looks for, and of what they search past.

An *alphabet* is a function from a size in code points to a text of that size. Those of the rules are read from the rule files, and others
are put together from the word lists, so a new rule and a new word are tested without anyone adding them here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cyextract.lexicon.table import shipped_table
from cyextract.numerals.number_tokens import tokenize
from cyextract.ruleset.examples import parse_example
from cyextract.ruleset.loader import load_rules
from cyextract.ruleset.pattern_source import expand
from cyextract.ruleset.schema import Rule
from cyextract.ruleset.syntax import SubPattern, parse_pattern

Alphabet = Callable[[int], str]

# Repeated as they stand.
UNITS = (
    # numbers
    "1", "零", "〇", "一", "十", "千", "万", "亿", "半", "几", "点", "1.", "1,000,", "1,", "0.1·", "一点", "十百千万亿兆", "1万2千3百",
    "一二三四五六七八九", "壹佰", "十一五", "1亿2", "三五", "数十几百", "第一", "成", "分之", "百分之", "多", "%", "‰", "个百分点", "基点",
    # dates
    "年", "月", "日", "1年2月3日", "2020-", "2020-01-", "2020年1月1日至", "2020年", "2020年2月30日", "2月30日", "1月", "1日、", "1-", "1~",
    "1/2/", "自2020年", "上午9时", "9:", "前3个月", "近", "去年", "当日", "同年", "农历", "正月初一", "春节", "周", "五一", "十一", "世纪",
    "2018、2019、", "上半年", "第一季度", "1990年代", "前", "后", "起", "初", "底", "2020年度", "国庆节假期", "24日，",
    # amounts
    "元", "万元", "约", "人民币", "US$", "$", "1元", "1万元至", "3块", "元钱", "1-2亿元", "每股1元", "/股", "美元(", "负", "-1%",
    "克朗", "超过", "以上", "1角2分", "1.2、3.4和",
    # titles and brackets
    "《", "》", "《》", "《〈", "《《a》", "〈", "《a", "a》", "（", "）", "(《》)", "（）", "「", "“", "”", "“”", '"', "'", "【", "[",
    "(", ")",
    "签订《协议》", "签订《协议》。", "《协议》签订", "签署的《协议》", "《协议》、", "与签订《协议》", "甲与乙签订《协议》",
    "（以下简称《协议》）", "《协议》（以下简称《办法》）", "由甲编制的《规划》印发，", "会上，签订《协议》；", "关于《",
    # organisations
    "公司", "有限公司", "有限责任", "有限", "市", "省", "县", "局", "银行", "厅", "委", "和", "、", "与", "及", "的", "中国", "重庆市",
    "重庆",
    "四川省人民", "集团股份", "公司（", "（以下简称", "以下简称“", "（简称", "委员会", "大学", "协会", "研究院", "部", "办公室",
    "第一中级人民法院",
    "某某", "中共", "国家", "工商银行", "北京", "A", "a", "AB", "Ab ", "WTO", "G20（", "、重庆市经信委", "科技", "联合", "等", "分行", "总",
    # layout and what no word is made of
    " ", "\n", "\r\n", "\t", "\u3000", "\n ", " \n", " 1", "1 ", "年 ", "一 ", "\u200b", "\u202e", "\u200b\n", "\u0301", "a\u0301",
    "\ue000", "\ue0ff1",
    "\U000f0000", "\u0600", "\ufe0f", "😀", "\x00", "\ufeff", "\u2028", "<p>", "<", "<a", "&nbsp;", "**", "。", "，", "；", "：", "！？",
    "…", "—", "-", "·",
    "清晨的雾还没有散，河边的石板路已经湿了，" , "甲" * 30 + "，\n", "字", "龘", "a" * 39 + "\n", "億", "臺灣",
)  # fmt: skip
# With a running number, so that nothing repeats: caches miss and every name is new.
NUMBERED = (
    "{0}", "{0}元，", "{0}年，", "第{0}届", "《{0}协议》", "签订《{0}协议》，", "编号{0}有限公司，",
    "甲{0}银行与乙{0}局签订《丙{0}协议》。",
    "深圳市{1}科技有限公司（以下简称“{1}科技”），", "{1}集团", "{1}公司公告，", "“{1}”", "{1}（", "A{0}B（{1}研究院）", "{0}%、",
    "{1}银行重庆分行，{1}，", "霁岚{1}汽车有限公司，霁岚{1}，", "《{1}实施方案》和《{1}方案》，",
)  # fmt: skip


def alphabets() -> dict[str, Alphabet]:
    """Every alphabet by the name that the table shows."""
    found: dict[str, Alphabet] = {f"{unit!r}": repeat(unit) for unit in UNITS}
    found |= {f"numbered {unit!r}": number(unit) for unit in NUMBERED}
    ruleset = load_rules()
    for rule in ruleset.rules:
        texts = [parse_example(text).text for text in (*rule.examples, *rule.counterexamples, *rule.todo)]
        letters = trigger_letters(rule, ruleset.fragments)
        found[f"{rule.id}: examples"] = repeat("".join(texts))
        found[f"{rule.id}: letters in a row"] = repeat("".join(letters))
        found[f"{rule.id}: letters shuffled"] = shuffle(letters, rule.id)
    return found


# What a generated unit is made of: a list for each piece, `number` and `title` stand for themselves.
_NAME_SHAPES = (
    "suffix suffix", "region suffix", "word suffix", "suffix region", "suffix suffix suffix", "region word suffix", "region region suffix",
    "word word suffix", "suffix word region", "region suffix suffix", "word suffix suffix", "suffix cue", "name suffix", "name region",
    "name name", "cue suffix word",
)  # fmt: skip
_CLAUSE_SHAPES = (
    "verb title", "title verb", "verb fact", "fact verb title", "region suffix verb title", "fact bound number", "bound number fact",
    "fact fact", "fact fact fact", "verb verb", "title fact title", "bound number bound", "fact title fact verb", "suffix fact suffix verb",
    "number fact number", "region suffix fact region suffix verb", "verb number title",
)  # fmt: skip
_LISTS = {
    "suffix": ("org/suffix.tsv",), "region": ("org/region.tsv",), "word": ("org/word.tsv",), "cue": ("org/cue.tsv",),
    "name": ("org/name_state.tsv", "org/name_finance.tsv", "org/name_team.tsv", "org/name_media.tsv"),
    "verb": ("fact_verb.tsv",), "fact": ("fact_word.tsv",), "bound": ("bound.tsv", "clock.tsv"),
}  # fmt: skip
_FIXED = {"number": ("3亿元", "5%", "6月4日", "两成", "3"), "title": ("《协议》", "《", "《实施方案》")}


def generated(count: int, seed: int = 1) -> dict[str, Alphabet]:
    """As many alphabets of units that are put together from the word lists, names and clauses in turn; always the same."""
    chance = random.Random(seed)
    pieces: dict[str, tuple[str, ...]] = dict(_FIXED)
    for kind, names in _LISTS.items():
        surfaces = [cells[0] for name in names for _, cells in shipped_table(name, 1, [], may_repeat=True, has_more=True).rows()]
        pieces[kind] = tuple(dict.fromkeys(part for surface in surfaces for part in surface.lstrip("*").split("/") if part))
    units: dict[str, None] = {}
    while len(units) < count:
        shapes = _CLAUSE_SHAPES if len(units) % 2 else _NAME_SHAPES
        units["".join(chance.choice(pieces[kind]) for kind in chance.choice(shapes).split())] = None
    return {f"generated {unit!r}": repeat(unit) for unit in units}


def repeat(unit: str) -> Alphabet:
    """The unit over and over."""
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def number(template: str) -> Alphabet:
    """The template with 1, 2, 3 … in it, as digits and as Chinese characters that no word holds together."""

    def make(size: int) -> str:
        pieces: list[str] = []
        length = index = 0
        while length < size:
            index += 1
            piece = template.format(index, _name(index))
            pieces.append(piece)
            length += len(piece)
        return "".join(pieces)[:size]

    return make


def _name(index: int) -> str:
    return "".join(chr(0x4E00 + (index * step) % 5000) for step in (1, 37, 911))


def shuffle(pieces: Iterable[str], seed: str) -> Alphabet:
    """The pieces in an order that looks random and is always the same."""
    pieces = list(pieces)

    def make(size: int) -> str:
        chosen = random.Random(seed).choices(pieces, k=size)
        return "".join(chosen)[:size]

    return make


def trigger_letters(rule: Rule, fragments: dict[str, str]) -> list[str]:
    """The words and numbers that a rule's pattern is made of, those it must not stand beside included, in their order, each once."""
    letters: dict[str, None] = {}
    for word in _words(parse_pattern(expand(rule, fragments))):
        if "\ue000" <= word[0] <= "\ue0ff":
            letters.update(dict.fromkeys(numeral for numeral in _NUMERALS if tokenize(numeral).text in word))
        else:
            letters[word] = None
    return list(letters)


def _words(nodes: Iterable[Any]) -> Iterator[str]:
    """Runs of literal characters of a parsed pattern, and one word for each character of a class; cells stay together."""
    word = ""
    for name, value in nodes:
        if str(name) == "LITERAL" and not "\ue000" <= chr(value) <= "\ue0ff":
            word += chr(value)
            continue
        if word:
            yield word
        word = ""
        if str(name) == "LITERAL":
            yield chr(value)  # a class of one cell
        elif str(name) == "IN":
            cells = "".join(chr(code) for kind, code in value if str(kind) == "LITERAL")
            yield from [cells] if cells[:1] >= "\ue000" else cells
        else:
            for part in value if isinstance(value, tuple | list) else ():
                for sequence in part if isinstance(part, list) else [part]:
                    if isinstance(sequence, SubPattern):
                        yield from _words(sequence)
    if word:
        yield word


_NUMERALS = (
    "1",
    "05",
    "12",
    "2020.04.30",
    "28",
    "三",
    "十二",
    "2020",
    "二〇二〇",
    "100",
    "3.5",
    "1.2亿",
    "20多",
    "202004",
    "20200430",
    "万",
    "几",
    "半",
    "两",
)
