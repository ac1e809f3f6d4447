"""What every request passes: a limit of size and time, a content type, headers that let a page do nothing but its own work.

The work for a client that has hung up is ended. One that shuts its half of the line counts as that: the two look alike.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
UPLOAD_LIMIT = 20.0  # seconds in which the whole of a request must arrive
_READ_AWAY = 10  # how many times the limit is read of a body that is refused, and forgotten
_ENCODED = [(name.encode("ascii"), value.encode("ascii")) for name, value in _HEADERS.items()]


class Guard:
    """ASGI middleware.

    JSON alone is taken: another site's page cannot send that without asking first, and it is never answered.

    Args:
        app: what it stands before.
        max_bytes: how large a request body may be.
        upload_limit: seconds in which it must arrive.
    """

    def __init__(self, app: App, max_bytes: int, upload_limit: float = UPLOAD_LIMIT) -> None:
        self._app = app
        self._max_bytes, self._upload_limit = max_bytes, upload_limit

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_ENCODED]
            await send(message)

        headers = {name.lower(): value for name, value in scope["headers"]}
        length = headers.get(b"content-length", b"")
        refusal = None
        if scope["method"] == "POST" and not _is_json(headers.get(b"content-type", b"")):
            refusal = 415, "send the request as application/json"
        elif length.isdigit() and int(length) > self._max_bytes:
            refusal = 413, self._too_large
        body: bytearray | None = bytearray()
        try:
            async with asyncio.timeout(self._upload_limit):
                body = await self._read(receive, is_kept=refusal is None)
        except TimeoutError:
            refusal = 408, f"the request took longer than {self._upload_limit:g} s to arrive"
        if body is None:
            return
        if refusal is None and len(body) > self._max_bytes:
            refusal = 413, self._too_large
        if refusal is None:
            await _answer_unless_gone(self._app, scope, body, receive, send_with_headers)
        else:
            await _refuse(send_with_headers, *refusal)

    @property
    def _too_large(self) -> str:
        return f"the request is larger than {self._max_bytes:,} bytes; split the text, or start the server with a larger --max-bytes"

    async def _read(self, receive: Receive, *, is_kept: bool) -> bytearray | None:
        """The body, or enough of it to be too large; None when the client hung up.

        The rest of one that is refused is read and forgotten, within reason: a client that is still sending when the line closes reads
        no answer.
        """
        body, read = bytearray(), 0
        while read < _READ_AWAY * self._max_bytes:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            piece = message.get("body", b"")
            read += len(piece)
            if is_kept and len(body) <= self._max_bytes:
                body += piece
            if not message.get("more_body", False):
                break
        return body


async def _answer_unless_gone(app: App, scope: Message, body: bytes | bytearray, receive: Receive, send: Send) -> None:
    """Let the application answer, unless the client hangs up before it has."""
    is_read = False

    async def receive_body() -> Message:
        nonlocal is_read
        if not is_read:
            is_read = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}
        await gone
        return {"type": "http.disconnect"}

    async def wait_until_gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    gone = asyncio.ensure_future(wait_until_gone())
    answer = asyncio.ensure_future(app(scope, receive_body, send))
    try:
        await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not answer.done():
            answer.cancel()
    try:
        await answer
    except asyncio.CancelledError:
        if not gone.done():
            raise


def _is_json(content_type: bytes) -> bool:
    return content_type.split(b";")[0].strip().lower() == b"application/json"


async def _refuse(send: Send, status: int, error: str) -> None:
    body = json.dumps({"error": error}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode("ascii")), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
