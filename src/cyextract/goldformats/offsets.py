"""Offsets as other tools count them, and the code points that cyextract counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from cyextract.errors import InputError


class OffsetUnit(StrEnum):
    """What an offset counts: Unicode code points (Python) or UTF-16 code units (JavaScript), where 𠮷 and most emoji are two."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"


@dataclass(frozen=True, slots=True)
class OffsetScheme:
    """One way to understand the offsets of a file; `crlf_is_one`: the tool saw CR LF as one line feed."""

    unit: OffsetUnit
    crlf_is_one: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A span as a file states it: offsets not yet understood, and the text it is said to hold, if the file says."""

    start: int
    end: int
    text: str | None
    where: str


def count_offsets(text: str, scheme: OffsetScheme) -> list[int]:
    """For every code point of the text, and its end, the offset that the scheme gives it.

    >>> count_offsets("𠮷野", OffsetScheme(OffsetUnit.UTF16))
    [0, 2, 3]
    """
    widths = [2 if scheme.unit is OffsetUnit.UTF16 and code > "\uffff" else 1 for code in text]
    if scheme.crlf_is_one:
        for index in range(len(text) - 1):
            if text[index : index + 2] == "\r\n":
                widths[index] = 0
    return list(accumulate(widths, initial=0))


def resolve_regions(
    text: str,
    regions: Sequence[Region],
    unit: OffsetUnit | None,
    default: OffsetUnit,
    is_same: Callable[[str, Region], bool],
) -> list[tuple[int, int]]:
    """Turn the regions of one document into code-point spans, by the first scheme that every region agrees with.

    Args:
        text: the document.
        regions: its regions; one without a stated text agrees wherever it lies inside the document.
        unit: what the caller says the offsets count; `None` lets the stated texts decide.
        default: what the tool counts, tried first.
        is_same: whether a slice of the text is what the region states.

    Raises:
        InputError: no scheme fits; the message names the first region that fails under the first scheme.
    """
    units = [unit] if unit is not None else [default, *(other for other in OffsetUnit if other is not default)]
    has_evidence = any(region.text is not None for region in regions)
    schemes = [OffsetScheme(u, crlf) for u in units for crlf in ((False, True) if has_evidence and "\r\n" in text else (False,))]
    if not has_evidence:
        schemes = schemes[:1]
    failures = []
    for scheme in schemes:
        found = _read(text, regions, scheme, is_same)
        if not isinstance(found, str):
            return found
        failures.append(found)
    raise InputError(failures[0])


def _read(
    text: str, regions: Sequence[Region], scheme: OffsetScheme, is_same: Callable[[str, Region], bool]
) -> list[tuple[int, int]] | str:
    """The spans, or what is wrong with the first that fails."""
    inverse = _invert(text, scheme)
    spans = []
    for region in regions:
        start, end = inverse.get(region.start), inverse.get(region.end)
        if start is None or end is None or start >= end:
            return (
                f"{region.where}: {region.start}..{region.end} is no span of the text ({scheme.unit} offsets, 0 to {max(inverse)}); "
                "does the text belong to it, and does --offset-unit say what the tool counted?"
            )
        if region.text is not None and not is_same(text[start:end], region):
            return (
                f"{region.where}: {region.start}..{region.end} is {text[start:end]!r:.60} in the text, and the annotation says "
                f"{region.text!r:.60}; was the text changed, or are the offsets not {scheme.unit} ones (--offset-unit)?"
            )
        spans.append((start, end))
    return spans


def _invert(text: str, scheme: OffsetScheme) -> Mapping[int, int]:
    inverse: dict[int, int] = {}
    for index, offset in enumerate(count_offsets(text, scheme)):
        inverse.setdefault(offset, index)  # the first of CR LF: an offset there is before the line end
    return inverse
