"""The public API: one call, an Extractor, single values, streams; and the seed articles as gold."""

from __future__ import annotations

import ast
import datetime as dt
import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

import cyextract
from cyextract import Document, Extractor, InputError, LexiconError, RuleError

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = "6月4日，重庆市经信委与四川省经信厅签订《合作协议》，总投资约15亿元，同比增长11.6个百分点。"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_one_call() -> None:
    document = cyextract.extract(TEXT, reference_date="2021-06-10")
    assert [m.type for m in document.mentions] == ["DATE", "ORG", "ORG", "TITLE", "MONEY", "PERCENT"]
    assert document.dates[0].value == "2021-06-04"
    assert document.money[0].amount == Decimal(1500000000)
    assert document.money[0].mod == "approx"
    assert document.percents[0].unit == "percentage_point"
    assert document.titles[0].category == "agreement"
    assert [o.kind for o in document.orgs] == ["government", "government"]
    assert document.reference_source is not None
    assert document.reference_source.source == "given"


def test_json_round_trip(extractor: Extractor) -> None:
    document = extractor.extract(TEXT, reference_date=dt.date(2021, 6, 10), id="a")
    again = cyextract.Document.model_validate_json(document.model_dump_json())
    assert again == document
    assert json.loads(document.model_dump_json())["mentions"][4]["amount"] == "1500000000"


def test_only_the_types_asked_for(extractor: Extractor) -> None:
    assert {m.type for m in Extractor(types={"MONEY", "TITLE"}).extract(TEXT).mentions} == {"MONEY", "TITLE"}
    assert {m.type for m in Extractor("MONEY").extract(TEXT).mentions} == {"MONEY"}  # one type by itself, not its letters
    # titles still take their place when nobody asks for them
    assert Extractor(types={"DATE"}).extract("《2020年规划》").mentions == ()


@pytest.mark.parametrize("wrong", ["DATES", {"MONEY", "DATES"}, ["DATES", "DATE"]])
def test_an_unknown_type_or_layer_is_named_with_those_there_are(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"unknown mention type 'DATES'; choose from DATE, MONEY, .*several as \{'DATE', 'MONEY'\}"):
        Extractor(wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown layer 'figure'; choose from organisations"):
        Extractor(layers="figure")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", ["2021年6月10日", "2021/6/10", "2021.06.10", "20210610", " 2021-06-10T08:30:00+08:00", dt.date(2021, 6, 10)]
)
def test_a_reference_date_is_read_as_it_is_written(written: str | dt.date, extractor: Extractor) -> None:
    document = extractor.extract("去年", reference_date=written)
    assert (document.reference_date, document.dates[0].value) == ("2021-06-10", "2020")


def test_amounts_add_up_in_python_and_are_text_in_json(extractor: Extractor) -> None:
    money = extractor.extract("投资3亿元，另有0.5亿元。").money
    assert sum(m.model_dump()["amount"] for m in money) == Decimal(350000000)
    assert [m.model_dump(mode="json")["amount"] for m in money] == ["300000000", "50000000"]


def test_default_currency(extractor: Extractor) -> None:
    (mention,) = Extractor(types={"MONEY"}).extract("資本額三億元", default_currency="TWD").money
    assert (mention.currency, mention.currency_stated, mention.amount) == ("TWD", False, Decimal(300000000))


def test_vague_deixis_is_off_by_default() -> None:
    extractor = Extractor(types={"DATE"})
    assert extractor.extract("近日签约").mentions == ()
    assert extractor.extract("近日签约", vague=True).dates[0].value == "PAST_REF"


