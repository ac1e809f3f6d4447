"""From tagged words to word classes, one character a word."""

from __future__ import annotations

import re

from cyextract.models import OrgKind
from cyextract.numerals.value import DIGITS, SCALE
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org.lexicon import OrgLexicon
from cyextract.text.segmenters import Segmenter

# Classes that no list gives; read off the tagger's part of speech or the character.
NOUN, SOFT, PROPER, UNKNOWN, LATIN, NUMBER, ORDINAL, SESSION, RESIDENT, SPACE = "n", "s", "P", "U", "E", "m", "d", "j", "z", "_"
OPEN_BRACKET, CLOSE_BRACKET, OPEN_QUOTE, CLOSE_QUOTE, DASH, DOT, AMPERSAND = "(", ")", "q", "Q", "-", ".", "&"

_SYMBOLS = {
    "(": OPEN_BRACKET, ")": CLOSE_BRACKET, "“": OPEN_QUOTE, "”": CLOSE_QUOTE, "-": DASH, "·": DOT, ".": DOT, "&": AMPERSAND,
    " ": SPACE, "第": ORDINAL, "届": SESSION, "驻": RESIDENT,
}  # fmt: skip
# Parts of speech of jieba (ictclas tags): proper nouns may be brands.
_PROPER_TAGS = frozenset(("nr", "nrt", "nrfg", "nz", "ns", "x", "zg", "g"))
_NOUN_TAGS = frozenset(("n", "nt", "ng", "j", "l", "i", "b", "f", "s"))
_NOMINAL_TAGS = frozenset(("vn", "an"))
_FUNCTION_TAGS = frozenset(("p", "c", "u", "uj", "ul", "uv", "ud", "uz", "ug", "r", "y", "e", "o"))
_CLINGING_TAGS = frozenset(("p", "c"))
_BEFORE_NOW = frozenset("昨前")
_SOFT_TAGS = frozenset(("v", "a", "ad", "vg", "ag", "z"))
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9.'&+-]*\Z|[0-9]+[A-Za-z][A-Za-z0-9]*\Z")
_NUMERALS = frozenset(DIGITS) | frozenset(SCALE)
_HAN = re.compile(r"[\u3400-\u9fff〇]")
_PLACE_ENDING = re.compile(r"..?[省市县区州镇乡村旗]\Z")
_BEFORE_ROLE = (lx.NAME, lx.LEGAL, lx.FIRM, lx.STRONG, lx.WEAK, lx.BRANCH, lx.DEPARTMENT)
_MAX_SUFFIX = 8
# What a date leaves on the unknown word behind it.
_CALENDAR = frozenset("年日")


