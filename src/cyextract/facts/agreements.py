"""Agreement events of a document: every event of a title once, resting on the mention that carries its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cyextract.facts.arguments import EventMention, find_arguments
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.triggers import find_triggers
from cyextract.facts.word_lists import clause_lexicon
from cyextract.models import AgreementDate, AgreementEvent, AgreementParty, TextSpan
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate
from cyextract.recognizers.date.fields import DateMeaning
from cyextract.recognizers.title import TitleMeaning
from cyextract.text.reading_view import SourceText
from cyextract.text.words import Words

_BRACKETS = re.compile(r"[\s《》〈〉（）()]")
_SPECIFIC = 9  # code points: a title this long names one document, a shorter one (合作协议) may name many
_COMPARED = 30  # events of one title that another is compared with
# Actions that may be one and the same event of a document.
_SAME_ACTION = {"issue": "issue", "publish": "issue"}
_OUTDONE = frozenset(("draft",))
_BY_ISSUE = frozenset(("issue", "publish", "adopt"))


class _TitledEvent(NamedTuple):
    """An event mention, of one of its titles."""

    event: EventMention
    title: Candidate
    name: str
    """The full title, where the mention is a short form of one."""
    value: NormalizedDate | None


def find_agreements(
    source: SourceText,
    words: Words,
    mentions: Sequence[Candidate],
    dates: Mapping[int, NormalizedDate | None],
    aliases: Mapping[str, str],
) -> tuple[AgreementEvent, ...]:
    """Who made or issued which titled document, and when, in text order.

    Args:
        source: the document.
        words: its words.
        mentions: what won, in text order; without ORG among it parties are those that the words alone show.
        dates: what each DATE is worth, by its view start.
        aliases: short name -> full name.

    Returns:
        Events with raw offsets. () for a text without titles.
    """
    if not any(m.type == "TITLE" for m in mentions):
        return ()
    text = ClauseText(source, words, mentions, dates)
    reader = ClauseReader(text)
    found: list[_TitledEvent] = []
    for trigger in find_triggers(reader):
        event = find_arguments(reader, trigger)
        if event is not None:
            found += _by_title(text, event, aliases)
    return tuple(_model(text, item, aliases) for item in _merge(text, found))


def _by_title(text: ClauseText, event: EventMention, aliases: Mapping[str, str]) -> Iterator[_TitledEvent]:
    value = text.date_of(event.date) if event.date else None
    for title in event.trigger.titles:
        assert isinstance(title.meaning, TitleMeaning)
        yield _TitledEvent(event, title, aliases.get(title.meaning.title, title.meaning.title), value)


def _merge(text: ClauseText, found: Sequence[_TitledEvent]) -> list[_TitledEvent]:
    """One mention of each event: the dated one, else the one that names more parties, else the later."""
    kept: dict[str, list[_TitledEvent]] = {}
    for item in found:
        others = kept.setdefault(_BRACKETS.sub("", item.name), [])
        recent = range(max(0, len(others) - _COMPARED), len(others))
        twin = next((i for i in recent if _is_same(text, others[i], item)), None)
        if twin is None:
            others.append(item)
        else:
            others[twin] = _better(text, others[twin], item)
    result: list[_TitledEvent] = []
    for group in kept.values():
        issued = any(item.event.trigger.action_type in _BY_ISSUE for item in group)
        result += [item for item in group if not (issued and item.value is None and item.event.trigger.action_type in _OUTDONE)]
    return sorted(result, key=lambda item: item.title.start)


def _is_same(text: ClauseText, left: _TitledEvent, right: _TitledEvent) -> bool:
    kinds = [_SAME_ACTION.get(item.event.trigger.action_type, item.event.trigger.action_type) for item in (left, right)]
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


def _better(text: ClauseText, left: _TitledEvent, right: _TitledEvent) -> _TitledEvent:
    occasions = clause_lexicon().occasions

    def worth(item: _TitledEvent) -> tuple[int, int]:
        named = sum(text.view[slice(*party)] not in occasions for party in item.event.parties)
        return (0 if item.value is None else len(item.value.value), named)

    best, other = (left, right) if worth(left) > worth(right) else (right, left)
    if best.event.parties or not other.event.parties:
        return best
    rules = {**best.event.rules, "parties": other.event.rules["parties"]}
    return best._replace(event=best.event._replace(parties=other.event.parties, rules=rules))


def _model(text: ClauseText, item: _TitledEvent, aliases: Mapping[str, str]) -> AgreementEvent:
    event, trigger, title = item.event, item.event.trigger, item.title.meaning
    assert isinstance(title, TitleMeaning)
    start, end = text.source.raw_span(item.title.start, item.title.end)
    return AgreementEvent(
        title=item.name, category=title.category, start=start, end=end, action=trigger.action, action_type=trigger.action_type,
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
