"""What stands around a number and says for when it holds: an old value, a base that others build on, a date behind it."""

from __future__ import annotations

from collections.abc import Sequence

from cyextract.facts.figures.kinds import DOWN, UP
from cyextract.facts.figures.phrases import Run
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import BREAK, DATE
from cyextract.facts.figures.word_traits import FOUNDING, GROUND

FROM = frozenset(("由", "从"))
_REACH = 6
_DATE_REACH = 12


def is_old(tokens: Sequence[Token], index: int, rest: Run) -> bool:
    """Whether a number is the old value, which has no date but its own: 从11元 上涨至18元, 从之前的5%上升到11%."""
    if rest and rest[-1].text in FROM:
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None or not (after.kinds & (UP | DOWN) or after.text.endswith(("至", "到"))):
        return False
    start = next((i for i in range(len(rest) - 1, max(-1, len(rest) - _REACH), -1) if rest[i].text in FROM), -1)
    return start >= 0 and not any(t.traits & DATE for t in rest[start:])


def is_base(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number is what another builds on or is told beside: 在2020年增长10%的基础上."""
    for token in tokens[index + 1 : index + _REACH]:
        if token.traits & BREAK:
            return False
        if token.listed & GROUND:
            return True
    return False


def date_behind(tokens: Sequence[Token], index: int) -> Token | None:
    """在未来五年 behind the number, in the same clause."""
    for at in range(index + 1, min(len(tokens), index + _DATE_REACH)):
        token = tokens[at]
        if token.sort in ("mark", "money", "percent"):
            return None
        if token.sort == "date":
            is_founding = at > 1 and tokens[at - 2].listed & FOUNDING  # 占股10%的股东成立于|2014年
            return token if tokens[at - 1].text in ("在", "于") and not is_founding else None
    return None


def is_threshold(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number only says which owners are meant: 持股5%以上股东."""
    after = tokens[index + 1 : index + 4]
    return bool(after) and after[0].text == "以上" and any(t.text.startswith("股东") for t in after[1:])
