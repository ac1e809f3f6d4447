"""Where a match may start, and which rules can start there: the table of a scanner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from cyextract.ruleset.first_chars import Start

_Rule = TypeVar("_Rule")
Tried = tuple[_Rule, frozenset[str] | None]
"""A rule to try, and what the third character of a match can be; None where that is open."""

_MANY = 100  # characters that may be second: so many have the firsts that are numbers
_GROUPS = 6  # of the other firsts; with more the trigger takes longer than the places that it spares


def table_of(starts: Sequence[tuple[_Rule, Start]]) -> dict[str, dict[str, tuple[Tried[_Rule], ...]]]:
    """By the first character, then the second, the rules to try; under the empty text those that any other may follow.

    Firsts with the same rules share one part: 20,000 pairs would push everything else out of the processor's cache.

    >>> from cyextract.ruleset.first_chars import start_of
    >>> table_of([("recent", start_of("近")), ("year", start_of("近年来|本年"))])
    {'本': {'': (), '年': (('year', None),)}, '近': {'': (('recent', None),), '年': (('year', None), ('recent', None))}}
    """
    by_first: dict[str, list[tuple[_Rule, Start, frozenset[str] | None]]] = {}
    for rule, start in starts:
        for first, seconds in start.seconds.items():
            by_first.setdefault(first, []).append((rule, start, seconds))
    parts: dict[tuple[tuple[int, frozenset[str] | None], ...], dict[str, tuple[Tried[_Rule], ...]]] = {}
    table: dict[str, dict[str, tuple[Tried[_Rule], ...]]] = {}
    for first, rules in sorted(by_first.items()):
        key = tuple((id(rule), seconds) for rule, _, seconds in rules)
        if key not in parts:
            parts[key] = _part(rules)
        table[first] = parts[key]
    return table


def _part(rules: Sequence[tuple[_Rule, Start, frozenset[str] | None]]) -> dict[str, tuple[Tried[_Rule], ...]]:
    """The rules of one first character: those that name the second before those that take any."""
    named = [(rule, start.thirds, seconds) for rule, start, seconds in rules if seconds is not None]
    open_ended = tuple((rule, None) for rule, _, seconds in rules if seconds is None)
    part: dict[str, tuple[Tried[_Rule], ...]] = {"": open_ended}
    for second in sorted(frozenset[str]().union(*(seconds for _, _, seconds in named))):
        part[second] = (*((rule, thirds.get(second)) for rule, thirds, seconds in named if second in seconds), *open_ended)
    return part


def trigger_of(starts: Sequence[tuple[_Rule, Start]]) -> re.Pattern[str] | None:
    """A pattern for where a match may start; None when there is nothing to look for.

    One character class, which `re` skips along at memory speed, then a look at it and the next character; the table has the last word.
    An alternation of all pairs took nine times as long; some groups of firsts, each before the seconds of all of them, do not.
    """
    seconds_of: dict[str, set[str]] = {}
    alone: set[str] = set()
    for _, start in starts:
        for first, seconds in start.seconds.items():
            seconds_of.setdefault(first, set()).update(seconds or ())
            if seconds is None:
                alone.add(first)
    if not seconds_of:
        return None
    beside = sorted((len(seconds), first) for first, seconds in seconds_of.items() if first not in alone)
    few, many = ([first for size, first in beside if (size > _MANY) is is_many] for is_many in (False, True))
    size = len(few) // _GROUPS + 1
    groups = [many, *(few[at : at + size] for at in range(0, len(few), size))]
    looks = [_class(alone)] if alone else []
    looks += (f"{_class(group)}(?={_class(frozenset[str]().union(*map(seconds_of.__getitem__, group)))})" for group in groups if group)
    return re.compile(f"{_class(seconds_of)}(?<=(?:{'|'.join(looks)}))")


def _class(characters: Iterable[str]) -> str:
    return "[" + re.escape("".join(sorted(characters))) + "]"
