"""Text that layout cut up reads as the text it was: hard wraps at any width, numbers on lines of their own, page furniture."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from wrapped_news import article, numbers_on_lines, with_short_last_lines, wrapped, wrapped_by_characters

from cyextract import Extractor
from cyextract.text.reading_view import reading_view

SEEDS = Path(__file__).parent.parent / "seeds"
WIDTHS = range(10, 61)
GENERATED = range(20)

Layout = Callable[[list[str], int], str]
LAYOUTS: dict[str, Layout] = {
    "blank lines": wrapped,
    "CRLF": lambda paragraphs, width: wrapped(paragraphs, width).replace("\n", "\r\n"),
    "indent": lambda paragraphs, width: wrapped(paragraphs, width, parted_by="\n　　"),
    "hanging marks": lambda paragraphs, width: wrapped(paragraphs, width, keeps_marks=True),
    "characters": wrapped_by_characters,
    "short last lines": with_short_last_lines,
}


@cache
def extractor() -> Extractor:
    return Extractor(agreements=False)


@cache
def paragraphs_of(source: int | str) -> tuple[str, ...]:
    if isinstance(source, int):
        return tuple(article(source))
    paragraphs: list[str] = []
    for line in (SEEDS / source).read_text(encoding="utf-8").split("\n"):
        if paragraphs and len(paragraphs[-1]) > 30 and paragraphs[-1][-1].isalpha():  # a page break cut it
            paragraphs[-1] += line.strip()
        elif line.strip():
            paragraphs.append(line.strip())
    return tuple(paragraphs)


def mentions(text: str) -> list[tuple[object, ...]]:
    document = extractor().extract(text, reference_date="2024-06-01")
    assert all(text[m.start : m.end] == m.text for m in document.mentions)
    told = ("value", "mod", "amount", "amount_min", "amount_max", "currency", "unit", "category")
    return [(m.type, m.canonical, *(str(getattr(m, name, None)) for name in told)) for m in document.mentions]


@cache
def expected(source: int | str) -> list[tuple[object, ...]]:
    return mentions("\n\n".join(paragraphs_of(source)))


SOURCES: tuple[int | str, ...] = (*sorted(p.name for p in SEEDS.glob("*.txt")), *GENERATED)


def sample(index: int, layout: str) -> tuple[int, ...]:
    """Two widths for each article and layout, such that all articles together see every width."""
    first = (index * 7 + len(layout) * 3) % len(WIDTHS)
    return WIDTHS[first], WIDTHS[-1 - first]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("source", SOURCES)
def test_hard_wraps_change_nothing(source: int | str, layout: str) -> None:
    for width in sample(SOURCES.index(source), layout):
        assert mentions(LAYOUTS[layout](list(paragraphs_of(source)), width)) == expected(source), width


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("source", SOURCES)
def test_hard_wraps_of_every_width_change_nothing(source: int | str, layout: str) -> None:
    wrong = [w for w in WIDTHS if mentions(LAYOUTS[layout](list(paragraphs_of(source)), w)) != expected(source)]
    assert not wrong


@pytest.mark.parametrize("parted_by", ["\n\n", "\n　　", "\r\n\r\n"])
@pytest.mark.parametrize("source", SOURCES)
def test_numbers_on_lines_of_their_own_change_nothing(source: int | str, parted_by: str) -> None:
    assert mentions(numbers_on_lines(list(paragraphs_of(source)), parted_by=parted_by)) == expected(source)
