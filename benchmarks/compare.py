"""Compare cyextract with other libraries on the same texts in one run: accuracy, throughput, load time, memory.

    python benchmarks/compare.py [GOLD …] [--peers NAME,…] [--python PEER=PATH …] [--rounds N] [--markdown | --json] [--out FILE]

GOLD is a folder of *.gold.json with .txt beside, or JSONL with `text`; by default the seed articles, and then the texts of our own that
nobody tuned on. Every library works in a process of its own, bound to one core; one that is not installed is named and skipped. `--python
jionlp=venvs/jionlp/bin/python` runs a peer in its own environment. `peers/` says how each library's output becomes our mentions.
Throughput: in every round each peer and cyextract with the same types take the same texts, warm, one right after the other, in processor
time; numbers are medians over the rounds, with the lowest and the highest.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table

from cyextract.evaluate import Annotation, GoldDocument, load_gold, score, summarize
from machine import describe_machine, format_machine, open_console

HERE = Path(__file__).parent
SETS = [HERE.parent / "seeds", HERE / "corpus" / "corpus.jsonl"]
OURS = "cyextract"
PEERS = ("jionlp", "recognizers", "duckling", "lac")
# Looked at and left out, with the reason; printed with the results.
LEFT_OUT = {
    "HanLP, spaCy zh, pyhanlp, cocoNLP": "their models are downloaded from elsewhere than the package index",
    "ChineseTimeNLP, TimeNLP": "read one command, give no offsets and one time for a whole text",
    "dateparser": "its search gives no offsets and takes stretches of prose for dates",
    "cn2an": "converts numbers; finds none",
}
_MEASURES = ("strict", "relaxed", "facts")
_SHORTEST = 0.3  # seconds; a timing below this says little


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, lowest and highest of the rounds."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of one number a round."""
        return cls(statistics.median(values), min(values), max(values))


@dataclass(slots=True)
class Result:
    """What one library did."""

    name: str
    versions: dict[str, str]
    python: str
    types: list[str]
    values: list[str]
    load_seconds: float
    load_mb: float | None
    peak_mb: float | None = None
    scores: dict[str, Any] = field(default_factory=dict)
    """F1 and counts by type, for strict, relaxed and facts."""
    kb_per_second: Spread | None = None
    ours_kb_per_second: Spread | None = None
    """cyextract with the same types in the same rounds."""
    ratio: Spread | None = None
    """Our throughput over the peer's, round by round."""


class Absent(Exception):
    """A library that is not installed, or does not run."""


