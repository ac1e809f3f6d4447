"""What a number is compared with: 同比, 较年初, 高于全国."""

from __future__ import annotations

from typing import NamedTuple

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.kinds import (
    ADJECTIVE,
    COMPARE,
    DOWN,
    DOWN_NOUN,
    GAP,
    GAP_DOWN,
    GAP_UP,
    LINK,
    NAME,
    NAMED_POINT,
    NEW,
    PERIOD_BEFORE,
    PLAN_NOUN,
    POP,
    SAME_PERIOD,
    UP,
    UP_NOUN,
    YOY,
)
from cyextract.facts.figures.phrases import Run, kinds_of
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.word_traits import AGAINST, AGAINST_NOUN, BESIDE, COMPARED
from cyextract.models import BasisType

_ENDS = UP | DOWN | GAP_UP | GAP_DOWN | GAP | UP_NOUN | DOWN_NOUN | NEW | ADJECTIVE
COMPARING = YOY | POP | COMPARE
_BEFORE = frozenset(("前", "之前", "以前"))
_DEGREE = "较"
_POINTS_OF_COMPARISON = PLAN_NOUN | SAME_PERIOD | PERIOD_BEFORE | NAMED_POINT | NAME


class Basis(NamedTuple):
    """The words of a comparison and what they stand for."""

    type: BasisType
    span: Span


def take_basis(tokens: list[Token], kinds: int) -> tuple[Basis | None, list[Token]]:
    """The comparison among the tokens before a number, and the tokens without it; `kinds` are those of all of them."""
    if not kinds & COMPARING:
        return None, tokens
    basis: Basis | None = None
    rest: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.sort == "cue":
            kind = "yoy" if token.kinds & YOY else "pop" if token.kinds & POP else ""
            if kind:
                basis = Basis("yoy" if kind == "yoy" else "pop", Span(token.start, token.end))
                if token.kinds & _ENDS:
                    rest.append(token)  # 年增: comparison and change in one
                index += 1
                continue
            if (end := _phrase_end(tokens, index)) > index:
                basis = Basis(_type(tokens[index + 1 : end]), Span(token.start, tokens[end - 1].end))
                index = end
                continue
        rest.append(token)
        index += 1
    return basis, rest


def old_value(tokens: Run) -> Basis | None:
    """The comparison before the old value itself: 较上年末的9亿元增加1亿元."""
    end = len(tokens) - 1 if tokens and tokens[-1].text == "的" else len(tokens)
    for index in range(end - 1, -1, -1):
        if tokens[index].listed & AGAINST:
            if index + 1 == end:
                return None
            return Basis(_type(tokens[index + 1 : end]), Span(tokens[index].start, tokens[end - 1].end))
        if tokens[index].kinds & _ENDS:
            return None
    return None


def _phrase_end(tokens: Run, at: int) -> int:
    """Where a comparison ends that opens at an index; the index itself when none does."""
    text, listed = tokens[at].text, tokens[at].listed
    if text == _DEGREE and at + 1 < len(tokens) and _tells_degree(tokens[at + 1]):
        return at
    if listed & AGAINST or (listed & AGAINST_NOUN and at + 1 < len(tokens) and tokens[at + 1].sort != "cue"):
        for index in range(at + 1, min(len(tokens), at + 14)):
            if tokens[index].sort == "cue" and tokens[index].kinds & _ENDS and index > at + 1:
                return index
            if tokens[index].listed & COMPARED:
                return index + 1
        return at
    if listed & BESIDE:
        for index in range(at + 1, min(len(tokens), at + 14)):
            if tokens[index].listed & COMPARED:
                return index + 1
    return at


def _tells_degree(token: Token) -> bool:
    """Whether 较 is an adverb before a word: 较显著的增长."""
    if token.sort == "word":
        return token.tag in ("a", "ad", "d")
    return token.kinds & LINK != 0 and not token.kinds & _POINTS_OF_COMPARISON


def _type(tokens: Run) -> BasisType:
    kinds = kinds_of(tokens)
    if tokens and tokens[-1].text in _BEFORE:
        return "base"  # 较停牌前
    dates = [t.text for t in tokens if t.sort == "date"]
    if kinds & PLAN_NOUN and not dates:
        return "plan"
    if dates:
        return date_type(dates[-1] + ("同期" if any(t.text == "同期" for t in tokens) else ""))
    if kinds & SAME_PERIOD:
        return "yoy"
    if kinds & PERIOD_BEFORE:
        return "pop"
    if kinds & NAMED_POINT:
        return "base"
    return "entity"


_LAST_YEAR = ("去年", "上年")
_HOLIDAYS = ("节", "假", "假期", "黄金周", "五一", "国庆", "端午", "中秋", "清明", "元旦")


def date_type(text: str) -> BasisType:
    """What a date stands for that a number is compared with."""
    if text.endswith(("末", "底", "初")) or "九五" in text or "期间" in text:
        return "base"
    if "同期" in text or "同月" in text or text in ("上年", "去年", "上年度", "前年", "上一年", "上一年度", "前一年"):
        return "yoy"
    if text.startswith(_LAST_YEAR) and text.endswith(_HOLIDAYS):
        return "yoy"
    if text.startswith(("上", "前", "周", "星期")) or text in ("昨日", "昨天", "前日"):
        return "pop"
    if text.endswith(("季度", "月", "季", "月份")) and "年" not in text:
        return "pop"
    return "base"
