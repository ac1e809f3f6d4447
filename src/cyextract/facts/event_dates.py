"""When what a trigger tells was done, and the rule that says why: the day of the deed, not that of its announcement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cyextract.facts.clause import Clause
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.elided_subjects import AFTER, EventParties
from cyextract.facts.signature import find_signature
from cyextract.facts.trigger import ANNIVERSARY, Trigger, past_brackets
from cyextract.facts.word_lists import OF
from cyextract.recognizers.candidate import Candidate

_MEETING_REACH = 1500  # code points back to the sentence that tells of the meeting (会上)
_MEETING_HELD = re.compile("举行|召开|举办|开幕|闭幕|到访|来访|访问|会见|会晤|会谈|座谈")
_CEREMONY = re.compile("(?P<deed>[\u4e00-\u9fff]{2})仪式")
_CONVENED = re.compile('(?:主办|举办|举行|召开)[^,，。;；\n]{0,24}(?:大会|峰会|论坛|会议|年会|博览会)[”"]?$')
_OTHER_DEED = re.compile("[,，]?(?:正式|已|也|将|开始|宣告)*(?:生效|施行|实施|到期|失效|终止|征求意见)")  # behind a title
_PLAN_REACH = 6  # code points before a date
_MEETINGS = 6  # tellings of a meeting that are looked at for its date
_AROUND_DATE = ("起", "以来", "前", "前夕")  # words behind a date that only bounds the time
_WITH = ("与", "同", "跟")
_BEGINS = "起"
_SINCE = "来"  # at the end of a stretch of time (一年来)
_REPORTS = ("电", "讯", "报道", "消息")  # behind the date of a report
_ALREADY = "已"
_RECEIVED = ("收到", "接到")
_EVENT = re.compile("[\u4e00-\u9fff]{0,8}?(?:奥运会|世界杯|世博会|锦标赛|运动会|年会|博览会)")  # behind a year
_OF_FIGURE = re.compile("净利|营收|业绩|销量|销售额")  # behind the time that it is told for (上半年净利润)
_SAME_DAY, _NOTICE = frozenset(("同日", "同一天", "当日")), ("公告",)
_STUDIES, _STUDIED, _NOUNS = re.compile("(?:研究|部署|分析|总结|回顾|展望|讨论|谋划|听取|审议)了?$"), 3, ("n", "vn")
_DURING = ("期间", "上", "时")
_FROM = "自"
_UP_TO = ("截至", "截止", "截止到")
_BEFORE_OR_AFTER = "前后"
_DAYS = frozenset(("day", "part", "minute", "second"))
_BEHIND_REACH = 4  # code points behind the verb of a passive, to its date
_CEREMONY_REACH = 24
_OPENING_CLAUSES = 2  # of a sentence: the first may be its dateline
_SENTENCES_BACK = 4  # that 当时 points back over


Dated = tuple[Candidate | None, str]
"""The date of an event and the rule that ties it; None with an empty rule when it is vague or absent."""


def find_date(reader: ClauseReader, trigger: Trigger, own: Clause, parties: EventParties, is_governed: bool) -> Dated:
    """The date of an event.

    Args:
        reader: of the document.
        trigger: the verb and its titles.
        own: the verb's own clause.
        parties: who performs the action, and where they are named.
        is_governed: whether the title is the object of other words (根据甲签署的《…》): their date is none of its own.
    """
    text, sentence = reader.text, trigger.sentence
    if trigger.rule == "fact.verb-notice":
        date = find_signature(text, sentence.end).date
        return date, "fact.date-signature" if date else ""
    if any(ANNIVERSARY.match(text.view, end) for end in (trigger.titles[-1].end, trigger.verb.end)):
        return None, ""
    if date := _since(text, trigger):
        return date, "fact.date-clause"
    own_dates = [date for date in own.dates if not _is_partners(text, date) and not _is_of_other(text, trigger, date)]
    date = _last(text, own_dates or own.reported_dates)
    if date is not None and text.view[date.start : date.end] in _SAME_DAY and text.view.endswith(_NOTICE, 0, date.start):
        signed = find_signature(text, sentence.end).date  # 与本公告同日披露的《…》
        return signed, "fact.date-signature" if signed else ""
    is_before = own.is_vague and trigger.rule == "fact.verb-describing"  # 5月8日通过了此前达成的协议
    if date is not None and (_is_day(text, date) or not own.is_vague) and not is_before:
        return date, "fact.date-clause"
    if is_governed and (date := _received(reader, trigger)):
        return date, "fact.date-received"
    if own.is_vague or is_governed:
        return None, ""
    reach = _CEREMONY_REACH if trigger.rule == "fact.verb-ceremony" else _BEHIND_REACH if trigger.is_passive else 0
    clause = text.clauses(trigger.verb.end, sentence.end)[0] if reach else trigger.verb
    if reach and (date := _last(text, text.between(trigger.verb.end, min(trigger.verb.end + reach, clause.end)))):
        return date, "fact.date-clause"
    return _date_before(reader, trigger, own, parties)


def _date_before(reader: ClauseReader, trigger: Trigger, own: Clause, parties: EventParties) -> Dated:
    """The date of a clause before, of the heading, or of a sentence before."""
    text, sentence = reader.text, trigger.sentence
    if parties.rule == "fact.party-meeting" and parties.source in trigger.clauses:  # 12月5日主持召开甲的会议, 通过
        held = text.between(parties.source.start, parties.spans[0].start)
        if date := _last(text, held):
            return date, "fact.date-meeting"
    if own.reporter and trigger.rule == "fact.verb-describing":  # 5月8日的信中, 甲称当时与乙达成的协议
        return None, ""
    if own.is_report and set(own.reporter).isdisjoint(parties.spans):  # 5月8日, 某报透露甲将与乙签署
        return None, ""
    clauses = [reader.read(clause, leading=True) for clause in reversed(trigger.clauses)]
    titled = clauses[0] if trigger.is_passive and clauses else None
    has_passed = own.moves_on  # 随后: a month has passed, a day has not
    is_other = trigger.rule == "fact.verb-describing" and _OTHER_DEED.match(text.view, past_brackets(text.view, trigger.titles[-1].end))
    if is_other:  # 2022年1月, 甲与乙达成的《…》生效
        return None, ""
    is_planned = text.is_planned(trigger.scope)
    for before, span in zip(clauses, reversed(trigger.clauses), strict=True):
        date = _last(text, before.dates, may_begin=trigger.action_type == "sign")
        if date is not None and not is_planned and _is_to_come(text, span, date):  # 将于10月1日动工, 已签署
            continue
        if date is not None and not (before is titled and _is_of_title(text, trigger, titled, date)):
            is_open = has_passed or before.is_vague  # in 近日…2024年度…大会上 the year is the meeting's
            return (date, "fact.date-clause-before") if _is_day(text, date) or not is_open else (None, "")
        if before.is_vague or before.is_report:  # 昨日公告称, …: the day of the report
            return None, ""
        has_passed |= before.moves_on
    if date := text.heading_date(sentence.start):
        return date, "fact.date-heading"
    return (None, "") if has_passed else _date_of_sentence_before(reader, trigger, (own, *clauses), parties)


def _date_of_sentence_before(reader: ClauseReader, trigger: Trigger, clauses: Sequence[Clause], parties: EventParties) -> Dated:
    """The date of a sentence before, that a word points at, that the parties are taken from, or that a day opens."""
    sentence = trigger.sentence
    if any(clause.points_back for clause in clauses):
        date = _date_told_before(reader, sentence)
        return date, "fact.date-told-before" if date else ""
    is_told_before = parties.rule == "fact.party-meeting" and parties.source not in trigger.clauses
    is_at_meeting = is_told_before or any(clause.is_anaphoric for clause in clauses)
    if is_at_meeting and (date := _meeting_date(reader, Span(sentence.start, trigger.verb.start))):
        return date, "fact.date-meeting"
    if parties.source is not None and parties.source.end <= sentence.start:
        date, is_next = _sentence_date(reader, parties.source), parties.source == reader.text.previous_sentence(sentence.start)
        if date and not _is_day(reader.text, date) and (trigger.rule == "fact.verb-describing" or not is_next):
            return None, ""  # 2006年甲进入乙地。此次签订的…
        if date or is_next:
            return date, "fact.date-sentence-before" if date else ""
    is_past = reader.text.view.find(_ALREADY, *trigger.scope) >= 0  # 已经签署: not on the day told last
    # Not 得益于两国签署的《…》.
    is_told_on = trigger.action_type == "sign" and trigger.rule != "fact.verb-describing" and not is_past
    if is_told_on and (date := _day_before(reader, sentence)):
        return date, "fact.date-sentence-before"
    return None, ""


def _since(text: ClauseText, trigger: Trigger) -> Candidate | None:
    """The day since which something holds, where it is that of the deed itself (自5月8日签署协议以来)."""
    if not text.begins_with(AFTER, trigger.titles[-1].end):
        return None
    dates = [m for m in text.between(*trigger.scope) if m.type == "DATE" and text.view.startswith(_FROM, m.start - 1)]
    return _last(text, dates)


def _received(reader: ClauseReader, trigger: Trigger) -> Candidate | None:
    """The date on which somebody receives what the clause describes (5月8日收到甲出具的《…》)."""
    text = reader.text
    start = text.governed_from(trigger.scope)
    if not text.ends_with(_RECEIVED, Span(trigger.scope.start, start)):
        return None
    return _last(text, [mention for mention in text.between(trigger.scope.start, start) if mention.type == "DATE"])


def _day_before(reader: ClauseReader, sentence: Span) -> Candidate | None:
    """The day that opens the sentence before, in the same paragraph."""
    text = reader.text
    before = text.previous_sentence(sentence.start)
    if before is None or "\n" in text.view[before.end : sentence.start]:
        return None
    opened = text.clauses(*before)[:_OPENING_CLAUSES]
    first = next((clause for clause in opened if any(m.type == "DATE" for m in text.between(*clause))), opened[0])
    date = _last(text, reader.read(first, leading=True).dates) or _day_of(text, first)
    if date is None or any(reader.read(clause).is_report for clause in opened):
        return None
    if not _is_day(text, date) and not _CONVENED.search(text.view, date.end, before.end):  # 去年, 甲主办大会。与会者签署…
        return None
    verbs = (text.lexicon.actions.get(verb[0]) for verb in text.verbs(date.end, before.end))
    return None if "publish" in verbs else date  # 5月8日发布业绩预告: the day of the report


def _day_of(text: ClauseText, clause: Span) -> Candidate | None:
    """The one day that a clause names, wherever it stands (部长王某27日与到访的李某会面)."""
    days = [m for m in text.between(*clause) if m.type == "DATE" and not text.view.startswith(_REPORTS, m.end)]
    return _last(text, days) if len(days) == 1 and _is_day(text, days[0]) else None


def _in_name_of_event(text: ClauseText, date: Candidate) -> bool:
    """Whether a year only names a happening (2012年伦敦奥运会) or what is talked over."""
    value = text.date_of(date)
    if value is None or value.granularity != "year":
        return False
    if _STUDIES.search(text.view, max(0, date.start - _STUDIED), date.start) and text.words.tag(text.words.word_from(date.end)) in _NOUNS:
        return True  # 研究|2025年|工作
    named = _EVENT.match(text.view, date.end)
    return named is not None and not text.view.startswith(_DURING, named.end())


def _is_partners(text: ClauseText, date: Candidate) -> bool:
    """Whether a date right behind 与 only tells of the partner (与2008年奥运会的伙伴签署)."""
    return text.view.endswith(_WITH, 0, date.start) and text.is_edge(date.start - 1)


def _is_of_other(text: ClauseText, trigger: Trigger, date: Candidate) -> bool:
    """Whether a date only tells when another paper was made (根据5月8日印发的《甲》制定《乙》)."""
    deed = next(text.verbs(date.end, trigger.verb.start), None)
    if deed is None or deed.start() > date.end or not text.view.startswith(OF, deed.end()):
        return False
    named = text.around(deed.end() + len(OF) + 1)
    return named is not None and named.type == "TITLE" and named not in trigger.titles


def _is_to_come(text: ClauseText, clause: Span, date: Candidate) -> bool:
    """Whether a word right before a date says that it is to come (将于10月1日)."""
    return text.is_planned(Span(max(clause.start, date.start - _PLAN_REACH), date.start))


def _is_of_title(text: ClauseText, trigger: Trigger, clause: Clause, date: Candidate) -> bool:
    """Whether the year before a title says of which year its subject is (2006年全国高考|《大纲》下发)."""
    value = text.date_of(date)
    is_year = value is not None and value.granularity == "year"
    is_apart = bool(text.view[date.end : trigger.titles[0].start].strip())  # not 1858年|《条约》签订
    return is_year and is_apart and clause.loose > 0 and not clause.parties


def _is_day(text: ClauseText, date: Candidate) -> bool:
    value = text.date_of(date)
    return value is not None and value.granularity in _DAYS


def _last(text: ClauseText, dates: Sequence[Candidate], *, may_begin: bool = False) -> Candidate | None:
    """The last of the dates that can date an event.

    Args:
        text, dates: of the document.
        may_begin: whether one that 起 follows does (2016年10月起, 甲与乙签订…).
    """
    for date in reversed(dates):
        begins = may_begin and text.view.startswith(_BEGINS, date.end)
        is_around = not begins and text.begins_with(_AROUND_DATE, date.end) and not text.view.startswith(_BEFORE_OR_AFTER, date.end)
        is_around |= text.view.endswith(_UP_TO, 0, date.start)
        is_around |= _in_name_of_event(text, date) or text.view[date.end - 1] == _SINCE
        if date.type == "DATE" and text.date_of(date) and not is_around and not _OF_FIGURE.match(text.view, date.end):
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
    """The date of a sentence, of which nothing is to come; of a month or a year, the only one."""
    text = reader.text
    dates = [mention for mention in text.between(*sentence) if mention.type == "DATE" and text.date_of(mention)]
    for span in text.clauses(*sentence):
        clause = reader.read(span, leading=True)
        if date := _last(text, clause.dates):
            is_told = not _is_to_come(text, span, date) and (_is_day(text, date) or len(dates) == 1)
            return date if is_told else None
        if clause.is_vague:
            return None
        if not clause.is_report and (date := _day_of(reader.text, span)):
            return date
    return None


def _meeting_date(reader: ClauseReader, told: Span) -> Candidate | None:
    """The date of the sentence that tells of the meeting which 会上 points at; a day before a month or a year told later."""
    text, rough, low = reader.text, None, max(0, told.start - _MEETING_REACH)
    held = [found.start() for found in _MEETING_HELD.finditer(text.view, low, told.start)]
    ceremony = _CEREMONY.search(text.view, *told)
    deed = text.view.rfind(ceremony["deed"], low, told.start) if ceremony else -1  # 揭牌仪式上: the day of 揭牌
    for at in (*((deed,) if deed >= 0 else ()), *reversed(held[-_MEETINGS:])):
        sentence = text.sentence(at)
        dates = [m for m in text.between(sentence.start, at) if m.type == "DATE"]
        days = [date for date in dates if _is_day(text, date)]  # 5月8日在“2024年…会议”上
        if (date := _last(text, days) or _last(text, dates) or _sentence_date(reader, sentence)) and _is_day(text, date):
            return date
        rough = rough or date
    return rough
