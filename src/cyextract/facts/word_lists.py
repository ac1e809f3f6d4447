"""Verbs and clause words of agreements, read from `rules/lexicon/fact_verb.tsv` and `fact_word.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

from cyextract.lexicon.table import longest_first, read_table
from cyextract.models import ActionType
from cyextract.recognizers.org.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    IsEdge = Callable[[int], bool]

SPACES = " “”\"'\u3000\n"
OF = "的"
POINTING = ("这", "那", "上述")
"""Before those named before (这|两家公司)."""
WITH = frozenset("与和同跟")
"""What stands before a partner."""
SIGNS = f"({SPACES}{OF}"
"""Characters that a clause is read by; all others count as a part of a word or a mention only."""
# Kinds of the words that a clause is read by, of those that questions look for, and of parts of words and patterns.
_READ = (
    "join", "adverb", "vague", "preposition", "agent", "phrase_end", "etc", "collective", "party", "post", "apposition", "say",
    "press",
)  # fmt: skip
_ASKED = ("unreal", "planned", "modal", "condition", "governing", "closing")
_PARTS = (
    "head",
    "paper",
    "meanwhile",
    "company",
    "pronoun",
    "later",
    "counted",
    "body",
    "occasion",
    "document",
    "modifier",
    "measure",
    "result_noun",
    "place",
    "role",
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
"""The hundred most frequent, of the Ministry of Public Security's report on names of 2020."""
_HAN = "[\u4e00-\u9fff]"
_COUNTS = "两二三四五六七八九十"
_DIGITS, _SIDES = "3456", "国方"  # 3国
_NUMBER = f"[0-9一{_COUNTS}多几百余]"
_RANKS = ("副", "常务副", "第一副", "首席", "助理")
LEVELS = "省市县区州镇乡"
_STUDIED = "研究"  # before a verb: 研究制定
_AFTER_OCCASION = ("上", "中", "后", "时", "期间", "现场", "当天")
COUNTRIES = "中美俄苏日韩朝英法德意印加澳巴伊以土乌欧越泰菲柬缅蒙哈"
PARTNERS = "塔吉老马阿沙埃尼孟墨秘古匈塞捷波希葡荷挪芬瑞斯白津赞新"
"""Letters that stand for a country beside 中 alone (中塔, 老中): among others they are words (新老)."""
# Provinces by the one character that stands for each; two or more in a row are their governments (川渝, 沪苏浙).
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤川琼宁港澳台黔滇蜀"


