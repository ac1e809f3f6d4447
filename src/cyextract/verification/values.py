"""Whether a text holds a claimed amount, percentage, count or date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from cyextract.models import DateMention, MoneyMention, PercentMention, QuantityMod
from cyextract.verification.days import Match, match_date, read_date, write_date
from cyextract.verification.evidence import Evidence, Quantity, digits_of
from cyextract.verification.fields import Leaf
from cyextract.verification.models import FieldCheck, Reason, Role, Verdict
from cyextract.verification.quantities import ClaimedQuantity, bounds_of, read_number, read_quantity

_RANK: tuple[Verdict, ...] = ("supported", "ambiguous", "contradicted", "unsupported")
_KINDS: dict[Role, tuple[type, ...]] = {"money": (MoneyMention,), "percent": (PercentMention,)}
_UPPER: frozenset[QuantityMod] = frozenset(("lt", "le"))
_LOWER: frozenset[QuantityMod] = frozenset(("gt", "ge"))
_SCALES = frozenset(range(1, 13))
_FEW_DIGITS = frozenset((4, 8))  # 5 and 50 share their only digit by chance; 5万 and 5亿 hardly


class ValueInText(NamedTuple):
    """A mention that a claimed quantity may mean."""

    mention: Quantity
    match: Match


def written(value: object) -> str:
    """A claimed value as text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return write_date(value) if isinstance(value, dt.date) else str(value)


def make_check(leaf: Leaf, verdict: Verdict, reason: Reason, **more: object) -> FieldCheck:
    """The result for a leaf."""
    claimed = written(leaf.value) + (f" {leaf.unit}" if leaf.unit else "")
    return FieldCheck(verdict=verdict, reason=reason, role=leaf.role, claimed=claimed[:200], **more)


def read_leaf_quantity(leaf: Leaf) -> ClaimedQuantity | None:
    """The quantity that a leaf claims, None where it is none."""
    if isinstance(leaf.value, Decimal):
        return read_number(leaf.value, leaf.unit)
    return read_quantity(leaf.value, leaf.unit) if isinstance(leaf.value, str) else None


def check_quantity(evidence: Evidence, leaf: Leaf) -> FieldCheck:
    """Whether the text holds a claimed amount, percentage or count."""
    claim = read_leaf_quantity(leaf)
    if claim is None:
        return check_quote(evidence, leaf, "unreadable") if not leaf.unit else make_check(leaf, "unsupported", "unreadable")
    candidates = quantity_candidates(evidence, leaf, claim)
    if candidates and (check := check_candidates(evidence, leaf, candidates)).verdict == "supported":
        return check
    if (counted := _check_count(evidence, leaf, claim)) is not None:
        return counted
    if isinstance(leaf.value, str) and (quoted := check_quote(evidence, leaf)).verdict == "supported" and not leaf.unit and not candidates:
        return quoted
    return check_candidates(evidence, leaf, candidates)


def check_candidates(evidence: Evidence, leaf: Leaf, candidates: list[ValueInText]) -> FieldCheck:
    """What the best of the candidates say."""
    if not candidates:
        return make_check(leaf, "unsupported", "absent")
    best = candidates[0].match
    mentions = [c.mention for c in candidates if c.match == best]
    place = evidence.closest(written(leaf.value), [(m.start, m.end) for m in mentions])
    found = evidence.mentions[place.spans[0][0]].canonical
    tier = place.tier if best.verdict == "supported" else None
    return make_check(leaf, best.verdict, best.reason, tier=tier, spans=place.spans, found=found)


def quantity_candidates(evidence: Evidence, leaf: Leaf, claim: ClaimedQuantity) -> list[ValueInText]:
    """The mentions with the claimed value, or one that a usual error makes of it; the best first, then in text order."""
    if leaf.role == "number":
        return []
    wanted = _KINDS.get(leaf.role, (MoneyMention, PercentMention))
    found: dict[int, ValueInText] = {}
    for mention in _near(evidence, claim):
        if isinstance(mention, wanted) and (match := match_quantity(evidence, claim, mention)) is not None:
            found.setdefault(mention.start, ValueInText(mention, match))
    return sorted(found.values(), key=lambda c: (_RANK.index(c.match.verdict), c.match.reason == "approximate", c.mention.start))


def _near(evidence: Evidence, claim: ClaimedQuantity) -> Iterator[Quantity]:
    for value in dict.fromkeys((abs(claim.low), abs(claim.high))):
        yield from evidence.quantities.get(value, ())
        if value:
            yield from evidence.by_digits.get(digits_of(value), ())


def match_quantity(evidence: Evidence, claim: ClaimedQuantity, mention: Quantity) -> Match | None:
    """How a claimed quantity stands to an amount or a percentage of the text; None where they have nothing in common."""
    if not may_be(claim, mention):
        return None
    ends = bounds_of(mention)
    low, high = ends or (None, None)
    if claim.is_range or low != high:
        return _match_range(claim, mention)
    if low is None:
        return Match("ambiguous", "range")
    if abs(claim.low) != abs(low):
        return _match_scale(claim.low, low, mention, claim)
    unlike = _match_unit(claim, mention)
    return unlike or _match_sign(evidence, claim, mention, low) or _match_bound(claim.mod, mention.mod)


def may_be(claim: ClaimedQuantity, mention: object) -> bool:
    """Whether a claim and a mention can be of one kind: an amount, or a percentage."""
    return not (isinstance(mention, MoneyMention) and claim.unit) and not (isinstance(mention, PercentMention) and claim.is_money)


