"""Texts with claims, one pair a line: `{"id", "text", "reference_date"?, "default_currency"?, "claims"}`, or LangExtract's lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cyextract.errors import InputError
from cyextract.verification.check import verify
from cyextract.verification.claims import parse_claims
from cyextract.verification.langextract import claims_of, is_langextract, repair, roles_of
from cyextract.verification.models import Verification


@dataclass(frozen=True, slots=True)
class PairSettings:
    """What holds for every pair that does not say it itself."""

    reference_date: str | None = None
    default_currency: str | None = None
    schema: Mapping[str, Any] | None = None
    repair: bool = False
    """Write LangExtract's lines back instead of reports."""


def verification_row(verification: Verification) -> dict[str, Any]:
    """A check as a line of a report: without the text, and without what is null but the id."""
    row = verification.model_dump(mode="json", exclude={"text"}, exclude_none=True)
    return {"id": verification.id, **row}


def check_pairs(lines: Iterator[bytes], settings: PairSettings, where: str) -> Iterator[tuple[dict[str, Any], bool]]:
    """A row for each line that is not blank, in order, and whether all in it is supported; a line that fails is `{"id", "error"}`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            yield _check_line(line, settings, place)
        except InputError as error:
            yield {"id": place, "error": str(error)}, False


def _check_line(line: bytes, settings: PairSettings, where: str) -> tuple[dict[str, Any], bool]:
    try:
        row = parse_claims(line.decode("utf-8-sig"), where)
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not UTF-8 ({error.reason} at byte {error.start})") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(f'{where}: expected an object with "text" and "claims"')
    foreign = is_langextract(row)
    if not foreign and "claims" not in row:
        raise InputError(f'{where}: no "claims"')
    schema = {**roles_of(row, where), **(settings.schema or {})} if foreign else settings.schema
    check = verify(
        row["text"], claims_of(row, where) if foreign else row["claims"], schema=schema, id=_id_of(row),
        reference_date=_string(row, "reference_date", where) or settings.reference_date,
        default_currency=_string(row, "default_currency", where) or settings.default_currency,
    )  # fmt: skip
    return repair(row, where) if foreign and settings.repair else verification_row(check), check.ok


def _id_of(row: Mapping[str, Any]) -> str | None:
    name = row.get("id", row.get("document_id"))
    return None if name is None else str(name)


def _string(row: Mapping[str, Any], key: str, where: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f'{where}: "{key}" must be a string')
    return value


def encode(row: Mapping[str, Any]) -> bytes:
    """A row as a line of JSONL; numbers that JSON read as decimals are written as they were."""
    return json.dumps(row, ensure_ascii=False, default=_number).encode() + b"\n"


def _number(value: object) -> float:
    return float(str(value))
