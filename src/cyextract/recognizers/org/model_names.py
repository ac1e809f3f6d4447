"""What a model takes for organisations, merged with the names of the rules by evidence."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from cyextract.models import OrgKind
from cyextract.org_models import OrgModel, name_model
from cyextract.recognizers.candidate import Candidate, Rejection
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import word_class as wc
from cyextract.recognizers.org.lexicon import load_lexicon
from cyextract.recognizers.org.meaning import OrgMeaning, OrgProposals
from cyextract.recognizers.org.places import meets
from cyextract.recognizers.org.recognizer import OrgRecognizer
from cyextract.recognizers.org.tagged_text import TaggedText
from cyextract.recognizers.org.word_class import kind_by_name
from cyextract.text.reading_view import SourceText
from cyextract.text.segmenters import Segmenter
from cyextract.text.words import Words

# Words cut off a proposal's edges: function words, roles, punctuation.
_NOT_FIRST = frozenset("oXcm)_-.&Qjz")
_NOT_LAST = frozenset("oXcm(_-.&qdjz")
# Words that no name has inside.
_NEVER_INSIDE = frozenset("oXm_")
_HEADS = frozenset("LFTWBNIi")
_PLACES = frozenset((lx.REGION, lx.CENTRAL))
_INDUSTRIES = frozenset((lx.INDUSTRY, lx.ACTIVITY))
# What a name is known by: a brand, a listed name, a Latin word; the ones an industry behind them belongs to.
_PROPER = frozenset("PUEAN")
_BRAND = frozenset("PUE")
# Everyday words, and the kinds of names that are often made of them (东方证券, 经济晚报).
_EVERYDAY = frozenset("nvsxI")
_EVERYDAY_KINDS = frozenset(("bank", "company", "media"))
# Parts of speech of dictionary words that are names by themselves: organisations, proper nouns, abbreviations; persons' names are
# brands as often.
_NAME_TAGS = frozenset(("nt", "nz", "j"))
_PERSON_TAGS = frozenset(("nr", "nrt", "nrfg"))
# Words over which the model's name may go on where the rules end theirs, the last of them, and words it may begin with before it.
_GOES_ON_RIGHT = frozenset("IiUPvnT")
_ENDS_RIGHT = frozenset("IiUPT")
_GOES_ON_LEFT = frozenset("PAUKnRT")
# Rules whose edges the text itself states.
_EXACT = frozenset(("org.alias", "org.foreign"))
# What makes a name that of a people, a faith, a place, a line, a building or an event: models confuse these with organisations.
# Source: the list of what is no organisation in the annotation guidelines, in general words.
_OTHER_NAMES = re.compile(
    "(?:[人教族派宗语站线路号型省市县镇乡村州岛山河]|[奥运博交洽展]会|基地|园区|广场|大厦|公园|机场|码头|水库|教堂|会堂|大桥|主义|思想|联赛)\\Z"
)
_KINDS_BY_ENDING: dict[str, OrgKind] = {"协": "association", "会": "association", "党": "party", "军": "military", "队": "team"}
_MAX_LENGTH = 40  # characters; registered names have about 30
_MIN_SHARE = 2 / 3  # of the places of a name at which the model must see one
_MIN_REPEATED = 3  # characters of a name that is added where the model did not see it


class _Refusal(str):
    """Why a proposal is no name."""

    __slots__ = ()


class _Addition(NamedTuple):
    """A name that the model proposes, in view offsets."""

    start: int
    end: int
    kind: OrgKind
    why: str


class _Taken(NamedTuple):
    """A place that is taken, and by which rule."""

    start: int
    end: int
    rule: str


class ModelOrgRecognizer(OrgRecognizer):
    """The rules, and a model that adds names to theirs.

    The model reads the reading view, so it sees simplified, half-width text without layout. Its proposals are judged in this order;
    what it adds has the rule `model.NAME`, what is refused says why in `explain`:

    1. Inside or across a title: refused.
    2. Over names of the rules: the rules' edges hold. Only where the model's name shares an edge with a single one of them and goes on
       over brands, industries and nouns at the other edge does it take its place (工商银行 -> 工商银行鹏沄); never that of a short name
       that a bracket introduces.
    3. An edge inside a word of the segmenter: refused. Function words, roles and punctuation at the edges are cut off, an industry
       right behind a brand is taken in. With one of those inside, with a number, or with nothing left: refused.
    4. It must be known by something: a brand (unknown, Latin, proper noun, abbreviation), alone or behind places alone; a place
       and a head that are not a common noun; everyday words only with the heads of brokers, papers and their like. Words that the
       lists know as no name, bare heads (公司, 县委), peoples, faiths, buildings, events, phrases in quotation marks: refused.
    5. A name that the model sees at less than two thirds of its places in the document: refused, else one of three characters and more
       is a name at all of them.

    Args:
        model: what proposes names.
        segmenter, lexicon: as for `OrgRecognizer`.

    Raises:
        LexiconError: a word list does not load.
    """

    def __init__(self, model: OrgModel, segmenter: Segmenter, lexicon: Sequence[str | os.PathLike[str]] = ()) -> None:
        super().__init__(segmenter, lexicon)
        self._model = model
        self._rule = f"model.{name_model(model)}"
        lists = load_lexicon(lexicon)
        self._listed = lists.classes
        self._common_words = lists.common_words
        self._bare_heads = lists.cues["bare_head"]

    def __reduce__(self) -> tuple[type[OrgRecognizer], tuple[object, ...]]:
        return type(self), (self._model, *self._arguments)

    def propose(self, source: SourceText, words: Words, titles: Sequence[tuple[int, int]]) -> OrgProposals:
        """Organisations of a document; as `OrgRecognizer.propose`, with the model's additions.

        Raises:
            ValueError: the model proposes a span that is none of the text's.
        """
        own = super().propose(source, words, titles)
        view = source.view
        named = _NamedText(view, self._tag(words.cut()), own.candidates, titles)
        rule = self._rule
        refused: list[Rejection] = []
        additions: dict[str, list[_Addition]] = {}
        added: list[Candidate] = []
        proposed = sorted(set(self._model.organisations(view)))
        for start, end in proposed:
            if not 0 <= start < end <= len(view):
                raise ValueError(f"{rule} proposed {start}-{end} in a text of {len(view)} characters")
            rivals = named.rivals(start, end)
            if not rivals:
                verdict = self._judge(named.text, *named.words(start, end), start, end)
                if isinstance(verdict, _Refusal):
                    refused.append(Rejection(start, end, rule, verdict))
                else:
                    additions.setdefault(view[verdict.start : verdict.end], []).append(verdict)
            elif longer := self._outgrow(named, start, end, rivals):
                named.replace(rivals[0], longer)
                added.append(_candidate(longer, rule))
            elif rivals[0][:2] != (start, end):
                refused.append(Rejection(start, end, rule, f"{rivals[0].rule} has {view[rivals[0].start : rivals[0].end]} there"))
        kept = [candidate for candidate in own.candidates if named.holds(candidate)]
        for name in sorted(additions, key=lambda name: (-len(name), name)):
            places = named.places(name)
            seen = sum(meets(proposed, at, at + len(name)) for at in places)
            if seen < _MIN_SHARE * len(places):
                reason = f"the model sees a name at {seen} of its {len(places)} places"
                refused += (Rejection(start, end, rule, reason) for start, end, _, _ in additions[name])
            else:
                added += (_candidate(name, rule) for name in named.take_places(places, additions[name], rule))
        return OrgProposals(sorted([*kept, *added], key=attrgetter("start")), own.aliases, refused)

    def _outgrow(self, named: _NamedText, start: int, end: int, rivals: Sequence[_Taken]) -> _Addition | None:
        """The model's name where it goes on over name words at one side of the rules' name; None when the rules' edges hold."""
        low, high, rule = rivals[0]
        if len(rivals) > 1 or rule in _EXACT or low not in named.kinds or (start == low) == (end == high):
            return None
        more = (high, end) if start == low else (start, low)
        if more[1] - more[0] < 2 or not named.is_whole(*more):
            return None
        first, last = named.words(*more)
        classes = named.text.classes[first:last]
        is_right = start == low
        if not (_GOES_ON_RIGHT if is_right else _GOES_ON_LEFT).issuperset(classes) or (is_right and classes[-1] not in _ENDS_RIGHT):
            return None
        kind = self._kind_of(named.text, *named.words(start, end)) if classes[-1] in _HEADS and is_right else named.kinds[low]
        return _Addition(start, end, kind, f"{named.view[more[0] : more[1]]} belongs to {named.view[low:high]} ({rule})")

    def _judge(self, text: TaggedText, first: int, last: int, start: int, end: int) -> _Addition | _Refusal:
        """The name in a proposal, or why there is none."""
        for at, is_cut in ((first, text.starts[first] < start), (last - 1, text.starts[last] > end)):
            if is_cut and not text.words[at].isspace():
                return _Refusal(f"cuts the word {text.words[at]}")
        classes = text.classes
        while first < last and classes[first] in _NOT_FIRST:
            if classes[first] == wc.NUMBER:
                return _Refusal("begins with a number")
            first += 1
        while first < last and classes[last - 1] in _NOT_LAST:
            last -= 1
        if first == last:
            return _Refusal("holds function words and roles alone")
        if text.starts[last] - text.starts[first] > _MAX_LENGTH:
            return _Refusal(f"longer than {_MAX_LENGTH} characters")
        if barrier := next((word for word, c in zip(text.words[first:last], classes[first:last], strict=True) if c in _NEVER_INSIDE), None):
            return _Refusal(f"{barrier!r} stands in no name")
        if last - first == 1 and classes[first] in _BRAND and classes[last : last + 1] in _INDUSTRIES:
            last += 1
        why = self._judge_word(text, first) if last - first == 1 else self._judge_words(text, first, last)
        if isinstance(why, _Refusal):
            return why
        return _Addition(text.starts[first], text.starts[last], self._kind_of(text, first, last), why)

    def _judge_word(self, text: TaggedText, at: int) -> str | _Refusal:
        """Why a word by itself is a name, or is none."""
        word, word_class = text.words[at], text.classes[at]
        tag = text.tags.get(word, "")
        if len(word) < 2:
            return _Refusal("a single character")
        if found := _OTHER_NAMES.search(word):
            return _Refusal(f"{found[0]} ends another kind of name")
        listed = self._listed.get(word)
        if listed == lx.CONTEXT and word not in self._common_words:
            return "listed name"
        if listed is not None:
            return _Refusal("the lists know the word and the rules take it for no name here")
        if word_class == wc.LATIN:
            return _Refusal("part of a longer Latin name, or explained in brackets") if _is_latin_run(text, at) else "Latin word"
        if word_class == wc.UNKNOWN:
            return "unknown word"
        if tag in _NAME_TAGS or (word_class == wc.PROPER and tag in _PERSON_TAGS):
            return f"proper noun ({tag})"
        return _Refusal("a common word")

    def _judge_words(self, text: TaggedText, first: int, last: int) -> str | _Refusal:
        """Why several words are a name, or are none."""
        classes, words = text.classes[first:last], text.words[first:last]
        has_head = classes[-1] in _HEADS
        if (found := _OTHER_NAMES.search(words[-1])) and (not has_head or len(found[0]) > 1):
            return _Refusal(f"{found[0]} ends another kind of name")
        if sum(map(len, words)) < 3:
            return _Refusal("too short for several words")
        if classes[-1] in _INDUSTRIES and _PLACES.issuperset(classes[:-1]) and text.classes[last : last + 1] in ("n", "v"):
            return _Refusal("the industry of a place")
        if _is_quoted(text, first, last) and wc.UNKNOWN not in classes and wc.LATIN not in classes:
            return _Refusal("a phrase in quotation marks")
        opener = next((at for at, word_class in enumerate(classes) if word_class not in _PLACES), 0)
        why = f"{words[min(opener, len(words) - 2)]} + {words[-1]}"
        is_head = opener == len(words) - 1 and has_head
        if not is_head and (classes[opener] in _PROPER or self._is_body(text, words[opener])):
            return why
        if classes[0] in _PLACES:
            is_named = has_head if len(words) > 2 else classes[-1] in "IinT" and words[-1] not in self._bare_heads
            return why if is_named else _Refusal("a place and a common noun")
        if classes[-1] == lx.FIRM and (len(words) > 2 or words[-1] == "公司"):
            return _Refusal("common nouns")
        if has_head and self._classifier.kind(words[-1]) in _EVERYDAY_KINDS and _EVERYDAY.issuperset(classes[:-1]):
            return why
        return _Refusal("common nouns")

    def _is_body(self, text: TaggedText, word: str) -> bool:
        """Whether a word is an organisation in the segmenter's dictionary; the tags of listed words are ours."""
        return text.tags.get(word) == "nt" and word not in self._listed

    def _kind_of(self, text: TaggedText, first: int, last: int) -> OrgKind:
        """The kind by the last word: its suffix, else its last character, else a company."""
        word = text.words[last - 1]
        kind = self._classifier.kind(word)
        if kind == "other":
            kind = _KINDS_BY_ENDING.get(word[-1], "company")
        return kind_by_name("".join(text.words[first:last]), kind)


