"""What is asked while a clause is read: whether the text so far goes on in a name, or opens with a verb of which a name is the object."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cyextract.facts import clause_phrases as phrases
from cyextract.facts.clause import Slot
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.counted_names import COUNTED_COUNTRIES, ONE_OF
from cyextract.facts.party_names import BEARERS, PartyNames
from cyextract.facts.trigger import past_brackets
from cyextract.facts.word_lists import OF, POINTING, SIGNS, WITH
from cyextract.recognizers.candidate import Candidate

_MAX_OPEN_NAME = 12
_BETWEEN_TAGS = frozenset(("d", "c", "t", "ad"))
_VERB = "v"  # the dictionary's tag
_COUNTED = re.compile("[0-9]+[余多]?[个家名]$")  # 190个|联合国会员国
_NAMED = frozenset(("DATE", "ORG", "TITLE"))  # mentions that are no text of the clause like any other
_PRONOUNS, _SIDE = frozenset("其之"), "方"
_HEADS = frozenset(("企业", "公司", "政府"))


def takes_text_before(text: ClauseText, slot: Slot, mention: Candidate) -> bool:
    """Whether the plain text right before a name belongs to it: 25个国家的|央行, 韩日|国防部."""
    if slot.text is None:
        return False
    if COUNTED_COUNTRIES.fullmatch(text.view, slot.text.start, mention.start):
        return True
    if slot.goes_on_at(mention.start) and (counted := _COUNTED.search(text.view, slot.text.start, mention.start)) is not None:
        slot.text = Span(counted.start(), mention.start)
        return True
    return (
        not slot.parties and slot.goes_on_at(mention.start)
        and mention.start - slot.text.start <= _MAX_OPEN_NAME
        and (
            text.place_at(slot.text.start, mention.start) == mention.start
            or text.lexicon.abbreviated.fullmatch(text.view, slot.text.start, mention.start) is not None  # 韩日|国防部
        )
        and text.without_function_words(slot.text) == slot.text
    )  # fmt: skip


def plain_end(text: ClauseText, at: int, end: int) -> int:
    """Where plain text ends that goes on at `at`: before the next character at which anything else may begin."""
    while True:
        mention = text.next_mention(at)
        stop = end if mention is None or mention.start > end else mention.start
        # A word may begin right before a mention and go on in it.
        found = text.lexicon.opening.search(text.view, at, stop + 1 if stop < end else end)
        if found is not None and found.start() < stop:
            return found.start()
        if mention is None or mention.end > end or mention.type in _NAMED:
            return stop
        at = mention.end


def text_end(text: ClauseText, at: int, end: int) -> int:
    """Where plain text ends that begins at `at`: before the next mention, word or sign."""
    stop = plain_end(text, at, end)
    while stop < end and text.view[stop] not in SIGNS and not (text.at(stop) or text.word_at(stop, end)):
        stop = plain_end(text, stop + 1, end)
    return stop


def function_word(text: ClauseText, slot: Slot, at: int, end: int) -> str:
    """The adverb, conjunction, pronoun or word of time at an offset, where plain text would begin."""
    if slot.goes_on_at(at):
        return ""
    word = text.words.word_from(at)
    if word in POINTING and (counted := text.word_at(at + len(word), end)) and counted[1] == "collective":
        return word  # 这|两家公司
    tag = text.words.tag(word) if 0 < len(word) <= end - at else "x"
    return word if tag in _BETWEEN_TAGS or word in text.lexicon.pronouns else ""


def head_behind(text: ClauseText, at: int, end: int) -> int:
    """Where a common noun for bodies ends that stands right behind a word for several (两国|企业); the offset where none does."""
    head = text.word_at(at, end)
    is_head = head is not None and head[1] == "party" and text.view[at : head[0]] in _HEADS and text.view[at - 1] != _SIDE
    return head[0] if head is not None and is_head else at


def goes_on_to_say(text: ClauseText, preposition: str, source: tuple[Span, ...], at: int, end: int) -> bool:
    """Whether another source follows a link right behind one (从甲|与乙获悉)."""
    is_source = preposition == phrases.FROM or preposition in phrases.SOURCE_PREPOSITIONS
    return is_source and past_brackets(text.view, source[-1].end) == at and text.lexicon.said.search(text.view, at, end) is not None


def opens_name(view: str, slots: Sequence[Slot], at: int, end: int) -> bool:
    """Whether a character that links is the first of a name, for it stands right behind another link (与|和黄)."""
    last = slots[-1]
    return last.link == "with" and not last.parties and last.text is None and end == at + 1 and view[at - 1] in WITH


def is_pronoun(text: ClauseText, names: PartyNames, slot: Slot, at: int, end: int) -> bool:
    """Whether the partner is only pointed at (与其|签署, 与之|签署)."""
    is_first = slot.link == "with" and slot.text is None and not slot.parties
    is_whole = text.view[at] in _PRONOUNS and text.is_edge(at) and text.is_edge(at + 1) and names.is_edge(at + 1, end)
    return is_first and is_whole and text.view.find(OF, at, end) < 0  # not 与其在当地的子公司


def opens_with_verb(text: ClauseText, slots: Sequence[Slot], at: int) -> bool:
    """Whether a clause begins with a verb of which the name at an offset is the object (拿下|甲公司): its subject is named before."""
    slot = slots[-1]
    if len(slots) > 1 or slot.parties or slot.text is None or slot.text.end != at or slot.text != slot.opening:
        return False
    first = text.words.word_from(slot.text.start)
    return len(first) > 1 and text.words.tag(first) == _VERB and slot.text.start + len(first) == at


def actor(names: PartyNames, slot: Slot, *, is_of: bool, before: int) -> Span | None:
    """The person whom the text of a slot begins with, where a verb follows (王建国|携带), or the bodies that it counts, apart from a name.

    Args:
        names: of the document.
        slot: with the text.
        is_of: whether 的 follows: the verb must have an object.
        before: where the name begins; -1 where none does.
    """
    if slot.opening is not None and slot.opening.end < before and (counted := names.counts.party(slot.opening)):
        return counted
    if slot.text is None or slot.text != slot.opening or slot.parties:
        return None
    return names.persons.acting(slot.text, is_of=is_of)


def opens_predicate(text: ClauseText, slots: Sequence[Slot], adverb: str) -> bool:
    """Whether a word that may pass for an adverb is the verb of a clause that names nobody before it (开展|论坛)."""
    slot = slots[-1]
    return len(slots) == 1 and not slot.parties and slot.text is None and text.words.tag(adverb) == _VERB


def is_brand_of(text: ClauseText, named: Span, at: int) -> bool:
    """Whether Latin letters right behind a party are the name of which it only says what it is (网络公司|ByteHub, not 公司|CEO)."""
    view = text.view
    is_latin = named.end == at and view[at].isascii() and view[at].isupper() and view.endswith(BEARERS, *named)
    return is_latin and text.word_at(at, len(view)) is None


def is_role_of(text: ClauseText, span: Span, name: Span) -> bool:
    """Whether a party only says in which role the name right behind it takes part (交易对方|甲公司, 贸易公司|BPC)."""
    is_word = text.lexicon.words.kinds.get(text.view[slice(*span)]) == "party"
    is_word |= text.view.endswith(BEARERS, *span) and text.view[name.start].isascii()
    return is_word and span.end == name.start and text.at(name.start) is not None


def are_mentions(text: ClauseText, first: Span, second: Span) -> bool:
    """Whether two names side by side are both organisations: a company behind its parent."""
    mentions = text.at(first.start), text.at(second.start)
    return all(mention is not None and mention.type == "ORG" for mention in mentions)


def is_date(text: ClauseText, at: int) -> bool:
    """Whether a date begins at an offset."""
    mention = text.at(at)
    return mention is not None and mention.type == "DATE"


def opens_description(text: ClauseText, slot: Slot) -> bool:
    """Whether what a slot holds before a phrase only describes what follows: 一位|在当地工作的王小姐, 与注册|于甲地的乙."""
    if slot.text is None or slot.parties:
        return False
    return ONE_OF.search(text.view, *slot.text) is not None or (
        slot.link == "with" and text.words.tag(text.view[slice(*slot.text)]) == _VERB
    )
