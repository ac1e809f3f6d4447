"""Word segmenters: one tagging pass a document, as evidence for the edges of organisations.

Every segmenter loads lazily, on the first `tag`, and keeps a tokenizer of its own: the global instances of jieba and rjieba are
never touched, so words added here change nothing for anyone else. All can be pickled: what travels is the choice and the
added words, and the tokenizer is built again on the other side.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from threading import Lock
from typing import Any, Protocol

from cyextract.errors import MissingExtraError

SEGMENTERS = ("rjieba", "jieba", "pkuseg", "none")
# High enough to win against two frequent short words, low enough not to break longer ones.
# Source: word counts of jieba's dict.txt, whose total is 6.0e7 and whose company names lie between 3 and 3000.
_WORD_COUNT = 1500


class Segmenter(Protocol):
    """Cuts a text into tagged words."""

    @property
    def tags_by_context(self) -> bool:
        """Whether the same word may be tagged differently in another sentence."""
        ...

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Words with their part of speech (the tags of jieba), in order; the words joined are the text."""
        ...

    def cut(self, text: str) -> list[str]:
        """The words of `tag` alone, where that is faster."""
        ...

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds the word; the tag of any other is a guess."""
        ...


class RjiebaSegmenter:
    """jieba's dictionary and algorithm in Rust (the default)."""

    tags_by_context = False

    def __init__(self, words: Sequence[str] = (), cut: Sequence[str] = ()) -> None:
        self._words, self._cut = tuple(words), tuple(cut)
        self._tokenizer: Any = None
        self._loading = Lock()  # threads that come together load one dictionary, not one each

    def _load(self) -> Any:
        import rjieba

        with self._loading:
            if self._tokenizer is None:
                tokenizer = rjieba.Jieba()
                for word in self._words:
                    tokenizer.add_word(word, _WORD_COUNT, "nt")
                for word in self._cut:
                    tokenizer.add_word(word, 0, "n")
                self._tokenizer = tokenizer
        return self._tokenizer

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut and tag `text`."""
        tagged: list[tuple[str, str]] = (self._tokenizer or self._load()).tag(text)
        return tagged

    def cut(self, text: str) -> list[str]:
        """Cut `text`."""
        words: list[str] = (self._tokenizer or self._load()).cut(text)
        return words

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds the word."""
        return bool((self._tokenizer or self._load()).has_word(word))

    def __reduce__(self) -> tuple[type[RjiebaSegmenter], tuple[tuple[str, ...], tuple[str, ...]]]:
        return type(self), (self._words, self._cut)


class JiebaSegmenter:
    """jieba itself: pure Python, a hundred times slower, for platforms without rjieba.

    A word has the tag of the dictionary wherever it stands; one in no dictionary has x, digits m and Latin eng.
    """

    tags_by_context = False

    def __init__(self, words: Sequence[str] = (), cut: Sequence[str] = ()) -> None:
        self._words, self._cut = tuple(words), tuple(cut)
        self._tokenizer: Any = None
        self._tagger: Any = None
        self._loading = Lock()

    def _load(self) -> None:
        with self._loading:
            if self._tagger is None:
                self._build()

    def _build(self) -> None:
        import jieba
        import jieba.posseg

        jieba.setLogLevel("WARNING")
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        for word in self._words:
            tokenizer.add_word(word, _WORD_COUNT, "nt")
        for word in self._cut:
            tokenizer.del_word(word)
        self._tokenizer, self._tagger = tokenizer, jieba.posseg.POSTokenizer(tokenizer)

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut and tag `text`."""
        if self._tagger is None:
            self._load()
        known: dict[str, str] = self._tagger.word_tag_tab
        return [(pair.word, known.get(pair.word, "x")) for pair in self._tagger.cut(text)]

    def cut(self, text: str) -> list[str]:
        """Cut `text`."""
        return [word for word, _ in self.tag(text)]

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds the word."""
        if self._tagger is None:
            self._load()
        return bool(self._tokenizer.FREQ.get(word))

    def __reduce__(self) -> tuple[type[JiebaSegmenter], tuple[tuple[str, ...], tuple[str, ...]]]:
        return type(self), (self._words, self._cut)


