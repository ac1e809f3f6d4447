"""Find the arguments of a trigger, its parties, date and amounts, each with the rule that says why."""

from __future__ import annotations

import re
from typing import NamedTuple

from cyextract.facts.agreement_phrases import is_phrase
from cyextract.facts.antecedents import Antecedents
from cyextract.facts.clause import Clause
from cyextract.facts.clause_phrases import ITEM
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.elided_subjects import AFTER, BESIDE, EventParties
from cyextract.facts.event_dates import find_date
from cyextract.facts.event_parties import find_parties
from cyextract.facts.trigger import SEEING, Trigger, past_brackets, seen_from
from cyextract.facts.verbs_before import described_from
from cyextract.facts.word_lists import SPACES, WITH
from cyextract.models import AgreementStatus
from cyextract.recognizers.candidate import Candidate

_SUPPOSED = ("时应", "也要", "前", "前夕", "之前", "已无", "并不", "是不够", "必须")
_AS_THEN = ("随着", "由于", "继")
_SEEN, _BESIDE = re.compile("|".join(SEEING)), re.compile("|".join(BESIDE))
_EXCEPT, _OUTSIDE = re.compile("除了?"), re.compile("[之以]?外")
_LATER = re.compile("、[^,，。;；《》\n]{1,24}(?:后|之际)[,，]")  # 在甲通过《…》、乙签署后
_HELPED = re.compile("协助|帮助|促使?|推动")  # 甲协助|乙与丙签署
_PAIR = 2
_WHY = re.compile("这|为什么|为何|原因")  # 甲与乙签署协议, 这是为什么?
_WHICH = re.compile("怎样|什么|何种|哪些|哪种")  # 不知道甲与乙签订了怎样的协议
_DONE = "已"
_BY_WHAT = frozenset(("根据", "依据", "按照", "依照", "按", "针对"))
_COMPARED = re.compile("(?:[^,，。;；\n]{0,8})(?:矛盾|相悖|相符|不符|一致|相比|冲突|衔接|接轨|违背)")
_IN, _IN_IT = "在", re.compile("(?:报告|白皮书|文件)?[中里]")


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


def find_arguments(reader: ClauseReader, antecedents: Antecedents, trigger: Trigger) -> EventMention | str:
    """The event of a trigger; when it turns out that the text tells of none, why: one of `trigger.UNTOLD`."""
    if trigger.action_type == "sign" and _asks(reader.text, trigger):
        return "question"
    if any(map(reader.text.is_condition, trigger.clauses)):
        return "condition"
    scope, is_governed = _own_scope(reader, trigger)
    own = reader.read(scope, open_names=trigger.action_type == "sign")
    if not is_governed and scope.start > trigger.scope.start and not own.dates:  # 5月8日王某见证|甲与乙签署
        own = own._replace(dates=reader.read(Span(trigger.scope.start, scope.start)).dates)
    if is_governed and not (own.parties or own.dates or own.has_place or own.is_anaphoric or own.is_vague):
        return "governed"
    parties = find_parties(reader, antecedents, trigger, own, is_governed=is_governed)
    if parties is None:
        return "modal"
    date, date_rule = find_date(reader, trigger, own, parties, is_governed)
    status = _status(reader, trigger, has_subject=bool(own.parties) and not own.lacks_subject)
    if status == "planned" and date_rule == "fact.date-sentence-before":  # what is to come was not on the day told last
        date, date_rule = None, ""
    if is_phrase(trigger.titles[-1]) and _is_rule(reader.text, trigger, parties, is_dated=date is not None):
        return "rule"
    sentence = trigger.sentence
    amounts = tuple(reader.text.amounts(trigger.verb.start, sentence.end))
    told = (("event", trigger.rule), ("parties", parties.rule if parties.spans else ""), ("date", date_rule))
    rules = {argument: rule for argument, rule in (*told, ("amounts", "fact.amount-in-sentence" if amounts else "")) if rule}
    named = [party for party in parties.spans if party.start >= sentence.start]
    starts = [trigger.verb.start, trigger.titles[0].start, *(party.start for party in named)]
    if date is not None and date.start >= sentence.start:
        starts.append(date.start)
    ends = [trigger.verb.end, trigger.titles[-1].end, *(amount.end for amount in amounts), *(party.end for party in named)]
    return EventMention(
        trigger, parties.spans, date, amounts, Span(min(starts), max(ends)), rules,
        status, _is_shown(reader.text, own, parties), _is_another(reader.text, trigger),
    )  # fmt: skip


def _asks(text: ClauseText, trigger: Trigger) -> bool:
    """Whether the sentence is a question, or goes on as what would follow (签了《…》也要查)."""
    end = trigger.sentence.end
    if trigger.verb.end < trigger.titles[0].start and _WHICH.search(text.view, trigger.verb.end, trigger.titles[0].start):
        return True
    is_question = text.view[end : end + 1] in ("?", "？")
    if is_question:  # 签署《…》, 这是为什么?
        last = text.clauses(trigger.titles[-1].end, end)[-1]
        is_question = last.start <= trigger.titles[-1].end or _WHY.match(text.view, *last) is None
    return is_question or text.begins_with(_SUPPOSED, trigger.titles[-1].end)


