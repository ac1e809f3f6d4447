"""The word of change that governs a number."""

from __future__ import annotations

from cyextract.facts.figures.around import FROM
from cyextract.facts.figures.kinds import ADJECTIVE, DOWN, DOWN_NOUN, LINK, PER_UNIT, UP, UP_NOUN
from cyextract.facts.figures.phrases import Run
from cyextract.facts.figures.traits import STOP
from cyextract.facts.figures.word_traits import BETWEEN, GROWTH_NOUN
from cyextract.models import FigureDirection

_CHANGES = UP | DOWN | UP_NOUN | DOWN_NOUN
_TO = frozenset(("为", "成", "达", "在"))
_OBJECT_REACH = 5
_ADDED = frozenset(("新增", "净增"))  # 新增|从业人员: which of them


def direction_in(rest: Run) -> FigureDirection | None:
    for token in reversed(rest):
        if token.kinds & (UP | UP_NOUN):
            return "up"
        if token.kinds & (DOWN | DOWN_NOUN):
            return "down"
    return None


def cue_at(rest: Run) -> tuple[int, bool]:
    """Index of the word of change that governs the number, -1 for none, and whether the number is the new value."""
    has_to = False
    for index in range(len(rest) - 1, -1, -1):
        token = rest[index]
        if token.kinds & _CHANGES or (token.kinds & ADJECTIVE and not token.kinds & LINK):
            return index, has_to
        if (token.text in FROM and index == len(rest) - 1) or token.kinds & PER_UNIT:
            continue  # 增速由|2%下调至1%, 上调至|每月|6元
        if (
            token.text == "的"
            and index == len(rest) - 1
            and index
            and rest[index - 1].kinds & (UP | DOWN)
            and rest[index - 1].text not in ("新增", "增加")
        ):
            continue
        if token.listed & BETWEEN or (token.text.endswith(("至", "到")) and token.kinds & LINK):
            has_to = has_to or token.text in _TO or token.text.endswith(("至", "到"))
            continue
        if token.sort == "word" and token.tag in ("d", "m", "u", "ul") and len(token.text) <= 3:
            continue
        return -1, False
    return -1, False


def is_amount(tokens: Run) -> bool:
    """Whether 达到 or 为 behind a noun of change gives its amount: 增长目标为8%."""
    return bool(tokens[0].listed & GROWTH_NOUN) and not any(t.text in ("至", "到", "成") or t.text.endswith("至") for t in tokens[1:])


def changed_before(rest: Run) -> int:
    """Index of the verb before what it changes, the number right behind that: 降低|生产成本|四成; -1 for none."""
    for index in range(len(rest) - 1, max(-1, len(rest) - _OBJECT_REACH), -1):
        token = rest[index]
        if token.kinds & (UP | DOWN):
            is_verb = index < len(rest) - 1 and not token.kinds & (UP_NOUN | DOWN_NOUN) and token.text not in _ADDED
            return index if is_verb else -1
        if token.traits & STOP or token.text == "的" or token.tag == "rate" or token.sort not in ("word", "quantity"):
            return -1
    return -1
