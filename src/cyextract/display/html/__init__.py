"""A document as HTML: a stand-alone page, a fragment for pages that bring styles and script themselves, a notebook cell.

The package draws what it is given and imports no model at run time, so that `Document.to_html` can reach it.
"""

from cyextract.display.html.document_html import document_page, make_environment, notebook_cell, read_asset, view_fragment

__all__ = ["document_page", "make_environment", "notebook_cell", "read_asset", "view_fragment"]
