"""Tie parties, a date and amounts to a deed, each with the rule that says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cyextract.facts.actors import Actors, read_actors
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.deeds import Deed
from cyextract.facts.word_lists import FactWords
from cyextract.recognizers.candidate import Candidate

_MEETING_REACH = 1500  # code points back to the sentence that tells of the meeting (会上)
_MEETING_HELD = re.compile("举行|召开|举办|开幕|启动仪式|签约仪式")
_NO_EVENT_DATE_AFTER = re.compile("起|以来|前|之前|(?:上午|下午|晚间)?(?:电|讯|消息|报道)|\\)? ?(?:电|讯)")
_COMPANY = frozenset(("公司", "本公司", "该公司", "我公司", "集团", "该集团"))


class Event(NamedTuple):
    """A deed with its parties, date and amounts; offsets are view offsets."""

    deed: Deed
    parties: tuple[Span, ...]
    date: Candidate | None
    amounts: tuple[Candidate, ...]
    evidence: Span
    rules: dict[str, str]


class _Found(NamedTuple):
    parties: tuple[Span, ...] = ()
    rule: str = ""
    source: Span | None = None
    """Another sentence or clause that the parties were taken from; its date holds as well."""


def tie(text: ClauseText, words: FactWords, deed: Deed) -> Event | None:
    """Complete a deed; None when it turns out to tell of no event."""
    scope, governed = _own_scope(text, words, deed)
    actors = read_actors(text, words, scope, open_names=deed.action_type == "sign")
    if governed and not (actors.parties or actors.dates or actors.has_place or actors.is_anaphoric or actors.is_vague):
        return None
    found = _parties(text, words, deed, actors)
    if found is None:
        return None
    date, date_rule = _date(text, words, deed, actors, found)
    amounts = tuple(m for m in text.between(deed.verb.start, deed.sentence.end) if m.type == "MONEY")
    rules = {"event": deed.rule}
    if found.parties:
        rules["parties"] = found.rule
    if date_rule:
        rules["date"] = date_rule
    if amounts:
        rules["amounts"] = "fact.amount-in-sentence"
    starts = [deed.verb.start, deed.titles[0].start, *(p.start for p in found.parties if p.start >= deed.sentence.start)]
    if date is not None and date.start >= deed.sentence.start:
        starts.append(date.start)
    ends = [
        deed.verb.end,
        deed.titles[-1].end,
        *(a.end for a in amounts),
        *(p.end for p in found.parties if p.start >= deed.sentence.start),
    ]
    return Event(deed, found.parties, date, amounts, Span(min(starts), max(ends)), rules)


def _own_scope(text: ClauseText, words: FactWords, deed: Deed) -> tuple[Span, bool]:
    """The deed's own clause: where it describes a title, without the words of which the title is the object (收到, 根据)."""
    if deed.rule != "fact.verb-describing":
        return deed.scope, False
    start = max((m.end() for m in words.received.finditer(text.view, *deed.scope) if text.around(m.start()) is None), default=-1)
    if start < 0 and (opened := words.governing.match(text.view, *deed.scope)):
        start = opened.end()
    return Span(max(start, deed.scope.start), deed.scope.end), start >= 0


def _parties(text: ClauseText, words: FactWords, deed: Deed, actors: Actors) -> _Found | None:
    """Whoever performs the deed; None when a clause before says that it is not done."""
    if deed.is_passive:
        if actors.parties:
            return _Found(actors.parties, "fact.party-agent")
        if deed.describing is not None:
            return _Found(read_actors(text, words, deed.describing).parties, "fact.party-describing")
        return _Found()
    if actors.pair is not None and len(actors.parties) == 1:
        named = _antecedent(text, words, deed)
        return named or _Found(actors.parties, "fact.party-as-written")
    if actors.parties and not actors.lacks_subject:
        return _own_subject(text, words, deed, actors)
    if actors.is_anaphoric and not actors.parties:
        return _Found()
    return _elided(text, words, deed, actors)


def _own_subject(text: ClauseText, words: FactWords, deed: Deed, actors: Actors) -> _Found:
    first = actors.parties[0]
    if text.view[slice(*first)] in _COMPANY:
        # 甲公司公告, 公司与…: the company is the one that speaks.
        for clause in reversed(deed.clauses):
            if reporter := read_actors(text, words, clause).reporter:
                return _Found((reporter[0], *actors.parties[1:]), "fact.party-reporter")
        if actors.reporter:
            return _Found((actors.reporter[0], *actors.parties[1:]), "fact.party-reporter")
    return _Found(actors.parties, "fact.party-subject")


