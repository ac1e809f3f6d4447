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

_TAKEN_OVER = frozenset(("figure.subject-carried", "figure.subject-clause-before"))

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

    What most numbers do not say is left to the class: a tenth of the time that a dataclass takes to say it for each.
    """

    status: FigureStatus = "actual"
    metric: Part | None = None
    subject: Part | None = None
    whole: Part | None = None
    period: PeriodPart | None = None
    basis: Basis | None = None
    compared: Basis | None = None
    """The comparison for the number behind it, whose old value this one is."""
    metrics: Sequence[Span] = ()
    """The items that this and the next numbers of its list measure, by their place."""
    subjects: Sequence[Span] = ()
    dates: Run = ()
    place: int = 0
    """Which of the numbers of its list it is."""
    thing: Part | None = None
    """What is counted or held, where somebody else is the subject."""
    is_act: bool = False
    """Whether the quantity word is a verb."""
    is_price: bool = False
    is_rate: bool = False
    is_macro: bool = False
    """Whether the quantity is one of a whole place (国内生产总值, 进出口)."""
    is_loss: bool = False
    """Whether the quantity is a loss: not of the things that were counted as lost."""
    is_strong: bool = False
    """Whether the subject is a name."""
    no_subject: str = "figure.no-subject"
    """Why it has none, where it has none; so `no_period`."""
    no_period: str = "figure.no-period"
    is_doubted: bool = False
    """Whether it is of somebody whose name is in doubt: nobody told before is whose it is."""
    is_counted: bool = False
    """Whether the subject is what a verb before it counts (倒塌房屋5间)."""

    def __init__(self, token: Token, measure: Measure, size: int = 1, *, is_figure: bool) -> None:
        self.token, self.measure, self.is_figure = token, measure, is_figure
        self.size = size
        """How many numbers its list has."""

    def continued(self, token: Token) -> Reading:
        """The next number of the list, measured as this one."""
        reading: Reading = object.__new__(Reading)
        reading.__dict__.update(self.__dict__)
        reading.token, reading.place = token, self.place + 1
        return reading

    @property
    def sure_subject(self) -> Part | None:
        """The subject, unless it was only taken over for a number that may be of another: one without quantity, whole or comparison.

        So is a part that stands before its whole (其余30%的企业), unless shares are held.
        """
        is_taken = self.subject is not None and self.subject.rule in _TAKEN_OVER
        measure = self.measure
        told_something = self.metric is not None or self.whole is not None or measure.same or measure.kind in ("growth", "change", "gap")
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
    return Span(tokens[0].start, tokens[-1].end)
