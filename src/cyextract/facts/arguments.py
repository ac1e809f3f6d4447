"""Find the arguments of a trigger, its parties, date and amounts, each with the rule that says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cyextract.facts.agreement_phrases import is_phrase
from cyextract.facts.antecedents import Antecedents
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import Clause, ClauseReader
from cyextract.facts.signature import find_signature
from cyextract.facts.triggers import Trigger
from cyextract.facts.word_lists import OF
from cyextract.models import AgreementStatus
from cyextract.recognizers.candidate import Candidate

_MEETING_REACH = 1500  # code points back to the sentence that tells of the meeting (会上)
_MEETING_HELD = re.compile("举行|召开|举办|开幕|闭幕|到访|来访|访问|会见|会晤|会谈|座谈")
_AROUND_DATE = frozenset(("起", "以来", "前"))  # words behind a date that only bounds the time
_AFTER = ("后", "之后", "时", "以来", "之际")
_BUILDER = re.compile("由(?P<body>[^,，。;；\n由]{2,24}?)(?:承建|中标|总承包|施工|承担|建设)")
_OWNER = re.compile("(?:业主|发包方|发包人|招标人|采购人|采购方|甲方)(?:单位)?[为是](?P<body>[^,，。;；\n]{2,24}?)(?:[,，。;；\n]|$)")
_BY_MEETING = ("adopt", "deliberate")
_ITEM = re.compile(r"\s*(?:[0-9]{1,2}[、.．]|[一二三四五六七八九十]{1,3}、|\([0-9一二三四五六七八九十]{1,3}\))")
_MEETINGS = 6  # tellings of a meeting that are looked at for its date
_SUPPOSED = ("也要", "也得", "也会", "就要", "就得", "就能", "才能", "前", "之前", "以前", "已无", "无望", "有待", "仍需", "尚需", "并非")
_PAIR = 2
_BOTH = "双方"
_BESIDE = ("还", "另", "又", "再次")
_DAYS = frozenset(("day", "part", "minute", "second"))
_ABOUT = "前后"
_BEHIND_REACH = 4  # code points behind the verb of a passive, to its date
_CEREMONY_REACH = 24
_SENTENCES_BACK = 4  # that 当时 points back over


class EventMention(NamedTuple):
    """A trigger with its arguments; offsets are view offsets."""

    trigger: Trigger
    parties: tuple[Span, ...]
    date: Candidate | None
    amounts: tuple[Candidate, ...]
    evidence: Span
    rules: dict[str, str]
    status: AgreementStatus
    is_shown: bool
    """Whether the parties show that they are some: one by more than its place, or 与 between two."""
    is_another: bool
    """还, 另: beside one told before."""


class _Parties(NamedTuple):
    spans: tuple[Span, ...] = ()
    rule: str = ""
    source: Span | None = None
    """Another sentence or clause that they were taken from; its date holds as well."""


def _asks(text: ClauseText, trigger: Trigger) -> bool:
    """Whether the sentence is a question, or goes on as what would follow (签了《…》也要查)."""
    end = trigger.sentence.end
    return text.view[end : end + 1] in ("?", "？") or text.begins_with(_SUPPOSED, trigger.titles[-1].end)


def find_arguments(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger) -> EventMention | None:
    """The event of a trigger; None when it turns out that the text tells of none."""
    if trigger.action_type == "sign" and _asks(reader.text, trigger):
        return None
    if any(map(reader.text.is_condition, trigger.clauses)):
        return None
    scope, is_governed = _own_scope(reader, trigger)
    own = reader.read(scope, open_names=trigger.action_type == "sign")
    if is_governed and not (own.parties or own.dates or own.has_place or own.is_anaphoric or own.is_vague):
        return None
    parties = _parties(reader, antecedents, trigger, own)
    if parties is None:
        return None
    parties = _with_companies(reader, antecedents, trigger, own, parties)
    date, date_rule = _date(reader, trigger, own, parties, is_governed)
    sentence = trigger.sentence
    amounts = tuple(m for m in reader.text.between(trigger.verb.start, sentence.end) if m.type == "MONEY")
    told = (("event", trigger.rule), ("parties", parties.rule if parties.spans else ""), ("date", date_rule))
    rules = {argument: rule for argument, rule in (*told, ("amounts", "fact.amount-in-sentence" if amounts else "")) if rule}
    named = [party for party in parties.spans if party.start >= sentence.start]
    starts = [trigger.verb.start, trigger.titles[0].start, *(party.start for party in named)]
    if date is not None and date.start >= sentence.start:
        starts.append(date.start)
    ends = [trigger.verb.end, trigger.titles[-1].end, *(amount.end for amount in amounts), *(party.end for party in named)]
    return EventMention(trigger, parties.spans, date, amounts, Span(min(starts), max(ends)), rules, _status(reader, trigger), _is_shown(own, parties), _is_another(reader.text, trigger))


def _status(reader: ClauseReader, trigger: Trigger) -> AgreementStatus:
    """Planned where a word says so before the verb, or opens a clause before (将深化合作, 签署…)."""
    text = reader.text
    stretches = (Span(trigger.scope.start, trigger.verb.start), *(text.opening(clause) for clause in trigger.clauses))
    return "planned" if any(map(text.is_planned, stretches)) else "done"


def _is_shown(own: Clause, parties: _Parties) -> bool:
    return own.leaders < len(own.parties) or len(own.parties) == _PAIR or not set(parties.spans) <= set(own.open_names)


def _is_another(text: ClauseText, trigger: Trigger) -> bool:
    return any(text.view.find(word, trigger.scope.start, trigger.verb.start) >= 0 for word in _BESIDE)


def _own_scope(reader: ClauseReader, trigger: Trigger) -> tuple[Span, bool]:
    """The verb's own clause: where it describes a title, without the words of which the title is the object (收到, 根据)."""
    scope, text = trigger.scope, reader.text
    if text.begins_with(_AFTER, trigger.titles[-1].end):  # 在双方签署…后
        opened = text.word_at(scope.start, scope.end)
        scope = Span(opened[0], scope.end) if opened and opened[1] == "preposition" else scope
    if trigger.rule != "fact.verb-describing":
        return scope, False
    start = reader.text.governed_from(scope)
    return Span(max(start, scope.start), scope.end), start >= 0


