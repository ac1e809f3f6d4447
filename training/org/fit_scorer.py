"""Step 5: the linear scorer, fitted on what the teacher says and then on gold.

    python fit_scorer.py corpus.npz labels-K.npz gold.npz --fold K -o scorer-K.npz      # K = 0..3: for out-of-fold scores
    python fit_scorer.py corpus.npz labels.npz gold.npz -o scorer.npz                   # on all gold: what is shipped

Softmax regression over the rows that a character looks up, with Adagrad; the weights are differences to the label outside. They are
rounded to signed bytes. What the teacher says is likelihoods, not labels: where it is in doubt the scorer is to be as well.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence

import numpy as np
from arrays import PAD, UNKNOWN, Corpus, Gold, Labels, certain, share_of
from numba import njit

from cyextract.recognizers.org.scorer import CELLS, CLASS_VALUES, LINE_END, NO_TEXT, UNIT, Characters, lookups

STRETCH = 200_000  # characters whose cells are looked up at once
NOWHERE = 7  # a cell that no character looks up
RULES = 2  # lookups, the last ones, that rest on rules
HIDDEN = 0.3  # share of documents whose rules are hidden, so that the scorer does not just copy them
SURE = 0.01  # characters that are already right to this are passed over
SAVED = ("codes", "classes", "rules")
CLASS_OF = np.full(int(CLASS_VALUES.max()) + 1, NO_TEXT, np.uint8)  # by what it stands for
CLASS_OF[CLASS_VALUES[CLASS_VALUES > 0]] = np.flatnonzero(CLASS_VALUES)


@njit(cache=True)
def learn(rows, wanted, known, weights, squares, rate):
    """One pass over characters.

    Args:
        rows: `[n, lookups]`.
        wanted: how likely the labels but outside are, `[n, 3]`, in 255ths.
        known: which characters count.
        weights, squares: `[rows, 3]`, and the sums of their squared gradients.
    """
    scores, gradient = np.zeros(4, np.float32), np.zeros(4, np.float32)
    for at in range(len(rows)):
        if not known[at]:
            continue
        scores[:] = 0
        for row in rows[at]:
            for j in range(3):
                scores[j + 1] += weights[row, j]
        top = scores.max()
        total = np.float32(0)
        for j in range(4):
            gradient[j] = np.exp(scores[j] - top)
            total += gradient[j]
        worst = np.float32(0)
        for j in range(4):
            gradient[j] /= total
            if j:
                gradient[j] -= wanted[at, j - 1] / np.float32(255)
                worst = max(worst, abs(gradient[j]))
        if worst < SURE:
            continue
        for row in rows[at]:
            if row == NOWHERE:
                continue
            for j in range(3):
                g = gradient[j + 1]
                squares[row, j] += g * g
                weights[row, j] -= rate * g / np.sqrt(squares[row, j] + np.float32(1e-2))


def as_text(codes: np.ndarray, classes: np.ndarray, rules: np.ndarray) -> Characters:
    """Flat arrays of a text as the scorer takes it."""
    ends = codes == ord("\n")
    return Characters(
        codes.astype("<u4").tobytes().decode("utf-32-le"),
        np.where(ends, LINE_END, CLASS_OF[classes]).astype(np.uint8).tobytes(),
        np.where(ends, LINE_END, rules).astype(np.uint8).tobytes(),
    )


def stretches(corpus: Corpus, order: Sequence[int], chance: random.Random) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Documents in the order given, some at once: the rows of their characters, and where these stand."""
    chosen: list[int] = []
    length = 0
    for at in (*order, -1):
        if at >= 0:
            chosen.append(at)
            length += int(corpus.lengths[at]) + 2 * PAD
        if chosen and (length >= STRETCH or at < 0):
            spans = [(int(corpus.starts[i]) - PAD, int(corpus.starts[i] + corpus.lengths[i]) + PAD) for i in chosen]
            codes, classes, rules = (np.concatenate([getattr(corpus, name)[s:e] for s, e in spans]) for name in SAVED)
            rows = np.ascontiguousarray(lookups(as_text(codes, classes, rules)).T)
            start = 0
            for s, e in spans:
                if chance.random() < HIDDEN:
                    rows[start : start + e - s, -RULES:] = NOWHERE
                start += e - s
            yield rows, np.concatenate([np.arange(s, e) for s, e in spans])
            chosen, length = [], 0


def fit(
    corpus: Corpus, wanted: np.ndarray, documents: Sequence[int], weights: np.ndarray, *, epochs: int, prior: float, rate: float = 0.1
) -> None:
    squares = np.full_like(weights, prior)
    began = time.time()
    for epoch in range(epochs):
        chance = random.Random(epoch)
        order = list(documents)
        chance.shuffle(order)
        for rows, at in stretches(corpus, order, chance):
            learn(rows, wanted[at], corpus.silver[at] != UNKNOWN, weights, squares, np.float32(rate))
        print(f"epoch {epoch + 1}/{epochs} {time.time() - began:.0f}s", flush=True)


def rounded(weights: np.ndarray) -> np.ndarray:
    """Weights as signed bytes, `UNIT` for 1; what is greater than a byte holds is cut off."""
    whole = np.round(weights * UNIT)
    cut = np.mean(np.abs(whole[weights != 0]) > 127)
    print(f"{np.count_nonzero(whole.any(1))} of {len(whole)} cells in use, {cut:.4%} of the weights cut off")
    return np.clip(whole, -127, 127).astype(np.int8)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus")
    arguments.add_argument("labels")
    arguments.add_argument("gold")
    arguments.add_argument("--fold", type=int)
    arguments.add_argument("--epochs", type=int, nargs=2, default=(2, 4), help="over the corpus, and over gold")
    arguments.add_argument("--share", type=float, default=1.0, help="of the gold to fit on: for a learning curve")
    arguments.add_argument("-o", "--out", required=True)
    given = arguments.parse_args()
    corpus, gold = Corpus.load(given.corpus), Gold.load(given.gold)
    weights = np.zeros((CELLS, 3), np.float32)
    fit(corpus, Labels.load(given.labels, corpus).names, range(len(corpus.lengths)), weights, epochs=given.epochs[0], prior=0.0)
    chosen = share_of(np.flatnonzero(gold.folds != (UNKNOWN if given.fold is None else given.fold)).tolist(), given.share)
    fit(gold.texts, certain(gold.texts.silver), chosen, weights, epochs=given.epochs[1], prior=0.5)
    np.savez_compressed(given.out, weights=rounded(weights))


if __name__ == "__main__":
    main()
