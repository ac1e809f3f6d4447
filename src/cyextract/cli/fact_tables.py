"""What `cyextract tables` shows of what it wrote: the first events, figures and organisations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from rich.table import Table
from rich.text import Text

from cyextract.cli.terminal import counted
from cyextract.display.values import SIGNS
from cyextract.foreign import escape_controls

if TYPE_CHECKING:
    from cyextract.tables import Preview
    from cyextract.tables.rows import Cells

_SHOWN = 15  # rows of each table
_ID = 14  # columns of a document id
_COUNTS = {"mentions", "documents"}
_SHORT = {"when", "value", *_COUNTS}


def fact_tables(preview: Preview) -> Iterator[Table]:
    """What people look for first: events, figures, organisations; nothing for what there is none of."""
    for sheet, noun, columns in (
        ("agreements", "event", ("when", "who, with whom", "what", "document")),
        ("figures", "figure", ("when", "whose", "what", "value", "kind", "document")),
        ("names", "organisation", ("name", "kind", "mentions", "documents")),
    ):
        rows, count = preview.rows[sheet][:_SHOWN], preview.counts[sheet]
        if not rows:
            continue
        shown = columns if preview.counts["documents"] > 1 else columns[:-1]
        heading = counted(count, noun) + (f", the first {len(rows)}" if count > len(rows) else "")
        table = Table(title=heading, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
        for name in shown:
            justify: Literal["left", "right"] = "right" if name in _COUNTS else "left"
            is_id = name == "document"
            table.add_column(
                name,
                justify=justify,
                overflow="ellipsis" if is_id else "fold",
                no_wrap=is_id or name in _SHORT,
                max_width=_ID if is_id else None,
            )
        for row in rows:
            table.add_row(*map(_plain, _CELLS[sheet](row)[: len(shown)]))
        yield table
        yield Table(box=None)


def _event_cells(row: Cells) -> list[str]:
    title = f"《{row['title']}》" if row["bracketed"] else str(row["title"])
    amounts = f"，{row['amounts']}" if "amounts" in row else ""
    return [_join(row, "date", "date_mod"), _join(row, "parties"), f"{row['action']}{title}{amounts}", str(row["document"])]


def _figure_cells(row: Cells) -> list[str]:
    status = "" if row["status"] == "actual" else f", {row['status']}"
    value = SIGNS.get(str(row.get("mod")), "") + str(row["text"])
    return [
        *(_join(row, name) for name in ("period", "subject", "metric")),
        value,
        _join(row, "kind", "direction") + status,
        str(row["document"]),
    ]


def _name_cells(row: Cells) -> list[str]:
    return [_join(row, "name"), _join(row, "kind").replace("_", " "), f"{row['mentions']:,}", f"{row['documents']:,}"]


_CELLS = {"agreements": _event_cells, "figures": _figure_cells, "names": _name_cells}


def _join(row: Cells, *names: str) -> str:
    return " ".join(str(row[name]) for name in names if name in row)


def _plain(text: str) -> Text:
    return Text(escape_controls(text))
