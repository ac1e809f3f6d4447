"""The Chinese README says what the English one says, as far as a machine can tell: sections, blocks, figures, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
_BLOCK = re.compile(r"^```\w*\n.*?^```$", re.MULTILINE | re.DOTALL)
_OTHER_LANGUAGE = {"README.md", "README.zh.md"}


def without_blocks(page: str) -> str:
    return _BLOCK.sub("", page)


def headings(page: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", without_blocks(page), re.MULTILINE)]


def tables(page: str) -> list[list[list[str]]]:
    """The figures and names in code of every row of every table."""
    found = re.findall(r"(?:^\|.*\n)+", without_blocks(page), re.MULTILINE)
    return [[sorted(re.findall(r"`[^`]*`|[\d.,]*\d", row)) for row in table.splitlines()] for table in found]


def links(page: str) -> set[str]:
    return set(re.findall(r"\]\(([^)#]+)", without_blocks(page))) - _OTHER_LANGUAGE


def test_the_same_sections() -> None:
    assert headings(CHINESE) == headings(ENGLISH)


def test_the_same_blocks() -> None:
    assert _BLOCK.findall(CHINESE) == _BLOCK.findall(ENGLISH)


def test_the_same_figures_in_tables() -> None:
    assert tables(CHINESE) == tables(ENGLISH)


def test_the_same_links() -> None:
    assert links(CHINESE) == links(ENGLISH)


@pytest.mark.parametrize("mark", ["^- ", "^!\\["])
def test_as_many_points_and_pictures(mark: str) -> None:
    counts = [len(re.findall(mark, without_blocks(page), re.MULTILINE)) for page in (CHINESE, ENGLISH)]
    assert counts[0] == counts[1]


def test_figures_of_the_text_agree() -> None:
    """Figures of three digits and more, and with a decimal point: what a measurement would change."""
    figures = [
        set(
            re.findall(
                r"(?<![\w.-])\d*[.,]\d+(?:[.,]\d+)*(?![\w])|(?<![\w.-])\d{3,}(?![\w-])", re.sub(r"`[^`]*`", "", without_blocks(page))
            )
        )
        for page in (CHINESE, ENGLISH)
    ]
    assert figures[0] == figures[1]
