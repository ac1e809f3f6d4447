"""How much each page of a Parquet file unpacks to, read off its header: pages are unpacked whole, and no summary need be true.

Footer and headers are structs in the compact protocol of Thrift; https://parquet.apache.org/docs/file-format/ says which field is what.
The library that reads Parquet tells neither: it gives the sums of its columns, and ends the process where some fields are damaged.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import IO, Any

MAX_FOOTER = 16 << 20
_MAGIC = b"PAR1"
_FIRST_LOOK = 256  # bytes that are read for the header of a page; more where it is longer
_LONGEST_HEADER = 16 << 20  # as in Arrow: statistics may hold whole values
_STOP, _TRUE, _FALSE, _BYTE, _INTS, _DOUBLE, _BINARY, _LISTS, _MAP, _STRUCT = 0, 1, 2, 3, (4, 5, 6), 7, 8, (9, 10), 11, 12
_DEEPEST = 20  # structs in structs; those of the format are five deep
_ITEM: Mapping[int, Any] = {}
"""A field that is kept and has none inside."""
# FileMetaData: row groups, their columns, of each what it holds: its path, the bytes it takes up, where its pages begin.
_GROUPS, _COLUMNS, _HOLDS, _PATH, _BYTES, _DATA, _DICTIONARY = 4, 1, 3, 3, 7, 9, 11
_FOOTER = {_GROUPS: {_COLUMNS: {_HOLDS: {_PATH: _ITEM, _BYTES: _ITEM, _DATA: _ITEM, _DICTIONARY: _ITEM}}}}
_UNPACKED, _PACKED = 2, 3  # PageHeader
_PAGE = {_UNPACKED: _ITEM, _PACKED: _ITEM}

Column = tuple[str, int, int]
"""The name of a column that is not nested, where its pages begin, and the bytes that they take up."""


class _Reader:
    """Reads structs: the fields that are asked for, by their numbers; the others are passed over."""

    def __init__(self, data: bytes) -> None:
        self._data, self.at, self._depth = data, 0, 0

    def struct(self, wanted: Mapping[int, Any]) -> dict[int, Any]:
        found, field = {}, 0
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("structs nested too deep")
        while (head := self._byte()) != _STOP:
            kind = head & 15
            field = field + (head >> 4) if head >> 4 else _zigzag(self._varint())
            if kind not in (_TRUE, _FALSE):
                value = self._value(kind, wanted.get(field))
                if field in wanted:
                    found[field] = value
        self._depth -= 1
        return found

    def _value(self, kind: int, wanted: Mapping[int, Any] | None) -> Any:
        """A value, or None where it is not asked for."""
        if kind in _INTS:
            return _zigzag(self._varint())
        if kind == _STRUCT:
            return self.struct(wanted or {})
        if kind in _LISTS:
            head = self._byte()
            size = self._varint() if head >> 4 == 15 else head >> 4
            values = (self._value(head & 15, wanted) for _ in range(size))
            return list(values) if wanted is not None else sum(1 for _ in values)
        if kind == _BINARY:
            size = self._varint()
            self._pass(size)
            return self._data[self.at - size : self.at] if wanted is not None else None
        if kind == _MAP:
            size = self._varint()
            kinds = self._byte() if size else 0
            return sum(1 for _ in range(size) for half in (kinds >> 4, kinds & 15) if self._value(half, None))
        if kind not in (_TRUE, _FALSE, _BYTE, _DOUBLE):
            raise ValueError(f"an unknown kind of value, {kind}")
        return self._pass(8 if kind == _DOUBLE else 1)  # in lists a truth is a byte

    def _pass(self, size: int) -> None:
        self.at += size
        if self.at > len(self._data):
            raise IndexError

    def _byte(self) -> int:
        self.at += 1
        return self._data[self.at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while (byte := self._byte()) >= 0x80:
            value |= (byte & 0x7F) << shift
            shift += 7
            if shift > 63:
                raise ValueError("a number of more than 64 bits")
        return value | byte << shift


def row_groups(stream: IO[bytes]) -> list[list[Column]]:
    """The columns of each row group, in the order of the footer.

    Raises:
        ValueError: there is no footer, or none that can be read.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - 8))
    tail = stream.read(8)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != _MAGIC or length + 8 > size:
        raise ValueError("no footer")
    if length > MAX_FOOTER:
        raise ValueError(f"a footer of {length:,} bytes; {MAX_FOOTER:,} at most")
    stream.seek(size - 8 - length)
    try:
        footer = _Reader(stream.read(length)).struct(_FOOTER)
        return [list(_columns(group)) for group in footer.get(_GROUPS, ())]
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise ValueError("a damaged footer") from error


def _columns(group: Mapping[int, Any]) -> Iterator[Column]:
    for column in group[_COLUMNS]:
        holds = column[_HOLDS]
        starts = [holds[_DATA], holds.get(_DICTIONARY) or holds[_DATA]]
        yield b".".join(holds[_PATH]).decode(), min(starts), holds[_BYTES]


def largest_page(stream: IO[bytes], start: int, length: int) -> int:
    """The bytes of the largest page of a column, unpacked or packed, whichever is more.

    Raises:
        ValueError: what stands there is no row of pages.
    """
    largest, at, end = 0, start, start + length
    while at < end:
        size, page = _read_header(stream, at)
        unpacked, packed = page.get(_UNPACKED, -1), page.get(_PACKED, -1)
        if min(unpacked, packed) < 0:
            raise ValueError(f"no page at byte {at}")
        largest = max(largest, unpacked, packed)
        at += size + packed
    return largest


def _read_header(stream: IO[bytes], at: int) -> tuple[int, dict[int, int]]:
    """How long the header at an offset is, and what it says."""
    look = _FIRST_LOOK
    while True:
        stream.seek(at)
        data = stream.read(look)
        reader = _Reader(data)
        try:
            page = reader.struct(_PAGE)
            return reader.at, page
        except IndexError:
            if len(data) < look or look > _LONGEST_HEADER:
                raise ValueError(f"no whole page header at byte {at}") from None
        look *= 8


def _zigzag(number: int) -> int:
    return (number >> 1) ^ -(number & 1)