class WordTable:
    """Words with their kinds, found where words of the text begin and end.

    Args:
        kinds: word -> kind.
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = kinds
        lengths: dict[str, set[int]] = {}
        for word in kinds:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._first = re.compile(f"[{re.escape(''.join(sorted(lengths)))}]" if lengths else "(?!)")

    def at(self, view: str, start: int, end: int, is_edge: IsEdge) -> tuple[int, str] | None:
        """End and kind of the longest word at `start` that ends by `end`."""
        for length in self._lengths.get(view[start : start + 1], ()):
            stop = start + length
            if stop <= end and (kind := self.kinds.get(view[start:stop])) and is_edge(start) and is_edge(stop):
                return stop, kind
        return None

    def within(self, view: str, start: int, end: int, is_edge: IsEdge) -> Iterator[tuple[int, int]]:
        """Spans of the words in a stretch."""
        for found in self._first.finditer(view, start, end):
            if word := self.at(view, found.start(), end, is_edge):
                yield found.start(), word[0]


class ClauseLexicon(NamedTuple):
    """The words, compiled. Patterns read the folded view."""

    actions: Mapping[str, ActionType]
    verb: re.Pattern[str]
    """One verb, or several in a row (审议通过, 制定并印发)."""
    any_verb: re.Pattern[str]
    """One verb: looked for first, since `re` skips to its first characters."""
    after_verb: frozenset[str]
    """The characters with which `verb` may go on behind one verb."""
    all_words: frozenset[str]
    """Every word of a kind that is read or looked for in a clause, and every verb."""
    words: WordTable
    places: WordTable
    unreal: WordTable
    modal: WordTable
    governing: WordTable
    closing: WordTable
    planned: WordTable
    condition: WordTable
    paper: re.Pattern[str]
    """What is signed, without 《》: 协议, 合同."""
    paper_at_end: re.Pattern[str]
    signing: re.Pattern[str]
    """A verb that makes an agreement."""
    said: re.Pattern[str]
    """A word of reporting: without one, a clause is no report."""
    heads: tuple[str, ...]
    occasions: frozenset[str]
    meanwhile: tuple[str, ...]
    companies: frozenset[str]
    pronouns: frozenset[str]
    roles: frozenset[str]
    """Parties as written, behind which the name may follow of who takes part so (承办方某某公司)."""
    later: tuple[str, ...]
    modifier: re.Pattern[str]
    """What may stand between a verb and its title."""
    topic: re.Pattern[str]
    abbreviated: re.Pattern[str]
    others: re.Pattern[str]
    """The end of a list of documents: 等, 等5项标准."""
    opening: re.Pattern[str]
    """Every character at which a clause is no plain text, and some more: by itself or with the next one it begins a word or a place."""

    def first_verb(self, view: str, start: int, end: int) -> re.Match[str] | None:
        """The first of `verb` in a stretch, found by `any_verb`: forty times as fast as by its search."""
        one = self.any_verb.search(view, start, end)
        if one is None:
            return None
        at, before = one.start(), one.start() - len(_STUDIED)
        if before >= start and view.startswith(_STUDIED, before):
            at = before
        elif view[one.end() : one.end() + 1] not in self.after_verb:
            return one
        return self.verb.match(view, at, end)


@cache
def clause_lexicon() -> ClauseLexicon:
    """The shipped words.

    Raises:
        LexiconError: a row that is none, or of an unknown kind; every such row is named.
    """
    verbs = read_table("fact_verb.tsv", 3, action_type=get_args(ActionType))
    return compile_lexicon(verbs, read_table("fact_word.tsv", 2, kind=(*_READ, *_ASKED, *_PARTS)))


def compile_lexicon(verbs: Iterable[Sequence[str]], words: Iterable[Sequence[str]]) -> ClauseLexicon:
    """The words of the rows of `fact_verb.tsv` (verb, type of action, example) and `fact_word.tsv` (word, kind)."""
    actions = {verb: cast("ActionType", action) for verb, action, _ in verbs}
    groups: dict[str, list[str]] = defaultdict(list)
    for word, kind in words:
        groups[kind].append(word)
    groups["unreal"] += [*groups["modal"], *groups["condition"]]
    kinds = dict(_composed(groups))
    for kind, members in groups.items():
        if kind in _READ:
            for word in members:
                kinds.setdefault(word, kind)
    for word in groups["role"]:
        kinds[word] = "party"
    for word in (*groups["planned"], *groups["meanwhile"], *groups["later"]):
        kinds.setdefault(word, "adverb")
    places = [name for name in (*load_lexicon().levels, *groups["place"]) if len(name) > 1]
    return ClauseLexicon(
        actions=actions,
        verb=_verb_pattern(actions),
        any_verb=re.compile(longest_first(actions)),
        after_verb=frozenset((*"并、和及原实施", *(verb[0] for verb in actions))),
        all_words=frozenset((*actions, *kinds, *(word for kind in _ASKED for word in groups[kind]))),
        words=WordTable(kinds),
        places=WordTable(dict.fromkeys(places, "place")),
        **{kind: WordTable(dict.fromkeys(groups[kind], kind)) for kind in _ASKED},
        paper=re.compile(longest_first(groups["paper"])),
        paper_at_end=re.compile(f"(?:{longest_first(groups['paper'])})$"),
        signing=re.compile(longest_first((*(verb for verb, action in actions.items() if action == "sign"), "签字", "签约"))),
        said=re.compile(longest_first(groups["say"])),
        heads=tuple(groups["head"]),
        occasions=frozenset(groups["occasion"]),
        meanwhile=tuple(groups["meanwhile"]),
        companies=frozenset(groups["company"]),
        pronouns=frozenset(groups["pronoun"]),
        roles=frozenset(groups["role"]),
        later=tuple(groups["later"]),
        modifier=_modifier_pattern(groups),
        topic=re.compile(longest_first(groups["result_noun"])),
        abbreviated=re.compile(f"[{_PROVINCES}]{{2,5}}|[{COUNTRIES}]{{2,4}}|中[{PARTNERS}]|[{PARTNERS}]中"),
        others=re.compile(f"等(?:{_NUMBER}*[^,，。;；\n]{{0,14}}?(?:{longest_first(groups['document'])}))?"),
        opening=_opening_pattern((*kinds, *places, *_pairs_of_letters())),
    )


def _composed(groups: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Words that are made of two, with their kinds: 会上, 两国, 该公司, 市政府."""
    parts = {
        "anaphor": (groups["occasion"], _AFTER_OCCASION),
        "collective": (_COUNTS, groups["counted"]),
        "party": (("该", "本", "我", "这家", "那家", "该家", "这个", "那个"), (*groups["head"], *groups["counted"])),
    }
    for kind, (front, back) in parts.items():
        yield from ((first + second, kind) for first, second in product(front, back))
    yield from ((digit + side, "collective") for digit, side in product(_DIGITS, _SIDES))
    yield from ((first + post, "post") for first, post in product(_RANKS, groups["post"]) if len(post) > 1)
    yield from ((country + "方", "party") for country in COUNTRIES)
    for level, body, office in product(LEVELS, groups["body"], ("", "办公厅", "办公室")):
        yield level + body + office, "party"


