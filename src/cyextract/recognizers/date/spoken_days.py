"""The spoken day (十号, 25号): whether a bare one is a date, weighed by what stands before and behind it.

`N号` numbers lines, rooms, players and papers as well as days. A day stands behind who does something and before what is done
(外交部25号宣布), or opens a sentence (25号，…); a number stands in a name (2号线, 嫦娥3号) or before what it numbers (25号球员). Each sign
has a weight, and a day needs `ENOUGH`. The words are those of `rules/spoken_days.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from cyextract.recognizers.date.calendar_fields import Result, calendar
from cyextract.recognizers.date.fields import DateMeaning
from cyextract.ruleset.scanner import RuleMatch
from cyextract.text.marks import IN_CLAUSE

ENOUGH = 4


def spoken_day(match: RuleMatch) -> Result:
    """十号: a date by itself where the clause goes on with a time or with 从, 在, 起, or where the signs around it weigh enough."""
    meaning = calendar(match)
    if not isinstance(meaning, DateMeaning):
        return meaning
    following, before = match.words.word_from(match.end), match.tokens.view[max(0, match.start - 1) : match.start]
    is_when = following in spoken_signs().times or match.words.tag(following) in ("t", "tg")
    return meaning._replace(standalone=before != "第" and (is_when or weigh(match) >= ENOUGH))


def weigh(match: RuleMatch) -> int:
    """What the signs around a bare `N号` weigh; 0 where it can be no day, as in a name (嫦娥3号) and in characters (一号文件)."""
    view, start, end = match.tokens.view, match.start, match.end
    if view[start] not in _DIGITS or (before := _weigh_before(match)) is None:
        return 0
    low, high, signs = max(0, start - _NEAR), end + _NEAR, spoken_signs()
    told = signs.told.search(view, low, start) or signs.told.search(view, end, high)
    counts = any(found[1] == view[start:end] for found in signs.counts.finditer(view, low, high))
    return before + _weigh_after(match) + (2 if told else 0) - (3 if counts else 0)


def weigh_told(match: RuleMatch) -> int:
    """What stands before and behind a bare day in characters weighs: who does something, and what is done."""
    before = _weigh_before(match)
    return 0 if before is None or before < _WHO else before + _weigh_after(match)


_WHO = 2  # the least that who does something weighs
_DIGITS = "0123456789"
_NEAR = 500  # code points


class SpokenSigns(NamedTuple):
    """The signs that `rules/spoken_days.toml` holds, each as it is asked for."""

    times: frozenset[str]
    placed: tuple[str, ...]
    holder: re.Pattern[str]
    bodies: tuple[str, ...]
    names: tuple[str, ...]
    said: re.Pattern[str]
    often: tuple[str, ...]
    as_numbers: tuple[str, ...]
    counts: re.Pattern[str]
    told: re.Pattern[str]
    """Days of the document that can be nothing else: it tells them in 号."""


@cache
def spoken_signs() -> SpokenSigns:
    """The shipped signs."""
    content = tomllib.loads(resources.files("cyextract.rules").joinpath("spoken_days.toml").read_text(encoding="utf-8"))
    return read_signs(content["sign"])


def read_signs(entries: Iterable[Mapping[str, Any]]) -> SpokenSigns:
    """The signs of the entries of the table."""
    words: dict[str, tuple[str, ...]] = {entry["name"]: tuple(entry["words"]) for entry in entries}
    one_of = {name: _one_of(listed) for name, listed in words.items()}
    reach = next((entry["reach"] for entry in entries if "reach" in entry), 0)
    says = one_of.get("says", _NOTHING)
    return SpokenSigns(
        frozenset(words.get("time", ())),
        words.get("placed", ()),
        re.compile(rf"{one_of.get('holder', _NOTHING)}[^，。、\n\d]{{0,{reach}}}$"),
        words.get("body", ()),
        words.get("name", ()),
        re.compile(f"{one_of.get('again', _NOTHING)}?(?:{says}|{one_of.get('done', _NOTHING)})"),
        words.get("often", ()),
        words.get("as_number", ()),
        re.compile(rf"(?<!\d)(\d\d?号){one_of.get('numbered', _NOTHING)}"),
        re.compile(rf"月\d\d?号|(?<![\d第])\d\d?号(?:[上下]午|晚|凌晨|(?:在[^，。\d\n]{{1,8}})?{says})"),
    )


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_NOTHING = "(?!)"


def _weigh_before(match: RuleMatch) -> int | None:
    """What stands before: the start of a sentence or clause, a preposition, who does something; None inside a name or a number."""
    view, start = match.tokens.view, match.start
    last = view[start - 1 : start]
    if _opens_sentence(view, start):
        return 2
    if last in "，》":
        return 1 if last == "，" else 2  # 据《晨报》25号报道
    if not last.isalpha() or last.isascii():
        return None
    signs = spoken_signs()
    if view.endswith(signs.placed, 0, start):
        return 4
    if signs.holder.search(view, max(0, start - 12), start):
        return 2
    word = match.words.word_to(start)
    tag = match.words.tag(word) if word else "x"
    if tag.startswith("nr"):
        return 2
    if view.endswith(signs.names, 0, start):
        return None
    if any(found[1] == view[start - 2 : start] for found in _QUOTED.finditer(view, max(0, start - _NEAR), start + _NEAR)):
        return None
    if tag in ("ns", "nt"):
        return 2
    if tag[0] in "nlxj":
        return 2 if view.endswith(signs.bodies, 0, start) else 1
    return 1 if tag[0] in "dcpr" or tag == "vn" else -1


def _opens_sentence(view: str, start: int) -> bool:
    return not start or view[start - 1] in "。\n ;" or view.endswith("):", 0, start)


_QUOTED = re.compile(r"“[^”\n]{0,6}?(\w\w)\d\d?号”")
"""A name that a number closes, where the text quotes it: “东风3号”."""


def _weigh_after(match: RuleMatch) -> int:
    """What follows: a verb of saying, another verb, an adverb, a preposition, a clause; a noun is what the number counts."""
    view, signs = match.tokens.view, spoken_signs()
    listed = _LISTED.match(view, match.end)
    end = match.end if listed is None else listed.end()
    if signs.said.match(view, end):
        return 3
    if _CLAUSE.match(view, end):
        return 2 if _opens_sentence(view, match.start) else 1
    word = match.words.word_from(end)
    tag = match.words.tag(word)
    if view.startswith(signs.as_numbers, end):
        return -2
    if tag == "vn" or view[end : end + 1] in _STOPS:
        return 0
    return 2 if tag[0] in "vdpa" or view.startswith(signs.often, end) else -2


_LISTED = re.compile(r"(?:[、和与至到]\d\d?号)+")  # 13号和14号: what follows the last is said of all
_CLAUSE = re.compile(f"，{IN_CLAUSE}{{8}}")
_STOPS = frozenset(("", *"，,。;\n"))
