"""Read what the percentage rules matched: exact value in per cent, unit and `mod`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from cyextract.numerals.value import EXACT
from cyextract.recognizers.quantity_words import Bounds, bound_mod, single, span_of
from cyextract.ruleset.scanner import Interpreter, RuleMatch

if TYPE_CHECKING:
    from cyextract.models import PercentUnit, QuantityMod

_ONE = Decimal(1)
_FACTORS = {"%": _ONE, "‰": Decimal("0.1"), "‱": Decimal("0.01")}
_WHOLES = {"百": 2, "千": 3, "万": 4, "亿": 8}  # 10 to that power
_MARKUP = re.compile(r"(?:(?:://|www\.)[!-~]*|<[A-Za-z][^<>]*)$")  # a web address, or inside a tag
_MARKUP_SIGNS = ("<", "://", "www.")  # told much faster, and most texts have none
_STYLE = re.compile(r"[a-z] ?: ?$")  # line-height: 150%;
# A point of an index and a point of a rate look alike; the clause must name a rate.
_RATE = re.compile("率|占比|比重|份额|利润|毛利|返点|折扣|让利|佣金|回扣|提成|税点|百分|%|增速|增幅|涨幅|跌幅|降幅")


class PercentMeaning(NamedTuple):
    """A share in per cent or a difference in percentage points; `low` == `high` unless a range."""

    low: Decimal
    high: Decimal
    unit: PercentUnit
    mod: QuantityMod | None = None


def _reading(match: RuleMatch, bounds: Bounds | str, factor: Decimal, unit: PercentUnit = "percent") -> PercentMeaning | str:
    if isinstance(bounds, str):
        return bounds
    low, high, blur = bounds
    if factor is not _ONE and factor != 1:
        low, high = EXACT.multiply(low, factor), EXACT.multiply(high, factor)
    if match.has("more") or match.has("more2"):
        blur = "gt"
    return PercentMeaning(low, high, unit, bound_mod(match.words, match.tokens.view, match.start, match.end, blur, unit == "percent"))


def read_percent(match: RuleMatch) -> PercentMeaning | str:
    """A number with its sign: 26.8%, 3‰, -0.1%.

    A sign in a web address (q=30%25) is an escape, one in markup (width="100%") a size.
    """
    start, end, view = match.start, match.end, match.tokens.view
    if view[start - 1 : start].isascii():
        low = max(0, start - 200)
        if any(view.find(sign, low, start) >= 0 for sign in _MARKUP_SIGNS) and _MARKUP.search(view, low, start):
            return "part of an address or of markup"
        if view[end : end + 1] in (";", "}") and _STYLE.search(view, max(0, start - 3), start):
            return "part of a style sheet"
    return _reading(match, single(match, "n"), _FACTORS[match.text("unit")])


def read_percent_range(match: RuleMatch) -> PercentMeaning | str:
    """Two ends: 15%-20%, 15-20%, 15%至20%."""
    bounds = span_of(match, shared=False, closed_units=match.has("first_unit"))
    return _reading(match, bounds, _FACTORS[match.text("unit")])


def read_neighbours(match: RuleMatch) -> PercentMeaning | str:
    """A digit and the next one, by which somebody guesses: 4、5%; 4、6% and 3、4、5% are lists."""
    first, second = match.integer("a"), match.integer("b")
    if first is None or second is None or not 0 < first < second < 10 or second - first > 1 or len(match.text("a")) > 1:
        return "a list of shares"
    if match.tokens.view.endswith("、", 0, match.start):
        return "the end of a list"
    return _reading(match, span_of(match, shared=False, closed_units=False), _ONE)


def read_points(match: RuleMatch) -> PercentMeaning | str:
    """Percentage points: 11.6个百分点, 半个百分点, 0.5至1个百分点."""
    if match.has("a"):
        return _reading(match, span_of(match, shared=False, closed_units=False), _ONE, "percentage_point")
    if match.text("n") == "几":
        return "几个百分点 names no number"
    return _reading(match, single(match, "n"), _ONE, "percentage_point")


def read_colloquial_points(match: RuleMatch) -> PercentMeaning | str:
    """个点 where the clause names a rate: 毛利率下降3个点."""
    start = match.start
    view = match.tokens.view
    clause = max(view.rfind(stop, max(0, start - 20), start) for stop in "，。；！？、")
    if not _RATE.search(view, max(0, start - 20, clause + 1), start):
        return "a point of an index, a score or a place"
    return read_points(match)


def read_basis_points(match: RuleMatch) -> PercentMeaning | str:
    """Basis points of a rate: 25个基点, 50BP."""
    bounds = span_of(match, shared=False, closed_units=False) if match.has("a") else single(match, "n")
    return _reading(match, bounds, Decimal("0.01"), "percentage_point")


def read_parts(match: RuleMatch) -> PercentMeaning | str:
    """Parts of a hundred, a thousand or ten thousand: 百分之三十, 千分之五, 一万分之三, 百分之百."""
    power = sum(_WHOLES[c] for c in match.text("whole"))
    if (whole := match.quantity("d")) is not None:
        tuple_ = whole.low.normalize().as_tuple()
        if tuple_.digits != (1,) or not isinstance(tuple_.exponent, int) or tuple_.exponent < 2:
            return "a fraction of something other than a hundred, a thousand or ten thousand"
        power += tuple_.exponent
    if match.has("hundred"):
        bounds: Bounds | str = Bounds(Decimal(100), Decimal(100), None)
    elif match.has("a"):
        bounds = span_of(match, shared=False, closed_units=False)
    else:
        bounds = single(match, "n")
    return _reading(match, bounds, Decimal(100).scaleb(-power))


def _is_this_one(match: RuleMatch) -> bool:
    """Whether 一成 is 一 with a word that begins with 成: 这一成果, 一成立; not behind a bound (超过一成人)."""
    (start, end), words = match.span, match.words
    return not (words.begins_word(start) and words.ends_word(end)) and bound_mod(match.words, match.tokens.view, start, end, None) is None


def read_tenths(match: RuleMatch) -> PercentMeaning | str:
    """Tenths: 六成, 两成多, 三成半, 一成五, 七八成, 两成至三成."""
    bounds = span_of(match, shared=False, closed_units=False) if match.has("a") else single(match, "n")
    if isinstance(bounds, str):
        return bounds
    if not 0 < bounds.low <= bounds.high <= 10:
        return "成 counts tenths up to ten"
    if match.text("n") == "一" and _is_this_one(match):
        return "一 says which one or once, and 成 begins a word: 这一成果, 一成立"
    part = Decimal("0.5") if match.has("half") else Decimal(0)
    if (digit := match.quantity("digit")) is not None:
        part = EXACT.multiply(digit.low, Decimal("0.1"))
    if part >= 1:
        return "more than one digit after 成"
    return _reading(match, Bounds(EXACT.add(bounds.low, part), EXACT.add(bounds.high, part), bounds.blur), Decimal(10))


INTERPRETERS = {
    "percent": Interpreter(read_percent, ("n", "unit")),
    "percent_range": Interpreter(read_percent_range, ("a", "b", "unit")),
    "percent_neighbours": Interpreter(read_neighbours, ("a", "b", "unit")),
    "percent_points": Interpreter(read_points, ("n a",)),
    "percent_colloquial_points": Interpreter(read_colloquial_points, ("n a",)),
    "percent_basis_points": Interpreter(read_basis_points, ("n a",)),
    "percent_parts": Interpreter(read_parts, ("d whole", "n a hundred")),
    "percent_tenths": Interpreter(read_tenths, ("n a",)),
}
