"""What the clauses of a sentence hand on to its next numbers: who it is about, the date, the comparison, the plan."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.basis import Basis, take_basis
from cyextract.facts.figures.kinds import (
    AMONG,
    DATED,
    DOWN,
    DOWN_NOUN,
    GAP_DOWN,
    GAP_UP,
    LOCALIZER,
    REPORT,
    TAKE,
    UP,
    UP_NOUN,
    VAGUE,
    WHOLE_PERIOD,
)
from cyextract.facts.figures.measure import whole_of
from cyextract.facts.figures.phrases import HELD, Run, is_name, is_noun, is_pronoun, is_strong, items, kinds_of, lead, read_phrase, trim
from cyextract.facts.figures.reading import Part, Reading, span_of
from cyextract.facts.figures.status import breaks_status, own_status
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import DATE, VERB
from cyextract.models import FigureStatus

_start_of = attrgetter("start")
_CHANGES = UP | DOWN | UP_NOUN | DOWN_NOUN
# Their date is the day of the news.
_ISSUES = frozenset((
    "发布", "公布", "披露", "公告", "宣布", "通报", "收到", "接到", "获悉", "获知", "收悉", "查询到", "召开", "审议", "审议通过", "通知",
    "来函", "致函", "回函",
    "发表", "刊登", "刊发", "报道", "報導", "報道", "印发", "下发", "出台", "透露", "表示", "介绍", "指出", "强调", "回应", "证实", "采访",
    "受访", "会见", "提到", "提及", "通报会", "发布会", "新闻发布会", "座谈会", "论坛",
))  # fmt: skip
_MEETS = frozenset(("举办", "举行", "召开", "舉辦", "舉行", "召開"))
_EVENTS = ("奥运会", "世博会", "残奥会", "亚运会", "世界杯", "规划", "远景", "计划", "目标")
# Ends of longer names that hold the year of the event.
_SHOWS = (
    "博览会", "博覽會", "展览会", "展覽會", "车展", "車展", "交易会", "运动会", "锦标赛", "联赛", "电影节", "艺术节", "音乐节", "大会",
    "大會",
    "峰会", "峰會", "年会", "年會", "富豪榜", "排行榜", "榜单", "榜單", "百强", "百強", "大奖", "大賽", "大赛",
)  # fmt: skip
_NAME_REACH = 7
_EXTREMES = frozenset(("新高", "新低", "次高", "次低", "历史新高", "历史新低", "歷史新高", "歷史新低"))
_MOST = frozenset(
    ("最高", "最低", "最大", "最小", "最多", "最少", "最好", "最差", "最佳", "最快", "最慢", "最强", "最強", "最弱", "最严重", "最嚴重")
)
_RECORDS = frozenset(("的", "水平", "水準", "纪录", "记录", "紀錄", "点", "點", "值"))
_FIRSTS = frozenset(("首次", "首度", "首个", "首個"))
_PASSING = ("刚过", "过后", "临近", "将至", "在即", "来临", "前夕", "到来")
_ABOUT = frozenset(("针对", "針對", "对于", "對於", "关于", "關於"))
_FOUNDED = frozenset((
    "成立", "创立", "創立", "创办", "創辦", "创建", "始建", "建", "兴建", "设立", "組建", "组建", "诞生", "出生", "生", "毕业", "开业",
    "起源",
))  # fmt: skip
_NAMING = frozenset(("为", "是", "有", "包括", "分别为", "分别是", "即"))
_MODELS = ("款", "版", "届", "型")  # 2006款: a name
_REASONS = frozenset(("由于", "因", "因为", "鉴于"))
_EQUAL = frozenset(("持平", "相当", "相同", "相近", "基本持平", "大致持平"))
_DAYS = frozenset("日号周天晚昨旬")


class _Clause(NamedTuple):
    """A clause without a number; its topic and quantity are looked for when a number asks."""

    rest: Run
    kinds: int
    is_report: bool
    is_label: bool
    """Whether a colon ends it."""


class Told:
    """What has been told so far in a sentence."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.last: Reading | None = None
        self.before: Span | None = None
        """Whose the numbers of the sentence before are, in the same paragraph."""
        self.is_part = False
        """Whether the sentence tells parts of what that one told (其中)."""
        self.opened: Run | None = None
        """What stands before the bracket that has just opened."""
        self.basis: Basis | None = None
        self.date: Token | None = None
        self.dates: list[Token] = []
        """Those of the clause before, where it is a list of them."""
        self.is_among = False
        """Whether 其中 opens what follows: its dates hold for one number."""
        self.is_same_period = False
        self.founded: Token | None = None
        """The DATE of 成立于1994年, which holds for the capital alone."""
        self.status: FigureStatus = "actual"
        self._clauses: list[_Clause] = []
        self._new_from = 0
        self._topic: Part | None = None
        self._topic_run: Run = ()
        self._topic_is_new = False
        self._quantity: Run = ()
        self._share: tuple[Part | None, Part | None] | None = None
        self._naming: Run = ()

    def close(self, segment: list[Token], mark: str, *, is_aside: bool) -> None:
        """A clause ends that ends with no number; `is_aside`: it goes on behind one, or stands in a bracket."""
        kinds = kinds_of(segment)
        if kinds & (AMONG | WHOLE_PERIOD):
            self.is_among = bool(segment[-1].kinds & AMONG)
            self.is_same_period = any(t.text == "同期" for t in segment)
        own = own_status(segment, kinds)
        self.status = own if own else "actual" if breaks_status(segment) else self.status
        basis, rest = take_basis(segment, kinds)
        if basis is not None and not is_aside:
            self.basis = basis
        self._note_date(segment, rest, kinds)
        if not is_aside:
            self._clauses.append(_Clause(rest, kinds, bool(segment[-1].kinds & REPORT), mark == ":"))

    def add(self, reading: Reading) -> None:
        """A number has been read."""
        self.readings.append(reading)
        self.last = reading
        self.is_among = False
        if self._clauses:
            self._new_from = len(self._clauses)
        else:
            self._topic_is_new, self._quantity = False, ()
        if reading.is_figure or reading.metric is not None:
            self.opened = None

    @property
    def topic(self) -> Part | None:
        """Who or what the clauses are about."""
        self._resolve()
        return self._topic

    @property
    def topic_run(self) -> Run:
        """Its tokens."""
        self._resolve()
        return self._topic_run

    @property
    def topic_is_new(self) -> bool:
        """Whether it has been told since the last number."""
        self._resolve()
        return self._topic_is_new

    @property
    def quantity(self) -> Run:
        """The quantity that a clause since the last number is about: 股价连续上涨，从11元…."""
        self._resolve()
        return self._quantity

    @property
    def named(self) -> list[Run]:
        """The items that a clause since the last number names: 主营业务为甲、乙."""
        self._resolve()
        return _named(self._naming) if self._topic_is_new else []

    @property
    def share(self) -> tuple[Part | None, Part | None] | None:
        """Quantity and whole of 从甲占乙的比重来看."""
        self._resolve()
        return self._share

    def _resolve(self) -> None:
        if not self._clauses:
            return
        clauses, self._clauses = self._clauses, []
        for index, clause in enumerate(clauses):
            if index == self._new_from:
                self._topic_is_new, self._quantity = False, ()
            self._take(clause)
        if self._new_from == len(clauses):
            self._topic_is_new, self._quantity = False, ()
        self._new_from = 0

    def _take(self, clause: _Clause) -> None:
        rest = clause.rest
        first = lead(rest)
        self._naming = rest
        run = () if clause.is_label else identified(rest) or first
        if run and not clause.is_report:
            self._set_topic(run)
        take = next((i for i, t in enumerate(rest) if t.kinds & TAKE), -1) if clause.kinds & TAKE else -1
        if take > 0 and rest[-1].text in ("看", "来看", "来说"):
            phrase = read_phrase(rest[:take])
            whole = whole_of([t for t in rest[take + 1 :] if not t.kinds & LOCALIZER])
            metric = Part(span_of(phrase.metric), "sentence", "figure.metric-clause-before") if phrase.metric else None
            self._share = metric, Part(span_of(whole), "sentence", "figure.whole-clause-before") if whole else None
        if clause.kinds & _CHANGES:
            rest = rest[: next((i for i, t in enumerate(rest) if t.kinds & _CHANGES), len(rest))]
        phrase = read_phrase(rest)
        if phrase.metric:
            self._quantity = phrase.metric
            if phrase.attribute and not phrase.is_object and not phrase.metric[-1].text.endswith(HELD):
                self._set_topic(phrase.attribute)
        elif first:
            self._quantity = ()

    def _set_topic(self, run: Run) -> None:
        """What the next clauses are about; a weak phrase takes no place from a name."""
        if is_pronoun(run) or (run[-1].sort == "quantity" and run[-1].tag != "thing"):
            return
        if self._topic is not None and not is_strong(run) and is_strong(self._topic_run):
            return
        self._topic, self._topic_run, self._topic_is_new = Part(span_of(run), "sentence", "figure.subject-clause-before"), run, True

    def _note_date(self, segment: Run, rest: Run, kinds: int) -> None:
        """The date that a clause tells the next ones, unless it is the day of a report."""
        if kinds & DATED:
            self.founded = next((t for i, t in enumerate(segment) if t.traits & DATE and _is_founding(segment, i)), self.founded)
        if segment[0].text in _ABOUT or (self.date is not None and segment[0].text in _REASONS):
            return
        dates = own_dates(segment, rest, ends_clause=True) if kinds & DATED else []
        if not dates and self.date is None:
            return
        is_report = bool(segment[-1].kinds & REPORT)
        if dates and not (is_report and segment[0].text in ("据", "根据", "按照")):
            self.date = dates[-1]
            self.dates = dates
        elif not dates and kinds & VAGUE:
            self.date = None
        date = self.date
        if date is None:
            return
        if dates:
            told = is_report or any(t.start > date.start and t.text in _ISSUES for t in segment)
        else:
            told = is_report or any(t.text in _ISSUES for t in segment)
        is_news = told and bool(dates) and _opens_issue(segment, date)
        is_news = is_news or ((told or _is_meeting(segment)) and is_day(date))
        if (is_news and segment[0].text not in ("经", "经过")) or is_event(segment, date):
            self.date = None


