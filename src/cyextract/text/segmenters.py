"""Word segmenters: one pass a document, as evidence for the edges of organisations.

Every segmenter loads lazily, on the first text, and keeps a tokenizer of its own: the global instances of jieba and rjieba are
never touched, so words added here change nothing for anyone else. All can be pickled: what travels is the choice and the
added words, and the tokenizer is built again on the other side.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from cyextract.extras import require

SEGMENTERS = ("rjieba", "jieba", "pkuseg", "none")
# High enough to win against two frequent short words, low enough not to break longer ones.
# Source: word counts of jieba's dict.txt, whose total is 6.0e7 and whose company names lie between 3 and 3000.
_WORD_COUNT = 1500
_PKUSEG_WEIGHTS = ("weights.npz", "model.txt")
_MAX_REMEMBERED = 16384  # tags of words


ReadVocabulary = Callable[[], Sequence[str]]
"""Reads the words that a segmenter is to keep whole, when it loads; picklable."""


class Segmenter(Protocol):
    """Cuts a text into words; the part of speech of a word is the dictionary's, wherever it stands.

    Attributes:
        dictionary: the segmenter by whose dictionary words begin and end; what stands beyond a punctuation mark changes nothing in it.
    """

    @property
    def dictionary(self) -> Segmenter: ...

    def cut(self, text: str) -> list[str]:
        """The words of a text, in order; joined they are the text."""
        ...

    def tag(self, word: str) -> str:
        """The part of speech of a word (the tags of jieba); a guess, or x, where `knows` is false."""
        ...

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds the word; the tag of any other is a guess."""
        ...


class RjiebaSegmenter:
    """jieba's dictionary and algorithm in Rust (the default)."""

    def __init__(self, vocabulary: ReadVocabulary = tuple) -> None:
        self._vocabulary = vocabulary
        self.dictionary: Segmenter = self
        self._tokenizer: Any = None
        self._tag: Callable[[str], str] = lru_cache(_MAX_REMEMBERED)(self._ask_tag)  # a document asks about most of its words twice
        self._loading = Lock()  # threads that come together load one dictionary, not one each

    def _load(self) -> Any:
        import rjieba

        with self._loading:
            if self._tokenizer is None:
                tokenizer = rjieba.Jieba()
                for word in self._vocabulary():
                    tokenizer.add_word(word, _WORD_COUNT, "nt")
                self._tokenizer = tokenizer
        return self._tokenizer

    def cut(self, text: str) -> list[str]:
        """The words of `text`."""
        words: list[str] = (self._tokenizer or self._load()).cut(text)
        return words

    def tag(self, word: str) -> str:
        """The part of speech of `word`; x when rjieba cuts it in parts."""
        return self._tag(word)

    def _ask_tag(self, word: str) -> str:
        tagged: list[tuple[str, str]] = (self._tokenizer or self._load()).tag(word)
        return tagged[0][1] if len(tagged) == 1 else "x"

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds the word."""
        return bool((self._tokenizer or self._load()).has_word(word))

    def __reduce__(self) -> tuple[type[RjiebaSegmenter], tuple[ReadVocabulary]]:
        return type(self), (self._vocabulary,)


class JiebaSegmenter:
    """jieba itself: pure Python, about twenty times slower, for platforms without rjieba.

    A word in no dictionary has the tag x, digits m and Latin eng.
    """

    def __init__(self, vocabulary: ReadVocabulary = tuple) -> None:
        self._vocabulary = vocabulary
        self.dictionary: Segmenter = self
        self._tokenizer: Any = None
        self._tags: dict[str, str] = {}
        self._loading = Lock()

    def _load(self) -> Any:
        with self._loading:
            if self._tokenizer is None:
                self._build()
        return self._tokenizer

    def _build(self) -> None:
        import jieba
        import jieba.posseg

        jieba.setLogLevel("WARNING")
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        for word in self._vocabulary():
            tokenizer.add_word(word, _WORD_COUNT, "nt")
        self._tags = {**jieba.posseg.POSTokenizer(tokenizer).word_tag_tab, **tokenizer.user_word_tag_tab}
        self._tokenizer = tokenizer

    def cut(self, text: str) -> list[str]:
        """The words of `text`."""
        words: list[str] = (self._tokenizer or self._load()).lcut(text)
        return words

    def tag(self, word: str) -> str:
        """The part of speech of `word`."""
        if self._tokenizer is None:
            self._load()
        return self._tags.get(word) or _tag_by_shape(word)

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds the word."""
        return bool((self._tokenizer or self._load()).FREQ.get(word))

    def __reduce__(self) -> tuple[type[JiebaSegmenter], tuple[ReadVocabulary]]:
        return type(self), (self._vocabulary,)


