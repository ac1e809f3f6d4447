"""Step 3: the gold as the teacher reads it, in flat arrays: `python gold.py GOLD.jsonl... -o gold.npz`."""

from __future__ import annotations

import argparse

import numpy as np
from arrays import UNKNOWN, Corpus, Gold
from articles import gold_labels, read_gold

from cyextract.recognizers.org.kind import KINDS


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", nargs="+")
    arguments.add_argument("-o", "--out", required=True)
    given = arguments.parse_args()
    articles = read_gold(given.gold)
    unknown = [np.full(len(a.reading.source.view), UNKNOWN, np.uint8) for a in articles]
    texts = Corpus.join((a.reading.arrays(), gold_labels(a), u) for a, u in zip(articles, unknown, strict=True))
    kinds = np.full(len(texts.codes), UNKNOWN, np.uint8)
    for article, start in zip(articles, texts.starts, strict=True):
        for span, kind in article.kinds.items():
            kinds[start + span[0] : start + span[1]] = KINDS.index(kind)
    Gold(texts, np.array([a.fold for a in articles], np.uint8), kinds).save(given.out)
    print(len(articles), "articles,", int(texts.lengths.sum()), "characters")


if __name__ == "__main__":
    main()
