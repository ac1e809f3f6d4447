"""Word lists of the organisation recogniser: shipped TSV tables and the user's own."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast, get_args

from cyextract.errors import LexiconError
from cyextract.lexicon.table import Table, shipped_table
from cyextract.models import OrgKind
from cyextract.text.fold import fold

ORG_KINDS: frozenset[str] = frozenset(get_args(OrgKind))

# Word classes: one character each, so that a tagged text is a string and a name a pattern in it.
# Lists give these; `word_class` adds the ones read off the tagger's part of speech.
NAME, CONTEXT = "N", "A"
LEGAL, FIRM, STRONG, WEAK, BRANCH, DEPARTMENT = "L", "F", "T", "W", "B", "D"
REGION, CENTRAL, INDUSTRY, ACTIVITY, NOMINAL = "R", "K", "I", "i", "v"
ROLE, STOP, LIGHT, CONJUNCTION = "o", "X", "x", "c"

_SUFFIX_ROLES = {
    "legal": LEGAL, "firm": FIRM, "strong": STRONG, "weak": WEAK, "branch": BRANCH, "dept": DEPARTMENT,
}  # fmt: skip
_WORD_CLASSES = {
    "role": ROLE, "stop": STOP, "light": LIGHT, "central": CENTRAL,
    "industry": INDUSTRY, "activity": ACTIVITY, "nominal": NOMINAL, "conj": CONJUNCTION,
}  # fmt: skip
_NAME_FILES = (
    "name_state", "name_finance", "name_company", "name_media", "name_school", "name_team", "name_listed", "name_jieba",
    "name_taiwan", "name_hongkong", "name_world",
)  # fmt: skip
CUE_GROUPS = (
    "light_prefix", "level", "country_prefix", "bare_head", "bureau", "service", "trade_after",
    "org_after", "org_before", "no_alias",
)  # fmt: skip
_MAX_BYTES = 32_000_000  # of a user's list: about a million names
MAX_NAME = 100  # code points; no organisation's name is longer


@dataclass(frozen=True, slots=True)
class OrgLexicon:
    """All word lists as two maps.

    Attributes:
        classes: surface -> word class (one character).
        kinds: surface -> kind, for names and for the words that end one.
        levels: surface -> level of a region (province, country …).
        region_heads: the first two characters of every region.
        common_words: names that are everyday words, in need of evidence at every place.
        cues: group -> words that settle whether something is a name (`cue.tsv`).
        licences: (kind of a name, kind of the next head) pairs: the second may continue the first.
        segment_words: what the segmenter is to keep whole.
        canonical: surface of a user's list -> the name that it gives the body.
        own: the surfaces of the user's lists.
    """

    classes: Mapping[str, str]
    kinds: Mapping[str, OrgKind]
    levels: Mapping[str, str]
    region_heads: frozenset[str]
    common_words: frozenset[str]
    cues: Mapping[str, frozenset[str]]
    licences: frozenset[tuple[str, str]]
    segment_words: tuple[str, ...]
    canonical: Mapping[str, str]
    own: frozenset[str] = frozenset()


@dataclass(slots=True)
class _ShippedLists:
    """The shipped word lists while they are read; every surface has one class."""

    problems: list[str]
    classes: dict[str, str]
    kinds: dict[str, OrgKind]
    levels: dict[str, str]
    common: set[str]

    def read_names(self, name: str, word_class: str) -> None:
        """Read a list of names: surface, kind, and `word` for names that are everyday words."""
        table = shipped_table(f"org/{name}.tsv", 2, self.problems, has_more=True)
        for number, (surface, kind, *use) in table.rows():
            if kind not in ORG_KINDS or use not in ([], ["word"]):
                table.reject(number, surface, f"unknown kind or use {kind!r} {use!r}")
                continue
            self.add(table, number, surface, word_class)
            self.kinds[surface] = cast("OrgKind", kind)
            if use:
                self.common.add(surface)

    def read_suffixes(self, fields: Sequence[str]) -> None:
        """Read the words that end names: surface, kind, role; `*` before a surface stands for each of the fields of offices."""
        table = shipped_table("org/suffix.tsv", 3, self.problems, kind=ORG_KINDS, role=_SUFFIX_ROLES)
        offices: dict[str, tuple[str, str]] = {}
        for number, (surface, kind, role) in table.rows():
            if surface[0] == "*":
                offices.update((field + surface[1:], (kind, role)) for field in fields)
                continue
            self.add(table, number, surface, _SUFFIX_ROLES[role])
            self.kinds[surface] = cast("OrgKind", kind)
        for surface, (kind, role) in offices.items():
            if surface not in self.classes:
                self.classes[surface] = _SUFFIX_ROLES[role]
                self.kinds[surface] = cast("OrgKind", kind)

    def read_words(self, fields: Sequence[str]) -> None:
        """Read the words that bound names, and the regions; fields of offices without another class are nominal."""
        table = shipped_table("org/word.tsv", 2, self.problems)
        for number, (surface, word_class) in table.rows():
            if word_class in _WORD_CLASSES:
                self.add(table, number, surface, _WORD_CLASSES[word_class])
            else:
                table.reject(number, surface, f"unknown class {word_class!r}")
        table = shipped_table("org/region.tsv", 2, self.problems)
        for number, (surface, level) in table.rows():
            for name in spellings(surface):
                self.add(table, number, name, REGION)
                self.levels[name] = level
        for field in fields:
            self.classes.setdefault(field, NOMINAL)

    def add(self, table: Table, number: int, surface: str, word_class: str) -> None:
        """Give a surface its class."""
        if surface in self.classes:
            table.reject(number, surface, "already in another list; keep one")
        self.classes[surface] = word_class


def spellings(surface: str) -> tuple[str, ...]:
    """The words that a surface of the list of regions stands for: 丁青 and 丁青县 for 丁青/县."""
    short, _, tail = surface.partition("/")
    return (short, short + tail) if tail else (short,)


def _read_licences(problems: list[str]) -> frozenset[tuple[str, str]]:
    licences: set[tuple[str, str]] = set()
    table = shipped_table("org/licence.tsv", 2, problems)
    for number, (kind, following) in table.rows():
        for next_kind in following.split():
            if kind not in ORG_KINDS or next_kind not in ORG_KINDS:
                table.reject(number, kind, f"unknown kind in {kind!r} {next_kind!r}")
            licences.add((kind, next_kind))
    return frozenset(licences)


def _read_cues(problems: list[str]) -> dict[str, frozenset[str]]:
    cues: dict[str, set[str]] = {group: set() for group in CUE_GROUPS}
    table = shipped_table("org/cue.tsv", 2, problems)
    for number, (surface, groups) in table.rows():
        for group in groups.split():
            if group in cues:
                cues[group].add(surface)
            else:
                table.reject(number, surface, f"unknown group {group!r}")
    return {group: frozenset(words) for group, words in cues.items()}


@cache
def _load_shipped() -> OrgLexicon:
    lists = _ShippedLists([], {}, {}, {}, set())
    for name in _NAME_FILES:
        lists.read_names(name, NAME)
    lists.read_names("name_context", CONTEXT)
    fields = [field for _, (field,) in shipped_table("org/office_field.tsv", 1, lists.problems).rows()]
    lists.read_suffixes(fields)
    lists.read_words(fields)
    licences, cues = _read_licences(lists.problems), _read_cues(lists.problems)
    if lists.problems:
        raise LexiconError(lists.problems)
    return OrgLexicon(
        classes=lists.classes,
        kinds=lists.kinds,
        levels=lists.levels,
        region_heads=frozenset(surface[:2] for surface in lists.levels),
        common_words=frozenset(lists.common),
        cues=cues,
        licences=licences,
        segment_words=tuple(w for w, c in lists.classes.items() if c in _KEPT_WHOLE and len(w) >= 2 and not w.isascii()),
        canonical={},
    )


# Names and heads are kept whole by the segmenter; context names are left to its own judgement.
_KEPT_WHOLE = frozenset((NAME, LEGAL, FIRM, STRONG, BRANCH, DEPARTMENT, ROLE, REGION, CENTRAL))


def load_lexicon(user_files: Sequence[str | os.PathLike[str]] = ()) -> OrgLexicon:
    """The shipped word lists, with the user's names added; these override shipped ones.

    A row of the user's is `surface<TAB>kind`, in UTF-8, and where it likes a third column: the name that the body goes by.

    Raises:
        LexiconError: every blank or duplicate surface and unknown kind, as `file:line surface: problem`.
    """
    shipped = _load_shipped()
    if not user_files:
        return shipped
    problems: list[str] = []
    classes, kinds = dict(shipped.classes), dict(shipped.kinds)
    canonical: dict[str, str] = {}
    whole: dict[str, None] = dict.fromkeys(shipped.segment_words)
    own: set[str] = set()
    for path in user_files:
        if not os.path.lexists(path):
            problems.append(f"{os.fspath(path)}: no such word list; check the path")
            continue
        try:
            text = _read_own(Path(path))
        except (OSError, ValueError) as error:
            problems.append(f"{os.fspath(path)}:1: cannot be read as UTF-8 text: {error}")
            continue
        table = Table(os.fspath(path), text, 2, problems, has_more=True)
        for number, (surface, kind, *more) in table.rows():
            name = more[0].strip() if more else ""
            if max(len(surface), len(name)) > MAX_NAME:
                table.reject(number, surface[:20], f"{max(len(surface), len(name))} characters; {MAX_NAME} at most")
                continue
            if any(map(str.strip, more[1:])):
                table.reject(
                    number, surface, f"{len(more) + 2} columns; write name, kind and, where you like, the name that the body goes by"
                )
                continue
            if (kind := kind.strip()) not in ORG_KINDS:
                table.reject(number, surface, f"unknown kind {kind!r}; use one of {', '.join(sorted(ORG_KINDS))}")
                continue
            word = fold(surface)
            classes[word] = NAME
            kinds[word] = cast("OrgKind", kind)
            whole[word] = None
            own.add(word)
            if name:
                canonical[word] = name
    if problems:
        raise LexiconError(problems)
    return replace(shipped, classes=classes, kinds=kinds, segment_words=tuple(whole), canonical=canonical, own=frozenset(own))


def read_vocabulary(user_files: Sequence[str | os.PathLike[str]] = ()) -> tuple[str, ...]:
    """The words that a segmenter is to keep whole; arguments and errors as for `load_lexicon`."""
    return load_lexicon(user_files).segment_words


def _read_own(path: Path) -> str:
    """The text of a user's list, which may be large and not endless: a device or a pipe is no list."""
    if path.exists() and not path.is_file():
        raise ValueError("no file")
    with path.open("rb") as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise ValueError(f"more than {_MAX_BYTES:,} bytes; leave out what no text names")
    return data.decode("utf-8-sig")
