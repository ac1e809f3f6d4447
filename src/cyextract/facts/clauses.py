"""Read the clauses of a document: who acts before a verb, with whom, and when.

A clause is read left to right as mentions, clause words and plain text. Phrases that a preposition opens (在…大会上, 就…,
为…) name no party and are passed over; words that link (与, 、, 会同) divide what is left into slots, each holding one party.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.word_lists import OF, SPACES
from cyextract.recognizers.candidate import Candidate

_LISTING = frozenset("、和及") | {"以及"}
_PLACE_PREPOSITIONS = frozenset("在于")
_EDGE_KINDS = frozenset(("join", "adverb", "vague", "preposition", "etc", "post"))
# Numbered meetings of a body (第三次全体会议) are happenings; the body acts.
_EDITION = re.compile("第[0-9一二三四五六七八九十百]+[次届](?:会议|大会)?$")
_DATELINE = re.compile("(?:综合)?(?:电|讯|消息|报道)")
_BRACKET_REACH = 120
_MAX_REMEMBERED = 1000  # clauses
_MAX_NAME = 44  # code points of a party's name that no list knows
_MIN_NAME = 3
_MAX_OPEN_NAME = 12
_MAX_PREFIX = 4
_MAX_BRAND = 3  # a brand this short may go on with a word that no list knows (博天环境)
_MAX_BRAND_TAIL = 4
_NUMERALS = frozenset("0123456789一二三四五六七八九十")
_COUNTED = frozenset("第各")  # 第七次会议, 各银行: no name


class Clause(NamedTuple):
    """What a clause says before its verb."""

    parties: tuple[Span, ...] = ()
    dates: tuple[Candidate, ...] = ()
    is_vague: bool = False
    is_anaphoric: bool = False
    has_place: bool = False
    lacks_subject: bool = False
    """The clause begins with 与 and a party: whoever acts is named before it."""
    collective: Span | None = None
    """双方, 两国: a word that stands for parties named before."""
    loose: int = 0
    """Code points of plain text that belong to no party and no phrase."""
    has_agent: bool = False
    leaders: int = 0
    """How many of the parties stand before the first 与."""
    reporter: tuple[Span, ...] = ()
    """Who reports what follows (甲公司公告称 …)."""


@dataclass(slots=True)
class _Slot:
    link: str = ""
    """The word before it: "" for the first slot, "list" after 、 and 和, "with" after 与, "agent" after 由."""
    parties: list[Span] = field(default_factory=list)
    text: Span | None = None
    bridge: int = -1
    """Where a bracket ends that stands right behind the text: what follows may go on with it."""
    expects_other: bool = False
    has_post: bool = False
    owner: Span | None = None


class ClauseReader:
    """Reads the clauses of one document, each question about a clause once: several verbs share it."""

    def __init__(self, text: ClauseText) -> None:
        self.text = text
        self._read: dict[tuple[Span, bool, bool], Clause] = {}

    def read(self, span: Span, *, leading: bool = False, open_names: bool = False) -> Clause:
        """Read a clause, or only its subject.

        Args:
            span: the clause up to its verb.
            leading: stop where the predicate begins: the clause is one before that of the verb.
            open_names: of several that are linked, take names that nothing but their place shows (张三与某某投资签署).
        """
        key = (span, leading, open_names)
        clause = self._read.get(key)
        if clause is None:
            if len(self._read) > _MAX_REMEMBERED:
                self._read.clear()
            self.text.forget()
            clause = self._read[key] = _Pass(self.text, span, leading, open_names).clause()
        return clause


class _Pass:
    """One pass over a clause, left to right."""

    def __init__(self, text: ClauseText, span: Span, leading: bool, open_names: bool) -> None:
        self.text, self.view, self.lexicon = text, text.view, text.lexicon
        self.at, self.end = span
        self.leading, self.open_names = leading, open_names
        self.slots = [_Slot()]
        self.mask: str | None = None  # "phrase" after a preposition, "list" after 等
        self.masked_date = False  # the phrase holds a date and nothing else so far
        self.preposition = ""
        self.dates: list[Candidate] = []
        self.reporter: tuple[Span, ...] = ()
        self.is_vague = self.is_anaphoric = self.has_place = self.has_agent = self.ended = False
        self.collective: Span | None = None
        self.loose = 0
        self.leaders = -1

    def clause(self) -> Clause:
        while self.at < self.end and not self.ended:
            self._step()
        parties = self._parties()
        return Clause(
            parties, tuple(self.dates), self.is_vague, self.is_anaphoric, self.has_place,
            bool(parties) and not self.has_agent and not self.slots[0].link and self._is_empty(self.slots[0]),
            self.collective, self.loose, self.has_agent, self.leaders if self.leaders >= 0 else len(parties), self.reporter,
        )  # fmt: skip

    def _step(self) -> None:
        view, at, end = self.view, self.at, self.end
        if view[at] == "(":
            close = view.find(")", at, min(end, at + _BRACKET_REACH))
            self.at = close + 1 if close >= 0 else at + 1
            if self._continues_text(slot := self.slots[-1], at):
                slot.bridge = self.at
            return
        mention = self.text.at(at)
        if mention is not None and mention.end <= end:
            self._take_mention(mention)
            return
        if view[at] in SPACES:
            self.at += 1
            return
        word = self.text.word_at(at, end)
        place = self.text.place_at(at, end)
        if place > at and (word is None or place >= word[0]) and not self._continues_text(self.slots[-1], at):
            self._take_place(place)
        elif word is not None:
            self._take_word(*word)
        elif view[at] == OF:
            self._take_of()
        elif self.mask is None and (short := self._provinces(at)) > at:
            self._add(Span(at, short))
        else:
            self._take_text(self._plain_end(at + 1))

    def _provinces(self, at: int) -> int:
        """Where a party ends that is named by the characters of its provinces (川渝); `at` when there is none."""
        found = self.lexicon.abbreviated.match(self.view, at, self.end)
        return found.end() if found and self.text.is_edge(at) and self._is_edge(found.end()) else at

    def _plain_end(self, at: int) -> int:
        """Where plain text ends that goes on at `at`: before the next character at which anything else may begin."""
        end, text = self.end, self.text
        while True:
            mention = text.at(at) or text.next_mention(at)
            stop = end if mention is None or mention.start > end else mention.start
            # A word may begin right before a mention and go on in it.
            found = self.lexicon.opening.search(self.view, at, stop + 1 if stop < end else end)
            if found is not None and found.start() < stop:
                return found.start()
            if mention is None or mention.end > end or not self._is_plain(mention):
                return stop
            at = mention.end

    def _is_plain(self, mention: Candidate) -> bool:
        """Whether a mention is text of the clause like any other: no date, no name, no title that names its publisher."""
        return mention.type != "DATE" and mention.type != "ORG" and not (mention.type == "TITLE" and self._presses(mention.end))

    def _take_mention(self, mention: Candidate) -> None:
        if (
            mention.type in ("DATE", "ORG")
            and (line := _DATELINE.match(self.view, mention.end, self.end))
            and self.text.is_edge(line.end())
        ):
            self.slots, self.mask, self.at = [_Slot()], None, line.end()
        elif mention.type == "DATE":
            if self.text.is_vague(mention):
                self.is_vague = True
            elif self.mask != "phrase" or self.preposition in _PLACE_PREPOSITIONS:
                self.dates.append(mention)
                self.masked_date = self.mask == "phrase" and self.view.endswith(self.preposition, 0, mention.start)
            self.at = mention.end
        elif mention.type == "ORG" or (mention.type == "TITLE" and self._presses(mention.end)):
            if self.mask == "phrase" and self.masked_date:
                self.mask = None
            end = mention.end if mention.type == "ORG" else self._presses(mention.end)
            self._add(Span(mention.start, self._brand_end(end) if end - mention.start <= _MAX_BRAND else end))
        else:
            self._take_text(self._plain_end(mention.end))

    def _brand_end(self, end: int) -> int:
        """Where a brand's name ends that goes on after the mention; `end` unless the clause shows it."""
        for at in range(end, min(self.end, end + _MAX_BRAND_TAIL) + 1):
            if self._is_edge(at):
                return at if at - end != 1 else end
            if not "\u4e00" <= self.view[at] <= "\u9fff" or self.text.word_at(at, self.end) or self.text.at(at):
                return end
        return end

    def _presses(self, end: int) -> int:
        """Where a publisher named by its title ends (《…》杂志社); 0 when no such word follows."""
        word = self.text.word_at(end, self.end) if end < self.end else None
        return word[0] if word and word[1] == "press" else 0

    def _take_place(self, end: int) -> None:
        if self.mask is None and self._is_edge(end):
            self._add(Span(self.at, end))
        else:
            self._take_text(end)

    def _is_edge(self, end: int) -> bool:
        """Whether a name may end here: before another word of the clause or a date, not in the middle of a longer name."""
        if end >= self.end or self.view[end] in '( ”"':
            return True
        mention = self.text.at(end)
        if mention is not None:
            return mention.type == "DATE"
        word = self.text.word_at(end, self.end)
        return (word is not None and word[1] in _EDGE_KINDS) or self.text.is_predicate(end, self.end)

    def _take_word(self, end: int, kind: str) -> None:
        text = self.view[self.at : end]
        match kind:
            case "join":
                self._take_link(text)
            case "adverb" | "vague":
                self.is_vague |= kind == "vague"
                self.mask = None
            case "preposition":
                self.mask, self.preposition, self.masked_date = "phrase", text, False
                self.has_place |= text in _PLACE_PREPOSITIONS
            case "agent":
                self.slots, self.mask, self.has_agent = [_Slot("agent")], None, True
            case "phrase_end":
                if self.mask == "phrase":
                    self.mask = None
                elif self.mask is None:
                    self._take_text(end)
                    return
            case "etc":
                self.mask = self.mask or "list"
            case "anaphor":
                self.is_anaphoric, self.mask = True, None
            case "say":
                self._report()
            case _:
                self._take_name_word(end, kind)
                return
        self.at = end

    def _take_name_word(self, end: int, kind: str) -> None:
        slot = self.slots[-1]
        if self.mask is None and kind == "collective" and self._attach(slot, end):
            return
        if kind in ("party", "collective") and self.mask is None and not self._continues_text(slot, self.at):
            if kind == "collective":
                self.collective = Span(self.at, end)
            self.is_anaphoric |= self.view[self.at : end] in self.lexicon.occasions
            self._add(Span(self.at, end))
        else:
            slot.has_post |= kind == "post"
            slot.expects_other |= kind == "apposition"
            self._take_text(end)
            if kind == "apposition":
                slot.text = None

    def _attach(self, slot: _Slot, end: int) -> bool:
        """Join 两地 to the places right before it (沪苏两地)."""
        if slot.parties and slot.parties[-1].end == self.at:
            # The last of a list is one of those that the word sums up (甲部、乙部两部门).
            if self.at - slot.parties[-1].start <= _MAX_PREFIX and slot.link != "list":
                slot.parties[-1] = Span(slot.parties[-1].start, end)
        elif slot.text is not None and self._continues_text(slot, self.at) and self.at - slot.text.start <= _MAX_PREFIX:
            slot.parties.append(Span(slot.text.start, end))
            slot.text = None
        else:
            return False
        self.at = end
        return True

    def _continues_text(self, slot: _Slot, at: int) -> bool:
        return slot.text is not None and at in (slot.text.end, slot.bridge)

    def _take_link(self, text: str) -> None:
        slot = self.slots[0]
        if text == "、" and len(self.slots) == 1 and slot.text and _NUMERALS.issuperset(self.view[slice(*slot.text)]):
            slot.text = None  # the number of an item (三、)
            return
        if text in _LISTING:
            if self.mask is not None:
                return
        elif self.mask is not None:
            self.mask = None
        self.slots.append(_Slot("list" if text in _LISTING else "with"))

    def _report(self) -> None:
        if self.mask is None:
            self.reporter = self._parties() or self.reporter
            self.slots = [_Slot()]

    def _take_of(self) -> None:
        """的: what stands before it in the slot only describes what follows."""
        if self.mask == "phrase":
            self.mask = None if self.preposition not in _PLACE_PREPOSITIONS else self.mask
        elif self.mask is None:
            slot = self.slots[-1]
            if slot.parties:
                slot.owner = slot.parties[-1]
                slot.parties.clear()
            slot.text = None
        self.at += 1

    def _take_text(self, end: int) -> None:
        if self.mask is None:
            slot = self.slots[-1]
            if self.leading and slot.parties and not slot.has_post and not slot.expects_other:
                self.ended = True
                return
            if not slot.parties:
                goes_on = self._continues_text(slot, self.at)
                if not goes_on and self._named(slot) is not None:
                    self.ended = self.leading
                else:
                    slot.text = Span(slot.text.start if slot.text is not None and goes_on else self.at, end)
            self.loose += end - self.at
        self.at = end

    def _add(self, span: Span) -> None:
        """A party, unless it stands in a phrase or after 等."""
        slot = self.slots[-1]
        if self.mask is None:
            if not slot.parties:
                slot.parties.append(span)
            elif slot.expects_other:
                slot.parties[:] = [span]
                slot.expects_other = False
            elif self.leading and not slot.has_post:
                self.ended = True
        self.at = span.end

    def _is_empty(self, slot: _Slot) -> bool:
        return not slot.parties and self._named(slot) is None and not (self.open_names and self._open_name(slot))

    def _parties(self) -> tuple[Span, ...]:
        found: list[Span] = []
        self.leaders = -1
        is_list = self.open_names and sum(bool(slot.parties or slot.text) for slot in self.slots) > 1
        for slot in self.slots:
            span = slot.parties[-1] if slot.parties else self._named(slot) or (self._open_name(slot) if is_list else None)
            if span is None and slot.owner is not None and slot.has_post:
                span = slot.owner
            if slot.link == "with" and self.leaders < 0:
                self.leaders = len(found)
            if span is not None:
                found.append(span)
        return tuple(found)

    def _open_name(self, slot: _Slot) -> Span | None:
        """Plain text that fills a slot by itself, short enough for a name, and no common word (资深, 名义)."""
        if slot.text is None or slot.has_post or not 2 <= slot.text.end - slot.text.start <= _MAX_OPEN_NAME:
            return None
        start, end = slot.text
        if slot.link != "list" and self.text.is_common_noun(start, end) and not self.view.endswith(self.lexicon.heads, start, end):
            return None
        return Span(start + self.view.startswith("了", start), end)

    def _named(self, slot: _Slot) -> Span | None:
        """A party that no list knows, by the word its name ends with."""
        if slot.text is None or slot.has_post:
            return None
        start, end = slot.text
        edition = _EDITION.search(self.view, start, end)
        if edition is not None and self.view.endswith(self.lexicon.heads, start, edition.start()):
            end = edition.start()
        if not _MIN_NAME <= end - start <= _MAX_NAME or not self.view.endswith(self.lexicon.heads, start, end):
            return None
        if self.view[start] in _COUNTED:
            return None
        return Span(start, end)
