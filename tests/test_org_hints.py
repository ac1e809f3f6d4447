"""What a text hints at: items of lists beside names, and what stands around brackets."""

from __future__ import annotations

import pytest

from cyextract.recognizers.org.hints import Neighbours, hints_of_marks, hints_of_units
from cyextract.recognizers.org.scorer import UNIT
from cyextract.recognizers.org.tagged_text import TaggedText


def read(words: str) -> tuple[str, TaggedText]:
    """A text of words and their classes: `岚栈/U 集团/F`."""
    pairs = [word.rsplit("/", 1) for word in words.split()]
    starts = [0]
    for word, _ in pairs:
        starts.append(starts[-1] + len(word))
    return "".join(word for word, _ in pairs), TaggedText([word for word, _ in pairs], {}, "".join(kind for _, kind in pairs), starts)


def hinted(words: str, *names: str) -> list[str]:
    """What is hinted at where the scorer likes names."""
    view, text = read(words)
    found = {(view.index(name), view.index(name) + len(name)): UNIT for name in names}
    return [view[start:end] for start, end in hints_of_marks(view, text, Neighbours(found, ()))]


@pytest.mark.parametrize(
    ("words", "names", "hints"),
    [
        ("岚栈/U 、/X 青檀/n 等/X", ["岚栈"], ["青檀", "青檀等"]),  # behind a name
        ("当地/n 青檀/n 、/X 岚栈/U", ["岚栈"], ["青檀", "当地青檀"]),  # before one
        ("岚栈/U 、/X 青檀/n 。/X 次日/X", ["岚栈"], ["青檀"]),  # up to a mark
        ("岚栈/U 、/X 青檀/n 映雪/n 之/X 类/n", ["岚栈"], ["青檀", "青檀映雪", "青檀映雪之"]),  # three words
        ("岚栈/U 、/X 青檀映雪餐饮/n 管理/v", ["岚栈"], ["青檀映雪餐饮", "青檀映雪餐饮管理"]),  # eight characters
        ("岚栈/U 、/X 甲/n", ["岚栈"], []),  # no name has one character
        ("岚栈/U 、/X 青檀/n", [], []),  # beside no name
        ("岚栈/U 、/X 青檀/n 等/X", ["岚栈", "青檀"], []),  # the scorer knows better
        ("岚栈/U (/( Lanzhan/E )/)", ["岚栈"], ["Lanzhan"]),
        ("岚栈/U (/( Lanzhan/E )/)", [], ["岚栈"]),  # behind no name
        ("岚栈/U (/( Lanzhan/E ,/X 下同/v )/)", ["岚栈"], ["Lanzhan"]),
        ("与/X 青檀/n (/( Qingtan/E )/)", [], ["青檀", "与青檀"]),  # what the bracket names in Latin letters
        ("与/X 青檀/n (/( 以下/n 简称/v", [], ["青檀", "与青檀"]),  # or introduces
        ("与/X 青檀/n (/( 暂定名/n )/)", [], []),
    ],
)
def test_marks_hint_at_names(words: str, names: list[str], hints: list[str]) -> None:
    assert hinted(words, *names) == hints


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("岚栈/U 技术/n 部/D 称/v", ["岚栈技术部"]),
        ("岚栈/U 研究/v 院/T 中心/W 称/v", ["岚栈研究院", "岚栈研究院中心"]),
        ("岚栈/U 技术/n 称/v", []),
        ("岚栈/U 与/X 市/n 医院/T", []),  # over no function word
        ("岚栈/U 新/a 技术/n 研究/v 部/D", []),  # three words
        ("岚栈/U 。/X 技术/n 部/D", []),
    ],
)
def test_likely_names_may_have_units_behind_them(words: str, units: list[str]) -> None:
    view, text = read(words)
    found = [view[start:end] for start, end in hints_of_units(text, Neighbours({(0, 2): UNIT, (1, 2): -UNIT}, ()))]
    assert found == units


def test_neighbours_in_lists() -> None:
    view = "岚栈、青檀和映雪"
    near = Neighbours({(0, 2): 3 * UNIT, (6, 8): UNIT}, [(3, 5)])
    assert near.in_list(view, (3, 5)) == 2 * UNIT
    assert near.in_list(view, (0, 2)) == UNIT  # a rule's is likely
    assert Neighbours({}, ()).in_list(view, (0, 2)) == -2 * UNIT
    assert near.in_list(view, (0, 5)) == UNIT
    assert near.in_list("岚栈", (0, 2)) == 0
