"""Whether a number is told as done, planned, expected or only supposed."""

from __future__ import annotations

from cyextract.facts.figures.kinds import (
    DISCOURSE,
    DONE,
    DOWN,
    FORECAST,
    GAP_DOWN,
    GAP_UP,
    HYPOTHETICAL,
    LINK,
    LOCALIZER,
    NAME,
    NEW,
    PLANNED,
    PREDICATE,
    PREPOSITION,
    PRONOUN,
    TAKE,
    TO,
    UP,
    VAGUE,
    WILL,
)
from cyextract.facts.figures.phrases import Run
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.word_traits import BESIDE, COMPARED, CONTRAST, OUTCOME, PLAN_WORD, SAID, TOGETHER
from cyextract.models import FigureStatus

_TAKES = frozenset(("将", "也将", "还将"))
_FURTHER = frozenset(("高", "低", "高出", "多", "少"))  # 比男性要|低5个百分点
_REACH = 20
_OBJECT_REACH = 6

_OUTCOMES = UP | DOWN | TAKE | TO | GAP_UP | GAP_DOWN | FORECAST
_TOLD_MARKERS = WILL | PLANNED | FORECAST | HYPOTHETICAL | DONE
MARKERS = _TOLD_MARKERS | PREPOSITION  # 当…后
_OPENS_VERB = (
    PREDICATE
    | PREPOSITION
    | LINK
    | UP
    | DOWN
    | NEW
    | WILL
    | PLANNED
    | FORECAST
    | TAKE
    | TO
    | LOCALIZER
    | VAGUE
    | DISCOURSE
    | GAP_UP
    | GAP_DOWN
)
_FORECASTERS = "师士构司者家行会们部"


def own_status(segment: Run, kinds: int, follows: Token | None = None) -> FigureStatus | None:
    """What the markers of a clause say, the one nearest to its end first; None without one. `kinds` are those of the whole clause."""
    if not kinds & MARKERS:
        return None
    status: FigureStatus | None = None
    if segment and segment[0].text == "当" and segment[-1].text in ("后", "时"):
        return "hypothetical"
    if not kinds & _TOLD_MARKERS:
        return None
    for index, token in enumerate(segment):
        kinds = token.kinds
        if not kinds:
            continue
        after = segment[index + 1] if index + 1 < len(segment) else follows
        if kinds & WILL:
            if token.text in _TAKES and _is_object_marker(segment, index):
                continue
            is_expected = (
                status == "forecast"
                or (status != "planned" and token.text[0] in "预料")
                or (status != "planned" and _is_outcome(segment, index))
            )
            status = "forecast" if is_expected else "planned"
        elif kinds & PLANNED and token.text == "要" and after is not None and after.text in _FURTHER:
            continue
        elif kinds & PLANNED and _is_verb(token, after, segment[index - 1] if index else None):
            status = "planned"
        elif kinds & FORECAST and _is_verb(token, after, segment[index - 1] if index else None):
            status = "planned" if status == "planned" and token.text not in ("预计", "估计") else "forecast"
        elif (
            kinds & HYPOTHETICAL
            and not _is_compared(segment, index)
            and (status is None or status == "actual" or token.text[0] not in "不最可")
        ):
            status = "hypothetical"
        elif kinds & DONE and status != "planned":
            status = "actual"
    return status


def _is_compared(segment: Run, index: int) -> bool:
    """Whether 如果 only opens a comparison: 如果与2019年相比."""
    is_open = index + 1 < len(segment) and bool(segment[index + 1].listed & BESIDE)
    return is_open and any(t.listed & COMPARED for t in segment[index + 2 :])


def breaks_status(segment: Run) -> bool:
    """Whether a clause turns to something else, so that what was planned before does not govern it."""
    return any(t.listed & CONTRAST for t in segment[:3]) or any(t.text == "了" for t in segment[-2:])  # 实现了|20%


def _is_verb(token: Token, after: Token | None, before: Token | None) -> bool:
    """Whether 计划, 目标 … is a verb: something that is done follows."""
    if not token.listed & PLAN_WORD:
        return True
    if after is None:  # 甲公司预测，…; but 有重组预期，…
        is_noun = before is not None and (before.text == "的" or (token.text == "预期" and before.text[-1] not in _FORECASTERS))
        return bool(token.listed & SAID) and not is_noun
    if after.sort in ("money", "percent", "date", "count"):
        return True
    if after.sort == "quantity":
        return before is None or before.sort not in ("word", "quantity") or before.end < token.start or after.tag == "act"
    if after.sort == "cue":
        if after.listed & TOGETHER and before is not None and before.sort == "word" and before.end == token.start:
            return False  # 资产管理计划|合计持有…
        return bool(after.kinds & _OPENS_VERB) and after.text not in ("的", "内", "外", "中", "下", "时", "后", "前")
    return after.sort == "word" and after.tag[:1] in ("v", "d", "p", "m", "t") and after.tag != "vn"


def _is_object_marker(segment: Run, index: int) -> bool:
    """Whether 将 stands for 把: a noun follows, and a verb only behind it."""
    after = segment[index + 1] if index + 1 < len(segment) else None
    if after is None or after.sort in ("date", "money", "percent"):
        return False
    if after.sort in ("org", "title", "count"):
        return True
    if after.sort == "quantity":
        return after.tag != "act" or _is_done_to(segment, index)
    if after.sort == "cue":
        return bool(after.kinds & (PRONOUN | NAME))
    if after.tag in ("v", "vn") and _is_done_to(segment, index):
        return True
    return after.tag[:1] in ("n", "a", "b", "r", "j", "x", "s", "m") and after.tag != "ad"


def _is_done_to(segment: Run, index: int) -> bool:
    """Whether a verb, 的 and a noun stand before what is done: 将质押的股份解除质押; but 将实施的项目总投资…"""
    of = next((i for i in range(index + 2, min(len(segment), index + _OBJECT_REACH)) if segment[i].text == "的"), -1)
    return of > 0 and any(t.kinds & PREDICATE or t.tag in ("v", "act") for t in segment[of + 1 :])


def _is_outcome(segment: Run, index: int) -> bool:
    for token in segment[index + 1 : index + 4]:
        if token.sort == "cue" and (token.kinds & _OUTCOMES or token.listed & OUTCOME):
            return True
        if token.sort == "quantity" and token.tag == "act":
            return False
    return False


def status_behind(tokens: Run, index: int) -> FigureStatus | None:
    """20%的工作会被替代: the marker stands behind the number that opens its clause."""
    for token in tokens[index + 1 : index + _REACH]:
        if token.sort == "mark":
            return None
        if token.kinds & (WILL | FORECAST) or token.text in ("会被", "肯定会"):
            return "forecast"
    return None
