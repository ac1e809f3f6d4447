"""`cyextract eval`: predictions against gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cyextract.cli.gold import GoldFormatName, Unit, load, make_options
from cyextract.cli.inputs import spare_inputs
from cyextract.cli.options import LexiconPaths, ModelDir, OrgModel, RulePaths, Segmenter, Types, fail, make_extractor, parse_types
from cyextract.cli.terminal import print_json, say, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cyextract.evaluate import Annotation, Comparison, Evaluation, FigureScore, GoldDocument, Intervals, Layers, LayerScore, Run
    from cyextract.models import MentionType
    from cyextract.pipeline import Extractor


class ScoreFormat(StrEnum):
    """How `eval` prints."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Results:
    """What came out, however it is shown."""

    gold: Sequence[GoldDocument]
    evaluation: Evaluation
    intervals: Mapping[str, Intervals]
    layers: LayerScore | None
    figures: FigureScore | None
    figure_intervals: Mapping[str, Intervals]
    comparison: Comparison | None


def evaluate(
    gold: Annotated[Path, typer.Option(metavar="DIR|FILE", help="Gold: a folder or file in any format of `cyextract gold`.")],
    gold_format: Annotated[GoldFormatName | None, typer.Option(help="Format of the gold. Default: by its ending and shape.")] = None,
    offset_unit: Unit = None,
    pred: Annotated[Path | None, typer.Option(metavar="FILE", help="Predictions, as batch writes them. Default: extract now.")] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Compare with this run: a file of --save, or predictions as batch writes them.")
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep this run as JSON, for --baseline.")] = None,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with every error in its context (HTML).")] = None,
    format: Annotated[ScoreFormat, typer.Option(help="How to print.")] = ScoreFormat.TABLE,
    errors: Annotated[int, typer.Option(metavar="N", min=0, help="Also list the first N differences.")] = 0,
    types: Types = None,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = "scorer",
) -> None:
    """Score mentions against gold: precision, recall, F1 (strict, relaxed, facts) and value per type; agreements, aliases and figures too.

    F1 comes with the interval that 95 % of the bootstrap resamples of the documents lie in.
    """
    from cyextract.evaluate import Run, load_layers, load_predictions, load_run

    for out in (save, report):
        spare_inputs([str(file) for file in (gold, pred) if file is not None], out)
    documents = load(gold, gold_format, make_options(offset_unit))
    earlier = load_run(baseline) if baseline is not None else None
    if pred is not None:
        run = Run(pred.name, load_predictions(pred), load_layers(pred))
    else:
        predictions, layers = _predict(documents, make_extractor(types, segmenter, rules, lexicon, model_dir, org_model))
        run = Run(save.stem if save else gold.name, predictions, layers)
    results = _score(documents, run, earlier, parse_types(types))
    if results.evaluation.unanswered:
        say(f"{len(results.evaluation.unanswered)} of {results.evaluation.documents} gold documents have no prediction; see their ids")
    if save is not None:
        _save(run, results, save)
    if report is not None:
        _write_report(results, gold.resolve().name, report)
    _print(results, format, errors)


def _predict(documents: Iterable[GoldDocument], extractor: Extractor) -> tuple[dict[str, tuple[Annotation, ...]], dict[str, Layers]]:
    from cyextract.evaluate import annotate, layers_of

    predictions: dict[str, tuple[Annotation, ...]] = {}
    layers: dict[str, Layers] = {}
    for gold in documents:
        if gold.text is None:
            fail(f"gold document {gold.id} has no text; put {gold.id}.txt beside it or give predictions with --pred")
        document = extractor.extract(gold.text, reference_date=gold.reference_date, default_currency=gold.default_currency)
        predictions[gold.id] = annotate(document)
        layers[gold.id] = layers_of(document)
    return predictions, layers


def _score(documents: Sequence[GoldDocument], run: Run, earlier: Run | None, types: set[MentionType] | None) -> _Results:
    from cyextract.evaluate import bootstrap, bootstrap_figures, compare_runs, score, score_figures, score_layers

    wanted = {document.id: document.layers for document in documents if document.layers is not None and types is None}
    evaluation = score(documents, run.predictions, types)
    comparison = None
    if earlier is not None:
        comparison = compare_runs(earlier.name, score(documents, earlier.predictions, list(evaluation.by_type)), evaluation)
        if comparison.before.unanswered:
            say(f"{len(comparison.before.unanswered)} gold documents have no prediction in {earlier.name}: all missed there")
    layers = score_layers(wanted, run.layers) if wanted else None
    figures = score_figures(wanted, run.layers) if any(found.figures for found in wanted.values()) else None
    bounds = bootstrap_figures(figures) if figures is not None else {}
    return _Results(documents, evaluation, bootstrap(evaluation), layers, figures, bounds, comparison)


def _summarize(results: _Results) -> dict[str, object]:
    from cyextract.evaluate import compare_types, summarize, summarize_figures, summarize_layers

    summary = summarize(results.evaluation, results.intervals)
    if results.layers:
        summary["layers"] = summarize_layers(results.layers)
    if results.figures:
        summary["figures"] = summarize_figures(results.figures, results.figure_intervals)
    if results.comparison:
        summary["baseline"] = {"name": results.comparison.name, "types": compare_types(results.comparison, results.evaluation)}
    return summary


def _save(run: Run, results: _Results, path: Path) -> None:
    from cyextract.evaluate import encode_run

    _write_file(path, encode_run(run, _summarize(results)))


def _write_report(results: _Results, title: str, path: Path) -> None:
    from cyextract.report import render_report

    page = render_report(
        results.gold,
        results.evaluation,
        title,
        intervals=results.intervals,
        layers=results.layers,
        figures=results.figures,
        figure_intervals=results.figure_intervals,
        comparison=results.comparison,
    )
    _write_file(path, page.encode("utf-8", "replace"))
    say(f"report written to {path}")


def _write_file(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        fail(f"{path}: {error.strerror or error}")


def _print(results: _Results, format: ScoreFormat, errors: int) -> None:
    from cyextract.cli.terminal_tables import (
        comparison_table,
        difference_table,
        figure_difference_table,
        figure_score_table,
        layer_difference_table,
        layer_table,
        score_table,
    )

    evaluation, layers = results.evaluation, results.layers
    if format is ScoreFormat.JSON:
        print_json(_summarize(results))
        return
    show(score_table(evaluation, results.intervals))
    if layers:
        show(layer_table(layers))
    if results.figures:
        show("")
        show(figure_score_table(results.figures))
    if results.comparison:
        show("")
        show(comparison_table(results.comparison, evaluation))
    if errors:
        texts = {document.id: document.text or "" for document in results.gold}
        show("")
        show(difference_table(evaluation.differences[:errors], texts))
        if layers and layers.differences:
            show(layer_difference_table(layers.differences[:errors]))
        if results.figures and results.figures.differences:
            show(figure_difference_table(results.figures.differences[:errors], texts))
