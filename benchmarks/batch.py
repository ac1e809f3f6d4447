"""Measure a batch: two workers against one, memory against the size of the corpus, and what kills and bad files do to it.

    python benchmarks/batch.py speed  [--mb 40] [--turns 3] [--format jsonl|csv|parquet]
    python benchmarks/batch.py memory [--mb 200 1000] [--jobs 2] [--types MONEY] [--corpus FILE] [--format FORMAT]
    python benchmarks/batch.py kills  [--kills 20] [--mb 10] [--seed 6] [--format jsonl|csv|parquet|xlsx]
    python benchmarks/batch.py folder [--files 2000] [--jobs 2]

Each takes `--json`. The corpus is the seed articles over and over, numbered, as JSON lines in a temporary folder; `memory` takes texts of
your own (JSON lines with a `text`), over and over if they are too few. 1 MB is 1,000,000 bytes of UTF-8 text. `xlsx` is `cyextract tables`,
and for `memory` so are its folders `tables-csv` and `tables-parquet`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.table import Table

from cyextract import Extractor
from machine import describe_machine, format_machine, open_console

ROOT = Path(__file__).parent.parent
Row = dict[str, object]


def make_corpus(path: Path, megabytes: float, texts: Path | None = None) -> int:
    """Write JSON lines with so much text; return how many."""
    number = written = 0
    with path.open("w", encoding="utf-8") as stream:
        for article in cycle_texts(texts):
            if written >= megabytes * 1e6:
                break
            text = f"第{number}号\n{article}"
            stream.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
            written += len(text.encode())
            number += 1
    return number


def cycle_texts(file: Path | None) -> Iterator[str]:
    """The texts of a file, or else the seed articles, over and over."""
    while True:
        if file is None:
            yield from (article.read_text(encoding="utf-8") for article in sorted((ROOT / "seeds").glob("*.txt")))
        else:
            with file.open(encoding="utf-8") as lines:
                yield from (json.loads(line)["text"] for line in lines)


def command(source: Path, out: Path, jobs: int, *options: str) -> list[str]:
    of_tables = {".xlsx": "xlsx", ".tables-csv": "csv", ".tables-parquet": "parquet"}.get(out.suffix)
    name = ("tables", "--format", of_tables) if of_tables else ("batch",)
    return [sys.executable, "-m", "cyextract", *name, str(source), "-o", str(out), "-j", str(jobs), *options]


def types_of(options: argparse.Namespace) -> tuple[str, ...]:
    return ("--types", options.types) if options.types else ()


def run_timed(arguments: list[str]) -> tuple[float, float]:
    """Seconds by the clock, and processor seconds of the command and all its workers."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_speed(options: argparse.Namespace, folder: Path) -> list[Row]:
    """One worker and two take turns, so that a busy machine slows both alike."""
    corpus = folder / "corpus.jsonl"
    make_corpus(corpus, options.mb[0])
    seconds: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(options.turns):
        for jobs, times in seconds.items():
            times.append(run_timed(command(corpus, folder / f"out{jobs}.{options.format}", jobs)))
    outs = [(folder / f"out{jobs}.{options.format}").read_bytes() for jobs in seconds]
    ratios = [one[0] / two[0] for one, two in zip(seconds[1], seconds[2], strict=True)]
    rows: list[Row] = []
    for jobs, times in seconds.items():
        clock = [turn[0] for turn in times]
        rows.append(
            {
                "workers": jobs,
                "best s": min(clock),
                "median s": statistics.median(clock),
                "processor s": statistics.median(turn[1] for turn in times),
                "best MB/s": options.mb[0] / min(clock),
                "speed-up, best turns": 1.0 if jobs == 1 else min(t[0] for t in seconds[1]) / min(clock),
                "speed-up, median of turns": 1.0 if jobs == 1 else statistics.median(ratios),
                "same bytes": outs[0] == outs[1],
            }
        )
    return rows


