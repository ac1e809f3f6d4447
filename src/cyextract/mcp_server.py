"""The library as tools for programs that speak the Model Context Protocol, over standard input and output; needs the extra `mcp`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, wraps
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from cyextract.batch import document_row
from cyextract.document import Document
from cyextract.errors import InputError
from cyextract.extras import require
from cyextract.models import MentionType
from cyextract.pipeline import Extractor
from cyextract.verification import parse_claims
from cyextract.verification import verify as verify_claims
from cyextract.verification.pairs import verification_row

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

MAX_TEXT = 100_000
"""Code points of a text."""
MAX_CLAIMS = 10_000
_MAX_ROWS = 5_000

Text = Annotated[str, Field(max_length=MAX_TEXT, description="The text, in Chinese; offsets in the answer count its code points.")]
Day = Annotated[str | None, Field(max_length=40, description="Publication date that relative dates count from, like 2021-06-10.")]
Types = Annotated[list[MentionType] | None, Field(max_length=5, description="Only these types; all when absent.")]
Limit = Annotated[int, Field(ge=1, le=_MAX_ROWS, description="Most rows in the answer; `left_out` counts the rest.")]
Claims = Annotated[Any, Field(description="What was extracted from the text: any JSON value, a claim or a list of them.")]
Roles = Annotated[dict[str, Any] | None, Field(description="Field names or paths of the claims and what they hold: money, date, party …")]
_INSTRUCTIONS = (
    "Facts from Chinese news, offline and deterministic. After extracting values from a Chinese text, call verify with the text and your "
    "values: it says which of them the text supports, where, and what it says instead."
)


@cache
def _extractor(types: frozenset[MentionType] | None = None) -> Extractor:
    return Extractor(types)


def extract(text: Text, reference_date: Day = None, types: Types = None, limit: Limit = 500) -> dict[str, Any]:
    """Find dates, amounts, percentages, organisations and 《》 titles in a Chinese text, each with its span and normalised value."""
    document = _read(text, reference_date, frozenset(types) if types else None)
    row = json.loads(json.dumps(document_row(document), ensure_ascii=False))
    mentions = row.pop("mentions")
    kept = {name: row[name] for name in ("schema_version", "reference_date", "aliases") if row.get(name)}
    return {**kept, "mentions": mentions[:limit], "left_out": max(0, len(mentions) - limit)}


def figures(text: Text, reference_date: Day = None, limit: Limit = 500) -> dict[str, Any]:
    """What each amount and percentage of a Chinese text measures: metric, subject, period, direction, with spans; null where unsaid."""
    document = _read(text, reference_date)
    numbers = {mention.start: mention.canonical for mention in document.mentions}
    rows = [{"value": numbers[f.start], **f.model_dump(mode="json", exclude_none=True)} for f in document.figures]
    return {"figures": rows[:limit], "left_out": max(0, len(rows) - limit)}


def events(text: Text, reference_date: Day = None, limit: Limit = 500) -> dict[str, Any]:
    """Who signed, issued or adopted which titled document, and when, in a Chinese text; with spans."""
    rows = [event.model_dump(mode="json", exclude_none=True) for event in _read(text, reference_date).agreements]
    return {"events": rows[:limit], "left_out": max(0, len(rows) - limit)}


def verify(text: Text, claims: Claims, reference_date: Day = None, roles: Roles = None) -> dict[str, Any]:
    """Say of each claimed value whether a Chinese text supports it (supported, contradicted, unsupported, ambiguous), where, and what
    it says instead."""
    if isinstance(claims, str) and claims.lstrip()[:1] in ("[", "{"):  # JSON that a model has written out once more
        claims = parse_claims(claims, "claims")
    if isinstance(claims, list) and len(claims) > MAX_CLAIMS:
        raise InputError(f"more than {MAX_CLAIMS:,} claims; check fewer at once")
    check = verify_claims(text, claims, reference_date=reference_date or None, schema=roles, extractor=_extractor())
    return verification_row(check)


def _read(text: str, reference_date: str | None, types: frozenset[MentionType] | None = None) -> Document:
    return _extractor(types).extract(text, reference_date=reference_date or None)


def make_server() -> MCPServer[Any]:
    """The server with its tools.

    Raises:
        MissingExtraError: the extra `mcp` is not installed.
    """
    require("mcp", "mcp", "cyextract mcp")
    from mcp.server.mcpserver import MCPServer

    server: MCPServer[Any] = MCPServer("cyextract", instructions=_INSTRUCTIONS, version=version("cyextract"), log_level="WARNING")
    for tool in (extract, figures, events, verify):
        server.tool()(_telling(tool))
    return server


def _telling(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """A tool that tells its caller in one line what is wrong with the input."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def call(*args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            return tool(*args, **kwargs)
        except InputError as error:
            raise ToolError(str(error)) from None

    return call
