"""What the library costs before it reads: import, memory. The bars are 0.15 s and 160 MB; the margins are for busy machines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SEED = Path(__file__).parent.parent / "seeds" / "000_30a4a9f8b9eb27f7.txt"
_STATUS = Path("/proc/self/status")


def run(code: str) -> dict[str, float]:
    """What a fresh process prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def test_import_is_quick_and_loads_nothing() -> None:
    code = (
        "import json, sys, time; start = time.process_time(); import cyextract; seconds = time.process_time() - start; "
        "print(json.dumps({'seconds': seconds, 'heavy': sum(m in sys.modules for m in ('pydantic', 'rjieba', 'jieba'))}))"
    )
    runs = [run(code) for _ in range(3)]
    assert min(r["seconds"] for r in runs) <= 0.15
    assert runs[0]["heavy"] == 0


@pytest.mark.skipif(not _STATUS.exists(), reason="this system does not tell how much memory a process holds")
def test_an_extractor_that_has_read_holds_little_memory() -> None:
    code = (
        "import json, cyextract; "
        f"text = open({str(SEED)!r}, encoding='utf-8', newline='').read(); "
        "cyextract.Extractor().extract(text, reference_date='2021-06-10'); "
        "lines = open('/proc/self/status', encoding='utf-8').read().splitlines(); "
        "print(json.dumps({'mb': next(int(line.split()[1]) / 1000 for line in lines if line.startswith('VmRSS'))}))"
    )
    assert run(code)["mb"] <= 160 * 1.15
