"""The interpreters that date rules may name."""

from __future__ import annotations

from collections.abc import Callable

from cyextract.recognizers.date import interpret as i
from cyextract.recognizers.date import interpret_counted as c
from cyextract.ruleset.scanner import RuleMatch

INTERPRETERS: dict[str, Callable[[RuleMatch], i.Result]] = {
    function.__name__: function
    for function in (
        i.calendar, i.short_year, i.bare_year, i.season_years, i.spaced, i.numeric, i.era_year, i.decade, i.century, i.two_years,
        i.first_month, i.week_day, i.week_of_month, i.nth_weekday, i.dotted_months, i.day_first, i.month_day_bare,
        i.solar_term, i.clock, i.iso, i.padded_month_day, i.holiday, i.holiday_numeral, i.lunar, i.lunar_new_year, i.vague,
        c.shift, c.stretch, c.stretch_named, c.plan, c.months_so_far, c.days_so_far,
    )
}  # fmt: skip

# Those that look at nothing but the match, as far as news use them often.
CONTEXT_FREE = frozenset(function.__name__ for function in (i.calendar, i.vague, i.week_day))
