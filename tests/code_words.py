"""The Chinese words that the modules keep in code, and how each is taken away: out of a set or a table, or out of a pattern.

A constant that others are built of (`_KIND` of a pattern) loses a word in all of them at once.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import regex

import cyextract

NEVER_READ = "\uffff"
ROOT = Path(cyextract.__file__).parent
# Rooms whose words are on trial elsewhere, or not read.
ELSEWHERE = {
    "recognizers.org": "test_org_guards",
    "numerals": "numerals and the grammar of numbers: test_guards",
    "text": "the letters of numbers, units and layout: test_line_breaks, test_view, test_words",
    "batch.encodings": "the commonest characters, no words",
    "verification": "what claims are written in: test_verify",
    "document_settings": "how a date is written: test_pipeline",
    "ruleset.pattern_source": "the classes of characters of patterns: test_ruleset",
    **dict.fromkeys(("adapters", "cli", "display", "explain", "mcp_server", "tables", "web"), "shown or told, not read"),
}  # fmt: skip
_STEP = re.compile(r"\\.|\[(?P<members>\^?\]?(?:[^\]\\]|\\.)*)\]|\((?:\?(?:P<\w+>|<[=!]|[:=!>]|[a-z]+[:)]))?|.", re.DOTALL)
_CHOICE = re.compile("\\[[^\\]^]*[\u4e00-\u9fff][^\\]-]")  # a class of several
_MEMBER = re.compile(r"\\.(?:-\\?.)?|.-[^\]]|.", re.DOTALL)
_OPTIONAL = re.compile("([\u4e00-\u9fff])[?*]")
_CLOSED = re.compile("[\u4e00\u3400]-\u9fff|[〇零○一二两三四五六七八九十百千万亿廿卅几数多第]")
"""All Chinese characters, and numerals: no words."""


class Trial(NamedTuple):
    """A word of a constant, and without it: the names of what changes, what they are, and what they are then."""

    word: str
    changes: list[tuple[str, Any, Any]]


def is_han(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def is_word(text: str) -> bool:
    """Whether a part of a pattern has a Chinese character that is no numeral."""
    return is_han(_CLOSED.sub("", text))


@cache
def modules() -> dict[str, ModuleType]:
    """The modules with Chinese in them, by their names below the package."""
    files = (file for file in sorted(ROOT.rglob("*.py")) if file.name[0] != "_" and is_han(file.read_text(encoding="utf-8")))
    stems = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)
    return {stem: import_module(f"cyextract.{stem}") for stem in stems if not any(f"{stem}.".startswith(f"{room}.") for room in ELSEWHERE)}


@cache
def constants(module: ModuleType) -> dict[str, list[str]]:
    """The names that a module gives a value, each with the names that its value is built of."""
    return {
        name.id: [inner.id for inner in ast.walk(node.value) if isinstance(inner, ast.Name)]
        for node in _tree(module).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for name in ast.walk(target)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


@cache
def _names_read() -> frozenset[str]:
    """The names that functions of these modules read, with and without a module before them."""
    functions = (node for m in modules().values() for node in ast.walk(_tree(m)) if isinstance(node, ast.FunctionDef | ast.Lambda))
    inner = (node for function in functions for node in ast.walk(function))
    return frozenset(n.id if isinstance(n, ast.Name) else n.attr for n in inner if isinstance(n, ast.Name | ast.Attribute))


def trials(module: ModuleType, name: str) -> Iterator[Trial]:
    """The words of a constant, as far as they are no other's that it is built of; one that is met again has its number behind it (次#2)."""
    value, built = getattr(module, name), constants(module)
    text, patterns = _text(value), {other: getattr(module, other) for other, parts in built.items() if name in parts}
    patterns = {other: pattern for other, pattern in patterns.items() if text and any(text in source for source in _sources(pattern))}
    if name not in _names_read() and not patterns:
        return
    parts = [getattr(module, part, None) for part in built[name]]
    parts = [part for part in parts if _text(part) and any(_text(part) in source for source in _sources(value))]
    others = {word for part in parts for word, _ in deletions(part)}
    met = Counter[str]()
    for word, rest in deletions(value):
        if word.rpartition(": ")[2] not in others:
            met[word] += 1
            changed = [(other, pattern, _replaced(pattern, text, _text(rest))) for other, pattern in patterns.items()]
            yield Trial(word if met[word] == 1 else f"{word}#{met[word]}", [(name, value, rest), *changed])


