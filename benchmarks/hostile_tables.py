"""Parquet files and Arrow streams to be damaged: every encoding, packing and type that a column of texts, ids or dates may have."""

from __future__ import annotations

import datetime as dt
import io
import random
from functools import cache

import pyarrow as pa
from pyarrow import ipc, parquet

_TEXTS = ["投资3亿元。", None, "2021年6月4日，增长5%。" * 20, "", "甲公司与乙公司签订《协议》。", "长" * 3000] * 12
_ROWS = len(_TEXTS)
_DAY = dt.date(2021, 6, 10)
_DATES = (
    pa.array(["2021-06-10", "soon", None] * 24),
    pa.array([_DAY] * _ROWS, pa.date32()),
    pa.array([_DAY] * _ROWS, pa.date64()),
    pa.array([1_622_505_600_000_000_001] * _ROWS, pa.timestamp("ns")),
    pa.array([1_622_505_600] * _ROWS, pa.timestamp("s", "Asia/Shanghai")),
    pa.array([86_399_000_000_001] * _ROWS, pa.time64("ns")),
)
_TEXT_TYPES = (pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string()))
_WAYS = (
    {"compression": "none", "use_dictionary": False},
    {"compression": "zstd"},
    {"compression": "snappy", "data_page_version": "2.0"},
    {"compression": "gzip", "use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
    {"compression": "none", "row_group_size": 10, "data_page_size": 200, "write_page_index": True},
    {"compression": "none", "use_dictionary": ["text"], "write_statistics": True, "store_schema": False},
)  # fmt: skip


@cache
def tables() -> tuple[pa.Table, ...]:
    """One for each type of date, the types of texts and ids in turn, with a column that nobody reads."""
    made = []
    for index, dates in enumerate(_DATES):
        ids = pa.array(range(_ROWS)) if index % 2 else pa.array([f"a{n}" for n in range(_ROWS)])
        texts = pa.array(_TEXTS).cast(_TEXT_TYPES[index % len(_TEXT_TYPES)])
        other = pa.array([[{"x": n}] for n in range(_ROWS)])
        made.append(pa.table({"id": ids, "text": texts, "reference_date": dates, "other": other}))
    return tuple(made)


@cache
def parquet_files() -> tuple[bytes, ...]:
    """Each table written in each way."""
    made = []
    for table in tables():
        for way in _WAYS:
            plain = table.set_column(1, "text", table["text"].cast(pa.string())) if "column_encoding" in way else table
            stream = io.BytesIO()
            parquet.write_table(plain, stream, **way)
            made.append(stream.getvalue())
    return tuple(made)


@cache
def arrow_streams() -> tuple[bytes, ...]:
    """Each table as an Arrow stream."""
    made = []
    for table in tables():
        stream = io.BytesIO()
        with ipc.new_stream(stream, table.schema) as writer:
            writer.write_table(table)
        made.append(stream.getvalue())
    return tuple(made)


def damage(data: bytes, seed: int) -> bytes:
    """The data with some bytes changed, moved, doubled or lost; half of the places lie at either end, where formats keep their tables."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        size = len(changed)
        at = chance.choice((chance.randrange(size), min(size - 1, chance.randrange(200)), max(0, size - 1 - chance.randrange(2000))))
        match chance.randrange(6):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
            case 2:
                changed[at : at + 4] = chance.choice((b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\xff\xff\xff\xff", b"\xfe\xff\xff\x0f"))
            case 3:
                changed[at:at] = changed[max(0, at - 40) : at]
            case 4:
                del changed[at : at + chance.randrange(1, 30)]
            case _:
                changed[at : at + 8] = chance.randbytes(8)
        if not changed:
            break
    return bytes(changed)
