"""Which dates of a clause say for when a number holds, and which only tell of an event, a name or a report."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from operator import attrgetter

from cyextract.facts.figures.kinds import (
    AMONG,
    DOWN,
    DOWN_NOUN,
    GAP_DOWN,
    GAP_UP,
    PLAN_NOUN,
    PREDICATE,
    PREPOSITION,
    REPORT,
    UP,
    UP_NOUN,
    WILL,
)
from cyextract.facts.figures.phrases import Run
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import VERB

_start_of = attrgetter("start")
_CHANGES = UP | DOWN | UP_NOUN | DOWN_NOUN
# Their date is the day of the news.
_ISSUES = frozenset((
    "发布", "公布", "披露", "公告", "宣布", "通报", "收到", "接到", "获悉", "获知", "收悉", "查询到", "召开", "审议", "审议通过", "通知",
    "来函", "致函", "回函", "批复", "起诉", "公诉", "诉讼", "指控", "立案", "警示函", "监管函", "问询函", "关注函", "签发", "致信", "演讲",
    "讲话", "致辞", "撰文", "专访", "专电", "電", "专线",
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
_FOUNDED = frozenset((
    "成立", "创立", "創立", "创办", "創辦", "创建", "始建", "建", "兴建", "设立", "組建", "组建", "诞生", "出生", "生", "毕业", "开业",
    "起源",
))  # fmt: skip
_MODELS = ("款", "版", "届", "型")  # 2006款: a name
_EQUAL = frozenset(("持平", "相当", "相同", "相近", "基本持平", "大致持平"))
_FOLLOWING = frozenset(("根据", "根據", "按照", "依照", "依据", "依據", "按", "据", "據"))
_NORMS = (
    "协议", "協議", "协定", "協定", "合同", "条约", "條約", "规定", "規定", "办法", "辦法", "条例", "條例", "决议", "決議", "决定", "決定",
    "文件", "方案", "意见", "意見", "法", "章程", "判决", "判決",
)  # fmt: skip
# What is done to a work once; the sums told behind it are of the whole work.
_BUILT = frozenset((
    "建成", "投产", "投產", "竣工", "完工", "落成", "通车", "通車", "开工", "動工", "动工", "奠基", "投运", "投用", "开业", "開業", "启用",
    "启动", "实施", "兴建", "始建", "开建", "开工建设", "建成投产", "建成通车", "竣工投产", "交付使用", "投入使用", "投入运营",
    "上市", "批量上市",
    "交货", "交貨", "交割",
))  # fmt: skip
_PARTS = frozenset("月季半")
_YEAR_REACH, _PLAN_REACH = 3, 5
_NOW = frozenset(("日前", "目前", "如今", "近日", "近期", "现在", "此后", "随后", "其后", "后来"))
_UNTIL = frozenset(("到", "至", "截至", "截止"))
_THAN = frozenset(("比", "较", "較", "较之", "比起", "相较于", "相比于"))
_TIMES = ("时期", "时候", "期间", "时", "情况", "背景", "过程", "形势", "环境", "时间", "同时", "時候", "期間", "情況", "時期")
# The date may be that of the whole, or the time that a report is about.
_WHOLES = (
    "中", "上", "报告", "報告", "财报", "財報", "业绩", "業績", "年报", "年報", "季报", "季報", "数据", "數據", "报表", "報表", "成绩单",
    "目标", "目標", "指标", "指標", "任务",
)  # fmt: skip
_ATTRIBUTE_REACH = 9
_DAYS = frozenset("日号周天晚昨旬")


def own_dates(segment: Run, rest: Run, *, ends_clause: bool = False) -> list[Token]:
    """The dates of a clause that are neither what is compared with nor part of a name; `ends_clause`: no number follows."""
    return [t for t in rest if t.sort == "date" and not _is_other(segment, t, ends_clause)]


def is_issued(segment: Run, date: Token) -> bool:
    """Whether a date is the day on which the thing behind it was told: 3月5日公布的失业率."""
    index = bisect_left(segment, date.start, key=_start_of)
    after = segment[index + 1 : index + 3]
    is_told = len(after) > 1 and after[1].text == "的" and (bool(after[0].kinds & REPORT) or after[0].text in _ISSUES)
    return is_told and index + 3 < len(segment)  # 上月提出的|30%: of the number itself


def is_told(segment: Run, start: int = -1) -> bool:
    """Whether a clause says, behind a place in the text, that something is told."""
    return any(t.start > start and t.text in _ISSUES for t in segment)


def is_norm(segment: Run) -> bool:
    """Whether a clause only names the treaty or rule that is followed: 按照2015年签订的协议."""
    return segment[0].text in _FOLLOWING and segment[-1].text.endswith(_NORMS)


def opens_issue(segment: Run, date: Token) -> bool:
    """Whether something is told or a meeting held right behind a date: 上月表示, 去年底举行的年会."""
    index = bisect_left(segment, date.start, key=_start_of)
    after = segment[index + 1 : index + 2]
    return bool(after) and (after[0].text in _ISSUES or after[0].text in _MEETS)


def is_meeting(segment: Run) -> bool:
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
    if segment[-1].text in _BUILT and date.start >= segment[0].start and not is_day(date):
        return True
    return segment[-1].text in ("后", "之后") and segment[-1].start > date.end


def _is_other(segment: Run, date: Token, ends_clause: bool) -> bool:
    """Whether a date is part of a name, or what something is equal to: 2008年北京奥运会, 2020年远景规划, 与去年持平."""
    index = bisect_left(segment, date.start, key=_start_of)
    if index and segment[index - 1].text in ("与", "和", "同", "跟") and any(t.text in _EQUAL for t in segment[index + 1 : index + 3]):
        return True
    after = segment[index + 1 : index + 3]
    if any(is_age(t) for t in after):
        return True
    if after and after[0].start == date.end and after[0].text.startswith(_MODELS):
        return True
    if any(t.text.endswith(_EVENTS) and t.sort != "org" for t in after):
        return True
    if ends_clause and any(t.kinds & (GAP_UP | GAP_DOWN) for t in segment[max(0, index - 2) : index]):  # 低于了去年的价格
        return True
    if index and segment[index - 1].text in _THAN:  # 较上月的|9亿元: of that number
        return ends_clause or any(t.kinds & (_CHANGES | WILL) or _is_verb(t) for t in segment[index + 1 :])
    if _is_named(segment, index) or _is_extreme(segment, index, ends_clause) or is_founding(segment, index):
        return True
    return _is_attribute(segment, index, ends_clause)


def _is_attribute(segment: Run, index: int, ends_clause: bool) -> bool:
    """Whether a date only says which thing is meant: 1974年的《甲片》; before a number only which work: 今年实施的工程总投资."""
    is_work = False
    for at in range(index + 1, min(len(segment), index + _ATTRIBUTE_REACH)):
        token = segment[at]
        if token.text == "的":
            after = segment[at + 1] if at + 1 < len(segment) else None
            if at == index + 1:
                return after is not None and after.sort == "title"
            if after is not None and after.text.endswith(_TIMES):
                return False
            verbs = [_is_verb(t) for t in segment[index + 1 : at]]
            is_relative = verbs[-1] and (all(verbs) or not verbs[0])  # 5月获得乙公司投资的…: that is the verb of the clause
            return is_work or (ends_clause and is_relative and not any(t.text.endswith(_WHOLES) for t in segment[-2:]))
        if token.sort in ("mark", "date") or token.kinds & PREPOSITION:
            return False
        is_work = is_work or token.text in _BUILT
    return False


def _is_verb(token: Token) -> bool:
    return bool(token.kinds & (PREDICATE | REPORT)) or token.tag == "act" or (token.sort == "word" and token.tag[:1] == "v")


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


def is_founding(segment: Run, index: int) -> bool:
    """Whether a date only says how old something is: 成立于1994年."""
    return index > 1 and segment[index - 1].text in ("于", "於") and segment[index - 2].text in _FOUNDED


def is_age(token: Token) -> bool:
    """Whether a count tells how old somebody is: 今年|22岁."""
    return token.sort == "count" and token.text.endswith(("岁", "歲"))


def is_part_of_year(token: Token) -> bool:
    """Whether a DATE names less than a year."""
    return is_day(token) or not _PARTS.isdisjoint(token.text)


def opens_year(segment: Run) -> bool:
    """Whether a clause goes over to the whole year: 预计全年收入9亿元, but not 完成全年目标的60%."""
    at = next((i for i, t in enumerate(segment[:_YEAR_REACH]) if t.text == "全年"), -1)
    return at >= 0 and not any(t.kinds & PLAN_NOUN or t.text in ("任务", "任務") for t in segment[at + 1 : at + _PLAN_REACH])


def is_past(segment: Run, date: Token) -> bool:
    """Whether a clause comes from a date to the present: 合肥4月2日专电 日前; 2015年至今 is one time."""
    return any(now.text in _NOW and now.start > date.start and before.text not in _UNTIL for before, now in pairwise(segment))
