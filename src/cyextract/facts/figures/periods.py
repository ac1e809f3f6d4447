"""Which dates of a clause say for when a number holds, and which only tell of an event, a name or a report."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from operator import attrgetter

from cyextract.facts.figures.cues import figure_words
from cyextract.facts.figures.kinds import (
    DOWN,
    DOWN_NOUN,
    FORECAST,
    GAP_DOWN,
    GAP_UP,
    PLAN_NOUN,
    PLANNED,
    POP,
    PREDICATE,
    PREPOSITION,
    REPORT,
    UP,
    UP_NOUN,
    VAGUE,
    WILL,
    YOY,
)
from cyextract.facts.figures.phrases import Run, kinds_of
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import DATE, VERB
from cyextract.facts.figures.word_traits import (
    AGE,
    BUILT,
    CONTINUED,
    CONTRACT,
    DAY,
    EACH_TIME,
    EQUAL,
    EVENT,
    EXTREME,
    FIRST,
    FORCE,
    FOUNDING,
    GROUND,
    IS,
    MODEL,
    MOST,
    MULTIPLE,
    NOW,
    NUMBERED,
    PART_OF_YEAR,
    RANKED,
    REACHED,
    RECORD,
    REPORT_NOUN,
    SHOW,
    SINCE,
    THAN,
    UNTIL,
    WHILE,
)  # fmt: skip

start_of = attrgetter("start")
_CHANGES = UP | DOWN | UP_NOUN | DOWN_NOUN
_NAME_REACH = 7
_YEAR_REACH, _PLAN_REACH = 3, 5
_ATTRIBUTE_REACH = 9
_LEVEL_REACH = 3
_AND = frozenset(("与", "和", "同", "跟"))
_UP_TO = frozenset(("到", "至", "进入"))
_TRADED = frozenset(("交易", "交付", "交割"))  # 8月|交易|合约
_IN = frozenset(("在", "于"))
_BACK = "恢复"  # 恢复至2019年同期的|52%
_EXCEEDS = "超过"
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_YEARS = re.compile("[0-9年][至到~～—–-]+[0-9]{4}")
_TREATIES = ("协议", "协定", "条约", "合同", "公约")
MAKES = frozenset(("创", "再创", "创下", "创出", "刷新"))
_MOMENTS = "初末底旬"
_REACHING = ("到", "至")  # 跌到|最低点
_LEADING = frozenset(("从", "由", "自", "与", "同", "跟", "距", "距离"))


def own_dates(segment: Run, rest: Run, *, ends_clause: bool = False) -> list[Token]:
    """The dates of a clause that are neither what is compared with nor part of a name; `ends_clause`: no number follows."""
    return [t for t in rest if t.sort == "date" and not _is_other(segment, t, ends_clause)]


def is_copied(segment: Run, date: Token) -> bool:
    """Whether a date is the subject of its clause: 上年同期为净亏损3亿元."""
    index = bisect_left(segment, date.start, key=start_of)
    return index + 1 < len(segment) and bool(segment[index + 1].listed & IS)


def is_first(segment: Run, date: Token) -> bool:
    """Whether something is told to be the first since a date began: 今年|首次."""
    index = bisect_left(segment, date.start, key=start_of)
    return index + 1 < len(segment) and bool(segment[index + 1].listed & FIRST)


def is_part_of_list(tokens: Run, date: Token) -> bool:
    """Whether a date is a row of times, or the last of a list that holds others which are no dates: 2015、2016、2017年上半年."""
    if "、" in date.text or _YEARS.search(date.text):
        return True
    index = bisect_left(tokens, date.start, key=start_of)
    return index > 1 and tokens[index - 1].text == "、" and tokens[index - 2].sort != "date"


def is_multiplied(segment: Run, date: Token) -> bool:
    """Whether a date is that of what a count multiplies: 是2012年的|2倍."""
    index = bisect_left(segment, date.start, key=start_of)
    if index + 2 != len(segment) or segment[-1].text != "的" or not index:
        return False
    is_back = index > 1 and segment[index - 1].text in _UP_TO and segment[index - 2].text == _BACK
    return is_back or bool(segment[index - 1].listed & MULTIPLE)


def is_exceeded(segment: Run, date: Token) -> bool:
    """Whether percentage points are the difference from a date's value: 超过去年平均水平|1.3个百分点."""
    index = bisect_left(segment, date.start, key=start_of)
    before = segment[index - 1] if index else None
    return before is not None and (before.text == _EXCEEDS or bool(before.kinds & (GAP_UP | GAP_DOWN)))


