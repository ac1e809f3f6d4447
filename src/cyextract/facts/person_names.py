"""Names of persons that plain text is or ends with, told by their surname and by the words of the dictionary."""

from __future__ import annotations

import re

from cyextract.facts.clause_text import FUNCTION_TAGS, ClauseText, Span
from cyextract.facts.word_lists import SURNAMES

COMMON = frozenset(("n", "v", "vn", "a"))
"""The dictionary's tags of words that name nobody by themselves."""
SIDE = "方"
"""At the end of a word for a side (马方)."""

_LENGTHS = range(2, 4)  # characters of a name
_FOREIGN_NAME, _VERB, _NOUN = "nrt", "v", "n"
_KNOWN = frozenset(("nr", "nrfg"))
_PERSON = _KNOWN | {"x"}  # x: no word of the dictionary
_MARRIED = re.compile(f"[{''.join(sorted(SURNAMES))}]{{2}}[\u4e00-\u9fff]{{2}}$")
_FOREIGN_PERSON = re.compile("[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+$")
_DOT, _MAX_FOREIGN = "·", 8
_SIR = "先生"
_UNNAMED = re.compile("[\u4e00-\u9fff](?:[0-9]?某[某甲乙丙丁×0-9]?|×{1,2}[0-9]?)$")  # 李某, 陈某甲, 许1某, 孙×1


class PersonNames:
    """Reads persons off the plain text of one document's clauses; all offsets are view offsets."""

    def __init__(self, text: ClauseText) -> None:
        self._view, self._words = text.view, text.words

    def ending(self, span: Span) -> Span | None:
        """The person that plain text ends with, whatever he is called before."""
        if self._view.find(_DOT, *span) >= 0 and (foreign := self._with_dot(span)):
            return foreign
        if self._view.endswith(_SIR, *span):
            called = Span(span.start, span.end - len(_SIR))
            if addressed := self.addressed(called, Span(called.end, span.end)):
                return addressed
            span = called
        if unnamed := _UNNAMED.search(self._view, *span):
            return Span(*unnamed.span())
        first = self._words.word_from(span.start)
        if len(first) > 1 and self._words.tag(first) == _FOREIGN_NAME and self._is_function(Span(span.start + len(first), span.end)):
            return Span(span.start, span.start + len(first))  # 哈里曼|最终
        if self._is_name(span):
            return span
        word = self._words.word_to(span.end)
        start = span.end - len(word)
        married = _MARRIED.search(self._view, *span)
        if married and self._words.tag(word) != "v" and self._words.tag(married[0][:2]) in _PERSON:  # 特首|林郑月娥, not 任何|影响
            return Span(*married.span())
        if 0 < len(word) < _LENGTHS.stop - 1 and self._words.word_to(start) in SURNAMES:  # 朱|庆丰
            start -= 1
            return Span(start, span.end) if start >= span.start else None
        before = self._words.word_to(start)
        is_cut = len(word) == 1 and len(before) == _LENGTHS.start and before[0] in SURNAMES and self._words.tag(before) in _PERSON
        if is_cut and start - len(before) >= span.start:  # 李途|纯
            return Span(start - len(before), span.end)
        is_name = len(word) in _LENGTHS and word[0] in SURNAMES and self._words.tag(word) in _PERSON
        return Span(start, span.end) if is_name and start >= span.start else None

    def addressed(self, text: Span, post: Span) -> Span | None:
        """The person of whom plain text gives the surname alone before 先生 or 女士."""
        start = post.start - 1
        is_surname = start >= text.start and self._view[start] in SURNAMES and self._words.word_from(start)
        return Span(start, post.end) if is_surname and self._view[slice(*post)] == _SIR else None

    def acting(self, span: Span, *, is_of: bool) -> Span | None:
        """The person whom plain text begins with, where a verb follows (王建国|携带, 编剧|李明|接受).

        Args:
            span: the text.
            is_of: whether 的 follows: a verb alone only describes (王建国携带的公章).
        """
        words, start = self._words.within(*span), span.start
        if _DOT in words:
            return self._acting_with_dot(span, words)
        while len(words) > 1 and self._words.tag(words[0]) == _NOUN:
            start += len(words.pop(0))
        for count in range(1, min(len(words), _LENGTHS.stop)):
            name = Span(start, start + sum(map(len, words[:count])))
            is_named = count == 1 and self._words.tag(words[0]) in _KNOWN and self._is_name(name)
            is_alone = is_of and len(words) == count + 1
            if self._words.tag(words[count]) == _VERB and not is_alone and (is_named or _UNNAMED.fullmatch(self._view, *name)):
                return name
        return None

    def _acting_with_dot(self, span: Span, words: list[str]) -> Span | None:
        """The foreign person before the first verb behind a dot (前锋卢卡斯·马西埃尔|接受)."""
        at, since = span.start, 0
        for word in words:
            since = 0 if word == _DOT else since + len(word)
            if at > span.start and since > len(word) and len(word) > 1 and self._words.tag(word) == _VERB:
                named = self._with_dot(Span(span.start, at)) if self._view.find(_DOT, span.start, at) >= 0 else None
                return named if named and since - len(word) <= _MAX_FOREIGN else None
            at += len(word)
        return None

    def is_name(self, span: Span) -> bool:
        """Whether plain text is a person's name and no more, or ends with one that has a dot."""
        return self._is_name(span) or (self._view.find(_DOT, *span) >= 0 and self._with_dot(span) is not None)

    def _is_name(self, span: Span) -> bool:
        return span.end - span.start in _LENGTHS and self._is_whole_name(span)

    def _with_dot(self, span: Span) -> Span | None:
        """The foreign person that plain text ends with (前锋卢卡斯·马西埃尔); 蓝色经济·生态海岛 is none."""
        foreign = _FOREIGN_PERSON.search(self._view, *span)
        if foreign is None:
            return None
        dot = self._view.index(_DOT, foreign.start())
        before, behind = self._words.word_to(dot), self._words.word_from(dot + 1)
        is_common = {self._words.tag(before), self._words.tag(behind)} & COMMON
        return None if is_common else Span(max(foreign.start(), dot - len(before)), span.end)

    def _is_function(self, span: Span) -> bool:
        """Whether plain text is function words alone (最终, 就)."""
        return all(self._words.tag(word) in FUNCTION_TAGS for word in self._words.within(*span))

    def _is_whole_name(self, span: Span) -> bool:
        """Whether plain text as a whole is a surname and a name that the words part (王根|九)."""
        text = self._view[slice(*span)]
        is_side = len(text) == _LENGTHS.start and text[-1] == SIDE
        if text[0] not in SURNAMES or is_side or self._words.tag(text) not in _PERSON:
            return False
        tags = [(len(word), self._words.tag(word)) for word in self._words.within(*span)]
        return all(tag not in FUNCTION_TAGS and (length == 1 or tag in _PERSON) for length, tag in tags)  # not 方|提出, 钱|了