def _parties(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause) -> _Parties | None:
    """Whoever performs the action; None when a clause before says that it is not done."""
    if trigger.rule == "fact.verb-notice":
        signed = find_signature(reader.text, trigger.sentence.end).body
        return _Parties(own.parties, "fact.party-subject") if own.parties else _Parties((signed,) if signed else (), "fact.party-signature")
    if trigger.is_passive:
        return _agents(reader, antecedents, trigger, own)
    if own.collective is not None and len(own.parties) == 1:
        return _group(reader, antecedents, trigger, own)
    if own.parties and not own.lacks_subject:
        return _Parties(own.parties, "fact.party-subject")
    if not own.parties and own.reporter:  # 甲与乙宣布签署
        return _Parties(own.reporter, "fact.party-subject")
    if own.is_anaphoric and not own.parties and trigger.action_type == "sign":
        return _at_meeting(reader, trigger)
    if trigger.action_type in _BY_MEETING and not own.parties and not trigger.clauses and _ITEM.match(reader.text.view, trigger.sentence.start):
        body = antecedents.meeting(trigger.verb.start)
        return _Parties((body,) if body else (), "fact.party-meeting")
    if own.is_anaphoric and not own.parties:
        return _Parties()
    return _elided(reader, antecedents, trigger, own)


def _group(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, clause: Clause) -> _Parties:
    """Whom 双方 stands for; the word itself where the text does not name them."""
    assert clause.collective is not None
    found = antecedents.group(reader.text.view[slice(*clause.collective)], trigger.sentence, trigger.clauses)
    return _Parties(found[0], "fact.party-antecedent", found[1]) if found else _Parties(clause.parties, "fact.party-as-written")


def _builder(reader: ClauseReader, trigger: Trigger) -> _Parties:
    """Who builds and who has it built, of the sentence of a contract and the next: 由甲承建, 业主为乙."""
    view, end = reader.text.view, reader.text.sentence_end(min(trigger.sentence.end + 1, len(reader.text.view)))
    found = [
        Span(*role.span("body"))
        for pattern in (_BUILDER, _OWNER)
        if (role := pattern.search(view, trigger.verb.end, end)) is not None
    ]
    return _Parties(tuple(sorted(found)), "fact.party-builder") if found else _Parties()


def _at_meeting(reader: ClauseReader, trigger: Trigger) -> _Parties:
    """Whoever holds the meeting that 会上 points at: host and guests of a clause or a sentence before."""
    text = reader.text
    sources = [(clause, clause) for clause in reversed(trigger.clauses)]
    before = trigger.sentence
    for _ in range(_SENTENCES_BACK):
        previous = text.previous_sentence(before.start)
        if previous is None:
            break
        sources += [(clause, previous) for clause in text.clauses(*previous)]
        before = previous
    for clause, source in sources:
        parties = reader.read(clause, leading=True, open_names=True).parties
        if len(parties) > 1:
            return _Parties(parties, "fact.party-meeting", source)
    return _Parties()


