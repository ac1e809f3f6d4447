"""The subject of a verb whose own clause names none: of a clause before or after, or of the sentence before."""

from __future__ import annotations

from typing import NamedTuple

from cyextract.facts.agreement_phrases import is_phrase
from cyextract.facts.antecedents import Antecedents
from cyextract.facts.clause import Clause
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.trigger import Trigger
from cyextract.facts.word_lists import OF

_NEWS, _DONE = "报道", "已"
_INFORMANTS = ("人士", "分析师", "专家", "学者", "网友", "媒体", "观察家")
_HELD = ("举行", "召开", "举办")
AFTER = ("后", "之后", "时", "以来", "之际")
"""Words behind a title of which the verb only tells when something else happens (签署《…》后, …)."""
BESIDE = ("还", "另", "又", "再次")
"""Words before a verb that tells of another deed of whoever did the one before."""


class EventParties(NamedTuple):
    """The parties of an event; offsets are view offsets."""

    spans: tuple[Span, ...] = ()
    rule: str = ""
    source: Span | None = None
    """Another sentence or clause that they were taken from; its date holds as well."""


NOBODY = EventParties(rule="fact.party-subject")


def elided_subject(
    reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause, *, is_governed: bool
) -> EventParties | None:
    """The subject of a clause before, when the verb's own clause has none."""
    text = reader.text
    if not own.parties and (head := _relative_head(text, trigger)):
        return EventParties((head,), "fact.party-head")
    is_describing = trigger.rule == "fact.verb-describing"
    if own.is_unread and not own.parties:  # 哈里曼成功地签署
        return EventParties()
    is_topic = is_describing and is_phrase(trigger.titles[-1]) and not own.lacks_subject
    if is_topic and not own.parties:  # 根据达成的协议: whose, the text does not say
        return EventParties()
    if is_describing and is_governed and not own.parties:  # 依据5月修订的《…》
        return EventParties()
    if is_governed and own.lacks_subject and (breaker := _subject_of_governing(reader, trigger)):
        return EventParties((breaker, *own.parties), "fact.party-subject")  # 甲违反了与乙达成的协议
    if is_governed and own.lacks_subject and (follows := _subject_after(reader, trigger, is_governed=True)):
        return EventParties((*follows, *own.parties), "fact.party-clause-after")  # 按照与乙达成的协议, 甲…
    if own.reporter and own.parties:
        return EventParties((*own.reporter, *own.parties), "fact.party-reporter")  # 甲和乙宣布与丙签署
    is_done = text.view.find(_DONE, *trigger.scope) >= 0  # 要参加训练, 他已与乙签订
    beside: tuple[Span, ...] = ()  # 甲宣布, 已与乙谈妥, 并签署
    for clause in reversed(trigger.clauses):
        if (own.lacks_subject or not own.parties) and not own.dates and not is_done and text.is_modal(clause):
            return None
        subject = _resolved(reader, antecedents, trigger, clause)
        if subject.lacks_subject and not own.parties and not beside and trigger.action_type == "sign":
            beside = tuple(party for party in subject.parties if party not in subject.reporter)
        is_past = is_describing or (is_phrase(trigger.titles[-1]) and text.begins_with(AFTER, trigger.titles[-1].end))
        is_told = trigger.action_type == "sign" and not beside and _tells_only(reader, subject)
        if subject.reporter and (is_past or is_told) and not own.parties:  # 甲表示, 1974年签署的《…》: whose, the text does not say
            return EventParties()
        if subject.reporter and _only_tells(text, subject.reporter, clause):
            continue
        if subject.reporter:
            return _supplied(subject.reporter[:1] if own.parties else (*subject.reporter, *(beside or subject.recipient)), own, clause)
        if subject.parties and not subject.lacks_subject and not _is_held(text, subject.parties):
            # 甲与乙会谈, 与丙签署: who stands before 与 goes on as the subject.
            leaders = subject.parties[: subject.leaders] if own.parties and subject.leaders else subject.parties
            # 甲向乙增资, 并签署
            partners = beside or subject.recipient if trigger.action_type == "sign" and len(leaders) == 1 and not own.parties else ()
            return _supplied((*leaders, *partners), own, clause)
    if own.lacks_subject and (follows := _subject_after(reader, trigger)):
        return EventParties((*follows, *own.parties), "fact.party-clause-after")
    return _from_before(reader, antecedents, trigger, own)


def _from_before(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause) -> EventParties:
    """The subject of the sentence before, or whose chronicle the document is, where the verb's own sentence names none."""
    text, is_describing = reader.text, trigger.rule == "fact.verb-describing"
    looks_back = (is_describing and not own.dates) or own.lacks_subject or (trigger.action_type == "sign" and is_phrase(trigger.titles[-1]))
    looks_back |= not trigger.clauses and any(text.ends_with((word,), trigger.scope) for word in BESIDE)  # 2003年又颁布
    previous = text.previous_sentence(trigger.sentence.start) if looks_back else None
    if previous is not None and (own.parties or "\n" not in text.view[previous.end : trigger.sentence.start]):
        told = (reader.read(clause, leading=True) for clause in text.clauses(*previous))
        subject = next((clause for clause in told if clause.parties and clause.collective is None), None)
        if subject is not None:
            partners, leaders = {*map(text.body_at, own.parties)}, subject.parties[: subject.leaders or None]
            goes_on = own.parties and partners.isdisjoint(map(text.body_at, leaders))  # 甲与乙签署. 还与丙签署: who stands before 与
            return _supplied(leaders if goes_on else subject.parties, own, previous)
    topic = antecedents.chronicler() if trigger.action_type == "sign" and (own.lacks_subject or not own.parties) else None
    if topic is not None and topic not in own.parties:
        return EventParties((topic, *own.parties), "fact.party-heading")
    return EventParties(own.parties, "fact.party-subject")


