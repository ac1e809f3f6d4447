"""Who performs what a trigger tells, and the rule that says why: subject, agent, antecedent, or nobody."""

from __future__ import annotations

import re

from cyextract.facts.agreement_phrases import is_phrase, sides_of_phrase
from cyextract.facts.antecedents import PRONOUNS, Antecedents
from cyextract.facts.clause import Clause
from cyextract.facts.clause_phrases import ITEM
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.elided_subjects import NOBODY, EventParties, elided_subject
from cyextract.facts.signature import find_signature
from cyextract.facts.trigger import FIRST, SEEING, Trigger, seen_from
from cyextract.facts.word_lists import OF, POINTING, WITH

_BUILDER = re.compile("由(?P<body>[^,，。;；\n由]{2,24}?)(?:承建|中标|总承包|施工|承担|建设)")
_OWNER = re.compile("(?:业主|发包方|发包人|招标人|采购人|采购方|甲方)(?:单位)?[为是](?P<body>[^,，。;；\n]{2,24}?)(?:[,，。;；\n]|$)")
_BY_MEETING = ("adopt", "deliberate")
_CHAIRED, _HOLDING = "主持", ("召开", "举行", "举办", "主办")
_FOR_BOTH = re.compile("代表(?:双方|各方|各自|两国|两地|本国|本单位)[^,，。;；\n]{0,10}(?:签字|签约|签署|签订)")
_BOTH, _TWO_COUNTRIES = "双方", "两国"
_HEADS_OF_BOTH = re.compile("两国(?:元首|领导人|总理|总统|首脑|政府)|(?:见证|出席)了?(?:双方|两国)")
_PAIR, _SIDE, _COUNTS = 2, "方", frozenset("两三四五六")
_FOR, _GOVERNMENTS = "代表", "政府"
_ASPECT = "了"
_SENTENCES_BACK = 4  # that 会上 points back over
_PARTNERED = re.compile("[了过]?(?P<with>[与和同跟][^,，。;；《》\n]{2,40}?)(?:之间|合作|为期[^,，。;；《》\n]{1,8})?的")
_CLAUSES_AFTER, _AFTER_REACH = 4, 160  # in which 双方 are looked for behind the paper


def find_parties(
    reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause, *, is_governed: bool
) -> EventParties | None:
    """Whoever performs the action.

    Args:
        reader, antecedents: of the document.
        trigger: the verb and its titles.
        own: the verb's own clause.
        is_governed: whether the title is the object of other words (根据5月修订的《…》).

    Returns:
        None when a clause before says that it is not done.
    """
    parties = _parties(reader, antecedents, trigger, own, is_governed=is_governed)
    if parties is not None and not parties.spans and trigger.action_type == "sign":
        parties = _signers_after(reader, trigger)
    if parties is not None and trigger.action_type == "sign" and set(parties.spans) <= set(own.open_names):
        short = reader.names.places_before(reader.text.without_function_words(trigger.scope).end)
        parties = EventParties((short,), "fact.party-subject") if short else parties  # 形势在|德法|达成协议后
    gap = Span(trigger.verb.end, max(trigger.verb.end, trigger.titles[0].start))
    if parties is not None and (named := sides_of_phrase(reader.text, trigger.titles[0], gap) or _in_title(reader, trigger, parties)):
        parties = EventParties(named, "fact.party-title")
    if parties is not None and trigger.action_type == "sign" and parties.spans and (others := _partners(reader, gap)):
        known = {reader.text.body_at(party) for party in parties.spans} - {None}
        spans = (*parties.spans, *(other for other in others if reader.text.body_at(other) not in known))
        parties = parties._replace(spans=spans)
    return None if parties is None else _with_antecedents(antecedents, trigger, own, parties)


def _partners(reader: ClauseReader, gap: Span) -> tuple[Span, ...]:
    """With whom a paper is signed, told between the verb and it (签署了|与甲为期一年的|协议)."""
    found = _PARTNERED.match(reader.text.view, *gap)
    read = reader.read(Span(*found.span("with")), open_names=True).parties if found else ()
    text = reader.text
    return tuple(one for one in read if text.at(one.start) or text.place_at(*one) > one.start or reader.names.persons.is_name(one))


