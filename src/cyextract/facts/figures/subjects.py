"""Whose or of what a number is."""

from __future__ import annotations

from cyextract.facts.clause_text import Span
from cyextract.facts.figures.cues import figure_lexicon
from cyextract.facts.figures.kinds import FORECAST, NAME, PLANNED, PREDICATE, REPORT, WILL
from cyextract.facts.figures.phrases import (
    Phrase,
    Run,
    is_noun,
    is_pronoun,
    is_strong,
    is_sure_name,
    items,
    items_of,
    kinds_of,
    lead,
    listed_of_all,
    read_phrase,
    trim,
)
from cyextract.facts.figures.reading import Part, Reading, span_of
from cyextract.facts.figures.right_side import RightSide
from cyextract.facts.figures.tellers import publishes
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.told import Told
from cyextract.facts.figures.traits import ACT, DATE
from cyextract.facts.figures.word_traits import (
    ABSTRACT,
    AUTHORITY,
    FORECASTER,
    GOODS_PRICE,
    HELD,
    LOOT,
    MEDIUM,
    OF_TWO,
    OTHERS,
    OWN_NAME,
    PLACE_END,
    SORTED,
)

_DEEDS = frozenset(("v", "vn", "vd"))
_TO = frozenset(("向", "对", "给", "以", "按", "按照"))
_OF_SHARES = "目标价"  # who sets it is not whose it is
_SHORT = 2
_BESIDE = frozenset(("word", "org", "title", "quantity"))


def take_subject(told: Told, reading: Reading, phrase: Phrase, right: RightSide) -> None:
    """Fill in whose a number is: what stands joined to its quantity, who acts, or whom the text before is about."""
    if reading.measure.rule == "figure.share-is":
        run, rule = right.noun, "figure.subject-behind"
    else:
        run, rule = _in_clause(told, reading, phrase, right)
    pronoun = run[0] if is_pronoun(run) else None
    if pronoun is not None:
        run = ()
    if run and rule == "figure.subject-joined" and _is_sort(told, phrase, run):
        reading.metric = Part(Span(run[0].start, phrase.metric[-1].end), "clause", "figure.metric-before")
        actor = phrase.actor
        run, rule = (actor, "figure.subject-actor") if actor and actor[0] is not run[0] else ((), rule)
    if len(run) == 1 and (run[0].listed & ABSTRACT or (run[0].sort == "word" and run[0].tag in _DEEDS)):
        run = ()  # 拟发售|3亿股, 超过平均水平|2个百分点
    if run and run[-1].listed & FORECASTER and (rule == "figure.subject-actor" or kinds_of(phrase.tokens) & FORECAST):
        run = ()  # 市场预估3亿元
    if run and _tells(run, rule, phrase):
        run = ()
    if rule == "figure.subject-joined" and _is_guess(run) and not _moves(reading, run):
        reading.is_doubted, run = True, ()
    elif rule == "figure.subject-actor" and run and not is_strong(run):
        reading.is_doubted, run = _is_own(reading, phrase, run), ()
    if rule == "figure.subject-actor" and run and publishes(run, phrase.tokens[: phrase.size]):
        run = ()
    if run:
        _take(reading, run, rule)
        is_object = phrase.is_governed or phrase.is_object or phrase.is_made or _has_verb(phrase)
        reading.is_counted = reading.token.sort == "count" and run is phrase.attribute and is_object
        if run is phrase.attribute and is_object and phrase.is_made and is_strong(phrase.actor):
            reading.owner = span_of(phrase.actor)
    elif (
        right.subject
        and is_noun(right.subject)
        and reading.token.sort == "money"
        and phrase.metric
        and not right.subject[-1].listed & ABSTRACT
    ):
        reading.subject = Part(span_of(right.subject), "clause", "figure.subject-behind")
    elif reading.is_doubted:
        reading.no_subject = "figure.no-subject-doubt"
    else:
        _carry(told, reading, phrase, is_own=pronoun is not None and bool(pronoun.listed & OWN_NAME))
        if reading.subject is not None and (_is_unsure(told, reading, phrase) or (pronoun is not None and pronoun.listed & OF_TWO)):
            reading.subject, reading.is_doubted, reading.no_subject = None, True, "figure.no-subject-other"
        if reading.subject is None and told.is_part and told.before is not None and pronoun is None and _is_of_whole(told, reading, phrase):
            reading.subject = Part(told.before, "paragraph", "figure.subject-paragraph")


