"""Show that time grows with the length of a text and no faster, on texts made to be slow.

    python benchmarks/linearity.py [--kb N] [--factor F] [--limit R] [--longer L] [--only WORD] [--all] [--progress] [--json]
                                   [--unit TEXT]... [--generated N] [--shard K/N] [--slowest S] [--stop-after M]

For each alphabet of `hostile.py`, and as many units put together from the word lists as --generated says (or for each --unit alone), the
time at N KB over the time at N/F KB, taken back to one doubling of the length: 2 is linear, 4 quadratic. Extraction is of all types with
vague dates and all layers. Each number is processor time without the garbage collector, a minimum over repeats. A ratio above the limit is
measured again before it counts: at the same lengths, because of noise, then at lengths doubled up to L times, because time that grows
while texts are shorter than what the library looks back over (a sentence, a clause) does so no longer beyond that, and time that grows
faster than the length does so at every length. No second look begins that would take more than 20 seconds. Exit status 1 when a ratio
stays above, or a text is read more slowly than --slowest says.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from rich.table import Table

from cyextract import Extractor
from hostile import Alphabet, alphabets, generated, repeat
from machine import describe_machine, format_machine, open_console

_REPEAT = 5  # further measurements of a ratio above the limit; noise does not last that long
_PATIENCE = 20.0  # seconds that a second look may take: a quadratic alphabet shall be reported, not run for hours
Task = Callable[[str], object]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Growth:
    """How the time of one alphabet grows."""

    alphabet: str
    code_points: int
    seconds_short: float
    seconds_long: float
    ratio: float
    """Growth of time per doubling of the length."""
    kb_per_second: float


def measure(
    name: str,
    make: Alphabet,
    task: Task,
    kilobytes: float,
    factor: int,
    limit: float,
    *,
    longer: int = 1,
    clock: Clock = time.process_time,
) -> Growth:
    """Time an alphabet at both lengths; while the ratio is above the limit, again and at texts up to `longer` times as long.

    Args:
        name: what the alphabet is called.
        make: text of a size in code points.
        task: what is timed.
        kilobytes: size of the longer text, in UTF-8.
        factor: how much shorter the other one is.
        limit: growth per doubling that needs no second look.
        longer: the highest multiple of both sizes that is tried, by doubling.
        clock: seconds; processor time unless a test brings its own.
    """
    sample = make(300)
    length = max(factor, round(kilobytes * 1000 / (len(sample.encode()) / len(sample))))
    growth = _growth(name, (make(length // factor), make(length)), task, limit, clock)
    times = 2
    while growth.ratio > limit and times <= longer and growth.seconds_long * growth.ratio < _PATIENCE:
        growth = _growth(name, (make(length * times // factor), make(length * times)), task, limit, clock)
        times *= 2
    return growth


def _growth(name: str, texts: tuple[str, str], task: Task, limit: float, clock: Clock) -> Growth:
    short = long = ratio = math.inf
    doublings = math.log2(len(texts[1]) / len(texts[0]))
    spent = 0.0
    for _ in range(1 + _REPEAT):
        short = min(short, timed(task, texts[0], clock), timed(task, texts[0], clock))
        seconds = timed(task, texts[1], clock)
        long, spent = min(long, seconds), spent + seconds
        ratio = (long / short) ** (1 / doublings)
        if ratio <= limit or spent + long > _PATIENCE:
            break
    return Growth(name, len(texts[1]), short, long, ratio, len(texts[1].encode()) / 1000 / long)


def timed(task: Task, text: str, clock: Clock) -> float:
    """Seconds that a task takes, with the garbage collector off, as in `timeit`: its passes come by the number of objects alive."""
    gc.collect()
    gc.disable()
    try:
        start = clock()
        task(text)
        return clock() - start
    finally:
        gc.enable()


def growth_table(rows: list[Growth]) -> Table:
    """One row for each alphabet."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("alphabet", max_width=60)
    for name in ("code points", "ms short", "ms long", "per doubling", "KB/s"):
        table.add_column(name, justify="right")
    for row in rows:
        cells = f"{row.code_points:,}", f"{row.seconds_short * 1000:.1f}", f"{row.seconds_long * 1000:.1f}", f"{row.ratio:.2f}"
        table.add_row(repr(row.alphabet)[1:-1], *cells, f"{row.kb_per_second:,.0f}")
    return table


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=float, default=1000, metavar="N", help="size of the longer text in KB of UTF-8 (default 1000)")
    parser.add_argument("--factor", type=int, default=2, metavar="F", help="how much shorter the other one is (default 2)")
    parser.add_argument("--limit", type=float, default=2.3, metavar="R", help="highest growth per doubling (default 2.3)")
    parser.add_argument(
        "--longer", type=int, default=8, metavar="L", help="how many times longer texts may settle a higher one (default 8)"
    )
    parser.add_argument("--only", default="", metavar="WORD", help="only the alphabets with WORD in their name")
    parser.add_argument("--unit", action="append", metavar="TEXT", help="this text over and over, and nothing else; may be repeated")
    parser.add_argument("--generated", type=int, default=0, metavar="N", help="also N units put together from the word lists (default 0)")
    parser.add_argument("--shard", default="0/1", metavar="K/N", help="each Nth of them from the Kth on (default 0/1: all)")
    parser.add_argument("--slowest", type=float, default=0, metavar="S", help="KB/s that every alphabet must reach (default 0)")
    parser.add_argument("--all", action="store_true", help="print every alphabet, not only the fastest growing and the slowest")
    parser.add_argument("--stop-after", type=int, metavar="M", help="measure no more once M alphabets are above the limit")
    parser.add_argument("--progress", action="store_true", help="say on standard error what each alphabet took as soon as it is measured")
    parser.add_argument("--json", action="store_true")
    return parser


