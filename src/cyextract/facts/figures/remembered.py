"""What is known of single words, whatever the document."""

from __future__ import annotations

Known = tuple[str, str, int, str, None, int, int]
"""Of a word wherever it stands: its sort, text, kinds, tag, mention, traits, and those by the lists."""

_MOST_REMEMBERED = 30_000


class Remembered:
    """What is known of single words, whatever the document: their parts of speech, and which are one token wherever they stand."""

    def __init__(self) -> None:
        self.tags: dict[str, str] = {}
        self.tokens: dict[str, Known] = {}
        self.beside: dict[str, tuple[Known, str, str]] = {}
        """The same of words that a longer listed word may begin or end with, with the letters that make one behind them and before them."""
        self.of_lists: dict[str, Known] = {}
        """The same of the words of the lists."""
        self.others: dict[tuple[str, str, int, str], Known] = {}
        """The same of what is left of words, by sort, text, kinds and tag."""
        self.traits: dict[tuple[str, str], tuple[int, int]] = {}
        """Sort and text -> traits of counts, by their ends, and of mentions."""

    def shrink(self) -> None:
        """Forget all when it is too much."""
        if max(len(self.tags), len(self.traits), len(self.others)) > _MOST_REMEMBERED:
            self.tags, self.tokens, self.beside, self.of_lists, self.others, self.traits = {}, {}, {}, {}, {}, {}
