"""From atoms to expressions: what stands side by side is joined, expressions around a connector become ranges."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from cyextract.models import DateMod
from cyextract.recognizers.date.fields import LEVEL, DateMeaning, ImpossibleDay, join_range, merge
from cyextract.text.words import Words


class Expression(NamedTuple):
    """A date expression with its view span."""

    start: int
    end: int
    meaning: DateMeaning


_CONNECTOR = re.compile(r"起?(?:至|到|-{1,2}|~)|—{1,2}|(?P<between>[与和])")
_CONNECTS = frozenset("起至到-~—与和")  # what a connector can begin with
_BETWEEN = re.compile("之?间")  # 2007年与2009年间 is a range, 2007年与2009年 two years
_MAX_CHAINS = 6  # alternatives kept for one start; more only arise on hostile text
_DAY_LEVEL = LEVEL["day"]


class Composed(NamedTuple):
    """The expressions of a document in text order, and the spans that name no possible day (2019年2月30日)."""

    expressions: list[Expression]
    impossible: list[tuple[int, int]]


def compose(view: str, words: Words, atoms: list[Expression], refused: Sequence[tuple[int, int]] = ()) -> Composed:
    """The longest expression that starts at each atom, with the `mod` that the words around it give.

    Args:
        view: the reading view.
        words: its words.
        atoms: what the rules found, in any order.
        refused: spans that a rule read as a day and found impossible.
    """
    impossible = list(refused)
    chains: dict[int, list[Expression]] = {}
    for atom in sorted(atoms, key=lambda a: (-a.start, a.end)):
        options = [atom]
        for gap in _gaps(view, atom):
            for follower in chains.get(atom.end + gap, ()):
                try:
                    joined = merge(atom.meaning, follower.meaning)
                except ImpossibleDay:
                    impossible.append((atom.start, follower.end))
                    continue
                if joined is not None and (gap == 0 or _gap_fits(view[atom.end], atom.meaning, follower.meaning)):
                    options.append(Expression(atom.start, follower.end, joined))
        if atom.start in chains or len(options) > 1:
            options = sorted((*chains.get(atom.start, ()), *options), key=lambda e: -e.end)[:_MAX_CHAINS]
        chains[atom.start] = options
    composed: list[Expression] = []
    for start in sorted(chains):
        best = _longest(view, words, chains, start, impossible)
        if best is not None:
            mod = best.meaning.mod or context_mod(view, words, best)
            composed.append(best if mod == best.meaning.mod else best._replace(meaning=best.meaning._replace(mod=mod)))
    return Composed(_without_torn(composed, impossible) if impossible else composed, impossible)


def _without_torn(expressions: list[Expression], impossible: list[tuple[int, int]]) -> list[Expression]:
    """Drop the expressions that are a piece of an impossible one, or stand against it (2019年 of 2019年2月30日)."""
    lows, highs = zip(*_merged(impossible), strict=True)

    def is_torn(expression: Expression) -> bool:
        index = bisect_right(lows, expression.end) - 1  # the last impossible span that begins before or where this one ends
        if index < 0 or highs[index] < expression.start:
            return False
        return not (expression.start <= lows[index] and highs[index] < expression.end)

    return [e for e in expressions if not is_torn(e)]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _longest(
    view: str, words: Words, chains: dict[int, list[Expression]], start: int, impossible: list[tuple[int, int]]
) -> Expression | None:
    """The longest range or chain at a start that is a date by itself."""
    options = [e for e in chains[start] if e.meaning.standalone]
    for first in chains[start]:
        if view[first.end : first.end + 1] not in _CONNECTS or (connector := _CONNECTOR.match(view, first.end)) is None:
            continue
        for last in chains.get(connector.end(), ()):
            try:
                joined = join_range(first.meaning, last.meaning)
            except ImpossibleDay:
                impossible.append((start, last.end))
                continue
            if joined is not None and (not connector["between"] or _ends_word(_BETWEEN.match(view, last.end), words)):
                options.append(Expression(start, last.end, joined))
    if len(options) < 2:
        return options[0] if options else None
    return max(options, key=lambda e: e.end)


def _gaps(view: str, atom: Expression) -> tuple[int, ...]:
    return (0, 1) if view[atom.end : atom.end + 1] in ("的", " ", "，", ",") else (0,)


def _gap_fits(gap: str, coarse: DateMeaning, fine: DateMeaning) -> bool:
    """Whether one character may stand between two parts of an expression."""
    if gap == "的":
        return "shift" in coarse.first or "week_of_month" in fine.first or "nth_weekday" in fine.first or "stretch" in coarse.first
    if gap == " ":
        return fine.coarsest > _DAY_LEVEL
    return "weekday" in fine.first and "day" in coarse.first


_AFTER = re.compile("[或及和]?(?:[之以]?后|以?来|(?:开市|开盘|零时|正式)?起|开始)")
_BEFORE = re.compile("[或及和]?[之以]?前")
_APPROX_AFTER = re.compile(r"左右|前后|上下")
_APPROX_BEFORE = re.compile(r"(?:约|大约|大概|约在|大约在)$")
_SINCE_BEFORE = re.compile(r"(?:自从|自|从)$")
_SINCE_AFTER = re.compile(r"[^，。；！？\n,;]{0,30}?(?:以来|起|开始|之后|以后)")
_EXPLAINED = re.compile(r"\([^()\n]{1,14}\)|\)")


# Only these characters can open a word after, or close one before, that bounds or blurs a date; most dates stand beside neither.
_OPENS_AFTER = frozenset("或及和之以来起开零正后前左上()")
_CLOSES_BEFORE = frozenset("约概在从自")


def context_mod(view: str, words: Words, expression: Expression) -> DateMod | None:
    """What the words around an expression say of it: BEFORE, AFTER or APPROX."""
    start, end = expression.start, expression.end
    if view[end : end + 1] not in _OPENS_AFTER and view[start - 1 : start] not in _CLOSES_BEFORE:
        return None
    before = view[max(0, start - 3) : start]
    if _APPROX_AFTER.match(view, end) or _APPROX_BEFORE.search(before):
        return "APPROX"
    if "shift" in expression.meaning.first or "stretch" in expression.meaning.first:
        return "AFTER" if _SINCE_BEFORE.search(before) and _SINCE_AFTER.match(view, end) else None
    explained = _EXPLAINED.match(view, end)
    for position in (end, explained.end() if explained else end):
        if _ends_word(_AFTER.match(view, position), words):
            return "AFTER"
        if _ends_word(_BEFORE.match(view, position), words):
            return "BEFORE"
    return "AFTER" if _SINCE_BEFORE.search(before) and _SINCE_AFTER.match(view, end) else None


def _ends_word(match: re.Match[str] | None, words: Words) -> bool:
    """Whether what matched ends where a word ends: 前 of 前完成, not of 前往, nor of 前50大, which belongs to the number."""
    if match is None or not words.ends_word(match.end()):
        return False
    following = words.word_from(match.end()) if match[0] in ("前", "后") else ""
    return not following or not (following[0].isdecimal() or words.tag(following[0]) == "m")
