"""Find the trigger of an event, the verb before its title (签署《…》), in a clause that describes it (签署的《…》), or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cyextract.facts.agreement_phrases import is_phrase, sides_of_phrase
from cyextract.facts.clause_text import NOT_DOCUMENTS, ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.notices import find_notice
from cyextract.facts.word_lists import OF
from cyextract.models import ActionType
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.title import TitleMeaning

_VERB_REACH = 60  # code points between a title and a verb after it
_TAIL_REACH = 150  # brackets and a list's end included
_SCOPE_REACH = 240  # code points that the performers of one verb take at most
_CLAUSES_BACK = 12
_TITLES_BACK = 3  # titles that they reach back over: a clause of more tells one deed after another
_GAP_REACH = 40  # code points between a verb and its title
_LIST_REACH = 800  # code points of a list of titles, and how many it holds: each is an event with the whole list as its evidence
_MAX_LISTED = 40
_LIST_LINK = re.compile(r"\s*(?:\([^()\n]{0,80}\))?\s*(?:[、,，]|以及|和|及|与|并)?\s*")
_BRACKET = re.compile(r" ?\([^()\n]{0,80}\)")
# What may follow the verb that stands behind its title: nothing more, the time of the event, or the ceremony.
_ENDS = re.compile(
    '$|[,，。;；:：!！?？\n)”"、]|(?P<after>(?:实施|施行|生效)?(?:以来|之后|后|之时|之际|之日|当日|时))|'
    "(?:仪式|会|大会|活动)[^,，。;；\n]{0,24}(?:举行|召开|举办|开幕)"
)
_NAMED_ONLY = ("关于", "所", "从", "为")  # 关于签署《…》, 所签署, 从签署《…》到: the event is only named
_ABOUT, _IS, _AND, _TITLE = "就", "是", "、", "《"
_BY, _AS = "以", "为"
_NOT = frozenset("不没反")  # right before a verb: 不签, 反修订
_WAYS = re.compile("等?的?(?:方式|形式|手段|途径)")
_RENEWED = "新"  # 新修订的, 新制定的: that verb only describes
_WOULD_BE, _CLOSE_QUOTES = ("将是", "会是", "的可能"), ("”", '"')  # 通过《…》将是首要任务, 达成“…协议”的可能性
_SIGNED = re.compile("上?(?P<verb>签字|签署|签约)")
_TOLD = ("消息", "仪式")
_INTO = re.compile("在[^,，。;；《》\n在]{0,20}$")  # 在一笔3亿元的银团贷款协议上签字
_NOMINAL = re.compile("的(?P<verb>签署|签订|缔结|达成|发布|出台|印发|公布|通过)(?P<end>[,，。;；\n]|标志|意味|让|使|$)")
_AGENT_CLAUSES = 3
UNTOLD: Mapping[str, str] = {
    "no-verb": "no verb that makes a document stands near it",
    "apart": "what stands between the verb and it belongs to neither",
    "topic": "it is only the topic of another paper",
    "means": "it is the means by which something else is done",
    "unreal": "what its verb tells is asked for, supposed or denied",
    "named": "its verb only names it (关于签署《…》)",
    "goes-on": "its verb goes on with another object",
    "no-agent": "what stands before the verb behind it is no performer",
    "question": "a question, or what would follow",
    "condition": "a condition",
    "governed": "it is the object of other words (根据《…》), and nobody is told to have made it",
    "modal": "a clause before asks for it",
    "rule": "a rule says what holds once it is signed",
    "no-party": "nobody is told to sign it",
}
"""Why a title tells of no event."""
_CEREMONY = re.compile("(?:的)?(?P<verb>签字|签约|签署|签订|换约)(?:暨[^,，。;；\n]{1,16})?(?:仪式|大会)")
_HELD_BEFORE = re.compile("(?:举行|举办|召开)了?[^,，。;；《》\n]{0,4}$")
_HELD_AFTER = re.compile("[^,，。;；\n]{0,24}(?:举行|举办|召开)")
_ALREADY_BY = ("已经", "业经")  # before the body that adopts it: 《…》已经国务院常务会议通过
ANNIVERSARY = re.compile("的?[0-9一二三四五六七八九十百]{1,4}周年")
"""Behind a title or its verb: what is told is the celebration."""
_OBJECT_MARKERS = ("对", "将", "把")
_OBJECT_SIGNS = "对把将据按依"
_DESCRIBED_REACH = 8  # code points between a verb that describes a title and the title (签署的这份《…》)
_ASPECTS = ("了", "过")
_BY_LEAVE = re.compile(r"(?:\s|[\[【][^\]】\n]{0,12}[\]】])*业?经")
_RELATIVE = re.compile("(?:后?(?:实施|施行|发布|印发))?的")
# A verb that opens a phrase of means when more follows its title: 通过《…》查询.
_MEANS, _BY_DOING = "通过", "通过实施"


class Trigger(NamedTuple):
    """A verb that makes an event of titles. Offsets are view offsets."""

    rule: str
    titles: tuple[Candidate, ...]
    action: str
    action_type: ActionType
    verb: Span
    scope: Span
    """Where its performers and its date are looked for first."""
    clauses: tuple[Span, ...]
    """The clauses of the sentence before that, in text order."""
    sentence: Span
    is_passive: bool = False
    describing: Span | None = None
    """A clause before the title that describes it (由…编制的) beside the verb after it."""


class Untold(NamedTuple):
    """Titles of which no event is told, and why; `reason` is one of `UNTOLD`, with the word that it rests on behind a colon."""

    titles: tuple[Candidate, ...]
    reason: str


def find_triggers(reader: ClauseReader) -> Iterator[Trigger | Untold]:
    """Every event of a title, in text order, and the titles without one."""
    for titles in _title_groups(reader.text):
        yield from _triggers_of(reader, titles)


def _title_groups(text: ClauseText) -> Iterator[tuple[Candidate, ...]]:
    """Documents among the titles, those of a list together."""
    group: list[Candidate] = []
    for mention in text.mentions:
        if mention.type != "TITLE":
            continue
        assert isinstance(mention.meaning, TitleMeaning)
        if group and not _goes_on(text, group, mention):
            yield tuple(group)
            group = []
        if mention.meaning.category not in NOT_DOCUMENTS:
            group.append(mention)
    if group:
        yield tuple(group)


def _goes_on(text: ClauseText, group: list[Candidate], title: Candidate) -> bool:
    """Whether a title is the next of a list."""
    if title.end - group[0].start > _LIST_REACH or len(group) == _MAX_LISTED or title.start - group[-1].end > _VERB_REACH:
        return False
    link = _LIST_LINK.fullmatch(text.view, group[-1].end, title.start)
    is_subject = text.view.startswith(OF, title.end) and any(mark in ",，" for mark in link[0]) if link else False  # 《甲》，《乙》的特点是
    return link is not None and not is_subject


class _Site(NamedTuple):
    """Titles and what stands around them; offsets are view offsets."""

    titles: tuple[Candidate, ...]
    clause: Span
    """The clause before the first title."""
    before: tuple[Span, ...]
    """The clauses of the sentence before that one."""
    sentence: Span

    def trigger(self, text: ClauseText, rule: str, verb: re.Match[str], scope: Span, group: str | int = 0) -> Trigger:
        """The event that a verb makes of the titles."""
        action, actions = verb[group], text.lexicon.actions
        # The last verb of a row tells its type; 签约 and 签字 are in no row.
        kind: ActionType = next((actions[action[at:]] for at in range(len(action)) if action[at:] in actions), "sign")
        return Trigger(rule, self.titles, action, kind, Span(*verb.span(group)), scope, self.before, self.sentence)


def _triggers_of(reader: ClauseReader, titles: tuple[Candidate, ...]) -> Iterator[Trigger | Untold]:
    text, verb, start, end = reader.text, reader.text.lexicon.any_verb, titles[0].start, titles[-1].end
    # Most titles are only spoken of: no verb stands near them.
    if not verb.search(text.view, max(0, start - _GAP_REACH), start) and not verb.search(text.view, end, end + _TAIL_REACH):
        yield Untold(titles, "no-verb")
        return
    sentence = Span(text.sentence_start(start), text.sentence_end(end))
    aside = text.view.rfind("(", sentence.start, start)
    if aside >= 0 and text.view.find(")", aside, start) < 0:  # 已立案(详见公司2月6日披露的《…》)
        sentence = Span(aside + 1, sentence.end)
    *before, clause = text.clauses(sentence.start, start, _CLAUSES_BACK + 1)
    site = _Site(titles, clause, tuple(before), sentence)
    if (told := find_notice(text, Span(start, end), sentence)) is not None:
        yield (notice := site.trigger(text, "fact.verb-notice", *told))
        adopted = _verb_after(reader, site)
        if isinstance(adopted, Trigger) and adopted.action != notice.action:
            yield adopted
        return
    ahead = _verb_before(text, site)
    if isinstance(ahead, Trigger) and ahead.rule == "fact.verb-before":
        yield _then_issued(text, site, ahead) if ahead.action_type == "draft" else ahead
        return
    after = _verb_after(reader, site)
    if isinstance(ahead, Trigger):
        if not isinstance(after, Trigger):
            yield ahead
            return
        if ahead.action_type != "draft":
            yield ahead
        after = after._replace(describing=ahead.scope)
    # What is said of the verb before tells more, unless there is none.
    yield after if isinstance(after, Trigger) else Untold(titles, after if ahead == "no-verb" else str(ahead))


def _verb_before(text: ClauseText, site: _Site) -> Trigger | str:
    """The event of the verb before the titles; where there is none, why."""
    view, start, end = text.view, site.titles[0].start, site.titles[-1].end
    found = _last_verb(text, Span(max(site.clause.start, start - _GAP_REACH), start))
    if found is None or (is_phrase(site.titles[-1]) and not _makes_phrase(text, found, end)):
        return "no-verb"
    gap = Span(found.end(), start)
    if not text.lexicon.modifier.fullmatch(_without_mentions(text, gap)) and not sides_of_phrase(text, site.titles[0], gap):
        return f"apart:{found[0]}"
    if text.lexicon.topic.match(view, end):
        return f"topic:{found[0]}"
    is_done = view.startswith(_ASPECTS, found.end())  # 通过了
    goes_on = found[0] == _MEANS and (view.startswith(OF, end) or text.goes_on(_past_brackets(view, end), site.sentence.end))
    if found[0] == _BY_DOING or (goes_on and not is_done):
        return f"means:{found[0]}"
    scope = _scope(text, site.clause.start, found.start())
    if _BY_LEAVE.match(view, *scope) and view.startswith(" ", gap.start):  # 经甲批准 《…》颁布
        return f"means:{found[0]}"
    is_describing = _RELATIVE.match(view, found.end()) is not None and gap.end - gap.start <= _DESCRIBED_REACH
    told = Span(max(scope.start, described_from(text, scope)), scope.end) if is_describing else scope
    if text.is_unreal(told) or (view[found.start() - 1] in _NOT and text.is_edge(found.start() - 1)):
        return f"unreal:{found[0]}"
    is_about = any(text.is_edge(at) and text.is_edge(at + 1) for at in _each(view, _ABOUT, scope))
    is_topic = is_about and not is_done and text.goes_on(_past_brackets(view, end), site.sentence.end)
    is_topic |= view.startswith(_AS, _past_brackets(view, end)) and view.find(_BY, *scope) >= 0  # 以签订《…》为契机
    is_topic |= view.find(_BY, *scope) >= 0 and _WAYS.match(view, end) is not None  # 以签订合同等方式
    is_topic |= view.startswith(_WOULD_BE, _past_brackets(view, end + (view[end : end + 1] in _CLOSE_QUOTES)))
    if is_topic or text.ends_with(_NAMED_ONLY, scope):  # 就签订…进行磋商
        return f"named:{found[0]}"
    if is_describing:
        return site.trigger(text, "fact.verb-describing", found, Span(_past_titles(text, scope), scope.end))
    return site.trigger(text, "fact.verb-before", found, scope)


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
    while (mention := text.ending_at(at)) is not None and mention.type == "DATE" and mention.start >= scope.start:
        at = mention.start
    named = [mention for mention in text.between(*scope) if mention.type == "ORG"]
    if (
        named
        and scope.start < named[-1].start - 1
        and text.view[named[-1].start - 1] in _OBJECT_MARKERS
        and text.is_edge(named[-1].start - 1)
    ):
        return named[-1].start  # 甲对|乙发布的《…》
    is_marked = at > scope.start and text.view[at - 1] in _OBJECT_SIGNS and text.is_edge(at - 1)
    return max(text.governed_from(scope), at if is_marked else -1)


def _makes_phrase(text: ClauseText, verb: re.Match[str], end: int) -> bool:
    """Whether a verb makes an event of an agreement that is named without 《》: it signs one, and the paper describes nothing else."""
    if not text.lexicon.signing.search(verb[0]):
        return False
    if not text.view.startswith(OF, end):
        return True
    head = text.at(end + 1)
    is_party = (head is not None and head.type == "ORG") or text.place_at(end + 1, len(text.view)) > end + 1
    return is_party or text.begins_with(_TOLD, end + 1)  # 签署…协议的消息


def _then_issued(text: ClauseText, site: _Site, drafted: Trigger) -> Trigger:
    """The verb of the next clause, where it issues what this one drafts: 制定了《…》, 并于5月8日公布."""
    for clause in text.clauses(site.titles[-1].end, site.sentence.end)[1:2]:
        for verb in text.verbs(*clause):
            if text.lexicon.actions.get(verb[0]) in ("issue", "publish") and verb.end() == clause.end:
                return site.trigger(text, "fact.verb-then", verb, drafted.scope)._replace(clauses=(*site.before, clause))
    return drafted


def _scope(text: ClauseText, start: int, end: int) -> Span:
    """Where the performers of a verb at `end` are looked for in its clause: not behind the titles of other deeds in a row."""
    return _near(text, start, end - text.view.startswith(_RENEWED, end - 1))  # 日本|新颁布


def _near(text: ClauseText, start: int, end: int) -> Span:
    start = max(start, end - _SCOPE_REACH)
    told = text.documents(start, end)
    return Span(max(start, told[-_TITLES_BACK].end) if len(told) >= _TITLES_BACK else start, end)


def _past_titles(text: ClauseText, scope: Span) -> int:
    """Where a clause goes on after the last title that it holds: 签署《甲》以替代双方达成的《乙》."""
    told = text.documents(*scope)
    return _past_brackets(text.view, told[-1].end) if told else scope.start


def _last_verb(text: ClauseText, span: Span) -> re.Match[str] | None:
    """The last verb in a span that is no part of a mention."""
    last, view = None, text.view
    for found in text.verbs(*span):
        is_renewed = view[found.start() - 1] == _RENEWED and view.startswith(OF, found.end())
        if not (is_renewed and text.lexicon.actions.get(found[0]) in ("amend", "draft")):
            last = found
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


def _verb_after(reader: ClauseReader, site: _Site) -> Trigger | str:
    """The event of the verb behind the titles; where there is none, why."""
    text, view, start = reader.text, reader.text.view, site.titles[0].start
    at = _past_brackets(view, site.titles[-1].end)
    if others := text.lexicon.others.match(view, at):
        at = others.end()
    if (held := _ceremony(text, site, at)) is not None:
        return held
    end = text.clauses(at, min(site.sentence.end, at + _VERB_REACH))[0].end
    if next(text.verbs(at, end), None) is None:
        if text.lexicon.said.search(view, at, end) and reader.read(Span(at, end)).is_report:  # 《…》称, 甲经过讨论
            return "no-verb"
        at, end = _agent_clause(reader, Span(end, min(site.sentence.end, at + _TAIL_REACH))) or (at, end)
    lead = view[max(site.clause.start, start - 2) : start].strip(' “"')
    object_scope = Span(site.clause.start, start)
    if nominal := _NOMINAL.match(view, at, site.sentence.end + 1):  # 见证《…》的签署
        if text.is_unreal(object_scope):  # 叫停《…》的签署
            return f"unreal:{nominal['verb']}"
        return site.trigger(text, "fact.verb-nominal", nominal, object_scope, "verb")
    if is_phrase(site.titles[-1]) and (signed := _SIGNED.match(view, at)) and (into := _INTO.search(view, *object_scope)):
        if text.is_unreal(Span(object_scope.start, into.start())):  # 没有在协定上签字
            return f"unreal:{signed['verb']}"
        return site.trigger(text, "fact.verb-after", signed, Span(object_scope.start, into.start()), "verb")
    if lead.endswith("在") and (signed := _SIGNED.match(view, at, end)) and not ANNIVERSARY.match(view, signed.end()):
        if text.is_unreal(object_scope):  # 没有在《…》上签字
            return f"unreal:{signed['verb']}"
        return site.trigger(text, "fact.verb-after", signed, object_scope, "verb")
    found = next(text.verbs(at, end), None)
    if found is None or (is_phrase(site.titles[-1]) and not text.lexicon.signing.search(found[0])):
        return "no-verb"
    if text.is_unreal(Span(at, found.start())):
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
    return trigger._replace(clauses=(*site.before, _near(text, *site.clause)), is_passive=True)


def _ceremony(text: ClauseText, site: _Site, at: int) -> Trigger | None:
    """举行…协议签字仪式, …协议签约仪式在京举行: who stands before the paper signs it."""
    held = _CEREMONY.match(text.view, at)
    if held is None:
        return None
    scope = Span(site.clause.start, site.titles[0].start)
    before = _HELD_BEFORE.search(text.view, *scope)
    if before is None and not _HELD_AFTER.match(text.view, held.end(), site.sentence.end):
        return None
    end = before.start() if before else scope.end - text.view.startswith(OF, scope.end - 1)
    return site.trigger(text, "fact.verb-ceremony", held, Span(scope.start, max(scope.start, end)), "verb")


def _agent_clause(reader: ClauseReader, rest: Span) -> Span | None:
    """The next clauses of which one names the performer: 《…》经过三审, 5月8日由甲通过."""
    for clause in reader.text.clauses(*rest)[1:_AGENT_CLAUSES]:
        if next(reader.text.verbs(*clause), None) is not None and reader.read(clause).has_agent:
            return clause
    return None


def _past_brackets(view: str, at: int) -> int:
    found = _BRACKET.match(view, at)
    return found.end() if found else at
