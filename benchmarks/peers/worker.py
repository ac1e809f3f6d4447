"""One peer in a process of its own: reads requests as JSON lines, answers the same way.

python -m peers.worker PEER          (from the folder benchmarks)
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from peers.mapping import bare_currency, outside_titles

_SAMPLE = "2020年4月30日，某公司投资15亿元，增长5%。"


class Worker:
    """Answers the requests of `compare.py`."""

    def __init__(self, name: str) -> None:
        self._module = import_module(f"peers.{name}")
        self._timed: dict[tuple[str, ...], Callable[[str, str | None], object]] = {}

    def load(self) -> dict[str, Any]:
        """Import the library and run it once; what that took."""
        start = time.perf_counter()
        self._timed[()] = self._module.load_timed()
        self._timed[()](_SAMPLE, "2021-06-10")
        seconds = time.perf_counter() - start
        versions = {name: _version(name) for name in self._module.PACKAGES}
        facts = {"types": self._module.TYPES, "values": self._module.VALUES, "python": platform.python_version()}
        return {"load_seconds": seconds, "load_mb": peak_megabytes(), "versions": versions, **facts}

    def extract(self, texts: Sequence[tuple[str, str | None, str | None]]) -> dict[str, Any]:
        """The mentions of each text, given with its reference date and what a bare 元 means in it."""
        extract = self._module.load()
        found = [bare_currency(outside_titles(text, extract(text, day)), currency) for text, day, currency in texts]
        return {"mentions": found, "peak_mb": peak_megabytes()}

    def time(self, texts: Sequence[tuple[str, str | None]], passes: int, types: Sequence[str] = ()) -> dict[str, Any]:
        """Seconds of processor time that `passes` passes over the texts take; `types` only for cyextract."""
        key = tuple(types)
        if key not in self._timed:
            self._timed[key] = self._module.load_timed(types)
            self._timed[key](_SAMPLE, "2021-06-10")
        run = self._timed[key]
        start = time.process_time()
        for _ in range(passes):
            for text, reference_date in texts:
                run(text, reference_date)
        return {"seconds": time.process_time() - start}


def peak_megabytes() -> float | None:
    """The most memory that this process has held; None where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return None
    return next((int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM:")), None)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def main() -> None:
    """Serve until the input ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries print banners; they must not mix with the answers
    if hasattr(os, "sched_setaffinity"):  # one core for each
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    worker: Worker | None = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            worker = worker or Worker(sys.argv[1])
            answer = getattr(worker, request.pop("do"))(**request)
        except ImportError as error:
            answer = {"absent": f"{type(error).__name__}: {error}"}
        except Exception as error:  # noqa: BLE001 - whatever a peer raises is its result
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, ensure_ascii=False), file=out, flush=True)


if __name__ == "__main__":
    main()
