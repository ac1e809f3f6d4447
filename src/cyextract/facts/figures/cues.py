"""The words that figures are read by: `rules/figures.toml` and `rules/lexicon/quantity.tsv`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from cyextract.errors import LexiconError
from cyextract.facts.figures.kinds import BY_NAME
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
    openings: frozenset[str]
    """What words of both tables begin with, short of the whole."""
    closings: frozenset[str]
    """What quantity words end with, short of the whole."""
    heads: frozenset[str]
    """What words of both tables begin with, and the words."""
    endpieces: frozenset[str]
    """What quantity words end with, and the words."""
    last: frozenset[str]
    """Last characters of the quantity words."""
    macro: frozenset[str]
    """Quantities that are a whole place's."""
    endings: frozenset[str]
    """Last characters of nouns that are quantities."""
    other: frozenset[str]
    """Nouns that end so and are none."""


class FigureWords(NamedTuple):
    """What `rules/figures.toml` holds."""

    kinds: dict[str, int]
    """Cue word -> its kinds."""
    rules: dict[str, str]
    """Rule id -> what it ties and why."""


@cache
def _words() -> FigureWords:
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
    if problems:
        raise LexiconError(problems)
    return FigureWords(dict(kinds), {rule["id"]: rule["why"] for rule in content["rule"]})


def figure_rules() -> Mapping[str, str]:
    """Rule id -> what it ties and why."""
    return _words().rules


@cache
def figure_lexicon() -> Lexicon:
    """The shipped words.

    Raises:
        LexiconError: a word of an unknown kind or class; every such word is named.
    """
    kinds = _words().kinds
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
        frozenset(word[:end] for word in (*kinds, *quantities) for end in range(1, len(word))),
        frozenset(word[start:] for word in quantities for start in range(1, len(word))),
        frozenset(word[:end] for word in (*kinds, *quantities) for end in range(1, len(word) + 1)),
        frozenset(word[start:] for word in quantities for start in range(len(word))),
        frozenset(word[-1] for word in quantities),
        frozenset(term for term, _, domain in rows if domain in _OF_PLACES),
        frozenset(term for term, sort, _ in rows if sort == "ending"),
        frozenset(term for term, sort, _ in rows if sort == "none"),
    )
