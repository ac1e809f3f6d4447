"""What a document tells of the day of the year that it was written on: votes for a month and day (see `evidence`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cyextract.recognizers.date.evidence import Vote
from cyextract.recognizers.date.fields import Rel
from cyextract.recognizers.date.places import LEAD, Day, Place
from cyextract.recognizers.date.today import explained_distance, moved_day
from cyextract.recognizers.date.year_clues import compact_day

_YESTERDAY = re.compile(r"昨[天日午晚]?[,， ]?\($")


def vote_for_days(view: str, places: Sequence[Place], year: int | None) -> list[Vote[Day]]:
    """The votes for the day of writing, among the days that lie in the year or state none."""
    votes: list[Vote[Day]] = []
    if (found := compact_day(view)) and int(found["year"]) == year:
        votes.append(("header-label", (int(found["month"]), int(found["day"])), found.start("year")))
    told: dict[Day, list[Place]] = {}
    for place in places:
        if (day := place.day) is None or ("year" in place.fields and place.year != year):
            continue
        told.setdefault(day, []).append(place)
        if place.kind != "told":
            votes.append((place.kind, day, place.start))
        if place.start < LEAD and place.kind not in ("ahead", "history"):
            votes.append(("lead", day, place.start))
            if place.kind == "dateline":
                votes.append(("dateline-lead", day, place.start))
        if view.endswith("(", 0, place.start):
            if _YESTERDAY.search(view[max(0, place.start - 5) : place.start]):
                votes.append(("yesterday", day, place.start))
            if (distance := explained_distance(view, place.start)) and (today := moved_day(day, -distance)) is not None:
                votes.append(("counted", today, place.start))
        if place.expression.meaning.last is not None:
            votes.append(("range", day, place.start))
        if "hour" in place.fields:
            votes.append(("clock", day, place.start))
    past = {day: group for day, group in told.items() if group[0].kind not in ("ahead", "history")}
    if not past:
        return votes
    latest = max(past)
    counted = any(isinstance(r := p.fields.get("day"), Rel) and r.base == "ref" for p in places)
    votes.append(("latest-counted" if counted else "latest", latest, past[latest][0].start))
    for day, group in told.items():
        if any(place.year is not None for place in group):
            votes.append(("stated", day, group[0].start))
        if day < latest:
            votes.append(("later-told", day, past[latest][0].start))
        if len(group) > 1:
            votes.append(("often", day, group[0].start))
    return votes
