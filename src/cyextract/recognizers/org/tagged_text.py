"""A text as the grammar reads it, and a name as a span of its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cyextract.models import OrgKind


class TaggedText(NamedTuple):
    """A tagged text.

    `words` are its words, `tags` their parts of speech by word, `classes` their classes, one character a word, and `starts` where each
    word starts in the view, with the length of the view at the end.
    """

    words: Sequence[str]
    tags: Mapping[str, str]
    classes: str
    starts: Sequence[int]

    def is_person(self, at: int) -> bool:
        """Whether a word is tagged as the name of a person."""
        return self.tags.get(self.words[at], "") in ("nr", "nrfg")


class Name(NamedTuple):
    """A name as a span of words `[first, last)`; `why` says what made it one and what stopped it on the left."""

    first: int
    last: int
    kind: OrgKind
    rule: str
    why: str
