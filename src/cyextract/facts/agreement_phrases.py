"""Agreements that are named without 《》: the noun phrase of a signed paper (战略合作框架协议), found in sentences that tell of a signing.

A phrase ends with a word for a paper that is signed and begins with the first word that describes it: it is read backwards, word by
word, to an amount, a count, a 的, a name, a verb of signing or a word that builds the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from cyextract.facts.clause_text import NOT_DOCUMENTS, ClauseText, Span
from cyextract.facts.word_lists import OF, WITH, clause_lexicon
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.title import TitleMeaning
from cyextract.text.words import Words

_RULE = "fact.phrase"
_REACH = 160  # code points between a paper and the verb of signing, on either side
_MAX_WORDS = 16  # that describe a paper
_MAX_LENGTH = 40  # code points of a phrase
_DESCRIBING = frozenset("nvabdjlifxek")
"""First letters of the dictionary's tags for words that may describe a paper; numerals, measures and what builds the sentence end it."""
_BUILDS = frozenset(("join", "vague", "preposition", "agent", "collective", "anaphor", "say"))  # kinds of clause words that end it too
_DESCRIBE_TOO = frozenset(("联合", "协同"))  # 联合培养协议
_SIDE = "方"  # behind a numeral, it describes: 三方协议
_NAMED_NEXT = re.compile(r"中?(?:包括了?|有|为|即)?[\s—―:：“”\"(]*《")  # what follows says its name
_LABOUR = ("劳动合同", "劳动合同书")  # which every employer signs
_QUOTES = ("“", "”", '"')  # around the word that a text will use for a paper: (以下简称“协议”)
_CALLED = re.compile('(?:称|为|[:：(（])[“”"]$')
_CALLED_REACH = 3
_CLOSING = frozenset('”"')
_SIGNED_REACH = 8  # code points
_MAX_QUOTED = 20
_DEMONSTRATIVE = frozenset("这那此")
_DASHES = frozenset("—-–－")
_SUM = "额"  # 合同额
_NEVER = frozenset(("是", "上述", "见证", "促成", "完"))
_ASPECTS = "了过"
_SIDES = 2
_HELD = frozenset(("举行", "举办", "召开"))
_CEREMONY = "仪式"
_SETS = ("系列", "一揽子")  # no one paper
_PLACE = "ns"  # the dictionary's tag
_HAN = range(0x4E00, 0xA000)


