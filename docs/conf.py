"""How the documentation is built: sphinx-build -W --keep-going -b html docs OUT (needs `pip install -e ".[docs]"`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

import cyextract

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

project = "cyextract"
author = "the cyextract contributors"
project_copyright = author
release = version = cyextract.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "images"]
html_theme = "furo"
html_title = f"cyextract {version}"
html_copy_source = False
html_show_sphinx = False
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_type_aliases = {"PlainDecimal": "Decimal", "Mention": "Mention", "ReferenceDate": "str | date | None"}
# The adapters are documented without the systems that they adapt to.
autodoc_mock_imports = ["pyarrow", "ray", "pyspark", "spacy"]
napoleon_numpy_docstring = False

# Every reference to a name of ours must lead somewhere; the pages of other libraries are not at hand.
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(?!cyextract\.).*"),
    ("py:class", r".*\.(Intervals|Tokenize|Fields|OrgKind|MentionType|TableFormat|NumberType|Preview)"),
]
suppress_warnings = ["ref.python", "toc.empty_glob"]

_OUTSIDE = {"../benchmarks/README.md": "benchmarks.md", "../docs/": "", "../README.md": "index.md"}


def _stay_inside(text: str) -> str:
    """Links that lead out of this folder lead to the page that includes the file."""
    for there, here in _OUTSIDE.items():
        text = text.replace(f"]({there}", f"]({here}")
    return text


def _rewrite_page(app: Sphinx, page: str, source: list[str]) -> None:
    source[0] = _stay_inside(source[0])


def _rewrite_include(app: Sphinx, path: Path, page: str, source: list[str]) -> None:
    source[0] = _stay_inside(source[0])


def _hide_signature(app: Sphinx, what: str, name: str, found: object, options: object, *signature: str | None) -> tuple[str, None] | None:
    """A result model has its fields below; nobody calls it with thirty arguments."""
    return ("", None) if what == "class" and isinstance(found, type) and issubclass(found, BaseModel) else None


def setup(app: Sphinx) -> None:
    """Connect the rewriting of links."""
    app.connect("source-read", _rewrite_page)
    app.connect("include-read", _rewrite_include)
    app.connect("autodoc-process-signature", _hide_signature)
