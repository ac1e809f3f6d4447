"""A second witness: what a model of one's own takes for organisations, merged with the names of the rules by evidence."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from cyextract.recognizers.base import Candidate, Rejection
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import word_class as wc
from cyextract.recognizers.org.lexicon import load_lexicon
from cyextract.recognizers.org.reading import OrgProposals, OrgReading
from cyextract.recognizers.org.recognizer import OrgRecognizer
from cyextract.recognizers.org.tagged import Tagged
from cyextract.recognizers.org.word_class import kind_by_name

if TYPE_CHECKING:
    from cyextract.adapters import OrgModel
    from cyextract.models import OrgKind
    from cyextract.text.source import SourceText

_MAX_LENGTH = 40  # characters; registered names have about 30
# Words that a name does not begin with, and those it does not end with: function words, roles, punctuation, digits.
_NOT_FIRST = frozenset("oXscm)_-.&Qjz")
_NOT_LAST = frozenset("oXscm(_-.&qdjz")
# Words that no name has inside: function words and verbs, roles, numbers, white space.
_NEVER_INSIDE = frozenset("oXm_")
_HEADS = frozenset("LFTWBNIi")
# What a name is known by: a brand, a listed name, a Latin word.
_PROPER = frozenset("PUEAN")
# Parts of speech of dictionary words that are names by themselves: organisations, proper nouns, abbreviations.
_NAME_TAGS = frozenset(("nt", "nz", "j"))
_PERSON_OR_PLACE_TAGS = frozenset(("nr", "nrt", "nrfg", "ns"))
# Kinds whose names are often made of everyday words (西部证券, 南方都市报).
_EVERYDAY_KINDS = frozenset(("bank", "media"))
# Last characters that make a name that of a people, a faith, a line, a place: models confuse these with organisations.
_OTHER_ENDINGS = frozenset("人教族派宗语站线路号型年省市县镇乡村州岛山河")
# A name that stands at least this many times as often without the model's word as with it was chance.
_MIN_SHARE = 1 / 3
_MIN_REPEATED = 3  # characters of a name that is looked for elsewhere in the document


@dataclass(frozen=True, slots=True)
class WitnessedProposals(OrgProposals):
    """Candidates of the rules and of the model, and what the model proposed in vain."""

    refused: list[Rejection]


class _Addition(NamedTuple):
    """A name that only the model proposes, in view offsets."""

    start: int
    end: int
    kind: OrgKind
    why: str


class WitnessedOrgRecognizer(OrgRecognizer):
    """The rules, with a model as second witness.

    The model reads the reading view; its proposals are judged by these rules, in this order:

    1. Inside or across a title: refused.
    2. Over a name of the rules: the rules' edges hold, and the model's are refused.
    3. Function words, roles and punctuation at its edges are cut off.
    4. An edge inside a word of the segmenter, a function word, role or number inside, nothing left, too long: refused.
    5. It must be known by something: a brand, an unknown or Latin word, an abbreviation, a proper noun of the dictionary; a place or
       national prefix together with a head. Bare heads (公司, 县委), places, common nouns, peoples and faiths: refused.
    6. A name that stands elsewhere in the document mostly without the model taking it for one: refused.
    7. What remains is a name at every place where it stands alone.

    Args:
        model: the witness.
        segmenter, lexicon, model_dir: as for `OrgRecognizer`.

    Raises:
        LexiconError: a word list does not load.
    """

    def __init__(
        self,
        model: OrgModel,
        segmenter: str = "rjieba",
        lexicon: Sequence[str | os.PathLike[str]] = (),
        model_dir: str | os.PathLike[str] | None = None,
    ) -> None:
        super().__init__(segmenter, lexicon, model_dir)
        self._model = model
        self._listed = load_lexicon(lexicon)
        self._bare = self._listed.cues["bare_head"]

    def __reduce__(self) -> tuple[type[OrgRecognizer], tuple[object, ...]]:
        return type(self), (self._model, *self._arguments)

    def propose(self, source: SourceText, blocked: Sequence[tuple[int, int]]) -> WitnessedProposals:
        """Organisations of a document; as `OrgRecognizer.propose`, with the model's additions."""
        own = super().propose(source, blocked)
        text = self._tag(source.view)
        page = _Page(source.view, text, own.candidates, blocked)
        rule = f"model.{self._model.name}"
        refused: list[Rejection] = []
        additions: dict[str, list[_Addition]] = {}
        for start, end in sorted(set(self._model.organisations(source.view))):
            if not 0 <= start < end <= len(source.view):
                raise ValueError(f"org_model proposed {start}-{end} in a text of {len(source.view)} characters")
            if page.holds(start, end):
                continue
            verdict = page.rival(start, end) or self._judge(page, start, end)
            if isinstance(verdict, str):
                refused.append(Rejection(start, end, rule, verdict))
            else:
                additions.setdefault(source.view[verdict.start : verdict.end], []).append(verdict)
        added = [candidate for name, group in additions.items() for candidate in self._settle(page, name, group, rule, refused)]
        candidates = sorted([*own.candidates, *added], key=attrgetter("start"))
        return WitnessedProposals(candidates, own.aliases, refused)

    def _settle(
        self, page: _Page, name: str, group: Sequence[_Addition], rule: str, refused: list[Rejection]
    ) -> Iterator[Candidate]:
        """The places of a name that only the model proposes; none when it stands mostly without the model's word."""
        places = page.places(name)
        if len(group) < _MIN_SHARE * len(places):
            reason = f"named by the model at {len(group)} of its {len(places)} places"
            refused += (Rejection(start, end, rule, reason) for start, end, _, _ in group)
            return
        proposed = [start for start, *_ in group]
        kind, why = group[0].kind, group[0].why
        for at in sorted({*proposed, *(places if len(name) >= _MIN_REPEATED else ())}):
            yield Candidate(at, at + len(name), "ORG", rule, OrgReading(name, kind, None, why if at in proposed else f"{why}; as elsewhere"))

    def _judge(self, page: _Page, start: int, end: int) -> _Addition | str:
        """The name in a proposal, or why there is none."""
        first, last = page.words(start, end)
        text, classes = page.text, page.text.classes
        if text.starts[first] < start and not text.words[first].isspace():
            return f"cuts the word {text.words[first]}"
        if text.starts[last] > end and not text.words[last - 1].isspace():
            return f"cuts the word {text.words[last - 1]}"
        while first < last and classes[first] in _NOT_FIRST:
            first += 1
        while first < last and classes[last - 1] in _NOT_LAST:
            last -= 1
        if first == last:
            return "holds function words and roles alone"
        if text.starts[last] - text.starts[first] > _MAX_LENGTH:
            return f"longer than {_MAX_LENGTH} characters"
        if barrier := next((at for at in range(first, last) if classes[at] in _NEVER_INSIDE), None):
            return f"{text.words[barrier]!r} stands in no name"
        why = self._single(text, first) if last - first == 1 else self._several(text, first, last)
        if why[0] == "-":
            return why[1:]
        return _Addition(text.starts[first], text.starts[last], self._kind_of(text, first, last), why)

    def _single(self, text: Tagged, at: int) -> str:
        """Why a word by itself is a name; after a minus sign, why not."""
        word, word_class = text.words[at], text.classes[at]
        tag = text.tags.get(word, "")
        if len(word) < 2:
            return "-a single character"
        if word[-1] in _OTHER_ENDINGS:
            return f"-a name in {word[-1]} is another kind of name"
        listed = self._listed.classes.get(word)
        if word_class == lx.NAME or (listed == lx.CONTEXT and word not in self._listed.common_words):
            return "listed name"
        if listed is not None:
            return "-a common word or a bare head"
        if word_class == wc.LATIN:
            return "Latin word"
        if word_class == wc.UNKNOWN:
            return "unknown word"
        if tag in _NAME_TAGS:
            return f"proper noun ({tag})"
        if word_class == wc.PROPER and tag in _PERSON_OR_PLACE_TAGS:
            return f"proper noun ({tag})"
        return "-a common word"

    def _several(self, text: Tagged, first: int, last: int) -> str:
        """Why several words are a name; after a minus sign, why not."""
        classes, words = text.classes[first:last], text.words[first:last]
        head = classes[-1] in _HEADS
        if words[-1][-1] in _OTHER_ENDINGS and not head:
            return f"-a name in {words[-1][-1]} is another kind of name"
        proper = next((at for at in range(last - first) if classes[at] in _PROPER or text.tags.get(words[at]) in _NAME_TAGS), None)
        if proper is not None and (proper < len(words) - 1 or not head):
            return f"{words[proper]}"
        if classes[0] in "RK" and len(words) > 2 and head:
            return f"{words[0]} + {words[-1]}"
        if classes[0] in "RK" and (classes[-1] in "IinT" and words[-1] not in self._bare):
            return f"{words[0]} + {words[-1]}"
        if head and self._classifier.kind(words[-1]) in _EVERYDAY_KINDS and frozenset("nvsx").issuperset(classes[:-1]):
            return f"{words[0]} + {words[-1]}"
        return "-common nouns"

    def _kind_of(self, text: Tagged, first: int, last: int) -> OrgKind:
        word = text.words[last - 1]
        kind = self._classifier.kind(word)
        return kind_by_name("".join(text.words[first:last]), "company" if kind == "other" else kind)


