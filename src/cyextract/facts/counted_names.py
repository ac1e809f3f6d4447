"""Parties that plain text counts: 两大投资商, 20多家医院, 19个非洲国家, 部分厂商."""

from __future__ import annotations

import re

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.person_names import SIDE

_MAX_COUNTED = 16
_ASPECTS, _WHEN = ("了", "给"), "时"
COPULAS = frozenset(("有", "是"))
"""Before what a clause is about (有|部分商户)."""
_ACTS = frozenset("家者员户团队东方妻夫民主友属人军长生师客")  # at the end of a common noun: somebody who can sign (前妻, 船东)
COUNTED_PARTY = re.compile(
    "(?:部分|若干|众多)[\u4e00-\u9fff]{2,6}|(?:[\u4e00-\u9fff]{2,6}?)?(?:[0-9]+|[二两三四五六七八九十百几数多]+)[余多]?"
    "(?:[家名位所方]|(?P<great>大)|(?P<counted>个[\u4e00-\u9fff]{0,4}(?:国家(?:和地区)?|城市|部门|单位|企业|机构|组织))|个[\u4e00-\u9fff]{0,4}(?:省|市|县|区))|(?:[\u4e00-\u9fff]{2,6}?)?一[家名位]"
)
"""两大投资商, 20多家医院, 19个非洲国家, 部分厂商, 印度一位制片人."""

COUNTED_COUNTRIES = re.compile("(?:[0-9]+|[二两三四五六七八九十百几数多]+)[余多]?个国家和地区的?")
"""Of which the bodies that follow take part (25个国家和地区的|央行)."""

COUNTED_PERSONS = re.compile("(?:[0-9]+|[二两三四五六七八九十百几数多]+)[余多]?[家名位]")
"""The beginning of one that what describes it may part (三名密切相关的|大股东)."""

ONE_OF = re.compile("一[家名位]$")
"""The beginning of one that a phrase may part (一位|在当地工作的|王小姐)."""


class CountedNames:
    """Reads counted parties off the plain text of one document's clauses; all offsets are view offsets."""

    def __init__(self, text: ClauseText) -> None:
        self._text, self._view, self._words, self._lexicon = text, text.view, text.words, text.lexicon

    def party(self, span: Span) -> Span | None:
        """A party that is a number of persons or bodies."""
        if span.end - span.start > _MAX_COUNTED:
            return None
        named = self._text.without_function_words(span)
        named = Span(named.start + (self._words.word_from(named.start) in COPULAS), named.end)  # 有|部分商户
        named = self._without_deed(Span(self.past_deed(named), named.end))
        found = COUNTED_PARTY.match(self._view, *named)
        if found is not None and found["counted"] and found.end() < named.end:  # 15个国家|历经8年
            return Span(named.start, found.end())
        if found is None or (found["great"] and not self.acts(self._words.word_to(named.end))):
            return None
        return named

    def past_deed(self, span: Span) -> int:
        """Where plain text goes on behind a verb that a number or a place follows (吸引了|65个国家, 共有|3家企业, 终止|俄罗斯)."""
        start, end = span
        word = self._words.word_from(start)
        if not word or self._words.tag(word) != "v":
            return start
        at = start + len(word)
        at += self._view.startswith(_ASPECTS, at)
        return at if self._view[at : at + 1].isnumeric() or self._text.place_at(at, end) > at else start

    def _without_deed(self, span: Span) -> Span:
        """A number of bodies without what they do (几方|协商, 两名客商|会面|时)."""
        start, end = span
        sides = COUNTED_PARTY.match(self._view, start, end)
        if sides is not None and sides[0][-1] == SIDE:
            return Span(start, sides.end())
        if self._view.endswith(_WHEN, start, end):
            end -= len(self._words.word_to(end)) or 1
        at = start
        for word in self._words.within(*span):
            if self._words.tag(word) == "v" and sides and at > sides.end() and self.acts(self._words.word_to(at)):  # 多家企业|重返市场
                end = min(end, at)
            at += len(word)
        while (
            (word := self._words.word_to(end))
            and self._words.tag(word) in ("v", "vn")
            and COUNTED_PARTY.match(self._view, start, end - len(word))
        ):
            end -= len(word)
        return Span(start, end)

    def acts(self, noun: str) -> bool:
        """Whether a common noun is somebody who can sign."""
        return noun[-1:] in _ACTS or noun.endswith(self._lexicon.heads)
