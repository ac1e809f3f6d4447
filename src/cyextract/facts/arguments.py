"""Find the arguments of a trigger, its parties, date and amounts, each with the rule that says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import Clause, ClauseReader
from cyextract.facts.triggers import Trigger
from cyextract.recognizers.candidate import Candidate

_MEETING_REACH = 1500  # code points back to the sentence that tells of the meeting (会上)
_MEETING_HELD = re.compile("举行|召开|举办|开幕")
_AROUND_DATE = frozenset(("起", "以来", "前"))  # words behind a date that only bounds the time
_COMPANY = re.compile("[本该我]?(?:公司|集团)")


class EventMention(NamedTuple):
    """A trigger with its arguments; offsets are view offsets."""

    trigger: Trigger
    parties: tuple[Span, ...]
    date: Candidate | None
    amounts: tuple[Candidate, ...]
    evidence: Span
    rules: dict[str, str]


class _Parties(NamedTuple):
    spans: tuple[Span, ...] = ()
    rule: str = ""
    source: Span | None = None
    """Another sentence or clause that they were taken from; its date holds as well."""


def find_arguments(reader: ClauseReader, trigger: Trigger) -> EventMention | None:
    """The event of a trigger; None when it turns out that the text tells of none."""
    scope, is_governed = _own_scope(reader, trigger)
    own = reader.read(scope, open_names=trigger.action_type == "sign")
    if is_governed and not (own.parties or own.dates or own.has_place or own.is_anaphoric or own.is_vague):
        return None
    parties = _parties(reader, trigger, own)
    if parties is None:
        return None
    date, date_rule = _date(reader, trigger, own, parties)
    sentence = trigger.sentence
    amounts = tuple(m for m in reader.text.between(trigger.verb.start, sentence.end) if m.type == "MONEY")
    told = (("event", trigger.rule), ("parties", parties.rule if parties.spans else ""), ("date", date_rule))
    rules = {argument: rule for argument, rule in (*told, ("amounts", "fact.amount-in-sentence" if amounts else "")) if rule}
    named = [party for party in parties.spans if party.start >= sentence.start]
    starts = [trigger.verb.start, trigger.titles[0].start, *(party.start for party in named)]
    if date is not None and date.start >= sentence.start:
        starts.append(date.start)
    ends = [trigger.verb.end, trigger.titles[-1].end, *(amount.end for amount in amounts), *(party.end for party in named)]
    return EventMention(trigger, parties.spans, date, amounts, Span(min(starts), max(ends)), rules)


def _own_scope(reader: ClauseReader, trigger: Trigger) -> tuple[Span, bool]:
    """The verb's own clause: where it describes a title, without the words of which the title is the object (收到, 根据)."""
    scope = trigger.scope
    if trigger.rule != "fact.verb-describing":
        return scope, False
    start = reader.text.governed_from(scope)
    return Span(max(start, scope.start), scope.end), start >= 0


def _parties(reader: ClauseReader, trigger: Trigger, own: Clause) -> _Parties | None:
    """Whoever performs the action; None when a clause before says that it is not done."""
    if trigger.is_passive:
        if own.parties:
            return _Parties(own.parties, "fact.party-agent")
        if trigger.describing is not None:
            return _Parties(reader.read(trigger.describing).parties, "fact.party-describing")
        return _Parties()
    if own.collective is not None and len(own.parties) == 1:
        return _antecedent(reader, trigger) or _Parties(own.parties, "fact.party-as-written")
    if own.parties and not own.lacks_subject:
        return _own_subject(reader, trigger, own)
    if own.is_anaphoric and not own.parties:
        return _Parties()
    return _elided(reader, trigger, own)


def _own_subject(reader: ClauseReader, trigger: Trigger, own: Clause) -> _Parties:
    if _COMPANY.fullmatch(reader.text.view, *own.parties[0]):
        # 甲公司公告, 公司与…: the company is the one that speaks.
        reporters = (*(reader.read(clause).reporter for clause in reversed(trigger.clauses)), own.reporter)
        if reporter := next(filter(None, reporters), ()):
            return _Parties((reporter[0], *own.parties[1:]), "fact.party-reporter")
    return _Parties(own.parties, "fact.party-subject")


