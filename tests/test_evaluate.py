"""The scorer against numbers worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cyextract.document import Document
from cyextract.errors import InputError
from cyextract.evaluate import (
    Annotation,
    Counts,
    GoldDocument,
    Score,
    annotate,
    load_gold,
    load_predictions,
    score,
    summarize,
)
from cyextract.evaluate.value_match import calendar_days, has_same_value, is_same_fact
from cyextract.models import MoneyMention, OrgMention

SEEDS = Path(__file__).parent.parent / "seeds"


def date(start: int, end: int, value: str = "2021", *, optional: bool = False, **fields: object) -> Annotation:
    return Annotation("DATE", start, end, {"value": value, **fields}, optional)


def score_one(gold: list[Annotation], found: list[Annotation]) -> Score:
    (only,) = score([GoldDocument("x", tuple(gold))], {"x": found}).by_type.values()
    return only


def test_counts_give_precision_recall_and_f1() -> None:
    counts = Counts(hits=3, spurious=1, missed=2)
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx((0.75, 0.6, 2 / 3))


@pytest.mark.parametrize("counts", [Counts(), Counts(spurious=4), Counts(missed=4)])
def test_rates_without_a_hit_are_zero(counts: Counts) -> None:
    assert (counts.precision, counts.recall, counts.f1) == (0.0, 0.0, 0.0)


def test_strict_needs_both_edges_and_relaxed_an_overlap() -> None:
    result = score_one([date(0, 4), date(10, 14), date(20, 24)], [date(0, 4), date(10, 13), date(30, 34)])
    assert result.strict == Counts(hits=1, spurious=2, missed=2)
    assert result.relaxed == Counts(hits=2, spurious=1, missed=1)
    assert result.facts == Counts(hits=2, spurious=1, missed=1)


def test_gold_without_values_is_scored_by_its_spans() -> None:
    bare = [Annotation("DATE", 0, 4), Annotation("DATE", 10, 14)]
    result = score_one(bare, [date(0, 4), date(20, 24)])
    assert result.strict == result.relaxed == Counts(hits=1, spurious=1, missed=1)
    assert (result.facts, result.value, result.attribute) == (Counts(), None, None)
    mixed = score_one([Annotation("DATE", 0, 4), date(10, 14), date(20, 24, "2020")], [date(0, 4), date(10, 14), date(20, 24)])
    assert (mixed.facts, mixed.value, mixed.attribute) == (Counts(hits=1, spurious=1, missed=1), 0.5, 1.0)


def test_names_without_a_kind_have_no_attribute_to_be_right() -> None:
    spans = [Annotation("ORG", 0, 4), Annotation("ORG", 8, 12, {"kind": "bank"})]
    result = score_one(spans, [Annotation("ORG", start, start + 4, {"kind": "bank"}) for start in (0, 8)])
    assert (result.facts, result.value, result.attribute) == (Counts(hits=2), 1.0, 1.0)
    assert score_one(spans[:1], [Annotation("ORG", 0, 4, {"kind": "bank"})]).attribute is None


def test_what_cannot_be_scored_is_null_in_summaries() -> None:
    evaluation = score([GoldDocument("x", (Annotation("DATE", 0, 4),))], {"x": [date(0, 4)]})
    dates = summarize(evaluation)["types"]["DATE"]  # type: ignore[index]
    assert (dates["facts"]["f1"], dates["value"], dates["strict"]["f1"]) == (None, None, 1.0)


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert score_one([date(0, 4)], [date(4, 8)]).relaxed == Counts(hits=0, spurious=1, missed=1)


def test_a_gold_mention_is_hit_once() -> None:
    result = score_one([date(0, 4)], [date(0, 4), date(0, 4)])
    assert result.strict == Counts(hits=1, spurious=1, missed=0)
    assert result.relaxed == Counts(hits=1, spurious=1, missed=0)


@pytest.mark.parametrize(
    ("found", "strict", "relaxed"),
    [
        ([], Counts(), Counts()),
        ([date(0, 4)], Counts(), Counts()),
        ([date(1, 3)], Counts(), Counts()),
        ([date(0, 4), date(0, 4)], Counts(), Counts()),
        ([date(4, 6)], Counts(spurious=1), Counts(spurious=1)),
    ],
    ids=["missed", "hit", "overlapped", "hit twice", "beside it"],
)
def test_an_optional_mention_costs_and_earns_nothing(found: list[Annotation], strict: Counts, relaxed: Counts) -> None:
    result = score_one([date(0, 4, optional=True)], found)
    assert (result.strict, result.relaxed) == (strict, relaxed)
    assert (result.value, result.attribute) == (None, None)


def test_a_mention_of_another_type_is_no_match() -> None:
    evaluation = score([GoldDocument("x", (date(0, 4),))], {"x": [Annotation("MONEY", 0, 4)]}, ["DATE", "MONEY"])
    assert evaluation.by_type["DATE"].strict == Counts(missed=1)
    assert evaluation.by_type["MONEY"].strict == Counts(spurious=1)
    assert evaluation.total.strict == Counts(spurious=1, missed=1)


def test_types_default_to_those_in_gold() -> None:
    evaluation = score([GoldDocument("x", (date(0, 4),))], {"x": [Annotation("MONEY", 0, 4)]})
    assert list(evaluation.by_type) == ["DATE"]


def test_value_and_attribute_are_shares_of_the_strict_hits() -> None:
    gold = [date(0, 4, "2021", mod="END"), date(10, 14, "2022"), date(20, 24, "2023"), date(30, 34, "2024")]
    found = [date(0, 4, "2021"), date(10, 14, "2022"), date(20, 24, "2003", mod="END"), date(31, 34, "2024")]
    result = score_one(gold, found)
    assert result.strict == Counts(hits=3, spurious=1, missed=1)
    assert result.value == pytest.approx(2 / 3)
    assert result.attribute == pytest.approx(1 / 3)


def test_facts_pair_by_meaning_where_spans_differ() -> None:
    gold = [date(0, 10, "2021-01/2021-03"), date(20, 24, "2021")]
    found = [date(2, 6, "2021-Q1"), date(20, 24, "2022")]
    assert score_one(gold, found).facts == Counts(hits=1, spurious=1, missed=1)


def test_a_document_without_prediction_is_all_missed() -> None:
    evaluation = score([GoldDocument("x", (date(0, 4),)), GoldDocument("y", ())], {"y": []})
    assert evaluation.by_type["DATE"].strict == Counts(missed=1)
    assert evaluation.unanswered == ("x",)


def test_differences_name_what_went_wrong_in_text_order() -> None:
    gold = GoldDocument("x", (date(0, 4, "2021", mod="END"), date(10, 14)))
    evaluation = score([gold], {"x": [date(0, 4, "2020"), date(6, 8)]})
    kinds = [(d.kind, d.gold.start if d.gold else None) for d in evaluation.differences]
    assert kinds == [("value", 0), ("attribute", 0), ("spurious", None), ("missed", 10)]


def test_two_documents_are_counted_together() -> None:
    gold = [GoldDocument("x", (date(0, 4),)), GoldDocument("y", (date(0, 4),))]
    assert score(gold, {"x": [date(0, 4)], "y": [date(5, 9)]}).by_type["DATE"].strict == Counts(1, 1, 1)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2021-06-04", ("2021-06-04", "2021-06-04")),
        ("2023-04-19TMO", ("2023-04-19", "2023-04-19")),
        ("2023-04-26T09:00", ("2023-04-26", "2023-04-26")),
        ("2021-02", ("2021-02-01", "2021-02-28")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2021-12", ("2021-12-01", "2021-12-31")),
        ("2021-13", None),
        ("2021", ("2021-01-01", "2021-12-31")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("19XX", ("1900-01-01", "1999-12-31")),
        ("2021-Q3", ("2021-07-01", "2021-09-30")),
        ("2021-H2", ("2021-07-01", "2021-12-31")),
        ("2021-W23", ("2021-06-07", "2021-06-13")),
        ("2021-W23-WE", ("2021-06-12", "2021-06-13")),
        ("2021-W60", None),
        ("2021-SP", None),
        ("2021-01/2021-09", ("2021-01-01", "2021-09-30")),
        ("2023/XXXX", None),
        ("XXXX-06-04", None),
        ("PAST_REF", None),
        (None, None),
    ],
)
def test_calendar_days(value: str | None, days: tuple[str, str] | None) -> None:
    assert calendar_days(value) == days


def money(**fields: object) -> Annotation:
    return Annotation("MONEY", 0, 4, {"currency": "CNY", **fields})


def percent(**fields: object) -> Annotation:
    return Annotation("PERCENT", 0, 4, {"unit": "percent", **fields})


@pytest.mark.parametrize(
    ("gold", "found", "same_value", "same_fact"),
    [
        (money(amount="100"), money(amount="100.0"), True, True),
        (money(amount="100"), money(amount="1E+2"), True, True),
        (money(amount="100"), money(amount="101"), False, False),
        (money(amount="100"), money(amount="100", currency="USD"), False, False),
        (money(amount="100"), money(amount="100", amount_max="200"), False, True),
        (money(amount_min="1", amount_max="2"), money(amount_min="1"), False, False),
        (percent(value="20"), percent(value="20", unit="percentage_point"), False, True),
        (percent(value="0.3"), percent(value="0.30"), True, True),
        (date(0, 4, "PAST_REF"), date(0, 4, "PAST_REF"), True, True),
        (date(0, 4, "PAST_REF"), date(0, 4, "2021"), False, False),
        (date(0, 4, "2021"), date(0, 4, "PAST_REF"), False, False),
        (Annotation("ORG", 0, 4), Annotation("ORG", 0, 4), True, True),
        (Annotation("ORG", 0, 4), Annotation("ORG", 0, 3), True, False),
    ],
)
def test_values_and_facts(gold: Annotation, found: Annotation, same_value: bool, same_fact: bool) -> None:
    assert (has_same_value(gold, found), is_same_fact(gold, found)) == (same_value, same_fact)


def test_annotate_takes_the_fields_of_the_models() -> None:
    common = {"text": "1亿元", "canonical": "1亿元", "rule": "r"}
    paid = MoneyMention(start=0, end=3, amount="100000000", currency="CNY", currency_stated=True, mod="lt", **common)
    bank = OrgMention(start=5, end=7, text="央行", canonical="央行", rule="r", name="央行", kind="bank")
    annotations = annotate(Document(id="x", text="1亿元给了央行", mentions=(paid, bank)))
    assert [(a.type, a.start, a.end) for a in annotations] == [("MONEY", 0, 3), ("ORG", 5, 7)]
    assert (annotations[0].fields["amount"], annotations[0].fields["mod"]) == ("100000000", "lt")
    gold = [Annotation("MONEY", 0, 3, {"amount": "1E8", "currency": "CNY", "mod": "lt"}), bank_gold(kind="company")]
    evaluation = score([GoldDocument("x", tuple(gold))], {"x": annotations})
    assert (evaluation.by_type["MONEY"].value, evaluation.by_type["MONEY"].attribute) == (1.0, 1.0)
    assert evaluation.by_type["ORG"].attribute == 0.0


def bank_gold(kind: str) -> Annotation:
    return Annotation("ORG", 5, 7, {"kind": kind})


def test_seeds_score_perfectly_against_themselves() -> None:
    gold = load_gold(SEEDS)
    evaluation = score(gold, {document.id: document.annotations for document in gold})
    assert [document.id[:3] for document in gold] == ["000", "004"]
    assert sorted(evaluation.by_type) == ["DATE", "MONEY", "ORG", "PERCENT", "TITLE"]
    assert evaluation.total.strict.f1 == evaluation.total.facts.f1 == 1.0
    assert evaluation.differences == ()


def test_gold_spans_are_slices_of_their_texts() -> None:
    for document in load_gold(SEEDS):
        assert document.text is not None
        for annotation in document.annotations:
            assert document.text[annotation.start : annotation.end] == annotation.fields["text"]


def test_gold_folder_drops_the_byte_order_mark_and_keeps_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.gold.json").write_text(json.dumps({"id": "a", "mentions": [], "reference_date": "2021-06-10"}))
    (tmp_path / "a.txt").write_bytes("\ufeff一\r\n二".encode())
    (document,) = load_gold(tmp_path)
    assert (document.text, document.reference_date) == ("一\r\n二", "2021-06-10")


def test_gold_jsonl(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    mention = {"type": "DATE", "start": 0, "end": 2, "value": "2021", "optional": True}
    rows = [{"id": 7, "text": "今年", "entities": [mention], "default_currency": "HKD"}, {"id": "b", "text": ""}]
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    first, second = load_gold(file)
    assert (first.id, first.default_currency, first.annotations[0].optional) == ("7", "HKD", True)
    assert (second.id, second.annotations, second.default_currency) == ("b", (), None)


def test_predictions_take_error_rows_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "pred.jsonl"
    file.write_text('{"id": "a", "error": "not UTF-8"}\n')
    assert load_predictions(file) == {"a": ()}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "not JSON"),
        ("[]", "expected an object"),
        ("{}", 'no "id"'),
        ('{"id": 1, "mentions": 3}', "must be a list"),
        ('{"id": 1, "mentions": [3]}', "must be an object"),
        ('{"id": 1, "mentions": [{"type": "DATE", "start": 0}]}', "needs type"),
        ('{"id": 1, "text": 3}', '"text" must be a string'),
    ],
)
def test_bad_gold_names_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": "a", "mentions": []}\n' + line)
    with pytest.raises(InputError, match=complaint) as caught:
        load_gold(file)
    assert str(caught.value).startswith(f"{file}:2: ")


def test_gold_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \*\.gold\.json"):
        load_gold(tmp_path)
    with pytest.raises(InputError, match="No such file"):
        load_gold(tmp_path / "none.jsonl")


def test_gold_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.gold.json").write_bytes("中".encode("gb18030"))
    with pytest.raises(InputError, match="not UTF-8"):
        load_gold(tmp_path)


def test_summary_is_plain_json() -> None:
    evaluation = score([GoldDocument("x", (date(0, 4), date(10, 14)))], {"x": [date(0, 4), date(20, 24)]})
    summary = json.loads(json.dumps(summarize(evaluation)))
    strict = {"precision": 0.5, "recall": 0.5, "f1": 0.5, "hits": 1, "spurious": 1, "missed": 1}
    assert summary["documents"] == 1
    assert summary["types"]["DATE"]["strict"] == summary["all"]["strict"] == strict
    assert (summary["types"]["DATE"]["value"], summary["types"]["DATE"]["attribute"]) == (1.0, 1.0)
