"""What a date expression says, before anybody asks which day that is: its fields, each described in one place."""

from __future__ import annotations

import re
from types import UnionType
from typing import Annotated, Literal, NamedTuple, TypedDict, Union, cast, get_args, get_origin, get_type_hints

from cyextract.models import DateMod
from cyextract.recognizers.candidate import Refusal

NO_SUCH_DAY = Refusal("no such day in that month", claims_place=True)  # neither part of 2月30日 is a date by itself
BACKWARD = Refusal("the range runs backwards", claims_place=True)  # whole or not at all
Base = Literal["ref", "last"]
Unit = Literal["year", "quarter", "month", "week", "day", "hour"]


class Rel(NamedTuple):
    """A whole number of units away from the same unit of an anchor: 去年 is Rel(-1, "ref"), 次日 is Rel(1, "last")."""

    offset: int
    base: Base


_Countable = int | Rel


class Shift(NamedTuple):
    """A distance from an anchor: 半年前 is Shift(-6, "month", "ref")."""

    amount: int
    unit: Unit
    base: Base


class Stretch(NamedTuple):
    """The units up to an anchor or from it: 近三年 is Stretch(-3, "year"), 未来两年 is Stretch(2, "year").

    `is_whole`: whole units next to the current one, as in 上两个月 and 前三天.
    """

    amount: int
    unit: Unit
    is_whole: bool = False


class DateField(NamedTuple):
    """All that is known of a field: composition, rule tables and normalisation follow from it.

    Attributes:
        level: place in the order from coarse to fine; a field follows only coarser ones.
        normalizer: the function `normalize_…` of `cyextract.recognizers.date.normalize` that gives the value of a date of which this is
            the finest field.
        after: fields, one of which stands before it where it goes on with an expression; none where it can only begin one.
        counted_after: the same for a value that is counted (`Rel`).
        gaps: characters that may stand between it and what it follows.
        group: the group of a rule's pattern that holds its number, for the interpreter `calendar`.
        values: the numbers it can have; None where any will do.
        is_plain: whether its value rests on nothing but the fields before it, once the year is told.
        is_carried: whether the end of a range takes it from the start (4月26日至28日).
    """

    level: int
    normalizer: str
    after: str = ""
    counted_after: str = "shift"
    gaps: str = ""
    group: str = ""
    values: range | None = None
    is_plain: bool = False
    is_carried: bool = True


THIRDS = {1: (1, 1), 2: (2, 2), 3: (3, 3), 4: (1, 2), 5: (2, 3)}
"""The thirds of a month that a `xun` begins and ends with: 上旬, 中旬, 下旬, 上中旬, 中下旬."""

_DAYS = "holiday nth_weekday day day_of_period lunar_day weekday"  # what has hours


class DateFields(TypedDict, total=False):
    """The fields that a text states, from coarse to fine; absent means not stated. A new one is a line here and its normaliser."""

    shift: Annotated[Shift, DateField(0, "shift")]
    stretch: Annotated[Stretch, DateField(0, "stretch")]
    vague: Annotated[Literal["PAST_REF", "PRESENT_REF", "FUTURE_REF"], DateField(0, "vague")]
    plan: Annotated[int, DateField(0, "plan")]  # 14 for 十四五
    century: Annotated[_Countable, DateField(1, "age", "shift")]  # 20 for 20世纪
    decade: Annotated[int, DateField(2, "age", "shift century")]  # 90 for 90年代
    lunar: Annotated[bool, DateField(2, "year")]  # 农历 before the year
    year: Annotated[_Countable, DateField(3, "year", "shift century decade lunar", group="y", is_plain=True)]  # 0 is 1 BCE, as in ISO 8601
    same_stretch: Annotated[bool, DateField(4, "same_stretch", "year")]  # 去年同期: the stretch that is told, in that year
    half: Annotated[int, DateField(4, "half", "shift year", values=range(1, 3), is_plain=True)]
    season: Annotated[Literal["SP", "SU", "FA", "WI"], DateField(4, "season", "shift year", is_plain=True)]
    quarter: Annotated[_Countable, DateField(4, "quarter", "shift year", group="q", values=range(1, 5), is_plain=True)]
    month: Annotated[
        _Countable,
        DateField(5, "month", "shift year half season quarter", "shift year", gaps="的", group="m", values=range(1, 13), is_plain=True),
    ]
    lunar_month: Annotated[int, DateField(5, "lunar", "shift year half season quarter", group="lm")]  # 1-12; negative for a leap month
    xun: Annotated[int, DateField(6, "part_of_month", "shift year month lunar_month", values=range(1, 6))]  # one of `THIRDS`
    half_month: Annotated[int, DateField(6, "part_of_month", "shift year month", values=range(1, 3))]
    holiday: Annotated[str, DateField(6, "holiday", "shift year half season quarter month lunar_month", is_carried=False)]
    week: Annotated[Rel, DateField(6, "week", is_carried=False)]
    week_of_month: Annotated[int, DateField(6, "week_of_month", "shift year month", group="wk", gaps="的")]  # 第二周
    nth_weekday: Annotated[tuple[int, int], DateField(6, "nth_weekday", "shift month", gaps="的")]  # (which, weekday); the last is -1
    day: Annotated[_Countable, DateField(7, "day", "shift month", group="d", values=range(1, 32), is_plain=True)]
    day_of_period: Annotated[
        int, DateField(7, "day_of_period", "year half season quarter month xun week", gaps="的 ", is_plain=True)
    ]  # -1: last
    lunar_day: Annotated[int, DateField(7, "lunar", "lunar_month", group="ld")]
    weekday: Annotated[int, DateField(8, "week", "day", group="w", gaps=" ，,", values=range(1, 9))]  # 1 Monday … 7 Sunday; 8 the weekend
    tod: Annotated[Literal["MO", "MD", "AF", "EV", "NI"], DateField(9, "clock", _DAYS, gaps=" ")]
    hour: Annotated[int, DateField(10, "clock", f"{_DAYS} tod", group="h", gaps=" 的")]
    minute: Annotated[int, DateField(11, "clock", "hour", group="mi")]
    second: Annotated[int, DateField(12, "clock", "minute", group="s")]
    holiday_span: Annotated[bool, DateField(13, "holiday", "holiday")]  # 国庆假期: the days off, not the day


