"""What the clauses of a sentence hand on to its next numbers: who it is about, the date, the comparison, the plan."""

from __future__ import annotations

from dataclasses import dataclass

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.basis import COMPARING, Basis, take_basis
from cyextract.facts.figures.kinds import (
    AMONG,
    DATED,
    DOWN,
    DOWN_NOUN,
    LOCALIZER,
    PREDICATE,
    REPORT,
    TAKE,
    UP,
    UP_NOUN,
    VAGUE,
    WHOLE_PERIOD,
)
from cyextract.facts.figures.measure import whole_of
from cyextract.facts.figures.news import is_account, is_meeting, is_norm, is_told, opens_issue
from cyextract.facts.figures.periods import MAKES, is_day, is_event, is_founding, is_past, own_dates
from cyextract.facts.figures.phrases import (
    Run,
    is_name,
    is_noun,
    is_pronoun,
    is_strong,
    is_sure_name,
    items_of,
    kinds_of,
    lead,
    listed_of_all,
    read_phrase,
    trim,
)
from cyextract.facts.figures.reading import Part, Reading, span_of
from cyextract.facts.figures.status import MARKERS, breaks_status, own_status
from cyextract.facts.figures.tellers import is_announced_by, is_firm, is_person, only_tells, tells_of_itself
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import DATE, FUNCTION
from cyextract.facts.figures.word_traits import (
    ABOUT,
    DISCLOSURE,
    EXTREME,
    FOUNDING,
    HELD,
    IS,
    ISSUE,
    LISTING,
    MEDIUM,
    OTHERS,
    REASON,
)
from cyextract.models import FigureStatus

_CHANGES = UP | DOWN | UP_NOUN | DOWN_NOUN


_MOMENTS = "月份初末底旬"
_LATER = "之后"
_TIMES = frozenset(("后", "之后", "以后", "时", "前", "之前"))
_WITHIN = frozenset(("中", "之中", "当中"))
_OPENING = 3
_LABELS = ":|"


@dataclass(slots=True, eq=False)
class _Clause:
    """A clause without a number; its topic and quantity are looked for when a number asks."""

    rest: Run
    kinds: int
    is_report: bool
    is_label: bool
    """Whether a colon ends it, or the stroke of a dateline (甲社8月2日丨)."""