def is_local(segment: Run, date: Token) -> bool:
    """Whether a date belongs to one number alone: 从一季度的71%降到68%."""
    index = bisect_left(segment, date.start, key=start_of)
    before = segment[index - 1] if index else None
    if before is not None and (
        before.text in _LEADING or before.listed & THAN or before.kinds & (GAP_UP | GAP_DOWN) or (index == 1 and before.text == "和")
    ):
        return True
    is_extreme = index + 1 < len(segment) and bool(segment[index + 1].listed & EXTREME)
    return is_extreme or _is_paid(segment, index)


def _is_paid(segment: Run, index: int) -> bool:
    """Whether a verb between a date and 的 at the end of its clause says when the number was: 去年支付的|3亿元罚款."""
    behind = segment[index + 1 : -1]
    has_quantity = any(t.sort == "quantity" and t.tag != "act" for t in behind)  # 去年逆差达到创纪录的|3亿元
    return segment[-1].text == "的" and not has_quantity and any(_is_verb(t) for t in behind)


def is_since(tokens: Run, date: Token) -> bool:
    """Whether a date only begins a time: 5月份以来."""
    index = bisect_left(tokens, date.start, key=start_of)
    return index + 1 < len(tokens) and bool(tokens[index + 1].listed & SINCE)


def is_since_event(segment: Run, date: Token) -> bool:
    """Whether a date tells an event since which something holds: 去年8月创下新高|以来."""
    return any(token.listed & SINCE and token.start > date.end + 1 and before.sort != "date" for before, token in pairwise(segment))


def is_each_time(segment: Run) -> bool:
    """Whether the words of a clause that name no time tell a rate over several times: 年均."""
    return all(t.listed & EACH_TIME for t in segment if t.kinds & VAGUE)


def is_earlier(date: Token, told: Token | None) -> bool:
    """Whether a DATE names an earlier year than the one told before."""
    year, before = _YEAR.search(date.text), _YEAR.search(told.text) if told is not None else None
    return year is not None and before is not None and year[0] < before[0]


def is_day(token: Token) -> bool:
    """Whether a DATE names a day or less."""
    return bool(token.listed & DAY)


def is_event(segment: Run, date: Token, listed: int) -> bool:
    """Whether a date tells an event behind or since which something holds: 2014年6月成立公司后, 自去年二季度建仓以来."""
    if listed & FORCE:
        return True
    if listed & SINCE and is_since_event(segment, date):  # but 创2019年|以来: of that date
        return True
    is_built = segment[-1].listed & BUILT or (len(segment) > 1 and segment[-2].listed & BUILT)  # 开工|建设
    if is_built and date.start >= segment[0].start and not is_day(date):
        return True
    if listed & BUILT and _is_start(segment, date):
        return True
    return segment[-1].text in ("后", "之后", "以后") and segment[-1].start > date.end


def _changes(token: Token) -> bool:
    is_done = _is_verb(token) or (token.sort == "word" and token.tag == "x")  # 比去年|多花
    return bool(token.kinds & (_CHANGES | WILL)) or (is_done and not token.listed & EXTREME)


def _is_start(segment: Run, date: Token) -> bool:
    """Whether something begins or is done on a date: 于2004年启动了工程."""
    index = bisect_left(segment, date.start, key=start_of)
    is_at = index > 0 and index < len(segment) and segment[index - 1].text in _IN
    return is_at and any(t.listed & BUILT for t in segment[index + 1 : index + 3])


def _is_report(segment: Run) -> bool:
    return any(t.listed & REPORT_NOUN for t in segment[-2:])


def _is_other(segment: Run, date: Token, ends_clause: bool) -> bool:
    """Whether a date is part of a name, or what something is equal to: 2008年北京奥运会, 2020年远景规划, 与去年持平."""
    index = 0
    while segment[index] is not date:
        index += 1
    before, after = segment[index - 1] if index else None, segment[index + 1 : index + 3]
    if after and after[0].listed & SINCE and any(t.listed & IS for t in segment[: min(2, index)]):
        return True  # 是3月以来连续六个月维持在|7%以上
    if after and (after[0].listed & GROUND or _is_numbered(after) or (after[0].listed & MODEL and after[0].start == date.end)):
        return True
    if before is not None and before.text == "在" and _is_built_on(segment, index):
        return True
    for at, token in enumerate(after, index + 1):
        if token.listed & (EVENT | AGE) and (is_age(token) or (token.listed & EVENT and token.sort != "org")):
            after_plan = segment[at + 1 : at + 3]
            if token.kinds & PLANNED and after_plan and _is_verb(after_plan[0]) and all(t.text != "的" for t in after_plan):
                return False  # 2006年|计划|实现, but 规划建设的
            return at + 1 == len(segment) or not segment[at + 1].listed & WHILE  # “十二五”规划|期间
    if before is not None:
        if before.text in _AND and (date.text.endswith("同期") or any(t.listed & EQUAL or t.kinds & YOY for t in after)):
            return True
        if before.listed & THAN or before.kinds & (YOY | POP):  # 较上月的|9亿元: of that number
            return ends_clause or _is_compared(segment, index)
    if ends_clause and _is_aside(segment, index):
        return True
    if _is_named(segment, index) or _is_extreme(segment, index, ends_clause) or is_founding(segment, index):
        return True
    return _is_attribute(segment, index, ends_clause)


