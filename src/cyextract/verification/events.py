"""A claimed agreement as a whole: title, action, parties, date and amount of one event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cyextract.lexicon.table import read_table
from cyextract.models import AgreementEvent, AgreementParty, DateMention, TextSpan
from cyextract.verification.days import match_date, read_date
from cyextract.verification.evidence import Evidence, normal_form
from cyextract.verification.fields import Group, Leaf
from cyextract.verification.leaves import check_leaf
from cyextract.verification.models import FieldCheck, FoundRow, Role
from cyextract.verification.names import is_body, same_body
from cyextract.verification.quantities import claim_words
from cyextract.verification.rows import Standing
from cyextract.verification.values import make_check, quantity_candidates, read_leaf_quantity, written

_TIED: tuple[Role, ...] = ("action", "party", "date", "period", "money", "quantity", "status")

_SHORTEST_PART = 3  # characters of a party's name that tell it: 市政府; 北京 alone stands in too many


def check_event(evidence: Evidence, group: Group) -> tuple[dict[str, FieldCheck], FoundRow | None]:
    """The verdicts of an event's fields, and the agreement that they belong to where it is another one."""
    titles, tied = group.of("title"), group.of(*_TIED)
    checks = {leaf.path: check_leaf(evidence, leaf) for leaf in group.leaves}
    if any(checks[leaf.path].verdict not in ("supported", "ambiguous") for leaf in titles):
        return checks, None
    events = _named(evidence, titles)
    if not events:
        return checks | {leaf.path: _abstain(leaf, checks[leaf.path]) for leaf in tied}, None
    best = max(events, key=lambda event: _rate(evidence, event, tied))
    checks |= {leaf.path: _check_tied(evidence, best, leaf, checks[leaf.path], tied) for leaf in tied}
    torn = any(checks[leaf.path].reason == "pairing" for leaf in tied)
    return checks, _row(best) if torn else None


@cache
def _verbs() -> dict[str, str]:
    """The class of action of each verb."""
    return {verb: action_type for verb, action_type, *_ in read_table("fact_verb.tsv", 3, has_more=True)}


def _action_class(claimed: str) -> str:
    """The class of action that a claim names, in Chinese or English; the claim itself where it names none."""
    word = claimed.strip()
    means, value = claim_words().get(word.lower(), ("", ""))
    return value if means == "action" else _verbs().get(word, word)


def _named(evidence: Evidence, titles: Sequence[Leaf]) -> list[AgreementEvent]:
    """The events with a claimed title, by its full or short name; all of them where none is claimed."""
    events = list(evidence.document.agreements)
    if not titles:
        return events
    names = {normal_form(written(leaf.value).strip("《》〈〉 ")) for leaf in titles}
    for alias in evidence.document.aliases:
        if {normal_form(alias.short), normal_form(alias.full)} & names:
            names |= {normal_form(alias.short), normal_form(alias.full)}
    return [event for event in events if normal_form(event.title.strip("《》")) in names]


def _rate(evidence: Evidence, event: AgreementEvent, tied: Sequence[Leaf]) -> int:
    points = {"same": 2, "open": 0, "other": -1}
    return sum(points[standing(evidence, event, leaf)] for leaf in tied)


def standing(evidence: Evidence, event: AgreementEvent, leaf: Leaf) -> Standing:
    """How one field of a claim stands to an event."""
    claimed = written(leaf.value)
    if leaf.role == "action":
        return "same" if claimed.strip() == event.action or _action_class(claimed) == event.action_type else "other"
    if leaf.role == "status":
        return "same" if claimed == event.status else "other"
    if leaf.role == "party":
        return _standing_of_party(evidence, event, claimed)
    if leaf.role in ("date", "period"):
        return _standing_of_date(evidence, event, claimed)
    if not event.amounts:
        return "open"
    return "same" if _amount(evidence, event, leaf) is not None else "other"


def _standing_of_party(evidence: Evidence, event: AgreementEvent, claimed: str) -> Standing:
    """Another party than all of the event's, where each of them is a body with a name: 公司 or 双方 may be anybody."""
    if _same_parties(evidence, event, claimed):
        return "same"
    return "other" if event.parties and all(is_body(evidence, party.name or party.text) for party in event.parties) else "open"


def _amount(evidence: Evidence, event: AgreementEvent, leaf: Leaf) -> TextSpan | None:
    claim = read_leaf_quantity(leaf)
    if claim is None:
        return None
    starts = {c.mention.start for c in quantity_candidates(evidence, leaf, claim) if c.match.verdict == "supported"}
    return next((amount for amount in event.amounts if amount.start in starts), None)


