"""A sentence as tokens: mentions, cue words, quantity words, counts, marks, and the words of the dictionary for all else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cyextract.facts.figures.cues import Lexicon, figure_words
from cyextract.facts.figures.kinds import DATED, DOWN, UP
from cyextract.facts.figures.remembered import Known, Remembered
from cyextract.facts.figures.traits import DATE, NAMING, NOUN, NUMBER, POINTS, STOP, traits_of
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.percent import PercentMeaning
from cyextract.text.words import Words

_COUNT = re.compile(r"[0-9](?:[0-9,.]*[0-9])?[多余几]?[十百千万亿]*[多余]?|[两二三四五六七八九几数][十百千万亿]+[多余]?")
_COUNTED = frozenset("0123456789两二三四五六七八九几数")
_UNIT = re.compile("[a-zA-Zμ]{1,4}|[\u4e00-\u9fff]")
_BLANKS = frozenset(" \t\n“”\"'‘’*#>")
_MARKS = frozenset(",，;；:：()（）。！？!?、|【】[]")
_DASHES = frozenset("—―─")  # two of them break a clause, one joins a name (中国—东盟)
_ENDINGS_ALONE = frozenset("率额费量价")
_SORT_OF_ENDING = {"率": "rate", "价": "price"}
_NAMES = frozenset(("nr", "ns", "nt", "nrt"))
_UNIT_TAGS = frozenset(("q", "m"))
_LONG_CUES = (3, 4)
_COMPARED = frozenset("高低多少")
_SHORT_UNITS = frozenset("个只家股吨亩")
# Units of more than one word.
_LONG_UNIT = re.compile(
    "毫克/立方米|毫克/升|毫克/千克|微克/立方米|微克/升|微克/千克|克/立方米|克/升|克/千克|mg/m³|μg/m³|mg/L"
    "|人/平方公里|载重吨|修正总吨|总吨|吨公里|人公里|平方公里|平方千米|立方米|平方米|标准箱|千瓦时|公斤|公顷|人次|户次"
    "|架次|车次|班次|件次|辆次|台套"
    "|千瓦小时"
)


@dataclass(slots=True, eq=False)
class Token:  # its fields are read a hundred times a token, in half the time that those of a tuple take
    """A token; offsets are view offsets.

    `sort` is `money`, `percent`, `date`, `org`, `title`, `count`, `mark`, `cue`, `quantity` or `word`; `kinds` are those of a cue; `tag` is
    the class of a quantity word, else the part of speech; `traits` follow from these,
    `listed` from the lists that its word is in.
    """

    start: int
    end: int
    sort: str
    text: str
    kinds: int = 0
    tag: str = ""
    mention: Candidate | None = None
    traits: int = 0
    listed: int = 0

    @property
    def known(self) -> Known:
        """What is known of its word, wherever it stands."""
        return self.sort, self.text, self.kinds, self.tag, None, self.traits, self.listed


_new = Token.__new__


def _placed(start: int, end: int, one: Known) -> Token:
    """The token of a known word at a place."""
    token = _new(Token)  # a call of the class takes three times as long
    token.start, token.end = start, end
    token.sort, token.text, token.kinds, token.tag, token.mention, token.traits, token.listed = one
    return token


def is_sign(token: Token) -> bool:
    """Whether a token is no word but signs: a hyphen, a dash."""
    return token.sort == "word" and not token.text[0].isalnum() and not any(map(str.isalnum, token.text))


_OF_MENTIONS = {
    "MONEY": ("money", 0, NUMBER | STOP), "PERCENT": ("percent", 0, NUMBER | STOP), "DATE": ("date", DATED, DATE),
    "ORG": ("org", 0, NAMING | NOUN), "TITLE": ("title", 0, NOUN),
}  # fmt: skip
"""Sort, kinds and traits of the tokens of mentions."""


class Tokenizer:
    """Cuts the sentences of one document."""

    def __init__(self, view: str, words: Words, mentions: Sequence[Candidate], lexicon: Lexicon, remembered: Remembered) -> None:
        self.view, self.words, self.lexicon = view, words, lexicon
        self.mentions = mentions
        self.mention_starts = [m.start for m in mentions]
        self._cut = words.cut()
        self._tags, self._known, self._beside = remembered.tags, remembered.tokens, remembered.beside
        self._of_lists, self._others, self._traits = remembered.of_lists, remembered.others, remembered.traits
        self._longest_end = max(figure_words().traits.lengths[0], default=1)

    def tokens(self, start: int, end: int) -> list[Token]:
        """The tokens of a stretch."""
        found: list[Token] = []
        add, mentions, view = found.append, self.mentions, self.view
        known, beside, size = self._known.get, self._beside.get, len(view)
        words, starts = self._cut
        at, index = start, bisect_right(self.mention_starts, start - 1)
        word = bisect_right(starts, start) - 1
        stop = min(end, mentions[index].start) if index < len(mentions) else end
        while at < end:
            if at >= stop:
                mention = mentions[index]
                if at == stop:
                    add(self._of_mention(mention))
                    at = mention.end
                index += 1
                stop = min(end, mentions[index].start) if index < len(mentions) else end
                continue
            while starts[word + 1] <= at:
                word += 1
            if at == starts[word]:
                while (after := starts[word + 1]) <= stop:
                    text = words[word]
                    one = known(text)
                    if one is None:
                        if text == " ":
                            at = after
                            word += 1
                            if at >= stop:
                                break
                            continue
                        pieces = beside(text)
                        if pieces is None:
                            break
                        one, following, leading = pieces
                        if (after < size and view[after] in following) or (at and view[at - 1] in leading):
                            break
                    token = _new(Token)  # as `_placed`, without its call
                    token.start, token.end = at, after
                    token.sort, token.text, token.kinds, token.tag, token.mention, token.traits, token.listed = one
                    add(token)
                    at = after
                    word += 1
                    if at >= stop:
                        break
                if at >= stop:
                    continue
            at = self._step(found, at, stop, word)
        return found

    def _token(self, start: int, end: int, sort: str, kinds: int = 0, tag: str = "") -> Token:
        """The token of a stretch; its kinds follow from its sort and text."""
        text = self.view[start:end]
        word = sort, text, kinds, tag
        one = self._others.get(word)
        if one is None:
            one = self._others[word] = sort, text, kinds, tag, None, *traits_of(sort, text, kinds, tag)
        return _placed(start, end, one)

    def _of_mention(self, mention: Candidate) -> Token:
        sort, kinds, traits = _OF_MENTIONS[mention.type or ""]
        text, listed = self.view[mention.start : mention.end], 0
        if sort in ("date", "org"):
            told = self._traits.get((sort, text))
            if told is None:
                words = figure_words().traits
                told = self._traits[sort, text] = 0, words.of_date(text) if sort == "date" else words.of_word(text)
            listed = told[1]
        elif sort == "percent" and isinstance(mention.meaning, PercentMeaning) and mention.meaning.unit == "percentage_point":
            traits |= POINTS
        token = _new(Token)
        token.start, token.end, token.sort, token.text, token.kinds, token.tag = mention.start, mention.end, sort, text, kinds, ""
        token.mention, token.traits, token.listed = mention, traits, listed
        return token

    def _of_count(self, start: int, end: int) -> Token:
        text = self.view[start:end]
        ending = text[-self._longest_end :]
        traits = self._traits.get(("count", ending))
        if traits is None:
            traits = self._traits["count", ending] = traits_of("count", text, 0, "")
        return _placed(start, end, ("count", text, 0, "", None, *traits))

    def _step(self, found: list[Token], at: int, stop: int, word: int) -> int:
        view = self.view
        letter = view[at]
        if letter in _BLANKS:
            if letter == "“" and found and found[-1].sort == "date" and found[-1].end == at:
                date = found[-1]
                found[-1] = self._token(date.start, date.end, "word", date.kinds, "t")  # the year of a name: 2019“…杯”
            return at + 1
        if letter in _DASHES and at + 1 < stop and view[at + 1] in _DASHES:
            end = at + 2
            while end < stop and view[end] in _DASHES:
                end += 1
            found.append(self._token(at, end, "mark"))
            return end
        if letter in _MARKS:
            found.append(self._token(at, at + 1, "mark", self.lexicon.cues.get(letter, 0)))
            self._known[letter] = found[-1].known
            return at + 1
        begins = self._cut.starts[word] == at
        if letter in _COUNTED and (letter.isdigit() or begins):
            count = _COUNT.match(view, at, stop)
            if count is not None:
                end = self._count_end(count.end(), stop)
                found.append(self._of_count(at, end))
                return end
        end = min(stop, self._cut.starts[word + 1])
        if letter in self.lexicon.first:
            listed = self._listed(at, stop, end)
            if listed is not None:
                found.append(listed)
                if begins and listed.end == end == self._cut.starts[word + 1]:
                    self._keep(listed, "")
                return listed.end
        return self._word(found, at, end, end if begins and end == self._cut.starts[word + 1] else -1)

    def _tag(self, word: str) -> str:
        tag = self._tags.get(word)
        if tag is None:
            tag = self._tags[word] = self.words.tag(word)
        return tag

    def _word_end(self, at: int, stop: int) -> int:
        starts = self._cut.starts
        return min(stop, starts[bisect_right(starts, at)])

    def _count_end(self, at: int, stop: int) -> int:
        """Where a count ends with its unit: the word behind it when it is short."""
        view = self.view
        if at < stop and view[at] == " ":
            at += 1
        if (unit := _LONG_UNIT.match(view, at, stop)) is not None:
            return unit.end()
        unit = _UNIT.match(view, at, stop)
        if unit is None:
            return at
        if unit[0].isascii():
            return unit.end()
        if self.lexicon.cues.get(unit[0], 0) & (UP | DOWN):
            return at  # 营收304亿|增9%
        end = self._word_end(at, stop)
        tag = self._tag(view[at:end])
        return end if end - at == 1 or tag in _UNIT_TAGS or (end - at <= 2 and tag == "x") else at + (view[at] in _SHORT_UNITS)

    def _listed(self, at: int, stop: int, word_end: int) -> Token | None:
        """The longest word of the lists that begins here."""
        lexicon, view = self.lexicon, self.view
        cues, quantities, starts = lexicon.cues, lexicon.quantities, self._cut.starts
        for length in lexicon.lengths.get(view[at : at + 2], ()):
            end = at + length
            if end > stop:
                continue
            word = view[at:end]
            if word not in cues and word not in quantities:
                continue
            if end != stop and end != word_end:
                index = bisect_right(starts, end) - 1
                if starts[index] != end and not self._may_part(at, end, starts[index], starts[index + 1]):
                    continue
            return self._of_list(at, end, word)
        letter = view[at]
        if letter in cues and (word_end == at + 1 or self._opens_listed(at + 1, at, word_end)):
            one = self._beside.get(letter)
            return self._token(at, at + 1, "cue", cues[letter]) if one is None else _placed(at, at + 1, one[0])
        quantity = quantities.get(letter)
        return self._token(at, at + 1, "quantity", 0, quantity) if quantity is not None and word_end == at + 1 else None

    def _of_list(self, start: int, end: int, word: str) -> Token:
        one = self._of_lists.get(word)
        if one is None:
            quantity = self.lexicon.quantities.get(word)
            sort = "cue" if quantity is None else "quantity"
            one = self._token(start, end, sort, self.lexicon.cues.get(word, 0), quantity or "").known
            self._of_lists[word] = one
        return _placed(start, end, one)

    def _opens_listed(self, at: int, low: int, high: int) -> bool:
        """Whether a quantity word begins inside a guessed word and ends with or beyond it: 占营收 is 占|营收."""
        view, quantities = self.view, self.lexicon.quantities
        return self._tag(view[low:high]) == "x" and any(view[at : at + n] in quantities and at + n >= high for n in (2, 3, 4))

    def _may_part(self, at: int, end: int, low: int, high: int) -> bool:
        """Whether a listed word may end inside a word of the dictionary: what it leaves over is a word as well."""
        rest = self.view[end:high]
        if low > at:  # 占|比仅: a guess
            return rest in self.lexicon.cues and self._tag(self.view[low:high]) == "x"
        return (len(rest) > 1 or rest in self.lexicon.cues) and self._tag(rest) != "x"

    def _word(self, found: list[Token], at: int, end: int, whole: int) -> int:
        """A word of the dictionary, and the quantity word that it ends; `whole` is its end, -1 where only a part of a word is left."""
        view, lexicon = self.view, self.lexicon
        text = view[at:end]
        tag = self._tag(text)
        if tag == "x" and end - at > 1:
            end = self._known_end(at, end)
            text = view[at:end]
            if text in lexicon.cues:  # 涨|近
                found.append(self._of_list(at, end, text))
                return end
            tag = self._tag(text)
        elif text[-1] in _COMPARED and end - at > 2 and view[end - 1 : end + 1] in lexicon.cues:
            end, whole = end - 1, -1  # 成功率高|达
            text = view[at:end]
            tag = self._tag(text)
        letter = view[end - 1]
        if letter in lexicon.last and self._ends_quantity(found, at, end):
            return end
        if letter in lexicon.endings and end - at > 1 and tag[:1] in "nxl" and tag not in _NAMES and not self._is_other(text):
            found.append(self._token(at, end, "quantity", 0, _SORT_OF_ENDING.get(letter, "level")))
            if end == whole:
                self._remember(found[-1])
            return end
        if letter in _ENDINGS_ALONE and found and (end - at > 1 or (found[-1].sort in ("word", "quantity") and found[-1].end == at)):
            begin = at if end - at > 1 else found.pop().start
            found.append(self._token(begin, end, "quantity", 0, _SORT_OF_ENDING.get(letter, "level")))
            return end
        found.append(self._token(at, end, "word", 0, tag))
        if end == whole and letter not in _ENDINGS_ALONE and (text[-1] not in _COMPARED and (tag != "x" or not self._may_be_cut(text))):
            self._remember(found[-1])
        return end

    def _may_be_cut(self, text: str) -> bool:
        """Whether it depends on what follows how a guessed word is read."""
        lexicon = self.lexicon
        return text[0] in lexicon.cues or any(text[i:] in lexicon.following for i in range(1, len(text)))

    def _remember(self, token: Token) -> None:
        """Keep what a whole word is."""
        self._keep(token, self.lexicon.leading.get(token.text, ""))

    def _keep(self, token: Token, leading: str) -> None:
        following = self.lexicon.following.get(token.text, "")
        if following or leading:
            self._beside[token.text] = token.known, following, leading
        else:
            self._known[token.text] = token.known

    def _is_other(self, text: str) -> bool:
        """Whether a word or its head is known to be no quantity (货币|基金)."""
        return text in self.lexicon.other or text[-2:] in self.lexicon.other

    def _ends_quantity(self, found: list[Token], at: int, end: int) -> bool:
        """Take the longest quantity word that ends at a place, over the words and cues before it that it holds."""
        view, lexicon = self.view, self.lexicon
        low = -1
        for length in lexicon.tails.get(view[end - 2 : end], ()):
            begin = end - length
            if view[begin:end] not in lexicon.quantities:
                continue
            if begin < at:
                low = self._stretch_start(found, at) if low < 0 else low
                if begin < low or not any(t.start == begin for t in found):
                    continue
                while found and found[-1].start >= begin:
                    found.pop()
            elif begin > at:
                found.append(self._token(at, begin, "word", 0, self._tag(view[at:begin])))
            found.append(self._token(begin, end, "quantity", 0, lexicon.quantities[view[begin:end]]))
            return True
        return False

    def _known_end(self, at: int, end: int) -> int:
        """Where a guessed word ends: before a cue word that ends it (率|达), or a long one that reaches over its end (资|不超过)."""
        cues, view = self.lexicon.cues, self.view
        return next((i for i in range(at + 1, end) if view[i:end] in cues or self._reaches_over(i, end)), end)

    def _reaches_over(self, at: int, end: int) -> bool:
        return any(self.view[at : at + size] in self.lexicon.cues for size in _LONG_CUES if at + size > end)

    @staticmethod
    def _stretch_start(found: list[Token], at: int) -> int:
        """Where the run of words and cues begins that ends at a place: no quantity word reaches over a mark or a mention."""
        low = at
        for token in reversed(found):
            if token.end != low or token.sort not in ("word", "cue", "quantity"):
                break
            low = token.start
        return low
