"""With which characters can a match of a pattern begin? Read off its syntax tree, so that no text is ever tried.

Context (look-around, anchors) is left to the pattern itself: the answer may hold too much, never too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from cyextract.ruleset.budget import NODE, spend
from cyextract.ruleset.syntax import parse_pattern

_Node = tuple[Any, Any]  # an operator of `re` and its argument

ANY = ""
"""Stands for every character that the pattern does not name."""
_MAX_RANGE = 256  # a wider range ([一-龥]) is as good as any character
_MAX_PAIRS = 50_000  # of first and second characters: more are as good as any second


class Prefixes(NamedTuple):
    """The beginnings of a language.

    Whether it holds the empty text, its texts of one character, by their first character the pairs that others begin with, the second
    characters of those pairs that are texts by themselves, and by their second character the thirds of the rest.
    """

    empty: bool
    ones: frozenset[str]
    twos: Mapping[str, frozenset[str]]
    pair_ends: frozenset[str] = frozenset()
    thirds: Mapping[str, frozenset[str]] = MappingProxyType({})

    @property
    def firsts(self) -> frozenset[str]:
        """All characters a text can begin with."""
        return self.ones.union(self.twos)


_EMPTY = Prefixes(True, frozenset(), {})
_ANYTHING = Prefixes(False, frozenset((ANY,)), {ANY: frozenset((ANY,))}, frozenset((ANY,)), {ANY: frozenset((ANY,))})


class Start(NamedTuple):
    """How every match begins."""

    seconds: Mapping[str, frozenset[str] | None]
    """The first characters, each with those that can be second; None where any may follow, or none."""
    thirds: Mapping[str, frozenset[str]]
    """By the second character what the third can be; a second is missing when a match may end with it, or any third may follow."""

    @property
    def keys(self) -> list[str]:
        """The first two characters of a match, or the first alone where any may follow or none."""
        pairs = ((first, second) for first, seconds in self.seconds.items() for second in sorted(seconds or ("",)))
        return [first + second for first, second in pairs]


def start_of(pattern: str) -> Start:
    """With what a match of a pattern begins.

    Raises:
        ValueError: the pattern can match the empty text or begin with any character.
        re.error: it is no pattern.

    >>> sorted(start_of("(?:本|上)周[一二]?|今").keys), start_of("近(?=年).").keys
    (['上周', '今', '本周'], ['近'])
    """
    tree = parse_pattern(pattern)
    found = _sequence(_with_what_follows(list(tree))) if tree.getwidth()[0] else _EMPTY
    if found.empty or ANY in found.firsts:
        raise ValueError("the pattern can start with any character; begin it with a word or a number")
    is_wide = sum(map(len, found.twos.values())) > _MAX_PAIRS
    named = {} if is_wide else {f: seconds for f, seconds in found.twos.items() if f not in found.ones and ANY not in seconds}
    is_open = is_wide or bool(found.ones) or ANY in found.pair_ends or ANY in found.thirds
    thirds = {} if is_open else {s: third for s, third in found.thirds.items() if s not in found.pair_ends and ANY not in third}
    return Start({first: named.get(first) for first in sorted(found.firsts)}, thirds)


def _with_what_follows(tree: Sequence[_Node]) -> list[_Node]:
    """The tree with what must follow a match as part of it: that stands behind its first characters all the same."""
    nodes = list(tree)
    while nodes and str(nodes[-1][0]) == "ASSERT_NOT":
        nodes.pop()
    if not nodes:
        return nodes
    operator, argument = nodes[-1]
    if str(operator) == "ASSERT" and argument[0] == 1:
        nodes[-1:] = argument[1]
    elif str(operator) == "BRANCH":
        nodes[-1] = operator, (argument[0], [_with_what_follows(branch) for branch in argument[1]])
    elif str(operator) == "SUBPATTERN":
        nodes[-1] = operator, (*argument[:3], _with_what_follows(argument[3]))
    return nodes


def _sequence(nodes: Sequence[_Node]) -> Prefixes:
    head = [chr(argument) for operator, argument in nodes[:3] if str(operator) == "LITERAL"]
    if len(head) == 3:  # most alternatives are words
        return Prefixes(False, frozenset(), {head[0]: frozenset(head[1])}, frozenset(), {head[1]: frozenset(head[2])})
    found = _EMPTY
    for operator, argument in nodes:
        found = _then(found, _node(str(operator), argument))
        if not (found.empty or found.ones or found.pair_ends):
            break
    return found


def _then(first: Prefixes, second: Prefixes) -> Prefixes:
    follows = second.firsts
    twos = _merged(first.twos, second.twos if first.empty else {}, dict.fromkeys(first.ones, follows) if follows else {})
    thirds = _merged(
        first.thirds,
        second.thirds if first.empty else {},
        second.twos if first.ones else {},
        dict.fromkeys(first.pair_ends, follows) if follows else {},
    )
    ones = (first.ones if second.empty else frozenset()) | (second.ones if first.empty else frozenset())
    pair_ends = frozenset[str]().union(
        second.ones if first.ones else (), first.pair_ends if second.empty else (), second.pair_ends if first.empty else ()
    )
    return Prefixes(first.empty and second.empty, ones, twos, pair_ends, thirds)


def _either(*options: Prefixes) -> Prefixes:
    return Prefixes(
        any(option.empty for option in options),
        frozenset[str]().union(*(option.ones for option in options)),
        _merged(*(option.twos for option in options)),
        frozenset[str]().union(*(option.pair_ends for option in options)),
        _merged(*(option.thirds for option in options)),
    )


def _merged(*tables: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Tables as one, sets under the same key united."""
    merged: dict[str, frozenset[str]] = {}
    for table in tables:
        spend(len(table))
        for key, members in table.items():
            known = merged.get(key)
            if known is None or known is members:
                merged[key] = members
            else:
                spend(len(members) + len(known))
                merged[key] = known | members
    return merged


