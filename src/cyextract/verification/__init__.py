"""Is what somebody extracted really in the text? Verdicts with spans for claimed values."""

from cyextract.verification.check import verify, verify_document
from cyextract.verification.claims import parse_claims, plain_claims
from cyextract.verification.fields import guess_role, read_schema
from cyextract.verification.models import ClaimCheck, FieldCheck, FoundRow, Verification

__all__ = [
    "ClaimCheck",
    "FieldCheck",
    "FoundRow",
    "Verification",
    "guess_role",
    "parse_claims",
    "plain_claims",
    "read_schema",
    "verify",
    "verify_document",
]
