"""Percentages and percentage points: spans, exact values, bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyextract.display.values import notate_value
from cyextract.pipeline import Extractor

EXTRACTOR = Extractor(types={"PERCENT"})


def percents(text: str) -> list[tuple[str, str]]:
    return [(m.text, notate_value(m)) for m in EXTRACTOR.extract(text).percents]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("增长26.8%", "26.8%", "26.8 percent"),
        ("增长２６．８％", "２６．８％", "26.8 percent"),
        ("税率3‰", "3‰", "0.3 percent"),
        ("1,234%", "1,234%", "1234 percent"),
        ("百分之三十", "百分之三十", "30 percent"),
        ("百分之三点五", "百分之三点五", "3.5 percent"),
        ("百分之20", "百分之20", "20 percent"),
        ("百分之百", "百分之百", "100 percent"),
        ("百分之七八十", "百分之七八十", "70..80 percent"),
        ("千分之五", "千分之五", "0.5 percent"),
        ("万分之三", "万分之三", "0.03 percent"),
        ("十万分之一", "十万分之一", "0.001 percent"),
        ("一百分之二", "一百分之二", "2 percent"),
        ("負百分之三", "負百分之三", "-3 percent"),
        ("两成", "两成", "20 percent"),
        ("两成多", "两成多", "20 percent gt"),
        ("三成半", "三成半", "35 percent"),
        ("一成五", "一成五", "15 percent"),
        ("七八成", "七八成", "70..80 percent"),
        ("两成至三成", "两成至三成", "20..30 percent"),
        ("超三成员工", "三成", "30 percent gt"),
        ("七成年轻人", "七成", "70 percent"),
        ("其中三成为外资", "三成", "30 percent"),
        ("15%-20%", "15%-20%", "15..20 percent"),
        ("15－20％", "15－20％", "15..20 percent"),
        ("15%至20%", "15%至20%", "15..20 percent"),
        ("15%～20%", "15%～20%", "15..20 percent"),
        ("-5%~5%", "-5%~5%", "-5..5 percent"),
        ("同比-0.1%", "-0.1%", "-0.1 percent"),
        ("增速负3.9%", "负3.9%", "-3.9 percent"),
        ("11.6个百分点", "11.6个百分点", "11.6 percentage_point"),
        ("半个百分点", "半个百分点", "0.5 percentage_point"),
        ("-0.2个百分点", "-0.2个百分点", "-0.2 percentage_point"),
        ("0.5至1个百分点", "0.5至1个百分点", "0.5..1 percentage_point"),
        ("毛利率提高2个点", "2个点", "2 percentage_point"),
        ("25个基点", "25个基点", "0.25 percentage_point"),
        ("约占总股本的2%", "2%", "2 percent approx"),
        ("不超过公司总股本的2%", "2%", "2 percent le"),
        ("不超过公司总股本 2%", "2%", "2 percent le"),
        ("达2.3%左右", "2.3%", "2.3 percent approx"),
        ("跌破3%", "3%", "3 percent lt"),
        ("近90%2019年", "90%", "90 percent lt"),
        ("一 百 五 十 个 百 分 点", "一 百 五 十 个 百 分 点", "150 percentage_point"),
        ("百分之９，９９９", "百分之９，９９９", "9999 percent"),
    ],
)
def test_percentage(text: str, span: str, value: str) -> None:
    assert percents(text) == [(span, value)]


NO_PERCENTAGE = """
    打八折 三分之一 二十五分之一 一半 翻番 两倍 公司成立 一成立 三家成为 第三成员国 两成都企业 一成不变 3成果
    https://example.org/?q=30%25%2020% 沪指上涨30个点 设5个点 几个百分点 % 百分点
"""


@pytest.mark.parametrize("text", ["", *NO_PERCENTAGE.split()])
def test_no_percentage(text: str) -> None:
    assert percents(text) == []


@pytest.mark.parametrize(("text", "count"), [("15%和20%", 2), ("15%、20%", 2), ("12.3%5.6%7.8%", 3), ("4.5、4.6和0.3个百分点", 1)])
def test_enumerations_stay_apart(text: str, count: int) -> None:
    assert len(percents(text)) == count


@given(st.decimals(-999, 999, allow_nan=False, places=4))
def test_a_percentage_survives_being_written(value: Decimal) -> None:
    written = f"{value:f}%"
    (mention,) = EXTRACTOR.extract(written).percents
    assert mention.value == value
    assert mention.text == written


@given(st.text("0123456789.%‰百千万分之点成半多个基至-~到约近超立为员负", max_size=40))
def test_every_span_is_a_slice(text: str) -> None:
    for mention in EXTRACTOR.extract(text).percents:
        assert text[mention.start : mention.end] == mention.text