def _describe() -> tuple[dict[str, object], dict[str, DateField]]:
    """The kinds of values that fields have, and their descriptions.

    Raises:
        TypeError: a field has no description, or one that speaks of fields which do not stand before it.
    """
    kinds: dict[str, object] = {}
    fields: dict[str, DateField] = {}
    for name, hint in get_type_hints(DateFields, include_extras=True).items():
        field = hint.__metadata__[0] if get_origin(hint) is Annotated else None
        if not isinstance(field, DateField):
            raise TypeError(f"{name}: describe the field: Annotated[…, DateField(…)]")
        for other in (*field.after.split(), *field.counted_after.split()):
            if field.level and (other not in fields or fields[other].level >= field.level):
                raise TypeError(f"{name}: it follows {other!r}, which is no coarser field declared above it")
        kinds[name], fields[name] = hint.__origin__, field
    return kinds, fields


_KINDS, FIELDS = _describe()
LEVEL = {name: field.level for name, field in FIELDS.items()}
FOLLOWS = {name: frozenset(field.after.split()) for name, field in FIELDS.items()}
FOLLOWS_COUNTED = {name: frozenset(field.counted_after.split()) for name, field in FIELDS.items()}
GROUPS = {field.group: name for name, field in FIELDS.items() if field.group}
PLAIN = frozenset(name for name, field in FIELDS.items() if field.is_plain)


class DateMeaning(NamedTuple):
    """One date, or a range from `first` to `last`. `rules` are the rules whose atoms it is made of.

    `standalone` is false for what is a date only beside another (上午, 8点, 5号). `mod` is what the expression itself says (初, 底);
    the words around it are read later.
    """

    first: DateFields
    last: DateFields | None = None
    mod: DateMod | None = None
    standalone: bool = True
    rules: tuple[str, ...] = ()

    @property
    def coarsest(self) -> str:
        """The coarsest field."""
        return min(self.first, key=LEVEL.__getitem__)

    @property
    def finest_level(self) -> int:
        """Level of the finest field of either end."""
        return max(LEVEL[name] for name in (*self.first, *(self.last or ())))


_ASSIGNMENT = re.compile(r"(?P<field>[a-z_]+)=(?:(?P<base>ref|last)(?P<offset>[+-]\d+)|(?P<int>-?\d+)|(?P<word>[A-Z_a-z]+))")


def read_assignments(row: str) -> tuple[DateFields, DateMod | None, bool]:
    """Read a rule table's value: `year=ref-1`, `day=last+1`, `season=SP`, `mod=START`, `part` (needs a date beside it).

    Raises:
        ValueError: no such field, or no such value of it.

    >>> read_assignments("year=ref-1 mod=END")
    ({'year': Rel(offset=-1, base='ref')}, 'END', True)
    """
    fields: dict[str, object] = {}
    mod: DateMod | None = None
    standalone = True
    for item in row.split():
        if item == "part":
            standalone = False
            continue
        match = _ASSIGNMENT.fullmatch(item)
        if match is None:
            raise ValueError(f"cannot read {item!r}; write FIELD=ref+N, FIELD=last+N, FIELD=N or FIELD=WORD, and part")
        name = match["field"]
        base = cast(Base | None, match["base"])
        value = Rel(int(match["offset"]), base) if base else int(match["int"]) if match["int"] else match["word"]
        if name == "mod" and value in get_args(DateMod):
            mod = cast(DateMod, value)
        elif name in FIELDS and _is_value(name, value):
            fields[name] = value
        else:
            known = " ".join(("mod", *FIELDS)) if name != "mod" and name not in FIELDS else f"other values of {name}"
            raise ValueError(f"cannot read {item!r}; there are {known}")
    return cast(DateFields, fields), mod, standalone


def _is_value(name: str, value: object) -> bool:
    """Whether a field can have a value."""
    if isinstance(value, int) and (values := FIELDS[name].values) is not None and value not in values:
        return False
    kind = _KINDS[name]
    return any(
        value in get_args(one) if get_origin(one) is Literal else type(value) is one
        for one in (get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,))
    )
