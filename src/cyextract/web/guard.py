"""What every request passes: a size limit, a content type, and headers that let a page do nothing but its own work."""

from __future__ import annotations

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
_READ_AWAY = 10  # how many times the limit is read of a body that is refused, and forgotten
_ENCODED = [(name.encode("ascii"), value.encode("ascii")) for name, value in _HEADERS.items()]


class Guard:
    """ASGI middleware.

    JSON alone is taken: another site's page cannot send that without asking first, and it is never answered.

    Args:
        app: what it stands before.
        max_bytes: how large a request body may be.
    """

    def __init__(self, app: App, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_ENCODED]
            await send(message)

        headers = {name.lower(): value for name, value in scope["headers"]}
        if scope["method"] == "POST" and not _is_json(headers.get(b"content-type", b"")):
            await self._read_away(receive)
            await _refuse(send_with_headers, 415, "send the request as application/json")
        elif (length := headers.get(b"content-length", b"")).isdigit() and int(length) > self._max_bytes:
            await self._read_away(receive)
            await _refuse(send_with_headers, 413, self._too_large)
        else:
            await self._answer(scope, receive, send_with_headers)

    @property
    def _too_large(self) -> str:
        return f"the request is larger than {self._max_bytes:,} bytes; split the text, or start the server with a larger --max-bytes"

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        """Count the body while the application reads it; past the limit the application sees a client that hung up."""
        received, is_complete, is_refused = 0, False, False

        async def receive_within_limit() -> Message:
            nonlocal received, is_complete
            message = await receive()
            received += len(message.get("body", b""))
            is_complete = not message.get("more_body", False)
            return message if received <= self._max_bytes else {"type": "http.disconnect"}

        async def send_unless_too_large(message: Message) -> None:
            nonlocal is_refused
            if received <= self._max_bytes:
                await send(message)
            elif not is_refused:
                is_refused = True
                if not is_complete:
                    await self._read_away(receive)
                await _refuse(send, 413, self._too_large)

        await self._app(scope, receive_within_limit, send_unless_too_large)

    async def _read_away(self, receive: Receive) -> None:
        """Take in the rest of a refused body, within reason: a client that is still sending when the line closes reads no answer."""
        read = 0
        while read < _READ_AWAY * self._max_bytes:
            message = await receive()
            read += len(message.get("body", b""))
            if not message.get("more_body", False):
                return


def _is_json(content_type: bytes) -> bool:
    return content_type.split(b";")[0].strip().lower() == b"application/json"


async def _refuse(send: Send, status: int, error: str) -> None:
    body = json.dumps({"error": error}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode("ascii")), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
