"""The interpreters that date rules may name."""

from __future__ import annotations

from cyextract.recognizers.date import interpret as i
from cyextract.recognizers.date import interpret_counted as c
from cyextract.ruleset.scanner import Interpreter

# The groups that each needs of a pattern.
_NEEDS = {
    i.calendar: ("y q m d w h mi s wk lm ld table",), i.short_year: ("y",), i.bare_year: ("y",), i.season_years: ("y", "y2"),
    i.spaced: ("m", "d"), i.numeric: ("x",), i.era_year: ("n",), i.decade: ("n n2 pair",), i.century: ("n table",),
    i.two_years: ("table",), i.first_month: (), i.week_day: (), i.week_of_month: (),
    i.nth_weekday: ("w sunday",), i.dotted_months: ("x", "x2"), i.day_first: ("y", "a", "b"), i.month_day_bare: ("m", "d"),
    i.solar_term: ("table",), i.clock: ("h",), i.iso: ("y", "m m3", "d d3"), i.padded_month_day: ("m", "d"), i.holiday: ("table",),
    i.holiday_numeral: (), i.lunar: ("lm lm3 lmonth",), i.lunar_new_year: ("ld",), i.vague: ("table",),
    c.shift: ("unit", "n n2", "way"), c.stretch: ("unit", "n n2", "way"), c.stretch_named: ("unit", "n n2", "way"),
    c.plan: ("p p2",), c.months_so_far: ("n n2",), c.days_so_far: ("n",),
}  # fmt: skip
_READ_ROWS = (i.era_year, i.calendar, i.century, i.two_years, i.week_day, i.solar_term, i.holiday, i.holiday_numeral, i.vague)
_CONTEXT_FREE = (i.calendar, i.vague, i.week_day)  # as far as news use them often

INTERPRETERS = {
    read.__name__: Interpreter(read, groups, i.parse_assignments if read in _READ_ROWS else None, read in _CONTEXT_FREE)
    for read, groups in _NEEDS.items()
}
