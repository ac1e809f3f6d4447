"""A server as users start it, for the tests that talk to one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from cyextract.web.work import ExtractJob, ExtractorSettings

SECRET = "绝密甲乙丙公司"


@dataclass
class Server:
    """A running `cyextract serve`: where it answers, and all that it has printed."""

    url: str
    printed: list[str] = field(default_factory=list)


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    """Run `cyextract serve` on a free port until the block ends."""
    command = [sys.executable, "-m", "cyextract", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        server = Server(process.stdout.readline().split()[0].rstrip("/"))
        reader = Thread(target=lambda: server.printed.extend(process.stdout or ()))
        reader.start()
        try:
            yield server
        finally:
            process.terminate()
            process.wait(20)
            reader.join()


def sleep(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """A job for a worker that takes too long."""
    time.sleep(60)
    return b""


def crash(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """A job that is the end of its worker."""
    os._exit(7)


def fail_with_the_text(settings: ExtractorSettings, job: ExtractJob) -> bytes:
    """A job whose error quotes the text."""
    raise RuntimeError(job.text)
