"""Read the numbers of one sentence from left to right: what each measures, of whom, and what it takes from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.basis import Basis, take_basis
from cyextract.facts.figures.cues import figure_lexicon
from cyextract.facts.figures.measure import Measure, is_price, read_measure
from cyextract.facts.figures.phrases import HELD, JOINS, Phrase, Run, is_name, is_noun, is_pronoun, is_strong, items, lead, read_phrase, trim
from cyextract.facts.figures.right_side import RightSide, read_right
from cyextract.facts.figures.status import breaks_status, own_status
from cyextract.facts.figures.tokens import Token
from cyextract.models import FigureSource, FigureStatus

_FILLERS = JOINS | {"约", "近", "左右", "以上"}
_SIGNS = ("签署", "签订", "签约", "签", "举行", "成交", "转让", "收购", "受让")
_SORTED = ("收入", "支出", "费用", "投入", "成本", "资金", "经费", "补贴", "补助", "贷款", "收益", "损失", "开支", "预算", "奖金", "公益金", "费", "款")
_ISSUES = frozenset(("发布", "公布", "披露", "公告", "宣布", "通报", "收到", "接到", "获悉", "获知", "收悉", "查询到", "召开", "审议", "审议通过", "通知", "来函", "致函", "回函"))
_EVENTS = ("奥运会", "世博会", "残奥会", "亚运会", "世界杯", "规划", "远景", "计划", "目标")


class Part(NamedTuple):
    """A field's span in the view, where it stands, and the rule that tied it."""

    span: Span
    source: FigureSource
    rule: str


class PeriodPart(NamedTuple):
    """A figure's DATE."""

    token: Token
    source: FigureSource
    rule: str


@dataclass(slots=True)
class Reading:
    """What a number says; `is_figure` is false for a count, which only hands on what it measures."""

    token: Token
    measure: Measure
    is_figure: bool
    status: FigureStatus = "actual"
    metric: Part | None = None
    subject: Part | None = None
    whole: Part | None = None
    period: PeriodPart | None = None
    basis: Basis | None = None
    metrics: list[Span] = field(default_factory=list)
    """The items that this and the next numbers of its list measure, by their place."""
    subjects: list[Span] = field(default_factory=list)
    dates: Run = ()
    place: int = 0
    size: int = 1
    thing: Part | None = None
    """What is counted or held, where somebody else is the subject."""
    is_act: bool = False
    """Whether the quantity word is a verb."""
    is_price: bool = False
    is_strong: bool = False
    """Whether the subject is a name."""
    is_macro: bool = False
    """Whether the quantity is one of a whole place (国内生产总值, 进出口)."""


def span_of(tokens: Run) -> Span:
    """From the first token to the last."""
    return Span(tokens[0].start, tokens[-1].end)


class _Frame(NamedTuple):
    """What a bracket interrupts."""

    segment: list[Token]
    is_tail: bool
    last: Reading | None