class NotATime(dt.datetime):
    """What pandas has where a time is missing: a `datetime` without a day."""

    year = float("nan")  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"reference_date": "June 10"}, "write it like 2021-06-10"),
        ({"reference_date": "2021年2月30日"}, "is no day"),
        ({"reference_date": 20210610}, "is no day"),
        ({"reference_date": NotATime(2021, 6, 10)}, "is no day"),
        ({"default_currency": "yuan"}, "ISO 4217"),
        ({"default_currency": "RMB"}, "ISO 4217"),
        ({"default_currency": 5}, "ISO 4217"),
        ({"id": 5}, "id must be a str, got int"),
    ],
)
def test_bad_arguments(extractor: Extractor, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        extractor.extract("文", **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [b"bytes", None, 5, "lone \udc80"])
def test_not_a_text(extractor: Extractor, text: object) -> None:
    with pytest.raises(InputError):
        extractor.extract(text)  # type: ignore[arg-type]


ODD = ["", " ", "\n", "😀", "a", "\ue000\ue001", "《", "》", "1" * 6000, "一" * 6000, "2020年" * 2000, "\u0301" * 50]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_never_raises(extractor: Extractor, text: str) -> None:
    document = extractor.extract(text)
    assert all(text[m.start : m.end] == m.text for m in document.mentions)


@pytest.mark.slow
def test_a_megabyte_without_a_sentence_end(extractor: Extractor) -> None:
    text = "重庆市与四川省于2020年4月30日签订合作协议投资15亿元增长5%" * 10000
    document = extractor.extract(text)
    assert len(document.money) == 10000
    assert len(document.dates) == 10000


def test_unknown_type() -> None:
    with pytest.raises(ValueError, match="unknown mention type 'PERSON'"):
        Extractor(types={"PERSON"})  # type: ignore[arg-type]


def test_an_extractor_pickles(extractor: Extractor) -> None:
    copy = pickle.loads(pickle.dumps(extractor))
    assert copy.extract(TEXT, reference_date="2021-06-10") == extractor.extract(TEXT, reference_date="2021-06-10")


def test_threads_share_an_extractor(extractor: Extractor) -> None:
    texts = [f"{year}年，" + TEXT for year in range(2000, 2040)]
    expected = [extractor.extract(t).model_dump_json() for t in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda t: extractor.extract(t).model_dump_json(), texts)) == expected


def test_pipe_keeps_order_and_context(extractor: Extractor) -> None:
    texts = [f"投资{n}亿元" for n in range(1, 9)]
    assert [d.money[0].amount for d in extractor.pipe(texts)] == [Decimal(n * 10**8) for n in range(1, 9)]
    records = [({"text": t, "id": str(i), "reference_date": "2021-06-10"}, i) for i, t in enumerate(texts)]
    assert [(d.id, c) for d, c in extractor.pipe(records, as_tuples=True)] == [(str(i), i) for i in range(8)]


def test_pipe_takes_what_holds_where_a_record_says_nothing() -> None:
    items = ["去年三亿元", {"text": "去年三亿元", "reference_date": "2011-06-10", "default_currency": None}]
    found = list(Extractor({"DATE", "MONEY"}).pipe(items, reference_date="2021年6月10日", default_currency="TWD"))
    assert [(d.dates[0].value, d.money[0].currency) for d in found] == [("2020", "TWD"), ("2010", "TWD")]
    with pytest.raises(InputError, match="is no day"):
        next(Extractor("DATE").pipe([], reference_date="gestern"), None)
    with pytest.raises(InputError, match="TWD or HKD"):
        next(Extractor("DATE").pipe([], default_currency="元"), None)


def test_pipe_over_processes_gives_the_same_bytes() -> None:
    extractor = Extractor(types={"DATE", "MONEY"})
    texts = [f"{2000 + n}年投资{n}亿元" for n in range(1, 20)]
    alone = [d.model_dump_json() for d in extractor.pipe(texts)]
    assert [d.model_dump_json() for d in extractor.pipe(texts, n_process=2)] == alone


