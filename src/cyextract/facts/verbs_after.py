"""The verb behind its title: 《…》发布, 《…》由甲印发, 对《…》作了修改, …签约仪式在京举行."""

from __future__ import annotations

import re

from cyextract.facts.agreement_phrases import is_phrase
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.trigger import ANNIVERSARY, Site, Trigger, near, past_brackets, seen_from
from cyextract.facts.word_lists import OF

_VERB_REACH = 60  # code points between a title and a verb after it
_PREVENTING = ("阻碍", "阻挠")
_TAIL_REACH = 150  # brackets and a list's end included
# What may follow the verb that stands behind its title: nothing more, the time of the event, or the ceremony.
_ENDS = re.compile(
    '$|[,，。;；:：!！?？\n)”"、]|(?P<after>(?:生效)?(?:以来|之后|后|之时|之际|之日|当日|时))|'
    "(?:仪式|会|大会|活动)[^,，。;；\n]{0,24}(?:举行|召开|举办|开幕)"
)
_SORT = re.compile("(?:白皮书|蓝皮书|[一-鿿]{0,6}?国家标准)")  # what sort of document a title names
_IS, _AND, _TITLE = "是", "、", "《"
_SIGNED = re.compile("上?(?P<verb>签字|签署|签约)")
_IN = "在"
_INTO = re.compile("在[^,，。;；《》\n在]{0,20}$")  # 在一笔3亿元的银团贷款协议上签字
_NOMINAL = re.compile("的(?P<verb>签署|签订|缔结|达成|发布|出台|印发|公布|通过)(?P<end>[,，。;；\n]|标志|意味|让|使|$)")
_AGENT_CLAUSES = 3
_SUBMITTED = re.compile(
    "(?:提交给?|提请|报请|送交|交由|交付|报)(?P<body>[^,，。;；《》\n]{2,40}?)(?P<verb>审议|审查|讨论|审定|批准)(?=[,，。;；\n]|$)"
)
_CEREMONY = re.compile(
    "(?:[、和及与][^,，。;；《》\n]{1,16})?(?:的)?(?P<verb>签字|签约|签署|签订|换约)(?:暨[^,，。;；\n]{1,16})?(?:仪式|大会)"
)
_HELD_BEFORE = re.compile("(?:举行|举办|召开)了?[^,，。;；《》\n]{0,4}$")
_HELD_AFTER = re.compile("[^,，。;；\n]{0,24}(?:举行|举办|召开)")
_ALREADY_BY = ("已经", "业经")  # before the body that adopts it: 《…》已经国务院常务会议通过
_OBJECT_MARKERS = ("对", "将", "把")


def verb_after(reader: ClauseReader, site: Site) -> Trigger | str:
    """The event of the verb behind the titles; where there is none, why."""
    text, view, start = reader.text, reader.text.view, site.titles[0].start
    at = past_brackets(view, site.titles[-1].end)
    if sort := _SORT.match(view, at):  # 《…》白皮书|发布
        at = sort.end()
    if others := text.lexicon.others.match(view, at):
        at = others.end()
    if (held := _ceremony(text, site, at)) is not None:
        return held
    end = text.clauses(at, min(site.sentence.end, at + _VERB_REACH))[0].end
    if next(text.verbs(at, end), None) is None:
        if text.lexicon.said.search(view, at, end) and reader.read(Span(at, end)).is_report:  # 《…》称, 甲经过讨论
            return "no-verb"
        governed = text.governed_from(Span(site.clause.start, start)) == start  # 根据《…》, 经甲批准, 决定…
        if governed:
            return "no-verb"
        at, end = _agent_clause(reader, Span(end, min(site.sentence.end, at + _TAIL_REACH))) or (at, end)
    lead = view[max(site.clause.start, start - 2) : start].strip(' “"')
    object_scope = Span(site.clause.start, start)
    if (signed := _signed(text, site, Span(at, end), lead)) is not None:
        return signed
    if not lead.endswith(_OBJECT_MARKERS) and (submitted := _submitted(reader, site, Span(at, end))):  # not 决定将《…》提请甲审议
        return submitted
    found = next(text.verbs(at, end), None)
    if found is None or (is_phrase(site.titles[-1]) and not text.lexicon.signing.search(found[0])):
        return "no-verb"
    if text.is_unreal(Span(at, found.start())) or view.endswith(_PREVENTING, site.clause.start, start):  # 阻碍|协议达成
        return f"unreal:{found[0]}"
    is_cleft = view.startswith(_IS, at) and view.startswith(OF, found.end())  # 《…》是甲与乙5月签署的
    closing = _ENDS.match(view, found.end() + is_cleft)
    if closing is None and found.end() < end and not text.closes(found.end(), end):
        return f"goes-on:{found[0]}"
    is_cleft &= closing is not None
    scope = Span(at + is_cleft, found.start())
    between = reader.read(scope)
    has_agent = is_cleft or between.has_agent or view.startswith(_ALREADY_BY, at)
    if ((between.loose or between.parties) and not has_agent) or view.startswith(OF, at):
        return f"no-agent:{found[0]}"
    is_listed = closing is not None and closing[0] == _AND and not view.startswith(_TITLE, closing.end())  # 合同签订、投诉处理等环节
    if is_listed or (closing and closing["after"] and not has_agent and not between.dates):
        return f"named:{found[0]}"
    if lead.endswith(_OBJECT_MARKERS):
        is_unreal = text.is_unreal(object_scope)
        return f"unreal:{found[0]}" if is_unreal else site.trigger(text, "fact.verb-after", found, object_scope)
    trigger = site.trigger(text, "fact.verb-after", found, scope)
    return trigger._replace(clauses=(*site.before, near(text, *site.clause)), is_passive=True)


