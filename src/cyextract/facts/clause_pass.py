"""Read one clause: who acts before a verb, with whom, and when.

It is read left to right as mentions, clause words and plain text. Phrases that a preposition opens (在…大会上, 就…,
为…) name no party and are passed over; words that link (与, 、, 会同) divide what is left into slots, each holding one party.
"""

from __future__ import annotations

import re

from cyextract.facts.clause import Clause, Slot
from cyextract.facts.clause_slots import SlotParties, SlotReader, without_relative
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.party_names import COUNTED_COUNTRIES, COUNTED_PARTY, COUNTED_PERSONS, PartyNames
from cyextract.facts.word_lists import OF, SPACES
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org import OrgMeaning

_LISTING = frozenset("、和及") | {"以及"}
_PLACE_PREPOSITIONS = frozenset("在于")
_TOPIC_PREPOSITIONS = frozenset(("就", "围绕", "针对", "关于"))  # what follows up to 与 or the verb is what it is about
_SOURCE_PREPOSITIONS = frozenset(("据", "根据"))
_TO = frozenset(("向", "给"))
_DATELINE = re.compile("(?:综合)?(?:电|讯|消息|报道)|[丨|│]")
_BYLINE = re.compile(r"(?:电|讯|报道)\s*\((?:见习)?(?:记者|通讯员)[^()\n]{0,40}\)|本[报刊台网][\u4e00-\u9fff]{0,8}[电讯]\s")
_COMPANIES = frozenset(("company", "bank"))
_OPENING = {"【": "】", "〔": "〕", "[": "]"}
_BRACKET_REACH = 120
_MAX_OPEN_NAME = 12
_SAY_REACH = 10  # code points from a subject to its word of reporting
_MAX_PREFIX = 4
_MAX_BRAND = 3  # a brand this short may go on with a word that no list knows (博天环境)
_ROUGHLY = frozenset("几数")  # 几十家
_BETWEEN_TAGS = frozenset(("d", "c", "t", "ad"))
_NAME = "名义"
_IN_NAME_OF = re.compile("以(?P<body>[^,，。;；《》\n]{1,30}?)的?(?:名义|价格|总价|对价|代价|条件|形式|方式|身份)")
_NUMERALS = frozenset("0123456789一二三四五六七八九十")


