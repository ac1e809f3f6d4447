"""What goes through a batch: an input that was read, one that could not be, and what holds for all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cyextract.batch.dates import normalise_date
from cyextract.foreign import describe_error

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class InputText:
    """One text to extract from; `None` means that the input does not say."""

    id: str | int
    text: str
    reference_date: str | None = None
    default_currency: str | None = None
    encoding: str | None = None
    """Python's name of the encoding the text was read in, when that was not UTF-8."""
    keep_text: bool = False
    """The row carries the text: nobody else holds what the offsets count in."""
    file: str = field(default="", compare=False, repr=False)
    """The path of the file it came from, as it was found."""


@dataclass(frozen=True, slots=True)
class FailedInput:
    """An input that could not be read, and why; an invalid JSONL line has the id `file:line`."""

    id: str | int
    error: str
    file: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every input that does not say otherwise."""

    reference_date: str | None = None
    default_currency: str | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How inputs are read."""

    text_field: str = "text"
    id_field: str = "id"
    date_field: str = "reference_date"
    """Columns of CSV and Parquet, keys of JSONL lines."""
    name_date: str | None = None
    """Where a reference date stands in the path of a file, as in `%Y-%m-%d`."""
    max_chars: int = 1_000_000
    """A longer document is an error: the tagger needs about 50 bytes of memory for each character."""


DEFAULT_SETTINGS = Settings()
DEFAULT_OPTIONS = InputOptions()


def attempt(convert: Callable[[], InputText | FailedInput], id: str | int) -> InputText | FailedInput:
    """What a record of others becomes: whatever its conversion raises is that record's failure, and nobody else's."""
    try:
        return convert()
    except Exception as error:  # noqa: BLE001 - values of any kind, converted by libraries of any kind
        return FailedInput(id, describe_error(error))


def parse_line(line: str, where: str, options: InputOptions) -> InputText | FailedInput:
    """The input that a JSONL line states.

    >>> parse_line('{"id": 7, "text": "今年"}', "news.jsonl:1", InputOptions())
    InputText(id=7, text='今年', reference_date=None, default_currency=None, encoding=None, keep_text=False)
    """
    try:
        record: object = json.loads(line)
    except Exception as error:  # noqa: BLE001 - anybody's line
        return FailedInput(where, f"not JSON: {error}")
    if not isinstance(record, dict):
        return FailedInput(where, f"expected an object with id and text, got {type(record).__name__}")
    return check_record(record, where, options)


def check_record(record: Mapping[str, object], where: str, options: InputOptions) -> InputText | FailedInput:
    """The input of a record with the fields that `options` names; what is wrong with it names `where`."""
    id_, text = record.get(options.id_field), record.get(options.text_field)
    if not isinstance(id_, str | int) or isinstance(id_, bool):
        return FailedInput(where, f'no "{options.id_field}"; give each line one, a string or a whole number')
    if not isinstance(text, str):
        problem = "no text" if text is None else f"text must be a string, got {type(text).__name__}"
        return FailedInput(id_, f"{problem} ({where})")
    date, currency = record.get(options.date_field), record.get("default_currency")
    if not isinstance(date, str | None):
        return FailedInput(id_, f"{options.date_field} must be a string like 2021-06-10 ({where})")
    if not isinstance(currency, str | None):
        return FailedInput(id_, f"default_currency must be a string like CNY ({where})")
    return InputText(id_, text, None if date is None else normalise_date(date), currency)
