"""What recognisers hand to resolution: candidates that are already interpreted, and rejections that say why not.

Named tuples, since a document makes thousands: they cost a third of a frozen dataclass.
"""

from __future__ import annotations

from typing import NamedTuple

from cyextract.models import MentionType


class Candidate(NamedTuple):
    """A proposed mention. Offsets count in the reading view, not in the raw text.

    `reading` is the typed interpretation (`DateMeaning`, `QuantityReading` …); a candidate with `type` None is a *blocker*: text
    that looks like a value and is none (三元桥, 一元二次方程); it competes in resolution and yields no mention.
    """

    start: int
    end: int
    type: MentionType | None
    rule: str
    meaning: object
    priority: int = 0


class Rejection(NamedTuple):
    """A reading that was refused before it could compete (an impossible date, a number that is no year)."""

    start: int
    end: int
    rule: str
    reason: str


class Refusal(NamedTuple):
    """Why there is no meaning. A refusal that claims its place leaves nothing of it to other readings: 2月 of 2月30日 is no date."""

    reason: str
    claims_place: bool = False
