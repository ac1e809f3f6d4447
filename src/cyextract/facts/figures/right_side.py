"""What stands behind a number: the noun that it stands before (20亿元贷款, 70%的零部件)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cyextract.facts.figures.phrases import Run, is_stop, trim
from cyextract.facts.figures.tokens import Token

_BOUNDS = frozenset(("左右", "以上", "以下", "以内", "多", "不等", "上下"))
_REACH = 16


class RightSide(NamedTuple):
    """The noun phrase behind a number."""

    noun: Run = ()
    metric: Run = ()
    subject: Run = ()
    has_of: bool = False
    is_predicate: bool = False
    """为 or 是 follows: 60%为国家股."""


def read_right(tokens: Sequence[Token], index: int) -> RightSide:
    """Read what follows a number."""
    at = index + 1
    while at < len(tokens) and tokens[at].text in _BOUNDS:
        at += 1
    if at >= len(tokens):
        return RightSide()
    has_of = tokens[at].text == "的"
    if has_of:
        at += 1
    elif tokens[at].text in ("为", "是", "来自"):
        run = _noun_run(tokens, at + 1)
        return RightSide(run, is_predicate=bool(run))
    run = _noun_run(tokens, at)
    if not run:
        return RightSide()
    metric: Run = ()
    ends = [i for i, t in enumerate(run) if t.sort == "quantity"]
    if ends and ends[-1] == len(run) - 1 and run[-1].tag not in ("thing",):
        metric = run[-1:]
    return RightSide(run, metric, run if has_of else (), has_of)


def _noun_run(tokens: Sequence[Token], at: int) -> Run:
    stop = at
    has_noun = False
    while stop < len(tokens) and stop < at + _REACH:
        token = tokens[stop]
        if is_stop(token) or token.sort in ("date", "count"):
            break
        if token.text in ("、", "和", "及", "与"):
            break
        if token.sort == "word" and token.tag in ("v", "d", "p", "c", "ad") and has_noun and tokens[stop - 1].text != "的":
            if not any(t.text == "的" for t in tokens[stop + 1 : stop + 5]):
                break
        if token.sort in ("word", "org", "quantity", "title"):
            has_noun = has_noun or token.sort != "word" or token.tag[:1] in ("n", "x", "l", "j", "v")
        stop += 1
    return trim(tokens[at:stop]) if has_noun else ()
