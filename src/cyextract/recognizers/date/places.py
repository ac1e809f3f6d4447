"""Where the dates of a document stand, and what each is to it by that: a header, a dateline, an announcement, ahead, history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from cyextract.recognizers.date.compose import Expression
from cyextract.recognizers.date.fields import DateFields, Rel
from cyextract.recognizers.date.year_clues import HEADER_REACH
from cyextract.text.marks import IN_CLAUSE
from cyextract.text.words import Words

_YEARS = range(1900, 2101)  # what can be the present of a document
_TOP = 120  # a day with a clock time up here is when the page went up, further down it may be told
_FOOT = 40  # code points: what signs a document stands at its end
LEAD = 150  # code points: what the report begins with
_PAGE = " \n()）0123456789"  # behind a signature: the number of its page

_LABEL = re.compile(r"(?:时间|日 *期) ?】?[: ]{0,3}\n?$|(?:^|[^天日年])[(（]$")
_LABEL_ENDS = frozenset("间期】: \n(（")
_LINE_END = re.compile(r"[ \t]*(?:\d{1,2}:\d\d(?::\d\d)?)?[ \t)）]*(?:\n|$|来源|  )")
_DATELINE_AFTER = re.compile(r"(?:上午|下午|晚间?|凌晨)?(?:电|讯|消息|综合报道|专电|报道|公告)")
_DATELINE_OPENS, _DATELINE_ENDS = frozenset("上下晚凌电讯消综专报公"), frozenset("讯电间 ")
_DATELINE_BEFORE = re.compile(r"(?:(?:本报|快|网|专|综合)[电讯]|(?P<bare>讯)) ?(?:北京时间)?$")
_CLIPPED = re.compile(rf"据{IN_CLAUSE}{{0,12}}$")  # 据新华社加沙1月1日电: what another reported on its day
_ANNOUNCED = re.compile(rf"(?:上午|下午|早间|晚间?|傍晚)?[,，]?{IN_CLAUSE}{{0,10}}(?:发布|披露|宣布|公布|公告)")
_TODAY = re.compile(r"(?:今[天日晨早午晚]?|本[周日])[,， ]?\($")
_AHEAD_AFTER = re.compile(
    f"起?(?:施行|实施|生效|执行|起[，,]{IN_CLAUSE}{{0,6}}将)|前(?:完成|建成|实现|提供)|{IN_CLAUSE}{{0,4}}(?:生效实施|起施行)"
    "|的?(?:目标|到期|届满|计划|规划)"
)
_FORECAST_AFTER = re.compile(f"[，,]?(?:{IN_CLAUSE}{{0,8}}将[^其该此这]|{IN_CLAUSE}{{0,16}}(?:预[计期测]|有望|可望|力争))")
_FORECAST = ("预计", "预测", "预期", "预估", "估计")
_PUBLISHED = ("发布", "公布", "披露")
_PROMISED = re.compile(f"承诺[，,]?{IN_CLAUSE}{{0,12}}$")
_JOINED = frozenset(("、", "和", "及", "与", "以及", "度、"))
_CAPTION = re.compile("(?:资料图片?|资料照片?|图为|摄于)[: ]?$")  # a picture is older than the report
_HISTORY_ENDS = ("自", "成立于", "创立于", "建于")
_HISTORY_AFTER = re.compile("以来|成立|创立|创办|建成")
_AHEAD_ENDS = tuple(word + link for word in ("到", "至", "目标", "力争", "确保") for link in ("", "在", "于"))
_AHEAD_BEFORE = re.compile(
    f"(?:将|拟|预[计测期估]|计划|[有可]望|希望|定于|争取|准备|规划|决定|估计|届满|推迟|延期|延[长至])[，,]?{IN_CLAUSE}{{0,8}}$"
)
AS_OF_ENDS = ("截至", "截止", "截止到", "截至到")
Day = tuple[int, int]
"""A month and its day."""


def is_dateline(view: str, words: Words, expression: Expression) -> bool:
    """Whether an expression dates the report itself (新华社北京1月2日电, 6月12日消息, 海潮网讯1月2日; but no 腾讯 or 通讯1月2日)."""
    start, end, meaning = expression
    if not isinstance(meaning.first.get("day"), int):
        return False
    if view[end : end + 1] not in _DATELINE_OPENS and view[start - 1 : start] not in _DATELINE_ENDS:
        return False
    if _DATELINE_AFTER.match(view, end):
        return True
    before = _DATELINE_BEFORE.search(view, max(0, start - 12), start)
    return before is not None and (before["bare"] is None or words.begins_word(before.start("bare")))


_SPEAKING = frozenset(("year", "day", "weekday"))


def find_places(view: str, words: Words, dates: Sequence[Expression]) -> list[Place]:
    """Where the dates of a document stand that say anything of its day, in text order."""
    places = [Place(view, words, e) for e in dates if not _SPEAKING.isdisjoint(e.meaning.first)]
    for before, place in pairwise(places):  # 预计2009年、2010年: both are ahead
        if before.kind == "ahead" and place.kind == "told" and view[before.expression.end : place.start] in _JOINED:
            place.kind, place.is_forecast = "ahead", before.is_forecast
    return places


class Place:
    """A date by where it stands and what stands beside it.

    Attributes:
        expression: the date.
        start: its start.
        fields: what it states, of a range the first date.
        year: the year it states, if it can be that of a document.
        counted: how many years from now it lies: 0 for 今年, -1 for 去年.
        day: the month and day it states.
        kind: what it is to the document, `told` where it is no more than told.
        is_forecast: whether it is a year that a forecast is made for, rather than one that something is planned for.
    """

    __slots__ = ("counted", "day", "expression", "fields", "is_forecast", "kind", "start", "year")

    def __init__(self, view: str, words: Words, expression: Expression) -> None:
        fields = expression.meaning.first
        self.expression, self.fields, self.start = expression, fields, expression.start
        year, month, day = fields.get("year"), fields.get("month"), fields.get("day")
        self.year: int | None = None
        self.counted: int | None = None
        self.day: Day | None = (month, day) if isinstance(month, int) and isinstance(day, int) else None
        if isinstance(year, int):
            self.year = year if year in _YEARS else None
        elif year is not None and year.base == "ref":
            self.counted = year.offset
        self.is_forecast = False
        self.kind = "told" if self.year is None and self.day is None else self._kind(view, words)

    @property
    def is_today_undated(self) -> bool:
        """Whether it is the day of the report, told without a year."""
        return self.year is None and self.kind in ("dateline", "today")

    @property
    def beside(self) -> str | None:
        """What a date counted from now says of a year in its sentence."""
        if self.counted is not None:
            return "beside-this-year" if self.counted == 0 else None
        day = self.fields.get("day")
        return "beside-today" if self.kind == "today" or (isinstance(day, Rel) and day.base == "ref") else None

    def _kind(self, view: str, words: Words) -> str:
        start, end = self.start, self.expression.end
        if self.day is not None and self.expression.meaning.last is None and (kind := self._kind_of_day(view, words)) is not None:
            return kind
        if view.endswith(_AHEAD_ENDS, 0, start) and not view.endswith(AS_OF_ENDS, 0, start):
            return "ahead"
        is_year = self.grain == "year"
        told = _AHEAD_BEFORE.search(view, max(0, start - 10), start)
        if is_year and told is not None and told[0].endswith(_PUBLISHED):
            told = None  # 将发布2018年的数据: of a year that was
        if told is not None or _AHEAD_AFTER.match(view, end) is not None:
            self.is_forecast = is_year and told is not None and told[0].startswith(_FORECAST)
            return "ahead"
        if is_year and (_FORECAST_AFTER.match(view, end) or _PROMISED.search(view, max(0, start - 16), start)):
            self.is_forecast = True
            return "ahead"
        if view.endswith(_HISTORY_ENDS, 0, start) or _HISTORY_AFTER.match(view, end) is not None:
            return "history"
        if _CAPTION.search(view, max(0, start - 8), start) is not None:
            return "history"
        return "announced" if self.day is not None and _ANNOUNCED.match(view, end) else "told"

    def _kind_of_day(self, view: str, words: Words) -> str | None:
        """What a day is to the document by its place alone."""
        start, end, last = self.start, self.expression.end, view[self.start - 1 : self.start]
        if self.year is not None and start <= HEADER_REACH:
            if last in _LABEL_ENDS and _LABEL.search(view[max(0, start - 14) : start]):
                return "header-label"
            own_line = not start or (last in " \n" and view[max(0, start - 14) : start].rstrip(" ").endswith("\n"))
            has_clock = "hour" in self.fields and ":" in view[start:end]  # 12:30 when a page went up, 中午12点半 when something happened
            if (own_line and _LINE_END.match(view, end)) or (has_clock and start < _TOP):
                return "header-line"
        if is_dateline(view, words, self.expression):
            return "told" if start > LEAD and _CLIPPED.search(view, start - 20, start) else "dateline"
        if last == "(" and _TODAY.search(view[max(0, start - 5) : start]):
            return "today"
        return "signature" if len(view) - end <= _FOOT and not view[end:].strip(_PAGE) else None

    @property
    def grain(self) -> str:
        """How fine the date is: a day, a part of a year (month, quarter), or a year."""
        if self.day is not None:
            return "day"
        last = self.expression.meaning.last
        return "year" if len(self.fields) == 1 and (last is None or len(last) == 1) else "part"

    @property
    def last_year(self) -> int | None:
        """The year that a range ends in, where it is another than it begins in."""
        last = self.expression.meaning.last
        year = None if last is None else year_of_document(last)
        return None if year == self.year else year


def year_of_document(fields: DateFields) -> int | None:
    year = fields.get("year")
    return year if isinstance(year, int) and year in _YEARS else None