def _text(value: object) -> str:
    """What a constant is in a pattern that is built of it."""
    return value if isinstance(value, str) else "|".join(value) if type(value) is tuple and all(isinstance(w, str) for w in value) else ""


def _sources(value: object) -> list[str]:
    if isinstance(value, re.Pattern | regex.Pattern):
        return [value.pattern] if isinstance(value.pattern, str) else []
    return [text for member in value for text in _sources(member)] if type(value) is tuple else []


def _replaced(value: Any, old: str, new: str) -> Any:
    if type(value) is tuple:
        return tuple(_replaced(member, old, new) for member in value)
    compiled = re.compile if isinstance(value, re.Pattern) else regex.compile
    return compiled(value.pattern.replace(old, new), value.flags) if _sources(value) else value


def deletions(value: Any) -> Iterator[tuple[str, Any]]:
    """The words of a value, each with the value without it."""
    if isinstance(value, str):
        found = [(word, rest) for word, rest in alternatives(value) if is_word(word)] if "(" in value else []
        yield from found or ([(value, NEVER_READ)] if is_han(value) else [])
    elif isinstance(value, re.Pattern | regex.Pattern):
        compiled = re.compile if isinstance(value, re.Pattern) else regex.compile
        for source in _sources(value):
            found = [(word, rest) for word, rest in alternatives(source) if is_word(word)]
            yield from ((word, compiled(rest, value.flags)) for word, rest in found or [(source, NEVER_READ)] if is_word(word))
    elif isinstance(value, dict):
        for key in value:
            if isinstance(key, str) and is_han(key):
                yield key, {other: value[other] for other in value if other != key}
            if not isinstance(value[key], str):
                yield from ((f"{key}: {word}", {**value, key: rest}) for word, rest in deletions(value[key]))
    elif type(value) in (tuple, list, frozenset):
        members = sorted(value, key=str) if isinstance(value, frozenset) else list(value)
        for at, member in enumerate(members):
            if isinstance(member, str) and is_han(member):
                yield member, type(value)((*members[:at], *members[at + 1 :]))
            elif not isinstance(member, str):
                yield from ((f"{at}: {word}", type(value)((*members[:at], rest, *members[at + 1 :]))) for word, rest in deletions(member))


def alternatives(pattern: str) -> Iterator[tuple[str, str]]:
    """The Chinese alternatives of a pattern, characters of its classes and what may be left out, each with the pattern without it.

    An alternative that holds others is none by itself.

    >>> [word for word, _ in alternatives("(?:签|[订定])约了?(?:书)?")]
    ['签', '(?:书)?', '订', '定', '了?']
    """
    groups, classes = _parts(pattern)
    for opening, edges in groups:
        after = pattern[edges[-1] + 1 : edges[-1] + 2]
        if len(edges) == 2 and opening >= 0 and after in ("?", "*") and is_word(pattern[edges[0] : edges[1]]):
            yield pattern[opening : edges[1] + 2], pattern[:opening] + pattern[edges[1] + 2 :]
        for low, high in pairwise(edges) if len(edges) > 2 else ():
            body = pattern[low + 1 : high]
            if is_word(body) and "|" not in body and not _CHOICE.search(body):
                yield body, pattern[: low + 1] + pattern[high + 1 :] if high < edges[-1] else pattern[:low] + pattern[high:]
    for start, end in classes:
        members = list(_MEMBER.finditer(pattern, start, end))
        for member in members if pattern[start] != "^" and len(members) > 1 else ():
            if len(member[0]) == 1 and is_word(member[0]):
                yield member[0], pattern[: member.start()] + pattern[member.end() :]
    for found in _OPTIONAL.finditer(pattern):
        if not any(start <= found.start() < end for start, end in classes):
            yield found[0], pattern[: found.start()] + pattern[found.end() :]


def _parts(pattern: str) -> tuple[list[tuple[int, list[int]]], list[tuple[int, int]]]:
    """The groups, the whole among them (where each opens; the edges of its alternatives), and what the classes hold."""
    groups, classes, at = [(-1, [-1])], list[tuple[int, int]](), 0
    open_ones = [groups[0]]
    while at < len(pattern):
        step = _STEP.match(pattern, at)
        assert step is not None
        if step["members"] is not None:
            classes.append(step.span("members"))
        elif step[0] == "|":
            open_ones[-1][1].append(at)
        elif step[0] == ")":
            open_ones.pop()[1].append(at)
        elif step[0][0] == "(":
            groups.append((at, [step.end() - 1]))
            open_ones.append(groups[-1])
        at = step.end()
    groups[0][1].append(at)
    return groups, classes
