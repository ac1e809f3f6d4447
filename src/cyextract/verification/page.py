"""A check as HTML: the text with its claims marked, and a table of them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

from markupsafe import Markup

from cyextract.display.html import make_environment


class ShownField(Protocol):
    """What a page shows of one field."""

    @property
    def verdict(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def claimed(self) -> str: ...
    @property
    def found(self) -> str | None: ...
    @property
    def spans(self) -> tuple[tuple[int, int], ...]: ...


@dataclass(frozen=True, slots=True)
class VerificationContent:
    """What a page shows of a check; each field with the number of its claim and its path."""

    id: str | None
    ok: bool
    totals: Mapping[str, int]
    text: str
    fields: Sequence[tuple[int, str, ShownField]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text, with the verdict of the claims on it where there are any."""

    text: str
    verdict: str | None = None
    note: str = ""


def verification_page(content: VerificationContent) -> str:
    """A stand-alone page without script; its content security policy lets nothing load."""
    style = (files("cyextract.verification") / "static" / "verification.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    template = make_environment("cyextract.verification").get_template("verification.html")
    return str(template.render(content=content, pieces=_pieces(content), style=Markup(style), style_hash=digest))


def _pieces(content: VerificationContent) -> list[_Piece]:
    """The text cut at the spans of its claims; where they overlap, the first and longest is marked."""
    marks = [(start, -end, number, path, field) for number, path, field in content.fields for start, end in field.spans]
    pieces: list[_Piece] = []
    at = 0
    for start, minus_end, number, path, field in sorted(marks, key=lambda mark: mark[:3]):
        if start < at:
            continue
        pieces.append(_Piece(content.text[at:start]))
        at = -minus_end
        note = f"{number + 1} {path}: {field.claimed} — {field.verdict}, {field.reason}"
        pieces.append(_Piece(content.text[start:at], field.verdict, note))
    pieces.append(_Piece(content.text[at:]))
    return [piece for piece in pieces if piece.text]
