"""`cyextract serve`: the page in a browser, and the same over HTTP; `cyextract mcp`: the same for agents."""

from __future__ import annotations

from typing import Annotated

import typer

from cyextract.cli.options import LexiconPaths, RulePaths, Segmenter, fail, make_extractor
from cyextract.cli.terminal import say

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on; the default is this machine alone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8017,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="Texts extracted at once, each in a process of its own.")] = 2,
    max_bytes: Annotated[int, typer.Option(metavar="N", min=1, help="Largest request taken.")] = 4_000_000,
    time_limit: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Longest time one text may take.")] = 15.0,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Host name to answer to, when not on loopback; may be given repeatedly.")
    ] = None,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
) -> None:
    """Serve a page to paste texts into, and POST /extract. No text is stored or logged.

    Anyone who reaches the address can use it: there is no log-in. Needs the extra web.
    """
    from cyextract.extras import require

    require(("fastapi", "uvicorn"), "web", "cyextract serve")
    from cyextract.parallel import check_time_limit
    from cyextract.web.app import ServerSettings
    from cyextract.web.server import open_socket, run_server
    from cyextract.web.work import ExtractorSettings

    check_time_limit(time_limit)
    make_extractor(None, segmenter, rules, lexicon, None)  # a wrong rule file is told here, not in the first answer
    extractor = ExtractorSettings(segmenter, tuple(map(str, rules or ())), tuple(map(str, lexicon or ())))
    hosts = tuple(allow_host or (_LOOPBACK if host in _LOOPBACK else ("*",)))
    try:
        listener = open_socket(host, port)
    except OSError as error:
        fail(f"{host}:{port}: {error.strerror or error}; choose another --host or --port")
    name, number = listener.getsockname()[:2]
    say(f"http://{f'[{name}]' if ':' in name else name}:{number}/ (Ctrl+C stops)")
    run_server(ServerSettings(extractor, workers, max_bytes, time_limit, hosts), listener)


def mcp() -> None:
    """Serve the tools extract, figures, events and verify to a program that speaks MCP, over stdin and stdout.

    For agents: name this command in their settings. No text is stored or logged. Needs the extra mcp.
    """
    from cyextract.mcp_server import make_server

    make_server().run("stdio")
