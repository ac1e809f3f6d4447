"""A claimed figure as a whole: does its number measure what the claim says, of whom, and for when?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cyextract.models import DateMention, Figure, FigurePart
from cyextract.verification.beside import check_beside, covers_claim
from cyextract.verification.days import match_date, read_date
from cyextract.verification.evidence import Evidence, normal_form
from cyextract.verification.fields import Group, Leaf
from cyextract.verification.leaves import check_leaf
from cyextract.verification.models import FieldCheck, FoundRow, Role
from cyextract.verification.names import is_body, same_body
from cyextract.verification.quantities import claim_words
from cyextract.verification.values import (
    check_candidates,
    check_quantity,
    make_check,
    may_be,
    quantity_candidates,
    read_leaf_quantity,
    written,
)

Standing = Literal["same", "open", "other"]
"""How a claimed description stands to a figure's: the same, another one, or open where the figure abstains."""

_QUANTITIES: tuple[Role, ...] = ("money", "percent", "quantity")
_DESCRIPTIONS: tuple[Role, ...] = ("metric", "subject", "whole", "period", "date", "direction", "kind", "status", "basis")
_STATED = ("clause", "sentence")
_TELLS: dict[Role, tuple[str, ...]] = {"subject": ("clause",)}  # an earlier clause has a subject, this number may have another
_SHORTEST_TAIL = 2  # characters of a metric that must agree: 营业收入 and 收入


def check_figure(evidence: Evidence, group: Group) -> tuple[dict[str, FieldCheck], FoundRow | None]:
    """The verdicts of a figure's fields, and the row that the number belongs to where it is another one."""
    numbers, descriptions = group.of(*_QUANTITIES), group.of(*_DESCRIPTIONS)
    checks = {leaf.path: check_leaf(evidence, leaf) for leaf in group.leaves if leaf not in numbers and leaf not in descriptions}
    row: FoundRow | None = None
    for index, number in enumerate(numbers):
        described = descriptions if index == 0 else [leaf for leaf in descriptions if leaf.role in ("metric", "subject")]
        read, found = _check_number(evidence, number, described)
        row = row or found
        if index == 0:
            checks |= read
        else:
            torn = next((check for path, check in read.items() if path != number.path and check.verdict == "contradicted"), None)
            own = read[number.path]
            checks[number.path] = own if torn is None else own.model_copy(update={"verdict": "contradicted", "reason": "pairing"})
    if not numbers:
        checks |= {leaf.path: check_leaf(evidence, leaf) for leaf in descriptions}
    return {leaf.path: checks[leaf.path] for leaf in group.leaves}, row


def _check_number(evidence: Evidence, number: Leaf, descriptions: Sequence[Leaf]) -> tuple[dict[str, FieldCheck], FoundRow | None]:
    claim = read_leaf_quantity(number)
    candidates = [] if claim is None else quantity_candidates(evidence, number, claim)
    supported = [c for c in candidates if c.match.verdict == "supported"]
    if not supported:
        return _check_without_number(evidence, number, descriptions)
    rated = [(_rate(evidence, evidence.figures.get(c.mention.start), descriptions), -index, c) for index, c in enumerate(supported)]
    _, _, best = max(rated)
    figure = evidence.figures.get(best.mention.start)
    checks = {number.path: check_candidates(evidence, number, [best])}
    if figure is None:
        return checks | {leaf.path: _abstain(evidence, leaf) for leaf in descriptions}, None
    checks |= {leaf.path: _check_description(evidence, figure, leaf, descriptions) for leaf in descriptions}
    is_torn = any(checks[leaf.path].reason == "pairing" for leaf in descriptions)
    return checks, _row(figure, evidence) if is_torn else None


def _check_without_number(evidence: Evidence, number: Leaf, descriptions: Sequence[Leaf]) -> tuple[dict[str, FieldCheck], FoundRow | None]:
    """The text has no such number: if one row alone fits the description, it says what the number is."""
    own = check_quantity(evidence, number)
    claim = read_leaf_quantity(number)
    fitting = [
        figure for figure in evidence.document.figures
        if claim is not None and any(leaf.role == "metric" for leaf in descriptions) and may_be(claim, evidence.mentions[figure.start])
        and all(standing(evidence, figure, leaf) == "same" for leaf in descriptions)
    ]  # fmt: skip
    values = {evidence.mentions[figure.start].canonical for figure in fitting}
    if len(values) != 1 or own.verdict == "supported":
        return {number.path: own} | {leaf.path: _abstain(evidence, leaf) for leaf in descriptions}, None
    figure = fitting[0]
    if own.verdict == "unsupported":
        own = make_check(number, "contradicted", "value", spans=((figure.start, figure.end),), found=values.pop())
    return {number.path: own} | {leaf.path: _check_description(evidence, figure, leaf, descriptions) for leaf in descriptions}, _row(
        figure, evidence
    )


def _rate(evidence: Evidence, figure: Figure | None, descriptions: Sequence[Leaf]) -> int:
    """How well a figure fits a description."""
    points = {"same": 2, "open": 0, "other": -1}
    return -len(descriptions) if figure is None else sum(points[standing(evidence, figure, leaf)] for leaf in descriptions)


