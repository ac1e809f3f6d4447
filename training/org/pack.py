"""Step 8: the file that ships: `python pack.py scorer.npz kinds.npz -o rules/lexicon/org/scorer.npz`.

It names the version of its layout and the fingerprint of the rules and lists that it was made with: what the rules find in the examples of
the tables. A test compares it with the rules as they are; where they differ, the steps are run again. The order of all
commands, steps 4 and 5 for each of the folds 0 to 3 and for all gold, stands in `training/README.md`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
from articles import Reader

from cyextract.lexicon.table import read_table
from cyextract.ruleset.examples import parse_example

VERSION = 2
TABLES = ("org/example.tsv", "org/row_example.tsv")
WRITTEN = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is made


def fingerprint() -> str:
    """What the rules find in the examples of the tables, and the lists' rows, as a digest."""
    reader, digest = Reader(), hashlib.sha256()
    for table in TABLES:
        for _, *texts in read_table(table, 2, has_more=True):
            for text in texts:
                ruled = reader.read(parse_example(text).text).ruled
                digest.update(repr([name[:4] for name in ruled]).encode())
    digest.update(repr(reader.lists()).encode())
    return digest.hexdigest()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("scorer")
    arguments.add_argument("kinds")
    arguments.add_argument("-o", "--out", required=True, type=Path)
    given = arguments.parse_args()
    arrays = {
        "weights": np.load(given.scorer)["weights"],
        "kinds": np.load(given.kinds)["kinds"],
        "version": np.array(VERSION),
        "fingerprint": np.array(fingerprint()),
    }
    with zipfile.ZipFile(given.out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, array in arrays.items():
            stream = io.BytesIO()
            np.save(stream, array, allow_pickle=False)
            out.writestr(zipfile.ZipInfo(f"{name}.npy", WRITTEN), stream.getvalue(), zipfile.ZIP_DEFLATED)
    print(f"{given.out.stat().st_size:,} bytes, fingerprint {arrays['fingerprint']}")


if __name__ == "__main__":
    main()