class PkusegSegmenter:
    """spacy-pkuseg with a model folder that the caller names (its default constructor would download one)."""

    tags_by_context = True

    def __init__(self, model_dir: str, words: Sequence[str] = ()) -> None:
        self._model_dir = model_dir
        self._words = tuple(words)
        self._model: Any = None

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut and tag `text`; white space, which pkuseg drops, is put back."""
        if self._model is None:
            try:
                import spacy_pkuseg
            except ImportError as error:
                raise MissingExtraError("segmenter 'pkuseg' needs spacy-pkuseg: pip install 'cyextract[pkuseg]'") from error
            self._model = spacy_pkuseg.pkuseg(self._model_dir, user_dict=list(self._words), postag=True)
        tagged: list[tuple[str, str]] = []
        position = 0
        for word, flag in self._model.cut(text):
            start = text.index(word, position)
            tagged.extend((space, "x") for space in text[position:start])
            tagged.append((word, flag))
            position = start + len(word)
        tagged.extend((space, "x") for space in text[position:])
        return tagged

    def cut(self, text: str) -> list[str]:
        """Cut `text`."""
        return [word for word, _ in self.tag(text)]

    def knows(self, word: str) -> bool:
        """True: its model tags every word in context."""
        return True

    def __reduce__(self) -> tuple[type[PkusegSegmenter], tuple[str, tuple[str, ...]]]:
        return type(self), (self._model_dir, self._words)


_CHUNK = re.compile(r"[A-Za-z]+|[0-9]+|\s|[^A-Za-z0-9\s]")


class NoSegmenter:
    """No segmentation: words of the lists by longest match, every other character by itself.

    Listed names and legal forms still work; brands and bodies in no list do not.
    """

    tags_by_context = False

    def __init__(self, words: Sequence[str] = ()) -> None:
        self._words = frozenset(words)
        self._longest: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for word in words:
            if len(word) >= 2:
                lengths.setdefault(word[:2], set()).add(len(word))
        self._longest = {prefix: tuple(sorted(found, reverse=True)) for prefix, found in lengths.items()}

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut `text`; listed words are tagged nt, Latin eng, digits m, all else x."""
        tagged: list[tuple[str, str]] = []
        position = 0
        while position < len(text):
            for length in self._longest.get(text[position : position + 2], ()):
                word = text[position : position + length]
                if word in self._words:
                    tagged.append((word, "nt"))
                    break
            else:
                found = _CHUNK.match(text, position)
                word = found[0] if found else text[position]
                tagged.append((word, "eng" if word[0].isascii() and word[0].isalpha() else "m" if word.isdecimal() else "x"))
            position += len(word)
        return tagged

    def cut(self, text: str) -> list[str]:
        """Cut `text`."""
        return [word for word, _ in self.tag(text)]

    def knows(self, word: str) -> bool:
        """True: it yields no word but listed ones and single characters."""
        return True

    def __reduce__(self) -> tuple[type[NoSegmenter], tuple[tuple[str, ...]]]:
        return type(self), (tuple(sorted(self._words)),)


def make_segmenter(
    name: str,
    words: Sequence[str] = (),
    cut: Sequence[str] = (),
    model_dir: str | os.PathLike[str] | None = None,
) -> Segmenter:
    """The segmenter of that name, with `words` added to its dictionary. Loads nothing yet.

    Args:
        name: one of `SEGMENTERS`.
        words: words the segmenter is to keep whole.
        cut: words of its dictionary that it is to cut in parts (rjieba and jieba).
        model_dir: the model folder of pkuseg; required there, unused elsewhere.

    Raises:
        ValueError: an unknown name, or pkuseg without `model_dir`.
    """
    if name == "rjieba":
        return RjiebaSegmenter(words, cut)
    if name == "jieba":
        return JiebaSegmenter(words, cut)
    if name == "none":
        return NoSegmenter(words)
    if name == "pkuseg":
        if model_dir is None:
            raise ValueError("segmenter 'pkuseg' needs model_dir: the folder of a spacy-pkuseg model")
        return PkusegSegmenter(os.fspath(model_dir), words)
    raise ValueError(f"unknown segmenter {name!r}; choose from {', '.join(SEGMENTERS)}")
