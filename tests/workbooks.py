"""Reads workbooks as a spreadsheet does, by what stands in their XML; for tests without a library that reads them."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DAY_ZERO = dt.date(1899, 12, 30)


@dataclass(slots=True)
class ReadSheet:
    """A worksheet: its rows by column, and what was set."""

    rows: list[dict[str, object]] = field(default_factory=list)
    frozen: str | None = None
    filtered: str | None = None
    widths: list[float] = field(default_factory=list)
    formulas: int = 0


def read_workbook(path: Path) -> dict[str, ReadSheet]:
    """The sheets of a workbook; texts as `str`, numbers as `float`, days as `date`, truths as `bool`."""
    with zipfile.ZipFile(path) as packed:
        names = [sheet.attrib["name"] for sheet in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")]
        styles = ElementTree.fromstring(packed.read("xl/styles.xml"))
        formats = {f.attrib["numFmtId"]: f.attrib["formatCode"] for f in styles.iter(f"{_MAIN}numFmt")}
        shown = [formats.get(style.attrib["numFmtId"], "") for style in styles.iterfind(f"{_MAIN}cellXfs/")]
        texts = [packed.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    return {name: _read(ElementTree.fromstring(text), shown) for name, text in zip(names, texts, strict=True)}


def _read(root: ElementTree.Element, shown: list[str]) -> ReadSheet:
    pane, filtered = root.find(f".//{_MAIN}pane"), root.find(f"{_MAIN}autoFilter")
    made = ReadSheet(
        frozen=None if pane is None else pane.attrib["topLeftCell"],
        filtered=None if filtered is None else filtered.attrib["ref"],
        widths=[
            float(col.attrib["width"])
            for col in root.iter(f"{_MAIN}col")
            for _ in range(int(col.attrib["min"]), int(col.attrib["max"]) + 1)
        ],
        formulas=len(list(root.iter(f"{_MAIN}f"))),
    )
    header: dict[str, str] = {}
    for row in root.iter(f"{_MAIN}row"):
        cells = {cell.attrib["r"].rstrip("0123456789"): _value(cell, shown) for cell in row.iter(f"{_MAIN}c")}
        if header:
            made.rows.append({header[column]: value for column, value in cells.items() if value is not None})
        else:
            header = {column: str(value) for column, value in cells.items()}
    return made


def _value(cell: ElementTree.Element, shown: list[str]) -> object:
    kind, value = cell.attrib.get("t", "n"), cell.find(f"{_MAIN}v")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    if value is None or value.text is None:
        return None
    if kind == "b":
        return value.text == "1"
    number = float(value.text)
    return _DAY_ZERO + dt.timedelta(days=number) if "yyyy" in shown[int(cell.attrib.get("s", 0))] else number
