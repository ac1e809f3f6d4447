"""The ASGI application: the page, its files, and the JSON interface. No text is stored, and none reaches a log."""

from __future__ import annotations

import asyncio
import binascii
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from cyextract.batch import decode
from cyextract.currencies import currency_codes
from cyextract.display.html import SCRIPTS, make_environment, read_asset
from cyextract.display.labels import CATEGORIES, DATE_MODS, KINDS, PERCENT_UNITS, QUANTITY_MODS, REASONS, VERDICTS, Wording, label
from cyextract.document_settings import parse_reference_date
from cyextract.errors import InputError
from cyextract.models import DateMod, OrgKind, PercentUnit, QuantityMod, TitleCategory
from cyextract.web.answers import answer_errors
from cyextract.web.correction import check_correction, correction_row
from cyextract.web.guard import Guard
from cyextract.web.messages import (
    BytesRequest,
    CorrectionAnswer,
    CorrectionRequest,
    DecodedText,
    ErrorAnswer,
    Health,
    ResultRow,
    TablesRequest,
    TextRequest,
    ViewAnswer,
)
from cyextract.web.verifying import VerifyAnswer, VerifyJob, VerifyRequest, check_claims, verify_text
from cyextract.web.work import Answer, ExtractJob, ExtractorSettings, Workers, extract_row, extract_sheets, extract_view
from cyextract.web.workbook import MEDIA_TYPE, corrected_document, make_workbook, sheet_rows

if TYPE_CHECKING:
    from fastapi import FastAPI, Response

MAX_BYTES = 4_000_000
TIME_LIMIT = 15.0
_OWN_FILES = (
    "app.css", "app.js", "claims.js", "codepoints.js", "corrections.js", "documents.js", "download.js", "editor.js", "files.js",
    "selection.js", "server.js", "zip.js", "icon.svg",
)  # fmt: skip
_VIEW_FILES = ("view.css", *SCRIPTS)
_MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_CHOICES = {
    "date_mod": (DateMod, {mod: Wording(said.zh.replace("{}", "…"), said.en.replace("{}", "…")) for mod, said in DATE_MODS.items()}),
    "quantity_mod": (QuantityMod, QUANTITY_MODS),
    "percent_unit": (PercentUnit, PERCENT_UNITS),
    "kind": (OrgKind, KINDS),
    "category": (TitleCategory, CATEGORIES),
}
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorAnswer, "description": "Not JSON."},
    413: {"model": ErrorAnswer, "description": "Larger than the server takes."},
    415: {"model": ErrorAnswer, "description": "Not sent as application/json."},
    422: {"model": ErrorAnswer, "description": "A field is missing, unknown or malformed."},
    503: {"model": ErrorAnswer, "description": "Every worker is busy; try again."},
    504: {"model": ErrorAnswer, "description": "The text took longer than the server allows."},
}

