"""Agreement events of a document: every deed with a title once, resting on the telling that carries its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.deeds import find_deeds
from cyextract.facts.roles import Event, tie
from cyextract.facts.word_lists import fact_words
from cyextract.models import AgreementDate, AgreementEvent, AgreementParty, TextSpan
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate
from cyextract.recognizers.date.fields import DateMeaning
from cyextract.recognizers.title import TitleMeaning
from cyextract.text.reading_view import SourceText

_BRACKETS = re.compile(r"[\s《》〈〉（）()]")
_SPECIFIC = 9  # code points: a title this long names one document, a shorter one (合作协议) may name many
_COMPARED = 30  # events of one title that another is compared with
# Actions that tell of one and the same deed with a document.
_SAME_DEED = {"issue": "issue", "publish": "issue"}
_OUTDONE = frozenset(("draft",))
_BY_ISSUE = frozenset(("issue", "publish", "adopt"))


class _Told(NamedTuple):
    """An event for one of its titles."""

    event: Event
    title: Candidate
    name: str
    """The full title, where the mention is a short form of one."""
    value: NormalizedDate | None


def find_agreements(
    source: SourceText,
    mentions: Sequence[Candidate],
    dates: Mapping[int, NormalizedDate | None],
    aliases: Mapping[str, str],
) -> tuple[AgreementEvent, ...]:
    """Who made or issued which titled document, and when, in text order.

    Args:
        source: the document.
        mentions: what won, in text order; without ORG among it parties are those that the words alone show.
        dates: what each DATE is worth, by its view start.
        aliases: short name -> full name.

    Returns:
        Events with raw offsets. () for a text without titles.
    """
    if not any(m.type == "TITLE" for m in mentions):
        return ()
    text = ClauseText(source, mentions, dates)
    words = fact_words()
    told: list[_Told] = []
    for deed in find_deeds(text, words):
        event = tie(text, words, deed)
        if event is not None:
            told += _by_title(text, event, aliases)
    return tuple(_model(text, item, aliases) for item in _merge(text, told))


def _by_title(text: ClauseText, event: Event, aliases: Mapping[str, str]) -> Iterator[_Told]:
    value = text.date_of(event.date) if event.date else None
    for title in event.deed.titles:
        assert isinstance(title.meaning, TitleMeaning)
        yield _Told(event, title, aliases.get(title.meaning.title, title.meaning.title), value)


def _merge(text: ClauseText, told: Sequence[_Told]) -> list[_Told]:
    """One of each: the dated telling, else the one that names more parties, else the later."""
    kept: dict[str, list[_Told]] = {}
    for item in told:
        others = kept.setdefault(_BRACKETS.sub("", item.name), [])
        recent = range(max(0, len(others) - _COMPARED), len(others))
        twin = next((i for i in recent if _is_same(text, others[i], item)), None)
        if twin is None:
            others.append(item)
        else:
            others[twin] = _better(others[twin], item)
    result: list[_Told] = []
    for group in kept.values():
        issued = any(item.event.deed.action_type in _BY_ISSUE for item in group)
        result += [item for item in group if not (issued and item.value is None and item.event.deed.action_type in _OUTDONE)]
    return sorted(result, key=lambda item: item.title.start)


def _is_same(text: ClauseText, left: _Told, right: _Told) -> bool:
    kinds = [_SAME_DEED.get(item.event.deed.action_type, item.event.deed.action_type) for item in (left, right)]
    if kinds[0] != kinds[1]:
        return False
    if left.value and right.value:
        low, high = sorted((left.value.value, right.value.value), key=len)
        if not high.startswith(low):
            return False
    if len(left.name) >= _SPECIFIC:
        return True
    names = [{text.view[slice(*party)] for party in item.event.parties} for item in (left, right)]
    return not (names[0] and names[1] and names[0].isdisjoint(names[1]) and left.value and right.value)


def _better(left: _Told, right: _Told) -> _Told:
    def worth(item: _Told) -> tuple[int, int]:
        return (0 if item.value is None else len(item.value.value), len(item.event.parties))

    best, other = (left, right) if worth(left) > worth(right) else (right, left)
    if best.event.parties or not other.event.parties:
        return best
    rules = {**best.event.rules, "parties": other.event.rules["parties"]}
    return best._replace(event=best.event._replace(parties=other.event.parties, rules=rules))


def _model(text: ClauseText, item: _Told, aliases: Mapping[str, str]) -> AgreementEvent:
    event, deed, title = item.event, item.event.deed, item.title.meaning
    assert isinstance(title, TitleMeaning)
    start, end = text.source.raw_span(item.title.start, item.title.end)
    return AgreementEvent(
        title=item.name, category=title.category, start=start, end=end, action=deed.action, action_type=deed.action_type,
        date=_date(text, event.date, item.value) if event.date and item.value else None,
        parties=_unique(_party(text, party, aliases) for party in event.parties),
        amounts=tuple(_text_span(text, Span(a.start, a.end)) for a in event.amounts),
        evidence=_text_span(text, event.evidence), rules=event.rules,
    )  # fmt: skip


def _date(text: ClauseText, mention: Candidate, value: NormalizedDate) -> AgreementDate:
    assert isinstance(mention.meaning, DateMeaning)
    start, end = text.source.raw_span(mention.start, mention.end)
    return AgreementDate(value=value.value, mod=mention.meaning.mod, start=start, end=end)


def _party(text: ClauseText, span: Span, aliases: Mapping[str, str]) -> AgreementParty:
    mention, written = text.at(span.start), _text_span(text, span)
    name = None
    if mention is not None and mention.type == "ORG" and mention.end == span.end:
        canonical = text.source.canonical(*span)
        name = aliases.get(canonical, canonical)
    return AgreementParty(text=written.text, start=written.start, end=written.end, name=name)


def _unique(parties: Iterator[AgreementParty]) -> tuple[AgreementParty, ...]:
    """Each party once, where it is named first."""
    seen: dict[str, AgreementParty] = {}
    for party in parties:
        seen.setdefault(_BRACKETS.sub("", party.text), party)
    return tuple(seen.values())


def _text_span(text: ClauseText, span: Span) -> TextSpan:
    start, end = text.source.raw_span(*span)
    return TextSpan(text=text.source.raw[start:end], start=start, end=end)