def _named(rest: Run) -> list[Run]:
    """The items behind the verb of a clause that names them."""
    at = max((i for i, t in enumerate(rest) if t.text in _NAMING), default=-1)
    run = rest[at + 1 :] if at >= 0 else ()
    while run and run[-1].sort == "quantity" and run[-1].tag != "thing":
        run = run[:-1]
    found = items(run)
    return found if all(is_noun(item) for item in found) else []


def own_dates(segment: Run, rest: Run, *, ends_clause: bool = False) -> list[Token]:
    """The dates of a clause that are neither what is compared with nor part of a name; `ends_clause`: no number follows."""
    return [t for t in rest if t.sort == "date" and not _is_other(segment, t, ends_clause)]


def is_issued(segment: Run, date: Token) -> bool:
    """Whether a date is the day on which the thing behind it was told: 3月5日公布的失业率."""
    index = bisect_left(segment, date.start, key=_start_of)
    after = segment[index + 1 : index + 3]
    is_told = len(after) > 1 and after[1].text == "的" and (bool(after[0].kinds & REPORT) or after[0].text in _ISSUES)
    return is_told and index + 3 < len(segment)  # 上月提出的|30%: of the number itself


def _opens_issue(segment: Run, date: Token) -> bool:
    """Whether something is told or a meeting held right behind a date: 上月表示, 去年底举行的年会."""
    index = bisect_left(segment, date.start, key=_start_of)
    after = segment[index + 1 : index + 2]
    return bool(after) and (after[0].text in _ISSUES or after[0].text in _MEETS)