def _tells(run: Run, rule: str, phrase: Phrase) -> bool:
    """Whether a report or a person only tells the number: 二季报净利润3亿元, 李四重申收入3亿元."""
    if run[-1].listed & MEDIUM:
        return True
    is_person = rule == "figure.subject-actor" and run[-1].tag in ("nr", "nrt", "nrfg")
    return is_person and any(t.kinds & REPORT for t in phrase.tokens[: phrase.size])


def _in_clause(told: Told, reading: Reading, phrase: Phrase, right: RightSide) -> tuple[Run, str]:
    """The phrase of the number's own clause, and the rule that chose it."""
    run, measure = phrase.attribute, reading.measure
    if not run:
        return phrase.actor, "figure.subject-actor"
    if phrase.is_made and phrase.metric and is_strong(phrase.actor):
        return phrase.actor, "figure.subject-actor"  # 甲地居民购买|家电支出
    if reading.size > 1 and not phrase.metrics and len(items(run)) != reading.size == len(items(phrase.actor)):
        return phrase.actor, "figure.subject-actor"  # 甲国、乙国实际对华投资分别增长…
    if right.metric and not phrase.metric and _is_relative(phrase):
        return phrase.actor, "figure.subject-actor"  # 甲公司获得乙领投的|3亿元投资
    share_of = measure.rule == "figure.share-of"
    is_held = (bool(phrase.metric) and phrase.metric[-1].listed & HELD) or (measure.held and not share_of)
    is_bare = measure.kind == "level" and not phrase.metric and reading.metric is None and reading.is_figure
    if not (share_of or is_held or is_bare or phrase.is_object or phrase.is_governed):
        return run, "figure.subject-joined"
    actor = phrase.actor
    if not actor and phrase.is_governed and reading.token.text.endswith("股") and reading.token.sort == "count":
        reading.thing = Part(span_of(run), "clause", "figure.subject-joined")
        return (), "figure.subject-joined"  # 其持有乙公司|10万股
    if not actor or run[0] is actor[0]:
        if phrase.is_object and phrase.metric and not actor and (told.last or told.topic or phrase.metric[-1].tag == "act"):
            return (), "figure.subject-joined"
        if is_bare:
            if actor or _has_verb(phrase):
                return actor, "figure.subject-actor"
            return run if is_strong(run) or len(items(run)) == reading.size > 1 else (), "figure.subject-joined"
        is_goal = reading.is_figure and phrase.is_object and not phrase.metric and phrase.tokens[phrase.begin - 1].text in _TO
        return () if is_goal and not actor else run, "figure.subject-joined"
    acts = bool(phrase.metric) and phrase.metric[-1].tag == "act"
    if is_held or ((phrase.is_object or phrase.is_governed) and (acts or not phrase.metric or share_of)):
        if not phrase.metric:
            reading.thing = Part(span_of(run), "clause", "figure.subject-joined")
        return actor, "figure.subject-actor"
    if is_bare or (share_of and not measure.held) or (phrase.is_object and phrase.metric):
        return actor, "figure.subject-actor"
    return run, "figure.subject-joined"


def _is_relative(phrase: Phrase) -> bool:
    """Whether a verb and 的 end what stands before a number: it only says more of the noun behind."""
    tokens = phrase.tokens
    return len(tokens) > 1 and tokens[-1].text == "的" and tokens[-2].sort == "word" and tokens[-2].tag in ("v", "x")


def _has_verb(phrase: Phrase) -> bool:
    """Whether a verb opens the attribute: 倒塌|大棚."""
    if not phrase.attribute:
        return False
    first = phrase.tokens[phrase.begin]
    return first.sort == "word" and first.tag[:1] == "v" and first is not phrase.attribute[0]