_WORKBOOK: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}}


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the server answers: what it extracts with, and its limits."""

    extractor: ExtractorSettings = field(default_factory=ExtractorSettings)
    workers: int = 2
    max_bytes: int = MAX_BYTES
    time_limit: float = TIME_LIMIT
    """Seconds that a request may wait for a worker, and again may take."""
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
    """Names the server answers to: another one in the Host header is a page elsewhere that points its name here. `*` is any."""


def create_app(settings: ServerSettings = ServerSettings()) -> FastAPI:
    """The application, for `cyextract serve` or an ASGI server of your own.

    Raises:
        ImportError: the extra `web` is not installed.
    """
    from fastapi import FastAPI, Response
    from fastapi.middleware.trustedhost import TrustedHostMiddleware

    service = _Service(settings)
    app = FastAPI(
        title="cyextract", version=version("cyextract"), description="Facts from Chinese news: spans in code points, normalised values.",
        docs_url=None, redoc_url=None, lifespan=service.lifespan, separate_input_output_schemas=False,
    )  # fmt: skip
    # The handlers answer with bytes that a worker made; the models say what these hold.
    app.post("/extract", response_model=ResultRow, responses=_ERRORS, summary="Extract the mentions of a text")(service.extract)
    app.post("/view", response_model=ViewAnswer, responses=_ERRORS, summary="The same, with the text as HTML")(service.view)
    app.post("/verify", response_model=VerifyAnswer, responses=_ERRORS, summary="Check claims against a text")(service.verify)
    app.post("/tables", response_class=Response, responses=_ERRORS | _WORKBOOK, summary="One workbook of several texts")(service.tables)
    app.post("/check", response_model=CorrectionAnswer, responses=_ERRORS, summary="Check a corrected mention")(service.check)
    app.post("/decode", response_model=DecodedText, responses=_ERRORS, summary="Read the bytes of a text")(service.decode)
    app.get("/health", response_model=Health, summary="Whether the server answers")(service.health)
    app.get("/", include_in_schema=False)(service.page)
    app.get("/docs", include_in_schema=False)(lambda: service.reference(app.openapi()))
    app.get("/static/{name}", include_in_schema=False)(service.asset)
    answer_errors(app, settings.time_limit)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[_in_brackets(host) for host in settings.hosts], www_redirect=False)
    app.add_middleware(Guard, max_bytes=settings.max_bytes)
    return app


def _in_brackets(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class _Service:
    """The handlers and what they share."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._workers = Workers(settings.extractor, settings.workers, settings.time_limit)

    @asynccontextmanager
    async def lifespan(self, app: object) -> AsyncIterator[None]:
        async with self._workers.running():
            yield

    async def extract(self, request: TextRequest) -> Any:
        """Answer with the row that cyextract batch writes for the text."""
        return await self._answer(extract_row, request)

    async def view(self, request: TextRequest) -> Any:
        """Answer with the row and a fragment of HTML, the text with its mentions and what was found in panels; and why it was read so."""
        return await self._answer(extract_view, request)

    async def verify(self, request: VerifyRequest) -> Any:
        """Answer with the verdict on every claimed value, as a line of the report of cyextract verify."""
        from fastapi import Response

        job = VerifyJob(
            request.text, request.id, _check_date(request.reference_date), request.default_currency,
            claims=check_claims(request), schema=request.roles,
        )  # fmt: skip
        return Response(await self._workers.run(verify_text, job), media_type="application/json")

    async def tables(self, request: TablesRequest) -> Any:
        """Answer with the workbook (.xlsx) that cyextract tables writes."""
        from fastapi import Response

        rows = []
        for asked in request.documents:
            if asked.row is None:
                rows.append(await self._workers.run(extract_sheets, _job(asked)))
            else:
                rows.append(sheet_rows(corrected_document(asked.text, asked.id, asked.row)))
        return Response(await asyncio.to_thread(make_workbook, rows), media_type=MEDIA_TYPE)

    def check(self, request: CorrectionRequest) -> Any:
        """Answer with the mention, or with the fields that cannot be."""
        from fastapi.responses import JSONResponse

        checked = check_correction(request.mention)
        if isinstance(checked, list):
            told = "; ".join(f"{field}: {problem}" for field, problem in checked)
            return JSONResponse({"error": told, "fields": [problem._asdict() for problem in checked]}, 422)
        return JSONResponse({"mention": checked.model_dump(mode="json", exclude_none=True), "html": correction_row(checked)})

    def decode(self, request: BytesRequest) -> DecodedText:
        """Answer with the text; the encoding is a guess among those of Chinese."""
        try:
            decoded = decode(b64decode(request.content, validate=True))
        except binascii.Error:
            raise InputError("content is not Base64") from None
        return DecodedText(text=decoded.text, encoding=decoded.encoding)

    async def health(self) -> Health:
        """Answer at once, whatever the workers do."""
        return Health(version=version("cyextract"))

    async def page(self) -> Any:
        from fastapi.responses import HTMLResponse

        return HTMLResponse(_render_page(self._settings.max_bytes))

    def reference(self, openapi: dict[str, Any]) -> Any:
        from fastapi.responses import HTMLResponse

        return HTMLResponse(make_environment("cyextract.web").get_template("reference.html").render(api=openapi))

    async def asset(self, name: str) -> Any:
        from fastapi import HTTPException, Response

        if name not in (*_OWN_FILES, *_VIEW_FILES):
            raise HTTPException(404, "no such file")
        return Response(_read_file(name), media_type=_MEDIA_TYPES[name.rpartition(".")[2]])

    async def _answer(self, answer: Answer, request: TextRequest) -> Response:
        from fastapi import Response

        return Response(await self._workers.run(answer, _job(request)), media_type="application/json")


def _job(request: TextRequest) -> ExtractJob:
    return ExtractJob(
        request.text, request.id, _check_date(request.reference_date), request.default_currency, request.vague,
        None if request.types is None else frozenset(request.types),
    )  # fmt: skip


def _check_date(written: str | None) -> str | None:
    day = parse_reference_date(written or None)
    return None if day is None else day.isoformat()


@cache
def _render_page(max_bytes: int) -> str:
    choices = {name: [(code, label(labels, code)) for code in get_args(literal)] for name, (literal, labels) in _CHOICES.items()}
    words = {**VERDICTS, **REASONS}
    return (
        make_environment("cyextract.web")
        .get_template("index.html")
        .render(max_bytes=max_bytes, version=version("cyextract"), choices=choices, currencies=sorted(currency_codes()), words=words)
    )


@cache
def _read_file(name: str) -> str:
    return read_asset(name) if name in _VIEW_FILES else (files("cyextract.web") / "static" / name).read_text(encoding="utf-8")
