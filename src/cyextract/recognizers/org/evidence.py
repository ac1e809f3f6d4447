"""What the document itself says about names: stock codes, short names and their full ones, everyday words.

Evidence is ranked, not ordered by place: each stage proposes, and what an earlier stage placed stays. A bracket that introduces a
short form beats a brand read off a full name, and both hold for the whole document, before the bracket as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org.lexicon import OrgLexicon
from cyextract.recognizers.org.places import PlacedName, find_word, place
from cyextract.recognizers.org.short_names import Brands, Shorts, bracket_aliases, full_name_brands, names_in_brackets, without_region
from cyextract.recognizers.org.tagged_text import Name, TaggedText

_T = TypeVar("_T")
# A-share codes have six digits, Hong Kong ones up to five; finance sites put 行情 or the exchange before them,
# or links in their place (行情,论坛).
_CODE = re.compile(
    r"\((?:(?:行情|股票代码|证券代码|代码|股份代号|SH|SZ|HK|上交所|深交所|港交所)?[:,，\s]?(?:[034689][0-9]{5}(?![0-9])|0?[0-9]{4}\.HK)"
    r"|行情[, ][论资股相])"
)
_MAX_CODED = 8  # characters of a listed company's short name
_MAX_PIECED = 2  # of one that a segmenter may have cut a character from (老|凤祥); before longer ones stand verbs (如|长丰汽车)
_LISTS = frozenset("、和与")
_BRAND_KINDS = frozenset(("company", "bank", "team", "school", "media"))
# Searching the text for short names costs names x characters; this many characters at most (about 0.1 s).
_SEARCH_BUDGET = 200_000_000


class DocumentEvidence:
    """Finds the names of a document by the document's own evidence; holds no state between documents."""

    def __init__(self, lexicon: OrgLexicon) -> None:
        self._lexicon = lexicon
        self._org_after = lexicon.cues["org_after"]
        self._org_before = lexicon.cues["org_before"]
        self._no_alias = lexicon.cues["no_alias"]

    def propose(self, view: str, text: TaggedText, names: Sequence[Name], titles: Sequence[tuple[int, int]]) -> Sequence[PlacedName]:
        """The names of the grammar that stand in no title, and what the document adds to them: disjoint, in order."""
        placed = place((), _as_placed(text, names), titles)
        placed = place(placed, _coded_names(view, text), titles)
        shorts, foreign = bracket_aliases(view, placed, self._no_alias)
        brands = full_name_brands(text, names, self._lexicon)
        for proposed in (foreign, _alias_places(view, shorts), _brand_places(view, text, brands)):
            placed = place(placed, proposed, titles)
        return place(placed, self._context_names(view, text, placed), titles)

    def place_introduced(self, view: str, names: Sequence[PlacedName], titles: Sequence[tuple[int, int]]) -> Sequence[PlacedName]:
        """Settled names, and every free place of the short and the Latin names that brackets tie to them."""
        if "(" not in view:
            return names
        shorts, foreign = bracket_aliases(view, names, self._no_alias)
        placed = place(place(names, foreign, titles), _alias_places(view, shorts), titles)
        shorts, foreign = names_in_brackets(view, placed, self._lexicon)
        return place(place(placed, foreign, titles), _alias_places(view, shorts), titles)

    def _context_names(self, view: str, text: TaggedText, placed: Sequence[PlacedName]) -> Iterator[PlacedName]:
        """Short names that are everyday words as well, where the document shows that they are organisations."""
        classes, words, starts = text.classes, text.words, text.starts
        indices_of: dict[str, list[int]] = {}
        at = classes.find(lx.CONTEXT)
        while at >= 0:
            indices_of.setdefault(words[at], []).append(at)
            at = classes.find(lx.CONTEXT, at + 1)
        if not indices_of:
            return
        fulls = dict.fromkeys(view[name.start : name.end] for name in placed if name.kind in _BRAND_KINDS)
        for word, indices in indices_of.items():
            why = "used as an organisation"
            evident = [index for index in indices if self._has_evidence(text, index)]
            if word not in self._lexicon.common_words:
                if any(word in full and without_region(full, self._lexicon).startswith(word) and full != word for full in fulls):
                    evident, why = indices, "brand of a name in the document"
                elif evident:
                    evident = indices
            for index in evident:
                yield PlacedName(starts[index], starts[_whole(classes, index + 1)], self._lexicon.kinds[word], "org.context", why)

    def _has_evidence(self, text: TaggedText, index: int) -> bool:
        """Whether the words beside a context name show an organisation: what it does or has, or listed names beside it."""
        classes, words = text.classes, text.words
        if index + 1 < len(words) and words[index + 1] in self._org_after:
            return True
        if index and words[index - 1] in self._org_before:
            return True
        if index >= 2 and words[index - 1] in _LISTS and classes[index - 2] == lx.NAME:
            return True
        return index + 2 < len(words) and words[index + 1] in _LISTS and classes[index + 2] == lx.NAME


def _as_placed(text: TaggedText, names: Sequence[Name]) -> Iterator[PlacedName]:
    starts = text.starts
    return (PlacedName(starts[first], starts[last], kind, rule, why) for first, last, kind, rule, why in names)


def _coded_names(view: str, text: TaggedText) -> Iterator[PlacedName]:
    """Companies right before their stock codes."""
    starts, classes = text.starts, text.classes
    for found in _CODE.finditer(view):
        end = found.start()
        first = last = bisect_left(starts, end)
        while first and end - starts[first - 1] <= _MAX_CODED:
            word_class = classes[first - 1]
            is_piece = word_class in "vnsx" and starts[first] - starts[first - 1] == 1 and end - starts[first] <= _MAX_PIECED
            if not (is_piece or word_class in "PUAENRIi" or (word_class == lx.FIRM and first == last)):
                break
            first -= 1
        if end - starts[first] >= 2:
            yield PlacedName(starts[first], end, "company", "org.stock-code", f"before the code {found[0]}")


def _whole(classes: str, last: int) -> int:
    """Where a brand's name ends when an industry goes with it."""
    while last < len(classes) and classes[last] == "I":
        last += 1
    return last


def _affordable(view: str, words: Mapping[str, _T]) -> list[tuple[str, _T]]:
    """Words to search the text for, longest first, as many as the budget allows."""
    count = _SEARCH_BUDGET // max(1, len(view))
    return sorted(words.items(), key=lambda item: (-len(item[0]), item[0]))[:count]


def _alias_places(view: str, shorts: Shorts) -> Iterator[PlacedName]:
    """Every place of the short names that a bracket introduces, longest first."""
    for short, (full, kind) in _affordable(view, shorts):
        for at in find_word(view, short):
            yield PlacedName(at, at + len(short), kind, "org.alias", f"short for {full}")


def _brand_places(view: str, text: TaggedText, brands: Brands) -> Iterator[PlacedName]:
    """Every place of the brands of full names, with the place before and the industry behind that belong to them."""
    starts, classes = text.starts, text.classes
    for brand, (full, kind, region, tail) in _affordable(view, brands):
        for at in find_word(view, brand):
            start, end = at, at + len(brand)
            if tail and view.startswith(tail, end):
                end += len(tail)
            if region and view.endswith(region, 0, start):
                start -= len(region)
            last = bisect_left(starts, end)
            if starts[last] == end:
                end = starts[_whole(classes, last)]
            yield PlacedName(start, end, kind, "org.short", f"short for {full}")