class Told:
    """What has been told so far in a sentence."""

    __slots__ = (
        "_clauses", "_label", "_naming", "_new_from", "_quantity", "_share", "_teller", "_topic", "_topic_is_new", "_topic_run",
        "_within", "accounts", "basis", "before", "compared", "date", "dates", "founded", "has_new_clause", "is_among", "is_part",
        "is_same_period", "last", "no_date", "opened", "part_date", "readings", "status",
    )  # fmt: skip

    last: Reading | None
    before: Span | None
    """Whose the numbers of the sentence before are, in the same paragraph."""
    is_part: bool
    """Whether the sentence tells parts of what that one told (其中)."""
    opened: Run | None
    """What stands before the bracket that has just opened."""
    accounts: bool
    """Whether a firm announces what it has earned or will: what is forecast then is its own."""
    basis: Basis | None
    date: Token | None
    no_date: str
    """Why it has none: the rule."""
    dates: Run
    """Those of the clause before, where it is a list of them."""
    compared: tuple[Token | None] | None
    """The DATE before that of a number which is only there to be compared with (上年同期为4亿元)."""
    is_among: bool
    """Whether 其中 opens what follows: its dates hold for one number."""
    part_date: Token | None
    """The DATE of the part that 其中 opened last; its changes hold for it as well."""
    is_same_period: bool
    founded: Token | None
    """The DATE of 成立于1994年, which holds for the capital alone."""
    status: FigureStatus
    has_new_clause: bool
    """Whether a clause has been told since the last number."""
    _topic: Part | None
    _topic_run: Run
    _quantity: Run
    _naming: Run
    _label: Run
    _teller: Run
    _within: Run
    _share: tuple[Part | None, Part | None] | None

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self._clauses: list[_Clause] = []
        self._new_from = 0
        self.status = "actual"
        self.no_date = ""
        self.last = self.before = self.opened = self.basis = self.compared = None
        self.date = self.part_date = self.founded = None
        self._topic = self._share = None
        self.accounts = False
        self.dates = self._topic_run = self._quantity = self._naming = self._label = self._teller = self._within = ()
        self.is_part = self.is_among = self.is_same_period = self.has_new_clause = self._topic_is_new = False

    def close(self, segment: list[Token], mark: str, *, is_aside: bool) -> None:
        """A clause ends that ends with no number; `is_aside`: it goes on behind one, or stands in a bracket."""
        kinds = kinds_of(segment)
        if kinds & (AMONG | WHOLE_PERIOD):
            self.is_among = bool(segment[-1].kinds & AMONG)
            self.is_same_period = any(t.text == "同期" for t in segment)
        if kinds & MARKERS and (own := own_status(segment, kinds)):
            self.status = own
        elif self.status != "actual" and breaks_status(segment):
            self.status = "actual"
        basis, rest = take_basis(segment, kinds) if kinds & COMPARING else (None, segment)
        if basis is not None and not is_aside:
            self.basis = basis
        if kinds & DATED or self.date is not None:
            self._note_date(segment, rest, kinds)
        if not is_aside:
            self.has_new_clause = True
            self._clauses.append(_Clause(rest, kinds, bool(segment[-1].kinds & REPORT), mark in _LABELS))

    def add(self, reading: Reading) -> None:
        """A number has been read."""
        self.readings.append(reading)
        self.last = reading
        self.is_among = self.has_new_clause = False
        if self._clauses:
            self._new_from = len(self._clauses)
        else:
            self._topic_is_new, self._quantity = False, ()
        if reading.is_figure or reading.metric is not None:
            self.opened = None

    @property
    def has_told(self) -> bool:
        """Whether anything has been told that the next number may take over."""
        return bool(self._clauses or self._topic or self.opened or self.basis or self.date or self.founded) or self.status != "actual"

    @property
    def topic(self) -> Part | None:
        """Who or what the clauses are about."""
        if self._clauses:
            self._resolve()
        return self._topic

    @property
    def topic_run(self) -> Run:
        """Its tokens."""
        if self._clauses:
            self._resolve()
        return self._topic_run

    @property
    def topic_is_new(self) -> bool:
        """Whether it has been told since the last number."""
        if self._clauses:
            self._resolve()
        return self._topic_is_new

    @property
    def quantity(self) -> Run:
        """The quantity that a clause since the last number is about: 股价连续上涨，从11元…."""
        if self._clauses:
            self._resolve()
        return self._quantity

    def named(self, size: int) -> list[Run]:
        """The so many items that a clause since the last number names: 主营业务为甲、乙."""
        if self._clauses:
            self._resolve()
        return _named(self._naming, size) if self._topic_is_new else []

    @property
    def label(self) -> Run:
        """Whom the text is about that a colon opens: 甲公司：净利润3亿元; often only who tells it."""
        if self._clauses:
            self._resolve()
        return self._label

    @property
    def teller(self) -> Run:
        """Who tells something: the deeds that he tells are his (甲公司表示，将投资3亿元)."""
        if self._clauses:
            self._resolve()
        return self._teller

    @property
    def within(self) -> Run:
        """Among what something is told (在全部样本中)."""
        if self._clauses:
            self._resolve()
        return self._within

    @property
    def share(self) -> tuple[Part | None, Part | None] | None:
        """Quantity and whole of 从甲占乙的比重来看."""
        if self._clauses:
            self._resolve()
        return self._share

    def _resolve(self) -> None:
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
        first, listed = lead(rest), listed_of_all(rest)
        self._naming = rest
        if listed & OTHERS and not clause.is_report and listed_of_all(rest[:_OPENING]) & OTHERS:
            self._topic, self._topic_run = None, ()  # 我们通过竞标，…
        run = first
        if clause.is_label and first and is_firm(first) and not (clause.kinds & REPORT or any(t.traits & DATE for t in rest)):
            gap = next((i for i in range(len(first) - 1, 0, -1) if first[i].start > first[i - 1].end), 0)
            self._label = first[gap:]  # 甲公司:净利润3亿元
        is_time = len(rest) > 1 and rest[-1].text in _TIMES and bool(first) and first[-1] is rest[-2]  # 目录调整|后
        if clause.is_label or is_time or (listed & IS and _is_predicate(rest)):
            run = ()
        elif listed & IS:
            run = identified(rest) or first
        if clause.is_report and first:
            self._tell(first, rest)
        elif clause.is_report:
            self._tell_in(rest)
        if run and not clause.is_report and not only_tells(run, rest, clause.kinds, listed):
            self._set_topic(run)
        take = next((i for i, t in enumerate(rest) if t.kinds & TAKE), -1) if clause.kinds & TAKE else -1
        if take > 0 and rest[-1].text in ("看", "来看", "来说"):
            phrase = read_phrase(rest[:take])
            whole = whole_of([t for t in rest[take + 1 :] if not t.kinds & LOCALIZER])
            metric = Part(span_of(phrase.metric), "sentence", "figure.metric-clause-before") if phrase.metric else None
            self._share = metric, Part(span_of(whole), "sentence", "figure.whole-clause-before") if whole else None
        if rest and rest[0].text == "在" and rest[-1].text in _WITHIN:
            self._set_within(rest)
            return
        if clause.kinds & _CHANGES:
            rest = rest[: next((i for i, t in enumerate(rest) if t.kinds & _CHANGES), len(rest))]
        if listed & EXTREME:
            rest = rest[: next((i for i, t in enumerate(rest) if t.text in MAKES), len(rest))]  # 销售额|创新高
        phrase = read_phrase(rest)
        if not phrase.metric and clause.kinds & _CHANGES:
            of = next((i for i, t in enumerate(rest) if t.text == "的" and i and rest[i - 1].sort == "quantity"), 0)
            phrase = read_phrase(rest[:of]) if of else phrase  # 价格|的飞速上涨
        if phrase.metric:
            self._quantity = phrase.metric
            is_given = bool(first) and phrase.begin > 0 and bool(rest[phrase.begin - 1].kinds & PREDICATE)  # 甲公司完成|新一轮|融资
            if phrase.attribute and not phrase.is_object and not is_given and not phrase.metric[-1].listed & HELD:
                self._set_topic(phrase.attribute, is_owner=True)
        elif clause.kinds & (UP | DOWN) and clause.rest[-1].sort == "quantity" and clause.rest[-1].tag not in ("act", "thing"):
            self._quantity = read_phrase(clause.rest).metric  # 甲公司上调|出厂价格
        elif first:
            self._quantity = ()

    def _set_within(self, rest: Run) -> None:
        """A clause tells among what something is, or in which account: 在全部样本中, 在甲公司2020年年报中."""
        run = trim(rest[1:-1])
        self._within, self._quantity = run if is_noun(run) and run[-1].sort != "count" else (), ()
        self._tell_in(rest)

    def _tell_in(self, rest: Run) -> None:
        """The same of a firm behind a preposition: 据甲公司业绩快报显示."""
        firm = next((i for i, t in enumerate(rest) if t.sort == "org"), -1)
        if firm > 0 and tells_of_itself(rest[firm : firm + 1], rest):
            self._label = self._label or rest[firm : firm + 1]

    def _tell(self, run: Run, rest: Run) -> None:
        """Somebody tells something: what he will do, or what he is."""
        if not self._teller and is_sure_name(run) and not (run[-1].listed & MEDIUM or is_person(run)):
            self._teller = run
        if tells_of_itself(run, rest):
            self._label, self.accounts = self._label or run, self.accounts or is_announced_by(rest)
            self._topic, self._topic_run = None, ()

    def _set_topic(self, run: Run, *, is_owner: bool = False) -> None:
        """What the next clauses are about; a weak phrase takes no place from a name, unless the quantity told is its own."""
        if is_pronoun(run) or (run[-1].sort == "quantity" and run[-1].tag != "thing"):
            return
        if self._topic is not None and not is_owner and not is_strong(run) and is_strong(self._topic_run):
            return
        self._topic, self._topic_run, self._topic_is_new = Part(span_of(run), "sentence", "figure.subject-clause-before"), run, True

    def _note_date(self, segment: Run, rest: Run, kinds: int) -> None:
        """The date that a clause tells the next ones, unless it is the day of a report."""
        listed = listed_of_all(segment)
        if kinds & DATED and listed & FOUNDING:
            self.founded = next((t for i, t in enumerate(segment) if t.traits & DATE and is_founding(segment, i)), self.founded)
        if (listed & ABOUT and any(t.listed & ABOUT for t in segment[:2])) or is_norm(segment) or segment[0].listed & REASON:
            return
        dates = own_dates(segment, rest, ends_clause=True) if kinds & DATED else []
        if not dates and self.date is None:
            return
        is_report = bool(segment[-1].kinds & REPORT)
        if dates and not (is_report and segment[0].text in ("据", "根据", "按照") and not is_account(segment, dates[-1])):
            self.date, self.no_date = dates[-1], ""
            self.dates = dates
        if segment[0].text == _LATER or (kinds & VAGUE and (not dates or is_past(segment, dates[-1]))):
            self.date, self.no_date = None, "figure.no-period-vague"
        date = self.date
        if date is None:
            return
        told = is_report or bool(listed & ISSUE and is_told(segment, date.start if dates else -1))
        is_news = told and bool(dates) and opens_issue(segment, date)
        is_news = is_news or ((told or is_meeting(segment)) and (is_day(date) or date.text.endswith("前")))
        is_news = is_news or (bool(segment[-1].listed & DISCLOSURE) and not dates and date.text[-1] in _MOMENTS)  # 年初，甲公司公告称
        if is_news and segment[0].text not in ("经", "经过"):
            self.date, self.no_date = None, "figure.no-period-news"
        elif is_event(segment, date, listed):
            self.date, self.no_date = None, "figure.no-period-event"


def _is_predicate(rest: Run) -> bool:
    """Whether a clause says what somebody is: 是甲集团子公司."""
    first = next((t for t in rest if not t.traits & FUNCTION), None)
    return first is not None and bool(first.listed & IS)


def _named(rest: Run, size: int) -> list[Run]:
    """The items behind the verb of a clause that names them."""
    at = max((i for i, t in enumerate(rest) if t.listed & LISTING), default=-1)
    run = rest[at + 1 :] if at >= 0 else ()
    while run and run[-1].sort == "quantity" and run[-1].tag != "thing":
        run = run[:-1]
    found = items_of(run, size)
    return found if all(is_noun(item) for item in found) else []


def identified(rest: Run) -> Run:
    """Who a clause says it is: 名列第三的是乙, 两大股东依旧是甲和乙."""
    for index in range(len(rest) - 1, 0, -1):
        if rest[index].text in ("是", "为") and rest[index].sort == "cue":
            run = trim(rest[index + 1 :])
            if not run or not is_noun(run) or not is_strong(run):
                return ()
            return run if rest[index - 1].text == "的" or (run[-1].sort == "org" and not is_name(lead(rest[:index])[-1:])) else ()
    return ()