def _tells_only(reader: ClauseReader, clause: Clause) -> bool:
    """Whether a clause before is somebody's word, and no list or rule knows him as a body (某某说, 去年已达成协议)."""
    text = reader.text
    if len(clause.reporter) != 1 or clause.recipient:
        return False
    (start, end), names = clause.reporter[0], reader.names
    is_known = text.at(start) is not None or text.place_at(start, end) > start or text.view[start:end] in text.lexicon.words.kinds
    return not (is_known or names.by_head(Span(start, end)) or names.places_end(start, end) > start)


def _only_tells(text: ClauseText, reporter: tuple[Span, ...], clause: Span) -> bool:
    """Whether who reports is none of those who act: 甲报报道, 已签署; 业内人士说, 已签署."""
    return text.view.find(_NEWS, reporter[-1].start, clause.end) >= 0 or text.view.endswith(_INFORMANTS, *reporter[-1])


def _is_held(text: ClauseText, parties: tuple[Span, ...]) -> bool:
    """Whether what a clause seems to be about is what somebody holds (举行会议)."""
    (start, end), others = parties[0], parties[1:]
    return not others and text.view[start:end] in text.lexicon.occasions and text.view.endswith(_HELD, 0, start)


def _resolved(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, clause: Span) -> Clause:
    """A clause before, read for its subject; 双方 as one is whoever it stands for."""
    subject = reader.read(clause, leading=True)
    if subject.reporter and trigger.action_type == "sign":  # 甲与某某表示, 已签署
        opened = reader.read(clause, leading=True, open_names=True).reporter
        subject = subject._replace(reporter=opened) if len(opened) > len(subject.reporter) else subject
    if len(subject.parties) == 1 and subject.leaders and trigger.action_type == "sign":  # 甲与某某谈妥, 签署
        opened_all = reader.read(clause, leading=True, open_names=True)
        is_more = opened_all.leaders < len(opened_all.parties) and opened_all.parties[:1] == subject.parties
        subject = subject._replace(parties=opened_all.parties, leaders=opened_all.leaders) if is_more else subject
    if subject.collective is None or len(subject.parties) > 1:
        return subject
    before = [other for other in trigger.clauses if other.end <= clause.start]
    found = antecedents.group(reader.text.view[slice(*subject.collective)], trigger.sentence, before)
    return subject._replace(parties=found[0], leaders=len(found[0])) if found else subject


def _subject_after(reader: ClauseReader, trigger: Trigger, *, is_governed: bool = False) -> tuple[Span, ...]:
    """The subject of the clause after, where the verb's own only tells when: 与甲签署…后, 乙又…."""
    text, end = reader.text, trigger.titles[-1].end
    if not (is_governed or text.begins_with(AFTER, end)):
        return ()
    for clause in text.clauses(end, trigger.sentence.end)[1:]:
        if (subject := reader.read(clause, leading=True)).parties:
            return subject.parties[: subject.leaders or 1]
    return ()


def _subject_of_governing(reader: ClauseReader, trigger: Trigger) -> Span | None:
    """Whoever does something to what the clause describes: 甲违反了|与乙达成的协议."""
    start = reader.text.governed_from(trigger.scope)
    if start <= trigger.scope.start:
        return None
    opened = reader.text.word_at(trigger.scope.start, start)  # 由于|甲违反
    opened_to = opened[0] if opened is not None and opened[1] == "preposition" else trigger.scope.start
    told = Span(opened_to, start)
    subject = reader.read(told, leading=True)
    named = [mention for mention in reader.text.between(*told) if mention.type == "ORG"]
    if len(subject.parties) == 1 and len(named) > 1:  # 甲要求|乙按照与丙签订的协议
        return Span(named[-1].start, named[-1].end)
    return subject.parties[0] if len(subject.parties) == 1 and not subject.is_report else None


def _relative_head(text: ClauseText, trigger: Trigger) -> Span | None:
    """Whoever the clause describes: 签署《…》的日本."""
    end = trigger.titles[-1].end
    if trigger.verb.start > end or not text.view.startswith(OF, end):
        return None
    mention = text.at(end + 1)
    stop = mention.end if mention is not None and mention.type == "ORG" else text.place_at(end + 1, trigger.sentence.end)
    return Span(end + 1, stop) if stop > end + 1 else None


def _supplied(subject: tuple[Span, ...], own: Clause, source: Span) -> EventParties:
    """The supplied subject with the parties that the verb's clause names beside it (与…签订)."""
    return EventParties((*subject, *own.parties), "fact.party-clause-before", source)
