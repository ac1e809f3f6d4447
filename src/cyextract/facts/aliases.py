"""Short names that a document ties to full ones: those of titles (以下简称《方案》) and of organisations, made consistent.

The recogniser of organisations hands on what brackets and brands tell. Added here is what only the settled mentions show: a Latin
name in brackets, an acronym of common knowledge, a branch told without its parent, an abbreviation that takes a character of
every word (上海汽车集团 → 上汽集团).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from cyextract.lexicon.table import read_table
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org.lexicon import BRANCH, CENTRAL, DEPARTMENT, LEGAL, REGION, STRONG, WEAK, load_lexicon
from cyextract.recognizers.title import TitleMeaning
from cyextract.text.reading_view import SourceText

_MAX_CHAIN = 4
_MAX_NAMES = 400  # names of a document compared with each other
_MIN_PART = 3  # characters of a branch or a brand that is known without the rest of its name
# Words for a body that name none by themselves (办公厅, 分公司), unless it is numbered (第二巡回法庭); a trade does (食品集团).
_BARE = frozenset((LEGAL, STRONG, WEAK, BRANCH, DEPARTMENT))
_NUMBERED = "第"
_TOTAL = "总"  # 总台, 总社: of what, only the full name says
_PLACES = frozenset((REGION, CENTRAL))
# After a title: （以下简称《方案》）, （下称“条例”）.
_TITLE_SHORT = re.compile(
    r" ?(?:\([^()\n]{0,40}\))?\((?:[^()《》\n]{0,24}[,，;；])?(?:以下|下)?(?:简称|统称|称)(?:为)?[:：]? ?"
    r"[“\"'《]{0,2}(?P<short>[^()《》“”\"'\n]{2,24})[》”\"']{0,2}[^()\n]{0,12}\)"
)
_ACRONYM = re.compile("[A-Z][A-Za-z0-9&-]{1,7}")
_BETWEEN_BRACKET = re.compile(r" ?\( ?")
_OPENS = ("(", " (")
# What a name adds that is not yet its full form: 华为技术, 中兴公司.
_BARE_TAILS = ("公司", "技术", "科技")
_BRAND_TAILS = ("实业", "集团", "控股", "证券", "银行", "保险", "电子", "科技", "工业")


def make_aliases(source: SourceText, mentions: Sequence[Candidate], org_aliases: Mapping[str, str]) -> dict[str, str]:
    """Short name -> full name, both as written (half-width, without layout).

    Args:
        source: the document.
        mentions: what won, in text order.
        org_aliases: short and full names of organisations, as they stand in the reading view.
    """
    view = source.view
    orgs = [mention for mention in mentions if mention.type == "ORG"]
    places: dict[str, Candidate] = {}
    for mention in orgs:
        places.setdefault(view[mention.start : mention.end], mention)
    names = list(places)[:_MAX_NAMES]
    tied = {short: full for short, full in org_aliases.items() if _is_full(short, full)}
    for short, full in (*_bracketed(view, orgs), *_acronyms(places), *_parts(view, names), *_abbreviations(names)):
        tied.setdefault(short, full)

    def as_written(name: str) -> str:
        place = places.get(name)
        return source.canonical(place.start, place.end) if place is not None else name

    result: dict[str, str] = {}
    for short in tied:
        full = _end_of_chain(short, tied)
        if full != short:
            result[_written_short(source, places, short)] = as_written(full)
    for mention in mentions:
        if mention.type == "TITLE" and isinstance(mention.meaning, TitleMeaning):
            found = _TITLE_SHORT.match(view, mention.end)
            if found and found["short"] != mention.meaning.title:
                result.setdefault(source.canonical(*found.span("short")).strip(), mention.meaning.title)
    return result


def _written_short(source: SourceText, places: Mapping[str, Candidate], short: str) -> str:
    place = places.get(short)
    if place is not None:
        return source.canonical(place.start, place.end)
    at = source.view.find(short)
    return source.canonical(at, at + len(short)) if at >= 0 else short


def _is_full(short: str, full: str) -> bool:
    """Whether a name is a full form of a short one, and not the same brand with a bare tail or a place before it."""
    if full.startswith(short) and full[len(short) :] in _BARE_TAILS:
        return False
    return not (full.endswith(short) and len(short) == 2)


def _end_of_chain(short: str, aliases: Mapping[str, str]) -> str:
    """The full name of a full name, where that is a short form too; a place before it makes it no fuller."""
    full = aliases[short]
    for _ in range(_MAX_CHAIN):
        further = aliases.get(full)
        if further is None or further == short or further.endswith(full):
            break
        full = further
    return full


def _bracketed(view: str, orgs: Sequence[Candidate]) -> Iterator[tuple[str, str]]:
    """世界贸易组织（WTO） and G20（二十国集团）: of two names, one in the other's bracket, the Latin one is the short one."""
    for left, right in pairwise(orgs):
        if view.startswith(_OPENS, left.end) and _BETWEEN_BRACKET.fullmatch(view, left.end, right.start):
            first, second = view[left.start : left.end], view[right.start : right.end]
            if _ACRONYM.fullmatch(first) and not second.isascii():
                yield first, second
            elif _ACRONYM.fullmatch(second) and not first.isascii():
                yield second, first


def _acronyms(places: Mapping[str, Candidate]) -> Iterator[tuple[str, str]]:
    for name in places:
        if name.isascii():
            for full in _known_acronyms().get(name, ()):
                if full in places:
                    yield name, full


@cache
def _known_acronyms() -> Mapping[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for short, full in read_table("fact_acronym.tsv", 2):
        known[short] = (*known.get(short, ()), full)
    return known


def _parts(view: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A branch without its parent (兴业银行重庆分行 → 重庆分行), a brand without its trade, where the text has them alone."""
    known, classes = frozenset(names), load_lexicon().classes
    for full in names:
        for cut in range(2, len(full) - 1):
            rest = full[cut:]
            is_short = full[:cut] in known and len(rest) >= _MIN_PART and (classes.get(rest) not in _BARE or rest[0] == _NUMBERED)
            if is_short and view.count(rest) > view.count(full):
                yield rest, full
        if full[-2] == _TOTAL and view.count(full[-2:]) > 1 + sum(view.count(name) for name in names if name.endswith(full[-2:])):
            yield full[-2:], full
        brand = full[:-2] if full.endswith(_BRAND_TAILS) else ""
        is_new = len(brand) >= _MIN_PART and brand not in known
        is_local = any(classes.get(full[:end]) in _PLACES for end in range(2, len(brand)))
        if is_new and not is_local and view.count(brand) > view.count(full):
            yield brand, full


def _abbreviations(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A short form that takes characters of every word of one full name."""
    by_first: dict[str, list[str]] = {}
    for name in names:
        by_first.setdefault(name[0], []).append(name)
    for group in by_first.values():
        for short in group if len(group) > 1 else ():
            if 3 <= len(short) <= 6 and not short.isascii():
                fulls = [full for full in group if len(full) > len(short) and _abbreviates(short, full)]
                if len(fulls) == 1:
                    yield short, fulls[0]


def _abbreviates(short: str, full: str) -> bool:
    """Whether `short` skips one character of `full` at a time, two before its last.

    >>> _abbreviates("上汽集团", "上海汽车集团"), _abbreviates("中国银行", "中国农业银行")
    (True, False)
    """
    at = -1
    for index, char in enumerate(short):
        is_last = index == len(short) - 1
        found = full.find(char, at + 1, at + 3 + is_last)
        if found < 0:
            return False
        at = found
    return len(full) - 1 - at <= 1
