"""Where the names of a document may stand: the candidates, what overlaps what, and the further places of names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, chain, islice

from cyextract.recognizers.org.hints import HINTED_FLOOR, LONGEST, Neighbours, hints_of_marks, hints_of_units
from cyextract.recognizers.org.margins import FLOOR, NEVER_INSIDE, Margins
from cyextract.recognizers.org.places import Span, meets
from cyextract.recognizers.org.tagged_text import TaggedText

# Searching the text for further places costs names x characters; this many characters at most (about 0.1 s).
_SEARCH_BUDGET = 200_000_000


class Candidates:
    """Spans and their margins, in order; `best_rival` of each is asked for."""

    def __init__(self, margins: Mapping[Span, int]) -> None:
        self.margins = margins
        self.order = sorted(margins)
        self._starts = [start for start, _ in self.order]
        self._in_order = [(span[1], margins[span]) for span in self.order]
        self._before: dict[int, int] = {}  # of the candidates that begin before an offset and go on over it, the greatest margin

    def best_rival(self, span: Span) -> int:
        """The greatest margin of another candidate that overlaps a span."""
        start, end = span
        first = bisect_left(self._starts, start)
        best = self._before.get(start)
        if best is None:
            low, over = bisect_left(self._starts, start - LONGEST), FLOOR
            for stop, margin in self._in_order[low:first]:
                if margin > over and stop > start:
                    over = margin
            best = self._before[start] = over
        at = first
        for stop, margin in self._in_order[first : bisect_left(self._starts, end, first)]:
            if margin > best and (stop != end or self._starts[at] != start):
                best = margin
            at += 1
        return best


def find_candidates(
    view: str, text: TaggedText, margins: Margins, ruled: Collection[Span], modelled: Sequence[Span]
) -> tuple[dict[Span, int], Neighbours, set[Span]]:
    """What the scorer finds possible, the rules propose, the user's model sees or the text hints at.

    Returns:
        The candidates with their margins; those that nothing hints at, by their edges; and likely names with a unit behind them.
    """
    found = margins.possible(view)
    found.update((span, margins.of(span)) for span in modelled if not NEVER_INSIDE.search(view, *span))
    for span in ruled:  # a listed name may hold a mark
        if span not in found and view.find("\n", *span) < 0:
            found[span] = margins.of(span)
    near = Neighbours(found, ruled)
    units = set(hints_of_units(text, near))
    for span in chain(hints_of_marks(view, text, near), units):
        if span not in found and (margin := margins.of(span)) > HINTED_FLOOR:
            found[span] = margin
    return found, near, units


def find_places(view: str, text: TaggedText, candidates: Candidates, titles: Sequence[Span]) -> tuple[dict[str, list[Span]], list[Span]]:
    """Every name among the candidates, and its places: where it is a candidate, or stands as whole words; none in a title.

    Returns:
        The names and their places, and of these the ones that are no candidates.
    """
    places: dict[str, list[Span]] = {}
    title_starts = [start for start, _ in titles]
    for span in candidates.order:
        start, end = span
        if title_starts and (at := bisect_left(title_starts, end)) and titles[at - 1][1] > start:
            continue
        name = view[start:end]
        if name in places:
            places[name].append(span)
        else:
            places[name] = [span]
    starts, known = text.starts, candidates.margins
    further: list[Span] = []
    for name, spans in islice(places.items(), _SEARCH_BUDGET // max(1, len(view))):
        if view.count(name) == len(spans) and name.rfind(name[0]) == 0:
            continue  # it stands nowhere else: no two of its places overlap, so that all were counted
        start, length, seen = view.find(name), len(name), len(further)
        while start >= 0:
            end = start + length
            if (
                (start, end) not in known
                and starts[bisect_left(starts, start)] == start
                and starts[bisect_left(starts, end)] == end
                and not (titles and meets(titles, start, end))
            ):
                further.append((start, end))
            start = view.find(name, start + 1)
        if len(further) > seen:
            spans += further[seen:]
            spans.sort()
    return places, further


def crossing_of(spans: Iterable[Span]) -> set[Span]:
    """Of spans in order those that overlap another."""
    crossing: set[Span] = set()
    reach, first = 0, (0, 0)  # of those that hang together
    for span in spans:
        start, end = span
        if start >= reach:
            first, reach = span, end
        else:
            crossing.update((first, span))
            if end > reach:
                reach = end
    return crossing


class Cover:
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
