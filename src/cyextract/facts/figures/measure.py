"""What kind of value a number is, by the words at it."""

from __future__ import annotations

from dataclasses import dataclass, field

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.basis import Basis
from cyextract.facts.figures.phrases import Run, is_stop, quantity_at, trim
from cyextract.facts.figures.right_side import RightSide
from cyextract.facts.figures.tokens import Token
from cyextract.models import FigureDirection, FigureKind
from cyextract.recognizers.money import MoneyMeaning
from cyextract.recognizers.percent import PercentMeaning

_CHANGES = frozenset(("up", "down", "up_noun", "down_noun"))
_GAPS = frozenset(("gap_up", "gap_down", "gap"))
_LINKS = frozenset(("link", "respectively", "to", "will", "done", "forecast", "planned"))
_HELD = frozenset(("股权", "股份", "股票", "股本", "流通股", "表决权"))
_LARGE = 1_000_000


@dataclass(slots=True)
class Measure:
    """Kind and direction of a number, and the tokens of its clause that tell the rest."""

    kind: FigureKind
    direction: FigureDirection | None
    rule: str
    subject_tokens: Run = ()
    """What stands before the number and names quantity and subject."""
    whole: Run = ()
    carries: bool = False
    """Whether metric and subject may be those of the number before."""
    carries_whole: bool = False
    gap_span: Span | None = None
    is_target: bool = False

    def gap_basis(self, segment: Run) -> Basis | None:
        """The comparison of 高于全国."""
        return Basis("entity", self.gap_span) if self.gap_span else None


def _is_link(token: Token) -> bool:
    if token.sort == "cue":
        return not _LINKS.isdisjoint(token.kinds) and not (token.kinds & {"part", "take"} )
    return token.sort == "word" and token.tag[:1] in ("d", "u", "c") and len(token.text) <= 2


def read_measure(token: Token, rest: list[Token], right: RightSide, before: Measure | None) -> Measure:
    """The measure of a number.

    Args:
        token: the number.
        rest: the tokens of its clause before it, without the comparison.
        right: what follows it.
        before: the measure of the number before it in the sentence.
    """
    at = len(rest)
    has_to = False
    while at and _is_link(rest[at - 1]) and not (rest[at - 1].kinds & (_CHANGES | _GAPS)):
        has_to = has_to or "to" in rest[at - 1].kinds or rest[at - 1].text.endswith(("至", "到", "为"))
        at -= 1
    cue = rest[at - 1] if at else None
    kinds = cue.kinds if cue is not None else frozenset()
    percent = token.sort == "percent"
    points = percent and isinstance(token.mention.meaning, PercentMeaning) and token.mention.meaning.unit == "percentage_point" if token.mention else False
    take = next((i for i in range(len(rest) - 1, -1, -1) if "take" in rest[i].kinds), -1)
    if cue is not None and token.sort != "count":
        if kinds & _GAPS and (points or percent):
            return _gap(rest, at, kinds)
        if kinds & _CHANGES and not (has_to and not kinds & {"up_noun", "down_noun"}) or (kinds & {"up_noun", "down_noun"} and "up" not in kinds):
            changed = _change(token, rest, at, kinds, points)
            if changed is not None:
                return changed
        if kinds & _CHANGES and has_to:
            return _to(token, rest, at, before, take)
    new = _new(token, rest)
    if new is not None:
        return new
    if percent and take >= 0:
        return Measure("share", None, "figure.share-take", rest[:take], _whole(rest[take + 1 :], right), carries=True)
    if percent:
        return _percent(token, rest, at, right, before, cue)
    return _amount(token, rest, right, before)


def _gap(rest: Run, at: int, kinds: frozenset[str]) -> Measure:
    direction: FigureDirection | None = "up" if "gap_up" in kinds else "down" if "gap_down" in kinds else None
    return Measure("gap", direction, "figure.gap", rest[: at - 1], carries=True)


def _change(token: Token, rest: Run, at: int, kinds: frozenset[str], points: bool) -> Measure | None:
    direction: FigureDirection = "down" if kinds & {"down", "down_noun"} and not kinds & {"up", "up_noun"} else "up"
    meaning = token.mention.meaning if token.mention else None
    if isinstance(meaning, PercentMeaning) and meaning.low < 0 and kinds & {"up_noun"}:
        direction = "down"
    kind: FigureKind = "change" if points or token.sort == "money" else "growth"
    end = at - 1
    while end and rest[end - 1].sort == "cue" and rest[end - 1].kinds & (_CHANGES | {"gap"}) :
        end -= 1
    if kind == "growth" and end and rest[end - 1].text == "的" and False:
        return None
    return Measure(kind, direction, "figure.change-before", rest[:end], carries=True)


