"""Noun phrases among the tokens before a number: the quantity word, what stands joined before it, and who acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cyextract.facts.figures.kinds import DOWN, GAP_DOWN, GAP_UP, LOCALIZER, NAME, PREDICATE, PREPOSITION, PRONOUN, REPORT, TAKE, UP
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import (
    ACT,
    BORDER,
    DATE,
    FUNCTION,
    GUESS,
    JOIN,
    JOINS,
    LIGHT,
    NAMING,
    NO_HEAD,
    NO_NOUN,
    NO_TAIL,
    NOUN,
    STOP,
    VERB,
)
from cyextract.facts.figures.word_traits import BELONGING, CAUSING, HEAD, KIND_WORD, NOBODY, OF_OWNERS, PER_ONE, TO_THING

Run = Sequence[Token]

_VERBAL = PREDICATE | UP | DOWN | TAKE | REPORT | GAP_UP | GAP_DOWN
_LONGEST_ADVERBIAL = 60
_OWNER_REACH = 8
_TIMES = frozenset(("后", "之后", "前", "时"))
_THIS = frozenset(("该", "这家"))
_REACHES = frozenset(("达到", "达", "高达"))  # 逆差达到|创纪录的3亿元
_SPANS = frozenset(("年度", "季度", "月度"))  # 价格|年度|上升3%
_EPITHET_REACH = 4
_PERSONS = ("nr", "nrt", "nrfg")
_ON_END = "连续"
_LAYS_ON = "处"  # 由主管部门处|5万元罚款

_LONGEST_SORT = 2  # 发行|金额
_LONGEST_UNIT = 3  # 每辆车


def kinds_of(tokens: Run) -> int:
    """The kinds of all cues among tokens."""
    kinds = 0
    for token in tokens:  # `reduce` and `any` take twice as long
        kinds |= token.kinds
    return kinds


def listed_of_all(tokens: Run) -> int:
    """The traits that the words of tokens have by the lists."""
    listed = 0
    for token in tokens:
        listed |= token.listed
    return listed


@dataclass(slots=True, eq=False)
class Phrase:
    """The parts of what stands before a number; each is a run of tokens, empty where there is none."""

    tokens: Run
    metric: Run
    attribute: Run
    """What stands joined before the quantity word; without one, the noun phrase before the number."""
    size: int
    """How many tokens stand before the quantity word."""
    begin: int
    """Where the attribute begins."""
    metrics: tuple[Run, ...]
    """The items where several quantity words stand in a list."""
    is_item: bool = False
    """Whether it tells the quantity of one of several, told behind it: 票价为成人|80元."""
    _actor: Run | None = None

    @property
    def actor(self) -> Run:
        """The noun phrase that opens the clause."""
        if self._actor is None:
            self._actor = lead(self.tokens[: self.size]) if self.size else ()
        return self._actor

    @property
    def is_object(self) -> bool:
        """Whether a preposition stands before the attribute, so that it may be of what, but not whose."""
        before = self.tokens[self.begin - 1] if self.begin and not self.is_item else None
        return before is not None and before.sort == "cue" and bool(before.listed & TO_THING)

    @property
    def is_governed(self) -> bool:
        """Whether a verb stands before the attribute, and does not only cause what follows."""
        at = self.begin
        while at and self.tokens[at - 1].traits & LIGHT:  # 生产|全部
            at -= 1
        before = self.tokens[at - 1] if at else None
        return before is not None and bool(before.traits & VERB) and not before.listed & CAUSING

    @property
    def is_made(self) -> bool:
        """Whether a verb of a sum stands before the attribute: 新设立外商投资|企业."""
        return self.begin > 0 and bool(self.tokens[self.begin - 1].traits & ACT)

    @property
    def has_verb(self) -> bool:
        """Whether a verb of its own stands before the number."""
        return any(token.traits & VERB for token in self.tokens)


_NO_PHRASE = Phrase((), (), (), 0, 0, ())


def read_phrase(tokens: Run) -> Phrase:
    """Read what stands before a number, its own cue words taken away."""
    if not tokens:
        return _NO_PHRASE
    at = quantity_at(tokens)
    if at < 0:
        end = len(tokens)
        while end and tokens[end - 1].traits & (LIGHT | DATE):
            end -= 2 if tokens[end - 1].text == "地" and end > 1 else 1  # 创记录|地
        begin = phrase_start(tokens, end)
        return Phrase(tokens, (), noun_in(tokens[begin:end]), len(tokens), begin, ())
    start = metric_start(tokens, at)
    metrics = _listed_metrics(tokens, at, start)
    if metrics:
        first = metrics[0]
        start = next(i for i, t in enumerate(tokens) if t is first[0])
    end = start
    while end and (tokens[end - 1].sort == "date" or tokens[end - 1].text == "年"):
        end -= 1
    if end and tokens[end - 1].text in _TIMES:
        return Phrase(tokens, tokens[start : at + 1], (), start, end, metrics)  # 融资后|估值
    begin = phrase_start(tokens, end)
    return Phrase(tokens, tokens[start : at + 1], noun_in(tokens[begin:end]), start, begin, metrics)


def _listed_metrics(tokens: Run, at: int, start: int) -> tuple[Run, ...]:
    """Quantity words in a list: 营业收入和净利润."""
    found: list[Run] = []
    while start > 1 and tokens[start - 1].text in JOINS and tokens[start - 2].sort == "quantity" and tokens[start - 2].tag != "thing":
        found.insert(0, tokens[start : at + 1])
        at = start - 2
        start = metric_start(tokens, at)
    return (tokens[start : at + 1], *found) if found else ()


def quantity_at(tokens: Run) -> int:
    """Index of the quantity word that a number behind the tokens counts; -1 when something else stands between."""
    verbs, last = 0, len(tokens) - 1
    if last > 0 and tokens[last].text == "的":
        last = next((i for i in range(last - 1, max(0, last - _EPITHET_REACH), -1) if tokens[i].text in _REACHES), last)
    for index in range(last, -1, -1):
        token = tokens[index]
        if token.sort == "quantity":
            return -1 if token.tag == "thing" else index
        if token.traits & (LIGHT | DATE) or token.text in _SPANS:
            continue
        if token.sort == "word" and token.tag[:1] in ("v", "a") and len(token.text) <= 2 and not verbs:
            verbs += 1
            continue
        if _goes_on(tokens, index):
            continue
        return -1
    return -1


def _goes_on(tokens: Run, index: int) -> bool:
    """Whether a word says how long something has been so: 总营收连续|三年, 股价连续|30个|交易日."""
    if index > 1 and tokens[index - 1].sort == "count":
        index -= 1
    return index > 0 and tokens[index - 1].text == _ON_END


def metric_start(tokens: Run, at: int) -> int:
    """Where the quantity phrase begins: over words that say which kind of quantity it is."""
    start = at
    while start and tokens[start - 1].end == tokens[start].start:
        before = tokens[start - 1]
        is_quantity = before.sort == "quantity" and before.tag != "thing" and (before.tag != "act" or _is_of_deed(tokens, start - 1))
        if not before.listed & KIND_WORD and not is_quantity and not (before.sort == "word" and before.tag == "b"):
            break
        start -= 1
    if start > 1 and tokens[start - 1].listed & OF_OWNERS:
        return next((i for i in range(start - 2, max(-1, start - _OWNER_REACH), -1) if tokens[i].listed & BELONGING), start)
    return start


def _is_of_deed(tokens: Run, at: int) -> bool:
    """Whether a verb stands between two nouns, so that the second is a sort of it: 债券|发行|金额."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1]
    if before is None or len(after.text) > _LONGEST_SORT:
        return False
    return before.end == tokens[at].start and bool(before.traits & NOUN) and before.sort != "cue"


