"""From atoms to expressions: what stands side by side is joined, expressions around a connector become ranges."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, cast

from cyextract.models import DateMod
from cyextract.recognizers.candidate import Refusal
from cyextract.recognizers.date.arithmetic import is_possible, wrap_month
from cyextract.recognizers.date.fields import BACKWARD, FIELDS, FOLLOWS, FOLLOWS_COUNTED, LEVEL, NO_SUCH_DAY, DateFields, DateMeaning, Rel
from cyextract.text.marks import SENTENCE_MARKS
from cyextract.text.words import Words


class Expression(NamedTuple):
    """A date expression with its view span."""

    start: int
    end: int
    meaning: DateMeaning


_START, _END = itemgetter(0), itemgetter(1)  # of an expression
_CONNECTOR = re.compile(r"起?(?:至|到|-{1,2}|~)|—{1,2}|(?P<between>[与和])")
_CONNECTS = frozenset("起至到-~—与和")  # what a connector can begin with
_BETWEEN = re.compile("之?间")  # 2007年与2009年间 is a range, 2007年与2009年 two years
_GAPS = frozenset("的 ，,")  # what may stand between an atom and what follows it
_MAX_CHAINS = 6  # alternatives kept for one start; more only arise on hostile text


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
    explained: dict[int, list[Expression]] = {}  # with a bracket behind, and no expressions by themselves: 3月6日（星期一）
    for atom in sorted(sorted(atoms, key=_END), key=_START, reverse=True):  # two keys that are numbers sort faster than one of both
        options = [atom]
        start, end, meaning = atom
        after = view[end : end + 1]
        for gap in (0, 1) if after in _GAPS else (0,):
            for follower in chains.get(end + gap, ()):
                joined = merge(meaning, follower.meaning)
                if isinstance(joined, Refusal):
                    impossible.append((start, follower.end))
                elif joined is not None and (gap == 0 or _gap_fits(after, meaning, follower.meaning)):
                    options.append(Expression(start, follower.end, joined))
        if after == "(" or end in explained:
            bracketed = [*_explained(view, atom, chains), *_joined(atom, explained.get(end, ()))]
            explained.setdefault(start, []).extend(bracketed)
            options += (
                e
                for day in bracketed
                for e in _joined(day, chains.get(day.end, ()))
                if "hour" in e.meaning.first or "tod" in e.meaning.first
            )
        if start in chains or len(options) > 1:
            options = sorted((*chains.get(start, ()), *options), key=_END, reverse=True)[:_MAX_CHAINS]
        chains[start] = options
    composed: list[Expression] = []
    backward: list[tuple[int, int]] = []
    for start in reversed(chains):  # in text order
        best = _longest(view, words, chains, explained, start, impossible, backward)
        if best is not None:
            mod = best.meaning.mod or context_mod(view, words, best)
            composed.append(best if mod == best.meaning.mod else best._replace(meaning=best.meaning._replace(mod=mod)))
    impossible += _outside(backward, composed)
    return Composed(_without_torn(composed, impossible) if impossible else composed, impossible)


def _explained(view: str, atom: Expression, chains: Mapping[int, Sequence[Expression]]) -> Iterator[Expression]:
    """A day with its weekday in brackets behind it, as that day."""
    if "day" not in atom.meaning.first or atom.meaning.finest_level != LEVEL["day"] or atom.meaning.last is not None:
        return
    for inner in chains.get(atom.end + 1, ()):
        if view[inner.end : inner.end + 1] == ")" and "weekday" in inner.meaning.first:
            yield Expression(atom.start, inner.end + 1, atom.meaning._replace(rules=atom.meaning.rules + inner.meaning.rules))


def _joined(coarse: Expression, followers: Iterable[Expression]) -> Iterator[Expression]:
    """What an expression becomes with those that follow it directly."""
    for follower in followers:
        joined = merge(coarse.meaning, follower.meaning)
        if isinstance(joined, DateMeaning):
            yield Expression(coarse.start, follower.end, joined)


def merge(coarse: DateMeaning, fine: DateMeaning) -> DateMeaning | Refusal | None:
    """Join an expression and what follows it directly (2020年 + 4月 + 底).

    Returns:
        None where the two cannot be one, `NO_SUCH_DAY` where they would be one, but there is no such day.
    """
    if coarse.last is not None or (coarse.mod is not None and coarse.mod != "APPROX"):
        return None
    if "shift" in coarse.first and isinstance(fine.first.get("year"), int):
        return None  # 百年前的1900年: two dates, each says it all
    if "lunar" in coarse.first:
        fine = fine._replace(first=_as_lunar(fine.first))
    name = fine.coarsest
    is_counted = isinstance(fine.first.get(name), Rel)
    follows = (FOLLOWS_COUNTED if is_counted else FOLLOWS)[name]
    if follows.isdisjoint(coarse.first) or coarse.finest_level >= LEVEL[name]:
        return None
    first = cast(DateFields, {**coarse.first, **fine.first})
    last = cast(DateFields, {**coarse.first, **fine.last}) if fine.last is not None else None
    if last is not None and fine.last is not None and _runs_back(first, last):
        last = _pass_on(first, last, fine.last)
        if last is None:
            return BACKWARD
    if not is_possible(first) or (last is not None and not is_possible(last)):
        return NO_SUCH_DAY
    return DateMeaning(first, last, fine.mod, coarse.standalone or fine.standalone, coarse.rules + fine.rules)


def _as_lunar(fields: DateFields) -> DateFields:
    """The month and day of 农历2015年六月初一 are lunar."""
    names = {"month": "lunar_month", "day": "lunar_day"}
    return cast(DateFields, {names.get(name, name): value for name, value in fields.items()})


def join_range(first: DateMeaning, last: DateMeaning) -> DateMeaning | Refusal | None:
    """A range from two dates, the second taking what it leaves out from the first (4月26日 + 28日).

    Returns:
        None where the two are no range, a refusal where one end would be no day or lie before the other.
    """
    if first.last is not None or last.last is not None or not (first.standalone or last.standalone):
        return None
    start, level = first.first, LEVEL[last.coarsest]
    if level == 0 or LEVEL[first.coarsest] == 0:  # 三年前, 近三年, 十四五 say it all by themselves
        return None
    is_counted = any(isinstance(value, Rel) for value in last.first.values())  # 下个月9号 needs nothing from the other end
    carried = {n: value for n, value in start.items() if LEVEL[n] < level and FIELDS[n].is_carried and not is_counted}
    end = cast(DateFields, {**carried, **last.first})
    if "year" in end and "year" not in start and LEVEL[first.coarsest] > LEVEL["year"]:
        start = cast(DateFields, {"year": end["year"], **start})  # 1月至2022年3月: the year may be told once, at the end
        if _runs_back(start, end):
            start["year"] = _later(end["year"], -1)  # 12月30日至2022年1月7日
    first_year, last_year = start.get("year"), end.get("year")
    if isinstance(first_year, int) and isinstance(last_year, int) and first_year < 0 < last_year and last_year < 1 - first_year:
        end["year"] = 1 - last_year  # 公元前206年-8年: the era is told once
    if not is_possible(end) or not is_possible(start):
        return NO_SUCH_DAY
    if _runs_back(start, end):
        passed = _pass_on(start, end, last.first)
        if passed is None:
            return BACKWARD
        end = passed
    return DateMeaning(start, end, None, True, first.rules + last.rules)  # a 初 or 底 of one end says nothing of the whole


def _pass_on(start: DateFields, end: DateFields, stated: DateFields) -> DateFields | None:
    """The end of a range that would lie before its start, in the next month or year where its own is not stated; None where it is.

    28日至3日 passes into the next month, 2021年12月28日至1月3日 into the next year; 2021年6月5日到6月1日 would have to last eleven months.
    """
    month, year, first = end.get("month"), end.get("year"), start.get("month")
    if "month" not in stated and "day" in stated:
        if not isinstance(month, int):
            return end  # the months are not known yet
        carry, month = wrap_month(month + 1)
        return cast(DateFields, {**end, **({} if year is None else {"year": _later(year, carry)}), "month": month})
    if "year" in stated or year is None or not isinstance(month, int) or not isinstance(first, int):
        return None
    return cast(DateFields, {**end, "year": _later(year, 1)}) if 0 < (month - first) % 12 <= _HALF_A_YEAR else None


def _later(year: int | Rel, count: int) -> int | Rel:
    return year + count if isinstance(year, int) else year._replace(offset=year.offset + count)


_HALF_A_YEAR = 6  # months


def _runs_back(start: DateFields, end: DateFields) -> bool:
    """Whether an end lies before its start (2020年至2019年, 6月5日到6月1日); months without a year may pass into the next."""
    for name in ("year", "month", "day"):
        first, last = start.get(name), end.get(name)
        if first == last:
            continue
        if not isinstance(first, int) or not isinstance(last, int):
            return False
        return last < first and (name != "month" or "year" in start)
    return False


def _outside(spans: list[tuple[int, int]], expressions: list[Expression]) -> Iterator[tuple[int, int]]:
    """The spans that are no end of an expression: 9月至2009年3月 runs back, but not behind its year. Both in text order."""
    index, reach = 0, 0
    for start, end in spans:
        while index < len(expressions) and expressions[index].start < start:
            reach = max(reach, expressions[index].end)
            index += 1
        if reach < end:
            yield start, end


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
    view: str,
    words: Words,
    chains: Mapping[int, Sequence[Expression]],
    explained: Mapping[int, Sequence[Expression]],
    start: int,
    impossible: list[tuple[int, int]],
    backward: list[tuple[int, int]],
) -> Expression | None:
    """The longest range or chain at a start that is a date by itself."""
    chain = chains[start]
    options: list[Expression] = []
    for e in chain:  # by far the most chains are one expression, for which a comprehension takes twice as long
        if e[2].standalone:
            options.append(e)  # noqa: PERF401
    for first in (*chain, *explained[start]) if start in explained else chain:
        end = first[1]
        if view[end : end + 1] not in _CONNECTS or (connector := _CONNECTOR.match(view, end)) is None:
            continue
        at = connector.end()
        for last in (*chains.get(at, ()), *explained[at]) if at in explained else chains.get(at, ()):
            joined = join_range(first.meaning, last.meaning)
            if joined is None or (connector["between"] and not _ends_word(_BETWEEN.match(view, last.end), words)):
                continue
            if isinstance(joined, Refusal):
                (backward if joined is BACKWARD else impossible).append((start, last.end))
            else:
                options.append(Expression(start, last.end, joined))
    if len(options) < 2:
        return options[0] if options else None
    return max(options, key=lambda e: e.end)


def _gap_fits(gap: str, coarse: DateMeaning, fine: DateMeaning) -> bool:
    """Whether one character may stand between two parts of an expression."""
    return gap in FIELDS[fine.coarsest].gaps or (gap == "的" and "shift" in coarse.first)


_AFTER = re.compile("[或及和]?(?:[之以]?后|以?来|(?:开市|开盘|零时|正式)?起|开始)")
_BEFORE = re.compile("节?[或及和]?[之以]?前夕?")
_EDGES: tuple[tuple[DateMod, re.Pattern[str]], ...] = (("END", re.compile("[”’']?[末底]")), ("START", re.compile("[”’']?初")))  # “十四五”末
_APPROX_AFTER = re.compile(r"左右|前后|上下")
_APPROX_BEFORE = re.compile(r"(?:约在?|大概)$")
_UNTIL = re.compile("不[晚迟]于$")
_SINCE_BEFORE = re.compile(r"[自从]$")
_SINCE_AFTER = re.compile(rf"[^，,{SENTENCE_MARKS}\n]{{0,30}}?(?:以来|起|开始|之后|以后)")
_EXPLANATION = re.compile(r"\([^()\n]{1,14}\)|[)”’']| ")  # what may stand between a date and the word that bounds it


# Only these characters can open a word after, or close one before, that bounds or blurs a date; most dates stand beside neither.
_OPENS_AFTER = frozenset("或及和之以来起开零正后前左上节底()”’' ")
_CLOSES_BEFORE = frozenset("约概在从自于")


def context_mod(view: str, words: Words, expression: Expression) -> DateMod | None:
    """What the words around an expression say of it: BEFORE, AFTER or APPROX."""
    start, end, meaning = expression
    if view[end : end + 1] not in _OPENS_AFTER and view[start - 1 : start] not in _CLOSES_BEFORE:
        return None
    before = view[max(0, start - 3) : start]
    if _APPROX_AFTER.match(view, end) or _APPROX_BEFORE.search(before):
        return "APPROX"
    if _UNTIL.search(before):
        return "BEFORE"
    if "shift" in meaning.first or "stretch" in meaning.first:
        return "AFTER" if view.startswith("以来", end) or _is_since(view, words, before, end) else None
    if "plan" in meaning.first:
        for edge, pattern in _EDGES:
            if pattern.match(view, end):
                return edge
    explained = _EXPLANATION.match(view, end)
    for position in (end, explained.end() if explained else end):
        if _ends_word(_AFTER.match(view, position), words):
            return "AFTER"
        if _ends_word(_BEFORE.match(view, position), words):
            return "BEFORE"
    return "AFTER" if _is_since(view, words, before, end) else None


def _is_since(view: str, words: Words, before: str, end: int) -> bool:
    """Whether a clause says 自…以来, 从…起 around a date; 从2004年说起 has a longer word there."""
    found = _SINCE_AFTER.match(view, end) if _SINCE_BEFORE.search(before) else None
    return found is not None and (found[0][-1] != "起" or words.begins_word(found.end() - 1))


def _ends_word(match: re.Match[str] | None, words: Words) -> bool:
    """Whether what matched ends where a word ends: 前 of 前完成, not of 前往, nor of 前50大, which belongs to the number."""
    if match is None or not words.ends_word(match.end()):
        return False
    if len(match[0]) == 1 and len(words.word_from(match.start())) > 1:
        return False  # 起薪: the word goes on
    following = words.word_from(match.end()) if match[0] in ("前", "后") else ""
    return not following[:1].isnumeric()
