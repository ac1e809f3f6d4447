"""Measure what an extractor costs before it reads, and how it takes one very long text and very many short ones.

    python benchmarks/scaling.py [--mb N ...] [--repeat N] [--json]

*Start*: import, construction and first text, each as a median over fresh processes, and the memory held after each. *Long*: the seed
articles over and over as one document of N MB (default 1 and 10), in a process of its own: speed and peak memory. *Short*: the same text
in pieces of 50 characters beside articles, in turns: how much of the long texts' throughput remains.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from cyextract import Extractor
from cyextract.evaluate import load_gold
from machine import describe_machine, format_machine

SEEDS = Path(__file__).parent.parent / "seeds"
_PIECE = 50  # characters of a short document
_START = """
import json, time
def held(name):
    lines = open("/proc/self/status", encoding="utf-8").read().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(name))
t = [time.perf_counter()]
import cyextract
t.append(time.perf_counter()); m = [held("VmRSS")]
ex = cyextract.Extractor()
t.append(time.perf_counter()); m.append(held("VmRSS"))
ex.extract("2021年6月4日，重庆市经信委与四川省经信厅签订《合作协议》，投资3亿元，增长5%。", reference_date="2021-06-10")
t.append(time.perf_counter()); m.append(held("VmRSS"))
print(json.dumps({"seconds": [b - a for a, b in zip(t, t[1:])], "mb": m, "peak": held("VmHWM")}))
"""
_STAGES = ("import", "construction", "first text")


def measure_start(repeat: int) -> dict[str, object]:
    """Seconds and resident MB by stage; medians over fresh processes."""
    runs = []
    for _ in range(repeat):
        done = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    seconds = {name: statistics.median(run["seconds"][index] for run in runs) for index, name in enumerate(_STAGES)}
    megabytes = {name: statistics.median(run["mb"][index] for run in runs) for index, name in enumerate(_STAGES)}
    return {"seconds": seconds, "resident_mb": megabytes, "peak_mb": statistics.median(run["peak"] for run in runs)}


def news(megabytes: float) -> str:
    """The seed articles over and over as one text of that many MB of UTF-8."""
    article = "\n\n".join(document.text or "" for document in load_gold(SEEDS)) + "\n\n"
    return article * max(1, round(megabytes * 1_000_000 / len(article.encode())))


def measure_long(megabytes: float) -> dict[str, float]:
    """One document of that size, in this process: seconds, KB/s, mentions and peak memory."""
    extractor = Extractor()
    extractor.extract("2021年")
    text = news(megabytes)
    start = time.perf_counter()
    document = extractor.extract(text, reference_date="2021-06-10")
    seconds = time.perf_counter() - start
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    peak = next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM:"))
    size = len(text.encode()) / 1000
    return {"mb": size / 1000, "seconds": seconds, "kb_per_second": size / seconds, "mentions": len(document.mentions), "peak_mb": peak}


def measure_short(repeat: int) -> dict[str, float]:
    """Throughput on pieces of 50 characters over that on articles, as a median over turns."""
    extractor = Extractor()
    articles = [document.text for document in load_gold(SEEDS) if document.text] * 4
    text = "".join(articles)
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    speeds: dict[str, list[float]] = {"articles": [], "pieces": []}
    size = len(text.encode()) / 1000
    for _ in range(repeat + 1):
        for name, documents in (("articles", articles), ("pieces", pieces)):
            start = time.perf_counter()
            for document in documents:
                extractor.extract(document, reference_date="2021-06-10")
            speeds[name].append(size / (time.perf_counter() - start))
    long, short = speeds["articles"][1:], speeds["pieces"][1:]  # the first turn warms up
    ratio = statistics.median(a / b for a, b in zip(short, long, strict=True))
    return {"articles_kb_per_second": statistics.median(long), "pieces_kb_per_second": statistics.median(short), "ratio": ratio}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, nargs="*", default=[1, 10], metavar="N", help="sizes of the one long document (default 1 10)")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="fresh processes and turns (default 5)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure_long(arguments.one)))
        return
    start, short = measure_start(arguments.repeat), measure_short(arguments.repeat)
    rows = []
    for megabytes in arguments.mb:
        done = subprocess.run([sys.executable, __file__, "--one", str(megabytes)], capture_output=True, text=True, check=True)
        rows.append(json.loads(done.stdout))
    machine = describe_machine()
    if arguments.json:
        print(json.dumps({"machine": machine, "start": start, "long": rows, "short": short}, indent=2))
        return
    print(format_machine(machine))
    for name in _STAGES:
        print(f"{name:>14} {start['seconds'][name] * 1000:7.0f} ms {start['resident_mb'][name]:7.0f} MB held")  # type: ignore[index]
    for row in rows:
        print(f"{row['mb']:11.1f} MB {row['seconds']:8.2f} s {row['kb_per_second']:8,.0f} KB/s {row['peak_mb']:8,.0f} MB peak")
    pieces, articles = short["pieces_kb_per_second"], short["articles_kb_per_second"]
    print(f" 50 characters {pieces:,.0f} KB/s, {short['ratio']:.0%} of {articles:,.0f} KB/s on articles")


if __name__ == "__main__":
    main()
