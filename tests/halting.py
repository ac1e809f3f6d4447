"""`python halting.py N ARGUMENTS…` is the command `cyextract`, but that a batch stops for good once N inputs are done, and says so."""

from __future__ import annotations

import signal
import sys
import time
from unittest import mock

from cyextract import cli
from cyextract.batch import Progress, Row
from cyextract.cli.terminal import ProgressBar


class HaltingBar(ProgressBar):
    """Waits when so many inputs are done."""

    def advance(self, progress: Progress, failure: Row | None) -> None:
        super().advance(progress, failure)
        if progress.inputs == int(sys.argv[1]):
            print("halted", flush=True)
            time.sleep(1000)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background of a script
    command = sys.modules["cyextract.cli.batch"]
    with mock.patch.object(command, "ProgressBar", HaltingBar), mock.patch("cyextract.batch.journal._SECONDS", 0.0):
        cli.main(sys.argv[2:])
