"""The head rule: at which word a name begins, given its head and how far left it may reach."""

from __future__ import annotations

from cyextract.models import OrgKind
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import word_class as wc
from cyextract.recognizers.org.lexicon import OrgLexicon
from cyextract.recognizers.org.tagged_text import TaggedText

# Kinds whose names may be numbered (第27小学, 301医院).
NUMBERED = frozenset(("school", "court", "hospital", "government", "military", "research", "committee"))
_OPENERS = frozenset("RKPUEAN")
_PLAIN = frozenset("RKIivn")
_NOMINAL = frozenset("vnIi")
_BARE_LEVEL_KINDS = frozenset(("government", "party", "court", "mass_org"))
_BRANDED_KINDS = frozenset(("company", "school", "media"))
# Committees and associations of at least this many nominal words are named by what they do alone.
_MIN_PHRASE = 3


class NameStart:
    """Decides where a name begins, and whether what begins there is a name and no common noun."""

    def __init__(self, lexicon: OrgLexicon) -> None:
        cues = lexicon.cues
        self._light = cues["light_prefix"]
        self._levels = cues["level"]
        self._bare = cues["bare_head"]
        self._services = cues["service"]
        self._bureaus = cues["bureau"]

    def find(self, text: TaggedText, low: int, head: int, kind: OrgKind, *, weak: bool) -> int | None:
        """The first word of the name that ends with the word `head`, at `low` or after it; None when it is a common noun."""
        classes = text.classes
        first = self._opener(text, low, head, kind)
        if first == head:
            is_phrase = kind in ("committee", "association") and len(text.words[head]) >= 3 and head - low >= _MIN_PHRASE
            return low if is_phrase and _NOMINAL.issuperset(classes[low:head]) else None
        if (
            classes[first] in "PU"
            and text.tags.get(text.words[first], "").startswith("nr")
            and first + 1 < head
            and classes[first + 1] in "RK"
            and not (text.words[first][-1] == "新" and text.words[first + 1] == "区")
        ):
            first += 1  # a person before the place: 市长王某 重庆…; 郑东新|区 is one
        if classes[first] == wc.OPEN_QUOTE and wc.CLOSE_QUOTE not in classes[max(first, head - 4) : head]:
            return None
        if weak and not _supports_weak(text, first, head, kind, self._bureaus):
            return None
        return None if self._is_common_noun(text, first, head, kind) else first

    def _opener(self, text: TaggedText, low: int, head: int, kind: OrgKind) -> int:
        """The first word that can open a name; `head` when there is none."""
        classes = text.classes
        for first in range(low, head):
            word_class = classes[first]
            if word_class in _OPENERS or word_class == wc.OPEN_QUOTE:
                return first
            if text.words[first + 1] == "·" and classes[first + 2] in "PU":  # 圣·约翰大学
                return first
            if (word_class == wc.ORDINAL and kind in NUMBERED) or (word_class == wc.RESIDENT and kind == "military"):
                return first
            if word_class == lx.STRONG and text.words[first] in self._services:
                return first
        return head

    def _is_common_noun(self, text: TaggedText, first: int, head: int, kind: OrgKind) -> bool:
        """Whether an opener and a head make no name: 国际公司, 上海公司, 全国农业保险."""
        opener = text.classes[first]
        if opener not in "RK":
            return False
        prefix, word = text.words[first], text.words[head]
        length = head - first
        is_bare = opener == lx.CENTRAL and length == 1
        if is_bare and (prefix in self._light or (prefix in self._levels and kind not in _BARE_LEVEL_KINDS)):
            return True
        if length == 1 and word in self._bare:
            return True
        between = text.classes[first:head]
        if word == "公司" and length <= 2 and _PLAIN.issuperset(between):
            return True
        return opener == lx.CENTRAL and prefix in self._light and kind == "company" and _NOMINAL.issuperset(between[1:])


def _supports_weak(text: TaggedText, first: int, head: int, kind: OrgKind, bureaus: frozenset[str]) -> bool:
    """Whether a weak head has its place or brand right beside it."""
    classes = text.classes
    length = head - first
    if kind == "school" and classes[first] == lx.REGION and length == 2 and classes[head - 1] in _NOMINAL:
        return True
    if (
        kind == "government"
        and length <= 4
        and classes[first] in "RK"
        and text.words[head] in bureaus
        and _NOMINAL.issuperset(classes[first + 1 : head])
    ):
        return length > 1 or classes[first] == lx.REGION
    if text.words[head] == "中心" and classes[first] in "RKN" and length >= 3 and _NOMINAL.issuperset(classes[head - 2 : head]):
        return True
    if length > 2 or classes[head - 1] not in "RKPUd":
        return False
    if classes[head - 1] in "PU" and kind not in _BRANDED_KINDS and classes[first] != lx.REGION:
        return False
    return not (classes[first] == lx.CENTRAL and length == 1 and text.words[first] != "中国")
