"""Time grows with the length of a text and no faster; `benchmarks/linearity.py` measures longer ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Texts of 10 KB and an eighth of it: linear is 8 times the time (2 per doubling), quadratic 64 (4 per doubling). Short texts do not yet
# reach as far back as the library looks, so up to 3 is growth into a fixed reach.
SIZE = ("--kb", "10", "--factor", "8", "--limit", "3.1")


def test_no_alphabet_grows_faster_than_its_length() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "linearity.py"), *SIZE, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    rows = json.loads(done.stdout)["rows"]
    assert len(rows) > 500
    assert [row for row in rows if row["ratio"] > 3.1] == []
    assert done.returncode == 0
