"""Agreements and aliases: a corpus labelled before the code was written, the seeds, the word lists' own examples."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cyextract
from cyextract import AgreementEvent, Document, Extractor
from cyextract.evaluate import Counts, Layers, LayerScore, layers_of, load_gold, score_layers, summarize_layers
from cyextract.explain.narrate import phrase_reason
from cyextract.facts import fact_rules
from cyextract.facts.word_lists import clause_lexicon
from cyextract.lexicon.table import read_table

TESTS = Path(__file__).parent
SEEDS = TESTS.parent / "seeds"
SENTENCES = [json.loads(line) for line in (TESTS / "data" / "agreement_sentences.jsonl").read_text(encoding="utf-8").splitlines()]
DAY = "2021-06-10"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def day(event: AgreementEvent) -> str | None:
    return event.date.value if event.date else None


def events(document: Document) -> list[tuple[str, str, str | None, list[str]]]:
    return [(a.title, a.action, day(a), [p.text for p in a.parties]) for a in document.agreements]


def story(differences: object) -> str:
    return "\n".join(map(str, differences))  # type: ignore[call-overload]


# --- quality ---------------------------------------------------------------------------------------------------------------


def test_the_corpus_covers_every_construction() -> None:
    assert len(SENTENCES) >= 60
    kinds = {row["id"].rsplit("-", 1)[0] for row in SENTENCES}
    assert {"active", "passive", "with", "elided", "relative", "list", "collective", "chronicle", "twice", "none"} <= kinds
    assert sum(not row["agreements"] for row in SENTENCES) >= 15


def test_own_sentences(extractor: Extractor) -> None:
    gold = {row["id"]: Layers(tuple(row["agreements"])) for row in SENTENCES}
    found = {row["id"]: layers_of(extractor.extract(row["text"], reference_date=row["reference_date"])) for row in SENTENCES}
    score = score_layers(gold, {name: Layers(layers.agreements) for name, layers in found.items()})
    assert score.agreements.f1 >= 0.95, story(score.differences)
    assert (score.dates or 0) >= 0.95, story(score.differences)
    assert (score.parties or 0) >= 0.9, story(score.differences)


def test_seed_chronicle_is_rebuilt(extractor: Extractor) -> None:
    """Every agreement of the seeds with its action and date, and none besides; parties on 85 in 100."""
    total = LayerScore()
    for document in load_gold(SEEDS):
        assert document.text is not None
        assert document.layers is not None
        found = layers_of(extractor.extract(document.text, reference_date=document.reference_date))
        total += score_layers({document.id: document.layers}, {document.id: found})
    assert (total.agreements.missed, total.agreements.spurious) == (0, 0), story(total.differences)
    assert total.dates == 1, story(total.differences)
    assert (total.parties or 0) >= 0.85, story(total.differences)
    assert total.aliases.f1 >= 0.8


@pytest.mark.parametrize(("word", "kind", "example"), read_table("fact_verb.tsv", 3))
def test_each_verb_makes_an_event(extractor: Extractor, word: str, kind: str, example: str) -> None:
    (event,) = extractor.extract(example).agreements
    assert (event.action, event.action_type) == (word, kind)
    assert [p.text for p in event.parties] == ["武汉市教育局"]


@pytest.mark.parametrize(("rule", "why", "example"), read_table("fact_rule.tsv", 3))
def test_each_rule_ties_its_example(extractor: Extractor, rule: str, why: str, example: str) -> None:
    document = extractor.extract(example.replace("\\n", "\n"), reference_date=DAY)
    assert rule in {r for event in document.agreements for r in event.rules.values()}, events(document)
    assert why


# --- constructions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("比亚迪分别与清华大学、复旦大学签订《合作协议》。", ["比亚迪", "清华大学", "复旦大学"]),
        ("在清华大学的支持下，比亚迪签订《合作协议》。", ["比亚迪"]),
        ("比亚迪就采购清华大学专利签订《合作协议》。", ["比亚迪"]),
        ("比亚迪与清华大学会谈。双方签订《合作协议》。", ["比亚迪", "清华大学"]),
        ("双方签订《合作协议》。", ["双方"]),
        ("《合作协议》由比亚迪、清华大学共同签署。", ["比亚迪", "清华大学"]),
        ("成都市与德阳市签订《合作协议》。", ["成都市", "德阳市"]),
        ("川渝两地签订《合作协议》。", ["川渝两地"]),
        ("张某与比亚迪签订《借款合同》。", ["张某", "比亚迪"]),
        ("资深与比亚迪签订《合作协议》。", ["比亚迪"]),
        ("双方签署国内首份《合作协议》。", ["双方"]),
        ("比亚迪签署中国首个《合作协议》。", ["比亚迪"]),
        ("比亚迪发布全省首个《管理办法》。", ["比亚迪"]),
        ("比亚迪、清华大学及其他股东签署《合作协议》。", ["比亚迪", "清华大学", "其他股东"]),
        ("比亚迪与浦江开发区管理委员会签署《合作协议》。", ["比亚迪", "浦江开发区管理委员会"]),
        ("于国强与比亚迪签订《合作协议》。", ["于国强", "比亚迪"]),
        ("由川渝两地经信部门编制的《行动计划》发布。", ["川渝两地"]),
        ("英国首相与爱尔兰总理签署《合作协议》。", ["英国", "爱尔兰"]),
        ("三、比亚迪签订《合作协议》。", ["比亚迪"]),
        ("教育部、财政部两部门印发《管理办法》。", ["教育部", "财政部"]),
        ("比亚迪控股股东清华大学与复旦大学签署《合作协议》。", ["清华大学", "复旦大学"]),
        ("比亚迪适时签署《合作协议》。", ["比亚迪"]),
        ("该协会印发《管理办法》。", ["该协会"]),
        ("县政府办公室印发《管理办法》。", ["县政府办公室"]),
    ],
)
def test_parties(extractor: Extractor, text: str, parties: list[str]) -> None:
    (event,) = extractor.extract(text).agreements
    assert [p.text for p in event.parties] == parties
    assert all(text[p.start : p.end] == p.text for p in event.parties)


@pytest.mark.parametrize("filling", [3, 39, 42, 60])
def test_a_sentence_too_long_to_be_read_whole_lends_no_subject_from_its_middle(extractor: Extractor, filling: int) -> None:
    plain = "河边的石板路已经湿了" * filling
    (event,) = extractor.extract(f"中国工商银行{plain}签署的《合作协议》").agreements
    assert event.parties == ()
    predicate = "已经湿了" * filling
    (event,) = extractor.extract(f"中国工商银行开会。{predicate[:300]}签署的《合作协议》").agreements
    assert [p.text for p in event.parties] == ["中国工商银行"]


def test_plain_text_of_a_clause_ends_where_a_word_or_a_place_can_begin() -> None:
    lexicon = clause_lexicon()
    for word in (*lexicon.words.kinds, *lexicon.places.kinds, *"(的 “”\"'\u3000\n", "川渝"):
        assert lexicon.opening.match(f"{word}字"), word
        assert lexicon.opening.match(word), word
    assert lexicon.opening.search("湿漉漉") is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("5月8日，市政府常务会议在甲市召开。会议审议《管理办法》。", "2021-05-08"),
        ("教育部5月8日起草《管理办法》。", "2021-05-08"),
        ("5月8日起，教育部印发《管理办法》。", None),
    ],
)
def test_dates(extractor: Extractor, text: str, date: str | None) -> None:
    (event,) = extractor.extract(text, reference_date=DAY).agreements
    assert (event.date and event.date.value) == date


def test_action_type_is_that_of_the_last_verb(extractor: Extractor) -> None:
    (event,) = extractor.extract("教育部起草并印发《管理办法》。").agreements
    assert (event.action, event.action_type, event.category) == ("起草并印发", "issue", "policy")


def test_told_twice_is_one_event_on_the_dated_telling(extractor: Extractor) -> None:
    text = "比亚迪签订《动力电池长期供应合同》。\n2021年5月8日\n双方签订《动力电池长期供应合同》。"
    (event,) = extractor.extract(text).agreements
    assert (day(event), event.start) == ("2021-05-08", text.rindex("《"))


def test_same_short_title_with_others_on_another_day_is_another_event(extractor: Extractor) -> None:
    text = "2020年5月，比亚迪与清华大学签订《合作协议》。2021年3月，华为与复旦大学签订《合作协议》。"
    assert [e[2] for e in events(extractor.extract(text))] == ["2020-05", "2021-03"]


def test_amounts_and_evidence(extractor: Extractor) -> None:
    text = "会议结束。6月4日，比亚迪签订《合作协议》，总投资约15亿元，建设周期三年。"
    (event,) = extractor.extract(text, reference_date=DAY).agreements
    assert [a.text for a in event.amounts] == ["15亿元"]
    assert event.evidence.text == "6月4日，比亚迪签订《合作协议》，总投资约15亿元"
    assert text[event.evidence.start : event.evidence.end] == event.evidence.text


def test_an_event_carries_the_spans_it_rests_on(extractor: Extractor) -> None:
    text = "三江银行股份有限公司（以下简称“三江银行”）公告。去年6月4日以前，三江银行与张某签订《合作协议》，金额3亿元。"
    (event,) = extractor.extract(text, reference_date=DAY).agreements
    assert (text[event.start : event.end], event.bracketed, event.status) == ("《合作协议》", True, "done")
    assert event.date is not None
    assert (event.date.value, event.date.mod, text[event.date.start : event.date.end]) == ("2020-06-04", "BEFORE", "去年6月4日")
    assert [(p.text, p.name) for p in event.parties] == [("三江银行", "三江银行股份有限公司"), ("张某", None)]
    assert [text[a.start : a.end] for a in event.amounts] == ["3亿元"]


def test_a_line_broken_by_layout(extractor: Extractor) -> None:
    text = "3月12日，经过多轮协商，重庆市经济和信息化委员会与四川省经济和信息化厅共同签\n署《川渝产业合作协议》，将在多个方面合作。"
    (event,) = extractor.extract(text, reference_date=DAY).agreements
    assert (event.action, day(event), len(event.parties)) == ("签署", "2021-03-12", 2)
    assert all(text[p.start : p.end] == p.text for p in event.parties)


def test_traditional_text(extractor: Extractor) -> None:
    (event,) = extractor.extract("2021年5月8日，教育部發布《管理辦法》。").agreements
    assert (event.title, event.action_type, day(event)) == ("管理辦法", "publish", "2021-05-08")


# --- aliases ---------------------------------------------------------------------------------------------------------------


def aliases(document: Document) -> dict[str, str]:
    return {a.short: a.full for a in document.aliases}


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("教育部印发《学位管理实施方案》（以下简称《方案》）。《方案》要求", "方案", "学位管理实施方案"),
        ("印发《互联网安全条例》（下称“条例”）", "条例", "互联网安全条例"),
        ("世界贸易组织发布消息，WTO成员参加。", "WTO", "世界贸易组织"),
        ("上海汽车集团与上汽集团", "上汽集团", "上海汽车集团"),
        ("比亚迪股份有限公司称，比亚迪股份有限公司与甲股份有限公司合作，乙股份有限公司参加。", "股份有限公司", None),
    ],
)
def test_aliases(extractor: Extractor, text: str, short: str, full: str | None) -> None:
    assert aliases(extractor.extract(text)).get(short) == full


def test_events_of_a_short_title_carry_the_full_one(extractor: Extractor) -> None:
    text = "教育部起草《学位管理实施方案》（以下简称《方案》）。6月4日，《方案》正式印发。"
    found = {(e[0], e[1]) for e in events(extractor.extract(text, reference_date=DAY))}
    assert ("学位管理实施方案", "印发") in found


# --- switches, output, cost ------------------------------------------------------------------------------------------------


def test_switched_off_and_types() -> None:
    text = "6月4日，教育部印发《管理办法》。"
    assert Extractor(layers=()).extract(text).agreements == ()
    assert Extractor(types={"ORG", "DATE"}).extract(text).agreements == ()
    (event,) = Extractor(types={"TITLE"}).extract(text).agreements
    assert (event.date, event.action) == (None, "印发")


def test_explain_says_what_tied_a_party_and_a_date(extractor: Extractor) -> None:
    trace = extractor.explain("6月4日，比亚迪印发《管理办法》。", reference_date=DAY)
    tied = {(s.part, s.text): s for s in trace.steps if s.outcome == "tied"}
    party = tied["parties", "比亚迪"]
    assert (party.rules, party.agreement) == (("fact.party-subject",), trace.document.agreements[0])
    assert phrase_reason(party) == f"parties of 印发《管理办法》: {fact_rules()['fact.party-subject']}"
    assert tied["date", "6月4日"].rules == ("fact.date-clause-before",)


def test_layer_scores_by_hand_counted_numbers() -> None:
    gold = Layers(
        (
            {"title": "甲协议", "action": "签署", "date": "2021", "parties": ["乙（中国）", "丙"]},
            {"title": "丁办法", "action": "印发", "date": None, "parties": []},
            {"title": "戊函", "action": "提交", "optional": True},
        ),
        ({"short": "乙", "full": "乙（中国）"}, {"short": "丙", "full": "丙公司", "optional": True}),
    )
    found = Layers(
        (
            {
                "title": "甲 协议",
                "action": "签",
                "date": {"value": "2020", "start": 0, "end": 5},
                "parties": [{"text": "乙"}, {"text": "丙"}],
            },
            {"title": "戊函", "action": "发出"},
            {"title": "己", "action": "发布"},
        ),
        ({"short": "乙", "full": "乙(中国)"}, {"short": "庚", "full": "庚公司"}),
    )
    score = score_layers({"x": gold}, {"x": found})
    assert score.agreements == Counts(1, 1, 1)
    assert (score.dates, score.parties) == (0, 1)
    assert score.aliases == Counts(1, 1, 0)
    assert summarize_layers(score)["agreements"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "hits": 1, "spurious": 1, "missed": 1, "date": 0.0, "parties": 1.0,
    }  # fmt: skip
    assert score_layers({"x": gold}, {}).agreements == Counts(0, 0, 2)


@pytest.mark.parametrize("predicted", ["2021", {"value": "2021", "mod": None, "start": 3, "end": 8}])
@pytest.mark.parametrize("wanted", ["2021", {"value": "2021", "start": 3, "end": 8}])
def test_a_date_is_right_by_its_value_flat_or_with_its_span(wanted: object, predicted: object) -> None:
    gold, found = (Layers(({"title": "甲", "action": "签", "date": date},)) for date in (wanted, predicted))
    assert score_layers({"x": gold}, {"x": found}).dates == 1


PIECES = [
    "《",
    "》",
    "（",
    "）",
    "甲协议",
    "签署",
    "由",
    "与",
    "的",
    "，",
    "。",
    "2020年5月8日",
    "\n",
    "双方",
    "比亚迪",
    "在",
    "等",
    "川渝",
]


@pytest.mark.parametrize("text", ["签署《川渝", "签署《中国", "双方签署《日本与"])
def test_a_title_may_end_with_the_text(text: str) -> None:
    assert all(event.end <= len(text) for event in cyextract.extract(text).agreements)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_events_that_are_slices_of_it(text: str) -> None:
    document = cyextract.extract(text, reference_date=DAY)
    for event in document.agreements:
        assert ((event.start, event.end) in {(t.start, t.end) for t in document.titles}) == event.bracketed
        assert event.date is None or (event.date.start, event.date.end) in {(d.start, d.end) for d in document.dates}
        for span in (event.evidence, *event.parties, *event.amounts):
            assert text[span.start : span.end] == span.text
    timeline = document.timeline()
    assert sum(len(e.agreements) for e in (*timeline.dated, *timeline.undated)) == len(document.agreements)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["签署《甲协议》", "《甲协议》由", "与比亚迪", "的《甲协议》", "，《甲协议》（", "川渝签署", "双方《甲协议》签署，"]
)
def test_hostile_runs_take_linear_time(extractor: Extractor, unit: str) -> None:
    texts = [unit * (size // len(unit)) for size in (10_000, 40_000)]
    without = Extractor(layers=())
    spent = []
    for text in texts:
        without.extract(text)  # whatever is loaded with the first text counts for neither
        start = time.process_time()
        without.extract(text)
        middle = time.process_time()
        extractor.extract(text)
        spent.append(max(time.process_time() - middle - (middle - start), 0.02))
    assert spent[1] < 12 * spent[0] + 1, spent


def test_a_list_of_titles_has_an_end() -> None:
    """Each of its titles is an event with the whole list as evidence: without one, what is written grows with the square of the text."""
    many = Extractor().extract("省教育厅发布" + "、".join(f"《{chr(0x4E00 + n)}县规划》" for n in range(500)) + "。")
    assert len(many.agreements) == 40
    assert max(len(event.evidence.text) for event in many.agreements) < 800
    unclosed = Extractor().extract("发布" + "".join(f"《{chr(0x4E00 + n)}县规划" for n in range(500)))
    assert len(unclosed.model_dump_json()) < 200_000
