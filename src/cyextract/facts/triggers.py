"""Find the trigger of an event, the verb before its title (签署《…》), in a clause that describes it (签署的《…》), or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cyextract.facts.agreement_phrases import is_phrase
from cyextract.facts.clause_text import NOT_DOCUMENTS, ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.notices import find_notice
from cyextract.facts.trigger import ASPECTS, Site, Trigger, Untold
from cyextract.facts.verbs_after import verb_after
from cyextract.facts.verbs_before import described_from, is_told, listed_deed, outer_deed, past_link, then_issued, verb_before
from cyextract.facts.word_lists import OF
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.title import TitleMeaning

_VERB_REACH = 60  # code points between a title and a verb after it
_TAIL_REACH = 150  # brackets and a list's end included
_CLAUSES_BACK = 12
_GAP_REACH = 40  # code points between a verb and its title
_LIST_REACH = 800  # code points of a list of titles, and how many it holds: each is an event with the whole list as its evidence
_MAX_LISTED = 40
_LIST_LINK = re.compile(r"\s*(?:\([^()\n]{0,80}\))?\s*(?:[、,，]|以及|和|及|与|并)?\s*")


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
    if link is not None and is_phrase(title) and any(mark in ",，" for mark in link[0]):
        return False
    is_subject = text.view.startswith(OF, title.end) and any(mark in ",，" for mark in link[0]) if link else False  # 《甲》，《乙》的特点是
    return link is not None and not is_subject


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
    site = Site(titles, clause, tuple(before), sentence)
    if (told := find_notice(text, Span(start, end), sentence)) is not None:
        yield (notice := site.trigger(text, "fact.verb-notice", *told))
        adopted = verb_after(reader, site)
        if isinstance(adopted, Trigger) and adopted.action != notice.action:
            yield adopted
        return
    ahead = verb_before(text, site)
    if isinstance(ahead, Trigger) and ahead.rule == "fact.verb-before":
        yield then_issued(text, site, ahead) if ahead.action_type == "draft" else ahead
        return
    after = verb_after(reader, site)
    if isinstance(ahead, Trigger):
        if (listed := listed_deed(text, site, ahead)) is not None:  # 甲制定、|乙批准的《…》
            yield listed._replace(is_listed=True)
            is_governed = described_from(text, listed.scope) >= 0
            ahead = ahead._replace(scope=Span(past_link(text, listed.verb.end), ahead.scope.end), is_inner=is_governed)
        if (outer := outer_deed(text, site, ahead)) is not None:  # 甲公布了|乙编制的《…》
            if is_told(text, outer):
                yield outer
            if outer.verb.end + 1 >= ahead.scope.end:  # 发布了|修订后的《…》
                return
            opened = outer.verb.end + text.view.startswith(ASPECTS, outer.verb.end)
            yield ahead._replace(scope=Span(opened, ahead.scope.end), clauses=(*ahead.clauses, outer.scope), is_inner=True)
            return
        if not isinstance(after, Trigger):
            yield ahead
            return
        if ahead.action_type != "draft":
            yield ahead
        after = after._replace(describing=ahead.scope)
    # What is said of the verb before tells more, unless there is none.
    yield after if isinstance(after, Trigger) else Untold(titles, after if ahead == "no-verb" else str(ahead))
