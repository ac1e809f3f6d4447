"""Read one clause: who acts before a verb, with whom, and when.

It is read left to right as mentions, clause words and plain text. Phrases that a preposition opens (在…大会上, 就…,
为…) name no party and are passed over; words that link (与, 、, 会同) divide what is left into slots, each holding one party.
"""

from __future__ import annotations

from cyextract.facts import clause_phrases as phrases
from cyextract.facts import clause_questions as asked
from cyextract.facts.clause import Clause, Slot
from cyextract.facts.clause_groups import attach, join_places, past_others
from cyextract.facts.clause_slots import SlotParties, SlotReader, without_relative
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.counted_names import COUNTED_COUNTRIES, COUNTED_PARTY, COUNTED_PERSONS
from cyextract.facts.party_names import PartyNames
from cyextract.facts.word_lists import COUNTRIES, OF, SPACES, WITH
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org import OrgMeaning

_GAINS = frozenset(("获", "获得"))
_AFTER = "经"
_LISTING = frozenset("、和及") | {"以及"}
_COMPANIES = frozenset(("company", "bank"))
_OPENING = {"(": ")", "【": "】", "〔": "〕", "[": "]"}
_BRACKET_REACH = 120
_SAY_REACH = 10  # code points from a subject to its word of reporting
_MAX_BRAND = 3  # a brand this short may go on with a word that no list knows (博天环境)
_THEN = "后"
_THERE_ARE, _OTHER, _ONE = "有", "另", "一"
_ITS, _IS, _FOR = "其", "是", "代表"  # 与其在华南的|乙公司
_BODIES = frozenset(("collective", "party"))
_ROUGHLY = frozenset("几数")  # 几十家
_NAME = "名义"
_OF_PLACES = frozenset("省市县区")  # at the end of a word: a body may go on with it (江州市|人民医院)
_NUMERALS = frozenset("0123456789一二三四五六七八九十")


