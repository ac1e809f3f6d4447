"""What the command shows on a terminal: one process after another would load the library anew for each, so that one runs them all."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_END = "\n-- end of turn, status "


def on_terminal(turns: Sequence[tuple[Mapping[str, str], Sequence[str]]], cwd: Path) -> list[tuple[str, int]]:
    """What each turn, a command with its environment, writes to its terminal by both its streams, and its exit status."""
    ours, theirs = pty.openpty()
    command = [sys.executable, __file__, json.dumps(turns)]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"PYTHONIOENCODING": "utf-8:surrogateescape"}
    shown = b""
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL, cwd=cwd, env=environment) as process:
        os.close(theirs)
        while piece := _read(ours):
            shown += piece
    os.close(ours)
    *parts, rest = shown.decode("utf-8", "backslashreplace").replace("\r\n", "\n").split(_END)
    assert process.returncode == 0, rest
    assert len(parts) == len(turns)
    statuses = [int(part.partition("\n")[0]) for part in (*parts[1:], rest)]
    return list(zip((parts[0], *(part.partition("\n")[2] for part in parts[1:])), statuses, strict=True))


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # nobody holds the other end any more
        return b""


def _run(environment: Mapping[str, str], arguments: Sequence[str]) -> int:
    from cyextract.cli import main

    os.environ.update(environment)
    try:
        main(arguments)
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else 0
    finally:
        for name in environment:
            del os.environ[name]
    return 0


if __name__ == "__main__":
    for turn in json.loads(sys.argv[1]):
        status = _run(*turn)
        sys.stderr.flush()
        print(_END, status, sep="", flush=True)
