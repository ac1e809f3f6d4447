"""Compile rules into one scanner: a single pass over the token view that tries only the rules which can start where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cyextract.errors import RuleError
from cyextract.numerals.lexer import Number
from cyextract.numerals.number_tokens import ALL_CELLS, NUMBER_CLASSES, TokenView, tokenize
from cyextract.numerals.value import Quantity, parse_quantity
from cyextract.ruleset.first_chars import start_of
from cyextract.ruleset.loader import RuleSet
from cyextract.ruleset.safety import MAX_PATTERN, check_pattern
from cyextract.ruleset.schema import Rule
from cyextract.ruleset.starts import Seconds, table_of, trigger_of
from cyextract.text.words import UNITS, Words

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?::[^{}:]+)?)(?::([a-z][a-z0-9_]*))?\}")
_LAYOUT = re.compile(r"\s*\n\s*")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]|\\(?:u|U0000)(?:e|f[0-8])", re.IGNORECASE)
_NUMERAL_LITERAL = re.compile(r"\\d|[0-9〇一两二三四五六七八九十廿卅]")


class RuleMatch(NamedTuple):
    """One rule matched at one place; groups by name, numbers as values.

    `words` are those of the view, `start` and `end` the mention's view span, `found` what each group matched in the token view, None
    where it took no part.
    """

    rule: Rule
    match: re.Match[str]
    tokens: TokenView
    words: Words
    start: int
    end: int
    found: dict[str, str | None]
    is_entry: bool
    """Whether the caller says that the text is one entry of a form or calendar rather than prose."""

    @property
    def span(self) -> tuple[int, int]:
        """The mention's view span."""
        return self.start, self.end

    def has(self, group: str) -> bool:
        """Whether the pattern has the group and it took part in the match."""
        return self.found.get(group) is not None

    def text(self, group: str) -> str:
        """Text of a group as it stands in the view; empty when it took no part."""
        words = self.found.get(group)
        if not words or words.isascii() or words.isalpha():  # no number in it: number cells are private-use characters
            return words or ""
        if words in ALL_CELLS:
            return self.tokens.numeral_at(self.match.start(group))
        return self.tokens.view_text(*self.match.span(group))

    def number(self, group: str) -> Number | None:
        """The number token of a group; None when it took no part."""
        return self.tokens.number_at(self.match.start(group)) if self.has(group) else None

    def quantity(self, group: str) -> Quantity | None:
        """Value of a group's number; None when it took no part or has no single value."""
        return parse_quantity(self.tokens.numeral_at(self.match.start(group))) if self.found.get(group) is not None else None

    def integer(self, group: str) -> int | None:
        """Value of a group's whole number; None when it took no part."""
        return _integer(self.tokens.numeral_at(self.match.start(group))) if self.found.get(group) is not None else None

    def row(self) -> str:
        """The value of the rule's table for the key that matched; empty when no key did."""
        return self.rule.table[self.text("table")] if self.found.get("table") is not None else ""


@lru_cache(maxsize=8192)
def _integer(text: str) -> int | None:
    quantity = parse_quantity(text)
    return int(quantity.low) if quantity else None


def _ends_counted(tokens: TokenView, at: int) -> bool:
    """Whether a number and its unit end at a token-view offset."""
    return at > 1 and tokens.text[at - 1] in UNITS and tokens.text[at - 2] in ALL_CELLS


class Interpreter(NamedTuple):
    """A typed function that rules name, and what it needs of them.

    Attributes:
        read: gives the meaning of a match, or the reason (a text) why there is none.
        groups: groups that a pattern must have for it; "a n" is met by either.
        parse_row: reads a value of the rule's table, and raises ValueError or LookupError where that is none; None: it reads no table.
        is_context_free: whether it looks at nothing but the match: what it says of a text is remembered.
    """

    read: Callable[[RuleMatch], object]
    groups: tuple[str, ...] = ()
    parse_row: Callable[[str], object] | None = None
    is_context_free: bool = False


