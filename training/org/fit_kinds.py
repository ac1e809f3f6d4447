"""Step 6: the kinds of names that no list and no head tells.

    python fit_kinds.py TEXTS.jsonl.gz GOLD.jsonl... -o kinds.npz

Softmax regression over the rows of names: those of gold, and those that the rules find in every fourth (`--every`) of the unlabelled texts,
by the kinds of the lists and heads. What is printed is the share of right kinds among gold names that no rule has, each by weights that
were fitted without its fold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from typing import NamedTuple

import numpy as np
from articles import FOLDS, Article, Reader, Reading, Span, read_gold
from numba import njit

from cyextract.errors import InputError
from cyextract.recognizers.org.kind import KINDS, kind_rows

SIZE = 1 << 13
UNIT = 16
GOLD_WEIGHT = 4
EPOCHS = 4


class Example(NamedTuple):
    fold: int
    rows: np.ndarray
    kind: int
    is_ruled: bool


@njit(cache=True)
def learn(rows, kind, weights, squares, rate, share):
    scores = np.zeros(weights.shape[1], np.float32)
    for row in rows:
        scores += weights[row]
    scores = np.exp(scores - scores.max())
    scores /= scores.sum()
    scores[kind] -= 1
    for row in rows:
        for j in range(len(scores)):
            g = scores[j] * share
            squares[row, j] += g * g
            weights[row, j] -= rate * g / np.sqrt(squares[row, j] + np.float32(1e-2))


def of_article(article: Article) -> list[Example]:
    """The names of gold."""
    by_name: dict[str, list[Span]] = defaultdict(list)
    for span in sorted(article.right):
        by_name[article.reading.source.view[span[0] : span[1]]].append(span)
    ruled = {name[:2] for name in article.reading.ruled}
    near = {name.kind for name in article.reading.ruled}
    found = []
    for places in by_name.values():
        rows = kind_rows(article.reading.source.view, article.reading.text, places, near, SIZE)
        found.append(Example(article.fold, np.array(rows), KINDS.index(article.kinds[places[0]]), bool(ruled & set(places))))
    return found


def of_reading(reading: Reading) -> list[Example]:
    """The names of the rules."""
    by_name: dict[str, list] = defaultdict(list)
    for name in reading.ruled:
        by_name[reading.source.view[name.start : name.end]].append(name)
    near = {name.kind for name in reading.ruled}
    found = []
    for names in by_name.values():
        rows = kind_rows(reading.source.view, reading.text, [name[:2] for name in names], near, SIZE)
        found.append(Example(FOLDS, np.array(rows), KINDS.index(names[0].kind), True))
    return found


def fit(examples: list[Example]) -> np.ndarray:
    weights = np.zeros((SIZE, len(KINDS)), np.float32)
    squares = np.zeros_like(weights)
    for epoch in range(EPOCHS):
        order = list(range(len(examples)))
        random.Random(epoch).shuffle(order)
        for at in order:
            fold, rows, kind, _ = examples[at]
            learn(rows, kind, weights, squares, np.float32(0.1), np.float32(1 if fold == FOLDS else GOLD_WEIGHT))
    return np.clip(np.round(weights * UNIT), -127, 127).astype(np.int8)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("texts")
    arguments.add_argument("gold", nargs="+")
    arguments.add_argument("--every", type=int, default=4, help="which of the unlabelled texts are read")
    arguments.add_argument("-o", "--out", required=True)
    given = arguments.parse_args()
    gold = [example for article in read_gold(given.gold) for example in of_article(article)]
    reader, silver = Reader(), []
    with gzip.open(given.texts, "rt", encoding="utf-8") as lines:
        for k, line in enumerate(lines):
            if k % given.every == 0:
                try:
                    silver += of_reading(reader.read(json.loads(line)["text"]))
                except InputError:
                    continue
    print(len(gold), "names of gold,", len(silver), "of the rules")
    right = total = 0
    for fold in range(FOLDS):
        weights = fit([*silver, *(example for example in gold if example.fold != fold)])
        for example in gold:
            if example.fold == fold and not example.is_ruled:
                total += 1
                right += int(weights[example.rows].sum(0, dtype=np.int32).argmax()) == example.kind
    print(f"right kinds among {total} names without a rule: {right / max(1, total):.3f}")
    np.savez_compressed(given.out, kinds=fit([*silver, *gold]))


if __name__ == "__main__":
    main()
