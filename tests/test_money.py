"""Amounts of money: spans, exact amounts, currencies, bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyextract.display.values import notate_value
from cyextract.parse import parse_money
from cyextract.pipeline import Extractor
from cyextract.recognizers.money import currency_of
from cyextract.recognizers.quantity_words import bound_mod, price_unit, shared_scale
from cyextract.text.segmenters import make_segmenter
from cyextract.text.words import Words


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(types={"MONEY"})


def money(extractor: Extractor, text: str) -> list[tuple[str, str]]:
    return [(m.text, notate_value(m)) for m in extractor.extract(text).money]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("营业收入6.8万亿元，", "6.8万亿元", "CNY 6800000000000"),
        ("人民币500万元", "人民币500万元", "CNY 5000000"),
        ("500万元人民币", "500万元人民币", "CNY 5000000"),
        ("共人民币500万元人民币", "人民币500万元人民币", "CNY 5000000"),
        ("US$1.2亿", "US$1.2亿", "USD 120000000"),
        ("每股$7.08港元", "$7.08港元", "HKD 7.08 per 股"),
        ("￥3,000", "￥3,000", "CNY 3000"),
        ("RMB500万", "RMB500万", "CNY 5000000"),
        ("500万USD", "500万USD", "USD 5000000"),
        ("HK$500万", "HK$500万", "HKD 5000000"),
        ("港幣3.14", "港幣3.14", "HKD 3.14"),
        ("新臺幣 177.1 億元", "新臺幣 177.1 億元", "TWD 17710000000"),
        ("三万元欧元", "三万元欧元", "EUR 30000"),
        ("9000元日币", "9000元日币", "JPY 9000"),
        ("壹佰贰拾叁万元整", "壹佰贰拾叁万元整", "CNY 1230000"),
        ("壹佰贰拾叁元肆角伍分", "壹佰贰拾叁元肆角伍分", "CNY 123.45"),
        ("10块5毛", "10块5毛", "CNY 10.5"),
        ("50元6角三分", "50元6角三分", "CNY 50.63"),
        ("3块5", "3块5", "CNY 3.5"),
        ("3万5元", "3万5元", "CNY 35000"),
        ("两美元又三美分", "两美元又三美分", "USD 2.03"),
        ("85美分", "85美分", "USD 0.85"),
        ("千亿元", "千亿元", "CNY 100000000000"),
        ("3亿至5亿元", "3亿至5亿元", "CNY 300000000..500000000"),
        ("1.2-1.5亿元", "1.2-1.5亿元", "CNY 120000000..150000000"),
        ("3.6亿元~2.9亿元", "3.6亿元~2.9亿元", "CNY 290000000..360000000"),
        ("1万（含）-5万元", "1万（含）-5万元", "CNY 10000..50000"),
        ("两到三千元", "两到三千元", "CNY 2000..3000"),
        ("一千到两千万元人民币", "一千到两千万元人民币", "CNY 10000000..20000000"),
        ("2元/斤~3元/斤", "2元/斤~3元", "CNY 2..3 per 斤"),
        ("亏损-1.5亿元至-1.2亿元", "-1.5亿元至-1.2亿元", "CNY -150000000..-120000000"),
        ("-350.5万元", "-350.5万元", "CNY -3505000"),
        ("负350万元", "负350万元", "CNY -3500000"),
        ("１２３．４５元", "１２３．４５元", "CNY 123.45"),
        ("0.12345678901234567890123456789元", None, "CNY 0.12345678901234567890123456789"),
        ("1234567890123456789012345678901234567890.12元", None, "CNY 1234567890123456789012345678901234567890.12"),
    ],
)
def test_amount(extractor: Extractor, text: str, span: str | None, value: str) -> None:
    assert money(extractor, text) == [(span or text, value)]


BOUNDS = {
    "gt": """
        超过5亿元 逾5亿元 首次突破5亿元 5亿多元 5亿元多 亿余元 产值过亿元 约500余元 远超过5亿元
    """,
    "ge": """
        至少5亿元 不低于5亿元 5亿元以上 5亿元（含）以上 上千万元 5亿元或以上者
    """,
    "lt": """
        近5亿元 将近5亿元 不足5亿元 不到5亿元 耗资近5亿元
    """,
    "le": """
        不超过5亿元 不超过（含）5亿元 5亿元以内 最高5亿元
    """,
    "approx": """
        约5亿元 约为5亿元 约合人民币5亿元 5亿元左右 数十亿元
    """,
    "none": """
        达5亿元 高达5亿元 最近5亿元 签约5亿元 节约5亿元 通过5亿元 5亿元（以下简称补偿款）
        5亿元起诉 三四十亿元 反超5亿元 5亿元余额 5亿元不足为奇
    """,
}


@pytest.mark.parametrize(("mod", "text"), [(mod, text) for mod, texts in BOUNDS.items() for text in texts.split()])
def test_bound(extractor: Extractor, text: str, mod: str) -> None:
    assert [m.mod or "none" for m in extractor.extract(text).money] == [mod]


NO_AMOUNT = """
    一元二次方程 三元桥 三元里 第三单元 公元前200年 元旦 元月5日 2022元宇宙大会 美元指数 报93.5点 1亿块芯片
    第一块 三块地 切成5块 得5分 5分钟 三角关系 五角大楼 两角钱币展 千元机 万元户 单位：亿元 （万元）
    人民币一路走低 人民币5月升值 周四兰特走强 1月1日元旦 营收6.8万亿 千亿级产业 二元经济 自负盈亏 12345
