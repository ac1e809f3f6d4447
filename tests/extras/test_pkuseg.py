"""The pkuseg segmenter with a real model: a tiny one, trained here on sentences of our own, since none can be downloaded."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import cyextract
from cyextract.text.segmenters import PkusegSegmenter, make_segmenter
from extras import import_or_skip

pkuseg = import_or_skip("spacy_pkuseg")

NAMES = ["海蓝", "滨河", "青檀", "岚栈", "云溪", "松石"]
PATTERNS = [
    "{0} 集团 与 {1} 银行 签署 合作 协议 。",
    "{0} 银行 昨日 宣布 ， 将 投资 {1} 科技 公司 。",
    "会议 由 {0} 公司 和 {1} 集团 主办 。",
    "记者 从 {0} 集团 了解 到 ， {1} 公司 去年 亏损 。",
    "市场 认为 {0} 科技 公司 增长 很 快 。",
]


@pytest.fixture(scope="module")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("pkuseg")
    lines = [pattern.format(one, other) for pattern in PATTERNS for one in NAMES for other in NAMES if one != other]
    (folder / "train.txt").write_text("\n".join(lines[::2]), encoding="utf-8")
    (folder / "test.txt").write_text("\n".join(lines[1::2]), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("socket.socket.connect", refuse)  # nothing may be downloaded, not even a tagger
        pkuseg.train(str(folder / "train.txt"), str(folder / "test.txt"), str(folder / "model"), train_iter=3)
        yield folder / "model"


def refuse(*address: object) -> None:
    raise AssertionError(f"connects to {address}")


def test_the_model_cuts_and_the_text_stays_whole(model_dir: Path) -> None:
    segmenter = make_segmenter("pkuseg", model_dir=model_dir)
    assert segmenter.cut("海蓝集团与滨河银行签署合作协议。") == ["海蓝", "集团", "与", "滨河", "银行", "签署", "合作", "协议", "。"]
    for text in ("", "\n", "海蓝集团与 滨河\u3000\u3000银行\r\n签署\x1f。 ", "A股 3.5% AT&T\n\n第27小学😀〇"):
        assert "".join(segmenter.cut(text)) == text


def test_words_of_the_lists_stay_whole_and_tags_are_the_dictionarys(model_dir: Path) -> None:
    segmenter = make_segmenter("pkuseg", partial(tuple, ["霁岚云栈"]), model_dir)
    assert "霁岚云栈" in segmenter.cut("会议由霁岚云栈主办。")
    assert [segmenter.tag(word) for word in ("霁岚云栈", "会议", "签署")] == ["nt", "n", "v"]
    assert segmenter.knows("会议")
    assert not segmenter.knows("青檀岚栈")


def test_a_pickled_segmenter_cuts_alike(model_dir: Path) -> None:
    segmenter = PkusegSegmenter(str(model_dir), partial(tuple, ["霁岚云栈"]))
    text = "会议由霁岚云栈和云溪集团主办。"
    assert pickle.loads(pickle.dumps(segmenter)).cut(text) == segmenter.cut(text)


def test_organisations_with_pkuseg(model_dir: Path) -> None:
    extractor = cyextract.Extractor({"ORG"}, segmenter="pkuseg", model_dir=model_dir)
    texts = ["会议由青檀科技公司和松石集团主办。", "湖北省气象局与工商银行签署合作协议。"]
    found = list(extractor.pipe(texts, n_process=2))
    assert [[org.text for org in document.orgs] for document in found] == [["青檀科技公司", "松石集团"], ["湖北省气象局", "工商银行"]]
    assert found == [extractor.extract(text) for text in texts]


def test_the_benchmark_compares_all_segmenters(model_dir: Path) -> None:
    arguments = ("--model-dir", str(model_dir), "--kb", "1", "--repeat", "1", "--json")
    command = [sys.executable, str(Path(__file__).parents[2] / "benchmarks" / "segmenters.py"), *arguments]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["rows"]
    found = {row["segmenter"]: row for row in rows}
    assert list(found) == ["rjieba", "jieba", "none", "pkuseg"]
    assert (found["rjieba"]["cut_ratio"], found["rjieba"]["org_ratio"]) == (1, 1)
    assert all(0 < row["strict_f1"] <= row["relaxed_f1"] <= 1 for row in rows)
    assert all(row["cut_ratio"] > 0 and row["org_ratio"] > 0 for row in rows)
