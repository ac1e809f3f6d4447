"""The verb before its title: 签署《…》, or in a clause that describes the title: 签署的《…》."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cyextract.facts.agreement_phrases import is_phrase, sides_of_phrase, widened
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.trigger import ASPECTS, FIRST, RENEWED, Site, Trigger, own_scope, past_brackets
from cyextract.facts.word_lists import OF

_GAP_REACH = 40  # code points between a verb and its title
_NAMED_ONLY = ("关于", "所", "从", "为")  # 关于签署《…》, 所签署, 从签署《…》到: the event is only named
_ABOUT = "就"
_BY, _AS = "以", "为"
_NOT = frozenset("不没反")  # right before a verb: 不签, 反修订
_WAYS = re.compile("等?的?(?:方式|形式|手段|途径)")
_WOULD_BE, _CLOSE_QUOTES = ("将是", "会是", "的可能"), ("”", '"')  # 通过《…》将是首要任务, 达成“…协议”的可能性
_AS_SUBJECT = re.compile("(?:[、和与及][^,，。;；\n]{1,12}?)?(?:让|使|令|意味|标志|有助于|有利于|是)")  # 达成协议、设立基金让双方…
_TOLD, _SAID = ("消息", "仪式", "事实"), ("约定", "规定", "要求", "条款", "内容")
_OBJECT_SIGNS = frozenset("对把将据按依从就")
_DESCRIBED_REACH = 8  # code points between a verb that describes a title and the title (签署的这份《…》)
_BY_LEAVE = re.compile(r"(?:\s|[\[【][^\]】\n]{0,12}[\]】])*业?经")
_GIVING = ("发给", "送达", "提交", "递交", "报送", "上报", "下发", "转发")
_OTHERS = re.compile("(?:[、和及]*|等[^,，。;；《\n]{0,8})")  # of whom a paper is given to: 发给|甲等公司
_PRINTED = ("刊登", "刊发")  # where a paper can be read, not who makes it
_MAX_DESCRIBED = 20  # code points between a verb of signing and the paper that describe it
_MARKS = re.compile('[,，。;；:：、《》“”"()]')
_COUNT, _POINTS = "m", frozenset("这那此")  # 这一协定 was told before
_BUILDING = frozenset("rcpduy")  # first letters of the dictionary's tags for words that point or build a sentence (任何, 这一, 与)
_NEXT_DEED = re.compile("、|并[由经]")
_OPENS_DESCRIPTION, _ALREADY = frozenset(("agent", "collective")), ("已", "已经")  # 公布|由乙编制的, 签署|已获乙通过的
_RELATIVE = re.compile("(?:后?(?:实施|施行)|后)?的")
# A verb that opens a phrase of means when more follows its title: 通过《…》查询.
_MEANS, _BY_DOING = "通过", "通过实施"
_THROUGH = (_MEANS,)
_TALKED = ("讨论了", "商谈了", "研究了")


def verb_before(text: ClauseText, site: Site) -> Trigger | str:
    """The event of the verb before the titles; where there is none, why."""
    view, start, end = text.view, site.titles[0].start, site.titles[-1].end
    found = _last_verb(text, Span(max(site.clause.start, start - _GAP_REACH), start))
    if found is None or (is_phrase(site.titles[-1]) and not _makes_phrase(text, found, site.clause.start, end)):
        return "no-verb"
    gap = Span(found.end(), start)
    between = _without_mentions(text, gap)
    is_given = found[0] in _GIVING and gap.start in (mention.start for mention in text.between(*gap)) and _OTHERS.fullmatch(between)
    is_object = bool(is_given or text.lexicon.modifier.fullmatch(between) or sides_of_phrase(text, site.titles[0], gap))
    if not is_object and is_phrase(site.titles[0]) and (start := _described_to(text, gap)) <= gap.end:
        is_object, site = True, site._replace(titles=(widened(view, site.titles[0], start), *site.titles[1:]))
    if not is_object:
        return f"apart:{found[0]}"
    if text.lexicon.topic.match(view, end):
        return f"topic:{found[0]}"
    is_done = view.startswith(ASPECTS, found.end())  # 通过了
    is_relative = _RELATIVE.match(view, found.end()) is not None
    goes_on = view.startswith(OF, end) or text.goes_on(past_brackets(view, end), site.sentence.end)
    is_doing = found[0] == _BY_DOING or (found[0].startswith(_MEANS) and text.lexicon.signing.fullmatch(found[0], len(_MEANS)) is not None)
    if is_doing or (found[0] == _MEANS and goes_on and not is_done and not is_relative):
        return f"means:{found[0]}"
    scope = own_scope(text, site.clause.start, found.start())
    if _BY_LEAVE.match(view, *scope) and view.startswith(" ", gap.start):  # 经甲批准 《…》颁布
        return f"means:{found[0]}"
    is_describing = is_relative and gap.end - gap.start <= _DESCRIBED_REACH
    told = Span(max(scope.start, described_from(text, scope)), scope.end) if is_describing else scope
    if text.is_unreal(told) or (view[found.start() - 1] in _NOT and text.is_edge(found.start() - 1)):
        return f"unreal:{found[0]}"
    is_about = any(text.is_edge(at) and text.is_edge(at + 1) for at in _each(view, _ABOUT, scope))
    is_topic = is_about and not is_done and not is_relative and text.goes_on(past_brackets(view, end), site.sentence.end)
    is_topic |= view.startswith(_AS, past_brackets(view, end)) and view.find(_BY, *scope) >= 0  # 以签订《…》为契机
    is_topic |= view.find(_BY, *scope) >= 0 and _WAYS.match(view, end) is not None  # 以签订合同等方式
    is_topic |= not site.before and not view[slice(*scope)].strip() and _AS_SUBJECT.match(view, end) is not None
    is_topic |= view.startswith(_WOULD_BE, past_brackets(view, end + (view[end : end + 1] in _CLOSE_QUOTES)))
    is_topic |= found[0].startswith(_TALKED) or text.ends_with(_TALKED, scope)  # 讨论签署…
    if is_topic or text.ends_with(_NAMED_ONLY, scope):  # 就签订…进行磋商
        return f"named:{found[0]}"
    if is_describing:
        return site.trigger(text, "fact.verb-describing", found, Span(_past_titles(text, scope), scope.end))
    return site.trigger(text, "fact.verb-before", found, scope)


def _described_to(text: ClauseText, gap: Span) -> int:
    """Where a paper's name begins when all between a verb of signing and the paper describes it (签署|海上|边界协议); past it else."""
    start = gap.start + text.view.startswith(ASPECTS, gap.start)
    told = text.view[start : gap.end]
    if not told or told[0] in _POINTS or len(told) > _MAX_DESCRIBED or _MARKS.search(told) or text.lexicon.paper.search(told):
        return gap.end + 1
    tags = [text.words.tag(word)[0] for word in text.words.within(start, gap.end)]
    if not _BUILDING.isdisjoint(tags):
        return gap.end + 1
    return gap.end if _COUNT in tags else start + len(told) - len(told.lstrip())  # 签署|创纪录18艘|造船订单


