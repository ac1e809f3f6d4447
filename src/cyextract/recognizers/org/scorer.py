"""The linear scorer: how well each character of a text fits the beginning, the inside and the end of an organisation's name.

Every character looks up a few dozen rows of a table by hashes of the characters, word classes and rules' proposals around it; a row
holds what it adds to each label's score. All of it is whole numbers, so that the scores are the same on every machine. The weights are
data: `training/org` says how they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cyextract.recognizers.org.places import PlacedName
from cyextract.recognizers.org.tagged_text import ALONE, CLASSES, FIRST, INNER, LAST, TaggedText

OUTSIDE, BEGIN, INSIDE, END = range(4)
"""Labels of a character: outside any name, its first, an inner and its last character. No name has one character."""

# What a rule says of a character: nothing, that it stands in a title, or a label of a name beside its rule's family.
NO_RULE, IN_TITLE, FIRST_RULE = 0, 1, 2
_RULES_BY_FAMILY = {
    "listed": ("org.listed",),
    "context": ("org.context",),
    "legal-form": ("org.legal-form",),
    "board": ("org.board",),
    "brand": ("org.brand", "org.listed-industry"),
    "head": ("org.head", "org.region-head"),
    "branch": ("org.branch", "org.subordinate"),
    "stock-code": ("org.stock-code",),
    "alias": ("org.alias",),
    "foreign": ("org.foreign",),
    "short": ("org.short",),
    "other": (),
}
RULE_FAMILIES = tuple(_RULES_BY_FAMILY)
_FAMILY_OF = {rule: family for family, rules in enumerate(_RULES_BY_FAMILY.values()) for rule in rules}

UNIT = 64  # what stands for 1 in scores and in the evidence that is weighed with them
LOOKUPS = 35
REACH = 3  # characters on either side that a character's rows depend on
_CHUNK = 1 << 14  # places scored at once, which bounds the memory
# A row is the bits above the 29 lowest of (64 x value + number of the lookup) x 0x9E3779B97F4A7C15, the golden ratio's, modulo 2^64.
_GOLDEN, _LOW_BITS = 0x9E3779B97F4A7C15, 29
# More than there are code points, classes, labels by rules: what neighbours are multiplied by before they are added up.
_CODES, _CLASSES, _LABELS = np.uint64(0x1FFFF), np.uint64(0x1FF), np.uint64(8)
_RADIXES = _CODES, _CLASSES
_WINDOW = 2 * REACH + 1
_ALONE = 2 * _WINDOW  # lookups that rest on one code point or one class
_PLANE = 1 << 16  # code points beyond are rare


class Characters(NamedTuple):
    """A text as the scorer sees it, one item a character: its code point, its word's class and its place in the word, its rule.

    `classes` are the outlines of the words. `rules` are `NO_RULE`, `IN_TITLE`, or `FIRST_RULE` and four times the number of the rule's
    family and the place in the name. Line ends are `LINE_END` in both.
    """

    codes: str
    classes: bytes
    rules: bytes


LINE_END, NO_TEXT = 0xFF, 0xFE  # in classes and rules, as is what stands for no character
_NOTHING, _NO_PLACES, _ENDS = "\0" * REACH, bytes((NO_TEXT,)) * REACH, bytes((LINE_END,))
# What the number of a class in `Characters` stands for: four times the code of the class (an ASCII character) and the place in the word.
CLASS_VALUES = np.zeros(256, np.uint16)
CLASS_VALUES[: 4 * len(CLASSES)] = [4 * ord(word_class) + place for word_class in CLASSES for place in (ALONE, FIRST, INNER, LAST)]


def read_characters(view: str, text: TaggedText, ruled: Sequence[PlacedName], titles: Sequence[tuple[int, int]]) -> Characters:
    """What the scorer sees of a text.

    Args:
        view: the text.
        text: its words and their classes.
        ruled: the names that the rules propose, disjoint.
        titles: spans of 《》 titles.
    """
    classes, rules = bytearray(text.outline), bytearray(len(view))
    for start, end in titles:
        rules[start:end] = bytes((IN_TITLE,)) * (end - start)
    for start, end, _, rule, _ in ruled:
        rules[start:end] = _labels_of(rule, end - start)
    at = view.find("\n")
    while at >= 0:
        classes[at] = rules[at] = LINE_END
        at = view.find("\n", at + 1)
    return Characters(view, bytes(classes), bytes(rules))


@lru_cache(maxsize=1024)
def _labels_of(rule: str, length: int) -> bytes:
    code = FIRST_RULE + 4 * family_of(rule)
    return bytes((code + 1, *(code + 2,) * (length - 2), code + 3)) if length > 1 else bytes((code,))


def family_of(rule: str) -> int:
    """The number of the family of a rule in `RULE_FAMILIES`."""
    return _FAMILY_OF.get(rule, len(RULE_FAMILIES) - 1)


class _Hash(NamedTuple):
    """What makes rows of values: the bits of a row are moved to the top, so that one shift cuts off what is below."""

    multiplier: np.uint64
    salts: NDArray[np.uint64]
    shift: np.uint64


@cache
def _hash_for(size: int) -> _Hash:
    bits = size.bit_length() - 1
    golden = _GOLDEN << (64 - _LOW_BITS - bits)
    salts = [number * golden % (1 << 64) for number in range(LOOKUPS)]
    return _Hash(np.uint64(64 * golden % (1 << 64)), np.array(salts, np.uint64)[:, None], np.uint64(64 - bits))


# What the place of a character in a name says, by the number of its rule.
_PLACE_IN_RULE = np.array([rule if rule < FIRST_RULE else (rule - FIRST_RULE) % 4 + FIRST_RULE for rule in range(NO_TEXT)], np.uint64)
_RULE_VALUES = bytes([rule if rule < NO_TEXT else NO_RULE for rule in range(256)])


def _place(characters: Characters) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Code points, classes and rules, `[3, places]`, and which places but the outer edges hold characters.

    Every line is read by itself: line ends and what lies beyond them count as nothing, as before and behind the text.
    """
    codes = "".join((_NOTHING, characters.codes.replace("\n", _NOTHING + "\0"), _NOTHING))
    classes, rules = [b"".join((_NO_PLACES, part.replace(_ENDS, _NO_PLACES + _ENDS), _NO_PLACES)) for part in characters[1:]]
    placed = np.empty((3, len(codes)), np.uint64)
    placed[0] = np.frombuffer(codes.encode("utf-32-le"), np.uint32)
    placed[1] = CLASS_VALUES.take(np.frombuffer(classes, np.uint8))
    placed[2] = np.frombuffer(rules.translate(_RULE_VALUES), np.uint8)
    return placed, np.frombuffer(rules, np.uint8)[REACH:-REACH] != NO_TEXT


