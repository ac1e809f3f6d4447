"""What a document tells, in calendar order: its sentences under the dates of their agreements, headings and mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from cyextract.models import AgreementEvent, DateMention, DateMod, Figure, Mention, TextSpan, Timeline, TimelineEntry
from cyextract.text.boundaries import sentences
from cyextract.text.reading_view import SourceText


def make_timeline(
    source: SourceText, mentions: Sequence[Mention], agreements: Sequence[AgreementEvent], figures: Sequence[Figure]
) -> Timeline:
    """The sentences that tell of a date or an agreement, in calendar order.

    Args:
        source: the document.
        mentions: its mentions, in text order.
        agreements: its agreements, in text order.
        figures: its figures, in text order.
    """
    entries: list[TimelineEntry] = []
    dates = {m.start: m for m in mentions if isinstance(m, DateMention)}
    heading: DateMention | None = None
    heading_line = -1
    position = 0
    for start, end, line in sentences(source, [(m.start, m.end) for m in mentions]):
        first = position
        while position < len(mentions) and mentions[position].start < end:
            position += 1
        inside = tuple(mentions[first:position])
        if len(inside) == 1 and isinstance(inside[0], DateMention) and inside[0].end - inside[0].start == end - start:
            heading, heading_line = inside[0], -1
            continue
        if heading is not None and heading_line not in (-1, line):
            heading = None  # it governs the paragraph below it and no further
        heading_line = line
        sentence = TextSpan(text=source.raw[start:end], start=start, end=end)
        told = figures[slice(*(bisect_left(figures, offset, key=lambda f: f.start) for offset in (start, end)))]
        low, high = (bisect_left(agreements, offset, key=lambda a: a.start) for offset in (start, end))
        if low < high:
            entries += _by_date(sentence, inside, agreements[low:high], tuple(told), dates)
        elif (date := _own_date(sentence, inside, heading)) is not None:
            entries.append(_entry(sentence, inside, date, (), tuple(told)))
    dated = sorted((e for e in entries if e.first_day), key=lambda e: (e.first_day or "", e.sentence.start))
    return Timeline(dated=tuple(dated), undated=tuple(e for e in entries if not e.first_day))


def _own_date(sentence: TextSpan, mentions: Sequence[Mention], heading: DateMention | None) -> DateMention | None:
    """The date that a sentence begins with, else that of the heading, else its first."""
    first = next((m for m in mentions if isinstance(m, DateMention)), None)
    return first if heading is None or (first is not None and first.start == sentence.start) else heading


def _by_date(
    sentence: TextSpan,
    mentions: tuple[Mention, ...],
    agreements: Sequence[AgreementEvent],
    figures: tuple[Figure, ...],
    dates: Mapping[int, DateMention],
) -> list[TimelineEntry]:
    """One entry for each date of the sentence's agreements."""
    groups: dict[tuple[str, DateMod | None] | None, list[AgreementEvent]] = {}
    for agreement in agreements:
        groups.setdefault((agreement.date.value, agreement.date.mod) if agreement.date else None, []).append(agreement)
    return [_entry(sentence, mentions, dates.get(g[0].date.start) if g[0].date else None, tuple(g), figures) for g in groups.values()]


def _entry(
    sentence: TextSpan,
    mentions: tuple[Mention, ...],
    date: DateMention | None,
    agreements: tuple[AgreementEvent, ...],
    figures: tuple[Figure, ...],
) -> TimelineEntry:
    if date is None:
        return TimelineEntry(sentence=sentence, mentions=mentions, agreements=agreements, figures=figures)
    return TimelineEntry(
        date=date.value, mod=date.mod, first_day=date.first_day, last_day=date.last_day, sentence=sentence, mentions=mentions,
        agreements=agreements, figures=figures,
    )  # fmt: skip
