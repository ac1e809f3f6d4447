"""The quantity word of a number."""

from __future__ import annotations

from cyextract.facts.figures.cues import figure_lexicon
from cyextract.facts.figures.phrases import Phrase
from cyextract.facts.figures.prices import is_price
from cyextract.facts.figures.reading import Part, Reading, span_of
from cyextract.facts.figures.right_side import RightSide
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.told import Told
from cyextract.facts.figures.traits import LIGHT
from cyextract.facts.figures.word_traits import HEAD, HELD, IS, LOSS, WEAK_ACT

# Kinds of a percentage that are left to the quantity that it takes over.
_STAKE_DEEDS = frozenset(("增持", "减持", "收购", "转让", "质押", "认购"))
_OF_MONEY = frozenset(("level", "price"))
_OF_PERCENT = frozenset(("rate", "share"))
_OPEN = frozenset(("figure.percent", "figure.same"))


def take_metric(told: Told, reading: Reading, phrase: Phrase, right: RightSide) -> None:
    """Fill in what a number counts: from its clause, from behind it, or from what was told before it."""
    _take_metric(told, reading, phrase, right)
    if reading.is_rate and reading.measure.kind == "share" and reading.measure.rule in _OPEN:
        reading.measure.kind = "rate"
    is_bare = reading.measure.kind == "level" or (reading.measure.rule == "figure.percent" and reading.measure.kind == "share")
    if reading.metric is None and is_bare and reading.is_figure and phrase.attribute and not phrase.metric:
        _from_series(told, reading, phrase)


def _take_metric(told: Told, reading: Reading, phrase: Phrase, right: RightSide) -> None:
    kind, rule = reading.measure.kind, reading.measure.rule
    if kind == "share" and phrase.metric and phrase.metric[-1].tag == "act" and (rule == "figure.share-of" or _is_holding(phrase)):
        return  # 收购|60%股权, 减持|比例达6%
    weak = bool(phrase.metric) and (bool(phrase.metric[-1].listed & WEAK_ACT) or _is_attribute(phrase))
    if phrase.metric and not (weak and right.metric and kind == "level"):
        _from_clause(reading, phrase)
    elif right.metric and (
        kind in ("level", "change")
        or (kind == "price" and (right.has_of or right.metric[-1].tag == "price"))
        or rule in ("figure.rate-behind", "figure.growth-behind")
    ):
        reading.metric = Part(span_of(right.metric), "clause", "figure.metric-behind")
    elif reading.measure.held or rule == "figure.share-of":
        return
    elif kind == "share" and rule == "figure.share-part" and told.share is not None:
        reading.metric = told.share[0]
    elif _carries(told, reading, phrase):
        _carry(told, reading)
    elif (not phrase.attribute or phrase.is_object) and not phrase.has_verb and told.quantity:
        quantity = told.quantity
        if kind == "share" and quantity[-1].tag == "act":
            return  # 进行质押，占其股份的9%
        reading.is_rate = quantity[-1].tag == "rate"
        reading.metric = Part(span_of(quantity), "sentence", "figure.metric-clause-before")
        if kind == "level" and quantity[-1].tag == "price" and is_price(reading.token, quantity, len(quantity) - 1):
            reading.measure.kind = "price"


def _from_series(told: Told, reading: Reading, phrase: Phrase) -> None:
    """Take over the quantity of the item before, where the next is only named: 甲业增加值5亿元，…；乙业9亿元."""
    kinds = _OF_MONEY if reading.token.sort == "money" else _OF_PERCENT
    before = next((r for r in reversed(told.readings) if r.is_figure and (r.measure.kind in kinds or r.is_item)), None)
    if before is None or before.metric is None or before.head is None or before.token.sort != reading.token.sort:
        return
    run, tokens = phrase.attribute, phrase.tokens
    at = next(i for i, t in enumerate(tokens) if t is run[0])
    behind = tokens[at + len(run) :]
    if phrase.has_verb or not all(t.traits & LIGHT for t in (*tokens[:at], *behind)):
        return
    if before.is_item or _is_like(run[-1], before.head) or any(t.listed & IS for t in behind):
        reading.metric = before.metric._replace(source="sentence", rule="figure.metric-series")
        reading.is_act, reading.is_macro, reading.is_item = before.is_act, before.is_macro, before.is_item
        if before.is_item or before.measure.kind != "level":
            reading.measure.kind = before.measure.kind


def _is_holding(phrase: Phrase) -> bool:
    """Whether the verb of a share says how it is held: it is no quantity."""
    return phrase.metric[-1].text in _STAKE_DEEDS


def _is_attribute(phrase: Phrase) -> bool:
    """Whether the verb of a sum only says which sum is meant: 募集的|6亿元贷款."""
    return phrase.metric[-1].tag == "act" and phrase.tokens[-1].text == "的"


def _is_like(head: Token, before: Token) -> bool:
    """Whether two names are of one sort: 第一产业 and 第二产业, 甲县 and 乙县."""
    if head.text[-2:] == before.text[-2:] or head.sort == before.sort == "org":
        return True
    return head.text[-1] == before.text[-1] and bool(head.listed & before.listed & HEAD)


def _from_clause(reading: Reading, phrase: Phrase) -> None:
    head = phrase.metric[-1]
    reading.is_act, reading.is_price, reading.is_rate = head.tag == "act", head.tag == "price", head.tag == "rate"
    reading.is_loss = bool(head.listed & LOSS)
    macro = figure_lexicon().macro
    for token in phrase.metric:
        if token.text in macro:
            reading.is_macro = True
    if phrase.metrics and len(phrase.metrics) == reading.size:
        reading.metrics = [span_of(run) for run in phrase.metrics]
        reading.metric = Part(reading.metrics[0], "clause", "figure.metric-respectively")
    elif reading.measure.kind != "growth" or not head.listed & HELD:
        first = phrase.metrics[0] if phrase.metrics else phrase.metric
        reading.metric = Part(span_of([*first, *phrase.metric]), "clause", "figure.metric-before")


def _carry(told: Told, reading: Reading) -> None:
    """Take over the quantity of the number before."""
    last, size = told.last, reading.size
    assert last is not None
    if reading.measure.kind == "share" and last.is_price:
        last = next((r for r in reversed(told.readings) if r.metric is not None and not r.is_price), last)
    reading.is_act, reading.is_price, reading.is_rate = last.is_act, last.is_price, last.is_rate
    if reading.measure.kind == "level" and last.measure.kind == "price":
        reading.measure.kind = "price"
    metric = last.metric
    if last.metrics and size == last.size == len(last.metrics) and last.ends_list and metric is not None:
        reading.metrics, metric = last.metrics, metric._replace(span=last.metrics[0])
    reading.metric = metric and metric._replace(source="sentence", rule="figure.metric-carried")


def _carries(told: Told, reading: Reading, phrase: Phrase) -> bool:
    """Whether a number without a quantity word measures the same as the one before it."""
    last, measure = told.last, reading.measure
    if last is None or last.metric is None or not measure.carries or measure.of_itself or phrase.has_verb:
        return False
    is_another = measure.rule == "figure.gap-level"
    if measure.kind in ("level", "price") and not is_another and any(t.sort in ("word", "org", "title") for t in measure.rest):
        return False
    if (measure.of_price and not last.is_price) or (last.is_act and measure.kind == "share") or told.quantity:
        return False
    if phrase.attribute:
        if is_another:
            return last.measure.kind == measure.kind
        return last.measure.kind == measure.kind and last.measure.rule == measure.rule and not phrase.is_object and measure.kind != "level"
    return measure.kind in ("growth", "change", "gap") or not told.topic_is_new
