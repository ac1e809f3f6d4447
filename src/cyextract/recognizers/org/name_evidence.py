"""What speaks for each name of a document, pooled over all its places.

Candidates are the spans that the scorer finds possible and those that a rule proposes. A *name* here is a string, with every place where
it stands as whole words. What speaks for it is counted over its places: how well the scorer likes them, which rules propose them, what
stands across them, what the name looks like, and which longer names of the document it is a part of. Everything is a whole number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cyextract.recognizers.org.hints import JOINS, NO_NAME, SURE_NAME, Neighbours
from cyextract.recognizers.org.longer_names import RELATIONS, LongerNames
from cyextract.recognizers.org.margins import CLIP, FLOOR, Margins
from cyextract.recognizers.org.name_places import Candidates, Cover, crossing_of, find_candidates, find_places
from cyextract.recognizers.org.places import PlacedName, Span, meets
from cyextract.recognizers.org.scorer import RULE_FAMILIES, UNIT, family_of
from cyextract.recognizers.org.tagged_text import TaggedText

_MOST_LEAD = 4 * UNIT
_HIGH = 5 * UNIT // 2  # a margin over this is sure
_INTRODUCED = re.compile(r"(?:简称|下称|合称|统称|又称|又名)(?:为|作)?:?[“\"‘']?")
_INTRODUCES = ("称", "又名")  # one of them is in all that the pattern finds, and soon looked for
_INTRODUCED_LENGTHS = range(2, 12)
_LONGEST_FORM = 14  # longer names look like this one
_RULED = 3 * UNIT  # what a rule's proposal is worth where the question is which names are likely
_new = tuple.__new__  # named tuples are made in half the time by it: there are several for each name of each document

Features = Sequence[tuple[str, int]]
_ALWAYS, _COVERED, _RULED_ANY, _INTRODUCED_NAME = ("always", UNIT), ("covered", UNIT), ("ruled-any", UNIT), ("introduced", UNIT)
_UNIT_OF_NAME = ("unit-of-name", UNIT)
FURTHER = {
    **dict.fromkeys((*RELATIONS, "list", "unit-of-name", "introduced", "modelled"), (0, UNIT)),
    "list-margin": (NO_NAME, SURE_NAME),
}
"""The features of the last part of what speaks for a name, with their least and greatest values."""
_PLACES = [(f"places-{often}", UNIT) for often in range(6)]
_RULES = [(f"rule-{family}", UNIT) for family in RULE_FAMILIES]


class NameEvidence(NamedTuple):
    """A name of a document: its places in the view, those that no likelier longer candidate covers, and what speaks for it.

    What speaks for it comes in parts. The tuples among them are said of many names, so that their weight is worth remembering.
    """

    text: str
    places: Sequence[Span]
    free: Collection[Span]
    parts: Sequence[Features]

    @property
    def features(self) -> list[tuple[str, int]]:
        """All that speaks for the name."""
        return list(chain.from_iterable(self.parts))


class Pool(NamedTuple):
    """The names of a document: those to be weighed, and by name the places of those that are settled."""

    names: list[NameEvidence]
    settled: list[tuple[str, Sequence[Span]]]


def pool_evidence(
    view: str,
    text: TaggedText,
    ruled: Sequence[PlacedName],
    scores: NDArray[np.int16],
    titles: Sequence[Span],
    modelled: Sequence[Span] = (),
    is_settled: Callable[[Features, Features], bool] | None = None,
) -> Pool:
    """The names of a document and what speaks for each.

    Args:
        view: the text.
        text: its words and their classes.
        ruled: what the rules find, disjoint and in order.
        scores: of the labels begin, inside and end, `[3, characters]`.
        titles: spans of titles, in order; no name stands in one.
        modelled: what the user's own model takes for names.
        is_settled: whether the first parts of what speaks for a name settle that it is one, whatever the last may be (`FURTHER`); such
            names are not looked at any further.
    """
    margins = Margins(scores)
    rule_at = {(start, end): rule for start, end, _, rule, _ in ruled}
    found, near, units = find_candidates(view, text, margins, rule_at, modelled)
    candidates = Candidates(found)
    names_at, further = find_places(view, text, candidates, titles)
    crossing = crossing_of(sorted(candidates.order + further) if further else candidates.order)
    pooled = _pool(names_at, found, margins, rule_at, crossing)
    unheard = [span for span in rule_at if span not in found]  # of the rules
    ruled_spans = list(rule_at)
    pool = Pool([], [])
    further_evidence: _Further | None = None
    for name, places in pooled.items():
        spans, free, _, at_spans, _, is_crossed = places
        if len(spans) == 1 and not is_crossed:  # as most names
            best = spans[0]
            rule = rule_at.get(best)
            count: Features = _count_one(at_spans[0], rule, bool(unheard) and rule is None and meets(unheard, *best))
        else:
            count, best = _count_evidence(places, rule_at, ruled_spans, unheard, candidates, crossing), places.best(rule_at)
        form = _look_at_form(name, best, text)
        if is_settled is not None and not is_crossed and is_settled(count, form):
            pool.settled.append((name, spans))
            continue
        if further_evidence is None:
            further_evidence = _Further(view, pooled, near, units, modelled)
        parts = (count, form, further_evidence.of(name, places.counted))
        pool.names.append(_new(NameEvidence, (name, spans, spans if free is spans else frozenset(free), parts)))
    return pool


class _Further:
    """What else speaks for a name (`FURTHER`): other names of the document, and what stands beside its places."""

    def __init__(
        self, view: str, pooled: Mapping[str, _Pooled], near: Neighbours, units: Collection[Span], modelled: Sequence[Span]
    ) -> None:
        self._view, self._near, self._units, self._modelled = view, near, units, frozenset(modelled)
        self._likely = LongerNames([name for name, places in pooled.items() if places.are_likely])
        self._introduced = _introduced(view)

    def of(self, name: str, spans: Sequence[Span]) -> Features:
        """The last part of what speaks for a name, by the places that count."""
        features = self._likely.features(name)
        seen = total = 0
        for span in spans:
            start, end = span
            if self._view[start - 1 : start] in JOINS or self._view[end : end + 1] in JOINS:
                seen += 1
                total += self._near.in_list(self._view, span)
        if seen:
            features += (("list", seen * UNIT // len(spans)), ("list-margin", total // seen))
        if self._units and any([span in self._units for span in spans]):
            features.append(_UNIT_OF_NAME)
        if name in self._introduced:
            features.append(_INTRODUCED_NAME)
        if self._modelled and (seen := sum(span in self._modelled for span in spans)):
            features.append(("modelled", seen * UNIT // len(spans)))
        return features


def _introduced(view: str) -> Collection[str]:
    """What stands behind the words that introduce a short name, in all lengths that it may have."""
    if not any([mark in view for mark in _INTRODUCES]):
        return ()
    return {view[at.end() : at.end() + length] for at in _INTRODUCED.finditer(view) for length in _INTRODUCED_LENGTHS}


class _Pooled(NamedTuple):
    """The places of a name, those that no likelier longer candidate covers, and those that count, with their margins.

    The free places count, all where none is.
    """

    spans: Sequence[Span]
    free: Sequence[Span]
    counted: Sequence[Span]
    margins: Sequence[int]
    are_likely: bool
    """Whether the scorer or the rules take those that count for a name, by and large."""
    is_crossed: bool
    """Whether one of the places overlaps another name's."""

    def best(self, ruled: Collection[Span]) -> Span:
        """The place with the greatest margin, of equal ones the first that a rule proposes."""
        if len(self.counted) == 1:
            return self.counted[0]
        most = max(self.margins)
        best = [span for span, margin in zip(self.counted, self.margins, strict=True) if margin == most]
        return best[0] if len(best) == 1 else next((span for span in best if span in ruled), best[0])


