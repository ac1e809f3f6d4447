"""The spoken day (十号, 25号): whether a bare one is a date, weighed by what stands before and behind it.

`N号` numbers lines, rooms, players and papers as well as days. A day stands behind who does something and before what is done
(外交部25号宣布), or opens a sentence (25号，…); a number stands in a name (2号线, 嫦娥3号) or before what it numbers (25号球员). Each sign
has a weight, and a day needs `ENOUGH`.
"""

from __future__ import annotations

import re

from cyextract.recognizers.date.calendar_fields import Result, calendar
from cyextract.recognizers.date.fields import DateMeaning
from cyextract.ruleset.scanner import RuleMatch
from cyextract.text.marks import IN_CLAUSE

ENOUGH = 4


def spoken_day(match: RuleMatch) -> Result:
    """十号: a date by itself where the clause goes on with a time or with 从, 在, 起, or where the signs around it weigh enough."""
    meaning = calendar(match)
    if not isinstance(meaning, DateMeaning):
        return meaning
    following, before = match.words.word_from(match.end), match.tokens.view[max(0, match.start - 1) : match.start]
    is_when = following in _FOLLOW_A_DAY or match.words.tag(following) in ("t", "tg")
    return meaning._replace(standalone=before != "第" and (is_when or weigh(match) >= ENOUGH))


_FOLLOW_A_DAY = frozenset("从在于自到至起前")


def weigh(match: RuleMatch) -> int:
    """What the signs around a bare `N号` weigh; 0 where it can be no day, as in a name (嫦娥3号) and in characters (一号文件)."""
    view, start, end = match.tokens.view, match.start, match.end
    if view[start] not in _DIGITS or (before := _weigh_before(match)) is None:
        return 0
    low, high = max(0, start - _NEAR), end + _NEAR
    told = _TOLD.search(view, low, start) or _TOLD.search(view, end, high)
    counts = any(found[1] == view[start:end] for found in _COUNTS.finditer(view, low, high))
    return before + _weigh_after(match) + (2 if told else 0) - (3 if counts else 0)


_DIGITS = "0123456789"
_NEAR = 500  # code points
_NUMBERED = (
    "(?:[线楼栋院店馆坑井厂矿船艇舰机炉库桌房站罐池塔令文]|机组|种子|选手|球[员衣]|车厢|地块|看台|产品|基金|病例|患者|标段|隧道|公路|提案|议案|法案|"
    "决议|公告|演习|主塔|出口|支洞)"
)
_COUNTS = re.compile(rf"(?<!\d)(\d\d?号){_NUMBERED}")
_SAYS = "(?:称|说|表示|宣布|发表|报道|公布|证实|发布|指出|透露|强调|确认|呼吁|决定|批准|谴责|警告|承认|回应|否认|通报|披露)"
_TOLD = re.compile(rf"月\d\d?号|(?<![\d第])\d\d?号(?:[上下]午|晚|凌晨|{_SAYS})")
"""Days of the document that can be nothing else: it tells them in 号."""


def _weigh_before(match: RuleMatch) -> int | None:
    """What stands before: the start of a sentence or clause, a preposition, who does something; None inside a name or a number."""
    view, start = match.tokens.view, match.start
    last = view[start - 1 : start]
    if _opens_sentence(view, start):
        return 2
    if last in "，》":
        return 1 if last == "，" else 2  # 据《晨报》25号报道
    if not last.isalpha() or last.isascii():
        return None
    if _PLACED.search(view, max(0, start - 4), start):
        return 4
    if _HOLDER.search(view, max(0, start - 12), start):
        return 2
    word = match.words.word_to(start)
    tag = match.words.tag(word) if word else "x"
    if tag.startswith("nr"):
        return 2
    if view.endswith(_NAMES, 0, start):
        return None
    if any(found[1] == view[start - 2 : start] for found in _QUOTED.finditer(view, max(0, start - _NEAR), start + _NEAR)):
        return None
    if tag in ("ns", "nt"):
        return 2
    if tag[0] in "nlxj":
        return 2 if view.endswith(_BODIES, 0, start) else 1
    return 1 if tag[0] in "dcpr" or tag == "vn" else -1


def _opens_sentence(view: str, start: int) -> bool:
    return not start or view[start - 1] in "。\n ;" or view.endswith("):", 0, start)


_QUOTED = re.compile(r"“[^”\n]{0,6}?(\w\w)\d\d?号”")
"""A name that a number closes, where the text quotes it: “东风3号”."""
_PLACED = re.compile("时间$|(?:[将已并定]|[预原]定|计划|安排)[于在]$")
_HOLDER = re.compile(
    "(?:总统|总理|首相|主席|[部省市县局州议院处外会行]长|大臣|发言人|秘书长|书记|司令|大使|总裁|董事长|法官|教授)[^，。、\n\\d]{0,8}$"
)
"""Who holds an office, by its name and the holder's."""
_BODIES = (
    *"部局会委府社司党军署厅处方省市县国州者家团队员行",
    "法院", "议院", "国务院", "媒体", "警察", "机构", "组织", "分子", "武装", "部门",
)  # fmt: skip
_NAMES = (
    *"线楼栋路街道巷弄村院店馆坑井渠矿船轮舰型机炉库桌房期案字第星",
    "地铁", "交通", "轨交", "电站", "核电", "电厂", "机组", "大赛", "赛会", "种子", "选手", "球员", "队员", "病例", "患者", "考生",
    "产品", "基金", "理财", "火箭", "希望", "计划", "工程", "系列", "高速", "国道", "省道", "学校", "小区", "大厦", "广场", "中心", "花园",
    "公寓", "住", "位于",
)  # fmt: skip
"""What is numbered, and the ends of names that a number closes."""


def _weigh_after(match: RuleMatch) -> int:
    """What follows: a verb of saying, another verb, an adverb, a preposition, a clause; a noun is what the number counts."""
    view, end = match.tokens.view, match.end
    if _SAID.match(view, end):
        return 3
    if _CLAUSE.match(view, end):
        return 2 if _opens_sentence(view, match.start) else 1
    word = match.words.word_from(end)
    tag = match.words.tag(word)
    if _AS_NUMBER.match(view, end):
        return -2
    if tag == "vn" or view[end : end + 1] in _STOPS:
        return 0
    return 2 if tag[0] in "vdp" or _OFTEN.match(view, end) else -2


_SAID = re.compile(f"(?:[也又还曾均都再]|再次|首次|正式|共同|联合)?(?:{_SAYS}|出台|签署|签订|召开|举行|印发|下发|会见|抵达)")
_CLAUSE = re.compile(f"，{IN_CLAUSE}{{8}}")
_STOPS = frozenset(("", *"，,。;\n"))
_OFTEN = re.compile("首次|再次|第一次|正式|生效|上市|挂牌|开幕|闭幕|揭晓")
_AS_NUMBER = re.compile("发射|升空|着陆|运行|投产|投运|获胜|夺冠|出战|出场|破门|开出|涨|跌|上涨|下跌|是|有")
