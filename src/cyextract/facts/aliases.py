"""Short names that a document ties to full ones: those of its organisations, and those of titles.

A bracket behind a title introduces a short one (以下简称《方案》), and a later title that is the end of an earlier one stands for it
(《甲市教育发展实施方案》 … 《实施方案》). In any order one title may leave out 中华人民共和国, 关于, 的 and （试行）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cyextract.models import Organisation
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.title import TitleMeaning
from cyextract.text.fold import fold
from cyextract.text.reading_view import SourceText

# After a title: （以下简称《方案》）, （下称“条例”）.
_TITLE_SHORT = re.compile(
    r" ?(?:\([^()\n]{0,40}\))?\((?:[^()《》\n]{0,24}[,，;；])?(?:以下|下)?(?:简称|统称|称)(?:为)?[:：]? ?"
    r"[“\"'《]{0,2}(?P<short>[^()《》“”\"'\n]{2,24})[》”\"']{0,2}[^()\n]{0,12}\)"
)
# What a title has behind its name: （试行）, （2021—2025年）.
_SUPPLEMENT = re.compile(r"[(（][^()（）]{1,20}[)）]\Z")
# What a title is without, and still the same one's: the state before a law, 关于, （试行）; and 的 before the word for a document.
_LEFT_OUT = re.compile(r"\A(?:中华人民共和国|关于)|[(（](?:试行|暂行)[)）]\Z")
_OF, _ABOUT = "的", "关于"
_DOCUMENTS = frozenset(("agreement", "policy", "law", "standard", "report"))  # works are no short forms of each other
_MIN_TAIL, _MAX_TAIL = 2, 30  # code points of a short title


def organisation_aliases(organisations: Iterable[Organisation]) -> dict[str, str]:
    """Every name of a body -> its fullest one, but names that differ from it in white space alone."""
    return {
        entry.name: body.name
        for body in organisations
        for entry in body.names
        if entry.name != body.name and "".join(entry.name.split()) != "".join(body.name.split())
    }


def title_aliases(source: SourceText, mentions: Sequence[Candidate]) -> dict[str, str]:
    """Short title -> full title.

    Args:
        source: the document.
        mentions: what won, in text order.
    """
    introduced: dict[str, str] = {}
    tails: dict[str, str | None] = {}  # None where two titles have the same tail, or it is a title of its own
    implied: dict[str, str] = {}
    alike: dict[str, dict[str, None]] = {}
    for mention in mentions:
        meaning = mention.meaning
        if not isinstance(meaning, TitleMeaning):
            continue
        title = meaning.title
        if found := _TITLE_SHORT.match(source.view, mention.end):
            short = source.canonical(*found.span("short")).strip()
            if short != title:
                introduced.setdefault(short, title)
        if meaning.category in _DOCUMENTS:
            alike.setdefault(_plain(title), {})[title] = None
            if full := tails.setdefault(title, None):
                implied[title] = full
            else:
                _add_tails(title, tails)
    for titles in alike.values():
        longest = max(titles, key=lambda title: (len(title), title))
        implied |= {title: longest for title in titles if fold(title) != fold(longest)}
    return implied | introduced


def _plain(title: str) -> str:
    """A title without what it may leave out."""
    plain = _LEFT_OUT.sub("", title)
    return plain[:-3] + plain[-2:] if plain[-3:-2] == _OF else plain


def _add_tails(title: str, tails: dict[str, str | None]) -> None:
    """Note what later short forms of a title may be: its ends, with and without what stands in brackets behind it.

    What an attribute with 的 leaves is another document (《修订后的章程》, 《章程》), but for the subject of a notice (《关于…的通知》).
    """
    for whole in {title, _SUPPLEMENT.sub("", title)}:
        for start in range(max(1, len(whole) - _MAX_TAIL), len(whole) - _MIN_TAIL + 1):
            if whole[start - 1] == _OF and _ABOUT not in whole:
                continue
            tail = whole[start:]
            tails[tail] = title if tails.get(tail, title) == title else None
