r"""Label Studio: a JSON list of tasks, or one task a line; the small export (JSON-MIN) is read too.

Since the end of 2021 (its issue 1008) Label Studio counts code points; before, UTF-16 code units. Each region states its text, so
the right unit is found by trying: code points first, then UTF-16, with CR LF as two characters and as one. `offset_unit`
forces one. The labelling configuration that the regions name is in `CONFIGURATION`. Values of a mention travel as JSON in the
region's note (`meta.text`), everything else in the task's `data`, so nothing is lost.

A task needs one annotation that counts: the one marked as ground truth, else the only one that was not cancelled. Several are
refused, because which one is gold is for people to say. A task with predictions only is no gold; `predictions=True` reads them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cyextract.errors import InputError
from cyextract.evaluate import GoldDocument
from cyextract.evaluate.gold_documents import optional_str, parse_json, read_jsonl, read_text
from cyextract.goldformats.gold_row import (
    FormatOptions,
    GoldFile,
    check_document,
    dump_line,
    layers_from,
    make_annotation,
    to_context,
    to_layers,
    values_of,
)
from cyextract.goldformats.offsets import OffsetScheme, OffsetUnit, Region, count_offsets, resolve_regions

HOLDS = frozenset({"values", "optional", "reference_date", "default_currency", "layers"})
CONFIGURATION = """<View>
  <Labels name="label" toName="text">
    <Label value="DATE"/><Label value="MONEY"/><Label value="PERCENT"/><Label value="ORG"/><Label value="TITLE"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>
