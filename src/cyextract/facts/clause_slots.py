"""The parties of a clause that has been cut into slots: one in each at most, by a list, by its form, or by its place alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cyextract.facts.clause import Slot
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.party_names import PartyNames

_VERB_TAGS = frozenset(("v", "vn"))
# Verbs of several subjects: what they describe takes part, not those (甲与乙组成的联合体).
_JOINTLY = re.compile("(?:组成|组建|合资|合办|共建|(?:合资|共同|联合)[^与和及、]{0,4}(?:成立|设立|建立))$")
_JOINT_REACH = 10
_PAUSES = frozenset(",，")
_AMONG, _AMONG_OPEN = "在内", "包括"
_DEPARTMENTS = ("部", "局", "厅", "委员会")


class SlotParties(NamedTuple):
    """Who takes part, by the slots of a clause."""

    parties: tuple[Span, ...]
    with_sole: tuple[Span, ...]
    """The parties; where there is none, the plain text that is all the clause has."""
    leaders: int
    """How many of the parties stand before the first 与."""
    guessed: tuple[Span, ...]
    """Those of the parties that nothing but their place shows."""
    owners: tuple[Span, ...]
    """The parties, and those that only describe what the clause speaks of."""
    lacks_first: bool
    """The first slot names nobody."""
    is_unread: bool
    """The first slot begins with a noun that is no party: there may be one whom nothing shows."""


class SlotReader:
    """Reads the slots of one clause.

    Args:
        view: the reading view.
        names: of the document.
        slots: in text order.
        loose: code points of plain text in the clause.
        leading: whether the verb of the clause may stand in its last text.
        open_names: whether plain text between links may be a name.
    """

    def __init__(self, view: str, names: PartyNames, slots: Sequence[Slot], loose: int, *, leading: bool, open_names: bool) -> None:
        self._view, self._names, self._slots, self._loose = view, names, slots, loose
        self._leading, self._open_names = leading, open_names
        self._forms: dict[tuple[Span, bool], Span | None] = {}  # asked for the party, the owner and whether there is any

    def read(self) -> SlotParties:
        found: list[Span] = []
        guessed: list[Span] = []
        leaders = -1
        named = sum(bool(slot.parties or slot.text) for slot in self._slots)
        is_list = self._open_names and (named > 1 or (named == 1 and self._slots[-1].link == "with"))
        slots = self._whole_slots()
        before = Slot()
        deeds = (i for i in range(len(slots) - 1, 0, -1) if slots[i].is_next_deed and not self._is_empty(slots[i]))
        for slot in slots[next(deeds, 0) :]:
            span = slot.parties[-1] if slot.parties else self._by_form(slot)
            if slot.expects_other and slot.parties and (other := self._by_form(slot) or (self._open_name(slot) if is_list else None)):
                span = other  # 甲公司子公司某某
            if span is None and slot.expects_other and slot.text is not None and slot is not self._slots[-1]:  # 实际控制人柳某某|与乙
                span = self._names.behind(slot.text)
            if span is None and is_list and (span := self._open_name(slot) or self._partner(slot, found)):
                guessed.append(span)
            if span is None and slot.owner is not None and slot.has_post:
                span = slot.owner
            if slot.link == "with" and leaders < 0:
                leaders = len(found)
            is_colleague, before = slot.link == "list" and self._is_colleague(before, slot, span), slot
            if span is not None and not is_colleague:
                found.append(span)
        sole = None if found else self._sole_name()
        with_sole = (sole,) if sole else tuple(found)
        if sole is not None and not self._leading:
            guessed.append(sole)
            found.append(sole)
        leaders = leaders if leaders >= 0 else len(found)
        return SlotParties(tuple(found), with_sole, leaders, tuple(guessed), self._owners(), self._lacks_first(), self._is_unread())

    def _partner(self, slot: Slot, found: Sequence[Span]) -> Span | None:
        """A common noun as the other side: 贝里|与幕府, 又与|幕府."""
        is_last = slot is self._slots[-1] and slot.link == "with" and (bool(found) or self._slots[0].text is None)
        is_last &= not self._leading and not slot.has_post
        return self._names.noun(slot.text) if is_last and slot.text is not None else None

    def _is_colleague(self, before: Slot, slot: Slot, span: Span | None) -> bool:
        """Whether the person of a slot acts for the body of the one before, as who is named there (甲公司经理王建国、副经理李明)."""
        if slot.parties or slot.text is None or not before.parties or before.tail is None:
            return False
        return self._names.persons.ending(before.tail) is not None and self._names.persons.ending(slot.text) == span

    def _lacks_first(self) -> bool:
        """Whether the clause begins with 与: before a list (符合《甲》、乙发布的《丙》) nobody is missing."""
        is_with = len(self._slots) > 1 and self._slots[1].link == "with"
        return is_with and self._is_empty(self._slots[0])

    def _is_unread(self) -> bool:
        slot = self._slots[0]
        return self._is_empty(slot) and slot.opening is not None and self._names.opens_with_noun(slot.opening)

    def _is_empty(self, slot: Slot) -> bool:
        return not slot.parties and self._by_form(slot) is None and not (self._open_names and self._open_name(slot))

    def _owners(self) -> tuple[Span, ...]:
        named = (slot.parties[-1] if slot.parties else self._by_form(slot) or slot.owner for slot in self._slots)
        return tuple(span for span in named if span is not None)

    def _whole_slots(self) -> Sequence[Slot]:
        """The slots; those that part the name of one department are one (吉布提外交|与|国际合作部), and letters stand for countries."""
        if len(self._slots) == 1:
            return self._slots
        slots = list[Slot]()
        for index, slot in enumerate(self._slots):
            if slot.text is None or slot.parties:
                slots.append(slot)
                continue
            joined = self._department(slots, slot.text)
            is_listed = any(other.link == "list" for other in self._slots[index : index + 2])
            if joined is not None:
                slots[joined[0] :] = [joined[1]]
            elif is_listed and self._names.letter(slot.text):
                slots.append(Slot(slot.link, [slot.text]))
            else:
                slots.append(slot)
        return slots

    def _department(self, before: Sequence[Slot], text: Span) -> tuple[int, Slot] | None:
        """The slot that ends the name of a department with those before it that open it, and where they begin."""
        if not self._view.endswith(_DEPARTMENTS, *text) or not self._names.is_piece(text):
            return None
        for index in range(len(before) - 1, -1, -1):
            opened = before[index]
            if opened.parties or opened.text is None:
                return None
            if self._names.opens_department(opened.text):
                return index, Slot(opened.link, [Span(opened.text.start, text.end)])
            if not self._names.is_piece(opened.text):
                return None
        return None

    def _sole_name(self) -> Span | None:
        """Plain text that is all a clause has before its verb (长岭铝业|披露): its subject."""
        slot = self._slots[0]
        if len(self._slots) > 1 or slot.text is None or slot.has_post or self._loose != slot.text.end - slot.text.start:
            return None
        return self._names.sole(slot.text, self._leading)

    def _open_name(self, slot: Slot) -> Span | None:
        return None if slot.text is None or slot.has_post else self._names.open(slot.text, self._leading)

    def _named(self, slot: Slot) -> Span | None:
        if slot.text is None or slot.has_post:
            return None
        named = self._names.by_head(slot.text)
        if named is None or not self._leading or self._view[named.end : named.end + 1] not in _PAUSES:
            return named
        return None if self._names.opens_with_deed(named) else named  # 优化点位布局|, 并印发《…》

    def _by_form(self, slot: Slot) -> Span | None:
        """A party that no list knows, which shows by its form: the word it ends with, a count before it, or a person's name."""
        if slot.text is None:
            return None
        key = slot.text, slot.has_post
        if key not in self._forms:
            names, text = self._names, slot.text
            opening = slot.opening if slot.opening != text else None
            found = names.counts.party(opening) if opening and self._leading else None  # 多家企业|陆续|重返伊朗
            found = found or self._named(slot) or names.counts.party(text) or names.persons.ending(text) or names.latin(text)
            found = found or names.head_of_state(text) or (names.place_dealt_with(text) if self._leading and slot.link == "with" else None)
            found = found or (names.behind_post(text) if slot.has_post else None)
            self._forms[key] = found or (names.persons.ending(opening) if opening else None)
        return self._forms[key]