def _check_description(evidence: Evidence, figure: Figure, leaf: Leaf, descriptions: Sequence[Leaf]) -> FieldCheck:
    """What a figure says of one field of the claim."""
    how = standing(evidence, figure, leaf)
    part = _part(figure, leaf)
    if how == "same":
        spans = ((part.start, part.end),) if part is not None else ((figure.start, figure.end),)
        tier = evidence.tier_of(written(leaf.value), part.start, part.end) if part is not None else "value"
        return make_check(leaf, "supported", "found", tier=tier, spans=spans, found=part.text if part else _word(figure, leaf))
    if (how == "open" or leaf.role == "metric") and (beside := check_beside(evidence, figure, leaf)) is not None:
        return beside
    if how == "open":
        return _abstain(evidence, leaf)
    if leaf.role == "direction":
        return make_check(leaf, "contradicted", "direction", spans=((figure.start, figure.end),), found=figure.direction)
    if leaf.role in ("kind", "status"):
        return make_check(leaf, "ambiguous", "not_read", spans=((figure.start, figure.end),), found=_word(figure, leaf))
    own = check_leaf(evidence, leaf)
    if own.verdict in ("unsupported", "contradicted") or part is None:
        return own
    if part.source in _TELLS.get(leaf.role, _STATED) and _belongs_elsewhere(evidence, figure, leaf, descriptions):
        return make_check(leaf, "contradicted", "pairing", spans=((part.start, part.end),), found=part.text)
    return make_check(leaf, "ambiguous", "not_read", spans=own.spans, found=part.text)


def _belongs_elsewhere(evidence: Evidence, figure: Figure, leaf: Leaf, descriptions: Sequence[Leaf]) -> bool:
    """Whether the claim describes another row, and the field is no part of this row's own sentence.

    A sentence often holds two things that a number may be said of (the firm and its branch); only a row of the same sentence tells
    which of them it is.
    """
    if (
        leaf.role == "subject"
        and figure.subject is not None
        and is_body(evidence, written(leaf.value)) != is_body(evidence, figure.subject.text)
    ):
        return False  # a firm and what it spends on are both what a sum is said of
    is_near = normal_form(written(leaf.value)) in normal_form(figure.sentence.text)
    return any(
        other.start != figure.start
        and evidence.mentions[other.start].type == evidence.mentions[figure.start].type
        and (not is_near or other.sentence == figure.sentence)
        and standing(evidence, other, leaf) == "same"
        and not any(standing(evidence, other, one) == "other" for one in descriptions)
        for other in evidence.document.figures
    )


def _abstain(evidence: Evidence, leaf: Leaf) -> FieldCheck:
    """A field that nothing ties to the number: what the text lacks altogether it lacks here, the rest is open."""
    own = check_leaf(evidence, leaf)
    if own.verdict == "supported":
        return make_check(leaf, "ambiguous", "not_read", spans=own.spans, found=own.found)
    return own


def standing(evidence: Evidence, figure: Figure, leaf: Leaf) -> Standing:
    """How one field of a claim stands to a figure."""
    claimed = written(leaf.value)
    if leaf.role in ("period", "date"):
        return _standing_of_period(evidence, figure, claimed)
    if leaf.role == "direction":
        said = claim_words().get(claimed.strip().lower(), ("", claimed.strip().lower()))[1]
        return "open" if figure.direction is None else _either(said == figure.direction)
    if leaf.role in ("kind", "status"):
        return _either(claimed == _word(figure, leaf))
    if leaf.role == "basis":
        basis = figure.basis
        return "open" if basis is None else _either(claimed == basis.type or is_alike(claimed, basis.text))
    part = _part(figure, leaf)
    if part is None:
        return "open"
    if is_alike(claimed, part.text) or (leaf.role == "subject" and same_body(evidence, claimed, part.text)):
        return "same"
    if leaf.role == "metric" and normal_form(claimed)[-_SHORTEST_TAIL:] == normal_form(part.text)[-_SHORTEST_TAIL:]:
        return "same"
    return "other"


def _standing_of_period(evidence: Evidence, figure: Figure, claimed: str) -> Standing:
    if figure.period is None:
        return "open"
    claim = read_date(claimed, evidence.document.reference_date)
    mention = evidence.mentions.get(figure.period.start)
    if claim is None or not isinstance(mention, DateMention):
        return _either(normal_form(claimed) == normal_form(figure.period.text))
    if claim.value == figure.period.value:
        return "same"
    match = match_date(claim, mention)
    if match is not None and match.reason == "coarser":
        return "open"  # the year of a quarter's number: true of the day, not of what the number covers
    return _either(covers_claim(claim, mention))


def _either(is_same: bool) -> Standing:
    return "same" if is_same else "other"


def is_alike(one: str, other: str) -> bool:
    """Whether one description holds the other."""
    first, second = sorted((normal_form(one), normal_form(other)), key=len)
    return first == second or (len(first) > 1 and first in second)


def _part(figure: Figure, leaf: Leaf) -> FigurePart | None:
    if leaf.role in ("period", "date"):
        return figure.period
    return {"metric": figure.metric, "subject": figure.subject, "whole": figure.whole}.get(leaf.role)


def _word(figure: Figure, leaf: Leaf) -> str | None:
    """What a figure says where it has no span for it."""
    if leaf.role == "basis":
        return figure.basis.text if figure.basis else None
    return {"direction": figure.direction, "kind": figure.kind, "status": figure.status}.get(leaf.role)


def _row(figure: Figure, evidence: Evidence) -> FoundRow:
    said = {
        "value": evidence.mentions[figure.start].canonical, "metric": figure.metric and figure.metric.text,
        "subject": figure.subject and figure.subject.text, "whole": figure.whole and figure.whole.text,
        "period": figure.period and figure.period.value, "direction": figure.direction,
    }  # fmt: skip
    fields = {name: text for name, text in said.items() if text}
    return FoundRow(start=figure.start, end=figure.end, fields=fields, sentence=figure.sentence)
