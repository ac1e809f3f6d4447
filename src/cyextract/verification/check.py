"""Check claims against a text: every value gets a verdict, then what the claim says belongs together."""

from __future__ import annotations

from collections import Counter
from functools import cache

from cyextract.document import Document
from cyextract.document_settings import ReferenceDate
from cyextract.pipeline import Extractor
from cyextract.verification.claims import Plain, plain_claims
from cyextract.verification.events import check_event
from cyextract.verification.evidence import Evidence
from cyextract.verification.fields import Group, Schema, read_groups, read_schema
from cyextract.verification.leaves import check_leaf
from cyextract.verification.models import VERDICTS, ClaimCheck, FieldCheck, FoundRow, Verification, worst
from cyextract.verification.organisations import check_organisation
from cyextract.verification.rows import check_figure


@cache
def _extractor() -> Extractor:
    return Extractor()


def verify(
    text: str,
    claims: object,
    reference_date: ReferenceDate = None,
    schema: object = None,
    *,
    default_currency: str | None = None,
    id: str | None = None,
    extractor: Extractor | None = None,
) -> Verification:
    """Say of every claimed value whether a text supports it, where, and what the text says instead.

    Args:
        text: the document; spans in the result are code points of exactly this text.
        claims: what was extracted from it: any JSON value, Pydantic model, dataclass or list of them.
        reference_date: the day that relative dates count from, as for `extract`.
        schema: what the fields hold, where their names do not tell: names or paths and roles, nested as the claims are, or a Pydantic
            model with `Field(json_schema_extra={"cyextract": role})`.
        default_currency: ISO 4217 code of a bare 元, as for `extract`.
        id: copied into the result.
        extractor: one of your own, with all types and layers.

    Raises:
        InputError: the text or the claims are none: too deep, too many, too long, NaN, no JSON values.
        TypeError: `extractor` is none.

    >>> check = verify("截至去年底，川北银行贷款余额近700亿元。", {"amount": "RMB 70bn", "bank": "川北银行"}, reference_date="2021-06-10")
    >>> [(path, field.verdict, field.reason) for _, path, field in check.fields()]
    [('amount', 'supported', 'approximate'), ('bank', 'supported', 'found')]
    """
    if not isinstance(extractor, Extractor | None):
        raise TypeError(f"extractor is a {type(extractor).__name__}; give a cyextract.Extractor")
    plain, roles = plain_claims(claims), read_schema(schema, claims)
    document = (extractor or _extractor()).extract(text, reference_date=reference_date, default_currency=default_currency, id=id)
    return verify_document(document, plain, roles)


def verify_document(document: Document, claims: list[Plain], schema: Schema | None = None) -> Verification:
    """The same over an extraction."""
    evidence = Evidence(document)
    checks = tuple(_check_claim(evidence, claim, schema or Schema()) for claim in claims)
    counts = Counter(field.verdict for check in checks for field in check.fields.values())
    return Verification(
        id=document.id, ok=all(check.verdict == "supported" for check in checks), totals={v: counts[v] for v in VERDICTS},
        reference_date=document.reference_date, claims=checks, text=document.text,
    )  # fmt: skip


def _check_claim(evidence: Evidence, claim: Plain, schema: Schema) -> ClaimCheck:
    fields: dict[str, FieldCheck] = {}
    row: FoundRow | None = None
    for group in read_groups(claim, schema):
        checked, found = _check_group(evidence, group)
        fields |= checked
        row = row or found
    verdict = worst({field.verdict for field in fields.values()})
    reason = next((field.reason for field in fields.values() if field.verdict == verdict), "found")
    return ClaimCheck(verdict=verdict, reason=reason, fields=fields, row=row)


def _check_group(evidence: Evidence, group: Group) -> tuple[dict[str, FieldCheck], FoundRow | None]:
    if group.shape == "figure":
        return check_figure(evidence, group)
    if group.shape == "event":
        return check_event(evidence, group)
    if group.shape == "organisation":
        return check_organisation(evidence, group), None
    return {leaf.path: check_leaf(evidence, leaf) for leaf in group.leaves}, None
