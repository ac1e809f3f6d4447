"""What recognisers hand to resolution: candidates that are already interpreted, and rejections that say why not.

Named tuples, since a document makes thousands: they cost a third of a frozen dataclass.
"""

from __future__ import annotations

from typing import NamedTuple

from cyextract.models import MentionType


class Candidate(NamedTuple):
    """A proposed mention. Offsets count in the reading view, not in the raw text.

    `rules` are the ids of the rules that have a part in it, in text order and each once. `meaning` is the typed interpretation
    (`DateMeaning`, `MoneyMeaning` …); a candidate with `type` None is a *blocker*: text that looks like a value and is none
    (三元一次方程); it competes in resolution and yields no mention.
    """

    start: int
    end: int
    type: MentionType | None
    rules: tuple[str, ...]
    meaning: object
    priority: int = 0


class Refusal(NamedTuple):
    """What an interpreter returns instead of a meaning; a plain `str` is short for one that claims nothing.

    `claims_place` says that the match is the kind of thing its rule reads, and yet none (2月30日): nothing that is a piece of it
    is a mention either.
    """

    reason: str
    claims_place: bool = False


class Rejection(NamedTuple):
    """A place where a rule matched and there was no meaning (an impossible date, a number that is no year).

    `reason` says why, in words or as what a recogniser weighed; `explain` has the words for it.
    """

    start: int
    end: int
    rule: str
    reason: object


class Proposals(NamedTuple):
    """What a stage proposes: candidates to compete, and what was refused before."""

    candidates: tuple[Candidate, ...] = ()
    rejections: tuple[Rejection, ...] = ()
