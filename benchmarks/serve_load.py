"""Ask a server for many short texts at once while it works on hostile ones, and say how each was answered.

    python benchmarks/serve_load.py [--requests N] [--hostile M] [--workers W] [--json]

The server is `cyextract serve` as users start it. The hostile texts are as large as it takes, of the units that are read the slowest.
Exit status 1 when a short request got another answer than 200.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

UNITS = ("与签订《协议》", "县基金会", "班装男篮", "0.1·")
_TEXT = "6月4日，川渝签订《合作协议》，投资约15亿元。"
_BYTES = 3_900_000


def ask(url: str, text: str) -> tuple[int, float]:
    """The status of the answer, and the seconds it took."""
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    request = urllib.request.Request(f"{url}/extract", body, {"content-type": "application/json"})
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    return status, time.monotonic() - begun


def main() -> None:
    """Start the server, ask, and print the statuses with the slowest answer of each sort."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=200, metavar="N", help="short texts, all at once (default 200)")
    parser.add_argument("--hostile", type=int, default=2, metavar="M", help="hostile texts beside them (default 2)")
    parser.add_argument("--workers", type=int, default=2, metavar="W", help="workers of the server (default 2)")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    command = [sys.executable, "-m", "cyextract", "serve", "--port", "0", "--workers", str(arguments.workers)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        url = server.stderr.readline().split()[0].rstrip("/")
        ask(url, _TEXT)
        with ThreadPoolExecutor(arguments.requests + arguments.hostile) as threads:
            units = [UNITS[index % len(UNITS)] for index in range(arguments.hostile)]
            hostile = [threads.submit(ask, url, unit * (_BYTES // len(unit.encode()))) for unit in units]
            time.sleep(0.5)
            short = [threads.submit(ask, url, f"{index}。{_TEXT}") for index in range(arguments.requests)]
            answers = {"short": [job.result() for job in short], "hostile": [job.result() for job in hostile]}
        server.terminate()
    found = {
        sort: {"statuses": dict(Counter(status for status, _ in given)), "slowest": round(max((s for _, s in given), default=0), 2)}
        for sort, given in answers.items()
    }
    if arguments.json:
        print(json.dumps(found))
    else:
        for sort, told in found.items():
            print(f"{sort}: statuses {told['statuses']}, slowest answer {told['slowest']} s")
    sys.exit(any(status != 200 for status, _ in answers["short"]))


if __name__ == "__main__":
    main()
