"""Measure where the time of an extraction goes, stage by stage, beside `rjieba.tag` on the same texts in the same run.

    python benchmarks/profile.py [GOLD] [--layers] [--repeat N] [--json]

GOLD is a folder or file as for accuracy.py, by default the seed articles. The stages are the functions that the pipeline
calls; each is timed where it is called, inside an ordinary extraction. Numbers are medians over the turns.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import rjieba
from rich.table import Table

import cyextract.pipeline as pipeline
from cyextract.evaluate import load_gold
from cyextract.facts import FigureFinder, OrganisationFinder
from cyextract.recognizers.org.decision import OrgDecision
from cyextract.recognizers.org.evidence import DocumentEvidence
from cyextract.recognizers.org.grammar import NameParser
from cyextract.recognizers.org.recognizer import OrgRecognizer
from machine import describe_machine, format_machine, open_console

SEEDS = Path(__file__).parent.parent / "seeds"
TAGGER, WHOLE = "rjieba.tag", "extract"
# Stage: where its function is looked up, its name there, and the stage that holds it ("" for the pipeline itself).
STAGES: tuple[tuple[str, Any, str, str], ...] = (
    ("reading view", pipeline, "reading_view", ""),
    ("titles", pipeline, "find_titles", ""),
    ("values", pipeline.Extractor, "_propose_values", ""),
    ("numbers", pipeline, "tokenize", "values"),
    ("dates composed", pipeline, "compose", "values"),
    ("organisations", pipeline.Extractor, "_propose_orgs", ""),
    ("words and classes", OrgRecognizer, "_tag", "organisations"),
    ("grammar of names", NameParser, "parse", "organisations"),
    ("evidence of the document", DocumentEvidence, "propose", "organisations"),
    ("names weighed", OrgDecision, "decide", "organisations"),
    ("resolution", pipeline, "resolve", ""),
    ("reference date", pipeline, "infer_reference", ""),
    ("dates anchored", pipeline, "anchor_dates", ""),
    ("names of bodies", OrganisationFinder, "find", ""),
    ("short titles", pipeline, "title_aliases", ""),
    ("agreements", pipeline, "find_agreements", ""),
    ("figures", FigureFinder, "find", ""),
    ("models", pipeline, "make_mentions", ""),
    ("models", pipeline, "make_document", ""),
)


class Clock:
    """Seconds spent in each stage since the last reset."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys((name for name, *_ in STAGES), 0.0)

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time added to the stage."""

        def run(*arguments: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                self.seconds[stage] += time.perf_counter() - start

        return run


def measure(texts: Sequence[str], days: Sequence[str | None], layers: bool, repeat: int) -> dict[str, float]:
    """Seconds of each stage, of the whole and of the tagger, as medians over `repeat` turns after one to warm up."""
    extractor = pipeline.Extractor(layers=None if layers else ())
    turns: list[dict[str, float]] = []
    for _ in range(repeat + 1):
        start = time.perf_counter()
        for text in texts:
            rjieba.tag(text)
        tagged = time.perf_counter() - start
        clock = Clock()
        patches = [patch.object(owner, name, clock.timed(stage, getattr(owner, name))) for stage, owner, name, _ in STAGES]
        for each in patches:
            each.start()
        start = time.perf_counter()
        for text, day in zip(texts, days, strict=True):
            extractor.extract(text, reference_date=day)
        whole = time.perf_counter() - start
        patch.stopall()
        turns.append({TAGGER: tagged, WHOLE: whole, **clock.seconds})
    return {name: statistics.median(turn[name] for turn in turns[1:]) for name in turns[0]}


def main() -> None:
    """Print the machine and one row for each stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--layers", action="store_true", help="organisations and agreements as well")
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    documents = [document for document in load_gold(arguments.gold) if document.text]
    texts = [document.text or "" for document in documents]
    seconds = measure(texts, [document.reference_date for document in documents], arguments.layers, arguments.repeat)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    inside = {stage: parent for stage, *_, parent in STAGES}
    rows = [
        {"stage": name, "part of": inside.get(name, ""), "ms per MB": 1000 * spent / megabytes, "ratio": spent / seconds[TAGGER]}
        for name, spent in seconds.items()
        if spent
    ]
    if arguments.json:
        print(json.dumps({"machine": describe_machine(), "rows": rows}, ensure_ascii=False, indent=2))
        return
    table = Table("stage", "ms per MB", f"x {TAGGER}", box=None)
    for row in rows:
        table.add_row(f"{'  ' if row['part of'] else ''}{row['stage']}", f"{row['ms per MB']:.1f}", f"{row['ratio']:.2f}")
    console = open_console()
    console.print(format_machine(describe_machine()), soft_wrap=True)
    console.print(table)


if __name__ == "__main__":
    main()