_MAX_REMEMBERED = 1024  # remembered of one rule; beyond it the memory starts anew
# A match by its text and groups -> where the mention begins and ends behind the start of the match, and what it says.
_Remembered = dict[tuple[str, tuple[str | None, ...]], tuple[int, int, object]]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its pattern over the token view and the function that reads its matches."""

    rule: Rule
    pattern: re.Pattern[str]
    thirds: frozenset[str] | None
    """What the third character of a match can be; None when that is open."""
    has_span: bool
    interpret: Callable[[RuleMatch], object]
    has_numeral_keys: bool
    """Whether keys of the rule's table hold numbers, of which the pattern sees only the class: 双12 looks like 双11."""
    is_checked: bool
    """Whether a match of the pattern must be looked at once more: its edges, its row of the table."""
    remembered: _Remembered | None
    """What was read before; None where the interpreter looks at the text around a match."""

    def checked(self, match: re.Match[str], tokens: TokenView, words: Words) -> re.Match[str] | None:
        """The longest match from the same start that is a row of the rule's table and ends where the rule says."""
        found = self._within_words(match, tokens, words) if self.rule.word_edges else match
        return found if found is None or not self.has_numeral_keys or self._matches_row(found, tokens) else None

    def _within_words(self, match: re.Match[str], tokens: TokenView, words: Words) -> re.Match[str] | None:
        """The longest match from the same start that begins and ends where words do, as far as the rule asks for it.

        Numbers are read before words, so that no word reaches over their edges.
        """
        edges, start, text = self.rule.word_edges, match.start(), tokens.text
        if edges != "end" and text[start - 1 : start].isalpha():
            at = tokens.view_end(start)
            if (
                not words.is_edge(at)
                and not words.begins_word(at)
                and not (_ends_counted(tokens, start) and words.ends_unit(at, is_counted=True))
            ):
                return None
        found: re.Match[str] | None = match
        while edges != "begin" and found is not None:
            end = found.end()
            if not text[end : end + 1].isalpha() or not text[end - 1].isalpha() or self._ends(end, tokens, words):
                break
            found = self.pattern.match(text, start, end - 1)
        return found

    def _ends(self, end: int, tokens: TokenView, words: Words) -> bool:
        """Whether what the rule reads may end at a token-view offset between two letters."""
        at = tokens.view_end(end)
        if words.is_edge(at):
            return True
        if self.rule.type == "DATE":  # what ends a date is a unit
            return words.ends_unit(at, is_counted=_ends_counted(tokens, end))
        return words.ends_measure(at)

    def _matches_row(self, match: re.Match[str], tokens: TokenView) -> bool:
        """Whether what the group `table` matched is a key of the rule's table."""
        start, end = match.span("table")
        return start < 0 or tokens.view_text(start, end) in self.rule.table

    def read(self, match: re.Match[str], tokens: TokenView, words: Words, is_entry: bool = False) -> tuple[int, int, object]:
        """View span of the mention, and what the match says: a meaning, or the reason (a text or a refusal) why there is none."""
        if self.remembered is None:
            return self._read(match, tokens, words, is_entry)
        low, high = match.span()
        low, high = tokens.view_span(low, high)
        key = tokens.view[low:high], match.groups()
        known = self.remembered.get(key)
        if known is not None:
            return low + known[0], low + known[1], known[2]
        start, end, meaning = self._read(match, tokens, words, is_entry)
        if len(self.remembered) >= _MAX_REMEMBERED:
            self.remembered.clear()
        self.remembered[key] = start - low, end - low, meaning
        return start, end, meaning

    def _read(self, match: re.Match[str], tokens: TokenView, words: Words, is_entry: bool) -> tuple[int, int, object]:
        start, end = match.span("span") if self.has_span else match.span()
        start, end = tokens.view_span(start, end)
        return start, end, self.interpret(RuleMatch(self.rule, match, tokens, words, start, end, match.groupdict(), is_entry))


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
            body = f"[{body}]"
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


# A group of eight or more plain words.
_WORDS = re.compile(r"(\((?:\?:|\?P<\w+>))([^][(){}|\\.*+?^$]+(?:\|[^][(){}|\\.*+?^$]+){7,})\)")


def by_first_character(pattern: str) -> str:
    """The same pattern, its long lists of words tried by their first character: `re` itself tries them one after the other.

    Words that begin alike keep their order; of others no two can match at one place.

    >>> by_first_character("(?:欧元|美元|日元|英镑|日圆|韩元|泰铢|卢布)")
    '(?:(?=[欧美日英韩泰卢])(?:欧元|美元|日(?:元|圆)|英镑|韩元|泰铢|卢布))'
    """

    def replace(match: re.Match[str]) -> str:
        rests: dict[str, list[str]] = {}
        for word in match[2].split("|"):
            rests.setdefault(word[0], []).append(word[1:])
        words = "|".join(first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})") for first, rest in rests.items())
        return f"{match[1]}(?=[{''.join(map(re.escape, rests))}])(?:{words}))"

    return _WORDS.sub(replace, pattern)


_MISREAD = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


def _guarded(rule: Rule, interpret: Callable[[RuleMatch], object]) -> Callable[[RuleMatch], object]:
    """The interpreter of a user's rule: where pattern or table do not fit it, the error names the rule."""

    def read(match: RuleMatch) -> object:
        try:
            meaning = interpret(match)
            if not getattr(meaning, "first", True):
                raise ValueError("it names no part of a date")
        except _MISREAD as error:
            text = match.tokens.view[match.start : match.end]
            advice = "see with `cyextract rules list` what groups and table the shipped rules give it"
            problem = f"{rule.file}:{rule.line} {rule.id}: interpreter {rule.interpreter!r} cannot read {text!r} ({error}); {advice}"
            raise RuleError([problem]) from error
        return meaning

    return read


