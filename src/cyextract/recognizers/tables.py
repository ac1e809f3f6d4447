"""Read the tab-separated word lists that ship with the rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from cyextract.errors import LexiconError


def read_table(name: str, columns: int) -> list[tuple[str, ...]]:
    """Rows of `rules/lexicon/<name>`; lines that are blank or begin with `#` are comments.

    Raises:
        LexiconError: a row has another number of columns, or stands twice; every such row is named.
    """
    text = resources.files("cyextract.rules").joinpath("lexicon", name).read_text(encoding="utf-8")
    rows: dict[tuple[str, ...], int] = {}
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = tuple(line.split("\t"))
        if len(row) != columns:
            problems.append(f"{name}:{number} {row[0]}: {len(row)} columns; write {columns}, separated by tabs")
        elif row in rows:
            problems.append(f"{name}:{number} {row[0]}: the same row as line {rows[row]}; remove one")
        else:
            rows[row] = number
    if problems:
        raise LexiconError(problems)
    return list(rows)


@cache
def builtin_rules() -> Mapping[str, str]:
    """What the rules do that are no records of a rule file: id -> one sentence."""
    return {rule: why for rule, why in read_table("builtin_rule.tsv", 2)}
