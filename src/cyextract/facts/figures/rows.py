"""The figures of a document, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.cues import figure_lexicon
from cyextract.facts.figures.periods import is_day
from cyextract.facts.figures.reading import PeriodPart, Reading
from cyextract.facts.figures.remembered import Remembered
from cyextract.facts.figures.sentence import SentenceReader
from cyextract.facts.figures.tokens import Token, Tokenizer
from cyextract.models import Figure, FigureBasis, FigurePart, FigurePeriod, TextSpan
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.date.anchor import NormalizedDate
from cyextract.recognizers.date.fields import DateMeaning
from cyextract.recognizers.date.reference import Reference
from cyextract.text.boundaries import STATEMENT_STOP
from cyextract.text.marks import STATEMENT_MARKS
from cyextract.text.reading_view import SourceText
from cyextract.text.words import Words
from cyextract.unvalidated import made, made_whole

_LONGEST_TITLE = 60
_LONGEST_SENTENCE = 2000  # code points: what follows is read as the next one, and every row of a sentence holds it
LONGEST_PART = 100
"""Code points of the raw text: what a number measures and of whom is no longer; a longer run is more often a clause that was not parted."""
_BULLETIN = re.compile("公报|统计|年报|季报|年度报告|运行情况|决算|执行情况|工作报告|经济形势|经济运行")
_MARK = re.compile("[，,；;。:()]")  # what stands behind it says nothing of the number before
_STOPS = (*STATEMENT_MARKS, "\n")
_FIGURES = frozenset(("MONEY", "PERCENT"))


class Figures(NamedTuple):
    """The figures of a document, and what each was made of."""

    rows: tuple[Figure, ...] = ()
    readings: Sequence[Reading] = ()


class FigureFinder:
    """Finds the figures of documents; what it remembers of words serves all of them."""

    def __init__(self) -> None:
        self._lexicon = figure_lexicon()
        self._remembered = Remembered()

    def find(
        self,
        source: SourceText,
        words: Words,
        mentions: Sequence[Candidate],
        dates: Mapping[int, NormalizedDate | None],
        reference: Reference,
    ) -> Figures:
        """One row for each MONEY and PERCENT mention, in text order.

        Args:
            source: the document.
            words: its words.
            mentions: what won, in text order.
            dates: what each DATE is worth, by its view start.
            reference: the day of publication, as far as it is known.
        """
        numbers = [m for m in mentions if m.type in _FIGURES]
        if not numbers:
            return Figures()
        self._remembered.shrink()
        tokenizer = Tokenizer(source.view, words, mentions, self._lexicon, self._remembered)
        is_ahead, title = _ahead(dates, reference), _title_period(source.view, tokenizer)
        rows: list[Figure] = []
        told: list[Reading] = []
        before: tuple[int, Token | None, Span | None] = 0, None, None
        for sentence, last in _sentences(source.view, mentions, tokenizer.mention_starts, numbers):
            mark = _MARK.search(source.view, last, sentence.end)
            tokens = tokenizer.tokens(sentence.start, sentence.end if mark is None else mark.end())
            date, subject = before[1:] if source.view.find("\n", before[0], sentence.start) < 0 else (None, None)
            reader = SentenceReader(tokens, is_ahead, date, title, subject)
            written = made_whole(TextSpan, _span(source, *_trimmed(source.view, sentence)))
            for reading in reader.read():
                if reading.period is not None:
                    date = reading.period.token
                if reading.subject is not None:
                    subject = reading.subject.span
                if reading.is_figure:
                    rows.append(_row(source, dates, written, reading))
                    told.append(reading)
            before = sentence.end - 1, reader.told.date or date, subject
        return Figures(tuple(rows), told)


def _ahead(dates: Mapping[int, NormalizedDate | None], reference: Reference) -> Callable[[int], bool]:
    """Whether the date that starts at a place begins after the year or the day of publication."""
    if reference.year is None:
        return lambda _: False
    year, day = f"{reference.year:04}", reference.day.isoformat() if reference.day else None

    def is_ahead(start: int) -> bool:
        date = dates.get(start)
        if date is None:
            return False
        first, _, last = date.value.partition("/")
        if not first[:4].isdigit() or first[:4] < year:
            return False
        return (last or first)[:4] > year or (day is not None and len(first) == len(day) and first > day)

    return is_ahead


def _title_period(view: str, tokenizer: Tokenizer) -> Token | None:
    """The DATE of a title that names the period of the whole text: 2012年甲市统计公报."""
    start = next((i for i, letter in enumerate(view) if not letter.isspace()), 0)
    end = view.find("\n", start)
    if not 0 < end - start <= _LONGEST_TITLE or not _BULLETIN.search(view, start, end):
        return None
    dates = [t for t in tokenizer.tokens(start, end) if t.sort == "date"]
    return dates[0] if len(dates) == 1 and not is_day(dates[0]) else None


def _last_stop(view: str, start: int, end: int) -> int:
    """Where the last stop of a stretch is; -1 for none."""
    found = -1
    for mark in _STOPS:  # ten times as fast as a pattern
        at = view.rfind(mark, start, end)
        if at >= 0:
            found, start = at, at + 1
    return found


def _sentences(view: str, mentions: Sequence[Candidate], starts: Sequence[int], numbers: Sequence[Candidate]) -> Iterator[tuple[Span, int]]:
    """The sentences that hold a number, each with the end of its last; no stop inside a mention ends one, its length does."""

    def is_inside(at: int) -> bool:
        index = bisect_left(starts, at + 1) - 1
        return index >= 0 and at < mentions[index].end

    end, index = 0, 0
    while index < len(numbers):
        number = numbers[index]
        start = max(end, number.start - _LONGEST_SENTENCE)
        at = number.start
        while (at := _last_stop(view, start, at)) >= 0:
            if not is_inside(at):
                start = at + 1
                break
        end = max(number.end, min(len(view), start + _LONGEST_SENTENCE))
        for found in STATEMENT_STOP.finditer(view, number.end, end):
            if not is_inside(found.start()):
                end = found.end()
                break
        while index < len(numbers) and numbers[index].start < end:
            index += 1
        yield Span(start, end), numbers[index - 1].end


def _row(source: SourceText, dates: Mapping[int, NormalizedDate | None], sentence: TextSpan, reading: Reading) -> Figure:
    token, measure = reading.token, reading.measure
    start, end = source.raw_span(token.start, token.end)
    row: dict[str, object] = {
        "start": start, "end": end, "kind": measure.kind, "direction": measure.direction, "status": reading.status, "sentence": sentence,
    }  # fmt: skip
    for name, part in (("metric", reading.metric), ("subject", reading.sure_subject), ("whole", reading.whole)):
        if part is not None and (found := _short(source, part.span)) is not None:
            found["source"], found["rule"] = part.source, part.rule
            row[name] = made_whole(FigurePart, found)
    if reading.period is not None:
        row["period"] = _period(source, dates, reading.period)
    if reading.basis is not None and (basis := _short(source, reading.basis.span)) is not None:
        basis["type"] = reading.basis.type
        row["basis"] = made_whole(FigureBasis, basis)
    return made(Figure, row)


def _trimmed(view: str, span: Span) -> Span:
    start, end = span
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _span(source: SourceText, start: int, end: int) -> dict[str, object]:
    start, end = source.raw_span(start, end)
    return {"text": source.raw[start:end], "start": start, "end": end}


def _short(source: SourceText, span: Span) -> dict[str, object] | None:
    start, end = source.raw_span(*span)
    return {"text": source.raw[start:end], "start": start, "end": end} if end - start <= LONGEST_PART else None


def _period(source: SourceText, dates: Mapping[int, NormalizedDate | None], part: PeriodPart) -> FigurePeriod | None:
    token = part.token
    value = dates.get(token.start)
    meaning = token.mention.meaning if token.mention else None
    if value is None or value.granularity == "vague" or not isinstance(meaning, DateMeaning):
        return None
    found = _span(source, token.start, token.end)
    found["source"], found["rule"], found["value"], found["mod"] = part.source, part.rule, value.value, meaning.mod
    return made_whole(FigurePeriod, found)