class _Page:
    """A tagged document and the places on it that are taken, by titles and by names of the rules."""

    def __init__(self, view: str, text: Tagged, names: Sequence[Candidate], titles: Sequence[tuple[int, int]]) -> None:
        self.view = view
        self.text = text
        taken = [(name.start, name.end, name.rule) for name in names] + [(start, end, "title") for start, end in titles]
        self._taken = sorted(taken)
        self._starts = [start for start, _, _ in self._taken]

    def words(self, start: int, end: int) -> tuple[int, int]:
        """The words that a span touches, as `[first, last)`."""
        return bisect_right(self.text.starts, start) - 1, bisect_left(self.text.starts, end)

    def holds(self, start: int, end: int) -> bool:
        """Whether the rules have exactly this name."""
        at = bisect_left(self._starts, start)
        return at < len(self._taken) and self._taken[at][:2] == (start, end)

    def rival(self, start: int, end: int) -> str:
        """Who has the place of a span already; empty when it is free."""
        at = bisect_left(self._starts, end)
        if not at or self._taken[at - 1][1] <= start:
            return ""
        low, high, rule = self._taken[at - 1]
        return f"{rule} has {self.view[low:high]} there"

    def places(self, name: str) -> list[int]:
        """Where a name stands free, as whole words."""
        found, starts = [], self.text.starts
        at = self.view.find(name)
        while at >= 0:
            end = at + len(name)
            if starts[bisect_left(starts, at)] == at and starts[bisect_left(starts, end)] == end and not self.rival(at, end):
                found.append(at)
            at = self.view.find(name, end)
        return found