def _standing_of_date(evidence: Evidence, event: AgreementEvent, claimed: str) -> Standing:
    if event.date is None:
        return "open"
    claim = read_date(claimed, evidence.document.reference_date)
    mention = evidence.mentions.get(event.date.start)
    if claim is None or not isinstance(mention, DateMention):
        return "open"
    match = match_date(claim, mention)
    if claim.value == event.date.value or (match is not None and match.verdict == "supported"):
        return "same"
    return "open" if set(mention.implied) - {"year"} else "other"  # 同日 and 次日 say a day only with the one that they point at


def _same_parties(evidence: Evidence, event: AgreementEvent, claimed: str) -> list[AgreementParty]:
    """The parties of an event that a claimed one can be: by any name, or as a longer or shorter writing of it."""
    return [party for party in event.parties if any(_is_party(evidence, claimed, name) for name in (party.text, party.name) if name)]


def _is_party(evidence: Evidence, claimed: str, name: str) -> bool:
    first, second = sorted((normal_form(claimed), normal_form(name)), key=len)
    return first == second or (len(first) >= _SHORTEST_PART and first in second) or same_body(evidence, claimed, name)


def _check_tied(evidence: Evidence, event: AgreementEvent, leaf: Leaf, own: FieldCheck, tied: Sequence[Leaf]) -> FieldCheck:
    how = standing(evidence, event, leaf)
    said = _said(evidence, event, leaf)
    if how == "same":
        return _supported(evidence, leaf, own, said)
    if own.verdict != "supported":
        return own
    if how == "other" and _belongs_elsewhere(evidence, event, leaf, tied):
        spans = tuple((span.start, span.end) for span in said[:16])
        return make_check(leaf, "contradicted", "pairing", spans=spans, found="、".join(span.text for span in said[:16]))
    return _abstain(leaf, own)


def _supported(evidence: Evidence, leaf: Leaf, own: FieldCheck, said: Sequence[TextSpan]) -> FieldCheck:
    """A field that the event has: at its own span, where it is written there as claimed or as the value stands anywhere."""
    if not said:
        return make_check(leaf, "supported", "found", tier=own.tier or "value", spans=own.spans, found=own.found or written(leaf.value))
    tier = evidence.tier_of(written(leaf.value), said[0].start, said[0].end)
    if tier == "value":
        tier = own.tier if own.tier in ("value", "alias", "inferred") else "alias" if leaf.role == "party" else "value"
    reason = own.reason if own.verdict == "supported" else "found"
    return make_check(leaf, "supported", reason, tier=tier, spans=((said[0].start, said[0].end),), found=said[0].text)


def _said(evidence: Evidence, event: AgreementEvent, leaf: Leaf) -> list[TextSpan]:
    """The spans of an event that speak of a field."""
    if leaf.role == "party":
        return list(_same_parties(evidence, event, written(leaf.value)) or event.parties)
    if leaf.role in ("date", "period") and event.date is not None:
        date = event.date
        return [TextSpan(text=evidence.raw[date.start : date.end], start=date.start, end=date.end)]
    if leaf.role in ("money", "quantity"):
        amount = _amount(evidence, event, leaf)
        return [amount] if amount is not None else list(event.amounts)
    return []


def _belongs_elsewhere(evidence: Evidence, event: AgreementEvent, leaf: Leaf, tied: Sequence[Leaf]) -> bool:
    """Whether a date, or all the claimed parties together, are those of another title: one party may be missing from an event."""
    if leaf.role not in ("party", "date", "period"):
        return False
    torn = [leaf] if leaf.role != "party" else [other for other in tied if other.role == "party"]
    if any(standing(evidence, event, one) == "same" for one in torn):
        return False
    others = (other for other in evidence.document.agreements if normal_form(other.title) != normal_form(event.title))
    return any(all(standing(evidence, other, one) == "same" for one in torn) for other in others)


def _abstain(leaf: Leaf, own: FieldCheck) -> FieldCheck:
    """A value that stands in the text, but nothing ties it to the event."""
    return make_check(leaf, "ambiguous", "not_read", spans=own.spans, found=own.found) if own.verdict == "supported" else own


def _row(event: AgreementEvent) -> FoundRow:
    said = {
        "title": event.title, "action": event.action, "date": event.date and event.date.value,
        "parties": "、".join(party.text for party in event.parties), "amounts": "、".join(amount.text for amount in event.amounts),
    }  # fmt: skip
    fields = {name: text for name, text in said.items() if text}
    return FoundRow(start=event.start, end=event.end, fields=fields, sentence=event.evidence)
