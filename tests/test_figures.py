"""Figures: what a number measures, of whom and for when."""

from __future__ import annotations

import json
import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cyextract
from cyextract import Extractor
from cyextract.document import Document
from cyextract.evaluate import (
    FIGURE_FIELDS,
    Layers,
    bootstrap_figures,
    layers_of,
    load_gold,
    score_figures,
    summarize_figures,
)
from cyextract.evaluate import score as evaluate
from cyextract.explain.narrate import narrate
from cyextract.facts.figures import cues, periods, tellers, tokens, traits, word_traits
from cyextract.facts.figures.cues import figure_rules
from cyextract.facts.figures.kinds import BY_NAME
from cyextract.facts.figures.rows import LONGEST_PART
from cyextract.models import Figure
from cyextract.report import render_report
from cyextract.ruleset.loader import load_rules
from cyextract.text.reading_view import reading_view

RULES = tomllib.loads((Path(__file__).parent.parent / "rules" / "figures.toml").read_text(encoding="utf-8"))
SENTENCES = [json.loads(line) for line in (Path(__file__).parent / "data" / "figures.jsonl").read_text(encoding="utf-8").splitlines()]
DAY = "2021-06-10"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(layers={"figures"})


def field(figure: Figure, name: str) -> str:
    """A field as examples write it."""
    value = getattr(figure, name)
    if value is None or isinstance(value, str):
        return value or "null"
    return value.value if name == "period" else value.type if name == "basis" else value.text


def examples() -> list[tuple[str, str]]:
    return [
        (entry.get("kind", entry.get("name", entry.get("id"))), text)
        for part in ("cue", "trait", "opening", "rule")
        for entry in RULES[part]
        for text in entry["examples"]
    ]


def holds(extractor: Extractor, example: str) -> bool:
    """Whether an example comes out as it says."""
    text, expected = example.split(" => ")
    figures = extractor.extract(text, reference_date=DAY).figures
    items = [item.split("=") for item in expected.split()]
    return all(field(figures[int(key.rpartition(".")[0] or -1)], key.rpartition(".")[2]) == value for key, value in items)


