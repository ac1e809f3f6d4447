"""The Arrow kernel: every value of the JSON in the table, one row for each row, errors beside results."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import cyextract
from cyextract.errors import InputError
from extras import import_or_skip

pa = import_or_skip("pyarrow")
arrow = import_or_skip("cyextract.adapters.arrow")

SEEDS = Path(__file__).parents[2] / "seeds"
SENTENCE = "去年，四川省食品饮料行业协会与重庆市经信委签订《合作协议》，总投资15亿至20亿元，占比提高11.6个百分点。"


def extract(columns: dict[str, object], **options: object) -> list[dict[str, object]]:
    return arrow.extract_batch(pa.RecordBatch.from_pydict(columns), **options).to_pylist()


def without_nulls(value: object) -> object:
    """A table value as JSON has it: no nulls, and maps, which pyarrow gives as pairs, as dictionaries."""
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: without_nulls(item) for name, item in value.items() if item is not None}
    if "implied" in kept:
        kept["implied"] = {part: without_nulls(source) for part, source in kept["implied"]}
    if "rules" in kept:
        kept["rules"] = dict(kept["rules"])
    return kept


def test_the_table_holds_what_the_json_holds() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))] + [SENTENCE]
    rows = extract({"id": ["a", "b", "c"], "text": texts, "reference_date": ["2023-05-05", None, "2021-06-10"]})
    for row, text, day in zip(rows, texts, ("2023-05-05", None, "2021-06-10"), strict=True):
        document = cyextract.extract(text, reference_date=day)
        fields = {"reference_date", "reference_year", "mentions", "organisations", "aliases", "agreements", "figures", "schema_version"}
        expected = json.loads(document.model_dump_json(include=fields, exclude_none=True))
        assert without_nulls({**row, "id": None}) == expected


def test_values_by_type() -> None:
    (row,) = extract({"id": ["a"], "text": [SENTENCE], "reference_date": ["2021-06-10"]})
    date, *_, money, percent = row["mentions"]
    assert (date["value"], date["implied"]) == ("2020", [("year", {"source": "reference_date", "start": None})])
    assert (money["amount"], money["amount_min"], money["amount_max"], money["currency"]) == (None, "1500000000", "2000000000", "CNY")
    assert (percent["value"], percent["unit"], percent["currency"]) == ("11.6", "percentage_point", None)
    assert [party["text"] for party in row["agreements"][0]["parties"]] == ["四川省食品饮料行业协会", "重庆市经信委"]


@pytest.mark.parametrize("day", ["2021-06-10", dt.date(2021, 6, 10), dt.datetime(2021, 6, 10, 8, 30)])  # noqa: DTZ001
def test_reference_dates_may_be_strings_dates_or_timestamps(day: object) -> None:
    (row,) = extract({"id": [1], "text": ["去年投资。"], "reference_date": [day]})
    assert (row["id"], row["reference_date"], row["mentions"][0]["value"]) == (1, "2021-06-10", "2020")


def test_currency_of_the_row_comes_before_that_of_the_call() -> None:
    columns = {"id": [1, 2], "text": ["投资3億元。", "投资3億元。"], "default_currency": ["HKD", None]}
    assert [row["mentions"][0]["currency"] for row in extract(columns, default_currency="TWD")] == ["HKD", "TWD"]


def test_a_row_that_fails_says_why_and_takes_no_other_with_it() -> None:
    columns = {"id": ["a", "b", "c"], "text": [None, "投资3亿元。", "投资3亿元。"], "reference_date": [None, None, "June"]}
    null, good, wrong = extract(columns)
    assert null["error"] == "no text"
    assert wrong["error"].startswith("reference_date 'June' is no day")
    assert (good["error"], len(good["mentions"])) == (None, 1)
    assert [name for name, value in wrong.items() if value is not None] == ["id", "error"]


def test_a_mistake_of_an_extractor_is_an_error_of_its_row() -> None:
    class Wrong:
        def organisations(self, text: str) -> list[tuple[int, int]]:
            return [(0, 99)] if "错" in text else []

    right, wrong = extract({"id": [1, 2], "text": ["对。", "错。"]}, org_model=Wrong())
    assert right["error"] is None
    assert "model wrong proposed 0-99" in wrong["error"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"id": ["a"]}, "no column 'text'; columns are id"),
        ({"text": ["a"]}, "no column 'id'"),
        ({"id": ["a"], "text": [1]}, "column 'text' is int64, not string"),
        ({"id": [1.5], "text": ["a"]}, "column 'id' is double, not string or integer"),
        ({"id": ["a"], "text": ["a"], "reference_date": [2021]}, "column 'reference_date' is int64, not string, date or timestamp"),
    ],
)
def test_wrong_columns_are_named(columns: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        extract(columns)


def test_other_string_types_and_other_columns_are_taken() -> None:
    text = pa.array(["投资3亿元。", "投资3亿元。"])
    for type in (pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())):
        batch = pa.RecordBatch.from_pydict({"id": [1, 2], "page": [3, 4], "text": text.cast(type)})
        result = arrow.extract_batch(batch, types={"MONEY"})
        assert result.schema == arrow.output_schema(batch.schema)
        assert [row["mentions"][0]["amount"] for row in result.to_pylist()] == ["300000000"] * 2


def test_no_rows_keep_the_schema() -> None:
    result = arrow.extract_batch(pa.RecordBatch.from_pylist([], pa.schema([("id", pa.string()), ("text", pa.string())])))
    assert (result.num_rows, result.schema) == (0, arrow.SCHEMA)


def test_one_extractor_for_the_same_options(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(arrow, "Extractor", lambda **settings: made.append(settings) or cyextract.Extractor(**settings))
    for types in ({"PERCENT", "DATE"}, {"DATE", "PERCENT"}):
        extract({"id": [1], "text": ["三成。"]}, types=types, lexicon=[], vague=True)
    extract({"id": [1], "text": ["三成。"]}, types={"PERCENT"})
    assert len(made) == 2