def _match_range(claim: ClaimedQuantity, mention: Quantity) -> Match | None:
    ends = bounds_of(mention)
    if ends == (claim.low, claim.high):
        return _match_unit(claim, mention) or Match("supported", "found", "value")
    if claim.is_range:
        return None
    known = (mention.amount_min, mention.amount_max) if isinstance(mention, MoneyMention) else (mention.value_min, mention.value_max)
    return Match("ambiguous", "range") if claim.low in known else None


def _match_unit(claim: ClaimedQuantity, mention: Quantity) -> Match | None:
    """Another currency, or points where per cent were claimed."""
    if isinstance(mention, PercentMention):
        return Match("contradicted", "unit") if claim.unit not in (None, mention.unit) else None
    if claim.currency in (None, mention.currency):
        return None
    return Match("contradicted", "currency")


def _match_sign(evidence: Evidence, claim: ClaimedQuantity, mention: Quantity, value: Decimal) -> Match | None:
    """A sign that the text writes as a direction: -5.2 for 下降5.2%."""
    if claim.low == value or claim.low == 0:
        said = claim.direction
        if said is None:
            return None
    else:
        said = "down" if claim.low < 0 else "up"
    figure = evidence.figures.get(mention.start)
    direction = ("down" if value < 0 else None) or (figure.direction if figure is not None else None)
    if claim.direction is None and value < 0 < claim.low:
        return Match("contradicted", "sign")
    if direction is None:
        return Match("ambiguous", "not_read")
    return None if said == direction else Match("contradicted", "sign")


def _match_bound(claimed: QuantityMod | None, stated: QuantityMod | None) -> Match:
    if claimed == stated or {claimed, stated} in ({"gt", "ge"}, {"lt", "le"}):
        return Match("supported", "found", "value")
    opposed = (claimed in _UPPER and stated in _LOWER) or (claimed in _LOWER and stated in _UPPER)
    if opposed or (claimed in ("gt", "lt") and stated is None):
        return Match("contradicted", "bound")
    return Match("supported", "approximate", "value")


def _match_scale(claimed: Decimal, value: Decimal, mention: Quantity, claim: ClaimedQuantity) -> Match | None:
    """The same digits at another power of ten."""
    if not claimed or not value or digits_of(abs(claimed)) != digits_of(abs(value)):
        return None
    power = claimed.adjusted() - value.adjusted()
    if isinstance(mention, PercentMention):
        if power == -2 and claim.unit is None:
            return Match("ambiguous", "fraction")
        return Match("contradicted", "scale") if len(digits_of(value)) > 1 and abs(power) <= 2 else None
    wanted = _SCALES if len(digits_of(value)) > 1 else _FEW_DIGITS
    return Match("contradicted", "scale") if abs(power) in wanted else None


def _check_count(evidence: Evidence, leaf: Leaf, claim: ClaimedQuantity) -> FieldCheck | None:
    """A number of the text that is neither money nor a percentage: 586户."""
    if claim.is_range or claim.is_money or claim.unit or leaf.role not in ("number", "quantity", "text"):
        return None
    spans = evidence.numbers.get(claim.low, [])
    if not spans:
        return None
    raw = evidence.raw
    if claim.counted:
        with_unit = [(start, end + len(claim.counted)) for start, end in spans if raw.startswith(claim.counted, end)]
        if not with_unit:
            return make_check(leaf, "ambiguous", "not_read", spans=tuple(spans[:16]), found=raw[slice(*spans[0])])
        spans = with_unit
    place = evidence.closest(written(leaf.value), spans)
    return make_check(leaf, "supported", "found", tier=place.tier, spans=place.spans, found=raw[slice(*place.spans[0])])


def check_date(evidence: Evidence, leaf: Leaf) -> FieldCheck:
    """Whether the text holds a claimed date."""
    text = written(leaf.value)
    if exact := [m for m in evidence.dates if m.canonical == text]:
        place = evidence.closest(text, evidence.date_spans[exact[0].value, text])
        return make_check(leaf, "supported", "found", tier=place.tier, spans=place.spans, found=exact[0].value)
    claim = read_date(text, evidence.document.reference_date)
    if claim is None:
        return check_quote(evidence, leaf, "unreadable")
    best: tuple[int, DateMention, Match] | None = None
    for mention in evidence.dates:
        match = match_date(claim, mention)
        if match is not None and (best is None or _date_rank(match) < best[0]):
            best = _date_rank(match), mention, match
    if best is None:
        quoted = check_quote(evidence, leaf)
        return quoted if quoted.verdict == "supported" else make_check(leaf, "unsupported", "absent")
    _, mention, match = best
    place = evidence.closest(text, evidence.date_spans[mention.value, mention.canonical])
    tier = place.tier if match.tier == "value" else match.tier
    found = f"{mention.canonical} ({mention.value})"
    return make_check(leaf, match.verdict, match.reason, tier=tier, spans=place.spans, found=found)


def _date_rank(match: Match) -> int:
    return 2 * _RANK.index(match.verdict) + (match.tier == "inferred")


def check_quote(evidence: Evidence, leaf: Leaf, absent: Reason = "absent") -> FieldCheck:
    """Whether a string stands in the text, but for layout, width, script and marks."""
    place = evidence.find(written(leaf.value))
    if place is None:
        return make_check(leaf, "unsupported", absent)
    return make_check(leaf, "supported", "found", tier=place.tier, spans=place.spans, found=evidence.raw[slice(*place.spans[0])])
