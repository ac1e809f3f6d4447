"""Several that a clause names as one party: places and a number of bodies there (沪苏两地, 北京、天津等地的9家企业, 伊核问题六国)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cyextract.facts.clause import Slot
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.counted_names import COUNTED_PARTY
from cyextract.facts.party_names import MAX_PREFIX, PartyNames

_TWO, _SIDE = frozenset("双两"), "方"
_OTHERS = re.compile(
    "等(?:[0-9]+|[二两三四五六七八九十]+|多)[余多]?[个家]?(?:国家|中央|地方|省级|国内|主要)?"
    "(?:部门|部委|单位|机构|企业|公司|院校|高校|银行|协会|国家|国|省区市|省市|省|市|方|地)"
)
_NUMBERS = {numeral: number for number, numeral in enumerate("三四五六七八九十", 3)}
_NOUN = "n"  # the dictionary's tag
_TOPICS = ("问题", "机制")  # at the end of what unites them


def attach(text: ClauseText, names: PartyNames, slots: Sequence[Slot], collective: Span) -> int:
    """Join a word for several, and the name of bodies of theirs behind it (两国|央行), to what stands right before it.

    Returns:
        Where they end; -1 where there is nothing to join them to.
    """
    (begin, end), slot = collective, slots[-1]
    listed = next((count for count, one in enumerate(reversed(slots), 1) if one.link != "list"), len(slots))
    is_other = _NUMBERS.get(text.view[begin], listed) != listed  # not all of those listed: 甲部和中亚五国
    if slot.parties and slot.parties[-1].end == begin:
        if begin - slot.parties[-1].start <= MAX_PREFIX and (is_other or not _is_last_of_list(text, slot, slot.parties[-1])):
            slot.parties[-1] = Span(slot.parties[-1].start, _past_bodies(text, end))
        return max(end, slot.parties[-1].end)
    if slot.text is None or begin not in (slot.text.end, slot.bridge):
        return -1
    is_united = text.view[begin] not in _TWO and text.view[end - 1] == _SIDE and text.view.endswith(_TOPICS, *slot.text)
    if not is_united and not names.may_be_summed_up(slot.text):
        return -1
    if is_united and text.words.tag(text.words.word_from(end)) == _NOUN and not text.word_at(end, len(text.view)):  # 某问题三方|联络小组
        return -1
    is_last = not is_united and not is_other and _is_last_of_list(text, slot, slot.text)
    slot.parties.append(slot.text if is_last else Span(slot.text.start, _past_bodies(text, end)))
    slot.text = None
    return max(end, slot.parties[-1].end)


def _past_bodies(text: ClauseText, at: int) -> int:
    body = text.at(at)
    return body.end if body is not None and body.type == "ORG" else at


def _is_last_of_list(text: ClauseText, slot: Slot, name: Span) -> bool:
    """Whether a name is one of those that the word behind it sums up (甲部、乙部两部门, 甲与乙两国), not all of them (与日韩两国)."""
    is_second = slot.link == "with" and text.view[name.end] in _TWO and not text.lexicon.abbreviated.fullmatch(text.view, *name)
    return slot.link == "list" or is_second


def past_others(view: str, slot: Slot, at: int, end: int) -> int:
    """Where a party ends of which one body is named and the others are counted (甲部|等六部门); `at` where there is none."""
    others = _OTHERS.match(view, at, end) if slot.link != "list" and slot.parties and slot.parties[-1].end == at else None
    if others is None:
        return at
    slot.parties[-1] = Span(slot.parties[-1].start, others.end())
    return others.end()


def join_places(text: ClauseText, names: PartyNames, slots: list[Slot], counted: Span) -> int:
    """Make one party of the places that end the slots and of the number of bodies that they describe.

    Args:
        text, names: of the document.
        slots: of the clause up to 等地的; those of the places are made one.
        counted: the plain text that follows.

    Returns:
        Where the party ends; -1 where there is none.
    """
    first = next((i for i in range(len(slots) - 1, -1, -1) if slots[i].link != "list"), 0)
    places = [slot.parties[-1] for slot in slots[first:] if slot.parties]
    named = names.counts.party(counted) if _are_places(text, places) and COUNTED_PARTY.match(text.view, *counted) else None
    if named is None:
        return -1
    slots[first:] = [Slot(slots[first].link, [Span(places[0].start, named.end)])]
    return named.end


def _are_places(text: ClauseText, parties: Sequence[Span]) -> bool:
    return bool(parties) and all(text.place_at(*party) == party.end for party in parties)