def _signed(text: ClauseText, site: Site, told: Span, lead: str) -> Trigger | str | None:
    """见证《…》的签署, 在《…》上签字: the verb behind a title that is its object, or why no event is told; None where there is none."""
    scope, rule = Span(site.clause.start, site.titles[0].start), "fact.verb-after"
    signed = _SIGNED.match(text.view, *told)
    into = _INTO.search(text.view, *scope) if signed and is_phrase(site.titles[-1]) else None
    if nominal := _NOMINAL.match(text.view, told.start, site.sentence.end + 1):
        signed, rule = nominal, "fact.verb-nominal"
    elif into:
        scope = Span(scope.start, into.start())
    elif signed is None or not lead.endswith(_IN) or ANNIVERSARY.match(text.view, signed.end()):
        return None
    assert signed is not None
    is_unreal = text.is_unreal(scope)  # 叫停《…》的签署, 没有在协定上签字
    return f"unreal:{signed['verb']}" if is_unreal else site.trigger(text, rule, signed, scope, "verb")


def _ceremony(text: ClauseText, site: Site, at: int) -> Trigger | None:
    """举行…协议签字仪式, …协议签约仪式在京举行: who stands before the paper signs it."""
    held = _CEREMONY.match(text.view, at)
    if held is None:
        return None
    scope = Span(site.clause.start, site.titles[0].start)
    before = _HELD_BEFORE.search(text.view, *scope)
    if before is None and (seen := seen_from(text, scope)) > scope.start:  # 甲与乙出席|两国政府协定的签字仪式
        return site.trigger(text, "fact.verb-ceremony", held, Span(seen, scope.end), "verb")
    if before is None and not _HELD_AFTER.match(text.view, held.end(), site.sentence.end):
        return None
    end = before.start() if before else scope.end - text.view.startswith(OF, scope.end - 1)
    return site.trigger(text, "fact.verb-ceremony", held, Span(scope.start, max(scope.start, end)), "verb")


def _submitted(reader: ClauseReader, site: Site, told: Span) -> Trigger | None:
    """Who takes up what somebody hands in: 《…》提交甲审议."""
    text, found = reader.text, _SUBMITTED.search(reader.text.view, *told)
    if found is None or text.is_unreal(before := Span(told.start, found.start())):
        return None
    opened = reader.read(before)
    if opened.loose or opened.parties or opened.has_agent:
        return None
    body = text.at(found.start("body"))
    is_named = body is not None and body.type == "ORG"
    scope = Span(told.start if is_named else found.start("body"), found.end("body"))
    trigger = site.trigger(text, "fact.verb-after", found, scope, "verb")
    return trigger._replace(clauses=(*site.before, near(text, *site.clause), before), is_passive=True)


def _agent_clause(reader: ClauseReader, rest: Span) -> Span | None:
    """The next clauses of which one names the performer: 《…》经过三审, 5月8日由甲通过."""
    for clause in reader.text.clauses(*rest)[1:_AGENT_CLAUSES]:
        if next(reader.text.verbs(*clause), None) is not None and reader.read(clause).has_agent:
            return clause
    return None
