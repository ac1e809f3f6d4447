"""A document as facts are read from it: its mentions, its words, and where sentences, clauses and lines end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from cyextract.facts.document_mentions import NOT_DOCUMENTS, DocumentMentions, Span
from cyextract.facts.word_lists import OF, SPACES, WordTable, clause_lexicon
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate
from cyextract.text.boundaries import CLAUSE_MARKS, SENTENCE_STOP
from cyextract.text.reading_view import SourceText
from cyextract.text.words import Words

__all__ = ["FUNCTION_TAGS", "NOT_DOCUMENTS", "ClauseText", "Span"]

FUNCTION_TAGS = frozenset(("d", "ad", "c", "p", "u", "ul", "uj", "y", "zg", "t"))
"""The dictionary's tags of words that build a sentence."""
_MODAL_REACH = 8
_OBJECT_MARKER, _ABOUT, _NOW = "将", "就", "现"
_ASKED = re.compile("(?:根据|依照|按)[^,，。;；\n]{1,20}要求$")
_GIVEN = re.compile("[\u4e00-\u9fff]{1,3}给[^，,。;；\n]{1,12}的")
_MAYBE = re.compile("或[在于]")  # 或在5天内达成
_ARTICLE = re.compile(r"^\s*(?:第[一二三四五六七八九十]+章[^\n]{1,24}?)?第[0-9一二三四五六七八九十百千零〇]+条", re.MULTILINE)
_MAX_PERIODICAL = 24  # code points of the title of a newspaper or magazine
_PAUSES, _LINKS = frozenset(",，、"), frozenset("与和及同跟")  # at the end of a line, the sentence goes on in the next
_ASPECT = "了"
_OPENS_OTHER = (OF, "否认", "代表")  # 要求|的协议, 不能|否认, 委托|代表
_VERB = "v"  # the dictionary's tag
_ITS, _YU = "其", "于某"
_CONCERNED = "相关"  # 北京相关单位
_NEAR = 80
_LINKED = 10  # code points of a line with its end
_OPEN = re.compile(r"\([^()]*$")
_MAX_REMEMBERED = 10_000  # answers about places
_LENGTHS = (2, 3)  # code points of clause words that may cut a word of the dictionary
SENTENCE_REACH = 400  # code points: a sentence is looked at no further back or forward than this
_PAUSE = re.compile(f"[{CLAUSE_MARKS}()【】]")
_DASHES, _DASHED = "--", re.compile(f"[{CLAUSE_MARKS}()【】]|--[与和同]")  # 才拿到第一份合同——|和乙签署
_ASCII = "\x7f"
_OPENING, _BRACKETS, _HEADING, _HEADED, _DASH = "(【", "()【】", "【", "】", "-"


