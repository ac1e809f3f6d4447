"""Names that brackets tie: （以下简称…）, （又称…）, （WTO）, several in one bracket."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cyextract.recognizers.candidate import Candidate

INTRODUCED, BARE = "bracket-introduced", "bracket-bare"

_REACH = 70  # code points from a name to one that its bracket introduces
_CLOSE_REACH = 40  # code points from a name inside a bracket to its end
_QUOTE = r"[“‘\"'《]?"
_UNQUOTE = r"[”’\"'》]?"
_CUE = (
    "(?:以下|下)?(?:简称|统称|称)|又称|又名|也称|英文(?:简称|名称|名|缩写)|缩写|全称|原名|曾用名|前身|即"
)  # fmt: skip
# From a name to the next one: a bracket (or a comma) with words that introduce it, or a bare bracket.
_INTRODUCES = re.compile(
    rf"{_UNQUOTE} ?(?:\([^()\n]{{0,40}}\) ?)?[(,，] ?(?:[^()，。；\n]{{0,24}}[,，;；:] ?)?(?:{_CUE})(?:为|是)?:? ?{_QUOTE} ?"
)
_OPENS = re.compile(rf"{_UNQUOTE} ?\( ?{_QUOTE} ?")
_GOES_ON = re.compile(rf"{_UNQUOTE} ?(?:或者?|、|和|及|,|，|/|;|；)? ?(?:{_CUE})?{_QUOTE} ?")
_ENDS = re.compile(rf"{_UNQUOTE} ?[),，;；、/]")
_MAY_TIE = re.compile(r"[(称名写即身]")  # in what stands between; few pairs are left to the patterns


class BracketTie(NamedTuple):
    """Two mentions, the second of which stands in a bracket behind the first, and whether words introduce it."""

    outside: Candidate
    inside: Candidate
    evidence: str


def bracket_ties(view: str, orgs: Sequence[Candidate]) -> Iterator[BracketTie]:
    """The pairs of mentions that brackets tie.

    Args:
        view: the reading view.
        orgs: the ORG mentions, in text order.
    """
    host: BracketTie | None = None
    for left, right in pairwise(orgs):
        between = view[left.end : right.start] if right.start - left.end <= _REACH else ""
        if host is None and not _MAY_TIE.search(between):
            continue
        tie = None
        if host is not None and _GOES_ON.fullmatch(between) and _is_inside(view, right.end):
            tie = BracketTie(host.outside, right, host.evidence)
        elif _INTRODUCES.fullmatch(between):
            tie = BracketTie(left, right, INTRODUCED)
        elif _OPENS.fullmatch(between) and _ENDS.match(view, right.end):
            tie = BracketTie(left, right, BARE)
        if tie is not None:
            yield tie
        host = tie


def _is_inside(view: str, at: int) -> bool:
    """Whether a bracket that was open before closes behind an offset."""
    closes = view.find(")", at, at + _CLOSE_REACH)
    return closes >= 0 and view.find("(", at, closes) < 0
