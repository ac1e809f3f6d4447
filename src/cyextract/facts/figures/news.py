"""Which dates are those of the news: the day on which something is told, decided or published."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from cyextract.facts.figures.kinds import LINK, REPORT
from cyextract.facts.figures.periods import is_day, start_of
from cyextract.facts.figures.phrases import Run
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import MARK
from cyextract.facts.figures.word_traits import ANNOUNCED, FOLLOWING, ISSUE, MEETING_VERB, NORM, REPORT_NOUN, RUMOUR

_RUMOUR_REACH = 10
_OF_NEWS = frozenset(("日", "之日", "的"))  # 公告日


def is_issued(segment: Run, date: Token) -> bool:
    """Whether a date is the day on which the thing behind it was told: 3月5日公布的失业率."""
    index = bisect_left(segment, date.start, key=start_of)
    after = segment[index + 1 : index + 3]
    is_told = len(after) > 1 and after[1].text == "的" and (bool(after[0].kinds & REPORT) or bool(after[0].listed & ISSUE))
    return is_told and index + 3 < len(segment)  # 上月提出的|30%: of the number itself


def is_account(segment: Run, date: Token) -> bool:
    """Whether a report is named by the time that it is about: 根据2019年年报显示."""
    index = bisect_left(segment, date.start, key=start_of)
    return not is_day(date) and any(t.listed & REPORT_NOUN for t in segment[index + 1 : index + 3])


def is_told(segment: Run, start: int = -1) -> bool:
    """Whether a clause says, behind a place in the text, that something is told."""
    return any(t.listed & ISSUE and t.start > start for t in segment)


def is_announced(segment: Run, date: Token) -> bool:
    """Whether a clause says, behind a day or after it, that its number is told: 6月20日公告收入5亿元."""
    for verb, after in pairwise([*segment, None]):
        if verb is not None and verb.listed & ANNOUNCED and verb.start >= date.end and (after is None or after.text not in _OF_NEWS):
            return True
    return False


def is_rumour(tokens: Sequence[Token], index: int) -> bool:
    """Whether what follows a number in its clause says that it is news: 出售|3%|股权的消息|公布后."""
    for at in range(index + 1, min(len(tokens) - 1, index + _RUMOUR_REACH)):
        token = tokens[at]
        if token.traits & MARK:
            return False
        if token.listed & RUMOUR and tokens[at - 1].text == "的" and tokens[at + 1].listed & ISSUE:
            return True
    return False


def is_norm(segment: Run) -> bool:
    """Whether a clause only names the treaty or rule that is followed: 按照2015年签订的协议."""
    return bool(segment[0].listed & FOLLOWING and segment[-1].listed & NORM)


def opens_issue(segment: Run, date: Token) -> bool:
    """Whether something is told or a meeting held right behind a date: 上月表示, 去年底举行的年会."""
    index = bisect_left(segment, date.start, key=start_of)
    if index + 1 < len(segment) and segment[index + 1].text == "的":
        return False  # 去年的诉讼案件中
    after = next((t for t in segment[index + 1 : index + 3] if t.tag != "d" and not t.kinds & LINK), None)  # 去年2月|更|爆料
    return after is not None and bool(after.listed & (ISSUE | MEETING_VERB))


def is_meeting(segment: Run) -> bool:
    """Whether a clause only tells where something was said: 在3月5日的会上."""
    return len(segment) > 1 and segment[-1].text == "上" and segment[-2].text.endswith(("会", "会议", "论坛", "會", "會議"))
