"""For when a number holds: the date of its clause, or else one told before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from cyextract.facts.figures.around import date_behind, is_base, is_old, is_threshold
from cyextract.facts.figures.basis import Basis
from cyextract.facts.figures.kinds import AMONG, DATED, FORMER, PREPOSITION, RESPECTIVELY, VAGUE, WHOLE_PERIOD
from cyextract.facts.figures.news import is_announced, is_issued, is_rumour
from cyextract.facts.figures.percents import is_points
from cyextract.facts.figures.periods import (
    is_age,
    is_copied,
    is_day,
    is_each_time,
    is_earlier,
    is_exceeded,
    is_first,
    is_local,
    is_moment,
    is_multiplied,
    is_part_of_list,
    is_part_of_year,
    is_since,
    is_since_event,
    opens_year,
    own_dates,
)
from cyextract.facts.figures.phrases import Run, kinds_of
from cyextract.facts.figures.reading import PeriodPart, Reading
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.told import Told
from cyextract.facts.figures.traits import LIGHT
from cyextract.facts.figures.word_traits import CAPITAL

_SAME_PERIOD = "同期"
_THIS_YEAR = frozenset(("本年", "当年"))
_MANY = 2
_LATER = "之后"


class NumberClause(NamedTuple):
    """What stands before a number in its clause."""

    segment: Run
    rest: Run
    """Without the comparison."""
    kinds: int
    place: int
    """That of the number in the sentence."""
    old: Basis | None
    """The comparison that is told before the number itself."""
    is_tail: bool
    """Whether it goes on behind a number."""
    is_bracket: bool


def _names_quantity(rest: Run) -> bool:
    """Whether a word that is more than light stands before a number."""
    return not all(t.traits & LIGHT for t in rest)


def _is_converted(reading: Reading) -> bool:
    """Whether a number measures what the one before it did: 现货价格为3美元(约|20元)."""
    return reading.metric is not None and reading.metric.rule == "figure.metric-carried"


def _is_capital(segment: Run) -> bool:
    """Whether a clause tells what a firm was founded with."""
    return any(t.listed & CAPITAL for t in segment)


class When:
    """Fills in for when the numbers of a sentence hold.

    Args:
        tokens: those of the sentence.
        told: what it has told so far.
        is_ahead: whether the DATE mention that starts at a place lies after the day of publication.
        period_before: the DATE told last before the sentence, in its paragraph.
        title_period: the DATE of a title that says what the whole text reports on.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        told: Told,
        is_ahead: Callable[[int], bool],
        period_before: Token | None,
        title_period: Token | None,
    ) -> None:
        self.tokens, self.told, self.is_ahead = tokens, told, is_ahead
        self.period_before, self.title_period = period_before, title_period

    @cached_property
    def has_date(self) -> bool:
        """Whether the sentence tells a time."""
        return bool(kinds_of(self.tokens) & (DATED | VAGUE))

    def fill(self, reading: Reading, clause: NumberClause) -> None:
        """The period told in the number's clause, or else before it."""
        told, (segment, _, kinds, place, *_) = self.told, clause
        if (reading.token.sort == "count" and is_age(reading.token)) or (clause.is_bracket and not segment and self.is_quote(place)):
            reading.no_period = "figure.no-period-other"
            return
        own = self._dates(clause) if kinds & DATED else []
        dates = [t for t in own if not is_issued(segment, t)] if own else []
        if self._is_of_other(reading, clause, own, dates):
            return
        if dates and reading.token.sort != "money" and is_multiplied(segment, dates[-1]):
            dates = []
        if dates and is_points(reading.token) and is_exceeded(segment, dates[-1]):
            dates = dates[:-1]
        date = dates[-1] if dates else told.date
        if date is not None and is_moment(date) and self._is_news(clause, date):
            told.date, reading.no_period = None, "figure.no-period-news"
            told.no_date = reading.no_period
        elif kinds & PREPOSITION and is_old(self.tokens, place, clause.rest):
            reading.no_period = "figure.no-period-old"
            told.date = dates[-1] if dates else None if kinds & VAGUE else told.date
        elif kinds & FORMER and not dates:
            reading.no_period = "figure.no-period-old"
        elif dates:
            self._take_own(reading, clause, dates)
        elif kinds & VAGUE or self._is_other_time(clause):
            reading.no_period = "figure.no-period-vague"
            if not is_each_time(segment) or not (told.status != "actual" or self._is_goal()):
                told.date, told.no_date = None, reading.no_period
        else:
            if told.no_date or kinds & DATED:
                reading.no_period = told.no_date or "figure.no-period-other"
            if reading.measure.kind != "price" or not clause.is_bracket or _is_converted(reading):
                self._take_told(reading, clause)

    def _is_goal(self) -> bool:
        """Whether the date told last is one that a plan is for."""
        return self.told.date is not None and self.is_ahead(self.told.date.start)

    def _is_news(self, clause: NumberClause, date: Token) -> bool:
        """Whether the number's clause tells that it is told."""
        return is_announced(clause.segment, date) or (is_day(date) and is_rumour(self.tokens, clause.place))

    def _dates(self, clause: NumberClause) -> list[Token]:
        date, own = self.told.date, own_dates(clause.segment, clause.rest)
        if own and date is not None and is_part_of_year(date) and (own[-1].text in _THIS_YEAR or is_first(clause.segment, own[-1])):
            return []  # 8月份，本年资金来源3亿元; 8月份，产量今年首次增长3%
        return own

    def _is_of_other(self, reading: Reading, clause: NumberClause, own: Run, dates: Run) -> bool:
        """Whether the dates of the clause are of something told with the number: an old value, news, a threshold."""
        if clause.old is not None and dates and dates[-1].start < clause.old.span.start:
            self.told.date, self.told.no_date = dates[-1], ""  # 股价今日较停牌前的|31元…
            reading.no_period = "figure.no-period-old"
            return True
        if own and is_since_event(clause.segment, own[-1]):
            reading.no_period = "figure.no-period-event"
            return True
        if (own and not dates) or (reading.measure.kind == "share" and is_threshold(self.tokens, clause.place)):
            reading.no_period = "figure.no-period-other"
            return True
        return False

    def _is_other_time(self, clause: NumberClause) -> bool:
        """Whether a clause goes over to a time that is told by no date: 全年, 之后."""
        date, segment = self.told.date, clause.segment
        if clause.kinds & WHOLE_PERIOD and date is not None and is_part_of_year(date) and opens_year(segment):
            return True
        return bool(segment) and segment[0].text == _LATER

    def _take_own(self, reading: Reading, clause: NumberClause, dates: list[Token]) -> None:
        told, segment, date = self.told, clause.segment, dates[-1]
        if self._is_one_of(reading, date, segment):
            told.date, reading.no_period = date, "figure.no-period-other"
            return
        reading.period = PeriodPart(date, "clause", "figure.period-clause")
        if len(dates) == reading.size > 1 and not reading.subjects and not reading.metrics:
            reading.dates = dates
            reading.period = PeriodPart(dates[0], "clause", "figure.period-respectively")
        is_part = told.is_among or bool(segment[0].kinds & AMONG)
        told.part_date = date if is_part else None
        is_compared = date.text.endswith(_SAME_PERIOD)
        told.compared = (told.date,) if is_compared else None
        has_own = reading.metric is not None and reading.metric.rule == "figure.metric-before"
        is_aside = is_compared and (not has_own or is_copied(segment, date))  # 上年同期为4亿元
        is_aside = is_aside or (not has_own and reading.metric is not None and is_earlier(date, told.date))  # 2020年为4亿元
        if not is_part and not is_aside and not is_local(segment, date) and not is_base(self.tokens, clause.place):
            told.date, told.no_date = date, ""

    def _is_one_of(self, reading: Reading, date: Token, segment: Run) -> bool:
        """Whether the numbers of a list are each of another time that no date of its own names: 2019年至2020年分别为3亿元和5亿元."""
        last = self.told.last
        if reading.size == 1 or reading.subjects or reading.metrics:
            return False
        is_next = last is not None and last.size == reading.size and last.no_period == "figure.no-period-other" and last.ends_list
        return (is_next or reading.size > _MANY or bool(kinds_of(segment) & RESPECTIVELY)) and is_part_of_list(self.tokens, date)

    def _take_told(self, reading: Reading, clause: NumberClause) -> None:
        """The period told before, by the date in the number's place, in the sentence, or else further away."""
        told, last, size = self.told, self.told.last, reading.size
        is_change = reading.measure.kind in ("growth", "change", "gap") and not _names_quantity(reading.measure.rest)
        if told.compared is not None and is_change:
            told.date, told.compared = told.compared[0], None  # 上年同期为4亿元，增幅25%
        if told.date is not None and reading.measure.kind == "price" and is_since(self.tokens, told.date):
            reading.no_period = "figure.no-period-event"  # 5月以来多次下调，售价为6元
        elif told.date is not None and self._is_one_of(reading, told.date, clause.segment):
            reading.no_period = "figure.no-period-other"
        elif last is not None and last.dates and len(last.dates) == size > 1 and last.ends_list:
            reading.dates = last.dates
            reading.period = PeriodPart(last.dates[0], "sentence", "figure.period-respectively")
        elif len(told.dates) == size > 1 and told.date is told.dates[-1]:
            reading.dates = told.dates
            reading.period = PeriodPart(told.dates[0], "sentence", "figure.period-respectively")
        elif told.part_date is not None and (is_change or clause.is_tail) and self._is_of_part(last):
            reading.period = PeriodPart(told.part_date, "sentence", "figure.period-sentence")
        elif told.date is not None:
            reading.period = PeriodPart(told.date, "sentence", "figure.period-sentence")
        else:
            reading.period = self._outside(reading, clause)

    def _is_of_part(self, last: Reading | None) -> bool:
        return last is not None and last.period is not None and last.period.token is self.told.part_date

    def _outside(self, reading: Reading, clause: NumberClause) -> PeriodPart | None:
        """The period of a firm's founding, of the paragraph or the title, or one behind the number."""
        told, before = self.told, self.period_before
        has_own = reading.metric is not None and reading.metric.rule == "figure.metric-before"
        if told.founded is not None and has_own and _is_capital(clause.segment):
            return PeriodPart(told.founded, "sentence", "figure.period-sentence")
        if before is not None and (told.is_same_period or any(t.text == _SAME_PERIOD for t in clause.segment)):
            return PeriodPart(before, "paragraph", "figure.period-same")
        if before is not None and told.is_part and not self.has_date and not is_day(before):
            return PeriodPart(before, "paragraph", "figure.period-paragraph")
        if self.title_period is not None and not self.has_date and reading.measure.kind != "price":
            return PeriodPart(self.title_period, "title", "figure.period-title")
        token = date_behind(self.tokens, clause.place)
        return None if token is None else PeriodPart(token, "clause", "figure.period-behind")

    def is_quote(self, index: int) -> bool:
        """Whether a number stands among others in a bracket, without a word: 甲股份(5.02,0.07,1.4%)."""
        before = self.tokens[index - 1] if index else None
        return before is not None and before.text in ",，"