def _elided(reader: ClauseReader, trigger: Trigger, own: Clause) -> _Parties | None:
    """The subject of a clause before, when the verb's own clause has none."""
    text = reader.text
    if own.reporter and own.parties:
        return _Parties((own.reporter[0], *own.parties), "fact.party-reporter")
    for clause in reversed(trigger.clauses):
        if not own.parties and not own.dates and reader.text.is_modal(clause):
            return None
        subject = reader.read(clause, leading=True)
        if subject.reporter:
            return _supplied(subject.reporter[:1] if own.parties else subject.reporter, own, clause)
        if subject.parties and not subject.lacks_subject:
            # 甲与乙会谈, 与丙签署: who stands before 与 goes on as the subject.
            return _supplied(subject.parties[: subject.leaders] if own.parties and subject.leaders else subject.parties, own, clause)
    is_describing = trigger.rule == "fact.verb-describing"
    previous = text.previous_sentence(trigger.sentence.start) if is_describing or own.lacks_subject else None
    if previous is not None and (own.parties or "\n" not in text.view[previous.end : trigger.sentence.start]):
        subject = reader.read(text.clauses(*previous)[0], leading=True)
        if subject.parties:
            return _supplied(subject.parties, own, previous)
    return _Parties(own.parties, "fact.party-subject")


def _supplied(subject: tuple[Span, ...], own: Clause, source: Span) -> _Parties:
    """The supplied subject with the parties that the verb's clause names beside it (与…签订)."""
    return _Parties((*subject, *own.parties), "fact.party-clause-before", source)


def _antecedent(reader: ClauseReader, trigger: Trigger) -> _Parties | None:
    """The parties that 双方 stands for, in a clause or the sentence before."""
    previous = reader.text.previous_sentence(trigger.sentence.start)
    sources = [(clause, clause) for clause in reversed(trigger.clauses)]
    if previous is not None:
        sources += [(clause, previous) for clause in reader.text.clauses(*previous)]
    for clause, source in sources:
        named = reader.read(clause, leading=True).parties
        if len(named) > 1:
            return _Parties(named, "fact.party-antecedent", source)
    return None


def _date(reader: ClauseReader, trigger: Trigger, own: Clause, parties: _Parties) -> tuple[Candidate | None, str]:
    """The date of an event and the rule that ties it; None with an empty rule when it is vague or absent."""
    text, sentence = reader.text, trigger.sentence
    if date := _last(text, own.dates):
        return date, "fact.date-clause"
    if own.is_vague:
        return None, ""
    if trigger.is_passive and (date := _last(text, text.between(trigger.verb.end, trigger.verb.end + 4))):
        return date, "fact.date-clause"
    clauses = [reader.read(clause, leading=True) for clause in reversed(trigger.clauses)]
    for before in clauses:
        if date := _last(text, before.dates):
            return date, "fact.date-clause-before"
        if before.is_vague:
            return None, ""
    if date := text.heading_date(sentence.start):
        return date, "fact.date-heading"
    if own.is_anaphoric or any(before.is_anaphoric for before in clauses):
        date = _meeting_date(reader, sentence.start)
        return date, "fact.date-meeting" if date else ""
    if parties.source is not None and parties.source.end <= sentence.start:
        date = _sentence_date(reader, parties.source)
        return date, "fact.date-sentence-before" if date else ""
    return None, ""


def _last(text: ClauseText, dates: Sequence[Candidate]) -> Candidate | None:
    """The last of the dates that can date an event."""
    for date in reversed(dates):
        if date.type == "DATE" and text.date_of(date) and not text.begins_with(_AROUND_DATE, date.end):
            return date
    return None


def _sentence_date(reader: ClauseReader, sentence: Span) -> Candidate | None:
    for span in reader.text.clauses(*sentence):
        clause = reader.read(span, leading=True)
        if date := _last(reader.text, clause.dates):
            return date
        if clause.is_vague:
            return None
    return None


def _meeting_date(reader: ClauseReader, start: int) -> Candidate | None:
    """The date of the sentence that tells of the meeting which 会上 points at."""
    text = reader.text
    held = max((m.start() for m in _MEETING_HELD.finditer(text.view, max(0, start - _MEETING_REACH), start)), default=-1)
    if held < 0:
        return None
    sentence = text.sentence(held)
    dates = [m for m in text.between(sentence.start, held) if m.type == "DATE"]
    return _last(text, dates) or _sentence_date(reader, sentence)