"""
_MODEL = "cyextract"
Task = Mapping[str, object]


def read(path: Path, options: FormatOptions) -> GoldFile:
    """Read an export, or a file made for import."""
    unread = Counter[str]()
    documents = tuple(_read_task(task, where, options, unread) for where, task in _tasks(path))
    return GoldFile(documents, tuple(f"{n} regions of kind {kind} not read" for kind, n in sorted(unread.items())))


def encode_file(documents: Sequence[GoldDocument], options: FormatOptions) -> bytes:
    """Make a list of tasks for import, with annotations, or with predictions for people to correct."""
    unit = options.offset_unit or OffsetUnit.CODEPOINT
    tasks = ",\n".join(dump_line(_task(document, unit, options.predictions)) for document in documents)
    return f"[\n{tasks}\n]\n".encode()


def encode_lines(documents: Sequence[GoldDocument], options: FormatOptions) -> bytes:
    """Make one task a line."""
    unit = options.offset_unit or OffsetUnit.CODEPOINT
    return "".join(f"{dump_line(_task(document, unit, options.predictions))}\n" for document in documents).encode()


def _task(document: GoldDocument, unit: OffsetUnit, as_predictions: bool) -> dict[str, object]:
    text = check_document(document)
    offsets = count_offsets(text, OffsetScheme(unit))
    result = []
    for number, a in enumerate(document.annotations, start=1):
        value = {"start": offsets[a.start], "end": offsets[a.end], "text": text[a.start : a.end], "labels": [a.type]}
        region: dict[str, object] = {"id": f"m{number}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
        if values := values_of(a):
            region["meta"] = {"text": [dump_line(values)]}
        result.append(region)
    data = {"id": document.id, "text": text, **to_context(document), **to_layers(document)}
    given = {"predictions": [{"model_version": _MODEL, "result": result}]} if as_predictions else {"annotations": [{"result": result}]}
    return {"data": data, **given}


def _tasks(path: Path) -> Iterator[tuple[str, Task]]:
    text = read_text(path)
    if not text.lstrip().startswith("["):
        yield from read_jsonl(path)
        return
    tasks = parse_json(text, str(path))
    assert isinstance(tasks, list)  # it begins with [
    for number, task in enumerate(tasks, start=1):
        if not isinstance(task, dict):
            raise InputError(f"{path}: task {number}: expected an object, got {type(task).__name__}")
        yield f"{path}: task {number}", task


def _read_task(task: Task, where: str, options: FormatOptions, unread: Counter[str]) -> GoldDocument:
    data = task.get("data", task)
    if not isinstance(data, dict) or not isinstance(text := data.get("text"), str):
        raise InputError(f'{where}: no data with a "text"; import the texts under that name ($text in the configuration)')
    id_ = data.get("id", task.get("id"))
    if id_ is None:
        raise InputError(f'{where}: no "id" in the task or its data; documents are matched by it')
    regions, types, values = [], [], []
    for region in _small_regions(task) if "data" not in task else _regions(task, where, options.predictions):
        value = region.get("value")
        if region.get("type") != "labels" or not isinstance(value, dict):
            unread[str(region.get("type"))] += 1
            continue
        for label in _labels(value, where):
            regions.append(_region(value, where))
            types.append(label)
            values.append(_values(region))
    spans = resolve_regions(text, regions, options.offset_unit, OffsetUnit.CODEPOINT, _is_same)
    annotations = [make_annotation(t, start, end, text, v) for t, (start, end), v in zip(types, spans, values, strict=True)]
    annotations.sort(key=lambda a: (a.start, a.end))
    reference_date, currency = (optional_str(data, name, where) for name in ("reference_date", "default_currency"))
    return GoldDocument(str(id_), tuple(annotations), text, reference_date, currency, layers_from(data, where))


def _regions(task: Task, where: str, from_predictions: bool) -> Sequence[Mapping[str, object]]:
    key = "predictions" if from_predictions else "annotations"
    given = task.get(key) or task.get("completions") or []  # completions: what version 0 called annotations
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise InputError(f'{where}: "{key}" must be a list of objects')
    counting = [one for one in given if not one.get("was_cancelled")]
    chosen = [one for one in counting if one.get("ground_truth")] or counting
    if len(chosen) != 1:
        hint = "mark one as ground truth" if chosen else "it is no gold (predictions are read on request)"
        raise InputError(f"{where}: {len(chosen)} {key} that count; {hint}")
    result = chosen[0].get("result")
    if not isinstance(result, list) or not all(isinstance(region, dict) for region in result):
        raise InputError(f'{where}: "result" must be a list of regions')
    return result


def _small_regions(task: Task) -> Sequence[Mapping[str, object]]:
    """The regions of JSON-MIN: the one field that holds a list of labelled spans."""
    listed = [v for v in task.values() if isinstance(v, list) and v and all(isinstance(r, dict) and "labels" in r for r in v)]
    return [{"type": "labels", "value": region} for region in (listed[0] if listed else [])]


def _labels(value: Mapping[str, object], where: str) -> list[str]:
    labels = value.get("labels")
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise InputError(f'{where}: "labels" of a region must be a list of strings; got {labels!r:.60}')
    return labels


def _region(value: Mapping[str, object], where: str) -> Region:
    start, end, text = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(start, int) or not isinstance(end, int):
        raise InputError(f"{where}: a region needs whole numbers start and end; got {start!r:.40}, {end!r:.40}")
    return Region(start, end, text if isinstance(text, str) else None, where)


def _values(region: Mapping[str, object]) -> dict[str, object]:
    meta = region.get("meta")
    notes = meta.get("text") if isinstance(meta, dict) else None
    note = "\n".join(map(str, notes)) if isinstance(notes, list) else notes
    if not note:
        return {}
    try:
        values = json.loads(str(note))
    except (ValueError, RecursionError):
        values = None
    return values if isinstance(values, dict) else {"note": str(note)}


def _is_same(piece: str, region: Region) -> bool:
    """Whether the region's text is this slice; Label Studio writes line breaks as `\\n`, some versions as backslash and n."""
    stated = region.text or ""
    plain = piece.replace("\r\n", "\n")
    return stated in (piece, plain) or stated.replace("\\n", "\n") == plain
