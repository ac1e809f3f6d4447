"""Tests that need an extra: they skip where it is not installed, and fail instead when CYEXTRACT_ALL_EXTRAS is set."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

import pytest


def import_or_skip(module: str) -> ModuleType:
    """Import a module of an extra; `.ci/run` sets CYEXTRACT_ALL_EXTRAS in its second stage, where nothing may be missing."""
    if os.environ.get("CYEXTRACT_ALL_EXTRAS"):
        return import_module(module)
    return pytest.importorskip(module, exc_type=ImportError)  # a module of ours raises MissingExtraError
