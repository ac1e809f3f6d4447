"""What a batch writes for one input: a row of the result, or why there is none; and the flat rows that are made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from cyextract.batch.input_record import DEFAULT_SETTINGS, FailedInput, InputText, Row, Settings
from cyextract.document import Document
from cyextract.foreign import describe_error, escape_json

_ROW_FIELDS = {"reference_date", "reference_year", "mentions", "organisations", "aliases", "agreements", "figures"}
_MENTION_COLUMNS = (
    "type", "start", "end", "text", "canonical", "rule", "value", "mod", "granularity", "first_day", "last_day", "implied", "amount",
    "amount_min", "amount_max", "currency", "currency_stated", "per", "value_min", "value_max", "unit", "name", "kind", "full_name",
    "title", "category", "closed",
)  # fmt: skip
MENTION_COLUMNS = ("id", "reference_date", *_MENTION_COLUMNS, "error")
FACT_COLUMNS = (
    "document", "date", "date_mod", "action", "action_type", "title", "category", "party", "amount", "currency", "start", "end", "error",
)  # fmt: skip


class TextExtractor(Protocol):
    """What a batch needs of an extractor; `cyextract.Extractor` is one."""

    def extract(self, text: str, *, reference_date: str | None, default_currency: str | None, vague: bool, id: str | None) -> Document:
        """Extract from one text."""


def extract_rows(
    extractor: TextExtractor, inputs: Iterable[InputText | FailedInput], settings: Settings = DEFAULT_SETTINGS
) -> Iterator[Row]:
    """Make one row for each input, in order: a result, or `{"id", "error"}` when reading or extracting failed.

    >>> list(extract_rows(None, [FailedInput("news.jsonl:7", "not JSON")]))
    [{'id': 'news.jsonl:7', 'error': 'not JSON'}]
    """
    for item in inputs:
        if isinstance(item, FailedInput):
            yield {"id": item.id, "error": item.error}
        else:
            yield _extract_row(extractor, item, settings)


def document_row(document: Document, id: str | int | None = None, encoding: str | None = None, keep_text: bool = False) -> Row:
    """The row of one result: the documented fields, without those that are absent (`None`).

    >>> document_row(Document(text="无"), "a")
    {'schema_version': '1', 'id': 'a', 'mentions': [], 'organisations': [], 'aliases': [], 'agreements': [], 'figures': []}
    """
    row: Row = {"schema_version": document.schema_version, "id": document.id if id is None else id}
    if encoding is not None:
        row["encoding"] = encoding
    if keep_text:
        row["text"] = document.text
    return row | document.model_dump(mode="json", include=_ROW_FIELDS, exclude_none=True)


def encode_row(row: Row) -> bytes:
    r"""Write a row as one line of UTF-8 JSON; controls, and lone surrogates, which UTF-8 cannot hold, become escapes such as `\u009b`."""
    return escape_json(json.dumps(row, ensure_ascii=False)).encode() + b"\n"


def mention_rows(row: Mapping[str, object]) -> Iterator[Row]:
    """One flat row for each mention of a document's row, with the columns `MENTION_COLUMNS`; an error is one row.

    >>> list(mention_rows({"id": "a", "error": "empty"}))[0]["error"]
    'empty'
    """
    mentions = row.get("mentions", ({},) if "error" in row else ())
    assert isinstance(mentions, Iterable)
    for mention in mentions:
        flat: Row = dict.fromkeys(MENTION_COLUMNS)
        flat |= {"id": str(row["id"]), "reference_date": row.get("reference_date"), "error": row.get("error")} | mention
        if implied := mention.get("implied"):
            flat["implied"] = json.dumps(implied, ensure_ascii=False)
        else:
            flat["implied"] = None
        yield flat


def fact_rows(row: Mapping[str, Any]) -> Iterator[Row]:
    """One flat row for each party and amount of each agreement of a document's row; an error stays the row that it is.

    `document` is the id, `start` and `end` are the evidence's code points; `amount` is exact, and absent of a range.

    >>> list(fact_rows({"id": "a", "mentions": [], "agreements": []}))
    []
    """
    if "error" in row:
        yield dict(row)
        return
    nothing: tuple[dict[str, Any], ...] = ({},)
    money = {m["start"]: m for m in row["mentions"] if m["type"] == "MONEY"}
    for agreement in row["agreements"]:
        for party in agreement["parties"] or nothing:
            for span in agreement["amounts"] or nothing:
                amount, evidence, date = money.get(span.get("start"), {}), agreement["evidence"], agreement.get("date", {})
                yield {
                    "document": row["id"], "date": date.get("value"), "date_mod": date.get("mod"), "action": agreement["action"],
                    "action_type": agreement["action_type"], "title": agreement["title"], "category": agreement["category"],
                    "party": "".join(party["text"].split()) if party else None, "amount": amount.get("amount"),
                    "currency": amount.get("currency"), "start": evidence["start"], "end": evidence["end"],
                }  # fmt: skip


def fact_columns(row: Mapping[str, Any]) -> Iterator[Row]:
    """The facts of a document's row with all of `FACT_COLUMNS`, also for an input that failed."""
    for fact in fact_rows(row):
        yield dict.fromkeys(FACT_COLUMNS) | {"document": str(row["id"])} | {k: v for k, v in fact.items() if k in FACT_COLUMNS[1:]}


def _extract_row(extractor: TextExtractor, item: InputText, settings: Settings) -> Row:
    try:
        document = extractor.extract(
            item.text,
            reference_date=_first(item.reference_date, settings.reference_date),
            default_currency=_first(item.default_currency, settings.default_currency),
            vague=settings.vague,
            id=str(item.id),
        )
    except Exception as error:  # noqa: BLE001 - one bad input must not stop the others; its row says what happened
        return {"id": item.id, "error": describe_error(error)}
    return document_row(document, item.id, item.encoding, item.keep_text)


_Value = TypeVar("_Value")


def _first(stated: str | None, otherwise: _Value) -> str | _Value:
    return otherwise if stated is None else stated
