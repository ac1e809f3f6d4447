"""Articles as the scorer sees them: what the product reads of a text, and gold spans in the offsets of the reading view."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from arrays import FOLDS, Span, labels
from numpy.typing import NDArray

from cyextract.recognizers.org import OrgRecognizer
from cyextract.recognizers.org.lexicon import load_lexicon, read_vocabulary
from cyextract.recognizers.org.places import PlacedName
from cyextract.recognizers.org.scorer import CLASS_VALUES, LINE_END, NO_RULE, Characters, read_characters
from cyextract.recognizers.org.tagged_text import TaggedText
from cyextract.recognizers.title import find_titles
from cyextract.text.reading_view import SourceText, reading_view
from cyextract.text.segmenters import make_segmenter
from cyextract.text.words import Words


class Reading(NamedTuple):
    """A text as the scorer sees it."""

    source: SourceText
    text: TaggedText
    titles: list[Span]
    ruled: Sequence[PlacedName]
    characters: Characters

    def arrays(self) -> tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.uint8]]:
        """Code points, classes and rules; line ends have the classes of their words, and no rule."""
        rules = np.frombuffer(self.characters.rules, np.uint8)
        return (
            np.frombuffer(self.source.view.encode("utf-32-le"), np.uint32),
            CLASS_VALUES.take(np.frombuffer(self.text.outline, np.uint8)),
            np.where(rules == LINE_END, np.uint8(NO_RULE), rules),
        )


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


def read_rows(path: Path | str) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def gold_labels(article: Article) -> NDArray[np.uint8]:
    return labels(len(article.reading.source.view), article.right, article.either)
