"""What one number says: the parts of a row, still in view offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.basis import Basis
from cyextract.facts.figures.measure import Measure
from cyextract.facts.figures.phrases import Run
from cyextract.facts.figures.tokens import Token
from cyextract.models import FigureSource, FigureStatus

_new = tuple.__new__
_TAKEN_OVER = frozenset(("figure.subject-carried", "figure.subject-clause-before"))

# These are of whom the number before is, without a quantity: (甲股)涨3%，报5元.
_OF_CHANGE = frozenset(("growth", "change", "gap"))
_OF_THE_SAME = _OF_CHANGE | {"price"}

# Of these the whole is told with the number: what was told before is no more than its neighbour.
_PARTS = frozenset(("figure.share-of", "figure.share-of-before"))


class Part(NamedTuple):
    """A field's span in the view, where it stands, and the rule that tied it."""

    span: Span
    source: FigureSource
    rule: str


class FigureWhy(NamedTuple):
    """The rules behind a row: what told its kind, and why a part of it is None where it is."""

    kind: str
    no_subject: str
    no_period: str
    no_metric: str = "figure.no-metric"
    no_whole: str = "figure.no-whole"


class PeriodPart(NamedTuple):
    """A figure's DATE."""

    token: Token
    source: FigureSource
    rule: str


class Reading:
    """What a number says; `is_figure` is false for a count, which only hands on what it measures.

    Its fields are many and most of them empty: told at once, in half the time that a dataclass takes.
    """

    __slots__ = (
        "basis",
        "compared",
        "dates",
        "head",
        "is_act",
        "is_counted",
        "is_doubted",
        "is_figure",
        "is_item",
        "is_loss",
        "is_macro",
        "is_price",
        "is_rate",
        "is_strong",
        "measure",
        "metric",
        "metrics",
        "no_period",
        "no_subject",
        "owner",
        "period",
        "place",
        "size",
        "status",
        "subject",
        "subjects",
        "thing",
        "token",
        "whole",
    )  # fmt: skip

    token: Token
    measure: Measure
    is_figure: bool
    size: int
    """How many numbers its list has."""
    place: int
    """Which of them it is."""
    status: FigureStatus
    metric: Part | None
    subject: Part | None
    whole: Part | None
    period: PeriodPart | None
    basis: Basis | None
    compared: Basis | None
    """The comparison for the number behind it, whose old value this one is."""
    metrics: Sequence[Span]
    """The items that this and the next numbers of its list measure, by their place."""
    subjects: Sequence[Span]
    dates: Run
    thing: Part | None
    """What is counted or held, where somebody else is the subject."""
    head: Token | None
    """The last word of the subject, where it stands joined to the quantity or opens the clause."""
    owner: Span | None
    """Who does what a verb counts (全国|新设立企业1万家): of whom the quantities behind are, if not of what is counted."""
    is_act: bool
    """Whether the quantity word is a verb."""
    is_item: bool
    """Whether its quantity is told of one of several."""
    is_price: bool
    is_rate: bool
    is_macro: bool
    """Whether the quantity is one of a whole place (国内生产总值, 进出口)."""
    is_loss: bool
    """Whether the quantity is a loss: not of the things that were counted as lost."""
    is_strong: bool
    """Whether the subject is a name."""
    no_subject: str
    """Why it has none, where it has none; so `no_period`."""
    no_period: str
    is_doubted: bool
    """Whether it is of somebody whose name is in doubt: nobody told before is whose it is."""
    is_counted: bool
    """Whether the subject is what a verb before it counts (倒塌房屋5间)."""

    def __init__(self, token: Token, measure: Measure, size: int = 1, *, is_figure: bool) -> None:
        self.token, self.measure, self.size, self.is_figure = token, measure, size, is_figure
        self.place = 0
        self.status = "actual"
        self.no_subject, self.no_period = "figure.no-subject", "figure.no-period"
        self.metric = self.subject = self.whole = self.thing = self.head = self.owner = None
        self.period = self.basis = self.compared = None
        self.metrics = self.subjects = self.dates = ()
        self.is_act = self.is_price = self.is_rate = self.is_macro = self.is_loss = False
        self.is_strong = self.is_doubted = self.is_counted = self.is_item = False

    def continued(self, token: Token) -> Reading:
        """The next number of the list, measured as this one."""
        reading: Reading = object.__new__(Reading)
        for name in Reading.__slots__:
            setattr(reading, name, getattr(self, name))
        reading.token, reading.place = token, self.place + 1
        return reading

    @property
    def sure_subject(self) -> Part | None:
        """The subject, unless it was only taken over for a number that may be of another: one without quantity, whole or comparison.

        So is a part that stands before its whole (其余30%的企业), unless shares are held.
        """
        is_taken = self.subject is not None and self.subject.rule in _TAKEN_OVER
        measure = self.measure
        is_carried = self.subject is not None and self.subject.rule == "figure.subject-carried"
        kinds = _OF_THE_SAME if is_carried else _OF_CHANGE
        told_something = self.metric is not None or self.whole is not None or measure.same or measure.kind in kinds
        is_part_of_other = measure.rule in _PARTS and not measure.held and self.metric is None
        return self.subject if not is_taken or (told_something and not is_part_of_other) else None

    @property
    def why(self) -> FigureWhy:
        """The rules behind its row."""
        return FigureWhy(self.measure.rule, "figure.no-subject-other" if self.subject else self.no_subject, self.no_period)

    @property
    def says_nothing(self) -> bool:
        """Whether it is a percentage that nothing explains."""
        return (
            self.measure.rule == "figure.percent"
            and self.size == 1
            and self.status == "actual"
            and (self.metric, self.subject, self.whole, self.period, self.basis, self.compared, self.thing) == (None,) * 7
        )

    @property
    def ends_list(self) -> bool:
        """Whether it is the last number of its list."""
        return self.place == self.size - 1


def span_of(tokens: Run) -> Span:
    """From the first token to the last."""
    return _new(Span, (tokens[0].start, tokens[-1].end))  # a call of the class takes twice as long
