"""Claims as plain values: whatever a program holds, bounded in depth, number and length, or an InputError."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from pydantic import BaseModel

from cyextract.errors import InputError

MAX_DEPTH = 64
MAX_VALUES = 200_000
MAX_STRING = 100_000  # code points of one value
MAX_TOTAL = 4_000_000  # code points of all of them
_MAX_EXPONENT = 40  # no amount in a text is larger, and 1e999999 written out would fill a disk

Scalar = str | bool | Decimal | dt.date | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]


def plain_claims(claims: object) -> list[Plain]:
    """The claims as a list; one that is no list is a list of one.

    Raises:
        InputError: they are deeper, more or longer than a text can support, hold themselves, NaN, or something that is no JSON value.
    """
    plain = _Reader().read(claims, "claims", 0)
    return plain if isinstance(plain, list) else [plain]


def parse_claims(text: str, where: str) -> Any:
    """Claims from JSON.

    Raises:
        InputError: it is no JSON, nests too deep, or holds NaN or a number that no text can hold; the message begins with `where`.
    """
    try:
        return json.loads(text, parse_float=_decimal, parse_constant=_refuse_constant)
    except RecursionError:
        raise InputError(f"{where}: nested deeper than {MAX_DEPTH} levels") from None
    except ValueError as error:
        raise InputError(f"{where}: no JSON: {error}") from None


def _decimal(written: str) -> Decimal:
    return Decimal(written)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no value that a text can hold")


class _Reader:
    def __init__(self) -> None:
        self._values = self._length = 0
        self._open: set[int] = set()

    def read(self, value: object, path: str, depth: int) -> Plain:
        self._values += 1
        if self._values > MAX_VALUES:
            raise InputError(f"more than {MAX_VALUES:,} values; check fewer claims at once")
        children = _children(value)
        if children is None:
            return self._scalar(value, path)
        if depth >= MAX_DEPTH:
            raise InputError(f"{_short(path)}: nested deeper than {MAX_DEPTH} levels")
        if id(value) in self._open:
            raise InputError(f"{_short(path)}: the claims hold themselves")
        self._open.add(id(value))
        read: Plain
        if isinstance(children, list):
            read = [self.read(child, f"{path}[{index}]", depth + 1) for index, child in enumerate(children)]
        else:
            read = {self._key(key, path): self.read(child, f"{path}.{key}", depth + 1) for key, child in children}
        self._open.discard(id(value))
        return read

    def _key(self, key: object, path: str) -> str:
        if not isinstance(key, str):
            raise InputError(f"{_short(path)}: a field is named by a string, not by {type(key).__name__}")
        return self._string(key, path)

    def _scalar(self, value: object, path: str) -> Scalar:
        if isinstance(value, enum.Enum):
            value = value.value
        if value is None or isinstance(value, bool | dt.date):
            return value
        if isinstance(value, str):
            return self._string(value, path)
        if isinstance(value, int):
            if value.bit_length() > 4 * _MAX_EXPONENT:
                raise InputError(f"{_short(path)}: a number with more digits than any amount")
            return Decimal(value)
        if isinstance(value, float):
            if not math.isfinite(value):
                raise InputError(f"{_short(path)}: {value} is no value that a text can hold")
            return self._number(Decimal(repr(value)), path)
        if isinstance(value, Decimal):
            return self._number(value, path)
        raise InputError(f"{_short(path)}: {type(value).__name__} is no JSON value, Pydantic model or dataclass")

    def _number(self, value: Decimal, path: str) -> Decimal:
        if not value.is_finite() or abs(value.adjusted()) > _MAX_EXPONENT or len(value.as_tuple().digits) > 2 * _MAX_EXPONENT:
            raise InputError(f"{_short(path)}: no value that a text can hold")
        return value

    def _string(self, value: str, path: str) -> str:
        self._length += len(value)
        if len(value) > MAX_STRING or self._length > MAX_TOTAL:
            raise InputError(f"{_short(path)}: more text than {MAX_STRING:,} code points in a value, or {MAX_TOTAL:,} in all")
        try:
            value.encode("utf-16-le")
        except UnicodeEncodeError:
            raise InputError(f"{_short(path)}: holds a lone surrogate") from None
        return str(value)


def _children(value: object) -> list[object] | Iterator[tuple[object, object]] | None:
    """What a value holds: a list, or named values; None for a scalar."""
    if isinstance(value, BaseModel):
        return ((name, getattr(value, name)) for name in type(value).model_fields)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
    if isinstance(value, Mapping):
        return iter(value.items())
    if isinstance(value, list | tuple):
        return list(value)
    return None


def _short(path: str) -> str:
    return path if len(path) <= 80 else f"{path[:40]}…{path[-20:]}"
