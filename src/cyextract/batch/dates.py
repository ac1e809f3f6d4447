"""Reference dates as crawls and archives write them: in a field, in a file's name."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from cyextract.document_settings import parse_reference_date
from cyextract.errors import InputError

_DIRECTIVES = {"%Y": r"(?P<Y>\d{4})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})"}


def normalise_date(written: str) -> str | None:
    """A day as ISO 8601, out of the notations that fields hold; what is none stays as it is, an empty field is none.

    >>> [normalise_date(s) for s in ("2021/6/1", "2021年6月1日 08:30", "20210601", "2021-06-01T08:30:00Z", "soon", " ")]
    ['2021-06-01', '2021-06-01', '2021-06-01', '2021-06-01', 'soon', None]
    """
    if not written.strip():
        return None
    try:
        day = parse_reference_date(written)
    except InputError:
        return written
    return None if day is None else day.isoformat()


def date_in_name(path: str, pattern: str | None) -> str | None:
    """The last date that `pattern` finds in a path, as ISO 8601; `pattern` is text with `%Y`, `%m` and `%d`.

    >>> date_in_name("archive/2021/06/04/a.txt", "%Y/%m/%d"), date_in_name("news_20210604.txt", "%Y%m%d")
    ('2021-06-04', '2021-06-04')
    """
    if pattern is None:
        return None
    for found in reversed(list(compile_name_date(pattern).finditer(path))):
        try:
            return dt.date(int(found["Y"]), int(found["m"]), int(found["d"])).isoformat()
        except ValueError:
            continue
    return None


@cache
def compile_name_date(pattern: str) -> re.Pattern[str]:
    """The regular expression of a file-name pattern.

    Raises:
        InputError: the pattern does not name year, month and day once each.
    """
    if sorted(re.findall("%.", pattern)) != sorted(_DIRECTIVES):
        raise InputError(f"{pattern!r} is no pattern for dates in file names; write %Y, %m and %d once each, as in %Y-%m-%d")
    adjacent = re.search(r"%m%d|%d%m|%Y%m|%m%Y|%Y%d|%d%Y", pattern) is not None
    expression = re.escape(pattern).replace(r"\%", "%")
    for directive, group in _DIRECTIVES.items():
        expression = expression.replace(directive, group.replace("{1,2}", "{2}") if adjacent else group)
    return re.compile(rf"(?<!\d){expression}(?!\d)")
