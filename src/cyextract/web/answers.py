"""Errors as JSON: one line that says what is wrong, and never what was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cyextract.errors import InputError
from cyextract.web.work import BusyError

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    error: str
    fields: tuple[dict[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


def answer_errors(app: FastAPI, time_limit: float) -> None:
    """Make an application answer every error as `ErrorAnswer`."""
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse
    from starlette.exceptions import HTTPException

    def describe(error: Exception) -> _Answer:
        if isinstance(error, RequestValidationError):
            return _describe_invalid(error)
        if isinstance(error, InputError):
            return _Answer(422, str(error))
        if isinstance(error, HTTPException):
            return _Answer(error.status_code, str(error.detail), headers=dict(error.headers or {}))
        if isinstance(error, TimeoutError):
            return _Answer(504, f"the text took longer than {time_limit:g} s; send a shorter one, or start with a larger --time-limit")
        if isinstance(error, BusyError):
            return _Answer(503, "every worker is busy; try again in a moment", headers={"retry-after": "2"})
        if isinstance(error, ChildProcessError):
            return _Answer(500, "the worker stopped; the text may need more memory than there is")
        return _Answer(500, "the extraction failed; this is a fault of cyextract")

    async def answer(request: Request, error: Exception) -> JSONResponse:
        described = describe(error)
        content = {"error": described.error, **({"fields": described.fields} if described.fields else {})}
        return JSONResponse(content, described.status, described.headers)

    for kind in (RequestValidationError, InputError, HTTPException, TimeoutError, BusyError, ChildProcessError, Exception):
        app.add_exception_handler(kind, answer)


def _describe_invalid(error: RequestValidationError) -> _Answer:
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return _Answer(400, "the request body is not JSON")
    fields = tuple({"field": ".".join(str(part) for part in p["loc"][1:]) or "body", "problem": str(p["msg"])} for p in problems)
    return _Answer(422, "; ".join(f"{item['field']}: {item['problem']}" for item in fields), fields)
