"""A run kept in a file: what was predicted, so that a later run can be compared with it against any gold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cyextract.errors import InputError
from cyextract.evaluate.gold_documents import Annotation, Layers, load_layers, load_predictions, parse_json, parse_predictions, read_text

RUN_VERSION = 1
_MARK = "cyextract_run"


@dataclass(frozen=True, slots=True)
class Run:
    """Predictions by document id, and where they come from."""

    name: str
    predictions: Mapping[str, tuple[Annotation, ...]]
    layers: Mapping[str, Layers] = field(default_factory=dict)


def encode_run(run: Run, summary: Mapping[str, object]) -> bytes:
    """Write a run as JSON: the scores for people who look into the file, the predictions for a later comparison."""
    rows = [_row(id_, annotations, run.layers.get(id_, Layers())) for id_, annotations in run.predictions.items()]
    content = {_MARK: RUN_VERSION, "name": run.name, "scores": summary, "predictions": rows}
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


def load_run(path: Path) -> Run:
    """Read a run that `encode_run` wrote, or predictions as `cyextract batch` writes them.

    Only the predictions count: they are scored anew, so that both sides of a comparison meet the same gold.

    Raises:
        InputError: the file is neither; the message names it.
    """
    text = read_text(path)
    if not text.lstrip().startswith("{") or f'"{_MARK}"' not in text[:200]:
        return Run(path.name, load_predictions(path), load_layers(path))
    content = parse_json(text, str(path))
    assert isinstance(content, dict)  # it begins with {
    if content.get(_MARK) != RUN_VERSION or not isinstance(content.get("predictions"), list):
        raise InputError(f"{path}: a run of version {content.get(_MARK)!r}; this cyextract reads version {RUN_VERSION}: save it again")
    predictions, layers = parse_predictions(content["predictions"], str(path))
    return Run(str(content.get("name") or path.name), predictions, layers)


def _row(id_: str, annotations: Sequence[Annotation], layers: Layers) -> dict[str, object]:
    mentions = [
        {"type": a.type, "start": a.start, "end": a.end, **{k: v for k, v in a.fields.items() if v is not None}} for a in annotations
    ]
    rows = {"agreements": list(layers.agreements), "aliases": list(layers.aliases), "figures": list(layers.figures)}
    return {"id": id_, "mentions": mentions, **rows}
