"""Read the numbers of one sentence from left to right: what each measures, of whom, and what it takes from the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.around import FROM
from cyextract.facts.figures.basis import COMPARING, Basis, old_value, take_basis
from cyextract.facts.figures.kinds import AMONG, DOWN, UP
from cyextract.facts.figures.measure import read_measure
from cyextract.facts.figures.metrics import take_metric
from cyextract.facts.figures.named_behind import read_gift, read_item
from cyextract.facts.figures.percents import is_points, sign_of
from cyextract.facts.figures.periods import foretells, is_day, is_part_of_year
from cyextract.facts.figures.phrases import Run, kinds_of, quantity_at, read_phrase
from cyextract.facts.figures.prices import is_per_unit
from cyextract.facts.figures.reading import Part, PeriodPart, Reading, span_of
from cyextract.facts.figures.right_side import read_right
from cyextract.facts.figures.status import MARKERS, breaks_status, own_status, status_behind
from cyextract.facts.figures.subjects import take_subject
from cyextract.facts.figures.tokens import Token, is_sign
from cyextract.facts.figures.told import Told
from cyextract.facts.figures.traits import BREAK, JOINS, LIGHT, MARK, NUMBER
from cyextract.facts.figures.when import NumberClause, When
from cyextract.facts.figures.word_traits import BOUND, DEAL, TURN
from cyextract.models import FigureSource

_FILLERS = JOINS | {"约", "近", "左右", "以上"}
_DASHES = "—―─"
_CLAUSE_MARKS = frozenset(",，;；。")
_INDEX = "指数"
_LARGE = "万亿"
_WILLED = ("planned", "forecast")
_OF_WHOLE = frozenset(("figure.share-take", "figure.share-part"))


class _Frame(NamedTuple):
    """What a bracket interrupts."""

    segment: list[Token]
    is_tail: bool
    last: Reading | None


def _without_turn(segment: list[Token]) -> list[Token]:
    """A clause without what a price has done before it turned: 环比由上月下降转为上涨."""
    turn = next((i for i, t in enumerate(segment) if t.listed & TURN), 0)
    start = next((i for i in range(turn) if segment[i].text in FROM), -1)
    return segment if start < 0 else segment[:start] + segment[turn + 1 :]


def _opens_with_of(segment: Run) -> bool:
    """Whether a clause behind a number goes on with its noun: (6%)以上的|耕地."""
    return segment[0].text == "的" or (bool(segment[0].listed & BOUND) and segment[1].text == "的")


def _opens_with_change(segment: Run) -> bool:
    """Whether nothing of weight stands before the change: 仍|跌去五成."""
    first = next((t for t in segment if t.kinds & (UP | DOWN) or not t.traits & LIGHT), None)
    return first is not None and bool(first.kinds & (UP | DOWN))


def _with_index(rest: Run) -> Run:
    """An index that only moves is a thing, no quantity: 富时中国指数|下跌3%."""
    at = quantity_at(rest)
    if at < 1 or rest[at].text != _INDEX or rest[at - 1].end != rest[at].start:
        return rest
    return [*rest[:at], replace(rest[at], tag="thing"), *rest[at + 1 :]]


class SentenceReader:
    """One pass over the tokens of a sentence.

    Args:
        tokens: the tokens.
        is_ahead: whether the DATE mention that starts at a place lies after the day of publication.
        period_before: the DATE told last before the sentence, in its paragraph.
        subject_before: whose the last number before the sentence is, in its paragraph.
        title_period: the DATE of a title that says what the whole text reports on (2012年…公报).
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        is_ahead: Callable[[int], bool],
        period_before: Token | None,
        title_period: Token | None,
        subject_before: Span | None,
    ) -> None:
        self.tokens, self.is_ahead = tokens, is_ahead
        self.segment: list[Token] = []
        self.is_tail = False  # the segment goes on behind a number
        self.stack: list[_Frame] = []
        self.date_of_items: tuple[Token | None] | None = None
        self.part_from = 0
        self.told = Told()
        self.told.before, self.told.is_part = subject_before, bool(tokens[0].kinds & AMONG)
        self.when = When(tokens, self.told, is_ahead, period_before, title_period)

    @cached_property
    def first_deal(self) -> int:
        """Index of the first word of a deal."""
        return next((i for i, t in enumerate(self.tokens) if t.listed & DEAL), len(self.tokens))

    def read(self) -> list[Reading]:
        """The numbers of the sentence, in text order."""
        tokens, start, last = self.tokens, 0, len(self.tokens) - 1
        while not tokens[last].traits & NUMBER:
            last -= 1
        for index in [i for i, t in enumerate(tokens) if t.traits & BREAK]:
            token = tokens[index]
            traits = token.traits
            if start < index:
                self.segment += tokens[start:index]
            start = index + 1
            if traits & MARK:
                self._mark(index, token)
            elif traits & NUMBER or self._ends_phrase(index):
                self._number(index)
                if index == last:
                    break
            else:
                self.segment.append(token)
        return self.told.readings

    def _ends_phrase(self, index: int) -> bool:
        """Whether a count is what its clause tells, and does not stand before a noun (51只|基金), and a number follows that may need it."""
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if after is not None and after.text in ("左右", "以上", "以下", "多"):
            after = self.tokens[index + 2] if index + 2 < len(self.tokens) else None
        if after is not None and after.kinds & (UP | DOWN) and self.tokens[index].text[-1] in _LARGE:
            return True  # 营收304亿|增9%
        return (after is None or after.sort == "mark" or after.text in ("和", "及", "与", "以及")) and self._serves(index)

    def _serves(self, index: int) -> bool:
        """Whether a number stands in the clause of a count or in the next."""
        marks = 0
        for at in range(index + 1, len(self.tokens)):
            token = self.tokens[at]
            if token.traits & NUMBER:
                return True
            if token.traits & MARK and token.text != "、":
                marks += 1
                if marks == 4:
                    return False
        return False

    def _mark(self, index: int, token: Token) -> None:
        text = token.text
        if text == "、":
            if self.segment:
                self.segment.append(token)
        elif text == "(":
            if not self.segment and self._is_item(index):
                self._open_item()
            self.stack.append(_Frame(self.segment, self.is_tail, self.told.last))
            self.told.opened = self.segment
            self.segment, self.is_tail = [], False
        elif text == ")" and self.stack:
            self.segment, self.is_tail, self.told.last = self.stack.pop()
            self.told.opened = None
        elif text in _CLAUSE_MARKS or not self._names_number(index, text):
            self._close(text)

    def _is_item(self, index: int) -> bool:
        """Whether a bracket numbers the items of a list: (2)甲公司…"""
        return index + 2 < len(self.tokens) and self.tokens[index + 2].text == ")" and self.tokens[index + 1].text.isnumeric()

    def _open_item(self) -> None:
        """Each item of a list begins with the date that was told before the first."""
        if self.date_of_items is None:
            self.date_of_items = (self.told.date,)
        self.told.date = self.date_of_items[0]

    def _names_number(self, index: int, mark: str) -> bool:
        """Whether a colon or dash stands between a quantity and its number (预算金额：5万元)."""
        if (mark != ":" and mark[0] not in _DASHES) or index + 1 == len(self.tokens):
            return False
        if self.tokens[index + 1].sort not in ("money", "percent"):
            return False
        return not self.segment or self.segment[-1].sort != "word" or not any(t.sort == "word" and t.tag == "v" for t in self.segment)

    def _close(self, mark: str) -> None:
        segment, self.segment = self.segment, []
        if segment:
            self.told.close(segment, mark, is_aside=self.is_tail or bool(self.stack))
        self.is_tail = False
        if mark == "】":
            self.told.date = None  # 【明起发售】乙公司…: the date of the heading
        if mark in "；;":
            self.told.basis = None
            first = next((r for r in self.told.readings[self.part_from :] if r.is_figure), None)
            if first is not None and first.period is None and first.no_period == "figure.no-period":
                self.told.date = None  # 甲股涨2%，本周累计涨3%；乙股涨…
            self.part_from = len(self.told.readings)

    def _number(self, index: int) -> None:
        segment, self.segment = self.segment, []
        reading = (self._continue_list(index, segment) if self.is_tail else None) or self._read(index, segment)
        self.is_tail = True
        self.told.add(reading)

    def _continue_list(self, index: int, segment: Run) -> Reading | None:
        """A number behind a list mark alone measures as the one before it."""
        last, token = self.told.last, self.tokens[index]
        if last is None or len(segment) > 3 or last.token.sort != token.sort:
            return None
        if any(t.text not in _FILLERS for t in segment) or (not segment and token.start > last.token.end + 1):
            return None
        place = last.place + 1
        reading = last.continued(token)
        if place < len(last.metrics):
            reading.metric = Part(last.metrics[place], "clause", "figure.metric-respectively")
        if place < len(last.dates):
            source: FigureSource = "clause" if last.period is None else last.period.source
            reading.period = PeriodPart(last.dates[place], source, "figure.period-respectively")
        if place < len(last.subjects):
            reading.subject = Part(last.subjects[place], "clause", "figure.subject-respectively")
        return reading

    def _list(self, index: int) -> tuple[int, int]:
        """How many numbers of one sort stand in a row from an index, and the index of the last."""
        size, sort, tokens = 1, self.tokens[index].sort, self.tokens
        at = index + 1
        if at == len(tokens) or tokens[at].text not in _FILLERS:
            return 1, index
        while at + 1 < len(tokens):
            step = at
            while step < len(tokens) and tokens[step].text in _FILLERS:
                step += 1
            if step == at or step >= len(tokens) or tokens[step].sort != sort:
                break
            size, at = size + 1, step + 1
        return size, at - 1

    def _is_bare(self, index: int, segment: Run) -> bool:
        """Whether a percentage stands among nothing but numbers and signs, behind another that says nothing (-1% -1% -1%)."""
        last, after = self.told.last, self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return (
            last is not None
            and last.says_nothing
            and not self.told.has_told
            and not self.stack
            and last.token.sort == self.tokens[index].sort
            and is_points(last.token) == is_points(self.tokens[index])
            and (not segment or (len(segment) == 1 and is_sign(segment[0])))
            and (after is None or bool(after.traits & NUMBER) or is_sign(after))
        )

    def _read(self, index: int, segment: list[Token]) -> Reading:
        token, last = self.tokens[index], self.told.last
        if last is not None and self._is_bare(index, segment):
            return Reading(token, last.measure, is_figure=True)
        if self.is_tail and len(segment) > 2 and segment[1].text in JOINS and segment[0].sort == "quantity":
            segment = segment[2:]  # 甲68%|股权、乙47%: the first belongs to the number before
        elif self.is_tail and len(segment) > 1 and segment[-1].text in JOINS and _opens_with_of(segment):
            segment = []  # 9%的|耕地、6%以上的淡水
        kinds = kinds_of(segment)
        if kinds & (UP | DOWN):
            segment = _without_turn(segment)
        basis, rest = take_basis(segment, kinds) if kinds & COMPARING else (None, segment)
        size, end = self._list(index)
        right = read_right(self.tokens, index)
        if size > 1 and not right.noun and not right.metric:
            right = read_right(self.tokens, end)
        old = old_value(segment) if segment and basis is None and segment[-1].text == "的" else None
        named = rest if old is None else [t for t in rest if t.end <= old.span.start]
        measure = read_measure(token, named, kinds, right, last.measure if last else None, basis)
        if self.stack and not segment and token.sort == "percent" and self.when.is_quote(index):
            measure.kind, measure.direction = "growth", sign_of(token)
        if measure.kind == "level" and is_per_unit(self.tokens, index):
            measure.kind = "price"
        reading = Reading(token, measure, size, is_figure=token.sort != "count")
        is_moved = measure.kind == "growth" and (basis is None or basis.type == "pop")
        phrase = read_phrase(_with_index(measure.rest) if is_moved else measure.rest)
        if token.sort == "money" and not phrase.metric:
            phrase = read_gift(read_item(phrase))
            reading.is_item = phrase.is_item
            if phrase.is_item and phrase.metric[-1].tag == "price":
                measure.kind = "price"
        take_metric(self.told, reading, phrase, right)
        take_subject(self.told, reading, phrase, right)
        if measure.kind == "share":
            self._whole(reading)
        self.when.fill(reading, NumberClause(segment, rest, kinds, index, old, self.is_tail, bool(self.stack)))
        self._status(reading, segment, index, kinds)
        if measure.plan is not None:
            reading.basis = Basis("plan", measure.plan)
        elif measure.kind in ("change", "growth", "gap"):
            self._basis(reading, basis, segment)
        reading.compared = old
        return reading

    def _basis(self, reading: Reading, basis: Basis | None, segment: Run) -> None:
        """The comparison of the clause, of one before, or of the same quantity's number before."""
        measure, last = reading.measure, self.told.last
        if basis is None:
            basis = Basis("entity", measure.gap) if measure.gap is not None else self.told.basis
        if basis is None and last is not None and last.metric is not None and reading.metric is not None and measure.kind != "gap":
            is_same = last.measure.kind in ("change", "growth") and last.metric.span == reading.metric.span and not measure.rest
            basis = last.basis if is_same else None
        if basis is None and last is not None and last.compared is not None and _opens_with_change(segment):
            basis = last.compared
        reading.basis = basis

    def _whole(self, reading: Reading) -> None:
        measure, last = reading.measure, self.told.last
        if measure.whole:
            reading.whole = Part(span_of(measure.whole), "clause", "figure.whole")
        elif measure.same and last is not None and last.whole is not None:
            reading.whole = last.whole._replace(source="sentence", rule="figure.whole-carried")
        elif measure.rule == "figure.share-part" and self.told.share is not None:
            reading.whole = self.told.share[1]
        elif measure.rule in _OF_WHOLE and self.told.within:
            reading.whole = Part(span_of(self.told.within), "sentence", "figure.whole-within")

    def _status(self, reading: Reading, segment: Run, index: int, kinds: int) -> None:
        told, period, before = self.told, reading.period, self.told.status
        own = own_status(segment, kinds, self.tokens[index]) if kinds & MARKERS else None
        if own is None and not segment and told.last is None:
            own = status_behind(self.tokens, index)
        if own is None and told.status != "actual" and breaks_status(segment):
            told.status = "actual"
        date = period.token if period is not None else told.date if reading.no_period == "figure.no-period-vague" else None
        if own is None and told.status == "actual" and date is not None and self.is_ahead(date.start):
            own = "planned"
        told.status = reading.status = own or told.status
        if period is None or period.source != "sentence" or reading.status == "actual":
            return
        if reading.status == "hypothetical" and before not in _WILLED:  # a threshold, what a rule allows; but 拟募集不超过3亿元
            reading.period, reading.no_period = None, "figure.no-period-other"
            return
        # The day on which a plan was told is not that of the sum, nor the month of a forecast.
        is_told = is_day(period.token) or (is_part_of_year(period.token) and foretells(segment))
        if is_told and not self.is_ahead(period.token.start) and self.first_deal > index:
            reading.period, reading.no_period = None, "figure.no-period-news"
