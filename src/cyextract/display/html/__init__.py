"""A document as HTML: a stand-alone page, a fragment for pages that bring styles and script themselves, a notebook cell."""

from cyextract.display.html.document_html import (
    SCRIPTS,
    PageContent,
    document_page,
    make_environment,
    notebook_cell,
    read_asset,
    row_fragment,
    view_fragment,
)

__all__ = ["SCRIPTS", "PageContent", "document_page", "make_environment", "notebook_cell", "read_asset", "row_fragment", "view_fragment"]
