"""The grammar of names: from word classes to spans of words, head by head, left to right.

A name ends in a head (a suffix word or a listed name). From each head a bounded walk goes left over what may stand inside a name;
the walk either meets a name that this head continues (公安部 + 交通管理局) or a barrier, and the head rule then says where the name
begins: at the first region, national prefix, listed name or unknown word.
"""

from __future__ import annotations

import re

from cyextract.models import OrgKind
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import word_class as wc
from cyextract.recognizers.org.company_names import CompanyGrammar, opening
from cyextract.recognizers.org.lexicon import OrgLexicon
from cyextract.recognizers.org.name_start import NUMBERED, NameStart
from cyextract.recognizers.org.tagged_text import Name, TaggedText
from cyextract.recognizers.org.word_class import WordClassifier, kind_by_name

_MAX_WORDS = 14  # words of a name left of its head, at most: the longest official names have about 12
_MAX_KNOWN = 100_000  # names remembered with their kind
_MAX_BETWEEN = 5  # words between a name and a head that continues it
# Heads: listed names, legal forms, branches; other heads only after what may stand inside a name. One character class opens the
# pattern, so that `re` skips from head to head.
_HEAD = re.compile(r"[NLBDFTWI](?:(?<=[NLBD])|(?<=[RKPUEAIivnTWFBNzdmjcos.&)Q\-][FTW])|(?<=[PUARnsvxN]I)(?![Ii]))")
_INSIDE = frozenset("RKPUEAIivnTWFBNzd.&")
_SENDING = frozenset("zRKPUEN")  # what may stand before 驻: whose embassy or bureau it is
_NOMINAL = frozenset("vnIi")
_FIELDS = re.compile(r"[vnIi]*(?:[vnIi]c[vnIi]+)?\Z")  # what a bureau is in charge of: 职业教育与成人教育
_MAX_FIELD = 5  # words of it
_STATE_KINDS = frozenset(("government", "bank", "court", "party", "mass_org", "association", "military", "committee", "team"))
_JOINING_LEVELS = frozenset(("country", "province", "prefecture", "county"))
_JOINING_KINDS = frozenset(("company", "school", "research", "hospital"))
_PLACED_KINDS = frozenset(("school", "research", "company", "hospital", "association"))
_NO_BRANCH_KINDS = frozenset(("government", "court", "party", "media"))
_ROLE_CROSSING = frozenset(("association", "mass_org"))
_SHARES_AFTER = re.compile("比例|的|转让|[0-9]")
_SHARE_MARKS = frozenset(("ST", "G"))  # before the name of a company: under special treatment; its share reform is done (2005-2006)
_PAIR = "org.pair"  # 中国-东盟: no name unless a head continues it