def _is_meeting(segment: Run) -> bool:
    """Whether a clause only tells where something was said: 在3月5日的会上."""
    return len(segment) > 1 and segment[-1].text == "上" and segment[-2].text.endswith(("会", "会议", "论坛", "會", "會議"))


def is_local(segment: Run, date: Token) -> bool:
    """Whether a date belongs to one number alone: 从一季度的71%降到68%, 其中上半年3亿元."""
    index = bisect_left(segment, date.start, key=_start_of)
    before = segment[index - 1] if index else None
    if before is not None and (before.text in ("从", "由", "自", "比", "较", "与", "同", "跟") or before.kinds & (GAP_UP | GAP_DOWN)):
        return True
    return bool(segment[0].kinds & AMONG)


def is_day(token: Token) -> bool:
    """Whether a DATE names a day or less."""
    return not _DAYS.isdisjoint(token.text)


def is_event(segment: Run, date: Token) -> bool:
    """Whether a date tells an event behind or since which something holds: 2014年6月成立公司后, 自去年二季度建仓以来."""
    for before, token in pairwise(segment):
        if token.text == "以来" and token.start > date.end + 1 and before.sort != "date":  # 创2019年|以来: of that date
            return True
    if any(t.text in ("施行", "实施", "生效") for t in segment):
        return True
    return segment[-1].text in ("后", "之后") and segment[-1].start > date.end


