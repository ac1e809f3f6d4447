"""The linear scorer: how well each character of a text fits the beginning, the inside and the end of an organisation's name.

Every character looks up a few dozen rows of a table by hashes of the characters, word classes and rules' proposals around it; a row
holds what it adds to each label's score. All of it is whole numbers, so that the scores are the same on every machine. The weights are
data: `training/org` says how they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
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
REACH = 3  # characters on either side that a character's lookups depend on
_CHUNK = 1 << 14  # places scored at once, which bounds the memory
_WINDOW = 2 * REACH + 1


class Block(NamedTuple):
    """A part of the table of weights: `rows`, each with the weights of one piece of text at the `offsets` where it may stand.

    The row has room for `columns`, as many as make a fast `take`; the first offset is how far before a character the piece begins.
    """

    rows: int
    columns: int
    first: int
    offsets: int


_PLANE = 1 << 16  # code points beyond count as one
_CODES_FROM = 1 << 9  # classes have the rows before
_PAIR_BITS, _TRIPLE_BITS, _LOOSE_BITS = 16, 17, 16
SINGLES = Block(_CODES_FROM + _PLANE, 8, 3, _WINDOW)  # of classes, then of code points
PAIRS = Block(2 << _PAIR_BITS, 8, 3, _WINDOW - 1)  # of code points, then of classes
TRIPLES = Block(2 << _TRIPLE_BITS, 4, 2, 4)
_LOOSE = 5  # pieces that stand at one place only
LOOSE = Block(_LOOSE << _LOOSE_BITS, 1, 0, 1)
BLOCKS = SINGLES, PAIRS, TRIPLES, LOOSE
_EDGES = [0, *accumulate(block.rows * block.columns for block in BLOCKS)]
CELLS = _EDGES[-1]
LOOKUPS = 2 * (SINGLES.offsets + PAIRS.offsets + TRIPLES.offsets) + _LOOSE
# Rows of hashed pieces are the top bits of a sum of products modulo 2^32; the multipliers are odd and have no pattern in their bits.
_MULTIPLIER, _RADIX = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
_PAIR_SHIFT, _TRIPLE_SHIFT, _LOOSE_SHIFT = (np.uint32(32 - bits) for bits in (_PAIR_BITS, _TRIPLE_BITS, _LOOSE_BITS))
_PAIR_PARTS = np.array([[0], [1 << _PAIR_BITS]], np.uint32)
_TRIPLE_PARTS = np.array([[0], [1 << _TRIPLE_BITS]], np.uint32)
_LOOSE_PARTS = np.arange(_LOOSE, dtype=np.uint32)[:, None] << np.uint32(_LOOSE_BITS)
_CLASSES = np.uint32(_CODES_FROM)  # more than there are


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


# What the place of a character in a name says, by the number of its rule.
_PLACE_IN_RULE = bytes(
    [(rule if rule < FIRST_RULE else (rule - FIRST_RULE) % 4 + FIRST_RULE) if rule < NO_TEXT else 0 for rule in range(256)]
)
_PLACES_IN_RULES = np.uint32(8)  # more than there are
_RULE_VALUES = bytes([rule if rule < NO_TEXT else NO_RULE for rule in range(256)])


class _Placed(NamedTuple):
    """Characters line by line, `REACH` places of nothing before and behind each line.

    `values` are their code points and classes, `[2, places]`, `rules` their rules, a byte each. `is_text` tells which places but the outer
    edges hold characters.
    """

    values: NDArray[np.uint32]
    rules: bytes
    is_text: NDArray[np.bool_]


def _place(characters: Characters) -> _Placed:
    """Every line is read by itself: line ends and what lies beyond them count as nothing, as before and behind the text."""
    codes = "".join((_NOTHING, characters.codes.replace("\n", _NOTHING + "\0"), _NOTHING))
    classes, rules = [b"".join((_NO_PLACES, part.replace(_ENDS, _NO_PLACES + _ENDS), _NO_PLACES)) for part in characters[1:]]
    values = np.empty((2, len(codes)), np.uint32)
    values[0] = np.frombuffer(codes.encode("utf-32-le"), np.uint32)
    values[0] += _CLASSES
    values[1] = CLASS_VALUES.take(np.frombuffer(classes, np.uint8))
    return _Placed(values, rules, np.frombuffer(rules, np.uint8)[REACH:-REACH] != NO_TEXT)


class _Rows(NamedTuple):
    """The rows of the pieces of a text in each block, code points and classes, by the place where a piece begins."""

    singles: NDArray[np.uint32]
    pairs: NDArray[np.uint32]
    triples: NDArray[np.uint32]
    loose: NDArray[np.uint32]


def _rows(placed: _Placed) -> _Rows:
    """Values are multiplied before they are added up, modulo 2^32: fewer numbers to multiply."""
    values, n = placed.values, placed.values.shape[1] - 2 * REACH
    hashed = values * _MULTIPLIER
    first = hashed * _RADIX
    pairs = first[:, :-1] + hashed[:, 1:]
    triples = pairs[:, :-1] * _RADIX
    triples += hashed[:, 2:]
    before, here, after = (slice(start, start + n) for start in range(REACH - 1, REACH + 2))
    loose = np.empty((_LOOSE, n), np.uint32)
    np.add(first[0, before], hashed[0, after], out=loose[0])
    np.add(first[0, here], hashed[1, before], out=loose[1])
    np.add(first[0, here], hashed[1, after], out=loose[2])
    loose[:3] >>= _LOOSE_SHIFT
    places = np.frombuffer(placed.rules.translate(_PLACE_IN_RULE), np.uint8).astype(np.uint32)
    np.multiply(places[before], _PLACES_IN_RULES, out=loose[3])
    loose[3] += places[here]
    loose[3] *= _PLACES_IN_RULES
    loose[3] += places[after]
    np.multiply(np.frombuffer(placed.rules.translate(_RULE_VALUES), np.uint8)[here], _CLASSES, out=loose[4])
    loose[4] += values[1, here]
    loose += _LOOSE_PARTS
    pairs >>= _PAIR_SHIFT
    pairs += _PAIR_PARTS
    triples >>= _TRIPLE_SHIFT
    triples += _TRIPLE_PARTS
    return _Rows(values, pairs, triples, loose)


def lookups(characters: Characters) -> NDArray[np.uint32]:
    """The cells of the table that characters look up, `[LOOKUPS, characters]`; the last two rest on rules."""
    placed = _place(characters)
    n = len(placed.is_text)
    found = []
    for block, edge, rows in zip(BLOCKS, _EDGES, _rows(placed), strict=False):
        cells = np.minimum(rows, block.rows - 1) * block.columns + edge
        if block is LOOSE:
            found.append(cells)
        else:
            start = REACH - block.first
            found += [part[None, start + at : start + at + n] + at for part in cells for at in range(block.offsets)]
    return np.concatenate(found)[:, placed.is_text].astype(np.uint32)


class Scorer:
    """Scores of labels by a table of weights.

    Args:
        weights: `[CELLS, 3]`, what a cell adds to the labels begin, inside and end, against outside.
    """

    def __init__(self, weights: NDArray[np.int8]) -> None:
        signed = np.zeros((len(weights), 4), np.int8)
        signed[:, :3] = weights
        # A cell is looked up as one number of four bytes: the weights for begin, inside, end, and 0. What a piece adds at each of its
        # offsets stands side by side: one place of the memory to look at.
        cells = signed.view(np.uint32).ravel()
        self._singles, self._pairs, self._triples, self._loose = (
            cells[low : low + block.rows * block.columns].reshape(block.rows, block.columns)
            for low, block in zip(_EDGES, BLOCKS, strict=False)
        )

    def scores(self, characters: Characters) -> NDArray[np.int16]:
        """Scores of the labels begin, inside and end, `[3, characters]`; outside has 0 everywhere."""
        placed = _place(characters)
        size = len(placed.is_text)
        sums = (
            np.concatenate([self._sums(_part(placed, low, min(size, low + _CHUNK))) for low in range(0, size, _CHUNK)])
            if size > _CHUNK
            else self._sums(placed)
        )
        return sums[placed.is_text].view(np.int16).reshape(-1, 4).T[:3].copy()

    def _sums(self, placed: _Placed) -> NDArray[np.uint64]:
        """The sums of what each place looks up: four numbers of two bytes as one."""
        rows, n = _rows(placed), placed.values.shape[1] - 2 * REACH
        weights = np.empty((LOOKUPS, n), np.uint32)
        done = 0
        for block, table, found in zip(BLOCKS[:3], (self._singles, self._pairs, self._triples), rows, strict=False):
            count = 2 * block.offsets
            weights[done : done + count].reshape(2, block.offsets, n)[:] = _at_offsets(table.take(found, 0, mode="clip"), block, n)
            done += count
        self._loose.ravel().take(rows.loose, mode="clip", out=weights[done:])
        sums: NDArray[np.int16] = np.add.reduce(weights.view(np.int8), 0, dtype=np.int16)
        return sums.view(np.uint64)


def _part(placed: _Placed, low: int, high: int) -> _Placed:
    """Some of the places, and what they depend on."""
    high += 2 * REACH
    return _Placed(np.ascontiguousarray(placed.values[:, low:high]), placed.rules[low:high], placed.is_text[low : high - 2 * REACH])


def _at_offsets(found: NDArray[np.uint32], block: Block, n: int) -> NDArray[np.uint32]:
    """Of what pieces add at their offsets what each place gets, `[2, offsets, n]`: by the piece that begins that far from it."""
    parts, places, columns = found.shape
    start = REACH - block.first
    row = 4 * columns
    return np.ndarray((parts, block.offsets, n), np.uint32, found, row * start, (row * places, row + 4, row))
