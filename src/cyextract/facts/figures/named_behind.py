"""A sum whose quantity stands before somebody or something that is named: 票价为成人|80元, 赔偿|李四|3万元."""

from __future__ import annotations

from cyextract.facts.figures.phrases import Phrase, is_pronoun, is_strong, metric_start, noun_in, trim
from cyextract.facts.figures.traits import DATE, LIGHT, STOP
from cyextract.facts.figures.word_traits import GIFT, IS, RULING

_GIFT_REACH = 8


def read_item(phrase: Phrase) -> Phrase:
    """The same phrase, its quantity found before 为 where that tells it of one of several: 票价为成人|80元."""
    tokens, at = phrase.tokens, phrase.begin - 2
    if at < 0 or not phrase.attribute or not tokens[at + 1].listed & IS:
        return phrase
    if tokens[at].sort != "quantity" or tokens[at].tag in ("thing", "act"):
        return phrase
    start = metric_start(tokens, at)
    return Phrase(tokens, tokens[start : at + 1], phrase.attribute, start, phrase.begin, (), is_item=True)


def read_gift(phrase: Phrase) -> Phrase:
    """The same phrase, its quantity the verb behind which somebody is named who gets the sum: 赔偿|李四|3万元."""
    tokens = phrase.tokens
    end = len(tokens)
    while end and tokens[end - 1].traits & LIGHT:
        end -= 1
    for index in range(phrase.begin - 1 if phrase.is_made else end - 2, max(-1, end - _GIFT_REACH), -1):
        token = tokens[index]
        if token.listed & GIFT:
            run = trim(tokens[index + 1 : end])
            is_named = bool(run) and run[-1] is tokens[end - 1] and (is_strong(run) or is_pronoun(run) or run[0].sort == "count")
            if not is_named:
                return phrase
            begin = next((i + 1 for i in range(index - 1, -1, -1) if tokens[i].listed & RULING), index)  # 法院判决|旅行社|赔偿
            return Phrase(tokens, tokens[index : index + 1], noun_in(tokens[begin:index]), index, begin, ())
        if token.traits & (STOP | DATE):
            return phrase
    return phrase