def _pool(
    places: Mapping[str, Sequence[Span]], found: Mapping[Span, int], margins: Margins, ruled: Collection[Span], crossing: set[Span]
) -> dict[str, _Pooled]:
    """The places of each name; likely candidates cover what stands in them, and so do all places of names that are likely by and large."""
    pooled = {}
    crossed = []
    for name, spans in places.items():
        at_spans: Sequence[int]
        if len(spans) == 1 and (span := spans[0]) not in crossing:  # a candidate
            margin = found[span]
            at_spans = (margin,)
            are_likely, is_crossed = margin > 0 or (margin > -_RULED and span in ruled), False
        else:
            at_spans = [found[span] if span in found else margins.of(span) for span in spans]
            are_likely, is_crossed = _are_likely(spans, at_spans, ruled), not crossing.isdisjoint(spans)
            if is_crossed:
                crossed.append(name)
        pooled[name] = _new(_Pooled, (spans, spans, spans, at_spans, are_likely, is_crossed))
    if crossed:
        likely = {span for span in crossing if found.get(span, 0) > 0}
        likely.update(*[crossing.intersection(places.spans) for places in pooled.values() if places.are_likely])
        covered = Cover(sorted(likely))
    for name in crossed:
        whole = pooled[name]
        is_free = [span not in crossing or not covered.holds(span) for span in whole.spans]
        free = list(compress(whole.spans, is_free))
        if 0 < len(free) < len(is_free):
            at_free = list(compress(whole.margins, is_free))
            pooled[name] = _Pooled(whole.spans, free, free, at_free, _are_likely(free, at_free, ruled), True)
        else:
            pooled[name] = whole._replace(free=free)
    return pooled


