"""Lines on which no request comes are closed: a client that sends half a header would hold one for good."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_LIMIT = 10.0  # seconds from the first byte, or the opening of the line, to the end of a request's headers


def impatient_protocol(limit: float = HEADER_LIMIT) -> type[H11Protocol]:
    """The server's protocol, with a limit on how long a request may take to begin."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class ImpatientProtocol(H11Protocol):  # type: ignore[misc]
        _begins_by: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def _wait(self) -> None:
            """Let the time run while no request is at work."""
            if self.cycle is not None and not self.cycle.response_complete:
                self._stop_waiting()
            elif self._begins_by is None:
                self._begins_by = self.loop.call_later(limit, self._give_up)

        def _stop_waiting(self) -> None:
            if self._begins_by is not None:
                self._begins_by.cancel()
                self._begins_by = None

        def _give_up(self) -> None:
            self._begins_by = None
            if self.cycle is None or self.cycle.response_complete:
                self.transport.close()

    return ImpatientProtocol