def main() -> None:
    """Measure, print the table, and say by the exit status whether all is linear."""
    parser = _parser()
    arguments = parser.parse_args()
    named = {unit: repeat(unit) for unit in arguments.unit} if arguments.unit else alphabets() | generated(arguments.generated)
    shard, shards = map(int, arguments.shard.split("/"))
    chosen = {name: named[name] for name in [name for name in named if arguments.only in name][shard::shards]}
    if not chosen:
        parser.error(f"no alphabet has {arguments.only} in its name")

    extractor, machine = Extractor(), describe_machine()

    def task(text: str) -> object:
        return extractor.extract(text, reference_date="2021-06-10", vague=True).model_dump_json()  # what is written grows too

    task("签订《协议》")
    gc.freeze()  # what is built once is not gone through again before each measurement
    rows: list[Growth] = []
    above: list[Growth] = []
    for name, make in chosen.items():
        row = measure(name, make, task, arguments.kb, arguments.factor, arguments.limit, longer=arguments.longer)
        rows.append(row)
        above += [row] if row.ratio > arguments.limit or row.kb_per_second < arguments.slowest else []
        if arguments.progress:
            print(f"{row.ratio:.2f} {row.kb_per_second:,.0f} KB/s {row.code_points:,} {name}", file=sys.stderr, flush=True)
        if len(above) == arguments.stop_after:
            break
    rows.sort(key=lambda row: -row.ratio)
    if arguments.json:
        print(
            json.dumps({"machine": machine, "limit": arguments.limit, "rows": [asdict(row) for row in rows]}, indent=2, ensure_ascii=False)
        )
        sys.exit(bool(above))
    console = open_console()
    print(format_machine(machine))
    slow = f" or below {arguments.slowest:g} KB/s" if arguments.slowest else ""
    print(f"{len(rows)} alphabets, {len(above)} above {arguments.limit} per doubling{slow}\n")
    if arguments.all:
        console.print(growth_table(rows))
        sys.exit(bool(above))
    print("growing fastest")
    console.print(growth_table(rows[: max(10, len(above))]))
    print("\nslowest")
    console.print(growth_table(sorted(rows, key=lambda row: row.kb_per_second)[:15]))
    sys.exit(bool(above))


if __name__ == "__main__":
    main()
