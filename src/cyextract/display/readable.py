"""What a mention is worth as a reader says it, in Chinese and in English: 2025年6月17日晚, 约15亿元, 11.6个百分点."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from cyextract.display.labels import (
    CATEGORIES,
    CURRENCIES,
    DATE_MODS,
    DATE_PARTS,
    KINDS,
    PARTS_OF_DAY,
    SEASONS,
    VAGUE_DATES,
    Wording,
    label,
)
from cyextract.display.values import notate_value, phrase_value
from cyextract.models import DateMention, Mention, MoneyMention, OrgMention, PercentMention, TitleMention

_SIGNS = {"gt": "超", "ge": "≥", "lt": "不足", "le": "≤", "approx": "约"}
_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_DIGITS = 4  # digits before and after the point that a number of 亿 or 万 may have; a longer one is written out
_WHOLE_DAYS = {"day", "part", "minute", "second"}
_YEAR = r"(?P<year>-?\d{4}|XXXX)"
_DAY = re.compile(rf"{_YEAR}-(?P<month>\d\d|XX)-(?P<day>\d\d|XX)(?:T(?:(?P<part>MO|MD|AF|EV|NI)|(?P<clock>\d\d:\d\d(?::\d\d)?)))?")
_MONTH = re.compile(rf"{_YEAR}-(?P<month>\d\d|XX)")
_PART = re.compile(rf"{_YEAR}-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)|W(?P<week>\d\d)(?P<weekend>-WE)?)")
_NUMERALS = "零一二三四"


def readable_value(mention: Mention) -> Wording:
    """The value of a mention in words.

    >>> readable_value(MoneyMention(start=0, end=4, text="15亿元", canonical="15亿元", rule="r", amount=Decimal(1500000000), currency="CNY",
    ...     currency_stated=False, mod="approx"))
    Wording(zh='约15亿元', en='≈ 1,500,000,000 CNY')
    """
    if isinstance(mention, MoneyMention | PercentMention) and not sort_key(mention):
        return Wording("未填值", "no value")
    match mention:
        case DateMention():
            return readable_date(mention.value, mention.mod)
        case MoneyMention():
            amount = _quantity(mention.amount, mention.amount_min, mention.amount_max, mention.mod, _scaled)
            zh = amount + CURRENCIES.get(mention.currency, f" {mention.currency}") + (f"/{mention.per}" if mention.per else "")
        case PercentMention():
            unit = "%" if mention.unit == "percent" else "个百分点"
            zh = _quantity(mention.value, mention.value_min, mention.value_max, mention.mod, _plain) + unit
        case OrgMention():
            zh = label(KINDS, mention.kind).zh + (f"，{mention.full_name}的简称" if mention.full_name else "")
        case TitleMention():
            zh = label(CATEGORIES, mention.category).zh + ("" if mention.closed else "，缺“》”")
    return Wording(zh, phrase_value(mention))


def readable_date(value: str, mod: str | None = None) -> Wording:
    """A TIMEX3 value in words.

    >>> readable_date("2025-06-17TEV")
    Wording(zh='2025年6月17日晚', en='2025-06-17 evening')
    >>> readable_date("2020", "END"), readable_date("2021-01/2021-09").zh, readable_date("XXXX-06-04").zh, readable_date("199X").zh
    (Wording(zh='2020年底', en='end of 2020'), '2021年1月至9月', '某年6月4日', '1990年代')
    """
    ends = value.split("/")
    said = [_point(end) for end in ends]
    if len(ends) == 2:
        shared = _shared_year(*ends)
        said = [Wording(f"{said[0].zh}至{said[1].zh[len(shared) :]}", f"{said[0].en} to {said[1].en}")]
    frame = DATE_MODS.get(mod or "", Wording("{}", "{}"))
    return Wording(frame.zh.replace("{}", said[0].zh), frame.en.replace("{}", said[0].en))


def readable_notes(mention: Mention, texts: Mapping[int, str]) -> list[Wording]:
    """What else there is to know: days covered, what was implied and by what.

    Args:
        mention: the mention.
        texts: the canonical text of the document's mentions by their start, to name what a date rests on.
    """
    if isinstance(mention, MoneyMention) and not mention.currency_stated:
        return [Wording("币种为推断", f"{mention.currency} is implied")]
    if not isinstance(mention, DateMention):
        return []
    notes = []
    if mention.first_day and mention.granularity not in _WHOLE_DAYS:
        first, last = mention.first_day, mention.last_day
        notes.append(Wording(f"{first} 至 {last}", f"{first} to {last}") if last else Wording(f"{first} 起", f"from {first}"))
    for part, implied in mention.implied.items():
        name = label(DATE_PARTS, part)
        source = texts.get(-1 if implied.start is None else implied.start)
        if implied.source == "reference_date":
            notes.append(Wording(f"{name.zh}据参考日期", f"{name.en} from the reference date"))
        elif source:
            notes.append(Wording(f"{name.zh}据“{source}”（第{implied.start}字）", f"{name.en} from {source} at {implied.start}"))
        else:
            notes.append(Wording(f"{name.zh}据全文", f"{name.en} from the document"))
    return notes


def exact_value(mention: Mention) -> str:
    """The value of a date or a number as the JSON has it; nothing for names."""
    return notate_value(mention) if isinstance(mention, DateMention | MoneyMention | PercentMention) else ""


def sort_key(mention: Mention) -> str:
    """What a mention's value sorts by: a number, a day, or its kind."""
    match mention:
        case DateMention():
            return mention.first_day or mention.value
        case MoneyMention():
            ends = mention.amount, mention.amount_min, mention.amount_max
        case PercentMention():
            ends = mention.value, mention.value_min, mention.value_max
        case OrgMention():
            return mention.kind
        case TitleMention():
            return mention.category
    return next((format(end, "f") for end in ends if end is not None), "")