def _compile(rule: Rule, ruleset: RuleSet, interpreter: Interpreter) -> tuple[CompiledRule, Seconds]:
    """A rule ready to match, and with what its matches start.

    A user's pattern stays as written, and nothing is remembered of it: it may take a number from behind its match.

    Raises:
        ValueError, re.error: its pattern does not compile, is not safe, or lacks a group that its interpreter needs.
    """
    source = expand(rule, ruleset.fragments)
    remembered: _Remembered | None = None
    interpret = interpreter.read
    if rule.id in ruleset.own:
        check_pattern(source)
        interpret = _guarded(rule, interpret)
    else:
        source = by_first_character(source)
        remembered = {} if interpreter.is_context_free else None
    pattern = re.compile(source)
    start = start_of(source)
    for names in interpreter.groups:
        if pattern.groupindex.keys().isdisjoint(names.split()):
            raise ValueError(
                f"no group {names.replace(' ', ' or ')}, from which {rule.interpreter!r} reads; write {{num:GROUP}} or (?P<GROUP>…)"
            )
    numeral = "table" in pattern.groupindex and any(tokenize(key).cells for key in rule.table)
    has_span, is_checked = "span" in pattern.groupindex, numeral or bool(rule.word_edges)
    return CompiledRule(rule, pattern, start.thirds, has_span, interpret, numeral, is_checked, remembered), start.seconds


def _row_problems(rule: Rule, parse_row: Callable[[str], object] | None) -> Iterator[str]:
    """What is wrong with the rule's table, a line for each row."""
    for word, value in rule.table.items():
        problem = ""
        if parse_row is None:
            problem = f"{rule.interpreter!r} reads no values; leave it empty" if value else ""
        else:
            try:
                parse_row(value)
            except (ValueError, LookupError) as error:
                problem = str(error)
        if problem:
            yield f"{rule.file}:{rule.row_lines.get(word, rule.line)} {rule.id}: table {word!r}: {problem}"


class RuleScanner:
    """All rules of some types, compiled; `scan` is the only pass over a document that they make together."""

    def __init__(self, ruleset: RuleSet, types: frozenset[str], interpreters: Mapping[str, Interpreter]) -> None:
        """Compile the rules of `types`.

        Args:
            ruleset: the rules.
            types: the mention types asked for.
            interpreters: what reads matches, by the names that rules give it.

        Raises:
            RuleError: a pattern that does not compile, a table that its interpreter cannot read, or an interpreter that nobody wrote;
                every problem at once.
        """
        problems: list[str] = []
        starts: list[tuple[CompiledRule, Seconds]] = []
        reads: dict[str, set[str]] = {}
        for rule in ruleset.rules:
            if rule.id not in ruleset.own:
                reads.setdefault(rule.interpreter, set()).add(rule.type)
        for rule in ruleset.rules:
            if rule.status == "retired" or rule.type not in types:
                continue
            where = f"{rule.file}:{rule.line} {rule.id}"
            interpreter = interpreters.get(rule.interpreter)
            if interpreter is None:
                problems.append(f"{where}: interpreter: no function {rule.interpreter!r}; choose one of {', '.join(sorted(interpreters))}")
                continue
            if rule.id in ruleset.own and rule.type not in reads.get(rule.interpreter, (rule.type,)):
                problems.append(f"{where}: interpreter: {rule.interpreter!r} reads no {rule.type}")
            problems.extend(_row_problems(rule, interpreter.parse_row))
            try:
                starts.append(_compile(rule, ruleset, interpreter))
            except (ValueError, re.error) as error:
                problems.append(f"{where}: pattern: {error}")
        if problems:
            raise RuleError(problems)
        self._by_start = table_of(starts)
        self._trigger = trigger_of(starts)

    def scan(self, tokens: TokenView, words: Words, is_entry: bool = False) -> Iterator[tuple[CompiledRule, re.Match[str]]]:
        """Every rule at every place where it matches, in text order; rules of entries only where the text is one."""
        if self._trigger is None:
            return
        text, by_start = tokens.text, self._by_start
        absorbed = 0
        for trigger in self._trigger.finditer(text):
            at = trigger.start()
            if at < absorbed:
                continue
            by_second = by_start[text[at]]
            rules = by_second.get(text[at + 1 : at + 2]) or by_second[""]
            if not rules:
                continue
            third = text[at + 2 : at + 3]
            for compiled in rules:
                if compiled.thirds is not None and third not in compiled.thirds:
                    continue
                match = None if compiled.rule.entry and not is_entry else compiled.pattern.match(text, at)
                if match is not None and compiled.is_checked:
                    match = compiled.checked(match, tokens, words)
                if match is not None:
                    if compiled.rule.absorbs:
                        absorbed = max(absorbed, match.end())
                    yield compiled, match
