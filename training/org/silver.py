"""Step 2: what the product's rules and LAC say of the unlabelled texts, in flat arrays.

    python silver.py TEXTS.jsonl.gz TAGS.jsonl... -o corpus.npz

A name of the rules counts where there is one, LAC's elsewhere. Documents that LAC did not read (those that share text with gold) are
left out.
"""

from __future__ import annotations

import argparse
import gzip
import json

import numpy as np
from arrays import UNKNOWN, Corpus, labels
from articles import Reader

from cyextract.errors import InputError


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("texts")
    arguments.add_argument("tags", nargs="+")
    arguments.add_argument("-o", "--out", required=True)
    given = arguments.parse_args()
    tagged = {}
    for path in given.tags:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                tagged[row["k"]] = row["tags"]
    numbers: dict[str, int] = {}
    reader, documents, other = Reader(), [], 0
    with gzip.open(given.texts, "rt", encoding="utf-8") as lines:
        for k, line in enumerate(lines):
            if k not in tagged:
                continue
            try:
                reading = reader.read(json.loads(line)["text"])
            except InputError:
                continue
            n = len(reading.source.view)
            words = [(at, end, tag) for (at, tag), end in zip(tagged[k], [*(at for at, _ in tagged[k][1:]), n], strict=True)]
            if words and words[-1][0] >= n:
                other += 1
                continue
            tags = np.full(n, UNKNOWN, np.uint8)
            for start, end, tag in words:
                number = 2 * numbers.setdefault(tag, len(numbers))
                tags[start:end], tags[start] = number + 1, number
            characters = reading.arrays()
            taken = characters[2] > 0
            ours = [(name.start, name.end) for name in reading.ruled]
            theirs = [(s, e) for s, e, tag in words if tag == "ORG" and e - s > 1 and not taken[s:e].any()]
            documents.append((characters, labels(n, [*ours, *theirs]), tags))
            if len(documents) % 5000 == 0:
                print(len(documents), flush=True)
    corpus = Corpus.join(documents)
    corpus.save(given.out)
    print(len(documents), "documents,", int(corpus.lengths.sum()), "characters,", other, "read otherwise; tags", numbers)


if __name__ == "__main__":
    main()