def _agents(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause) -> _Parties:
    """The performers of a passive, in its own clause or in what describes the title (由甲编著的《…》发布)."""
    if own.parties:
        return _Parties(own.parties, "fact.party-agent")
    title, clause = trigger.titles[0], trigger.clauses[-1] if trigger.clauses else None
    if is_phrase(title) and clause is not None:  # 甲与乙的合作协议于…签署
        end = title.start - reader.text.view.startswith(OF, title.start - 1)
        owners = reader.read(Span(clause.start, max(clause.start, end)))
        if owners.collective is not None and len(owners.parties) == 1:
            return _group(reader, antecedents, trigger, owners)
        if owners.parties:
            return _Parties(owners.parties, "fact.party-subject")
        if (built := _builder(reader, trigger)).spans:
            return built
        found = antecedents.group(_BOTH, trigger.sentence, trigger.clauses)
        return _Parties(found[0], "fact.party-antecedent", found[1]) if found else _Parties()
    describing = reader.read(trigger.describing) if trigger.describing else reader.read(trigger.clauses[-1]) if trigger.clauses else None
    if describing is not None and (trigger.describing or describing.has_agent):
        return _Parties(describing.parties, "fact.party-describing")
    return _Parties()


def _with_companies(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause, parties: _Parties) -> _Parties:
    """The parties, with the organisations that 公司 and 该公司 stand for."""
    named = [antecedents.stands_for(party, trigger.sentence, trigger.clauses, own.reporter) for party in parties.spans]
    spans = [found or party for found, party in zip(named, parties.spans, strict=True)]
    return parties._replace(spans=tuple(spans), rule="fact.party-company" if tuple(spans) != parties.spans else parties.rule)


def _elided(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause) -> _Parties | None:
    """The subject of a clause before, when the verb's own clause has none."""
    text = reader.text
    if not own.parties and (head := _relative_head(text, trigger)):
        return _Parties((head,), "fact.party-head")
    if own.reporter and own.parties:
        return _Parties((own.reporter[0], *own.parties), "fact.party-reporter")
    for clause in reversed(trigger.clauses):
        if not own.parties and not own.dates and reader.text.is_modal(clause):
            return None
        subject = reader.read(clause, leading=True)
        if subject.reporter:
            return _supplied(subject.reporter[:1] if own.parties else (*subject.reporter, *subject.recipient), own, clause)
        if subject.parties and not subject.lacks_subject:
            # 甲与乙会谈, 与丙签署: who stands before 与 goes on as the subject.
            return _supplied(subject.parties[: subject.leaders] if own.parties and subject.leaders else subject.parties, own, clause)
    is_describing = trigger.rule == "fact.verb-describing"
    if own.lacks_subject and (follows := _subject_after(reader, trigger)):
        return _Parties((*follows, *own.parties), "fact.party-clause-after")
    looks_back = is_describing or own.lacks_subject or (trigger.action_type == "sign" and is_phrase(trigger.titles[-1]))
    previous = text.previous_sentence(trigger.sentence.start) if looks_back else None
    if previous is not None and (own.parties or "\n" not in text.view[previous.end : trigger.sentence.start]):
        told = (reader.read(clause, leading=True) for clause in text.clauses(*previous))
        if subject := next((clause for clause in told if clause.parties), None):
            return _supplied(subject.parties, own, previous)
    if (own.lacks_subject or not own.parties) and trigger.action_type == "sign" and (topic := antecedents.topic()):
        return _Parties((topic, *own.parties), "fact.party-heading") if topic not in own.parties else _Parties(own.parties, "fact.party-subject")
    return _Parties(own.parties, "fact.party-subject")


def _subject_after(reader: ClauseReader, trigger: Trigger) -> tuple[Span, ...]:
    """The subject of the clause after, where the verb's own only tells when: 与甲签署…后, 乙又…."""
    text, end = reader.text, trigger.titles[-1].end
    if not text.begins_with(_AFTER, end):
        return ()
    for clause in text.clauses(end, trigger.sentence.end)[1:]:
        if subject := reader.read(clause, leading=True):
            if subject.parties:
                return subject.parties[: subject.leaders or 1]
    return ()


