"""Where a match may start, and which rules can start there: the table of a scanner."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

_Rule = TypeVar("_Rule")
Seconds = Mapping[str, frozenset[str] | None]
"""The characters that can begin a match, each with those that can be second; None where any may follow, or none."""

_FEW = 100  # characters that may be second; of the firsts that have more, most are numbers


def table_of(starts: Sequence[tuple[_Rule, Seconds]]) -> dict[str, dict[str, tuple[_Rule, ...]]]:
    """By the first character, then the second, the rules to try; under the empty text those that any other may follow.

    Firsts with the same rules share one part: 20,000 pairs would push everything else out of the processor's cache.

    >>> table_of([("recent", {"近": None}), ("year", {"近": frozenset("年"), "本": frozenset("年")})])
    {'近': {'': ('recent',), '年': ('year', 'recent')}, '本': {'': (), '年': ('year',)}}
    """
    by_first: dict[str, list[tuple[_Rule, frozenset[str] | None]]] = {}
    for rule, seconds in starts:
        for first, second in seconds.items():
            by_first.setdefault(first, []).append((rule, second))
    parts: dict[tuple[tuple[int, frozenset[str] | None], ...], dict[str, tuple[_Rule, ...]]] = {}
    table: dict[str, dict[str, tuple[_Rule, ...]]] = {}
    for first, rules in by_first.items():
        key = tuple((id(rule), second) for rule, second in rules)
        if key not in parts:
            parts[key] = _part(rules)
        table[first] = parts[key]
    return table


def _part(rules: Sequence[tuple[_Rule, frozenset[str] | None]]) -> dict[str, tuple[_Rule, ...]]:
    """The rules of one first character: those that name the second before those that take any."""
    named = [(rule, second) for rule, second in rules if second is not None]
    open_ended = tuple(rule for rule, second in rules if second is None)
    part = {"": open_ended}
    for character in sorted(frozenset[str]().union(*(second for _, second in named))):
        part[character] = (*(rule for rule, second in named if character in second), *open_ended)
    return part


def trigger_of(starts: Sequence[tuple[_Rule, Seconds]]) -> re.Pattern[str] | None:
    """A pattern for where a match may start; None when there is nothing to look for.

    One character class, which `re` skips along at memory speed, then a look at the next character; the table has the last word. An
    alternation of all pairs took nine times as long; firsts with few seconds and firsts with many, each beside their own, do not.
    """
    seconds_of: dict[str, set[str]] = {}
    alone: set[str] = set()
    for _, seconds in starts:
        for first, second in seconds.items():
            seconds_of.setdefault(first, set()).update(second or ())
            if second is None:
                alone.add(first)
    follow = [f"(?<={_class(alone)})"] if alone else []
    for is_many in (False, True):
        firsts = {first for first, named in seconds_of.items() if first not in alone and (len(named) > _FEW) is is_many}
        if firsts:
            follow.append(f"(?<={_class(firsts)})(?={_class(frozenset[str]().union(*map(seconds_of.__getitem__, firsts)))})")
    return re.compile(f"{_class(frozenset(seconds_of))}(?:{'|'.join(follow)})") if seconds_of else None


def _class(characters: set[str] | frozenset[str]) -> str:
    return "[" + re.escape("".join(sorted(characters))) + "]"
