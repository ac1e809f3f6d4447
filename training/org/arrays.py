"""Texts as flat arrays: what the steps hand on to each other. It needs numpy alone, so that a step can run where the library is not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

UNKNOWN = 255  # a label that nobody knows: optional gold, padding
PAD = 4  # characters of padding between documents in one array
FOLDS = 4
IN_TITLE = 1  # what `rules` say of a character in a title, as in cyextract's scorer; no name stands there
Span = tuple[int, int]
_Article = TypeVar("_Article")


def labels(length: int, spans: Iterable[Span], unknown: Iterable[Span] = ()) -> NDArray[np.uint8]:
    """A label a character: outside, begin, inside, end, single; `UNKNOWN` over spans that nobody can tell."""
    found = np.zeros(length, np.uint8)
    for start, end in unknown:
        found[start:end] = UNKNOWN
    for start, end in spans:
        found[start:end] = 2
        found[start] = 1 if end - start > 1 else 4
        if end - start > 1:
            found[end - 1] = 3
    return found


def spans_of(labels: NDArray[np.uint8]) -> Iterator[Span]:
    """The names that labels spell: a begin, an end, and nothing but insides between."""
    begin, last = None, -2
    for at in np.flatnonzero((labels > 0) & (labels < UNKNOWN)).tolist():
        label = labels[at]
        begin = at if label in (1, 4) else begin if at == last + 1 else None
        if label in (3, 4) and begin is not None:
            yield begin, at + 1
            begin = None
        last = at


def share_of(articles: Sequence[_Article], share: float) -> list[_Article]:
    """A share of articles in their order, drawn always alike."""
    return [articles[at] for at in sorted(random.Random(7).sample(range(len(articles)), round(share * len(articles))))]


class Corpus(NamedTuple):
    """Documents end to end in flat arrays, `PAD` empty characters between them."""

    codes: NDArray[np.uint32]
    classes: NDArray[np.uint16]
    rules: NDArray[np.uint8]
    silver: NDArray[np.uint8]  # labels by the rules and LAC, or by gold
    tags: NDArray[np.uint8]  # twice the number of LAC's tag, and 1 where its word goes on
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def join(cls, documents: Iterable[tuple[Sequence[NDArray[Any]], NDArray[np.uint8], NDArray[np.uint8]]]) -> Self:
        """One corpus of documents, each its characters as the scorer sees them, its labels and its tags."""
        parts: list[list[NDArray[Any]]] = [[], [], [], [], []]
        starts, lengths, at = [], [], PAD
        for part, empty in zip(parts, (0, 0, 0, UNKNOWN, UNKNOWN), strict=True):
            part.append(np.full(PAD, empty))
        for characters, silver, tags in documents:
            for part, values, empty in zip(parts, (*characters, silver, tags), (0, 0, 0, UNKNOWN, UNKNOWN), strict=True):
                part += [values, np.full(PAD, empty)]
            starts.append(at)
            lengths.append(len(silver))
            at += len(silver) + PAD
        kinds = (np.uint32, np.uint16, np.uint8, np.uint8, np.uint8)
        arrays = [np.concatenate(part).astype(kind) for part, kind in zip(parts, kinds, strict=True)]
        return cls(*arrays, np.array(starts), np.array(lengths))

    def save(self, path: Path | str) -> None:
        np.savez(path, **self._asdict())

    @classmethod
    def load(cls, path: Path | str) -> Self:
        with np.load(path) as arrays:
            return cls(*(arrays[name] for name in cls._fields))


class Gold(NamedTuple):
    """Annotated articles: `texts.silver` are their labels; the fold of each, and the kind of each character of a name."""

    texts: Corpus
    folds: NDArray[np.uint8]
    kinds: NDArray[np.uint8]

    def save(self, path: Path | str) -> None:
        np.savez(path, folds=self.folds, kinds=self.kinds, **self.texts._asdict())

    @classmethod
    def load(cls, path: Path | str) -> Self:
        with np.load(path) as arrays:
            return cls(Corpus(*(arrays[name] for name in Corpus._fields)), arrays["folds"], arrays["kinds"])

    def span(self, article: int) -> Span:
        """Where an article stands in the arrays."""
        start = int(self.texts.starts[article])
        return start, start + int(self.texts.lengths[article])


class Labels(NamedTuple):
    """What a teacher says of each character of a corpus."""

    names: NDArray[np.uint8]  # [characters, 3]: how likely it begins a name, is inside one, ends one, in 255ths
    kinds: NDArray[np.uint8]  # the likeliest kind of the name that it is likely in, else UNKNOWN

    def likeliest(self) -> NDArray[np.uint8]:
        """The likeliest label of each character."""
        outside = 255 - self.names.sum(1, dtype=np.int16)
        return np.concatenate((outside[:, None], self.names), 1).argmax(1).astype(np.uint8)

    def save(self, path: Path | str) -> None:
        np.savez_compressed(path, **self._asdict())

    @classmethod
    def load(cls, path: Path | str, corpus: Corpus) -> Self:
        """What was said of a corpus.

        Raises:
            ValueError: it was said of another one, so that labels would stand at the wrong characters.
        """
        with np.load(path) as arrays:
            found = cls(*(arrays[name] for name in cls._fields))
        if len(found.names) != len(corpus.codes):
            raise ValueError(f"{path} labels {len(found.names):,} characters, the corpus has {len(corpus.codes):,}: run step 4 on it")
        return found


def certain(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Labels as likelihoods, for `Labels.names`."""
    return np.where(labels[:, None] == np.arange(1, 4, dtype=np.uint8), np.uint8(255), np.uint8(0))
