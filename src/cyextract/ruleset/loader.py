"""Read rule files, all of them, and report every problem at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from cyextract.errors import RuleError
from cyextract.ruleset.schema import Rule, RuleFile


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Validated rules and the named fragments their patterns use."""

    rules: tuple[Rule, ...]
    fragments: dict[str, str]

    def by_id(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}


def load_rules(extra: Sequence[str | os.PathLike[str]] = ()) -> RuleSet:
    """Load the shipped rules and the user's own files or folders of `*.toml`.

    A user's rule with the id of a shipped one replaces it; `status = "retired"` switches it off.

    Raises:
        RuleError: with every problem found as `file:line id: what and what to do`.
    """
    problems: list[str] = []
    fragments: dict[str, str] = {}
    rules: dict[str, Rule] = {}
    shipped = resources.files("cyextract.rules")
    _load_files(_toml_files(shipped), fragments, rules, problems)
    for path in map(Path, extra):
        if not path.exists():
            problems.append(f"{path}:0 -: no such rule file or folder; check the path")
            continue
        own: dict[str, Rule] = {}
        _load_files(_toml_files(path), fragments, own, problems)
        rules.update(own)
    if problems:
        raise RuleError(problems)
    ordered = sorted(rules.values(), key=lambda rule: rule.id)
    return RuleSet(tuple(ordered), fragments)


def _toml_files(place: Traversable | Path) -> list[Traversable | Path]:
    if place.is_file():
        return [place]
    return sorted((p for p in place.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)


def _load_files(files: Iterable[Traversable | Path], fragments: dict[str, str], rules: dict[str, Rule], problems: list[str]) -> None:
    seen: dict[str, str] = {}
    for file in files:
        for rule in _load_file(file, fragments, problems):
            if rule.id in seen:
                problems.append(f"{rule.file}:{rule.line} {rule.id}: id already used at {seen[rule.id]}; ids are never reused")
            seen.setdefault(rule.id, f"{rule.file}:{rule.line}")
            rules[rule.id] = rule


def _load_file(file: Traversable | Path, fragments: dict[str, str], problems: list[str]) -> list[Rule]:
    try:
        text = file.read_text(encoding="utf-8")
        content = RuleFile.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        problems.append(f"{file.name}:{_error_line(error)} -: {_first_line(error)}; fix the file's TOML")
        return []
    for name, pattern in content.fragments.items():
        if fragments.setdefault(name, pattern) != pattern:
            problems.append(f"{file.name}:0 {name}: fragment defined twice with different patterns; rename one")
    starts = [text.count("\n", 0, m.start()) + 1 for m in re.finditer(r"(?m)^[ \t]*\[\[\s*rule\s*\]\]", text)]
    rules: list[Rule] = []
    for line, record in zip(starts, content.rule, strict=False):
        try:
            rules.append(Rule.model_validate({**record, "file": file.name, "line": line}))
        except ValidationError as error:
            for item in error.errors():
                field = ".".join(map(str, item["loc"]))
                problems.append(f"{file.name}:{line} {record.get('id', '-')}: {field}: {item['msg']}; see `cyextract rules doc`")
    return rules


def _error_line(error: Exception) -> int:
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else 0


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
