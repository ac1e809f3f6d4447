"""Compile rules into one scanner: a single pass over the token view that tries only the rules which can start where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cyextract.errors import InputError, RuleError
from cyextract.foreign import reading
from cyextract.numerals.lexer import Number
from cyextract.numerals.number_tokens import ALL_CELLS, TokenView, tokenize
from cyextract.numerals.value import Quantity, parse_quantity
from cyextract.ruleset.budget import Budget, BudgetError
from cyextract.ruleset.first_chars import Start, start_of
from cyextract.ruleset.loader import RuleSet
from cyextract.ruleset.pattern_source import by_first_character, expand
from cyextract.ruleset.safety import check_pattern
from cyextract.ruleset.schema import Rule
from cyextract.ruleset.starts import table_of, trigger_of
from cyextract.text.words import UNITS, Words


@dataclass(slots=True)
class RuleMatch:
    """One rule matched at one place; groups by name, numbers as values.

    `words` are those of the view, `start` and `end` the mention's view span, `found` what each group matched in the token view, None
    where it took no part; `is_entry` says whether the caller takes the text for one entry of a form or calendar rather than prose.
    """

    rule: Rule
    match: re.Match[str]
    tokens: TokenView
    words: Words
    start: int
    end: int
    found: dict[str, str | None]
    is_entry: bool

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


_MAX_BEGINNINGS = 16384  # of matches, with the rules to try there; beyond it the memory starts anew
_MAX_REMEMBERED = 1024  # remembered of one rule; beyond it the memory starts anew
# A match by its text and groups -> where the mention begins and ends behind the start of the match, and what it says.
_Remembered = dict[tuple[str, tuple[str | None, ...]], tuple[int, int, object]]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its pattern over the token view and the function that reads its matches."""

    rule: Rule
    pattern: re.Pattern[str]
    has_span: bool
    interpret: Callable[[RuleMatch], object]
    has_numeral_keys: bool
    """Whether keys of the rule's table hold numbers, of which the pattern sees only the class: 双12 looks like 双11."""
    is_for_entries: bool
    absorbs: bool
    begins_word: bool
    ends_word: bool
    is_checked: bool
    """Whether a match of the pattern must be looked at once more: its edges, its row of the table."""
    remembered: _Remembered | None
    """What was read before; None where the interpreter looks at the text around a match."""

    def checked(self, match: re.Match[str], tokens: TokenView, words: Words) -> re.Match[str] | None:
        """The longest match from the same start that is a row of the rule's table and begins and ends where the rule says.

        Numbers are read before words, so that no word reaches over their edges.
        """
        text, (start, end) = tokens.text, match.span()
        if self.begins_word and text[start - 1 : start].isalpha() and not self._begins(start, tokens, words):
            return None
        if self.ends_word:
            while text[end : end + 1].isalpha() and text[end - 1].isalpha() and not self._ends(end, tokens, words):
                shorter = self.pattern.match(text, start, end - 1)
                if shorter is None:
                    return None
                match, end = shorter, shorter.end()
        return match if not self.has_numeral_keys or self._matches_row(match, tokens) else None

    def guard(self, match: re.Match[str], tokens: TokenView, words: Words, is_entry: bool) -> str:
        """Why a match of the pattern is none of the rule, in a few words; empty where nothing keeps it out."""
        if self.is_for_entries and not is_entry:
            return "it is read in an entry of a form or calendar alone"
        if not self.is_checked or self.checked(match, tokens, words) is not None:
            return ""
        start, end = match.span()
        if self.begins_word and tokens.text[start - 1 : start].isalpha() and not self._begins(start, tokens, words):
            return f"it would begin inside the word {words.word_across(tokens.view_end(start))[0]}"
        if across := self.ends_word and words.word_across(tokens.view_end(end))[0]:
            return f"it would end inside the word {across}"
        return "no row of the rule's table says it"

    def place(self, match: re.Match[str], tokens: TokenView) -> tuple[int, int]:
        """View span of the mention."""
        start, end = match.span("span") if self.has_span else match.span()
        return tokens.view_span(start, end)

    def _begins(self, start: int, tokens: TokenView, words: Words) -> bool:
        """Whether what the rule reads may begin at a token-view offset behind a letter."""
        at = tokens.view_end(start)
        return words.is_edge(at) or words.begins_word(at) or (_ends_counted(tokens, start) and words.ends_unit(at, is_counted=True))

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
        start, end = self.place(match, tokens)
        return start, end, self.interpret(RuleMatch(self.rule, match, tokens, words, start, end, match.groupdict(), is_entry))


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


