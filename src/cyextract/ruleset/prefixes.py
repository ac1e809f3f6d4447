"""With which one or two characters can a match of a pattern begin? Read off its syntax tree, so that no text is ever tried.

Context (look-around, anchors) is left to the pattern itself: the answer may hold too much, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any, NamedTuple

# The parser of `re` itself, private since Python 3.11 and unchanged through 3.14; a second reading of the syntax would drift from it.
_parser: Any = re._parser  # type: ignore[attr-defined]

ANY = ""
"""Stands for every character that the pattern does not name."""
_MAX_RANGE = 256  # a wider range ([一-龥]) is as good as any character


class Prefixes(NamedTuple):
    """The beginnings of a language: whether it holds the empty text, its texts of one character, and pairs that longer ones begin with."""

    empty: bool
    ones: frozenset[str]
    twos: Mapping[str, frozenset[str]]

    @property
    def firsts(self) -> frozenset[str]:
        """All characters a text can begin with."""
        return self.ones | self.twos.keys()


_EMPTY = Prefixes(True, frozenset(), {})
_ANYTHING = Prefixes(False, frozenset((ANY,)), {ANY: frozenset((ANY,))})


def start_keys(pattern: str) -> list[str]:
    """The first two characters of every match, or the first alone where any may follow or none.

    Raises:
        ValueError: the pattern can match the empty text or begin with any character.
        re.error: it is no pattern.

    >>> sorted(start_keys("(?:本|上)周[一二]?|今")), start_keys("近(?=年).")
    (['上周', '今', '本周'], ['近'])
    """
    tree = list(_parser.parse(pattern))
    found = _sequence(tree)
    while tree and str(tree[-1][0]) == "ASSERT_NOT":
        tree.pop()
    if tree and not found.empty and str(tree[-1][0]) == "ASSERT" and tree[-1][1][0] == 1:
        found = _sequence([*tree[:-1], *tree[-1][1][1]])  # what must follow the match follows its first character too
    if found.empty or ANY in found.firsts:
        raise ValueError("the pattern can start with any character; begin it with a word or a number")
    keys: list[str] = []
    for first in sorted(found.firsts):
        seconds = found.twos.get(first, frozenset())
        is_open = first in found.ones or ANY in seconds
        keys.extend([first] if is_open else [first + second for second in sorted(seconds)])
    return keys


def _sequence(nodes: Iterable[tuple[Any, Any]]) -> Prefixes:
    found = _EMPTY
    for operator, argument in nodes:
        found = _then(found, _node(str(operator), argument))
        if not found.empty and not found.ones:
            break
    return found


def _then(first: Prefixes, second: Prefixes) -> Prefixes:
    twos = dict(first.twos)
    if follows := second.firsts:
        for character in first.ones:
            twos[character] = twos.get(character, frozenset()) | follows
    ones = first.ones if second.empty else frozenset()
    if first.empty:
        ones |= second.ones
        twos = _joined(twos, second.twos)
    return Prefixes(first.empty and second.empty, ones, twos)


def _either(first: Prefixes, second: Prefixes) -> Prefixes:
    return Prefixes(first.empty or second.empty, first.ones | second.ones, _joined(first.twos, second.twos))


def _joined(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    joined = dict(one)
    for character, seconds in other.items():
        joined[character] = joined.get(character, frozenset()) | seconds
    return joined


def _node(operator: str, argument: Any) -> Prefixes:
    """The beginnings of one node of the tree of `re`."""
    if operator == "LITERAL":
        return Prefixes(False, frozenset((chr(argument),)), {})
    if operator == "IN":
        return Prefixes(False, _members(argument), {})
    if operator in ("ANY", "NOT_LITERAL", "CATEGORY"):
        return Prefixes(False, frozenset((ANY,)), {})
    if operator == "BRANCH":
        return reduce(_either, map(_sequence, argument[1]))
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
    """Two turns tell all about the first two characters."""
    if most == 0:
        return _EMPTY
    twice = _then(once, once)
    if least == 0:
        return _either(_EMPTY, once if most == 1 else _either(once, twice))
    if least == 1:
        return once if most == 1 else _either(once, twice)
    return twice


def _members(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
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
