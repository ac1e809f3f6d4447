"""The scorer of organisations was fitted on what the rules and lists found then: they must find the same now."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
TRAINING = ROOT / "training" / "org"


def test_the_shipped_weights_were_made_with_these_rules_and_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(TRAINING), *sys.path])
    for name in ("arrays", "articles", "pack"):
        monkeypatch.setitem(sys.modules, name, import_module(name))  # gone after the test
    pack = sys.modules["pack"]
    with np.load(ROOT / "rules" / "lexicon" / "org" / "scorer.npz") as shipped:
        version, fingerprint = int(shipped["version"]), str(shipped["fingerprint"])
    assert version == pack.VERSION
    assert fingerprint == pack.fingerprint(), (
        "the rules or lists of organisations find something else than those that rules/lexicon/org/scorer.npz was fitted with: "
        "fit it anew by steps 2 to 8 of training/README.md (about 15 minutes)"
    )
