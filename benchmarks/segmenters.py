"""What each segmenter gives the organisation recogniser: F1 on gold, and speed beside the default.

    python benchmarks/segmenters.py [GOLD] [--model-dir DIR] [--kb N] [--repeat N] [--json]

GOLD is as for `accuracy.py`; by default the seed articles. `--model-dir` is the folder of a spacy-pkuseg model. Without it a stand-in is
trained here, in half a minute, on 155 sentences that rjieba cut: it shows that pkuseg works and how fast, not how good a real model is.
Segmenters take turns, so that a busy machine slows all of them alike; times are medians. 1 KB is 1000 bytes of UTF-8.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from rich.table import Table

from cyextract import Extractor
from cyextract.evaluate import GoldDocument, annotate, load_gold, score
from cyextract.text.segmenters import SEGMENTERS, make_segmenter
from machine import describe_machine, format_machine, open_console

ROOT = Path(__file__).parent.parent
SENTENCES = ROOT / "tests" / "data" / "agreement_sentences.jsonl"
DEFAULT = SEGMENTERS[0]
STAND_IN = "pkuseg (stand-in)"
TRAINING_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One segmenter: how good ORG is with it and how fast; ratios are times over the default's in the same turn."""

    segmenter: str
    precision: float
    recall: float
    strict_f1: float
    relaxed_f1: float
    cut_kb_per_second: float
    cut_ratio: float
    org_kb_per_second: float
    org_ratio: float


@contextlib.contextmanager
def choose_segmenters(model_dir: Path | None) -> Iterator[dict[str, dict[str, object]]]:
    """The settings of an extractor by name in the table; pkuseg where it is installed."""
    chosen: dict[str, dict[str, object]] = {name: {"segmenter": name} for name in SEGMENTERS if name != "pkuseg"}
    with tempfile.TemporaryDirectory() as folder:
        if model_dir is not None:
            chosen["pkuseg"] = {"segmenter": "pkuseg", "model_dir": model_dir}
        elif find_spec("spacy_pkuseg"):
            chosen[STAND_IN] = {"segmenter": "pkuseg", "model_dir": train_stand_in(Path(folder))}
        yield chosen


def train_stand_in(folder: Path) -> Path:
    """A pkuseg model of the sentences in the tests, as rjieba cuts them."""
    import spacy_pkuseg

    cut = make_segmenter(DEFAULT).cut
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    lines = [" ".join(word for word in cut(text) if not word.isspace()) for text in texts]
    training = folder / "training.txt"
    training.write_text("\n".join(lines), encoding="utf-8")
    with open(folder / "log.txt", "w", encoding="utf-8") as log, contextlib.redirect_stdout(log):
        spacy_pkuseg.train(str(training), str(training), str(folder / "model"), train_iter=TRAINING_ROUNDS)
    return folder / "model"


def measure(chosen: Mapping[str, Mapping[str, object]], gold: Sequence[GoldDocument], kilobytes: int, repeat: int) -> list[Row]:
    """One row for each segmenter."""
    articles = [document.text for document in gold if document.text]
    texts = articles * max(1, round(kilobytes * 1000 / sum(len(text.encode()) for text in articles)))
    size = sum(len(text.encode()) for text in texts) / 1000
    extractors = {name: Extractor({"ORG"}, **settings) for name, settings in chosen.items()}
    cutters = {name: make_segmenter(str(s["segmenter"]), model_dir=s.get("model_dir")).cut for name, s in chosen.items()}
    cut = take_turns(cutters, texts, repeat)
    org = take_turns({name: extractor.extract for name, extractor in extractors.items()}, texts, repeat)
    rows = []
    for name, extractor in extractors.items():
        predictions = {document.id: annotate(extractor.extract(document.text or "")) for document in gold}
        found = score(gold, predictions, ["ORG"]).by_type["ORG"]
        speeds = [number for times in (cut, org) for number in (size / statistics.median(times[name]), ratio(times, name))]
        rows.append(Row(name, found.strict.precision, found.strict.recall, found.strict.f1, found.relaxed.f1, *speeds))
    return rows


def take_turns(tasks: Mapping[str, Callable[[str], object]], texts: Sequence[str], repeat: int) -> dict[str, list[float]]:
    """Seconds of every task in every turn; a first call outside the turns loads dictionaries and models."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task(texts[0])
    for _ in range(repeat):
        for name, task in tasks.items():
            start = time.perf_counter()
            for text in texts:
                task(text)
            seconds[name].append(time.perf_counter() - start)
    return seconds


def ratio(seconds: Mapping[str, Sequence[float]], name: str) -> float:
    """The median over the turns of its time over the default's."""
    return statistics.median(own / default for own, default in zip(seconds[name], seconds[DEFAULT], strict=True))


def segmenter_table(rows: Sequence[Row]) -> Table:
    """One row for each segmenter."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("segmenter")
    for column in ("precision", "recall", "F1", "relaxed F1", "cut KB/s", "× rjieba", "ORG KB/s", "× rjieba"):
        table.add_column(column, justify="right")
    for row in rows:
        rates = (f"{rate:.3f}" for rate in (row.precision, row.recall, row.strict_f1, row.relaxed_f1))
        speeds = f"{row.cut_kb_per_second:,.0f}", f"{row.cut_ratio:.1f}", f"{row.org_kb_per_second:,.0f}", f"{row.org_ratio:.1f}"
        table.add_row(row.segmenter, *rates, *speeds)
    return table


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "seeds")
    parser.add_argument("--model-dir", type=Path, metavar="DIR", help="folder of a spacy-pkuseg model (default: train a stand-in)")
    parser.add_argument("--kb", type=int, default=100, metavar="N", help="size of the text to time, about (default 100)")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="turns of each segmenter (default 5)")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()

    gold, machine = load_gold(arguments.gold), describe_machine()
    with choose_segmenters(arguments.model_dir) as chosen:
        rows = measure(chosen, gold, arguments.kb, arguments.repeat)
    if arguments.json:
        print(json.dumps({"machine": machine, "gold": arguments.gold.name, "rows": [asdict(row) for row in rows]}, indent=2))
        return
    print(format_machine(machine))
    open_console().print(segmenter_table(rows))


if __name__ == "__main__":
    main()