def _parties(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause, *, is_governed: bool) -> EventParties | None:
    if trigger.rule == "fact.verb-notice":
        if own.parties:
            return EventParties(own.parties, "fact.party-subject")
        signed = find_signature(reader.text, trigger.sentence.end).body
        return EventParties((signed,) if signed else (), "fact.party-signature")
    if trigger.is_passive:
        return _agents(reader, antecedents, trigger, own)
    if trigger.rule == "fact.verb-nominal" and not own.parties:  # 甲介绍, 《…》的签署是…: who tells of it is none
        return _seen_by(reader, antecedents, trigger)
    if reader.text.ends_with(SEEING, trigger.scope):  # 甲与乙见证签署, 两国元首见证签署
        return _seen_by(reader, antecedents, trigger)
    told = Span(trigger.sentence.start, trigger.scope.start)
    if (
        trigger.rule == "fact.verb-ceremony"
        and seen_from(reader.text, told) == told.end > told.start
        and not own.leaders - bool(own.collective)
    ):
        return _seen_by(reader, antecedents, trigger)  # 两国总理出席|两国政府协定的签字仪式
    if represented := _represented(reader.text, trigger):
        return EventParties((represented,), "fact.party-subject")
    if own.collective is not None and (len(own.parties) == 1 or (not own.parties and own.reporter == (own.collective,))):
        is_seen = any(reader.text.view.find(word, *trigger.scope) >= 0 for word in SEEING)
        # 甲与乙见证双方签署: those before are none of the two.
        return _seen_by(reader, antecedents, trigger) if is_seen else _group(reader, antecedents, trigger, own)
    if own.parties and not own.lacks_subject:
        return EventParties(own.parties, "fact.party-subject")
    if own.lacks_subject and trigger.action_type == "sign" and (subject := _first_of_kind(reader, trigger)):
        return EventParties((*subject, *own.parties), "fact.party-subject")
    if not own.parties and own.reporter:  # 甲与乙宣布签署
        return EventParties(own.reporter, "fact.party-subject")
    if own.is_anaphoric and not own.parties and trigger.action_type == "sign":
        return _at_meeting(reader, trigger)
    by_meeting = trigger.action_type in _BY_MEETING and not own.parties
    chaired = [clause for clause in trigger.clauses if reader.text.view.find(_CHAIRED, *clause) >= 0] if by_meeting else ()
    if convened := antecedents.convened(chaired):  # 某某主持召开甲的会议, 审议通过
        return EventParties((convened[0],), "fact.party-meeting", convened[1])
    is_item = not trigger.clauses and ITEM.match(reader.text.view, trigger.sentence.start)
    if by_meeting and is_item:
        body = antecedents.meeting(trigger.verb.start)
        return EventParties((body,) if body else (), "fact.party-meeting")
    if own.is_anaphoric and not own.parties:
        return _hosts(reader, trigger) if trigger.action_type in ("issue", "publish") else EventParties()
    found = elided_subject(reader, antecedents, trigger, own, is_governed=is_governed)
    if by_meeting and found == NOBODY and (convened := antecedents.convened(trigger.clauses)):  # 在甲的会议上, 审议《…》
        return EventParties((convened[0],), "fact.party-meeting", convened[1])
    return found


def _first_of_kind(reader: ClauseReader, trigger: Trigger) -> tuple[Span, ...]:
    """Who is said to be the first to sign with another: 甲是首个与乙签署…的国家; 甲是最早与乙建交的国家, 也是首个与乙签署…."""
    for clause in (trigger.scope, *reversed(trigger.clauses)):
        if (first := FIRST.search(reader.text.view, *clause)) is None:
            return ()
        if subject := reader.read(Span(clause.start, first.start()), open_names=True).parties:
            return subject
    return ()


def _seen_by(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger) -> EventParties:
    """Whose agreement is seen by the heads of both (两国元首见证签署, 见证双方签署): the two countries that the text speaks of."""
    heads = _HEADS_OF_BOTH.search(reader.text.view, trigger.sentence.start, trigger.verb.start)
    found = antecedents.relations(_TWO_COUNTRIES, trigger.sentence) if heads else None
    return EventParties(found[0], "fact.party-antecedent", found[1]) if found else EventParties()


def _represented(text: ClauseText, trigger: Trigger) -> Span | None:
    """The body or country for which somebody signs, right before the verb: 代表中国签署."""
    start = text.view.rfind(_FOR, *trigger.scope) + len(_FOR)
    if start < len(_FOR):
        return None
    mention, letters = text.at(start), text.lexicon.abbreviated.match(text.view, start, trigger.scope.end)
    end = mention.end if mention is not None and mention.type == "ORG" else text.place_at(start, trigger.scope.end)
    if letters and text.view.startswith(_GOVERNMENTS, letters.end()):  # 代表韩日政府
        end = letters.end()
    rest = Span(end + len(_GOVERNMENTS) * text.view.startswith(_GOVERNMENTS, end), trigger.scope.end)
    opened, said = text.word_at(*rest), text.without_function_words(rest)
    is_whole = said.start == said.end or (opened is not None and opened[1] == "preposition")  # 代表甲|在乙地
    return Span(start, end) if start < end and is_whole else None


