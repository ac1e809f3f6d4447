"""The columns of a Parquet output. Needs pyarrow; the sinks import this when a Parquet file is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pyarrow as pa

from cyextract.batch.rows import FACT_COLUMNS, MENTION_COLUMNS

_NUMBERS = {"start": pa.int64(), "end": pa.int64(), "currency_stated": pa.bool_(), "closed": pa.bool_()}
_SPAN = pa.struct([("text", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
_IMPLIED = pa.map_(pa.string(), pa.struct([("source", pa.string()), ("start", pa.int64())]))


def _columns(names: tuple[str, ...]) -> list[pa.Field]:
    return [pa.field(name, _NUMBERS.get(name, pa.string())) for name in names]


@cache
def MENTION() -> pa.Schema:
    """One row for each mention; amounts and percentages are exact decimals as text, `implied` is JSON."""
    return pa.schema(_columns(MENTION_COLUMNS))


@cache
def FACT() -> pa.Schema:
    """One row for each fact."""
    return pa.schema(_columns(FACT_COLUMNS))


@cache
def DOCUMENT() -> pa.Schema:
    """One row for each document, with its mentions, aliases and agreements inside."""
    outside = ("id", "reference_date", "error")
    mention = [field if field.name != "implied" else pa.field("implied", _IMPLIED) for field in MENTION() if field.name not in outside]
    texts = ("title", "category", "action", "action_type", "date", "mod")
    agreement = [*_columns(texts), ("start", pa.int64()), ("parties", pa.list_(_SPAN)), ("amounts", pa.list_(_SPAN))]
    agreement += [("evidence", _SPAN), ("rules", pa.map_(pa.string(), pa.string()))]
    return pa.schema(
        [
            *_columns(("schema_version", "id", "encoding", "text", "reference_date")),
            ("mentions", pa.list_(pa.struct(mention))),
            ("aliases", pa.list_(pa.struct(_columns(("short", "full"))))),
            ("agreements", pa.list_(pa.struct(agreement))),
            *_columns(("error",)),
        ]
    )


def document_record(row: Mapping[str, Any]) -> dict[str, object]:
    """A document's row as `DOCUMENT` has it: ids are text, maps are pairs."""
    record = {**row, "id": str(row["id"])}
    if "mentions" in row:
        record["mentions"] = [{**m, "implied": list(m["implied"].items())} if "implied" in m else m for m in row["mentions"]]
        record["agreements"] = [{**a, "rules": list(a["rules"].items())} for a in row["agreements"]]
    return record
