"""Which sums are money for one unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from cyextract.facts.figures.cues import figure_words
from cyextract.facts.figures.kinds import PER_UNIT
from cyextract.facts.figures.phrases import Run
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.word_traits import QUOTED
from cyextract.recognizers.money import MoneyMeaning

_LARGE = Decimal(1_000_000)
_PER_HEAD = frozenset(("人", "年", "月", "户", "天", "日", "周"))


def is_price(token: Token, rest: Run, at: int) -> bool:
    """Whether an amount is money for one unit."""
    meaning = token.mention.meaning if token.mention else None
    if not isinstance(meaning, MoneyMeaning):
        return False
    if meaning.per is not None and meaning.per not in _PER_HEAD:
        return True
    if meaning.high >= _LARGE:
        return False
    if at >= 0:
        is_per_unit = any(t.text in ("每股", "每10股", "每吨") or (t.text == "每" and after.sort == "count") for t, after in pairwise(rest))
        return rest[at].tag == "price" or is_per_unit or any(t.listed & QUOTED for t in rest[at + 1 :])  # 股票|收报6元
    return any(t.listed & QUOTED for t in rest[-3:])


def is_per_unit(tokens: Sequence[Token], index: int) -> bool:
    """Whether a sum is that of one unit, told behind it: 门票80元|一张."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None or after.text[0] != "一" or tokens[index].sort != "money":
        return False
    unit = after.text[1:]
    return unit not in _PER_HEAD and bool(figure_words().kinds.get("每" + unit, 0) & PER_UNIT)
