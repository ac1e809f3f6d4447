"""Overlap choice, a pure function."""

from __future__ import annotations

import random
from itertools import pairwise

from cyextract.overlap import resolve
from cyextract.recognizers.candidate import Candidate


def _c(start: int, end: int, type: str | None = "DATE", rule: str = "r", priority: int = 0) -> Candidate:
    return Candidate(start, end, type, (rule,), None, priority)  # type: ignore[arg-type]


def _spans(candidates: list[Candidate]) -> list[tuple[int, int, str | None]]:
    return [(c.start, c.end, c.type) for c in candidates]


def test_longest_wins_and_frees_what_it_does_not_cover() -> None:
    assert _spans(resolve([_c(0, 4), _c(2, 8), _c(8, 10)])) == [(2, 8, "DATE"), (8, 10, "DATE")]


def test_priority_then_type_break_ties() -> None:
    assert resolve([_c(0, 3, rule="a"), _c(0, 3, rule="b", priority=1)])[0].rules == ("b",)
    assert _spans(resolve([_c(0, 3, "DATE"), _c(0, 3, "MONEY")])) == [(0, 3, "MONEY")]


def test_a_blocker_competes_and_yields_nothing() -> None:
    assert resolve([_c(0, 2, "MONEY"), _c(0, 4, None)]) == []
    assert _spans(resolve([_c(0, 5, "MONEY"), _c(0, 4, None)])) == [(0, 5, "MONEY")]


def test_a_title_takes_every_place_it_touches() -> None:
    title = _c(5, 9, "TITLE")
    assert _spans(resolve([_c(6, 8), _c(8, 30), _c(0, 5), _c(9, 10)], [title])) == [(0, 5, "DATE"), (5, 9, "TITLE"), (9, 10, "DATE")]


def test_order_of_candidates_does_not_matter() -> None:
    shuffler = random.Random(7)
    for _ in range(200):
        candidates = []
        for i in range(12):
            start, kind = shuffler.randrange(30), shuffler.choice(["DATE", "ORG", "MONEY", None])
            candidates.append(_c(start, start + shuffler.randrange(1, 9), kind, f"r{i}", shuffler.randrange(2)))
        expected = resolve(candidates)
        shuffler.shuffle(candidates)
        chosen = resolve(candidates)
        assert chosen == expected
        assert all(a.end <= b.start for a, b in pairwise(chosen))