def _in_title(reader: ClauseReader, trigger: Trigger, parties: EventParties) -> tuple[Span, ...]:
    """The two that the title is between, where the text names nobody else: 两国签署《甲国和乙国关于…》, 见证《甲与乙关于…》的签署."""
    view = reader.text.view
    if trigger.action_type == "publish" and trigger.rule == "fact.verb-describing" and parties.spans:
        told = Span(parties.spans[-1].end, trigger.verb.start)
        is_teller = view.find(_ASPECT, *told) >= 0
        issuer = reader.names.issuer_in_title(Span(trigger.titles[0].start, trigger.titles[0].end)) if is_teller else None
        if issuer is not None:  # 甲通报了近日发布的《乙关于…》
            return (issuer,)
    if trigger.action_type not in ("sign", "publish") or (is_phrase(trigger.titles[0]) and parties.spans):
        return ()
    if trigger.action_type == "publish" and parties.spans and parties.rule not in ("fact.party-as-written", "fact.party-antecedent"):
        return ()  # 两国发表《甲国和乙国联合声明》
    is_seen = trigger.rule == "fact.verb-nominal" and any(view.find(word, *trigger.scope) >= 0 for word in SEEING)
    if not (is_seen or not parties.spans or parties.rule in ("fact.party-as-written", "fact.party-antecedent")):
        return ()
    named = next((sides for title in trigger.titles if (sides := reader.names.in_title(Span(title.start, title.end)))), ())
    if named:
        pointed_at = [view[slice(*party)] for party in parties.spans] if parties.rule == "fact.party-antecedent" else []
        # 双方 may point at others than those named last: what is short for neither of the title's is none of the two.
        is_told = bool(pointed_at) and all(any(_is_short_for(name, view[slice(*body)]) for body in named) for name in pointed_at)
        return () if is_told else named
    opened = reader.names.opening_title(trigger.titles[0].start)  # 双方发表《中泰…规划》
    letters = [view[at] for span in opened for at in (range(*span) if len(opened) == 1 else span[:1])]
    is_told = bool(parties.spans) and all(any(letter in view[slice(*party)] for party in parties.spans) for letter in letters)
    return () if is_told else opened


def _is_short_for(short: str, name: str) -> bool:
    """Whether the characters of one stand in another, in their order (巴新, 巴布亚新几内亚独立国)."""
    letters = iter(name)
    return all(letter in letters for letter in short)


def _group(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, clause: Clause) -> EventParties:
    """Whom 双方 stands for; the word itself where the text does not name them."""
    assert clause.collective is not None
    word = reader.text.view[slice(*clause.collective)]
    found = antecedents.group(word, trigger.sentence, trigger.clauses)
    if found is None:
        end = trigger.titles[-1].end
        after = reader.text.clauses(end, min(trigger.sentence.end, end + _AFTER_REACH))[1:_CLAUSES_AFTER]
        found = antecedents.named_after(word, after)
    written = EventParties(clause.parties or clause.reporter, "fact.party-as-written")
    return EventParties(found[0], "fact.party-antecedent", found[1]) if found else written


def _signers_after(reader: ClauseReader, trigger: Trigger) -> EventParties:
    """Who signs for both sides, told in the sentence or the next: 《…》签约仪式举行。甲总经理与乙副主席代表双方签字."""
    text = reader.text
    end = text.sentence_end(min(trigger.sentence.end + 1, len(text.view)))
    if text.view.find(_FOR, trigger.verb.end, end) < 0 or _FOR_BOTH.search(text.view, trigger.verb.end, end) is None:
        return EventParties()
    for start in (trigger.verb.end, min(trigger.sentence.end + 1, end)):
        for clause in text.clauses(start, end):
            if (signed := _FOR_BOTH.search(text.view, *clause)) is not None:
                return EventParties(reader.read(Span(clause.start, signed.start()), open_names=True).parties, "fact.party-signers")
    return EventParties()


def _builder(reader: ClauseReader, trigger: Trigger) -> EventParties:
    """Who builds and who has it built, of the sentence of a contract and the next: 由甲承建, 业主为乙."""
    view, end = reader.text.view, reader.text.sentence_end(min(trigger.sentence.end + 1, len(reader.text.view)))
    roles = (pattern.search(view, trigger.verb.end, end) for pattern in (_BUILDER, _OWNER))
    found = sorted(Span(*role.span("body")) for role in roles if role is not None)
    return EventParties(tuple(found), "fact.party-builder") if found else EventParties()


