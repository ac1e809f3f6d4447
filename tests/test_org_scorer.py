"""The scorer and the decision on organisations: whole numbers, the same as a second implementation's; what is taken and what is refused."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cyextract
from cyextract.explain.weighing import phrase_verdict
from cyextract.recognizers.org import decision, name_evidence, scorer
from cyextract.recognizers.org.decision import NEEDED, ONE, THRESHOLD, Verdict, chance, choose, gains_of, load_decision, load_tables
from cyextract.recognizers.org.kind import KINDS
from cyextract.recognizers.org.name_evidence import NameEvidence
from cyextract.recognizers.org.places import PlacedName
from cyextract.recognizers.org.scorer import CELLS, CLASS_VALUES, LOOKUPS, Characters, Scorer, lookups, read_characters
from cyextract.recognizers.org.tagged_text import CLASSES, TaggedText, classes_of, outline

SEEDS = Path(__file__).parent.parent / "seeds"
WORDS = st.lists(
    st.tuples(st.text("岚栈集团公司宣布在与的，A1\n\U00020000", min_size=1, max_size=5), st.sampled_from("RNUFnvXmc")),
    min_size=1,
    max_size=12,
)


def read(words: list[tuple[str, str]], ruled: list[PlacedName], titles: list[tuple[int, int]]) -> Characters:
    outlines = "".join(outline(word_class, len(word)) for word, word_class in words).encode("latin-1")
    return read_characters("".join(word for word, _ in words), TaggedText([], {}, classes_of(outlines), [], outlines), ruled, titles)


def cells_by_hand(characters: Characters, at: int) -> list[int]:
    """The cells that one character looks up, with Python's own numbers: a part of the table for single characters and classes (512 classes,
    then the code points of the first plane), one for pairs, one for triples, one for pieces that stand at one place only. A row of the
    first two has 8 cells, of the third 4, of the last 1: one for each offset at which the piece may begin.
    """
    first = characters.codes.rfind("\n", 0, at) + 1
    last = (characters.codes + "\n").find("\n", at)

    def value(text: str | bytes, offset: int) -> int:
        return ord(text[at + offset : at + offset + 1]) if first <= at + offset < last else 0

    c = [512 + value(characters.codes, offset) for offset in range(-3, 4)]
    k = [int(CLASS_VALUES[value(characters.classes, offset)]) if first <= at + offset < last else 0 for offset in range(-3, 4)]
    rule = [value(characters.rules, offset) for offset in (-1, 0, 1)]
    r = [code if code < 2 else (code - 2) % 4 + 2 for code in rule]

    def hashed(bits: int, *values: int) -> int:
        total = 0
        for item in values:
            total = total * 0x85EBCA6B + item
        return (total * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - bits)

    singles, pairs, triples = 512 + (1 << 16), 1 << 16, 1 << 17
    cells = [8 * min(row, singles - 1) + offset for values in (c, k) for offset, row in enumerate(values)]
    edge = 8 * singles
    cells += [edge + 8 * (part * pairs + hashed(16, *v[i : i + 2])) + i for part, v in enumerate((c, k)) for i in range(6)]
    edge += 8 * 2 * pairs
    cells += [edge + 4 * (part * triples + hashed(17, *v[i + 1 : i + 4])) + i for part, v in enumerate((c, k)) for i in range(4)]
    edge += 4 * 2 * triples
    loose = [hashed(16, c[2], c[4]), hashed(16, c[3], k[2]), hashed(16, c[3], k[4]), (r[0] * 8 + r[1]) * 8 + r[2], rule[1] * 512 + k[3]]
    return cells + [edge + (part << 16) + row for part, row in enumerate(loose)]


@cache
def some_weights(seed: int) -> tuple[Any, Scorer]:
    weights = np.random.default_rng(seed).integers(-127, 128, (CELLS, 3)).astype(np.int8)
    return weights, Scorer(weights)


def test_outlines_tell_the_classes_of_words() -> None:
    words = [(word_class, length) for word_class in CLASSES for length in range(1, 6)]
    outlines = "".join(outline(*word) for word in words).encode("latin-1")
    assert classes_of(outlines) == "".join(word_class for word_class, _ in words)
    assert len(outlines) == sum(length for _, length in words)


@given(WORDS, st.integers(0, 6))
def test_scores_are_those_of_a_second_implementation(words: list[tuple[str, str]], named: int) -> None:
    view = "".join(word for word, _ in words)
    ruled = [PlacedName(0, len(words[0][0]), "company", "org.legal-form", "")] if named % 2 else []
    titles = [(len(view) - len(words[-1][0]), len(view))] if named > 2 and len(words) > 1 else []
    characters = read(words, ruled, titles)
    weights, made = some_weights(named % 3)
    scores, found = made.scores(characters), lookups(characters)
    assert found.shape == (LOOKUPS, len(view))
    for at in range(len(view)):
        if view[at] == "\n":
            continue  # in no name
        cells = cells_by_hand(characters, at)
        assert found[:, at].tolist() == cells
        assert scores[:, at].tolist() == [sum(int(weights[cell, label]) for cell in cells) for label in range(3)]


@given(WORDS)
def test_long_texts_are_scored_in_pieces_like_short_ones(words: list[tuple[str, str]]) -> None:
    characters = read(words, [], [])
    _, made = some_weights(1)
    whole = made.scores(characters)
    chunk, scorer._CHUNK = scorer._CHUNK, 5
    try:
        assert (made.scores(characters) == whole).all()
    finally:
        scorer._CHUNK = chunk


@pytest.mark.parametrize("kernel", ["Prescott", "Haswell"])
def test_the_same_bytes_under_another_build_of_blas(kernel: str) -> None:
    program = (
        "from cyextract.recognizers.org.decision import load_tables; import numpy as np;"
        "from cyextract.recognizers.org.scorer import Characters;"
        "n = 5000;"
        "c = Characters(''.join(chr(i % 997 + 0x4e00) for i in range(n)), bytes(i % 97 for i in range(n)), bytes(n));"
        "print(load_tables()[0].scores(c).tobytes().hex())"
    )
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernel, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    n = 5000
    characters = Characters("".join(chr(i % 997 + 0x4E00) for i in range(n)), bytes(i % 97 for i in range(n)), bytes(n))
    assert run.stdout.strip() == load_tables()[0].scores(characters).tobytes().hex()


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(1, 4)), st.integers(-600, 600), max_size=8))
def test_the_disjoint_spans_that_bring_most_are_chosen(gains: dict[tuple[int, int], int]) -> None:
    spans = {(start, start + length): gain for (start, length), gain in gains.items()}
    chosen = choose(spans)
    best = max(
        sum(spans[span] for span in group)
        for size in range(len(spans) + 1)
        for group in combinations(sorted(spans), size)
        if all(one[1] <= other[0] for one, other in pairwise(group))
    )
    assert all(one[1] <= other[0] for one, other in pairwise(chosen))
    assert sum(spans[span] for span in chosen) == best


def test_chances_rise_with_the_sum() -> None:
    chances = [chance(total) for total in range(-7 * ONE, 7 * ONE, 37)]
    assert chances == sorted(chances)
    assert (chances[0], chance(0), chances[-1]) == (0, 500, 1000)
    assert chance(NEEDED) >= THRESHOLD > chance(NEEDED - 10)


def test_every_weight_says_what_it_is_for() -> None:
    weights = load_decision()
    assert {"mean", "ruled", "modelled", decision.COVERED_HERE} <= set(weights.by_feature)
    assert all(weights.whys[feature] for feature in weights.by_feature)
    assert all(weights.by_feature.values())


@pytest.fixture(scope="module")
def extractor() -> cyextract.Extractor:
    return cyextract.Extractor({"ORG", "TITLE"})


def test_finds_names_that_no_rule_knows(extractor: cyextract.Extractor) -> None:
    text = "徐福记昨日宣布收购美图科技。徐福记总裁李明表示，徐福记今年的营收增长两成。"
    found = [(org.text, org.kind, org.rule) for org in extractor.extract(text).orgs]
    assert [name for name, _, _ in found].count("徐福记") == 3
    assert {(kind, rule) for name, kind, rule in found if name == "徐福记"} == {("company", "org.scorer")}
    assert "徐福记" not in [org.text for org in cyextract.Extractor({"ORG"}, org_model=None).extract(text).orgs]


def test_one_decision_for_a_name_in_a_document(extractor: cyextract.Extractor) -> None:
    text = "徐福记昨日宣布收购美图科技。徐福记总裁李明表示，徐福记今年的营收增长两成。" * 3 + "有人提到徐福记。"
    assert [org.text for org in extractor.extract(text).orgs].count("徐福记") == text.count("徐福记")


def test_nothing_in_a_title(extractor: cyextract.Extractor) -> None:
    assert extractor.extract("《中国人民银行与岚栈集团合作协议》").orgs == ()


def test_bracketed_short_names_are_certain(extractor: cyextract.Extractor) -> None:
    text = "杭州青檀映雪餐饮管理有限公司（以下简称“青檀”）注销。青檀没有回应。"
    assert [org.text for org in extractor.extract(text).orgs] == ["杭州青檀映雪餐饮管理有限公司", "青檀", "青檀"]


def test_names_of_own_lists_are_taken(tmp_path: Path, extractor: cyextract.Extractor) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("天气\tmedia\n", encoding="utf-8")
    text = "今天的天气很好。"
    assert extractor.extract(text).orgs == ()
    assert [(org.text, org.kind) for org in cyextract.Extractor({"ORG"}, lexicon=[own]).extract(text).orgs] == [("天气", "media")]


def test_names_of_own_lists_may_hold_a_mark(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("嘿！好菜\tcompany\n", encoding="utf-8")
    found = cyextract.Extractor({"ORG"}, lexicon=[own], segmenter="none").extract("昨天嘿！好菜关店。").orgs
    assert [org.text for org in found] == ["嘿！好菜"]


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


def test_spans_of_ones_own_model_are_weighed_with_the_others() -> None:
    text = "据悉，岚栈已经离开。"
    model = cyextract.Extractor({"ORG"}, org_model=Told("岚栈", "已经离开"))
    plain, told = (
        {step.text: step.detail for step in one.explain(text).steps if step.outcome in ("won", "rejected")}
        for one in (cyextract.Extractor({"ORG"}), model)
    )
    assert "the model that was given sees it" not in " ".join(plain.values())
    assert "the model that was given sees it" in told["岚栈"]
    assert [org.text for org in model.extract("他在家。").orgs] == []


def test_spans_outside_the_text_are_the_models_mistake() -> None:
    class Wrong:
        def organisations(self, text: str) -> Iterable[tuple[int, int]]:
            return [(0, len(text) + 1)]

    with pytest.raises(ValueError, match=r"model wrong proposed 0-5"):
        cyextract.Extractor({"ORG"}, org_model=Wrong()).extract("岚栈。。")


@pytest.mark.parametrize("choice", ["hanlp", "lac", "spacy:zh_core_web_sm", ""])
def test_unknown_models_are_refused(choice: str) -> None:
    with pytest.raises(ValueError, match="choose 'scorer', None"):
        cyextract.Extractor({"ORG"}, org_model=choice)


def test_a_model_must_find_organisations() -> None:
    with pytest.raises(TypeError, match="without organisations"):
        cyextract.Extractor({"ORG"}, org_model=object())  # type: ignore[arg-type]


def test_travels_to_other_processes_and_threads() -> None:
    texts = ["岚栈昨日宣布涨价。", "没有。", "由岚栈发起。"] * 5
    ours = cyextract.Extractor({"ORG"}, org_model=Told("岚栈"))
    expected = [ours.extract(text) for text in texts]
    assert [pickle.loads(pickle.dumps(ours)).extract(text) for text in texts] == expected
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ours.extract, texts)) == expected


def test_explains_what_was_taken_and_what_was_refused(extractor: cyextract.Extractor) -> None:
    trace = extractor.explain("徐福记昨日宣布收购美图科技。徐福记总裁李明表示，徐福记今年的营收增长两成。")
    taken = [step.detail for step in trace.steps if step.text == "徐福记" and step.outcome == "won"]
    assert len(taken) == 3
    assert all("needed" in detail and "the scorer" in detail for detail in taken)
    seed = sorted(SEEDS.glob("*.txt"))[0].read_text(encoding="utf-8")
    refused = [step for step in extractor.explain(seed).steps if step.rules == ("org.scorer",) and step.outcome == "rejected"]
    assert refused
    assert all("weighed" in step.detail for step in refused)


def test_phrases_the_strongest_evidence_first() -> None:
    evidence = decision.NameEvidence("岚栈", [(0, 2)], frozenset([(0, 2)]), [[("always", 64), ("ruled", 64), ("mean", -640)]])
    told = phrase_verdict(decision.Verdict((0, 2), evidence, decision.weigh(evidence.features, load_decision().by_feature), 0))
    assert told.startswith("weighed ")
    assert told.index("on average") < told.index("share of its places")


def test_kinds_are_those_of_the_model() -> None:
    assert load_tables()[1]._weights.shape[1] == len(KINDS)


def test_a_longer_candidate_makes_what_it_holds_less_likely() -> None:
    evidence = NameEvidence("", (), frozenset(), [])

    def gains(**chances: int) -> dict[str, int]:
        spans = {"whole": (0, 9), "front": (0, 4), "back": (4, 9), "across": (3, 5), "behind": (9, 12)}
        found = gains_of([Verdict(spans[name], evidence, 0, likely) for name, likely in chances.items()], 0)
        return {name: found[spans[name]] for name in chances}

    assert gains(front=900, whole=600) == {"front": 360, "whole": 600}
    assert gains(front=900, back=500, whole=200, behind=700) == {"front": 720, "back": 400, "whole": 200, "behind": 700}
    assert gains(front=900, across=500) == {"front": 900, "across": 500}


def test_what_else_speaks_for_a_name_is_within_bounds(extractor: cyextract.Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    pools = []

    def pool_evidence(*arguments: Any) -> name_evidence.Pool:
        pools.append(name_evidence.pool_evidence(*arguments))
        return pools[-1]

    monkeypatch.setattr(decision, "pool_evidence", pool_evidence)
    for seed in sorted(SEEDS.glob("*.txt"))[:60]:
        extractor.explain(seed.read_text(encoding="utf-8"))
    further = [pair for pool in pools for name in pool.names for pair in name.parts[-1]]
    assert {"list", "list-margin", "begins-longer"} <= {feature for feature, _ in further}
    for feature, value in further:
        least, greatest = name_evidence.FURTHER[feature]
        assert least <= value <= greatest


def test_settled_names_are_those_that_all_evidence_takes(extractor: cyextract.Extractor) -> None:
    for seed in sorted(SEEDS.glob("*.txt"))[:60]:
        text = seed.read_text(encoding="utf-8")
        assert extractor.explain(text).document == extractor.extract(text)