class PkusegSegmenter:
    """spacy-pkuseg with a model folder that the caller names; its own tagger is a second model that it would download.

    pkuseg cuts, rjieba tags the words by its dictionary.

    Raises:
        MissingExtraError: spacy-pkuseg is not installed.
        ValueError: `model_dir` is no folder of a model.
    """

    def __init__(self, model_dir: str, vocabulary: ReadVocabulary = tuple) -> None:
        require("spacy_pkuseg", "pkuseg", "segmenter 'pkuseg'")
        if not (any(Path(model_dir).glob("features.*")) and any((Path(model_dir) / name).is_file() for name in _PKUSEG_WEIGHTS)):
            raise ValueError(
                f"model_dir {model_dir!r} holds no spacy-pkuseg model (features.msgpack and weights.npz); pass the folder of one "
                "that you downloaded from the releases of spacy-pkuseg, or trained with spacy_pkuseg.train"
            )
        self._model_dir = model_dir
        self._vocabulary = vocabulary
        self.dictionary: Segmenter = RjiebaSegmenter(vocabulary)
        self._model: Any = None

    def _load(self) -> Any:
        import spacy_pkuseg

        # An absolute path is never the name of a model to download.
        self._model = spacy_pkuseg.pkuseg(str(Path(self._model_dir).resolve()), user_dict=list(self._vocabulary()))
        return self._model

    def cut(self, text: str) -> list[str]:
        """The words of `text`; white space, which pkuseg drops, is put back."""
        words: list[str] = []
        position = 0
        for word in (self._model or self._load()).cut(text):
            start = text.index(word, position)
            words += text[position:start]
            words.append(word)
            position = start + len(word)
        words += text[position:]
        return words

    def tag(self, word: str) -> str:
        """The part of speech of `word` in rjieba's dictionary."""
        return self.dictionary.tag(word)

    def knows(self, word: str) -> bool:
        """Whether rjieba's dictionary holds the word."""
        return self.dictionary.knows(word)

    def __reduce__(self) -> tuple[type[PkusegSegmenter], tuple[str, ReadVocabulary]]:
        return type(self), (self._model_dir, self._vocabulary)


_CHUNK = re.compile(r"[A-Za-z]+|[0-9]+|\s|[^A-Za-z0-9\s]")


class NoSegmenter:
    """No segmentation: words of the lists by longest match, every other character by itself.

    Listed names and legal forms still work; brands and bodies in no list do not. Whether the dictionary holds a word is asked of
    rjieba's.
    """

    def __init__(self, vocabulary: ReadVocabulary = tuple) -> None:
        self._vocabulary = vocabulary
        self.dictionary: Segmenter = RjiebaSegmenter(vocabulary)
        self._words: frozenset[str] = frozenset()
        self._longest: dict[str, tuple[int, ...]] | None = None

    def _load(self) -> dict[str, tuple[int, ...]]:
        """First two characters -> lengths of the listed words that begin with them, longest first."""
        if self._longest is None:
            self._words = frozenset(self._vocabulary())
            lengths: dict[str, set[int]] = {}
            for word in self._words:
                if len(word) >= 2:
                    lengths.setdefault(word[:2], set()).add(len(word))
            self._longest = {prefix: tuple(sorted(found, reverse=True)) for prefix, found in lengths.items()}
        return self._longest

    def cut(self, text: str) -> list[str]:
        """Listed words, runs of Latin letters and of digits, single characters."""
        words: list[str] = []
        position, longest = 0, self._longest or self._load()
        while position < len(text):
            word = self._listed(text, position, longest)
            if word is None:
                found = _CHUNK.match(text, position)
                word = found[0] if found else text[position]
            words.append(word)
            position += len(word)
        return words

    def _listed(self, text: str, position: int, longest: dict[str, tuple[int, ...]]) -> str | None:
        """The longest listed word that begins at `position`."""
        for length in longest.get(text[position : position + 2], ()):
            word = text[position : position + length]
            if word in self._words:
                return word
        return None

    def tag(self, word: str) -> str:
        """nt for a listed word, eng for Latin, m for digits, x for all else."""
        return "nt" if word in self._words else _tag_by_shape(word)

    def knows(self, word: str) -> bool:
        """Whether rjieba's dictionary holds the word; single characters are all known."""
        return len(word) == 1 or self.dictionary.knows(word)

    def __reduce__(self) -> tuple[type[NoSegmenter], tuple[ReadVocabulary]]:
        return type(self), (self._vocabulary,)


def _tag_by_shape(word: str) -> str:
    return "eng" if word[0].isascii() and word[0].isalpha() else "m" if word.isdecimal() else "x"


def make_segmenter(name: str, vocabulary: ReadVocabulary = tuple, model_dir: str | os.PathLike[str] | None = None) -> Segmenter:
    """The segmenter of that name. Loads nothing yet, neither its dictionary nor the vocabulary.

    Args:
        name: one of `SEGMENTERS`.
        vocabulary: reads the words that it is to keep whole.
        model_dir: the model folder of pkuseg; required there, unused elsewhere.

    Raises:
        ValueError: an unknown name, or pkuseg without the folder of a model.
        MissingExtraError: pkuseg is not installed.
    """
    if name == "pkuseg":
        if model_dir is None:
            raise ValueError("segmenter 'pkuseg' needs model_dir: pass the folder of a spacy-pkuseg model")
        return PkusegSegmenter(os.fspath(model_dir), vocabulary)
    kinds: dict[str, type[RjiebaSegmenter | JiebaSegmenter | NoSegmenter]] = {
        "rjieba": RjiebaSegmenter, "jieba": JiebaSegmenter, "none": NoSegmenter,
    }  # fmt: skip
    if name not in kinds:
        raise ValueError(f"unknown segmenter {name!r}; choose from {', '.join(SEGMENTERS)}")
    return kinds[name](vocabulary)