def table_rows(characters: Characters, size: int) -> NDArray[np.uint64]:
    """The rows of a table of `size` rows (a power of two) that characters look up, `[LOOKUPS, characters]`; the last two rest on rules."""
    placed, is_text = _place(characters)
    n = placed.shape[1] - 2 * REACH
    _, salts, shift = hashes = _hash_for(size)
    alone = np.empty((2, _WINDOW, n), np.uint64)
    np.add(_windows(placed[:2] * hashes.multiplier, 0, _WINDOW, n), salts[:_ALONE].reshape(2, _WINDOW, 1), out=alone)
    alone >>= shift
    return np.concatenate((alone.reshape(_ALONE, n), _rows_of_several(placed, hashes)))[:, is_text]


def _rows_of_several(placed: NDArray[np.uint64], hashes: _Hash) -> NDArray[np.uint64]:
    """The rows that rest on more than one code point or class, or on rules: all but the first `_ALONE`.

    Values are multiplied before they are added up, modulo 2^64: fewer numbers to multiply.
    """
    multiplier, salts, shift = hashes
    hashed, n = placed * multiplier, placed.shape[1] - 2 * REACH
    c, k, ruled = hashed
    before, here, after = (slice(first, first + n) for first in range(REACH - 1, REACH + 2))
    rows = np.empty((LOOKUPS - _ALONE, n), np.uint64)
    twos, threes = np.empty((2, n + 2 * REACH), np.uint64), np.empty((2, n + 2), np.uint64)
    for radix, values, two in zip(_RADIXES, hashed, twos, strict=False):
        np.multiply(values, radix, out=two)
    # What stands apart from each other, and what the rules say.
    with_class = c[here] * _CLASSES
    np.add(twos[0, before], c[after], out=rows[16])
    np.add(with_class, k[before], out=rows[17])
    np.add(with_class, k[after], out=rows[18])
    np.multiply(_places_in_rules(placed[2]), multiplier, out=rows[19])
    np.multiply(ruled[here], _CLASSES, out=rows[20])
    rows[20] += k[here]
    # Two, and three in a row.
    twos[:, :-1] += hashed[:2, 1:]
    for radix, two, three in zip(_RADIXES, twos, threes, strict=True):
        np.multiply(two[1:-3], radix, out=three)
    threes += hashed[:2, 3:-1]
    rows[:6] = _windows(twos[:1], 0, 6, n)[0]
    rows[6:10] = _windows(twos[1:], 1, 4, n)[0]
    rows[10:16].reshape(2, 3, n)[:] = _windows(threes, 0, 3, n)
    rows += salts[_ALONE:]  # at once: sums of windows and salts take twice the time
    rows >>= shift
    return rows


