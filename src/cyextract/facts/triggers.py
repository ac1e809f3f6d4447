"""Find the trigger of an event, the verb before its title (签署《…》), in a clause that describes it (签署的《…》), or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.models import ActionType
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.title import TitleMeaning

_VERB_REACH = 60  # code points between a title and a verb after it
_TAIL_REACH = 150  # brackets and a list's end included
_SCOPE_REACH = 240  # code points that the performers of one verb take at most
_GAP_REACH = 40  # code points between a verb and its title
_LIST_LINK = re.compile(r"\s*(?:\([^()\n]{0,80}\))?\s*(?:[、,，]|以及|和|及|与|并)?\s*")
_BRACKET = re.compile(r" ?\([^()\n]{0,80}\)")
_AND_OTHERS = re.compile(
    "等(?:[0-9一二两三四五六七八九十多]*(?:余|多)?[个份项部件]?[^,，。;；\n]{0,14}?(?:文件|制度|法规|标准|方案|办法|协议|合同|规划))?"
)
_ENDS = re.compile(
    '(?:了|过|一致)?(?:$|[,，。;；:：!！?？\n)”"、]|(?P<after>(?:实施|施行)?(?:[0-9一二三四五六七八九十]+(?:周年|年|个月))?(?:以来|之际|之后|后|时|前))|实施|施行|并|会?于|在|至|共)|'
    "(?P<ceremony>仪式|会|大会|活动)[^,，。;；\n]{0,24}(?:举行|召开|举办|开幕)"
)
_NAMED_ONLY = re.compile("(?:关于|有关|如何|所)$")  # 关于签署《…》, 所签署: the event is only named
_RENEWED = re.compile("(?<=新)[修制].的|(?<=经)[修制].的")  # 通过新修订的《…》: that verb only describes
_SIGNED = re.compile("上?(?:正式|共同|分别|联合)?(?P<verb>签字|签名|签署|签约)")
_NOT_DOCUMENTS = frozenset(("work", "publication"))
# A verb that opens a phrase of means when more follows its title: 通过《…》查询.
_MEANS = "通过"
_WORD_GOES_ON = re.compile("[\u4e00-\u9fff](?<!等)(?<!后)(?<!以)(?<!的)(?<!并)(?<!和)")


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


def find_triggers(reader: ClauseReader) -> Iterator[Trigger]:
    """Every event of a title, in text order."""
    for titles in _title_groups(reader.text):
        yield from _triggers_of(reader, titles)


def _title_groups(text: ClauseText) -> Iterator[tuple[Candidate, ...]]:
    """Documents among the titles, those of a list together."""
    group: list[Candidate] = []
    for mention in text.mentions:
        if mention.type != "TITLE":
            continue
        assert isinstance(mention.meaning, TitleMeaning)
        if group and (mention.start - group[-1].end > _VERB_REACH or not _LIST_LINK.fullmatch(text.view, group[-1].end, mention.start)):
            yield tuple(group)
            group = []
        if mention.meaning.category not in _NOT_DOCUMENTS:
            group.append(mention)
    if group:
        yield tuple(group)


def _triggers_of(reader: ClauseReader, titles: tuple[Candidate, ...]) -> Iterator[Trigger]:
    text, verb, start, end = reader.text, reader.lexicon.verb, titles[0].start, titles[-1].end
    # Most titles are only spoken of: no verb stands near them.
    if not verb.search(text.view, max(0, start - _GAP_REACH), start) and not verb.search(text.view, end, end + _TAIL_REACH):
        return
    sentence = Span(text.sentence_start(start), text.sentence_end(end))
    before = text.clauses(sentence.start, start)
    clause = before.pop()
    ahead = _verb_before(reader, titles, clause, tuple(before), sentence)
    if ahead is not None and ahead.rule == "fact.verb-before":
        yield ahead
        return
    after = _verb_after(reader, titles, clause, tuple(before), sentence)
    if after is None:
        if ahead is not None:
            yield ahead
    elif ahead is None or ahead.action_type == "draft":
        yield after if ahead is None else after._replace(describing=ahead.scope)
    else:
        yield ahead
        yield after._replace(describing=ahead.scope)


def _verb_before(
    reader: ClauseReader, titles: tuple[Candidate, ...], clause: Span, before: tuple[Span, ...], sentence: Span
) -> Trigger | None:
    text, view, start = reader.text, reader.text.view, titles[0].start
    found = _last_verb(reader, Span(max(clause.start, start - _GAP_REACH), start))
    if found is None or (clause.start < found.start() and view[found.start() - 1] in "《〈"):
        return None
    gap = Span(found.end(), start)
    if not reader.lexicon.modifier.fullmatch(_without_mentions(text, gap)) or reader.lexicon.topic.match(view, titles[-1].end):
        return None
    if found[0] == _MEANS and _WORD_GOES_ON.match(view, _past_brackets(view, titles[-1].end)):
        return None
    scope = Span(max(clause.start, found.start() - _SCOPE_REACH), found.start())
    if reader.is_unreal(scope) or (_NAMED_ONLY.search(view, *scope) and text.around(scope.end - 1) is None):
        return None
    rule = "fact.verb-before"
    if view.startswith("的", found.end()) and gap.end - gap.start <= 8:
        rule, scope = "fact.verb-describing", Span(_past_titles(text, scope), scope.end)
    return Trigger(rule, titles, found[0], _action_type(reader, found[0]), Span(*found.span()), scope, before, sentence)


def _past_titles(text: ClauseText, scope: Span) -> int:
    """Where a clause goes on after the last title that it holds: 签署《甲》以替代双方达成的《乙》."""
    ends = [m.end for m in text.between(*scope) if isinstance(m.meaning, TitleMeaning) and m.meaning.category not in _NOT_DOCUMENTS]
    return _past_brackets(text.view, ends[-1]) if ends else scope.start


def _last_verb(reader: ClauseReader, span: Span) -> re.Match[str] | None:
    """The last verb in a span that is no part of a mention."""
    last = None
    for found in reader.verbs(*span):
        if not _RENEWED.match(reader.text.view, found.start()):
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


def _verb_after(
    reader: ClauseReader, titles: tuple[Candidate, ...], clause: Span, before: tuple[Span, ...], sentence: Span
) -> Trigger | None:
    text, view = reader.text, reader.text.view
    at = _past_brackets(view, titles[-1].end)
    if others := _AND_OTHERS.match(view, at):
        at = others.end()
    end = text.clauses(at, min(sentence.end, at + _VERB_REACH))[0].end
    lead = view[max(clause.start, titles[0].start - 2) : titles[0].start].strip(' “"')
    if lead.endswith("在") and (signed := _SIGNED.match(view, at, end)):
        scope = Span(clause.start, titles[0].start - 1)
        return Trigger("fact.verb-after", titles, signed["verb"], "sign", Span(*signed.span("verb")), scope, before, sentence)
    found = next(reader.verbs(at, end), None)
    if found is None or reader.is_unreal(Span(at, found.start())):
        return None
    closing = _ENDS.match(view, found.end())
    if closing is None and found.end() < end:
        return None
    between = reader.read(Span(at, found.start()))
    is_object = lead.endswith(("对", "就", "将", "把"))
    if ((between.loose or between.parties) and not between.has_agent) or view.startswith("的", at):
        return None
    if closing and closing["after"] and not between.has_agent and not between.dates:
        return None
    action, verb = found[0], Span(*found.span())
    if is_object:
        scope = Span(clause.start, titles[0].start - 1)
        if reader.is_unreal(scope):
            return None
        return Trigger("fact.verb-after", titles, action, _action_type(reader, action), verb, scope, before, sentence)
    scope = Span(at, found.start())
    return Trigger("fact.verb-after", titles, action, _action_type(reader, action), verb, scope, (*before, clause), sentence, True)


def _past_brackets(view: str, at: int) -> int:
    found = _BRACKET.match(view, at)
    return found.end() if found else at


def _action_type(reader: ClauseReader, action: str) -> ActionType:
    """The class of the last verb of a row."""
    return next((kind for start in range(len(action)) if (kind := reader.lexicon.actions.get(action[start:]))), "other")
