"""With which characters can a match of a pattern begin? Read off its syntax tree, so that no text is ever tried.

Context (look-around, anchors) is left to the pattern itself: the answer may hold too much, never too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cyextract.ruleset.syntax import parse_pattern

_Node = tuple[Any, Any]  # an operator of `re` and its argument

ANY = ""
"""Stands for every character that the pattern does not name."""
_MAX_RANGE = 256  # a wider range ([一-龥]) is as good as any character


class Prefixes(NamedTuple):
    """The beginnings of a language.

    Whether it holds the empty text, its texts of one character, by their first character the pairs that others begin with, whether
    some of the pairs are texts by themselves, and every third character of the rest.
    """

    empty: bool
    ones: frozenset[str]
    twos: Mapping[str, frozenset[str]]
    has_pairs: bool = False
    thirds: frozenset[str] = frozenset()

    @property
    def firsts(self) -> frozenset[str]:
        """All characters a text can begin with."""
        return self.ones.union(self.twos)


_EMPTY = Prefixes(True, frozenset(), {})
_ANYTHING = Prefixes(False, frozenset((ANY,)), {ANY: frozenset((ANY,))}, True, frozenset((ANY,)))


class Start(NamedTuple):
    """How every match begins."""

    seconds: Mapping[str, frozenset[str] | None]
    """The first characters, each with those that can be second; None where any may follow, or none."""
    thirds: frozenset[str] | None
    """What the third character can be; None when a match may end before it, or it may be any."""

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
    named = {first: seconds for first, seconds in found.twos.items() if first not in found.ones and ANY not in seconds}
    is_open = bool(found.ones) or found.has_pairs or ANY in found.thirds
    return Start({first: named.get(first) for first in sorted(found.firsts)}, None if is_open else found.thirds)


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
        return Prefixes(False, frozenset(), {head[0]: frozenset(head[1])}, False, frozenset(head[2]))
    found = _EMPTY
    for operator, argument in nodes:
        found = _then(found, _node(str(operator), argument))
        if not (found.empty or found.ones or found.has_pairs):
            break
    return found


def _then(first: Prefixes, second: Prefixes) -> Prefixes:
    twos = dict(first.twos)
    follows = second.firsts
    if follows:
        for character in first.ones:
            known = twos.get(character)
            twos[character] = follows if known is None else known | follows
    ones = first.ones if second.empty else frozenset()
    thirds = first.thirds
    if first.has_pairs:
        thirds |= follows
    if first.ones:
        thirds = thirds.union(*second.twos.values())
    if first.empty:
        ones |= second.ones
        for character, seconds in second.twos.items():
            twos[character] = twos.get(character, frozenset()) | seconds
        thirds |= second.thirds
    has_pairs = bool(first.ones and second.ones) or (first.has_pairs and second.empty) or (first.empty and second.has_pairs)
    return Prefixes(first.empty and second.empty, ones, twos, has_pairs, thirds)


def _either(*options: Prefixes) -> Prefixes:
    ones, thirds = frozenset[str]().union(*(o.ones for o in options)), frozenset[str]().union(*(o.thirds for o in options))
    twos: dict[str, frozenset[str]] = {}
    for option in options:
        for character, seconds in option.twos.items():
            known = twos.get(character)
            twos[character] = seconds if known is None else known | seconds
    return Prefixes(any(o.empty for o in options), ones, twos, any(o.has_pairs for o in options), thirds)


def _node(operator: str, argument: Any) -> Prefixes:
    """The beginnings of one node of the tree of `re`."""
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
