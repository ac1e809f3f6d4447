"""Noun phrases among the tokens before a number: the quantity word, what stands joined before it, and who acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cyextract.facts.figures.tokens import Token

Run = Sequence[Token]

# Cue words that a noun phrase may hold.
_IN_PHRASE = frozenset(("的", "和", "及", "与", "以及", "、", "或", "总", "等", "之", "各", "所", "每", "大", "上", "中", "主要"))
_STOPS = frozenset((
    "predicate", "preposition", "up", "down", "up_noun", "down_noun", "take", "report", "will", "planned", "forecast", "hypothetical",
    "vague", "discourse", "respectively", "link", "gap", "gap_up", "gap_down", "part", "yoy", "pop", "new", "to", "done", "among",
))  # fmt: skip
_SKIPPED = frozenset(("link", "respectively", "done", "vague", "will", "planned", "forecast", "hypothetical", "discourse"))
_KIND_WORDS = frozenset((
    "总", "年", "月", "日均", "人均", "累计", "合计", "综合", "直接", "平均", "净", "主营", "业务", "年均", "户均", "实际", "经营", "营业", "交易", "合同", "初始", "本期",
    "账面", "有形", "流动", "长期", "短期", "应收", "应付", "可支配", "预算", "单位", "基本", "最低", "最高", "首期", "计划", "商品", "整体",
))  # fmt: skip
_LIGHT = frozenset("dcupyzref")  # first letters of the tags of words that say neither who nor what
_TRIMMED = frozenset("dcupyzf")
JOINS = frozenset(("和", "及", "与", "以及", "、", "或"))
_PRONOUNS = frozenset(("pronoun",))


class Phrase(NamedTuple):
    """The parts of what stands before a number; each is a run of tokens, empty where there is none."""

    metric: Run = ()
    attribute: Run = ()
    """What stands joined before the quantity word; without one, the noun phrase before the number."""
    actor: Run = ()
    """The noun phrase that opens the clause."""


def is_stop(token: Token) -> bool:
    """Whether a noun phrase cannot go on over a token."""
    if token.sort in ("mark", "money", "percent"):
        return True
    if token.sort != "cue" or token.text in _IN_PHRASE:
        return False
    return not _STOPS.isdisjoint(token.kinds) or "compare" in token.kinds


def read_phrase(tokens: Run) -> Phrase:
    """Read what stands before a number, its own cue words taken away."""
    at = quantity_at(tokens)
    if at < 0:
        end = len(tokens)
        while end and _is_light(tokens[end - 1]):
            end -= 1
        return Phrase((), trim(tokens[phrase_start(tokens, end) : end]), lead(tokens))
    start = _metric_start(tokens, at)
    return Phrase(tokens[start : at + 1], trim(tokens[phrase_start(tokens, start) : start]), lead(tokens[:start]))


def quantity_at(tokens: Run) -> int:
    """Index of the quantity word that a number behind the tokens counts; -1 when something else stands between."""
    verbs = 0
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.sort == "quantity":
            return -1 if token.tag == "thing" else index
        if token.sort == "date" or _is_light(token):
            continue
        if token.sort == "word" and token.tag[:1] in ("v", "a") and len(token.text) <= 2 and not verbs:
            verbs += 1
            continue
        return -1
    return -1


def _is_light(token: Token) -> bool:
    if token.sort == "cue":
        return not _SKIPPED.isdisjoint(token.kinds) or token.text in ("上", "的")
    return token.sort == "word" and token.tag[:1] in _LIGHT and len(token.text) <= 3


def _metric_start(tokens: Run, at: int) -> int:
    """Where the quantity phrase begins: over words that say which kind of quantity it is."""
    start = at
    while start and tokens[start - 1].end == tokens[start].start:
        before = tokens[start - 1]
        if before.text not in _KIND_WORDS and not (before.sort == "quantity" and before.tag not in ("thing", "act")):
            if not (before.sort == "word" and before.tag == "b"):
                break
        start -= 1
    return start


def phrase_start(tokens: Run, end: int) -> int:
    """Where the noun phrase begins that ends at an index."""
    start = end
    while start and not is_stop(tokens[start - 1]) and tokens[start - 1].sort != "date":
        start -= 1
    return start


def trim(tokens: Run) -> Run:
    """A noun phrase without what only leads to it or away from it."""
    start, end = 0, len(tokens)
    while start < end and _is_edge(tokens[start], first=True):
        start += 1
    while end > start and _is_edge(tokens[end - 1], first=False):
        end -= 1
    return tokens[start:end]


def _is_edge(token: Token, *, first: bool) -> bool:
    if token.sort == "cue":
        if "pronoun" in token.kinds:
            return False
        return not (first and token.text in ("各", "每", "总", "大"))
    return token.sort == "word" and (token.tag[:1] in _TRIMMED or (first and token.tag[:1] == "q"))


def lead(tokens: Run) -> Run:
    """The noun phrase that opens a clause: who acts."""
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if token.sort == "cue" and "preposition" in token.kinds and token.text not in JOINS:
            at = _after_phrase(tokens, at)
            continue
        if token.sort == "cue" and "pronoun" in token.kinds:
            break
        if token.sort in ("cue", "date") or (token.sort == "word" and token.tag[:1] in _TRIMMED):
            at += 1
            continue
        break
    end = at
    while end < size and not is_stop(tokens[end]) and tokens[end].sort != "date" and not _acts(tokens, at, end):
        end += 1
    return trim(tokens[at:end])


def _acts(tokens: Run, start: int, at: int) -> bool:
    """Whether a word is the verb of a clause."""
    token = tokens[at]
    if at == start:
        return False
    if token.sort == "quantity":
        return token.tag == "act"
    return token.sort == "word" and token.tag in ("v", "d", "ad", "vd") and tokens[at - 1].text != "的"


def _after_phrase(tokens: Run, at: int) -> int:
    """Where a clause goes on behind the phrase that a preposition opens."""
    for index in range(at + 1, len(tokens)):
        if tokens[index].sort == "cue" and "localizer" in tokens[index].kinds:
            return index + 1
    index = at + 1
    while index < len(tokens) and not is_stop(tokens[index]):
        index += 1
    return max(index, at + 1)


def items(tokens: Run) -> list[Run]:
    """The items of a list; one when it is none."""
    found: list[Run] = []
    start = 0
    for index, token in enumerate(tokens):
        if token.text in JOINS and token.sort in ("cue", "mark"):
            found.append(trim(tokens[start:index]))
            start = index + 1
    found.append(trim(tokens[start:]))
    return [run for run in found if run]


def is_pronoun(tokens: Run) -> bool:
    """Whether a phrase is a lone pronoun."""
    return len(tokens) == 1 and "pronoun" in tokens[0].kinds
