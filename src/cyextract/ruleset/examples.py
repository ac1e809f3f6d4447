"""The notation of the examples in rule files: texts with marked mentions and their values.

`约{{5亿元|CNY 500000000 approx}}` marks one mention; `@2021-06-10 {{去年|2020}}` is read on that day. A value, as
`cyextract.display.values.notate_value` writes it, is
- DATE: `VALUE [mod]`
- MONEY: `CURRENCY AMOUNT[..MAX] [mod] [per UNIT]`
- PERCENT: `VALUE[..MAX] percent|percentage_point [mod]`
- TITLE: `category [open]`
- ORG: `kind`
- what a blocker claims: `blocked`
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"@(\d{4}-\d\d-\d\d) ")
_MARK = re.compile(r"\{\{([^|{}]+)\|([^{}]+)\}\}")
BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Example:
    """A text without its marks, the day it is read on, and what is marked in it as (start, end, value)."""

    reference_date: str | None
    text: str
    spans: tuple[tuple[int, int, str], ...]


def parse_example(text: str) -> Example:
    """Read an example as it stands in a rule file.

    Raises:
        ValueError: a mark is not closed or has no value.

    >>> parse_example("约{{两成|20 percent approx}}")
    Example(reference_date=None, text='约两成', spans=((1, 3, '20 percent approx'),))
    """
    reference = _REFERENCE.match(text)
    plain: list[str] = []
    spans: list[tuple[int, int, str]] = []
    position, length = (reference.end() if reference else 0), 0
    for mark in _MARK.finditer(text, position):
        plain += [text[position : mark.start()], mark[1]]
        length += mark.start() - position
        spans.append((length, length + len(mark[1]), mark[2]))
        length += len(mark[1])
        position = mark.end()
    plain.append(text[position:])
    result = "".join(plain)
    if "{{" in result or "}}" in result:
        raise ValueError(f"{text!r}: a mark is written {{{{text|value}}}}")
    return Example(reference[1] if reference else None, result, tuple(spans))
