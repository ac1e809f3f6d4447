"""A second witness: what a model of one's own takes for organisations, merged with the names of the rules by evidence."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from cyextract.recognizers.base import Candidate, Rejection
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import word_class as wc
from cyextract.recognizers.org.lexicon import load_lexicon
from cyextract.recognizers.org.reading import OrgProposals, OrgReading
from cyextract.recognizers.org.recognizer import OrgRecognizer
from cyextract.recognizers.org.settled import Settled
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

    def __reduce__(self) -> tuple[type[OrgRecognizer], tuple[object, ...]]:
        return type(self), (self._model, *self._arguments)

    def propose(self, source: SourceText, blocked: Sequence[tuple[int, int]]) -> WitnessedProposals:
        """Organisations of a document; as `OrgRecognizer.propose`, with the model's additions."""
        own = super().propose(source, blocked)
        view = source.view
        text = self._tag(view)
        rule = f"model.{self._model.name}"
        places = Settled(text, view, (), blocked)
        for candidate in own.candidates:
            places.add(candidate.start, candidate.end, "other", candidate.rule, "")
        refused: list[Rejection] = []
        additions: list[_Addition] = []
        for start, end in sorted(set(self._model.organisations(view))):
            if not 0 <= start < end <= len(view):
                raise ValueError(f"org_model proposed {start}-{end} in a text of {len(view)} characters")
            verdict = self._judge(text, view, places, start, end)
            if isinstance(verdict, str):
                if verdict:
                    refused.append(Rejection(start, end, rule, verdict))
            else:
                additions.append(verdict)
        added = self._merge(places, additions, rule, refused)
        candidates = sorted([*own.candidates, *added], key=attrgetter("start"))
        return WitnessedProposals(candidates, own.aliases, refused)
