"""The page: what it says is put together here, how it looks is in the template; the engine escapes everything."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cyextract.evaluate import (
    ALL,
    ERROR_KINDS,
    Comparison,
    ErrorCase,
    Evaluation,
    FigureScore,
    GoldDocument,
    Interval,
    Intervals,
    LayerScore,
    Score,
    analyze_errors,
    compare_types,
)
from cyextract.evaluate.analysis import VERDICTS
from cyextract.report.error_context import ErrorStretch, Side, describe_figures, describe_layers, lay_out, list_sides

_EXPLANATIONS = {
    "edge left": "begins elsewhere, ends right",
    "edge right": "begins right, ends elsewhere",
    "both edges": "overlaps gold, neither edge right",
    "missed": "in gold, not found",
    "invented": "found, not in gold",
    "wrong type": "overlaps gold of another type",
    "wrong value": "span right, value not",
    "wrong mod": "span right, modifier not",
    "wrong kind": "span right, kind of organisation not",
    "wrong category": "span right, category of title not",
}
_SAME = "unchanged"


@dataclass(frozen=True, slots=True)
class Card:
    """One error on the page. `change` is what the baseline says of it, `None` without one."""

    kind: str
    type: str
    document: str
    start: int
    change: str | None
    stretches: tuple[ErrorStretch, ...]
    sides: tuple[Side, ...]
    before: str | None


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """The errors of one kind."""

    name: str
    explanation: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One type with its rates; a rate is its value and its interval."""

    name: str
    score: Score
    rates: tuple[tuple[str, float | None, Interval | None], ...]


def render_report(
    gold: Sequence[GoldDocument],
    evaluation: Evaluation,
    title: str,
    *,
    intervals: Mapping[str, Intervals] | None = None,
    layers: LayerScore | None = None,
    figures: FigureScore | None = None,
    figure_intervals: Mapping[str, Intervals] | None = None,
    comparison: Comparison | None = None,
) -> str:
    """Render an evaluation as a stand-alone HTML page: styles, script and plot inside, nothing loaded, nothing sent.

    Args:
        gold: the documents that were scored; errors are shown in their texts.
        evaluation: of these documents.
        title: heads the page, as a rule the name of the gold.
        intervals: as `bootstrap` returns them.
        layers: the scores of agreements and aliases, if gold has them.
        figures, figure_intervals: the scores of figures, if gold has them, and what `bootstrap_figures` returns.
        comparison: with an earlier run, as `compare_runs` returns it.

    >>> from cyextract.evaluate import Annotation, score
    >>> gold = [GoldDocument("a", (Annotation("DATE", 0, 2),), "三月<b>")]
    >>> page = render_report(gold, score(gold, {"a": []}), "三月")
    >>> "三月</span>&lt;b&gt;" in page, "//" in page
    (True, False)
    """
    texts = {document.id: document.text or "" for document in gold}
    cases = analyze_errors(evaluation)
    groups, fixed = _group(cases, texts, comparison), _fixed(texts, comparison)
    style, script = _read_asset("report.css"), _read_asset("report.js")
    template = _environment().get_template("report.html")
    return template.render(
        title=title,
        version=version("cyextract"),
        evaluation=evaluation,
        mentions=sum(len(document.annotations) for document in gold),
        errors=len(cases),
        rows=_score_rows(evaluation, intervals or {}),
        layers=layers,
        layer_rows=describe_layers(layers.differences) if layers else (),
        **_figure_fields(figures, figure_intervals or {}, texts),
        comparison=comparison,
        comparison_rows=_comparison_rows(evaluation, comparison),
        groups=groups,
        fixed=fixed,
        **_list_choices([*(card for group in groups for card in group.cards), *fixed]),
        **{"style": Markup(style), "script": Markup(script), "style_hash": _hash(style), "script_hash": _hash(script)},
    )


def _figure_fields(figures: FigureScore | None, intervals: Mapping[str, Intervals], texts: Mapping[str, str]) -> dict[str, object]:
    rows = describe_figures(figures.differences, texts) if figures else ()
    return {"figures": figures, "figure_intervals": intervals, "figure_rows": rows}


def _list_choices(cards: Sequence[Card]) -> dict[str, dict[str, int]]:
    """What the filters offer, and how many errors each choice has."""
    return {
        "types": _count(card.type for card in cards),
        "kinds": _count((card.kind for card in cards), ERROR_KINDS),
        "documents": _count(card.document for card in cards),
        "changes": _count((card.change for card in cards if card.change), (*VERDICTS, _SAME)),
    }


def _score_rows(evaluation: Evaluation, intervals: Mapping[str, Intervals]) -> list[ScoreRow]:
    rows = []
    for name, score in ({**evaluation.by_type, ALL: evaluation.total}).items():
        found = intervals.get(name, {})
        points = {
            "precision": score.strict.precision,
            "recall": score.strict.recall,
            "f1": score.strict.f1,
            "relaxed_f1": score.relaxed.f1,
            "facts_f1": None if score.facts.is_empty else score.facts.f1,
            "value": None if name == ALL else score.value,
            "attribute": None if name == ALL else score.attribute,
        }
        rows.append(ScoreRow(name, score, tuple((rate, point, found.get(rate)) for rate, point in points.items())))
    return rows


def _comparison_rows(evaluation: Evaluation, comparison: Comparison | None) -> dict[str, dict[str, object]]:
    """By type, as `compare_types` says it."""
    return compare_types(comparison, evaluation) if comparison else {}


def _group(cases: Sequence[ErrorCase], texts: Mapping[str, str], comparison: Comparison | None) -> list[ErrorGroup]:
    by_place = {change.after[0].place: change for change in (comparison.changes if comparison else ()) if change.after}
    groups = []
    for kind in ERROR_KINDS:
        cards = []
        for case in cases:
            if case.kind == kind:
                change = by_place.get(case.place)
                verdict = None if comparison is None else change.verdict if change else _SAME
                before = ", ".join(dict.fromkeys(c.kind for c in change.before)) if change and change.before else None
                cards.append(_card(case, texts, verdict, before))
        if cards:
            groups.append(ErrorGroup(kind, _EXPLANATIONS[kind], tuple(cards)))
    return groups


def _fixed(texts: Mapping[str, str], comparison: Comparison | None) -> tuple[Card, ...]:
    if comparison is None:
        return ()
    return tuple(_card(case, texts, "fixed", None) for change in comparison.changes if change.verdict == "fixed" for case in change.before)


def _card(case: ErrorCase, texts: Mapping[str, str], change: str | None, before: str | None) -> Card:
    text = texts.get(case.document_id, "")
    return Card(case.kind, case.type, case.document_id, case.start, change, lay_out(case, text), list_sides(case, text), before)


def _count(names: Iterable[str], order: Sequence[str] = ()) -> dict[str, int]:
    """How often each name comes, in the given order, else by name."""
    counts = Counter(names)
    return {name: counts[name] for name in (order or sorted(counts)) if counts[name]}


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cyextract.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["rate"] = lambda value: "–" if value is None else f"{value:.3f}"
    environment.filters["signed"] = _sign
    environment.filters["percent"] = lambda value: f"{100 * value:.2f}%"
    return environment


def _sign(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−") if round(value, 3) else "0.000"


def _read_asset(name: str) -> str:
    return (files("cyextract.report") / "static" / name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    """What a content security policy calls an inline style or script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
