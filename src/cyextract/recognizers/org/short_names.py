"""Short names and the full names they stand for."""

from __future__ import annotations

import re
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
_BRANDED = frozenset(("org.legal-form", "org.brand"))
_MAX_REGION = 5


def bracket_aliases(view: str, placed: Sequence[PlacedName], no_alias: frozenset[str]) -> tuple[Shorts, list[PlacedName]]:
    """Short names that a bracket after a name introduces, and the Latin names that stand in such brackets."""
    aliases: Shorts = {}
    foreign: list[PlacedName] = []
    for name in placed:
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
