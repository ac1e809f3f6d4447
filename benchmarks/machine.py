"""Where a number was measured (without this, two numbers cannot be compared), and how tables are printed."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.console import Console

_WIDE = 200  # columns where no terminal limits them
_PACKAGES = ("cyextract", "pydantic", "regex", "rjieba")


def describe_machine() -> dict[str, str]:
    """Commit, processor, Python and package versions."""
    return {
        "commit": _read_commit(),
        "processor": f"{_read_processor()}, {os.cpu_count()} cores",
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        **{name: _read_version(name) for name in _PACKAGES},
    }


def open_console() -> Console:
    """A console on stdout that cuts nothing when it is a file."""
    return Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False)


def format_machine(described: dict[str, str]) -> str:
    """The same on one line, for people."""
    return ", ".join(f"{name} {value}" for name, value in described.items())


def _read_commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def _read_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _read_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
