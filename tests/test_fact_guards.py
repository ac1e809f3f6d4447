"""Every guard of the agreements is needed by an example: each is deleted, one at a time, and its example must come out otherwise.

A guard is a word that keeps a verb from making an event, moves the parties elsewhere or ends a name. Words of a kind share the
sentences that they are put into; of these, one at least must need the word.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import cyextract
from cyextract import Extractor
from cyextract.facts import agreements, clause_text, event_dates, party_names, verbs_after, verbs_before
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
# Module, name of a set of words, and a sentence for each of them with the dates and the parties of its event.
CODE: list[tuple[ModuleType, str, dict[str, tuple[str, str | None, Parties]]]] = [
    (verbs_before, "_NAMED_ONLY", {
        "关于": ("比亚迪发布关于签署《合作协议》的公告。", None, None),
        "从": ("从签署《合作协议》，到建立机制，用了两年。", None, None),
        "为": ("会谈为签署《合作协议》打下基础。", None, None),
        "所": ("比亚迪的员工所签署的《合作协议》已经生效。", None, None),
    }),
    (verbs_after, "_OBJECT_MARKERS", {
        "对": ("教育部对《管理办法》进行修订。", None, ["教育部"]),
        "将": ("教育部将《管理办法》印发。", None, ["教育部"]),
        "把": ("教育部把《管理办法》公布。", None, ["教育部"]),
    }),
    (event_dates, "_AROUND_DATE", {
        "起": ("教育部2023年5月8日起制定的《管理办法》已经实施。", None, ["教育部"]),
        "以来": ("2023年5月以来，教育部印发《管理办法》。", None, ["教育部"]),
        "前": ("2023年5月8日前，教育部印发《管理办法》。", None, ["教育部"]),
        "前夕": ("2023年5月8日前夕，教育部印发《管理办法》。", None, ["教育部"]),
    }),
    (party_names, "_COUNTED", {
        "各": ("比亚迪与各股东审议《管理办法》。", None, ["比亚迪"]),
    }),
]  # fmt: skip


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


@pytest.mark.parametrize(
    ("module", "name", "word", "sentence", "date", "parties"),
    [(module, name, word, *example) for module, name, examples in CODE for word, example in examples.items()],
)
def test_every_guarding_word_of_the_code_is_needed_by_a_sentence(
    module: ModuleType, name: str, word: str, sentence: str, date: str | None, parties: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = getattr(module, name)
    assert set(words) == next(set(examples) for _, other, examples in CODE if other == name)
    assert told(sentence) == (date, parties)
    monkeypatch.setattr(module, name, type(words)(kept for kept in words if kept != word))
    assert told(sentence) != (date, parties)


def test_the_patterns_have_no_other_guards() -> None:
    folder = Path(cyextract.__file__).parent
    for file in (*(folder / "facts").glob("*.py"), folder / "recognizers" / "title.py"):
        assert not re.search(r"\(\?<?[=!][^)]*[\u4e00-\u9fff]", file.read_text(encoding="utf-8")), file


def test_the_shipped_words_are_those_of_the_rows() -> None:
    assert compile_lexicon(VERBS, ROWS).words.kinds == clause_lexicon().words.kinds