def _is_built_on(segment: Run, index: int) -> bool:
    """Whether a date behind 在 is that of a level from which something changes: 在2010年的水平上增长|6%."""
    for at in range(index + 1, min(len(segment) - 1, index + _LEVEL_REACH + 2)):
        if segment[at].listed & (GROUND | REACHED):
            return segment[at].text.endswith("上") or segment[at + 1].text == "上"
    return False


def _is_compared(segment: Run, index: int) -> bool:
    """Whether a date behind 较 is not that of the number, but what it is compared with: 较上月增加|9亿元."""
    of = max((i for i in range(index + 1, len(segment)) if segment[i].text == "的"), default=index)  # 较去年10月刷新的|纪录53元
    return any(_changes(t) for t in segment[of + 1 :])


def _is_aside(segment: Run, index: int) -> bool:
    """Whether a date in a clause without a number is that of a level, an end or a thing that is only spoken of."""
    before, last = segment[index - 1] if index else None, segment[-1]
    if any(t.listed & IS for t in segment[: min(2, index)]) or last.text.startswith(
        figure_words().passing
    ):  # 是他1915年的作品; 9月开学季即将|到来
        return True
    if before is None:
        return False
    if before.listed & CONTINUED:
        return True  # 继续|上周走势
    if last.listed & REACHED and (segment[index + 1].listed & SINCE or (before.sort == "cue" and index + _LEVEL_REACH >= len(segment) - 1)):
        return True  # 达到|2019年同期水平, 至2015年|以来的均值
    if before.text == _EXCEEDS or kinds_of(segment[max(0, index - 2) : index]) & (GAP_UP | GAP_DOWN):  # 低于了去年的价格
        return True
    if before.text in _UP_TO and index > 1 and last is segment[index]:
        return _is_spoken(segment[index - 2]) or segment[index - 2].text.endswith("起")  # 延长|到2012年, 即日起|至9月7日
    if _is_report(segment):
        return False
    if before.text == "了" and segment[index - 2].text not in _UP_TO:
        return True  # 推翻了|2021年的判决
    return _is_spoken(before) and any(t.traits & DATE for t in segment[:index])  # 今日行情延续|昨日走势


def _is_spoken(token: Token) -> bool:
    return token.sort == "word" and token.tag == "v"


def _is_numbered(after: Run) -> bool:
    """Whether a date only says which of a row something is: 2019年|第二次招标."""
    first = after[0].text
    if first[0] != "第":
        return False
    return bool(after[0].listed & NUMBERED) or (first == "第" and len(after) > 1 and bool(after[1].listed & NUMBERED))


def _is_attribute(segment: Run, index: int, ends_clause: bool) -> bool:
    """Whether a date only says which thing is meant: 1974年的《甲片》; before a number only which work: 今年实施的工程总投资."""
    is_work = False
    for at in range(index + 1, min(len(segment), index + _ATTRIBUTE_REACH)):
        token = segment[at]
        if token.text == "的":
            after = segment[at + 1] if at + 1 < len(segment) else None
            if at == index + 1:
                is_place = ends_clause and after is segment[-1] and after.tag == "ns" and is_day(segment[index])  # 今天的|西藏
                return after is not None and (after.sort == "title" or is_place)
            if after is not None and after.listed & WHILE:
                return False
            verbs = [_is_verb(t) for t in segment[index + 1 : at]]
            is_relative = verbs[-1] and (all(verbs) or not verbs[0])  # 5月获得乙公司投资的…: that is the verb of the clause
            is_of_news = ends_clause and is_relative and segment[-1].sort != "quantity"  # 今年上半年创造的总利润，…
            return is_work or (is_of_news and not any(t.listed & REPORT_NOUN for t in segment[-2:]))
        is_told_of = at == index + 1 and token.listed & IS  # 2023年|是丰收的一年
        if is_told_of or token.sort in ("mark", "date") or (token.kinds & PREPOSITION and not (ends_clause and token.text in _IN)):
            return False
        is_work = is_work or bool(token.listed & (BUILT | FOUNDING))
    return False


def _is_verb(token: Token) -> bool:
    return bool(token.kinds & (PREDICATE | REPORT)) or token.tag == "act" or (token.sort == "word" and token.tag[:1] == "v")


