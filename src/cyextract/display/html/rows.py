"""What the tables and lists of a page say, line by line, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cyextract.display.labels import FIGURE_KINDS, STATUSES, Wording, label
from cyextract.display.readable import exact_value, readable_date, readable_notes, readable_value, sort_key
from cyextract.models import AgreementEvent, Figure, Mention, Organisation

_ARROWS = {"up": "↑", "down": "↓"}


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One line of the table of mentions; `exact` is its value as the JSON has it, `sort` what it sorts by."""

    index: int
    type: str
    start: int
    text: str
    value: Wording
    exact: str
    sort: str
    notes: tuple[Wording, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the table of figures; the strings are empty where the text says nothing."""

    mention: MentionRow
    arrow: str
    metric: str
    subject: str
    period: Wording
    exact_period: str
    notes: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One organisation: its names, each with the first of its mentions, and all its mentions."""

    name: str
    kind: str
    names: tuple[tuple[str, int, int], ...]
    """Name, index of its first mention, how many."""
    mentions: tuple[int, ...]


def mention_rows(mentions: Sequence[Mention]) -> list[MentionRow]:
    """The mentions in text order."""
    texts = {m.start: m.canonical for m in mentions}
    return [mention_row(index, mention, texts) for index, mention in enumerate(mentions)]


def mention_row(index: int, mention: Mention, texts: Mapping[int, str]) -> MentionRow:
    """One mention; `texts` as for `readable_notes`."""
    return MentionRow(
        index, mention.type, mention.start, mention.canonical, readable_value(mention), exact_value(mention), sort_key(mention),
        tuple(readable_notes(mention, texts)), mention.rule,
    )  # fmt: skip


def figure_rows(figures: Sequence[Figure], rows: Mapping[int, MentionRow]) -> list[FigureRow]:
    """The figures in text order.

    Args:
        figures: those of a document.
        rows: its mentions by their start.
    """
    return [_figure_row(figure, rows[figure.start]) for figure in figures if figure.start in rows]


def _figure_row(figure: Figure, mention: MentionRow) -> FigureRow:
    notes = [] if figure.kind == "level" else [label(FIGURE_KINDS, figure.kind)]
    if figure.basis is not None:
        notes.append(Wording(figure.basis.text, figure.basis.text))
    if figure.whole is not None:
        notes.append(Wording(f"占{figure.whole.text}", f"of {figure.whole.text}"))
    if figure.status in STATUSES:
        notes.append(STATUSES[figure.status])
    period = figure.period
    return FigureRow(
        mention,
        _ARROWS.get(figure.direction or "", ""),
        figure.metric.text if figure.metric else "",
        figure.subject.text if figure.subject else "",
        readable_date(period.value, period.mod) if period else Wording("", ""),
        " ".join(filter(None, (period.value, period.mod))) if period else "",
        tuple(notes),
    )


def body_rows(organisations: Sequence[Organisation], index_of: Mapping[int, int]) -> list[BodyRow]:
    """The organisations in text order.

    Args:
        organisations: those of a document.
        index_of: the index of each mention by its start.
    """
    rows = []
    for body in organisations:
        names = tuple(
            (name.name, index_of[name.starts[0]], len(name.starts)) for name in body.names if name.starts and name.starts[0] in index_of
        )
        mentions = sorted({index_of[start] for name in body.names for start in name.starts if start in index_of})
        rows.append(BodyRow(body.name, body.kind, names, tuple(mentions)))
    return rows


def event_mentions(event: AgreementEvent, index_of: Mapping[int, int]) -> list[int]:
    """The mentions that an event is made of, its title first; `index_of` as for `body_rows`."""
    parts = (event, *event.parties, *((event.date,) if event.date else ()))
    return list(dict.fromkeys(index_of[part.start] for part in parts if part.start in index_of))
