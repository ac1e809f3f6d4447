"""`cyextract explain` in sentences, for readers who know neither the code nor the rules: what was found, what was refused, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.text import Text

from cyextract.display.values import note_value, phrase_value
from cyextract.facts import fact_rules
from cyextract.lexicon.table import builtin_rules

if TYPE_CHECKING:
    from cyextract.explain.trace import Trace, TraceStep
    from cyextract.models import AgreementEvent, Mention
    from cyextract.ruleset.schema import Rule

_CONTEXT = 12  # code points shown on each side
_INDENT = "    "
_STYLES = {"DATE": "cyan", "MONEY": "green", "PERCENT": "magenta", "ORG": "yellow", "TITLE": "blue"}
_SOURCES = {
    "given": "as given",
    "dateline": "read from the dateline",
    "header": "read from the header",
    "text_date": "the first whole date of the text",
}
_ROLES = {"event": "Clause:", "date": "Date:", "parties": "Party:", "amounts": "Amount:"}
_NO_DATE = "It names no day: nothing in the text or given says which."


def narrate(trace: Trace, rules: Iterable[Rule]) -> Text:
    """Tell a trace in sentences.

    Args:
        trace: what `Extractor.explain` returns.
        rules: the rules it was made with; their `why` is quoted.
    """
    whys = {**builtin_rules(), **{rule: _capital(why) for rule, why in fact_rules().items()}, **{rule.id: rule.why for rule in rules}}
    return _Narrator(trace, whys).tell()


class _Narrator:
    """The steps of one trace by what became of them."""

    def __init__(self, trace: Trace, whys: Mapping[str, str]) -> None:
        self._document = trace.document
        self._whys = whys
        self._texts = {m.start: m.canonical for m in trace.document.mentions}
        self._won = {(s.start, s.end): s for s in trace.steps if s.outcome == "won"}
        winners, blockers = (_Places([s for s in trace.steps if s.outcome == outcome]) for outcome in ("won", "blocked"))
        self._beaten: dict[tuple[int, int], list[TraceStep]] = {}
        self._refused: dict[tuple[int, int], list[tuple[TraceStep, TraceStep | None]]] = {}
        for step in trace.steps:
            if step.outcome not in ("lost", "rejected"):
                continue
            if winner := winners.over(step):
                self._beaten.setdefault((winner.start, winner.end), []).append(step)
            else:
                self._refused.setdefault((step.start, step.end), []).append((step, blockers.over(step)))
        self._ties: list[list[TraceStep]] = []
        for step in trace.steps:
            if step.outcome == "tied":
                if step.reason.startswith("event "):  # each agreement begins with its clause
                    self._ties.append([])
                self._ties[-1].append(step)

    def tell(self) -> Text:
        """The whole story."""
        told = Text(self._opening() + "\n")
        parts = (
            ("Found", [self._found(mention) for mention in self._document.mentions]),
            ("Refused", [self._refusal(steps) for steps in self._refused.values()]),
            ("Agreements", [self._agreement(*pair) for pair in zip(self._document.agreements, self._ties, strict=True)]),
        )
        for heading, entries in parts:
            if entries:
                told.append(f"\n{heading}\n", "bold")
                for entry in entries:
                    told.append("\n").append_text(entry)
        told.rstrip()
        return told

    def _opening(self) -> str:
        mentions, refused = len(self._document.mentions), len(self._refused)
        counts = f"{_count(mentions, 'mention')} found, {_count(refused, 'reading')} refused."
        if self._document.reference_date is None:
            return counts
        source = self._document.reference_source.source if self._document.reference_source else "given"
        return f"{counts} Relative dates count from {self._document.reference_date} ({_SOURCES[source]})."

    def _found(self, mention: Mention) -> Text:
        entry = Text().append(f"{mention.type}  ", _STYLES[mention.type])
        entry.append(f"{mention.canonical}  =  {'; '.join((phrase_value(mention), *note_value(mention, self._texts)))}\n")
        entry.append_text(self._snippet(mention.start, mention.end))
        step = self._won.get((mention.start, mention.end))
        detail = step.reason if step and mention.type == "ORG" else ""
        for rule in mention.rule.split("+"):
            entry.append(f"{_INDENT}Why: {self._sentence(rule)} (rule {rule}{f': {detail}' if detail else ''})\n")
        for line in dict.fromkeys(map(self._rival, self._beaten.get((mention.start, mention.end), ()))):
            entry.append(f"{_INDENT}{line}\n")
        return entry

    def _rival(self, step: TraceStep) -> str:
        """A reading that stood where another won."""
        if step.outcome == "rejected":
            return f"Not read by {step.rule}: {step.reason}."
        return f"Beats {_flat(step.text)} as {step.type} ({step.rule}): the longer reading, or the surer one of two equally long, wins."

    def _refusal(self, steps: Sequence[tuple[TraceStep, TraceStep | None]]) -> Text:
        first = steps[0][0]
        kinds = sorted({step.type for step, _ in steps if step.type})
        entry = Text(f"{_flat(first.text)}{f'  is no {kinds[0]}' if kinds else ''}\n")
        entry.append_text(self._snippet(first.start, first.end))
        for line in dict.fromkeys(self._reason(step, blocker) for step, blocker in steps):
            entry.append(f"{_INDENT}Why not: {line}\n")
        return entry

    def _reason(self, step: TraceStep, blocker: TraceStep | None) -> str:
        if step.outcome == "rejected":
            return f"{_capital(step.reason)}. (rule {step.rule})"
        if blocker is None:
            return f"{_NO_DATE} (rule {step.rule})"
        return f"It belongs to {_flat(blocker.text)}. {self._sentence(blocker.rule)} (rule {blocker.rule})"

    def _agreement(self, agreement: AgreementEvent, ties: Sequence[TraceStep]) -> Text:
        entry = Text(
            f"{_flat(agreement.action)}《{_flat(agreement.title)}》  {f'on {agreement.date}' if agreement.date else '(no date)'}\n"
        )
        for step in ties:
            role = _ROLES[step.reason.partition(" ")[0]]
            entry.append(f"{_INDENT}{role} {_flat(step.text)}\n{_INDENT * 2}Why: {self._whys.get(step.rule, '')}. (rule {step.rule})\n")
        return entry

    def _sentence(self, rule: str) -> str:
        if rule.startswith("model."):
            return "The model that was asked for names it."
        return self._whys.get(rule, "A rule without a sentence.")

    def _snippet(self, start: int, end: int) -> Text:
        text = self._document.text
        low, high = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
        before, after = _flat(text[low:start]), _flat(text[end:high])
        snippet = Text(_INDENT + "…" * (low > 0) + before)
        snippet.append("[" + _flat(text[start:end]) + "]", "bold")
        return snippet.append(after + "…" * (high < len(text)) + "\n")


class _Places:
    """Steps by where they stand, to find one that overlaps another."""

    def __init__(self, steps: Sequence[TraceStep]) -> None:
        self._steps = sorted(steps, key=lambda s: (s.start, s.end))
        self._starts = [s.start for s in self._steps]
        self._reach = list(accumulate((s.end for s in self._steps), max))  # furthest end up to each

    def over(self, step: TraceStep) -> TraceStep | None:
        """The step that overlaps this one and starts last."""
        return next(self._overlapping(step), None)

    def _overlapping(self, step: TraceStep) -> Iterator[TraceStep]:
        index = bisect_left(self._starts, max(step.end, step.start + 1)) - 1
        while index >= 0 and self._reach[index] > step.start:
            if self._steps[index].end > step.start:
                yield self._steps[index]
            index -= 1


def _flat(text: str) -> str:
    """Text of the document on one line, without its layout."""
    return " ".join(text.split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
