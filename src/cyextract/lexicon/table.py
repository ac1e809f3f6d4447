"""Read tab-separated word lists: those that ship with the rules, and the user's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from cyextract.errors import LexiconError


@dataclass(frozen=True)
class Table:
    """A word list, read row by row; what is wrong with it is collected, so that one error can name everything.

    Attributes:
        path: the file, as its problems name it.
        text: what stands in it.
        columns: how many columns a row has.
        problems: added to while rows are read, as `file:line surface: what and what to do`; several tables may share one list.
        may_repeat: whether a surface (first cell) may stand in several rows that differ.
        has_more: whether columns may follow those.
        closed: the words that the cells of a column may hold, by the column's name.
    """

    path: str
    text: str
    columns: int
    problems: list[str]
    may_repeat: bool = False
    has_more: bool = False
    closed: Mapping[str, Collection[str]] = field(default_factory=dict)

    @cached_property
    def header(self) -> list[str]:
        """The names of the columns: the comment line with tabs in it."""
        lines = (line for line in self.text.splitlines() if line.startswith("# ") and "\t" in line)
        return next(lines, "# ")[2:].split("\t")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows with their line numbers; lines that are blank or begin with `#` are comments.

        A blank surface, a wrong number of columns, a repeated surface or row and an unknown word of a closed column are problems; such
        rows are left out.
        """
        seen: dict[str, int] = {}
        columns, may_repeat = self.columns, self.may_repeat
        for number, line in enumerate(self.text.splitlines(), 1):
            if not line or line[0] == "#" or line.isspace():
                continue
            cells = line.split("\t")
            surface = cells[0] = cells[0].strip()
            if not surface:
                self.reject(number, "", "blank surface; remove the line or give it a word")
            elif len(cells) != columns and (len(cells) < columns or not self.has_more):
                self.reject(number, surface, f"{len(cells)} columns; write {columns}, separated by tabs")
            elif (first := seen.setdefault(line if may_repeat else surface, number)) != number:
                self.reject(number, surface, f"already in line {first}; keep one")
            elif self.closed and (problem := self._unknown_word(cells)):
                self.reject(number, surface, problem)
            else:
                yield number, cells

    def _unknown_word(self, cells: list[str]) -> str:
        for name, cell in zip(self.header, cells, strict=False):
            known = self.closed.get(name)
            if known is not None and (unknown := [word for word in cell.split() if word not in known]):
                return f"unknown {name} {unknown[0]!r}; use one of {', '.join(sorted(known))}"
        return ""

    def reject(self, number: int, surface: str, problem: str) -> None:
        """Note a problem with the row of that line."""
        self.problems.append(f"{f'{self.path}:{number} {surface}'.rstrip()}: {problem}")


def shipped_table(
    name: str, columns: int, problems: list[str], *, may_repeat: bool = False, has_more: bool = False, **closed: Collection[str]
) -> Table:
    """The word list `rules/lexicon/<name>`; the other arguments are those of `Table`, closed columns by their names."""
    text = resources.files("cyextract.rules").joinpath("lexicon", name).read_text(encoding="utf-8")
    return Table(f"lexicon/{name}", text, columns, problems, may_repeat, has_more, closed)


def read_table(name: str, columns: int, *, has_more: bool = False, **closed: Collection[str]) -> list[tuple[str, ...]]:
    """Rows of `rules/lexicon/<name>`; `closed` are the words that a column of that name may hold.

    Raises:
        LexiconError: a row has a blank surface, another number of columns or an unknown word, or stands twice; every such row is named.
    """
    problems: list[str] = []
    rows = [tuple(cells) for _, cells in shipped_table(name, columns, problems, may_repeat=True, has_more=has_more, **closed).rows()]
    if problems:
        raise LexiconError(problems)
    return rows


def words_where(name: str, column: str, word: str) -> list[str]:
    """The surfaces of `rules/lexicon/<name>` whose cell in that column holds the word, each once, in the order of the file.

    Raises:
        LexiconError: as `read_table`.
        LookupError: there is no such list, column or row.

    >>> words_where("currency.tsv", "place", "subunit")[:2]
    ['便士', '戈比']
    """
    problems: list[str] = []
    try:
        table = shipped_table(name, 0, problems, may_repeat=True, has_more=True)
    except OSError as error:
        raise LookupError(f"no list {name!r}") from error
    if column not in table.header:
        raise LookupError(f"{name} has no column {column!r}; choose one of {', '.join(table.header)}")
    at = table.header.index(column)
    found = {cells[0]: None for _, cells in table.rows() if len(cells) > at and word in cells[at].split()}
    if not found:
        raise LookupError(f"no row of {name} has {word!r} as its {column}")
    return list(found)


def longest_first(words: Iterable[str]) -> str:
    """Words as the alternatives of a pattern, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def lengths(words: Iterable[str]) -> tuple[int, ...]:
    """How long words are, the longest first."""
    return tuple(sorted({len(word) for word in words}, reverse=True))


@cache
def builtin_rules() -> Mapping[str, str]:
    """What the rules do that are no records of a rule file: id -> one sentence."""
    return {rule: why for rule, why in read_table("builtin_rule.tsv", 2)}
