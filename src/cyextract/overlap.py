"""Choose among candidates that overlap. A pure function: the same candidates in any order give the same mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import itemgetter

from cyextract.recognizers.candidate import Candidate

_START = itemgetter(0)  # of a candidate, by position: attributes take twice as long
# Ties between equally long candidates of equal priority: what is harder to match by chance goes first.
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
    cluster: list[Candidate] = []  # a run of candidates that overlap directly or through others
    reach = -1
    for candidate in sorted(free, key=_START):
        end = candidate[1]
        if candidate[0] >= reach:
            chosen += cluster if len(cluster) < 2 else _pick(cluster)
            cluster, reach = [candidate], end
        else:
            cluster.append(candidate)
            if end > reach:
                reach = end
    chosen += cluster if len(cluster) < 2 else _pick(cluster)
    mentions = [candidate for candidate in chosen if candidate[2] is not None]
    return sorted([*titles, *mentions], key=_START) if titles else mentions


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
