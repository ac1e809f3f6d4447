"""The syntax tree of a pattern as `re` itself reads it: a second reading of the syntax would drift from it.

The parser is private since Python 3.11 and unchanged through 3.14; this is the only place that knows where it lives.
"""

from __future__ import annotations

import re
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]

SubPattern: Any = _parser.SubPattern
"""The class of a tree and of the trees inside it."""


def parse_pattern(pattern: str) -> Any:
    """The tree of a pattern: a sequence of pairs of operator and argument.

    Raises:
        re.error: it is no pattern.
        OverflowError: a repeat is too great to count.

    >>> [str(operator) for operator, _ in parse_pattern("年[初末]?")]
    ['LITERAL', 'MAX_REPEAT']
    """
    return _parser.parse(pattern)
