"""The spaCy component, on blank Chinese pipelines that cut characters or words."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import cyextract
from extras import import_or_skip

spacy = import_or_skip("spacy")
component = import_or_skip("cyextract.adapters.spacy")

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
WORDS = {"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "jieba"}}}
TEXT = "去年，四川省食品饮料行业协会签订《合作协议》，总投资约15亿元，占比提高11.6个百分点。"
# jieba cuts 2021/年间 and 重庆市/经信委在, so that both mentions end inside a token.
INSIDE = "2021年间，重庆市经信委在成都投资3亿元。"

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*pkg_resources.*"),
]


def make(config: dict[str, object] | None = None, language: dict[str, object] | None = None) -> spacy.Language:
    nlp = spacy.blank("zh", config=language or {})
    nlp.add_pipe("cyextract", config=config or {})
    return nlp


def mentions(doc: spacy.tokens.Doc, key: str = "cyextract") -> list[cyextract.Mention]:
    return [span._.cyextract for span in doc.spans[key]]


@pytest.mark.parametrize("language", [{}, WORDS], ids=["characters", "words"])
@pytest.mark.parametrize("text", [*(path.read_text(encoding="utf-8") for path in SEEDS), TEXT, INSIDE, "", " \n", "投资\u30003 亿\n元 。"])
def test_spans_stand_for_the_mentions_of_the_extractor(language: dict[str, object], text: str) -> None:
    doc = make(language=language)(text)
    expected = cyextract.extract(text)
    assert doc.text == text
    assert mentions(doc) == list(expected.mentions)
    assert [span.label_ for span in doc.spans["cyextract"]] == [mention.type for mention in expected.mentions]
    assert doc._.cyextract == expected


def test_a_mention_that_ends_inside_a_token_keeps_its_offsets() -> None:
    doc = make(language=WORDS)(INSIDE)
    date, org, money = doc.spans["cyextract"]
    assert [(span.text, span.id_, span._.cyextract.text) for span in (date, org, money)] == [
        ("2021年间", "0:1", "2021年"),
        ("重庆市经信委在", "0:1", "重庆市经信委"),
        ("3亿元", "", "3亿元"),
    ]
    assert (org._.cyextract.start, org._.cyextract.end) == (7, 13)


def test_spans_of_others_stand_for_no_mention() -> None:
    doc = make(language=WORDS)(INSIDE)
    assert doc[0:3]._.cyextract is None
    assert doc.char_span(7, 14, label="ORG")._.cyextract is None
    assert doc.char_span(7, 14, label="PERSON", span_id="0:1")._.cyextract is None
    assert doc.char_span(7, 14, label="ORG", span_id="Q42")._.cyextract is None
    assert spacy.blank("zh")("投资3亿元。")._.cyextract is None


def test_bytes_and_docbins_take_the_mentions_along() -> None:
    nlp = make(language=WORDS)
    docs = [nlp(text) for text in (INSIDE, TEXT)]
    for doc in docs:
        again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
        assert again._.cyextract == doc._.cyextract
        assert mentions(again) == mentions(doc)
    data = spacy.tokens.DocBin(docs=docs, store_user_data=True).to_bytes()
    fresh = list(spacy.tokens.DocBin().from_bytes(data).get_docs(spacy.blank("zh").vocab))
    assert [mentions(doc) for doc in fresh] == [mentions(doc) for doc in docs]
    assert [doc._.cyextract for doc in fresh] == [doc._.cyextract for doc in docs]


def test_parts_of_documents_and_documents_joined_keep_their_mentions() -> None:
    nlp = make(language=WORDS)
    first, second = nlp(TEXT), nlp(INSIDE)
    part = second[2:].as_doc(copy_user_data=True)
    assert [(m.text, part.text[m.start : m.end]) for m in part._.cyextract.mentions] == [("重庆市经信委",) * 2, ("3亿元",) * 2]
    with pytest.warns(UserWarning, match="W101"):
        joined = spacy.tokens.Doc.from_docs([first, second], ensure_whitespace=False)
    assert [m.text for m in mentions(joined)] == [m.text for m in (*mentions(first), *mentions(second))]
    assert all(joined.text[m.start : m.end] == m.text for m in mentions(joined))


def test_two_processes_find_what_one_finds() -> None:
    nlp = make({"reference_date": "2021-06-10"})
    texts = [TEXT, INSIDE, "没有。"] * 4
    assert [doc._.cyextract for doc in nlp.pipe(texts, n_process=2, batch_size=2)] == [nlp(text)._.cyextract for text in texts]


def test_entities_are_set_only_when_asked_for() -> None:
    assert make()(TEXT).ents == ()
    doc = make({"set_ents": True}, WORDS)(INSIDE)
    assert [(entity.text, entity.label_, entity._.cyextract.text) for entity in doc.ents] == [
        ("2021年间", "DATE", "2021年"),
        ("重庆市经信委在", "ORG", "重庆市经信委"),
        ("3亿元", "MONEY", "3亿元"),
    ]


def test_entities_of_other_components_stay_where_none_of_ours_is() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": list_of_characters(p)} for p in ("重庆市", "成都")])
    nlp.add_pipe("cyextract", config={"set_ents": True})
    doc = nlp(INSIDE)
    assert [(entity.text, entity.label_) for entity in doc.ents] == [
        ("2021年", "DATE"), ("重庆市经信委", "ORG"), ("成都", "GPE"), ("3亿元", "MONEY"),
    ]  # fmt: skip


def list_of_characters(text: str) -> list[dict[str, str]]:
    return [{"ORTH": character} for character in text]


def test_mentions_that_share_a_token_are_all_spans_and_one_entity() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("cyextract", config={"set_ents": True})
    doc = nlp(spacy.tokens.Doc(nlp.vocab, words=["投资", "3亿元和5亿元", "。"], spaces=[False] * 3))
    assert [(span.text, span.id_, span._.cyextract.text) for span in doc.spans["cyextract"]] == [
        ("3亿元和5亿元", "0:4", "3亿元"), ("3亿元和5亿元", "4:0", "5亿元"),
    ]  # fmt: skip
    assert len(doc.ents) == 1


def test_the_reference_date_may_be_the_documents() -> None:
    nlp = make({"reference_date": "2021-06-10"})
    doc = nlp.make_doc("去年投资。")
    doc._.cyextract_reference_date = "2019-03-01"
    assert mentions(nlp(doc))[0].value == "2018"
    assert mentions(nlp("去年投资。"))[0].value == "2020"


def test_settings_reach_the_extractor_and_survive_saving(tmp_path: Path) -> None:
    nlp = make({"types": ["MONEY"], "default_currency": "TWD", "spans_key": "amounts", "layers": []})
    nlp.to_disk(tmp_path)
    doc = spacy.load(tmp_path)(TEXT)
    assert [(m.type, m.currency) for m in mentions(doc, "amounts")] == [("MONEY", "TWD")]
    with pytest.raises(ValueError, match="unknown mention type 'PERSON'"):
        make({"types": ["PERSON"]})


def test_displacy_shows_the_spans() -> None:
    doc = make()("总投资15亿元。")
    html = spacy.displacy.render(doc, style="span", options={"spans_key": "cyextract"}, jupyter=False)
    assert html.count("MONEY") == 1
    assert all(character in html for character in "15亿元")
    entities = spacy.displacy.render(make({"set_ents": True})("总投资15亿元。"), style="ent", jupyter=False)
    assert "15亿元" in entities


def test_the_component_is_an_entry_point_and_cyextract_imports_no_spacy() -> None:
    (point,) = entry_points(group="spacy_factories", name="cyextract")
    assert point.load() is component.make_component
    code = "import cyextract, sys; cyextract.extract('投资3亿元。'); assert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_number_knows_its_figure() -> None:
    doc = make()("2020年，甲市税收6亿元，同比增长5%。")
    figures = {span.text: span._.cyextract_figure for span in doc.spans["cyextract"]}
    assert figures["6亿元"].metric.text == "税收"
    assert (figures["5%"].kind, figures["5%"].basis.type) == ("growth", "yoy")
    assert figures["2020年"] is None
    plain = make({"layers": []})("税收6亿元")
    assert [span._.cyextract_figure for span in plain.spans["cyextract"]] == [None]
