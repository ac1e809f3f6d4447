"""What speaks for each name of a document, pooled over all its places.

Candidates are the spans that the scorer finds possible and those that a rule proposes. A *name* here is a string, with every place where
it stands as whole words. What speaks for it is counted over its places: how well the scorer likes them, which rules propose them, what
stands across them, what the name looks like, and which longer names of the document it is a part of. Everything is a whole number.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cyextract.recognizers.org.places import PlacedName, meets
from cyextract.recognizers.org.scorer import RULE_FAMILIES, family_of
from cyextract.recognizers.org.tagged_text import TaggedText

UNIT = 64  # what stands for 1 in scores and features
FLOOR = -UNIT  # least margin of a character of a candidate that no rule proposes
_CLIP = 6 * UNIT
_HIGH = 5 * UNIT // 2  # a margin over this is sure
_LONGEST = 40  # characters of a candidate that no rule proposes; registered names have about 30
_MOST_ENDS = 4  # candidates with one beginning
_NEVER_INSIDE = re.compile(r"[，。；！？\n]")
_INTRODUCED = re.compile(r"(?:简称|下称|合称|统称|又称|又名)(?:为|作)?:?[“\"‘']?")
_INTRODUCED_LENGTHS = range(2, 12)
_ABBREVIATION = range(2, 6)
# Searching the text for further places costs names x characters; this many characters at most (about 0.1 s).
_SEARCH_BUDGET = 200_000_000
_MOST_COMPARED = 1000  # names, the first of a text, that the others are looked for in; what a name costs must not grow with the text

Span = tuple[int, int]
Features = list[tuple[str, int]]


class NameEvidence(NamedTuple):
    """A name of a document: its places in the view, those that no likelier longer candidate covers, and what speaks for it."""

    text: str
    places: Sequence[Span]
    free: frozenset[Span]
    features: Features


class _Candidates(NamedTuple):
    """Spans and their margins, in order; `best_rival` of each is asked for."""

    margins: Mapping[Span, int]
    order: Sequence[Span]
    starts: Sequence[int]

    def best_rival(self, span: Span) -> int:
        """The greatest margin of another candidate that overlaps a span."""
        start, end = span
        best = FLOOR
        for at in range(bisect_left(self.starts, start - _LONGEST), bisect_left(self.starts, end)):
            other = self.order[at]
            if other[1] > start and other != span:
                margin = self.margins[other]
                if margin > best:
                    best = margin
        return best


def pool_evidence(
    view: str,
    text: TaggedText,
    ruled: Sequence[PlacedName],
    scores: NDArray[np.int16],
    titles: Sequence[Span],
    modelled: Sequence[Span] = (),
) -> list[NameEvidence]:
    """The names of a document and what speaks for each.

    Args:
        view: the text.
        text: its words and their classes.
        ruled: what the rules find, disjoint and in order.
        scores: of the labels begin, inside and end, `[3, characters]`.
        titles: spans of titles, in order; no name stands in one.
        modelled: what the user's own model takes for names.
    """
    margins = _Margins(scores)
    rule_at = {name[:2]: name.rule for name in ruled}
    told = ((span, margins.of(span)) for span in modelled)
    found = {span: margin for span, margin in chain(margins.possible(), told) if not _NEVER_INSIDE.search(view, *span)}
    for span in rule_at:  # a listed name may hold a mark
        if span not in found and view.find("\n", *span) < 0:
            found[span] = margins.of(span)
    candidates = _in_order(found)
    covered = _Cover(sorted(span for span, margin in found.items() if margin > 0))
    pooled = {}
    for name, spans in _find_places(view, text, candidates, titles).items():
        free = [span for span in spans if not covered.holds(span)]
        pooled[name] = _Pooled(spans, {span: found[span] if span in found else margins.of(span) for span in spans}, free)
    sure = _Longer(name for name, places in pooled.items() if places.is_likely(rule_at))
    introduced = {view[at.end() : at.end() + length] for at in _INTRODUCED.finditer(view) for length in _INTRODUCED_LENGTHS}
    ruled_spans, by_model = [name[:2] for name in ruled], frozenset(modelled)
    names = []
    for name, places in pooled.items():
        features = _count_evidence(places, rule_at, ruled_spans, candidates)
        features += _look_at_form(name, max(places.counted, key=lambda span: (places.margins[span], span in rule_at)), text)
        features += [(feature, UNIT) for feature in sure.features(name)]
        if name in introduced:
            features.append(("introduced", UNIT))
        if by_model and (seen := sum(span in by_model for span in places.counted)):
            features.append(("modelled", seen * UNIT // len(places.counted)))
        names.append(NameEvidence(name, places.spans, frozenset(places.free), features))
    return names


class _Pooled(NamedTuple):
    """The places of a name, their margins, and those that no likelier longer candidate covers."""

    spans: Sequence[Span]
    margins: Mapping[Span, int]
    free: Sequence[Span]

    @property
    def counted(self) -> Sequence[Span]:
        """The places whose evidence counts: the free ones, all where none is."""
        return self.free or self.spans

    def is_likely(self, ruled: Collection[Span]) -> bool:
        """Whether the scorer or the rules take it for a name, by and large."""
        return sum([self.margins[span] + 3 * UNIT * (span in ruled) for span in self.counted]) > 0


class _Margins:
    """How far each label leads the best other one at each character, and what follows for spans."""

    def __init__(self, scores: NDArray[np.int16]) -> None:
        begin, inside, end = scores
        at_least = np.maximum(scores, 0)  # outside has 0
        self._begin = begin - np.maximum(at_least[1], at_least[2])
        self._inside = inside - np.maximum(at_least[0], at_least[2])
        self._end = end - np.maximum(at_least[0], at_least[1])

    def of(self, span: Span) -> int:
        """The least margin of the characters of a span, not over `CLIP` either way."""
        start, stop = span
        least: int = min(self._begin.item(start), self._end.item(stop - 1))
        if stop - start > 2:
            least = min(least, self._inside[start + 1 : stop - 1].min().item())
        return max(-_CLIP, min(_CLIP, least))

    def possible(self) -> Iterator[tuple[Span, int]]:
        """The spans whose every character reaches `FLOOR`, the best few with each beginning, and their margins."""
        begins = np.flatnonzero(self._begin > FLOOR)
        ends_at = np.flatnonzero(self._end > FLOOR)
        barriers = np.append(np.flatnonzero(self._inside <= FLOOR), len(self._begin) - 1)
        # Names that begin at a character end up to the first one behind it that no name goes on over.
        last = np.minimum(barriers[np.searchsorted(barriers[:-1], begins, "right")], begins + _LONGEST - 1)
        low, high = np.searchsorted(ends_at, begins, "right"), np.searchsorted(ends_at, last, "right")
        for start, first, stop in zip(begins.tolist(), low.tolist(), high.tolist(), strict=True):
            if first == stop:
                continue
            least, at = self._begin.item(start), start + 1
            inside = self._inside[at : ends_at.item(stop - 1)].tolist()
            ends: list[tuple[int, int]] = []
            for end in ends_at[first:stop].tolist():
                while at < end:
                    least = min(least, inside[at - start - 1])
                    at += 1
                ends.append((min(least, self._end.item(end)), end + 1))
            if len(ends) > _MOST_ENDS:
                ends = sorted(sorted(ends, key=lambda pair: (-pair[0], pair[1]))[:_MOST_ENDS], key=lambda pair: pair[1])
            for margin, end in ends:
                yield (start, end), min(_CLIP, margin)


def _in_order(found: Mapping[Span, int]) -> _Candidates:
    order = sorted(found)
    return _Candidates(found, order, [start for start, _ in order])


def _find_places(view: str, text: TaggedText, candidates: _Candidates, titles: Sequence[Span]) -> dict[str, list[Span]]:
    """Every name among the candidates, and its places: where it is a candidate, or stands as whole words; none in a title."""
    places: dict[str, list[Span]] = {}
    for span in candidates.order:
        if not (titles and meets(titles, *span)):
            places.setdefault(view[span[0] : span[1]], []).append(span)
    edges = frozenset(text.starts)
    for name, spans in islice(places.items(), _SEARCH_BUDGET // max(1, len(view))):
        start = view.find(name)
        further = []
        while start >= 0:
            span = start, start + len(name)
            if start in edges and span[1] in edges and span not in candidates.margins and not (titles and meets(titles, *span)):
                further.append(span)
            start = view.find(name, start + 1)
        if further:
            spans += further
            spans.sort()
    return places


class _Cover:
    """Spans in order, asked whether one of them holds another span."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._reach = list(accumulate((end for _, end in spans), max))

    def holds(self, span: Span) -> bool:
        at = bisect_right(self._spans, span)
        if at < len(self._spans) and self._spans[at][0] == span[0]:
            return True  # begins with it and goes on
        at = bisect_left(self._spans, span)
        return at > 0 and self._reach[at - 1] >= span[1]


