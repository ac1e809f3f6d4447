"""What a rule writes as its pattern, as `re` is to compile it: placeholders filled in, long lists of words made quick to try."""

from __future__ import annotations

import re
from functools import cache

from cyextract.numerals.number_tokens import NUMBER_CLASSES, tokenize
from cyextract.ruleset.safety import MAX_PATTERN
from cyextract.ruleset.schema import Rule

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?::[^{}:]+)?)(?::([a-z][a-z0-9_]*))?\}")
_LAYOUT = re.compile(r"\s*\n\s*")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]|\\(?:u|U0000)(?:e|f[0-8])", re.IGNORECASE)
_NUMERAL_LITERAL = re.compile(r"\\d|[0-9〇一两二三四五六七八九十廿卅]")


def expand(rule: Rule, fragments: dict[str, str]) -> str:
    """The rule's pattern with every placeholder replaced; line breaks and the blanks beside them are layout.

    Raises:
        ValueError: an unknown placeholder, a fragment that contains itself, a numeral written as a literal, or a private-use character.
    """
    return _expand(rule.pattern, rule, fragments, 0)


def _expand(pattern: str, rule: Rule, fragments: dict[str, str], depth: int) -> str:
    if depth > 8:
        raise ValueError("fragments contain each other; break the circle")

    size = len(pattern)

    def replace(match: re.Match[str]) -> str:
        nonlocal size
        body = fill(match)
        size += len(body)
        if size > MAX_PATTERN:
            raise ValueError(f"more than {MAX_PATTERN} characters with its fragments and table; divide the rule")
        return body

    def fill(match: re.Match[str]) -> str:
        name, group = match[1], match[2]
        body = NUMBER_CLASSES.get(name)
        if body is None and ":" in name and not group:  # {month:m}: the second part is a group name
            name, group = name.split(":", 1)
            body = NUMBER_CLASSES.get(name)
        if body is not None:
            body = f"[{_ranges(body)}]"
        elif name == "table" and rule.table:
            keys = sorted(rule.table, key=lambda key: (-len(key), key))
            return "(?P<table>" + "|".join(re.escape(tokenize(key).text) for key in keys) + ")"
        elif name in fragments:
            body = "(?:" + _expand(fragments[name], rule, fragments, depth + 1) + ")"
        else:
            raise ValueError(f"unknown fragment or number class {{{name}}}; define it under [fragments]")
        return f"(?P<{group}>{body})" if group else body

    pattern = _LAYOUT.sub("", pattern)
    if _PRIVATE_USE.search(pattern):
        raise ValueError("a private-use character, which stands for a number inside the library; write {num}, {anynum} or another class")
    literals = _PLACEHOLDER.sub("", pattern)
    literals = re.sub(r"\{\d*,?\d*\}|\(\?P<\w+>|\\u[0-9a-f]{4}|\\[^d]", "", literals)
    if found := _NUMERAL_LITERAL.search(literals):
        raise ValueError(f"numeral {found[0]!r} as a literal never matches a number token; write a number class or {{word:{found[0]}}}")
    return _PLACEHOLDER.sub(replace, pattern)


@cache
def _ranges(cells: str) -> str:
    """The cells of a number class as ranges, read in a fraction of the time.

    >>> _ranges("acbx")
    'a-cx'
    """
    parts: list[str] = []
    for cell in sorted(cells):
        if parts and ord(parts[-1][-1]) + 1 == ord(cell):
            parts[-1] = f"{parts[-1][0]}-{cell}"
        else:
            parts.append(cell)
    return "".join(parts)


# A group of eight or more plain words.
_WORDS = re.compile(r"(\((?:\?:|\?P<\w+>))([^][(){}|\\.*+?^$]+(?:\|[^][(){}|\\.*+?^$]+){7,})\)")


def by_first_character(pattern: str) -> str:
    """The same pattern, its long lists of words tried by their first character: `re` itself tries them one after the other.

    Words that begin alike keep their order; of others no two can match at one place.

    >>> by_first_character("(?:euro|dong|yen|real|yuan|pound|baht|lek)")
    '(?:(?=[edyrpbl])(?:euro|dong|y(?:en|uan)|real|pound|baht|lek))'
    """

    def replace(match: re.Match[str]) -> str:
        rests: dict[str, list[str]] = {}
        for word in match[2].split("|"):
            rests.setdefault(word[0], []).append(word[1:])
        words = "|".join(first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})") for first, rest in rests.items())
        return f"{match[1]}(?=[{''.join(map(re.escape, rests))}])(?:{words}))"

    return _WORDS.sub(replace, pattern)
