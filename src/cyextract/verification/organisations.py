"""A claimed organisation as a whole: are these names one body's?"""

from __future__ import annotations

from cyextract.verification.evidence import Evidence, normal_form
from cyextract.verification.fields import Group, Leaf
from cyextract.verification.leaves import check_leaf
from cyextract.verification.models import FieldCheck
from cyextract.verification.names import body_of
from cyextract.verification.values import make_check, written


def check_organisation(evidence: Evidence, group: Group) -> dict[str, FieldCheck]:
    """The verdicts of the name and of each alias."""
    checks = {leaf.path: check_leaf(evidence, leaf) for leaf in group.leaves}
    names = group.of("name")
    if len(names) != 1:
        return checks
    return checks | {leaf.path: _check_alias(evidence, written(names[0].value), leaf, checks[leaf.path]) for leaf in group.of("alias")}


def _check_alias(evidence: Evidence, name: str, leaf: Leaf, own: FieldCheck) -> FieldCheck:
    """An alias that the document ties to the name, to another body, or to none."""
    if own.verdict != "supported":
        return own
    body, other = body_of(evidence, name), body_of(evidence, written(leaf.value))
    if body is not None and body is other:
        return own
    tied = {(normal_form(alias.short), normal_form(alias.full)) for alias in evidence.document.aliases}
    pair = normal_form(written(leaf.value)), normal_form(name)
    if pair in tied or pair[::-1] in tied:
        return own
    if other is not None and len(other.names) > 1:
        return make_check(leaf, "contradicted", "alias", spans=own.spans, found=other.name)
    return make_check(leaf, "ambiguous", "not_read", spans=own.spans, found=own.found)
