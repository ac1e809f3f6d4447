"""Measures that take effect on a day: what is decided was told in that year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cyextract.recognizers.date.places import Day, Place
from cyextract.recognizers.date.year_clues import YearVote

_SENTENCE = 60  # code points
_SINCE = ("自", "从")
_EFFECTIVE = re.compile("起?(?:开始|正式)?(?:施行|实施|生效|执行)")
_DECISIONS = ("决定", "宣布", "通知", "要求", "公告", "发布", "印发", "批准", "规定", "明确", "消息", "拟", "将")
_DECIDED = re.compile(f"(?:{'|'.join(_DECISIONS)})[^。！？\\n]*$")


def effective_years(view: str, places: Sequence[Place]) -> Iterator[YearVote]:
    """自2018年7月1日起施行: what takes effect on a day is decided in that year, where no other is told; in January in the one before."""
    begins: list[tuple[Day, int, int]] = []
    years = set()
    for place in places:
        if place.year is None:
            continue
        years.add(place.year)
        if place.day is not None and _takes_effect(view, place):
            begins.append((place.day, place.year, place.start))
    if begins and len(years) == 1:
        (month, _), year, start = min(begins)
        if month > 1:
            yield ("takes-effect", year, start)


def _takes_effect(view: str, place: Place) -> bool:
    """Whether what begins on a day is a measure, and no story: 自2018年7月1日起施行, 决定自2018年7月1日起提价."""
    start, end = place.start, place.expression.end
    if not view.endswith(_SINCE, 0, start):
        return False
    if _EFFECTIVE.match(view, end):
        return True
    return view.startswith("起", end) and _DECIDED.search(view, max(0, start - _SENTENCE), start) is not None
