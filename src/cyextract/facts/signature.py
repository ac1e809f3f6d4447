"""Who signs a document at its end, and when: the name and the date that stand alone on lines below its text, as in official papers."""

from __future__ import annotations

from typing import NamedTuple

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.recognizers.candidate import Candidate

_REACH = 4000  # code points from the sentence that says 现印发给你们 to the signature


class Signature(NamedTuple):
    """The body that signs and the date beside or below its name; either may be missing."""

    body: Span | None = None
    date: Candidate | None = None


def find_signature(text: ClauseText, start: int, end: int | None = None) -> Signature:
    """The first signature behind an offset, within a few pages.

    Args:
        text: the document.
        start: view offset behind which it stands.
        end: where to stop; the reach of a signature by default.
    """
    view = text.view
    limit = min(len(view), start + _REACH) if end is None else end
    for mention in text.between(start, limit):
        if mention.type != "ORG" or view[view.rfind("\n", 0, mention.start) + 1 : mention.start].strip():
            continue
        date = text.next_mention(mention.end)
        between = "" if date is None else view[mention.end : date.start].strip()
        if date is None or date.type != "DATE" or between or text.date_of(date) is None:
            continue
        line_end = view.find("\n", date.end)
        if not view[date.end : line_end if line_end >= 0 else len(view)].strip():
            return Signature(Span(mention.start, mention.end), date)
    return Signature()
