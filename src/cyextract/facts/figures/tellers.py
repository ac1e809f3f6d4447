"""Who tells a number that is another's, and who tells one of his own."""

from __future__ import annotations

from cyextract.facts.figures.cues import figure_words
from cyextract.facts.figures.kinds import REPORT
from cyextract.facts.figures.phrases import Run, is_sure_name
from cyextract.facts.figures.tokens import Token
from cyextract.facts.figures.word_traits import AUTHORITY, HEAD, ISSUE, MEDIUM, MEETING_VERB, OWN_ACCOUNT, RULING, TELL

_ANNOUNCED = frozenset(("公告", "公告称", "公告显示"))


def publishes(run: Run, tokens: Run) -> bool:
    """Whether somebody only publishes a number that is another's: 甲委员会发布进出口3亿元."""
    return bool(run[-1].listed & AUTHORITY) and any(t.text in ("发布", "公布") for t in tokens)


def only_tells(run: Run, rest: Run, kinds: int, listed: int) -> bool:
    """Whether a clause is about somebody who only tells or rules what the next numbers are: 李四告诉记者, 甲委员会下调预期."""
    opening = rest[0].text + (rest[1].text if len(rest) > 1 else "")
    if listed & TELL or run[-1].listed & MEDIUM or opening.startswith(figure_words().posts):
        return True
    if not (listed & (RULING | ISSUE | MEETING_VERB) or kinds & REPORT):
        return False
    return bool(run[-1].listed & AUTHORITY) or is_person(run)


def tells_of_itself(run: Run, rest: Run) -> bool:
    """Whether a firm tells its own numbers: 甲公司发布业绩快报."""
    return is_firm(run) and any(t.listed & OWN_ACCOUNT for t in rest)


def is_announced_by(rest: Run) -> bool:
    """Whether it announces them: 甲公司公告."""
    return any(t.text in _ANNOUNCED or t.text.endswith("预告") for t in rest)


def is_firm(run: Run) -> bool:
    """Whether somebody has a name who neither rules nor reports nor is a person."""
    last = run[-1]
    return (
        is_sure_name(run) and not last.listed & (AUTHORITY | MEDIUM) and (bool(last.listed & HEAD) or not any(map(is_name_of_person, run)))
    )


def is_person(run: Run) -> bool:
    return is_name_of_person(run[-1])


def is_name_of_person(token: Token) -> bool:
    return token.tag in ("nr", "nrt", "nrfg")
