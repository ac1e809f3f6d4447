"""What two names show of being one body's: evidence read off the pair alone, by the ids of `body_evidence.tsv`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from cyextract.facts.name_parts import (
    COUNTRY,
    FORM,
    HEAD,
    LIGHT,
    OWN,
    PLACE,
    TRADE,
    UNIT,
    WIDE,
    WORD,
    NameCutter,
    NamePart,
    heads_of_several,
)

_PLACES = frozenset((PLACE, COUNTRY, WIDE, LIGHT))
_CONTENT = frozenset((TRADE, WORD, OWN))
_BRAND = frozenset((OWN, WORD, LIGHT))
_FURTHER = frozenset((TRADE, WORD, OWN, PLACE, COUNTRY, WIDE))
_MORE = frozenset((TRADE, WORD, OWN, HEAD))
# The exchange's mark before a share's short name, and the letter of its class behind it.
_MARK = re.compile(r"\*?st(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[abh]\Z")
_LIMITED = re.compile("有限(?:责任)?")
_REGISTERED = re.compile("有限(?:责任)?公司\\Z")
_TAIL = {
    UNIT: "tail-unit", HEAD: "tail-head", OWN: "tail-own", PLACE: "tail-place", COUNTRY: "tail-place", WORD: "tail-word",
    TRADE: "tail-trade",
}  # fmt: skip
_CUT_SHORT = frozenset((TRADE, HEAD, FORM))
_FORMAL = frozenset((FORM, LIGHT, WIDE))
_FILLERS = frozenset((LIGHT,))
_ANY_OF = frozenset((FORM, LIGHT, COUNTRY, WIDE))
_OF_ANY = frozenset(("short-form", "short-trade"))
_COMMON = frozenset((TRADE, WORD))
_MIDDLE_ALONE = 3  # characters of a name that is short itself
_CHINA = "中国"
_TOWNS = frozenset((PLACE, COUNTRY))
_UNIVERSITY = "大学"
_FORMS = frozenset((FORM, LIGHT))
_NAMELESS = frozenset((TRADE, FORM, UNIT, LIGHT))
_FRONTS = frozenset(("front-character", "front-own"))
_MAX_KNOWN = 10_000  # names and pairs remembered with what they show
_TOTAL = "总"  # 总台, 总社: of what, only the full name says
_NTH = "第"
_NUMBERED = re.compile(f"{_NTH}([一二三四五六七八九十0-9]+)(.?)")
_EDITION = "届"  # of one body
_SHARES = "股份"
_SEVERAL = "系"  # 远松系: a company and what it controls
_CENTRE = "中央"  # of a party: its committee
_STATIONED = "驻"  # 驻甲美军: the part of an army that stands there
_GROUP = "集团"  # 纺织集团 is one company, 科技公司 may be any
# What a registered name has behind its trade: of any company.
_GENERAL = re.compile("(?:管理|发展|服务|实业|投资|咨询|科技|控股|用品|制品)+(?:集团|股份|有限|责任|公司|企业)+")
_BARE_FORM = "公司"


class _Alignment(NamedTuple):
    """How a short name stands in a fuller one.

    Attributes:
        shape: the evidence that this is.
        before: what the fuller name has before it.
        front, gap, tail: the sorts of the parts that are left out before, within and behind it.
    """

    shape: str
    before: str
    front: Sequence[str]
    gap: Sequence[str]
    tail: Sequence[str]


class TieReader:
    """Reads the evidence of a pair of names.

    Args:
        cutter: cuts names into parts.
    """

    def __init__(self, cutter: NameCutter) -> None:
        self._cutter = cutter
        self._known: dict[tuple[str, str], tuple[list[str] | None, str]] = {}
        self._of_several = heads_of_several()
        self._anatomies: dict[str, tuple[str, str, str, str]] = {}

    def read(self, short: str, full: str, names: Collection[str]) -> list[str] | None:
        """What speaks for and against `short` being a short form of `full`; None when its characters are not in it in order.

        Args:
            short, full: different names without white space, in lower case.
            names: all names of the document: what stands before a part of one may be another.
        """
        known = self._known.get((short, full))
        if known is None:
            if len(self._known) > _MAX_KNOWN:
                self._known = {}
            known = self._known[short, full] = self._read(short, full)
        evidence, before = known
        if evidence is None:
            return None
        found = list(evidence)
        if before in names:
            found = ["front-body" if item in _FRONTS else item for item in found]
            if "front-body" in found and self._sorts(short)[-1] in _BRAND:
                found.append("front-brand")
        if full.startswith(short) and full[len(short) :] in names:
            found.append("tail-body")
        return found

    def _read(self, short: str, full: str) -> tuple[list[str] | None, str]:
        """The evidence, and what stands before the short name in the full one."""
        if self.anatomy(full)[0] == short:
            return ["same-but-mark"], ""
        if branch := self._same_branch(short, full):
            one, other = short.removesuffix(branch), full.removesuffix(branch)
            if 1 < len(one) < len(other) and (alignment := self._align(one, other)):
                return [*self._weigh(alignment, one, other), "same-branch"], alignment.before
        if len(short) < len(full) and (alignment := self._align(short, full)):
            return self._weigh(alignment, short, full), alignment.before
        plain, place, core, form = self.anatomy(short)
        marked = ["share-mark"] if plain != short else []
        form_differs = ["company-differs" if form == _BARE_FORM else "form-differs"] if form else []
        place_differs = []
        if place and place not in full and not self._begins_with_end(full, place):
            is_country = not form and {COUNTRY}.issuperset(self._sorts(place)) and self.anatomy(full)[1:3] == ("", core)
            place_differs = ["country-before" if is_country else "place-differs"]
        # Without its mark and 有限, without its form, without its place, without both, as far as there is any.
        for rest, also in (
            (place + core + _LIMITED.sub("", form), []),
            (place + core, form_differs),
            (core + form, place_differs),
            (core, [*form_differs, *place_differs]),
        ):
            if rest != short and 1 < len(rest) < len(full) and (alignment := self._align(rest, full)):
                found = self._weigh(alignment, rest, full)
                if place and place in full and rest == core:  # 甲地某某 and 某某汽车（甲地）
                    found = [item for item in found if item != "tail-place"]
                if "form-differs" in also:  # each has a form of its own
                    found = [item for item in found if item != "tail-form"]
                    if _REGISTERED.search(short) and _REGISTERED.search(full):
                        found.append("both-registered")
                return [*found, *marked, *also], alignment.before
        return None, ""

    def _begins_with_end(self, full: str, place: str) -> bool:
        """Whether a name begins with the end of a place (乙市丙区 of 甲省乙市丙区), or with one of its level (省)."""
        own = self.anatomy(full)[1]
        return len(own) > 1 and (place.endswith(own) or self._cutter.is_region(own + place))

    def _same_branch(self, short: str, full: str) -> str:
        """The end by which both are branches at one place (深圳分公司); empty where they are not."""
        parts = self._cutter.cut(short)
        if parts[-1].sort != UNIT:
            return ""
        places = [*takewhile(lambda part: part.sort in _PLACES, reversed(parts[:-1]))]
        branch = short[places[-1].start :] if places else ""
        return branch if branch != short and full.endswith(branch) else ""

    def is_country(self, name: str) -> bool:
        """Whether a part of a name is nothing but a country."""
        return {COUNTRY}.issuperset(self._sorts(name))

    def is_town(self, name: str) -> bool:
        """Whether a part of a name is nothing but a place that is no country."""
        return {PLACE}.issuperset(self._sorts(name))

    def are_places(self, name: str) -> bool:
        """Whether a part of a name, which may be empty, is nothing but places."""
        return not name or _PLACES.issuperset(self._sorts(name))

    def anatomy(self, name: str) -> tuple[str, str, str, str]:
        """A name without the marks of a share; and the places it begins with, its core and its legal form, which together are that.

        No short form lacks the core. A name that is nothing but places and forms is all core.
        """
        known = self._anatomies.get(name)
        if known is None:
            if len(self._anatomies) > _MAX_KNOWN:
                self._anatomies = {}
            known = self._anatomies[name] = self._take_apart(_MARK.sub("", name))
        return known

    def _take_apart(self, plain: str) -> tuple[str, str, str, str]:
        parts = self._cutter.cut(plain)
        front = sum(1 for _ in takewhile(lambda part: part.sort in _PLACES, parts))
        back = sum(1 for _ in takewhile(lambda part: part.sort == FORM, reversed(parts[front:])))
        low = parts[front].start if front < len(parts) else len(plain)
        high = parts[len(parts) - back].start if back else len(plain)
        return (plain, plain[:low], plain[low:high], plain[high:]) if low < high else (plain, "", plain, "")

    def _align(self, short: str, full: str) -> _Alignment | None:
        at = full.find(short)
        if at >= 0:
            end, shape = at + len(short), "part"
            for part in self._cutter.cut(full):
                if part.start < end < part.end and part.sort in _CUT_SHORT:
                    end, shape = part.end, "initials"  # 甲乙金|控
            return _Alignment(shape, full[:at], self._sorts(full[:at]), (), self._sorts(full[end:]))
        parts = self._cutter.cut(full)
        places, shape = _by_words(short, full, parts), "initials"
        if places is None:
            places, shape = _by_letters(short, full), "letters"
        if places is None or (short.isascii() and _is_within_one(places, parts)):
            return None
        taken = [sum(part.start <= place < part.end for place in places) for part in parts]
        if shape == "initials" and all(count in (0, part.end - part.start) for count, part in zip(taken, parts, strict=True)):
            shape = "words"
        first = next(index for index, count in enumerate(taken) if count)
        last = max(index for index, count in enumerate(taken) if count)
        sorts = [part.sort for part in parts]
        gap = [sort for sort, count in zip(sorts[first:last], taken[first:last], strict=True) if not count]
        if shape == "words" and _FILLERS.issuperset((*gap, *sorts[last + 1 :])):
            shape = "same-words"
        return _Alignment(shape, full[: parts[first].start], sorts[:first], gap, sorts[last + 1 :])

    def _weigh(self, alignment: _Alignment, short: str, full: str) -> list[str]:
        shape, before, front, gap, tail = alignment
        own = self._sorts(short)
        found = [shape]
        if shape == "letters" and len(short) == 2:
            found.append("letters-of-two")
        if before:
            found += _front(alignment, own)
        if FORM in tail and _FORMAL.issuperset(tail):
            found.append("tail-form")
        if own[-1] == TRADE and "tail-form" not in found and _GENERAL.fullmatch(full, full.rfind(short[-1]) + 1):
            found.append("tail-general")
        else:
            found += dict.fromkeys(evidence for sort, evidence in _TAIL.items() if sort in tail)
            found += _behind(own[-1], gap, tail)
        if WIDE in tail:
            found.append("tail-wide-alone" if _MORE.isdisjoint(tail) else "tail-wide")
        if PLACE in gap or COUNTRY in gap:
            found.append("gap-place")
        if OWN in gap:
            found.append("gap-own")
        if WIDE in gap and _CHINA in full and _CHINA not in short:
            found.append("gap-china")
        if shape != "part" and len(full) == _MIDDLE_ALONE and short == full[0] + full[-1]:
            found.append("gap-middle")
        if shape == "words" and own[-1] != FORM and not _CONTENT.isdisjoint(gap):
            found.append("gap-content")
        is_university = len(short) == 2 and not before and full.endswith(_UNIVERSITY)
        if is_university and not _COMMON.isdisjoint(gap) and self._cutter.cut(full)[0].sort in _TOWNS:
            found.append("gap-of-school")
        if _REGISTERED.search(short) and _REGISTERED.search(full) and (tail or shape != "part"):
            found.append("both-registered")
        is_whole = _PLACES.issuperset(front) and not gap and tail and (_FORMS.issuperset(tail) or "tail-general" in found)
        found += [item for item in _bare(short, own, shape) if not (is_whole and item in _OF_ANY)]
        if _NTH in full and _is_numbered(short, full[len(before) :]):
            found.append("number")
        if short[0] == _TOTAL and not tail:
            found.append("total")
        if _SHARES in full and _SHARES not in short:
            found.append("shares")
        if full.endswith(short + _SEVERAL) or (short.endswith(_SEVERAL) and tail):
            found.append("several")
        if full.endswith(_CENTRE) and tail:
            found.append("tail-centre")
        if full.endswith(self._of_several) and short[-1] == full[-1] and not short.endswith(self._of_several):
            found.append("one-service")
        return found

    def _sorts(self, name: str) -> list[str]:
        return [part.sort for part in self._cutter.cut(name)] if name else []


def _front(alignment: _Alignment, own: Sequence[str]) -> list[str]:
    """What the beginning that a short name leaves out speaks for."""
    shape, before, front, _, tail = alignment
    if _PLACES.issuperset(front):
        is_brand = shape == "part" and PLACE in front and not tail and _BRAND.issuperset(own)
        return ["front-place", "place-and-brand"] if is_brand else ["front-place"]
    if before[0] == _STATIONED:
        return ["front-stationed"]
    if HEAD in front or FORM in front:
        return ["front-body"]
    return ["front-character" if len(before) == 1 else "front-own"]


def _bare(short: str, own: Sequence[str], shape: str) -> Iterator[str]:
    """What a short name lacks to be a name of its own."""
    if _PLACES.issuperset(own):
        yield "short-place"
    elif (_PLACES | {HEAD}).issuperset(own):
        if PLACE not in own or shape != "part":
            yield "short-head"
    elif (_PLACES | {HEAD, UNIT}).issuperset(own):
        yield "short-unit"
    if _NAMELESS.issuperset(own) or (FORM in own and _ANY_OF.issuperset(own)):
        yield "short-trade" if TRADE in own and short.endswith(_GROUP) else "short-form"
    if len(short) == 2:
        yield "length-2"


def _is_numbered(short: str, full: str) -> bool:
    """Whether a fuller name has a number that a short one lacks, or another one; an edition may be left out."""
    own = {number for number, _ in _NUMBERED.findall(short)}
    others = {number for number, behind in _NUMBERED.findall(full) if own or (behind != _EDITION and number[0] not in short)}
    return not others <= own


def _behind(last: str, gap: Sequence[str], tail: Sequence[str]) -> list[str]:
    """What the last word of a short name speaks for, by what is left out around it."""
    further = {*tail} - {LIGHT}
    if last == HEAD and further:
        return ["behind-head"]
    if last == TRADE and not _FURTHER.isdisjoint(tail):
        return ["behind-trade"]
    if last == FORM:
        behind = ["behind-form"] if further - {FORM} else []
        return [*behind, *(["gap-before-form"] if not _CONTENT.isdisjoint(gap) else [])]
    return []


def _by_words(short: str, full: str, parts: Sequence[NamePart]) -> list[int] | None:
    """Where the characters of a short form stand that takes words of the full name, or their beginnings and last characters, in order."""
    places: list[int] = []
    for start, end, sort in parts:
        left = short[len(places) :]
        if not left:
            break
        if full[start] == left[0]:
            most = min(end - start, len(left))
            length = next((i for i in range(1, most) if full[start + i] != left[i]), most)
            places += range(start, start + length)
            if start + length < end and left[length : length + 1] == full[end - 1] and sort != OWN:
                places.append(end - 1)
        elif sort == HEAD and left == full[end - 1]:
            places.append(end - 1)
    return places if len(places) == len(short) else None


def _is_within_one(places: Sequence[int], parts: Sequence[NamePart]) -> bool:
    """Whether all places are in one part: letters of one Latin word are no short form of it."""
    return any(part.start <= places[0] and places[-1] < part.end for part in parts)


def _by_letters(short: str, full: str) -> list[int] | None:
    """The first places of the characters of `short` in `full`, in order."""
    places: list[int] = []
    at = -1
    for character in short:
        at = full.find(character, at + 1)
        if at < 0:
            return None
        places.append(at)
    return places
