"""Look for inputs that break a promise, guided by coverage (`pip install atheris`), or at random with `--plain`.

    python benchmarks/fuzz.py TARGET [--seconds N] [--count N] [--corpus DIR] [--plain] [--seed N]

Targets: extract, volume (long texts), parse, rules, lexicon, batch, tables (Parquet and Arrow), all (each for its share of the time).
What must hold is said in `promises.py`. A finding is written to `fuzz-TARGET-….txt`, printed with its traceback, and ends the run with
status 1.
"""

from __future__ import annotations

import argparse
import math
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

TARGETS = ("extract", "volume", "parse", "rules", "lexicon", "batch", "tables")
_LONGEST = 4000  # bytes of one input


def fuzz_guided(target: str, seconds: int, corpus: Path) -> None:
    """Let libFuzzer grow inputs that reach new code; does not return."""
    import atheris

    with atheris.instrument_imports(include=["cyextract", "tomllib"]):  # what is imported here for the first time
        from promises import Words, run_target, start_texts

    for index, data in enumerate(start_texts(target)):
        (corpus / f"start-{index}").write_bytes(data)

    def one(data: bytes) -> None:
        run_target(target, Words(data))

    flags = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", "-timeout=60", "-rss_limit_mb=4000", "-len_control=20"]
    flags += [f"-artifact_prefix=fuzz-{target}-", "-print_final_stats=1", "-verbosity=0"]
    atheris.Setup([sys.argv[0], str(corpus), *flags], one)
    atheris.Fuzz()


def fuzz_plain(target: str, seconds: int, most: float, seed: int, report: Callable[[bytes], None]) -> int:
    """Random inputs for a while, or so many; how many."""
    from promises import Words, run_target, start_texts

    chance = random.Random(seed)
    known = start_texts(target)
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end and count < most:
        data = bytearray(chance.choice(known))
        for _ in range(chance.choice((0, 1, 3, 10))):
            at = chance.randrange(len(data) + 1)
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        data += chance.randbytes(chance.choice((0, 10, 100)))
        try:
            run_target(target, Words(bytes(data)))
        except Exception:
            report(bytes(data))
            raise
        count += 1
    return count


def main() -> None:
    """Fuzz one target in this process, or all in processes of their own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--seconds", type=int, default=600, metavar="N", help="how long (default 600)")
    parser.add_argument("--count", type=int, default=math.inf, metavar="N", help="with --plain: stop after N inputs")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="keep inputs here and go on from them (default: a new folder)")
    parser.add_argument("--plain", action="store_true", help="random inputs without atheris")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.target == "all":
        share = str(max(1, arguments.seconds // len(TARGETS)))
        rest = [*(["--plain"] if arguments.plain else []), "--seed", str(arguments.seed), "--seconds", share]
        if arguments.corpus:
            rest += ["--corpus", str(arguments.corpus)]
        sys.exit(max(subprocess.run([sys.executable, __file__, name, *rest]).returncode != 0 for name in TARGETS))
    target = arguments.target
    if arguments.plain:

        def report(data: bytes) -> None:
            Path(f"fuzz-{target}-plain.txt").write_bytes(data)
            traceback.print_exc()

        count = fuzz_plain(target, arguments.seconds, arguments.count, arguments.seed, report)
        from promises import Words

        print(f"{target}: {count:,} inputs, {Words.characters:,} characters of text, no finding")
        return
    with tempfile.TemporaryDirectory() as fresh:
        corpus = (arguments.corpus or Path(fresh)) / target
        corpus.mkdir(parents=True, exist_ok=True)
        fuzz_guided(target, arguments.seconds, corpus)


if __name__ == "__main__":
    main()
