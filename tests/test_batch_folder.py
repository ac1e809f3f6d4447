"""A folder of everything: each good document comes out as its single extraction, each bad input as an error, nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

from cyextract import Extractor
from cyextract.batch import BatchJob, InputOptions, InputText, Output, Row, document_row, extract_rows, read_one, run_batch
from mixed_folder import MAX_CHARS, Bad, Expected, Good, make_folder


def check_rows(rows: list[Row], expected: Expected, folder: Path, extractor: Extractor) -> list[str]:
    """What is wrong with the rows of a folder; empty when nothing is."""
    wrong = [f"{id_}: no row" for id_ in expected.keys() - {str(row["id"]) for row in rows}]
    wrong += [f"{row['id']}: nobody asked for this" for row in rows if str(row["id"]) not in expected]
    if len(rows) != len({str(row["id"]) for row in rows}):
        wrong.append("more than one row for an input")
    for row in rows:
        asked = expected.get(str(row["id"]))
        if isinstance(asked, Bad) and asked.says not in str(row.get("error")):
            wrong.append(f"{row['id']}: {row} does not say {asked.says!r}")
        elif isinstance(asked, Good) and row != single_extraction(extractor, str(row["id"]), asked, folder):
            wrong.append(f"{row['id']}: {row} is not what came of it alone")
    return wrong


def single_extraction(extractor: Extractor, id_: str, asked: Good, folder: Path) -> Row:
    text = asked.text
    if asked.is_page:
        file = next(path for path in (folder / id_, folder / f"{id_}.gz") if path.exists())
        text = read_one(str(file)).text
        assert all(line.strip() in text for line in asked.text.splitlines()), f"{id_}: part of the article is missing"
    document = extractor.extract(text, reference_date=asked.reference_date)
    return json.loads(json.dumps(document_row(document, id_, asked.encoding, asked.has_text)))


def test_a_folder_of_everything_without_extras(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    expected = make_folder(folder, 100, extras=False)
    extractor = Extractor()
    options = InputOptions(max_chars=MAX_CHARS)
    summary = run_batch(BatchJob(extractor, [str(folder)], str(out), options=options, output=Output(processes=2)))
    rows = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert check_rows(rows, expected, folder, extractor) == []
    assert (summary.written, summary.failed) == (len(expected), sum(isinstance(asked, Bad) for asked in expected.values()))
    assert sorted(tmp_path.iterdir()) == [folder, out]


def test_the_check_itself_notices_a_loss(tmp_path: Path) -> None:
    extractor = Extractor(types={"MONEY"})
    rows = list(extract_rows(extractor, [InputText("a", "3亿元")]))
    assert check_rows(rows, {"a": Good("3亿元")}, tmp_path, extractor) == []
    for wrong in ({"a": Good("4亿元")}, {"a": Bad("empty")}, {"a": Good("3亿元"), "b": Bad("x")}, {}):
        assert check_rows(rows, wrong, tmp_path, extractor) != []
