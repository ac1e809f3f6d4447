"""Names that brackets tie to names that are settled."""

from __future__ import annotations

import pytest

from cyextract.recognizers.org.lexicon import load_lexicon
from cyextract.recognizers.org.places import PlacedName
from cyextract.recognizers.org.short_names import names_in_brackets


@pytest.mark.parametrize(
    ("text", "settled", "names"),
    [
        ("岚栈(Lanzhan)称", "岚栈", ["Lanzhan"]),
        ("“岚栈”(Lanzhan Co. )称", "岚栈", ["Lanzhan Co."]),
        ("岚栈(Lanzhan Inc.,LZ)称", "岚栈", ["Lanzhan Inc."]),
        ("LZI(岚栈国际)称", "岚栈国际", ["LZI"]),
        ("湖岸青檀中学(湖中)", "湖岸青檀中学", ["湖中"]),
        ("湖岸青檀中学(“青檀”)", "湖岸青檀中学", ["青檀"]),
        ("岚栈(SH 600001)涨停", "岚栈", []),  # a share's code
        ("岚栈(LZH-US)涨停", "岚栈", []),
        ("岚栈(LZHN.O)涨停", "岚栈", []),
        ("岚栈(LZ-Q10)认证", "岚栈", []),  # a standard's
        ("岚栈(L.Z.Han)称", "岚栈", ["L.Z.Han"]),
        ("Lanzhan(Old Lanzhan)称", "Lanzhan", []),
        ("岚栈(中国)称", "岚栈", []),
        ("湖岸青檀中学(岸湖)", "湖岸青檀中学", []),  # in another order
        ("岚栈江苏(江苏)", "岚栈江苏", []),  # its place
        ("岚栈公司(公司)", "岚栈公司", []),  # a role
        ("XLZI(岚栈国际报)", "岚栈国际", []),  # more stands in the bracket
        ("LanzhanLZI(岚栈国际)", "岚栈国际", []),  # no acronym
    ],
)
def test_brackets_tie_names(text: str, settled: str, names: list[str]) -> None:
    start = text.index(settled)
    shorts, foreign = names_in_brackets(text, [PlacedName(start, start + len(settled), "company", "org.scorer", "")], load_lexicon())
    assert list(shorts) == names
    assert [text[name.start : name.end] for name in foreign] == [name for name in names if name.isascii()]
