"""What an installation brings asks for no more than a notice: no dependency of the library or of an extra is under the GPL alone."""

from __future__ import annotations

import importlib.metadata as metadata
import os
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_COPYLEFT = re.compile(r"\b[AL]?GPL|General Public License", re.IGNORECASE)
_PERMISSIVE = re.compile(r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|MPL|Mozilla Public|HPND|Python Software Foundation|Unlicense)\b", re.IGNORECASE)
# Distribution -> why its licence is one to live with, where its metadata names another one too.
_SETTLED = {"docutils": "builds the documentation; what is under the GPL in it is a mode for Emacs"}


def licence_of(found: metadata.PackageMetadata) -> list[str]:
    """The licences that a distribution may be used under, one of them to choose."""
    if expression := found.get("License-Expression"):
        return expression.strip().split(" OR ")
    named = [line for line in found.get_all("Classifier") or () if line.startswith("License ::")]
    return ["; ".join(named) or found.get("License") or ""]


def dependencies(name: str, extras: frozenset[str]) -> tuple[dict[str, metadata.Distribution], set[str]]:
    """The distributions that a requirement brings to this environment, by name, and the names of those that are not in it."""
    found: dict[str, metadata.Distribution] = {}
    seen: set[tuple[str, str]] = set()
    absent: set[str] = set()
    waiting = [(canonicalize_name(name), extra) for extra in ("", *extras)]
    while waiting:
        if (asked := waiting.pop()) in seen:
            continue
        seen.add(asked)
        name, extra = asked
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            absent.add(name)
            continue
        for line in found[name].requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(wanted.name), more) for more in ("", *wanted.extras)]
    return found, absent


def test_no_dependency_is_under_the_gpl() -> None:
    extras = frozenset(metadata.metadata("cyextract").get_all("Provides-Extra") or ())
    assert extras >= {"all", "docs", "dev"}
    found, absent = dependencies("cyextract", extras)
    assert len(found) > 15
    if os.environ.get("CYEXTRACT_ALL_EXTRAS"):
        assert absent == set()
    licences = {name: licence_of(distribution.metadata) for name, distribution in found.items() if name not in _SETTLED}
    assert {name: told for name, told in licences.items() if not any(_PERMISSIVE.search(way) for way in told)} == {}
    assert {name: told for name, told in licences.items() if all(_COPYLEFT.search(way) for way in told)} == {}


def test_the_page_on_the_design_names_the_licence_of_every_direct_dependency() -> None:
    page = (Path(__file__).parents[2] / "docs" / "design.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w, -]+) \| ([\w.-]+) \| [^|]+ \|$", page[page.index("## What it rests on") :], re.MULTILINE)
    told = {canonicalize_name(name): licence for names, licence in rows for name in names.split(", ")}
    wanted = [Requirement(line) for line in metadata.requires("cyextract") or ()]
    assert {canonicalize_name(r.name) for r in wanted if r.marker is None} <= told.keys()
    for name in told.keys() - {"package"}:
        assert told[name].split("-")[0] in " OR ".join(licence_of(metadata.metadata(name))), name


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ("License-Expression: MPL-1.1 OR GPL-2.0-only", ["MPL-1.1", "GPL-2.0-only"]),
        ("License: MIT\nClassifier: License :: OSI Approved :: GNU General Public License (GPL)",
         ["License :: OSI Approved :: GNU General Public License (GPL)"]),
        ("License: Apache 2.0", ["Apache 2.0"]),
        ("Classifier: Topic :: Text Processing", [""]),
    ],
)  # fmt: skip
def test_a_licence_is_read_from_the_newest_field_that_tells_it(fields: str, licence: list[str], tmp_path: Path) -> None:
    info = tmp_path / "a-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: a\nVersion: 1\n{fields}\n", encoding="utf-8")
    assert licence_of(metadata.Distribution.at(info).metadata) == licence
