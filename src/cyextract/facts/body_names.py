"""The names of a document: each with its spellings and parts, and what the document shows of two of them together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cyextract.facts.name_brackets import INTRODUCED, bracket_ties
from cyextract.models import OrgKind
from cyextract.recognizers.candidate import Candidate

_JOINS = frozenset(("、", "和", "与", "及", "以及", "同", "对"))
_LONG_ENOUGH = 4  # characters of a name in which two may have changed places by mistake


@dataclass(eq=False, slots=True)
class BodyName:
    """A name of the document, however it is spelled.

    Attributes:
        key: as the reading view shows it, without white space and in lower case.
        kind: of its first mention.
        start: view offset of its first mention.
        written: canonical text -> raw starts of its mentions.
        listed: the name that a word list gives its body.
        shown: as the reading view shows its first mention.
        place, core, form: its parts.
    """

    key: str
    kind: OrgKind
    start: int
    listed: str | None
    shown: str
    written: dict[str, list[int]] = field(default_factory=dict)
    place: str = ""
    core: str = ""
    form: str = ""
    fuller: BodyName | None = None
    rule: str | None = None

    @property
    def text(self) -> str:
        """Its most frequent spelling."""
        written = self.written
        return next(iter(written)) if len(written) == 1 else max(written, key=lambda text: len(written[text]))

    @property
    def count(self) -> int:
        """How often the text has it."""
        return sum(map(len, self.written.values()))

    @property
    def fullest(self) -> BodyName:
        """The name at the end of its ties."""
        name = self
        while name.fuller is not None:
            name = name.fuller
        return name


class NamePairs:
    """What the document shows of two names together: which a bracket ties, which stand side by side in a list."""

    def __init__(self, view: str, orgs: Sequence[Candidate], named: Sequence[BodyName], names: Mapping[str, BodyName]) -> None:
        self._names = names
        self._brackets: dict[tuple[str, str], str] = {}
        self._beside: set[tuple[str, str]] = set()
        for outside, inside, evidence in bracket_ties(view, orgs):
            self._add(name_key(view[outside.start : outside.end]), name_key(view[inside.start : inside.end]), evidence)
        for index in range(1, len(orgs)):
            end, start = orgs[index - 1].end, orgs[index].start
            if start - end <= 2 and view[end:start] in _JOINS:
                self._beside.add((named[index - 1].key, named[index].key))

    def _add(self, outside: str, inside: str, evidence: str) -> None:
        if outside != inside and outside in self._names and inside in self._names and (inside, outside) not in self._brackets:
            self._brackets.setdefault((outside, inside), evidence)

    def bracket(self, one: BodyName, other: BodyName) -> str:
        """What sort of bracket ties two names; empty when none does."""
        return self._brackets.get((one.key, other.key)) or self._brackets.get((other.key, one.key)) or ""

    def are_beside(self, one: BodyName, other: BodyName) -> bool:
        return (one.key, other.key) in self._beside or (other.key, one.key) in self._beside

    def in_brackets(self) -> Iterator[tuple[BodyName, BodyName]]:
        """Pairs that brackets tie, the short name first: the Latin one, else the one that is introduced, else the shorter."""
        for (outside, inside), evidence in self._brackets.items():
            is_short = len(inside) <= len(outside) or evidence == INTRODUCED
            if outside.isascii() != inside.isascii():
                is_short = inside.isascii()
            short, full = (inside, outside) if is_short else (outside, inside)
            yield self._names[short], self._names[full]


def is_slip(name: BodyName, other: BodyName) -> bool:
    """Whether a name is another of that length, no rarer one, but for two characters behind the first that changed places."""
    one, two = name.key, other.key
    if len(one) < _LONG_ENOUGH or one[0] != two[0] or one.isascii():
        return False
    at = next(index for index, (first, second) in enumerate(zip(one, two, strict=True)) if first != second)
    is_swapped = one[at + 1 : at + 2] + one[at] + one[at + 2 :] == two[at:]
    return is_swapped and (name.count, -name.start) < (other.count, -other.start)


def name_key(name: str) -> str:
    return "".join(name.split()).casefold()
