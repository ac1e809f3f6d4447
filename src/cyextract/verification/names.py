"""Whether a text names a claimed organisation or title, and strings whose form says what they are."""

from __future__ import annotations

from decimal import Decimal

from cyextract.models import Organisation
from cyextract.verification.days import read_date
from cyextract.verification.evidence import Evidence, normal_form
from cyextract.verification.fields import Leaf
from cyextract.verification.models import FieldCheck
from cyextract.verification.quantities import read_quantity
from cyextract.verification.values import check_date, check_quantity, check_quote, make_check, written

_BRACKETS = "《》〈〉"
_LONGEST_VALUE = 30  # code points; a longer string is a quote or a name


def check_org(evidence: Evidence, leaf: Leaf) -> FieldCheck:
    """Whether the text names a claimed organisation, by any of its names."""
    name = written(leaf.value).strip()
    form = normal_form(name)
    body = evidence.names.get(form)
    if mentions := evidence.org_mentions.get(form):
        place = evidence.closest(name, [(m.start, m.end) for m in mentions])
        return make_check(leaf, "supported", "found", tier=place.tier, spans=place.spans, found=body.name if body else mentions[0].name)
    if body is not None:
        return make_check(leaf, "supported", "found", tier="alias", spans=evidence.spans_of(body), found=body.names[0].name)
    return check_in_names(evidence, leaf, name)


def check_title(evidence: Evidence, leaf: Leaf) -> FieldCheck:
    """Whether the text names a claimed title, with or without 《》, or the title that it is short for."""
    name = written(leaf.value).strip().strip(_BRACKETS)
    form = normal_form(name)
    if mentions := evidence.titles.get(form):
        inside = evidence.closest(name, [(m.start + 1, m.end - m.closed) for m in mentions])
        by_start = {m.start + 1: (m.start, m.end) for m in mentions}
        spans = tuple(by_start[start] for start, _ in inside.spans)
        return make_check(leaf, "supported", "found", tier=inside.tier, spans=spans, found=mentions[0].title)
    return check_in_names(evidence, leaf, name)


def check_in_names(evidence: Evidence, leaf: Leaf, name: str) -> FieldCheck:
    """A name that is no mention of its own: it stands in the text, or only as a part of longer names."""
    place = evidence.find(name)
    if place is None:
        return make_check(leaf, "unsupported", "absent")
    free = tuple(span for span in place.spans if evidence.inside_name(*span) is None)
    if free:
        return make_check(leaf, "supported", "found", tier=place.tier, spans=free, found=evidence.raw[slice(*free[0])])
    longer = evidence.inside_name(*place.spans[0])
    return make_check(leaf, "ambiguous", "part_of_name", spans=place.spans, found=longer.canonical if longer else None)


def check_text(evidence: Evidence, leaf: Leaf) -> FieldCheck:
    """A value whose field says nothing: what it is, its form tells."""
    value = leaf.value
    if isinstance(value, Decimal):
        return check_quantity(evidence, leaf)
    text = written(value).strip()
    if not isinstance(value, str):
        return check_date(evidence, leaf)
    if text.startswith("《") and text.endswith("》"):
        return check_title(evidence, leaf)
    if len(text) <= _LONGEST_VALUE:
        if normal_form(text) in evidence.names or normal_form(text) in evidence.org_mentions:
            return check_org(evidence, leaf)
        if any(map(str.isdecimal, text)):
            if (quantity := read_quantity(text, leaf.unit)) is not None and (quantity.is_money or quantity.unit):
                return check_quantity(evidence, leaf)
            if (check := check_quote(evidence, leaf)).verdict == "supported":
                return check
            if read_date(text, evidence.document.reference_date) is not None:
                return check_date(evidence, leaf)
            if quantity is not None:
                return check_quantity(evidence, leaf)
    return check_quote(evidence, leaf)


def is_body(evidence: Evidence, name: str) -> bool:
    """Whether a string is the name of an organisation of the text."""
    form = normal_form(name)
    return form in evidence.names or form in evidence.org_mentions


def same_body(evidence: Evidence, one: str, other: str) -> bool:
    """Whether two names are one organisation's in this text."""
    first, second = evidence.names.get(normal_form(one)), evidence.names.get(normal_form(other))
    return first is not None and first is second


def body_of(evidence: Evidence, name: str) -> Organisation | None:
    """The organisation with a name."""
    return evidence.names.get(normal_form(name))
