"""The traits that words have by the lists of `rules/figures.toml`, each a bit; `traits.py` holds those that follow from grammar."""

from __future__ import annotations

_FIRST = 20  # the bits below are those of `traits.py`

NAMES = (
    "issue", "meeting_verb", "event", "show", "ranked", "contract", "extreme", "most", "record", "first",
    "founding", "model", "equal", "following", "norm", "built", "force", "now",
    "until", "than", "multiple", "reached", "while", "report_noun", "age", "day", "part_of_year", "since", "turn",
    "head", "nobody", "counted_day", "others", "is", "tell", "ruling", "authority", "medium", "forecaster",
    "held", "kind_word", "to_thing", "per_one", "belonging", "of_owners", "causing", "between", "level_noun",
    "growth_noun", "returns", "quoted", "outcome", "plan_word", "said", "together", "contrast", "sorted",
    "abstract", "weak_act", "loss", "deal", "capital", "listing", "about", "reason", "disclosure",
    "against", "against_noun", "compared", "beside",
    "led_away", "ground", "numbered", "bound", "place_end",
)  # fmt: skip
BY_NAME = {name: 1 << (_FIRST + place) for place, name in enumerate(NAMES)}

(
    ISSUE, MEETING_VERB, EVENT, SHOW, RANKED, CONTRACT, EXTREME, MOST, RECORD, FIRST,
    FOUNDING, MODEL, EQUAL, FOLLOWING, NORM, BUILT, FORCE, NOW,
    UNTIL, THAN, MULTIPLE, REACHED, WHILE, REPORT_NOUN, AGE, DAY, PART_OF_YEAR, SINCE, TURN,
    HEAD, NOBODY, COUNTED_DAY, OTHERS, IS, TELL, RULING, AUTHORITY, MEDIUM, FORECASTER,
    HELD, KIND_WORD, TO_THING, PER_ONE, BELONGING, OF_OWNERS, CAUSING, BETWEEN, LEVEL_NOUN,
    GROWTH_NOUN, RETURNS, QUOTED, OUTCOME, PLAN_WORD, SAID, TOGETHER, CONTRAST, SORTED,
    ABSTRACT, WEAK_ACT, LOSS, DEAL, CAPITAL, LISTING, ABOUT, REASON, DISCLOSURE,
    AGAINST, AGAINST_NOUN, COMPARED, BESIDE,
    LED_AWAY, GROUND, NUMBERED, BOUND, PLACE_END,
) = BY_NAME.values()  # fmt: skip