def _to(token: Token, rest: Run, at: int, before: Measure | None, take: int) -> Measure:
    """The new value behind a change: 降至4%."""
    end = at - 1
    pre = rest[:end]
    if token.sort == "money":
        return Measure("level", None, "figure.change-to", pre, carries=True)
    if take >= 0 and take < end:
        return Measure("share", None, "figure.share-take", rest[:take], _whole(rest[take + 1 : end], None), carries=True)
    q = quantity_at(pre)
    if q >= 0:
        kind: FigureKind = "share" if pre[q].tag == "share" else "rate"
        return Measure(kind, None, "figure.change-to", pre, carries=True)
    part = next((i for i in range(len(pre) - 1, -1, -1) if "part" in pre[i].kinds), -1)
    if part >= 0:
        return Measure("share", None, "figure.share-part", pre[:part], carries=True)
    if before is not None and before.kind in ("rate", "share"):
        return Measure(before.kind, None, "figure.change-to", pre, carries=True, carries_whole=True)
    return Measure("rate", None, "figure.change-to", pre, carries=True)


def _new(token: Token, rest: Run) -> Measure | None:
    """新增贷款3亿元: a change before its quantity word."""
    if token.sort != "money":
        return None
    q = quantity_at(rest)
    if q < 0:
        return None
    for index in range(q - 1, -1, -1):
        item = rest[index]
        if "new" in item.kinds and index + 1 < len(rest):
            direction: FigureDirection = "down" if "down" in item.kinds else "up"
            return Measure("change", direction, "figure.change-new", [*rest[:index], *rest[index + 1 :]] if index else rest[index + 1 :], carries=False)
        if is_stop(item) or item.text == "的":
            return None
    return None


def _whole(tokens: Run, right: RightSide | None) -> Run:
    """What stands between 占 and the number."""
    end = len(tokens)
    while end and (tokens[end - 1].text == "的" or "part" in tokens[end - 1].kinds or _is_link(tokens[end - 1])):
        end -= 1
    start = 0
    while start < end and (tokens[start].text in ("了", "到", "着", "据", "其") and tokens[start].text != "其" or tokens[start].sort == "date" and False):
        start += 1
    run = tokens[start:end]
    if run and run[-1].sort == "quantity" and run[-1].text in ("份额", "市场份额") and len(run) > 1:
        run = run[:-1]
    return run


def _percent(token: Token, rest: Run, at: int, right: RightSide, before: Measure | None, cue: Token | None) -> Measure:
    content = rest[:at]
    part = cue is not None and "part" in cue.kinds
    if part:
        return Measure("share", None, "figure.share-part", content[:-1], carries=True, carries_whole=True)
    if not content and right.is_predicate:
        return Measure("share", None, "figure.share-of", right.noun, carries=False)
    q = quantity_at(rest)
    if rest and rest[-1].text == "的":
        end = len(rest) - 1
        start = end
        while start and not is_stop(rest[start - 1]):
            start -= 1
        run = trim(rest[start:end])
        if run:
            return Measure("share", None, "figure.share-of-before", rest[:start], run, carries=True)
        if before is not None:
            return Measure(before.kind, None, "figure.same", rest, carries=True, carries_whole=True)
    if q >= 0 and not (right.noun and rest[q].tag not in ("rate", "share")):
        tag = rest[q].tag
        kind: FigureKind = "share" if tag == "share" else "rate"
        return Measure(kind, None, "figure.rate" if kind == "rate" else "figure.share-noun", rest, carries=False)
    if right.noun and not right.is_predicate:
        whole = right.noun
        if right.noun[-1].text in ("份额", "比例", "比重", "占比", "市场份额") and content and right.noun[-1].text != "市场份额":
            whole = content
        elif right.noun[0].kinds & {"part"}:
            whole = trim(content) or right.noun
        growth = [t for t in right.noun if t.kinds & _CHANGES]
        if growth:
            return Measure("growth", "up" if "up" in growth[0].kinds else "down", "figure.growth-behind", rest, carries=True)
        return Measure("share", None, "figure.share-of", rest, whole, carries=False)
    if before is not None and not content:
        kind = before.kind if before.kind in ("share", "rate", "growth") else "rate"
        return Measure(kind, before.direction if kind == "growth" else None, "figure.same", content, carries=True, carries_whole=True)
    return Measure("share", None, "figure.percent", rest, carries=not content)


def _amount(token: Token, rest: Run, right: RightSide, before: Measure | None) -> Measure:
    meaning = token.mention.meaning if token.mention else None
    kind: FigureKind = "level"
    if isinstance(meaning, MoneyMeaning):
        q = quantity_at(rest)
        tag = rest[q].tag if q >= 0 else ""
        texts = {t.text for t in rest[-3:]}
        if (meaning.per is not None and meaning.per not in ("人", "年", "月", "户")) or (tag == "price" and meaning.low < _LARGE) or (texts & {"报", "收于", "收报", "报收", "报收于"} and q < 0):
            kind = "price"
        elif any("per_unit" in t.kinds for t in rest) and meaning.low < _LARGE:
            kind = "price"
    return Measure(kind, None, "figure.amount", rest, carries=True)