def _relative_head(text: ClauseText, trigger: Trigger) -> Span | None:
    """Whoever the clause describes: 签署《…》的日本."""
    end = trigger.titles[-1].end
    if trigger.verb.start > end or not text.view.startswith(OF, end):
        return None
    mention = text.at(end + 1)
    stop = mention.end if mention is not None and mention.type == "ORG" else text.place_at(end + 1, trigger.sentence.end)
    return Span(end + 1, stop) if stop > end + 1 else None


def _supplied(subject: tuple[Span, ...], own: Clause, source: Span) -> _Parties:
    """The supplied subject with the parties that the verb's clause names beside it (与…签订)."""
    return _Parties((*subject, *own.parties), "fact.party-clause-before", source)


def _date(
    reader: ClauseReader, trigger: Trigger, own: Clause, parties: _Parties, is_governed: bool
) -> tuple[Candidate | None, str]:
    """The date of an event and the rule that ties it; None with an empty rule when it is vague or absent."""
    text, sentence = reader.text, trigger.sentence
    if trigger.rule == "fact.verb-notice":
        date = find_signature(text, sentence.end).date
        return date, "fact.date-signature" if date else ""
    if date := _last(text, own.dates or own.reported_dates):
        return date, "fact.date-clause"
    if own.is_vague or is_governed:
        return None, ""
    reach = _CEREMONY_REACH if trigger.rule == "fact.verb-ceremony" else _BEHIND_REACH if trigger.is_passive else 0
    if date := _last(text, text.between(trigger.verb.end, min(trigger.verb.end + reach, sentence.end))):
        return date, "fact.date-clause"
    clauses = [reader.read(clause, leading=True) for clause in reversed(trigger.clauses)]
    has_passed = own.moves_on  # 随后: a month has passed, a day has not
    for before in clauses:
        if date := _last(text, before.dates):
            value = text.date_of(date)
            is_day = value is not None and value.granularity in _DAYS
            return (date, "fact.date-clause-before") if is_day or not has_passed else (None, "")
        if before.is_vague or before.is_report:  # 昨日公告称, …: the day of the report
            return None, ""
        has_passed |= before.moves_on
    if date := text.heading_date(sentence.start):
        return date, "fact.date-heading"
    if has_passed:
        return None, ""
    if any(clause.points_back for clause in (own, *clauses)):
        date = _date_told_before(reader, sentence)
        return date, "fact.date-told-before" if date else ""
    if own.is_anaphoric or parties.rule == "fact.party-meeting" or any(before.is_anaphoric for before in clauses):
        if date := _meeting_date(reader, sentence.start):
            return date, "fact.date-meeting"
    if parties.source is not None and parties.source.end <= sentence.start:
        date = _sentence_date(reader, parties.source)
        return date, "fact.date-sentence-before" if date else ""
    if trigger.action_type == "sign" and (date := _day_before(reader, sentence)):
        return date, "fact.date-sentence-before"
    return None, ""


def _day_before(reader: ClauseReader, sentence: Span) -> Candidate | None:
    """The day that opens the sentence before, in the same paragraph."""
    text = reader.text
    before = text.previous_sentence(sentence.start)
    if before is None or "\n" in text.view[before.end : sentence.start]:
        return None
    opening = reader.read(text.clauses(*before)[0], leading=True)
    date = _last(text, opening.dates)
    value = text.date_of(date) if date else None
    return date if value is not None and value.granularity in _DAYS and not opening.is_report else None


def _last(text: ClauseText, dates: Sequence[Candidate]) -> Candidate | None:
    """The last of the dates that can date an event."""
    for date in reversed(dates):
        is_around = text.begins_with(_AROUND_DATE, date.end) and not text.view.startswith(_ABOUT, date.end)
        if date.type == "DATE" and text.date_of(date) and not is_around:
            return date
    return None


def _date_told_before(reader: ClauseReader, sentence: Span) -> Candidate | None:
    """The date that 当时 or 期间 points back to: of the sentence before, which may point back itself."""
    for _ in range(_SENTENCES_BACK):
        before = reader.text.previous_sentence(sentence.start)
        if before is None:
            return None
        dates = [mention for mention in reader.text.between(*before) if mention.type == "DATE"]
        if date := _last(reader.text, dates):
            return date
        if not any(reader.read(clause, leading=True).points_back for clause in reader.text.clauses(*before)):
            return None
        sentence = before
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
    held = [found.start() for found in _MEETING_HELD.finditer(text.view, max(0, start - _MEETING_REACH), start)]
    for at in reversed(held[-_MEETINGS:]):
        sentence = text.sentence(at)
        dates = [m for m in text.between(sentence.start, at) if m.type == "DATE"]
        if date := _last(text, dates) or _sentence_date(reader, sentence):
            return date
    return None
