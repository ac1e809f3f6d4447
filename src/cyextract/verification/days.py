"""Claimed dates: ISO 8601, TIMEX3, Chinese, English; and how a claimed date stands to one in the text.

What counts as support where claim and text differ in precision:

| the claim is | example (claim, text) | verdict | reason |
|---|---|---|---|
| the same stretch | 2021-06, 2021年6月 | supported | found |
| coarser, and holds the text's | 2021-06, 2021年6月4日 | supported (inferred) | coarser |
| an end of the text's range | 2021-06-04, 6月4日至8日 | supported (inferred) | boundary |
| the end that 底 or 初 names | 2020-12-31, 2020年底 | supported (inferred) | boundary |
| finer, the first or last day of the text's | 2021-06-01, 2021年6月 | ambiguous | finer |
| finer otherwise | 2021-06-04, 2021年6月 | unsupported | finer |
| in a year that the text leaves open | 2021-06-04, 6月4日 | ambiguous | year_open |
| the same day of another year | 2020-06-04, 2021年6月4日 | contradicted | year |
| the same, where the text's year rests on the reference date | 2020-06-04, 6月4日 | contradicted | reference_date |
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cyextract.models import DateMention
from cyextract.parse import parse_date
from cyextract.recognizers.date.timex import covered_days
from cyextract.text.fold import fold
from cyextract.verification.models import Reason, Tier, Verdict
from cyextract.verification.quantities import claim_words

_LONGEST = 60  # characters of a day as a claim writes it; longer ones are not read
_POINT = r"[\dX]{4}(?:-(?:[\dX]{2}(?:-[\dX]{2})?|Q[1-4X]|H[12]|SP|SU|FA|WI|W[\dX]{2}(?:-(?:[1-7X]|WE))?))?(?:T[\dA-Z:+.]*)?"
_TIMEX = re.compile(rf"{_POINT}(?:/{_POINT})?")
_CLOCK = re.compile(r"[T ](?:0{2}:0{2}(?::0{2})?(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?$")  # midnight, or nothing but a zone: the day is meant
_ENGLISH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<month>[a-z]{3,9})\.?(?: (?P<day2>\d{1,2})(?:st|nd|rd|th)?)?,? (?P<year>\d{4})"
)
_PLAIN = re.compile(r"(\d{4})(?:年(?:(\d{1,2})月(?:(\d{1,2})日)?)?|([-/.])(\d{1,2})\4(\d{1,2}))")  # the usual writings, read at once
_PERIOD = re.compile(r"(?:(?P<year>\d{4})[ -]?)(?P<part>[qh])(?P<n>[1-4])|(?P<part2>[qh])(?P<n2>[1-4])[ -]?(?P<year2>\d{4})")


@dataclass(frozen=True, slots=True)
class ClaimedDate:
    """A claimed date as TIMEX3, and the days it covers, None while its year is open."""

    value: str
    days: tuple[str, str] | None


class Match(NamedTuple):
    """How a claim stands to a place of the text."""

    verdict: Verdict
    reason: Reason
    tier: Tier | None = None


@lru_cache(maxsize=32768)
def read_date(written: str, reference_date: str | None) -> ClaimedDate | None:
    """A claimed date; relative ones count from the reference date. None where it is no date.

    >>> read_date("June 4, 2021", None).value, read_date("去年底", "2021-06-10").value, read_date("2021Q1", None).value
    ('2021-06-04', '2020', '2021-Q1')
    """
    text = _CLOCK.sub("", written.strip()) if len(written) <= _LONGEST else ""
    if not text:
        return None
    if _TIMEX.fullmatch(text):
        days = covered_days(text)
        return ClaimedDate(text, days) if days or "X" in text else None
    lower = fold(text).lower()
    value = _plain(lower) or _english(lower) or _part(lower)
    if value is None:
        try:
            value = parse_date(text, reference_date=reference_date).value
        except ValueError:
            return None
    return ClaimedDate(value, covered_days(value))


def write_date(value: dt.date) -> str:
    """A date or a moment that a program holds; midnight is the day."""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d") if value.time() == dt.time() else value.strftime("%Y-%m-%dT%H:%M")
    return value.isoformat()


def _plain(text: str) -> str | None:
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    month, day = found[2] or found[5], found[3] or found[6]
    value = found[1] + (f"-{int(month):02d}" if month else "") + (f"-{int(day):02d}" if day else "")
    return value if covered_days(value) else None


def _english(text: str) -> str | None:
    found = _ENGLISH.fullmatch(text)
    means, number = claim_words().get(found["month"], ("", "")) if found else ("", "")
    if found is None or means != "month":
        return None
    day = found["day"] or found["day2"]
    return f"{found['year']}-{int(number):02d}" + (f"-{int(day):02d}" if day else "")


def _part(text: str) -> str | None:
    found = _PERIOD.fullmatch(text)
    return found and f"{found['year'] or found['year2']}-{(found['part'] or found['part2']).upper()}{found['n'] or found['n2']}"


def match_date(claim: ClaimedDate, mention: DateMention) -> Match | None:
    """How a claimed date stands to a date of the text; None where they have nothing in common."""
    value = mention.value
    if claim.value == value:
        return Match("supported", "found", "value")
    if claim.value == value.partition("T")[0]:
        return Match("supported", "coarser", "inferred")
    if claim.value.partition("T")[0] == value:
        return Match("unsupported", "finer")
    if "X" in value[:4]:
        return Match("ambiguous", "year_open") if claim.value[4:] == value[4:] != "" else None
    if "X" in claim.value[:4]:
        return Match("supported", "coarser", "inferred") if claim.value[4:] == value[4:] != "" else None
    days = covered_days(value)
    if claim.days is None or days is None:
        return None
    if (match := _match_days(claim, mention, days)) is not None:
        return match
    if claim.value[4:] == value[4:] != "" and "/" not in value:
        return Match("contradicted", "reference_date" if "year" in mention.implied else "year")
    return None


def _match_days(claim: ClaimedDate, mention: DateMention, days: tuple[str, str]) -> Match | None:
    """A claim that holds the text's date, or is held by it."""
    assert claim.days is not None
    (low, high), (first, last) = claim.days, days
    if (low, high) == (first, last):
        return Match("supported", "found", "value")
    if low <= first and last <= high and "/" not in claim.value:
        return Match("supported", "coarser", "inferred")
    if not (first <= low and high <= last):
        return None
    is_end = (mention.mod == "END" and high == last) or (mention.mod == "START" and low == first)
    if is_end or claim.value in mention.value.split("/"):
        return Match("supported", "boundary", "inferred")
    if low == high and (low == first or high == last):
        return Match("ambiguous", "finer")
    return Match("unsupported", "finer")
