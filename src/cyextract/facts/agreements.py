"""Agreement events of a document: every event of a title once, resting on the mention that carries its date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cyextract.facts.agreement_phrases import PhraseReader, is_phrase
from cyextract.facts.antecedents import Antecedents
from cyextract.facts.arguments import EventMention, find_arguments
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.trigger import UNTOLD, Untold
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
_BY_MEETING = ("adopt", "deliberate")
_OTHERS = "等"
_HOUR = "T"  # opens the time of day in a value
_DEED = "书"  # 协议书 and 协议 are one
_NEAR = 160  # code points from one telling to the next that needs no names
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
    key: str
    """The title as it is compared."""
    kind: str
    """The action as it is compared."""
    is_phrase: bool
    is_heading: bool
    """Whether it is told in a line by itself."""


class Reason(NamedTuple):
    """Why a title tells of no event: its raw span, the reason in words, and the verb that it rests on, as the reading view has it."""

    start: int
    end: int
    why: str
    verb: str


class Agreements(NamedTuple):
    """The events of a document, and the documents among its titles without one."""

    events: tuple[AgreementEvent, ...] = ()
    untold: tuple[Reason, ...] = ()


def find_agreements(
    source: SourceText,
    words: Words,
    mentions: Sequence[Candidate],
    dates: Mapping[int, NormalizedDate | None],
    aliases: Mapping[str, str],
) -> Agreements:
    """Who made or issued which titled document, and when, in text order.

    Args:
        source: the document.
        words: its words.
        mentions: what won, in text order; without ORG among it parties are those that the words alone show.
        dates: what each DATE is worth, by its view start.
        aliases: short name -> full name.

    Returns:
        Events with raw offsets, and the documents among the titles of which none is told.
    """
    phrases = tuple(PhraseReader(source.view, words, mentions).phrases())
    if not phrases and not any(m.type == "TITLE" for m in mentions):
        return Agreements()
    text = ClauseText(source, words, _with_phrases(mentions, phrases), dates, aliases)
    reader = ClauseReader(text)
    antecedents = Antecedents(reader)
    found: list[_TitledEvent] = []
    untold: list[Untold] = []
    for trigger in find_triggers(reader):
        event = trigger if isinstance(trigger, Untold) else find_arguments(reader, antecedents, trigger)
        if isinstance(event, str):
            event = Untold(trigger.titles, event)
        elif isinstance(event, EventMention) and is_phrase(event.trigger.titles[-1]):
            is_told = event.is_shown or (event.date is not None and (event.trigger.is_passive or bool(event.parties)))
            event = event if is_told else Untold(trigger.titles, "no-party")
        if isinstance(event, Untold):
            untold.append(event)
        else:
            found += _by_title(text, event, aliases)
            if event.trigger.action_type == "sign" and event.is_shown:
                antecedents.remember(event.parties)
    return Agreements(tuple(_model(text, item, aliases) for item in _merge(text, found)), tuple(_reasons(text, untold)))


def _reasons(text: ClauseText, untold: Sequence[Untold]) -> Iterator[Reason]:
    for titles, reason in untold:
        code, _, verb = reason.partition(":")
        for title in titles:
            if not is_phrase(title):
                yield Reason(*text.source.raw_span(title.start, title.end), UNTOLD[code], verb)


def _with_phrases(mentions: Sequence[Candidate], phrases: Sequence[Candidate]) -> Sequence[Candidate]:
    """The mentions and the phrases in text order; a mention that a phrase holds is a part of it."""
    if not phrases:
        return mentions
    ends = [phrase.end for phrase in phrases]

    def is_held(mention: Candidate) -> bool:
        index = bisect_left(ends, mention.end)
        return index < len(phrases) and phrases[index].start <= mention.start

    return sorted((*phrases, *(mention for mention in mentions if not is_held(mention))), key=lambda candidate: candidate.start)


def _by_title(text: ClauseText, event: EventMention, aliases: Mapping[str, str]) -> Iterator[_TitledEvent]:
    value, action_type = text.date_of(event.date) if event.date else None, event.trigger.action_type
    kind, is_heading = _SAME_ACTION.get(action_type, action_type), text.is_heading(event.trigger.sentence)
    for title in event.trigger.titles:
        assert isinstance(title.meaning, TitleMeaning)
        name = aliases.get(title.meaning.title, title.meaning.title)
        yield _TitledEvent(event, title, name, value, _BRACKETS.sub("", name), kind, is_phrase(title), is_heading)


def _merge(text: ClauseText, found: Sequence[_TitledEvent]) -> list[_TitledEvent]:
    """One mention of each event: the dated one, else the one that names more parties, else the first."""
    kept: list[_TitledEvent] = []
    recent: dict[str, list[int]] = {}  # what two tellings of one event share -> where they are kept
    for item in found:
        others = recent.setdefault(_shared(item), [])
        twin = next((i for i in others[-_COMPARED:] if _is_same(text, kept[i], item)), None)
        if twin is None:
            others.append(len(kept))
            kept.append(item)
        else:
            kept[twin] = _better(text, kept[twin], item)
    issued = {item.key for item in kept if item.event.trigger.action_type in _BY_ISSUE}
    return sorted((item for item in kept if not (item.key in issued and _is_outdone(item))), key=lambda item: item.title.start)


def _is_outdone(item: _TitledEvent) -> bool:
    """Whether an event goes without saying where its paper is told to be issued: nobody tells when it was written."""
    return item.value is None and item.event.trigger.action_type in _OUTDONE and not item.event.trigger.is_listed


def _shared(item: _TitledEvent) -> str:
    """Only events with the same are compared: signings by the word that their title ends with, else by the title."""
    paper = clause_lexicon().paper_at_end.search(item.key) if item.event.trigger.action_type == "sign" else None
    return paper[0].removesuffix(_DEED) if paper else item.key


def _is_bare(item: _TitledEvent) -> bool:
    """Whether a title is the word for a paper alone, told of by the hands that sign it."""
    return item.is_phrase and _shared(item) == _paper_key(item) and item.event.trigger.rule == "fact.verb-after"


def _paper_key(item: _TitledEvent) -> str:
    return item.key.removesuffix(_DEED)


def _is_same(text: ClauseText, left: _TitledEvent, right: _TitledEvent) -> bool:
    """Whether two tellings are of one event."""
    if left.kind != right.kind:
        return False
    is_heading = left.is_heading or right.is_heading
    if left.key != right.key and not (is_heading or _is_told_again(left, right)):
        return False
    if left.value and right.value:
        low, high = sorted((left.value.value, right.value.value), key=len)
        if not high.startswith(low):
            return False
    if left.key == right.key and len(left.key) >= _SPECIFIC:
        return True
    if _is_bare(right) and right.title.start - left.title.end <= _NEAR and not right.event.is_another:  # …协定。…在协定上签字
        return True
    names = [_names(text, item) for item in (left, right)]
    if len(_paper_key(left)) < len(_paper_key(right)) and not is_heading:  # what is told again is told in fewer words
        return names[0] == names[1] and len(names[0]) > 1
    if left.key == right.key and not left.is_phrase and not right.is_phrase:
        are_others = not any(name in other or other in name for name in names[0] for other in names[1])
        return not (names[0] and names[1] and are_others and left.value and right.value)
    return _are_same_parties(*names, is_loose=is_heading)


def _is_told_again(left: _TitledEvent, right: _TitledEvent) -> bool:
    """Whether one title may be the other in fewer words, and nothing says that the later is another agreement (双方还签署协议)."""
    if not (left.is_phrase or right.is_phrase) or right.event.is_another:
        return False
    short, long = sorted((_paper_key(left), _paper_key(right)), key=len)
    return long.endswith(short)


def _names(text: ClauseText, item: _TitledEvent) -> set[str]:
    """The bodies that take part, without words that only stand for some."""
    spans = (party for party in item.event.parties if text.view[slice(*party)] not in text.lexicon.words.kinds)
    return {text.body_at(span) for span in spans}


def _are_same_parties(left: set[str], right: set[str], *, is_loose: bool) -> bool:
    """Whether one telling names no others than the other; loosely, whether they share one (a heading names bodies in fewer words)."""
    few, many = sorted((left, right), key=len)
    shared = [name for name in few if any(name in other or other in name for other in many)]
    return len(shared) == len(few) or (is_loose and bool(shared)) or len(shared) > 1


def _better(text: ClauseText, left: _TitledEvent, right: _TitledEvent) -> _TitledEvent:
    occasions = clause_lexicon().occasions

    def worth(item: _TitledEvent) -> tuple[bool, int, bool, int, int]:
        named = sum(text.view[slice(*party)] not in occasions for party in item.event.parties)
        dated = 0 if item.value is None else len(item.value.value)
        return (
            not item.is_heading,
            dated,
            not item.is_phrase,
            named,
            len(item.key) if item.is_phrase else 0,
        )

    best, other = (left, right) if worth(left) >= worth(right) else (right, left)
    if best.event.parties or not other.event.parties:
        return best
    rules = {**best.event.rules, "parties": other.event.rules["parties"]}
    return best._replace(event=best.event._replace(parties=other.event.parties, rules=rules))


def _model(text: ClauseText, item: _TitledEvent, aliases: Mapping[str, str]) -> AgreementEvent:
    event, trigger, title = item.event, item.event.trigger, item.title.meaning
    assert isinstance(title, TitleMeaning)
    start, end = text.source.raw_span(item.title.start, item.title.end)
    return AgreementEvent(
        title=text.source.canonical(item.title.start, item.title.end) if item.is_phrase else item.name,
        category=title.category, start=start, end=end, bracketed=not item.is_phrase,
        action=text.source.canonical(*trigger.verb), action_type=trigger.action_type, status=event.status,
        date=_date(text, event, item.value) if event.date and item.value else None,
        parties=_unique(_party(text, party, aliases) for party in event.parties),
        amounts=tuple(_text_span(text, Span(a.start, a.end)) for a in event.amounts),
        evidence=_text_span(text, event.evidence), rules=event.rules,
    )  # fmt: skip


def _date(text: ClauseText, event: EventMention, value: NormalizedDate) -> AgreementDate:
    mention = event.date
    assert mention is not None
    assert isinstance(mention.meaning, DateMeaning)
    start, end = text.source.raw_span(mention.start, mention.end)
    # The hour is that at which the meeting opened.
    is_resolved = event.rules["date"] == "fact.date-meeting" and event.trigger.action_type in _BY_MEETING
    day = value.value.partition(_HOUR)[0] if is_resolved else value.value
    return AgreementDate(value=day, mod=mention.meaning.mod, start=start, end=end)


def _party(text: ClauseText, span: Span, aliases: Mapping[str, str]) -> AgreementParty:
    mention, written = text.at(span.start), _text_span(text, span)
    name = None
    is_first = mention is not None and mention.end < span.end and text.view.startswith(_OTHERS, mention.end)  # 甲部|等六部门
    if mention is not None and mention.type == "ORG" and (mention.end == span.end or is_first):
        canonical = text.source.canonical(mention.start, mention.end)
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
