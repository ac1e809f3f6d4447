"""The segmenters: words that join to the text, added and cut words, pickling, absent extras."""

from __future__ import annotations

import pickle
import sys

import pytest

from cyextract.errors import MissingExtraError
from cyextract.text.segment import SEGMENTERS, PkusegSegmenter, make_segmenter

TEXTS = ["", "\n", "海蓝集团与滨河市政府签约。", "A股 3.5% AT&T\n\n第27小学😀〇", "  两 个 空 格  "]
LOCAL = ["rjieba", "jieba", "none"]


@pytest.mark.parametrize("name", LOCAL)
@pytest.mark.parametrize("text", TEXTS)
def test_words_join_to_the_text(name: str, text: str) -> None:
    assert "".join(word for word, _ in make_segmenter(name).tag(text)) == text


@pytest.mark.parametrize("name", LOCAL)
@pytest.mark.parametrize("text", TEXTS)
def test_cut_gives_the_words_of_tag(name: str, text: str) -> None:
    segmenter = make_segmenter(name)
    assert segmenter.cut(text) == [word for word, _ in segmenter.tag(text)]


@pytest.mark.parametrize("name", LOCAL)
def test_added_words_stay_whole(name: str) -> None:
    assert ("霁岚云栈", "nt") in make_segmenter(name, ["霁岚云栈"]).tag("他加入霁岚云栈工作")


@pytest.mark.parametrize("name", ["rjieba", "jieba"])
def test_cut_words_come_apart(name: str) -> None:
    assert "协会会长" in [word for word, _ in make_segmenter(name).tag("协会会长")]
    assert [word for word, _ in make_segmenter(name, cut=["协会会长"]).tag("协会会长")] == ["协会", "会长"]


def test_added_words_leave_the_global_tokenizers_alone() -> None:
    import jieba
    import rjieba

    make_segmenter("rjieba", ["霁岚云栈"]).tag("霁岚云栈")
    make_segmenter("jieba", ["霁岚云栈"]).tag("霁岚云栈")
    assert not rjieba.has_word("霁岚云栈")
    jieba.initialize()
    assert "霁岚云栈" not in jieba.dt.FREQ


@pytest.mark.parametrize("name", LOCAL)
def test_a_pickled_segmenter_tags_alike(name: str) -> None:
    segmenter = make_segmenter(name, ["霁岚云栈"], ["协会会长"])
    text = "霁岚云栈的协会会长发言"
    tagged = segmenter.tag(text)
    assert pickle.loads(pickle.dumps(segmenter)).tag(text) == tagged


def test_knows_tells_dictionary_words_from_guesses() -> None:
    for name in ("rjieba", "jieba"):
        segmenter = make_segmenter(name, ["霁岚云栈"])
        assert segmenter.knows("经济")
        assert segmenter.knows("霁岚云栈")
        assert not segmenter.knows("霁岚云")


def test_none_takes_the_longest_listed_word() -> None:
    segmenter = make_segmenter("none", ["滨河", "滨河银行"])
    assert segmenter.tag("滨河银行IPO 12") == [("滨河银行", "nt"), ("IPO", "eng"), (" ", "x"), ("12", "m")]


def test_unknown_names_and_missing_model_are_refused() -> None:
    with pytest.raises(ValueError, match="rjieba, jieba, pkuseg, none"):
        make_segmenter("hanlp")
    with pytest.raises(ValueError, match="model_dir"):
        make_segmenter("pkuseg")
    assert set(LOCAL) < set(SEGMENTERS)


def test_absent_pkuseg_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy_pkuseg", None)
    with pytest.raises(MissingExtraError, match=r"cyextract\[pkuseg\]"):
        PkusegSegmenter("some/model").tag("一")
