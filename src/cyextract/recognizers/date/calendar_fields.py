"""What all interpreters of dates make their meanings with: fields by the groups of a pattern, and whether any date has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack, cast

from cyextract.models import DateMod
from cyextract.recognizers.candidate import Refusal
from cyextract.recognizers.date.arithmetic import is_possible
from cyextract.recognizers.date.fields import BACKWARD, GROUPS, NO_SUCH_DAY, DateFields, DateMeaning, read_assignments
from cyextract.ruleset.scanner import RuleMatch

Result = DateMeaning | Refusal | str


def _edge(match: RuleMatch) -> DateMod | None:
    edge = match.text("edge").lstrip(" 年月岁")
    if not edge:
        return None
    return "START" if edge[0] in "初早前" else "MID" if edge[0] == "中" else "END"


def make_date(match: RuleMatch, last: DateFields | None = None, standalone: bool = True, **fields: Unpack[DateFields]) -> DateMeaning:
    return DateMeaning(fields, last, _edge(match), standalone, (match.rule.id,))


def calendar(match: RuleMatch) -> Result:
    """Fields by their group, ends of ranges by the group with a 2 behind it, a table row for words, `edge` for 初 中 末 底."""
    row, mod, standalone = read_assignments(match.row())
    first: dict[str, object] = {**row}
    ends: dict[str, object] = {}
    for group in match.found:
        if name := GROUPS.get(group.removesuffix("2")):
            value = match.integer(group)
            if value is not None:
                (ends if group[-1] == "2" else first)[name] = value
    last = {**first, **ends} if ends else None
    if any(match.text(group).startswith("两") for group in ("d", "m") if group in match.found):
        return "两日 is two days and 两月 two months, no day and no month"
    if match.has("lunar"):
        first["lunar"] = True
    if match.has("same"):
        first["same_stretch"] = True
    if problem := find_problem(first) or find_problem(last or {}):
        return problem
    if last is not None and not _ascends(first, last):
        if "、" in match.tokens.view[match.start : match.end]:
            return "a list that does not ascend"
        if "hour" in ends:
            return "hours that pass into the next day"
        if ends.keys() not in ({"day"}, {"month"}) or len(first.keys() - {"month", "day"}) or ("month" in first and "day" in first):
            return BACKWARD  # but 28至3日 and 11至3月 pass into the next month or year
    standalone = standalone and not match.has("lone")
    return DateMeaning(cast(DateFields, first), cast(DateFields | None, last), _edge(match) or mod, standalone, (match.rule.id,))


def find_problem(fields: Mapping[str, object]) -> Refusal | str | None:
    """Why no date has these fields."""
    month, day = fields.get("month"), fields.get("day")
    if isinstance(month, int) and not 1 <= month <= 12:
        return "no such month"
    if not is_possible(cast(DateFields, fields)):
        return NO_SUCH_DAY
    return "no such day" if isinstance(day, int) and not 1 <= day <= 31 else None


def _ascends(first: dict[str, object], last: dict[str, object]) -> bool:
    changed = [name for name in last if first.get(name) != last[name]]
    return all(cast(int, first[name]) < cast(int, last[name]) for name in changed if name in first)
