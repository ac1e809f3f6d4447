"""What stands behind a number: the noun that it stands before (20亿元贷款, 70%的零部件)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cyextract.facts.figures.kinds import DOWN, DOWN_NOUN, NAME, NEW, PART, PRONOUN, UP, UP_NOUN
from cyextract.facts.figures.phrases import Run, trim
from cyextract.facts.figures.tokens import Token, is_sign
from cyextract.facts.figures.traits import MARK, NUMBER, STOP
from cyextract.facts.figures.word_traits import BOUND, HELD, PACE
from cyextract.models import FigureDirection

_DEGREES = frozenset(("高", "低", "快速", "较快", "稳定", "平均", "同比", "平稳"))
_REACH = 16


@dataclass(slots=True, eq=False)
class RightSide:
    """The noun phrase behind a number."""

    noun: Run = ()
    metric: Run = ()
    subject: Run = ()
    """What follows the quantity word with 的."""
    has_of: bool = False
    is_predicate: bool = False
    """为 or 是 follows: 60%为国家股."""
    is_new: bool = False
    """的新增规模 follows."""
    growth: FigureDirection | None = None
    """的涨幅, 的净值上涨 follows."""


_NOTHING = RightSide()


def read_right(tokens: Sequence[Token], index: int) -> RightSide:
    """Read what follows a number."""
    at = index + 1
    if at < len(tokens) and tokens[at].traits & MARK:
        return _NOTHING
    while at < len(tokens) and (tokens[at].listed & BOUND or tokens[at].text == "等值"):
        at += 1
    if at + 1 < len(tokens) and tokens[at].text in ("/", "每"):  # 16元/股
        at += 2
    if at >= len(tokens) or tokens[at].traits & (MARK | NUMBER):
        return _NOTHING
    has_of = tokens[at].text == "的"
    if has_of:
        at += 1
    elif tokens[at].text in ("为", "是", "来自"):
        run = _noun_run(tokens, at + 1)
        end = next((i for i in range(at + 1, len(tokens)) if tokens[i].start >= run[-1].end), 0) if run else 0
        if end and tokens[end].text == "的" and (end + 1 == len(tokens) or tokens[end + 1].sort == "mark"):
            return _NOTHING  # 90%是民间资本兴建的
        return RightSide(run, is_predicate=bool(run))
    if at >= len(tokens):
        return _NOTHING
    if tokens[at].text in _DEGREES and at + 1 < len(tokens) and tokens[at + 1].kinds & (UP_NOUN | DOWN_NOUN):
        at += 1  # 6%的高|增长
    if tokens[at].kinds & (UP_NOUN | DOWN_NOUN) and (has_of or not tokens[at].kinds & (UP | DOWN)):
        return RightSide(growth="down" if tokens[at].kinds & DOWN_NOUN else "up", has_of=has_of)
    if has_of and tokens[at].kinds & NEW:
        run = _noun_run(tokens, at + 1)
        return RightSide(run, _metric(run), has_of=True, is_new=True)
    run = _noun_run(tokens, at)
    if not run and not has_of and tokens[at].sort == "quantity" and tokens[at].tag == "act":
        return RightSide((), tokens[at : at + 1])
    if not run:
        return _NOTHING
    growth: FigureDirection | None = None
    if (has_of and _can_grow(run[-1])) or run[-1].listed & PACE:
        after = next((tokens[i] for i in range(at, len(tokens)) if tokens[i].start >= run[-1].end), None)
        if after is not None and after.start == run[-1].end and after.kinds & (UP | DOWN):
            growth = "up" if after.kinds & UP else "down"
    metric = _metric(run)
    subject: Run = ()
    if has_of and not metric:
        subject = run
    elif metric and metric[-1] is not run[-1]:
        subject = trim(run[run.index(metric[-1]) + 1 :])
    return RightSide(run, metric, subject, has_of, growth=growth)


def _can_grow(token: Token) -> bool:
    """Whether a change right behind a noun is the number's: 10%的速度|增长."""
    return (token.sort == "quantity" and token.tag != "rate") or bool(token.listed & PACE)


def _metric(run: Run) -> Run:
    """The quantity word that ends a phrase, or stands before 的 in it."""
    for index, token in enumerate(run):
        if token.sort != "quantity" or token.tag == "thing":
            continue
        is_ended = index == len(run) - 1 or run[index + 1].text == "的" or run[index + 1].tag == "act"  # 6元的价格|收购
        is_deed = (
            index == 0 and token.tag == "act" and not is_ended and (run[1].sort != "quantity" or run[1].listed & HELD)
        )  # but 采购|成本
        if is_ended or token.tag == "rate" or is_deed:
            return run[index : index + 1]
    return ()


def _noun_run(tokens: Sequence[Token], at: int) -> Run:
    stop = at
    has_noun = False
    while stop < len(tokens) and stop < at + _REACH:
        token = tokens[stop]
        if token.traits & STOP and not (token.kinds & PART and stop == at):
            break
        if token.sort in ("date", "count") or token.text in ("、", "和", "及", "与"):
            break
        if stop > at and token.start > tokens[stop - 1].end + 1:
            break
        is_verb = token.sort == "word" and token.tag in ("v", "d", "p", "c", "ad") and tokens[stop - 1].text != "的"
        if is_verb and stop + 1 < len(tokens) and tokens[stop + 1].text in ("了", "过", "着"):
            break
        if is_verb and has_noun and not any(t.text == "的" for t in tokens[stop + 1 : stop + 5]):
            break
        if token.sort in ("word", "org", "quantity", "title") or token.kinds & (PART | NAME | PRONOUN):
            has_noun = has_noun or token.sort != "word" or token.tag[:1] in ("n", "x", "l", "j", "v", "b", "a")
        stop += 1
    run = trim(tokens[at:stop])
    if not run and stop > at and tokens[at].kinds & PART:
        run = tokens[at:stop]
    return run if has_noun and not (len(run) == 1 and is_sign(run[0])) else ()
