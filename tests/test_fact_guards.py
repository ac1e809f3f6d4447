"""Every guard of the agreements is needed by an example: each is deleted, one at a time, and its example must come out otherwise.

A guard is a word that keeps a verb from making an event, moves the parties elsewhere or ends a name. Words of a kind share the
sentences that they are put into; of these, one at least must need the word. Those that are kept in code: `test_code_words`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import cyextract
from cyextract import Extractor
from cyextract.facts import agreements, clause_text
from cyextract.facts.word_lists import clause_lexicon, compile_lexicon
from cyextract.lexicon.table import read_table

VERBS, ROWS = read_table("fact_verb.tsv", 3), read_table("fact_word.tsv", 2)
Parties = list[str] | None  # None where there is no event
# Kind -> sentences for each of its words, with the parties of the event that they tell.
SENTENCES: dict[str, list[tuple[str, Parties]]] = {
    "unreal": [("比亚迪{}签署《合作协议》。", None), ("比亚迪与清华大学并{}签署《合作协议》。", None)],
    "modal": [("比亚迪{}深化合作，签署《合作协议》。", None)],
    "governing": [
        ("清华大学{}比亚迪签署的《合作协议》已经生效。", ["比亚迪"]),
        ("{}比亚迪签署的《合作协议》，项目已经开工。", ["比亚迪"]),
        ("{}Green Tower签署的《合作协议》，项目已经开工。", ["Green Tower"]),
    ],
    "result_noun": [("比亚迪签署《合作协议》{}。", None)],
    "apposition": [("清华大学{}比亚迪签署《合作协议》。", ["比亚迪"]), ("本公司{}比亚迪签署《合作协议》。", ["比亚迪"])],
    "closing": [("《合作协议》由比亚迪签署{}。", ["比亚迪"]), ("《合作协议》由比亚迪签署{}取得成果。", ["比亚迪"])],
    "predicate": [("中国与日本{}，两国签署《合作协议》。", ["中国", "日本"])],
    "place": [
        ("{}、日本发布《合作倡议》。", ["中国", "日本"]),
        ("{}有关部门发布《合作倡议》。", ["我国有关部门"]),
        ("{}签署《合作协议》。", ["两岸"]),
        ("{}签署《合作协议》。", ["海峡两岸"]),
    ],
}


@cache
def extractor() -> Extractor:
    return Extractor()


def told(text: str) -> tuple[str | None, Parties]:
    """The date and the parties of the event of a text; no parties where there is none."""
    found = extractor().extract(text, reference_date="2024-03-15").agreements
    return (found[0].date.value if found[0].date else None, [p.text for p in found[0].parties]) if found else (None, None)


@pytest.mark.parametrize(("kind", "word"), [(kind, word) for word, kind in ROWS if kind in SENTENCES])
def test_every_guarding_word_is_needed_by_a_sentence(kind: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [(sentence.format(word), parties) for sentence, parties in SENTENCES[kind]]
    told_rightly = [(text, parties) for text, parties in sentences if told(text)[1] == parties]
    fewer = compile_lexicon(VERBS, [row for row in ROWS if row != (word, kind)])
    for module in (clause_text, agreements):
        monkeypatch.setattr(module, "clause_lexicon", lambda: fewer)
    assert any(told(text)[1] != parties for text, parties in told_rightly)


def test_the_patterns_have_no_other_guards() -> None:
    folder = Path(cyextract.__file__).parent
    for file in (*(folder / "facts").glob("*.py"), *(folder / "recognizers").glob("title*.py")):
        assert not re.search(r"\(\?<?[=!][^)]*[\u4e00-\u9fff]", file.read_text(encoding="utf-8")), file


def test_the_shipped_words_are_those_of_the_rows() -> None:
    assert compile_lexicon(VERBS, ROWS).words.kinds == clause_lexicon().words.kinds
