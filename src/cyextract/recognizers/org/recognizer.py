"""The recogniser of organisations: words and their classes, the grammar of names, the document's evidence, and the decision on it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import itemgetter

from cyextract.recognizers.candidate import Candidate, Proposals, Rejection
from cyextract.recognizers.org.decision import OrgDecision
from cyextract.recognizers.org.evidence import DocumentEvidence
from cyextract.recognizers.org.grammar import NameParser
from cyextract.recognizers.org.lexicon import load_lexicon
from cyextract.recognizers.org.meaning import OrgMeaning
from cyextract.recognizers.org.model import OrgModel, check_org_model, name_model
from cyextract.recognizers.org.places import PlacedName
from cyextract.recognizers.org.tagged_text import TaggedText, classes_of, outline
from cyextract.recognizers.org.word_class import WordClassifier
from cyextract.text.reading_view import SourceText
from cyextract.text.segmenters import Segmenter
from cyextract.text.words import Cut, Words

# Words remembered with their outline; beyond it the memory starts anew (a crawl has no end of numbers and names).
_MAX_REMEMBERED = 200_000
_new = tuple.__new__  # makes named tuples in half the time


class OrgRecognizer:
    """Finds organisations in a document.

    Args:
        segmenter: what cut the words that `propose` gets; their parts of speech are asked of it.
        lexicon: the user's own word lists, TSV files of `surface<TAB>kind`; their names are taken as they are.
        org_model: what weighs the proposals of the rules: `"scorer"`; None for the rules alone; or a model of the user's own, whose
            spans the scorer weighs as well.

    Raises:
        LexiconError: a word list does not load.
        ValueError, TypeError: `org_model` is none of these.
    """

    def __init__(
        self, segmenter: Segmenter, lexicon: Sequence[str | os.PathLike[str]] = (), org_model: str | OrgModel | None = "scorer"
    ) -> None:
        self._arguments = (segmenter, tuple(os.fspath(path) for path in lexicon), org_model)
        lists = load_lexicon(lexicon)
        self.segmenter = segmenter
        self._classifier = WordClassifier(lists, segmenter)
        self._parser = NameParser(lists, self._classifier)
        self._evidence = DocumentEvidence(lists)
        self._model = check_org_model(org_model)
        self._decision = None if org_model is None else OrgDecision(lists.own)
        self._remembered: dict[str, str] = {}  # the outlines of words
        self._tags: dict[str, str] = {}
        self._joints: dict[str, int] = {}  # where to cut the words of two classes

    def __reduce__(self) -> tuple[type[OrgRecognizer], tuple[object, ...]]:
        return type(self), self._arguments

    def propose(self, source: SourceText, words: Words, titles: Sequence[tuple[int, int]], *, explains: bool = False) -> Proposals:
        """Organisations of a document.

        Args:
            source: the document; only its reading view is read.
            words: the words of the view.
            titles: view spans of 《》 titles, in order; nothing inside them is an organisation.
            explains: say how each name was weighed, and what was refused.

        Returns:
            Candidates with `OrgMeaning`, sorted and disjoint, and what was refused.

        Raises:
            ValueError: the user's model proposes a span that is none of the text's.
        """
        view = source.view
        text, ruled = self.find_ruled(view, words, titles)
        if self._decision is None:
            return Proposals(_by_rules(ruled))
        decided = self._decision.decide(view, text, ruled, titles, self._modelled(view), explains=explains)
        placed, verdicts = self._evidence.place_introduced(view, decided.taken, titles), decided.verdicts
        candidates = [
            _new(Candidate, (start, end, "ORG", (rule,), _new(OrgMeaning, (kind, why, verdicts.get((start, end)))), 0))
            for start, end, kind, rule, why in placed
        ]
        refused = [Rejection(*verdict.span, "org.scorer", verdict) for verdict in decided.refused if verdict.is_close]
        return Proposals(tuple(candidates), tuple(refused))

    def _modelled(self, view: str) -> list[tuple[int, int]]:
        """What the user's model takes for organisations."""
        if self._model is None:
            return []
        spans = sorted(set(self._model.organisations(view)))
        for start, end in spans:
            if not 0 <= start < end <= len(view):
                raise ValueError(f"model {name_model(self._model)} proposed {start}-{end} in a text of {len(view)} characters")
        return spans

    def find_ruled(self, view: str, words: Words, titles: Sequence[tuple[int, int]]) -> tuple[TaggedText, Sequence[PlacedName]]:
        """The words of a document with their classes, and what the rules find among them."""
        text = self._tag(words.cut())
        return text, self._evidence.propose(view, text, self._parser.parse(text), titles)

    def _tag(self, cut: Cut) -> TaggedText:
        """Words and their classes; both functions of the word alone, so that they are found once."""
        words, starts = cut
        if len(self._remembered) > _MAX_REMEMBERED:
            self._remembered, self._tags, self._joints = {}, {}, {}
        remembered, tags = self._remembered, self._tags
        try:
            outlines = _joined(words, remembered)
        except KeyError:
            for word in words:
                if word not in remembered:
                    if word not in tags:
                        tags[word] = self.segmenter.tag(word)
                    classes = self._classifier.classify(word, tags[word])
                    if len(classes) > 1:
                        joint = self._joints[word] = self._classifier.joint(word, classes)
                        remembered[word] = outline(classes[0], joint) + outline(classes[1], len(word) - joint)
                    else:
                        remembered[word] = outline(classes, len(word))
            outlines = _joined(words, remembered)
        classes = classes_of(outlines)
        if len(classes) > len(words):
            words, starts = self._cut_in_two(words, starts)
        return TaggedText(words, tags, classes, starts, outlines)

    def _cut_in_two(self, words: Sequence[str], starts: Sequence[int]) -> Cut:
        """The words and where they start, those with two classes cut in two."""
        joints, done = self._joints, 0
        parts: list[str] = []
        edges: list[int] = []
        for at in compress(range(len(words)), map(joints.__contains__, words)):
            word = words[at]
            parts += words[done:at]
            parts += (word[: joints[word]], word[joints[word] :])
            edges += starts[done : at + 1]
            edges.append(starts[at] + joints[word])
            done = at + 1
        return Cut([*parts, *words[done:]], [*edges, *starts[done:]])


def _by_rules(placed: Sequence[PlacedName]) -> tuple[Candidate, ...]:
    return tuple(
        [_new(Candidate, (start, end, "ORG", (rule,), _new(OrgMeaning, (kind, why, None)), 0)) for start, end, kind, rule, why in placed]
    )


def _joined(words: Sequence[str], remembered: Mapping[str, str]) -> bytes:
    """The outlines of words; texts are joined in less time than bytes, and `itemgetter` takes two thirds of the time of `map`.

    Raises:
        KeyError: a word that is not remembered.
    """
    return "".join(itemgetter(*words)(remembered)).encode("latin-1") if words else b""
