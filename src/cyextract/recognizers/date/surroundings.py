"""What stands around a date expression: a bracket behind it, a change that begins there, what it is compared with."""

from __future__ import annotations

import re

from cyextract.recognizers.date.compose import Expression

_FROM = frozenset("由从")
_A_FIGURE = re.compile(r"[^，。\d]{0,6}\d")


def opens_bracket(view: str, expression: Expression, following: Expression) -> bool:
    """Whether a bracket opens right behind an expression, and the next one in it: 今天（6月4日）, 周二起（2月6日）."""
    return view[expression.end : following.start] in ("(", " (", "起(")


def starts_change(view: str, expression: Expression) -> bool:
    """Whether a date is where a change begins: 从上月的50.3%升至51%."""
    return view[expression.start - 1 : expression.start] in _FROM and _A_FIGURE.match(view, expression.end) is not None


def opens_comparison(view: str, expression: Expression, following: Expression) -> bool:
    """Whether a day is compared with what follows: 与前一日相比，6月19日."""
    return view[expression.end : following.start] in ("相比,", "相比，", "相比")
