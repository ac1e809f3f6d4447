"""The segmenters: words that join to the text, added and cut words, pickling, absent extras."""

from __future__ import annotations

import pickle
import sys
from functools import cache, partial
from pathlib import Path
from types import ModuleType

import pytest

from cyextract.errors import MissingExtraError
from cyextract.text.segmenters import SEGMENTERS, Segmenter, make_segmenter

TEXTS = ["", "\n", "海蓝集团与滨河市政府签约。", "A股 3.5% AT&T\n\n第27小学😀〇", "  两 个 空 格  "]
LOCAL = ["rjieba", "jieba", "none"]
ADDED = "霁岚云栈"


@cache
def plain(name: str) -> Segmenter:
    """A segmenter as it comes; each takes a second to load."""
    return make_segmenter(name)


@cache
def changed(name: str) -> Segmenter:
    """A segmenter with a word added."""
    return make_segmenter(name, partial(tuple, [ADDED]))


@pytest.mark.parametrize("name", LOCAL)
@pytest.mark.parametrize("text", TEXTS)
def test_words_join_to_the_text(name: str, text: str) -> None:
    assert "".join(plain(name).cut(text)) == text


@pytest.mark.parametrize("name", LOCAL)
def test_added_words_stay_whole(name: str) -> None:
    assert ADDED in changed(name).cut(f"他加入{ADDED}工作")
    assert changed(name).tag(ADDED) == "nt"


def test_jieba_and_rjieba_are_one_algorithm() -> None:
    text = "由滨河市政府牵头，海蓝集团与第27小学在成都签约，投资3.5亿元，会长张伟出席。"
    jieba, rjieba = plain("jieba"), plain("rjieba")
    words = rjieba.cut(text)
    assert jieba.cut(text) == words
    known = [word for word in words if rjieba.knows(word)]
    assert [jieba.tag(word) for word in known] == [rjieba.tag(word) for word in known]


@pytest.mark.parametrize(("word", "tag"), [("27", "m"), ("IPO", "eng"), ("，", "x")])
@pytest.mark.parametrize("name", LOCAL)
def test_what_is_no_word_is_tagged_by_shape(name: str, word: str, tag: str) -> None:
    assert plain(name).tag(word) == tag


def test_added_words_leave_the_global_tokenizers_alone() -> None:
    import jieba
    import rjieba

    for name in ("rjieba", "jieba"):
        assert changed(name).cut(ADDED) == [ADDED]
    assert not rjieba.has_word(ADDED)
    jieba.initialize()
    assert ADDED not in jieba.dt.FREQ


@pytest.mark.parametrize("name", LOCAL)
def test_a_pickled_segmenter_cuts_and_tags_alike(name: str) -> None:
    segmenter = changed(name)
    words = segmenter.cut(f"{ADDED}的协会会长发言")
    again = pickle.loads(pickle.dumps(segmenter))
    assert again.cut(f"{ADDED}的协会会长发言") == words
    assert [again.tag(word) for word in words] == [segmenter.tag(word) for word in words]


def test_knows_tells_dictionary_words_from_guesses() -> None:
    for name in ("rjieba", "jieba"):
        segmenter = changed(name)
        assert segmenter.knows("经济")
        assert segmenter.knows(ADDED)
        assert not segmenter.knows("霁岚云")


def test_none_takes_the_longest_listed_word() -> None:
    segmenter = make_segmenter("none", partial(tuple, ["滨河", "滨河银行"]))
    assert segmenter.cut("滨河银行IPO 12") == ["滨河银行", "IPO", " ", "12"]
    assert segmenter.tag("滨河") == "nt"


def test_unknown_names_and_missing_models_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rjieba, jieba, pkuseg, none"):
        make_segmenter("hanlp")
    with pytest.raises(ValueError, match="pass the folder"):
        make_segmenter("pkuseg")
    monkeypatch.setitem(sys.modules, "spacy_pkuseg", ModuleType("spacy_pkuseg"))
    for folder in (tmp_path, tmp_path / "absent", "news"):
        with pytest.raises(ValueError, match=r"holds no spacy-pkuseg model \(features.msgpack and weights.npz\); pass the folder"):
            make_segmenter("pkuseg", model_dir=folder)
    assert set(LOCAL) < set(SEGMENTERS)


def test_absent_pkuseg_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "spacy_pkuseg", raising=False)
    monkeypatch.setattr("cyextract.extras.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"pip install '\.\[pkuseg\]'"):
        make_segmenter("pkuseg", model_dir="some/model")