class ClausePass:
    """One pass over a clause, left to right: made, then asked for the clause once."""

    def __init__(self, text: ClauseText, names: PartyNames, span: Span, leading: bool, open_names: bool) -> None:
        self.text, self.view, self.lexicon, self.names = text, text.view, text.lexicon, names
        self.at, self.end = span
        self.start = span.start
        for line in _BYLINE.finditer(self.view, *span):  # what stands before it belongs to the heading
            self.at = line.end()
        self.leading, self.open_names = leading, open_names
        self.slots = [Slot()]
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

    def clause(self) -> Clause:
        while self.at < self.end and not self.ended:
            self._step()
        told = self._parties()
        parties = told.parties
        return Clause(
            parties, tuple(self.dates), self.is_vague, self.is_anaphoric, self.has_place,
            bool(parties) and not self.has_agent and not self.slots[0].link and told.lacks_first,
            self.collective, self.loose, self.has_agent, told.leaders, self.reporter,
            self.recipient, self.reported_dates, self.is_report, told.guessed, told.owners, self.moves_on, self.points_back,
        )  # fmt: skip

    def _parties(self) -> SlotParties:
        return SlotReader(self.view, self.names, self.slots, self.loose, leading=self.leading, open_names=self.open_names).read()

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
        if self.mask is None and view[at] in _NUMERALS and not self._continues_text(self.slots[-1], at):
            counted = COUNTED_COUNTRIES.match(view, at, end)
            if counted is not None:
                self._take_text(counted.end())
                return
        if view[at] in SPACES:
            self._take_space()
            return
        word = self.text.word_at(at, end)
        place = self.text.place_at(at, end)
        if place > at and (word is None or place >= word[0]) and not self._continues_text(self.slots[-1], at):
            self._take_place(place)
        elif word is not None:
            self._take_word(*word)
        elif view[at] == OF:
            self._take_of()
        elif self.mask is None and (short := self.names.places_end(at, self.end)) > at:
            self._add(Span(at, short))
        elif self.mask is None and (passed := self._function_word(at)):
            self.at += len(passed)
        else:
            self._take_text(self._plain_end(at + 1))

    def _take_space(self) -> None:
        """White space: it parts plain text, but not the words of a Latin name."""
        view, at, slot = self.view, self.at, self.slots[-1]
        self.at += 1
        if slot.text is not None and slot.text.end == at and view[at - 1].isascii() and view[at + 1 : at + 2].isascii():
            slot.text = Span(slot.text.start, self.at)

    def _function_word(self, at: int) -> str:
        """The adverb, conjunction, pronoun or word of time at an offset, where plain text would begin."""
        if self._continues_text(self.slots[-1], at):
            return ""
        word = self.text.words.word_from(at)
        tag = self.text.words.tag(word) if 0 < len(word) <= self.end - at else "x"
        return word if tag in _BETWEEN_TAGS or word in self.lexicon.pronouns else ""

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
            self.slots, self.mask, self.at = [Slot()], None, line.end()
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
            self._add(Span(mention.start, self.names.brand_end(end, self.end) if is_brand else self.names.tail_end(end, self.end)))
        elif mention.type == "TITLE":
            self.slots[-1].text = None
            self.loose += mention.end - mention.start
            self.at = mention.end
        else:
            self._take_text(self._plain_end(mention.end))

    def _takes_text_before(self, mention: Candidate) -> bool:
        """Whether the plain text right before a name belongs to it: 新发|农产品公司."""
        slot = self.slots[-1]
        if slot.text is not None and COUNTED_COUNTRIES.fullmatch(self.view, slot.text.start, mention.start):
            return self.mask is None
        return (
            self.mask is None and not slot.parties and self._continues_text(slot, mention.start) and slot.text is not None
            and mention.start - slot.text.start <= _MAX_OPEN_NAME
            and (self.text.is_generic(mention) or self.text.place_at(slot.text.start, mention.start) == mention.start)
            and self.names.without_function_words(slot.text) == slot.text
        )  # fmt: skip

    def _presses(self, end: int) -> int:
        """Where a publisher named by its title ends (《…》杂志社); 0 when no such word follows."""
        word = self.text.word_at(end, self.end) if end < self.end else None
        return word[0] if word and word[1] == "press" else 0

    def _take_place(self, end: int) -> None:
        if self.mask is None and self.names.is_edge(end, self.end):
            self._add(Span(self.at, end))
        else:
            self._take_text(end)

    def _take_word(self, end: int, kind: str) -> None:
        text = self.view[self.at : end]
        match kind:
            case "join":
                self._take_link(text)
            case "adverb" | "vague":
                if self.leading and self.open_names is False and self._opens_predicate(text):
                    self.ended = True
                    return
                self.is_vague |= kind == "vague"
                self.points_back |= text in self.lexicon.meanwhile
                if self.mask != "topic" and not (self.mask == "phrase" and self.preposition in _SOURCE_PREPOSITIONS):
                    self.mask = None
            case "preposition" if named := _IN_NAME_OF.match(self.view, self.at, self.end):
                body = self.text.at(named.start("body"))
                if body is not None and body.type == "ORG" and self.view.endswith(_NAME, self.at, named.end()):  # 以甲公司名义
                    self.slots = [Slot(parties=[Span(body.start, body.end)])]
                self.mask, end = None, named.end()
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
                self.slots, self.mask, self.has_agent = [Slot("agent")], None, True
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
        if kind == "collective" and self._continues_text(slot, self.at) and self.view[self.at - 1] in _NUMERALS | _ROUGHLY:
            self._take_text(end)  # 几十家|企业
            return
        if self.mask is None and kind == "collective" and self._attach(slot, end):
            return
        if kind in ("party", "collective") and self.mask is None and not self._continues_text(slot, self.at):
            if kind == "collective":
                self.collective = Span(self.at, end)
            self.is_anaphoric |= self.view[self.at : end] in self.lexicon.occasions
            self._add(Span(self.at, end))
        else:
            if kind == "post" and self.mask is None and not slot.parties and (named := self._named(slot) or self._short_name(slot)):
                slot.parties.append(named)
            slot.has_post |= kind == "post"
            slot.expects_other |= kind == "apposition"
            self._take_text(end)
            if kind == "apposition" and not (slot.text is not None and COUNTED_PARTY.match(self.view, *slot.text)):
                slot.text = None

    def _opens_predicate(self, adverb: str) -> bool:
        """Whether a word that may pass for an adverb is the verb of a clause that names nobody before it (开展|论坛)."""
        slot = self.slots[-1]
        return len(self.slots) == 1 and not slot.parties and slot.text is None and self.text.words.tag(adverb) == "v"

    def _short_name(self, slot: Slot) -> Span | None:
        """The short name that stands right before a post (巴新|外长)."""
        is_at_hand = self.open_names and slot.text is not None and slot.text.end == self.at
        return self.names.before_post(slot.text) if is_at_hand and slot.text else None

    def _attach(self, slot: Slot, end: int) -> bool:
        """Join 两地 to the places right before it (沪苏两地)."""
        if slot.parties and slot.parties[-1].end == self.at:
            # The last of a list is one of those that the word sums up (甲部、乙部两部门).
            if self.at - slot.parties[-1].start <= _MAX_PREFIX and slot.link != "list":
                slot.parties[-1] = Span(slot.parties[-1].start, end)
        elif self._continues_text(slot, self.at) and slot.text is not None and self._may_be_summed_up(slot.text):
            slot.parties.append(slot.text if slot.link == "list" else Span(slot.text.start, end))
            slot.text = None
        else:
            return False
        self.at = end
        return True

    def _may_be_summed_up(self, text: Span) -> bool:
        """Whether plain text is places that 两地 or 两国 sums up; no verb is (是|两国)."""
        return text.end - text.start <= _MAX_PREFIX and self.text.words.tag(self.text.words.word_to(text.end)) != "v"

    def _continues_text(self, slot: Slot, at: int) -> bool:
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
        self.slots.append(Slot("list" if text in _LISTING else "with"))

    def _report(self, end: int) -> None:
        if self.mask == "phrase" and self.masked_date:  # 于周五宣布
            self.mask = None
        if self.mask == "phrase" and self.preposition in _SOURCE_PREPOSITIONS:  # 据甲公司公告
            self.reporter, self.is_report, self.mask = self.source, True, None
            self.dates.clear()
        if self.mask is None:
            self.reporter = self._parties().with_sole or self.reporter
            if end == self.end or self.open_names:  # 昨日公告称, …; but 昨日宣布增资
                self.reported_dates, self.is_report = tuple(self.dates), True
                self.dates.clear()
            self.slots = [Slot()]

    def _take_of(self) -> None:
        """的: what stands before it in the slot only describes what follows."""
        if self.mask == "phrase":
            self.mask = None if self.preposition not in (*_PLACE_PREPOSITIONS, *_SOURCE_PREPOSITIONS) else self.mask
        elif self.mask is None:
            self.slots = without_relative(self.text, self.slots, Span(self.start, self.at))
            slot = self.slots[-1]
            slot.owner = slot.parties[-1] if slot.parties else self._named(slot) or slot.owner
            slot.parties.clear()
            if slot.text is not None and slot.text.end == self.at and COUNTED_PERSONS.match(self.view, *slot.text):
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
            if not slot.parties or slot.expects_other:
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
            elif slot.expects_other or self._is_role_of(slot.parties[-1], span):
                slot.parties[:] = [span]
                slot.expects_other = False
            elif self.leading and not slot.has_post:
                self.ended = True
        self.at = span.end

    def _is_role_of(self, span: Span, name: Span) -> bool:
        """Whether a party's word only says in which role the name right behind it takes part (交易对方|甲公司)."""
        is_word = self.lexicon.words.kinds.get(self.view[slice(*span)]) == "party"
        return is_word and span.end == name.start and self.text.at(name.start) is not None

    def _named(self, slot: Slot) -> Span | None:
        return None if slot.text is None or slot.has_post else self.names.by_head(slot.text)
