"""A check as HTML: the text with its claims marked, and a table of them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from cyextract.display.html import make_environment

if TYPE_CHECKING:
    from cyextract.verification.models import Verification


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text, with the verdict of the claims on it where there are any."""

    text: str
    verdict: str | None = None
    note: str = ""


def verification_page(verification: Verification) -> str:
    """A stand-alone page without script; its content security policy lets nothing load."""
    style = (files("cyextract.verification") / "static" / "verification.css").read_text(encoding="utf-8")
    return str(
        make_environment("cyextract.verification")
        .get_template("verification.html")
        .render(
            verification=verification,
            pieces=_pieces(verification),
            rows=list(verification.fields()),
            style=Markup(style),
            style_hash=_hash(style),
        )  # fmt: skip
    )


def _hash(source: str) -> str:
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode("ascii")


def _pieces(verification: Verification) -> list[_Piece]:
    """The text cut at the spans of its claims; where they overlap, the first and longest is marked."""
    marks = [
        (start, -end, number, path, field)
        for number, path, field in verification.fields()
        for start, end in field.spans
    ]  # fmt: skip
    pieces: list[_Piece] = []
    at = 0
    for start, minus_end, number, path, field in sorted(marks, key=lambda mark: mark[:3]):
        if start < at:
            continue
        pieces.append(_Piece(verification.text[at:start]))
        at = -minus_end
        pieces.append(
            _Piece(verification.text[start:at], field.verdict, f"{number + 1} {path}: {field.claimed} — {field.verdict}, {field.reason}")
        )
    pieces.append(_Piece(verification.text[at:]))
    return [piece for piece in pieces if piece.text]
