"""Constructions of events, each by sentences of its own in `data/event_constructs.jsonl`: every event of a text with its parts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cyextract import AgreementEvent, Extractor

DAY = "2024-03-15"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "event_constructs.jsonl").read_text(encoding="utf-8").splitlines()
]


@cache
def extractor() -> Extractor:
    return Extractor()


def parts(event: AgreementEvent) -> list[object]:
    day = event.date.value if event.date else None
    return [event.action, event.title, event.status, day, sorted(party.text for party in event.parties)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['construct']}: {row['text'][:16]}")
def test_every_event_of_a_text(row: dict[str, Any]) -> None:
    found = extractor().extract(row["text"], reference_date=DAY).agreements
    expected = [[*told, sorted(parties)] for *told, parties in row["events"]]
    assert sorted(map(parts, found), key=repr) == sorted(expected, key=repr)