@pytest.mark.parametrize(
    ("items", "settings", "message"),
    [
        ("投资3亿元", {}, "pipe takes several texts, got one str"),
        ({"text": "投资3亿元"}, {}, "got one dict"),
        ([{"id": "a"}], {}, "a record without text; it has 'id'"),
        ([{"text": "投资3亿元", "date": "2021-06-10"}], {}, "a record has 'date', which nobody reads"),
        ([{"text": None}], {}, "expected a str, got NoneType"),
        (["投资3亿元"], {"as_tuples": True}, "takes pairs"),
        ([("投资3亿元",)], {"as_tuples": True}, "takes pairs"),
        (["投资3亿元"], {"n_process": 0}, "at least 1"),
        (["投资3亿元"], {"n_process": float("nan")}, "whole number"),
    ],
)
def test_pipe_says_what_is_wrong_with_its_input(extractor: Extractor, items: object, settings: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(extractor.pipe(items, **settings))  # type: ignore[call-overload]


def test_the_id_of_a_record_may_be_a_whole_number(extractor: Extractor) -> None:
    (document,) = extractor.pipe([{"text": "投资3亿元", "id": 7}])
    assert Document.model_validate_json(document.model_dump_json()).id == "7"


def test_one_path_by_itself_is_one_path(tmp_path: Path) -> None:
    names = tmp_path / "names.tsv"
    names.write_text("岚栈\tcompany\n", encoding="utf-8")
    for lexicon in (names, str(names), [names]):
        assert [org.text for org in Extractor("ORG", lexicon=lexicon).extract("岚栈签约。").orgs] == ["岚栈"]
    with pytest.raises(RuleError, match=r"^nosuch: no such rule file or folder; check the path$"):
        Extractor(rules="nosuch")
    with pytest.raises(LexiconError, match=r"^nosuch: no such word list; check the path$"):
        Extractor(lexicon="nosuch")
    for wrong in ({"rules": 5}, {"lexicon": [None]}, {"types": 5}, {"layers": 5}):
        with pytest.raises(TypeError, match=r"got (int|NoneType)"):
            Extractor(**wrong)  # type: ignore[arg-type]


def test_an_extractor_takes_no_new_settings(extractor: Extractor) -> None:
    with pytest.raises(AttributeError):
        extractor.types = {"DATE"}  # type: ignore[attr-defined]


def test_explain_tells_who_proposed_what(extractor: Extractor) -> None:
    trace = extractor.explain("2020年2月30日，三元一次方程", reference_date="2021-06-10")
    assert trace.document.money == ()
    (blocker,) = (s for s in trace.steps if s.outcome == "blocked")
    lost = [s for s in trace.steps if s.outcome == "lost"]
    assert ("MONEY", blocker) in [(s.type, s.rival) for s in lost]
    assert ("no such day in that month", None) in [(s.detail, s.rival) for s in trace.steps if s.outcome == "rejected"]


def test_what_won_in_a_trace_is_its_mention(extractor: Extractor) -> None:
    trace = extractor.explain("2020年6月，教育部印发《2019年工作办法》，投资3亿元。", reference_date="2021-06-10")
    won = [s for s in trace.steps if s.outcome == "won"]
    assert tuple(s.mention for s in won) == trace.document.mentions
    assert all("+".join(s.rules) == s.mention.rule for s in won if s.mention)
    (inside,) = (s for s in trace.steps if s.text == "2019年" and s.outcome == "lost")
    assert inside.rival is not None
    assert inside.rival.text == "《2019年工作办法》"


def test_a_title_that_nobody_asked_for_blocks() -> None:
    trace = Extractor(types={"DATE"}).explain("《2019年工作办法》")
    title = trace.steps[0]
    assert (title.text, title.outcome, title.mention) == ("《2019年工作办法》", "blocked", None)
    assert ("2019年", "lost", title) in [(s.text, s.outcome, s.rival) for s in trace.steps]


def test_a_date_without_a_day_is_undated() -> None:
    trace = Extractor(types={"DATE"}).explain("2021年正月三十")
    (step,) = (s for s in trace.steps if s.outcome == "undated")
    assert (step.text, step.mention) == ("2021年正月三十", None)
    assert [s.rival for s in trace.steps if s.text == "正月三十"] == [step]


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (lambda: cyextract.parse_date("去年底", reference_date="2021-06-10").value, "2020"),
        (lambda: cyextract.parse_date("2020年4月30日").value, "2020-04-30"),
        (lambda: cyextract.parse_money("6.8万亿元").amount, Decimal(6800000000000)),
        (lambda: cyextract.parse_percent("百分之三点五").value, Decimal("3.5")),
        (lambda: cyextract.parse_number("五百余万").value, Decimal(5000000)),
        (lambda: cyextract.parse_number("五百余万").mod, "gt"),
        (lambda: cyextract.parse_number("半").value, Decimal("0.5")),
        (lambda: cyextract.parse_number("1 000").value, Decimal(1000)),
        (lambda: cyextract.parse_number("2，990").value, Decimal(2990)),
        (lambda: cyextract.parse_number("三四十").value_max, Decimal(40)),
    ],
)
def test_single_values(call: object, value: object) -> None:
    assert call() == value  # type: ignore[operator]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cyextract.parse_date("2020年4月30日签约"), "stopped at offset 10, before '签约'"),
        (lambda: cyextract.parse_date("2019年2月30日"), "stopped at offset"),
        (lambda: cyextract.parse_money("十五"), "stopped at offset 0"),
        (lambda: cyextract.parse_percent(""), "stopped at offset 0"),
        (lambda: cyextract.parse_number("三百人"), "stopped at offset 2, before '人'"),
        (lambda: cyextract.parse_number("3 5"), "stopped at offset 1, before ' 5'"),
        (lambda: cyextract.parse_number("3，5"), "stopped at offset 1, before '，5'"),
        (lambda: cyextract.parse_number(" "), "stopped at offset 0, before ' '"),
    ],
)
def test_single_values_must_be_whole(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]


