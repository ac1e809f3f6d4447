"""Optional dependencies: whether they are there, and what to install when they are not."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from cyextract.errors import MissingExtraError


def require(module: str, extra: str, purpose: str) -> None:
    """Make sure that a library is there, without importing it.

    Args:
        module: the module to be imported.
        extra: the extra of cyextract that installs it.
        purpose: who asks for it; the message begins with it.

    Raises:
        MissingExtraError: it is not installed.

    >>> require("no_such_library", "ray", "cyextract.adapters.ray")
    Traceback (most recent call last):
    cyextract.errors.MissingExtraError: cyextract.adapters.ray needs no-such-library: pip install 'cyextract[ray]'
    """
    if module not in sys.modules and find_spec(module) is None:
        package = module.replace("_", "-")
        raise MissingExtraError(f"{purpose} needs {package}: pip install 'cyextract[{extra}]'")
