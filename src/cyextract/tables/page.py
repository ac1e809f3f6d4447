"""The first rows of the tables as a stand-alone page: events, figures and organisations, each with its sentence."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources import files

from markupsafe import Markup

from cyextract.display.html import make_environment
from cyextract.tables.preview import Preview
from cyextract.tables.rows import Cell
from cyextract.tables.schema import SHEETS


def summary_page(preview: Preview, title: str) -> str:
    """The page of a run.

    Args:
        preview: what was kept of its rows.
        title: what the page is called.
    """
    style = (files("cyextract.tables") / "templates" / "summary.css").read_text(encoding="utf-8")
    shown = {
        "title": title,
        "rows": {sheet.name: [{name: row.get(name, "") for name in sheet.names()} for row in preview.rows[sheet.name]] for sheet in SHEETS},
        "counts": preview.counts,
        "failed": [row for row in preview.rows["documents"] if row.get("error")],
        "style": Markup(style),
        "style_hash": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii"),
    }
    environment = make_environment("cyextract.tables").overlay()
    environment.filters["parts"] = mark_parts
    return environment.get_template("summary.html").render(**shown)


def mark_parts(row: Mapping[str, Cell], column: str) -> Iterator[tuple[str, bool]]:
    """A row's sentence in parts, with whether each is what the row's column holds.

    >>> list(mark_parts({"sentence": "投资3亿元。", "text": "3亿元"}, "text"))
    [('投资', False), ('3亿元', True), ('。', False)]
    """
    sentence, marked = str(row.get("sentence", "")), str(row.get(column, ""))
    before, found, after = sentence.partition(marked) if marked else (sentence, "", "")
    yield from ((part, part is found) for part in (before, found, after) if part)
