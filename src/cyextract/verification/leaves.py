"""One claimed value by itself, read as its role says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cyextract.verification.evidence import Evidence
from cyextract.verification.fields import Leaf
from cyextract.verification.models import FieldCheck, Role
from cyextract.verification.names import check_org, check_text, check_title
from cyextract.verification.values import check_date, check_quantity, check_quote, make_check

_CHECKS: Mapping[Role, Callable[[Evidence, Leaf], FieldCheck]] = {
    "money": check_quantity, "percent": check_quantity, "quantity": check_quantity, "number": check_quantity, "date": check_date,
    "period": check_date, "org": check_org, "party": check_org, "title": check_title, "quote": check_quote, "metric": check_quote,
    "subject": check_quote, "whole": check_quote, "basis": check_quote, "action": check_quote, "name": check_org, "alias": check_org,
    "text": check_text, "unit": check_quote,
}  # fmt: skip


def check_leaf(evidence: Evidence, leaf: Leaf) -> FieldCheck:
    """Whether a text supports one value, whatever it belongs to."""
    if isinstance(leaf.value, bool) or leaf.role not in _CHECKS:
        return make_check(leaf, "ambiguous", "not_checkable")
    if isinstance(leaf.value, str) and not leaf.value.strip():
        return make_check(leaf, "unsupported", "unreadable")
    return _CHECKS[leaf.role](evidence, leaf)