def _point(value: str) -> Wording:
    if value in VAGUE_DATES:
        return VAGUE_DATES[value]
    if m := _DAY.fullmatch(value):
        part = PARTS_OF_DAY.get(m["part"] or "", Wording("", ""))
        clock, day = m["clock"] or "", value.partition("T")[0]
        zh = _year(m["year"]) + _number(m["month"], "月") + _number(m["day"], "日") + part.zh + (f" {clock}" if clock else "")
        return Wording(zh, " ".join(filter(None, (day, part.en, clock))))
    if m := _MONTH.fullmatch(value):
        return Wording(_year(m["year"]) + _number(m["month"], "月"), value)
    if m := _PART.fullmatch(value):
        return _part_of_year(m)
    if re.fullmatch(r"-?\d{4}|XXXX", value):
        return Wording(_year(value), value)
    if m := re.fullmatch(r"(\d{3})X", value):
        return Wording(f"{m[1]}0年代", f"{m[1]}0s")
    if m := re.fullmatch(r"(\d\d)XX", value):
        return Wording(f"{int(m[1]) + 1}世纪", f"{m[1]}00s")
    return Wording(value, value)


def _part_of_year(m: re.Match[str]) -> Wording:
    year = m["year"]
    if m["quarter"]:
        return Wording(f"{_year(year)}第{_NUMERALS[int(m['quarter'])]}季度", f"{year} Q{m['quarter']}")
    if m["half"]:
        return Wording(_year(year) + ("上半年" if m["half"] == "1" else "下半年"), f"{year} H{m['half']}")
    if m["season"]:
        return Wording(_year(year) + SEASONS[m["season"]].zh, f"{SEASONS[m['season']].en} {year}")
    weekend = bool(m["weekend"])
    return Wording(
        f"{_year(year)}第{int(m['week'])}周{'周末' if weekend else ''}",
        f"{'weekend of ' if weekend else ''}week {int(m['week'])} of {year}",
    )


def _year(year: str) -> str:
    if year == "XXXX":
        return "某年"
    number = int(year)
    return f"{number}年" if number > 0 else f"公元前{1 - number}年"  # 0000 is 1 BCE


def _number(written: str, unit: str) -> str:
    return f"某{unit}" if written == "XX" else f"{int(written)}{unit}"


def _shared_year(first: str, last: str) -> str:
    """The year as it is said, where both ends of a range lie in it and say more than it."""
    found = re.match(f"{_YEAR}-", first)
    return _year(found["year"]) if found and last.startswith(found[0]) else ""


def _quantity(value: Decimal | None, low: Decimal | None, high: Decimal | None, mod: str | None, write: Callable[[Decimal], str]) -> str:
    said = [write(end) for end in ((value,) if value is not None else (low, high)) if end is not None]
    return _SIGNS.get(mod or "", "") + ("" if value is not None or len(said) == 2 else "至少" if high is None else "至多") + "至".join(said)


def _scaled(value: Decimal) -> str:
    """A number with 万 and 亿, where nothing is lost by it."""
    for scale, word in _SCALES:
        if abs(value) >= scale:
            scaled = _plain(value / scale).replace(",", "")
            if len(scaled.partition(".")[2]) <= _DIGITS and len(scaled.partition(".")[0].lstrip("-")) <= _DIGITS:
                return scaled + word
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
