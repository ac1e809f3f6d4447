"""`cyextract eval`: predictions against gold."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cyextract.cli.options import LexiconPaths, ModelDir, OrgModel, RulePaths, Segmenter, Types, fail, make_extractor, parse_types
from cyextract.terminal import print_json, say, show

if TYPE_CHECKING:
    from cyextract.evaluate import Annotation, Evaluation, GoldDocument, Layers, LayerScore
    from cyextract.pipeline import Extractor


class ScoreFormat(StrEnum):
    """How `eval` prints."""

    TABLE = "table"
    JSON = "json"


def evaluate(
    gold: Annotated[Path, typer.Option(metavar="DIR|FILE", help="Folder of *.gold.json with .txt, or JSONL with text.")],
    pred: Annotated[Path | None, typer.Option(metavar="FILE", help="Predictions, as batch writes them. Default: extract now.")] = None,
    format: Annotated[ScoreFormat, typer.Option(help="How to print.")] = ScoreFormat.TABLE,
    errors: Annotated[int, typer.Option(metavar="N", min=0, help="Also list the first N differences.")] = 0,
    types: Types = None,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = None,
) -> None:
    """Score mentions against gold: precision, recall, F1 (strict, relaxed, facts) and value per type; agreements and aliases too."""
    from cyextract.evaluate import load_gold, load_layers, load_predictions, score, score_layers

    documents = load_gold(gold)
    if pred is not None:
        predictions, layers = load_predictions(pred), load_layers(pred)
    else:
        predictions, layers = _predict(documents, make_extractor(types, segmenter, rules, lexicon, model_dir, org_model))
    wanted = {document.id: document.layers for document in documents if document.layers is not None and types is None}
    evaluation = score(documents, predictions, parse_types(types))
    if evaluation.unanswered:
        say(f"{len(evaluation.unanswered)} of {evaluation.documents} gold documents have no prediction; see their ids")
    _print_evaluation(evaluation, score_layers(wanted, layers) if wanted else None, documents, format, errors)


def _predict(documents: Iterable[GoldDocument], extractor: Extractor) -> tuple[dict[str, tuple[Annotation, ...]], dict[str, Layers]]:
    from cyextract.evaluate import annotate, layers_of

    predictions: dict[str, tuple[Annotation, ...]] = {}
    layers: dict[str, Layers] = {}
    for gold in documents:
        if gold.text is None:
            fail(f"gold document {gold.id} has no text; put {gold.id}.txt beside it or give predictions with --pred")
        document = extractor.extract(gold.text, reference_date=gold.reference_date, default_currency=gold.default_currency or "CNY")
        predictions[gold.id] = annotate(document)
        layers[gold.id] = layers_of(document)
    return predictions, layers


def _print_evaluation(
    evaluation: Evaluation, layers: LayerScore | None, documents: Iterable[GoldDocument], format: ScoreFormat, errors: int
) -> None:
    from cyextract.evaluate import summarize, summarize_layers
    from cyextract.render import difference_table, layer_difference_table, layer_table, score_table

    if format is ScoreFormat.JSON:
        print_json(summarize(evaluation) | ({"layers": summarize_layers(layers)} if layers else {}))
        return
    show(score_table(evaluation))
    if layers:
        show(layer_table(layers))
    if errors:
        texts = {document.id: document.text or "" for document in documents}
        show("")
        show(difference_table(evaluation.differences[:errors], texts))
        if layers and layers.differences:
            show(layer_difference_table(layers.differences[:errors]))