def _pairs_of_letters() -> Iterator[str]:
    """The first two letters of what `abbreviated` finds."""
    for letters in (_PROVINCES, COUNTRIES):
        yield from map("".join, product(letters, repeat=2))
    for letter in PARTNERS:
        yield from (f"中{letter}", f"{letter}中")


def _opening_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """The signs of a clause, and the first two characters of its words, any first with any second."""
    listed = list(words)
    first, second = {*SIGNS, *(word[0] for word in listed)}, {word[1] for word in listed if len(word) > 1}
    alone = {*SIGNS, *(word for word in listed if len(word) == 1)}
    # One class opens the pattern, so that `re` skips from candidate to candidate.
    one, both, after = (re.escape("".join(sorted(letters))) for letters in (alone, first, second))
    return re.compile(f"[{both}](?:(?<=[{one}])|(?=[{after}]))")


def _verb_pattern(actions: Iterable[str]) -> re.Pattern[str]:
    one = f"(?:{longest_first(actions)})"
    return re.compile(f"(?:{_STUDIED})?{one}(?:(?:并|、|和|及)?(?:原则)?{one})*(?:实施|施行)?")


def _modifier_pattern(groups: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """了, 三份, 全省首个, 为期五年的, 的三项协议中包括了, quotation marks."""
    words, measures, documents = (longest_first(groups[kind]) for kind in ("modifier", "measure", "document"))
    counted = f"(?:[这该本第新]?{_NUMBER}*|{_HAN}{{0,8}}首)(?:{measures})|(?:[0-9.,]+|[一{_COUNTS}])[十百千万亿余多]*{_HAN}{{1,3}}"
    measure = rf"(?:{counted}|[^,，。:：;；《》\n]{{1,24}}的)"
    listed = rf"(?:{measure})?[^,，。:：;；《》\n]{{0,12}}(?:{documents})(?:中?(?:包括了?|有|为|即|[—―:：]+))?"
    joined = r"[^,，。:：;；《》\n]{2,24}(?:以及|和|及|与|或)"
    quoted = r"[“\"][^“”\"\n]{1,40}[”\"]"
    return re.compile(rf"(?:了|过|完)?(?:的)?(?:{listed}|{joined}|{measure}|{words}|{quoted}|[“\"]|\s)*$")


@cache
def fact_rules() -> Mapping[str, str]:
    """Rule id -> what it ties and why."""
    return {rule: why for rule, why, _ in read_table("fact_rule.tsv", 3)}