def _is_rule(text: ClauseText, trigger: Trigger, parties: EventParties, *, is_dated: bool) -> bool:
    """Whether a rule says what holds once an agreement is signed: in an article of a law, or 甲方与乙方签订合同后, 应当…."""
    if text.is_in_articles(trigger.sentence.start):
        return True
    if is_dated:
        return False
    end = trigger.titles[-1].end
    if not text.begins_with(AFTER, end) or any(text.at(party.start) or text.place_at(*party) > party.start for party in parties.spans):
        return False
    then = map(text.opening, text.clauses(end, trigger.sentence.end)[1:2])
    return any(text.is_modal(clause) or text.is_unreal(clause) for clause in then)


def _status(reader: ClauseReader, trigger: Trigger, *, has_subject: bool) -> AgreementStatus:
    """Planned where a word says so before the verb, or opens a clause before (将深化合作, 签署…)."""
    text = reader.text
    if trigger.rule == "fact.verb-describing":  # 将根据双方达成的协议认罪
        return "done"
    own = Span(trigger.scope.start, trigger.verb.start)
    is_done = text.view.find(_DONE, *own) >= 0  # 将设立公司, 双方已签署
    goes_on = not is_done and not has_subject  # 甲将重启磋商, 乙达成协议
    is_planned = text.is_planned(own) or (goes_on and any(map(text.opens_planned, trigger.clauses)))
    return "planned" if is_planned else "done"


def _is_shown(text: ClauseText, own: Clause, parties: EventParties) -> bool:
    if all(text.view[slice(*party)] in text.lexicon.words.kinds for party in parties.spans):  # 企业与他们签订
        return False
    return own.leaders < len(own.parties) or len(own.parties) == _PAIR or not set(parties.spans) <= set(own.open_names)


def _is_another(text: ClauseText, trigger: Trigger) -> bool:
    return _BESIDE.search(text.view, trigger.scope.start, trigger.verb.start) is not None


def _seen(text: ClauseText, scope: Span) -> Span | None:
    """What is only seen by who stands before it (王某与李某见证|甲与乙签署《…》)."""
    if not _SEEN.search(text.view, *scope):
        helped = next(
            (
                found
                for found in _HELPED.finditer(text.view, *scope)
                if text.at(found.end()) or text.place_at(found.end(), scope.end) > found.end()
            ),
            None,
        )
        return Span(helped.end(), scope.end) if helped else None
    start = seen_from(text, scope)
    return Span(start, scope.end) if start < scope.end else None


def _told_by(reader: ClauseReader, scope: Span, opened: tuple[int, str] | None) -> tuple[Span, bool]:
    """A clause that a preposition opens, without it where all that follows is who acts (根据|甲与乙签署《…》)."""
    if opened is not None and reader.text.view[scope.start : opened[0]] in _BY_WHAT:
        inner = reader.read(Span(opened[0], scope.end))
        told = max((*(party.end for party in inner.parties), *(date.end for date in inner.dates)), default=opened[0])
        rest = reader.text.without_function_words(Span(told, scope.end))
        if inner.parties and rest.start == rest.end:
            return Span(opened[0], scope.end), True
    return scope, False


def _compared_from(text: ClauseText, trigger: Trigger, scope: Span) -> int:
    """Where what describes a title begins that is only compared (政策与|国家5月出台的《…》相矛盾); -1 where it is not."""
    if not _COMPARED.match(text.view, trigger.titles[-1].end):
        return -1
    at = max(text.view.rfind(link, *scope) for link in WITH)
    return at + 1 if at >= 0 and text.is_edge(at) and text.is_edge(at + 1) else -1


def _own_scope(reader: ClauseReader, trigger: Trigger) -> tuple[Span, bool]:
    """The verb's own clause: where it describes a title, without the words of which the title is the object (收到, 根据)."""
    scope, text = trigger.scope, reader.text
    item = ITEM.match(text.view, *scope) if scope.start == trigger.sentence.start else None
    at = item.end() if item else scope.start
    while at < scope.end and text.view[at] in SPACES:
        at += 1
    scope = Span(at, scope.end)
    opened = text.word_at(scope.start, scope.end)
    as_then = max(text.view.rfind(word, *scope) for word in _AS_THEN)
    if as_then > scope.start and text.words.word_from(as_then) in _AS_THEN:  # 又说随着甲与乙签署
        scope = Span(as_then, scope.end)
        opened = text.word_at(scope.start, scope.end)
    at = text.view.rfind(_IN, *scope)
    end = past_brackets(text.view, trigger.titles[-1].end)
    is_within = at >= 0 and not is_phrase(trigger.titles[-1]) and _IN_IT.match(text.view, end) is not None
    if is_within and not reader.read(Span(scope.start, at)).parties:
        return Span(at + len(_IN), scope.end), False  # 而在|甲发布的《…》中
    if _OUTSIDE.match(text.view, trigger.titles[-1].end):  # 目前除了|甲出台的《…》外
        at = max((found.end() for found in _EXCEPT.finditer(text.view, *scope) if text.is_edge(found.start())), default=-1)
        scope = Span(at, scope.end) if at >= 0 else scope
    is_told_on = text.begins_with(AFTER, trigger.titles[-1].end) or text.begins_with(_AS_THEN, scope.start)
    is_told_on |= text.view.startswith(_IN, scope.start) and _LATER.match(text.view, trigger.titles[-1].end) is not None
    if is_told_on:  # 在双方签署…后, 随着双方签署…
        scope = Span(opened[0], scope.end) if opened and opened[1] == "preposition" else scope
    if (seen := _seen(text, scope)) is not None:
        return seen, False
    if trigger.rule != "fact.verb-describing":
        return _told_by(reader, scope, opened)
    start = max(described_from(text, scope), _compared_from(text, trigger, scope))
    return Span(max(start, scope.start), scope.end), trigger.is_inner or start >= 0
