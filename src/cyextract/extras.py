"""Optional dependencies: whether they are there, and what to install when they are not."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from cyextract.errors import MissingExtraError


def require(modules: str | Sequence[str], extra: str, purpose: str) -> None:
    """Make sure that libraries are there, without importing them.

    Args:
        modules: the module to be imported, or several.
        extra: the extra of cyextract that installs them.
        purpose: who asks for them; the message begins with it.

    Raises:
        MissingExtraError: one is not installed; the message holds the command that installs it.

    >>> require("no_such_library", "ray", "cyextract.adapters.ray")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    cyextract.errors.MissingExtraError: cyextract.adapters.ray needs no-such-library; in the clone of cyextract: ...pip install '.[ray]'
    """
    for module in (modules,) if isinstance(modules, str) else modules:
        if module not in sys.modules and find_spec(module) is None:
            package = module.replace("_", "-")
            raise MissingExtraError(f"{purpose} needs {package}; in the clone of cyextract: {_pip()} install '.[{extra}]'")


def _pip() -> str:
    """What a shell calls to install for this interpreter: a bare pip belongs to another one where our environment is not activated."""
    if sys.prefix in (sys.base_prefix, os.environ.get("VIRTUAL_ENV")):
        return "pip"
    near = os.path.relpath(sys.executable)
    return f"{shlex.quote(sys.executable if near.startswith(os.pardir) else near)} -m pip"