class Process:
    """One library in its own process."""

    def __init__(self, name: str, python: str) -> None:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore", "PYTHONHASHSEED": "0"}
        command = [python, "-m", "peers.worker", name]
        try:
            self._process = subprocess.Popen(
                command, cwd=HERE, env=environment, text=True, encoding="utf-8",
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise Absent(f"{python}: {error.strerror}") from error

    def ask(self, do: str, **arguments: object) -> dict[str, Any]:
        """Send a request and wait for its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            print(json.dumps({"do": do, **arguments}), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            raise Absent(f"its process ended with status {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if problem := answer.get("absent") or answer.get("failed"):
            raise Absent(problem)
        return answer

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


def start(name: str, python: str) -> tuple[Process, Result]:
    """Start a library and load it.

    Raises:
        Absent: it is not installed or does not load.
    """
    process = Process(name, python)
    try:
        loaded = process.ask("load")
    except Absent:
        process.close()
        raise
    return process, Result(name=name, **loaded)


def judge(process: Process, result: Result, gold: Sequence[GoldDocument]) -> None:
    """Extract from every gold text and score the types that the library covers."""
    answer = process.ask("extract", texts=[(d.text, d.reference_date, d.default_currency) for d in gold])
    result.peak_mb = answer["peak_mb"]
    predictions = {
        document.id: tuple(Annotation(row["type"], row["start"], row["end"], row) for row in rows)
        for document, rows in zip(gold, answer["mentions"], strict=True)
    }
    types: Mapping[str, Any] = summarize(score(gold, predictions, result.types))["types"]  # type: ignore[assignment]
    result.scores = {name: {measure: types[name][measure] for measure in _MEASURES} for name in result.types}
    for name in set(result.types) - set(result.values):
        del result.scores[name]["facts"]


def race(ours: Process, peer: Process, result: Result, gold: Sequence[GoldDocument], rounds: int) -> None:
    """Time a peer and cyextract with the same types, one right after the other, and note speeds and ratios."""
    texts = [(document.text, document.reference_date) for document in gold]
    kilobytes = sum(len((document.text or "").encode()) for document in gold) / 1000
    contestants: dict[str, tuple[Process, dict[str, object]]] = {"ours": (ours, {"types": result.types}), "peer": (peer, {})}
    passes = {}
    for name, (process, arguments) in contestants.items():
        once = process.ask("time", texts=texts, passes=1, **arguments)["seconds"]
        passes[name] = max(1, round(_SHORTEST / once))
    speeds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, (process, arguments) in contestants.items():
            seconds = process.ask("time", texts=texts, passes=passes[name], **arguments)["seconds"]
            speeds[name].append(kilobytes * passes[name] / seconds)
    result.kb_per_second, result.ours_kb_per_second = Spread.of(speeds["peer"]), Spread.of(speeds["ours"])
    result.ratio = Spread.of([own / other for own, other in zip(speeds["ours"], speeds["peer"], strict=True)])


def compare(
    gold: Sequence[GoldDocument], names: Sequence[str], pythons: Mapping[str, str], rounds: int
) -> tuple[list[Result], dict[str, str]]:
    """Results of cyextract and of the peers that run, and why the others do not."""
    ours, own_result = start(OURS, pythons.get(OURS, sys.executable))
    judge(ours, own_result, gold)
    results, absent = [own_result], {}
    for name in names:
        try:
            peer, result = start(name, pythons.get(name, sys.executable))
        except Absent as reason:
            absent[name] = str(reason)
            continue
        try:
            judge(peer, result, gold)
            race(ours, peer, result, gold, rounds)
            results.append(result)
        except Absent as reason:
            absent[name] = str(reason)
        peer.close()
    ours.close()
    return results, absent


def accuracy_rows(results: Sequence[Result]) -> list[list[str]]:
    """One row for each type and library that covers it: F1 by measure."""
    types = results[0].types
    rows = []
    for type_ in types:
        for result in results:
            if type_ in result.scores:
                scores = result.scores[type_]
                rows.append([type_, result.name, *(f"{scores[m]['f1']:.3f}" if m in scores else "" for m in _MEASURES)])
    return rows


def speed_rows(results: Sequence[Result]) -> list[list[str]]:
    """One row for each library."""
    rows = []
    for result in results:
        row = [f"{result.name} {next(iter(result.versions.values()))}", " ".join(result.types)]
        if result.kb_per_second and result.ours_kb_per_second and result.ratio:
            spread = result.ratio
            row += [f"{result.kb_per_second.median:,.0f}", f"{result.ours_kb_per_second.median:,.0f}"]
            row += [f"{spread.median:,.0f} ({spread.low:,.0f}–{spread.high:,.0f})"]
        else:
            row += ["", "", ""]
        memory = "" if result.peak_mb is None else f"{result.peak_mb:,.0f}"
        rows.append([*row, f"{result.load_seconds:.2f}", memory])
    return rows


_ACCURACY_HEAD = ("type", "library", "F1 strict", "F1 relaxed", "F1 facts")
_SPEED_HEAD = ("library", "types", "KB/s", "cyextract, same types", "times as fast", "load s", "memory MB")


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def show(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table for a terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        table.add_column(name, justify="left" if name in ("type", "types", "library") else "right")
    for row in rows:
        table.add_row(*row)
    return table


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path, default=SETS)
    parser.add_argument("--peers", default=",".join(PEERS), metavar="NAME,…", help=f"which (default {','.join(PEERS)})")
    parser.add_argument("--python", action="append", default=[], metavar="PEER=PATH", help="interpreter of a peer's own environment")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="timings of each (default 5)")
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the result as JSON")
    arguments = parser.parse_args()
    arguments.peers = [name for name in arguments.peers.split(",") if name]
    if unknown := sorted(set(arguments.peers) - set(PEERS)):
        parser.error(f"unknown peer {unknown[0]!r}; choose from {', '.join(PEERS)}")
    if wrong := [item for item in arguments.python if "=" not in item]:
        parser.error(f"--python {wrong[0]!r}: write it as PEER=PATH")
    # Only the folder is resolved: an environment's python is a link, and where it leads is outside of the environment.
    pairs = (item.split("=", 1) for item in arguments.python)
    arguments.python = {name: str(Path(path).absolute()) if "/" in path else path for name, path in pairs}
    return arguments


def main() -> None:
    """Compare on each set and print."""
    arguments = parse_arguments()
    machine, day = describe_machine(), dt.datetime.now(dt.UTC).date().isoformat()
    if not arguments.json:
        print(f"{day}, {arguments.rounds} rounds\n{format_machine(machine)}")
    sets = []
    for path in arguments.gold:
        gold = tuple(document for document in load_gold(path) if document.text)
        results, absent = compare(gold, arguments.peers, arguments.python, arguments.rounds)
        sets.append({"gold": path.name, "documents": len(gold), "results": [asdict(result) for result in results], "absent": absent})
        if not arguments.json:
            versions = ", ".join(f"{package} {number}" for result in results for package, number in result.versions.items())
            print(f"\n{path.name} ({len(gold)} documents); {versions}\n")
            print_tables(results, as_markdown=arguments.markdown)
            print()
            for name, reason in absent.items():
                print(f"{name}: {reason}")
    report = {"date": day, "machine": machine, "rounds": arguments.rounds, "sets": sets, "left_out": LEFT_OUT}
    if arguments.out:
        arguments.out.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if arguments.json:
        print(json.dumps(report, indent=2, ensure_ascii=False))
        return
    for name, reason in LEFT_OUT.items():
        print(f"{name}: {reason}")


def print_tables(results: Sequence[Result], *, as_markdown: bool) -> None:
    """Accuracy, then speed."""
    if as_markdown:
        print(markdown(_ACCURACY_HEAD, accuracy_rows(results)), markdown(_SPEED_HEAD, speed_rows(results)), sep="\n\n")
        return
    console = open_console()
    console.print(show(_ACCURACY_HEAD, accuracy_rows(results)))
    print()
    console.print(show(_SPEED_HEAD, speed_rows(results)))


if __name__ == "__main__":
    main()