def _at_meeting(reader: ClauseReader, trigger: Trigger) -> EventParties:
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
            return EventParties(parties, "fact.party-meeting", source)
    return EventParties()


def _hosts(reader: ClauseReader, trigger: Trigger) -> EventParties:
    """Whoever holds the meeting of the clause before: 甲联合乙召开论坛, 会上发布《…》."""
    for clause in reversed(trigger.clauses):
        parties = reader.read(clause, leading=True).parties
        if (
            parties
            and not reader.names.is_happening(parties[0])
            and any(reader.text.view.find(word, parties[-1].end, clause.end) >= 0 for word in _HOLDING)
        ):
            return EventParties(parties, "fact.party-meeting", clause)
    return EventParties()


def _agents(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger, own: Clause) -> EventParties:
    """The performers of a passive, in its own clause or in what describes the title (由甲编著的《…》发布)."""
    if own.parties:
        return EventParties(own.parties, "fact.party-agent")
    title, clause = trigger.titles[0], trigger.clauses[-1] if trigger.clauses else None
    if is_phrase(title) and clause is not None:  # 甲与乙的合作协议于…签署
        end = title.start - reader.text.view.startswith(OF, title.start - 1)
        if any(reader.text.view.endswith(word, clause.start, end) for word in SEEING):  # 甲见证协议签署
            return EventParties()
        owners = reader.read(Span(clause.start, max(clause.start, end)))
        if owners.collective is not None and len(owners.parties) == 1:
            return _group(reader, antecedents, trigger, owners)
        if owners.parties:
            joined = title.start > end - 1 and reader.text.view[title.start - 1] in WITH
            place = reader.text.place_at(title.start, title.end) if joined else title.start
            others = (Span(title.start, place),) if place > title.start else ()  # 中国与|蒙古协定签署
            return EventParties((*owners.parties, *others), "fact.party-subject")
        if (built := _builder(reader, trigger)).spans:
            return built
        if named := reader.names.opening_title(title.start):
            return EventParties(named, "fact.party-title")
        found = antecedents.group(_BOTH, trigger.sentence, trigger.clauses)
        return EventParties(found[0], "fact.party-antecedent", found[1]) if found else EventParties()
    short = reader.names.places_before(title.start)
    if trigger.action_type == "sign" and short is not None:  # 韩日《协定》于5月签署
        return EventParties((short,), "fact.party-describing")
    held = antecedents.convened(trigger.clauses) if trigger.action_type in _BY_MEETING and trigger.describing is None else None
    if held is not None:  # 在甲第五次会议上, 《…》表决通过
        return EventParties((held[0],), "fact.party-meeting", held[1])
    described = trigger.describing or clause
    describing = reader.read(described) if described else Clause()
    is_agent = trigger.describing is not None or describing.has_agent
    return EventParties(describing.parties, "fact.party-describing") if is_agent else EventParties()


def _with_antecedents(antecedents: Antecedents, trigger: Trigger, own: Clause, parties: EventParties) -> EventParties:
    """The parties, with the organisations that 公司 and 该公司 stand for."""
    view, counted = antecedents.text.view, own.collective
    if counted is not None and counted in parties.spans and len(parties.spans) == _PAIR:  # 甲与这两家公司, 两省与丙
        opens = counted == parties.spans[0]
        is_named = opens and view[counted.start] in _COUNTS and view[counted.end - 1] != _SIDE
        is_meant = is_named or view.endswith(POINTING, 0, counted.start)
        found = antecedents.group(view[slice(*counted)], trigger.sentence, trigger.clauses) if is_meant else None
        others = tuple(party for party in parties.spans if party != counted)
        names = {antecedents.text.body_at(party) for party in others}
        if found is not None and names.isdisjoint(map(antecedents.text.body_at, found[0])):
            return parties._replace(spans=(*found[0], *others) if opens else (*others, *found[0]), rule="fact.party-antecedent")
    if not parties.spans:
        return parties
    named = [antecedents.stands_for(party, trigger.sentence, trigger.clauses, own.reporter, parties.spans) for party in parties.spans]
    pairs = zip(named, parties.spans, strict=True)
    spans = [found or party for found, party in pairs if found or view[slice(*party)] not in PRONOUNS]
    return parties._replace(spans=tuple(spans), rule="fact.party-company" if tuple(spans) != parties.spans else parties.rule)
