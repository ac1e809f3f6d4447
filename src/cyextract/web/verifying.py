"""`POST /verify`: claims against a text, checked in a worker like every other job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from cyextract.models import FrozenModel
from cyextract.verification import ClaimCheck, plain_claims, read_schema, verify
from cyextract.verification.models import Verdict
from cyextract.verification.pairs import encode, verification_row
from cyextract.web.messages import TextRequest
from cyextract.web.work import ExtractJob, ExtractorSettings, _make_extractor


class VerifyRequest(TextRequest):
    """A text and what somebody extracted from it."""

    claims: Any = Field(description="Any JSON value: a claim or a list of them.")
    roles: dict[str, Any] | None = Field(None, alias="schema", description="Field names or paths and what they hold.")


class VerifyAnswer(FrozenModel):
    """A line of the report of `cyextract verify`; fields without a value are absent."""

    schema_version: str
    id: str | None
    ok: bool
    totals: dict[Verdict, int]
    reference_date: str | None = None
    claims: tuple[ClaimCheck, ...]


@dataclass(frozen=True, slots=True)
class VerifyJob(ExtractJob):
    """One text, its claims, and what their fields hold."""

    claims: Any = ()
    schema: Any = None


def check_claims(request: VerifyRequest) -> Any:
    """The claims of a request in a form that fits through a pipe.

    Raises:
        InputError: they or the schema are too deep, too many, too long, or no JSON values.
    """
    read_schema(request.roles, None)
    return plain_claims(request.claims)


def verify_text(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """The report on a text's claims, as one JSON object."""
    assert isinstance(job, VerifyJob)
    check = verify(
        job.text, job.claims, schema=job.schema, reference_date=job.reference_date, default_currency=job.default_currency, id=job.id,
        extractor=_make_extractor(settings, None),
    )  # fmt: skip
    return encode(verification_row(check))
