"""Articles as the scorer sees them: what the product reads of a text, and gold spans in the offsets of the reading view."""

from __future__ import annotations

import json
import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cyextract.recognizers.org import OrgRecognizer
from cyextract.recognizers.org.lexicon import load_lexicon, read_vocabulary
from cyextract.recognizers.org.places import PlacedName
from cyextract.recognizers.org.scorer import Characters, read_characters
from cyextract.recognizers.org.tagged_text import TaggedText
from cyextract.recognizers.title import find_titles
from cyextract.text.reading_view import SourceText, reading_view
from cyextract.text.segmenters import make_segmenter
from cyextract.text.words import Words

FOLDS = 4
UNKNOWN = 255  # a label that nobody knows: optional gold, padding
PAD = 4  # characters of padding between documents in one array
Span = tuple[int, int]


class Reading(NamedTuple):
    """A text as the scorer sees it."""

    source: SourceText
    text: TaggedText
    titles: list[Span]
    ruled: Sequence[PlacedName]
    characters: Characters


class Article(NamedTuple):
    """One gold article. `right` must be found, what overlaps `either` counts neither way; both in view offsets."""

    id: str
    genre: str
    reading: Reading
    right: frozenset[Span]
    either: frozenset[Span]
    kinds: dict[Span, str]

    @property
    def fold(self) -> int:
        """Which quarter of the gold it is in: the number in its id modulo 4; 0 are the articles for checking."""
        return fold_of(self.id)


def fold_of(id: str) -> int:
    """The fold of an article by the number in its id."""
    digits = "".join(c for c in id if c.isdigit())
    return int(digits) % FOLDS if digits else FOLDS


class Reader:
    """Reads texts as the product does."""

    def __init__(self) -> None:
        self._segmenter = make_segmenter("rjieba", lambda: read_vocabulary(()))
        self._recognizer = OrgRecognizer(self._segmenter, org_model=None)

    def read(self, raw: str) -> Reading:
        """What the product sees of a text."""
        source = reading_view(raw)
        words = Words(source.view, self._segmenter, in_whole=True)
        titles = [(t.start, t.end) for t in find_titles(source)]
        text, ruled = self._recognizer.find_ruled(source.view, words, titles)
        return Reading(source, text, titles, ruled, read_characters(source.view, text, ruled, titles))

    def lists(self) -> list[tuple[str, str]]:
        """Every listed word and its class, in order."""
        return sorted(load_lexicon().classes.items())

    def article(self, gold: dict[str, Any]) -> Article:
        reading = self.read(gold["text"])
        source = reading.source
        offsets = [source.raw_span(at, at + 1)[0] for at in range(len(source.view))]
        right, either, kinds = set(), set(), {}
        for mention in gold["mentions"]:
            if mention["type"] == "ORG":
                span = bisect_left(offsets, mention["start"]), bisect_left(offsets, mention["end"])
                (either if mention.get("optional") else right).add(span)
                kinds[span] = mention.get("kind", "other")
        return Article(str(gold["id"]), gold.get("genre", ""), reading, frozenset(right), frozenset(either), kinds)


def read_gold(paths: Iterable[Path | str], reader: Reader | None = None) -> list[Article]:
    """The articles of JSONL files."""
    reader = reader or Reader()
    return [reader.article(row) for path in paths for row in read_rows(path)]


def share_of(articles: Sequence[Article], share: float) -> list[Article]:
    """A share of articles, drawn always alike; all of them in their order where it is 1."""
    if share >= 1:
        return list(articles)
    drawn = random.Random(7).sample(articles, round(share * len(articles)))
    return sorted(drawn, key=lambda article: article.id)


def read_rows(path: Path | str) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


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


def gold_labels(article: Article) -> NDArray[np.uint8]:
    return labels(len(article.reading.source.view), article.right, article.either)


class Corpus(NamedTuple):
    """Documents end to end in flat arrays, `PAD` empty characters between them."""

    codes: NDArray[np.uint32]
    classes: NDArray[np.uint16]
    rules: NDArray[np.uint8]
    silver: NDArray[np.uint8]  # labels by the rules and LAC
    tags: NDArray[np.uint8]  # twice the number of LAC's tag, and 1 where its word goes on
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def join(cls, documents: Sequence[tuple[Characters, NDArray[np.uint8], NDArray[np.uint8]]]) -> Corpus:
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
    def load(cls, path: Path | str) -> Corpus:
        with np.load(path) as arrays:
            return cls(*(arrays[name] for name in cls._fields))
