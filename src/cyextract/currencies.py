"""The currencies that exist. Source: ISO 4217, list one (active codes of money; funds, metals and tests are none)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def currency_codes() -> frozenset[str]:
    """The codes of `iso4217.txt`.

    >>> "CNY" in currency_codes(), "XYZ" in currency_codes()
    (True, False)
    """
    return frozenset((files("cyextract") / "iso4217.txt").read_text(encoding="ascii").split())
