"""What a clause says before its verb: who acts, with whom, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from cyextract.facts.clause_text import Span
from cyextract.recognizers.candidate import Candidate


class Clause(NamedTuple):
    """What a clause says before its verb."""

    parties: tuple[Span, ...] = ()
    dates: tuple[Candidate, ...] = ()
    is_vague: bool = False
    is_anaphoric: bool = False
    has_place: bool = False
    lacks_subject: bool = False
    """The clause begins with 与 and a party: whoever acts is named before it."""
    collective: Span | None = None
    """双方, 两国: a word that stands for parties named before."""
    loose: int = 0
    """Code points of plain text that belong to no party and no phrase."""
    has_agent: bool = False
    leaders: int = 0
    """How many of the parties stand before the first 与."""
    reporter: tuple[Span, ...] = ()
    """Who reports what follows (甲公司公告称 …)."""
    recipient: tuple[Span, ...] = ()
    """Whom a phrase with 向 or 给 names."""
    reported_dates: tuple[Candidate, ...] = ()
    """Dates of the report: they stand before its word (昨日公告称 …)."""
    is_report: bool = False
    open_names: tuple[Span, ...] = ()
    """Those of the parties that nothing but their place shows."""
    owners: tuple[Span, ...] = ()
    """The parties, and those that only describe what the clause speaks of (甲与乙的合作)."""
    moves_on: bool = False
    """随后: the time told before has passed."""
    is_unread: bool = False
    """It begins with a noun that is no party: its subject may be one whom nothing shows."""
    points_back: bool = False
    """当时, 期间: the time is that of the sentence before."""


@dataclass(slots=True)
class Slot:
    """What stands between two links of a clause: one party at most."""

    link: str = ""
    """The word before it: "" for the first slot, "list" after 、 and 和, "with" after 与, "agent" after 由."""
    parties: list[Span] = field(default_factory=list)
    text: Span | None = None
    opening: Span | None = None
    """The text that it begins with, where another follows (哈里曼|成功|地)."""
    tail: Span | None = None
    """The text right behind a party (甲公司|总经理王建国)."""
    bridge: int = -1
    """Where a bracket ends that stands right behind the text: what follows may go on with it."""
    expects_other: bool = False
    has_post: bool = False
    is_next_deed: bool = False
    """A deed of the parties before it ends there: it begins the next (甲制定、|乙批准)."""
    owner: Span | None = None

    def take_space(self, view: str, at: int) -> None:
        """White space: it parts plain text, but not the words of a Latin name."""
        if self.text is not None and self.text.end == at and view[at - 1].isascii() and view[at + 1 : at + 2].isascii():
            self.text = Span(self.text.start, at + 1)

    def goes_on_at(self, at: int) -> bool:
        """Whether what stands at an offset goes on with the text."""
        return self.text is not None and at in (self.text.end, self.bridge)

    def add_text(self, text: Span, *, goes_on: bool) -> None:
        """Take up plain text, which goes on with what there is or stands for it."""
        is_first = self.text is None or (goes_on and self.text == self.opening)
        self.text = Span(self.text.start, text.end) if self.text is not None and goes_on else text
        self.opening = self.text if is_first else self.opening
