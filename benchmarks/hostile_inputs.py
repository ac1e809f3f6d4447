"""Give `cyextract batch` files that unpack, decode or repeat to much more than their size, and `cyextract rules check` rule files that take
long to check; print what each cost.

    python benchmarks/hostile_inputs.py [--only WORD] [--limit MB] [--json]

Peak memory is that of the largest process. Exit status 1 when it is above the limit (default 600), a run takes more than 90 seconds, or a
run ends in another way than with an error row or a named problem. Needs the extras `arrow` and `zstd`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import zstandard
from pyarrow import parquet
from rich.table import Table

from batch import watch_memory
from machine import describe_machine, format_machine, open_console

_CHARACTERS = "".join(char for char in map(chr, range(0x4E00, 0x4E00 + 25_000)) if char not in "〇一两二三四五六七八九十廿卅")
_ALTERNATIVES = "|".join(f"[{_CHARACTERS[n * 40 :][:40]}]{{1,3}}" for n in range(300))
_SECONDS = 90


def _parquet(file: Path, text: object, **way: object) -> None:
    parquet.write_table(pa.table({"id": list(range(len(text))), "text": text}), file, **way)  # type: ignore[arg-type]


def _one_value_in_many_rows(file: Path) -> None:
    _parquet(file, pa.DictionaryArray.from_arrays(pa.array([0] * 64, pa.int32()), pa.array(["年" * 20_000_000])), compression="zstd")


def _a_lying_footer(file: Path) -> None:
    """The sizes of the footer are those of a small file; what counts is what the pages say."""
    _parquet(file, ["甲" * 100_000_000], compression="zstd", use_dictionary=False)


def _rule(pattern: str, name: str = "") -> str:
    head = f'[[rule]]\nid = "date.own{name}"\ntype = "DATE"\ninterpreter = "calendar"\nwhy = "w"\nexamples = ["x"]\n'
    return f"{head}pattern = '{pattern}'\n"


def _many(count: int, pattern: str) -> str:
    return "".join(_rule(pattern, str(number)) for number in range(count))


INPUTS: dict[str, Callable[[Path], object]] = {
    "one value in 64 rows.parquet": _one_value_in_many_rows,
    "a page of 300 MB.parquet": _a_lying_footer,
    "2 GB of nothing.parquet.gz": lambda file: file.write_bytes(gzip.compress(bytes(1 << 28)) * 8),
    "200 MB of blanks.jsonl.zst": lambda file: file.write_bytes(zstandard.ZstdCompressor(level=19).compress(b" " * 200_000_000)),
    "8 GB of line ends.jsonl.zst": lambda file: file.write_bytes(zstandard.ZstdCompressor().compress(b"\n" * 1_000_000_000) * 8),
    "300 MB of text.txt.gz": lambda file: file.write_bytes(gzip.compress(b"a" * 300_000_000)),
    "a row of 200 MB.csv.gz": lambda file: file.write_bytes(gzip.compress(b"id,text\na," + b"x" * 200_000_000 + b"\nb,c\n")),
    "200 M cells.csv.gz": lambda file: file.write_bytes(gzip.compress(b"id,text\na" + b"," * 200_000_000 + b"\nb,c\n")),
    "a quote without end.csv.gz": lambda file: file.write_bytes(gzip.compress(b'id,text\na,"' + b"x\n" * 6_100_000)),
    "4 M lists in a line.jsonl": lambda file: file.write_bytes(b'{"id": 1, "text": "a", "x": [' + b"[]," * 3_900_000 + b"1]}\n"),
    "lists 100,000 deep.jsonl": lambda file: file.write_bytes(b'{"id": 1, "text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
}
RULES: dict[str, Callable[[], str]] = {
    "turns that take nothing": lambda: _rule("财(?:(?:(?:(?:){200}){200}){200}){200}{num:y}年"),
    "a class of 15,000, repeated": lambda: _rule(f"财[{_CHARACTERS[:15_000]}]{{0,200}}{{num:y}}年"),
    "300 alternatives of classes": lambda: _rule(f"财(?:{_ALTERNATIVES}){{num:y}}年"),
    "900 rules with one fragment": lambda: f"[fragments]\nf = '[{_CHARACTERS[:24_900]}]'\n" + _many(900, "财{f}{num:y}年"),
    "999 rules near the limit": lambda: _many(999, "财.{0,80}{num:y}年.{0,80}{num:m}月"),
    "9,000 letters that may be left out": lambda: _rule("".join(f"{char}?" for char in _CHARACTERS[:9000]) + "财{num:y}年"),
    "brackets behind a class of brackets": lambda: _rule("财[" + ")" * 3000 + "]" + "(?:" * 2500 + "a" + ")" * 2500),
}  # fmt: skip


def measure(command: list[str], packed: int) -> dict[str, object]:
    """Seconds, peak memory and the last line said of a command."""
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        process = subprocess.Popen([sys.executable, "-m", "cyextract", *command], stderr=said)
        _, largest = watch_memory(process)
        seconds = time.monotonic() - begun
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").splitlines()
    problem = next((line for line in lines if line.startswith("error: ")), "")
    return {"bytes": packed, "s": round(seconds, 1), "peak MB": round(largest / 1e6), "status": process.returncode, "said": problem[7:]}


def main() -> None:
    """Make each, measure it, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="WORD", help="only those with WORD in their name")
    parser.add_argument("--limit", type=float, default=600, metavar="MB", help="highest peak of memory (default 600)")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows: dict[str, dict[str, object]] = {}

    def tell(name: str) -> None:
        print(name, rows[name], file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        for name, make in INPUTS.items():
            if arguments.only in name:
                file = Path(folder) / name
                make(file)
                rows[name] = measure(["batch", str(file), "-o", str(Path(folder) / "out.jsonl"), "--timeout", "20"], file.stat().st_size)
                file.unlink()
                tell(name)
        for name, write in RULES.items():
            if arguments.only in name:
                file = Path(folder) / "own.toml"
                file.write_text(write(), encoding="utf-8")
                rows[name] = measure(["rules", "check", str(file)], file.stat().st_size)
                tell(name)
    bad = [n for n, row in rows.items() if row["status"] not in (0, 1) or row["peak MB"] > arguments.limit or row["s"] > _SECONDS]  # type: ignore[operator]
    if arguments.json:
        print(json.dumps({"machine": describe_machine(), "rows": rows}, indent=2, ensure_ascii=False))
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("input", "bytes", "s", "peak MB", "status", "said"):
            table.add_column(name, justify="left" if name in ("input", "said") else "right")
        for name, row in rows.items():
            table.add_row(name, *(str(row[key])[:90] for key in ("bytes", "s", "peak MB", "status", "said")))
        print(format_machine(describe_machine()))
        open_console().print(table)
        print(f"\n{len(rows)} inputs, {len(bad)} too costly or without an error: {', '.join(bad) or 'none'}")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