def _each(view: str, letter: str, span: Span) -> Iterator[int]:
    """The offsets of a letter in a span."""
    at = view.find(letter, *span)
    while at >= 0:
        yield at
        at = view.find(letter, at + 1, span.end)


def described_from(text: ClauseText, scope: Span) -> int:
    """Where what describes a title begins behind the words of which the title is the object: 收到, 根据, 对|1996年签订的《…》.

    Args:
        text: the document.
        scope: the clause up to the verb that describes the title.

    Returns:
        -1 where it is the object of none.
    """
    at = scope.end
    while (mention := text.ending_at(at)) is not None and mention.type in ("DATE", "ORG") and mention.start >= scope.start:
        at = mention.start  # 对|5月8日甲发布的《…》
    named = [mention for mention in text.between(*scope) if mention.type == "ORG"]
    if named and text.ends_with(_THROUGH, Span(scope.start, named[-1].start)):  # 甲通过|乙发布的《…》
        return named[-1].start
    for mention in reversed(named):  # 甲对|乙发布的《…》, 办法按|乙与丙制定的《…》执行
        sign = mention.start - 1
        if scope.start < sign and text.view[sign] in _OBJECT_SIGNS and text.is_edge(sign):
            return mention.start
    is_marked = at > scope.start and text.view[at - 1] in _OBJECT_SIGNS and text.is_edge(at - 1)
    return max(text.governed_from(scope), at if is_marked else -1)


def _makes_phrase(text: ClauseText, verb: re.Match[str], start: int, end: int) -> bool:
    """Whether a verb makes an event of an agreement that is named without 《》: it signs one, and the paper describes nothing else."""
    if not text.lexicon.signing.search(verb[0]):
        return False
    if not text.view.startswith(OF, end) or FIRST.search(text.view, start, verb.start()):  # 甲是首个与乙签署协议的国家
        return True
    head = text.at(end + 1)
    is_party = (head is not None and head.type == "ORG") or text.place_at(end + 1, len(text.view)) > end + 1
    is_told = text.view.startswith(OF, verb.end()) and text.begins_with(_SAID, end + 1)  # 签订的…合同的约定
    return is_party or is_told or text.begins_with(_TOLD, end + 1)  # 签署…协议的消息