def phrase_start(tokens: Run, end: int) -> int:
    """Where the noun phrase begins that ends at an index."""
    start = end
    while start and not tokens[start - 1].traits & BORDER:
        start -= 1
    return start


def trim(tokens: Run) -> Run:
    """A noun phrase without what only leads to it or away from it."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].traits & NO_HEAD:
        start += 1
    while end > start and tokens[end - 1].traits & NO_TAIL:
        end -= 1
    return tokens[start:end]


def noun_in(tokens: Run) -> Run:
    """A noun phrase that can be whose or of what; empty where its words say that it is none."""
    run = trim(tokens)
    if not run:
        return ()
    while len(run) > 1 and (run[-1].tag == "act" or run[-1].text == _LAYS_ON or run[-1].listed & PER_ONE):
        run = trim(run[:-1])
    if run and run[-1].tag == "act":
        return ()
    while run and run[0].sort == "word" and run[0].tag in ("v", "vd", "vi") and len(run) > 1 and _may_follow(run[1]):
        if any(t.text == "的" for t in run):
            break
        run = trim(run[1:])
    return run if is_noun(run) or (run and run[-1].tag[:1] == "a" and _is_list(run)) else ()


def _is_list(run: Run) -> bool:
    """Whether a phrase is a list of things, whatever its last word may be: 教育、卫生健康."""
    return len(run) > 2 and any(t.text == "、" for t in run)


def _may_follow(token: Token) -> bool:
    """Whether a word may be what a verb before it is done to: 接到|公司."""
    return token.sort != "cue" or bool(token.kinds & (PRONOUN | NAME))


def is_noun(run: Run) -> bool:
    """Whether the last word of a phrase can name something."""
    if not run:
        return False
    first, last = run[0], run[-1]
    traits = last.traits
    if traits & NO_NOUN or (last.listed & NOBODY and len(run) == 1):
        return False
    if first.text[0] == "每" and last.end - first.start <= _LONGEST_UNIT:
        return False
    if traits & NOUN:
        return True
    if last.sort == "count":
        return len(run) > 1
    if last.tag[:1] == "b" and all(t.sort == "word" and t.tag[:1] in "bra" for t in run):
        return False
    if last.tag in ("v", "vd", "vi"):
        return len(run) > 1 and run[-2].end == last.start and (run[-2].tag[:1] in ("n", "x", "l") or run[-2].text == "、")
    return len(last.text) > 1 or len(run) > 1


def is_strong(run: Run) -> bool:
    """Whether a phrase names somebody or something of its own: a name, or a head that firms, places and trades have."""
    if not run:
        return False
    last = run[-1]
    if len(run) > 1 and run[0].text in _THIS:
        return True
    return (bool(last.listed & HEAD) and (len(run) > 1 or last.sort in ("word", "quantity"))) or is_name(run)


def is_name(run: Run) -> bool:
    """Whether a phrase holds a name; a short word that the dictionary lacks is one only beside another."""
    naming = NAMING | GUESS if len(run) > 1 else NAMING
    for token in run:  # noqa: SIM110  # `any` takes twice as long
        if token.traits & naming:
            return True
    return False


def is_sure_name(run: Run) -> bool:
    """Whether a phrase holds a name that the dictionary or a recogniser knows, or a word that it lacks with a head of firms and places."""
    return any(token.traits & NAMING and token.tag != "x" for token in run) or (is_name(run) and bool(run[-1].listed & HEAD))


def lead(tokens: Run) -> Run:
    """The noun phrase that opens a clause: who acts. Empty where the clause begins with its verb."""
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if token.sort == "cue" and token.kinds & PREPOSITION and token.text not in ("和", "及", "、"):
            at = _after_phrase(tokens, at)
            continue
        if token.sort == "cue" and token.kinds & (PRONOUN | NAME):
            break
        if token.sort == "cue" and (not token.kinds & _VERBAL or (at == 0 and token.kinds & REPORT)):
            at += 1
            continue
        if token.traits & (DATE | FUNCTION):
            at += 1
            continue
        break
    end = at
    while end < size and not tokens[end].traits & DATE:
        if (tokens[end].traits & STOP or _acts(tokens, at, end)) and not (end > at and _is_attribute(tokens, end)):
            break
        end += 1
    run = trim(tokens[at:end])
    while len(run) > 1 and end < size and run[-1].tag == "a" and run[-2].tag not in _PERSONS:
        run = trim(run[:-1])  # 省财政|紧急|下拨, but 李四|丰
    if not is_noun(run) or (len(run) == 1 and run[0].tag == "act"):
        return ()
    is_verb = run[0].tag == "v" if run[0].sort == "word" else run[0].tag == "act" and bool(run[1].traits & (NAMING | GUESS))  # 偿还|李四
    opens_with_verb = is_verb and not any(t.text == "的" for t in run)
    return () if opens_with_verb else run


def _acts(tokens: Run, start: int, at: int) -> bool:
    """Whether a word is the verb of a clause."""
    token = tokens[at]
    if at == start:
        return False
    if token.sort == "quantity":
        return token.tag == "act"
    return token.sort == "word" and token.tag in ("v", "d", "ad", "vd") and tokens[at - 1].text not in ("的", "、", "和")


def _is_attribute(tokens: Run, at: int) -> bool:
    """Whether a verb belongs to the noun behind it, since another verb follows: 四川预制菜生产企业|实现…"""
    end = at
    while end < len(tokens) and end < at + 4 and _is_plain(tokens[end]):
        end += 1
    noun = tokens[end - 1]
    return end > at + 1 and end < len(tokens) and noun.tag == "n" and bool(noun.listed & HEAD) and bool(tokens[end].kinds & _VERBAL)


def _is_plain(token: Token) -> bool:
    """Whether a word is a common noun or verb, and leads nowhere."""
    if token.sort == "cue":
        return token.kinds == PREDICATE and len(token.text) > 1
    return token.sort == "word" and token.tag in ("n", "v")


def _after_phrase(tokens: Run, at: int) -> int:
    """Where a clause goes on behind the phrase that a preposition opens."""
    for index in range(at + 1, min(len(tokens), at + _LONGEST_ADVERBIAL)):
        if tokens[index].sort == "cue" and tokens[index].kinds & LOCALIZER:
            return index + 1
    index = at + 1
    while index < len(tokens) and not tokens[index].traits & (STOP | DATE):
        index += 1
    return max(index, at + 1)


def items(tokens: Run) -> list[Run]:
    """The items of a list; one when it is none."""
    found: list[Run] = []
    start = 0
    for index, token in enumerate(tokens):
        if token.traits & JOIN:
            found.append(trim(tokens[start:index]))
            start = index + 1
    found.append(trim(tokens[start:]))
    return [run for run in found if run]


def items_of(tokens: Run, size: int) -> list[Run]:
    """The items of a list of so many; where its joins are more, 、 alone parts them: 清洗及处理、装备制造."""
    found = items(tokens)
    if size < len(found) and any(t.text == "、" for t in tokens):
        found = _parted(tokens, "、")
    return found if len(found) == size else []


def _parted(tokens: Run, mark: str) -> list[Run]:
    places = [i for i, t in enumerate(tokens) if t.text == mark]
    runs = [trim(tokens[start:end]) for start, end in zip([0, *(i + 1 for i in places)], [*places, len(tokens)], strict=True)]
    return [run for run in runs if run]


def is_pronoun(tokens: Run) -> bool:
    """Whether a phrase is a lone pronoun."""
    return len(tokens) == 1 and bool(tokens[0].kinds & PRONOUN)