def _is_named(segment: Run, index: int) -> bool:
    """Whether a date is the year in a longer name: 2011年甲市文化博览会, 行动2018."""
    date = segment[index]
    after = segment[index + 1 : index + 3]
    if is_day(date) and any(t.text.endswith(_TREATIES) for t in after) and (after[0].text.endswith(_TREATIES) or not _is_spoken(after[0])):
        return True  # 1950年2月14日|贷款协定
    if date.text.isdigit() and index and segment[index - 1].end == date.start and segment[index - 1].sort in ("word", "org"):
        return True
    for token in segment[index + 1 : index + _NAME_REACH]:
        if token.sort == "count" and token.listed & RANKED:
            return True
        if token.listed & CONTRACT and date.text.endswith(("月", "月份")):
            return True
        if token.text in _TRADED:
            continue
        if token.sort != "word" or token.tag in ("v", "d", "p", "c"):
            return False
        if token.listed & SHOW:
            return True
    return False


def _is_extreme(segment: Run, index: int, ends_clause: bool) -> bool:
    """Whether a date only says among what something is the most or first, or is near: 今年表现最差的货币, 创去年以来新高, 春节将至."""
    after = segment[index + 1 : index + _NAME_REACH]
    if not after:
        return False
    opening = after[0].text + (after[1].text if len(after) > 1 else "")
    if opening.startswith(figure_words().passing) and not after[0].listed & EXTREME:
        return True
    has_verb = False  # 股价昨日跌到最低点: that is the day
    for at, token in enumerate(after, index + 1):
        listed = token.listed
        if listed & EXTREME:
            is_its_own = not ends_clause and not after[0].listed & SINCE and at + 2 >= len(segment) and segment[-1].text == "的"
            return not has_verb and not is_its_own  # 突破4月高点的|151元
        if token.text[0] == "第" and at == index + 1 and segment[index].text[-1] in "来":
            return True  # 创70年来|第二大跌幅
        if listed & FIRST and (segment[at - 1].listed & SINCE or segment[at - 1].text[-1] in "来"):
            return True
        if listed & MOST:
            behind = at + (2 if token.text == "最" else 1)  # 最|大
            noun = segment[behind] if behind < len(segment) else None
            if ends_clause and after[0].listed & SINCE:
                return not has_verb  # 创1991年|以来最大单日涨幅
            if noun is None or noun.text != "的":
                is_record = ends_clause if noun is None else bool(noun.listed & RECORD or noun.kinds & (UP_NOUN | DOWN_NOUN))
                return is_record and not has_verb
            return not any(t.kinds & PREDICATE for t in segment[index + 1 : at])  # 2011年甲国成为|最大的市场
        if (token.text == "的" and not segment[at - 1].listed & SINCE) or token.sort in ("mark", "date"):
            return False
        is_deed = token.traits & VERB or token.kinds & (UP | DOWN) or (token.tag == "v" and token.sort == "word")
        if is_deed or token.text in MAKES or token.text.endswith(_REACHING):
            has_verb = True
    return False


def is_founding(segment: Run, index: int) -> bool:
    """Whether a date only says how old something is: 成立于1994年."""
    return index > 1 and segment[index - 1].text == "于" and bool(segment[index - 2].listed & FOUNDING)


def is_age(token: Token) -> bool:
    """Whether a count tells how old somebody is: 今年|22岁."""
    return token.sort == "count" and bool(token.listed & AGE)


def is_moment(token: Token) -> bool:
    """Whether a DATE names a day or the beginning or end of a time."""
    return is_day(token) or token.text[-1] in _MOMENTS


def is_part_of_year(token: Token) -> bool:
    """Whether a DATE names less than a year."""
    return bool(token.listed & (DAY | PART_OF_YEAR))


def foretells(segment: Run) -> bool:
    """Whether somebody foretells in a clause what follows: 甲公司|预测|营收将为9亿元."""
    return any(t.kinds & FORECAST and t.kinds & REPORT for t in segment[1:])


def opens_year(segment: Run) -> bool:
    """Whether a clause goes over to the whole year: 预计全年收入9亿元, but not 完成全年目标的60%."""
    at = next((i for i, t in enumerate(segment[:_YEAR_REACH]) if t.text == "全年"), -1)
    return at >= 0 and not any(t.kinds & PLAN_NOUN or t.text in ("任务", "任務") for t in segment[at + 1 : at + _PLAN_REACH])


def is_past(segment: Run, date: Token) -> bool:
    """Whether a clause comes from a date to the present: 合肥4月2日专电 日前; 2015年至今 is one time."""
    return any(now.listed & NOW and now.start > date.start and not before.listed & UNTIL for before, now in pairwise(segment))
