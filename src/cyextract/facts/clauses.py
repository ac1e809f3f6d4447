"""Read the clauses of a document: who acts before a verb, with whom, and when.

A clause is read left to right as mentions, clause words and plain text. Phrases that a preposition opens (在…大会上, 就…,
为…) name no party and are passed over; words that link (与, 、, 会同) divide what is left into slots, each holding one party.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.word_lists import OF, SPACES, SURNAMES
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org import OrgMeaning

_LISTING = frozenset("、和及") | {"以及"}
_PLACE_PREPOSITIONS = frozenset("在于")
_TOPIC_PREPOSITIONS = frozenset(("就", "围绕", "针对", "关于"))  # what follows up to 与 or the verb is what it is about
_SOURCE_PREPOSITIONS = frozenset(("据", "根据"))
_TO = frozenset(("向", "给"))
_EDGE_KINDS = frozenset(("join", "adverb", "vague", "preposition", "etc", "post"))
# Numbered meetings of a body (第三次全体会议) are happenings; the body acts.
_EDITION = re.compile("第[0-9一二三四五六七八九十百]+[次届](?:会议|大会)?$")
_DATELINE = re.compile("(?:综合)?(?:电|讯|消息|报道)")
_BOARDS = frozenset(("董事会", "监事会", "股东会", "股东大会", "代表团"))
_PLACE_HEADS = frozenset("省市县区州国镇")
_BYLINE = re.compile(r"(?:电|讯|报道)\s*\((?:见习)?(?:记者|通讯员)[^()\n]{0,40}\)|本[报刊台网][\u4e00-\u9fff]{0,8}[电讯]\s")
_HELD = ("举行", "召开", "举办")  # 举行座谈 is one word of the dictionary, a noun
_COMPANIES = frozenset(("company", "bank"))
_OPENING = {"【": "】", "〔": "〕", "[": "]"}
_BRACKET_REACH = 120
_MAX_NAME = 44  # code points of a party's name that no list knows
_MIN_NAME = 3
_MAX_OPEN_NAME = 12
_MIN_OPEN_NAME = 2
_MAX_SOLE_NAME = 8
_SAY_REACH = 10  # code points from a subject to its word of reporting
_PERSON_NAME = range(2, 4)  # characters
_MAX_PREFIX = 4
_MAX_BRAND = 3  # a brand this short may go on with a word that no list knows (博天环境)
_MAX_BRAND_TAIL = 4
_COMMON = frozenset(("n", "v", "vn"))  # the dictionary's tags of words that name nobody by themselves
_NEVER_IN_NAMES = frozenset(("d", "p", "c", "y", "ul", "uz"))
_PERSON = frozenset(("nr", "nrfg", "x"))  # x: no word of the dictionary
_BETWEEN_TAGS = frozenset(("d", "c", "t", "ad"))
_FUNCTION_TAGS = frozenset(("d", "ad", "c", "p", "u", "ul", "uj", "y", "zg", "t"))
_COUNTED_PARTY = re.compile(
    "(?:部分|若干|众多)[\u4e00-\u9fff]{2,6}|(?P<place>[\u4e00-\u9fff]{2,6}?)?(?:[0-9]+|[二两三四五六七八九十百几数多]+)[余多]?"
    "(?:[家名位所方大]|个(?:国家|省|市|县|区|城市|部门|单位|企业|机构))|(?P<one>[\u4e00-\u9fff]{2,6}?)?一[家名位]"
)
_MAX_COUNTED = 16
_NUMERALS = frozenset("0123456789一二三四五六七八九十")
_FEW = frozenset("一两几多")  # 一次会议
_COUNTED = frozenset("各")  # 各银行: no name


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
    recipient: tuple[Span, ...] = ()
    """Whom a phrase with 向 or 给 names."""
    reported_dates: tuple[Candidate, ...] = ()
    """Dates of the report: they stand before its word (昨日公告称 …)."""
    is_report: bool = False
    open_names: tuple[Span, ...] = ()
    """Those of the parties that nothing but their place shows."""
    owners: tuple[Span, ...] = ()
    """The parties, and those that only describe what the clause speaks of (甲与乙的合作)."""
    moves_on: bool = False
    """随后: the time told before has passed."""
    points_back: bool = False
    """当时, 期间: the time is that of the sentence before."""


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
            clause = self._read[key] = _Pass(self.text, span, leading, open_names).clause()
        return clause


class _Pass:
    """One pass over a clause, left to right."""

    def __init__(self, text: ClauseText, span: Span, leading: bool, open_names: bool) -> None:
        self.text, self.view, self.lexicon = text, text.view, text.lexicon
        self.at, self.end = span
        for line in _BYLINE.finditer(self.view, *span):  # what stands before it belongs to the heading
            self.at = line.end()
        self.leading, self.open_names = leading, open_names
        self.slots = [_Slot()]
        self.mask: str | None = None  # "phrase" after a preposition, "topic" after 就, "list" after 等
        self.masked_date = False  # the phrase holds a date and nothing else so far
        self.preposition = ""
        self.dates: list[Candidate] = []
        self.reporter: tuple[Span, ...] = ()
        self.reported_dates: tuple[Candidate, ...] = ()
        self.is_report = False
        self.recipient: tuple[Span, ...] = ()
        self.source: tuple[Span, ...] = ()  # whom the phrase names first
        self.points_back = text.begins_with(self.lexicon.meanwhile, span.start)
        self.moves_on = text.begins_with(self.lexicon.later, span.start)
        self.is_vague = self.is_anaphoric = self.has_place = self.has_agent = self.ended = False
        self.collective: Span | None = None
        self.loose = 0
        self.leaders = -1
        self.guessed: list[Span] = []

    def clause(self) -> Clause:
        while self.at < self.end and not self.ended:
            self._step()
        parties = self._parties()
        return Clause(
            parties, tuple(self.dates), self.is_vague, self.is_anaphoric, self.has_place,
            bool(parties) and not self.has_agent and not self.slots[0].link and self._is_empty(self.slots[0]),
            self.collective, self.loose, self.has_agent, self.leaders if self.leaders >= 0 else len(parties), self.reporter,
            self.recipient, self.reported_dates, self.is_report, tuple(self.guessed),
            tuple(span for slot in self.slots if (span := slot.parties[-1] if slot.parties else self._by_form(slot) or slot.owner)), self.moves_on, self.points_back,
        )  # fmt: skip

    def _step(self) -> None:
        view, at, end = self.view, self.at, self.end
        if view[at] in _OPENING:
            close = view.find(_OPENING[view[at]], at, min(end, at + _BRACKET_REACH))
            self.at = close + 1 if close >= 0 else at + 1
            return
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
        elif self.mask is None and (word := self._function_word(at)):
            self.at += len(word)
        else:
            self._take_text(self._plain_end(at + 1))

    def _function_word(self, at: int) -> str:
        """The adverb, conjunction, pronoun or word of time at an offset, where plain text would begin."""
        if self._continues_text(self.slots[-1], at):
            return ""
        word = self.text.words.word_from(at)
        tag = self.text.words.tag(word) if 0 < len(word) <= self.end - at else "x"
        return word if tag in _BETWEEN_TAGS or word in self.lexicon.pronouns else ""

    def _provinces(self, at: int) -> int:
        """Where a party ends that is named by the characters of its provinces (川渝); `at` when there is none."""
        found = self.lexicon.abbreviated.match(self.view, at, self.end)
        return found.end() if found and self.text.is_edge(at) and self._is_edge(found.end()) else at

    def _plain_end(self, at: int) -> int:
        """Where plain text ends that goes on at `at`: before the next character at which anything else may begin."""
        end = self.end
        while True:
            mention = self.text.next_mention(at)
            stop = end if mention is None or mention.start > end else mention.start
            # A word may begin right before a mention and go on in it.
            found = self.lexicon.opening.search(self.view, at, stop + 1 if stop < end else end)
            if found is not None and found.start() < stop:
                return found.start()
            if mention is None or mention.end > end or not self._is_plain(mention):
                return stop
            at = mention.end

    def _is_plain(self, mention: Candidate) -> bool:
        """Whether a mention is text of the clause like any other: no date, name or title."""
        return mention.type not in ("DATE", "ORG", "TITLE")

    def _take_mention(self, mention: Candidate) -> None:
        if (
            mention.type in ("DATE", "ORG")
            and (line := _DATELINE.match(self.view, mention.end, self.end))
            and self.text.is_edge(line.end())
            and not (self.mask == "phrase" and self.preposition in _SOURCE_PREPOSITIONS)
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
            if self._takes_text_before(mention):
                slot = self.slots[-1]
                assert slot.text is not None
                self._add(Span(slot.text.start, end))
                return
            is_brand = end - mention.start <= _MAX_BRAND and isinstance(mention.meaning, OrgMeaning) and mention.meaning.kind in _COMPANIES
            self._add(Span(mention.start, self._brand_end(end) if is_brand else self._tail_end(end)))
        elif mention.type == "TITLE":
            self.slots[-1].text = None
            self.loose += mention.end - mention.start
            self.at = mention.end
        else:
            self._take_text(self._plain_end(mention.end))

    def _takes_text_before(self, mention: Candidate) -> bool:
        """Whether the plain text right before a name belongs to it: 新发|农产品公司."""
        slot = self.slots[-1]
        return (
            self.mask is None and not slot.parties and self._continues_text(slot, mention.start) and slot.text is not None
            and mention.start - slot.text.start <= _MAX_OPEN_NAME
            and (self.text.is_generic(mention) or self.text.place_at(slot.text.start, mention.start) == mention.start)
            and self._without_function_words(slot.text) == slot.text
        )  # fmt: skip

    def _brand_end(self, end: int) -> int:
        """Where a brand's name ends that goes on after the mention; `end` unless the clause shows it."""
        word = self.text.words.word_from(end)
        if word.startswith(_HELD) or (word and self.text.words.tag(word) in (*_FUNCTION_TAGS, "v")):
            return end
        for at in range(end, min(self.end, end + _MAX_BRAND_TAIL) + 1):
            if self._is_edge(at):
                return at if at - end != 1 else end
            if not "\u4e00" <= self.view[at] <= "\u9fff" or self.text.word_at(at, self.end) or self.text.at(at):
                return end
        return end

    def _tail_end(self, end: int) -> int:
        """Where a name ends that goes on with another head after its mention (合作社|联合社); boards act for their company."""
        for at in range(end + 2, min(self.end, end + _MAX_BRAND_TAIL) + 1):
            tail = self.view[end:at]
            is_noun = self.text.words.tag(self.text.words.word_to(at))[0] in "nx"
            if is_noun and tail[-1] not in _PLACE_HEADS and tail.endswith(self.lexicon.heads) and tail not in _BOARDS and tail not in self.lexicon.occasions and self._is_edge(at):
                word = self.text.word_at(end, at)
                is_numbered = len(tail) == 2 and tail[0] != "两"  # 中国水电|八局
                return at if (word is None or (word[1] == "collective" and is_numbered)) and self.text.at(end) is None else end
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
                self.points_back |= text in self.lexicon.meanwhile
                if self.mask != "topic" and not (self.mask == "phrase" and self.preposition in _SOURCE_PREPOSITIONS):
                    self.mask = None
            case "preposition":
                if self.mask == "topic" and text in _PLACE_PREPOSITIONS:
                    self._take_text(end)
                    return
                self.mask, self.preposition, self.masked_date = "topic" if text in _TOPIC_PREPOSITIONS else "phrase", text, False
                self.source = ()
                self.has_place |= text in _PLACE_PREPOSITIONS
            case "agent" if self.mask == "topic":
                self._take_text(end)
                return
            case "agent":
                self.slots, self.mask, self.has_agent = [_Slot("agent")], None, True
            case "phrase_end":
                if self.mask == "phrase":
                    self.mask = None
                elif self.mask is None and text not in self.lexicon.meanwhile:
                    self._take_text(end)
                    return
            case "etc":
                self.mask = self.mask or "list"
            case "anaphor":
                self.is_anaphoric, self.mask = True, None
            case "say":
                self._report(end)
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
            if kind == "post" and self.mask is None and not slot.parties and (named := self._named(slot)) is not None:
                slot.parties.append(named)
            slot.has_post |= kind == "post"
            slot.expects_other |= kind == "apposition"
            self._take_text(end)
            if kind == "apposition" and not (slot.text is not None and _COUNTED_PARTY.match(self.view, *slot.text)):
                slot.text = None

    def _attach(self, slot: _Slot, end: int) -> bool:
        """Join 两地 to the places right before it (沪苏两地)."""
        if slot.parties and slot.parties[-1].end == self.at:
            # The last of a list is one of those that the word sums up (甲部、乙部两部门).
            if self.at - slot.parties[-1].start <= _MAX_PREFIX and slot.link != "list":
                slot.parties[-1] = Span(slot.parties[-1].start, end)
        elif slot.text is not None and self._continues_text(slot, self.at) and self.at - slot.text.start <= _MAX_PREFIX:
            slot.parties.append(slot.text if slot.link == "list" else Span(slot.text.start, end))
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

    def _report(self, end: int) -> None:
        if self.mask == "phrase" and self.masked_date:  # 于周五宣布
            self.mask = None
        if self.mask == "phrase" and self.preposition in _SOURCE_PREPOSITIONS:  # 据甲公司公告
            self.reporter, self.is_report, self.mask = self.source, True, None
            self.dates.clear()
        if self.mask is None:
            sole = self._sole_name() if len(self.slots) == 1 and not self.slots[0].parties else None
            self.reporter = self._parties() or ((sole,) if sole else self.reporter)
            if end == self.end or self.open_names:  # 昨日公告称, …; but 昨日宣布增资
                self.reported_dates, self.is_report = tuple(self.dates), True
                self.dates.clear()
            self.slots = [_Slot()]

    def _take_of(self) -> None:
        """的: what stands before it in the slot only describes what follows."""
        if self.mask == "phrase":
            self.mask = None if self.preposition not in (*_PLACE_PREPOSITIONS, *_SOURCE_PREPOSITIONS) else self.mask
        elif self.mask is None:
            slot = self.slots[-1]
            slot.owner = slot.parties[-1] if slot.parties else self._named(slot) or slot.owner
            slot.parties.clear()
            if slot.text is not None and slot.text.end == self.at and _COUNTED_PARTY.match(self.view, *slot.text):
                slot.text = Span(slot.text.start, self.at + 1)  # 三名密切相关的大股东
            else:
                slot.text = None
        self.at += 1

    def _take_text(self, end: int) -> None:
        if self.mask is None:
            slot = self.slots[-1]
            if self.leading and slot.parties and not slot.has_post and not slot.expects_other:
                self.ended = (said := self._said_near(end)) is None
                self.at = said or self.at
                return
            if not slot.parties:
                goes_on = self._continues_text(slot, self.at)
                if self.leading and self.open_names and slot.text is not None and not goes_on:
                    self.ended = True
                    return
                if not goes_on and self._named(slot) is not None:
                    self.ended = self.leading
                else:
                    slot.text = Span(slot.text.start if slot.text is not None and goes_on else self.at, end)
            self.loose += end - self.at
        self.at = end

    def _said_near(self, at: int) -> int | None:
        """Where a word of reporting begins that the subject's clause goes on to (甲公司发布公告称)."""
        for start, end in self.lexicon.words.within(self.view, at, min(self.end, at + _SAY_REACH), self.text.is_edge):
            if self.lexicon.words.kinds[self.view[start:end]] == "say":
                return start
        return None

    def _add(self, span: Span) -> None:
        """A party, unless it stands in a phrase or after 等."""
        slot = self.slots[-1]
        if self.mask == "phrase" and not self.source:
            self.source = (span,)
            self.recipient = (span,) if self.preposition in _TO else self.recipient
        if self.mask is None:
            if not slot.parties:
                slot.parties.append(span)
            elif slot.expects_other or (
                slot.parties[-1].end == span.start and self.text.at(span.start) and self._is_role(slot.parties[-1])
            ):  # 交易对方|甲公司
                slot.parties[:] = [span]
                slot.expects_other = False
            elif self.leading and not slot.has_post:
                self.ended = True
        self.at = span.end

    def _is_role(self, span: Span) -> bool:
        return self.lexicon.words.kinds.get(self.view[slice(*span)]) == "party"

    def _is_empty(self, slot: _Slot) -> bool:
        return not slot.parties and self._by_form(slot) is None and not (self.open_names and self._open_name(slot))

    def _parties(self) -> tuple[Span, ...]:
        found: list[Span] = []
        self.guessed = []
        self.leaders = -1
        is_list = self.open_names and sum(bool(slot.parties or slot.text) for slot in self.slots) > 1
        for slot in self.slots:
            span = slot.parties[-1] if slot.parties else self._by_form(slot)
            if span is None and is_list and (span := self._open_name(slot)):
                self.guessed.append(span)
            if span is None and slot.owner is not None and slot.has_post:
                span = slot.owner
            if slot.link == "with" and self.leaders < 0:
                self.leaders = len(found)
            if span is not None:
                found.append(span)
        if not found and not self.leading and (sole := self._sole_name()) is not None:
            self.guessed.append(sole)
            found.append(sole)
        return tuple(found)

    def _sole_name(self) -> Span | None:
        """Plain text that is all a clause has before its verb (长岭铝业|披露): its subject."""
        slot = self.slots[0]
        if len(self.slots) > 1 or slot.text is None or not self.loose == slot.text.end - slot.text.start <= _MAX_SOLE_NAME:
            return None
        return self._open_name(slot) if all(map(self._may_name, self._words_in(slot.text))) else None

    def _words_in(self, span: Span) -> list[str]:
        """The words of a stretch, those at its ends in whole."""
        found, at = list[str](), span.start
        while at < span.end and (word := self.text.words.word_from(at)):
            found.append(word)
            at += len(word)
        return found

    def _may_name(self, word: str) -> bool:
        tag = self.text.words.tag(word)
        return tag[0] in "nxjbl" or tag == "vn"

    def _open_name(self, slot: _Slot) -> Span | None:
        """Plain text that fills a slot by itself, short enough for a name, and no common word (资深, 名义)."""
        if slot.text is None or slot.has_post or not _MIN_OPEN_NAME <= slot.text.end - slot.text.start <= _MAX_OPEN_NAME:
            return None
        start, end = self._without_function_words(slot.text)
        if self.leading:  # up to the verb of the clause
            at = start
            while at < end and (word := self.text.words.word_from(at)) and self.text.words.tag(word) != "v":
                at += len(word)
            end = at if at > start else end
        if end - start < _MIN_OPEN_NAME or self.view[start:end] in self.lexicon.occasions:
            return None
        words = self._words_in(Span(start, end))
        if any(self.text.words.tag(word) in _NEVER_IN_NAMES for word in words):
            return None
        word = words[0] if words else ""
        is_common = len(word) == end - start and self.text.words.tag(word) in _COMMON
        return None if is_common and not word.endswith(self.lexicon.heads) else Span(start, end)

    def _without_function_words(self, span: Span) -> Span:
        """A stretch of plain text without the adverbs, pronouns and particles at its ends (梦工厂|将|转而)."""
        words, (start, end) = self.text.words, span
        while start < end and (word := words.word_from(start)) and words.tag(word) in _FUNCTION_TAGS:
            start += len(word)
        while start < end and (word := words.word_to(end)) and (words.tag(word) in _FUNCTION_TAGS or words.tag(word) == "v"):
            end -= len(word)
        return Span(start, max(start, end))

    def _by_form(self, slot: _Slot) -> Span | None:
        """A party that no list knows, which shows by its form: the word it ends with, a count before it, or a person's name."""
        return self._named(slot) or self._counted(slot) or self._person(slot)

    def _counted(self, slot: _Slot) -> Span | None:
        """两大投资商, 20多家医院."""
        if slot.text is None or not slot.text.end - slot.text.start <= _MAX_COUNTED:
            return None
        span = self._without_function_words(slot.text)
        return span if _COUNTED_PARTY.match(self.view, *span) else None

    def _person(self, slot: _Slot) -> Span | None:
        """The person that a slot ends with, whatever he is called before."""
        if slot.text is None:
            return None
        words, end = self.text.words, slot.text.end
        word = words.word_to(end)
        start = end - len(word)
        is_name = len(word) in _PERSON_NAME and word[0] in SURNAMES and words.tag(word) in _PERSON
        return Span(start, end) if is_name and start >= slot.text.start else None

    def _named(self, slot: _Slot) -> Span | None:
        """A party that no list knows, by the word its name ends with."""
        if slot.text is None or slot.has_post:
            return None
        start, end = slot.text
        edition = _EDITION.search(self.view, start, end)
        if edition is not None and self.view.endswith(self.lexicon.heads, start, edition.start()):
            end = edition.start()
        if self.view[start:end] in self.lexicon.occasions:
            return None
        if not _MIN_NAME <= end - start <= _MAX_NAME or not self.view.endswith(self.lexicon.heads, start, end):
            return None
        if self.view[start] in _COUNTED or (self.view[start] in _FEW and self.text.words.tag(self.text.words.word_from(start)) == "m"):
            return None
        return Span(start, end)
