"""What a name is to the other names of a document: a part of a longer one, its abbreviation, or made of another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from cyextract.recognizers.org.hints import LONGEST
from cyextract.recognizers.org.scorer import UNIT

_MOST_COMPARED = 1000  # names, the first of a text, that the others are looked for in; what a name costs must not grow with the text
_ABBREVIATION = range(2, 6)

RELATIONS = ("begins-longer", "ends-longer", "inside-longer", "abbreviates", "begins-with-name", "holds-name")
"""What a name may be to others."""
_BEGINS_LONGER, _ENDS_LONGER, _INSIDE_LONGER, _ABBREVIATES, _BEGINS_WITH_NAME, _HOLDS_NAME = [(relation, UNIT) for relation in RELATIONS]


class LongerNames:
    """Names that are fairly sure, asked what another name is to them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(islice(names, _MOST_COMPARED))
        ordered = sorted(self._names)
        self._joined = "\n".join(("", *ordered, ""))
        self._by_first: dict[str, list[str]] = {}
        self._by_initial: dict[str, list[str]] = {}
        for name in ordered:
            if len(name) > 1:
                self._by_first.setdefault(name[0], []).append(name)
            for initial in (name[0], name[2]) if name[2:3] not in ("", name[0]) else name[0]:
                listed = self._by_initial.setdefault(initial, [])
                if len(listed) < LONGEST:
                    listed.append(name)

    def features(self, name: str) -> list[tuple[str, int]]:
        """Whether it begins or ends a longer name, stands in one or abbreviates one; and whether another name begins it or stands in it."""
        length, by_first = len(name), self._by_first
        is_sure, found = name in self._names, list[tuple[str, int]]()
        first = name[0]
        if self._joined.count(first) > (name.count(first) if is_sure else 0):  # in another name as well
            if self._joined.count(name) > is_sure:
                found = self._in_longer(name)
            if length in _ABBREVIATION:
                longer = [other for other in self._by_initial.get(first, ()) if len(other) > length]
                if longer and any([_abbreviates(name, other) for other in longer]):
                    found.append(_ABBREVIATES)
            if any([name.startswith(other, 0, min(length, LONGEST) - 1) for other in by_first.get(first, ())]):
                found.append(_BEGINS_WITH_NAME)
        length = min(length, LONGEST)
        if not by_first.keys().isdisjoint(name[1 : length - 1]):
            for at in range(1, length - 1):
                if (others := by_first.get(name[at])) and any([name.startswith(other, at, length) for other in others]):
                    found.append(_HOLDS_NAME)
                    break
        return found

    def _in_longer(self, name: str) -> list[tuple[str, int]]:
        """Where in longer names it stands."""
        joined, length = self._joined, len(name)
        begins = ends = inside = False
        at, looks = joined.find(name), 0
        while at >= 0 and looks < LONGEST:
            is_first, is_last = joined[at - 1] == "\n", joined[at + length] == "\n"
            if not (is_first and is_last):
                begins |= is_first
                ends |= is_last
                inside |= is_first == is_last
            at, looks = joined.find(name, at + 1), looks + 1
        return [feature for holds, feature in ((begins, _BEGINS_LONGER), (ends, _ENDS_LONGER), (inside, _INSIDE_LONGER)) if holds]


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of a short name stand in a longer one in their order, apart from each other."""
    if short in full:
        return False
    at = -1
    for character in short:
        at = full.find(character, at + 1)
        if at < 0:
            return False
    return True
