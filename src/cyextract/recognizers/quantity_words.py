"""What the words around an amount or a percentage say about it: 近, 超过, 以上, /股 (`rules/lexicon/bound.tsv`, `price_unit.tsv`)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from cyextract.lexicon.table import lengths, longest_first, read_table
from cyextract.numerals.value import EXACT, LARGE, SCALE, Blur

if TYPE_CHECKING:
    from cyextract.models import QuantityMod
    from cyextract.numerals.value import Quantity
    from cyextract.ruleset.scanner import RuleMatch
    from cyextract.text.words import Words

_MODS = ("gt", "ge", "lt", "le", "approx")
_COUNT = r"(?:\d{1,4}|[十百千万])"  # 每10股
_REACH = 24  # code points looked at on either side


class BoundWords(NamedTuple):
    """Words beside amounts and percentages, ready to be looked up."""

    before: dict[str, str]
    before_lengths: tuple[int, ...]
    before_ends: frozenset[str]
    after: dict[str, str]
    after_lengths: tuple[int, ...]
    after_starts: frozenset[str]
    far: re.Pattern[str]
    far_mods: dict[str, str]
    per: re.Pattern[str]
    per_before: re.Pattern[str]


@cache
def load_bound_words() -> BoundWords:
    """The words that bound or blur an amount, and the units of prices.

    Raises:
        LexiconError: a row that is none; every such row is named.
    """
    tables: dict[str, dict[str, str]] = {"before": {}, "after": {}, "far": {}}
    for word, places, mod in read_table("bound.tsv", 3, place=tables, mod=_MODS):
        for place in places.split():
            tables[place][word] = mod
    units = read_table("price_unit.tsv", 1, has_more=True, kind=("time",))

    before, after, far = tables.values()
    goods, time = (longest_first([unit for unit, *kind in units if kind == wanted]) for wanted in ([], ["time"]))
    return BoundWords(
        before,
        lengths(before),
        frozenset(word[-1] for word in before),
        after,
        lengths(after),
        frozenset(word[0] for word in after),
        re.compile(rf"({longest_first(far)})[^，。；：、！？\d\n]{{1,16}}(?:的|总股本|总数|总额|总量) ?$"),
        far,
        re.compile(rf" ?(?:/ ?每?|每)({goods}|{time}|{_COUNT}(?:{goods}|{time}))(?![a-zA-Z])"),
        re.compile(rf"(?:每一?|单位)(?:({goods}|{_COUNT}(?:{goods}))[\u4e00-\u9fff]{{0,4}}|({time}))$"),
    )


# Looked at first, since most mentions stand beside none of them: what may close a word before and open one after.
_LAYOUT_BEFORE, _LAYOUT_AFTER = frozenset(" “)"), frozenset(" (")
_WHOLE_ENDS = frozenset("的本数额量 ")
_BRACKET_BEFORE = re.compile(r"\([^()\d]{1,8}\) ?$")
_BRACKET_AFTER = re.compile(r" ?(?:\((?:不?含|包括|包含)[^()]{0,6}\))? *")


def bound_mod(words: Words, view: str, start: int, end: int, blur: Blur | None, share: bool = False) -> QuantityMod | None:
    """The `mod` of the quantity at `view[start:end]`, of which `words` are the words.

    Words that say which side the true value lies on come before those that only blur it. `blur` is what particles
    inside the number say; `share` lets 约占总股本的 reach over the whole that a percentage is taken of.

    >>> from cyextract.text.segmenters import make_segmenter
    >>> from cyextract.text.words import Words
    >>> view = "总投资超过5亿元"
    >>> bound_mod(Words(view, make_segmenter("rjieba")), view, 5, 8, None)
    'gt'
    """
    bounds, last, first = load_bound_words(), view[start - 1 : start], view[end : end + 1]
    before = _before(words, view, start) if last in bounds.before_ends or last in _LAYOUT_BEFORE else None
    after = _after(words, view, end) if first in bounds.after_starts or first in _LAYOUT_AFTER else None
    if share and before is None and last in _WHOLE_ENDS:
        before = _far(view, start)
    if before is None and after is None:  # as beside most mentions
        return blur
    for mod in (before, after, blur, "approx" if "approx" in (before, after) else None):
        if mod is not None and mod != "approx":
            return cast("QuantityMod", mod)
    return "approx" if "approx" in (before, after, blur) else None


def _before(words: Words, view: str, start: int) -> str | None:
    """The longest bound before a mention that begins where a word does: 超5%, but not 反超5%."""
    bounds = load_bound_words()
    low = max(0, start - 14)
    context = view[low:start]
    if view[start - 1] in _LAYOUT_BEFORE:
        context = context.rstrip(" “")
        if context.endswith(")"):
            context = _BRACKET_BEFORE.sub("", context)
    for length in bounds.before_lengths:
        bound = context[-length:]
        if bound not in bounds.before or (bound == "过" and view[start : start + 1] not in SCALE):
            continue  # 产值过亿元 is over a hundred million, 涨过5% has risen by five per cent
        if words.edges_bound(low + len(context) - len(bound)):
            return bounds.before[bound]
    return None


def _after(words: Words, view: str, end: int) -> str | None:
    """The longest bound after a mention that ends where a word does: 5亿元余, but not 5亿元余额."""
    bounds = load_bound_words()
    if view[end] in _LAYOUT_AFTER:
        found = _BRACKET_AFTER.match(view, end)
        end = found.end() if found else end + 1
    for length in bounds.after_lengths:
        bound = view[end : end + length]
        if bound in bounds.after and words.edges_bound(end + len(bound)):
            return bounds.after[bound]
    return None


def _far(view: str, start: int) -> str | None:
    words = load_bound_words()
    found = words.far.search(view[max(0, start - _REACH) : start])
    return words.far_mods[found[1]] if found else None


def price_unit(view: str, start: int, end: int) -> str | None:
    """What the price at `view[start:end]` is counted by: 股 in 3元/股 and 每股3元, 10股 in 每10股3元; None when it is no unit price."""
    words = load_bound_words()
    if view[end : end + 1] in ("/", "每", " ") and (found := words.per.match(view, end)):
        return found[1]
    low = max(0, start - 8)
    if view.find("每", low, start) >= 0 and (found := words.per_before.search(view[low:start])):
        return found[1] or found[2]
    return None


class Bounds(NamedTuple):
    """Lowest and highest value, and the blur of the particles inside the number."""

    low: Decimal
    high: Decimal
    blur: Blur | None


_SCALE_TAIL = re.compile(f"[{''.join(SCALE)}]*$")


def single(match: RuleMatch, group: str) -> Bounds | str:
    """Bounds of one number, with its sign; a reason when the group has no value."""
    quantity = match.quantity(group)
    if quantity is None:
        return f"{match.text(group)!r} has no value"
    if match.found.get("sign") is None:
        return _signed(quantity, False)
    if match.text("sign") == "负" and not match.words.begins_word(match.start):
        return "负 ends a word: 背负, 担负"
    return _signed(quantity, True)


def _signed(quantity: Quantity, negative: bool) -> Bounds:
    low, high = quantity.low, quantity.high
    blur = None if low != high else quantity.blur  # 三四十 bounds itself
    return Bounds(EXACT.minus(high), EXACT.minus(low), blur) if negative else Bounds(low, high, blur)


def span_of(match: RuleMatch, shared: bool, closed_units: bool) -> Bounds | str:
    """Bounds of a range of the numbers `a` and `b`; `shared`: `a` borrows the scale of `b` (1.2-1.5亿元).

    `closed_units`: both ends carry their unit, so the higher one may come first (3.6亿元~2.9亿元).
    """
    first, second = match.quantity("a"), match.quantity("b")
    if first is None or second is None:
        return "one end has no value"
    low, high = _signed(first, match.has("sign")), _signed(second, match.has("sign2"))
    if shared:
        factor = shared_scale(match.text("a"), match.text("b"), first.high, second.low)
        low = Bounds(EXACT.multiply(low.low, factor), EXACT.multiply(low.high, factor), low.blur)
    if low.low > high.high:
        if not closed_units:
            return "the first end is above the second"
        low, high = high, low
    return Bounds(low.low, high.high, None)


def shared_scale(first: str, second: str, low: Decimal, high: Decimal) -> Decimal:
    """How much of the second end's scale the first borrows: 万 in 一百到二百五十万, none in 8000到1.2万."""
    tail, own = _tail(second), _tail(first)
    large = re.sub(f"^[^{''.join(LARGE)}]*", "", tail)
    if own and tail.startswith(own):
        options = [tail[len(own) :]]
    elif not own:
        options = [tail, large]
    else:
        options = [] if set(own) & set(LARGE) else [large]
    for option in options:
        factor = Decimal(1)
        for scale in option:
            factor = EXACT.multiply(factor, Decimal(SCALE[scale]))
        if EXACT.multiply(low, factor) <= high:
            return factor
    return Decimal(1)


def _tail(text: str) -> str:
    found = _SCALE_TAIL.search(text.rstrip("多余"))
    return found[0] if found else ""
