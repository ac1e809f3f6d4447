"""One decision for each name and document: the pooled evidence is weighed, and the disjoint spans that bring most are taken.

The weights are data (`rules/lexicon/org/decision.tsv`), the arithmetic is whole numbers from the scores to the choice.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from importlib import resources
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np

from cyextract.errors import LexiconError
from cyextract.lexicon.table import shipped_table
from cyextract.models import OrgKind
from cyextract.recognizers.org.kind import KindClassifier
from cyextract.recognizers.org.name_evidence import FURTHER, Features, NameEvidence, pool_evidence
from cyextract.recognizers.org.places import PlacedName, Span
from cyextract.recognizers.org.scorer import UNIT, Scorer, read_characters
from cyextract.recognizers.org.tagged_text import TaggedText

ONE = 4096  # what stands for 1 in sums: one natural logarithm of the odds
THRESHOLD = 400  # thousandths: a name less likely than that costs more than it brings
COVERED_HERE = "covered-here"
"""The feature of a place that a likelier longer candidate covers, where the name stands free elsewhere."""

# How likely a name is by its sum, in thousandths: the logistic curve at whole sums, straight lines between.
_CHANCES = ((-5, 7), (-4, 18), (-3, 47), (-2, 119), (-1, 269), (0, 500), (1, 731), (2, 881), (3, 953), (4, 982), (5, 993))

_new = tuple.__new__  # makes named tuples in half the time: there is a verdict on each place
_CERTAIN = 1000  # thousandths, as the next
_WORTH_A_WORD = 50


class Weights(NamedTuple):
    """What each feature weighs (`ONE` is 1), and what it is in words."""

    by_feature: Mapping[str, int]
    whys: Mapping[str, str]


@cache
def load_decision() -> Weights:
    """The shipped weights.

    Raises:
        LexiconError: a row of the table is malformed.
    """
    problems: list[str] = []
    table = shipped_table("org/decision.tsv", 3, problems)
    by_feature, whys = {}, {}
    for number, (feature, weight, why) in table.rows():
        if re.fullmatch(r"-?\d+", weight) is None:
            table.reject(number, feature, f"{weight!r} is no weight; write a whole number")
        else:
            by_feature[feature], whys[feature] = int(weight), why
    if problems:
        raise LexiconError(problems)
    return Weights(by_feature, whys)


@cache
def load_tables() -> tuple[Scorer, KindClassifier]:
    """The shipped scorer, and what guesses the kinds of the names that only it finds."""
    with resources.files("cyextract.rules").joinpath("lexicon/org/scorer.npz").open("rb") as stream, np.load(stream) as arrays:
        return Scorer(arrays["weights"]), KindClassifier(arrays["kinds"])


class Verdict(NamedTuple):
    """A place of a name, what its evidence sums up to (`ONE` is 1), and how likely that makes it, in thousandths."""

    span: Span
    evidence: NameEvidence
    total: int
    chance: int

    @property
    def features(self) -> Features:
        """What speaks for and against a name at this place."""
        features = self.evidence.features
        return features if self.span in self.evidence.free else [*features, (COVERED_HERE, UNIT)]

    @property
    def is_close(self) -> bool:
        """Whether the place is worth a word when it was refused: there is some likelihood of a name there."""
        return self.chance >= _WORTH_A_WORD


class Decided(NamedTuple):
    """What a document's names come to: those taken, in order and disjoint, the verdicts on them, and those on the others."""

    taken: Sequence[PlacedName]
    verdicts: Mapping[Span, Verdict]
    refused: Sequence[Verdict]


class OrgDecision:
    """Weighs the names of documents by the shipped scorer and weights; holds no state between documents.

    Args:
        own: names of the user's own lists, which are taken as they are.
    """

    def __init__(self, own: frozenset[str]) -> None:
        self._own = own
        self._scorer, self._kinds = load_tables()
        self._weights = load_decision().by_feature
        self._weigh = partial(weigh, weights=self._weights)
        self._remembered = lru_cache(maxsize=8192)(self._weigh)
        least = sum([min(self._weights.get(feature, 0) * value for value in values) for feature, values in FURTHER.items()])
        self._settled_at = next(total for total in count(NEEDED) if chance(total) > THRESHOLD) - least

    def decide(
        self,
        view: str,
        text: TaggedText,
        ruled: Sequence[PlacedName],
        titles: Sequence[Span],
        modelled: Sequence[Span] = (),
        *,
        explains: bool = False,
    ) -> Decided:
        """The names of a document.

        Args:
            view: the text.
            text: its words and their classes.
            ruled: what the rules find.
            titles: spans of titles, in order; no name stands in one.
            modelled: what the user's own model takes for names.
            explains: give verdicts on all names, also on those that are settled before all that speaks for them was looked at.
        """
        scores = self._scorer.scores(read_characters(view, text, ruled, titles))
        names, settled = pool_evidence(view, text, ruled, scores, titles, modelled, None if explains else self._is_settled)
        verdicts = {v[0]: v for v in judge(names, self._weights, self._remembered)}
        gains = gains_of(verdicts.values())
        if self._own:
            gains.update((name[:2], _CERTAIN) for name in ruled if name[:2] in verdicts and self._is_own(text, name))
        chosen = [(span, (evidence := verdicts[span].evidence).text, evidence.places) for span in choose(gains)]
        chosen += [(span, name, spans) for name, spans in settled for span in spans]
        if settled:
            chosen.sort()
        taken = list(self._name(view, text, ruled, chosen))
        if not explains:
            return Decided(taken, {}, ())
        spans = [(name[0], name[1]) for name in taken]
        return Decided(taken, {span: verdicts.pop(span) for span in spans}, list(verdicts.values()))

    def _is_settled(self, counted: Features, form: Features) -> bool:
        """Whether a name that meets no other candidate is taken by what its places and its form say, whatever else there may be."""
        weigh_count = self._remembered if isinstance(counted, tuple) else self._weigh
        return weigh_count(counted) + self._remembered(form) >= self._settled_at

    def _is_own(self, text: TaggedText, name: PlacedName) -> bool:
        """Whether a name of the user's lists stands in a span of the rules."""
        first, last = bisect_left(text.starts, name.start), bisect_left(text.starts, name.end)
        return not self._own.isdisjoint(text.words[first:last])

    def _name(
        self, view: str, text: TaggedText, ruled: Sequence[PlacedName], chosen: Iterable[tuple[Span, str, Sequence[Span]]]
    ) -> Iterator[PlacedName]:
        """The names that were taken, of each the place, the name and all its places: by the rule that proposes it here or elsewhere, else
        by the scorer.
        """
        by_span = {(name[0], name[1]): name for name in ruled}
        by_name: Mapping[str, PlacedName] | None = None
        kinds: dict[str, OrgKind] = {}
        for span, name, spans in chosen:
            if span in by_span:
                yield by_span[span]
                continue
            if by_name is None:
                by_name = {view[start:end]: by_span[start, end] for start, end in reversed(by_span)}
                near = {ruled_name.kind for ruled_name in ruled}
            if elsewhere := by_name.get(name):
                yield PlacedName(*span, elsewhere.kind, "org.repeat", f"as {elsewhere.rule} elsewhere")
            else:
                if name not in kinds:
                    kinds[name] = self._kinds.guess(view, text, spans, near)
                yield PlacedName(*span, kinds[name], "org.scorer", "by the characters and words in and around it")


