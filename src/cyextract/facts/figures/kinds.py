"""The kinds of cue words, each a bit: what a token says is asked hundreds of times a sentence."""

from __future__ import annotations

UP = 1 << 0
DOWN = 1 << 1
NEW = 1 << 2
UP_NOUN = 1 << 3
DOWN_NOUN = 1 << 4
TO = 1 << 5
GAP_UP = 1 << 6
GAP_DOWN = 1 << 7
GAP = 1 << 8
TAKE = 1 << 9
PART = 1 << 10
LINK = 1 << 11
YOY = 1 << 12
POP = 1 << 13
COMPARE = 1 << 14
PLANNED = 1 << 15
FORECAST = 1 << 16
HYPOTHETICAL = 1 << 17
DONE = 1 << 18
REPORT = 1 << 19
PREDICATE = 1 << 20
PREPOSITION = 1 << 21
LOCALIZER = 1 << 22
DISCOURSE = 1 << 23
AMONG = 1 << 24
PRONOUN = 1 << 25
VAGUE = 1 << 26
RESPECTIVELY = 1 << 27
PLAN_NOUN = 1 << 28
SAME_PERIOD = 1 << 29
PERIOD_BEFORE = 1 << 30
NAMED_POINT = 1 << 31
PER_UNIT = 1 << 32
WILL = 1 << 33
JOIN = 1 << 34
ADJECTIVE = 1 << 35
NAME = 1 << 36
WHOLE_PERIOD = 1 << 37
FORMER = 1 << 38
DATED = 1 << 39  # of no cue: a DATE mention

BY_NAME = {
    "up": UP,
    "down": DOWN,
    "new": NEW,
    "up_noun": UP_NOUN,
    "down_noun": DOWN_NOUN,
    "to": TO,
    "gap_up": GAP_UP,
    "gap_down": GAP_DOWN,
    "gap": GAP,
    "take": TAKE,
    "part": PART,
    "link": LINK,
    "yoy": YOY,
    "pop": POP,
    "compare": COMPARE,
    "planned": PLANNED,
    "forecast": FORECAST,
    "hypothetical": HYPOTHETICAL,
    "done": DONE,
    "report": REPORT,
    "predicate": PREDICATE,
    "preposition": PREPOSITION,
    "localizer": LOCALIZER,
    "discourse": DISCOURSE,
    "among": AMONG,
    "pronoun": PRONOUN,
    "vague": VAGUE,
    "respectively": RESPECTIVELY,
    "plan_noun": PLAN_NOUN,
    "same_period": SAME_PERIOD,
    "period_before": PERIOD_BEFORE,
    "named_point": NAMED_POINT,
    "per_unit": PER_UNIT,
    "will": WILL,
    "join": JOIN,
    "adjective": ADJECTIVE,
    "name": NAME,
    "whole_period": WHOLE_PERIOD,
    "former": FORMER,
}
