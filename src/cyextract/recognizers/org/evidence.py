"""What the document itself says about names: Latin names, stock codes, share dealing, everyday words, repeats.

Evidence is ranked, not ordered by place: a bracket that introduces a short form beats a brand read off a full name, and both hold
for the whole document, before the bracket as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TypeVar

from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import word_class as wc
from cyextract.recognizers.org.legal_form import CompanyRules
from cyextract.recognizers.org.lexicon import OrgLexicon
from cyextract.recognizers.org.meaning import OrgMeaning, OrgProposals
from cyextract.recognizers.org.name_places import NamePlace, NamePlaces
from cyextract.recognizers.org.short_name import Brands, Shorts, bracket_aliases, full_name_brands, implied_aliases, without_region
from cyextract.recognizers.org.tagged_words import Name, Tagged

_T = TypeVar("_T")
# A run of capitalised words that ends like the name of a company or institution.
# Source: legal forms of English-speaking and European countries, and common last words of institutions' names.
_LATIN_WORD = r"[A-Z&][A-Za-z0-9&.'-]{0,24}"
_LATIN = re.compile(
    rf"(?<![A-Za-z0-9])(?!&){_LATIN_WORD}+(?: (?:{_LATIN_WORD}|of|and|for|de)){{0,6}} "
    r"(?:Inc|Corp|Corporation|Company|Co|Ltd|Limited|LLC|LLP|PLC|plc|AG|SA|NV|B\.V|GmbH|Group|Holdings?|Capital|Bank|Partners|Ventures|"
    r"Technolog(?:y|ies)|University|Institute|Analytics|Research|Securities|Fund|Foundation|Association|Press|Studios?|Entertainment|"
    r"Pharmaceuticals?|Airlines|Airways|Motors?|Energy|Electric|Systems|Software|Networks|Media|Labs|Plant|Power|Games|Pictures|"
    r"Insurance|Trust|Council|Commission|Agency|Administration|Federation|Union|Hospital|College|School)(?![A-Za-z])\.?"
)
# A-share codes have six digits, Hong Kong ones up to five; finance sites put 行情 or the exchange before them.
_CODE = re.compile(
    r"\((?:行情|股票代码|证券代码|代码|股份代号|SH|SZ|HK|上交所|深交所|港交所)?[:,，\s]?(?:[034689][0-9]{5}(?![0-9])|0?[0-9]{4}\.HK)"
)
_MARK = re.compile(r"(?<![A-Za-z])\*?ST(?=[\u4e00-\u9fff])")
_MAX_CODED = 8  # characters of a listed company's short name
_MAX_TRADED = 8
_PERSON = 3  # characters of most persons' names: an unknown word of that length needs its place to be a company
# A document without these has no words of share dealing or lawsuits.
_DEALING = re.compile("股|收购|被告|原告|起诉")
_LISTS = frozenset(("、", "和", "与", "及"))
_BRAND_KINDS = frozenset(("company", "bank", "team", "school", "media"))
# Rules that rest on the words around a name; the others find it wherever it stands.
_REPEATED = frozenset(("org.head", "org.brand", "org.traded", "org.stock-code"))
# Searching the text for short names and repeats costs names x characters; this many characters at most (about 0.1 s).
_SEARCH_BUDGET = 200_000_000


class DocumentEvidence:
    """Settles the names of a document; holds no state between documents."""

    def __init__(self, lexicon: OrgLexicon, companies: CompanyRules) -> None:
        self._lexicon = lexicon
        self._companies = companies
        self._org_after = lexicon.cues["org_after"]
        self._org_before = lexicon.cues["org_before"]
        self._no_alias = lexicon.cues["no_alias"]

    def settle(self, view: str, text: Tagged, names: Sequence[Name], blocked: Sequence[tuple[int, int]]) -> OrgProposals:
        """Turn the names of the grammar into candidates and add what the document's own evidence gives."""
        places = NamePlaces(text, view, names, blocked)
        if "E_E" in text.classes:
            for found in _LATIN.finditer(view):
                places.add_over(*found.span(), "company", "org.latin", f"Latin name by its last word {found[0].rsplit(' ', 1)[1]}")
        self._add_coded(places, text)
        _add_marked(places, text)
        self._add_traded(places, text)
        explicit = bracket_aliases(places, self._no_alias)
        brands = full_name_brands(text, names, self._lexicon)
        _add_aliases(places, explicit)
        _add_brands(places, text, brands)
        self._add_context_names(places, text)
        _add_repeats(places)
        return self._proposals(places, explicit, brands) if places.mentions else OrgProposals([], {})

    def _add_coded(self, places: NamePlaces, text: Tagged) -> None:
        """A company right before its stock code."""
        starts, classes = text.starts, text.classes
        for found in _CODE.finditer(places.view):
            end = found.start()
            first = last = bisect_left(starts, end)
            while first and end - starts[first - 1] <= _MAX_CODED:
                word_class = classes[first - 1]
                is_piece = word_class in "vnsx" and starts[first] - starts[first - 1] == 1
                if not (is_piece or word_class in "PUAENRIi" or (word_class == lx.FIRM and first == last)):
                    break
                first -= 1
            if end - starts[first] >= 2:
                places.add(starts[first], end, "company", "org.stock-code", f"before the code {found[0]}")

    def _add_traded(self, places: NamePlaces, text: Tagged) -> None:
        """Unknown words, with a place before them, among the words of share dealing: 收购浙江某某70%股权."""
        if not _DEALING.search(places.view):
            return
        classes, starts = text.classes, text.starts
        at = classes.find(wc.UNKNOWN)
        while at >= 0:
            last = at + 1
            while last < len(classes) and classes[last] in "UPAIi" and starts[last + 1] - starts[at] <= _MAX_TRADED:
                last += 1
            has_place = at > 0 and classes[at - 1] == lx.REGION
            if (has_place or len(text.words[at]) != _PERSON) and self._companies.is_traded(text, at, last):
                places.add(starts[at - has_place], starts[last], "company", "org.traded", "unknown word in a share deal")
            at = classes.find(wc.UNKNOWN, last)

    def _add_context_names(self, places: NamePlaces, text: Tagged) -> None:
        """Short names that are everyday words as well, where the document shows that they are organisations."""
        classes, words, starts = text.classes, text.words, text.starts
        indices_of: dict[str, list[int]] = {}
        at = classes.find(lx.CONTEXT)
        while at >= 0:
            indices_of.setdefault(words[at], []).append(at)
            at = classes.find(lx.CONTEXT, at + 1)
        if not indices_of:
            return
        fulls = dict.fromkeys(places.text(mention) for mention in places.mentions if mention.kind in _BRAND_KINDS)
        for word, indices in indices_of.items():
            why = "used as an organisation"
            evident = [index for index in indices if self._has_evidence(text, index)]
            if word not in self._lexicon.common_words:
                if any(word in full and without_region(full, self._lexicon).startswith(word) and full != word for full in fulls):
                    evident, why = indices, "brand of a name in the document"
                elif evident:
                    evident = indices
            for index in evident:
                places.add(starts[index], starts[_whole(classes, index + 1)], self._lexicon.kinds[word], "org.context", why)

    def _has_evidence(self, text: Tagged, index: int) -> bool:
        """Whether the words beside a context name show an organisation: what it does or has, or listed names beside it."""
        classes, words = text.classes, text.words
        if index + 1 < len(words) and words[index + 1] in self._org_after:
            return True
        if index and words[index - 1] in self._org_before:
            return True
        if index >= 2 and words[index - 1] in _LISTS and classes[index - 2] == lx.NAME:
            return True
        return index + 2 < len(words) and words[index + 1] in _LISTS and classes[index + 2] == lx.NAME

    def _proposals(self, places: NamePlaces, explicit: Shorts, brands: Brands) -> OrgProposals:
        view = places.view
        texts = dict.fromkeys([view[start:end] for start, end, *_ in places.mentions])
        aliases = {short: full for short, (full, _) in explicit.items()}
        for brand, (full, _, place, tail) in brands.items():
            for short in (place + brand + tail, brand + tail, place + brand, brand):
                if short in texts and short != full:
                    aliases.setdefault(short, full)
        implied: dict[str, str] = {}
        for short, full in implied_aliases(texts, self._lexicon):
            if len(full) > len(implied.get(short, "")):
                implied[short] = full
        aliases = implied | aliases
        candidates = [
            Candidate(start, end, "ORG", rule, OrgMeaning(name := view[start:end], kind, aliases.get(name), why))
            for start, end, kind, rule, why in places.mentions
        ]
        return OrgProposals(candidates, aliases)