class SentenceReader:
    """One pass over the tokens of a sentence.

    Args:
        tokens: the tokens.
        is_future: whether a DATE lies after the day of publication.
    """

    def __init__(self, tokens: Sequence[Token], future: frozenset[int] = frozenset()) -> None:
        self.tokens = tokens
        self.future = future
        self.segment: list[Token] = []
        self.is_tail = False  # the segment goes on behind a number
        self.stack: list[_Frame] = []
        self.opened: _Frame | None = None  # the bracket that has just opened
        self.last: Reading | None = None
        self.topic: Part | None = None
        self.topic_run: Run = ()
        self.topic_is_new = False
        self.quantity: Run = ()  # of a clause without a number
        self.share: tuple[Part | None, Part | None] | None = None
        self.basis: Basis | None = None
        self.date: Token | None = None
        self.status: FigureStatus = "actual"
        self.readings: list[Reading] = []

    def read(self) -> list[Reading]:
        """The numbers of the sentence, in text order."""
        for index, token in enumerate(self.tokens):
            if token.sort == "mark":
                self._mark(index, token)
            elif token.sort in ("money", "percent") or (token.sort == "count" and self._ends_phrase(index)):
                self._number(index)
            else:
                self.segment.append(token)
        return self.readings

    def _ends_phrase(self, index: int) -> bool:
        """Whether a count is what its clause tells, and does not stand before a noun (51只|基金)."""
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if after is not None and after.text in ("左右", "以上", "以下", "多"):
            after = self.tokens[index + 2] if index + 2 < len(self.tokens) else None
        return after is None or after.sort == "mark" or (after.sort == "cue" and after.text in ("和", "及", "与", "以及"))

    # Marks

    def _mark(self, index: int, token: Token) -> None:
        if token.text == "、":
            if self.segment:
                self.segment.append(token)
        elif token.text in "(（":
            frame = _Frame(self.segment, self.is_tail, self.last)
            self.stack.append(frame)
            self.opened = frame
            self.segment, self.is_tail = [], False
        elif token.text in ")）":
            if self.stack:
                self.segment, self.is_tail, self.last = self.stack.pop()
                self.opened = None
            else:
                self._close(token.text)
        elif token.text == ":" and index + 1 < len(self.tokens) and self.tokens[index + 1].sort in ("money", "percent"):
            return
        else:
            self._close(token.text)
            if token.text in "；;":
                self.basis = None

    def _close(self, mark: str) -> None:
        """A clause ends: what it tells of the next ones."""
        segment, tail = self.segment, self.is_tail
        self.segment, self.is_tail = [], False
        if not segment:
            return
        own = own_status(segment)
        self.status = own if own else "actual" if breaks_status(segment) else self.status
        basis, rest = take_basis(segment)
        if basis is not None and not tail:
            self.basis = basis
        self._note_date(segment, rest)
        if tail or self.stack:
            return
        is_report = "report" in segment[-1].kinds
        run = identified(rest) or lead(rest)
        if mark == ":":
            run = ()
        if run and not is_report:
            self._set_topic(run)
        self._note_quantity(rest)

    def _note_quantity(self, rest: Run) -> None:
        """The quantity that a clause without a number is about: 股价连续上涨，从11元…."""
        take = next((i for i, t in enumerate(rest) if "take" in t.kinds), -1)
        if take > 0 and rest[-1].text in ("看", "来看", "来说"):
            from cyextract.facts.figures.measure import whole_of

            phrase = read_phrase(rest[:take])
            whole = whole_of([t for t in rest[take + 1 :] if "localizer" not in t.kinds])
            metric = Part(span_of(phrase.metric), "sentence", "figure.metric-clause-before") if phrase.metric else None
            self.share = metric, Part(span_of(whole), "sentence", "figure.whole-clause-before") if whole else None
        end = next((i for i, t in enumerate(rest) if t.kinds & {"up", "down", "up_noun", "down_noun"}), len(rest))
        phrase = read_phrase(rest[:end])
        if phrase.metric:
            self.quantity = phrase.metric
            if phrase.attribute and not phrase.is_object:
                self._set_topic(phrase.attribute)
        elif lead(rest):
            self.quantity = ()

    def _set_topic(self, run: Run) -> None:
        """What the next clauses are about; a weak phrase takes no place from a name."""
        if is_pronoun(run) or run[-1].sort == "quantity" and run[-1].tag != "thing":
            return
        if self.topic is not None and not is_strong(run) and is_strong(self.topic_run):
            return
        self.topic, self.topic_run, self.topic_is_new = Part(span_of(run), "sentence", "figure.subject-clause-before"), run, True

    def _note_date(self, segment: Run, rest: Run) -> None:
        """The date that a clause tells the next ones, unless it is the day of a report."""
        dates = [t for t in rest if t.sort == "date" and not is_named(segment, t)]
        is_report = "report" in segment[-1].kinds
        if dates and not (is_report and segment[0].text in ("据", "根据", "按照")):
            self.date = dates[-1]
        elif not dates and any("vague" in t.kinds for t in segment):
            self.date = None
        if self.date is None:
            return
        after = [t for t in segment if t.start > self.date.start]
        told = any("report" in t.kinds or t.text in _ISSUES for t in after) if dates else is_report or any(t.text in _ISSUES for t in segment)
        if (told and is_day(self.date) and segment[0].text not in ("经", "经过")) or is_event(segment, self.date):
            self.date = None

    # Numbers

    def _number(self, index: int) -> None:
        token = self.tokens[index]
        segment, self.segment, tail = self.segment, [], self.is_tail
        self.is_tail = True
        reading = self._continue_list(token, segment) or self._read(index, token, segment, tail)
        self.readings.append(reading)
        self.last = reading
        self.topic_is_new = False
        self.quantity = ()
        if reading.is_figure or reading.metric is not None:
            self.opened = None

    def _continue_list(self, token: Token, segment: Run) -> Reading | None:
        """A number behind a list mark alone measures as the one before it."""
        last = self.last
        if last is None or not self.is_tail or len(segment) > 3 or last.token.sort != token.sort:
            return None
        if any(t.text not in _FILLERS for t in segment) or (not segment and token.start > last.token.end + 1):
            return None
        place = last.place + 1
        reading = Reading(
            token, last.measure, last.is_figure, last.status, last.metric, last.subject, last.whole, last.period, last.basis, last.metrics,
            last.subjects, last.dates, place, last.size, last.thing, last.is_act, last.is_price, last.is_strong, last.is_macro,
        )  # fmt: skip
        if place < len(last.metrics):
            reading.metric = Part(last.metrics[place], "clause", "figure.metric-respectively")
        if place < len(last.dates):
            reading.period = PeriodPart(last.dates[place], "clause", "figure.period-respectively")
        if place < len(last.subjects):
            reading.subject = Part(last.subjects[place], "clause", "figure.subject-respectively")
        return reading

    def _list_size(self, index: int) -> int:
        """How many numbers of one sort stand in a row from an index."""
        size, sort, tokens = 1, self.tokens[index].sort, self.tokens
        at = index + 1
        while at + 1 < len(tokens):
            step = at
            while step < len(tokens) and tokens[step].text in _FILLERS:
                step += 1
            if step == at or step >= len(tokens) or tokens[step].sort != sort:
                break
            size, at = size + 1, step + 1
        return size

    def _read(self, index: int, token: Token, segment: list[Token], tail: bool) -> Reading:
        basis, rest = take_basis(segment)
        right, last = read_right(self.tokens, index), self.last
        measure = read_measure(token, rest, right, last.measure if last else None, basis)
        reading = Reading(token, measure, token.sort != "count", size=self._list_size(index))
        phrase = read_phrase(measure.rest)
        self._metric(reading, phrase, right)
        self._subject(reading, phrase, right)
        self._whole(reading)
        self._period(reading, segment, rest, index)
        self._status(reading, segment, index)
        self._basis(reading, basis, segment)
        return reading

    def _basis(self, reading: Reading, basis: Basis | None, segment: Run) -> None:
        measure, last = reading.measure, self.last
        if basis is None and measure.gap is not None:
            basis = Basis("entity", measure.gap)
        if measure.kind not in ("change", "growth", "gap"):
            return
        if basis is None and self.basis is not None:
            basis = self.basis
        if basis is None and last is not None and last.basis is not None and last.measure.kind in ("change", "growth") and reading.metric is not None:
            same = last.metric is not None and last.metric.span == reading.metric.span and measure.kind != "gap"
            basis = last.basis if same and not measure.rest else None
        reading.basis = basis

    def _metric(self, reading: Reading, phrase: Phrase, right: RightSide) -> None:
        measure, last, size = reading.measure, self.last, reading.size
        kind = measure.kind
        weak = bool(phrase.metric) and phrase.metric[-1].text in _WEAK_ACTS
        if phrase.metric and not (weak and right.metric and kind == "level"):
            reading.is_act = phrase.metric[-1].tag == "act"
            reading.is_price = phrase.metric[-1].tag == "price"
            reading.is_macro = any(t.text in figure_lexicon().macro for t in phrase.metric)
            reading.metric = Part(span_of(phrase.metric), "clause", "figure.metric-before")
            if phrase.metrics and len(phrase.metrics) == size:
                reading.metrics = [span_of(run) for run in phrase.metrics]
                reading.metric = Part(reading.metrics[0], "clause", "figure.metric-respectively")
            elif phrase.metrics:
                reading.metric = Part(span_of([*phrase.metrics[0], *phrase.metric]), "clause", "figure.metric-before")
            if kind == "growth" and phrase.metric[-1].text in HELD:
                reading.metric = None
        elif right.metric and kind in ("level", "change") or measure.rule in ("figure.rate-behind",) or measure.rule == "figure.growth-behind" and right.metric:
            reading.metric = Part(span_of(right.metric), "clause", "figure.metric-behind")
        elif measure.held or measure.rule == "figure.share-of":
            return
        elif self.share is not None and kind == "share" and measure.rule == "figure.share-part":
            reading.metric = self.share[0]
        elif self._carries(reading, phrase):
            assert last is not None
            if kind == "share" and last.is_price:
                last = next((r for r in reversed(self.readings) if r.metric is not None and not r.is_price), last)
            reading.metric, reading.is_act, reading.is_price = last.metric, last.is_act, last.is_price
            if kind == "level" and last.measure.kind == "price":
                measure.kind = "price"
            if last.metrics and size == last.size == len(last.metrics) and last.place == last.size - 1:
                reading.metrics = last.metrics
                reading.metric = Part(last.metrics[0], "clause", "figure.metric-respectively")
            if last.dates and size == last.size == len(last.dates) and last.place == last.size - 1:
                reading.dates = last.dates
            if reading.metric:
                reading.metric = reading.metric._replace(source="sentence", rule="figure.metric-carried")
        elif self.quantity and (not phrase.attribute or phrase.is_object) and not phrase.has_verb:
            reading.metric = Part(span_of(self.quantity), "sentence", "figure.metric-clause-before")
            if kind == "level" and self.quantity[-1].tag == "price" and is_price(reading.token, self.quantity, len(self.quantity) - 1):
                measure.kind = "price"

    def _carries(self, reading: Reading, phrase: Phrase) -> bool:
        """Whether a number without a quantity word measures the same as the one before it."""
        last, measure = self.last, reading.measure
        if measure.kind in ("level", "price") and any(t.sort in ("word", "org", "title") for t in measure.rest):
            return False
        if measure.of_price and last is not None and not last.is_price:
            return False
        if last is None or last.metric is None or not measure.carries or self.quantity or phrase.has_verb:
            return False
        if last.is_act and measure.kind == "share":
            return False
        if phrase.attribute:
            return last.measure.kind == measure.kind and last.measure.rule == measure.rule and not phrase.is_object and measure.kind != "level"
        return not self.topic_is_new or measure.kind in ("growth", "change", "gap")

    def _subject(self, reading: Reading, phrase: Phrase, right: RightSide) -> None:
        measure = reading.measure
        run, rule = phrase.attribute, "figure.subject-joined"
        actor = phrase.actor
        if run and actor and run[0] is not actor[0]:
            held = bool(phrase.metric) and phrase.metric[-1].text.endswith(HELD)
            act = bool(phrase.metric) and phrase.metric[-1].tag == "act"
            governed = phrase.is_object or phrase.is_governed
            if held or measure.held and measure.rule != "figure.share-of" or governed and (act or not phrase.metric or measure.rule == "figure.share-of"):
                if not phrase.metric:
                    reading.thing = Part(span_of(run), "clause", "figure.subject-joined")
                run, rule = actor, "figure.subject-actor"
            elif measure.rule == "figure.share-of" and not measure.held:
                run, rule = actor, "figure.subject-actor"
            elif self._is_place_of(phrase):
                run, rule = actor, "figure.subject-actor"
        elif not run:
            run, rule = actor, "figure.subject-actor"
        elif phrase.is_object and not actor and self._is_place_of(phrase) and (self.last or self.topic):
            run = ()
        if measure.kind == "level" and not phrase.metric and not right.metric and reading.is_figure and reading.metric is None and rule == "figure.subject-joined":
            run, rule = (actor, "figure.subject-actor") if actor else (run if is_strong(run) else (), rule)
        if measure.rule == "figure.share-is":
            run, rule = right.noun, "figure.subject-behind"
        if is_pronoun(run):
            run = ()
        if run and rule == "figure.subject-joined" and self._is_sort(reading, phrase, run):
            reading.metric = Part(Span(run[0].start, phrase.metric[-1].end), "clause", "figure.metric-before")
            run, rule = (actor, "figure.subject-actor") if actor and is_strong(actor) and actor[0] is not run[0] else ((), rule)
        if rule == "figure.subject-actor" and not is_strong(run):
            run = ()
        if run:
            self._take_subject(reading, run, rule)
        elif right.subject and reading.token.sort == "money" and phrase.metric:
            reading.subject = Part(span_of(right.subject), "clause", "figure.subject-behind")
        else:
            self._carry_subject(reading, phrase)

    def _is_sort(self, reading: Reading, phrase: Phrase, run: Run) -> bool:
        """Whether what stands joined before a quantity word only says which sort of it (门票|收入), since whose it is has been told."""
        if not phrase.metric or phrase.metrics or is_strong(run) or not phrase.metric[-1].text.endswith(_SORTED) or run[-1].end != phrase.metric[0].start:
            return False
        if phrase.actor and phrase.actor[0] is not run[0] and is_strong(phrase.actor):
            return True
        return (self.last is not None and self.last.is_strong) or (self.topic is not None and is_strong(self.topic_run))

    @staticmethod
    def _is_place_of(phrase: Phrase) -> bool:
        """Whether a preposition opens the attribute (在美国市场的出货量): of what, but not whose."""
        return phrase.is_object and bool(phrase.metric)

    def _take_subject(self, reading: Reading, run: Run, rule: str) -> None:
        lists = items(run)
        if reading.size > 1 and len(lists) == reading.size and not reading.metrics:
            reading.subjects = [span_of(item) for item in lists]
            run, rule = lists[0], "figure.subject-respectively"
        reading.subject, reading.is_strong = Part(span_of(run), "clause", rule), is_strong(run)

    def _carry_subject(self, reading: Reading, phrase: Phrase) -> None:
        last, size = self.last, reading.size
        if self.opened is not None and (run := before_bracket(self.opened.segment)):
            if run[-1].text in HELD and reading.measure.kind == "share":
                reading.metric = Part(span_of(run[-1:]), "sentence", "figure.metric-bracket")
                actor = lead(self.opened.segment)
                if actor:
                    reading.subject = Part(span_of(actor), "sentence", "figure.subject-bracket")
            else:
                reading.subject = Part(span_of(run), "sentence", "figure.subject-bracket")
            return
        if self.opened is not None and last is not None and last.thing is not None:
            reading.subject = last.thing._replace(source="sentence")
            return
        topic_items = items(self.topic_run) if size > 1 and self.topic_is_new else []
        if len(topic_items) == size > 1 and not reading.metrics:
            reading.subjects = [span_of(item) for item in topic_items]
            reading.subject = Part(reading.subjects[0], "sentence", "figure.subject-respectively")
        elif last is not None and last.subject is not None and not self.topic_is_new and not self._is_of_place(reading, last):
            reading.subject = last.subject._replace(rule="figure.subject-carried", source="sentence")
            reading.is_strong = last.is_strong
            if last.subjects and size == last.size == len(last.subjects) and last.place == last.size - 1:
                reading.subjects = last.subjects
                reading.subject = Part(last.subjects[0], "sentence", "figure.subject-respectively")
        elif self.topic is not None and is_name(self.topic_run):
            reading.subject, reading.is_strong = self.topic, True

    @staticmethod
    def _is_of_place(reading: Reading, last: Reading) -> bool:
        """Whether a quantity is a place's (社会消费品零售总额), and the subject before was joined to another."""
        metric = reading.metric
        return (
            metric is not None and metric.rule == "figure.metric-before" and last.subject is not None and last.subject.rule == "figure.subject-joined"
            and reading.token.sort != "count" and last.metric is not None and metric.span != last.metric.span and reading.is_macro
        )  # fmt: skip

    def _whole(self, reading: Reading) -> None:
        measure, last = reading.measure, self.last
        if measure.kind != "share":
            return
        if measure.whole:
            reading.whole = Part(span_of(measure.whole), "clause", "figure.whole")
        elif measure.same and last is not None and last.whole is not None:
            reading.whole = last.whole._replace(source="sentence", rule="figure.whole-carried")
        elif self.share is not None and measure.rule == "figure.share-part":
            reading.whole = self.share[1]

    # Period and status

    def _period(self, reading: Reading, segment: Run, rest: Run, index: int) -> None:
        dates = [t for t in rest if t.sort == "date" and not is_named(segment, t)]
        if dates:
            reading.period = PeriodPart(dates[-1], "clause", "figure.period-clause")
            if len(dates) == reading.size > 1 and not reading.subjects and not reading.metrics:
                reading.dates = dates
                reading.period = PeriodPart(dates[0], "clause", "figure.period-respectively")
            if not is_local(segment, dates[-1]):
                self.date = dates[-1]
            return
        if any("vague" in t.kinds for t in segment):
            self.date = None
            return
        if measure_from(rest) or (reading.measure.kind == "price" and self.stack):
            return
        last = self.last
        if reading.size > 1 and last is not None and last.dates and len(last.dates) == reading.size and last.place == last.size - 1:
            reading.dates = last.dates
            reading.period = PeriodPart(last.dates[0], "sentence", "figure.period-respectively")
        elif self.date is not None:
            reading.period = PeriodPart(self.date, "sentence", "figure.period-sentence")
        elif (token := self._date_behind(index)) is not None:
            reading.period = PeriodPart(token, "clause", "figure.period-behind")

    def _date_behind(self, index: int) -> Token | None:
        """在未来五年 behind the number, in the same clause."""
        for at in range(index + 1, min(len(self.tokens), index + 12)):
            token = self.tokens[at]
            if token.sort == "mark" or token.sort in ("money", "percent"):
                return None
            if token.sort == "date":
                return token if self.tokens[at - 1].text in ("在", "于") else None
        return None

    def _status(self, reading: Reading, segment: Run, index: int) -> None:
        own = own_status(segment, self.tokens[index])
        if own is None and not segment and self.last is None:
            own = self._status_behind(index)
        if own is None and breaks_status(segment):
            self.status = "actual"
        period = reading.period
        is_ahead = period is not None and period.token.start in self.future and period.source == "clause"
        if own is None and is_ahead and self.status == "actual":
            own = "planned"
        reading.status = own or self.status
        self.status = reading.status
        if reading.status in ("planned", "forecast") and period is not None and period.source == "sentence" and is_day(period.token):
            if period.token.start not in self.future and not any(t.text in _SIGNS or t.text in ("截至", "截止") for t in self.tokens[:index]):
                reading.period = None

    def _status_behind(self, index: int) -> FigureStatus | None:
        """20%的工作会被替代: the marker stands behind the number that opens its clause."""
        for at in range(index + 1, min(len(self.tokens), index + 20)):
            token = self.tokens[at]
            if token.sort == "mark":
                return None
            if token.kinds & {"will", "forecast"} or token.text in ("会被", "肯定会"):
                return "forecast"
        return None


