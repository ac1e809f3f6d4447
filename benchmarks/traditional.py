"""Write src/cyextract/text/traditional.txt anew: `pip install opencc && python benchmarks/traditional.py`."""

from __future__ import annotations

import textwrap
from importlib.metadata import version
from pathlib import Path

import opencc

TABLE = Path(__file__).parent.parent / "src" / "cyextract" / "text" / "traditional.txt"
BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))
HEADER = """\
# Simplified characters, each followed by the Traditional and variant ones that OpenCC {version} (t2s) turns into it, by code point.
# Source: https://github.com/BYVoid/OpenCC, data/dictionary/TSCharacters.txt. Copyright Carbo Kuo and contributors, Apache License
# 2.0 (https://www.apache.org/licenses/LICENSE-2.0). Changed in form only: grouped by the Simplified character.
# Written by benchmarks/traditional.py.
"""


def main() -> None:
    """Ask OpenCC about every Han character of the basic plane."""
    characters = [chr(code) for block in BLOCKS for code in block]
    simplified = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    groups: dict[str, str] = {}
    for character, plain in zip(characters, simplified, strict=True):
        if character != plain and len(plain) == 1:
            groups[plain] = groups.get(plain, "") + character
    rows = textwrap.wrap(" ".join(plain + groups[plain] for plain in sorted(groups)), 140)
    TABLE.write_text(HEADER.format(version=version("opencc")) + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
