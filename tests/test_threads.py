"""Threads that share one extractor get the bytes that one thread gets, from the first text on, whatever cuts the words."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from cyextract import Extractor, pipeline

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
THREADS = 8


@pytest.fixture(autouse=True)
def _switch_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def texts(size: int) -> list[str]:
    """Pieces of the seed articles, some of them more than once."""
    found = []
    for path in SEEDS:
        text = path.read_bytes().decode()
        found += [text[start : start + size] for start in range(0, len(text), size)]
    return [*found, *found[::3]]


@pytest.mark.parametrize(("segmenter", "count"), [("rjieba", 50), ("none", 50), ("jieba", 6)])
def test_eight_threads_get_what_one_gets(segmenter: str, count: int) -> None:
    documents = texts(250)[:count]

    def read(extractor: Extractor, text: str) -> str:
        return extractor.extract(text, reference_date="2021-06-10").model_dump_json()

    pipeline._shipped_segmenter.cache_clear()
    shared = Extractor(segmenter=segmenter)  # has read nothing: the threads load its dictionary, all at once
    start = Barrier(THREADS)

    def work(number: int) -> list[str]:
        start.wait()
        return [read(shared, text) for text in documents[number:] + documents[:number]]

    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(work, range(THREADS)))
    pipeline._shipped_segmenter.cache_clear()
    alone = Extractor(segmenter=segmenter)
    expected = [read(alone, text) for text in documents]
    for number, result in enumerate(results):
        assert result == expected[number:] + expected[:number]


@pytest.mark.parametrize("segmenter", ["rjieba", "none"])
def test_a_pickled_extractor_keeps_its_settings(segmenter: str, tmp_path: Path) -> None:
    names, rules = tmp_path / "names.tsv", tmp_path / "rules"
    names.write_text("甲乙丙\tcompany\n", encoding="utf-8")
    rules.mkdir()
    (rules / "own.toml").write_text(
        '[[rule]]\nid = "date.fiscal-year"\ntype = "DATE"\npattern = "财年{year4:y}"\ninterpreter = "calendar"\nwhy = "w"\n'
        'examples = ["{{财年2020|2020}}"]\n',
        encoding="utf-8",
    )
    text = "财年2020，甲乙丙与重庆市经信委签订《合作协议》，投资3亿元。"
    extractor = Extractor(segmenter=segmenter, lexicon=[names], rules=[rules])
    expected = extractor.extract(text, reference_date="2021-06-10")
    assert {"甲乙丙", "财年2020"} <= {m.text for m in expected.mentions}
    unused = Extractor(segmenter=segmenter, lexicon=[names], rules=[rules])
    for copy in (pickle.loads(pickle.dumps(extractor)), pickle.loads(pickle.dumps(unused))):
        assert copy.extract(text, reference_date="2021-06-10") == expected