class WordClassifier:
    """Gives words their classes and the kinds of the names they end.

    Args:
        lexicon: the word lists.
        segmenter: asked whether its dictionary holds a word; the tags of others are guesses and not read.
    """

    def __init__(self, lexicon: OrgLexicon, segmenter: Segmenter) -> None:
        self._classes = lexicon.classes
        self._kinds = lexicon.kinds
        self._levels = lexicon.cues["level"]
        self._bureaus = lexicon.cues["bureau"]
        # Last characters that make an unlisted word a body's short name, beside its place or without (人居委).
        self._endings: dict[str, OrgKind] = {**dict.fromkeys(self._bureaus, "government"), "队": "team"}
        self._knows, self._tag = segmenter.knows, segmenter.tag

    def kind(self, word: str) -> OrgKind:
        """The kind of name that a head makes."""
        found = self._kinds.get(word)
        if found is None:
            suffix = self._listed_suffix(word)
            found = self._kinds[suffix] if suffix else self._endings.get(word[-1], "other")
        return found

    def classify(self, word: str, tag: str) -> str:
        """The class of a word: its list's, or one read off its ending or part of speech; two classes when it is two words (`joint`)."""
        if word in self._classes:
            return self._classes[word]
        if word in _SYMBOLS:
            return _SYMBOLS[word]
        if _LATIN_WORD.match(word):
            return LATIN
        if not _HAN.match(word):
            return NUMBER if word[0].isdecimal() else lx.STOP
        if tag == "m" or (
            len(word) > 1 and word[-1] == "大" and _NUMERALS.issuperset(word[:-1])
        ):  # 四大 has no tag of its own, or that of a noun
            return _numeral(word)
        if len(word) == 1:
            return self._single(tag)
        role = self._role_start(word)
        if role:
            return self._classes[word[:role]] + lx.ROLE
        unknown = not self._knows(word)
        if len(word) >= 3 and (unknown or tag[0] in "njx") and not (unknown and self._clings(word[0])):
            by_ending = self._by_ending(word, tag, unknown)
            if by_ending:
                return by_ending
        if unknown:
            return self._unknown(word)
        return self._by_tag(word, tag)

    def joint(self, word: str, classes: str) -> int:
        """Where a word that got two classes is cut in two."""
        return self._role_start(word) or ((self._led(word) or 1) if classes[0] == lx.STOP else len(word) - 1)

    def _role_start(self, word: str) -> int:
        """Where the role behind a head begins that a dictionary has as one word (协会会长); 0 in any other word."""
        for at in range(2, len(word) - 1):
            if self._classes.get(word[at:]) == lx.ROLE and self._classes.get(word[:at], "") in _BEFORE_ROLE:
                return at
        return 0

    def _unknown(self, word: str) -> str:
        """The class of a word in no dictionary, to which a function character may cling (为润寅)."""
        if word[0] in _CALENDAR:
            return lx.LIGHT
        if led := self._led(word):
            return lx.STOP + UNKNOWN if len(word) > led else lx.STOP
        if len(word) == 2 and self._clings(word[0]) and word[1] in self._levels:
            return lx.STOP + UNKNOWN
        if len(word) >= 3 and self._clings(word[0]):
            return lx.STOP + UNKNOWN
        if len(word) >= 3 and self._clings(word[-1]):
            return UNKNOWN + lx.STOP
        return UNKNOWN

    def _clings(self, character: str) -> bool:
        """Whether a character is a function word that segmenters leave on an unknown word (为润寅)."""
        return self._tag(character) in _CLINGING_TAGS

    def _led(self, word: str) -> int:
        """How many characters of a word in no dictionary are a time and a preposition (昨从, 前向); 0 in most."""
        return 2 if word[0] in _BEFORE_NOW and self._tag(word[1]) == "p" else 0

    def _single(self, tag: str) -> str:
        if tag in _PROPER_TAGS:
            return SOFT if tag == "x" else PROPER
        if tag in _NOUN_TAGS:
            return NOUN
        return SOFT if tag in _SOFT_TAGS else lx.STOP if tag in _FUNCTION_TAGS else lx.LIGHT

    def _by_tag(self, word: str, tag: str) -> str:
        if len(word) > 3 and self._tag(word[:2]) == self._tag(word[2:]) == "t":
            return lx.STOP  # 今天下午 is two words of time, whatever tag the dictionary gives it as one
        if tag in _PROPER_TAGS:
            return lx.REGION if tag == "ns" and _PLACE_ENDING.match(word) else PROPER
        if tag == "nt" and word.endswith("开发区") and self._classes.get(word[:2]) == lx.REGION:
            return lx.REGION  # 天津开发区 is one word, and a place
        if tag in _NOUN_TAGS:
            return NOUN
        if tag in _NOMINAL_TAGS:
            return lx.NOMINAL
        return SOFT if tag in _SOFT_TAGS else lx.STOP if tag in _FUNCTION_TAGS else lx.LIGHT

    def _by_ending(self, word: str, tag: str, unknown: bool) -> str | None:
        """The class of an unlisted word that ends like an organisation."""
        suffix = self._listed_suffix(word)
        if suffix:
            return self._by_suffix(word[: -len(suffix)], suffix, tag, unknown=unknown)
        if word[-1] in self._endings and self._classes.get(word[:-1]) == lx.REGION:
            return lx.NAME
        if word[-1] in (self._endings if unknown else self._bureaus):
            return lx.WEAK
        return None

    def _by_suffix(self, prefix: str, suffix: str, tag: str, *, unknown: bool) -> str:
        """The class of an unlisted word by what stands before its listed ending: a name, or a head in need of one."""
        suffix_class, prefix_class = self._classes[suffix], self._prefix_class(prefix)
        if prefix in self._levels and self._kinds[suffix] in ("government", "party"):
            return lx.NAME
        if prefix_class in (lx.REGION, lx.NAME):
            return lx.NAME
        if suffix_class == lx.WEAK and (prefix_class is not None or tag == "n"):
            return NOUN
        if prefix_class is None and tag != "nt" and (unknown or tag != "n") and len(prefix) >= 2:
            return lx.NAME
        return lx.NAME if suffix_class == lx.NAME and prefix_class == lx.CENTRAL else lx.STRONG

    def _prefix_class(self, prefix: str) -> str | None:
        """The class of what stands before a listed ending; a place behind a listed word counts as a place (中共湖北)."""
        known = self._classes
        if prefix not in known and len(prefix) >= 4 and prefix[:2] in known and known.get(prefix[2:]) == lx.REGION:
            return lx.REGION
        return known.get(prefix)

    def _listed_suffix(self, word: str) -> str | None:
        for length in range(min(_MAX_SUFFIX, len(word) - 1), 1, -1):
            suffix = word[-length:]
            suffix_class = self._classes.get(suffix)
            if suffix_class in (lx.STRONG, lx.FIRM, lx.LEGAL):
                return suffix
            if suffix_class == lx.NAME and (self._kinds[suffix] == "government" or self._classes.get(word[:-length]) == lx.REGION):
                return suffix
            if suffix_class == lx.WEAK and self._kinds[suffix] == "company":
                return suffix
        return None


def _numeral(word: str) -> str:
    """The class of a numeral: it may stand in a name, with a measure (多家, 四大) it may not."""
    if not _NUMERALS.issuperset(word.removeprefix("第").removesuffix("届")):
        return lx.STOP
    return ORDINAL if word[0] == "第" else NUMBER


def kind_by_name(name: str, kind: OrgKind) -> OrgKind:
    """A company whose name says bank is a bank.

    >>> kind_by_name("重庆银行股份有限公司", "company")
    'bank'
    """
    return "bank" if kind == "company" and "银行" in name else kind
