"""Read what the money rules matched: exact bounds, ISO 4217 code, `mod` and unit of the price."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cyextract.errors import LexiconError
from cyextract.lexicon.table import shipped_table
from cyextract.numerals.value import EXACT
from cyextract.recognizers.quantity_words import Bounds, bound_mod, price_unit, single, span_of
from cyextract.ruleset.scanner import Interpreter, RuleMatch
from cyextract.text.words import UNITS

if TYPE_CHECKING:
    from cyextract.models import QuantityMod

_ONE, _HUNDREDTH = Decimal(1), Decimal("0.01")
_CODE = re.compile("[A-Z]{3}")
_OWN = None, _ONE  # the document's own currency, in whole units
_BARE = frozenset(["元", "圆", "块", ""])  # the document's own currency
_COUNTRY_REACH = 2000  # code points back in which a country decides an ambiguous name
_PLACES = frozenset(["after", "before", "code", "sign", "subunit"])
_OPEN_SIGNS = frozenset(["$", "¥"])  # $7.08港元: the word says whose dollar
_NOUNS = frozenset("nsg")  # the first letters of their tags
_WEEKDAYS = frozenset("一二三四五六")
_COUNTED_AHEAD = UNITS | {":"}
_MOST_COUNTED = 10_000  # a higher number behind a currency is an amount
_TERNARY = frozenset("三四")
_SCALES = frozenset(["万", "亿", "百万", "千万", "百亿", "千", "百", "十亿", "千亿", "万亿"])
# 万元户, 千元机, 亿元级, 万元GDP能耗
_CLASS_AHEAD = re.compile("[户机店档级]|(?:GDP|[^，。；]{0,4}(?:总值|增加值|产值))[^，。；]{0,3}(?:能耗|水耗|用水|电耗|排放)")
# What makes 块, 角 and 分 money.
_PRICE = re.compile("(?<![评等代])价(?!值)|[门车机船]票|[学话水电运小车饭路]费|费用|收费|工资|成本|便宜|[每一][斤度吨升张份瓶亩]")
_PAID = re.compile("[买卖花付收赔罚欠]|补[贴助]|省[下了]|红包")  # what makes ten 块 and more money
_SCORED = re.compile("[评打比满扣]分|[得拿砍轰]|比赛|进攻|分制")
_FEW = 10  # 块: fewer are rather pieces, where no price is spoken of
_NO_DAY = 32  # of a month
_OPEN_NUMBER = re.compile(r"[\u4e00-\u9fff]\d{1,3}$")  # 总额2: no cell of a table, no year
_ENDS_A_PRICE = re.compile(r"[，。；！？、)”\n]|$|左右|以[上下]|[一每][斤度吨升张个份瓶亩天晚月次]")
_SMALL_UNITS = {"块": _ONE, "角": Decimal("0.1"), "毛": Decimal("0.1"), "分": _HUNDREDTH}
_CHANGED = re.compile("[上下]调|增[加长]|减少|提高|降低|[涨升降跌]了?$")
_TABLE_HEAD = re.compile(r"(?:单位|[（(])[:：]? ?$")  # 单位:亿元
_ENGLISH_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "m": 10**6,
    "b": 10**9,
    "trillion": 10**12,
}


class MoneyMeaning(NamedTuple):
    """An amount in the currency's base unit, `low` == `high` unless a range; `currency` None is the document's own."""

    low: Decimal
    high: Decimal
    currency: str | None
    mod: QuantityMod | None = None
    per: str | None = None


@cache
def load_currencies() -> dict[str, dict[str, tuple[str, Decimal]]]:
    """By the name of a currency and the country that must be named (empty: by default) its code, and its worth in the base unit.

    Raises:
        LexiconError: a row that is none; every such row is named.
    """
    names: dict[str, dict[str, tuple[str, Decimal]]] = {}
    problems: list[str] = []
    table = shipped_table("currency.tsv", 4, problems, may_repeat=True, place=_PLACES)
    for number, (surface, code, country, place) in table.rows():
        if not _CODE.fullmatch(code):
            table.reject(number, surface, f"{code!r} is no ISO 4217 code, which is three capital letters")
        names.setdefault(surface, {})[country] = (code, _HUNDREDTH if place == "subunit" else _ONE)
    if problems:
        raise LexiconError(problems)
    return names


def currency_of(name: str, view: str, start: int) -> tuple[str, Decimal] | None:
    """ISO 4217 code and factor of a currency name at `start`; None when its country is not told.

    A name of several currencies (比索, 卢比) belongs to the country that the text names last before it.

    >>> currency_of("美分", "", 0)
    ('USD', Decimal('0.01'))
    """
    by_country = load_currencies().get(name)
    if by_country is None:
        return None
    if len(by_country) > 1 or "" not in by_country:
        low = max(0, start - _COUNTRY_REACH)
        places = [(view.rfind(country, low, start), country) for country in by_country if country]
        at, country = max(places)
        if at >= 0:
            return by_country[country]
    return by_country.get("")


def _currency(match: RuleMatch) -> tuple[str | None, Decimal] | str:
    """Code and factor of the match's groups `prefix` and `unit`; code None for the document's own currency."""
    prefix, unit = match.text("prefix").strip(), match.text("unit")
    if unit == "元" and not prefix:
        return _OWN
    start, view = match.start, match.tokens.view
    if unit != "元":
        unit = (unit.strip(" ()").removeprefix("元") or unit[:1]).rstrip("整正钱")
    if prefix:
        code = currency_of(prefix, view, start)
        if code is None:
            return f"{prefix!r} is no currency we know"
        if unit in _BARE:
            return code
        own = currency_of(unit, view, start)
        if prefix in _OPEN_SIGNS:
            return own or code
        return code if own == code else f"{prefix} and {unit} are two currencies"
    if unit in _BARE:
        return _OWN
    return currency_of(unit, view, start) or f"{unit!r} is the money of several countries, and none is named"


def _is_cut(match: RuleMatch) -> bool:
    """Whether a number opens a line and the line before ends in another that its words do not close: 总额2⏎3亿元."""
    view, start = match.tokens.view, match.start
    if view[start - 1 : start] != "\n" or not view[start].isdecimal() or not view[start - 2 : start - 1].isdecimal():
        return False
    line = view[view.rfind("\n", 0, start - 1) + 1 : start - 1]
    return _OPEN_NUMBER.search(line) is not None


def _reading(match: RuleMatch, bounds: Bounds | str, currency: tuple[str | None, Decimal] | str) -> MoneyMeaning | str:
    if isinstance(bounds, str):
        return bounds
    if _is_cut(match):
        return "the line before ends in digits: perhaps half a number"
    if isinstance(currency, str):
        return currency
    code, factor = currency
    low, high = bounds.low, bounds.high
    if factor is not _ONE and factor != 1:
        low, high = EXACT.multiply(low, factor), EXACT.multiply(high, factor)
    start, end = match.span
    view = match.tokens.view
    return MoneyMeaning(low, high, code, bound_mod(match.words, view, start, end, bounds.blur), price_unit(view, start, end))


def _no_number(match: RuleMatch) -> str:
    """Why a Chinese numeral before a currency counts no money; empty when it does."""
    start, view = match.start, match.tokens.view
    unit, number = match.text("unit"), match.text("n")
    if unit == "元" and number == "二":
        return "二元 is no way to say two yuan"
    if unit == "元" and len(number) == 1 and (not match.words.ends_measure(match.end) or (number in _TERNARY and _is_in_a_name(match))):
        return "the name of a place, a firm or a thing rather than an amount: 三元桥"
    if number in _SCALES:
        if _TABLE_HEAD.search(view, max(0, start - 6), start):
            return "the unit of a table"
        if _CLASS_AHEAD.match(view, match.end):
            return "a class of things or a yardstick, no amount"
    if unit[:1] == "圆" and number == "一":
        return "一圆 is a verb: 一圆梦想"
    if number in _WEEKDAYS and view[start - 1 : start] in ("周", "期"):
        return "the number is a weekday"
    return ""


def _is_in_a_name(match: RuleMatch) -> bool:
    """Whether 三元 and 四元 stand in a name or in a list of names: 三元桥, 北汽、三元等6家; not where a price is spoken of."""
    view, (start, end) = match.tokens.view, match.span
    stands_in_one = _next_tag(match)[0] in _NOUNS or view[start - 1 : start] == "、" or view[end : end + 1] in ("、", "等")
    return stands_in_one and not _is_priced(match, True)


def _counts_other_things(match: RuleMatch, group: str) -> bool:
    """Whether a number behind the name of a currency counts something else: 人民币3月升值, 美元5连涨, 人民币16:30收盘."""
    number, quantity = match.text(group), match.quantity(group)
    if match.text("prefix")[0] < "一":  # what stands behind a sign or a code is its amount; CAD一统天下
        return len(number) == 1 and not number.isascii()
    if quantity is None or quantity.high >= _MOST_COUNTED:
        return False
    return len(number) == 1 or match.tokens.view[match.end : match.end + 1] in _COUNTED_AHEAD or _next_tag(match) == "q"


def _next_tag(match: RuleMatch) -> str:
    """The part of speech of the word behind the match."""
    return match.words.tag(match.words.word_from(match.end))


def read_amount(match: RuleMatch) -> MoneyMeaning | str:
    """One number with its currency: 6.8万亿元, 人民币500万元, 500万元人民币, US$1.2亿, 85美分, 两个亿卢布."""
    found, unit = match.found, match.text("unit")
    if not match.text("n").isascii() and (reason := _no_number(match)):
        return reason
    if found.get("unit") is None and _counts_other_things(match, "n"):
        return "a number after a currency that counts something else"
    bounds = single(match, "n")
    if unit[:1] == "日" and match.tokens.view[match.start - 1 : match.start] == "月" and (match.integer("n") or _NO_DAY) < _NO_DAY:
        return "the number is the day of a month"
    if (found.get("scale") or found.get("english")) and isinstance(bounds, Bounds):
        factor: Decimal | None = None
        if (scale := match.quantity("scale")) is not None:
            factor = scale.low
        if english := match.text("english").strip():
            factor = Decimal(_ENGLISH_SCALES[english.lower()])
        if factor is not None:
            bounds = Bounds(EXACT.multiply(bounds.low, factor), EXACT.multiply(bounds.high, factor), bounds.blur)
    return _reading(match, bounds, _currency(match))


def read_range(match: RuleMatch) -> MoneyMeaning | str:
    """Two ends: 3亿至5亿元, 1.2-1.5亿元, 两到三千元, 3.6亿元~2.9亿元."""
    first = match.text("first_unit")
    if not match.has("unit") and _counts_other_things(match, "b"):
        return "numbers after a currency that count something else"
    if (
        first
        and match.tokens.view.find("至", *match.span) >= 0
        and _CHANGED.search(match.tokens.view, max(0, match.start - 2), match.start)
    ):
        return "two amounts: by how much, and to which"
    currency = _currency(match)
    if first and not isinstance(currency, str):
        own = first.removeprefix("元").strip() or first
        other = _OWN if own in _BARE else currency_of(own, match.tokens.view, match.start)
        if other is not None and other[0] is not None and other != currency:
            return "the ends are in two currencies"
    return _reading(match, span_of(match, not first, bool(first)), currency)


def read_small_units(match: RuleMatch) -> MoneyMeaning | str:
    """Units of the same money after one another: 10块5毛, 123元1角1分, 3块5, 三块零四, 两角五分."""
    total = Decimal(0)
    for group, factor in (("n", "1"), ("jiao", "0.1"), ("fen", "0.01")):
        if (quantity := match.quantity(group)) is None:
            continue
        if group != "n" and not (quantity.is_exact and (quantity.low < 10 or (group == "fen" and not total))):
            return f"{match.text(group)!r} is no number of small units"
        total = EXACT.add(total, EXACT.multiply(quantity.low, Decimal(factor)))
    if tail := match.quantity("tail"):  # 3块5 is 3.5, 三块零四 3.04, 两毛五 0.25
        factor = "0.01" if match.has("jiao") or match.text("tail")[0] in "零0〇" else "0.1"
        if tail.low >= 10:
            return f"{match.text('tail')!r} is no number of small units"
        total = EXACT.add(total, EXACT.multiply(tail.low, Decimal(factor)))
    if match.has("sign"):
        total = EXACT.minus(total)
    return _reading(match, Bounds(total, total, None), _currency(match))


def read_alone(match: RuleMatch) -> MoneyMeaning | str:
    """Small units and 块 without 钱 as an entry: 5分, 两角, 7块."""
    return _reading(match, single(match, "n"), _OWN) if match.has("n") else read_small_units(match)


def _is_priced(match: RuleMatch, is_many: bool) -> bool:
    """Whether the clause before a match speaks of a price, or its sentence of an amount."""
    view, start = match.tokens.view, match.start
    low = max(0, start - _SENTENCE_REACH)
    sentence = re.split("[。；！？\n]", view[low:start])[-1]
    clause = sentence.rpartition("，")[2] + view[match.end : match.end + 2]  # 八毛一斤
    if _SCORED.search(clause):
        return False
    return bool(_PRICE.search(clause) or (is_many and _PAID.search(clause)) or _AMOUNT_BEFORE.search(sentence))


_SENTENCE_REACH = 60  # code points
_AMOUNT_BEFORE = re.compile(r"[\d一二三四五六七八九十百千万亿]元")


def read_priced(match: RuleMatch) -> MoneyMeaning | str:
    """块 without 钱, 角, 毛 and 分 where a price or an amount is spoken of: 门票三百块, 每度电上涨0.4分."""
    bounds, unit = single(match, "n"), match.text("unit")
    if match.text("n") == "一":
        return "一块 is a piece, or together"
    if not _ENDS_A_PRICE.match(match.tokens.view, match.end):
        return "goes on with what is counted"
    if not _is_priced(match, unit == "毛" or (unit == "块" and not isinstance(bounds, str) and bounds.low >= _FEW)):
        return "nothing around it speaks of a price"
    if not isinstance(bounds, str) and match.has("more"):
        bounds = bounds._replace(blur="gt")
    return _reading(match, bounds, (None, _SMALL_UNITS[unit]))


def read_two_units(match: RuleMatch) -> MoneyMeaning | str:
    """A foreign currency and its subunit: 两美元又三美分."""
    bounds, small, currency = single(match, "n"), match.quantity("small"), _currency(match)
    part = currency_of(match.text("subunit"), match.tokens.view, match.start)
    if isinstance(bounds, str) or isinstance(currency, str):
        return _reading(match, bounds, currency)
    if small is None or part is None or part[0] != currency[0]:
        return "the small unit belongs to another currency"
    rest = EXACT.multiply(small.low, part[1])
    return _reading(match, Bounds(EXACT.add(bounds.low, rest), EXACT.add(bounds.high, rest), bounds.blur), currency)


@dataclass(frozen=True, slots=True)
class NotMoney:
    """A blocker: reads like an amount and is none."""


_NOT_MONEY = NotMoney()


def block(match: RuleMatch) -> NotMoney:
    """Words that look like an amount: 三元一次方程."""
    return _NOT_MONEY


INTERPRETERS = {
    "money_amount": Interpreter(read_amount, ("n",)),
    "money_range": Interpreter(read_range, ("a", "b")),
    "money_small_units": Interpreter(read_small_units, ("n jiao fen",)),
    "money_alone": Interpreter(read_alone, ("n jiao fen",)),
    "money_priced": Interpreter(read_priced, ("n", "unit")),
    "money_two_units": Interpreter(read_two_units, ("n", "unit", "small", "subunit")),
    "not_money": Interpreter(block),
    "not_date": Interpreter(block),
}