def measure_memory(options: argparse.Namespace, folder: Path) -> list[Row]:
    """Peak resident memory, of the whole process tree at one time and of its largest process."""
    rows: list[Row] = []
    for megabytes in options.mb:
        corpus, out = folder / "corpus.jsonl", folder / f"out{megabytes}.{options.format}"
        documents = make_corpus(corpus, megabytes, options.corpus)
        start = time.perf_counter()
        process = subprocess.Popen(
            command(corpus, out, options.jobs, *types_of(options)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        tree, largest = watch_memory(process)
        seconds = time.perf_counter() - start
        files = out.iterdir() if out.is_dir() else [out]
        rows.append(
            {
                "MB": megabytes, "documents": documents, "workers": options.jobs, "peak MB of all": tree / 1e6,
                "peak MB of the largest": largest / 1e6, "s": seconds, "output MB": sum(file.stat().st_size for file in files) / 1e6,
            }
        )  # fmt: skip
    return rows


def watch_memory(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    tree = largest = 0
    while process.poll() is None:
        sizes = [resident(pid) for pid in with_children(process.pid)]
        tree, largest = max(tree, sum(sizes)), max(largest, *sizes)
        time.sleep(0.1)
    return tree, largest


def with_children(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [child for line in task.read_text().split() for child in with_children(int(line))]
        except OSError:
            continue
    return found


def resident(pid: int) -> int:
    """Bytes of memory that are this process's own; what it shares (libraries) counts in full, so the sum is an upper bound."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def size_of_rows(out: Path) -> int:
    """Bytes of rows in the journal of an output; -1 before there is one."""
    try:
        return (out.with_name(f".{out.name}.unfinished") / "rows-00000-0.jsonl").stat().st_size
    except OSError:
        return -1


def run_and_measure_rows(arguments: list[str], out: Path) -> int:
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, size_of_rows(out))
        time.sleep(0.01)
    return most


def content(out: Path) -> object:
    """The bytes of an output; of a workbook those of its parts but the one that tells when it was made."""
    if out.suffix != ".xlsx":
        return out.read_bytes()
    with zipfile.ZipFile(out) as packed:
        return {name: packed.read(name) for name in packed.namelist() if name != "docProps/core.xml"}


def measure_kills(options: argparse.Namespace, folder: Path) -> list[Row]:
    """Kill when a random share of the rows is there, and resume; the output must be that of an undisturbed run, each time."""
    corpus = folder / "corpus.jsonl"
    make_corpus(corpus, options.mb[0])
    options_of = () if options.format != "parquet" else ("--row-group", "100")
    whole = folder / f"whole.{options.format}"
    size = run_and_measure_rows(command(corpus, whole, 2, *options_of), whole)
    choice = random.Random(options.seed)
    rows: list[Row] = []
    for number in range(options.kills):
        out = folder / f"out{number}.{options.format}"
        after = choice.uniform(0, 1)
        process = subprocess.Popen(command(corpus, out, 2, "--resume", *options_of), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and size_of_rows(out) <= after * size:
            time.sleep(0.002)
        process.kill()
        process.wait()
        kept = [file.stat().st_size for file in folder.glob(f".{out.name}.unfinished/rows-*")]
        done = subprocess.run(command(corpus, out, 1 + number % 2, "--resume", *options_of), capture_output=True, text=True, check=False)
        same = content(out) == content(whole)
        rows.append(
            {
                "killed at share of rows": after,
                "ended with": process.returncode,
                "bytes of rows kept": sum(kept),
                "same content": same,
                "said": done.stderr.strip(),
            }
        )
        out.unlink()
    return rows


def measure_folder(options: argparse.Namespace, folder: Path) -> list[Row]:
    """Files of every kind, good and bad; each good document against its single extraction, each bad one against its error."""
    sys.path.insert(0, str(ROOT / "tests"))  # the folder is made as in the tests
    from mixed_folder import BAD, GOOD, MAX_CHARS, Bad, make_folder
    from test_batch_folder import check_rows

    source, outs = folder / "in", [folder / f"out{jobs}.jsonl" for jobs in (1, options.jobs)]
    expected = make_folder(source, options.files, extras=True)
    timed = [
        run_timed(command(source, out, jobs, "--max-chars", str(MAX_CHARS))) for out, jobs in zip(outs, (1, options.jobs), strict=True)
    ]
    rows = [json.loads(line) for line in outs[1].read_bytes().splitlines()]
    wrong = check_rows(rows, expected, source, Extractor())
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    return [
        {
            "files": options.files, "kinds of good": len(GOOD), "kinds of bad": len(BAD), "inputs": len(expected),
            "bad inputs": sum(isinstance(asked, Bad) for asked in expected.values()), "rows": len(rows), "wrong rows": len(wrong),
            "same bytes at -j 1": outs[0].read_bytes() == outs[1].read_bytes(), "s": timed[1][0],
        }
    ]  # fmt: skip


MEASURES: dict[str, Callable[[argparse.Namespace, Path], list[Row]]] = {
    "speed": measure_speed,
    "memory": measure_memory,
    "kills": measure_kills,
    "folder": measure_folder,
}
DEFAULT_MB = {"speed": [40.0], "memory": [200.0, 1000.0], "kills": [10.0], "folder": []}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--mb", type=float, nargs="+", help="megabytes of text")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=6, help="of the places of kills")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--format", choices=["jsonl", "csv", "parquet", "xlsx", "tables-csv", "tables-parquet"], default="jsonl")
    parser.add_argument("--types", help="memory: only these types, to get through a large corpus sooner")
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="memory: texts of your own, JSON lines")
    parser.add_argument("--json", action="store_true", help="print data instead of a table")
    options = parser.parse_args()
    options.mb = options.mb or DEFAULT_MB[options.measure]
    with tempfile.TemporaryDirectory() as folder:
        rows = MEASURES[options.measure](options, Path(folder))
    machine = describe_machine()
    if options.json:
        print(json.dumps({"machine": machine, "measure": options.measure, "rows": rows}, ensure_ascii=False, indent=2))
        return
    console = open_console()
    console.print(format_machine(machine))
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*(f"{value:,.2f}" if isinstance(value, float) else str(value) for value in row.values()))
    console.print(table)


if __name__ == "__main__":
    main()
