"""Find the trigger of an event, the verb before its title (签署《…》), in a clause that describes it (签署的《…》), or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.word_lists import OF
from cyextract.models import ActionType
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.title import TitleMeaning

_VERB_REACH = 60  # code points between a title and a verb after it
_TAIL_REACH = 150  # brackets and a list's end included
_SCOPE_REACH = 240  # code points that the performers of one verb take at most
_GAP_REACH = 40  # code points between a verb and its title
_LIST_REACH = 800  # code points of a list of titles, and how many it holds: each is an event with the whole list as its evidence
_MAX_LISTED = 40
_LIST_LINK = re.compile(r"\s*(?:\([^()\n]{0,80}\))?\s*(?:[、,，]|以及|和|及|与|并)?\s*")
_BRACKET = re.compile(r" ?\([^()\n]{0,80}\)")
# What may follow the verb that stands behind its title: nothing more, the time of the event, or the ceremony.
_ENDS = re.compile(
    '$|[,，。;；:：!！?？\n)”"、]|(?P<after>(?:实施|施行)?(?:以来|之后|后|时))|'
    "(?:仪式|会|大会|活动)[^,，。;；\n]{0,24}(?:举行|召开|举办|开幕)"
)
_NAMED_ONLY = frozenset(("关于", "所"))  # 关于签署《…》, 所签署: the event is only named
_RENEWED = "新"  # 新修订的, 新制定的: that verb only describes
_SIGNED = re.compile("上?(?P<verb>签字|签署|签约)")
_NOT_DOCUMENTS = frozenset(("work", "publication"))
_OBJECT_MARKERS = ("对", "将", "把")
_DESCRIBED_REACH = 8  # code points between a verb that describes a title and the title (签署的这份《…》)
# A verb that opens a phrase of means when more follows its title: 通过《…》查询.
_MEANS = "通过"


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
        if group and not _goes_on(text, group, mention):
            yield tuple(group)
            group = []
        if mention.meaning.category not in _NOT_DOCUMENTS:
            group.append(mention)
    if group:
        yield tuple(group)


def _goes_on(text: ClauseText, group: list[Candidate], title: Candidate) -> bool:
    """Whether a title is the next of a list."""
    if title.end - group[0].start > _LIST_REACH or len(group) == _MAX_LISTED or title.start - group[-1].end > _VERB_REACH:
        return False
    return _LIST_LINK.fullmatch(text.view, group[-1].end, title.start) is not None


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


def _triggers_of(reader: ClauseReader, titles: tuple[Candidate, ...]) -> Iterator[Trigger]:
    text, verb, start, end = reader.text, reader.text.lexicon.any_verb, titles[0].start, titles[-1].end
    # Most titles are only spoken of: no verb stands near them.
    if not verb.search(text.view, max(0, start - _GAP_REACH), start) and not verb.search(text.view, end, end + _TAIL_REACH):
        return
    sentence = Span(text.sentence_start(start), text.sentence_end(end))
    *before, clause = text.clauses(sentence.start, start)
    site = _Site(titles, clause, tuple(before), sentence)
    ahead = _verb_before(text, site)
    after = None if ahead is not None and ahead.rule == "fact.verb-before" else _verb_after(reader, site)
    if ahead is not None and (after is None or ahead.action_type != "draft"):
        yield ahead
    if after is not None:
        yield after if ahead is None else after._replace(describing=ahead.scope)


def _verb_before(text: ClauseText, site: _Site) -> Trigger | None:
    view, start, end = text.view, site.titles[0].start, site.titles[-1].end
    found = _last_verb(text, Span(max(site.clause.start, start - _GAP_REACH), start))
    if found is None:
        return None
    gap = Span(found.end(), start)
    if not text.lexicon.modifier.fullmatch(_without_mentions(text, gap)) or text.lexicon.topic.match(view, end):
        return None
    if found[0] == _MEANS and text.goes_on(_past_brackets(view, end), site.sentence.end):
        return None
    scope = Span(max(site.clause.start, found.start() - _SCOPE_REACH), found.start())
    if text.is_unreal(scope) or text.ends_with(_NAMED_ONLY, scope):
        return None
    if view.startswith(OF, found.end()) and gap.end - gap.start <= _DESCRIBED_REACH:
        return site.trigger(text, "fact.verb-describing", found, Span(_past_titles(text, scope), scope.end))
    return site.trigger(text, "fact.verb-before", found, scope)


def _past_titles(text: ClauseText, scope: Span) -> int:
    """Where a clause goes on after the last title that it holds: 签署《甲》以替代双方达成的《乙》."""
    ends = [m.end for m in text.between(*scope) if isinstance(m.meaning, TitleMeaning) and m.meaning.category not in _NOT_DOCUMENTS]
    return _past_brackets(text.view, ends[-1]) if ends else scope.start


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


def _verb_after(reader: ClauseReader, site: _Site) -> Trigger | None:
    text, view, start = reader.text, reader.text.view, site.titles[0].start
    at = _past_brackets(view, site.titles[-1].end)
    if others := text.lexicon.others.match(view, at):
        at = others.end()
    end = text.clauses(at, min(site.sentence.end, at + _VERB_REACH))[0].end
    lead = view[max(site.clause.start, start - 2) : start].strip(' “"')
    object_scope = Span(site.clause.start, start - 1)
    if lead.endswith("在") and (signed := _SIGNED.match(view, at, end)):
        return site.trigger(text, "fact.verb-after", signed, object_scope, "verb")
    found = next(text.verbs(at, end), None)
    if found is None or text.is_unreal(Span(at, found.start())):
        return None
    closing = _ENDS.match(view, found.end())
    if closing is None and found.end() < end and not text.closes(found.end(), end):
        return None
    scope = Span(at, found.start())
    between = reader.read(scope)
    if ((between.loose or between.parties) and not between.has_agent) or view.startswith(OF, at):
        return None
    if closing and closing["after"] and not between.has_agent and not between.dates:
        return None
    if lead.endswith(_OBJECT_MARKERS):
        return None if text.is_unreal(object_scope) else site.trigger(text, "fact.verb-after", found, object_scope)
    trigger = site.trigger(text, "fact.verb-after", found, scope)
    return trigger._replace(clauses=(*site.before, site.clause), is_passive=True)


def _past_brackets(view: str, at: int) -> int:
    found = _BRACKET.match(view, at)
    return found.end() if found else at