def identified(rest: Run) -> Run:
    """Who a clause says it is: 名列第三的是乙, 两大股东依旧是甲和乙."""
    for index in range(len(rest) - 1, 0, -1):
        if rest[index].text in ("是", "为") and rest[index].sort == "cue":
            run = trim(rest[index + 1 :])
            if not run or not is_noun(run) or not is_strong(run):
                return ()
            return run if rest[index - 1].text == "的" or (run[-1].sort == "org" and not is_name(lead(rest[:index])[-1:])) else ()
    return ()


def _is_other(segment: Run, date: Token, ends_clause: bool) -> bool:
    """Whether a date is part of a name, or what something is equal to: 2008年北京奥运会, 2020年远景规划, 与去年持平."""
    index = bisect_left(segment, date.start, key=_start_of)
    if (
        index
        and segment[index - 1].text in ("与", "和", "同", "跟")
        and segment[index + 1 : index + 2]
        and segment[index + 1].text in _EQUAL
    ):
        return True
    after = segment[index + 1 : index + 3]
    if after and after[0].start == date.end and after[0].text.startswith(_MODELS):
        return True
    if any(t.text.endswith(_EVENTS) and t.sort != "org" for t in after):
        return True
    return _is_named(segment, index) or _is_extreme(segment, index, ends_clause) or _is_founding(segment, index)


def _is_named(segment: Run, index: int) -> bool:
    """Whether a date is the year in a longer name: 2011年甲市文化博览会, 行动2018."""
    date = segment[index]
    if date.text.isdigit() and index and segment[index - 1].end == date.start and segment[index - 1].sort in ("word", "org"):
        return True
    for token in segment[index + 1 : index + _NAME_REACH]:
        if token.sort != "word" or token.tag in ("v", "d", "p", "c"):
            return False
        if token.text.endswith(_SHOWS):
            return True
    return False


def _is_extreme(segment: Run, index: int, ends_clause: bool) -> bool:
    """Whether a date only says among what something is the most or first, or is near: 今年表现最差的货币, 创去年以来新高, 春节将至."""
    has_verb = False  # 股价昨日跌到最低点: that is the day
    for at in range(index + 1, min(len(segment), index + _NAME_REACH)):
        token = segment[at]
        if token.text in _EXTREMES:
            return not has_verb
        if at == index + 1 and "".join(t.text for t in segment[at : at + 2]).startswith(_PASSING):
            return True
        if token.text in _FIRSTS and (segment[at - 1].text in ("以来", "以來") or segment[at - 1].text[-1] in "来來"):
            return True
        if token.text in _MOST:
            after = segment[at + 1] if at + 1 < len(segment) else None
            if after is None or after.text != "的":
                is_record = ends_clause if after is None else after.text in _RECORDS or bool(after.kinds & (UP_NOUN | DOWN_NOUN))
                return is_record and not has_verb
            return True
        if token.text == "的" or token.sort in ("mark", "date"):
            return False
        has_verb = has_verb or bool(token.traits & VERB or token.kinds & (UP | DOWN)) or (token.sort == "word" and token.tag == "v")
    return False


def _is_founding(segment: Run, index: int) -> bool:
    """Whether a date only says how old something is: 成立于1994年."""
    return index > 1 and segment[index - 1].text in ("于", "於") and segment[index - 2].text in _FOUNDED