def before_bracket(segment: Run) -> Run:
    """The noun phrase right before a bracket."""
    end = len(segment)
    start = end
    while start and segment[start - 1].sort in ("word", "org", "title", "quantity") and (start == end or segment[start - 1].end == segment[start].start):
        start -= 1
    run = trim(segment[start:end])
    return run if run and is_noun(run) else ()


def is_local(segment: Run, date: Token) -> bool:
    """Whether a date belongs to one number alone: 从一季度的71%降到68%, 其中上半年3亿元."""
    index = next(i for i, t in enumerate(segment) if t is date)
    return (index > 0 and (segment[index - 1].text in ("从", "由", "自", "比", "较") or bool(segment[index - 1].kinds & {"gap_up", "gap_down"}))) or (
        "among" in segment[0].kinds
    )


def identified(rest: Run) -> Run:
    """Who a clause says it is: 名列第三的是乙, 两大股东依旧是甲和乙."""
    for index in range(len(rest) - 1, 0, -1):
        if rest[index].text in ("是", "为") and rest[index].sort == "cue":
            run = trim(rest[index + 1 :])
            of = rest[index - 1].text == "的"
            return run if run and is_noun(run) and is_strong(run) and (of or not is_strong(lead(rest[:index])) and run[-1].sort == "org") else ()
    return ()


def measure_from(rest: Run) -> bool:
    """Whether the number is the old value of a change without a date of its own: 从11元上涨至18元."""
    return bool(rest) and rest[-1].text in ("从", "由")


def is_event(segment: Run, date: Token) -> bool:
    """Whether a date tells an event behind or since which something holds: 2014年6月成立公司后, 自去年二季度建仓以来."""
    last = segment[-1]
    return last.text in ("后", "之后", "以来") and last.start > date.end


def is_named(segment: Run, date: Token) -> bool:
    """Whether a date is part of a name: 2008年北京奥运会, 2020年远景规划."""
    index = next(i for i, t in enumerate(segment) if t is date)
    return any(t.text.endswith(_EVENTS) and t.sort != "org" for t in segment[index + 1 : index + 3])


def is_day(token: Token) -> bool:
    """Whether a DATE names a day or less."""
    return any(letter in token.text for letter in "日号周天晚昨旬")


_WEAK_ACTS = frozenset(("提供", "支付", "缴纳", "领取", "发放", "花", "拿出", "借给", "获得", "安排", "支持"))
