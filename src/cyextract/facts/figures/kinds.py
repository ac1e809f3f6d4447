"""The kinds of cue words, each a bit: what a token says is asked hundreds of times a sentence."""

from __future__ import annotations

# The frequent ones first: bits that fit into one digit are told apart in half the time.
UP = 1 << 0
DOWN = 1 << 1
NEW = 1 << 2
UP_NOUN = 1 << 3
DOWN_NOUN = 1 << 4
TO = 1 << 5
GAP_UP = 1 << 6
GAP_DOWN = 1 << 7
TAKE = 1 << 8
PART = 1 << 9
LINK = 1 << 10
YOY = 1 << 11
POP = 1 << 12
COMPARE = 1 << 13
PLANNED = 1 << 14
FORECAST = 1 << 15
HYPOTHETICAL = 1 << 16
DONE = 1 << 17
REPORT = 1 << 18
PREDICATE = 1 << 19
PREPOSITION = 1 << 20
LOCALIZER = 1 << 21
DISCOURSE = 1 << 22
AMONG = 1 << 23
PRONOUN = 1 << 24
VAGUE = 1 << 25
WILL = 1 << 26
NAME = 1 << 27
WHOLE_PERIOD = 1 << 28
DATED = 1 << 29  # of no cue: a DATE mention
JOIN = 1 << 30
NAMED_POINT = 1 << 31
PERIOD_BEFORE = 1 << 32
SAME_PERIOD = 1 << 33
PLAN_NOUN = 1 << 34
RESPECTIVELY = 1 << 35
PER_UNIT = 1 << 36
FORMER = 1 << 37
GAP = 1 << 38
ADJECTIVE = 1 << 39

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
