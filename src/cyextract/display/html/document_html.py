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
from cyextract.display.html.rows import body_rows, event_mentions, figure_rows, mention_row, mention_rows
from cyextract.display.labels import CATEGORIES, KINDS, SOURCES, TYPE_PLURALS, TYPES, Wording, label
from cyextract.display.readable import readable_date
from cyextract.models import MENTION_TYPES, AgreementEvent, Alias, Figure, Mention, Organisation, ReferenceSource, Timeline
from cyextract.text.reading_view import SourceText

SCRIPTS = ("language.js", "panels.js", "view.js")
"""The scripts of a page, in the order that they must run in."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page shows of a document."""

    id: str | None
    source: SourceText
    reference_date: str | None
    reference_year: int | None
    reference_source: ReferenceSource | None
    mentions: Sequence[Mention]
    organisations: Sequence[Organisation]
    aliases: Sequence[Alias]
    agreements: Sequence[AgreementEvent]
    figures: Sequence[Figure]
    timeline: Timeline


def document_page(content: PageContent) -> str:
    """A stand-alone page: styles and script inside, no network.

    Its content security policy lets nothing run but the page's own script, by its hash.
    """
    style, script = read_asset("view.css"), "".join(map(read_asset, SCRIPTS))
    sources = {"style": Markup(style), "script": Markup(script), "style_hash": _hash(style), "script_hash": _hash(script)}
    return make_environment().get_template("page.html").render(**_context(content), **sources)


def view_fragment(content: PageContent) -> str:
    """The view alone, for a page that loads `view.css` and the `SCRIPTS` itself."""
    return make_environment().get_template("view.html").render(**_context(content))


def row_fragment(mention: Mention) -> str:
    """The line of the table for one mention, which it calls number 0."""
    return str(make_environment().get_template("parts.html").module.mention_line(mention_row(0, mention, {})))  # type: ignore[attr-defined]


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
    environment.filters["say"] = say
    environment.filters["both"] = both
    environment.globals.update(label=label, categories=CATEGORIES, kinds=KINDS, types=TYPES, readable_date=readable_date)
    return environment


def say(zh: str, en: str) -> Markup:
    """An element's English as an attribute, and its end, and its Chinese: `<b{{ "事件" | say("Events") }}</b>`."""
    return both(Wording(zh, en))


def both(phrase: Wording) -> Markup:
    """A phrase as `say` writes it; what is the same in both is written once."""
    zh, en = make_visible(phrase.zh), make_visible(phrase.en)
    return Markup(">{}").format(zh) if zh == en else Markup(' data-en="{}">{}').format(en, zh)


def _finalize(value: object) -> object:
    """Every value on its way into a page: what a page cannot show becomes visible, escaping comes after."""
    return make_visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _context(content: PageContent) -> dict[str, object]:
    mentions = content.mentions
    rows = mention_rows(mentions)
    index_of = {m.start: index for index, m in reversed(list(enumerate(mentions)))}
    return {
        "document": content,
        "paragraphs": split_paragraphs(content.source, mentions),
        "rows": rows,
        "figures": figure_rows(content.figures, {row.start: row for row in reversed(rows)}),
        "bodies": body_rows(content.organisations, index_of),
        "counts": {type_: sum(m.type == type_ for m in mentions) for type_ in MENTION_TYPES},
        "type_names": TYPE_PLURALS,
        "sources": SOURCES,
        "timeline": content.timeline,
        "index_of": index_of,
        "keys_of": event_mentions,
    }