class NameParser:
    """Finds names in tagged texts; remembers nothing between texts but what it knows of listed names."""

    def __init__(self, lexicon: OrgLexicon, classifier: WordClassifier) -> None:
        self._region_levels = lexicon.levels
        self._licences = lexicon.licences
        self._kind = classifier.kind
        self._name_start = NameStart(lexicon)
        self.companies = CompanyGrammar(lexicon)
        self._levels = lexicon.cues["level"]
        self._country_prefixes = lexicon.cues["country_prefix"]
        self._bureaus = lexicon.cues["bureau"]
        self._trade_after = lexicon.cues["trade_after"]
        self._known: dict[str, tuple[OrgKind, str, bool]] = {}

    def parse(self, text: TaggedText) -> list[Name]:
        """All names of a text, in order, disjoint, of `MAX_NAME` code points at most."""
        names: list[Name] = []
        classes = text.classes
        for found in _HEAD.finditer(classes):
            head = found.start()
            word_class = classes[head]
            if word_class == "N":
                name = self._listed(text, head, names)
            elif word_class in "FTW":
                name = self._headed(text, head, names, weak=word_class == "W")
                if name is None and text.words[head] == "集团":
                    name = self.companies.brand(text, head, names)
            elif word_class == lx.INDUSTRY:
                name = self.companies.brand(text, head, names)
            elif word_class == "L":
                name = self.companies.legal_form(text, head)
            elif word_class == "B":
                name = self._branch(text, head, names)
            else:
                name = self.companies.board(text, head, names)
            if name is not None and text.starts[name.last] - text.starts[name.first] <= lx.MAX_NAME:
                while names and names[-1].last > name.first:
                    names.pop()
                names.append(name)
        return [_with_place(name, classes) for name in names if name.rule != _PAIR]

    def _listed(self, text: TaggedText, head: int, names: list[Name]) -> Name | None:
        """A listed name, with the places, session or ST mark that belong to it."""
        classes, words = text.classes, text.words
        word = words[head]
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _MAX_KNOWN:
                self._known.clear()
            known = self._known[word] = (self._kind(word), f"listed name {word}", word.endswith("银行"))
        kind, why, is_trade = known
        if is_trade and head + 1 < len(words) and words[head + 1] in self._trade_after:
            return None
        if not head or classes[head - 1] not in "RKjd-EN.":
            return Name(head, head + 1, kind, "org.listed", why)
        limit = names[-1].last if names else 0
        if classes[head - 1] == wc.DOT:
            return Name(self._dotted_start(text, head, limit, kind), head + 1, kind, "org.listed", why)
        if head == limit:
            is_part = names and _is_part(names[-1].kind, kind, word)
            return Name(names[-1].first if is_part else head, head + 1, kind, "org.listed", why)
        first, rule = head, "org.listed"
        before = classes[head - 1]
        if kind in _STATE_KINDS:
            first = self._authority_start(text, head, limit)
            if kind == "military" and limit < first < head and classes[first - 1] == wc.RESIDENT:
                first -= 1
        elif before == lx.REGION and kind in _JOINING_KINDS and not word.startswith("中国"):
            if self._region_levels.get(words[head - 1]) in _JOINING_LEVELS:
                first = head - 1
        elif before == wc.DASH and kind == "international" and head - 2 >= limit and classes[head - 2] in "RK":
            first, rule = head - 2, _PAIR
        elif words[head - 1] in _SHARE_MARKS:
            first -= 2 if head - 2 >= limit and words[head - 2] == "*" else 1
        return Name(first, head + 1, kind, rule, why)

    def _dotted_start(self, text: TaggedText, head: int, limit: int, kind: OrgKind) -> int:
        """Where a foreign name begins of which the listed name is the last part: 美国约翰斯·霍普金斯大学."""
        classes, words = text.classes, text.words
        first = head
        while first - 2 >= limit and words[first - 1] == "·" and classes[first - 2] in "PUE":
            first -= 2
        is_placed = first < head and first > limit and kind in _JOINING_KINDS and classes[first - 1] == lx.REGION
        return first - 1 if is_placed and self._region_levels.get(words[first - 1]) in _JOINING_LEVELS else first

    def _authority_start(self, text: TaggedText, head: int, limit: int) -> int:
        """Where an authority's name begins: its regions, the country, a session (第十四届) belong to it."""
        classes, words = text.classes, text.words
        first = head
        while first > limit and head - first < 6:
            previous, word = classes[first - 1], words[first - 1]
            if (
                previous == lx.REGION
                or (previous == lx.CENTRAL and (word in self._levels or word in self._country_prefixes))
                or (previous == wc.ORDINAL and word[-1] == "届")
            ):
                first -= 1
            elif previous == wc.SESSION and first - 2 > limit and classes[first - 2] in "md":
                first -= 3 if classes[first - 3] == wc.ORDINAL else 2
            else:
                break
        return first

    def _branch(self, text: TaggedText, head: int, names: list[Name]) -> Name | None:
        """A branch goes on after its parent's name, over a place; a state branch may also stand with its place alone."""
        kind = self._kind(text.words[head])
        if names:
            last = names[-1]
            between = text.classes[last.last : head]
            is_own = last.kind == "government" if kind == "government" else last.kind not in _NO_BRANCH_KINDS
            is_own = is_own or (text.words[head] == "分院" and last.kind == "court")
            if is_own and len(between) <= _MAX_BETWEEN and frozenset("RPUnKvdmATW()").issuperset(between):
                return Name(last.first, head + 1, last.kind, "org.branch", f"{last.why} + {text.words[head]}")
            if last.last > head:
                return None
        return self._headed(text, head, names, weak=False) if kind == "government" else None

    def _headed(self, text: TaggedText, head: int, names: list[Name], *, weak: bool) -> Name | None:
        """A name by its head: what it continues, or where its own words begin."""
        words = text.words
        word = words[head]
        if word in ("控股", "股份") and head + 1 < len(words) and _SHARES_AFTER.match(words[head + 1]):
            return None
        kind = self._kind(word)
        limit = names[-1].last if names else 0
        at = self._walk(text.classes, head, limit, kind)
        if names and at == limit:
            joined = self._continue(text, at, head, names[-1], kind, weak)
            if joined is not None:
                return joined
        first = self._name_start.find(text, at, head, kind, weak=weak) if at < head else None
        if first is None:
            return None
        last = _bracket_tail(text.classes, head + 1) if kind == "committee" else head + 1
        rule = "org.region-head" if text.classes[first] == lx.REGION else "org.head"
        return Name(first, last, kind_by_name(word, kind), rule, f"{word}; stopped by {words[at - 1] if at else ''!r}")

    def _walk(self, classes: str, head: int, limit: int, kind: OrgKind) -> int:
        """How far left the words of a name may reach: up to a barrier, or to the end of the name before."""
        low = max(limit, head - _MAX_WORDS)
        at = head
        inside = _INSIDE
        while at > low:
            previous = classes[at - 1]
            is_number = previous == wc.NUMBER and at >= 2
            if previous == wc.RESIDENT:
                inside = _SENDING
            if previous in inside or (is_number and (classes[at - 2] == wc.ORDINAL or (at == head and kind in NUMBERED))):
                at -= 1
            elif previous == wc.SESSION and at >= 2 and classes[at - 2] in "md":
                at -= 3 if classes[at - 3 : at - 2] == wc.ORDINAL else 2
            elif previous in ")Q":
                opened = opening(classes, at - 1)
                if opened is None or opened < limit:
                    break
                at = opened
            elif (
                (previous == lx.CONJUNCTION and at >= 2 and classes[at - 2] in _NOMINAL and classes[at] in "vnIiT")
                or (previous == wc.DASH and at >= 2 and classes[at - 2] in "RK" and classes[at] in "RKNPU")
                or (previous == wc.SOFT and at == head and at >= 2 and classes[at - 2] == lx.REGION and kind in _PLACED_KINDS)
                or (previous == lx.ROLE and kind in _ROLE_CROSSING and at >= 2 and classes[at - 2] in "RKnv")
            ):
                at -= 1
            else:
                break
        return max(at, low)

    def _continue(self, text: TaggedText, at: int, head: int, last: Name, kind: OrgKind, weak: bool) -> Name | None:
        """The name before this head, when the licence table lets the head continue it."""
        between = text.classes[at:head]
        if last.rule == _PAIR:
            if _NOMINAL.issuperset(between):
                return Name(last.first, head + 1, kind, "org.subordinate", f"{last.why} + {text.words[head]}")
            return None
        if (last.kind, kind) not in self._licences or len(between) > _MAX_BETWEEN:
            return None
        word = text.words[head]
        if not self._may_stand_between(text, between, word, last, kind, weak=weak):
            return None
        first = last.first
        if last.rule == "org.listed" and first and (text.classes[first - 1] == lx.REGION or text.words[first - 1] == "中国"):
            first -= 1
        return Name(first, head + 1, kind, "org.subordinate", f"{last.why} + {text.words[head]}")

    def _may_stand_between(self, text: TaggedText, between: str, word: str, last: Name, kind: OrgKind, *, weak: bool) -> bool:
        """Whether the words between a name and a head leave them one name."""
        is_force = last.kind in ("government", "military") and word[-1] == "队"
        if is_force and frozenset("R").issuperset(between):
            return True
        if weak and (last.rule == "org.legal-form" or (between and last.kind != "media")):
            is_bureau = last.kind == kind and (word[-1] in self._bureaus or word == "所")
            if not (is_bureau and len(between) <= _MAX_FIELD and _FIELDS.match(between)):
                return False
        if not frozenset("vnIiKdmPUTRc").issuperset(between):
            return False
        if word in ("公司", "集团", "股份") and not frozenset("Ii").issuperset(between):
            return False
        if lx.REGION in between and kind not in _PLACED_KINDS:
            is_local = last.kind in ("party", "mass_org") and "委" in word
            authority = text.words[last.last - 1]
            is_office = word[-1] == "局" and (authority.startswith("国家") or authority.endswith("总局"))
            return (is_local or is_office) and frozenset("R").issuperset(between)
        return True


def _is_part(whole: OrgKind, part: OrgKind, word: str) -> bool:
    """Whether a listed name right behind another is part of it: a command of the army, a party's local committee."""
    if whole == part == "military":
        return True
    return whole in ("party", "mass_org") and part == "party" and word[-1] == "委"


def _with_place(name: Name, classes: str) -> Name:
    """A company with the place in brackets behind it: 可口可乐(中国)."""
    last = name.last
    if classes[last : last + 1] == "(" and name.kind in ("company", "bank") and classes[last + 1 : last + 3] in ("R)", "K)"):
        return name._replace(last=last + 3)
    return name


def _bracket_tail(classes: str, last: int) -> int:
    """Where a committee's name ends with its bracketed field: 专项工作组(制造业)."""
    if classes[last : last + 1] == wc.OPEN_BRACKET:
        for closing in (last + 2, last + 3):
            if classes[closing : closing + 1] == wc.CLOSE_BRACKET and _NOMINAL.issuperset(classes[last + 1 : closing]):
                return closing + 1
    return last
