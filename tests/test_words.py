"""The words of a document: cut once, lazily, the same in parts as in whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyextract import Extractor
from cyextract.text.segmenters import RjiebaSegmenter, Segmenter, make_segmenter
from cyextract.text.words import Words

TEXT = "截至2020年初步核算，中国人民银行13日公布，双方签约。\n投资3.5亿元，底层设计完成"
SEGMENTERS = {name: make_segmenter(name) for name in ("rjieba", "jieba", "none")}


class Counting(RjiebaSegmenter):
    """Notes what it is given to cut."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def cut(self, text: str) -> list[str]:
        self.given.append(text)
        return super().cut(text)


@pytest.mark.parametrize("segmenter", SEGMENTERS.values(), ids=SEGMENTERS)
@settings(deadline=None)  # the first call loads a dictionary
@given(st.lists(st.sampled_from([*"年月日初底中国人民银行一二三，。、：\n 12aB.%", "日本", "成立", "有限公司"]), max_size=30).map("".join))
def test_a_part_is_cut_as_it_is_in_the_whole(segmenter: Segmenter, view: str) -> None:
    parts, whole = Words(view, segmenter), Words(view, segmenter)
    assert "".join(whole.cut().words) == view
    for at in range(len(view) + 1):
        assert parts.ends_word(at) == whole.ends_word(at)
        assert parts.word_from(at) == whole.word_from(at)


def test_only_what_is_asked_about_is_cut_and_only_once() -> None:
    segmenter = Counting()
    words = Words(TEXT, segmenter)
    assert segmenter.given == []
    assert not words.ends_word(TEXT.index("步"))
    assert words.ends_word(TEXT.index("初步"))
    assert segmenter.given == ["截至2020年初步核算，"]
    whole = words.cut()
    assert whole is words.cut()
    assert segmenter.given[1:] == [TEXT]
    assert whole.starts == [0, *(sum(map(len, whole.words[: n + 1])) for n in range(len(whole.words)))]


def test_a_guessed_word_has_no_say() -> None:
    words = Words("会议5日内召开", SEGMENTERS["rjieba"])
    assert words.word_from(3) == "日内"
    assert words.ends_word(4)


@pytest.mark.parametrize("name", SEGMENTERS)
def test_every_segmenter_knows_the_dictionary(name: str) -> None:
    words = Words("2020年初步核算", SEGMENTERS[name])
    assert [words.ends_word(at) for at in (5, 6, 7)] == [True, False, True]
    assert words.tag("核算") != "x"


def test_an_extraction_without_a_question_about_words_cuts_nothing() -> None:
    extractor = Extractor(types={"MONEY"}, layers=())
    extractor._segmenter = segmenter = Counting()
    assert extractor.extract("投资3.5亿元。").money
    assert segmenter.given == []