def _is_own(reading: Reading, phrase: Phrase, run: Run) -> bool:
    """Whether a common noun opens the clause that is whose its quantity or share is, though it is no name (公路水路完成投资)."""
    is_other_quantity = bool(phrase.metric) and not phrase.metric[-1].listed & SORTED
    return run[-1].tag[:1] == "n" and (is_other_quantity or reading.measure.rule == "figure.share-part")


def _is_guess(run: Run) -> bool:
    """Whether a phrase is one short word that the dictionary lacks: more often a verb than a name."""
    return len(run) == 1 and run[0].tag == "x" and run[0].end - run[0].start == _SHORT and not run[0].listed & PLACE_END


def _moves(reading: Reading, run: Run) -> bool:
    """Whether a clause tells nothing but that something rises or falls: 美油|涨3%."""
    rest = reading.measure.rest
    is_alone = bool(rest) and rest[-1] is run[-1] and all(t.traits & DATE for t in rest[:-1])
    return is_alone and reading.measure.kind == "growth" and reading.measure.of_price


def _is_sort(told: Told, phrase: Phrase, run: Run) -> bool:
    """Whether what stands joined before a quantity word only says which sort of it (门票|收入), since whose it is has been told."""
    if not phrase.metric or phrase.metrics or not phrase.metric[-1].listed & SORTED:
        return False
    if run[-1].end != phrase.metric[0].start or is_strong(run):
        return False
    actor = phrase.actor
    if actor and actor[0] is not run[0] and is_strong(actor):
        return True
    return (told.last is not None and told.last.is_strong) or (told.topic is not None and is_strong(told.topic_run))


def _take(reading: Reading, run: Run, rule: str) -> None:
    if reading.size > 1 and not reading.metrics:
        lists = items_of(run, reading.size)
        if lists:
            reading.subjects = [span_of(item) for item in lists]
            run, rule = lists[0], "figure.subject-respectively"
    reading.subject, reading.is_strong, reading.head = Part(span_of(run), "clause", rule), is_strong(run), run[-1]


def _carry(told: Told, reading: Reading, phrase: Phrase, *, is_own: bool) -> None:
    """Take over whom the text before is about; nobody where it leaves doubt. `is_own`: 公司 stands for whom it is."""
    last, size = told.last, reading.size
    if phrase.metric and phrase.metric[-1].text == _OF_SHARES:
        return
    if told.opened is not None:
        if run := _before_bracket(told.opened):
            _from_bracket(told.opened, reading, run)
            return
        if last is not None and last.thing is not None:
            reading.subject = last.thing._replace(source="sentence")
            return
    topic_items = items_of(told.topic_run, size) if size > 1 and told.topic_is_new else []
    if size > 1 and not topic_items:
        topic_items = told.named(size)
    if len(topic_items) == size > 1 and not reading.metrics:
        reading.subjects = [span_of(item) for item in topic_items]
        reading.subject = Part(reading.subjects[0], "sentence", "figure.subject-respectively")
    elif last is not None and last.subject is not None and not told.topic_is_new and not _is_other(reading, last, phrase):
        span = last.subject.span
        if last.subjects and size == last.size == len(last.subjects) and last.ends_list:
            reading.subjects, span = last.subjects, last.subjects[0]
        reading.subject, reading.is_strong = Part(span, "sentence", "figure.subject-carried"), last.is_strong
        reading.is_counted, reading.owner = last.is_counted, last.owner
    elif last is not None and last.owner is not None and not told.topic_is_new and reading.metric is not None:
        reading.subject, reading.is_strong = Part(last.owner, "sentence", "figure.subject-carried"), True
    elif last is not None and last.is_doubted and not told.topic_is_new:
        reading.is_doubted, reading.no_subject = True, last.no_subject
    elif told.topic is not None and (is_sure_name(told.topic_run) or _is_of_topic(told, phrase)):
        reading.subject, reading.is_strong = told.topic, is_sure_name(told.topic_run)
    elif _is_of_label(told, reading, phrase, is_own=is_own):
        reading.subject, reading.is_strong = Part(span_of(told.label), "sentence", "figure.subject-label"), True
    elif last is None and told.topic is None and told.teller and _is_will(reading, phrase):
        reading.subject, reading.is_strong = Part(span_of(told.teller), "sentence", "figure.subject-teller"), True
    elif last is not None and last.subject is not None and not told.topic_is_new:
        reading.no_subject = "figure.no-subject-other"