def without_relative(text: ClauseText, slots: list[Slot], aside: list[Slot], told: Span) -> list[Slot]:
    """The slots at a 的 without those that only describe what follows: with a verb of several subjects, or as one of two verbs.

    Args:
        text: the document.
        slots: what the clause has been cut into so far.
        aside: what stands before the performer that the slots begin with.
        told: the clause up to the 的.
    """
    view, at, last = text.view, told.end, slots[-1]
    if slots[0].link == "agent" and len(aside) > 1 and not aside[-1].parties:  # 甲与获乙授权的丙
        return aside
    if view.endswith(_AMONG, *told):  # 包括甲、乙在内的
        opened = view.rfind(_AMONG_OPEN, *told)
        first = next((i for i, slot in enumerate(slots) if slot.text and slot.text.start == opened >= 0), -1)
    elif _JOINTLY.search(view, max(told.start, at - _JOINT_REACH), at):
        first = max((i for i, slot in enumerate(slots[:-1]) if slot.link == "with" and slots[i + 1].link == "list"), default=0)
    elif last.link == "list" and last.text is not None and not last.parties and last.text.end == at and _is_verb(text, last.text):
        first = len(slots) - 2  # 研制和生产的
    else:
        return slots
    return [*slots[:first], Slot(slots[first].link)] if first >= 0 else slots


def _is_verb(text: ClauseText, span: Span) -> bool:
    word = text.words.word_from(span.start)
    return len(word) == span.end - span.start and text.words.tag(word) in _VERB_TAGS