"""


@pytest.mark.parametrize("text", ["", *NO_AMOUNT.split()])
def test_no_amount(extractor: Extractor, text: str) -> None:
    assert money(extractor, text) == []


@pytest.mark.parametrize("text", ["3亿元、5亿元", "3亿元和5亿元", "在3亿元与5亿元间", "由3亿元增至5亿元", "人民币3亿元(约5亿港元)"])
def test_enumerations_stay_apart(extractor: Extractor, text: str) -> None:
    assert len(money(extractor, text)) == 2


@pytest.mark.parametrize("text", ["5分", "20分", "2角", "两角五分", "7块", "3.04块"])
def test_small_units_are_money_as_an_entry(extractor: Extractor, text: str) -> None:
    assert parse_money(text).amount is not None
    assert extractor.extract(f"主队{text}钟内").money == ()


def test_bare_yuan_is_the_documents_own_currency(extractor: Extractor) -> None:
    stated = extractor.extract("80亿元和5美元", default_currency="TWD").money
    assert [(m.currency, m.currency_stated) for m in stated] == [("TWD", False), ("USD", True)]


def test_ambiguous_names_follow_the_country_named_last() -> None:
    text = "菲律宾之后，阿根廷货币报38披索"
    assert currency_of("披索", text, text.index("披索")) == ("ARS", Decimal(1))
    assert currency_of("披索", "报38披索", 4) == ("PHP", Decimal(1))
    assert currency_of("克朗", "报38克朗", 4) is None
    assert currency_of("克朗", "挪威货币报38克朗", 8) == ("NOK", Decimal(1))


@pytest.mark.parametrize(
    ("first", "second", "low", "high", "factor"),
    [
        ("1.2", "1.5亿", "1.2", "150000000", 10**8),
        ("两", "三千", "2", "3000", 1000),
        ("一百", "二百五十万", "100", "2500000", 10**4),
        ("一千", "两千万", "1000", "20000000", 10**4),
        ("8000", "1.2万", "8000", "12000", 1),
        ("5000万", "1亿", "50000000", "100000000", 1),
        ("3万", "5万亿", "30000", "5000000000000", 10**8),
    ],
)
def test_a_range_shares_its_scale(first: str, second: str, low: str, high: str, factor: int) -> None:
    assert shared_scale(first, second, Decimal(low), Decimal(high)) == factor


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("{}/股", "股"),
        ("{} / 吨", "吨"),
        ("{}每斤", "斤"),
        ("每股作价{}", "股"),
        ("每平方米约{}", "平方米"),
        ("每年{}", "年"),
        ("每年安排{}", None),
        ("{}，每股", None),
        ("{}/", None),
    ],
)
def test_price_unit(text: str, unit: str | None) -> None:
    start = text.index("{}")
    assert price_unit(text.format("5元"), start, start + 2) == unit


def test_bounds_are_read_at_the_edges_of_a_text() -> None:
    segmenter = make_segmenter("none")
    assert bound_mod(Words("5元", segmenter), "5元", 0, 2, None) is None
    assert bound_mod(Words("约5元", segmenter), "约5元", 1, 3, None) == "approx"


@settings(deadline=None)  # the first call loads a dictionary
@given(st.text("0123456789.万亿元块角分人民币美港欧日至-~到约近超余多以上第每/股负单公旦", max_size=40))
def test_every_span_is_a_slice(text: str) -> None:
    for mention in _SHARED.extract(text).money:
        assert text[mention.start : mention.end] == mention.text


_SHARED = Extractor(types={"MONEY"})


def _amounts() -> list[tuple[str, str]]:
    """Amounts whose parts are in two scripts, or that blanks or wide commas divide, with what they are worth."""
    told = [
        (f"{head}亿{tail}万元", value * 10**8 + tail * 10**4)
        for head, value in {"三": 3, "十": 10, "二十五": 25}.items()
        for tail in (5, 300, 2500)
    ]
    told += [
        (f"{head}万{tail}元", head * 10**4 + value) for head in (3, 120, 2500) for tail, value in {"两千": 2000, "三千五百": 3500}.items()
    ]
    told += [
        (f"{head} {tail}{scale}元", int(head + tail) * worth)
        for head in ("1", "23", "456")
        for tail in ("000", "250")
        for scale, worth in {"": 1, "万": 10**4, "亿": 10**8}.items()
    ]
    told += [(f"人民币{head}，{tail}元", int(head + tail)) for head in ("2", "35", "810") for tail in ("990", "005")]
    told += [(f"{head}，{tail}，455.10元", int(head + tail + "455") + Decimal("0.1")) for head in ("3", "42") for tail in ("208", "000")]
    return [(text, format(Decimal(value).normalize(), "f")) for text, value in told]


@pytest.mark.parametrize(("text", "value"), _amounts())
def test_parts_in_two_scripts_blanks_and_wide_commas(extractor: Extractor, text: str, value: str) -> None:
    (found,) = extractor.extract(f"获得投资{text}，用于培训。").money
    assert (found.text, format((found.amount or Decimal(0)).normalize(), "f")) == (text, value)


@pytest.mark.parametrize("unit", ["块", "毛", "角", "分"])
@pytest.mark.parametrize("count", ["3", "六", "十二", "40"])
def test_small_units_are_money_where_a_price_is_spoken_of(extractor: Extractor, unit: str, count: str) -> None:
    worth = {"块": "1", "毛": "0.1", "角": "0.1", "分": "0.01"}[unit]
    number = {"六": 6, "十二": 12}.get(count) or int(count)
    for text in (f"每斤上涨{count}{unit}。", f"门票便宜了{count}{unit}，", f"从两千元降了{count}{unit}。"):
        found = extractor.extract(text).money[-1]
        assert (found.text, found.amount) == (f"{count}{unit}", number * Decimal(worth)), text
    for text in (f"甲队得了{count}{unit}。", f"桌上放着{count}{unit}，", f"评价{count}{unit}，"):
        assert extractor.extract(text).money == (), text


@pytest.mark.parametrize("count", ["", "10", "百", "一"])
@pytest.mark.parametrize("unit", ["股", "呎", "坪", "公斤", "千瓦时"])
def test_what_a_price_is_counted_by(extractor: Extractor, count: str, unit: str) -> None:
    (found,) = extractor.extract(f"每{count}{unit}作价2.5元。").money
    assert found.per == (unit if count == "一" else count + unit)


@pytest.mark.parametrize("verb", ["上涨", "增加", "下降", "减少", "提高"])
def test_a_change_and_what_it_leads_to_are_two_amounts(extractor: Extractor, verb: str) -> None:
    assert [m.text for m in extractor.extract(f"起拍价{verb}2亿元至15亿元。").money] == ["2亿元", "15亿元"]
    assert [m.text for m in extractor.extract("起拍价在2亿元至15亿元之间。").money] == ["2亿元至15亿元"]


@pytest.mark.parametrize("head", ["总额2", "合计投资13", "约4"])
def test_half_a_number_behind_a_line_end_is_no_amount(extractor: Extractor, head: str) -> None:
    assert extractor.extract(f"{head}\n3亿元，已到账。").money == ()
    assert len(extractor.extract("项目投资\n3亿元，已到账。").money) == 1
    assert len(extractor.extract("2019\n3亿元\n2020\n5亿元").money) == 2
