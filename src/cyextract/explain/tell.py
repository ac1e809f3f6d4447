"""`cyextract explain` for one place, also where nothing was found, and in short for a whole article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich.text import Text

from cyextract.display.values import phrase_value
from cyextract.document import Document
from cyextract.explain.focus import Place, focus
from cyextract.explain.narrate import narrate, phrase_reason
from cyextract.explain.probe import Probe, probe
from cyextract.explain.trace import Trace, TraceStep
from cyextract.models import AgreementEvent
from cyextract.ruleset.schema import Rule

_CONTEXT = 12  # code points shown on each side
_INDENT = "    "
_LONG = 12  # mentions and refused readings; a text with more is told in short
_ADVICE = {
    "ORG": "A word list makes it an organisation wherever it stands: --lexicon (docs/own-word-lists.md).",
    "": "A word list makes an organisation of it (--lexicon, docs/own-word-lists.md), a rule a value (--rules, docs/own-rules.md).",
}
_REFUSED = ("lost", "undated", "rejected")


def is_long(trace: Trace) -> bool:
    """Whether a trace in full is more than one reads at once."""
    return len(trace.document.mentions) + sum(step.outcome in _REFUSED for step in trace.steps) > _LONG


def tell_places(trace: Trace, rules: Sequence[Rule], places: Sequence[Place], read: Callable[[str], Document]) -> Text:
    """What became of places: what was found there or refused and why; where nothing was found, what came near, and what keeps it out.

    Args:
        trace: of the whole document.
        rules: the rules it was made with.
        places: what is asked about; those of which the same is to be said are told together.
        read: extracts a document with the settings of the trace; where nothing was found the place is read without what is beside it.
    """
    headings: dict[str, tuple[Text, list[Place]]] = {}
    for place in places:
        story = _tell_place(trace, rules, place, read)
        headings.setdefault(story.plain, (story, []))[1].append(place)
    told = Text()
    for story, alike in headings.values():
        for place in alike:
            told.append(f"At {place[0]}: ").append_text(_snippet(trace.document.text, place)).append("\n")
        told.append_text(story).append("\n")
    told.rstrip()
    return told


def _tell_place(trace: Trace, rules: Sequence[Rule], place: Place, read: Callable[[str], Document]) -> Text:
    near = focus(trace, place)
    story = narrate(near, rules)
    opening, _, rest = story.plain.partition("\n")
    told = story[len(opening) + 1 :] if rest else Text()
    told.append("\n" * bool(rest))
    whys = {rule.id: rule.why for rule in rules}
    takers = [step.rival for step in near.steps if step.rival is not None]  # told with what they took the place of
    if guarded := [step for step in near.steps if step.outcome in ("guarded", "blocked") and step not in takers]:
        told.append("\nCame near\n\n", "bold")
        told.append("".join(_near(step, whys) for step in guarded))
    if not any(step.mention is not None and step.start < place[1] and place[0] < step.end for step in near.steps):
        found = probe(read, trace.document.text, place)
        if found.mention is not None or not near.steps:
            told.append("\nBy itself\n\n", "bold")
            told.append("".join(f"{_INDENT}{line}\n" for line in _alone(found)))
    return told


def digest(trace: Trace, rules: Iterable[Rule]) -> Text:
    """A trace in short: a line for each value, name and refused reading, with the rule; how to have one place told in full."""
    document = trace.document
    opening, _, _ = narrate(trace, rules).plain.partition("\n")
    told = Text(f"{opening}\n")
    parts = (
        ("Found", _found(trace)),
        ("Refused", _refused(trace)),
        ("Agreements", (_agreement(a) for a in document.agreements)),
        ("Titles without an event", (f"{_flat(s.text)}  {s.detail}" for s in trace.steps if s.outcome == "untold")),
        ("Figures", _figures(document)),
    )
    for heading, entries in parts:
        if lines := list(entries):
            told.append(f"\n{heading}\n", "bold")
            told.append("".join(f"{line}\n" for line in lines))
    asked = min((m.canonical for m in document.mentions), key=len, default="…")
    told.append(f"\nOne place in full: --text {asked} or --at OFFSET, also for what was not found. All of it in full: --full.")
    return told


def _found(trace: Trace) -> Iterator[str]:
    """One line for each value or name, however often it stands, with its first offset."""
    won = [(step, step.mention) for step in trace.steps if step.mention is not None]
    lines = [(m.type, m.canonical, phrase_value(m), "+".join(step.rules)) for step, m in won]
    counts = Counter(lines)
    for line, (step, _) in zip(lines, won, strict=True):
        if times := counts.pop(line, 0):
            type_, text, value, rule = line
            often = f" ({times} times)" if times > 1 else ""
            yield f"{step.start:5}  {type_:7}  {text}  =  {value}  ({rule}){often}"


def _refused(trace: Trace) -> Iterator[str]:
    """One line for each text that was refused for one reason; what lost its place to a mention is told with the place alone."""
    refused = [s for s in trace.steps if s.outcome in _REFUSED and not (s.rival is not None and s.rival.mention is not None)]
    reasons = [(_flat(s.text), s.type or "", "+".join(s.rules), phrase_reason(s)) for s in refused]
    counts = Counter(reasons)
    for reason, step in zip(reasons, refused, strict=True):
        if times := counts.pop(reason, 0):
            text, type_, rule, why = reason
            often = f" ({times} times)" if times > 1 else ""
            yield f"{step.start:5}  {text}{f'  no {type_}' if type_ else ''}: {why}  ({rule}){often}"


def _agreement(agreement: AgreementEvent) -> str:
    day = agreement.date.value if agreement.date else "no date"
    parties = "、".join(_flat(party.text) for party in agreement.parties) or "nobody named"
    deed = f"{_flat(agreement.action)}《{_flat(agreement.title)}》"
    return f"{agreement.start:5}  {deed}  {day}  {parties}  ({agreement.rules.get('event', '')})"


def _figures(document: Document) -> Iterator[str]:
    """One line for each number: its kind, what it measures, of whom and for when."""
    for figure in document.figures:
        parts = (
            figure.metric and figure.metric.text,
            figure.subject and f"of {figure.subject.text}",
            figure.period and figure.period.value,
        )
        said = ", ".join(_flat(part) for part in parts if part)
        kind = " ".join(filter(None, (figure.kind, figure.direction, figure.status if figure.status != "actual" else None)))
        yield f"{figure.start:5}  {_flat(document.text[figure.start : figure.end])}  {kind}{': ' if said else ''}{said}"


def _near(step: TraceStep, whys: Mapping[str, str]) -> str:
    """A rule that would have read this, and what kept it out; or what says that it is no value."""
    rule = "+".join(step.rules)
    kind = f" as {step.type}" if step.type else ""
    why = f"{whys[rule]} " if rule in whys else ""
    if step.outcome == "blocked":
        return f"{_flat(step.text)}  is no value: {why}(rule {rule})\n"
    return f"{_flat(step.text)}{kind}, but {step.detail}\n{_INDENT}{why}(rule {rule})\n"


def _alone(found: Probe) -> Iterator[str]:
    """What a place is without what is beside it, in sentences."""
    if found.mention is None:
        yield "No rule, no list and no scorer reads anything here, whatever stands beside it."
        yield _ADVICE[""]
        return
    mention = found.mention
    yield f"Alone it is read: {mention.type}  {mention.canonical}  =  {phrase_value(mention)} (rule {mention.rule})."
    match found.side:
        case "before" | "behind":
            yield f"With {_flat(found.culprit) or 'a blank'} {found.side} it, it is not."
        case "sentence":
            yield "With all of its sentence around it, it is not."
        case "document":
            yield "So it is in its sentence; the rest of the document keeps it out."
    if mention.type == "ORG":
        yield _ADVICE["ORG"]


def _snippet(text: str, place: Place) -> Text:
    start, end = place
    low, high = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    before, after = "…" * (low > 0) + _flat(text[low:start]), _flat(text[end:high]) + "…" * (high < len(text))
    return Text.assemble(before, ("[" + _flat(text[start:end]) + "]", "bold"), after)


def _flat(text: str) -> str:
    """Text of the document on one line, without its layout."""
    return " ".join(text.split())