def _compile(rule: Rule, ruleset: RuleSet, interpreter: Interpreter) -> tuple[CompiledRule, Start]:
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
    edges = rule.word_edges
    compiled = CompiledRule(
        rule,
        pattern,
        has_span="span" in pattern.groupindex,
        interpret=interpret,
        has_numeral_keys=numeral,
        begins_word=edges in ("begin", "both"),
        ends_word=edges in ("end", "both"),
        is_checked=numeral or edges is not None,
        is_for_entries=rule.entry,
        absorbs=rule.absorbs,
        remembered=remembered,
    )
    return compiled, start


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
        starts: list[tuple[CompiledRule, Start]] = []
        budget = Budget()
        reads: dict[str, set[str]] = {}
        for rule in ruleset.rules:
            if rule.id not in ruleset.own:
                reads.setdefault(rule.interpreter, set()).add(rule.type)
        for rule in ruleset.rules:
            if rule.status == "retired" or rule.type not in types:
                continue
            where, is_own = f"{rule.file}:{rule.line} {rule.id}", rule.id in ruleset.own
            interpreter = interpreters.get(rule.interpreter)
            if interpreter is None:
                problems.append(f"{where}: interpreter: no function {rule.interpreter!r}; choose one of {', '.join(sorted(interpreters))}")
                continue
            if is_own and rule.type not in reads.get(rule.interpreter, (rule.type,)):
                problems.append(f"{where}: interpreter: {rule.interpreter!r} reads no {rule.type}")
            problems.extend(_row_problems(rule, interpreter.parse_row))
            try:
                with reading(f"{where}: pattern", (ValueError, re.error)), budget.limiting() if is_own else nullcontext():
                    starts.append(_compile(rule, ruleset, interpreter))
            except InputError as error:
                problems.append(str(error))
                if isinstance(error.__cause__, BudgetError):
                    break
        if problems:
            raise RuleError(problems)
        self._by_start = table_of(starts)
        self._trigger = trigger_of(starts)
        self._known: dict[str, tuple[CompiledRule, ...]] = {}

    def scan(self, tokens: TokenView, words: Words, is_entry: bool = False) -> Iterator[tuple[CompiledRule, re.Match[str]]]:
        """Every rule at every place where it matches, in text order; rules of entries only where the text is one."""
        if self._trigger is None:
            return
        text, known = tokens.text, self._known
        padded = text + "\n\n"
        absorbed = 0
        for trigger in self._trigger.finditer(text):
            at = trigger.start()
            if at < absorbed:
                continue
            beginning = padded[at : at + 3]
            rules = known.get(beginning)
            if rules is None:
                rules = self._rules_for(beginning)
            for compiled in rules:
                match = compiled.pattern.match(text, at)
                if match is None or (compiled.is_for_entries and not is_entry):
                    continue
                if compiled.is_checked and (match := compiled.checked(match, tokens, words)) is None:
                    continue
                if compiled.absorbs and match.end() > absorbed:
                    absorbed = match.end()
                yield compiled, match

    def _rules_for(self, beginning: str) -> tuple[CompiledRule, ...]:
        """The rules to try where three characters stand, the first of which is one of the trigger's; remembered."""
        by_second = self._by_start[beginning[0]]
        rules = by_second.get(beginning[1]) or by_second[""]
        found = tuple(compiled for compiled, thirds in rules if thirds is None or beginning[2] in thirds)
        if len(self._known) >= _MAX_BEGINNINGS:
            self._known.clear()
        self._known[beginning] = found
        return found

    def guarded(self, tokens: TokenView, words: Words, is_entry: bool = False) -> Iterator[tuple[Rule, tuple[int, int], str]]:
        """Every rule whose pattern matches where a guard keeps it out, with its view span and why: for those who explain."""
        padded = tokens.text + "\n\n"
        for at, first in enumerate(tokens.text):
            by_second = self._by_start.get(first, {})
            for compiled, thirds in by_second.get(padded[at + 1]) or by_second.get("", ()):
                if thirds is None or padded[at + 2] in thirds:
                    match = compiled.pattern.match(tokens.text, at)
                    if match is not None and (why := compiled.guard(match, tokens, words, is_entry)):
                        yield compiled.rule, compiled.place(match, tokens), why
