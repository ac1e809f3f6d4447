"""The day of writing where a text tells it without its month, and which month that is: 今日（22日）."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from cyextract.recognizers.date.arithmetic import LEAP_YEAR, days_in_month
from cyextract.recognizers.date.compose import Expression
from cyextract.recognizers.date.fields import THIRDS, DateFields, DateMeaning
from cyextract.recognizers.date.holidays import fixed_day
from cyextract.recognizers.date.places import Day, Place
from cyextract.text.boundaries import STATEMENT_STOP

_DISTANCES = {"今": 0, "本": 0, "昨": -1, "明": 1, "前": -2, "后": 2}  # in days
_COUNTED = re.compile(r"(?:(?P<day>[昨今明])[天日晨早午晚]?|(?P<more>[前后本])[天日])(?:[早晚]上|[上下]午)?[,， ]?\($")
_STORIES_APART = 60  # days
STORY = 7  # days: what a report tells of was not longer ago
_SHORTEST_MONTH = 28
_EXPLAINED_REACH = 6  # code points from 今天下午 to the day in the bracket


def explained_today(view: str, places: Sequence[Place]) -> tuple[int, int] | None:
    """The day of the month that it is where another is explained, without its month (今日（22日）, 昨（21日）, 明天（23日）), and where."""
    for place in places:
        day, start = place.fields.get("day"), place.start
        if not isinstance(day, int) or "month" in place.fields:
            continue
        distance = _DISTANCES[view[start]] if view[start] in _DISTANCES else explained_distance(view, start)
        if distance is None:
            continue
        today = day - distance
        if not distance or 1 <= today <= _SHORTEST_MONTH:
            return today, start
    return None


def explained_distance(view: str, start: int) -> int | None:
    """How many days from now the day at an offset lies, if it stands in brackets behind a counted one: -1 for 昨天（6月4日）."""
    found = _COUNTED.search(view, max(0, start - _EXPLAINED_REACH), start)
    return None if found is None else _DISTANCES[found["day"] or found["more"]]


def moved_day(day: Day, offset: int) -> Day | None:
    """A day of the year so many days later; None where there is no such day to count from."""
    start = _in_a_leap_year({"month": day[0], "day": day[1]})
    moved = None if start is None else start + dt.timedelta(days=offset)
    return None if moved is None else (moved.month, moved.day)


def month_of_today(view: str, places: Sequence[Place], dates: Sequence[Expression], today: int) -> int | None:
    """The month of a day told without one: it comes within a week of the latest day that the text tells by its month (9月7日 … 今（9）日).

    A day told with its year (今年4月1日), or right behind such a one, is none of the last days. Of holidays only today's and yesterday's
    count, and of days that leave out the month told before in their sentence (10月初…，21日).
    """
    kinds = {place.start: place.kind for place in places}
    told: list[dt.date] = []
    reached: list[dt.date | None] = []
    month, month_end, in_year = None, 0, False
    for start, end, meaning in dates:
        fields, kind = meaning.first, kinds.get(start, "told")
        if "month" in fields:
            month_end = end
            in_year = "year" in fields or (in_year and kind == "told")
            month = None if in_year or kind in ("ahead", "history") or view.startswith("起", end) else fields["month"]
            if month is not None:
                if isinstance(month, int) and "xun" in fields:  # 10月上旬 … 前日（6日）
                    told.append(dt.date(LEAP_YEAR, month, 10 * THIRDS[fields["xun"]][0] - 9))
                told += (day for stated in (fields, meaning.last) if stated is not None and (day := _in_a_leap_year(stated)) is not None)
        elif month is not None and not _is_explanation(view, start, meaning) and not STATEMENT_STOP.search(view, month_end, start):
            day = _in_a_leap_year({"month": month, **fields})
            reached.append(None if day is None else _next_with_number(today, day, 1))
        elif fields.keys() == {"holiday"} and (fixed := fixed_day(fields["holiday"])) is not None:
            reached.append(_next_with_number(today, dt.date(LEAP_YEAR, *fixed), 1))
    reached += (_next_with_number(today, day, STORY) for day in told)
    found = max((day for day in reached if day is not None), default=None)
    if found is None or any(0 < (day - found).days < _STORIES_APART for day in told):
        return None
    return found.month


def _is_explanation(view: str, start: int, meaning: DateMeaning) -> bool:
    """Whether a date stands in brackets behind the day that it explains: 昨日（21日）, 昨（21）日."""
    return view.endswith("(", 0, start) or "date.relative-day-explained" in meaning.rules


def _in_a_leap_year(fields: DateFields) -> dt.date | None:
    month, day = fields.get("month"), fields.get("day")
    if not isinstance(month, int) or not isinstance(day, int) or day > days_in_month(None, month):
        return None
    return dt.date(LEAP_YEAR, month, day)


def _next_with_number(number: int, day: dt.date, reach: int) -> dt.date | None:
    """The first day of the month of this number from a day on, if it comes so soon."""
    return next((later for n in range(reach + 1) if (later := day + dt.timedelta(days=n)).day == number), None)
