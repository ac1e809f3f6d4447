"""The Arrow kernel: a record batch of documents in, a record batch of results out. Ray and Spark call it unchanged.

Input columns, others are ignored:

* `id`, string or integer: comes back as it is.
* `text`, string: offsets in the result are code points of exactly this text.
* `reference_date`, string, date or timestamp: may be absent; null where the document is to tell.
* `default_currency`, string: may be absent; null means the `default_currency` of the call.

Output: `SCHEMA`, one row for each input row, in order. It is the line of `cyextract batch` as a table: decimals are strings, absent
fields null. A mention has the fields of all types; those of other types are null. `implied` and `rules` are maps. A row that failed has
nothing but `id` and `error`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, TypedDict, Unpack

from cyextract.batch.rows import document_row
from cyextract.errors import InputError
from cyextract.extras import require
from cyextract.foreign import describe_error, reading
from cyextract.models import Layer, MentionType
from cyextract.pipeline import Extractor
from cyextract.recognizers.org.model import OrgModel

require("pyarrow", "arrow", "cyextract.adapters.arrow")

import pyarrow as pa  # noqa: E402
import pyarrow.types as kinds  # noqa: E402

from cyextract.batch.arrow_schema import arrow_row, document_schema  # noqa: E402

_COLUMNS = (
    "id", "schema_version", "reference_date", "reference_year", "mentions", "organisations", "aliases", "agreements", "figures", "error",
)  # fmt: skip
SCHEMA = pa.schema([document_schema().field(name) for name in _COLUMNS])
"""The result for string ids; `output_schema` gives it for others."""
INPUT_COLUMNS = ("id", "text", "reference_date", "default_currency")
_REQUIRED = ("id", "text")


class ExtractOptions(TypedDict, total=False):
    """Settings of an extraction: those of `cyextract.Extractor`, then those of `Extractor.extract` for every row."""

    types: Collection[MentionType] | None
    segmenter: str
    rules: Sequence[str]
    lexicon: Sequence[str]
    model_dir: str | None
    layers: Collection[Layer] | None
    org_model: str | OrgModel | None
    default_currency: str | None
    vague: bool


def extract_batch(batch: pa.RecordBatch, **options: Unpack[ExtractOptions]) -> pa.RecordBatch:
    """Extract from every row of a batch.

    A process builds one extractor for the same options and keeps it.

    Args:
        batch: the documents; columns as the module says.
        options: see `ExtractOptions`.

    Returns:
        One row for each row, in order, with `output_schema(batch.schema)`.

    Raises:
        InputError: a column is absent, there twice, damaged or of the wrong type. A row that fails raises nothing, its `error` says why.
        RuleError, LexiconError, MissingExtraError, ValueError: the options are wrong, as for `cyextract.Extractor`.

    >>> batch = pa.RecordBatch.from_pydict({"id": [7, 8], "text": ["投资15亿元。", None]})
    >>> result = extract_batch(batch, types={"MONEY"})
    >>> result["mentions"][0][0]["amount"].as_py(), result["error"][1].as_py()
    ('1500000000', 'no text')
    """
    schema = output_schema(batch.schema)
    settings: dict[str, Any] = dict(options)
    currency, vague = settings.pop("default_currency", None), settings.pop("vague", False)
    extractor = _extractor(tuple(sorted((name, _as_key(value)) for name, value in settings.items())))
    rows = [_extract_row(extractor, read, currency, vague) for read in _readers(batch)]
    columns = [batch.column("id"), *(pa.array([row.get(field.name) for row in rows], field.type) for field in list(schema)[1:])]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def output_schema(input_schema: pa.Schema) -> pa.Schema:
    """`SCHEMA` with the `id` of the input.

    Raises:
        InputError: the input lacks a column, has two of one, or one of the wrong type.
    """
    with reading("a damaged schema"):
        names = input_schema.names
    if twice := [name for name in INPUT_COLUMNS if names.count(name) > 1]:
        raise InputError(f"two columns named {', '.join(map(repr, twice))}; rename one")
    for name in INPUT_COLUMNS:
        if name in names:
            _check_type(name, input_schema.field(name).type)
        elif name in _REQUIRED:
            raise InputError(f"no column {name!r}; columns are {', '.join(names) or 'none'}")
    return SCHEMA.set(0, pa.field("id", input_schema.field("id").type))


def _check_type(name: str, type: pa.DataType) -> None:
    is_text = kinds.is_string(type) or kinds.is_large_string(type) or kinds.is_string_view(type) or kinds.is_null(type)
    also = {"id": kinds.is_integer, "reference_date": lambda type: kinds.is_date(type) or kinds.is_timestamp(type)}
    if kinds.is_dictionary(type):
        _check_type(name, type.value_type)
    elif not is_text and not (name in also and also[name](type)):
        wanted = {"id": "string or integer", "reference_date": "string, date or timestamp"}.get(name, "string")
        raise InputError(f"column {name!r} is {type}, not {wanted}")


def _readers(batch: pa.RecordBatch) -> Iterator[Callable[[], dict[str, Any]]]:
    """For each row what reads its values; it raises where one cannot be converted.

    Raises:
        InputError: the batch is damaged: its values cannot even be found.
    """
    columns = {}
    for name in INPUT_COLUMNS[1:]:
        if name in batch.schema.names:
            with reading(f"column {name!r} is damaged"):
                columns[name] = _undecoded(batch.column(name))
                columns[name].validate(full=True)
    for index in range(batch.num_rows):
        yield partial(_read_row, columns, index)


def _read_row(columns: Mapping[str, pa.Array], index: int) -> dict[str, Any]:
    return {name: _value(column[index]) for name, column in columns.items()}


def _undecoded(column: pa.Array) -> pa.Array:
    """A column with texts as bytes: one that is no UTF-8 is a fault of its row, an offset out of bounds one of the whole column."""
    kind = column.type
    if kinds.is_dictionary(kind):
        return pa.DictionaryArray.from_arrays(column.indices, _undecoded(column.dictionary), safe=False)
    binary = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary(), pa.string_view(): pa.binary_view()}.get(kind)
    return column if binary is None else column.view(binary)


def _value(scalar: pa.Scalar) -> Any:
    value = scalar.as_py()
    return value.decode() if isinstance(value, bytes) else value


def _extract_row(extractor: Extractor, read: Callable[[], dict[str, Any]], currency: str | None, vague: bool) -> dict[str, Any]:
    try:
        row = read()
        if row["text"] is None:
            return {"error": "no text"}
        document = extractor.extract(
            row["text"],
            reference_date=row.get("reference_date"),
            default_currency=row.get("default_currency") or currency,
            vague=vague,
        )
    except Exception as error:  # noqa: BLE001 - one bad row must not stop a job of millions; its `error` says what happened
        return {"error": describe_error(error)}
    return arrow_row(document_row(document))


def _as_key(value: Any) -> Hashable:
    """A setting that extractors can be told apart by: sequences and sets as they can be hashed."""
    if isinstance(value, set | frozenset):
        return frozenset(value)
    key: Hashable = tuple(value) if isinstance(value, list) else value
    return key


@lru_cache(maxsize=8)
def _extractor(settings: tuple[tuple[str, Any], ...]) -> Extractor:
    return Extractor(**dict(settings))
