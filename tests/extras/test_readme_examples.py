"""Examples of the README that need an extra are marked `py`, not `python`: they run on the pages under docs/, where their lines stand."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_examples_of_the_readme_stand_on_pages_that_run() -> None:
    blocks = re.findall(r"^```py\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    pages = [page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))]
    run = {line for page in pages for block in re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S) for line in block.splitlines()}
    assert [line for block in blocks for line in block.splitlines() if line not in run] == []
