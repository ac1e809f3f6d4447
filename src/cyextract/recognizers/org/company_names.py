"""Companies by their legal form, by brand and industry, and their boards and partnerships."""

from __future__ import annotations

import re

from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import word_class as wc
from cyextract.recognizers.org.lexicon import OrgLexicon
from cyextract.recognizers.org.tagged_text import Name, TaggedText
from cyextract.recognizers.org.word_class import kind_by_name

# The longest registered names have about 30 characters (名称登记 practice): 18 words at most.
_MAX_WORDS = 18
_MAX_BRAND = 4  # characters of a brand that segmenters cut in pieces
_MAX_BRACKET = 8
_MIN_BODY = 4  # characters of a word that ends like a body and is a group's name by itself (中铁二局集团有限公司)
_INSIDE = frozenset("RKPUEAIivnTWFBNzd.&sxLDc-")
_NOMINAL = frozenset("vnIi")
_BRAND = frozenset("PUAE")
_PARTNERSHIPS = frozenset(("有限合伙", "普通合伙", "特殊普通合伙"))
_IN_BRACKETS = frozenset("RKPUAnvIiNExsF")
# A complete name, and what it does: adverbs and verbs.
_PREDICATE = re.compile(f"[NLFT]([{lx.LIGHT}{wc.SOFT}]*{wc.SOFT}[{lx.LIGHT}{wc.SOFT}]*)")


class CompanyGrammar:
    """Company names that the walk of other names would cut short."""

    def __init__(self, lexicon: OrgLexicon) -> None:
        self._levels = lexicon.levels
        self._kinds = lexicon.kinds

    def legal_form(self, text: TaggedText, head: int) -> Name | None:
        """The name before a legal form, over any words up to a closed list of barriers."""
        classes = text.classes
        start, last = head, head + 1
        if text.words[head] in _PARTNERSHIPS:
            if classes[head - 1 : head] != wc.OPEN_BRACKET or classes[last : last + 1] != wc.CLOSE_BRACKET:
                return None
            start, last = head - 1, head + 2
        low = max(0, start - _MAX_WORDS)
        at = start
        while at > low:
            previous = classes[at - 1]
            if previous in ")Q":
                opened = opening(classes, at - 1)
                if opened is None:
                    break
                at = opened
            elif (
                (previous == lx.CONJUNCTION and self._joins_words(text, at - 1))
                or (previous in _INSIDE and previous != lx.CONJUNCTION)
                or (previous == wc.NUMBER and at - 2 >= low and classes[at - 2] in "dRPUNEA")
            ):
                at -= 1
            else:
                break
        first = self._legal_start(text, _behind_predicate(text, at, start), start)
        if first >= start:
            return None
        word = text.words[head]
        kind = kind_by_name("".join(text.words[first:last]), self._kinds[word])
        return Name(first, last, kind, "org.legal-form", f"{word}; stopped by {text.words[at - 1] if at else ''!r}")

    def _joins_words(self, text: TaggedText, at: int) -> bool:
        """Whether a conjunction joins two words of a name (规划和自然资源)."""
        classes, words = text.classes, text.words
        if at == 0 or at + 1 >= len(words):
            return False
        return classes[at - 1] in _NOMINAL and classes[at + 1] in "vnIiL" and len(words[at - 1]) > 1

    def _legal_start(self, text: TaggedText, low: int, head: int) -> int:
        """Where the name before a legal form begins: its leftmost region or listed name, else after verbs."""
        classes, words = text.classes, text.words
        for at in range(low, head):
            if classes[at] not in "RN" or (at > low and classes[at - 1] in "-.("):
                continue
            if classes[at] == lx.REGION and at + 1 == head:
                break
            if at > low and classes[low] in _BRAND and all(c in "PUEIiA" for c in classes[low:at]) and not text.is_person(low):
                return low
            if at > low and len(words[at - 1]) == 1 and words[at - 1] + words[at][0] in self._levels:
                return at - 1
            return at
        while low < head and classes[low] in "sxBDWcdTv-.&zQ)Ii":
            if classes[low] in "WT" and len(words[low]) >= _MIN_BODY and low + 1 == head:
                break
            if classes[low] in "Iivsx" and (low + 1 == head or classes[low + 1] in "IiLU"):
                break
            low += 1
        return low

    def brand(self, text: TaggedText, head: int, names: list[Name]) -> Name | None:
        """A brand and its industry: a maker's name without a legal form; a listed name goes on over its industry."""
        classes, words = text.classes, text.words
        if head + 1 < len(words) and classes[head + 1] in "LFTWBIi":
            return None
        if classes[head - 1] in "nsvx" and len(words[head - 1]) > 1:
            return None
        limit = names[-1].last if names else 0
        if limit == head:
            last = names[-1]
            if last.kind != "company" or last.rule != "org.listed":
                return None
            return Name(last.first, head + 1, "company", "org.listed-industry", f"{last.why} + {words[head]}")
        first = self._brand_start(text, head, max(limit, head - _MAX_BRAND))
        if first is None:
            return None
        is_whole = head - first == 1
        if is_whole and len(words[first]) == 3 and text.is_person(first):
            return None
        brand = "".join(words[first:head])
        if first > limit and classes[first - 1] == lx.REGION:
            first -= 1
        elif not is_whole and first and classes[first - 1] not in "Xqc(":
            return None
        return Name(first, head + 1, "company", "org.brand", f"brand {brand} + {words[head]}")

    def _brand_start(self, text: TaggedText, head: int, limit: int) -> int | None:
        """Where the brand before an industry begins: one unknown word, or single characters a segmenter made of one."""
        classes, words = text.classes, text.words
        first, length = head, 0
        while first > limit and classes[first - 1] in "PUAnsvx" and length + len(words[first - 1]) <= _MAX_BRAND:
            if len(words[first - 1]) > 1 and (classes[first - 1] not in "PUA" or first < head):
                break
            first -= 1
            length += len(words[first])
        return first if length >= 2 else None

    def board(self, text: TaggedText, head: int, names: list[Name]) -> Name | None:
        """A company and its board as the author of a notice: one name at the end of its line."""
        if not names or names[-1].last != head or names[-1].rule != "org.legal-form" or text.words[head] != "董事会":
            return None
        if head + 1 < len(text.words) and text.classes[head + 1] not in "mX":
            return None
        last = names[-1]
        return Name(last.first, head + 1, "committee", "org.board", f"{last.why} + 董事会")


def _behind_predicate(text: TaggedText, low: int, head: int) -> int:
    """Where the object of the last verb behind a complete name begins (某某集团宣布收购 + 岚栈有限公司); `low` when there is none."""
    for found in _PREDICATE.finditer(text.classes, low, head):
        verbs = range(*found.span(1))
        if found.end() < head and any(text.classes[at] == wc.SOFT and len(text.words[at]) > 1 for at in verbs):
            low = found.end()
    return low


def opening(classes: str, closing: int) -> int | None:
    """The opening bracket or quotation mark of a closing one, a few name words before it."""
    wanted = wc.OPEN_BRACKET if classes[closing] == wc.CLOSE_BRACKET else wc.OPEN_QUOTE
    at = classes.rfind(wanted, max(0, closing - _MAX_BRACKET), closing)
    return at if at >= 0 and _IN_BRACKETS.issuperset(classes[at + 1 : closing]) else None
