"""LangExtract's results: read as claims, and written back with the right `char_interval`s.

A line of its JSONL is `{"document_id", "text", "extractions": [{"extraction_class", "extraction_text", "char_interval": {"start_pos",
"end_pos"}, "alignment_status", "attributes", …}]}`; `end_pos` is exclusive, both count code points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cyextract.errors import InputError
from cyextract.verification.evidence import Places
from cyextract.verification.fields import guess_role
from cyextract.verification.models import Role

_EVERY = 10_000  # occurrences of one string that are told apart
_STATUS = {"exact": "match_exact", "layout": "match_fuzzy", "variant": "match_fuzzy"}


def is_langextract(row: Mapping[str, Any]) -> bool:
    """Whether a line is LangExtract's."""
    return "extractions" in row and "claims" not in row


def claims_of(row: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """The claims of a line: each extraction's text as a quote, and those attributes whose names say what they hold.

    Raises:
        InputError: `extractions` is no list of objects with `extraction_text`.
    """
    return [
        {
            "type": "quote",
            "value": _text_of(extraction),
            **{f"attributes.{name}": value for name, value in _attributes(extraction).items()},
        }
        for extraction in extractions_of(row, where)
    ]


def roles_of(row: Mapping[str, Any], where: str) -> dict[str, Role]:
    """The roles of the attributes, by the names that `claims_of` gives them."""
    names = {name for extraction in extractions_of(row, where) for name in _attributes(extraction)}
    return {f"attributes.{name}": guess_role(name) or "text" for name in names}


def _attributes(extraction: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that claim something of the text; labels that a model made up claim nothing."""
    attributes = extraction.get("attributes")
    known = attributes.items() if isinstance(attributes, Mapping) else ()
    return {name: value for name, value in known if isinstance(name, str) and guess_role(name) not in (None, "ignore")}


def extractions_of(row: Mapping[str, Any], where: str) -> Sequence[Mapping[str, Any]]:
    """The extractions of a line.

    Raises:
        InputError: they are no list of objects with a string or number as `extraction_text`.
    """
    extractions = row["extractions"] or []
    if not isinstance(extractions, list) or not all(
        isinstance(e, dict) and isinstance(e.get("extraction_text"), str | int | Decimal) for e in extractions
    ):
        raise InputError(f'{where}: "extractions" must be a list of objects with "extraction_text"')
    return extractions


def repair(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """A line with the `char_interval` and `alignment_status` that its text bears out; null where the text has no such string.

    Of several places that read the same, an extraction gets the one nearest to where it was put, and no two the same while there
    are enough of them; without an interval the next one in text order.
    """
    places = Places(row["text"])
    used: Counter[tuple[int, int]] = Counter()
    last = 0
    repaired = []
    for extraction in extractions_of(row, where):
        place = places.find(_text_of(extraction), _EVERY)
        if place is None:
            repaired.append({**extraction, "char_interval": None, "alignment_status": None})
            continue
        aim = _start_of(extraction)
        start, end = min(place.spans, key=lambda span: (used[span], *_distance(span[0], aim, last)))
        used[start, end] += 1
        last = start
        repaired.append(
            {**extraction, "char_interval": {"start_pos": start, "end_pos": end}, "alignment_status": _STATUS[place.tier]}
        )  # fmt: skip
    return {**row, "extractions": repaired}


def _text_of(extraction: Mapping[str, Any]) -> str:
    """The extracted string; a model may have given a number."""
    return str(extraction["extraction_text"])


def _start_of(extraction: Mapping[str, Any]) -> int | None:
    interval = extraction.get("char_interval")
    start = interval.get("start_pos") if isinstance(interval, Mapping) else None
    return start if isinstance(start, int) else None


def _distance(start: int, aim: int | None, last: int) -> tuple[bool, int]:
    """How far a place is from where it is expected."""
    return (False, abs(start - aim)) if aim is not None else (start < last, start)
