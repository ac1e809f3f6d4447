"""A folder of mixed inputs, good ones in every format and encoding and bad ones of every kind, and what must come of each."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from traditional import to_traditional

SEEDS = Path(__file__).parent.parent / "seeds"
MAX_CHARS = 20_000
ROWS = 3  # in each JSONL, CSV and Parquet file
BAD_EVERY = 10  # one file in so many is bad


@dataclass(frozen=True, slots=True)
class Good:
    """A document that must come out: its text (of a page, its paragraphs), and the reference date that goes with it."""

    text: str
    reference_date: str | None = None
    encoding: str | None = None
    has_text: bool = False
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Bad:
    """An input that must come out as an error that says this."""

    says: str


Expected = dict[str, Good | Bad]


@dataclass(slots=True)
class Maker:
    """Writes files into a folder, and remembers what is expected of them."""

    folder: Path
    extras: bool
    expected: Expected = field(default_factory=dict)

    def file(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def text(self, name: str, text: str, encoding: str, reported: str | None, pack: Callable[[bytes], bytes] = bytes) -> None:
        self.file(name, pack(text.encode(encoding)))
        self.expected[name.removesuffix(".gz").removesuffix(".zst").removesuffix(".txt")] = Good(text, encoding=reported)

    def bad(self, name: str, data: bytes, says: str, id: str | None = None) -> None:
        self.file(name, data)
        self.expected[id or name.removesuffix(".gz").removesuffix(".zst").removesuffix(".txt")] = Bad(says)


def make_folder(folder: Path, files: int, *, extras: bool, seed: int = 1) -> Expected:
    """Write about `files` files and return what must come of them, by id.

    Args:
        folder: where; created.
        files: how many; every kind comes up at least once from some 60 on.
        extras: also HTML, Parquet and zstd.
        seed: of the choice of texts.
    """
    maker = Maker(folder, extras)
    texts = Texts(random.Random(seed))
    good = [kind for kind in GOOD if extras or kind not in NEED_EXTRAS]
    bad = [kind for kind in BAD if extras or kind not in NEED_EXTRAS]
    bad_files = max(len(bad), files // BAD_EVERY)
    for number in range(files - bad_files):
        good[number % len(good)](maker, f"{number % 7}/g{number:05}", texts)
    for number in range(bad_files):
        bad[number % len(bad)](maker, f"bad/b{number:05}", texts)
    return maker.expected


class Texts:
    """Short articles out of the seeds."""

    def __init__(self, choice: random.Random) -> None:
        self._choice = choice
        self._lines = [
            line for file in sorted(SEEDS.glob("*.txt")) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
        ]

    def article(self) -> str:
        start = self._choice.randrange(len(self._lines))
        day = self._choice.randrange(1, 29)
        return "\n".join([f"2021年6月{day}日，总投资约{day}亿元。", *self._lines[start : start + 6]])[:600]

    def traditional(self) -> str:
        return to_traditional(self.article()).encode("big5hkscs", "ignore").decode("big5hkscs")


def zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


def pack_gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def utf8_text(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.txt", texts.article(), "utf-8", None)


def marked_text(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.txt", texts.article().replace("\n", "\r\n"), "utf-8-sig", None)


def gb18030_text(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.txt", texts.article(), "gb18030", "gb18030")


def big5_text(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.txt", texts.traditional(), "big5hkscs", "big5hkscs")


def utf16_text(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.txt", texts.article(), "utf-16", "utf-16")


def unmarked_utf16_text(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.txt", texts.article(), "utf-16-be", "utf-16-be")


def markdown(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.md", texts.article(), "utf-8", None)


def packed_text(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.txt.gz", texts.article(), "gb18030", "gb18030", pack_gzip)


def zstd_text(maker: Maker, name: str, texts: Texts) -> None:
    maker.text(f"{name}.txt.zst", texts.article(), "utf-8", None, zstd)


def page(maker: Maker, name: str, texts: Texts, encoding: str = "utf-8", declared: str = "utf-8", packed: bool = False) -> None:
    article = texts.article()
    paragraphs = "".join(f"<p>{line}</p>\n" for line in article.splitlines())
    head = f'<meta charset="{declared}"><meta name="publishdate" content="2021-06-10"><title>新闻</title>'
    markup = f"<!doctype html><html><head>{head}</head><body><nav><a href='/'>首页</a></nav><article>{paragraphs}</article></body></html>"
    data = markup.encode(encoding)
    maker.file(f"{name}.html" + ".gz" * packed, pack_gzip(data) if packed else data)
    reported = None if encoding == "utf-8" else encoding
    maker.expected[f"{name}.html"] = Good(article, "2021-06-10", reported, has_text=True, is_page=True)


def gb_page(maker: Maker, name: str, texts: Texts) -> None:
    page(maker, name, texts, "gb18030", "gb2312")


def wrongly_declared_page(maker: Maker, name: str, texts: Texts) -> None:
    page(maker, name, texts, "utf-8", "gb2312")


def packed_page(maker: Maker, name: str, texts: Texts) -> None:
    page(maker, name, texts, packed=True)


def records(maker: Maker, name: str, texts: Texts, encoding: str | None = None, has_text: bool = True) -> list[dict[str, str]]:
    made = [{"id": f"{name}-{row}", "text": texts.article(), "reference_date": f"2021-06-1{row}"} for row in range(ROWS)]
    for record in made:
        maker.expected[record["id"]] = Good(record["text"], record["reference_date"], encoding, has_text)
    return made


def lines(maker: Maker, name: str, texts: Texts, encoding: str = "utf-8", ending: str = ".jsonl") -> None:
    made = records(maker, name, texts, None if encoding == "utf-8" else encoding, has_text=False)
    data = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in made).encode(encoding)
    maker.file(name + ending, zstd(data) if ending.endswith(".zst") else data)


def gb_lines(maker: Maker, name: str, texts: Texts) -> None:
    lines(maker, name, texts, "gb18030")


def utf16_lines(maker: Maker, name: str, texts: Texts) -> None:
    lines(maker, name, texts, "utf-16")


def zstd_lines(maker: Maker, name: str, texts: Texts) -> None:
    lines(maker, name, texts, ending=".jsonl.zst")


def table(maker: Maker, name: str, texts: Texts, encoding: str = "utf-8", ending: str = ".csv") -> None:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, ["id", "text", "reference_date"])
    writer.writeheader()
    writer.writerows(records(maker, name, texts, encoding if encoding.startswith(("gb", "big5")) else None))
    data = stream.getvalue().encode(encoding)
    maker.file(name + ending, pack_gzip(data) if ending.endswith(".gz") else data)


def marked_table(maker: Maker, name: str, texts: Texts) -> None:
    table(maker, name, texts, "utf-8-sig")


def gb_table(maker: Maker, name: str, texts: Texts) -> None:
    table(maker, name, texts, "gb18030")


def packed_table(maker: Maker, name: str, texts: Texts) -> None:
    table(maker, name, texts, ending=".csv.gz")


def parquet(maker: Maker, name: str, texts: Texts, packed: bool = False) -> bytes:
    import pyarrow
    from pyarrow import parquet as pq

    sink = io.BytesIO()
    pq.write_table(pyarrow.Table.from_pylist(records(maker, name, texts)), sink)
    data = sink.getvalue()
    maker.file(f"{name}.parquet" + ".gz" * packed, pack_gzip(data) if packed else data)
    return data


def plain_parquet(maker: Maker, name: str, texts: Texts) -> None:
    parquet(maker, name, texts)


def packed_parquet(maker: Maker, name: str, texts: Texts) -> None:
    parquet(maker, name, texts, packed=True)


def bad_empty(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt", b"", "empty")


def bad_mark_alone(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt", b"\xef\xbb\xbf", "empty")


def bad_white_space(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.md", " \n\u3000\n".encode(), "empty")


def bad_binary(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt", b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(3000), "not ")


def bad_zeros(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt", bytes(2000), "not a text")


def bad_cut_character(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt", texts.article().encode()[:-2] + b"\n", "not UTF-8")


def bad_byte_in_gb(maker: Maker, name: str, texts: Texts) -> None:
    data = texts.article().encode("gb18030")
    maker.bad(f"{name}.txt", data + b"\xff\xff" + data, "not ")


def bad_truncated_gzip(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt.gz", pack_gzip(texts.article().encode())[:-20], "damaged")


def bad_no_gzip(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt.gz", texts.article().encode(), "damaged")


def bad_checksum(maker: Maker, name: str, texts: Texts) -> None:
    data = bytearray(pack_gzip(texts.article().encode()))
    data[-6] ^= 1
    maker.bad(f"{name}.txt.gz", bytes(data), "damaged")


def bad_truncated_zstd(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt.zst", zstd(texts.article().encode())[:-5], "middle of a zstd frame")


def bad_no_zstd(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt.zst", texts.article().encode(), "damaged")


def bad_unreadable(maker: Maker, name: str, texts: Texts) -> None:
    if os.geteuid():
        maker.bad(f"{name}.txt", b"x", "Permission denied")
        (maker.folder / f"{name}.txt").chmod(0)
    else:  # nothing is forbidden to root, but this cannot be read by anybody
        (maker.folder / f"{name}.txt").symlink_to("/proc/self/mem")
        maker.expected[name] = Bad("Input/output error")


def bad_vanished(maker: Maker, name: str, texts: Texts) -> None:
    (maker.folder / f"{name}.txt").symlink_to("nowhere.txt")
    maker.expected[name] = Bad("No such file")


def bad_circle(maker: Maker, name: str, texts: Texts) -> None:
    path = maker.folder / f"{name}.txt"
    path.symlink_to(path.name)
    maker.expected[name] = Bad("symbolic links")


def bad_folder_loop(maker: Maker, name: str, texts: Texts) -> None:
    (maker.folder / name).symlink_to("..")
    maker.expected[name] = Bad("link back")


def bad_pipe(maker: Maker, name: str, texts: Texts) -> None:
    os.mkfifo(maker.folder / f"{name}.txt")
    maker.expected[name] = Bad("not a regular file")


def bad_too_long(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt", ("今年" * (MAX_CHARS // 2) + "。").encode(), "more than --max-chars")


def bad_far_too_long(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.txt", b"x" * (MAX_CHARS * 5), "--max-chars")


def bad_line(maker: Maker, name: str, texts: Texts, line: bytes, says: str, id: str | None = None) -> None:
    """A bad line between two good ones, neither of which may be lost."""
    around = [json.dumps({"id": f"{name}-{place}", "text": f"{place}今年投资3亿元。"}).encode() for place in "ab"]
    path = maker.file(f"{name}.jsonl", b"\n".join([around[0], line, around[1]]))
    maker.expected |= {f"{name}-{place}": Good(f"{place}今年投资3亿元。") for place in "ab"}
    maker.expected[id or f"{path}:2"] = Bad(says)


def bad_json(maker: Maker, name: str, texts: Texts) -> None:
    bad_line(maker, name, texts, b'{"id": "x", "text": "', "not JSON")


def bad_no_id(maker: Maker, name: str, texts: Texts) -> None:
    bad_line(maker, name, texts, b'{"text": "x"}', 'no "id"')


def bad_no_text(maker: Maker, name: str, texts: Texts) -> None:
    bad_line(maker, name, texts, json.dumps({"id": name}).encode(), "no text", name)


def bad_date(maker: Maker, name: str, texts: Texts) -> None:
    bad_line(maker, name, texts, json.dumps({"id": name, "text": "x", "reference_date": "soon"}).encode(), "is no day", name)


def bad_surrogate(maker: Maker, name: str, texts: Texts) -> None:
    bad_line(maker, name, texts, json.dumps({"id": name, "text": "\ud800"}).encode(), "surrogate", name)


def bad_long_line(maker: Maker, name: str, texts: Texts) -> None:
    bad_line(maker, name, texts, b'{"id": "x", "text": "%s"}' % (b"x" * 20 * MAX_CHARS), "a line of more than")


def bad_cells(maker: Maker, name: str, texts: Texts) -> None:
    path = maker.file(f"{name}.csv", f"id,text\n{name},今年\n1,2,3\n".encode())
    maker.expected |= {name: Good("今年", has_text=True), f"{path}:2": Bad("3 cells, the header has 2")}


def bad_columns(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.csv", b"id,body\n1,x\n", "no column 'text'", f"{name}.csv")


def bad_parquet(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.parquet", b"PAR1 nonsense PAR1", "no Parquet file", f"{name}.parquet")


def bad_truncated_parquet(maker: Maker, name: str, texts: Texts) -> None:
    data = parquet(Maker(maker.folder, extras=True), name, texts)
    maker.bad(f"{name}.parquet", data[: len(data) // 2], "no Parquet file", f"{name}.parquet")


def bad_page(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.html", b"<html><head></head><body><img src='x.png'></body></html>", "no text")


def bad_declared(maker: Maker, name: str, texts: Texts) -> None:
    maker.bad(f"{name}.html", b"<meta charset='gb2312'><p>" + random.Random(3).randbytes(500), "not ")


GOOD = (
    utf8_text, gb18030_text, lines, table, page, big5_text, utf16_text, plain_parquet, markdown, marked_text, gb_page, packed_text,
    zstd_text, wrongly_declared_page, packed_page, gb_lines, utf16_lines, zstd_lines, marked_table, gb_table, packed_table,
    packed_parquet, unmarked_utf16_text,
)  # fmt: skip
BAD = (
    bad_empty, bad_mark_alone, bad_white_space, bad_binary, bad_zeros, bad_cut_character, bad_byte_in_gb, bad_truncated_gzip, bad_no_gzip,
    bad_checksum, bad_truncated_zstd, bad_no_zstd, bad_unreadable, bad_vanished, bad_circle, bad_folder_loop, bad_pipe, bad_too_long,
    bad_far_too_long, bad_json, bad_no_id, bad_no_text, bad_date, bad_surrogate, bad_long_line, bad_cells, bad_columns, bad_parquet,
    bad_truncated_parquet, bad_page, bad_declared,
)  # fmt: skip
NEED_EXTRAS = (
    page, gb_page, wrongly_declared_page, packed_page, plain_parquet, packed_parquet, zstd_text, zstd_lines, bad_truncated_zstd,
    bad_no_zstd, bad_parquet, bad_truncated_parquet, bad_page, bad_declared,
)  # fmt: skip
