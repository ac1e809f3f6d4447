"""A text as the grammar reads it, and a name as a span of its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from cyextract.models import OrgKind

CLASSES = "ABDEFIKLNPQRTUWX_cdijmnoqsvxz&()-."
"""All classes of words (`lexicon`, `word_class`)."""
ALONE, FIRST, INNER, LAST = range(4)
"""The place of a character in its word, which may be the only one."""
_PLACES = 4
_CLASS_AT = bytes([ord(CLASSES[at // _PLACES]) if at < _PLACES * len(CLASSES) else 0 for at in range(256)])
_BEHIND = bytes([at for at in range(256) if at % _PLACES in (INNER, LAST)])


@cache
def outline(word_class: str, length: int) -> str:
    """A Latin-1 character for each of a word: four times the number of the word's class, and the place in the word."""
    alone = _PLACES * CLASSES.index(word_class)
    return chr(alone + FIRST) + chr(alone + INNER) * (length - 2) + chr(alone + LAST) if length > 1 else chr(alone)


def classes_of(outlines: bytes) -> str:
    """The classes of words by their outlines."""
    return outlines.translate(_CLASS_AT, _BEHIND).decode("ascii")


class TaggedText(NamedTuple):
    """A tagged text.

    `words` are its words, `tags` their parts of speech by word, `classes` their classes, one character a word, and `starts` where each
    word starts in the view, with the length of the view at the end. `outline` holds the outlines of all words.
    """

    words: Sequence[str]
    tags: Mapping[str, str]
    classes: str
    starts: Sequence[int]
    outline: bytes = b""

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
