"""What the mappings share. Runs in the environments of the peers: nothing but the standard library is imported.

Edges follow the gold's guidelines where a library draws them otherwise on purpose: 约, 近 and 以上 stand outside an amount, and a clock
time or a part of the day without a date is no mention.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

Mention = dict[str, object]

_LEADING = re.compile(
    r"(?:大约|约为|约|将近|近|超过|超|逾|高达|达到|达|不足|不到|至少|至多|最高|最低|仅|共|共计|总计|合计|每[股人吨月年天日])+"
)
_TRAILING = re.compile(r"(?:[，,]?(?:左右|上下|以上|以下|以内|之间|不到|高于|低于))+$")
_SINCE = re.compile("(?:从|自|截至|截止|到|在)+(?=[0-9])")
_EDGE = re.compile("(?P<unit>[年月])[初中底末]$")
_YEARS_LONG = re.compile("(?:近|过去|未来|最近|此前|今后)?[0-9一二两三四五六七八九十]+(?:多|余)?年(?:来|间|中|里|内)?$")
_RENMINBI = re.compile("人民币|CNY|RMB")
_TITLE = re.compile("《[^《》\n]*》")
_CLOCK = re.compile(r"[0-9零一二两三四五六七八九十:：点时分秒半钟整刻许多左右至到\-—~ 上下中午凌晨早傍晚间夜清夜里早晨当时前后此刻]+")
_CURRENCIES = {
    "元": "CNY", "块": "CNY", "人民币": "CNY", "人民币元": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP",
    "港元": "HKD", "港币": "HKD",
    "日元": "JPY", "日圆": "JPY", "韩元": "KRW", "新台币": "TWD", "台币": "TWD", "澳元": "AUD", "加元": "CAD", "卢布": "RUB",
    "泰铢": "THB", "瑞士法郎": "CHF",
    "新加坡元": "SGD", "新币": "SGD", "澳门元": "MOP", "卢比": "INR", "越南盾": "VND", "雷亚尔": "BRL",
}  # fmt: skip


def trim_amount(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of an amount without the words that only bound it."""
    lead = _LEADING.match(text, start, end)
    start = lead.end() if lead else start
    tail = _TRAILING.search(text[start:end])
    return start, start + tail.start() if tail else end


def is_clock_time(words: str) -> bool:
    """Whether a time expression names no day: 上午9时, 下午."""
    return _CLOCK.fullmatch(words) is not None


def currency_code(unit: str) -> str:
    """ISO 4217 code of a unit's Chinese name; the name itself when it is none of the common ones."""
    return _CURRENCIES.get(unit, unit)


def days_value(first: dt.date, last: dt.date) -> str:
    """A stretch of days as TIMEX3: a day, a month, a quarter, a half, a year or first/last."""
    if first == last:
        return first.isoformat()
    whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1] and first.year == last.year
    months = (first.month, last.month)
    if whole and months[0] == months[1]:
        return f"{first:%Y-%m}"
    if whole and months == (1, 12):
        return f"{first:%Y}"
    if whole and months[1] - months[0] == 2 and months[1] % 3 == 0:
        return f"{first:%Y}-Q{months[1] // 3}"
    if whole and months in ((1, 6), (7, 12)):
        return f"{first:%Y}-H{months[1] // 6}"
    return f"{first.isoformat()}/{last.isoformat()}"


def trim_since(text: str, start: int, end: int) -> int:
    """Where a date begins without 从, 自 or 截至, which stand outside it."""
    lead = _SINCE.match(text, start, end)
    return lead.end() if lead else start


def date_value(words: str, first: dt.date, last: dt.date) -> str:
    """The value that gold would have for these days: 5月底 is its month, 2020年末 its year, 20年来 whole years."""
    if edge := _EDGE.search(words):
        return f"{last:%Y}" if edge["unit"] == "年" else f"{last:%Y-%m}"
    if _YEARS_LONG.fullmatch(words) and last.year > first.year:
        return f"{first:%Y}/{last:%Y}"
    return days_value(first, last)


def outside_titles(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions but those inside 《…》, where gold has none."""
    titles = [found.span() for found in _TITLE.finditer(text)]
    return [m for m in mentions if m["type"] == "TITLE" or not any(low <= m["start"] < high for low, high in titles)]  # type: ignore[operator]


def bare_currency(mentions: list[Mention], currency: str | None) -> list[Mention]:
    """The mentions with a bare 元 in the currency that gold names for the document (TWD in a paper of Taiwan)."""
    for found in mentions:
        if currency and found.get("currency") == "CNY" and not _RENMINBI.search(str(found["text"])):
            found["currency"] = currency
    return mentions


def mention(text: str, type: str, start: int, end: int, **fields: object) -> Mention:
    """A mention as the scorer reads it, without white space at its edges."""
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return {"type": type, "start": start, "end": end, "text": text[start:end], **fields}
