"""What kind of value a number is, by the words at it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.around import FROM
from cyextract.facts.figures.basis import Basis
from cyextract.facts.figures.changes import changed_before, cue_at, direction_in, is_amount
from cyextract.facts.figures.kinds import (
    ADJECTIVE,
    DONE,
    DOWN,
    DOWN_NOUN,
    FORECAST,
    GAP,
    GAP_DOWN,
    GAP_UP,
    LINK,
    LOCALIZER,
    NAME,
    NEW,
    PART,
    PLANNED,
    RESPECTIVELY,
    TAKE,
    TO,
    UP,
    UP_NOUN,
    WHOLE_PERIOD,
    WILL,
)
from cyextract.facts.figures.percents import is_points
from cyextract.facts.figures.phrases import Run, quantity_at, trim
from cyextract.facts.figures.prices import is_price
from cyextract.facts.figures.right_side import RightSide
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.traits import LIGHT, STOP
from cyextract.facts.figures.word_traits import ABSTRACT, AIM, BETWEEN, HELD, LEVEL_NOUN, OWN_OBJECT, RETURNS
from cyextract.models import FigureDirection, FigureKind
from cyextract.recognizers.percent import PercentMeaning

_CHANGES = UP | DOWN | UP_NOUN | DOWN_NOUN
_NOUNS = UP_NOUN | DOWN_NOUN
_GAPS = GAP_UP | GAP_DOWN | GAP
_OVER_TIME = frozenset(("yoy", "pop", "base", "plan"))
_LINKS = LINK | RESPECTIVELY | TO | WILL | DONE | FORECAST | PLANNED
_STAKE_CHANGES = frozenset(("增持", "减持", "增仓", "减仓", "加仓"))
_EXCEEDS = "超过"  # 超过全省平均水平|2个百分点
_ALL = "全部"  # 高于全部投资


@dataclass(slots=True)
class Measure:
    """Kind and direction of a number, and the tokens of its clause that tell the rest."""

    kind: FigureKind
    direction: FigureDirection | None
    rule: str
    rest: Run = ()
    """What stands before the number and names quantity and subject."""
    whole: Run = ()
    carries: bool = False
    """Whether quantity and subject may be those of the number before."""
    same: bool = False
    """Whether whole and kind are those of the number before."""
    gap: Span | None = None
    plan: Span | None = None
    """The plan of which the number tells what is done."""
    """The words of 高于全国."""
    held: bool = False
    of_price: bool = False
    """Whether the word of change is one of prices (涨幅)."""
    of_itself: bool = False
    """Whether it says itself what changes (增收)."""
    is_old: bool = False
    """Whether the number is a growth that a new one follows: 增速由2%下调至1%."""


def read_measure(token: Token, rest: Run, kinds: int, right: RightSide, before: Measure | None, basis: Basis | None) -> Measure:
    """The measure of a number.

    Args:
        token: the number.
        rest: the tokens of its clause before it, without the comparison.
        kinds: those of all tokens of its clause before it.
        right: what follows it.
        before: the measure of the number before it in the sentence.
        basis: the comparison.
    """
    clause, rest = rest, _without_its_date(rest)
    if token.sort == "count":
        return _count(rest)
    gap = _gap(token, rest, before) if kinds & _GAPS or (is_points(token) and kinds & LINK) else None
    if gap is not None and right.has_of and right.noun and right.noun[-1].listed & LEVEL_NOUN and not is_points(token):
        return replace(_of_another(token, gap.rest, before), carries=False)
    if gap is not None:
        return gap
    at, has_to = cue_at(rest) if kinds & (_CHANGES | ADJECTIVE) else (-1, False)
    if at >= 0:
        cue = rest[at]
        if cue.kinds & ADJECTIVE:
            return _by_adjective(token, rest[:at], cue, basis)
        if has_to and (not cue.kinds & _NOUNS or (cue.kinds & UP and not is_amount(rest[at:]))) and not is_points(token):
            return _to(token, rest[:at], before, rest[at:])
        if cue.text in _STAKE_CHANGES and token.sort == "percent" and right.noun and right.noun[-1].listed & HELD:
            return _share_of(rest[:at], right)  # 增持|3%股份
        return _change(token, rest[:at], cue, is_old=clause is not rest or rest[-1].text in FROM)
    if is_points(token):
        return Measure("change", direction_in(rest), "figure.change-points", rest, carries=True)
    if token.sort == "money":
        return _money(token, rest, right)
    if kinds & (UP | DOWN) and not right.noun and (changed := changed_before(rest)) >= 0:
        return _change(token, [*rest[:changed], *rest[changed + 1 :]], rest[changed], is_old=False)
    return _percent(rest, kinds, right, before)


def _without_its_date(rest: Run) -> Run:
    """Take away 从一季度的 before a number."""
    if len(rest) > 1 and rest[-1].text == "的" and rest[-2].sort == "date":
        rest = rest[:-2]
        if rest and rest[-1].text in ("从", "由", "自"):
            rest = rest[:-1]
    return rest


def _of_another(token: Token, rest: Run, before: Measure | None) -> Measure:
    """The level of another that a number before is compared with: 低于乙国的|56%."""
    kind: FigureKind = "level" if token.sort == "money" else before.kind if before and before.kind in ("rate", "share") else "rate"
    return Measure(kind, None, "figure.gap-level", rest, carries=True)


def _gap(token: Token, rest: Run, before: Measure | None) -> Measure | None:
    """高于全国1.8个百分点, 相差50%."""
    for index in range(len(rest) - 1, -1, -1):
        cue = rest[index]
        if cue.text == _EXCEEDS and is_points(token) and index + 1 < len(rest):
            return Measure("gap", "up", "figure.gap", rest[:index], carries=True, gap=Span(cue.start, rest[-1].end))
        if cue.kinds & _GAPS and not cue.kinds & PART:
            if cue.kinds & GAP:
                return Measure("gap", None, "figure.gap", rest[:index], carries=True)
            direction: FigureDirection = "up" if cue.kinds & GAP_UP else "down"
            if index + 2 < len(rest) and rest[-1].text == "的" and not is_points(token):
                return _of_another(token, rest[index + 1 : -1], before)
            if index + 1 < len(rest) and any(t.sort != "cue" or t.kinds & NAME for t in rest[index + 1 :]):
                return Measure("gap", direction, "figure.gap", rest[:index], carries=True, gap=Span(cue.start, rest[-1].end))
            if is_points(token):
                return Measure("gap", direction, "figure.gap", rest[:index], carries=True)
            return None
        is_stop = cue.traits & STOP and not cue.listed & BETWEEN and cue.text != _ALL
        if cue.sort == "cue" and is_stop and not cue.kinds & (UP_NOUN | DOWN_NOUN | WHOLE_PERIOD):
            return None
        if cue.sort == "mark":
            return None
    return None


def _by_adjective(token: Token, rest: Run, cue: Token, basis: Basis | None) -> Measure:
    """比全国高2%: a gap, or a difference over time where the comparison says so."""
    direction: FigureDirection = "up" if cue.text[0] in "高多快贵" else "down"
    if basis is not None and basis.type in _OVER_TIME:
        kind: FigureKind = "change" if is_points(token) or token.sort == "money" else "growth"
        return Measure(kind, direction, "figure.change-before", rest, carries=True)
    return Measure("gap", direction, "figure.gap", rest, carries=True)


def _change(token: Token, rest: Run, cue: Token, *, is_old: bool) -> Measure:
    kinds = cue.kinds
    direction: FigureDirection = "down" if kinds & (DOWN | DOWN_NOUN) and not kinds & (UP | UP_NOUN) else "up"
    meaning = token.mention.meaning if token.mention else None
    if isinstance(meaning, PercentMeaning) and meaning.low < 0 and kinds & UP_NOUN:
        direction = "down"
    kind: FigureKind = "change" if is_points(token) or token.sort == "money" else "growth"
    end = len(rest)
    while end and rest[end - 1].sort == "cue" and rest[end - 1].kinds & (_CHANGES | GAP):
        end -= 1
    light = end
    while light and rest[light - 1].traits & LIGHT:
        light -= 1
    if light < end and light and rest[light - 1].kinds & _NOUNS:
        end = light - 1  # 营收增速|将|下降2%
    of_price, of_itself = cue.text[0] in "涨跌", bool(cue.listed & OWN_OBJECT)
    return Measure(kind, direction, "figure.change-before", rest[:end], carries=True, of_price=of_price, of_itself=of_itself, is_old=is_old)


def _to(token: Token, rest: Run, before: Measure | None, change: Run) -> Measure:
    """The new value behind a change: 降至4%."""
    if token.sort == "money":
        is_still_price = is_price(token, [*rest, *change], quantity_at(rest)) or (before is not None and before.kind == "price")
        return Measure("price" if is_still_price else "level", None, "figure.change-to", rest, carries=True)
    if before is not None and before.is_old:
        return Measure("growth", before.direction, "figure.change-to", rest, carries=True)
    take = _take_at(rest)
    if take >= 0:
        return Measure("share", None, "figure.share-take", rest[:take], whole_of(rest[take + 1 :]), carries=True)
    if (part := _part_at(rest)) >= 0:
        return Measure("share", None, "figure.share-part", rest[:part], carries=True)
    if (quantity := quantity_at(rest)) >= 0:
        kind: FigureKind = "rate" if rest[quantity].tag == "rate" else "share"
        return Measure(kind, None, "figure.change-to", rest, carries=True)
    if before is not None and before.kind in ("rate", "share"):
        return Measure(before.kind, None, "figure.change-to", rest, carries=True, same=True)
    return Measure("share" if change[0].text in _STAKE_CHANGES else "rate", None, "figure.change-to", rest, carries=True)


def _take_at(rest: Run) -> int:
    return next((i for i in range(len(rest) - 1, -1, -1) if rest[i].kinds & TAKE), -1)


def _part_at(rest: Run) -> int:
    """Index of the noun of a share that the number belongs to; -1 for none."""
    for index in range(len(rest) - 1, -1, -1):
        token = rest[index]
        if token.kinds & PART:
            return index
        if (
            not (token.sort == "cue" and token.kinds & _LINKS)
            and not (token.sort == "word" and token.tag[:1] in ("d", "c", "u"))
            and token.sort != "date"
        ):
            return -1
    return -1


def whole_of(tokens: Run) -> Run:
    """The whole among the tokens behind 占."""
    end = len(tokens)
    while end and (
        tokens[end - 1].text == "的" or tokens[end - 1].kinds & PART or (tokens[end - 1].sort == "cue" and tokens[end - 1].kinds & _LINKS)
    ):
        end -= 1
    start = 0
    while start < end and tokens[start].text in ("了", "到", "着", "据"):
        start += 1
    return tokens[start:end]


def _percent(rest: Run, kinds: int, right: RightSide, before: Measure | None) -> Measure:
    if kinds & TAKE and (take := _take_at(rest)) >= 0:
        pre, whole = rest[:take], whole_of(rest[take + 1 :])
        if not whole and right.noun:
            whole = right.noun
        elif not whole and (inner := _inside(pre)) is not None:
            pre, whole = inner
        return Measure("share", None, "figure.share-take", pre, whole, carries=True)
    if kinds & PART and (part := _part_at(rest)) >= 0:
        pre = rest[:part]
        market = pre[-1:] if pre and pre[-1].text.endswith("市场") and rest[part].text[0] != "所" else ()  # 三级市场|所占比例
        if not market and rest[part].text.startswith("市场"):
            cut = rest[part]
            market = (replace(cut, end=cut.start + 2, text=cut.text[:2]),)
        return Measure("share", None, "figure.share-part", pre, market, carries=True, same=not market)
    if right.growth is not None:
        return Measure("growth", right.growth, "figure.growth-behind", rest, carries=True)
    if rest and rest[-1].text == "的" and not _is_relative(rest, right):
        return _share_before(rest, before)
    at = quantity_at(rest)
    if at >= 0 and rest[at].listed & HELD:
        start = at
        while start and not rest[start - 1].traits & STOP:
            start -= 1
        return Measure("share", None, "figure.share-held", rest[:start], trim(rest[start : at + 1]), held=True)
    is_ratio = at >= 0 and (rest[at].tag == "rate" or (rest[at].tag == "share" and not right.has_of))  # 丰度为60%的|产品
    is_level = bool(right.noun) and bool(right.noun[-1].listed & ABSTRACT)  # 下调到|1%的水平
    if right.noun and not right.is_predicate and not is_ratio and not is_level:
        return _share_of(rest, right)
    if at >= 0:
        pre, whole = _share_in(rest, at)
        kind: FigureKind = "rate" if rest[at].tag == "rate" or rest[at].listed & RETURNS else "share"
        return Measure(kind, None, "figure.rate" if kind == "rate" else "figure.share-noun", pre, whole)
    ends_aside = bool(rest) and bool(rest[-1].kinds & LOCALIZER)
    if right.is_predicate and (ends_aside or not any(t.sort in ("word", "org", "quantity") for t in rest[-2:])):
        return Measure("share", None, "figure.share-is", right.noun)
    if before is not None and not any(t.sort in ("word", "org", "quantity", "title") and t.tag not in ("d", "ad") for t in rest):
        kind = before.kind if before.kind in ("share", "rate", "growth") else "rate"
        return Measure(kind, before.direction if kind == "growth" else None, "figure.same", rest, carries=True, same=True)
    return Measure("share", None, "figure.percent", rest)


def _is_relative(rest: Run, right: RightSide) -> bool:
    """Whether what ends with 的 before a number only says more of the noun behind it: 乙公司持有的|8%股份, 参与调查的|5%学生."""
    if not right.noun or right.noun[-1].listed & HELD:
        return bool(right.noun)
    before = rest[-2] if len(rest) > 1 else None
    is_deed = before is not None and before.sort == "word" and before.tag in ("v", "vn")
    return is_deed and not right.has_of and not right.is_predicate and right.noun[-1].tag[:1] == "n"


def _inside(rest: Run) -> tuple[Run, Run] | None:
    """生产成本中电占: the whole stands before 中."""
    for index in range(len(rest) - 1, 0, -1):
        if rest[index].text in ("中", "之中", "里", "当中") and index + 1 < len(rest):
            return rest[index + 1 :], trim(rest[:index])
    return None


def _share_in(rest: Run, at: int) -> tuple[Run, Run]:
    """甲对乙的持股比例: the whole is 乙."""
    if not rest[at].text.startswith(("持股", "出资", "股权", "持有", "贡献")):
        return rest, ()
    for index in range(at - 1, -1, -1):
        if rest[index].text in ("对", "对于", "在"):
            whole = trim([t for t in rest[index + 1 : at] if t.text not in ("的",)])
            if whole:
                return [*rest[:index], *rest[at:]], whole
    return rest, ()


def _share_before(rest: Run, before: Measure | None) -> Measure:
    """公司收入的30%: the whole stands before 的."""
    end = len(rest) - 1
    start = end
    while start and not rest[start - 1].traits & STOP and rest[start - 1].text not in ("、",):
        start -= 1
    run = trim(rest[start:end])
    if run and run[-1].listed & AIM:
        plan = Span(run[0].start, run[-1].end)
        return Measure("rate", None, "figure.rate-of-plan", rest[:start], carries=True, plan=plan)
    if run:
        return Measure("share", None, "figure.share-of-before", rest[:start], run, carries=True)
    kind: FigureKind = "rate" if any(t.sort == "quantity" and t.tag == "rate" for t in rest) else "share"  # 普及率从之前的5%升至…
    if before is not None and before.kind in ("share", "rate"):
        kind = before.kind
    return Measure(kind, None, "figure.same", rest, carries=True, same=True)


def _share_of(rest: Run, right: RightSide) -> Measure:
    """70%的零部件, 2%股权."""
    noun = right.noun
    if (right.metric and right.metric[-1].tag == "rate") or (right.metric and right.metric[-1].text.endswith(("税", "利率", "收益"))):
        return Measure("rate", None, "figure.rate-behind", rest)
    if right.metric and right.metric[-1].tag == "share" and right.metric[-1].text.endswith("率"):
        return Measure("share", None, "figure.rate-behind", rest)  # 50%的市场占有率
    if noun[0].kinds & PART or noun[-1].kinds & PART:
        pre = [t for t in rest if t.sort != "date"]
        start = len(pre)
        while start and not pre[start - 1].traits & STOP:
            start -= 1
        whole = trim(pre[start:])
        return Measure("share", None, "figure.share-of", rest[: max(0, start)] if whole else rest, whole or noun)
    return Measure("share", None, "figure.share-of", rest, noun, held=bool(noun[-1].listed & HELD))


def _money(token: Token, rest: Run, right: RightSide) -> Measure:
    at = quantity_at(rest)
    if at >= 0:
        for index in range(at - 1, -1, -1):
            item = rest[index]
            if item.kinds & NEW:
                direction: FigureDirection = "down" if item.kinds & DOWN else "up"
                return Measure("change", direction, "figure.change-new", [*rest[:index], *rest[index + 1 :]])
            if item.traits & STOP or item.text == "的":
                break
    if right.is_new:
        return Measure("change", "up", "figure.change-new", rest, carries=True)
    if at < 0 and rest and rest[-1].kinds & NEW and right.metric:
        return Measure("change", "down" if rest[-1].kinds & DOWN else "up", "figure.change-new", rest[:-1], carries=True)
    return Measure("price" if is_price(token, rest, at) else "level", None, "figure.amount", rest, carries=True)


def _count(rest: Run) -> Measure:
    return Measure("level", None, "figure.amount", rest, carries=True)
