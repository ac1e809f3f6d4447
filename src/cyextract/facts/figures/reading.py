"""Read the numbers of one sentence from left to right: what each measures, of whom, and what it takes from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.basis import Basis, take_basis
from cyextract.facts.figures.measure import Measure, read_measure
from cyextract.facts.figures.phrases import Phrase, Run, is_pronoun, items, lead, quantity_at, read_phrase, trim
from cyextract.facts.figures.right_side import read_right
from cyextract.facts.figures.status import clause_status, own_status
from cyextract.facts.figures.tokens import Token
from cyextract.models import FigureSource


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
    status: str = "actual"
    metric: Part | None = None
    subject: Part | None = None
    whole: Part | None = None
    period: PeriodPart | None = None
    basis: Basis | None = None
    metrics: list[Span] = field(default_factory=list)
    """The items that this and the next numbers of its list measure, by their place."""
    subjects: list[Span] = field(default_factory=list)
    place: int = 0
    size: int = 1


def span_of(tokens: Run) -> Span:
    """From the first token to the last."""
    return Span(tokens[0].start, tokens[-1].end)


class SentenceReader:
    """One pass over the tokens of a sentence."""

    def __init__(self, tokens: Sequence[Token], topic: Part | None) -> None:
        self.tokens = tokens
        self.segment: list[Token] = []
        self.is_tail = False  # the segment goes on behind a number
        self.stack: list[tuple[list[Token], bool]] = []
        self.last: Reading | None = None
        self.before: Part | None = topic  # what the text before the sentence is about
        self.topic: Part | None = None
        self.topic_is_new = False
        self.quantity: Span | None = None  # of a clause without a number
        self.date: Token | None = None
        self.date_is_fresh = False
        self.status = "actual"
        self.readings: list[Reading] = []

    def read(self) -> list[Reading]:
        """The numbers of the sentence, in text order."""
        for index, token in enumerate(self.tokens):
            if token.sort == "mark":
                self._mark(token)
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

    def _mark(self, token: Token) -> None:
        if token.text == "、":
            if self.segment:
                self.segment.append(token)
        elif token.text in "(（":
            self.stack.append((self.segment, self.is_tail))
            self.segment, self.is_tail = [], False
        elif token.text in ")）":
            if self.stack:
                self.segment, self.is_tail = self.stack.pop()
            else:
                self._close()
        else:
            self._close()
            if token.text in "；;":
                self.status = "actual"

    def _close(self) -> None:
        """A clause ends: what it tells of the next ones."""
        segment, tail = self.segment, self.is_tail
        self.segment, self.is_tail = [], False
        if not segment:
            return
        self.status = clause_status(segment, self.status)
        reported = [t for t in segment if "report" in t.kinds]
        self._note_date(segment, reported)
        if tail:
            return
        run = lead(segment)
        if run and not reported:
            self._set_topic(run)
        elif run and reported and self.topic is None:
            self.topic = Part(span_of(run), "sentence", "figure.subject-reporter")
        at = quantity_at([t for t in segment if t.sort != "cue" or not t.kinds & {"up", "down"}])
        self.quantity = None
        if at >= 0:
            phrase = read_phrase([t for t in segment if t.sort != "cue" or not t.kinds & {"up", "down"}])
            if phrase.metric:
                self.quantity = span_of(phrase.metric)
                if phrase.attribute:
                    self._set_topic(phrase.attribute)

    def _set_topic(self, run: Run) -> None:
        if is_pronoun(run):
            return
        self.topic, self.topic_is_new = Part(span_of(run), "sentence", "figure.subject-clause-before"), True

    def _note_date(self, segment: Run, reported: Run) -> None:
        """The date that a clause without a number tells the next ones, unless it is the day of a report."""
        dates = own_dates(segment)
        if dates:
            self.date = dates[-1]
        if reported and self.date is not None and is_day(self.date):
            at = reported[-1].start
            if self.date.end <= at:
                self.date = None

    def _number(self, index: int) -> None:
        token = self.tokens[index]
        segment, self.segment, tail = self.segment, [], self.is_tail
        self.is_tail = True
        reading = self._continue_list(token, segment) or self._read(index, token, segment, tail)
        self.readings.append(reading)
        self.last = reading
        self.topic_is_new = False
        self.quantity = None

    def _continue_list(self, token: Token, segment: Run) -> Reading | None:
        """A number behind a list mark alone measures as the one before it."""
        last = self.last
        if last is None or not self.is_tail or any(t.text not in ("、", "和", "及", "与", "以及", "或", "约", "近", "左右", "以上") for t in segment):
            return None
        if last.token.sort != token.sort or len(segment) > 3 or (not segment and token.start > last.token.end + 1):
            return None
        place = last.place + 1
        reading = Reading(
            token, last.measure, last.is_figure, last.status, last.metric, last.subject, last.whole, last.period, last.basis, last.metrics,
            last.subjects, place, last.size,
        )  # fmt: skip
        if place < len(last.metrics):
            reading.metric = Part(last.metrics[place], "clause", "figure.metric-respectively")
        if place < len(last.subjects):
            reading.subject = Part(last.subjects[place], "clause", "figure.subject-respectively")
        return reading

    def _list_size(self, index: int) -> int:
        """How many numbers of one sort stand in a row from an index."""
        size, sort, tokens = 1, self.tokens[index].sort, self.tokens
        at = index + 1
        while at + 1 < len(tokens):
            step = at
            while step < len(tokens) and tokens[step].text in ("、", "和", "及", "与", "以及", "约", "近", "左右", "以上"):
                step += 1
            if step == at or step >= len(tokens) or tokens[step].sort != sort:
                break
            size, at = size + 1, step + 1
        return size

    def _read(self, index: int, token: Token, segment: list[Token], tail: bool) -> Reading:
        basis, rest = take_basis(segment)
        dates = own_dates(rest)
        right = read_right(self.tokens, index)
        last = self.last
        measure = read_measure(token, rest, right, last.measure if last else None)
        if measure.gap_span is not None and basis is None:
            basis = measure.gap_basis(rest)
        reading = Reading(token, measure, token.sort != "count", size=self._list_size(index))
        reading.basis = basis if measure.kind in ("change", "growth", "gap", "rate", "share") or (basis and basis.type != "base") else None
        pre = measure.subject_tokens
        phrase = read_phrase(pre)
        self._metric(reading, phrase, right, pre)
        self._subject(reading, phrase, right, pre, tail)
        self._whole(reading)
        self._period(reading, dates, segment)
        self._status(reading, segment)
        if reading.basis is None and last is not None and not pre and measure.kind in ("change", "growth") and last.measure.kind in ("change", "growth"):
            reading.basis = last.basis
        return reading

    def _metric(self, reading: Reading, phrase: Phrase, right, pre: Run) -> None:  # type: ignore[no-untyped-def]
        measure, last, size = reading.measure, self.last, reading.size
        if phrase.metric:
            reading.metric = Part(span_of(phrase.metric), "clause", "figure.metric-before")
            lists = items([*phrase.attribute, *phrase.metric])
            if size > 1 and len(lists) == size and all(run[-1].sort == "quantity" for run in lists):
                reading.metrics = [span_of(run) for run in lists]
                reading.metric = Part(reading.metrics[0], "clause", "figure.metric-respectively")
        elif right.metric and measure.kind in ("level", "change"):
            reading.metric = Part(span_of(right.metric), "clause", "figure.metric-behind")
        elif measure.carries and not phrase.attribute and last is not None and not self.topic_is_new:
            reading.metric, reading.metrics = last.metric, last.metrics
            if last.metrics and size == last.size == len(last.metrics) and last.place == last.size - 1:
                reading.metric = Part(last.metrics[0], "clause", "figure.metric-respectively")
            elif last.metrics:
                reading.metrics = []
            if reading.metric:
                reading.metric = reading.metric._replace(source="sentence", rule="figure.metric-carried")
        elif self.quantity is not None and not phrase.attribute:
            reading.metric = Part(self.quantity, "sentence", "figure.metric-clause-before")

    def _subject(self, reading: Reading, phrase: Phrase, right, pre: Run, tail: bool) -> None:  # type: ignore[no-untyped-def]
        size, last = reading.size, self.last
        run, rule = phrase.attribute, "figure.subject-joined"
        if reading.metrics and not run:
            run = ()
        elif reading.metrics:
            run = ()
        if run and holds(phrase) and phrase.actor:
            run, rule = phrase.actor, "figure.subject-actor"
        if not run:
            run, rule = phrase.actor, "figure.subject-actor"
        if is_pronoun(run):
            run = ()
        if run:
            lists = items(run)
            if size > 1 and len(lists) == size:
                reading.subjects = [span_of(item) for item in lists]
                run = lists[0]
                rule = "figure.subject-respectively"
            reading.subject = Part(span_of(run), "clause", rule)
            return
        if right.subject:
            reading.subject = Part(span_of(right.subject), "clause", "figure.subject-behind")
            return
        if last is not None and last.subject is not None and not self.topic_is_new:
            reading.subject = last.subject._replace(rule="figure.subject-carried", source="sentence")
            if last.subjects and size == last.size == len(last.subjects) and last.place == last.size - 1:
                reading.subjects = last.subjects
                reading.subject = Part(last.subjects[0], "sentence", "figure.subject-respectively")
            return
        if self.topic is not None:
            reading.subject = self.topic
        elif self.before is not None:
            reading.subject = self.before

    def _whole(self, reading: Reading) -> None:
        measure = reading.measure
        if measure.kind != "share":
            return
        if measure.whole:
            reading.whole = Part(span_of(measure.whole), "clause", "figure.whole")
        elif measure.carries_whole and self.last is not None and self.last.whole is not None:
            reading.whole = self.last.whole._replace(source="sentence", rule="figure.whole-carried")

    def _period(self, reading: Reading, dates: Run, segment: Run) -> None:
        if dates:
            reading.period = PeriodPart(dates[-1], "clause", "figure.period-clause")
            if not is_local(segment, dates[-1]):
                self.date = dates[-1]
            return
        if any("vague" in t.kinds for t in segment):
            self.date = None
            return
        if reading.measure.is_target and self.last is not None and self.last.period is not None and self.last.period.token is not self.date:
            pass
        if self.date is not None:
            reading.period = PeriodPart(self.date, "sentence", "figure.period-sentence")

    def _status(self, reading: Reading, segment: Run) -> None:
        reading.status = own_status(segment, self.status)
        self.status = reading.status


def holds(phrase: Phrase) -> bool:
    """Whether what is counted is held or dealt in, so that who acts is whose it is."""
    return bool(phrase.metric) and phrase.metric[-1].text.endswith(("股份", "股票", "股权", "流通股"))


def own_dates(tokens: Run) -> list[Token]:
    """The dates of a stretch."""
    return [t for t in tokens if t.sort == "date"]


def is_local(segment: Run, date: Token) -> bool:
    """Whether a date belongs to one number alone: 从一季度的71%降到68%."""
    index = next(i for i, t in enumerate(segment) if t is date)
    return index > 0 and segment[index - 1].text in ("从", "由")


def is_day(token: Token) -> bool:
    """Whether a DATE names a day or less."""
    text = token.text
    return "日" in text or "号" in text or "周" in text or "天" in text or "晚" in text or "昨" in text