class _Longer:
    """Names that are fairly sure, asked what another name is to them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(islice(names, _MOST_COMPARED))
        ordered = sorted(self._names)
        self._joined = "\n".join(("", *ordered, ""))
        self._by_initial: dict[str, list[str]] = {}
        for name in ordered:
            for initial in {name[0], name[2:3]}:
                listed = self._by_initial.setdefault(initial, [])
                if len(listed) < _LONGEST:
                    listed.append(name)

    def features(self, name: str) -> list[str]:
        """Whether it begins or ends a longer name, stands in one or abbreviates one; and whether another name begins it or stands in it."""
        joined, length = self._joined, len(name)
        begins = ends = inside = False
        at, looks = joined.find(name), 0
        while at >= 0 and looks < _LONGEST:
            is_first, is_last = joined[at - 1] == "\n", joined[at + length] == "\n"
            begins |= is_first and not is_last
            ends |= is_last and not is_first
            inside |= not is_first and not is_last
            at, looks = joined.find(name, at + 1), looks + 1
        found = [feature for feature, holds in (("begins-longer", begins), ("ends-longer", ends), ("inside-longer", inside)) if holds]
        if length in _ABBREVIATION and any([_abbreviates(name, longer) for longer in self._by_initial.get(name[0], ())]):
            found.append("abbreviates")
        names = self._names
        length = min(length, _LONGEST)
        if not names.isdisjoint([name[:end] for end in range(2, length)]):
            found.append("begins-with-name")
        if not names.isdisjoint([name[start:end] for start in range(1, length - 1) for end in range(start + 2, length + 1)]):
            found.append("holds-name")
        return found


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of a short name stand in a full one in their order, apart from each other."""
    if len(short) >= len(full) or short in full:
        return False
    characters = iter(full)
    return all(character in characters for character in short)


