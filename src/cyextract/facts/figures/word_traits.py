"""The traits that words have by the lists of `rules/figures.toml`, each a bit; `traits.py` holds those that follow from grammar."""

from __future__ import annotations

# Those of the most frequent words first: bits that fit into one digit are told apart in half the time.
NAMES = (
    "between", "to_thing", "kind_word", "of_owners", "held", "is", "others", "head", "nobody", "built", "issue", "than", "since",
    "causing", "sorted", "against", "against_noun", "compared", "beside", "following", "about", "reason", "listing", "outcome",
    "contrast", "founding", "record", "until", "now", "reached", "meeting_verb", "event", "show", "ranked", "contract", "extreme",
    "most", "first", "model", "equal", "norm", "force", "multiple", "while", "report_noun", "age", "day", "part_of_year", "turn",
    "counted_day", "tell", "ruling", "authority", "medium", "forecaster", "per_one", "belonging", "level_noun", "growth_noun",
    "returns", "quoted", "plan_word", "said", "together", "abstract", "weak_act", "loss", "deal", "capital", "disclosure", "led_away",
    "ground", "numbered", "bound", "place_end", "announced", "each_time", "own_account", "pace", "goods_price", "continued", "rumour",
    "gift", "own_object", "aim", "own_name", "loot", "of_two",
)  # fmt: skip
BY_NAME = {name: 1 << place for place, name in enumerate(NAMES)}

(
    BETWEEN, TO_THING, KIND_WORD, OF_OWNERS, HELD, IS, OTHERS, HEAD, NOBODY, BUILT, ISSUE, THAN, SINCE, CAUSING, SORTED, AGAINST,
    AGAINST_NOUN, COMPARED, BESIDE, FOLLOWING, ABOUT, REASON, LISTING, OUTCOME, CONTRAST, FOUNDING, RECORD, UNTIL, NOW, REACHED,
    MEETING_VERB, EVENT, SHOW, RANKED, CONTRACT, EXTREME, MOST, FIRST, MODEL, EQUAL, NORM, FORCE, MULTIPLE, WHILE, REPORT_NOUN, AGE,
    DAY, PART_OF_YEAR, TURN, COUNTED_DAY, TELL, RULING, AUTHORITY, MEDIUM, FORECASTER, PER_ONE, BELONGING, LEVEL_NOUN, GROWTH_NOUN,
    RETURNS, QUOTED, PLAN_WORD, SAID, TOGETHER, ABSTRACT, WEAK_ACT, LOSS, DEAL, CAPITAL, DISCLOSURE, LED_AWAY, GROUND, NUMBERED, BOUND,
    PLACE_END, ANNOUNCED, EACH_TIME, OWN_ACCOUNT, PACE, GOODS_PRICE, CONTINUED, RUMOUR, GIFT, OWN_OBJECT, AIM, OWN_NAME, LOOT, OF_TWO,
) = BY_NAME.values()  # fmt: skip