def _is_of_label(told: Told, reading: Reading, phrase: Phrase, *, is_own: bool) -> bool:
    """Whether the first number behind a label or a firm's own account is its: a firm's quantity, its deed, or that of 公司."""
    if told.last is not None or told.topic is not None or not told.label or (told.status != "actual" and not told.accounts):
        return False
    return is_own or _is_of_firm(phrase, told.accounts) or _is_deed(reading, phrase)


def _is_of_firm(phrase: Phrase, accounts: bool) -> bool:
    """Whether a quantity is one of a firm: 净利润."""
    is_own = bool(phrase.metric) and not phrase.attribute and phrase.metric[-1].text in figure_lexicon().firm
    if accounts:
        return is_own and not phrase.actor and not any(t.kinds & REPORT and not t.kinds & FORECAST for t in phrase.tokens)
    return is_own and not kinds_of(phrase.tokens) & (FORECAST | REPORT)


def _is_deed(reading: Reading, phrase: Phrase) -> bool:
    """Whether a clause behind a label tells what the firm does: 甲公司：拟以3亿元回购股份."""
    is_act = reading.is_act or (reading.metric is not None and reading.metric.rule == "figure.metric-behind")
    return is_act and not phrase.attribute and not kinds_of(phrase.tokens) & (FORECAST | REPORT)


def _is_of_topic(told: Told, phrase: Phrase) -> bool:
    """Whether a clause before was about the same quantity of a thing: 生猪价格连续上涨，平均价格为3元."""
    is_same = bool(phrase.metric and told.quantity) and phrase.metric[-1].text[-_SHORT:] == told.quantity[-1].text[-_SHORT:]
    return is_same and told.topic_is_new and told.quantity[0].start == told.topic_run[-1].end


def _is_will(reading: Reading, phrase: Phrase) -> bool:
    """Whether a clause tells what somebody will do who told it: 甲公司表示，将投资3亿元."""
    return _is_deed(reading, phrase) and not phrase.actor and bool(kinds_of(phrase.tokens) & (WILL | PLANNED))


def _is_unsure(told: Told, reading: Reading, phrase: Phrase) -> bool:
    """Whether a subject told before is another's in more than one of five readings like it.

    One whose quantity somebody has who is not named (它们的销量), and one without quantity behind a clause that names nobody.
    """
    assert reading.subject is not None
    rule, metric = reading.subject.rule, reading.metric
    if rule == "figure.subject-carried":
        return metric is None and told.has_new_clause
    if _is_loot(told, phrase):
        return True
    is_own = metric is not None and metric.rule == "figure.metric-before" and rule == "figure.subject-clause-before"
    if is_own and phrase.metric[-1].listed & GOODS_PRICE and told.topic_run[-1].sort == "org" and not _is_of_shares(phrase):
        return True  # 甲旅行社推出新线路，价格3元: of what it sells
    return is_own and bool(listed_of_all(phrase.tokens[: phrase.size]) & OTHERS)


def _is_loot(told: Told, phrase: Phrase) -> bool:
    """Whether a sum is one of those whom an authority pursues: 警方查获一个团伙，案值3元."""
    return bool(phrase.metric and phrase.metric[-1].listed & LOOT and told.topic_run and told.topic_run[-1].listed & AUTHORITY)


def _is_of_shares(phrase: Phrase) -> bool:
    """Whether a price is one of shares, which is the firm's: 收购价格为每股3元."""
    return any(t.text == "每股" for t in phrase.tokens) or listed_of_all(phrase.tokens) & HELD != 0


def _is_of_whole(told: Told, reading: Reading, phrase: Phrase) -> bool:
    """Whether 其中 opens nothing but a quantity: that of whom the sentence before is about."""
    is_first = told.last is None and told.topic is None
    return is_first and _is_own_quantity(reading) and not phrase.attribute and not phrase.actor


