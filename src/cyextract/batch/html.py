"""A news page to its article and its day of publication."""

from __future__ import annotations

import re

from cyextract.errors import InputError
from cyextract.extras import require

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD = 4096
HTML_MODULES = ("trafilatura", "lxml_html_clean")
# Metadata alone, and any year: the library would otherwise guess a date from the text, and compare it with today.
_DATE_RULES = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}


def declared_encoding(page: bytes) -> str | None:
    """What a page says its encoding is."""
    found = _CHARSET.search(page[:_HEAD])
    return found[1].decode("ascii") if found else None


def read_article(page: str) -> tuple[str, str | None]:
    """The article's text, and the day of publication from the page's metadata, if there is one.

    Where no article stands out, the text is that of the whole page.

    Raises:
        InputError: there is no text.
        MissingExtraError: trafilatura, or what it needs and does not ask for, is not installed.
    """
    require(HTML_MODULES, "html", "an HTML page")
    from trafilatura import bare_extraction, html2txt

    found = bare_extraction(page, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATE_RULES))
    assert not isinstance(found, dict)  # as it is on request only
    text = (found.text if found else None) or html2txt(page)
    if not text or not text.strip():
        raise InputError("no text on this page")
    return text, (found.date or None) if found else None
