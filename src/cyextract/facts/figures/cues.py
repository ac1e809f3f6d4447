"""The words that figures are read by: `rules/figures.toml` and `rules/lexicon/quantity.tsv`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from cyextract.errors import LexiconError
from cyextract.facts.figures.kinds import BY_NAME
from cyextract.facts.figures.word_traits import BY_NAME as TRAITS
from cyextract.lexicon.table import read_table

QUANTITY_SORTS = ("level", "rate", "price", "share", "act", "bare", "thing", "ending", "none")
_OF_PLACES = frozenset(("national_accounts", "trade"))


class Lexicon(NamedTuple):
    """Cue words with their kinds, quantity words with their class."""

    cues: Mapping[str, int]
    quantities: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]
    """First two characters -> lengths of the words of both tables that begin with them, longest first."""
    tails: Mapping[str, tuple[int, ...]]
    """Last two characters -> lengths of the quantity words that end with them, longest first."""
    first: frozenset[str]
    """First characters of the words of both tables."""
    following: Mapping[str, str]
    """What words of both tables begin with, short of the whole -> the letters that go on from there."""
    leading: Mapping[str, str]
    """What quantity words end with, short of the whole -> the letters before it."""
    last: frozenset[str]
    """Last characters of the quantity words."""
    macro: frozenset[str]
    """Quantities that are a whole place's."""
    firm: frozenset[str]
    """Quantities that are a firm's."""
    endings: frozenset[str]
    """Last characters of nouns that are quantities."""
    other: frozenset[str]
    """Nouns that end so and are none."""


class TraitWords(NamedTuple):
    """Which words have which traits."""

    words: dict[str, int]
    ends: dict[str, int]
    starts: dict[str, int]
    letters: dict[str, int]
    lengths: tuple[tuple[int, ...], tuple[int, ...]]
    """Those of the ends and of the starts."""

    def of_word(self, text: str) -> int:
        """The traits of a word by its whole, its end and its beginning."""
        traits = self.words.get(text, 0)
        for length in self.lengths[0]:
            traits |= self.ends.get(text[-length:], 0)
        for length in self.lengths[1]:
            traits |= self.starts.get(text[:length], 0)
        return traits

    def of_date(self, text: str) -> int:
        """The traits of a date by its letters."""
        traits = 0
        for letter, trait in self.letters.items():
            if letter in text:
                traits |= trait
        return traits


class FigureWords(NamedTuple):
    """What `rules/figures.toml` holds."""

    kinds: dict[str, int]
    """Cue word -> its kinds."""
    traits: TraitWords
    passing: tuple[str, ...]
    """What a date is near to, told in one word or two: 春节刚过."""
    posts: tuple[str, ...]
    """What opens a clause on a firm's people and place, in one word or two."""
    rules: dict[str, str]
    """Rule id -> what it ties and why."""


@cache
def figure_words() -> FigureWords:
    """The shipped tables.

    Raises:
        LexiconError: a kind or trait that there is not; every such name is told.
    """
    text = resources.files("cyextract.rules").joinpath("figures.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    kinds: dict[str, int] = defaultdict(int)
    problems: list[str] = []
    for cue in content["cue"]:
        if cue["kind"] not in BY_NAME:
            problems.append(f"figures.toml {cue['kind']}: no kind of cue words; use one of {', '.join(BY_NAME)}")
            continue
        for word in cue["words"]:
            kinds[word] |= BY_NAME[cue["kind"]]
    problems += (
        f"figures.toml {trait['name']}: no trait of words; use one of {', '.join(TRAITS)}"
        for trait in content["trait"]
        if trait["name"] not in TRAITS
    )
    if problems:
        raise LexiconError(problems)
    passing, posts = (tuple(entry["words"]) for entry in content["opening"])
    return FigureWords(dict(kinds), trait_words(content["trait"]), passing, posts, {rule["id"]: rule["why"] for rule in content["rule"]})


def trait_words(entries: Iterable[Mapping[str, Any]]) -> TraitWords:
    """The words of entries of the table `trait`."""
    tables: dict[str, dict[str, int]] = {"words": defaultdict(int), "ends": defaultdict(int), "starts": defaultdict(int)}
    tables["letters"] = defaultdict(int)
    for entry in entries:
        for place, table in tables.items():
            for text in entry.get(place, ()):
                table[text] |= TRAITS[entry["name"]]
    words, ends, starts, letters = map(dict, tables.values())
    return TraitWords(words, ends, starts, letters, (tuple({*map(len, ends)}), tuple({*map(len, starts)})))


def figure_rules() -> Mapping[str, str]:
    """Rule id -> what it ties and why."""
    return figure_words().rules


def _letters_by(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    letters: dict[str, set[str]] = defaultdict(set)
    for piece, letter in pairs:
        letters[piece].add(letter)
    return {piece: "".join(sorted(found)) for piece, found in letters.items()}


@cache
def figure_lexicon() -> Lexicon:
    """The shipped words.

    Raises:
        LexiconError: a word of an unknown kind or class; every such word is named.
    """
    kinds = figure_words().kinds
    rows = read_table("quantity.tsv", 3, sort=QUANTITY_SORTS)
    quantities = {term: sort for term, sort, _ in rows if sort not in ("ending", "none")}
    lengths: dict[str, set[int]] = defaultdict(set)
    tails: dict[str, set[int]] = defaultdict(set)
    for word in (*kinds, *quantities):
        if len(word) > 1:
            lengths[word[:2]].add(len(word))
    for word in quantities:
        if len(word) > 1:
            tails[word[-2:]].add(len(word))
    return Lexicon(
        kinds,
        quantities,
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        {last: tuple(sorted(found, reverse=True)) for last, found in tails.items()},
        frozenset(word[0] for word in (*kinds, *quantities)),
        _letters_by((word[:end], word[end]) for word in (*kinds, *quantities) for end in range(1, len(word))),
        _letters_by((word[start:], word[start - 1]) for word in quantities for start in range(1, len(word))),
        frozenset(word[-1] for word in quantities),
        frozenset(term for term, _, domain in rows if domain in _OF_PLACES),
        frozenset(term for term, _, domain in rows if domain == "company"),
        frozenset(term for term, sort, _ in rows if sort == "ending"),
        frozenset(term for term, sort, _ in rows if sort == "none"),
    )