class ClauseText(DocumentMentions):
    """One document; all offsets are view offsets."""

    def __init__(
        self,
        source: SourceText,
        words: Words,
        mentions: Sequence[Candidate],
        dates: Mapping[int, NormalizedDate | None],
        aliases: Mapping[str, str],
    ) -> None:
        super().__init__(source, mentions, dates, aliases)
        self.words, self.lexicon = words, clause_lexicon()
        # Answers about a place, for the clauses of several titles overlap; of words those that end anywhere.
        self._edges: dict[int, bool] = {}
        self._words: dict[int, tuple[int, str] | None] = {}
        self._places: dict[int, tuple[int, str] | None] = {}
        self._openings: dict[tuple[str, Span], bool] = {}
        self._articles: list[int] | None = None  # where lines begin that open an article

    def forget(self) -> None:
        """Forget the answers about places, once there are many: clauses overlap with those near them only."""
        for known in (self._edges, self._words, self._places, self._openings):
            if len(known) > _MAX_REMEMBERED:
                known.clear()

    def sentence(self, offset: int) -> Span:
        """The sentence around `offset`; a semicolon and a line end it too, a stop inside a mention does not."""
        return Span(self.sentence_start(offset), self.sentence_end(offset))

    def sentence_start(self, offset: int) -> int:
        """Where the sentence around `offset` begins."""
        # Most sentences are short: nearer stops are looked for first.
        for reach in (_NEAR, SENTENCE_REACH):
            low = max(0, offset - reach)
            ends = [s.end() for s in SENTENCE_STOP.finditer(self.view, low, offset) if self._is_stop(s.start())]
            if ends:
                heading = self.view.rfind(_HEADED, ends[-1], offset)  # 【甚好!甲签约】|乙签署
                is_whole = heading >= 0 and self.view.find(_HEADING, ends[-1], heading) >= 0
                return self._past_heading(ends[-1], offset) if heading < 0 or is_whole else heading + 1
        return self._past_heading(low, offset)

    def _past_heading(self, start: int, offset: int) -> int:
        """Where the sentence before an offset begins behind the heading in brackets that opens its line."""
        at = start
        while at < offset and self.view[at].isspace():
            at += 1
        close = self.view.find(_HEADED, at, offset) if self.view.startswith(_HEADING, at) else -1
        return start if close < 0 else close + 1

    def sentence_end(self, offset: int) -> int:
        """Where the sentence around `offset` ends."""
        limit = min(len(self.view), offset + SENTENCE_REACH)
        for found in SENTENCE_STOP.finditer(self.view, offset, limit):
            if self._is_stop(found.start()):
                return found.start()
        return limit

    def _is_stop(self, at: int) -> bool:
        """Whether a mark ends a sentence: none in a mention does, nor a line end behind a mark or a word that links, or before a verb."""
        view = self.view
        if self.around(at) is not None:
            return False
        if view[at] != "\n" or at == 0:
            return True
        if view[at - 1 : at + 2 : 2].isascii() and view[at - 1 : at + 2 : 2].isalpha() and _OPEN.search(view, max(0, at - _LINKED), at):
            return False  # a Latin name in brackets that a page cuts
        if view[at - 1] in _PAUSES or self.words.word_to(at) in _LINKS or self._is_linked_name(at):
            return False
        return self.lexicon.verb.match(view, at + 1) is None

    def _is_linked_name(self, end: int) -> bool:
        """Whether a line is a few characters in the middle of a sentence, as a web page leaves a name that it links."""
        start = self.view.rfind("\n", max(0, end - _LINKED), end) + 1
        return start > 1 and self.view[start - 2] in _PAUSES and SENTENCE_STOP.search(self.view, start, end) is None

    def previous_sentence(self, start: int) -> Span | None:
        """The sentence before one that begins at `start`; None at the start of the document and where the reach cut."""
        end = start
        while end > 0 and (SENTENCE_STOP.match(self.view, end - 1) or self.view[end - 1].isspace()):
            end -= 1
        # Where neither stop nor space nor markup ends, the reach cut the sentence: what stands before is a part of it.
        if end == 0 or (end == start and self.view[end - 1] != ">"):
            return None
        return Span(self.sentence(end - 1).start, end)

    def clauses(self, start: int, end: int, last: int = 0) -> list[Span]:
        """A stretch of a sentence cut at its commas and colons, those in brackets and mentions left out; or the last so many clauses."""
        cuts = [start - 1, *self._cuts(start, end), end]
        return [Span(before + 1, cut) for before, cut in pairwise(cuts[-last - 1 :] if last else cuts)]

    def _cuts(self, start: int, end: int) -> list[int]:
        result: list[int] = []
        view, depth, mentions = self.view, 0, self.mentions
        starts, index = self._starts, bisect_right(self._starts, start) - 1  # of the mention at or before a mark
        following = starts[index + 1] if index + 1 < len(starts) else end
        pauses = _PAUSE if view.find(_DASHES, start, end) < 0 else _DASHED
        for found in pauses.finditer(view, start, end):
            at = found.start()
            if (mark := view[at]) in _BRACKETS:
                if mark in _OPENING:
                    depth += mark == "(" or view.find(_HEADED, at, end) >= 0
                else:
                    depth = max(0, depth - 1)
            elif depth == 0:
                if mark == _DASH:
                    at += 1
                while following <= at:
                    index += 1
                    following = starts[index + 1] if index + 1 < len(starts) else end
                if (index < 0 or at >= mentions[index].end) and (view[at - 1] > _ASCII or not self._is_inner(at)):
                    result.append(at)
        return result

    def _is_inner(self, at: int) -> bool:
        """Whether a mark stands between letters or digits (85:10, Tower,Inc.)."""
        around = self.view[at - 1 : at + 2 : 2]
        return len(around) > 1 and around.isascii() and around.isalnum()

    def heading_date(self, start: int) -> Candidate | None:
        """The date that stands alone on the line above the paragraph of `start`, as in a chronicle."""
        line = self.view.rfind("\n", max(0, start - SENTENCE_REACH), start)
        if line < 0:
            return None
        end = line
        while end > 0 and self.view[end - 1].isspace():
            end -= 1
        head = self.view.rfind("\n", 0, end) + 1
        bracketed = self.at(head + 1) if self.view[head : head + 1] in ("【", "〔") else None  # 【5月28日】…
        mention = bracketed or (self.around(end - 1) if end else None)
        if mention is None or mention.type != "DATE" or self.date_of(mention) is None:
            return None
        is_alone = not self.view[head : mention.start].strip(" ■●◆▲★·-*#\u3000") and mention.end == end
        return mention if bracketed or is_alone else None

    def is_in_articles(self, at: int) -> bool:
        """Whether an offset lies in an article of a law: its line begins with 第…条, or one before and one behind it do."""
        if self._articles is None:
            self._articles = [found.start() for found in _ARTICLE.finditer(self.view)]
        index = bisect_right(self._articles, at)
        return index > 0 and (index < len(self._articles) or self.view.find("\n", self._articles[index - 1] + 1, at) < 0)

    def is_heading(self, sentence: Span) -> bool:
        """Whether a sentence is a line by itself that no stop ends."""
        view, (start, end) = self.view, sentence
        return (start == 0 or view[start - 1] == "\n") and view.startswith("\n", end)

    def is_edge(self, offset: int) -> bool:
        """Whether a word may end at an offset, and another begin.

        So say the mentions and the dictionary. Where the dictionary has a longer word, it is none if it ends with a clause word
        (英国|首相, 深入|开展), or if it begins with one and the rest is 其 (与|其) or makes a word with what it leaves over (及|其他, cut
        as 及其|他).
        """
        known = self._edges.get(offset)
        if known is None:
            known = self._edges[offset] = offset in self._at or offset in self._ends or self._parts_words(offset)
        return known

    def _parts_words(self, offset: int) -> bool:
        """Whether the dictionary and the clause words part at an offset."""
        words, known = self.words, self.lexicon.all_words
        word, left = words.word_across(offset)
        rest = word[left:]
        if not word or (len(rest) > 1 and rest in known) or self._is_between_words(offset):
            return True
        if word[:left] not in known:
            return False
        after = words.word_from(offset + len(rest))
        return rest == _ITS or (len(after) == 1 and words.tag(rest + after) != "x")

    def _is_between_words(self, offset: int) -> bool:
        """Whether a clause word ends at an offset and another begins (三国|防长, cut as 国防)."""
        view, known = self.view, self.lexicon.words.kinds
        return any(view[offset - length : offset] in known for length in _LENGTHS) and any(
            view[offset : offset + length] in known for length in _LENGTHS
        )

    def word_at(self, start: int, end: int) -> tuple[int, str] | None:
        """End and kind of the longest clause word at `start` that ends by `end`.

        A preposition of one character that the segmenter takes for the beginning of a name is one (于国强, 经信部门).
        """
        known = self._words
        if start not in known:
            known[start] = self._word_at(start, len(self.view))
        found = known[start]
        return found if found is None or found[0] <= end else self._word_at(start, end)

    def _word_at(self, start: int, end: int) -> tuple[int, str] | None:
        found = self.lexicon.words.at(self.view, start, end, self.is_edge)
        if found is None or found[0] != start + 1 or found[1] not in ("preposition", "agent"):
            return found
        if self.view.startswith(_YU, start):
            return None
        if not self.words.is_edge(start) and not self.words.is_edge(start + 1):
            return None  # 赵|以成
        if not self.at(found[0]):
            name = self.words.word_from(start)
            return None if len(name) > 1 and self.words.tag(name) == "x" else found
        return found

    def place_at(self, start: int, end: int) -> int:
        """End of the place name at `start`, several in a row included (四川成都); `start` when there is none."""
        at = start
        known = self._places
        while True:
            if at not in known:
                known[at] = self.lexicon.places.at(self.view, at, len(self.view), self.is_edge)
            found = known[at]
            if found is not None and found[0] > end:
                found = self.lexicon.places.at(self.view, at, end, self.is_edge)
            if found is None:
                return at
            at = found[0]

    def verbs(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The verbs of agreements in a span that are no part of a mention."""
        while found := self.lexicon.first_verb(self.view, start, end):
            is_verb = self.around(found.start()) is None and self.is_edge(found.start()) and self.is_edge(found.end())
            if is_verb:
                yield found
            start = found.end() if is_verb else found.start() + 1  # 不|会签|署 is none, 签署 in it is

    def is_predicate(self, start: int, end: int) -> bool:
        """Whether a verb stands at `start`, so that a place before it acts."""
        word = self.words.word_from(start)
        if not 1 < len(word) <= end - start or self.words.tag(word) != _VERB or word == _CONCERNED:
            return False
        post = self.word_at(start + len(word), end)
        return post is None or post[1] != "post"  # 日本|防卫|大臣

    def is_unreal(self, span: Span) -> bool:
        """Whether a stretch before a verb says that what it tells is asked for, supposed or denied."""
        # 获甲授权的乙: what only describes somebody is not said of the verb.
        # 已就如何分担达成协议: nor is what is only spoken about.
        # 按照甲部要求制定: what is asked for is done.
        words = self._words_of(self.lexicon.unreal, *span)
        return any(
            not self.view.startswith(_OPENS_OTHER, end)
            and self.view[start - 1 : start] != _ABOUT
            and not _ASKED.search(self.view, span.start, end)
            for start, end in words
        )

    def is_planned(self, span: Span) -> bool:
        """Whether a stretch before a verb says that what it tells is to come; 将 before a noun only marks an object, 计划的 is a plan's."""
        words = self._words_of(self.lexicon.planned, *span)
        is_planned = any(not self._marks_object(*word) and not self.view.startswith(OF, word[1]) for word in words)
        return is_planned or _MAYBE.search(self.view, *span) is not None

    def opens_planned(self, clause: Span) -> bool:
        """Whether a clause opens with a word that says so of what follows."""
        return self._opens_so("planned", clause, self.is_planned)

    def _marks_object(self, start: int, end: int) -> bool:
        if self.view[start:end] != _OBJECT_MARKER:
            return False
        if self.view[start - 1 : start] == _NOW or _GIVEN.match(self.view, end):  # 现将《…》公布, 将|抵押给乙的房屋
            return True
        mention = self.at(end)
        word = self.words.word_from(end)
        return (mention is not None and mention.type in ("ORG", "TITLE")) or not word or self.words.tag(word)[0] in "nr"

    def is_modal(self, span: Span) -> bool:
        """Whether a clause opens with a word that asks for what the next clauses say."""
        return self._opens_so("modal", span, lambda opening: any(self._words_of(self.lexicon.modal, *opening)))

    def is_condition(self, span: Span) -> bool:
        """Whether a clause opens as a condition of what follows."""
        return self._opens_so("condition", span, lambda opening: any(self._words_of(self.lexicon.condition, *opening)))

    def _opens_so(self, kind: str, clause: Span, says: Callable[[Span], bool]) -> bool:
        key = kind, clause
        known = self._openings.get(key)
        if known is None:
            known = self._openings[key] = says(self.opening(clause))
        return known

    def opening(self, span: Span) -> Span:
        """The first words of a clause, which hold for the next clauses as well."""
        return Span(span.start, min(span.end, span.start + _MODAL_REACH))

    def governed_from(self, span: Span) -> int:
        """Where a clause goes on behind the words of which its title is the object (收到, 根据); -1 where it holds none."""
        ends = [end for start, end in self._words_of(self.lexicon.governing, *span) if end - start > 1]
        if ends:
            return ends[-1] + self.view.startswith(_ASPECT, ends[-1], span.end)  # 违反了|双方达成的
        start = span.start
        while start < span.end and self.view[start] in SPACES:
            start += 1
        at = start
        while word := self.lexicon.governing.at(self.view, at, span.end, self.is_edge):
            at = word[0]
        return at if at > start else -1

    def closes(self, at: int, end: int) -> bool:
        """Whether a phrase behind a title ends here: with 实施 or 并, or before a phrase of time or place."""
        if self.lexicon.closing.at(self.view, at, end, self.is_edge):
            return True
        word = self.word_at(at, end)
        return word is not None and word[1] == "preposition"

    def begins_with(self, words: tuple[str, ...], start: int) -> bool:
        """Whether one of some words stands at `start`."""
        if not self.view.startswith(words, start):
            return False
        return any(self.view.startswith(word, start) and self.is_edge(start + len(word)) for word in words)

    def ends_with(self, words: tuple[str, ...], span: Span) -> bool:
        """Whether one of some words ends a stretch."""
        view, (start, end) = self.view, span
        if not view.endswith(words, start, end):
            return False
        return any(view.endswith(word, start, end) and self.is_edge(end - len(word)) for word in words)

    def said_within(self, start: int, end: int) -> int | None:
        """Where the first word of reporting in a stretch begins (甲公司发布|公告称)."""
        said = (word[0] for word in self.lexicon.words.within(self.view, start, end, self.is_edge) if self._says(*word))
        return next(said, None)

    def _says(self, start: int, end: int) -> bool:
        return self.lexicon.words.kinds[self.view[start:end]] == "say"

    def presses(self, title: Candidate, end: int) -> int:
        """Where a publisher named by its title ends (《…》|杂志社); 0 when no such word follows."""
        at = title.end
        word = self.word_at(at, end) if at < end and at - title.start <= _MAX_PERIODICAL else None
        return word[0] if word and word[1] == "press" else 0

    def goes_on(self, at: int, end: int) -> bool:
        """Whether a phrase goes on at an offset with text of its own: no mark, no clause word, no 的."""
        view = self.view
        return at < end and "\u4e00" <= view[at] <= "\u9fff" and view[at] != OF and not self.word_at(at, end)

    def _words_of(self, table: WordTable, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Spans of the words of a table that are no part of a mention."""
        return (word for word in table.within(self.view, start, end, self.is_edge) if self.around(word[0]) is None)

    def without_function_words(self, span: Span) -> Span:
        """A stretch of plain text without the adverbs and particles at its ends (梦工厂|将|转而), and the verbs at its end."""
        start, end = span
        while start < end and (word := self.words.word_from(start)) and self.words.tag(word) in FUNCTION_TAGS:
            start += len(word)
        while start < end and (word := self.words.word_to(end)) and self.words.tag(word) in (*FUNCTION_TAGS, "v"):
            end -= len(word)
        return Span(start, max(start, end))