def _node(operator: str, argument: Any) -> Prefixes:
    """The beginnings of one node of the tree of `re`."""
    spend(NODE)
    if operator == "LITERAL":
        return Prefixes(False, frozenset((chr(argument),)), {})
    if operator == "IN":
        return Prefixes(False, _members(argument), {})
    if operator in ("ANY", "NOT_LITERAL", "CATEGORY"):
        return Prefixes(False, frozenset((ANY,)), {})
    if operator == "BRANCH":
        return _either(*map(_sequence, argument[1]))
    if operator == "SUBPATTERN":
        return _ANYTHING if argument[1] else _sequence(argument[3])  # flags of its own, such as (?i:…)
    if operator == "ATOMIC_GROUP":
        return _sequence(argument)
    if operator in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, body = argument
        return _repeated(_sequence(body), least, most)
    if operator in ("AT", "ASSERT", "ASSERT_NOT"):
        return _EMPTY
    return _either(_EMPTY, _ANYTHING)  # back references and conditions: anything at all


def _repeated(once: Prefixes, least: int, most: int) -> Prefixes:
    """Three turns tell all about the first three characters."""
    found = _EMPTY
    turns = _EMPTY
    for turn in range(1, min(most, 3) + 1):
        turns = _then(turns, once)
        found = turns if turn <= least else _either(found, turns)
    return found


def _members(items: Iterable[_Node]) -> frozenset[str]:
    members: set[str] = set()
    for operator, argument in items:
        name = str(operator)
        if name == "LITERAL":
            members.add(chr(argument))
        elif name == "RANGE" and argument[1] - argument[0] < _MAX_RANGE:
            members.update(map(chr, range(argument[0], argument[1] + 1)))
        else:  # a negated set, a category or a wide range
            return frozenset((ANY,))
    return frozenset(members)
