"""The bodies of a document: which of its names are one organisation's.

Every name is compared with the fuller ones that hold its characters. What speaks for and against a pair has whole-number weights
(`rules/lexicon/body_evidence.tsv`) that are added; a name is tied to the best of them, if their sum is above nought and no other
body of the text is as likely. What a word list names the same is one body before anything is weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pydantic import TypeAdapter

from cyextract.facts.body_names import BodyName, NamePairs, is_slip, name_key
from cyextract.facts.name_parts import NameCutter
from cyextract.facts.name_ties import TieReader
from cyextract.lexicon.table import read_table
from cyextract.models import Organisation, OrgKind
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org import OrgMeaning
from cyextract.recognizers.org.lexicon import NAME, OrgLexicon
from cyextract.text.fold import fold
from cyextract.text.reading_view import SourceText
from cyextract.text.segmenters import Segmenter

_ORGANISATIONS = TypeAdapter(tuple[Organisation, ...])
_MAX_NAMES = 400  # names of a document compared with each other
_MAX_FULLER = 12  # names that a short one may stand for; one that more names hold tells nothing
_HOPELESS = -8  # a sum that neither order nor lists lift above nought
_MARGIN = 2  # by which the best fuller name must be better than one of another body
_PUBLIC = frozenset((
    "government", "party", "court", "international", "committee", "mass_org", "military", "association", "school", "hospital", "research",
))  # fmt: skip
_TEAM, _UNIVERSITY = "队", "大学"
_HEADS = {"team": (_TEAM, "俱乐部"), "school": (_UNIVERSITY,), "hospital": ("医院",)}  # that its name leaves out
_LEFT_OUT = ("tail-", "front-own", "front-character")
_OF_MANY = frozenset(
    ("short-head", "place-and-brand", "front-brand", "gap-of-school", "place-differs")
)  # a list that has one of many says nothing
_PAPER = "报"
_REGISTERED = "有限公司"
_DEPARTMENTS = "部室处"
_FORMAL = frozenset(("tail-form", "tail-general"))
# Kinds that names of one body may be taken for.
_FAMILIES: dict[OrgKind, OrgKind] = {"committee": "government", "bank": "company", "mass_org": "association"}
_SAME_BODY = frozenset(("tail-form", "tail-wide-alone"))
_COMPANIES = frozenset(("company", "bank"))
_OF_GROUPS = frozenset(("bank", "media"))  # 银行, 网, 社: of a group with more than these
_OF_GROUP = frozenset(("tail-head", "tail-word"))
_SHAPES = {
    "part": "body.part", "words": "body.words", "same-words": "body.words", "initials": "body.initials", "letters": "body.letters",
    "usual-name": "body.usual", "team-of-place": "body.usual", "same-but-mark": "body.mark", "swapped": "body.spelling",
}  # fmt: skip
_SPELLING, _LISTED, _BRACKET = "body.spelling", "body.listed", "body.bracket"


class Tie(NamedTuple):
    """What ties a name to a fuller one: the evidence by its ids, and its sum."""

    short: str
    full: str
    evidence: tuple[str, ...]
    total: int

    @property
    def rule(self) -> str:
        """The id of what it rests on."""
        shape = next((_SHAPES[evidence] for evidence in self.evidence if evidence in _SHAPES), _BRACKET)
        return _BRACKET if any(evidence.startswith("bracket-") for evidence in self.evidence) else shape


class Bodies(NamedTuple):
    """The organisations of a document by their first mentions, and the ties that made them."""

    organisations: tuple[Organisation, ...] = ()
    ties: tuple[Tie, ...] = ()


class TieEvidence(NamedTuple):
    """A kind of evidence, of `body_evidence.tsv`."""

    weight: int
    why: str


@cache
def body_evidence() -> Mapping[str, TieEvidence]:
    """The weights of evidence, by its ids."""
    return {name: TieEvidence(int(weight), why) for name, weight, why, _ in read_table("body_evidence.tsv", 4)}


@cache
def usual_names() -> Mapping[str, Sequence[str]]:
    """Usual short names -> the full names that they may stand for, as keys of names."""
    usual: dict[str, list[str]] = {}
    for short, full in read_table("usual_name.tsv", 2):
        usual.setdefault(name_key(short), []).append(name_key(full))
    return usual


class OrganisationFinder:
    """Finds which names of a document are one body's; holds no state between documents but the parts of names.

    Args:
        lexicon: the word lists, the user's among them.
        segmenter: its dictionary tells words.
    """

    def __init__(self, lexicon: OrgLexicon, segmenter: Segmenter) -> None:
        dictionary = segmenter.dictionary
        self._reader = TieReader(NameCutter(lexicon, lambda word: dictionary.tag(word) if dictionary.knows(word) else "x"))
        self._weights = {name: evidence.weight for name, evidence in body_evidence().items()}
        self._listed = {name_key(surface): name for surface, name in lexicon.canonical.items()}
        self._classes = lexicon.classes
        self._usual = usual_names()

    def find(self, source: SourceText, mentions: Sequence[Candidate]) -> Bodies:
        """The bodies of a document.

        Args:
            source: the document.
            mentions: what won, in text order.
        """
        orgs = [mention for mention in mentions if mention.type == "ORG"]
        if not orgs:
            return Bodies()
        named = self._collect(source, orgs)
        names = {name.key: name for name in named}
        compared = list(names.values())[:_MAX_NAMES]
        for name in compared:
            _, name.place, name.core, name.form = self._reader.anatomy(name.key)
        self._tie_listed(names)
        pairs = NamePairs(source.view, orgs, named, names)
        candidates: dict[str, list[Tie]] = {}
        for tie in self._ties(compared, names, pairs):
            if tie.total > 0:
                candidates.setdefault(tie.short, []).append(tie)
        ties = tuple(_decide(names, candidates))
        return Bodies(_organisations(names.values()), tuple(_as_written(names, ties)))

    def _collect(self, source: SourceText, orgs: Sequence[Candidate]) -> list[BodyName]:
        """The name of each mention."""
        names: dict[str, BodyName] = {}
        known: dict[str | tuple[str, int], tuple[BodyName, list[int]]] = {}
        named: list[BodyName] = []
        raw, view, is_plain = source.raw, source.view, not source.removed
        for first, last, _, _, meaning, _ in orgs:
            spelled: str | tuple[str, int]
            if is_plain:
                start = first
                spelled = written = raw[first:last]
            else:
                start, end = source.raw_span(first, last)
                written = raw[start:end]
                spelled = written, last - first
            entry = known.get(spelled)
            if entry is None:
                assert isinstance(meaning, OrgMeaning)
                shown = view[first:last]
                is_canonical = shown == written and shown.isalnum()
                key = shown.casefold() if is_canonical else name_key(shown)
                name = names.get(key)
                if name is None:
                    name = names[key] = BodyName(key, meaning.kind, first, self._listed.get(key), shown)
                entry = known[spelled] = name, name.written.setdefault(written if is_canonical else source.canonical(first, last), [])
            entry[1].append(start)
            named.append(entry[0])
        return named

    def _tie_listed(self, names: Mapping[str, BodyName]) -> None:
        """Make one of the names that word lists call the same."""
        if not self._listed:
            return
        groups: dict[str, list[BodyName]] = {}
        for name in names.values():
            if name.listed is not None:
                groups.setdefault(name.listed, []).append(name)
        for listed, group in groups.items():
            head = names.get(name_key(fold(listed)), group[0])
            head.listed = listed
            for name in group:
                if name is not head and name.fullest is not head.fullest:
                    name.fuller, name.rule = head, _LISTED

    def _ties(self, compared: Sequence[BodyName], names: Mapping[str, BodyName], pairs: NamePairs) -> Iterator[Tie]:
        """Every pair of a name and a fuller one that it may stand for, weighed."""
        usual = list(self._usual_names(compared))
        usual_keys = {(short.key, full.key) for short, full in usual}
        read: set[tuple[str, str]] = set()
        for name in compared:
            core = name.core if len(name.core) > 1 else name.place + name.core
            if len(core) < 2 or name.fuller is not None:
                continue
            first, others = core[0], core[1:]
            holders = [full for full in compared if first in full.key and full is not name]
            fuller = holders and [full for full in holders if others[0] in full.key]
            if fuller and len(others) > 1:
                fuller = [full for full in fuller if all([character in full.key for character in others])]
            for full in fuller if len(fuller) <= _MAX_FULLER else ():
                evidence = self._read(name.key, full.key, names)
                if evidence is None:
                    if len(name.key) == len(full.key) and is_slip(name, full):
                        yield self._weigh(name, full, ["swapped"], pairs)
                else:
                    read.add((name.key, full.key))
                    if (name.key, full.key) in usual_keys:
                        evidence.append("usual-name")
                    yield self._weigh(name, full, evidence, pairs)
        apart = (("bracket-alone", pairs.in_brackets()), ("usual-name", usual), ("team-of-place", self._teams(compared)))
        for evidence_apart, found in apart:
            for short, full in found:
                is_read = (full.key, short.key) in read and evidence_apart != "team-of-place"
                if (short.key, full.key) not in read and not is_read:
                    read.add((short.key, full.key))
                    yield self._weigh(short, full, [evidence_apart], pairs)

    def _read(self, short: str, full: str, names: Mapping[str, BodyName]) -> list[str] | None:
        """The evidence of a pair; where each may be short for the other, the longer is no short form."""
        evidence = self._reader.read(short, full, names)
        is_fuller = evidence is not None and len(short) > len(full) and self._reader.read(full, short, names) is not None
        return None if is_fuller else evidence

    def _usual_names(self, compared: Sequence[BodyName]) -> Iterator[tuple[BodyName, BodyName]]:
        """WTO and 世界贸易组织, with a place before either or without; that of another country's 央行 is another."""
        for short in compared:
            place = ""
            usual = self._usual.get(short.key)
            if usual is None and short.place:
                place = "" if short.core.isascii() else short.place
                usual = self._usual.get(short.core + short.form)
            for key in usual or ():
                for full in compared:
                    name = full.key if full.key.endswith(key) else full.key.removesuffix(_TEAM)
                    is_full = name.endswith(key) and full is not short and name.startswith(place)
                    if is_full and self._reader.are_places(name.removesuffix(key)):
                        yield short, full

    def _teams(self, compared: Sequence[BodyName]) -> Iterator[tuple[BodyName, BodyName]]:
        """荆州队 and the team of another name from there; 远松队 and 荆州远松."""
        teams = [name for name in compared if name.kind == "team"]
        for short in teams:
            if short.core == _TEAM and self._reader.is_town(short.place):
                yield from ((short, full) for full in teams if full.place == short.place and full.core != _TEAM)
            elif short.key[-1] == _TEAM and len(short.key) > len(_TEAM) + 1:
                name = short.key.removesuffix(_TEAM)
                yield from ((short, full) for full in teams if full.key.endswith(name) and full.key != name)

    def _weigh(self, short: BodyName, full: BodyName, evidence: list[str], pairs: NamePairs) -> Tie:
        """Add what the document shows of a pair."""
        if short.listed is not None and full.listed is not None and short.listed != full.listed:
            return Tie(short.key, full.key, (), 0)
        kind, other = short.kind, full.kind
        if kind == other:
            evidence = self._of_kind(short, full, evidence)
        elif kind != "other" and other != "other" and _FAMILIES.get(kind, kind) != _FAMILIES.get(other, other):
            evidence.append("kind-guessed" if short.key[-2:] == full.key[-2:] else "kind-differs")
        if "place-and-brand" in evidence and other not in _COMPANIES:
            evidence.remove("place-and-brand")
        if "front-brand" in evidence and kind not in _COMPANIES:
            evidence.remove("front-brand")
        if kind in _PUBLIC and any(item.startswith("tail-") and item not in _SAME_BODY for item in evidence):
            evidence.append("behind-public")
        bracket = pairs.bracket(short, full)
        if not bracket and sum(map(self._weights.__getitem__, evidence)) <= _HOPELESS:
            return Tie(short.key, full.key, tuple(evidence), _HOPELESS)
        if kind in _COMPANIES and other in _COMPANIES:
            evidence += self._of_company(short, full, evidence)
        if full.start < short.start:
            evidence.append("before")
        if pairs.are_beside(short, full):
            evidence.append("beside")
        if bracket:
            evidence.append(bracket)
            if short.key.isascii() != full.key.isascii():
                evidence.append("bracket-foreign")
        elif _OF_MANY.isdisjoint(evidence):
            evidence += self._of_known(short, full, evidence)
        return Tie(short.key, full.key, tuple(evidence), sum(map(self._weights.__getitem__, evidence)))

    def _of_kind(self, short: BodyName, full: BodyName, evidence: list[str]) -> list[str]:
        """The evidence of two bodies of one kind, as it is for that kind."""
        if short.kind == "media" and "short-head" in evidence and short.key[-1] == _PAPER:
            evidence.append("paper")
        if short.kind in _OF_GROUPS and not _OF_GROUP.isdisjoint(evidence) and self._is_known(short.shown):
            evidence.append("one-of-group")
        if short.kind in _HEADS:
            if short.kind == "team" and "short-place" in evidence:
                evidence.remove("short-place")  # sports news names teams by their towns
            if self._is_whole_but_head(short, full, evidence):
                return [item for item in evidence if not item.startswith(("tail-", "behind-"))]
        return evidence

    def _is_known(self, name: str) -> bool:
        return self._classes.get(name) == NAME

    def _of_company(self, short: BodyName, full: BodyName, evidence: Sequence[str]) -> Iterator[str]:
        """What more the names of two companies show."""
        if "company-differs" in evidence and not _has_tail(evidence):
            yield "company-lost"
        if full.key[-1] in _DEPARTMENTS and short.key[-1] not in _DEPARTMENTS and _has_tail(evidence):
            yield "tail-department"
        if "front-place" in evidence and "shares" not in evidence and self._reader.is_town(full.place):
            is_other_trade = "gap-before-form" in evidence or (_FORMAL.isdisjoint(evidence) and _has_tail(evidence))
            if is_other_trade and self._is_known(short.core) and not self._is_known(full.shown):
                yield "known-elsewhere"

    def _of_known(self, short: BodyName, full: BodyName, evidence: Sequence[str]) -> Iterator[str]:
        """What it says that word lists have one of the names, or both."""
        is_known = self._is_known(short.shown) and not full.key.endswith(_REGISTERED)
        if is_known and _FORMAL.isdisjoint(evidence) and any(item.startswith(_LEFT_OUT) for item in evidence):
            yield "short-known"
        if self._is_known(full.shown):
            is_at_place = "front-place" in evidence and (short.kind == "company" or self._reader.is_country(full.place))
            if not (is_known and (is_at_place or "gap-content" in evidence)):
                yield "full-known"

    @staticmethod
    def _is_whole_but_head(short: BodyName, full: BodyName, evidence: Sequence[str]) -> bool:
        """Whether a team, school or hospital is named without the word for it, or a university by initials."""
        head = next(filter(full.key.endswith, _HEADS.get(short.kind, ())), "")
        if not head or short.key[-1] in head:
            return False
        return full.key.removesuffix(head).endswith(short.key) or (head == _UNIVERSITY and "initials" in evidence)


