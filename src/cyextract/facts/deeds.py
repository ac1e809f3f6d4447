"""Find the verb that makes an event of a title: before it (签署《…》), in a clause that describes it (签署的《…》), or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cyextract.facts.actors import read_actors
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.word_lists import FactWords
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
_NAMED_ONLY = re.compile("(?:关于|有关|如何|所)$")  # 关于签署《…》, 所签署: the deed is only named
_RENEWED = re.compile("(?<=新)[修制].的|(?<=经)[修制].的")  # 通过新修订的《…》: that verb only describes
_SIGNED = re.compile("上?(?:正式|共同|分别|联合)?(?P<verb>签字|签名|签署|签约)")
_NOT_DOCUMENTS = frozenset(("work", "publication"))
# A verb that opens a phrase of means when more follows its title: 通过《…》查询.
_MEANS = "通过"
_WORD_GOES_ON = re.compile("[\u4e00-\u9fff](?<!等)(?<!后)(?<!以)(?<!的)(?<!并)(?<!和)")


class Deed(NamedTuple):
    """A verb tied to titles. Offsets are view offsets."""

    rule: str
    titles: tuple[Candidate, ...]
    action: str
    action_type: ActionType
    verb: Span
    scope: Span
    """Where the performer and the date of the deed are looked for first."""
    clauses: tuple[Span, ...]
    """The clauses of the sentence before that, in text order."""
    sentence: Span
    is_passive: bool = False
    describing: Span | None = None
    """A clause before the title that describes it (由…编制的) beside the verb after it."""


def find_deeds(text: ClauseText, words: FactWords) -> Iterator[Deed]:
    """Every event of a title, in text order."""
    for titles in _title_groups(text):
        yield from _deeds_of(text, words, titles)


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


def _deeds_of(text: ClauseText, words: FactWords, titles: tuple[Candidate, ...]) -> Iterator[Deed]:
    start, end = titles[0].start, titles[-1].end
    # Most titles are only spoken of: no verb stands near them.
    if not words.verb.search(text.view, max(0, start - _GAP_REACH), start) and not words.verb.search(text.view, end, end + _TAIL_REACH):
        return
    sentence = Span(text.sentence_start(start), text.sentence_end(end))
    before = text.clauses(sentence.start, start)
    clause = before.pop()
    deed = _verb_before(text, words, titles, clause, tuple(before), sentence)
    if deed is not None and deed.rule == "fact.verb-before":
        yield deed
        return
    after = _verb_after(text, words, titles, clause, tuple(before), sentence)
    if after is None:
        if deed is not None:
            yield deed
    elif deed is None or deed.action_type == "draft":
        yield after if deed is None else after._replace(describing=deed.scope)
    else:
        yield deed
        yield after._replace(describing=deed.scope)


def _verb_before(
    text: ClauseText, words: FactWords, titles: tuple[Candidate, ...], clause: Span, before: tuple[Span, ...], sentence: Span
) -> Deed | None:
    view, start = text.view, titles[0].start
    found = _last_verb(text, words, Span(max(clause.start, start - _GAP_REACH), start))
    if found is None or (clause.start < found.start() and view[found.start() - 1] in "《〈"):
        return None
    gap = Span(found.end(), start)
    if not words.modifier.fullmatch(_without_mentions(text, gap)) or words.topic.match(view, titles[-1].end):
        return None
    if found[0] == _MEANS and _WORD_GOES_ON.match(view, _past_brackets(view, titles[-1].end)):
        return None
    scope = Span(max(clause.start, found.start() - _SCOPE_REACH), found.start())
    if is_unreal(text, words, scope) or (_NAMED_ONLY.search(view, *scope) and text.around(scope.end - 1) is None):
        return None
    rule = "fact.verb-before"
    if view.startswith("的", found.end()) and gap.end - gap.start <= 8:
        rule, scope = "fact.verb-describing", Span(_past_titles(text, scope), scope.end)
    return Deed(rule, titles, found[0], _action_type(words, found[0]), Span(*found.span()), scope, before, sentence)


def _past_titles(text: ClauseText, scope: Span) -> int:
    """Where a clause goes on after the last title that it holds: 签署《甲》以替代双方达成的《乙》."""
    ends = [m.end for m in text.between(*scope) if isinstance(m.meaning, TitleMeaning) and m.meaning.category not in _NOT_DOCUMENTS]
    return _past_brackets(text.view, ends[-1]) if ends else scope.start


def _last_verb(text: ClauseText, words: FactWords, span: Span) -> re.Match[str] | None:
    """The last verb in a span that is no part of a mention."""
    last = None
    for found in words.verb.finditer(text.view, *span):
        if text.around(found.start()) is None and not _RENEWED.match(text.view, found.start()):
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
    text: ClauseText, words: FactWords, titles: tuple[Candidate, ...], clause: Span, before: tuple[Span, ...], sentence: Span
) -> Deed | None:
    view = text.view
    at = _past_brackets(view, titles[-1].end)
    if others := _AND_OTHERS.match(view, at):
        at = others.end()
    end = text.clauses(at, min(sentence.end, at + _VERB_REACH))[0].end
    lead = view[max(clause.start, titles[0].start - 2) : titles[0].start].strip(' “"')
    if lead.endswith("在") and (signed := _SIGNED.match(view, at, end)):
        scope = Span(clause.start, titles[0].start - 1)
        return Deed("fact.verb-after", titles, signed["verb"], "sign", Span(*signed.span("verb")), scope, before, sentence)
    found = next((m for m in words.verb.finditer(view, at, end) if text.around(m.start()) is None), None)
    if found is None or is_unreal(text, words, Span(at, found.start())):
        return None
    closing = _ENDS.match(view, found.end())
    if closing is None and found.end() < end:
        return None
    actors = read_actors(text, words, Span(at, found.start()))
    is_object = lead.endswith(("对", "就", "将", "把"))
    if ((actors.loose or actors.parties) and not actors.has_agent) or view.startswith("的", at):
        return None
    if closing and closing["after"] and not actors.has_agent and not actors.dates:
        return None
    action, verb = found[0], Span(*found.span())
    if is_object:
        scope = Span(clause.start, titles[0].start - 1)
        if is_unreal(text, words, scope):
            return None
        return Deed("fact.verb-after", titles, action, _action_type(words, action), verb, scope, before, sentence)
    scope = Span(at, found.start())
    return Deed("fact.verb-after", titles, action, _action_type(words, action), verb, scope, (*before, clause), sentence, True)


def _past_brackets(view: str, at: int) -> int:
    found = _BRACKET.match(view, at)
    return found.end() if found else at


def _action_type(words: FactWords, action: str) -> ActionType:
    """The class of the last verb of a row."""
    return next((kind for start in range(len(action)) if (kind := words.actions.get(action[start:]))), "other")


def is_unreal(text: ClauseText, words: FactWords, span: Span) -> bool:
    """Whether a stretch before a verb says that the deed is planned, asked for or denied."""
    return any(found["unreal"] and text.around(found.start()) is None for found in words.unreal.finditer(text.view, *span))
