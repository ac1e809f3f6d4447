"""The recogniser of organisations: one tagging pass, word classes, the grammar of names, the document's own evidence."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import itemgetter

from cyextract.recognizers.org.evidence import DocumentEvidence
from cyextract.recognizers.org.grammar import NameParser
from cyextract.recognizers.org.lexicon import load_lexicon
from cyextract.recognizers.org.meaning import OrgProposals
from cyextract.recognizers.org.tagged_text import TaggedText
from cyextract.recognizers.org.word_class import WordClassifier
from cyextract.text.reading_view import SourceText
from cyextract.text.segmenters import Segmenter
from cyextract.text.words import Cut, Words

# Words remembered with their class; beyond it the memory starts anew (a crawl has no end of numbers and names).
_MAX_REMEMBERED = 200_000


class OrgRecognizer:
    """Finds organisations in a document.

    Args:
        segmenter: what cut the words that `propose` gets; their parts of speech are asked of it.
        lexicon: the user's own word lists, TSV files of `surface<TAB>kind`.

    Raises:
        LexiconError: a word list does not load.
    """

    def __init__(self, segmenter: Segmenter, lexicon: Sequence[str | os.PathLike[str]] = ()) -> None:
        self._arguments = (segmenter, tuple(os.fspath(path) for path in lexicon))
        lists = load_lexicon(lexicon)
        self.segmenter = segmenter
        self._classifier = WordClassifier(lists, segmenter)
        self._parser = NameParser(lists, self._classifier)
        self._evidence = DocumentEvidence(lists, self._parser.companies)
        self._remembered: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._joints: dict[str, int] = {}  # where to cut the words of two classes

    def __reduce__(self) -> tuple[type[OrgRecognizer], tuple[object, ...]]:
        return type(self), self._arguments

    def propose(self, source: SourceText, words: Words, titles: Sequence[tuple[int, int]]) -> OrgProposals:
        """Organisations of a document.

        Args:
            source: the document; only its reading view is read.
            words: the words of the view.
            titles: view spans of 《》 titles, in order; nothing inside them is an organisation.

        Returns:
            Candidates with `OrgMeaning`, sorted and disjoint, and the aliases the text ties.
        """
        text = self._tag(words.cut())
        return self._evidence.propose(source.view, text, self._parser.parse(text), titles)

    def _tag(self, cut: Cut) -> TaggedText:
        """Words and their classes; both functions of the word alone, so that they are found once."""
        words, starts = cut
        if len(self._remembered) > _MAX_REMEMBERED:
            self._remembered, self._tags, self._joints = {}, {}, {}
        remembered, tags = self._remembered, self._tags
        try:
            classes = _classes(words, remembered)
        except KeyError:
            for word in words:
                if word not in remembered:
                    if word not in tags:
                        tags[word] = self.segmenter.tag(word)
                    remembered[word] = classes = self._classifier.classify(word, tags[word])
                    if len(classes) > 1:
                        self._joints[word] = self._classifier.joint(word, classes)
            classes = _classes(words, remembered)
        if len(classes) > len(words):
            words = self._cut_in_two(words)
            starts = list(accumulate(map(len, words), initial=0))
        return TaggedText(words, tags, classes, starts)

    def _cut_in_two(self, words: Sequence[str]) -> list[str]:
        """The words, those with two classes cut in two."""
        joints = self._joints
        return [part for word in words for part in ((word[: joints[word]], word[joints[word] :]) if word in joints else (word,))]


def _classes(words: Sequence[str], remembered: Mapping[str, str]) -> str:
    """The classes of words, one character each, two for a word that is two; `itemgetter` takes two thirds of the time of `map`.

    Raises:
        KeyError: a word that is not remembered.
    """
    return "".join(itemgetter(*words)(remembered)) if words else ""
