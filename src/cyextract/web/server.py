"""Run the application under uvicorn, with logs that hold no text."""

from __future__ import annotations

import logging
import socket
import sys
from types import TracebackType

from cyextract.web.app import ServerSettings, create_app


class TextlessFormatter(logging.Formatter):
    """Tracebacks without messages: where it went wrong and the exception's type, but no value, which may quote a text."""

    def formatException(self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]) -> str:
        kind, _, trace = ei
        lines = []
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return "\n".join([*lines, kind.__name__ if kind else "no exception"])


def open_socket(host: str, port: int) -> socket.socket:
    """Bind a listening socket; port 0 takes a free one.

    Raises:
        OSError: the address is taken, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def run_server(settings: ServerSettings, listener: socket.socket) -> None:
    """Serve on a bound socket until interrupted."""
    import uvicorn

    from cyextract.web.patience import impatient_protocol

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(TextlessFormatter("%(levelname)s: %(message)s"))
    for name in ("uvicorn", "uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler] if name != "uvicorn.error" else [], name == "uvicorn.error"
        logger.setLevel(logging.WARNING)
    config = uvicorn.Config(
        create_app(settings), log_config=None, log_level="warning", access_log=False, server_header=False, date_header=True,
        timeout_graceful_shutdown=3, lifespan="on", http=impatient_protocol(),
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listener])
