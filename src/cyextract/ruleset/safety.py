"""Refuse rule patterns that could take forever: a rule file is data, and none may make reading a text slow.

A pattern is tried wherever a match could begin, so every try must end within a fixed number of steps. `check_pattern` walks the parsed
pattern and bounds those steps: what could match in several ways multiplies, what the next character decides does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from cyextract.ruleset.budget import NODE, spend
from cyextract.ruleset.syntax import SubPattern, parse_pattern

MAX_PATTERN = 40_000  # characters of a pattern with its fragments and its table put in
MAX_DEPTH = 100  # of the syntax tree: a group, a repeat and a choice are a level each
MAX_REPEAT = 200  # a repeat may go on for this many characters: no date and no amount is longer
MAX_STEPS = 20_000  # steps of one try in the worst case; a test keeps the shipped rules below it too

_ENOUGH = MAX_STEPS + 1
_OUTSIDER = "\0"  # stands for all characters that the pattern does not name
_REFUSED = {"GROUPREF": "a back-reference", "GROUPREF_EXISTS": "a condition on a group"}
_TOO_DEEP = f"groups nested more than {MAX_DEPTH} deep; write it flatter"
_ZERO_WIDTH = frozenset(("AT", "ASSERT", "ASSERT_NOT"))


class _Rest(NamedTuple):
    """What comes after a part of the pattern: the steps it may take, and the characters it may begin with (None: it may be empty)."""

    steps: int
    first: frozenset[str] | None


def check_pattern(pattern: str) -> None:
    """Refuse a pattern whose time is not bounded, or whose bound is too high.

    Args:
        pattern: a regular expression of `re`, with fragments and tables put in.

    Raises:
        ValueError: what is wrong with it and what to write instead.

    >>> check_pattern("第[0-9]{1,3}届")
    >>> check_pattern("(?:a|b)*年")
    Traceback (most recent call last):
    ValueError: a repeat without an end (* or + or {n,}); bound it: {0,40}
    """
    spend(NODE * len(pattern))
    try:
        tree = parse_pattern(pattern)
    except OverflowError as error:
        raise ValueError(f"a repeat too great to count; {MAX_REPEAT} at most") from error
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    if _is_deeper(tree, MAX_DEPTH):
        raise ValueError(_TOO_DEEP)
    if tree.state.flags & ~re.UNICODE:
        raise ValueError("flags such as (?i) change what a rule means; write out what it is to match")
    letters = frozenset(_letters(tree)) | {_OUTSIDER}
    steps = _sequence(tree, _Rest(1, None), letters).steps
    if steps > MAX_STEPS:
        raise ValueError(
            f"a try could take more than {MAX_STEPS:,} steps; let the next character decide: fewer nested or neighbouring repeats "
            "and alternatives that match the same text"
        )


def _is_deeper(nodes: Any, depth: int) -> bool:
    """Whether its groups, repeats and alternatives nest more than that many deep."""
    return depth < 0 or any(_is_deeper(part, depth - 1) for _, value in nodes for part in _parts(value))


def _letters(nodes: Any) -> set[str]:
    """Every character that a pattern names, ends of ranges included."""
    found: set[str] = set()
    for name, value in nodes:
        if str(name) in ("LITERAL", "NOT_LITERAL"):
            found.add(chr(value))
        elif str(name) == "RANGE":
            found.update(map(chr, value))
        elif str(name) == "IN":
            found |= _letters(value)
        else:
            for part in _parts(value):
                found |= _letters(part)
    return found


def _parts(value: Any) -> list[Any]:
    """The patterns inside a node's value."""
    if isinstance(value, SubPattern):
        return [value]
    if isinstance(value, tuple | list):
        return [part for item in value for part in _parts(item)]
    return []


def _sequence(nodes: Sequence[Any], rest: _Rest, letters: frozenset[str]) -> _Rest:
    for name, value in reversed(list(nodes)):
        rest = _node(str(name), value, rest, letters)
        rest = _Rest(min(rest.steps, _ENOUGH), rest.first)
    return rest


