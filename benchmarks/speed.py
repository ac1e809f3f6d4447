"""Measure how fast the extractor is, beside `rjieba.tag` on the same text in the same run.

    python benchmarks/speed.py [GOLD] [--kb N] [--repeat N] [--json]

Three texts: *dense*, the articles of GOLD (a folder or file as for accuracy.py, by default the seed articles) over and over, one document
each; *sparse*, the same with nine parts of plain prose to one of news; *long*, the dense articles as a single document. Contestants take
turns, so that a busy machine slows all of them alike; the numbers are medians. 1 KB is 1000 bytes of UTF-8.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import rjieba
from rich.table import Table

from cyextract import Extractor
from cyextract.evaluate import load_gold
from cyextract.models import MENTION_TYPES
from machine import describe_machine, format_machine, open_console

SEEDS = Path(__file__).parent.parent / "seeds"
TAGGER = "rjieba.tag"
ALL_TYPES = "all types"
WITH_LAYERS = "and layers"
SPARSE_PARTS = 9
# Prose without a date, an amount, a percentage, an organisation or a title.
PROSE = """\
清晨的雾还没有散，河边的石板路已经湿了。卖豆浆的老人把炉子推到桥头，炭火一明一暗，白色的热气贴着水面慢慢飘开。
孩子们背着书包从坡上跑下来，笑声惊起了屋檐下的麻雀。谁家的窗户开着，收音机里放着一支旧曲子，听不清唱的是什么。
风从山口吹来，带着松针和泥土的味道。她停下脚步，把围巾又绕了一圈，想起小时候也是这样站在路边，等父亲挑着担子回家。
集市渐渐热闹起来，竹筐里堆着带露水的青菜，鱼在木盆里甩着尾巴。讨价还价的声音此起彼伏，却没有人真的着急。
太阳升到树梢的时候，雾终于退到了对岸。远处的田野露出一片新绿，几头水牛低着头，慢吞吞地走在田埂上。
"""

Task = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """How one contestant did on one text."""

    text: str
    contestant: str
    seconds: float
    kb_per_second: float
    ratio: float
    """Its time over the tagger's in the same turn, as a median over the turns."""


def make_texts(gold: Path, kilobytes: int) -> dict[str, list[str]]:
    """The three texts as lists of documents, each about `kilobytes` in all."""
    articles = [document.text for document in load_gold(gold) if document.text]
    sparse = [article + PROSE * (SPARSE_PARTS * size(article) // size(PROSE)) for article in articles]
    dense = repeat_to(articles, kilobytes)
    return {"dense": dense, "sparse": repeat_to(sparse, kilobytes), "long": ["\n\n".join(dense)]}


def repeat_to(articles: Sequence[str], kilobytes: int) -> list[str]:
    """The articles over and over, until they have the size; every article at least once."""
    rounds = max(1, round(kilobytes * 1000 / sum(map(size, articles))))
    return list(articles) * rounds


def size(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text.encode())


def measure(name: str, documents: Sequence[str], tasks: Mapping[str, Task], repeat: int) -> list[Timing]:
    """Time every task on the documents, in turns."""
    seconds: dict[str, list[float]] = {contestant: [] for contestant in tasks}
    for _ in range(repeat):
        for contestant, task in tasks.items():
            start = time.perf_counter()
            for document in documents:
                task(document)
            seconds[contestant].append(time.perf_counter() - start)
    medians = {contestant: statistics.median(times) for contestant, times in seconds.items()}
    kilobytes = sum(map(size, documents)) / 1000
    ratios = {
        contestant: statistics.median(own / tagger for own, tagger in zip(times, seconds[TAGGER], strict=True))
        for contestant, times in seconds.items()
    }
    return [Timing(name, contestant, median, kilobytes / median, ratios[contestant]) for contestant, median in medians.items()]


def measure_import(repeat: int) -> float:
    """Seconds that `import cyextract` adds to the start of Python, as a median."""

    def run(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - start

    return statistics.median(run("import cyextract") - run("pass") for _ in range(repeat))


def measure_first_call() -> float:
    """Seconds from a new extractor to its first result, data files and dictionary included."""
    start = time.perf_counter()
    Extractor().extract("今年投资3亿元。", reference_date="2021-06-10")
    return time.perf_counter() - start


def make_tasks() -> dict[str, Task]:
    """The tagger, all five types without and with the layers, and each type alone; all warmed up."""
    extractors = {ALL_TYPES: Extractor(layers=()), WITH_LAYERS: Extractor()}
    extractors |= {name: Extractor(types={name}, layers=()) for name in MENTION_TYPES}
    tasks: dict[str, Task] = {TAGGER: rjieba.tag}
    tasks |= {name: make_task(extractor) for name, extractor in extractors.items()}
    for task in tasks.values():
        task(PROSE)
    return tasks


def make_task(extractor: Extractor) -> Task:
    """Extraction as a function of the text alone."""
    return lambda text: extractor.extract(text, reference_date="2021-06-10")


def timing_table(timings: Sequence[Timing]) -> Table:
    """One row for each text and contestant."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("text")
    table.add_column("contestant")
    for name in ("ms", "KB/s", f"x {TAGGER}"):
        table.add_column(name, justify="right")
    for timing in timings:
        numbers = f"{timing.seconds * 1000:.1f}", f"{timing.kb_per_second:,.0f}", f"{timing.ratio:.2f}"
        table.add_row(timing.text, timing.contestant, *numbers)
    return table


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--kb", type=int, default=300, metavar="N", help="size of each text, about (default 300)")
    parser.add_argument("--repeat", type=int, default=7, metavar="N", help="turns of each contestant (default 7)")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()

    first_call, import_time, machine = measure_first_call(), measure_import(arguments.repeat), describe_machine()
    tasks = make_tasks()
    timings: list[Timing] = []
    for name, documents in make_texts(arguments.gold, arguments.kb).items():
        timings += measure(name, documents, tasks, arguments.repeat)
    if arguments.json:
        rows = [asdict(timing) for timing in timings]
        print(json.dumps({"machine": machine, "import": import_time, "first_call": first_call, "timings": rows}, indent=2))
        return
    console = open_console()
    print(format_machine(machine))
    print(f"import cyextract {import_time * 1000:.0f} ms, first call {first_call * 1000:.0f} ms\n")
    console.print(timing_table(timings))


if __name__ == "__main__":
    main()
