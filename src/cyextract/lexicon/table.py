"""Read tab-separated word lists: those that ship with the rules, and the user's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cyextract.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Table:
    """A word list, read row by row; what is wrong with it is collected, so that one error can name everything.

    Attributes:
        path: the file, as its problems name it.
        text: what stands in it.
        columns: how many columns a row has.
        problems: added to while rows are read, as `file:line surface: what and what to do`; several tables may share one list.
        may_repeat: whether a surface (first cell) may stand in several rows that differ.
        has_more: whether columns may follow those.
    """

    path: str
    text: str
    columns: int
    problems: list[str]
    may_repeat: bool = False
    has_more: bool = False

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows with their line numbers; lines that are blank or begin with `#` are comments.

        A blank surface, a wrong number of columns and a repeated surface or row are problems; such rows are left out.
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
            else:
                yield number, cells

    def reject(self, number: int, surface: str, problem: str) -> None:
        """Note a problem with the row of that line."""
        self.problems.append(f"{f'{self.path}:{number} {surface}'.rstrip()}: {problem}")


def shipped_table(name: str, columns: int, problems: list[str], *, may_repeat: bool = False, has_more: bool = False) -> Table:
    """The word list `rules/lexicon/<name>`; the other arguments are those of `Table`."""
    text = resources.files("cyextract.rules").joinpath("lexicon", name).read_text(encoding="utf-8")
    return Table(f"lexicon/{name}", text, columns, problems, may_repeat, has_more)


def read_table(name: str, columns: int) -> list[tuple[str, ...]]:
    """Rows of `rules/lexicon/<name>`.

    Raises:
        LexiconError: a row has a blank surface, has another number of columns or stands twice; every such row is named.
    """
    problems: list[str] = []
    rows = [tuple(cells) for _, cells in shipped_table(name, columns, problems, may_repeat=True).rows()]
    if problems:
        raise LexiconError(problems)
    return rows


@cache
def builtin_rules() -> Mapping[str, str]:
    """What the rules do that are no records of a rule file: id -> one sentence."""
    return {rule: why for rule, why in read_table("builtin_rule.tsv", 2)}
