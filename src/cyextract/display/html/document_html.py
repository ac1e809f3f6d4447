"""HTML from templates: everything a document says is escaped by the engine, nothing is loaded from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cyextract.display.html.prose import join_lines, make_visible, split_paragraphs
from cyextract.display.values import note_value, phrase_figure, phrase_value
from cyextract.models import MENTION_TYPES, AgreementEvent, Alias, Figure, Mention, ReferenceSource, Timeline
from cyextract.text.reading_view import SourceText

TYPE_NAMES = {"DATE": "Dates", "MONEY": "Money", "PERCENT": "Percentages", "ORG": "Organisations", "TITLE": "Titles"}


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page shows of a document."""

    id: str | None
    source: SourceText
    reference_date: str | None
    reference_year: int | None
    reference_source: ReferenceSource | None
    mentions: Sequence[Mention]
    aliases: Sequence[Alias]
    agreements: Sequence[AgreementEvent]
    figures: Sequence[Figure]
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One line of the table of mentions."""

    index: int
    type: str
    start: int
    end: int
    text: str
    value: str
    notes: tuple[str, ...]
    rule: str


def document_page(content: PageContent) -> str:
    """A stand-alone page: styles and script inside, no network.

    Its content security policy lets nothing run but the page's own script, by its hash.
    """
    style, script = read_asset("view.css"), read_asset("view.js")
    sources = {"style": Markup(style), "script": Markup(script), "style_hash": _hash(style), "script_hash": _hash(script)}
    return make_environment().get_template("page.html").render(**_context(content), **sources)


def view_fragment(content: PageContent) -> str:
    """The view alone, for a page that loads `view.css` and `view.js` itself."""
    return make_environment().get_template("view.html").render(**_context(content))


def notebook_cell(content: PageContent) -> str:
    """The text with its mentions for a notebook: no script, values as titles, styles that reach nothing else in the notebook."""
    return make_environment().get_template("notebook.html").render(**_context(content), style=Markup(read_asset("notebook.css")))


@cache
def read_asset(name: str) -> str:
    """One of the package's style sheets and scripts."""
    return (files("cyextract.display.html") / "static" / name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode("ascii")


@cache
def make_environment(package: str = "cyextract.display.html") -> Environment:
    """The template engine over the templates of a package: whatever a template prints is escaped, and made visible before."""
    environment = Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, finalize=_finalize, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["on_one_line"] = join_lines
    return environment


def _finalize(value: object) -> object:
    """Every value on its way into a page: what a page cannot show becomes visible, escaping comes after."""
    return make_visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _context(content: PageContent) -> dict[str, object]:
    mentions = content.mentions
    rows = list(_rows(mentions, content.figures))
    return {
        "document": content,
        "paragraphs": split_paragraphs(content.source, mentions),
        "rows": rows,
        "counts": {type_: sum(m.type == type_ for m in mentions) for type_ in MENTION_TYPES},
        "type_names": TYPE_NAMES,
        "timeline": content.timeline,
        "index_of": {m.start: index for index, m in reversed(list(enumerate(mentions)))},
    }


def _rows(mentions: Sequence[Mention], figures: Sequence[Figure]) -> list[MentionRow]:
    texts = {m.start: m.canonical for m in mentions}
    told = {figure.start: (phrase_figure(figure),) for figure in figures}
    return [
        MentionRow(index, m.type, m.start, m.end, m.canonical, phrase_value(m), (*note_value(m, texts), *told.get(m.start, ())), m.rule)
        for index, m in enumerate(mentions)
    ]
