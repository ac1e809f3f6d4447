"""Bytes to text: what the bytes say for certain comes first, a guess only among the encodings of Chinese."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from cyextract.errors import InputError

UTF8 = "utf-8"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SUPERSET = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_LEGACY = ("gb18030", "big5hkscs", "big5")
_PLAUSIBLE = re.compile(r"[\t\n\r\x20-\x7e\u2010-\u2033\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_ASCII = re.compile(rb"[^\x20-\x7e]")
_ENOUGH = 0.9
_WIDE_BYTES = 16
_WIDE_SHARE = 0.3  # pairs of ASCII letters are Chinese characters in UTF-16
_HIGH = re.compile(rb"[\x80-\xff]")
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
    if family in _LEGACY and _fits(sample if whole else _cut(sample), family):
        return family
    return _guess_legacy(sample)


def _is_mostly_utf8(sample: bytes, whole: bool) -> bool:
    """Valid, or so nearly that it is damaged UTF-8: read as anything else it would be garbage without complaint."""
    try:
        codecs.getincrementaldecoder(UTF8)().decode(sample, final=whole)
    except UnicodeDecodeError:
        read = sample.decode(UTF8, "replace")
        wrong = read.count("\ufffd")
        return wrong * 5 < sum(char > "\x7f" for char in read)
    return True


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
    import chardet

    start = next((found.start() for found in _HIGH.finditer(sample)), 0)
    choice = (*_LEGACY, UTF8)
    found = chardet.detect(sample[start : start + _EVIDENCE], include_encodings=choice, no_match_encoding=UTF8)["encoding"]
    name = (found or UTF8).lower()
    return _SUPERSET.get(name, name) if name != UTF8 else None


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _cut(sample: bytes) -> bytes:
    """A sample without its last line, which may end inside a character."""
    return sample[: sample.rfind(b"\n") + 1] or sample