@pytest.mark.parametrize("part", [*RULES["trait"], *RULES["opening"]], ids=lambda part: part["name"])
def test_no_list_of_words_is_there_for_nothing(part: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    without = [entry for entry in RULES["trait"] if entry is not part]
    shipped = cues.figure_words()
    openings = [() if entry is part else tuple(entry["words"]) for entry in RULES["opening"]]
    changed = shipped._replace(traits=cues.trait_words(without), passing=openings[0], posts=openings[1])
    for module in (tokens, traits, periods, tellers):
        monkeypatch.setattr(module, "figure_words", lambda: changed)
    extractor = Extractor(layers={"figures"})
    assert not all(holds(extractor, example) for example in part["examples"])


@pytest.mark.parametrize(("name", "example"), examples())
def test_the_examples_of_words_and_rules(extractor: Extractor, name: str, example: str) -> None:
    text, expected = example.split(" => ")
    figures = extractor.extract(text, reference_date=DAY).figures
    found = {}
    for item in expected.split():
        key, value = item.split("=")
        place, _, key = key.rpartition(".")
        figure = figures[int(place or -1)]
        found[item] = field(figure, key)
        assert found[item] == value, found
    if name.startswith("figure."):
        rules = {part.rule for f in figures for part in (f.metric, f.subject, f.whole, f.period) if part is not None}
        fields = {rule.split(".")[1].split("-")[0] for rule in (name,)}
        assert name in rules or not fields & {"metric", "subject", "whole", "period"}, rules


def test_every_kind_of_word_has_its_bit_and_its_examples() -> None:
    assert [cue["kind"] for cue in RULES["cue"]] == list(BY_NAME)
    assert sorted(trait["name"] for trait in RULES["trait"]) == sorted(word_traits.BY_NAME)
    assert all(entry["examples"] and entry["why"] for part in ("cue", "trait", "opening", "rule") for entry in RULES[part])
    words = [word for cue in RULES["cue"] for word in cue["words"]]
    words += [word for trait in RULES["trait"] for place in ("words", "ends", "starts", "letters") for word in trait.get(place, ())]
    assert not [word for word in words if not word or word != word.strip()]
    assert not [word for word in words if reading_view(word).view != word]  # no token is written so


def test_every_rule_in_the_code_is_explained() -> None:
    source = Path(cyextract.__file__).parent / "facts" / "figures"
    used = {rule for file in source.glob("*.py") for rule in re.findall(r'"(figure\.[a-z-]+)"', file.read_text(encoding="utf-8"))}
    assert used == set(figure_rules())


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"][:12])
def test_sentences_of_our_own(extractor: Extractor, row: dict[str, object], request: pytest.FixtureRequest) -> None:
    if "todo" in row:
        request.applymarker(pytest.mark.xfail(reason=str(row["todo"]), strict=True))
    figures = extractor.extract(str(row["text"]), reference_date=DAY).figures
    expected = row["figures"]
    assert isinstance(expected, list)
    assert [document_slice(row, f) for f in figures] == [item["number"] for item in expected]
    for figure, item in zip(figures, expected, strict=True):
        for name, value in item.items():
            if name != "number":
                assert field(figure, name) == (value or "null"), (item["number"], name)


def document_slice(row: dict[str, object], figure: Figure) -> str:
    return str(row["text"])[figure.start : figure.end]


def check(document: Document) -> None:
    """Every span is its slice, every figure rests on a mention and every period on a DATE, within the bounds of its sentence."""
    numbers = {(m.start, m.end) for m in (*document.money, *document.percents)}
    dates = {m.start: m for m in document.dates}
    assert sorted((f.start, f.end) for f in document.figures) == sorted(numbers)
    assert [f.start for f in document.figures] == sorted(f.start for f in document.figures)
    for figure in document.figures:
        assert figure.sentence.start <= figure.start < figure.end <= figure.sentence.end
        for part in (figure.metric, figure.subject, figure.whole, figure.period, figure.basis, figure.sentence):
            assert part is None or (document.text[part.start : part.end] == part.text != "")
        for part in (figure.metric, figure.subject, figure.whole, figure.period):
            if part is not None:
                inside = figure.sentence.start <= part.start and part.end <= figure.sentence.end
                assert inside == (part.source in ("clause", "sentence")), part
                assert part.rule in figure_rules()
        if figure.period is not None:
            mention = dates[figure.period.start]
            assert (mention.end, mention.value, mention.mod) == (figure.period.end, figure.period.value, figure.period.mod)
        assert figure.direction is None or figure.kind in ("change", "growth", "gap")
        assert figure.whole is None or figure.kind == "share"


PIECES = (
    "甲公司", "营业收入", "同比增长", "6%", "3亿元", "占", "的", "，", "。", "；", "、", "和", "分别", "其中", "（", "）", "2020年", "截至",
    "较年初", "计划投资", "失业率", "从", "降至", "高于全省", "2个百分点", "比重为", "30%的", "股权", "\n", "将达到", "每股", "6元", "万股",
    "持有", "“", "”", "与去年持平", "同期", "累计", "新增贷款", ":", "8.5万家",
)  # fmt: skip


BY_RULES = Extractor(layers={"figures"}, org_model=None)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_survived_and_every_span_is_exact(text: str) -> None:
    check(BY_RULES.extract(text, reference_date=DAY))


@pytest.mark.parametrize("seed", sorted((Path(__file__).parent.parent / "seeds").glob("*.txt")), ids=lambda file: file.stem)
def test_the_seeds(extractor: Extractor, seed: Path) -> None:
    check(extractor.extract(seed.read_text(encoding="utf-8"), reference_date="2023-05-05"))


def test_offsets_are_of_the_raw_text(extractor: Extractor) -> None:
    text = "２０２０年，甲市实现税\n收入１２亿元，同比增长６％。"
    document = extractor.extract(text, reference_date=DAY)
    check(document)
    assert [f.kind for f in document.figures] == ["level", "growth"]


def test_traditional_characters(extractor: Extractor) -> None:
    (level, growth) = extractor.extract("台積電去年營收2兆元，年增6%。", reference_date=DAY).figures
    assert (field(level, "metric"), field(level, "subject"), field(level, "period")) == ("營收", "台積電", "2020")
    assert (growth.kind, growth.direction, field(growth, "basis"), field(growth, "metric")) == ("growth", "up", "yoy", "營收")


def test_a_layer_that_nobody_asks_for_is_empty() -> None:
    text = "甲市税收6亿元"
    assert Extractor(layers=()).extract(text).figures == ()
    assert Extractor(types={"ORG", "DATE"}).extract(text).figures == ()
    assert len(Extractor(types={"MONEY"}).extract(text).figures) == 1
    assert len(cyextract.extract(text).figures) == 1


def test_nothing_is_guessed(extractor: Extractor) -> None:
    (figure,) = extractor.extract("6亿元。").figures
    assert (figure.metric, figure.subject, figure.whole, figure.period, figure.basis, figure.direction) == (None,) * 6


def test_a_number_in_every_segmentation() -> None:
    for segmenter in ("none", "jieba"):
        (figure, _) = Extractor(layers={"figures"}, segmenter=segmenter).extract("甲公司营业收入6亿元，同比增长6%").figures
        assert figure.kind == "level"


def test_two_runs_give_the_same_bytes(extractor: Extractor) -> None:
    text = "".join(row["text"] for row in SENTENCES)
    assert extractor.extract(text).model_dump_json() == Extractor(layers={"figures"}).extract(text).model_dump_json()


def test_explain_tells_what_each_field_rests_on(extractor: Extractor) -> None:
    told = narrate(extractor.explain("2020年，甲市税收6亿元，同比增长5%。", reference_date=DAY), load_rules().rules).plain
    figures = told.split("Figures\n")[1]
    assert "6亿元  level actual\n" in figures
    assert "    Quantity: 税收\n        Why: The quantity word of the clause, before the number. (rule figure.metric-before)\n" in figures
    assert "    When: 2020, 2020年\n" in figures
    assert "5%  growth up actual\n    Why: A word of change right before the number" in figures
    assert "    Against: yoy, 同比" in figures


@pytest.mark.parametrize("rule", [rule for rule in RULES["rule"] if rule["id"].startswith("figure.no-")], ids=lambda rule: rule["id"])
def test_explain_tells_why_a_part_is_not_told(extractor: Extractor, rule: dict[str, Any]) -> None:
    for example in rule["examples"]:
        told = narrate(extractor.explain(example.split(" => ")[0], reference_date=DAY), load_rules().rules).plain
        assert f"Why not: {rule['why'][0].upper()}{rule['why'][1:]}. (rule {rule['id']})" in told


def row(start: int, end: int, **fields: object) -> dict[str, object]:
    return {"start": start, "end": end, "kind": "level", "direction": None, "status": "actual", **fields}


def span(text: str, start: int, **more: object) -> dict[str, object]:
    return {"text": text, "start": start, "end": start + len(text), **more}


def test_figures_are_scored_field_by_field() -> None:
    gold = Layers(
        figures=(
            row(10, 14, metric=span("营业收入", 4), subject=span("甲公司", 0), period={"value": "2020", "text": "2020年"}),
            row(20, 24, metric=span("利润", 18), subject=span("甲公司", 0, **{"from": "context"}), basis={"type": "yoy", "text": "同比"}),
            row(30, 33, kind="share", whole=span("总量", 27, alt=[span("全市总量", 25)]), subject=None),
            row(40, 44, metric=span("税收", 38), optional=True),
        )
    )
    found = Layers(
        figures=(
            row(10, 14, metric=span("收入", 6), subject=span("乙公司", 50), period={"value": "2021", "text": "2021年"}),
            row(20, 24, metric=span("利润", 18), basis={"type": "yoy", "text": "比上年"}, status="planned"),
            row(30, 33, kind="share", whole=span("市总量", 26), subject=span("甲", 0)),
            row(40, 44, kind="price"),
            row(50, 54),
        )
    )
    score = score_figures({"x": gold}, {"x": found})
    fields = score.fields
    assert (score.gold, score.predicted, score.paired, score.core, score.full) == (3, 4, 3, 1, 0)
    assert (fields["metric"].precision, fields["metric"].recall, fields["metric"].exact) == (1.0, 1.0, 2)
    assert (fields["subject"].predicted, fields["subject"].predicted_right, fields["subject"].gold, fields["subject"].context) == (
        2,
        0,
        1,
        1,
    )
    assert (fields["period"].precision, fields["status"].rows_right) == (0.0, 2)
    assert (fields["basis"].gold_right, fields["basis"].exact, fields["whole"].gold_right) == (1, 2, 1)
    assert [(d.start, d.field, d.gold, d.predicted) for d in score.differences] == [
        (10, "subject", "甲公司", "乙公司"), (10, "period", "2020", "2021"), (20, "status", "actual", "planned"),
        (30, "subject", None, "甲"),
    ]  # fmt: skip
    assert score_figures({"x": gold}, {}).gold == 3
    assert summarize_figures(score)["core"] == 1


def test_the_seeds_against_their_gold() -> None:
    documents = load_gold(Path(__file__).parent.parent / "seeds")
    extractor = Extractor(layers={"figures"})
    found = {d.id: layers_of(extractor.extract(d.text or "", reference_date=d.reference_date)) for d in documents}
    score = score_figures({d.id: d.layers for d in documents if d.layers}, found)
    assert (score.gold, score.paired) == (29, 29)
    assert score.core >= 25
    assert all(score.fields[name].precision >= 0.9 for name in ("kind", "metric", "subject", "whole", "period", "basis"))
    intervals = bootstrap_figures(score)
    assert list(intervals) == [*FIGURE_FIELDS, "rows"]
    core, summary = intervals["rows"]["core"], summarize_figures(score, intervals)
    assert core is not None
    assert core.low <= score.core / score.gold <= core.high
    assert summary["intervals"] == {rate: bounds and [bounds.low, bounds.high] for rate, bounds in intervals["rows"].items()}
    assert bootstrap_figures(score_figures({}, {}))["rows"]["core"] is None
    page = render_report(documents, evaluate(documents, {}), "seeds", figures=score, figure_intervals=intervals)
    assert f">{core.low:.3f}–{core.high:.3f}<" in page.replace("<small>", ">").replace("</small>", "<")
    assert page.count('<tr><th scope="row">period</th>') >= 1


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["从3月", "较上年的", "拟投资3亿元，", "——", "（占3%"])
def test_a_sentence_without_end_takes_linear_time(extractor: Extractor, piece: str) -> None:
    def seconds(times: int) -> float:
        text = "2022年3月5日，收入5亿元" + piece * times + "增长5%。"
        begin = time.process_time()
        extractor.extract(text, reference_date=DAY)
        return time.process_time() - begin

    seconds(100)
    short = min(seconds(500) for _ in range(3))
    assert min(seconds(4000) for _ in range(3)) < 8 * 4 * max(short, 0.005)


@pytest.mark.parametrize("text", ["甲公司的{}收入5亿元", "占{}比重5%", "较{}增长5%"])
def test_a_part_is_no_longer_than_it_may_be(extractor: Extractor, text: str) -> None:
    names = "甲乙市丙丁有限公司的"
    (short,) = extractor.extract(text.format(names * 3)).figures
    (long,) = extractor.extract(text.format(names * 12)).figures
    parts = [(getattr(short, name), getattr(long, name)) for name in ("metric", "subject", "whole", "basis")]
    assert any(told is not None and left is None for told, left in parts)
    assert all(part is None or part.end - part.start <= LONGEST_PART for pair in parts for part in pair)
