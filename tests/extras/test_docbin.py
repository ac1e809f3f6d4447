"""spaCy DocBin: there and back, and what spaCy itself wrote."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyextract.errors import InputError
from cyextract.evaluate import GoldDocument, load_gold
from cyextract.goldformats import FormatOptions, read_gold, write_gold
from extras import import_or_skip
from gold_documents import gold_documents

spacy = import_or_skip("spacy")
SEEDS = Path(__file__).parent.parent.parent / "seeds"


@settings(max_examples=40, deadline=None)
@given(gold_documents(may_overlap=True), st.sampled_from([None, lambda text: text.splitlines(keepends=True)]))
def test_everything_comes_back(document: GoldDocument, tokenize: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.spacy"
        assert write_gold([document], path, "docbin", FormatOptions(tokenize=tokenize)) == ()
        (found,) = read_gold(path).documents
    assert replace(found, annotations=()) == replace(document, annotations=())
    assert sorted(found.annotations, key=repr) == sorted(document.annotations, key=repr)


def test_the_seeds_are_entities_for_spacy(tmp_path: Path) -> None:
    gold = load_gold(SEEDS)
    for copy in ("a", "b"):
        write_gold(gold, tmp_path / f"{copy}.spacy", "docbin")
    assert (tmp_path / "a.spacy").read_bytes() == (tmp_path / "b.spacy").read_bytes()
    docs = list(spacy.tokens.DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("zh").vocab))
    assert [[(e.label_, e.start_char, e.end_char) for e in doc.ents] for doc in docs] == [
        [(a.type, a.start, a.end) for a in document.annotations] for document in gold
    ]
    assert read_gold(tmp_path / "a.spacy").documents == gold


def test_entities_of_spacy_itself(tmp_path: Path) -> None:
    doc = spacy.blank("zh")("央行👍 三月说")
    doc.ents = [doc.char_span(0, 2, label="ORG"), doc.char_span(4, 6, label="DATE")]
    spacy.tokens.DocBin(docs=[doc]).to_disk(tmp_path / "dev.spacy")
    (document,) = read_gold(tmp_path / "dev.spacy").documents
    assert (document.id, document.text) == ("dev:1", "央行👍 三月说")
    assert [(a.type, a.fields["text"]) for a in document.annotations] == [("ORG", "央行"), ("DATE", "三月")]


def test_what_is_no_docbin(tmp_path: Path) -> None:
    (tmp_path / "x.spacy").write_bytes(b"no")
    with pytest.raises(InputError, match="not a DocBin"):
        read_gold(tmp_path / "x.spacy")
    with pytest.raises(InputError, match="No such file"):
        read_gold(tmp_path / "y.spacy")
