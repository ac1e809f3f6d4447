"""The columns of a Parquet output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from cyextract.batch.rows import MENTION_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

_WHOLE_NUMBERS = {"start", "end", "reference_year"}
_TRUTHS = {"currency_stated", "closed", "bracketed"}
_OUTSIDE_MENTIONS = {"id", "reference_date", "error"}


@cache
def mention_schema() -> pa.Schema:
    """One row for each mention; amounts and percentages are exact decimals as text, `implied` is JSON."""
    import pyarrow as pa

    return pa.schema(_columns(MENTION_COLUMNS))


@cache
def document_schema() -> pa.Schema:
    """One row for each document, with its mentions, organisations, aliases, agreements and figures inside."""
    import pyarrow as pa

    text = pa.string()
    span = pa.struct(_columns(("text", "start", "end")))
    implied = pa.field("implied", pa.map_(text, pa.struct(_columns(("source", "start")))))
    mention = [implied if column.name == "implied" else column for column in mention_schema() if column.name not in _OUTSIDE_MENTIONS]
    agreement = _columns(("title", "category", "start", "end", "bracketed", "action", "action_type", "status"))
    agreement += [pa.field("date", pa.struct(_columns(("value", "mod", "start", "end"))))]
    agreement += [pa.field("parties", pa.list_(pa.struct(_columns(("text", "start", "end", "name"))))), pa.field("amounts", pa.list_(span))]
    agreement += [pa.field("evidence", span), pa.field("rules", pa.map_(text, text))]
    name = [*_columns(("name",)), pa.field("starts", pa.list_(pa.int64())), *_columns(("rule",))]
    organisation = [*_columns(("name", "kind")), pa.field("names", pa.list_(pa.struct(name)))]
    inside = {"mentions": mention, "organisations": organisation, "aliases": _columns(("short", "full"))}
    inside |= {"agreements": agreement, "figures": _figure_columns()}
    lists = [pa.field(name, pa.list_(pa.struct(fields))) for name, fields in inside.items()]
    return pa.schema(
        [*_columns(("schema_version", "id", "encoding", "text", "reference_date", "reference_year")), *lists, *_columns(("error",))]
    )


def _figure_columns() -> list[pa.Field]:
    import pyarrow as pa

    part = ("text", "start", "end", "source", "rule")
    return [
        *_columns(("start", "end", "kind", "direction", "status")),
        *(pa.field(name, pa.struct(_columns(part))) for name in ("metric", "subject", "whole")),
        pa.field("period", pa.struct(_columns((*part, "value", "mod")))),
        pa.field("basis", pa.struct(_columns(("text", "start", "end", "type")))),
        pa.field("sentence", pa.struct(_columns(("text", "start", "end")))),
    ]


def arrow_row(row: Mapping[str, Any]) -> dict[str, object]:
    """A document's row as `document_schema` has it: ids are text, maps are pairs."""
    made = {**row, "id": str(row["id"])}
    if "mentions" in row:
        made["mentions"] = [{**m, "implied": list(m["implied"].items())} if "implied" in m else m for m in row["mentions"]]
        made["agreements"] = [{**a, "rules": list(a["rules"].items())} for a in row["agreements"]]
    return made


def _columns(names: Sequence[str]) -> list[pa.Field]:
    import pyarrow as pa

    return [pa.field(n, pa.int64() if n in _WHOLE_NUMBERS else pa.bool_() if n in _TRUTHS else pa.string()) for n in names]
