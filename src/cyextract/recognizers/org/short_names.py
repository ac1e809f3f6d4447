"""Short names and the full names they stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from cyextract.models import OrgKind
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import word_class as wc
from cyextract.recognizers.org.lexicon import OrgLexicon
from cyextract.recognizers.org.places import PlacedName
from cyextract.recognizers.org.tagged_text import Name, TaggedText

Shorts = dict[str, tuple[str, OrgKind]]
"""Short name -> full name and its kind."""

Brands = dict[str, tuple[str, OrgKind, str, str]]
"""Brand -> full name, its kind, the place before the brand and the industry behind it there."""

_ALIAS = re.compile(
    r"”?(?:\([^()]{0,24}\))?\((?:[^()“”。]{0,16}[,，;；])?"
    r"(?:以下简称|以下称|以下统称|下简称|下称|简称|又称|英文简称|英文缩写|缩写)(?:为)?:?\s?"
    r"[“'\"]?([^()，。；,;“”'\"]{2,14})[”'\"]?(?:(?:或|、|和|及)[“'\"]([^()，。；,;“”'\"]{2,14})[”'\"])?[^()]{0,40}\)"
)
_FOREIGN = re.compile(r" ?\(([A-Z][A-Za-z0-9&.,'\- ]{0,60}[A-Za-z0-9.])\)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]?[A-Z]{1,5}\Z")
# What brackets behind a settled name hold: Latin words (no codes: SH 600001, ABC-US, AB-Q10, ABCD.O), and characters of the name itself.
_LATIN_BEHIND = re.compile(
    r"[”\"]? ?\( ?((?![A-Z]+(?:[: ]?[0-9]|-[A-Z0-9]+\b)|[A-Z]{2,}\.[A-Z]{1,2}\b)[A-Z][A-Za-z0-9&.'\- ]{1,60}[A-Za-z0-9.])(?: ?\)|[,，;；])"
)
_OWN_CHARACTERS = re.compile(r"[”\"]?\([“\"]?([\u4e00-\u9fff]{2,6})[”\"]?\)")
_ACRONYM_BEFORE = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Za-z&-]?[A-Z]{1,5}) ?\Z")
_REACH = 9
_BRANDED = frozenset(("org.legal-form", "org.brand"))
_MAX_REGION = 5


def bracket_aliases(view: str, placed: Sequence[PlacedName], no_alias: frozenset[str]) -> tuple[Shorts, list[PlacedName]]:
    """Short names that a bracket after a name introduces, and the Latin names that stand in such brackets."""
    aliases: Shorts = {}
    foreign: list[PlacedName] = []
    for name in _at_brackets(view, placed):
        if view[name.end : name.end + 2].strip("” ")[:1] != "(":
            continue
        full = view[name.start : name.end]
        if found := _ALIAS.match(view, name.end):
            for group in (1, 2):
                short = (found[group] or "").strip()
                if len(short) >= 2 and short not in no_alias and short != full:
                    aliases.setdefault(short, (full, name.kind))
        elif found := _FOREIGN.match(view, name.end):
            short = found[1]
            is_acronym = _ACRONYM.match(short) is not None
            if is_acronym or " " in short:
                foreign.append(PlacedName(*found.span(1), name.kind, "org.foreign", f"Latin name of {full}"))
            if is_acronym and not full.isascii():
                aliases.setdefault(short, (full, name.kind))
    return aliases, foreign


def names_in_brackets(view: str, settled: Sequence[PlacedName], lexicon: OrgLexicon) -> tuple[Shorts, list[PlacedName]]:
    """Names that brackets make one with settled ones: of the same characters; Latin words behind a Chinese name, an acronym before it."""
    shorts: Shorts = {}
    foreign: list[PlacedName] = []
    for name in _at_brackets(view, settled):
        is_inside = view[name.start - 1 : name.start] == "(" and view[name.end : name.end + 1] == ")"
        if not is_inside and "(" not in view[name.end : name.end + 3]:
            continue
        full = view[name.start : name.end]
        if full.isascii():
            continue
        latin = _LATIN_BEHIND.match(view, name.end)
        if latin is None and is_inside:
            latin = _ACRONYM_BEFORE.search(view, max(0, name.start - _REACH), name.start - 1)
        if latin is not None:
            foreign.append(PlacedName(*latin.span(1), name.kind, "org.foreign", f"Latin name of {full}"))
            shorts[latin[1]] = full, name.kind
        elif (own := _OWN_CHARACTERS.match(view, name.end)) and _shortens(own[1], full, lexicon):
            shorts[own[1]] = full, name.kind
    return shorts, foreign


def _at_brackets(view: str, names: Sequence[PlacedName]) -> list[PlacedName]:
    """Of names in order those right before a bracket, or a closing quote or a blank before it, and those right behind one: but few."""
    found: set[int] = set()
    at = view.find("(")
    while at >= 0:
        index = bisect_left(names, (at + 1,))
        if index < len(names) and names[index][0] == at + 1:
            found.add(index)
        while index and names[index - 1][1] >= at - 2:
            index -= 1
            found.add(index)
        at = view.find("(", at + 1)
    return [names[index] for index in sorted(found)]


def _shortens(short: str, full: str, lexicon: OrgLexicon) -> bool:
    """Whether all characters of what is no place and no role stand in a full name, in order."""
    if short == full or short in lexicon.levels or short in lexicon.cues["no_alias"]:
        return False
    characters = iter(full)
    return all(character in characters for character in short)


def full_name_brands(text: TaggedText, names: Sequence[Name], lexicon: OrgLexicon) -> Brands:
    """Brands read off full names of companies."""
    brands: Brands = {}
    classes, words = text.classes, text.words
    for name in names:
        if name.rule == "org.listed" or (name.rule not in _BRANDED and classes[name.last - 1] != lx.FIRM):
            continue
        first = name.first
        while first < name.last and classes[first] == lx.REGION:
            first += 1
        last = first
        while last < name.last - 1 and (classes[last] in "PUAE" or (len(words[last]) == 1 and classes[last] in "snvx")):
            last += 1
        brand = "".join(words[first:last])
        is_rare = wc.UNKNOWN in classes[first:last] or lx.CONTEXT in classes[first:last] or len(brand) >= 3
        if len(brand) < 2 or not is_rare or brand in lexicon.levels or lexicon.classes.get(brand) not in (None, lx.CONTEXT):
            continue
        if brand in lexicon.common_words:
            continue
        full = "".join(words[name.first : name.last])
        tail = words[last] if classes[last] in "Ii" and last < name.last - 1 else ""
        place = words[first - 1] if first > name.first else ""
        if brand not in brands or (name.rule == "org.legal-form" and not brands[brand][0].endswith("有限公司")):
            brands[brand] = (full, name.kind, place, tail)
    return brands


def without_region(name: str, lexicon: OrgLexicon) -> str:
    """The name without the place it begins with."""
    if name[:2] in lexicon.region_heads:
        for length in range(min(_MAX_REGION, len(name) - 2), 1, -1):
            if name[:length] in lexicon.levels:
                return name[length:]
    return name
