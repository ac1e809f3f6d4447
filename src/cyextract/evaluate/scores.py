"""What scoring yields: counts, rates, intervals and disagreements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cyextract.evaluate.gold_documents import Annotation, LayerEntry

ALL = "all"  # the name of the sum over types, in summaries and among intervals


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits, spurious predictions and misses, with the rates made of them."""

    hits: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Hits among the predictions."""
        return self.hits / (self.hits + self.spurious) if self.hits else 0.0

    @property
    def recall(self) -> float:
        """Hits among the gold mentions."""
        return self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to count, so that no rate means anything."""
        return not self.hits and not self.spurious and not self.missed

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / (2 * self.hits + self.spurious + self.missed) if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """How one type fared. Of `strict.hits` gold states the value of `value_stated`, of which `value_right` are right; so of attributes."""

    strict: Counts = Counts()
    relaxed: Counts = Counts()
    facts: Counts = Counts()
    value_stated: int = 0
    value_right: int = 0
    attribute_stated: int = 0
    attribute_right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.strict + other.strict,
            self.relaxed + other.relaxed,
            self.facts + other.facts,
            self.value_stated + other.value_stated,
            self.value_right + other.value_right,
            self.attribute_stated + other.attribute_stated,
            self.attribute_right + other.attribute_right,
        )

    @property
    def value(self) -> float | None:
        """Share of the strict hits with the right value, where gold states one."""
        return self.value_right / self.value_stated if self.value_stated else None

    @property
    def attribute(self) -> float | None:
        """Share of the strict hits with the right `mod`, `kind` or `category`, where gold states one."""
        return self.attribute_right / self.attribute_stated if self.attribute_stated else None

    def measures(self) -> dict[str, Counts]:
        """The three ways of matching, by name."""
        return {"strict": self.strict, "relaxed": self.relaxed, "facts": self.facts}


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement under strict matching; `gold` or `predicted` is `None` where there is none."""

    kind: Literal["missed", "spurious", "value", "attribute"]
    document_id: str
    type: str
    gold: Annotation | None
    predicted: Annotation | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by type, their sum, and every disagreement in the order of types, documents and text."""

    by_type: Mapping[str, Score]
    total: Score
    differences: tuple[Difference, ...]
    documents: int
    unanswered: tuple[str, ...]
    """Ids of gold documents without a prediction; their mentions count as missed."""
    by_document: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)
    """For each type the score of every document, in the order of gold, which is what the bootstrap draws from."""


@dataclass(frozen=True, slots=True)
class LayerDifference:
    """One disagreement about an agreement; `gold` or `predicted` is `None` where there is none."""

    kind: Literal["missed", "spurious", "date", "parties"]
    document_id: str
    gold: LayerEntry | None
    predicted: LayerEntry | None


@dataclass(frozen=True, slots=True)
class LayerScore:
    """How the layers fared; `dates_right` and `parties_right` count among `agreements.hits`."""

    agreements: Counts = field(default_factory=Counts)
    dates_right: int = 0
    parties_right: int = 0
    aliases: Counts = field(default_factory=Counts)
    differences: tuple[LayerDifference, ...] = field(default=(), compare=False)

    def __add__(self, other: LayerScore) -> LayerScore:
        return LayerScore(
            self.agreements + other.agreements,
            self.dates_right + other.dates_right,
            self.parties_right + other.parties_right,
            self.aliases + other.aliases,
            self.differences + other.differences,
        )

    @property
    def dates(self) -> float | None:
        """Share of the hits with the right date."""
        return self.dates_right / self.agreements.hits if self.agreements.hits else None

    @property
    def parties(self) -> float | None:
        """Share of the hits with the right set of parties."""
        return self.parties_right / self.agreements.hits if self.agreements.hits else None


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of a rate, both ends inclusive."""

    low: float
    high: float


Intervals = Mapping[str, Interval | None]
"""Interval by rate: `precision`, `recall`, `f1` (strict), `relaxed_f1`, `facts_f1`, `value`, `attribute`; `None` where no two resamples
have the rate, or there are fewer than two documents."""