class _NamedText:
    """A tagged document and the places on it that are taken, by titles and by names."""

    def __init__(self, view: str, text: TaggedText, names: Sequence[Candidate], titles: Sequence[tuple[int, int]]) -> None:
        self.view = view
        self.text = text
        self.kinds = {name.start: name.meaning.kind for name in names if isinstance(name.meaning, OrgMeaning)}
        taken = [_Taken(name.start, name.end, name.rules[0]) for name in names]
        taken += (_Taken(start, end, "title") for start, end in titles)
        self._taken = sorted(taken)
        self._starts = [place.start for place in self._taken]

    def words(self, start: int, end: int) -> tuple[int, int]:
        """The words that a span touches, as `[first, last)`."""
        return bisect_right(self.text.starts, start) - 1, bisect_left(self.text.starts, end)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a span begins and ends between words."""
        starts = self.text.starts
        return starts[bisect_left(starts, start)] == start and starts[bisect_left(starts, end)] == end

    def rivals(self, start: int, end: int) -> list[_Taken]:
        """Who has places that a span meets."""
        first = bisect_right(self._starts, start)
        if first and self._taken[first - 1].end > start:
            first -= 1
        return self._taken[first : bisect_left(self._starts, end)]

    def holds(self, name: Candidate) -> bool:
        """Whether a name still has its place."""
        at = bisect_left(self._starts, name.start)
        return at < len(self._taken) and self._taken[at][:2] == (name.start, name.end)

    def replace(self, taken: _Taken, name: _Addition) -> None:
        """Give the place of a name, and more, to a longer one."""
        at = bisect_left(self._starts, taken.start)
        self._starts[at] = name.start
        self._taken[at] = _Taken(name.start, name.end, "")

    def places(self, name: str) -> list[int]:
        """Where a name stands free, as whole words."""
        found = []
        at = self.view.find(name)
        while at >= 0:
            end = at + len(name)
            if self.is_whole(at, end) and not self.rivals(at, end):
                found.append(at)
            at = self.view.find(name, end)
        return found

    def take_places(self, places: Sequence[int], additions: Sequence[_Addition], rule: str) -> Iterator[_Addition]:
        """Give free places to a name: those of its additions, and the others to a name that is long enough."""
        by_start = {addition.start: addition for addition in additions}
        _, end, kind, why = additions[0]
        length = end - additions[0].start
        for start in places:
            name = by_start.get(start)
            if name is None:
                if length < _MIN_REPEATED:
                    continue
                name = _Addition(start, start + length, kind, f"{why}; as elsewhere")
            at = bisect_left(self._starts, start)
            self._starts.insert(at, start)
            self._taken.insert(at, _Taken(start, name.end, rule))
            yield name


def _candidate(name: _Addition, rule: str) -> Candidate:
    return Candidate(name.start, name.end, "ORG", (rule,), OrgMeaning(name.kind, name.why))


def _is_latin_run(text: TaggedText, at: int) -> bool:
    """Whether a Latin word has another one or a bracket beside it."""
    before, after = text.classes[max(0, at - 2) : at], text.classes[at + 1 : at + 3]
    return before.endswith((wc.LATIN, wc.LATIN + wc.SPACE, wc.OPEN_BRACKET)) or after.startswith(
        (wc.LATIN, wc.SPACE + wc.LATIN, wc.OPEN_BRACKET)
    )


def _is_quoted(text: TaggedText, first: int, last: int) -> bool:
    """Whether words stand in quotation marks by themselves."""
    return text.classes[max(0, first - 1) : first] == wc.OPEN_QUOTE and text.classes[last : last + 1] == wc.CLOSE_QUOTE