def _elided(text: ClauseText, words: FactWords, deed: Deed, actors: Actors) -> _Found | None:
    """The subject of a clause before, when the verb's own clause has none."""
    if actors.reporter and actors.parties:
        return _Found((actors.reporter[0], *actors.parties), "fact.party-reporter")
    for clause in reversed(deed.clauses):
        if not actors.parties and not actors.dates and words.modal.match(text.view, *clause):
            return None
        subject = read_actors(text, words, clause, leading=True)
        if subject.reporter:
            return _join(subject.reporter[:1] if actors.parties else subject.reporter, actors, clause)
        if subject.parties and not subject.lacks_subject:
            # 甲与乙会谈, 与丙签署: who stands before 与 goes on as the subject.
            return _join(subject.parties[: subject.leaders] if actors.parties and subject.leaders else subject.parties, actors, clause)
    if actors.parties or (deed.clauses == () or deed.rule == "fact.verb-describing"):
        previous = text.previous_sentence(deed.sentence.start)
        is_near = previous is not None and (actors.parties or "\n" not in text.view[previous.end : deed.sentence.start])
        if previous is not None and is_near and (deed.rule == "fact.verb-describing" or actors.lacks_subject):
            subject = read_actors(text, words, text.clauses(*previous)[0], leading=True)
            if subject.parties:
                return _join(subject.parties, actors, previous)
    return _Found(actors.parties, "fact.party-subject")


def _join(subject: tuple[Span, ...], actors: Actors, source: Span) -> _Found:
    """The supplied subject with the parties that the verb's clause names beside it (与…签订)."""
    return _Found((*subject, *actors.parties), "fact.party-clause-before", source)


def _antecedent(text: ClauseText, words: FactWords, deed: Deed) -> _Found | None:
    """The two parties that 双方 stands for, in a clause or the sentence before."""
    for clause in reversed(deed.clauses):
        found = read_actors(text, words, clause, leading=True).parties
        if len(found) > 1:
            return _Found(found, "fact.party-antecedent", clause)
    previous = text.previous_sentence(deed.sentence.start)
    if previous is None:
        return None
    for clause in text.clauses(*previous):
        found = read_actors(text, words, clause, leading=True).parties
        if len(found) > 1:
            return _Found(found, "fact.party-antecedent", previous)
    return None


def _date(text: ClauseText, words: FactWords, deed: Deed, actors: Actors, found: _Found) -> tuple[Candidate | None, str]:
    """The date of a deed and the rule that ties it; None with an empty rule when it is vague or absent."""
    if date := _last(text, actors.dates):
        return date, "fact.date-clause"
    if actors.is_vague:
        return None, ""
    if deed.is_passive and (own := _last(text, text.between(deed.verb.end, deed.verb.end + 4))):
        return own, "fact.date-clause"
    for clause in reversed(deed.clauses):
        before = read_actors(text, words, clause, leading=True)
        if date := _last(text, before.dates):
            return date, "fact.date-clause-before"
        if before.is_vague:
            return None, ""
    heading = text.heading_date(deed.sentence.start)
    if heading is not None:
        return heading, "fact.date-heading"
    is_anaphoric = actors.is_anaphoric or any(read_actors(text, words, c, leading=True).is_anaphoric for c in deed.clauses)
    if is_anaphoric:
        date = _meeting_date(text, words, deed.sentence.start)
        return date, "fact.date-meeting" if date else ""
    if found.source is not None and found.source.end <= deed.sentence.start:
        date = _sentence_date(text, words, found.source)
        return date, "fact.date-sentence-before" if date else ""
    return None, ""


def _last(text: ClauseText, dates: Sequence[Candidate]) -> Candidate | None:
    """The last of the dates that can date an event."""
    for date in reversed(dates):
        if date.type == "DATE" and text.date_of(date) and not _NO_EVENT_DATE_AFTER.match(text.view, date.end):
            return date
    return None


def _sentence_date(text: ClauseText, words: FactWords, sentence: Span) -> Candidate | None:
    for clause in text.clauses(*sentence):
        actors = read_actors(text, words, clause, leading=True)
        if date := _last(text, actors.dates):
            return date
        if actors.is_vague:
            return None
    return None


def _meeting_date(text: ClauseText, words: FactWords, start: int) -> Candidate | None:
    """The date of the sentence that tells of the meeting which 会上 points at."""
    held = max((m.start() for m in _MEETING_HELD.finditer(text.view, max(0, start - _MEETING_REACH), start)), default=-1)
    if held < 0:
        return None
    sentence = text.sentence(held)
    dates = [m for m in text.between(sentence.start, held) if m.type == "DATE"]
    return _last(text, dates) or _sentence_date(text, words, sentence)