def _add_marked(places: NamePlaces, text: Tagged) -> None:
    """Listed companies behind the exchange's mark of special treatment (*ST)."""
    starts, classes, words = text.starts, text.classes, text.words
    for found in _MARK.finditer(places.view) if "ST" in places.view else ():
        at = bisect_left(starts, found.end())
        last = at + 1
        if at < len(words) and starts[at] == found.end() and (classes[at] in "AUPNn" or len(words[at]) == 1):
            if len(words[at]) == 1:
                last += 1
            places.add(found.start(), starts[min(last, len(words))], "company", "org.marked", "behind ST")


def _whole(classes: str, last: int) -> int:
    """Where a brand's name ends when an industry or a second unknown word goes with it."""
    while last < len(classes) and classes[last] in "IU":
        last += 1
    return last


def _affordable(places: NamePlaces, words: Mapping[str, _T]) -> list[tuple[str, _T]]:
    """Words to search the text for, longest first, as many as the budget allows."""
    count = _SEARCH_BUDGET // max(1, len(places.view))
    return sorted(words.items(), key=lambda item: (-len(item[0]), item[0]))[:count]


def _add_aliases(places: NamePlaces, shorts: Shorts) -> None:
    """Every place of the short names that a bracket introduces, longest first."""
    for short, (full, kind) in _affordable(places, shorts):
        for at in places.find(short):
            places.add(at, at + len(short), kind, "org.alias", f"short for {full}")


def _add_brands(places: NamePlaces, text: Tagged, brands: Brands) -> None:
    """Every place of the brands of full names, with the place before and the industry or second word behind that belong to them."""
    starts, classes = text.starts, text.classes
    for brand, (full, kind, place, tail) in _affordable(places, brands):
        for at in places.find(brand):
            start, end = at, at + len(brand)
            if tail and places.view.startswith(tail, end):
                end += len(tail)
            if place and places.view.endswith(place, 0, start):
                start -= len(place)
            last = bisect_left(starts, end)
            if starts[last] == end:
                end = starts[_whole(classes, last)]
            places.add(start, end, kind, "org.short", f"short for {full}")


def _add_repeats(places: NamePlaces) -> None:
    """Further places of the names found by grammar, where the words around hid them."""
    seen: dict[str, list[NamePlace]] = {}
    for mention in places.mentions:
        if mention.end - mention.start >= 4 and mention.rule in _REPEATED:
            seen.setdefault(places.text(mention), []).append(mention)
    for name, mentions in _affordable(places, seen):
        if places.view.count(name) == len(mentions):
            continue
        for at in places.find(name):
            places.add(at, at + len(name), mentions[0].kind, "org.repeat", f"as {mentions[0].rule} elsewhere")