def _count_evidence(places: _Pooled, rule_at: Mapping[Span, str], ruled: Sequence[Span], candidates: _Candidates) -> Features:
    """What the places of a name say, those that nothing longer covers."""
    n = len(places.counted)
    total = rival = lead = ruled_places = crossed = 0
    best, worst = -_CLIP, _CLIP
    families: set[int] = set()
    for span in places.counted:
        margin, other = places.margins[span], candidates.best_rival(span)
        total += margin
        rival += other
        lead += max(-4 * UNIT, min(4 * UNIT, margin - other))
        best, worst = max(best, margin), min(worst, margin)
        if span in rule_at:
            ruled_places += 1
            families.add(family_of(rule_at[span]))
        else:
            crossed += meets(ruled, *span)
    mean, often = total // n, min(n.bit_length(), 5)
    features = [
        ("always", UNIT),
        ("mean", mean),
        ("best", best),
        ("worst", worst),
        ("sum", max(-2 * _CLIP, min(2 * _CLIP, total))),
        ("rival", rival // n),
        ("rival-lead", lead // n),
        (f"places-{often}", UNIT),
    ]
    if mean > 0:
        features.append(("mean-positive", mean))
    if mean > _HIGH:
        features.append(("mean-high", mean - _HIGH))
    if best > _HIGH:
        features.append(("best-high", best - _HIGH))
    if n == 1:
        features.append(("mean-once", mean))
    if not places.free:
        features.append(("covered", UNIT))
    if crossed:
        features.append(("crossed", crossed * UNIT // n))
    if ruled_places:
        share = ruled_places * UNIT // n
        features += (("ruled", share), ("ruled-any", UNIT), ("ruled-often", share * often))
        features += ((f"rule-{RULE_FAMILIES[family]}", UNIT) for family in sorted(families))
    return features


def _look_at_form(name: str, best: Span, text: TaggedText) -> Features:
    """What a name looks like: its length, its words and their classes."""
    length = len(name)
    features = [(f"length-{length if length < 6 else 6 + (length > 8) + (length > 13)}", UNIT)]
    first, last = bisect_left(text.starts, best[0]), bisect_left(text.starts, best[1])
    if text.starts[first] == best[0] and text.starts[last] == best[1]:
        classes = text.classes[first:last]
        features.append((f"words-{min(3, last - first)}", UNIT))
        features.append((f"first-{classes[0]}", UNIT))
        features.append((f"last-{classes[-1]}", UNIT))
        features.append((f"classes-{classes if last - first < 3 else classes[0] + '+' + classes[-1]}", UNIT))
    else:
        features.append(("cuts-words", UNIT))
    return features
