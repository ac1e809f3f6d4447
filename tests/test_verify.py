"""Claims against texts: what is supported, what is not, and what the text says instead."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import time
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from cyextract import Verification, verify
from cyextract.errors import InputError
from cyextract.lexicon.table import read_table
from cyextract.verification import guess_role, parse_claims
from cyextract.verification.claims import MAX_DEPTH
from cyextract.verification.models import FieldCheck
from cyextract.verification.quantities import read_quantity

DAY = "2021-06-10"
TEXT = (
    "2020年7月6日，川北省经信厅与川南市大学签订《川北能源保障合作协议》（以下简称《协议》），总投资近700亿元。"
    "去年，川北汽车产业营业收入5亿元，同比下降5.2%，利润3亿元，占比提高11.6个百分点。园区有586户企业，2021年3月开工，年底建成。"
    "川北银行股份有限公司（以下简称“川北银行”）出资8至10亿元。5月12日至15日，双方会谈。"
)


def check(claims: Any, text: str = TEXT, **options: Any) -> Verification:
    """A check, with the promises that hold for every one."""
    result = verify(text, claims, reference_date=DAY, **options)
    for _, _, field in result.fields():
        assert all(0 <= start < end <= len(text) for start, end in field.spans)
        assert (field.tier is not None) == (field.verdict == "supported")
        if field.tier == "exact" and field.spans:
            assert text[slice(*field.spans[0])].strip("《》") == field.claimed.strip("《》")
    assert result.ok == (result.totals["supported"] == sum(result.totals.values()))
    assert Verification.model_validate_json(result.model_dump_json()) == result
    return result


def only(claim: Any, text: str = TEXT, **options: Any) -> FieldCheck:
    ((_, _, field),) = check(claim, text, **options).fields()
    return field


def verdict(claim: Any, text: str = TEXT, **options: Any) -> tuple[str, str]:
    field = only(claim, text, **options)
    return field.verdict, field.reason


@pytest.mark.parametrize(
    "value", ["700亿", "70000000000", "RMB 70bn", "7.0e10", "700亿元", "70,000,000,000元", 70_000_000_000, 7e10, Decimal(70_000_000_000)]
)
def test_an_amount_in_any_writing_that_the_text_blurs(value: object) -> None:
    assert verdict({"type": "money", "value": value}) == ("supported", "approximate")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("近700亿元", ("supported", "found")),
        ("约700亿元", ("supported", "approximate")),
        ("超700亿元", ("contradicted", "bound")),
        ("700万元", ("contradicted", "scale")),
        ("700亿美元", ("contradicted", "currency")),
        ("70bn US dollars", ("contradicted", "currency")),
        ("770亿元", ("unsupported", "absent")),
        ("8至10亿元", ("supported", "found")),
        ("10亿元", ("ambiguous", "range")),
        ("很多钱", ("unsupported", "unreadable")),
        ("超5亿元", ("contradicted", "bound")),
        (700, ("contradicted", "scale")),
        ("70亿元", ("unsupported", "absent")),
    ],
)
def test_amounts_and_their_usual_errors(value: object, told: tuple[str, str]) -> None:
    assert verdict({"type": "money", "value": value}) == told


@pytest.mark.parametrize(("value", "unit"), [(700, "亿元"), (70, "bn"), ("70", "billion yuan"), (70000, "百万元"), (700, "亿")])
def test_the_unit_may_stand_in_a_field_of_its_own(value: object, unit: str) -> None:
    assert verdict({"type": "money", "value": value, "unit": unit}) == ("supported", "approximate")
    assert verdict({"金额": value, "单位": unit}) == ("supported", "approximate")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (5.2, ("supported", "found")),
        ("5.2%", ("supported", "found")),
        ("about 5.2 percent", ("supported", "approximate")),
        (-5.2, ("supported", "found")),
        ("下降5.2%", ("supported", "found")),
        ("+5.2%", ("contradicted", "sign")),
        ("5.2pp", ("contradicted", "unit")),
        ("11.6pp", ("supported", "found")),
        ("11.6%", ("contradicted", "unit")),
        (0.052, ("ambiguous", "fraction")),
        ("52%", ("contradicted", "scale")),
        ("6%", ("unsupported", "absent")),
    ],
)
def test_percentages_points_and_signs(value: object, told: tuple[str, str]) -> None:
    assert verdict({"type": "percent", "value": value}) == told


def test_a_sign_that_the_text_does_not_tell_is_open() -> None:
    assert verdict({"type": "percent", "value": -30}, "税率为30%。") == ("ambiguous", "not_read")
    assert verdict({"type": "percent", "value": 3}, "利润增速为-3%。") == ("contradicted", "sign")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2020-07-06", ("supported", "found")),
        ("2020年7月6日", ("supported", "found")),
        ("2020/7/6", ("supported", "found")),
        ("July 6, 2020", ("supported", "found")),
        ("6 July 2020", ("supported", "found")),
        ("2020-07-06T00:00:00Z", ("supported", "found")),
        (dt.date(2020, 7, 6), ("supported", "found")),
        (dt.datetime(2020, 7, 6, tzinfo=dt.UTC), ("supported", "found")),
        ("去年", ("supported", "found")),
        ("2020-07", ("supported", "coarser")),
        ("2020-Q3", ("supported", "coarser")),
        ("2021-03", ("supported", "found")),
        ("Mar 2021", ("supported", "found")),
        ("2021-03-01", ("ambiguous", "finer")),
        ("2021-03-09", ("unsupported", "finer")),
        ("2021-12-31", ("supported", "boundary")),
        ("2021-05-12/2021-05-15", ("supported", "found")),
        ("2021-05-15", ("supported", "boundary")),
        ("2021-05-14", ("unsupported", "finer")),
        ("2019-07-06", ("contradicted", "year")),
        ("2020-03", ("contradicted", "year")),
        ("2018-02", ("unsupported", "absent")),
        ("不久前", ("unsupported", "unreadable")),
    ],
)
def test_dates_and_their_precision(value: object, told: tuple[str, str]) -> None:
    text = TEXT.replace("去年，", "去年（2020年）") if value == "去年" else TEXT
    if value == "2020-03":  # a month of the text in another year, where the year alone is not in the text
        text = "2021年3月开工。"
    if value == "2018-02":
        text = "2021年3月开工。"
    if str(value) in ("2021-03-01", "2021-03-09"):
        text = "2021年3月开工。"
    if value == "2019-07-06":
        text = "2020年7月6日签约。"
    assert verdict({"type": "date", "value": value}, text) == told


def test_a_year_that_rests_on_the_reference_date_is_named_as_the_error() -> None:
    assert verdict({"date": "2020-05-12"}, "5月12日签约。") == ("contradicted", "reference_date")
    assert verify("5月12日签约。", {"date": "2020-05-12"}).claims[0].reason == "year_open"
    assert verify("5月12日签约。", {"date": "XXXX-05-12"}).ok
    assert verdict({"date": "XXXX-05-12"}, "2020年5月12日签约。") == ("supported", "coarser")


def test_times_of_day() -> None:
    assert verdict({"date": "2021-05-12"}, "5月12日上午签约。") == ("supported", "coarser")
    assert verdict({"date": "2021-05-12T09:00"}, "5月12日签约。") == ("unsupported", "finer")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("川北省经信厅", ("supported", "found")),
        ("川北银行", ("supported", "found")),
        ("川北銀行", ("supported", "found")),
        ("川东银行", ("unsupported", "absent")),
        ("川南市", ("ambiguous", "part_of_name")),
    ],
)
def test_organisations_by_any_of_their_names(name: str, told: tuple[str, str]) -> None:
    assert verdict({"type": "org", "value": name}) == told


def test_a_name_that_only_a_word_list_knows() -> None:
    field = only({"company": "川北银行股份有限公司"}, "川北银行股份有限\n公司开业。")
    assert (field.verdict, field.tier) == ("supported", "layout")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("川北能源保障合作协议", ("supported", "found")),
        ("《川北能源保障合作协议》", ("supported", "found")),
        ("协议", ("supported", "found")),
        ("合作协议", ("ambiguous", "part_of_name")),
        ("川北能源保障合作章程", ("unsupported", "absent")),
    ],
)
def test_titles_with_and_without_brackets(title: str, told: tuple[str, str]) -> None:
    assert verdict({"type": "title", "value": title}) == told


@pytest.mark.parametrize(
    ("quote", "tier"),
    [
        ("园区有586户企业", "exact"),
        ("园区有 586 户企业", "layout"),
        ("園區有５８６户企業", "variant"),
        ("5月12日至15日,双方会谈.", "variant"),
    ],
)
def test_quotes_over_layout_width_script_and_marks(quote: str, tier: str) -> None:
    assert only({"type": "quote", "value": quote}).tier == tier


def test_letters_whose_small_form_is_longer_keep_the_offsets() -> None:
    assert only({"quote": "Sİ川北"}, "公司SİSİ,川北").verdict == "unsupported"
    assert only({"quote": "川北开业"}, "SİSİ公司川北 开业。").spans == ((6, 11),)
    assert only({"quote": "川北，开业"}, "SİSİ公司川北,开业。").spans == ((6, 11),)


def test_a_part_of_a_number_is_no_quote_of_it() -> None:
    for part in ("86户", "2%", "1.6个百分点", "00亿元", "2日"):
        assert verdict({"quote": part}) == ("unsupported", "absent"), part


def test_counts_are_numbers_of_the_text() -> None:
    assert verdict({"count": 586}) == ("supported", "found")
    assert verdict({"count": "586", "unit": "户"}) == ("supported", "found")
    assert verdict({"count": 586, "unit": "人"}) == ("ambiguous", "not_read")
    assert verdict({"count": 587}) == ("unsupported", "absent")


@pytest.mark.parametrize(
    ("value", "role_told"),
    [
        ("《协议》", "supported"),
        ("700亿元", "supported"),
        ("2020-07-06", "supported"),
        ("川北银行", "supported"),
        ("5.3%", "unsupported"),
        (586, "supported"),
    ],
)
def test_a_value_whose_field_says_nothing_is_read_by_its_form(value: object, role_told: str) -> None:
    assert only(value).verdict == role_told
    assert only({"remarks": value}).verdict == role_told


PERIODS = ("2020-01/2020-09", "2020-09", "2020", "2019-01/2019-09")
FIGURE = {"type": "figure", "value": "5亿元", "metric": "营业收入", "subject": "川北汽车产业", "period": "2020"}


def test_a_figure_as_a_whole() -> None:
    result = check(FIGURE)
    assert result.ok
    assert result.claims[0].row is None
    assert check({"metric": "营业收入", "value": 5, "unit": "亿元", "period": "去年"}).ok


def test_the_value_of_a_neighbouring_row_is_told_with_its_row() -> None:
    (claim,) = check({**FIGURE, "value": "3亿元"}).claims
    assert (claim.verdict, claim.reason) == ("contradicted", "pairing")
    assert claim.fields["value"].verdict == "supported"
    assert claim.fields["metric"].found == "利润"
    assert claim.row is not None
    assert claim.row.fields["metric"] == "利润"
    assert TEXT[claim.row.start : claim.row.end] == "3亿元"


def test_a_number_that_the_text_lacks_is_contradicted_by_the_row_that_fits() -> None:
    (claim,) = check({**FIGURE, "value": "9亿元"}).claims
    assert (claim.verdict, claim.reason) == ("contradicted", "value")
    assert claim.fields["value"].found == "5亿元"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"value": "5.2%", "direction": "down"}, "supported"),
        ({"value": "5.2%", "direction": "下降"}, "supported"),
        ({"value": "5.2%", "direction": "up"}, "contradicted"),
        ({"metric": "出口额"}, "unsupported"),
        ({"subject": "川西"}, "unsupported"),
        ({"period": "2021-03"}, "ambiguous"),
        ({"direction": "up"}, "ambiguous"),
        ({"value": "5亿美元"}, "contradicted"),
        ({"value": "5万元"}, "contradicted"),
    ],
)
def test_figures_with_one_field_changed(changed: dict[str, str], told: str) -> None:
    assert check({**FIGURE, **changed}).claims[0].verdict == told


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        # the bank pays for the building
        ("2020年，川北银行的支出为9亿元，其中办公楼的支出为3亿元。", {"value": "3亿元", "metric": "支出", "subject": "川北银行"}),
        # the sentence holds the metric for another reason than the earlier row
        ("2020年川北银行收入9亿元。收入增长，川北银行利润3亿元。", {"value": "3亿元", "metric": "收入", "subject": "川北银行"}),
        # the earlier row is a sum, the claim a share
        ("2020年川北银行利润9亿元，川南银行利润占比20%。", {"value": "20%", "metric": "利润", "subject": "川北银行"}),
        # the earlier row measures something else
        ("2020年川北银行收入9亿元，川南银行利润3亿元。", {"value": "3亿元", "metric": "利润", "subject": "川北银行"}),
    ],
)
def test_only_the_row_that_the_claim_describes_contradicts(text: str, claim: dict[str, str]) -> None:
    assert check({"type": "figure", **claim}, text).claims[0].verdict == "ambiguous"


def test_things_of_one_sort_in_one_sentence_are_told_apart() -> None:
    text = "2020年，川北银行利润9亿元，川南银行利润3亿元。"
    (claim,) = check({"type": "figure", "value": "3亿元", "metric": "利润", "subject": "川北银行"}, text).claims
    assert (claim.verdict, claim.reason) == ("contradicted", "pairing")


def test_the_subject_of_an_earlier_clause_contradicts_none() -> None:
    text = "川北银行业绩良好，2020年利润3亿元，川南银行2020年利润9亿元。"
    (claim,) = check({"type": "figure", "value": "3亿元", "metric": "利润", "subject": "川南银行"}, text).claims
    assert claim.verdict == "ambiguous"


def test_a_period_is_what_the_number_covers() -> None:
    text = "2020年1月至9月，川北银行利润9亿元。"
    told = {p: check({"type": "figure", "value": "9亿元", "metric": "利润", "period": p}, text).claims[0].verdict for p in PERIODS}
    assert told == {"2020-01/2020-09": "supported", "2020-09": "ambiguous", "2020": "ambiguous", "2019-01/2019-09": "unsupported"}


def test_where_figures_abstain_the_pairing_is_open() -> None:
    text = "据了解，3亿元。川北银行的营业收入没有公布。"
    (claim,) = check({"type": "figure", "value": "3亿元", "metric": "营业收入"}, text).claims
    assert (claim.verdict, claim.reason) == ("ambiguous", "not_read")


@pytest.mark.parametrize(
    ("text", "claim", "told"),
    [
        ("对其中四笔质押业务计提减值准备6.08亿元。", {"metric": "减值准备", "subject": "四笔质押业务", "value": "6.08亿元"}, "supported"),
        ("对其中四笔质押业务计提减值准备6.08亿元。", {"metric": "减值准备", "subject": "业", "value": "6.08亿元"}, "ambiguous"),
        ("对四笔质押业务和两笔信用业务分别计提减值准备6.08亿元、3亿元。", {"subject": "两笔信用业务", "value": "6.08亿元"}, "ambiguous"),
        ("据了解，3亿元的项目来自川北园区。", {"subject": "川北园区", "value": "3亿元"}, "ambiguous"),
        ("以股票质押，在川北证券办理业务，目前规模6.3亿元。", {"metric": "规模", "subject": "川北证券", "value": "6.3亿元"}, "ambiguous"),
        ("昨天川北基金买入5.3亿元国债。", {"metric": "国债", "subject": "川北基金", "value": "5.3亿元"}, "supported"),
        ("昨天川北基金买入5.3亿元的国债。", {"metric": "国债", "subject": "川北基金", "value": "5.3亿元"}, "supported"),
        ("昨天川北基金卖出国债后买入5.3亿元。", {"metric": "国债", "subject": "川北基金", "value": "5.3亿元"}, "ambiguous"),
    ],
)
def test_what_stands_beside_a_number_whose_figure_does_not_tell_it(text: str, claim: dict[str, str], told: str) -> None:
    assert check({"type": "figure", **claim}, text).claims[0].verdict == told


@pytest.mark.parametrize(
    ("before", "period", "told"),
    [
        ("2012年全市物价平稳。", "2012", "supported"),
        ("2011年物价大涨，2012年全市物价平稳。", "2012", "supported"),
        ("2011年物价大涨，2012年全市物价平稳。", "2011", "ambiguous"),
        ("2012年3月全市物价平稳。", "2012", "ambiguous"),
        ("2012年1月至3月全市物价平稳。", "2012-03", "ambiguous"),
        ("2012年全市物价平稳。\n", "2012", "ambiguous"),
        ("2012年全市物价平稳。2013年报告说，", "2012", "ambiguous"),
    ],
)
def test_the_last_date_of_a_paragraph_holds_for_a_sentence_without_one(before: str, period: str, told: str) -> None:
    claim = {"type": "figure", "metric": "价格", "subject": "衣着", "value": "5.7%", "period": period}
    assert check(claim, before + "食品价格上涨7.7%，衣着价格上涨5.7%。").claims[0].verdict == told


EVENT = {
    "type": "event", "title": "川北能源保障合作协议", "action": "签订", "parties": ["川北省经信厅", "川南市大学"], "date": "2020-07-06",
}  # fmt: skip


def test_an_event_as_a_whole() -> None:
    assert check(EVENT).ok
    assert check({**EVENT, "action": "signed"}).ok
    assert check({"协议名称": "《协议》", "甲方": "川北省经信厅", "乙方": {"名称": "川南市大学"}, "签约日期": "2020年7月6日"}).ok


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"parties": ["川北省经信厅", "川北银行"]}, "ambiguous"),
        ({"parties": ["川北省经信厅", "川东银行"]}, "unsupported"),
        ({"date": "2019-07-06"}, "contradicted"),
        ({"date": "2021-05-12/2021-05-15"}, "ambiguous"),
        ({"title": "川北能源保障合作章程"}, "unsupported"),
        ({"action": "修订"}, "unsupported"),
    ],
)
def test_events_with_one_field_changed(changed: dict[str, Any], told: str) -> None:
    text = TEXT.replace("去年，", "")
    assert check({**EVENT, **changed}, text).claims[0].verdict == told


def test_one_party_of_two_is_no_other_agreement() -> None:
    text = "2020年7月6日，川北大学与川南大学签订《数据共享协议》。2020年8月9日，川北大学与川西集团签订《授信合作协议》。"
    (claim,) = check({"type": "event", "title": "数据共享协议", "parties": ["川北大学", "川西集团"]}, text).claims
    assert claim.verdict == "ambiguous"


def test_a_place_is_no_party_for_the_letters_it_shares() -> None:
    text = "2020年7月6日，北京川北大学与川南大学签订《数据共享协议》，在北京举行仪式。"
    assert check({"type": "event", "title": "数据共享协议", "parties": ["北京"]}, text).claims[0].verdict == "ambiguous"


def test_a_party_without_a_name_and_a_day_that_points_elsewhere_contradict_nothing() -> None:
    text = "2020年7月6日，川北银行发布《授信管理办法》。2020年8月9日，有关部门发布《授信管理细则》，同日发布《问答》。"
    (claim,) = check({"type": "event", "title": "授信管理细则", "parties": ["川北银行"]}, text).claims
    assert claim.verdict == "ambiguous"
    (claim,) = check({"type": "event", "title": "问答", "date": "2020-07-06"}, text).claims
    assert claim.verdict == "ambiguous"
    (claim,) = check({"type": "event", "title": "授信管理细则", "date": "2020-07-06"}, text).claims
    assert claim.verdict == "contradicted"


def test_the_parties_of_another_agreement_are_told_with_it() -> None:
    text = "2020年7月6日，川北大学与川南大学签订《数据共享协议》。2020年8月9日，川东银行与川西集团签订《授信合作协议》。"
    (claim,) = check({"type": "event", "title": "数据共享协议", "parties": ["川东银行", "川西集团"]}, text).claims
    assert (claim.verdict, claim.reason) == ("contradicted", "pairing")
    assert claim.row is not None
    assert claim.row.fields["parties"] == "川北大学、川南大学"
    (claim,) = check({"type": "event", "title": "数据共享协议", "date": "2020-08-09"}, text).claims
    assert (claim.verdict, claim.reason) == ("contradicted", "pairing")


def test_names_of_one_body_and_of_two() -> None:
    text = TEXT + "川东电力集团有限公司（以下简称“川东电力”）参加。"
    assert check({"type": "organisation", "name": "川北银行股份有限公司", "aliases": ["川北银行"]}, text).ok
    (claim,) = check({"name": "川北银行股份有限公司", "aliases": ["川东电力"]}, text).claims
    assert (claim.fields["aliases[0]"].verdict, claim.fields["aliases[0]"].reason) == ("contradicted", "alias")
    assert claim.fields["aliases[0]"].found == "川东电力集团有限公司"
    (claim,) = check({"name": "川北银行股份有限公司", "aliases": ["川北省经信厅"]}, text).claims
    assert claim.fields["aliases[0]"].verdict == "ambiguous"


class Money(BaseModel):
    how_much: str = Field(json_schema_extra={"cyextract": "money"})
    note: str | None = None


@dataclasses.dataclass
class Deal:
    party: str
    amount: Money | None = None


def test_pydantic_models_and_dataclasses_say_what_they_hold() -> None:
    field = only(Money(how_much="RMB 70bn"))
    assert (field.role, field.verdict) == ("money", "supported")
    result = check([Deal("川北银行", Money(how_much="700亿"))], schema=Money)
    assert {path: f.role for _, path, f in result.fields()} == {"party": "party", "amount.how_much": "money"}


def test_a_schema_maps_names_and_paths() -> None:
    claims = {"deals": [{"x": "70000000000", "y": "川北银行", "z": "a"}]}
    result = check(claims, schema={"deals": {"x": "money"}, "y": "org", "z": "ignore"})
    assert [(path, f.role) for _, path, f in result.fields()] == [("deals[0].x", "money"), ("deals[0].y", "org")]
    with pytest.raises(InputError, match="unknown role 'colour'"):
        check(claims, schema={"x": "colour"})
    with pytest.raises(InputError, match="a schema is"):
        check(claims, schema=["x"])


def test_null_claims_nothing_and_what_is_no_value_is_not_checked() -> None:
    assert check([{"amount": None}]).ok
    assert verdict({"remote": True}) == ("ambiguous", "not_checkable")
    assert verdict({"note": " "}) == ("unsupported", "unreadable")
    assert check([]).ok


@pytest.mark.parametrize(("name", "role", "example"), [row for row in read_table("claim_field.tsv", 3)])
def test_every_field_name_of_the_table_reads_its_example(name: str, role: str, example: str) -> None:
    assert guess_role(name) == role
    assert any(guess_role(key) == role for key in json.loads(example))


@pytest.mark.parametrize(
    ("name", "role"),
    [("signingDate", "date"), ("total_investment", "money"), ("合同总金额", "money"), ("PartyA", "party"), ("remarks", None)],
)
def test_longer_names_are_read_by_their_last_words(name: str, role: str | None) -> None:
    assert guess_role(name) == role


@pytest.mark.parametrize(
    "row", [row for row in read_table("claim_word.tsv", 4) if row[1] in ("scale", "currency", "unit", "bound")], ids=str
)
def test_every_word_of_the_table_reads_in_its_example(row: tuple[str, ...]) -> None:
    word, means, value, example = row
    if example.startswith("unit: "):
        read = read_quantity("2", example.removeprefix("unit: "))
    else:
        read = read_quantity(example if any(c.isdigit() for c in example) else f"3 {word}")
    assert read is not None
    if means == "bound":
        assert read.mod == value
    elif means == "currency":
        assert read.is_money
        assert read.currency == (None if value == "-" else value)


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def looped() -> list[Any]:
    value: list[Any] = []
    value.append({"again": value})
    return value


@pytest.mark.parametrize(
    "claims",
    [
        nested(10_000), looped(), "x" * 10_000_000, {"a" * 10_000_000: 1}, float("nan"), [float("inf")], Decimal("NaN"), 10**5_000,
        Decimal("1e999999"), {1: 2}, object(), {"a": b"b"}, "\ud800", [0] * 300_000, ["x" * 90_000] * 50,
    ],
    ids=lambda claims: type(claims).__name__,
)  # fmt: skip
def test_hostile_claims_are_refused(claims: object) -> None:
    with pytest.raises(InputError) as refused:
        verify(TEXT, claims)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("written", ["[" * 100_000, "[NaN]", "[Infinity]", "[" + "9" * 6_000 + "]", "{", ""])
def test_hostile_json_is_refused(written: str) -> None:
    with pytest.raises(InputError, match=r"^claims\.json: "):
        parse_claims(written, "claims.json")


def test_claims_as_deep_as_allowed_and_shared_parts_are_read() -> None:
    assert check(nested(MAX_DEPTH - 1), "1户。").ok
    part = {"amount": "700亿元"}
    assert check([part, part]).ok


@pytest.mark.parametrize("kind", [[], {}, None, 3, "deal", ["figure"]])
def test_a_type_that_is_none_of_ours_says_nothing(kind: object) -> None:
    assert check({"type": kind, "amount": "700亿元"}).claims[0].fields["amount"].verdict == "supported"


def test_words_with_a_unit_are_no_quote() -> None:
    assert verdict({"type": "percent", "value": "园区", "unit": "有586户"}) == ("unsupported", "unreadable")


def test_strange_values_are_answered() -> None:
    for value in ("9" * 90_000, "1e99", "9" * 59, "-", "%", "《》", "亿", "2021-13-45", "0000-00-00", "XXXX", "//"):
        for role in ("money", "percent", "date", "org", "title", "quote"):
            assert only({"type": role, "value": value}).verdict in ("unsupported", "supported", "ambiguous")


@pytest.mark.slow
def test_ten_thousand_claims_on_one_article() -> None:
    claims = [{**FIGURE, "value": f"{n}亿元"} for n in range(2_500)] + [{"date": f"2020年7月{n % 28 + 1}日"} for n in range(2_500)]
    claims += [{**EVENT, "parties": ["川北省经信厅", f"川南{n}公司"]} for n in range(2_500)] + [
        {"quote": TEXT[n % 90 :][:30]} for n in range(2_500)
    ]
    verify(TEXT, [])
    begun = time.process_time()
    result = verify(TEXT, claims, reference_date=DAY)
    assert len(result.claims) == 10_000
    assert time.process_time() - begun < 6  # 1 s on a machine of 2024 that does nothing else


def test_results_are_frozen_and_the_page_escapes() -> None:
    result = check([{"amount": "700亿元"}, {"note": "<script>alert(1)</script>"}], TEXT + "<b>")
    with pytest.raises(ValidationError):
        result.ok = True  # type: ignore[misc]
    page = result.to_html()
    assert "<script" not in page
    assert "&lt;b&gt;" in page
    assert '<mark class="supported" title="1 amount: 700亿元 — supported, approximate">700亿元</mark>' in page
    assert page == result.to_html()


def test_the_same_claims_give_the_same_answer_whatever_the_order() -> None:
    claims = [FIGURE, EVENT, {"amount": "700亿元"}]
    forward, backward = check(claims), check(claims[::-1])
    assert forward.claims == backward.claims[::-1]


def test_the_day_and_the_schema_may_stand_by_their_place() -> None:
    claim = {"when": "2020-07-06", "什么": "700亿元"}
    result = verify(TEXT, claim, DAY, {"什么": "money"})
    assert result.reference_date == DAY
    assert result == verify(TEXT, claim, reference_date=DAY, schema={"什么": "money"})


def test_an_extractor_that_is_none_is_said_to_be_so() -> None:
    with pytest.raises(TypeError, match=r"give a cyextract\.Extractor"):
        verify(TEXT, {"amount": "700亿元"}, extractor="scorer")  # type: ignore[arg-type]