class ClausePass:
    """One pass over a clause, left to right: made, then asked for the clause once."""

    def __init__(self, text: ClauseText, names: PartyNames, span: Span, leading: bool, open_names: bool) -> None:
        self.text, self.view, self.lexicon, self.names = text, text.view, text.lexicon, names
        (self.at, self.end), self.start = span, span.start
        for line in phrases.BYLINE.finditer(self.view, *span):  # what stands before it belongs to the heading
            self.at = line.end()
        self.leading, self.open_names = leading, open_names
        self.slots, self.aside = [Slot()], list[Slot]()  # what stands before a performer
        self.mask: str | None = None  # "phrase" after a preposition, "topic" after 就, "list" after 等
        self.masked_date = False  # the phrase holds a date and nothing else so far
        self.preposition, self.phrase = "", self.end  # and where what it opens begins
        self.dates: list[Candidate] = []
        self.reporter: tuple[Span, ...] = ()
        self.reported_dates: tuple[Candidate, ...] = ()
        self.is_report = False
        self.recipient: tuple[Span, ...] = ()
        self.source: tuple[Span, ...] = ()  # whom the phrase names first
        self.sources = 1  # how many it names side by side
        self.points_back = text.begins_with(self.lexicon.meanwhile, span.start)
        self.moves_on = text.begins_with(self.lexicon.later, span.start)
        self.is_vague = self.is_anaphoric = self.has_place = self.has_agent = self.ended = False
        self.collective: Span | None = None
        self.loose = 0

    def clause(self) -> Clause:
        while self.at < self.end and not self.ended:
            self._step()
        self._take_actor()
        parties = (told := self._parties()).parties
        return Clause(
            parties, tuple(self.dates), self.is_vague, self.is_anaphoric, self.has_place,
            bool(parties) and not self.has_agent and not self.slots[0].link and told.lacks_first and not told.is_unread,
            self.collective, self.loose, self.has_agent, told.leaders, self.reporter,
            self.recipient, self.reported_dates, self.is_report, told.guessed, told.owners, self.moves_on, told.is_unread,
            self.points_back,
        )  # fmt: skip

    def _parties(self) -> SlotParties:
        return SlotReader(self.view, self.names, self.slots, self.loose, leading=self.leading, open_names=self.open_names).read()

    def _step(self) -> None:
        view, at, end = self.view, self.at, self.end
        if view[at] in _OPENING:
            close = view.find(_OPENING[view[at]], at, min(end, at + _BRACKET_REACH))
            self.at = close + 1 if close >= 0 else at + 1
            if view[at] == "(" and (slot := self.slots[-1]).goes_on_at(at):
                slot.bridge = self.at
            return
        mention = self.text.at(at)
        if mention is not None and mention.end <= end:
            self._take_mention(mention)
            return
        if self.mask is None and view[at] in _NUMERALS and not self.slots[-1].goes_on_at(at):
            counted = COUNTED_COUNTRIES.match(view, at, end)
            if counted is not None:
                self._take_text(counted.end())
                return
        if view[at] in SPACES:
            self.slots[-1].take_space(view, at)
            self.at += 1
            return
        word = self.text.word_at(at, end)
        place = self.text.place_at(at, end)
        if place > at and (word is None or place >= word[0]) and not self.slots[-1].goes_on_at(at):
            self._take_place(max(place, self.names.places_end(at, end)))  # 京津冀|鲁苏
        elif word is not None and word[1] == "join" and asked.opens_name(view, self.slots, at, word[0]):  # 与|和黄
            self._add(Span(at, asked.text_end(self.text, word[0], end)))
        elif word is not None:
            self._take_word(*word)
        elif (view[at] == OF and self.text.is_edge(at + 1)) or phrases.OF_HOLDER.match(view, at, self.end):  # 公司之|附属公司
            self._take_of()
        elif self.mask is None and (short := self.names.places_end(at, self.end)) > at:
            self._add(Span(at, short))
        elif self.mask is None and asked.is_pronoun(self.text, self.names, self.slots[-1], at, self.end):
            self._add(Span(at, at + 1))
        elif self.mask is None and (passed := asked.function_word(self.text, self.slots[-1], at, self.end)):
            self.at += len(passed)
        else:
            self._take_text(asked.plain_end(self.text, at + 1, self.end))

    def _take_mention(self, mention: Candidate) -> None:
        if (
            mention.type in ("DATE", "ORG")
            and (line := phrases.DATELINE.match(self.view, mention.end, self.end))
            and self.text.is_edge(line.end())
            and not (self.mask == "phrase" and self.preposition in phrases.SOURCE_PREPOSITIONS)
        ):
            self.slots, self.mask, self.at = [Slot()], None, line.end()
        elif mention.type == "DATE":
            if self.text.is_vague(mention):
                self.is_vague = True
            elif self.mask != "phrase" or self.preposition in phrases.PLACE_PREPOSITIONS:
                self.dates.append(mention)
                self.masked_date = self.mask == "phrase" and self.view.endswith(self.preposition, 0, mention.start)
            self.at = mention.end
        elif self.leading and mention.type == "ORG" and self.mask is None and asked.opens_with_verb(self.text, self.slots, mention.start):
            self.ended = True
        elif mention.type == "ORG" or (mention.type == "TITLE" and self.text.presses(mention, self.end)):
            if self.mask == "phrase" and self.masked_date:
                self.mask = None
            end = phrases.past_government(self.text, mention.end) if mention.type == "ORG" else self.text.presses(mention, self.end)
            if self.mask is None and asked.takes_text_before(self.text, self.slots[-1], mention):
                slot = self.slots[-1]
                assert slot.text is not None
                self._add(Span(slot.text.start, self.names.tail_end(end, self.end)))
                return
            is_brand = end - mention.start <= _MAX_BRAND and isinstance(mention.meaning, OrgMeaning) and mention.meaning.kind in _COMPANIES
            self._add(Span(mention.start, self.names.brand_end(end, self.end) if is_brand else self.names.tail_end(end, self.end)))
        elif mention.type == "TITLE" and mention.end == self.end and self.text.is_paper(mention):  # 《…报》|刊发
            self._add(Span(mention.start, mention.end))
        elif mention.type == "TITLE":
            self.slots[-1].text = None
            self.loose += mention.end - mention.start
            self.at = mention.end
        else:
            self._take_text(asked.plain_end(self.text, mention.end, self.end))

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
            case "adverb" if text == _OTHER and self.mask is None and self.view.startswith(_ONE, end):
                self._take_text(end)
                return
            case "adverb" | "vague":
                if self.leading and self.open_names is False and asked.opens_predicate(self.text, self.slots, text):
                    self.ended = True
                    return
                self.is_vague |= kind == "vague"
                self.points_back |= text in self.lexicon.meanwhile
                if self.mask != "topic" and not (self.mask == "phrase" and self.preposition in phrases.SOURCE_PREPOSITIONS):
                    self.mask = None
            case "preposition" | "agent" if (
                self.mask == "topic" and text not in phrases.TO and text not in phrases.TOPIC_PREPOSITIONS
            ):  # 就总价为3亿元的
                self._take_text(end)
                return
            case "preposition":
                end = self._past_preposition(text, end)
            case "agent" if self.leading and text in _GAINS and any(slot.parties for slot in self.slots):  # 甲|获得
                self.ended = True
                return
            case "agent":
                if text != _AFTER or self.view[end : end + 1] not in WITH:  # not 甲经|与乙协商
                    self.aside, self.slots, self.mask, self.has_agent = self.slots, [Slot("agent")], None, True
            case "phrase_end" if text == _THEN and self.mask is None and self.slots[-1].text is None and not self.slots[-1].parties:
                self.moves_on = True  # 后|双方
            case "phrase_end":
                if self.mask == "phrase":
                    # 在甲举行的|论坛上: the phrase goes on.
                    self.mask = self.mask if self.view.startswith(OF, end) and phrases.HELD_AT.search(self.view, end, self.end) else None
                elif self.mask is None and text not in self.lexicon.meanwhile:
                    self._take_text(end)
                    return
            case "etc":
                others = past_others(self.view, self.slots[-1], self.at, self.end) if self.mask is None else self.at
                end, self.mask = (others, None) if others > self.at else (end, self.mask or "list")
            case "anaphor":
                self.is_anaphoric, self.mask = True, None
            case "say":
                self._report(end)
            case _:
                self._take_name_word(end, kind)
                return
        self.at = end

    def _past_preposition(self, text: str, end: int) -> int:
        """Where the clause goes on behind a preposition, or behind a phrase that is read as a whole; another opens here."""
        if text in phrases.TOPIC_PREPOSITIONS and self.view.startswith(_THERE_ARE, end):  # 当天就|有部分厂商
            self.mask = None
        elif named := phrases.IN_NAME_OF.match(self.view, self.at, self.end):
            body = self.text.at(named.start("body"))
            if body is not None and body.type == "ORG" and self.view.endswith(_NAME, self.at, named.end()):  # 以甲公司名义
                self.slots = [Slot(parties=[Span(body.start, body.end)])]
            self.mask, end = None, named.end()
        elif by := phrases.BY_MEANS.match(self.view, self.at, self.end):  # 以90万元的罚款|与
            self.mask, end = None, by.start("next")
        else:
            self.mask, self.preposition, self.masked_date = "topic" if text in phrases.TOPIC_PREPOSITIONS else "phrase", text, False
            self.source, self.sources, self.phrase = (), 1, end
            self.has_place |= text in phrases.PLACE_PREPOSITIONS
        return end

    def _take_name_word(self, end: int, kind: str) -> None:
        slot = self.slots[-1]
        if kind == "collective" and self.view.endswith(_FOR, self.start, self.at):  # 甲与乙分别代表|双方
            self._take_text(end)
            return
        if kind in _BODIES and slot.goes_on_at(self.at) and self.view[self.at - 1] == _IS:  # 这是|他们完成的
            slot.text = slot.opening = None
        if kind == "collective" and slot.goes_on_at(self.at) and self.view[self.at - 1] in _NUMERALS | _ROUGHLY:
            self._take_text(end)  # 几十家|企业
            return
        is_first = self.mask is None and kind == "collective" and end < self.end and not slot.goes_on_at(self.at) and not slot.parties
        if is_first and (head := asked.head_behind(self.text, end, self.end)) > end:  # 两国|企业
            self._add(Span(self.at, head))
            return
        if self.mask is None and kind == "collective" and (joined := attach(self.text, self.names, self.slots, Span(self.at, end))) >= 0:
            self.at = joined
            return
        # 本市|数十家厂家, 美方|检察官
        may_be_of = kind == "party" and (self.view[end - 1] in _OF_PLACES or self.view[self.at] in COUNTRIES)
        is_of = may_be_of and not self.names.is_edge(end, self.end)
        if kind in ("party", "collective") and not is_of and self.mask is None and not slot.goes_on_at(self.at):
            self.collective = Span(self.at, end) if kind == "collective" else self.collective
            # 甲的第三次|会议 is no meeting told of before.
            self.is_anaphoric |= self.view[self.at : end] in self.lexicon.occasions and not slot.parties
            role = self.view[self.at : end]
            self._add(Span(self.at, end))
            slot.expects_other |= role in self.lexicon.roles and bool(slot.parties)  # 承办方|某某公司
        else:
            if kind == "post" and self.mask is None and not slot.parties and slot.text is not None:
                is_next, post = slot.text.end == self.at, Span(self.at, end)
                named = self._named(slot) or (self.names.before_post(slot.text, post, self.open_names) if is_next else None)
                slot.parties += [named] if named else []
            slot.has_post |= kind == "post"
            slot.expects_other |= kind == "apposition"
            self._take_text(end)
            if kind == "apposition" and not (slot.text is not None and COUNTED_PARTY.match(self.view, *slot.text)):
                slot.text = None

    def _take_link(self, text: str) -> None:
        slot = self.slots[0]
        if text == "、" and len(self.slots) == 1 and slot.text and _NUMERALS.issuperset(self.view[slice(*slot.text)]):
            slot.text = None  # the number of an item (三、)
            return
        if self.mask == "topic" and self.at == self.phrase and phrases.DEALINGS.match(self.view, self.at, self.end):
            return
        if self.mask == "phrase" and self.source and asked.goes_on_to_say(self.text, self.preposition, self.source, self.at, self.end):
            self.sources += 1  # 记者从甲|与乙获悉
            return
        is_past_date = self.mask == "phrase" and self.masked_date and not asked.is_date(self.text, self.at + len(text))  # 于3月|和乙
        if self.mask is not None and (text in _LISTING or (self.mask == "topic" and text not in WITH)) and not is_past_date:
            return  # 就情报共享和|联合|演训等
        self.mask, slot = None, self.slots[-1]
        is_deed = text == "、" and bool(slot.parties) and self.view[slot.parties[-1].end : self.at] in self.lexicon.actions
        opens = text != "、" and len(self.slots) == 1 and not self.loose and not slot.parties  # 和乙签署
        self.slots.append(Slot("with" if opens or text not in _LISTING else "list", is_next_deed=is_deed))

    def _report(self, end: int) -> None:
        is_told_to = self.preposition in phrases.TO and phrases.TOLD_TO.search(self.view, self.phrase, self.at) is not None
        if self.mask == "phrase" and (self.masked_date or is_told_to):  # 于周五宣布, 向记者表示
            self.mask = None
        if self.mask == "phrase" and self.preposition in phrases.SOURCE_PREPOSITIONS:  # 据甲公司公告, 据王先生反映
            person = None if self.source else self.names.persons.ending(Span(self.phrase, max(self.phrase, self.at)))
            self.reporter, self.is_report, self.mask = self.source or (() if person is None else (person,)), True, None
            self.dates.clear()
        if self.mask == "phrase" and self.preposition == phrases.FROM:  # 记者从甲公司获悉
            self.reporter, self.is_report, self.mask = self.source, True, None
            self.dates.clear()
            self.slots, self.loose = [Slot()], 0
        elif self.mask is None:
            self.reporter = self._parties().with_sole or self.reporter
            told = self.text.at(end) or self.text.next_mention(self.end)
            is_told_to |= phrases.TOLD_TO.match(self.view, told.end if told and told.start == end else end, self.end) is not None
            if end == self.end or self.open_names or is_told_to:  # 昨日公告称, 昨日告诉记者; but 昨日宣布增资
                self.reported_dates, self.is_report = tuple(self.dates), True
                self.dates.clear()
            self.slots, self.loose = [Slot()], 0

    def _take_of(self) -> None:
        """的: what stands before it in the slot only describes what follows."""
        if self.at + 1 == self.end and self.mask is None and self.slots[-1].parties:  # 甲与乙郑重的|签订
            self.at += 1
            return
        if self.mask == "list":  # 北京、天津等地的|9家企业
            stop = asked.text_end(self.text, self.at + 1, self.end)
            head = self.text.word_at(stop, self.end)
            counted = Span(self.at + 1, head[0] if head and head[1] in _BODIES else stop)
            if (joined := join_places(self.text, self.names, self.slots, counted)) >= 0:
                self.mask, self.at = None, joined
                return
        if self.mask is None and self._take_actor(is_of=True):
            return
        if self.mask == "phrase":
            slot = self.slots[-1]
            is_bare = slot.link == "with" and not slot.parties and (slot.text is None or self.view[slice(*slot.text)] == _ITS)
            if asked.opens_description(self.text, slot):
                is_bare, slot.text, slot.opening = True, None, None
            is_bare |= self.preposition in phrases.PLACE_PREPOSITIONS and phrases.NAMED_NEXT.match(self.view, self.at, self.end) is not None
            if is_bare or self.preposition not in (*phrases.PLACE_PREPOSITIONS, *phrases.SOURCE_PREPOSITIONS):
                self.mask = None
        elif self.mask is None and (congress := phrases.CONGRESS.match(self.view, self.at - 1, self.end)):
            self._add(Span(*congress.span()))
            return
        elif self.mask is None:
            self.slots = without_relative(self.text, self.slots, self.aside, Span(self.start, self.at))
            slot = self.slots[-1]
            slot.owner = slot.parties[-1] if slot.parties else self._named(slot) or slot.owner
            if slot.parties and COUNTED_PERSONS.fullmatch(self.view, *slot.parties[-1]):
                slot.text, self.collective = Span(slot.parties[-1].start, self.at), None  # 两家具有实力的企业
            slot.parties.clear()
            is_counted = slot.text is not None and slot.text.end == self.at and COUNTED_PERSONS.match(self.view, *slot.text)
            slot.text = Span(slot.text.start, self.at + 1) if slot.text and is_counted else None  # 三名密切相关的大股东
            slot.opening = slot.text
        self.at += 1

    def _take_text(self, end: int) -> None:
        if self.mask is None:
            slot = self.slots[-1]
            if slot.parties and asked.is_brand_of(self.text, slot.parties[-1], self.at):  # 网络公司|ByteHub
                slot.parties.clear()
            if self.leading and slot.parties and not slot.has_post and not slot.expects_other:
                self.ended = (said := self.text.said_within(end, min(self.end, end + _SAY_REACH))) is None
                self.at = said or self.at
                return
            if not slot.parties or slot.expects_other:
                goes_on = slot.goes_on_at(self.at)
                if self.leading and self.open_names and slot.text is not None and not goes_on:
                    self.ended = True
                    return
                is_latin = self.view[self.at].isascii() and self.view[self.at].isalpha()  # 投资机构 Alder Group
                if not goes_on and not is_latin and (self._named(slot) is not None or self._opens_with_person(slot)):
                    self.ended = self.leading
                else:
                    slot.add_text(Span(self.at, end), goes_on=goes_on)
            else:
                slot.tail = Span(slot.tail.start if slot.tail and slot.tail.end == self.at else self.at, end)
            self.loose += end - self.at
        self.at = end

    def _add(self, span: Span) -> None:
        """A party, unless it stands in a phrase or after 等."""
        slot = self.slots[-1]
        if self.mask == "phrase" and len(self.source) < self.sources:
            self.source = (*self.source, span)
            self.recipient = (span,) if self.preposition in phrases.TO else self.recipient
        if self.mask is None:
            if not slot.parties and not self._take_actor(before=span.start):
                slot.parties.append(span)
            elif slot.expects_other or asked.is_role_of(self.text, slot.parties[-1], span):
                slot.parties[:] = [span]
                slot.expects_other = False
            elif slot.parties[-1].end == span.start and asked.are_mentions(self.text, slot.parties[-1], span):  # 首山集团|江川钢铁
                slot.parties[-1] = Span(slot.parties[-1].start, span.end)
            elif self.leading and not slot.has_post:
                self.ended = True
        self.at = span.end

    def _take_actor(self, *, is_of: bool = False, before: int = -1) -> bool:
        """Whether the clause before opens with whoever acts and his verb (王建国|携带, 多家企业|陆续重返|伊朗): he is its subject."""
        actor = asked.actor(self.names, self.slots[-1], is_of=is_of, before=before) if self.leading else None
        self.slots[-1].parties += [actor] if actor else []
        self.ended |= actor is not None
        return actor is not None

    def _opens_with_person(self, slot: Slot) -> bool:
        """Whether the text that opens the clause before is a person (李明|8月2日抵达北京)."""
        return self.leading and slot.text is not None and slot.text == slot.opening and self.names.persons.is_name(slot.text)

    def _named(self, slot: Slot) -> Span | None:
        return None if slot.text is None or slot.has_post else self.names.by_head(slot.text)
