"""Tables for the terminal. Rich measures the width of Chinese characters; this module decides what a row says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from cyextract.cli.terminal import counted
from cyextract.display.values import phrase_value
from cyextract.evaluate.analysis import VERDICTS
from cyextract.evaluate.layers import phrase_part
from cyextract.evaluate.value_match import compared_fields
from cyextract.explain.narrate import phrase_reason
from cyextract.facts import fact_rules, figure_rules
from cyextract.foreign import escape_controls
from cyextract.lexicon.table import builtin_rules
from cyextract.pipeline import INTERPRETERS
from cyextract.ruleset.pattern_source import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cyextract.document import Document
    from cyextract.evaluate import (
        Annotation,
        Comparison,
        Counts,
        Difference,
        Evaluation,
        FigureDifference,
        FigureScore,
        Intervals,
        LayerDifference,
        LayerScore,
        Score,
    )
    from cyextract.explain.trace import Trace
    from cyextract.models import Timeline, TimelineEntry
    from cyextract.ruleset.loader import RuleSet
    from cyextract.ruleset.schema import Rule
    from cyextract.verification import Verification

_TYPE_STYLES = {"DATE": "cyan", "MONEY": "green", "PERCENT": "magenta", "ORG": "yellow", "TITLE": "blue"}
_OUTCOME_STYLES = {"won": "green", "lost": "yellow", "tied": "cyan"} | dict.fromkeys(("undated", "rejected", "guarded", "blocked"), "red")
_VERDICT_STYLES = {"supported": "green", "contradicted": "red", "unsupported": "yellow", "ambiguous": "cyan"}
_CONTEXT = 10  # code points shown on each side of a mention


def mention_table(document: Document) -> Table:
    """One row for each mention: where it is, what it is and what it is worth."""
    table = _table(f"{escape_controls(document.id or 'text')}: {counted(len(document.mentions), 'mention')}{_describe_reference(document)}")
    for name in ("start", "end"):
        table.add_column(name, justify="right")
    for name in ("type", "text", "value", "rule"):
        table.add_column(name, overflow="fold")
    for mention in document.mentions:
        table.add_row(
            str(mention.start),
            str(mention.end),
            _styled(mention.type, _TYPE_STYLES),
            _plain(mention.canonical),
            _plain(phrase_value(mention)),
            mention.rule,
        )
    return table


def verification_table(check: Verification) -> Table:
    """One row for each claimed value: what was claimed, the verdict, what the text says and where."""
    counts = ", ".join(f"{count} {verdict}" for verdict, count in check.totals.items() if count)
    table = _table(f"{escape_controls(check.id or 'text')}: {counts or 'no claims'}")
    for name in ("claim", "field", "claimed", "verdict", "reason", "in the text", "at"):
        table.add_column(name, overflow="fold")
    for number, path, field in check.fields():
        table.add_row(
            str(number + 1),
            _plain(path),
            _plain(field.claimed),
            _styled(field.verdict, _VERDICT_STYLES),
            f"{field.reason}, {field.tier}" if field.tier else field.reason,
            _plain(field.found or ""),
            " ".join(f"{start}-{end}" for start, end in field.spans[:3]),
        )
    return table


def _describe_reference(document: Document) -> str:
    """The date that relative dates were read against, and where it was found if nobody gave it."""
    if document.reference_year is None:
        return ""
    source = document.reference_source.source if document.reference_source else "given"
    found = "" if source == "given" else f" ({source.replace('_', ' ')})"
    return f", read {f'on {document.reference_date}' if document.reference_date else f'in {document.reference_year}'}{found}"


def timeline_table(timeline: Timeline) -> Table:
    """One row for each sentence, in calendar order, and one for each agreement in it; what has no date comes last."""
    table = _table(f"{len(timeline.dated)} dated, {len(timeline.undated)} undated")
    table.add_column("date", no_wrap=True)
    table.add_column("sentence", overflow="fold")
    for entry in (*timeline.dated, *timeline.undated):
        table.add_row(_plain(_when(entry)), _plain("".join(entry.sentence.text.split())))
        for line in _agreement_lines(entry):
            table.add_row("", _plain(f"→ {line}"))
    return table


def timeline_markdown(timeline: Timeline) -> str:
    """The timeline as Markdown: a heading for each date, its sentences below."""
    lines: list[str] = []
    heading = None
    for entry in (*timeline.dated, *timeline.undated):
        if (when := _when(entry) or "undated") != heading:
            heading = when
            lines += ["", f"## {when}", ""]
        lines.append(f"- {''.join(entry.sentence.text.split())}")
        lines += [f"  - {line}" for line in _agreement_lines(entry)]
    return "\n".join([*map(escape_controls, lines[1:]), ""])


def _when(entry: TimelineEntry) -> str:
    return _join(entry.date, entry.mod)


def _agreement_lines(entry: TimelineEntry) -> list[str]:
    return [_join("、".join("".join(p.text.split()) for p in a.parties), f"{a.action}《{a.title}》") for a in entry.agreements]


def trace_table(trace: Trace) -> Table:
    """One row for each reading that a rule proposed, and what became of it."""
    table = _table("")
    for name in ("start", "end"):
        table.add_column(name, justify="right")
    for name in ("text", "type", "rule", "outcome", "reason"):
        table.add_column(name, overflow="fold")
    for step in trace.steps:
        table.add_row(
            str(step.start),
            str(step.end),
            _plain(step.text),
            _styled(step.type or "-", _TYPE_STYLES),
            "+".join(step.rules),
            _styled(step.outcome, _OUTCOME_STYLES),
            _plain(phrase_reason(step)),
        )
    return table


def score_table(evaluation: Evaluation, intervals: Mapping[str, Intervals] | None = None) -> Table:
    """Precision, recall and F1 by type, F1 with its interval where there is one, and the shares among the strict hits."""
    table = _table(counted(evaluation.documents, "document"))
    table.add_column("type")
    for name in ("P", "R", "F1", "95%", "relaxed F1", "facts F1", "value", "attribute", "hits", "spurious", "missed"):
        table.add_column(name, justify="right")
    for name, score in evaluation.by_type.items():
        shares = (_share(score.value), _share(score.attribute))
        table.add_row(_styled(name, _TYPE_STYLES), *_rates(score, (intervals or {}).get(name)), *shares, *_counts(score))
    table.add_section()
    table.add_row("all", *_rates(evaluation.total, (intervals or {}).get("all")), "", "", *_counts(evaluation.total))
    return table


def comparison_table(comparison: Comparison, evaluation: Evaluation) -> Table:
    """Strict F1 of an earlier run and of this one by type, the interval of the change, and how many errors came and went."""
    table = _table(f"since {comparison.name}")
    table.add_column("type")
    for name in ("F1 before", "F1", "change", "95%", "fixed", "new", "changed"):
        table.add_column(name, justify="right")
    before = {**comparison.before.by_type, "all": comparison.before.total}
    for name, score in {**evaluation.by_type, "all": evaluation.total}.items():
        was, now, interval = before[name].strict.f1, score.strict.f1, comparison.f1_change[name]
        bounds = f"{interval.low:+.3f}..{interval.high:+.3f}" if interval else "-"
        counts = (str(comparison.count(verdict, None if name == "all" else name)) for verdict in VERDICTS)
        table.add_row(_styled(name, _TYPE_STYLES), f"{was:.3f}", f"{now:.3f}", f"{now - was:+.3f}", bounds, *counts)
    return table


def layer_table(layers: LayerScore) -> Table:
    """Agreements with the shares of right dates and parties, and aliases."""
    table = _table("")
    table.add_column("layer")
    for name in ("P", "R", "F1", "date", "parties", "hits", "spurious", "missed"):
        table.add_column(name, justify="right")
    table.add_row("agreements", *_layer_rates(layers.agreements), _share(layers.dates), _share(layers.parties), *_count(layers.agreements))
    table.add_row("aliases", *_layer_rates(layers.aliases), "", "", *_count(layers.aliases))
    return table


def figure_score_table(figures: FigureScore) -> Table:
    """One row for each field of figures, then the rows that are right in their core and in full."""
    table = _table("")
    table.add_column("figures")
    for name in ("P", "R", "given", "in gold", "context", "of"):
        table.add_column(name, justify="right")
    for name, counts in figures.fields.items():
        numbers = (counts.predicted, counts.gold, counts.context_right, counts.context)
        table.add_row(name, f"{counts.precision:.3f}", f"{counts.recall:.3f}", *map(str, numbers))
    for name, right in (("core row", figures.core), ("full row", figures.full)):
        table.add_row(name, "", _share(right / figures.gold if figures.gold else None), str(figures.predicted), str(figures.gold), "", "")
    return table


def figure_difference_table(differences: Iterable[FigureDifference], texts: Mapping[str, str]) -> Table:
    """One row for each field of a figure that does not agree with gold."""
    table = _table("")
    for name in ("field", "document", "start", "context", "gold", "predicted"):
        table.add_column(name, overflow="fold")
    for item in differences:
        text = texts.get(item.document_id, "")
        context = text[max(0, item.start - 2 * _CONTEXT) : item.start + _CONTEXT] or item.text
        sides = [_plain(str(side)) if side is not None else _plain("-") for side in (item.gold, item.predicted)]
        table.add_row(item.field, item.document_id, str(item.start), _plain(context), *sides)
    return table


def layer_difference_table(differences: Iterable[LayerDifference]) -> Table:
    """One row for each disagreement about an agreement."""
    table = _table("")
    for name in ("difference", "document", "title", "action", "gold", "predicted"):
        table.add_column(name, overflow="fold")
    for item in differences:
        event = item.gold or item.predicted or {}
        field = item.kind if item.kind in ("date", "parties") else "action"
        sides = [_plain((phrase_part(side, field) or "None") if side else "-") for side in (item.gold, item.predicted)]
        table.add_row(item.kind, item.document_id, _plain(str(event.get("title"))), _plain(str(event.get("action"))), *sides)
    return table


def _layer_rates(counts: Counts) -> tuple[str, ...]:
    return tuple(_share(None if counts.is_empty else rate) for rate in (counts.precision, counts.recall, counts.f1))


def _count(counts: Counts) -> tuple[str, ...]:
    return str(counts.hits), str(counts.spurious), str(counts.missed)


def difference_table(differences: Iterable[Difference], texts: Mapping[str, str]) -> Table:
    """One row for each disagreement with gold, in its context; `texts` is by document id."""
    table = _table("")
    for name in ("difference", "type", "document", "start", "context", "gold", "predicted"):
        table.add_column(name, overflow="fold")
    for item in differences:
        annotation = item.gold or item.predicted
        if annotation is not None:
            table.add_row(
                item.kind,
                _styled(item.type, _TYPE_STYLES),
                item.document_id,
                str(annotation.start),
                _plain(_in_context(annotation, texts.get(item.document_id, ""))),
                _plain(_describe_fields(item.gold)),
                _plain(_describe_fields(item.predicted)),
            )
    return table


def _in_context(annotation: Annotation, text: str) -> str:
    start, end = annotation.start, annotation.end
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return f"{before}[{text[start:end] or annotation.fields.get('text', '')}]{after}"


def _describe_fields(annotation: Annotation | None) -> str:
    if annotation is None:
        return "-"
    values = (annotation.fields.get(name) for name in compared_fields(annotation.type))
    return " ".join(str(value) for value in values if value is not None)


def rule_table(rules: Iterable[Rule]) -> Table:
    """One row for each rule, with its first example."""
    table = _table("")
    for name in ("id", "type", "status", "where", "example"):
        table.add_column(name, overflow="fold")
    for rule in rules:
        example = _plain(rule.examples[0] if rule.examples else "")
        table.add_row(rule.id, _styled(rule.type, _TYPE_STYLES), rule.status, f"{rule.file}:{rule.line}", example)
    return table


def rules_markdown(ruleset: RuleSet) -> str:
    """The rules reference page: a sentence for each rule of a grammar, the interpreters, then what each rule record reads and why."""
    grammar = sorted({**builtin_rules(), **fact_rules(), **figure_rules()}.items())
    table = ["| rule of a grammar | what it reads |", "|---|---|", *(f"| `{rule}` | {why} |" for rule, why in grammar)]
    return escape_controls(
        "\n".join(["# Rules", "", *table, *_interpreters_markdown(ruleset), *(_rule_markdown(rule) for rule in ruleset.rules)]), "\n\t"
    )


def _interpreters_markdown(ruleset: RuleSet) -> Iterator[str]:
    """What rules may name under `interpreter`: what each reads, the groups it needs, and what else the shipped rules give it."""
    groups: dict[str, dict[str, None]] = {}
    types: dict[str, dict[str, None]] = {}
    for rule in ruleset.rules:
        if rule.id not in ruleset.own:
            types.setdefault(rule.interpreter, {})[rule.type] = None
            groups.setdefault(rule.interpreter, {}).update(dict.fromkeys(re.compile(expand(rule, ruleset.fragments)).groupindex))
    yield from ("", "## Interpreters", "", "| interpreter | for | reads | groups it needs | groups it may have |", "|---|---|---|---|---|")
    for name, interpreter in sorted(INTERPRETERS.items()):
        needed = ", ".join(" or ".join(f"`{group}`" for group in names.split()) for names in interpreter.groups)
        known = {group for names in interpreter.groups for group in names.split()}
        others = ", ".join(f"`{group}`" for group in sorted(groups.get(name, {})) if group not in known and group != "span")
        reads = (interpreter.read.__doc__ or "").split("\n")[0].replace("|", "\\|")
        yield f"| `{name}` | {', '.join(types.get(name, {}))} | {reads} | {needed} | {others} |"


def _rule_markdown(rule: Rule) -> str:
    lines = ["", f"## {rule.id}", "", f"{rule.type}, {rule.status}; `{rule.file}`", "", rule.why, ""]
    lines += ["```text", rule.pattern.strip(), "```", ""]
    for heading, texts in (("Reads", rule.examples), ("Leaves alone", rule.counterexamples), ("Not yet", rule.todo)):
        if texts:
            lines += [f"{heading}:", "", *(f"- `{text}`" for text in texts), ""]
    return "\n".join(lines).rstrip()


def _rates(score: Score, intervals: Intervals | None) -> tuple[str, ...]:
    f1 = (intervals or {}).get("f1")
    others = (_share(None if counts.is_empty else counts.f1) for counts in (score.relaxed, score.facts))
    return (*_layer_rates(score.strict), f"{f1.low:.3f}-{f1.high:.3f}" if f1 else "-", *others)


def _counts(score: Score) -> tuple[str, ...]:
    return _count(score.strict)


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _join(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _table(title: str) -> Table:
    return Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")


def _styled(text: str, styles: dict[str, str]) -> Text:
    return Text(text, styles.get(text, ""))


def _plain(text: str) -> Text:
    """Text from a document: its brackets are no markup, and a line break in it must not break the row."""
    return Text(text.replace("\r", "").replace("\n", "⏎"))