def _node(name: str, value: Any, rest: _Rest, letters: frozenset[str]) -> _Rest:
    """A node and all that comes after it."""
    spend(NODE)
    if name in _REFUSED:
        raise ValueError(f"{_REFUSED[name]} takes time without a bound; write out what it repeats")
    if name in ("LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY"):
        return _Rest(rest.steps + 1, _characters(name, value, letters))
    if name in _ZERO_WIDTH:
        looked = _sequence(value[1], _Rest(1, None), letters).steps if name != "AT" else 1
        return _Rest(rest.steps + looked, rest.first)
    if name == "SUBPATTERN":
        if value[1] or value[2]:
            raise ValueError("flags such as (?i:…) change what a rule means; write out what it is to match")
        return _sequence(value[3], rest, letters)
    if name == "BRANCH":
        return _branch(value[1], rest, letters)
    if name == "ATOMIC_GROUP":
        inner = _sequence(value, _Rest(1, None), letters)
        return _Rest(inner.steps + rest.steps, _either(inner.first, rest.first))
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, body = value
        return _repeat(int(least), int(most), body, rest, letters)
    raise ValueError(f"{name.lower()} is no part of a rule's pattern")


def _characters(name: str, value: Any, letters: frozenset[str]) -> frozenset[str]:
    """The characters that a node of one character may match, as far as the pattern tells them apart."""
    if name == "LITERAL":
        return frozenset(chr(value))
    if name == "NOT_LITERAL":
        return letters - {chr(value)}
    if name != "IN":
        return letters
    negated = str(value[0][0]) == "NEGATE"
    items = value[1:] if negated else value
    if any(str(kind) == "CATEGORY" for kind, _ in items):
        return letters
    bounds = sorted((item, item) if str(kind) == "LITERAL" else item for kind, item in items)
    spend(len(bounds) + len(letters))
    lows = [low for low, _ in bounds]
    reach = list(accumulate((high for _, high in bounds), max))
    named = frozenset(c for c in letters if (at := bisect_right(lows, ord(c))) and reach[at - 1] >= ord(c))
    if negated:
        return letters - named
    # A range also holds characters that the pattern does not name.
    return named | {_OUTSIDER} if any(low < high for low, high in bounds) else named


def _either(first: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if first is None or other is None:
        return None
    spend(len(first) + len(other))
    return first | other


def _branch(alternatives: Sequence[Any], rest: _Rest, letters: frozenset[str]) -> _Rest:
    """Alternatives that begin with different characters exclude each other; the others are tried one after the other."""
    tried: dict[str, int] = {}
    always = 0
    first: frozenset[str] | None = frozenset()
    words: dict[str, list[str]] = {}
    for alternative in alternatives:
        word = "".join(chr(value) if str(name) == "LITERAL" else "\n" for name, value in alternative)
        if word and "\n" not in word:
            words.setdefault(word[0], []).append(word)
            continue
        found = _sequence(alternative, rest, letters)
        first = _either(first, found.first)
        if found.first is None:
            always += found.steps
        else:
            spend(len(found.first))
            for letter in found.first:
                tried[letter] = tried.get(letter, 0) + found.steps
    for letter, alike in words.items():  # of plain words only one that begins another can match beside it
        spend(len(alike) ** 2)
        beside = max(sum(word.startswith(other) for other in alike) for word in alike)
        tried[letter] = tried.get(letter, 0) + sum(map(len, alike)) + beside * rest.steps
    first = None if first is None else first | frozenset(words)
    return _Rest(len(alternatives) + always + max(tried.values(), default=0), first)


def _repeat(least: int, most: int, body: Any, rest: _Rest, letters: frozenset[str]) -> _Rest:
    if most == re._constants.MAXREPEAT:  # type: ignore[attr-defined]
        raise ValueError("a repeat without an end (* or + or {n,}); bound it: {0,40}")
    if most > MAX_REPEAT:
        raise ValueError(f"a repeat of up to {most}; {MAX_REPEAT} at most")
    opening = _sequence(body, _Rest(1, frozenset()), letters).first
    excludes = opening is not None and rest.first is not None and opening.isdisjoint(rest.first)
    again = rest
    for count in range(most, 0, -1):
        if again.steps > MAX_STEPS:
            break
        inner = _sequence(body, _Rest(again.steps + 1, again.first), letters)  # a turn is a step, even one that takes no character
        if count > least:  # the repeat may also end here: either way by the next character, or one after the other
            steps = max(inner.steps, rest.steps) + 1 if excludes else inner.steps + rest.steps
            again = _Rest(steps, _either(inner.first, rest.first))
        else:
            again = inner
    return again