class PhraseReader:
    """Finds the phrases of one document.

    Args:
        view: the reading view; all offsets are view offsets.
        words: its words.
        mentions: what won, in text order.
    """

    def __init__(self, view: str, words: Words, mentions: Sequence[Candidate]) -> None:
        self._view, self._words, self._lexicon = view, words, clause_lexicon()
        self._ends = [mention.end for mention in mentions]
        self._mentions = mentions

    def phrases(self) -> Iterator[Candidate]:
        """The phrases, in text order, as TITLE candidates of the category agreement; they are no mentions of the document."""
        view, at, index = self._view, 0, 0
        kept: Candidate | None = None
        signed = [found.span() for found in self._lexicon.signing.finditer(view)]
        for paper in self._lexicon.paper.finditer(view) if signed else ():
            start, end = paper.span()
            while index < len(signed) and signed[index][1] < start - _REACH:
                index += 1
            if index == len(signed):
                break
            if start < at or signed[index][0] > end + _REACH or self._mention_at(start) or not self._may_end(end):
                continue
            first = self._first(start, max(0, end - _MAX_LENGTH))
            at = end
            if kept is not None and first > kept.start:
                yield kept
            elif kept is not None:
                first = kept.start  # 合约附加备忘录
            if view.endswith(_LABOUR, 0, end):
                kept = None
                continue
            is_named = view[end : end + 1] in _QUOTES and _CALLED.search(view, max(0, first - _CALLED_REACH), first) is not None
            kept = None
            is_named |= first == start and self._follows_title(first)
            if not is_named and not view.endswith(_SETS, 0, first):
                kept = Candidate(first, end, "TITLE", (_RULE,), TitleMeaning(view[first:end], "agreement"))
        if kept is not None:
            yield kept

    def _mention_at(self, at: int) -> Candidate | None:
        """The mention over an offset."""
        index = bisect_right(self._ends, at)
        return self._mentions[index] if index < len(self._mentions) and self._mentions[index].start <= at else None

    def _follows_title(self, at: int) -> bool:
        """Whether the title of a document in 《》 ends at an offset (《…》|协议)."""
        title = self._mention_at(at - 1)
        return title is not None and isinstance(title.meaning, TitleMeaning) and title.meaning.category not in NOT_DOCUMENTS

    def _may_end(self, end: int) -> bool:
        """Whether a noun phrase may end here: no noun goes on with it (合同|纠纷, 协议|金额)."""
        if not self._words.ends_word(end) or self._view.startswith(_SUM, end) or _NAMED_NEXT.match(self._view, end):
            return False
        if ord(self._view[end : end + 1] or " ") not in _HAN:
            return True
        word = self._words.word_from(end)
        return self._words.tag(word)[0] not in "nb" or word.endswith(_CEREMONY)

    def _first(self, at: int, low: int) -> int:
        """Where the phrase begins whose paper begins at `at`."""
        word, left = self._words.word_across(at)
        if left and not self._lexicon.signing.fullmatch(word[:left]):  # 通商条约 is one word, and so is 达成协议
            at = max(low, at - left)
        for _ in range(_MAX_WORDS):
            at = self._past_quoted(at, low)
            word = self._words.word_to(at)
            start = at - len(word)
            if word and (verb := self._lexicon.signing.match(word)) and 1 < verb.end() < len(word):
                return start + verb.end()  # 达成谅解 is one word; 签证 is another
            if not word or start < low or self._mention_at(at - 1) or not self._describes(word, start):
                break
            at = start
        return at

    def _past_quoted(self, at: int, low: int) -> int:
        """Where the name in quotation marks begins that ends at an offset (“一带一路”|合作协议); the offset where there is none."""
        if self._view[at - 1 : at] not in _CLOSING:
            return at
        start = max(self._view.rfind(mark, max(low, at - _MAX_QUOTED), at - 1) for mark in _QUOTES)
        return start if start >= 0 and self._view[start + 1 : at - 1] not in _SETS else at

    def _describes(self, word: str, start: int) -> bool:
        lexicon = self._lexicon
        if word in _DASHES:  # 中国—东盟自由贸易协定
            return self._words.tag(self._words.word_to(start)) == _PLACE or self._view[start + 1].isdecimal()  # 恒泰-1油田
        if ord(word[0]) not in _HAN:
            before = self._view[start - 1]
            return word.isalnum() and (not word.isdecimal() or before in _DASHES or (before.isalpha() and before.isascii()))
        if word in lexicon.condition.kinds or word.endswith(_SETS) or word.rstrip(_ASPECTS) in lexicon.actions:
            return False
        tag = self._words.tag(word)
        if tag == "m":
            return len(word) > 1 and word[-1] == _SIDE
        if lexicon.words.kinds.get(word) in _BUILDS and word not in _DESCRIBE_TOO:
            return False
        if word in _HELD or (len(word) > 1 and word in lexicon.unreal.kinds and not self._is_signed(start)):
            return False
        if word in _NEVER or word[0] in _DEMONSTRATIVE:
            return False
        if tag in ("q", "zg"):  # 鱼|丸采购合约, not 3|份合约
            return self._words.tag(self._words.word_to(start))[0] == "n"
        is_measure = len(word) == 1 and self._words.tag(before := self._words.word_to(start)) in ("m", "x") and before[-1:].isnumeric()
        return tag[0] in _DESCRIBING and not is_measure

    def _is_signed(self, start: int) -> bool:
        """Whether only words stand between a verb that signs and an offset (签署|全球|授权协议)."""
        low = start - _SIGNED_REACH
        between = (self._view[verb.end() : start] for verb in self._lexicon.signing.finditer(self._view, max(0, low), start))
        return any(not words or words.isalnum() for words in between)


def is_phrase(title: Candidate) -> bool:
    """Whether a title is a phrase without 《》."""
    return title.rules == (_RULE,)


def widened(view: str, phrase: Candidate, start: int) -> Candidate:
    """A phrase that begins earlier."""
    return Candidate(start, phrase.end, "TITLE", (_RULE,), TitleMeaning(view[start : phrase.end], "agreement"))


def sides_of_phrase(text: ClauseText, title: Candidate, gap: Span) -> tuple[Span, ...]:
    """The two bodies that stand between a verb and the paper that they sign: 签署|甲与乙|合作协议."""
    if not is_phrase(title):
        return ()
    sides = tuple(Span(mention.start, mention.end) for mention in text.between(*gap) if mention.type == "ORG")
    if len(sides) != _SIDES or sides[0].start != gap.start + text.view.startswith(tuple(_ASPECTS), gap.start):
        return ()
    end = gap.end - text.view.startswith(OF, gap.end - 1)
    return sides if sides[1].end == end and text.view[sides[0].end : sides[1].start].strip() in WITH else ()