def then_issued(text: ClauseText, site: Site, drafted: Trigger) -> Trigger:
    """The verb of the next clause, where it issues what this one drafts: 制定了《…》, 并于5月8日公布."""
    for clause in text.clauses(site.titles[-1].end, site.sentence.end)[1:2]:
        for verb in text.verbs(*clause):
            if text.lexicon.actions.get(verb[0]) in ("issue", "publish") and verb.end() == clause.end:
                return site.trigger(text, "fact.verb-then", verb, drafted.scope)._replace(clauses=(*site.before, clause))
    return drafted


def outer_deed(text: ClauseText, site: Site, inner: Trigger) -> Trigger | None:
    """The verb of which the title is the object, before one that describes the title: 甲5月8日公布|由乙编制的《…》."""
    found = None
    for verb in text.verbs(*inner.scope):
        if verb[0] not in _PRINTED and _tells_of(text, verb, inner):
            found = verb
    if found is None:
        return None
    return site.trigger(text, "fact.verb-before", found, own_scope(text, inner.scope.start, found.start()))


def is_told(text: ClauseText, deed: Trigger) -> bool:
    """Whether a deed is told as done, not asked for or only named."""
    return not text.is_unreal(deed.scope) and not text.ends_with(_NAMED_ONLY, deed.scope)


def past_link(text: ClauseText, at: int) -> int:
    """Where the next of two deeds begins behind the word that links them (、, 并经); the offset where none does."""
    link = _NEXT_DEED.match(text.view, at)
    return link.end() if link else at


def _tells_of(text: ClauseText, verb: re.Match[str], inner: Trigger) -> bool:
    """Whether what follows a verb describes its object: who made it, when, or that it was changed."""
    at, end = verb.end(), inner.scope.end
    is_done = text.view.startswith(ASPECTS, at)
    at += is_done
    if at == end:  # 发布了|修订后的
        return is_done and inner.action_type in ("amend", "draft")
    if is_done:
        return True
    mention, word = text.at(at), text.word_at(at, end)
    is_described = (mention is not None and mention.type in ("ORG", "DATE")) or text.place_at(at, end) > at
    is_described |= text.lexicon.abbreviated.match(text.view, at, end) is not None
    is_described |= word is not None and (word[1] in _OPENS_DESCRIPTION or text.begins_with(_ALREADY, at))
    return is_described and verb[0] != _MEANS


def listed_deed(text: ClauseText, site: Site, inner: Trigger) -> Trigger | None:
    """The deed of another body before the last one, which describes the title as well: 甲制定、乙批准的《…》, 甲通过并经乙批准的."""
    for verb in text.verbs(*inner.scope):
        start = past_link(text, verb.end())
        body = text.at(start) if start > verb.end() else None
        if body is not None and body.type in ("ORG", "DATE"):
            return site.trigger(text, inner.rule, verb, own_scope(text, inner.scope.start, verb.start()))
    return None


def _past_titles(text: ClauseText, scope: Span) -> int:
    """Where a clause goes on after the last title that it holds: 签署《甲》以替代双方达成的《乙》."""
    told = text.documents(*scope)
    return past_brackets(text.view, told[-1].end) if told else scope.start


def _last_verb(text: ClauseText, span: Span) -> re.Match[str] | None:
    """The last verb in a span that is no part of a mention."""
    last, view = None, text.view
    for found in text.verbs(*span):
        is_renewed = view[found.start() - 1] == RENEWED and view.startswith(OF, found.end())
        if is_renewed and text.lexicon.actions.get(found[0]) in ("amend", "draft"):
            continue
        one = text.lexicon.any_verb.match(view, *found.span())
        second = "" if one is None else view[one.end() : found.end()]
        is_row = text.lexicon.actions.get(second) == "amend" and _RELATIVE.match(view, found.end()) is not None
        last = one if is_row else found  # 公布|修订后的
    return last


def _without_mentions(text: ClauseText, span: Span) -> str:
    """The text of a span without its dates, amounts and names."""
    pieces, at = [], span.start
    for mention in text.between(*span):
        if mention.end <= span.end:
            pieces.append(text.view[at : mention.start])
            at = mention.end
    pieces.append(text.view[at : span.end])
    return "".join(pieces)
