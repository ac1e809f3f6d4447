"""What a check of claims returns: frozen Pydantic models with JSON names that are final."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from cyextract.models import FrozenModel, TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

VERIFICATION_VERSION = "1"

Verdict = Literal["supported", "contradicted", "unsupported", "ambiguous"]
VERDICTS: tuple[Verdict, ...] = ("supported", "contradicted", "unsupported", "ambiguous")
WORST_FIRST: tuple[Verdict, ...] = ("contradicted", "unsupported", "ambiguous", "supported")

Tier = Literal["exact", "layout", "variant", "value", "alias", "inferred"]
TIERS: tuple[Tier, ...] = ("exact", "layout", "variant", "value", "alias", "inferred")

Reason = Literal[
    "found", "approximate", "coarser", "boundary",
    "value", "scale", "currency", "unit", "sign", "direction", "bound", "year", "reference_date", "pairing", "alias",
    "absent", "finer", "unreadable",
    "not_read", "part_of_name", "range", "fraction", "year_open", "not_checkable",
]  # fmt: skip
Role = Literal[
    "text", "quote", "money", "percent", "quantity", "number", "date", "org", "title", "unit",
    "metric", "subject", "whole", "period", "direction", "kind", "status", "basis",
    "action", "party", "name", "alias", "ignore",
]  # fmt: skip
Shape = Literal["figure", "event", "organisation"]


class FieldCheck(FrozenModel):
    """One claimed value: whether the text supports it, where, and what it says instead."""

    verdict: Verdict
    reason: Reason
    role: Role
    """What the field was read as."""
    claimed: str
    """The value as it was claimed, shortened to 200 code points."""
    tier: Tier | None = None
    """How close the claim is to the text at its first span, which is the closest; None where nothing supports it."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the raw text it stands, or what contradicts it; half-open, in code points, at most 16."""
    found: str | None = None
    """What the text says there."""


class FoundRow(FrozenModel):
    """The figure or agreement that a claimed value belongs to in the text."""

    start: int
    end: int
    fields: dict[str, str] = Field(default_factory=dict)
    sentence: TextSpan


class ClaimCheck(FrozenModel):
    """One claim: the worst verdict of its fields, and why."""

    verdict: Verdict
    reason: Reason
    fields: dict[str, FieldCheck] = Field(default_factory=dict)
    """By path, such as `amount`, `parties[1]`, `deals[0].date`; `value` for a claim that is a bare value. Null claims nothing."""
    row: FoundRow | None = None
    """What the text ties the value to, where the claim ties it to something else."""


class Verification(FrozenModel):
    """Which of the claimed values a text supports."""

    schema_version: str = VERIFICATION_VERSION
    id: str | None = None
    ok: bool
    """Whether every field is supported."""
    totals: dict[Verdict, int]
    """How many fields have each verdict."""
    reference_date: str | None = None
    claims: tuple[ClaimCheck, ...] = ()
    """In the order of the claims."""
    text: str

    def fields(self) -> Iterator[tuple[int, str, FieldCheck]]:
        """Every field with the number of its claim and its path."""
        for number, claim in enumerate(self.claims):
            for path, field in claim.fields.items():
                yield number, path, field

    def to_html(self) -> str:
        """A stand-alone HTML page: the text with the claims marked, and a table of them; no network, no other file."""
        from cyextract.verification.page import (  # lazy: the template engine is for those who want a page
            VerificationContent,
            verification_page,
        )

        return verification_page(
            VerificationContent(self.id, self.ok, {str(v): n for v, n in self.totals.items()}, self.text, list(self.fields()))
        )


def worst(verdicts: set[Verdict]) -> Verdict:
    """The verdict that stands for several."""
    return next((verdict for verdict in WORST_FIRST if verdict in verdicts), "supported")