def _from_bracket(outside: Run, reading: Reading, run: Run) -> None:
    """甲 (收盘价3元), 甲转让股票 (占总股本的2%): who or what stands right before the bracket."""
    if reading.metric is None and reading.measure.kind == "level" and not reading.measure.rest and _is_quantity(run[-1]):
        _explain(reading, read_phrase(outside))
        return
    if not (run[-1].listed & HELD and run[-1].sort == "quantity") or reading.measure.kind != "share":
        reading.subject = Part(span_of(run), "sentence", "figure.subject-bracket")
        return
    reading.metric = Part(span_of(run[-1:]), "sentence", "figure.metric-bracket")
    if actor := lead(outside):
        reading.subject = Part(span_of(actor), "sentence", "figure.subject-bracket")


def _is_quantity(token: Token) -> bool:
    return token.sort == "quantity" and token.tag != "thing"


def _explain(reading: Reading, phrase: Phrase) -> None:
    """甲公司净利润 (3亿元): the bracket only gives the amount of what stands before it."""
    if phrase.metric:
        reading.metric = Part(span_of(phrase.metric), "sentence", "figure.metric-bracket")
        if phrase.attribute and is_strong(phrase.attribute):
            reading.subject, reading.is_strong = Part(span_of(phrase.attribute), "sentence", "figure.subject-bracket"), True


def _is_other(reading: Reading, last: Reading, phrase: Phrase) -> bool:
    """Whether a number is of another than the one before: it has its own quantity, and that one only counted things."""
    is_held = last.measure.held and last.measure.rule == "figure.share-of"
    is_buyer = last.subject is not None and last.subject.rule == "figure.subject-actor" and not reading.is_act
    if is_held and _is_own_quantity(reading) and not is_buyer:
        return True  # 收购甲60%的股权，将投资3亿元
    if last.is_counted and (reading.is_loss or reading.is_macro or _is_done(reading, phrase)):
        return True
    return _is_of_place(reading, last) or _is_of_thing(reading, last)


def _is_own_quantity(reading: Reading) -> bool:
    return reading.metric is not None and reading.metric.rule == "figure.metric-before"


def _is_done(reading: Reading, phrase: Phrase) -> bool:
    """Whether a sum is what somebody does as well: 接待游客3万人次，实现旅游收入5亿元."""
    is_made = any(t.kinds & PREDICATE or t.traits & ACT for t in phrase.tokens[: phrase.size])
    return reading.measure.kind == "level" and bool(phrase.metric) and is_made


def _is_of_place(reading: Reading, last: Reading) -> bool:
    """Whether a quantity is a place's (社会消费品零售总额), and the subject before was joined to another."""
    metric, before = reading.metric, last.metric
    if not reading.is_macro or metric is None or before is None or last.subject is None or reading.token.sort == "count":
        return False
    if last.is_macro and last.head is not None and (last.head.kinds & NAME or last.head.tag == "ns"):
        return False  # 我国进口下降3%，出口下降2%
    return metric.rule == "figure.metric-before" and last.subject.rule == "figure.subject-joined" and metric.span != before.span


def _is_of_thing(reading: Reading, last: Reading) -> bool:
    """Whether a number tells a quantity of its own, and the subject before is a thing that was joined to another quantity."""
    metric, before = reading.metric, last.metric
    if metric is None or last.is_strong or metric.rule != "figure.metric-before" or last.subject is None:
        return False
    if before is None:
        return last.measure.kind == "growth" and last.subject.rule == "figure.subject-joined"  # 人员增长3%，收入增长9%
    return metric.span != before.span and last.subject.rule in ("figure.subject-joined", "figure.subject-carried")


def _before_bracket(segment: Run) -> Run:
    """The noun phrase right before a bracket."""
    start = end = len(segment)
    while start and segment[start - 1].sort in _BESIDE and (start == end or segment[start - 1].end == segment[start].start):
        start -= 1
    run = trim(segment[start:end])
    return run if run and is_noun(run) else ()
