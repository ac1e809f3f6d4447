"""What holds on any text: offsets, order, and the transformations that must change nothing."""

from __future__ import annotations

import importlib
import random
import re
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cyextract.models import MENTION_TYPES
from cyextract.pipeline import INTERPRETERS, Extractor
from cyextract.ruleset.loader import RuleSet, load_rules
from cyextract.ruleset.scanner import RuleScanner
from cyextract.text.fold import fold
from cyextract.text.reading_view import reading_view

PIECES = [
    "2020年", "4月30日", "去年底", "上午9时", "至", "—", "、", "，", "。", "\n", "\n\n", " ", "１２", "3.5", "万", "亿元", "%",
    "百分之", "两成",
    "《", "》", "〈", "（", "）", "“", "”", "重庆市经信委", "有限公司", "兴业银行", "以下简称", "十四五",
    "近三年", "半年前", "当日", "億", "臺", "😀", "a",
    "一", "多", "-", "~", "人民币", "US$", "元", "周五", "春节", "农历", "\u200b", "\u3000", "个百分点", "第", "前", "后", "起",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
RELAXED = settings(max_examples=150)
WITHIN_A_LINE = " \u200b\u3000，。、）》〉”%"  # of what pieces begin with, what no paragraph does


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def _facts(extractor: Extractor, text: str) -> list[tuple[int, int, str, str]]:
    document = extractor.extract(text, reference_date="2021-06-10")
    return [
        (m.start, m.end, m.type, m.model_dump_json(exclude={"start", "end", "text", "implied"}))
        for m in document.mentions
    ]  # fmt: skip


@RELAXED
@given(TEXTS)
def test_mentions_are_exact_ordered_and_disjoint(extractor: Extractor, text: str) -> None:
    for reference in (None, "2021-06-10"):
        mentions = extractor.extract(text, reference_date=reference, vague=True).mentions
        assert all(text[m.start : m.end] == m.text and m.start < m.end for m in mentions)
        assert all(a.end <= b.start for a, b in pairwise(mentions))


@RELAXED
@given(TEXTS)
@example("2020年2020年2020年2020年百分之\n2020年")
@example("万万有限公司")
@example("农历有限公司重庆市经信委》重庆市经信委")
def test_padding_only_shifts(extractor: Extractor, text: str) -> None:
    """Paragraphs around a text move it and change nothing."""
    if not text.strip() or text[0] in WITHIN_A_LINE or "\n" in text:
        return  # layout broke such a line off the one before; and a line break inside is judged by all that stands around it
    before, after = "。\n", "\n——"  # of no words; the one behind begins as no broken line does
    padded = _facts(extractor, f"{before}{text}。{after}")
    assert [(start - len(before), end - len(before), *rest) for start, end, *rest in padded] == _facts(extractor, text + "。")


@RELAXED
@given(st.text(alphabet="年月日元亿万%，。至-0123456789.约", max_size=60))
def test_full_width_digits_change_no_value(extractor: Extractor, text: str) -> None:
    assume(not re.search("[0-9]，[0-9]{3}", text))  # the comma of full width separates thousands only between digits of full width
    wide = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789%.-"})
    assert _facts(extractor, wide) == _facts(extractor, text)


@settings(max_examples=40)
@given(st.text(max_size=400))
def test_any_text_at_all(extractor: Extractor, text: str) -> None:
    document = extractor.extract(text)
    assert all(text[m.start : m.end] == m.text for m in document.mentions)


def test_order_of_rules_does_not_matter(extractor: Extractor) -> None:
    seeds = Path(__file__).parent.parent / "seeds"
    texts = [p.read_text(encoding="utf-8") for p in sorted(seeds.glob("*.txt"))]
    rules = list(load_rules().rules)
    random.Random(3).shuffle(rules)
    shuffled = RuleSet(tuple(rules), load_rules().fragments)
    other = Extractor()
    other._scanner = RuleScanner(shuffled, frozenset((*MENTION_TYPES, "NONE")), INTERPRETERS)
    for text in texts:
        assert other.extract(text).model_dump_json() == extractor.extract(text).model_dump_json()


def test_every_seed_offset_survives_the_view() -> None:
    for path in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt")):
        raw = path.read_text(encoding="utf-8")
        source = reading_view(raw)
        for offset in range(len(source.view)):
            start, end = source.raw_span(offset, offset + 1)
            assert (fold(raw[start:end]), end - start) == (source.view[offset], 1)


# Found by benchmarks/fuzz.py: what it looked like, and what went wrong.
FOUND = {
    "双12购物节": "looked like 双11, which the rule's table has",
    "22日至3日": "a range that ended before it began",
    "2020年至2019年": "a range that ended before it began",
    "9999年冬": "days of the year 10000",
    "公元前206年8月比上月": "a month before the year 1 as the clock",
    "公元前206年8月5日电": "a dateline before the year 1",
    "十七五规划": "a five-year plan beyond those that have a number",
    "12月30日讯": "a dateline in the year 0",
    "本周": "the last week of the year 9999",
}


@pytest.mark.parametrize("text", FOUND)
@pytest.mark.parametrize("reference", [None, "2021-06-10", "9999-12-31", "0001-01-01"])
def test_found_inputs_keep_every_promise(extractor: Extractor, promises: ModuleType, text: str, reference: str | None) -> None:
    for whole in (text, f"会议于{text}举行。", f"新华社北京{text}"):
        promises.check_document(whole, extractor.extract(whole, reference_date=reference, vague=True))


@pytest.fixture(scope="module")
def promises() -> ModuleType:
    """The promises that the fuzzer holds the library to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent.parent / "benchmarks"))
        return importlib.import_module("promises")


@settings(max_examples=80)
@given(target=st.sampled_from(["extract", "parse", "lexicon", "batch"]), data=st.binary(max_size=200))
def test_every_promise_on_inputs_made_of_the_rules_words(promises: ModuleType, target: str, data: bytes) -> None:
    promises.run_target(target, promises.Words(data))
