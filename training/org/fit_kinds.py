"""Step 7: the kinds of names that no list and no head tells.

    python fit_kinds.py corpus.npz labels-K.npz GOLD.jsonl... --fold K -o kinds-K.npz      # for figures out of fold
    python fit_kinds.py corpus.npz labels.npz GOLD.jsonl... -o kinds.npz                   # what is shipped

Softmax regression over the rows of names: those of gold, and those that the teacher sees in every fourth (`--every`) of the unlabelled
texts, by the kinds that it gives them. With a fold, the share of right kinds among its names that no rule has is printed.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from arrays import FOLDS, UNKNOWN, Corpus, Labels, Span, spans_of
from articles import Article, read_gold
from numba import njit

from cyextract.recognizers.org.kind import KINDS, kind_rows
from cyextract.recognizers.org.scorer import FIRST_RULE
from cyextract.recognizers.org.tagged_text import TaggedText

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


def of_corpus(corpus: Corpus, labels: Labels, every: int) -> Iterator[Example]:
    """The names that the teacher sees in some of the texts."""
    likeliest = labels.likeliest()
    for at in range(0, len(corpus.starts), every):
        here = slice(int(corpus.starts[at]), int(corpus.starts[at] + corpus.lengths[at]))
        kinds, ruled = labels.kinds[here], corpus.rules[here] >= FIRST_RULE
        view, text = read_back(corpus, here)
        by_name: dict[str, list[Span]] = defaultdict(list)
        for span in spans_of(likeliest[here]):
            if kinds[span[0]] != UNKNOWN:
                by_name[view[slice(*span)]].append(span)
        told = {name: Counter(int(kinds[start]) for start, _ in places).most_common(1)[0][0] for name, places in by_name.items()}
        by_rule = {name: any(ruled[start] for start, _ in places) for name, places in by_name.items()}
        near = {KINDS[told[name]] for name, is_ruled in by_rule.items() if is_ruled}
        for name, places in by_name.items():
            yield Example(FOLDS, np.array(kind_rows(view, text, places, near, SIZE)), told[name], by_rule[name])


def read_back(corpus: Corpus, here: slice) -> tuple[str, TaggedText]:
    """A text of the corpus, its words and their classes."""
    view = corpus.codes[here].astype("<u4").tobytes().decode("utf-32-le")
    classes = corpus.classes[here]
    starts = np.flatnonzero(classes % 4 < 2)
    edges = [*starts.tolist(), len(view)]
    words = [view[start:end] for start, end in pairwise(edges)]
    return view, TaggedText(words, {}, "".join(map(chr, (classes[starts] // 4).tolist())), edges)


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
    arguments.add_argument("corpus")
    arguments.add_argument("labels")
    arguments.add_argument("gold", nargs="+")
    arguments.add_argument("--fold", type=int)
    arguments.add_argument("--every", type=int, default=4, help="which of the unlabelled texts are read")
    arguments.add_argument("-o", "--out", required=True)
    given = arguments.parse_args()
    gold = [example for article in read_gold(given.gold) for example in of_article(article)]
    corpus = Corpus.load(given.corpus)
    seen = list(of_corpus(corpus, Labels.load(given.labels, corpus), given.every))
    print(len(gold), "names of gold,", len(seen), "of the teacher")
    weights = fit([*seen, *(example for example in gold if example.fold != given.fold)])
    held = [example for example in gold if example.fold == given.fold and not example.is_ruled]
    if held:
        right = [int(weights[example.rows].sum(0, dtype=np.int32).argmax()) == example.kind for example in held]
        print(f"right kinds among {len(held)} names without a rule: {np.mean(right):.3f}")
    np.savez_compressed(given.out, kinds=weights)


if __name__ == "__main__":
    main()
