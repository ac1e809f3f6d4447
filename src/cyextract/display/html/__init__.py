"""A document as HTML: a stand-alone page, a fragment for pages that bring styles and script themselves, a notebook cell."""

from cyextract.display.html.document_html import PageContent, document_page, make_environment, notebook_cell, read_asset, view_fragment

__all__ = ["PageContent", "document_page", "make_environment", "notebook_cell", "read_asset", "view_fragment"]
