"""Choose among candidates that overlap. A pure function: the same candidates in any order give the same mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from cyextract.recognizers.candidate import Candidate

# Ties between equally long candidates of equal priority: what is harder to match by chance goes first.
_START, _SPAN = itemgetter(0), itemgetter(0, 1)  # of a candidate, by position: attributes take twice as long
_TYPE_RANK = {"TITLE": 0, None: 1, "MONEY": 2, "PERCENT": 3, "DATE": 4, "ORG": 5}


def _strength(candidate: Candidate) -> tuple[int, int, int, int, tuple[str, ...]]:
    """Sort key, strongest first: longest, then priority, then type, then position."""
    length = candidate.end - candidate.start
    return (-length, -candidate.priority, _TYPE_RANK[candidate.type], candidate.start, candidate.rules)


def resolve(candidates: Iterable[Candidate], titles: Sequence[Candidate] = ()) -> list[Candidate]:
    """Pick disjoint candidates, strongest first, in text order; blockers that win are left out.

    Args:
        candidates: any order, view offsets, already interpreted.
        titles: disjoint 《…》 candidates in text order. They take every place they cover: inside a title nothing else is annotated.

    >>> resolve([Candidate(0, 2, "DATE", ("a",), None), Candidate(0, 3, None, ("b",), None)])
    []
    """
    starts = [t.start for t in titles]

    def is_free(candidate: Candidate) -> bool:
        index = bisect_left(starts, candidate.end)
        return index == 0 or titles[index - 1].end <= candidate.start

    free = filter(is_free, candidates) if titles else candidates
    chosen: list[Candidate] = []
    for cluster in _clusters(free):
        chosen += cluster if len(cluster) == 1 else _pick(cluster)
    return sorted([*titles, *(c for c in chosen if c.type is not None)], key=_START)


def _clusters(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """Runs of candidates that overlap directly or through others."""
    cluster: list[Candidate] = []
    end = -1
    for candidate in sorted(candidates, key=_SPAN):
        if candidate.start >= end and cluster:
            yield cluster
            cluster = []
            end = -1
        cluster.append(candidate)
        if candidate.end > end:
            end = candidate.end
    if cluster:
        yield cluster


def _pick(cluster: list[Candidate]) -> list[Candidate]:
    chosen: list[Candidate] = []
    starts: list[int] = []
    for candidate in sorted(cluster, key=_strength):
        index = bisect_left(starts, candidate.start)
        if (index and chosen[index - 1].end > candidate.start) or (index < len(chosen) and chosen[index].start < candidate.end):
            continue
        starts.insert(index, candidate.start)
        chosen.insert(index, candidate)
    return chosen
