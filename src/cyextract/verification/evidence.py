"""What a text says, looked up by value: mentions, names, titles, figures, and every place where a string stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from cyextract.document import Document
from cyextract.models import DateMention, Figure, MoneyMention, Organisation, OrgMention, PercentMention, TitleMention
from cyextract.numerals.lexer import lex_numbers
from cyextract.numerals.value import DIGITS, SCALE
from cyextract.text.fold import fold
from cyextract.text.reading_view import reading_view
from cyextract.verification.models import TIERS, Tier
from cyextract.verification.quantities import bounds_of

MAX_SPANS = 16  # places that one answer names
_SHORT = 100  # code points; names are asked for again and again, long quotes are not
_LAYOUT = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
# Marks that models exchange: half-width for wide, straight for curly.
_MARKS = str.maketrans("，。；！？、‘’“”〈〉【】", ",.;!?,''\"\"<>[]")
_NUMERAL = frozenset("0123456789") | frozenset(DIGITS) | frozenset(SCALE)
Quantity = MoneyMention | PercentMention


class TextPlace(NamedTuple):
    """Where a string stands in the raw text, and how it differs from what was looked for."""

    spans: tuple[tuple[int, int], ...]
    tier: Tier


class _Squeezed:
    """A text without layout, with the way back."""

    def __init__(self, text: str) -> None:
        parts, self._starts, self._shift, kept, taken = [], [0], [0], 0, 0
        for gap in _LAYOUT.finditer(text):
            parts.append(text[kept : gap.start()])
            taken += gap.end() - gap.start()
            kept = gap.end()
            self._starts.append(kept - taken)
            self._shift.append(taken)
        parts.append(text[kept:])
        self.text = "".join(parts)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        return self._raw(start), self._raw(end - 1) + 1

    def _raw(self, offset: int) -> int:
        return offset + self._shift[bisect_right(self._starts, offset) - 1]


def squeeze(text: str) -> str:
    """A string without layout, as strings are compared for the tier `layout`."""
    return _LAYOUT.sub("", text)


def normal_form(text: str) -> str:
    """A string as names and quotes are compared for the tier `variant`: width, script, marks and case aside."""
    return _short_form(text) if len(text) <= _SHORT else _normal_form(text)


def _normal_form(text: str) -> str:
    return _LAYOUT.sub("", fold(text).translate(_MARKS).lower())


_short_form = lru_cache(maxsize=65536)(_normal_form)


class Places:
    """A text, ready to be searched."""

    def __init__(self, raw: str) -> None:
        self.raw = raw

    @cached_property
    def _folded(self) -> str:
        folded = fold(self.raw).translate(_MARKS)
        lowered = folded.lower()
        return lowered if len(lowered) == len(folded) else folded  # İ becomes two: such a text keeps its case

    @cached_property
    def _layout(self) -> _Squeezed:
        return _Squeezed(self.raw)

    @cached_property
    def _variant(self) -> _Squeezed:
        return _Squeezed(self._folded)

    def find(self, text: str, most: int = MAX_SPANS) -> TextPlace | None:
        """Where a string stands, in the closest writing; a number inside a longer number is not that number."""
        if not text.strip():
            return None
        if spans := _occurrences(self.raw, text, most):
            return TextPlace(spans, "exact")
        squeezed = squeeze(text)
        for tier, haystack, needle in (("layout", self._layout, squeezed), ("variant", self._variant, normal_form(text))):
            if spans := _occurrences(haystack.text, needle, most):
                return TextPlace(tuple(haystack.raw_span(*span) for span in spans), tier)  # type: ignore[arg-type]
        return None

    def tier_of(self, claimed: str, start: int, end: int) -> Tier:
        """How close a claim is to the text of a mention that has its value."""
        text = self.raw[start:end]
        if claimed == text:
            return "exact"
        if squeeze(claimed) == squeeze(text):
            return "layout"
        return "variant" if normal_form(claimed) == normal_form(text) else "value"


class Evidence(Places):
    """A document, ready to be asked."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.text)
        self.document = document
        self.figures: dict[int, Figure] = {figure.start: figure for figure in document.figures}
        self.mentions = {mention.start: mention for mention in document.mentions}

    def closest(self, claimed: str, spans: Sequence[tuple[int, int]]) -> TextPlace:
        """Places that have a claim's value, the closest in writing first: the tier is that of the first."""
        tiers = [(TIERS.index(self.tier_of(claimed, *span)), span) for span in spans]
        ordered = [span for _, span in sorted(tiers)]
        return TextPlace(tuple(ordered[:MAX_SPANS]), TIERS[min(tiers)[0]])

    @cached_property
    def quantities(self) -> dict[Decimal, list[Quantity]]:
        """Amounts and percentages by the absolute value of each of their ends."""
        found: defaultdict[Decimal, list[Quantity]] = defaultdict(list)
        mentions: tuple[Quantity, ...] = (*self.document.money, *self.document.percents)
        for mention in mentions:
            for end in dict.fromkeys(map(abs, bounds_of(mention) or _open_ends(mention))):
                found[end].append(mention)
        return dict(found)

    @cached_property
    def by_digits(self) -> dict[tuple[int, ...], list[Quantity]]:
        """Amounts and percentages by their significant digits, whatever the scale."""
        found: defaultdict[tuple[int, ...], list[Quantity]] = defaultdict(list)
        for value, mentions in self.quantities.items():
            found[digits_of(value)] += mentions
        return dict(found)

    @cached_property
    def numbers(self) -> dict[Decimal, list[tuple[int, int]]]:
        """Every number of the text that is neither money nor percentage, by value."""
        source, found = reading_view(self.raw), defaultdict(list)
        taken = sorted((m.start, m.end) for m in (*self.document.money, *self.document.percents))
        for number in lex_numbers(source.view):
            start, end = source.raw_span(number.start, number.end)
            quantity = number.quantity
            index = bisect_right(taken, (start, len(self.raw))) - 1
            is_free = index < 0 or start >= taken[index][1]
            if is_free and quantity is not None and quantity.low == quantity.high:
                found[quantity.low].append((start, end))
        return dict(found)

    @cached_property
    def names(self) -> dict[str, Organisation]:
        """Organisations by the normal form of each of their names."""
        found: dict[str, Organisation] = {}
        for body in self.document.organisations:
            for name in (body.name, *(name.name for name in body.names)):
                found.setdefault(normal_form(name), body)
        return found

    @cached_property
    def org_mentions(self) -> dict[str, list[OrgMention]]:
        """ORG mentions by the normal form of their text."""
        found: defaultdict[str, list[OrgMention]] = defaultdict(list)
        for mention in self.document.orgs:
            found[normal_form(mention.canonical)].append(mention)
        return dict(found)

    @cached_property
    def titles(self) -> dict[str, list[TitleMention]]:
        """TITLE mentions by the normal form of what stands in the brackets."""
        found: defaultdict[str, list[TitleMention]] = defaultdict(list)
        for mention in self.document.titles:
            found[normal_form(mention.title)].append(mention)
        return dict(found)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """DATE mentions, one for each value and way of writing."""
        return tuple({(m.value, m.mod, m.canonical): m for m in reversed(self.document.dates)}.values())

    @cached_property
    def date_spans(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """The spans of the dates with a value and a text."""
        found: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for mention in self.document.dates:
            found[mention.value, mention.canonical].append((mention.start, mention.end))
        return dict(found)

    def spans_of(self, body: Organisation) -> tuple[tuple[int, int], ...]:
        """Where the mentions of an organisation stand."""
        starts = sorted(start for name in body.names for start in name.starts)
        return tuple((start, self.mentions[start].end) for start in starts if start in self.mentions)[:MAX_SPANS]

    def inside_name(self, start: int, end: int) -> OrgMention | TitleMention | None:
        """The longer name or title that a span is a part of."""
        index = bisect_right(self._name_starts, start) - 1
        if index < 0:
            return None
        mention = self._name_mentions[index]
        is_part = mention.end >= end and (mention.start, mention.end) != (start, end)
        return mention if is_part and mention.end > start else None

    @cached_property
    def _name_mentions(self) -> list[OrgMention | TitleMention]:
        return sorted((*self.document.orgs, *self.document.titles), key=lambda m: m.start)

    @cached_property
    def _name_starts(self) -> list[int]:
        return [mention.start for mention in self._name_mentions]


def digits_of(value: Decimal) -> tuple[int, ...]:
    """The significant digits of a value."""
    return value.normalize().as_tuple().digits


def _open_ends(mention: Quantity) -> tuple[Decimal, ...]:
    """The ends that a range has."""
    ends = (mention.amount_min, mention.amount_max) if isinstance(mention, MoneyMention) else (mention.value_min, mention.value_max)
    return tuple(end for end in ends if end is not None)


def _occurrences(text: str, needle: str, most: int) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = text.find(needle) if needle else -1
    while at >= 0 and len(spans) < most:
        end = at + len(needle)
        if not (_cuts_number(text, at) or _cuts_number(text, end)):
            spans.append((at, end))
        at = text.find(needle, end)
    return tuple(spans)


def _cuts_number(text: str, at: int) -> bool:
    """Whether a number goes on over an offset: 11|月, 5.|2."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before in ".," and after.isdecimal():
        return at > 1 and text[at - 2].isdecimal()
    if after in ".," and before.isdecimal():
        return at + 1 < len(text) and text[at + 1].isdecimal()
    return before in _NUMERAL and after in _NUMERAL
