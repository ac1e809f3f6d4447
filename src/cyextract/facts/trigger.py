"""A verb that makes an event of titles, and the titles of which no event is told, with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.models import ActionType
from cyextract.recognizers.candidate import Candidate

_SCOPE_REACH = 240  # code points that the performers of one verb take at most
_TITLES_BACK = 3  # titles that they reach back over: a clause of more tells one deed after another
_BRACKET = re.compile(r" ?\([^()\n]{0,80}\)")
RENEWED = "新"
"""Before a verb that only describes: 新修订的, 新制定的."""
ANNIVERSARY = re.compile("的?[0-9一二三四五六七八九十百]{1,4}周年")
"""Behind a title or its verb: what is told is the celebration."""
SEEING = ("见证", "目睹", "出席", "促成", "撮合")
"""Verbs of whoever sees a signing and does not sign."""
FIRST = re.compile("(?:是|成为)[^,，。;；\\n]{0,8}(?:首[个家]|第一[个家]|最早|唯一)[^,，。;；\\n]{0,4}[与和同跟]")
"""Before the partner of the first or the only one of its kind: 甲是|首个与|乙签署协议的国家."""
ASPECTS = ("了", "过")
"""Behind a verb: it is done."""
UNTOLD: Mapping[str, str] = {
    "no-verb": "no verb that makes a document stands near it",
    "apart": "what stands between the verb and it belongs to neither",
    "topic": "it is only the topic of another paper",
    "means": "it is the means by which something else is done",
    "unreal": "what its verb tells is asked for, supposed or denied",
    "named": "its verb only names it (关于签署《…》)",
    "goes-on": "its verb goes on with another object",
    "no-agent": "what stands before the verb behind it is no performer",
    "question": "a question, or what would follow",
    "condition": "a condition",
    "governed": "it is the object of other words (根据《…》), and nobody is told to have made it",
    "modal": "a clause before asks for it",
    "rule": "a rule says what holds once it is signed",
    "no-party": "nobody is told to sign it",
}
"""Why a title tells of no event."""


class Trigger(NamedTuple):
    """A verb that makes an event of titles. Offsets are view offsets."""

    rule: str
    titles: tuple[Candidate, ...]
    action: str
    action_type: ActionType
    verb: Span
    scope: Span
    """Where its performers and its date are looked for first."""
    clauses: tuple[Span, ...]
    """The clauses of the sentence before that, in text order."""
    sentence: Span
    is_passive: bool = False
    describing: Span | None = None
    """A clause before the title that describes it (由…编制的) beside the verb after it."""
    is_listed: bool = False
    """It is the first of two deeds that describe a title (甲制定、乙批准的《…》)."""
    is_inner: bool = False
    """It describes a title of which a verb before it tells (公布|乙编制的《…》): the date of that verb is none of its own."""


class Untold(NamedTuple):
    """Titles of which no event is told, and why; `reason` is one of `UNTOLD`, with the word that it rests on behind a colon."""

    titles: tuple[Candidate, ...]
    reason: str


class Site(NamedTuple):
    """Titles and what stands around them; offsets are view offsets."""

    titles: tuple[Candidate, ...]
    clause: Span
    """The clause before the first title."""
    before: tuple[Span, ...]
    """The clauses of the sentence before that one."""
    sentence: Span

    def trigger(self, text: ClauseText, rule: str, verb: re.Match[str], scope: Span, group: str | int = 0) -> Trigger:
        """The event that a verb makes of the titles."""
        action, actions = verb[group], text.lexicon.actions
        # The last verb of a row tells its type; 签约 and 签字 are in no row.
        kind: ActionType = next((actions[action[at:]] for at in range(len(action)) if action[at:] in actions), "sign")
        return Trigger(rule, self.titles, action, kind, Span(*verb.span(group)), scope, self.before, self.sentence)


def seen_from(text: ClauseText, scope: Span) -> int:
    """Where what is only seen begins in a clause, by whoever stands before it (甲与乙见证了|…); its start where nothing is."""
    at, word = max((text.view.rfind(word, *scope), word) for word in SEEING)
    return at + len(word) + text.view.startswith(ASPECTS, at + len(word)) if at >= 0 else scope.start


def own_scope(text: ClauseText, start: int, end: int) -> Span:
    """Where the performers of a verb at `end` are looked for in its clause: not behind the titles of other deeds in a row."""
    is_renewed = text.view.startswith(RENEWED, end - 1) and text.is_edge(end - 1)  # 日本|新颁布, not 重新
    return near(text, start, end - is_renewed)


def near(text: ClauseText, start: int, end: int) -> Span:
    """A stretch up to `end`, no longer than a clause may be and behind all but the last titles that it holds."""
    start = max(start, end - _SCOPE_REACH)
    told = text.documents(start, end)
    return Span(max(start, told[-_TITLES_BACK].end) if len(told) >= _TITLES_BACK else start, end)


def past_brackets(view: str, at: int) -> int:
    """Where the text goes on behind a bracket at an offset."""
    found = _BRACKET.match(view, at)
    return found.end() if found else at
