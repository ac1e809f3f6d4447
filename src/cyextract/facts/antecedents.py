"""What the words that stand for parties stand for: 双方, 三方, 两国; 公司, 该公司, 发行人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from cyextract.facts.clause_phrases import DATELINE
from cyextract.facts.clause_text import Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.company_words import ITS, CompanyWords, is_company, sentences_before
from cyextract.facts.word_lists import COUNTRIES, LEVELS, PARTNERS
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org import OrgMeaning
from cyextract.recognizers.org.lexicon import load_lexicon

_CHRONICLE = re.compile("大事记|年表|历程|记事|纪事")
_COUNTRY, _SIDE, _PLACE, _CHINA = "国", "方", "地", "中"
_LEVEL = "country"
_LETTERS = frozenset(COUNTRIES + PARTNERS)
_STATES = _LETTERS - {"欧"}  # 欧方 is no country
_REACH = 600  # code points back to the name that a bare head stands for
_RELATIONS_REACH = 1500, 300  # code points back and forward in which two countries are paired
_RELATIONS, _BETWEEN_STATES = "关系", re.compile("[两三]国")
_COUNTS = {
    numeral: number
    for number, numerals in enumerate(("双两", "三3", "四4", "五5", "六6", "七", "八", "九", "十"), 2)
    for numeral in numerals
}
_KINDS = {
    "校": frozenset(("school",)), "院": frozenset(("hospital", "school", "research")), "行": frozenset(("bank",)),
    "家公司": frozenset(("company", "bank")), "家企业": frozenset(("company", "bank")), "公司": frozenset(("company",)),
    "局": frozenset(("government",)), "部门": frozenset(("government",)), 
}  # fmt: skip
"""Counted words -> the kinds of organisations that they sum up."""
_FORMER_LATTER = ("前者", "后者")
_TEAMS, _TEAM = frozenset(("球队", "俱乐部")), frozenset(("team",))
_ANNOUNCED = "公告"
_THEY = frozenset(("他们", "她们", "我们"))
_MEETINGS = frozenset(("会议", "全会", "大会"))
_CONVENED = re.compile(
    "(?:[^,，。;；\n]{0,24}(?:召开|举行|举办)[^,，。;；\n]{0,16}?|第[0-9一二三四五六七八九十]+届|[\u4e00-\u9fff]{0,2})"
    "(?:第[0-9一二三四五六七八九十]+[届次])?(?:全体|常务|工作|部务)?(?:会议|全会)"
)  # behind a body: its meeting
_HELD = re.compile("召开|举行|举办")
_MEETING_REACH = 3000  # code points
_MEETING = re.compile(
    "(?P<body>[0-9〇零○一二三四五六七八九]{4}年(?:度|第[0-9一二三四五六七八九十]+次)?(?:临时|年度)?股东大会"
    "|(?:第[0-9一二三四五六七八九十]+届)?(?:董事会|监事会|常委会|主席团))(?P<number>(?:20[0-9]{2}年)?第[0-9一二三四五六七八九十]+次)?"
)
_COMPANY_HEADS = frozenset("司团业")
_PAIR, _WITH = 2, re.compile("[与和同跟]")
_DEALT_WITH = re.compile("[与和同跟][^\n]{1,30}?(?:会谈|谈判|会晤|磋商|协商|洽谈|商谈|接洽)")
PRONOUNS = frozenset("其之")
"""Behind 与: whoever acted before."""


class Antecedents:
    """Looks up what stands for a party, in one document; each sentence is read once."""

    def __init__(self, reader: ClauseReader) -> None:
        self._reader, self.text = reader, reader.text
        self._companies = CompanyWords(reader)
        self._told: dict[int, tuple[Span, ...]] = {}
        self._grouped: dict[tuple[Span, int], tuple[Span, ...]] = {}
        self._worded: dict[Span, tuple[Span, ...]] = {}  # clause -> its words that stand for a company

    def remember(self, parties: tuple[Span, ...]) -> None:
        """The parties of an event told: a word for as many may stand for them paragraphs later."""
        self._told[len(parties)] = parties

    def chronicler(self) -> Span | None:
        """The one organisation whose chronicle the first line announces (甲公司大事记)."""
        return self._companies.topic() if _CHRONICLE.search(self.text.view, *self._companies.first_line) else None

    def _named_again(self, span: Span) -> Span | None:
        """The name that a bare head stands for (俱乐部): the last before it that ends so, or that had the word behind it."""
        text, word = self.text, self.text.view[slice(*span)]
        if word in _TEAMS:  # 球队
            teams = [m for m in text.between(max(0, span.start - _REACH), span.start) if _is_of(m, _TEAM)]
            return Span(teams[-1].start, teams[-1].end) if teams else None
        if text.at(span.start) is not None or text.words.word_from(span.start) != word or text.words.tag(word) != "n":
            return None
        low = max(0, span.start - _REACH)
        for mention in reversed(text.between(low, span.start)):
            if mention.type == "ORG" and (text.view.endswith(word, mention.start, mention.end) or text.view.startswith(word, mention.end)):
                return Span(mention.start, mention.end)
        return None

    def group(self, word: str, sentence: Span, clauses: Sequence[Span]) -> tuple[tuple[Span, ...], Span] | None:
        """The parties that a word for several stands for (双方), and the clause or the sentence that names them.

        Args:
            word: the word; it may tell how many there are.
            sentence: its sentence.
            clauses: the clauses of the sentence before its own.
        """
        found = self._group(word, sentence, clauses)
        if word[1:] != _COUNTRY:
            lettered = self._by_letters(word, sentence, clauses) if found is None and word[1:] in (_SIDE, _PLACE) else None
            named = found or lettered or (self._by_countries(word, sentence, clauses, own=True) if word[1:] == _SIDE and clauses else None)
            return named or self.relations(word, sentence)
        places = tuple(Span(party.start, self.text.place_at(party.start, party.end)) for party in found[0]) if found else ()
        if found is not None and all(place.end > place.start for place in places):
            return places, found[1]
        named = self._by_letters(word, sentence, clauses) or self._by_countries(word, sentence, clauses)
        return named or self.relations(word, sentence)

    def relations(self, word: str, sentence: Span) -> tuple[tuple[Span, ...], Span] | None:
        """The two countries whose letters and sides the text names near a sentence far more often than any other two (中巴关系, 巴方).

        Args:
            word: for two; 双方 are countries only where the text speaks of 两国.
            sentence: its sentence.
        """
        view, text = self.text.view, self.text
        low, high = max(0, sentence.start - _RELATIONS_REACH[0]), sentence.end + _RELATIONS_REACH[1]
        is_of_states = word[1:] == _COUNTRY or (word[1:] == _SIDE and _BETWEEN_STATES.search(view, low, high) is not None)
        if _COUNTS.get(word[0]) != _PAIR or not is_of_states:
            return None
        pairs: dict[frozenset[str], list[Span]] = {}
        for run in text.lexicon.abbreviated.finditer(view, low, high):
            if len(letters := frozenset(run[0])) == len(run[0]) == _PAIR and letters <= _STATES and self._is_word(*run.span()):
                pairs.setdefault(letters, []).append(Span(*run.span()))
        for pair in self._with_china(low, high):
            pairs.setdefault(frozenset(view[slice(*pair)]), []).append(pair)
        sides = {letter: view.count(letter + _SIDE, low, high) for letters in pairs for letter in letters}
        weights = {letters: len(runs) + _PAIR * min(sides[letter] for letter in letters) for letters, runs in pairs.items()}
        ranked = sorted(weights, key=lambda letters: -weights[letters])
        if not ranked or (len(ranked) > 1 and weights[ranked[0]] < _PAIR * weights[ranked[1]]):
            return None
        nearest = min(pairs[ranked[0]], key=lambda run: abs(run.start - sentence.start))
        return (nearest,), text.sentence(nearest.start)

    def _with_china(self, low: int, high: int) -> Iterator[Span]:
        """Where the first letter of a country that a stretch names stands beside 中 and is in no list (肯尼亚: 中肯关系)."""
        view, text, levels = self.text.view, self.text, load_lexicon().levels
        places = text.lexicon.places.within(view, low, high, text.is_edge)
        letters = "".join(sorted({view[start] for start, end in places if levels.get(view[start:end]) == _LEVEL} - _LETTERS))
        for pair in re.finditer(f"{_CHINA}[{letters}]|[{letters}]{_CHINA}", view[low:high]) if letters else ():
            if self._is_word(low + pair.start(), low + pair.end()):
                yield Span(low + pair.start(), low + pair.end())

    def _is_word(self, start: int, end: int) -> bool:
        """Whether letters for countries stand as a word by themselves, or before 关系."""
        is_edge = self.text.is_edge(end) or self.text.view.startswith(_RELATIONS, end)
        return is_edge and self.text.is_edge(start) and self.text.around(start) is None

    def named_after(self, word: str, clauses: Sequence[Span]) -> tuple[tuple[Span, ...], Span] | None:
        """The two that the rest of the sentence names: 根据双方签订的协议, 甲将发行乙的电影."""
        parties = self._named(clauses, _COUNTS.get(word[0], 0)) if word[1:] == _SIDE else ()
        return (parties, clauses[0]) if parties else None

    def _by_letters(self, word: str, sentence: Span, clauses: Sequence[Span]) -> tuple[tuple[Span, ...], Span] | None:
        """The places that a clause or a sentence before names by one character each (中日韩部长会议, 粤港澳三地), as many as asked for."""
        view, count = self.text.view, _COUNTS.get(word[0], 0)
        own = (Span(clauses[0].start, clauses[-1].end),) if clauses else ()
        if word[1:] == _PLACE and self.text.heading_date(sentence.start):  # in a chronicle 两地 is a name
            return None
        for before in (*own, *sentences_before(self.text, sentence)):
            if word[1:] == _PLACE and "\n" in view[before.end : sentence.start]:
                return None
            for run in self.text.lexicon.abbreviated.finditer(view, *before):
                is_word = self.text.is_edge(run.start()) and self.text.is_edge(run.end()) and self.text.around(run.start()) is None
                if is_word and len(run[0]) == count and (word[1:] == _PLACE or _LETTERS.issuperset(run[0])):
                    return (Span(run.start(), run.end() + len(word) * view.startswith(word, run.end())),), before
        return None

    def _by_countries(
        self, word: str, sentence: Span, clauses: Sequence[Span], *, own: bool = False
    ) -> tuple[tuple[Span, ...], Span] | None:
        """The countries that the clauses before or the sentence before name, whatever they do there, if they are as many as asked for.

        Args:
            word, sentence, clauses: as of `group`.
            own: whether only the last clause before is looked at, and only where it names no organisation but theirs.
        """
        text, levels = self.text, load_lexicon().levels
        told = (Span(clauses[-1 if own else 0].start, clauses[-1].end),) if clauses else ()
        for before in (*told, *islice(sentences_before(text, sentence), 0 if own else 1)):
            found: dict[str, Span] = {}
            for place in text.lexicon.places.within(text.view, before.start, before.end, text.is_edge):
                if levels.get(name := text.view[slice(*place)]) == _LEVEL:
                    found.setdefault(name, Span(*place))
            if len(found) != _COUNTS.get(word[0], 0):
                continue
            others = (m for m in text.between(*before) if own and m.type == "ORG" and not text.view.startswith(tuple(found), m.start))
            if not any(others):
                return tuple(found.values()), before
        return None

    def _group(self, word: str, sentence: Span, clauses: Sequence[Span]) -> tuple[tuple[Span, ...], Span] | None:
        count = _COUNTS.get(word[0], 0)
        for index in range(len(clauses) - 1, -1, -1):
            if parties := self._of_clause(clauses[index], count) or self._of_both(clauses, index, count):
                return parties, clauses[index]
        if clauses and (parties := self._named(clauses, count)):
            return parties, clauses[0]
        if parties := self._with_partner(sentence, clauses, count):
            return parties, clauses[0]
        for back, before in enumerate(sentences_before(self.text, sentence)):
            told = self.text.clauses(*before)
            for index, clause in enumerate(told):
                if parties := self._of_clause(clause, count) or self._of_both(told, index, count):
                    return parties, before
            if word[1:] == _COUNTRY and back and (parties := self._each(told, count)):
                return parties, before
            if back == 0 and (parties := self._each(told, count) or self._named(told, count) or self._with_partner(before, told, count)):
                return parties, before
            if word[1:] in _KINDS and (parties := self._named(told, count, _KINDS[word[1:]])):
                return parties, before
        remembered = self._told.get(count, ())
        return (remembered, sentence) if remembered else None

    def _of_both(self, clauses: Sequence[Span], at: int, count: int) -> tuple[Span, ...]:
        """The partner whom one of some clauses names alone (与乙会谈) and the subject of one before it, as many as asked for."""
        if count not in (0, _PAIR) or not at or not _WITH.search(self.text.view, *clauses[at]):
            return ()
        partner = self._reader.read(clauses[at], leading=True)
        if not partner.lacks_subject or len(partner.parties) != 1:
            return ()
        for clause in reversed(clauses[:at]):
            subject = self._reader.read(clause, leading=True)
            if subject.parties and not subject.lacks_subject:
                parties = (*subject.parties[: subject.leaders or 1], *partner.parties)
                is_named = not any(self.text.view[slice(*party)] in self.text.lexicon.words.kinds for party in parties)
                return parties if is_named and len(parties) == _PAIR else ()
        return ()

    def _with_partner(self, sentence: Span, clauses: Sequence[Span], count: int) -> tuple[Span, ...]:
        """The partner whom a sentence deals with alone, and the subject of the one before where it has none itself."""
        for at in range(len(clauses) - 1, -1, -1):
            if count not in (0, _PAIR) or not _DEALT_WITH.search(self.text.view, *clauses[at]):
                continue
            partner = self._reader.read(clauses[at], leading=True)
            if partner.lacks_subject and len(partner.parties) == 1:
                told = [self._reader.read(clause, leading=True) for clause in clauses[: at + 1]]
                is_elided = not any(clause.loose or clause.is_anaphoric for clause in told)
                return (*(self._sole_subject(sentence) if is_elided else ()), *partner.parties)
        return ()

    def _sole_subject(self, sentence: Span) -> tuple[Span, ...]:
        """The only one that the sentence before one begins with."""
        before = next(iter(sentences_before(self.text, sentence)), None)
        told = self._reader.read(self.text.clauses(*before)[0], leading=True) if before else None
        return told.parties if told and len(told.parties) == 1 and not told.lacks_subject and not told.loose else ()

    def _each(self, clauses: Sequence[Span], count: int) -> tuple[Span, ...]:
        """The subjects of clauses in a row, one in each, if they are as many as asked for: 甲院长张三, 乙经理李四, …."""
        found: dict[str, Span] = {}
        for clause in clauses:
            read = self._reader.read(clause, leading=True)
            if (
                len(read.parties) == 1
                and not read.is_report
                and self.text.view[slice(*read.parties[0])] not in self.text.lexicon.words.kinds
            ):
                found.setdefault(self.text.body_at(read.parties[0]), read.parties[0])
        return tuple(found.values()) if len(found) > 1 and count in (0, len(found)) else ()

    def stands_for(
        self, span: Span, sentence: Span, clauses: Sequence[Span], reporter: tuple[Span, ...], others: tuple[Span, ...]
    ) -> Span | None:
        """The organisation that a word stands for: 公司 for the one that speaks or that a bracket calls so, 该局 for one just named.

        Args:
            span: a party; None is returned where it is a name.
            sentence, clauses: as of `group`.
            reporter: who reports in the word's own clause.
            others: the parties, itself among them.
        """
        word = self.text.view[slice(*span)]
        if word in _THEY:  # 甲公司表示, 他们与乙签署
            told = (reporter, *(self._reader.read(clause, leading=True).reporter for clause in reversed(clauses)))
            return next((found[0] for found in told if found), None)
        if word in PRONOUNS:  # 甲中标, 乙与其签订
            return self._subject_before(sentence, clauses, others)
        if word.startswith(ITS):
            return self._last_body(span, sentence, clauses, others) if word in self.text.lexicon.words.kinds else None
        if word in _MEETINGS:
            convened = self.convened((*reversed(tuple(sentences_before(self.text, sentence))), *clauses))
            return convened[0] if convened else self.meeting(span.start)
        if word in _FORMER_LATTER:
            before = next(iter(sentences_before(self.text, sentence)), Span(0, 0))
            near = (*reversed(clauses), *self.text.clauses(*before))
            pairs = (self._of_clause(clause, len(_FORMER_LATTER)) for clause in near)
            return next((pair[_FORMER_LATTER.index(word)] for pair in pairs if pair), None)
        return (
            self._companies.stands_for(word, sentence, clauses, reporter)
            if word in self.text.lexicon.companies
            else self._named_again(span)
        )

    def _subject_before(self, sentence: Span, clauses: Sequence[Span], others: tuple[Span, ...]) -> Span | None:
        """Whoever acts in the clause or the sentence before and is none of some others."""
        before = next(iter(sentences_before(self.text, sentence)), Span(0, 0))
        known = set(map(self.text.body_at, others))
        for clause in (*reversed(clauses), *self.text.clauses(*before)):
            read = self._reader.read(clause, leading=True)
            subject = next((party for party in (*read.reporter, *read.parties) if self.text.body_at(party) not in known), None)
            if subject is not None and self.text.view[slice(*subject)] not in self.text.lexicon.words.kinds:
                return subject
        return None

    def convened(self, told: Sequence[Span]) -> tuple[Span, Span] | None:
        """The body whose meeting one of some stretches tells of (国务院召开常务会议), the last first, and that stretch."""
        text = self.text
        for stretch in reversed(told):
            organisations = (mention for mention in text.between(*stretch) if mention.type == "ORG")
            bodies = [body for body in organisations if _CONVENED.match(text.view, body.end, stretch.end)]
            if bodies:
                return Span(bodies[-1].start, bodies[-1].end), stretch
        return None

    def meeting(self, at: int) -> Span | None:
        """The body whose numbered meeting is told of last before an offset: 第七届董事会第三次会议, 2021年第一次临时股东大会."""
        text, found = self.text, list[Span]()
        for meeting in _MEETING.finditer(text.view, max(0, at - _MEETING_REACH), at):
            around = text.around(meeting.start())
            is_numbered = bool(meeting["number"]) or meeting["body"][0].isnumeric()
            if is_numbered and (around is None or around.type != "TITLE"):
                is_held = _HELD.search(text.view, meeting.end(), text.sentence_end(meeting.end())) is not None
                if is_held or not found:
                    found.append(Span(*meeting.span("body")))
        return found[-1] if found else None

    def _of_clause(self, clause: Span, count: int) -> tuple[Span, ...]:
        """The parties of a clause, if they are as many as asked for and each is named; found once."""
        parties = self._grouped.get((clause, count))
        if parties is None:
            parties = self._grouped[clause, count] = self._find_group(clause, count)
        return parties

    def _find_group(self, clause: Span, count: int) -> tuple[Span, ...]:
        read = self._reader.read(clause, leading=True, open_names=True)
        for parties in (read.parties, read.reporter, read.owners):
            is_named = not any(self.text.view[slice(*party)] in self.text.lexicon.words.kinds for party in parties)
            is_named &= not set(parties) <= set(read.open_names)
            if len(parties) > 1 and is_named and count in (0, len(parties)):
                return parties
        return ()

    def _named(self, clauses: Sequence[Span], count: int, kinds: frozenset[str] | None = None) -> tuple[Span, ...]:
        """The organisations that clauses name, of some kinds, if they are as many as asked for; who is only quoted is none of them."""
        text, found, words = self.text, dict[str, Span](), dict[str, Span]()
        for clause in clauses if count else ():
            told = self._reader.read(clause, leading=True)
            if told.is_report and not told.parties and text.view.find(_ANNOUNCED, *clause) < 0:
                continue
            named = (mention for mention in text.between(*clause) if _is_of(mention, kinds) and not DATELINE.match(text.view, mention.end))
            for party in (Span(mention.start, mention.end) for mention in named):
                found.setdefault(text.body_at(party), party)
            if kinds is None:
                for company in self._company_words(clause):
                    words.setdefault(text.view[slice(*company)], company)
        bodies = sorted((*found.values(), *words.values())) if len(found) < count else found.values()
        return tuple(bodies) if len(bodies) == count else ()

    def _company_words(self, clause: Span) -> tuple[Span, ...]:
        """The words of a clause that stand for a company (公司), found once."""
        found = self._worded.get(clause)
        if found is None:
            text = self.text
            words = (Span(*word) for word in text.lexicon.words.within(text.view, *clause, text.is_edge))
            found = tuple(word for word in words if text.view[slice(*word)] in text.lexicon.companies and text.around(word.start) is None)
            self._worded[clause] = found
        return found

    def _last_body(self, span: Span, sentence: Span, clauses: Sequence[Span], others: tuple[Span, ...]) -> Span | None:
        """What 该公司 or 该局 names again: the last body that its head fits, else the subject of a clause before."""
        head = self.text.view[span.end - 1]
        if span.start < sentence.start:  # the subject of a sentence before
            sentence, clauses = self.text.sentence(span.start), ()
        low = next(iter(sentences_before(self.text, sentence)), sentence).start
        named = [mention for mention in self.text.between(low, span.start) if mention.type == "ORG"]
        beside = set(map(self.text.body_at, others))  # 甲与乙及该公司
        bodies = [mention for mention in named if self.text.body(mention) not in beside]
        for mention in reversed(bodies):
            if self.text.view[mention.end - 1] == head or (head in _COMPANY_HEADS and is_company(mention)):
                return Span(mention.start, mention.end)
        told = [*reversed(clauses), *self.text.clauses(*next(iter(sentences_before(self.text, sentence)), Span(0, 0)))]
        for clause in told:
            for party in reversed(self._reader.read(clause, open_names=True).parties):
                if self.text.view[party.end - 1] == head and self.text.view[slice(*party)] not in self.text.lexicon.words.kinds:
                    return party
        for clause in told if head not in LEVELS else ():  # 该市 is no body
            read = self._reader.read(clause, leading=True)
            subject = read.reporter or read.parties
            if subject and self.text.view[slice(*subject[0])] not in self.text.lexicon.words.kinds:
                return subject[0]
        return Span(bodies[-1].start, bodies[-1].end) if len(bodies) == 1 else None


def _is_of(mention: Candidate, kinds: frozenset[str] | None) -> bool:
    return isinstance(mention.meaning, OrgMeaning) and (kinds is None or mention.meaning.kind in kinds)