def _places_in_rules(ruled: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """What the place in a rule's name says of each character and its neighbours."""
    r = _PLACE_IN_RULE.take(ruled[REACH - 1 : 1 - REACH].view(np.int64))
    found = r[:-2] * _LABELS
    found += r[1:-1]
    found *= _LABELS
    found += r[2:]
    return found


def _windows(values: NDArray[np.uint64], first: int, size: int, n: int) -> NDArray[np.uint64]:
    """Of each row of values, `size` windows of `n` of them, the first from `first` on, each from one character further on."""
    return np.ndarray((len(values), size, n), np.uint64, values, 8 * first, (values.strides[0], 8, 8))


class Scorer:
    """Scores of labels by a table of weights.

    Args:
        weights: `[rows, 3]`, what a row adds to the labels begin, inside and end, against outside; the number of rows is a power of two.
    """

    def __init__(self, weights: NDArray[np.int8]) -> None:
        signed = np.zeros((len(weights), 4), np.int8)
        signed[:, :3] = weights
        # A row is looked up as one number of four bytes: the weights for begin, inside, end, and 0.
        self._table: NDArray[np.uint32] = signed.view(np.uint32).ravel()
        self._hashes = _hash_for(len(self._table))
        # What a code point or class adds at each offset stands side by side: one place of the memory to look at, not seven.
        self._by_code, self._by_class = self._table_of(_PLANE, 0), self._table_of(int(_CLASSES) + 1, _WINDOW)

    def _table_of(self, values: int, first: int) -> NDArray[np.uint32]:
        """Weights by value and offset, from a lookup on; as many columns as make a fast `take`."""
        return self._lookups(np.arange(values, dtype=np.uint64), first)

    def _lookups(self, values: NDArray[np.uint64], first: int) -> NDArray[np.uint32]:
        multiplier, salts, shift = self._hashes
        rows = (values * multiplier)[:, None] + salts[first : first + _WINDOW].ravel()
        found = np.zeros((len(values), 8), np.uint32)
        found[:, :_WINDOW] = self._table.take((rows >> shift).view(np.int64))
        return found

    def scores(self, characters: Characters) -> NDArray[np.int16]:
        """Scores of the labels begin, inside and end, `[3, characters]`; outside has 0 everywhere."""
        placed, is_text = _place(characters)
        chunks = range(0, len(is_text), _CHUNK)
        sums = (
            np.concatenate([self._sums(placed[:, low : low + _CHUNK + 2 * REACH]) for low in chunks])
            if len(chunks) > 1
            else self._sums(placed)
        )
        return sums[is_text].view(np.int16).reshape(-1, 4).T[:3].copy()

    def _sums(self, placed: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """The sums of what each place looks up: four numbers of two bytes as one."""
        sums: NDArray[np.int16] = np.add.reduce(self._weights(placed).view(np.int8), 0, dtype=np.int16)
        return sums.view(np.uint64)

    def _weights(self, placed: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """What each lookup of each place brings."""
        n = placed.shape[1] - 2 * REACH
        weights = np.empty((LOOKUPS, n), np.uint32)
        codes, classes = placed[0].view(np.int64), placed[1].view(np.int64)
        by_code = self._by_code.take(codes, 0, mode="clip")
        if codes.max() >= _PLANE:
            rare = codes >= _PLANE
            by_code[rare] = self._lookups(placed[0][rare], 0)
        weights[:_WINDOW] = _diagonals(by_code, n)
        weights[_WINDOW:_ALONE] = _diagonals(self._by_class.take(classes, 0), n)
        self._table.take(_rows_of_several(placed, self._hashes).view(np.int64), mode="wrap", out=weights[_ALONE:])
        return weights


def _diagonals(found: NDArray[np.uint32], n: int) -> NDArray[np.uint32]:
    """Of the offsets by place, those of the places around each: `[offset, place]` is what the place that far on has for the offset."""
    return np.ndarray((_WINDOW, n), np.uint32, found, 0, (36, 32))