def judge(names: Iterable[NameEvidence], weights: Mapping[str, int], remembered: Callable[[Features], int] | None = None) -> list[Verdict]:
    """A verdict on each place of each name; `remembered` gives the weights of what is said of many names."""
    verdicts: list[Verdict] = []
    weigh_part = remembered or partial(weigh, weights=weights)
    covered = weights.get(COVERED_HERE, 0) * UNIT
    for name in names:
        _, places, free, parts = name
        total = 0
        for part in parts:
            if part:
                total += weigh_part(part) if part.__class__ is tuple else weigh(part, weights)
        likely = chance(total)
        if free is places:
            verdicts += [_new(Verdict, (span, name, total, likely)) for span in places]
            continue
        covered_total = total + covered
        seldom = chance(covered_total)
        for span in places:
            verdict = (span, name, total, likely) if span in free else (span, name, covered_total, seldom)
            verdicts.append(_new(Verdict, verdict))
    return verdicts


def weigh(features: Features, weights: Mapping[str, int]) -> int:
    """The sum of evidence, `ONE` a unit of the logarithm of the odds."""
    get = weights.get
    return sum([get(feature, 0) * value for feature, value in features])


def chance(total: int) -> int:
    """How likely a name with such a sum is, in thousandths; straight lines between the points of a table."""
    step, rest = divmod(total, ONE)
    if step < _CHANCES[0][0]:
        return 0
    if step >= _CHANCES[-1][0]:
        return 1000
    at = step - _CHANCES[0][0]
    low, high = _CHANCES[at][1], _CHANCES[at + 1][1]
    return low + (high - low) * rest // ONE


def _sum_needed() -> int:
    """The least sum that makes a name as likely as `THRESHOLD`."""
    (low, at_low), (_, at_high) = next(pair for pair in pairwise(_CHANCES) if pair[1][1] >= THRESHOLD)
    return low * ONE - (at_low - THRESHOLD) * ONE // (at_high - at_low)


NEEDED = _sum_needed()


def gains_of(verdicts: Iterable[Verdict], threshold: int = THRESHOLD) -> dict[Span, int]:
    """What taking a place brings, where there is some likelihood of a name: that there is one and no longer one that holds it, over the
    threshold.
    """
    gains: dict[Span, int] = {}
    holders: list[tuple[int, int]] = []
    reach = 0
    for start, back, likely in sorted([(start, -end, likely) for (start, end), _, _, likely in verdicts if likely >= _WORTH_A_WORD]):
        longer = 0
        if start < reach:
            holders = [holder for holder in holders if holder[0] > start]
            longer = max([chance for end, chance in holders if end >= -back], default=0)
            # What ends no later and is no likelier than this place holds none of the next better.
            holders = [(end, chance) for end, chance in holders if end > -back or chance > likely]
        else:
            holders = []
        gains[start, -back] = likely * (1000 - longer) // 1000 - threshold
        holders.append((-back, likely))
        if -back > reach:
            reach = -back
    return gains


def choose(gains: Mapping[Span, int]) -> list[Span]:
    """Disjoint spans with the greatest sum of gains; of equal sums the one with the earlier, shorter spans."""
    spans = sorted((span for span, gain in gains.items() if gain > 0), key=lambda span: (span[1], span[0]))
    ends = [end for _, end in spans]
    if all([end <= start for end, (start, _) in zip(ends, spans[1:], strict=False)]):
        return spans  # as in most documents
    best, taken = [0], []
    for at, span in enumerate(spans):
        before = bisect_right(ends, span[0], 0, at)
        with_it = best[before] + gains[span]
        taken.append(before if with_it > best[at] else -1)
        best.append(max(with_it, best[at]))
    chosen, at = [], len(spans)
    while at:
        if taken[at - 1] < 0:
            at -= 1
        else:
            chosen.append(spans[at - 1])
            at = taken[at - 1]
    return chosen[::-1]
