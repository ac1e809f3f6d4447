"""`cyextract explain` in sentences, for readers who know neither the code nor the rules: what was found, what was refused, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.text import Text

from cyextract.display.values import note_value, phrase_value
from cyextract.explain.trace import AgreementPart, Trace, TraceStep, WeighedVote
from cyextract.facts import FigureWhy, Tie, body_evidence, fact_rules, figure_rules
from cyextract.lexicon.table import builtin_rules
from cyextract.models import AgreementEvent, Figure, FigurePeriod, Mention
from cyextract.ruleset.schema import Rule

_CONTEXT = 12  # code points shown on each side
_VOTED_SHOWN = 2  # values that are shown with their evidence
_INDENT = "    "
_STYLES = {"DATE": "cyan", "MONEY": "green", "PERCENT": "magenta", "ORG": "yellow", "TITLE": "blue"}
_SOURCES = {
    "given": "as given",
    "dateline": "read from the dateline",
    "header": "read from the header",
    "text_date": "read from the dates of the text",
}
_PARTS: dict[AgreementPart, str] = {"event": "Clause:", "date": "Date:", "parties": "Party:", "amounts": "Amount:"}
_NO_DATE = "It names no day: nothing in the text or given says which."


def narrate(trace: Trace, rules: Iterable[Rule]) -> Text:
    """Tell a trace in sentences.

    Args:
        trace: what `Extractor.explain` returns.
        rules: the rules it was made with; their `why` is quoted.
    """
    facts = {rule: _capital(why) for rule, why in {**fact_rules(), **figure_rules()}.items()}
    whys = {**builtin_rules(), **facts, **{rule.id: rule.why for rule in rules}}
    return _Narrator(trace, whys).tell()


def phrase_reason(step: TraceStep) -> str:
    """Why a step came out as it did, in a few words: a cell of a table."""
    match step.outcome:
        case "won":
            return step.detail or "longest reading here"
        case "lost" if step.rival is not None:
            return f"to {'+'.join(step.rival.rules)} over {step.rival.start}-{step.rival.end}"
        case "blocked":
            return "looks like a value and is none"
        case "rejected" | "guarded" | "untold":
            return step.detail
        case "tied" if step.agreement is not None:
            why = "; ".join(fact_rules().get(rule, "") for rule in step.rules)
            return f"{step.part} of {step.agreement.action}《{step.agreement.title}》: {why}"
    return "names no possible day"


class _Narrator:
    """The steps of one trace by what became of them."""

    def __init__(self, trace: Trace, whys: Mapping[str, str]) -> None:
        self._trace, self._document = trace, trace.document
        self._whys = whys
        self._texts = {m.start: m.canonical for m in trace.document.mentions}
        ties = {tie.short: _told(tie) for tie in trace.ties}
        self._bodies = {
            name.name: ties.get(name.name) or f"One body with {_flat(body.name)}: {builtin_rules()[name.rule]} (rule {name.rule})"
            for body in trace.document.organisations for name in body.names if name.rule is not None
        }  # fmt: skip
        self._won = [(step, step.mention) for step in trace.steps if step.mention is not None]
        self._beaten: dict[tuple[int, int], list[TraceStep]] = {}
        self._refused: dict[tuple[int, int], list[TraceStep]] = {}
        self._parts: dict[int, list[TraceStep]] = {}
        for step in trace.steps:
            if step.rival is not None and step.rival.mention is not None:
                self._beaten.setdefault((step.rival.start, step.rival.end), []).append(step)
            elif step.outcome in ("lost", "undated", "rejected") and not (step.rival and step.rival.outcome == "undated"):
                self._refused.setdefault((step.start, step.end), []).append(step)
            elif step.agreement is not None:
                self._parts.setdefault(id(step.agreement), []).append(step)

    def tell(self) -> Text:
        """The whole story."""
        told = Text(self._opening() + "\n")
        parts = (
            ("Found", [self._found(step, mention) for step, mention in self._won]),
            ("Refused", [self._refusal(steps) for steps in self._refused.values()]),
            ("When it was written", list(self._votes("year", "day"))),
            ("What a bare 元 is", list(self._votes("currency"))),
            ("Agreements", [self._agreement(a) for a in self._document.agreements]),
            ("Titles without an event", [self._untold(step) for step in self._trace.steps if step.outcome == "untold"]),
            ("Figures", [self._figure(f, why) for f, why in zip(self._document.figures, self._trace.figure_whys, strict=True)]),
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
        day = self._document.reference_date or self._document.reference_year
        if day is None:
            return counts
        source = self._document.reference_source.source if self._document.reference_source else "given"
        return f"{counts} Relative dates count from {day} ({_SOURCES[source]})."

    def _votes(self, *elected: str) -> Iterator[Text]:
        """The values that the text speaks for, the best first, with the evidence for them."""
        cast: dict[tuple[str, str], list[WeighedVote]] = {}
        for vote in self._trace.votes:
            cast.setdefault((vote.elects, vote.value), []).append(vote)
        totals = {value: sum(vote.weight for vote in votes) for value, votes in cast.items()}
        for elects in elected:
            best = sorted((value for value in cast if value[0] == elects), key=lambda value: -totals[value])[:_VOTED_SHOWN]
            for value in best:
                entry = Text(f"{elects} {value[1]}  {totals[value]:+d}\n")
                for vote in sorted(cast[value], key=lambda vote: -vote.weight):
                    snippet = _flat(self._document.text[vote.start : vote.start + _CONTEXT])
                    entry.append(f"{_INDENT}{vote.weight:+d} {vote.why} (at {vote.start}: {snippet}…)\n")
                yield entry

    def _found(self, step: TraceStep, mention: Mention) -> Text:
        entry = Text().append(f"{mention.type}  ", _STYLES[mention.type])
        entry.append(f"{mention.canonical}  =  {'; '.join((phrase_value(mention), *note_value(mention, self._texts)))}\n")
        entry.append_text(self._snippet(mention.start, mention.end))
        for rule in step.rules:
            entry.append(f"{_INDENT}Why: {self._sentence(rule)} (rule {rule}{f': {step.detail}' if step.detail else ''})\n")
        if mention.type == "ORG" and (tied := self._bodies.get(mention.canonical)) is not None:
            entry.append(f"{_INDENT}{tied}\n")
        for line in dict.fromkeys(map(self._beaten_by, self._beaten.get((mention.start, mention.end), ()))):
            entry.append(f"{_INDENT}{line}\n")
        return entry

    def _beaten_by(self, step: TraceStep) -> str:
        """What stood where a mention won."""
        rules = "+".join(step.rules)
        if step.outcome == "rejected":
            return f"Not read by {rules}: {step.detail}."
        return f"Beats {_flat(step.text)} as {step.type} ({rules}): the longer reading, or the surer one of two equally long, wins."

    def _refusal(self, steps: Sequence[TraceStep]) -> Text:
        first = steps[0]
        kinds = sorted({step.type for step in steps if step.type})
        entry = Text(f"{_flat(first.text)}{f'  is no {kinds[0]}' if kinds else ''}\n")
        entry.append_text(self._snippet(first.start, first.end))
        for line in dict.fromkeys(map(self._reason, steps)):
            entry.append(f"{_INDENT}Why not: {line}\n")
        return entry

    def _reason(self, step: TraceStep) -> str:
        rules = "+".join(step.rules)
        if step.outcome == "rejected":
            return f"{_capital(step.detail)}. (rule {rules})"
        if step.rival is None:
            return f"{_NO_DATE} (rule {rules})"
        taker = " ".join(self._sentence(rule) for rule in step.rival.rules)
        return f"It belongs to {_flat(step.rival.text)}. {taker} (rule {'+'.join(step.rival.rules)})"

    def _agreement(self, agreement: AgreementEvent) -> Text:
        day = f"on {agreement.date.value}" if agreement.date else "(no date)"
        entry = Text(f"{_flat(agreement.action)}《{_flat(agreement.title)}》  {day}\n")
        for step in self._parts[id(agreement)]:
            entry.append(f"{_INDENT}{_PARTS[step.part or 'event']} {_flat(step.text)}\n")
            entry.append("".join(f"{_INDENT * 2}Why: {self._whys.get(rule, '')}. (rule {rule})\n" for rule in step.rules))
        return entry

    def _untold(self, step: TraceStep) -> Text:
        entry = Text(f"{_flat(step.text)}\n").append_text(self._snippet(step.start, step.end))
        return entry.append(f"{_INDENT}Why not: {_capital(step.detail)}.\n")

    def _figure(self, figure: Figure, why: FigureWhy) -> Text:
        """A number and what each field of its row rests on; of whom and for when also where it does not say."""
        number = _flat(self._document.text[figure.start : figure.end])
        entry = Text(f"{number}  {' '.join(filter(None, (figure.kind, figure.direction, figure.status)))}\n")
        entry.append(f"{_INDENT}Why: {self._whys.get(why.kind, '')}. (rule {why.kind})\n")
        parts = (
            ("Quantity", figure.metric, why.no_metric),
            ("Of", figure.subject, why.no_subject),
            ("Part of", figure.whole, why.no_whole if figure.kind == "share" else ""),
            ("When", figure.period, why.no_period),
        )
        for name, part, silence in parts:
            if part is None and silence:
                entry.append(f"{_INDENT}{name}: not told\n{_INDENT * 2}Why not: {self._whys.get(silence, '')}. (rule {silence})\n")
            elif part is not None:
                value = f"{part.value}, {_flat(part.text)}" if isinstance(part, FigurePeriod) else _flat(part.text)
                entry.append(f"{_INDENT}{name}: {value}\n{_INDENT * 2}Why: {self._whys.get(part.rule, '')}. (rule {part.rule})\n")
        if figure.basis is not None:
            entry.append(f"{_INDENT}Against: {figure.basis.type}, {_flat(figure.basis.text)}\n")
        return entry

    def _sentence(self, rule: str) -> str:
        return self._whys.get(rule, "A rule without a sentence.")

    def _snippet(self, start: int, end: int) -> Text:
        text = self._document.text
        low, high = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
        before, after = _flat(text[low:start]), _flat(text[end:high])
        snippet = Text(_INDENT + "…" * (low > 0) + before)
        snippet.append("[" + _flat(text[start:end]) + "]", "bold")
        return snippet.append(after + "…" * (high < len(text)) + "\n")


def _flat(text: str) -> str:
    """Text of the document on one line, without its layout."""
    return " ".join(text.split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _told(tie: Tie) -> str:
    """What makes a name a short form of another."""
    told = "; ".join(f"{weight:+d} {why}" for weight, why in map(body_evidence().__getitem__, tie.evidence))
    return f"One body with {_flat(tie.full)}: {told}; together {tie.total:+d} (rule {tie.rule})"
