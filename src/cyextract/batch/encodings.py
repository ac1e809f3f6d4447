"""Bytes to text: what the bytes say for certain comes first, a guess only among the encodings of Chinese."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from cyextract.errors import InputError
from cyextract.text.fold import fold

UTF8 = "utf-8"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SUPERSET = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_LEGACY = ("gb18030", "big5hkscs")
_PLAUSIBLE = re.compile(r"[\t\n\r\x20-\x7e\u2010-\u2033\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# Punctuation, and the 400 commonest characters: word counts of jieba's dict.txt summed by character, Traditional ones as Simplified.
# They make up two thirds of Chinese, and one tenth of what comes of reading it, or Korean, in the wrong encoding.
_COMMON = re.compile(
    "[、。，：；！？（）《》“”"
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下于们后就发自之对得主长可过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机体表力好外与当文两实重新三么只山水关明从化平建又制南内西没此"
    "将员名手最东头者月间无安看见各城十相但已些正口通想度加第她合院物性战由位常点海意场武使次向二治因立数样身情入原问把路被并利石老教万知级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给打变果书"
    "清活几州华解议更称程今张决导术府才保交放管结师便走达族反再题色五京河接条规式县白它改风光运信受什组听布百济党指论强做取技黄神选记斯真却职号界件花类何眼兵传带空干农边据集联古广完质阳难增历史专官每住商即步台认车林必死游举线备言皇土团收考求德叫近争研非具李众连调感转笑"
    "]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_ASCII = re.compile(rb"[^\x20-\x7e]")
_ENOUGH = 0.9
_UNLIKELY = 0.2  # common among the characters of a text
_BENEFIT_OF_DOUBT = 2  # characters: a name of three may hold no common one
_WIDE_BYTES = 16
_WIDE_SHARE = 0.3  # pairs of ASCII letters are Chinese characters in UTF-16
_HIGH = re.compile(rb"[\x80-\xff]")
_WIDE = re.compile(r"[^\x00-\x7f]")
_EVIDENCE = 64 * 1024  # bytes that a guess rests on, from the first that is not ASCII


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and Python's name of the encoding it was read in: `data.decode(encoding)` is `text`."""

    text: str
    encoding: str

    @property
    def reported(self) -> str | None:
        """The encoding for a row; UTF-8, with or without mark, goes without saying."""
        return None if self.encoding in (UTF8, "utf-8-sig") else self.encoding


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole text: byte-order mark, strict UTF-8, what it declares, what its bytes look like. Never a replacement character.

    Args:
        data: the bytes of the text.
        declared: what the text says of itself (HTML); followed only among the encodings of Chinese, and only when every byte fits.

    Raises:
        InputError: the bytes are no text, or are damaged.

    >>> decode("今年".encode("gb18030")).encoding
    'gb18030'
    """
    encoding = guess_encoding(data, declared) or UTF8
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(describe_misfit(error)) from error
    start = text[:_EVIDENCE]
    if len(_CONTROL.findall(start)) * 10 > len(start):
        raise InputError("not a text: control characters")
    return Decoded(text, encoding)


def describe_misfit(error: UnicodeDecodeError) -> str:
    """What to tell about bytes that are not in their encoding."""
    name = "UTF-8" if error.encoding.startswith("utf-8") else error.encoding
    return f"not {name} ({error.reason} at byte {error.start}); convert it first"


def guess_encoding(sample: bytes, declared: str | None = None, *, whole: bool = True) -> str | None:
    """Python's name of the encoding that the beginning of a text is in; `None` when it looks like no text.

    Args:
        sample: the first bytes, or all of them.
        declared: what the text says of itself.
        whole: the sample is all there is; otherwise it may end inside a character.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    start = sample[:_EVIDENCE]
    wide = _guess_utf16(start) if b"\0" in start else None
    if wide:
        return wide
    if _is_mostly_utf8(sample, whole):
        return UTF8
    is_dense = len(start) >= _WIDE_BYTES and len(_NOT_ASCII.findall(start)) >= len(start) * _WIDE_SHARE
    if is_dense and (wide := _guess_utf16(start)):
        return wide
    family = _SUPERSET.get((declared or "").lower(), (declared or "").lower())
    if family in _LEGACY and _fits(sample, family, whole):
        return family
    return _guess_legacy(sample)


def _is_mostly_utf8(sample: bytes, whole: bool) -> bool:
    """Valid, or so nearly that it is damaged UTF-8: read as anything else it would be garbage without complaint."""
    if _fits(sample, UTF8, whole):
        return True
    read = sample.decode(UTF8, "replace")
    return read.count("\ufffd") * 5 < sum(char > "\x7f" for char in read)


def _guess_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: no other encoding of Chinese reads as common characters in it, unless it is short or mostly ASCII."""
    best, most = None, _ENOUGH
    for name in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(name, "replace")
        share = len(_PLAUSIBLE.findall(text)) / max(len(text), 1)
        if share > most:
            best, most = name, share
    return best


def _guess_legacy(sample: bytes) -> str | None:
    """The encoding in which the text has most common characters; a byte that does not fit it counts against it, and is found later."""
    start = next((found.start() for found in _HIGH.finditer(sample)), 0)
    best, most = None, _UNLIKELY
    for name in _LEGACY:
        text = fold(sample[start : start + _EVIDENCE].decode(name, "replace"))
        wide = len(_WIDE.findall(text))
        odd = len(text) - len(_PLAUSIBLE.findall(text))
        share = (len(_COMMON.findall(text)) + _BENEFIT_OF_DOUBT - 2 * odd) / (wide + _BENEFIT_OF_DOUBT)
        if share > most:
            best, most = name, share
    return best


def _fits(data: bytes, encoding: str, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    return True