def test_strict_type_checkers_see_every_public_name() -> None:
    """A checker takes a name for public that stands in `__all__` as it is written; what is computed it does not know."""
    tree = ast.parse(Path(cyextract.__file__).read_text(encoding="utf-8"))
    (written,) = (node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
    names = ast.literal_eval(written)
    (checked,) = (node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    imported = {alias.name for node in checked.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported | {"__version__", "extract"} == set(names)
    assert all(hasattr(cyextract, name) for name in names)
    assert len(dir(cyextract)) == len(set(dir(cyextract)))


def test_import_is_cheap_and_reads_no_data() -> None:
    heavy = ("pydantic", "rjieba", "jieba", "regex", "cyextract.rules")
    code = f"import sys, cyextract; print([m for m in {heavy} if m in sys.modules])"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COV", "PYTEST"))}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert result.stdout.strip() == "[]"


def _gold(name: str) -> tuple[str, dict[str, object]]:
    gold = json.loads((SEEDS / f"{name}.gold.json").read_text(encoding="utf-8"))
    with (SEEDS / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        return file.read(), gold


@pytest.mark.parametrize("name", sorted(p.name.removesuffix(".gold.json") for p in SEEDS.glob("*.gold.json")))
def test_seed_values_equal_the_gold(extractor: Extractor, name: str) -> None:
    """Every required DATE, MONEY, PERCENT and TITLE of the seeds: span, value, mod and category."""
    text, gold = _gold(name)
    document = extractor.extract(text, reference_date=str(gold["reference_date"]))
    found = {(m.type, m.start, m.end): m.model_dump(mode="json", exclude_none=True) for m in document.mentions if m.type != "ORG"}
    wanted = [g for g in gold["mentions"] if g["type"] != "ORG"]  # type: ignore[attr-defined]
    for g in wanted:
        key = (g["type"], g["start"], g["end"])
        if g.get("optional"):
            found.pop(key, None)
            continue
        assert key in found, f"missed {g}"
        mention = found.pop(key)
        fields = [f for f in g if f not in ("optional", "per")]
        assert {f: mention.get(f) for f in fields} == {f: g[f] for f in fields}
        assert mention.get("mod") == g.get("mod"), g
    optional = [(g["start"], g["end"]) for g in wanted if g.get("optional")]
    invented = [k for k in found if not any(k[1] < end and start < k[2] for start, end in optional)]
    assert invented == []


def test_a_full_stop_changes_no_mode(extractor: Extractor) -> None:
    alone, closed = (extractor.extract(text, reference_date="2021-06-10").dates[0].value for text in ("周五", "周五。"))
    assert alone == closed == cyextract.parse_date("周五", reference_date="2021-06-10").value == "2021-06-11"


def test_a_document_survives_pickling(extractor: Extractor) -> None:
    document = extractor.extract("2021年6月4日，教育部印发《管理办法》。")
    again = pickle.loads(pickle.dumps(document))
    assert (again, again.timeline(), type(again)) == (document, document.timeline(), cyextract.Document)
