"""What a batch writes for one input: a row of the result, or why there is none; and the flat rows that are made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

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
            yield failure_row(item)
        else:
            result = extract_text(extractor, item, settings)
            yield failure_row(result) if isinstance(result, FailedInput) else document_row(result, item.id, item.encoding, item.keep_text)


def extract_text(extractor: TextExtractor, item: InputText, settings: Settings) -> Document | FailedInput:
    """The result of one input, or why there is none."""
    try:
        return extractor.extract(
            item.text,
            reference_date=_first(item.reference_date, settings.reference_date),
            default_currency=_first(item.default_currency, settings.default_currency),
            vague=settings.vague,
            id=str(item.id),
        )
    except Exception as error:  # noqa: BLE001 - one bad input must not stop the others; its row says what happened
        return FailedInput(item.id, describe_error(error), item.file)


def failure_row(failed: FailedInput) -> Row:
    """The row of an input of which nothing came."""
    return {"id": failed.id, "error": failed.error}


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


_Value = TypeVar("_Value")


def _first(stated: str | None, otherwise: _Value) -> str | _Value:
    return otherwise if stated is None else stated
