"""Read rule files, all of them, and report every problem at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise, zip_longest
from pathlib import Path

from pydantic import ValidationError

from cyextract.errors import InputError, RuleError
from cyextract.foreign import reading
from cyextract.lexicon.table import longest_first, words_where
from cyextract.ruleset.schema import Rule, RuleFile

_OTHER_TABLES = frozenset(("figures.toml", "spoken_days.toml"))  # words that code reads, no rules that make mentions
MAX_BYTES = 1_000_000  # of one rule file
MAX_OWN_RULES = 1000  # each is tried wherever it could begin
_OTHER_TYPE = (
    "{!r} is none of DATE, MONEY, PERCENT and NONE, and rules make no new type; NONE keeps a text from being read as a value, a word list "
    "(`--lexicon`) names organisations, 《》 mark titles, and what else you look for your own code finds beside the mentions"
)
# `tomllib` takes memory with the square of a dotted key's length.
_LONG_KEY = re.compile(r"""(?:^|[\[{,])[ \t]*(?:(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*\.[ \t]*){20}""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Validated rules and the named fragments their patterns use."""

    rules: tuple[Rule, ...]
    fragments: dict[str, str]
    own: frozenset[str] = frozenset()
    """Ids of the user's rules, whose patterns nobody has proved harmless."""

    def by_id(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}


def load_rules(extra: Sequence[str | os.PathLike[str]] = ()) -> RuleSet:
    """Load the shipped rules and the user's own files or folders of `*.toml`.

    A user's rule with the id of a shipped one replaces it; `status = "retired"` switches it off. A folder is not entered further, and a
    file in it that leads out of it (a link) is refused, as are files and sets of rules too large for any that a person wrote.

    Raises:
        RuleError: with every problem found as `file:line id: what and what to do`.
    """
    problems: list[str] = []
    fragments: dict[str, str] = {}
    rules: dict[str, Rule] = {}
    shipped = resources.files("cyextract.rules")
    _load_files(_toml_files(shipped), fragments, rules, problems)
    own: dict[str, Rule] = {}
    for path in map(Path, extra):
        of_path: dict[str, Rule] = {}
        _load_files(_own_files(path, problems), fragments, of_path, problems)
        own.update(of_path)
    if len(own) > MAX_OWN_RULES:
        problems.append(f"{os.fspath(extra[-1])}:0 -: {len(own)} rules of your own; {MAX_OWN_RULES} at most")
    if problems:
        raise RuleError(problems)
    ordered = sorted((rules | own).values(), key=lambda rule: rule.id)
    return RuleSet(tuple(ordered), fragments, frozenset(own))


def _toml_files(place: Traversable) -> list[Traversable]:
    return sorted((p for p in place.iterdir() if p.name.endswith(".toml") and p.name not in _OTHER_TABLES), key=lambda p: p.name)


def _own_files(place: Path, problems: list[str]) -> list[Path]:
    """The user's file, or the files of the user's folder."""
    if not place.is_dir():
        if place.is_file():
            return [place]
        problems.append(f"{place}: no such rule file or folder; check the path")
        return []
    try:
        found = sorted(place.glob("*.toml"))
    except OSError as error:
        problems.append(f"{place}:0 -: cannot be read: {error.strerror}")
        return []
    home = place.resolve()
    files: list[Path] = []
    for file in found:
        if not file.is_file():
            problems.append(f"{file}:0 -: is no file; move it out of the folder of rules")
        elif not file.resolve().is_relative_to(home):
            problems.append(f"{file}:0 -: leads out of its folder; copy the file there, or name it by itself")
        else:
            files.append(file)
    if not found:
        problems.append(f"{place}: no rule file (*.toml) in this folder; check the path")
    return files


def _load_files(files: Iterable[Traversable], fragments: dict[str, str], rules: dict[str, Rule], problems: list[str]) -> None:
    seen: dict[str, str] = {}
    for file in files:
        try:
            with reading("-", (ValueError, RecursionError)):
                found = _load_file(file, fragments, problems)
        except InputError as error:
            problems.append(f"{file.name}:{_error_line(error)} {_first_line(error)}; fix the file's TOML")
            continue
        for rule in found:
            if rule.id in seen:
                problems.append(f"{rule.file}:{rule.line} {rule.id}: id already used at {seen[rule.id]}; ids are never reused")
            seen.setdefault(rule.id, f"{rule.file}:{rule.line}")
            rules[rule.id] = rule


def _load_file(file: Traversable, fragments: dict[str, str], problems: list[str]) -> list[Rule]:
    try:
        text = _read(file)
    except OSError as error:
        problems.append(f"{file.name}:0 -: cannot be read: {error.strerror or error}")
        return []
    lines = text.splitlines()
    key_lines = {found[1]: number for number, line in reversed([*enumerate(lines, 1)]) if (found := _KEY.match(line))}
    try:
        content = RuleFile.model_validate(tomllib.loads(text))
    except ValidationError as error:
        for item in error.errors():
            key = str(item["loc"][0])
            problems.append(f"{file.name}:{key_lines.get(key, 0)} {key}: {item['msg']}; a file holds [[rule]], [fragments] and [words]")
        return []
    lists: dict[str, str] = {}
    for name, source in content.words.items():
        try:
            lists[name] = _word_list(source)
        except (ValueError, LookupError) as error:
            problems.append(f"{file.name}:{key_lines.get(name, 0)} {name}: {error.args[0]}")
    for name, pattern in (lists | content.fragments).items():
        if fragments.setdefault(name, pattern) != pattern:
            problems.append(f"{file.name}:{key_lines.get(name, 0)} {name}: fragment defined twice with different patterns; rename one")
    starts = [number for number, line in enumerate(lines, 1) if re.match(r"[ \t]*\[\[\s*rule\s*\]\]", line)]
    rules: list[Rule] = []
    for (line, end), record in zip_longest(pairwise([*starts, len(lines) + 1]), content.rule, fillvalue=(0, 0)):
        assert isinstance(record, dict)
        rows = {found[1]: line + i for i, row in enumerate(lines[line - 1 : end - 1]) if (found := _ROW.match(row))}
        try:
            rules.append(Rule.model_validate({**record, "file": file.name, "line": line, "row_lines": rows}))
        except ValidationError as error:
            for item in error.errors():
                field = ".".join(map(str, item["loc"]))
                problem = f"{item['msg']}; see `cyextract rules doc`"
                if (field, item["type"]) == ("type", "literal_error"):
                    problem = _OTHER_TYPE.format(item["input"])
                problems.append(f"{file.name}:{line} {record.get('id', '-')}: {field}: {problem}")
    return rules


def _word_list(source: str) -> str:
    """The pattern of the words that `LIST.tsv COLUMN=WORD` names, the longest first."""
    found = re.fullmatch(r"([\w/]+\.tsv) (\w+)=(\S+)", source)
    if found is None:
        raise ValueError(f"{source!r}: write LIST.tsv COLUMN=WORD")
    return f"(?:{longest_first(words_where(*found.groups()))})"


_ROW = re.compile(r"""[ \t]*["']([^"']+)["'][ \t]*=""")
_KEY = re.compile(r"[ \t]*([\w-]+)[ \t]*=")


def _read(file: Traversable) -> str:
    with file.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES:,} bytes; divide it")
    text = data.decode()
    if found := _LONG_KEY.search(text):
        raise ValueError(f"a key of more than 20 parts (at line {text.count(chr(10), 0, found.end()) + 1})")
    return text


def _error_line(error: Exception) -> int:
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else 0


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