def _has_tail(evidence: Iterable[str]) -> bool:
    """Whether a short name leaves something out at the end."""
    return any(item.startswith("tail-") for item in evidence)


def _decide(names: Mapping[str, BodyName], candidates: Mapping[str, Sequence[Tie]]) -> Iterator[Tie]:
    """Tie each name to the best of its fuller names, longer names first; to none when another body is as likely.

    In a second turn two fuller names may have become one body.
    """
    order = sorted(candidates, key=lambda key: (-len(key), key))
    for key in (*order, *order):
        short = names[key]
        open_ties = [tie for tie in candidates[key] if names[tie.full].fullest is not short]
        if short.fuller is not None or not open_ties:
            continue
        best = min(open_ties, key=lambda tie: (-tie.total, -len(tie.full), tie.full))
        body = names[best.full].fullest
        if all(names[tie.full].fullest is body or tie.total <= best.total - _MARGIN for tie in open_ties):
            short.fuller, short.rule = names[best.full], best.rule
            yield best


def _as_written(names: Mapping[str, BodyName], ties: Iterable[Tie]) -> Iterator[Tie]:
    return (tie._replace(short=names[tie.short].text, full=names[tie.full].text) for tie in ties)


def _organisations(names: Iterable[BodyName]) -> tuple[Organisation, ...]:
    bodies: dict[BodyName, list[BodyName]] = {}
    for name in names:
        bodies.setdefault(name if name.fuller is None else name.fullest, []).append(name)
    rows = [_row(fullest, members) for fullest, members in bodies.items()]
    return _ORGANISATIONS.validate_python(rows)  # one call for all: a call for each takes longer


def _row(fullest: BodyName, members: Sequence[BodyName]) -> dict[str, object]:
    """One body of its names, which are in text order; the fullest comes first."""
    if len(members) == len(fullest.written) == 1:
        ((text, starts),) = fullest.written.items()
        return {"name": fullest.listed or text, "kind": fullest.kind, "names": [{"name": text, "starts": starts}]}
    text = fullest.text
    entries: list[dict[str, object]] = [{"name": text, "starts": fullest.written[text]}]
    for name in (fullest, *(member for member in members if member is not fullest)):
        first = name.text
        for other in (first, *(spelling for spelling in name.written if spelling != first)):
            if other != text:
                rule = name.rule or _SPELLING
                entries.append({"name": other, "starts": name.written[other], "rule": rule})
    listed = next((member.listed for member in members if member.listed is not None), None)
    return {"name": listed or text, "kind": fullest.kind, "names": entries}
