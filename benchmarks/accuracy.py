"""Score the extractor against gold, with the reference dates that gold gives and without them.

    python benchmarks/accuracy.py [GOLD] [--errors N] [--json]

GOLD is a folder of *.gold.json with .txt beside, JSONL with `text`, or another format of `cyextract.goldformats`; by default the seed
articles. The measures are defined in `cyextract.evaluate`; the intervals hold 95 % of the bootstrap resamples of the documents.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from cyextract import Extractor
from cyextract.cli.terminal_tables import difference_table, score_table
from cyextract.evaluate import Evaluation, GoldDocument, annotate, bootstrap, score, summarize
from cyextract.goldformats import read_gold
from machine import describe_machine, format_machine, open_console

SEEDS = Path(__file__).parent.parent / "seeds"


def evaluate(gold: Sequence[GoldDocument], extractor: Extractor, *, with_dates: bool) -> Evaluation:
    """Extract from every gold text and score what comes out."""
    predictions = {
        document.id: annotate(
            extractor.extract(
                document.text or "",
                reference_date=document.reference_date if with_dates else None,
                default_currency=document.default_currency,
            )
        )
        for document in gold
    }
    return score(gold, predictions)


def main() -> None:
    """Print one table for each setting, or both as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list the first N differences")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()

    gold, extractor, machine = read_gold(arguments.gold).documents, Extractor(), describe_machine()
    settings = {
        "with reference dates": evaluate(gold, extractor, with_dates=True),
        "without reference dates": evaluate(gold, extractor, with_dates=False),
    }
    if arguments.json:
        summaries = {name: summarize(evaluation, bootstrap(evaluation)) for name, evaluation in settings.items()}
        print(json.dumps({"machine": machine, "gold": arguments.gold.name, **summaries}, indent=2))
        return
    console = open_console()
    print(format_machine(machine))
    for name, evaluation in settings.items():
        print(f"\n{arguments.gold.name}, {name}")
        console.print(score_table(evaluation, bootstrap(evaluation)))
        if arguments.errors:
            texts = {document.id: document.text or "" for document in gold}
            console.print(difference_table(evaluation.differences[: arguments.errors], texts))


if __name__ == "__main__":
    main()