def _are_likely(spans: Sequence[Span], margins: Sequence[int], ruled: Collection[Span]) -> bool:
    """Whether the scorer or the rules take places for a name, by and large."""
    total = sum(margins)
    return total > 0 or total + _RULED * sum([span in ruled for span in spans]) > 0


def _count_evidence(
    places: _Pooled,
    rule_at: Mapping[Span, str],
    ruled: Sequence[Span],
    unheard: Sequence[Span],
    candidates: Candidates,
    crossing: Collection[Span],
) -> Features:
    """What the places of a name say, those that nothing longer covers."""
    margins = places.margins
    rival = lead = ruled_places = crossed = 0
    rules: set[str] = set()
    for span, margin in zip(places.counted, margins, strict=True):
        is_crossing = span in crossing
        other = candidates.best_rival(span) if is_crossing else FLOOR
        rival += other
        ahead = margin - other
        lead += ahead if -_MOST_LEAD < ahead < _MOST_LEAD else _MOST_LEAD if ahead > 0 else -_MOST_LEAD
        rule = rule_at.get(span)
        if rule is not None:
            ruled_places += 1
            rules.add(rule)
        elif is_crossing or unheard:
            crossed += meets(ruled, *span)
    families = {family_of(rule) for rule in rules}
    return _sum_up(margins, rival, lead, crossed, ruled_places, families, is_covered=not places.free)


@lru_cache(maxsize=4096)
def _count_one(margin: int, rule: str | None, is_crossed: bool) -> Features:
    """What a place says that is its name's only one and meets no other candidate, as most do."""
    lead = max(-_MOST_LEAD, min(_MOST_LEAD, margin - FLOOR))
    return tuple(_sum_up((margin,), FLOOR, lead, int(is_crossed), int(rule is not None), () if rule is None else (family_of(rule),)))


def _sum_up(
    margins: Sequence[int], rival: int, lead: int, crossed: int, ruled_places: int, families: Collection[int], *, is_covered: bool = False
) -> Features:
    """What the sums over the places of a name say."""
    n, total, best = len(margins), sum(margins), max(margins)
    mean, often = total // n, min(n.bit_length(), 5)
    features = [
        _ALWAYS,
        ("mean", mean),
        ("best", best),
        ("worst", min(margins)),
        ("sum", max(-2 * CLIP, min(2 * CLIP, total))),
        ("rival", rival // n),
        ("rival-lead", lead // n),
        _PLACES[often],
    ]
    if mean > 0:
        features.append(("mean-positive", mean))
    if mean > _HIGH:
        features.append(("mean-high", mean - _HIGH))
    if best > _HIGH:
        features.append(("best-high", best - _HIGH))
    if n == 1:
        features.append(("mean-once", mean))
    if is_covered:
        features.append(_COVERED)
    if crossed:
        features.append(("crossed", crossed * UNIT // n))
    if ruled_places:
        share = ruled_places * UNIT // n
        features += (("ruled", share), _RULED_ANY, ("ruled-often", share * often))
        features += [_RULES[family] for family in sorted(families)]
    return features


def _look_at_form(name: str, best: Span, text: TaggedText) -> Features:
    """What a name looks like: its length, its words and their classes."""
    starts = text.starts
    start, end = best
    first = bisect_left(starts, start)
    last = bisect_left(starts, end, first)
    classes = text.classes[first:last] if starts[first] == start and starts[last] == end else ""
    return _form(min(len(name), _LONGEST_FORM), classes)


@lru_cache(maxsize=4096)
def _form(length: int, classes: str) -> Features:
    """What a length and the classes of words say; no classes where the name cuts words."""
    long = f"length-{length if length < 6 else 6 + (length > 8) + (length > 13)}"
    if not classes:
        return (long, UNIT), ("cuts-words", UNIT)
    ends = classes if len(classes) < 3 else classes[0] + "+" + classes[-1]
    words = f"words-{min(3, len(classes))}", f"first-{classes[0]}", f"last-{classes[-1]}", f"classes-{ends}"
    return tuple([(feature, UNIT) for feature in (long, *words)])
