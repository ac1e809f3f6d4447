"""Every word that the event rooms keep in code is needed by a sentence: each is deleted, one at a time, and its sentence must change.

The sets are found in the modules; `data/fact_words.jsonl` has a sentence for each of their words. A new word without a sentence
fails, and so does a sentence whose word is gone.
"""

from __future__ import annotations

import ast
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import cyextract.facts
from cyextract import Extractor
from cyextract.facts.word_lists import compile_lexicon
from cyextract.lexicon.table import read_table

FOLDER = Path(cyextract.facts.__file__).parent
# Rooms of names, which the tests of names guard.
NAMES = {"aliases", "body_names", "document_mentions", "name_brackets", "name_parts", "name_ties", "organisations"}
ROOMS = {
    file.stem: import_module(f"cyextract.facts.{file.stem}")
    for file in sorted(FOLDER.glob("*.py"))
    if file.stem not in NAMES | {"__init__"}
}
# Closed lists of the language: numerals, the letters of countries and provinces, frequent surnames.
CLOSED = {
    f"{room}.{name}"
    for room, names in {
        "word_lists": ("SURNAMES", "COUNTRIES", "PARTNERS", "_PROVINCES", "LEVELS", "_COUNTS", "_SIDES", "_HAN"),
        "antecedents": ("_LETTERS", "_STATES"),
        "clause_pass": ("_NUMERALS",),
    }.items()
    for name in names
}
EXAMPLES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "fact_words.jsonl").read_text(encoding="utf-8").splitlines()
]
Words = str | tuple[str, ...] | frozenset[str] | dict[str, object]
NEVER_READ = "\uffff"
LONGEST = 6


def is_han(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def words_of(value: object) -> set[str]:
    """The words of a constant: itself, or what it holds; none where it holds something else."""
    if isinstance(value, str):
        return {value} if len(value) <= LONGEST and is_han(value) else set()  # no pattern
    if isinstance(value, tuple | frozenset | dict) and all(isinstance(word, str) for word in value):
        return {word for word in value if is_han(word)}
    return set()


def constants(room: ModuleType) -> list[str]:
    """The names that a module gives a value, in order."""
    targets = [
        target
        for node in ast.parse(Path(str(room.__file__)).read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]


def without(value: Words, word: str) -> Words:
    if isinstance(value, str):
        return NEVER_READ
    if isinstance(value, dict):
        return {key: kept for key, kept in value.items() if key != word}
    return type(value)(kept for kept in value if kept != word)


@cache
def extractor() -> Extractor:
    return Extractor()


def events(text: str) -> list[tuple[str, object]]:
    """What is told of each event, in words and with the places of its parties."""
    found: list[tuple[str, object]] = []
    for event in extractor().extract(text, reference_date="2024-03-15").agreements:
        day = event.date.value if event.date else None
        told = (event.action, event.title, event.status, day, "、".join(party.text for party in event.parties))
        places = [event.date.start if event.date else None, *((party.start, party.name) for party in event.parties)]
        found.append((" ".join(word for word in told if word), places))
    return found


def test_every_word_of_the_code_has_a_sentence() -> None:
    written = {
        (f"{stem}.{name}", word)
        for stem, room in ROOMS.items()
        for name in constants(room)
        if f"{stem}.{name}" not in CLOSED
        for word in words_of(getattr(room, name))
    }
    assert written == {(example["set"], example["word"]) for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['set']}-{example['word']}")
def test_the_sentence_of_a_word_needs_it(example: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    text, (stem, name) = example["text"], example["set"].split(".")
    told = events(text)
    assert [event for event, _ in told] == example["events"]
    value = getattr(ROOMS[stem], name)
    fewer = without(value, example["word"])
    for room in ROOMS.values():
        if getattr(room, name, None) is value:
            monkeypatch.setattr(room, name, fewer)
    if stem == "word_lists":
        lexicon = compile_lexicon(read_table("fact_verb.tsv", 3), read_table("fact_word.tsv", 2))
        for room in ROOMS.values():
            if hasattr(room, "clause_lexicon"):
                monkeypatch.setattr(room, "clause_lexicon", lambda: lexicon)
    assert events(text) != told
