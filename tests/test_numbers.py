"""Numbers: every written form has its exact value, and values survive every way of writing them."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyextract.numerals.lexer import lex_numbers, number_grammar, number_spans, split_run
from cyextract.numerals.value import LONGEST, parse_quantity
from cyextract.text.reading_view import reading_view

EXACT = [
    ("12,345.67", "12345.67"),
    ("１２３", "123"),
    ("１２３．４５", "123.45"),
    ("0.3", "0.3"),
    ("三百二十五", "325"),
    ("一万零五十", "10050"),
    ("一万二", "12000"),
    ("一万零二", "10002"),
    ("两千零八", "2008"),
    ("三百五", "350"),
    ("两", "2"),
    ("十", "10"),
    ("十五", "15"),
    ("二十", "20"),
    ("廿", "20"),
    ("廿三", "23"),
    ("卅一", "31"),
    ("二〇二一", "2021"),
    ("二○二一", "2021"),
    ("一九九八", "1998"),
    ("壹佰贰拾叁", "123"),
    ("壹佰貳拾參萬", "1230000"),
    ("伍仟零陆", "5006"),
    ("1.2亿", "120000000"),
    ("3.5万", "35000"),
    ("６．８万亿", "6800000000000"),
    ("1亿2000万", "120000000"),
    ("1亿7千6百万", "176000000"),
    ("7万5千4百", "75400"),
    ("五兆六十二亿四万五千二", "5006200045200"),
    ("4.78万亿", "4780000000000"),
    ("三点五万", "35000"),
    ("七十九.一七亿", "7917000000"),
    ("三点一四一五", "3.1415"),
    ("零点五", "0.5"),
    ("四亿五千六百四十二万零一十五", "456420015"),
    ("四千五百六十九万八千三百一十一亿四千八百七十二万五千三百八十二", "4569831148725382"),
]
BLURRED = [
    ("数十", "10", "10", "approx"),
    ("几百", "100", "100", "approx"),
    ("一百几十", "100", "100", "approx"),
    ("一千几百", "1000", "1000", "approx"),
    ("三千几百万", "30000000", "30000000", "approx"),
    ("三亿几千万", "300000000", "300000000", "approx"),
    ("三十几亿", "3000000000", "3000000000", "approx"),
    ("数亿", "100000000", "100000000", "approx"),
    ("20多", "20", "20", "gt"),
    ("100多亿", "10000000000", "10000000000", "gt"),
    ("五百余", "500", "500", "gt"),
    ("五百余万", "5000000", "5000000", "gt"),
    ("636万8千余", "6368000", "6368000", "gt"),
    ("十几", "10", "10", "approx"),
    ("二十来", "20", "20", "approx"),
    ("三四十", "30", "40", "approx"),
    ("七八", "7", "8", "approx"),
    ("一百二三十亿", "12000000000", "13000000000", "approx"),
    ("三五百", "300", "500", "approx"),
]


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_value_of_a_written_form(text: str, value: str) -> None:
    numbers = lex_numbers(reading_view(text).view)
    assert [(n.start, n.end) for n in numbers] == [(0, len(text))]
    quantity = numbers[0].quantity
    assert quantity is not None
    assert quantity.is_exact
    assert quantity.low == Decimal(value)


@pytest.mark.parametrize(("text", "low", "high", "blur"), BLURRED)
def test_bounds_of_a_blurred_form(text: str, low: str, high: str, blur: str) -> None:
    numbers = lex_numbers(reading_view(text).view)
    assert [(n.start, n.end) for n in numbers] == [(0, len(text))]
    quantity = numbers[0].quantity
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.blur) == (Decimal(low), Decimal(high), blur)


# What the grammar takes and leaves; each of its lookarounds is needed by one of these (test_guards.py). 一 and 百 alone are left out.
NUMBERS_OF = {
    "千亿元": ["千亿"],
    "亿余元": ["亿余"],
    "百余亿元": ["百余亿"],
    "上千亿元": ["上千亿"],
    "两个亿卢布": ["两", "亿"],
    "3万5元": ["3万5"],
    "贷了1千万3年还清": ["1千万", "3"],
    "半个百分点": ["半"],
    "十分之一二手房": ["十", "一二"],
    "2020.04.30": ["2020.04.30"],
    "$20，300美元": ["20", "300"],
    "选1,2021年选2": ["1", "2021", "2"],
    "罚2万4,000元": ["2万4,000"],
    "3兆2,640亿1,2345元": ["3兆2,640亿", "1", "2345"],
    "从5万3万元": ["5万", "3万"],
    "几个亿元": ["几", "亿"],
    "几乎": [],
    "余杭区的余额": [],
    "统一战线": [],
    "收入64·53亿": ["64·53亿"],
    "入账1·97万": ["1·97万"],
    "占69·5%": ["69·5"],
    "每斤3·5元": ["3·5"],
    "9·18事件": ["9", "18"],
    "处以上百分之一": [],
    "上百元": ["上百"],
    "八点三十分到九点五分": ["八", "三十", "九", "五"],
    "三点一刻": ["三"],
    "零点三十分": ["零", "三十"],
    "零点五分": ["零", "五"],
    "零点一刻": ["零"],
    "零时": ["零"],
    "零距离": [],
    "周五多地降雨": ["五"],
    "二十来块": ["二十来"],
    "登陆月球": [],
    "伍元肆角叁分": ["伍", "肆", "叁"],
    "捌圆整": ["捌"],
    "百分之伍": ["伍"],
    "上半年和下半年": [],
    "半年": ["半"],
    "半月": ["半"],
    "半天": ["半"],
    "半小时": ["半"],
    "半导体": [],
    "万科公司": [],
    "三万5000元": ["三万5000"],
    "十亿3000万元": ["十亿3000万"],
    "二十五亿3.5万元": ["二十五亿3.5万"],
    "二兆3000亿元": ["二兆3000亿"],
    "三亿3000万人": ["三亿", "3000万"],
    "十3000元": ["十", "3000"],
    "120万两千元": ["120万两千"],
    "1.5万三百元": ["1.5万三百"],
    "2亿三百五元": ["2亿三百五"],
    "3亿五千万元": ["3亿五千万"],
    "1兆两百一十五元": ["1兆两百一十五"],
    "120万两千人": ["120万", "两千"],
    "3 000元": ["3 000"],
    "12 500.5 万元": ["12 500.5万"],
    "1 000 万 元": ["1 000万"],
    "序号5 1 000元": ["5", "1", "000"],
    "3.5 000元": ["3.5", "000"],
    "12 500人": ["12", "500"],
    "人民币2，990元": ["2，990"],
    "人民币12，990.5万元": ["12，990.5", "万"],
    "共3，208，455.10元": ["3，208，455.10"],
    "共3，208，455人": ["3", "208", "455"],
    "罚币2，9900元": ["2", "9900"],
    "“十四五”和十二五": ["十四五", "十二五"],
}


@pytest.mark.parametrize("text", NUMBERS_OF)
def test_numbers_of_a_text(text: str) -> None:
    assert numbers_of(text) == NUMBERS_OF[text]


def numbers_of(text: str) -> list[str]:
    return [n.text for n in lex_numbers(reading_view(text).view) if n.text not in ("一", "百")]


@pytest.mark.parametrize("text", ["三百五千", "一二三百", "1.2.3", "1亿2亿", "5百3千", "点五"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert parse_quantity(text) is None


DIGITS = "零一二三四五六七八九"
BANK_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def render_section(number: int, digits: str, scales: str) -> str:
    """A number below 10,000 in Chinese."""
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + (scales[power - 1] if power else "")
            gap = False
        else:
            gap = True
    return text


def render(number: int, digits: str, scales: str) -> str:
    """A natural number in Chinese, sections of ten thousand under 万 and 亿."""
    if number == 0:
        return "零"
    text = ""
    for power, scale in ((8, "亿"), (4, "万"), (0, "")):
        section = number // 10**power % 10**4 if power < 8 else number // 10**8
        if section == 0:
            continue
        upper = render(section, digits, scales) if section >= 10**4 else render_section(section, digits, scales)
        # A section that does not fill its four places is set off by one 零.
        text += ("零" if text and section < 1000 else "") + upper + scale
    return text


STYLES = {
    "plain": str,
    "thousands": lambda n: f"{n:,}",
    "chinese": lambda n: render(n, DIGITS, "十百千"),
    "banking": lambda n: render(n, BANK_DIGITS, "拾佰仟"),
    "wide": lambda n: "".join(chr(ord(c) + 0xFEE0) for c in str(n)),
    "wan": lambda n: f"{Decimal(n) / 10**4:f}万",
    "yi": lambda n: f"{Decimal(n) / 10**8:f}亿",
}


@pytest.mark.parametrize("style", STYLES)
@given(number=st.one_of(st.integers(0, 99_999), st.integers(0, 10**12 - 1)))
def test_a_number_survives_being_written(style: str, number: int) -> None:
    written = STYLES[style](number)
    quantity = parse_quantity(reading_view(written).view)
    assert quantity is not None, written
    assert quantity.low == quantity.high == number, written


@given(st.text("0123456789.,万亿千百十零一二三两几多余数半点壹拾元%", max_size=60))
def test_full_width_changes_nothing(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c != "," else c for c in text)
    assert lex_numbers(reading_view(text).view) == lex_numbers(reading_view(wide).view)


@given(st.one_of(st.text(), st.text("0123456789.,万亿兆千百十零〇一二三两几多余来数半点上壹拾佰元廿", max_size=200)))
def test_numbers_are_disjoint_slices_in_order(text: str) -> None:
    view = reading_view(text).view
    end = 0
    for number in lex_numbers(view):
        assert end <= number.start < number.end
        assert view[number.start : number.end] == number.text
        quantity = number.quantity
        assert quantity is None or quantity.low <= quantity.high
        end = number.end


LONG_RUNS = ("一", "9", "万", "零", "9,", "1.", "一万", "十五", "9万", "三点", "几", "百余", "壹", "半")


@pytest.mark.slow
@pytest.mark.parametrize("unit", LONG_RUNS)
def test_long_runs_are_lexed_in_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        lex_numbers(text)
        return time.process_time() - start

    short = max(seconds(30_000), 0.005)
    assert seconds(300_000) < 10 * 8 * short


@given(st.text("0123456789零一二三十百千万亿点.,·多余几来数半上年月元 a日参拾佰壹", max_size=40))
def test_the_short_cut_for_plain_numbers_changes_nothing(text: str) -> None:
    """Most numbers are taken without the grammar; taking all of them through it finds the same."""
    expected: list[tuple[int, int, str]] = []
    for found in number_grammar().finditer(text):
        start, end = found.span()
        if found.lastgroup == "whole" or end - start > LONGEST or parse_quantity(found[0]) is not None:
            expected.append((start, end, found[0]))
        else:
            expected.extend((start + low, start + high, part) for low, high, part in split_run(found[0]))
    assert number_spans(text) == expected


@pytest.mark.parametrize("day", ["2019-03-18", "2020-11-05", "2017-5-10"])
@pytest.mark.parametrize("after", ["2.75%", "100%", "0.5%", "2021-09-27", "1,250,000", "36个月"])
@pytest.mark.parametrize("before", ["", "33,120,000", "7,000"])
def test_glued_cells_of_a_table_are_cut_apart(before: str, day: str, after: str) -> None:
    found = [n.text for n in lex_numbers(f"甲项目 {before}{day}{after} 乙")]
    assert found == [*filter(None, [before]), *day.split("-"), *after.rstrip("%个月").split("-")]


@pytest.mark.parametrize("month", ["3", "08", "11"])
@pytest.mark.parametrize("share", ["3.60%", "0.25%", "12.5%"])
def test_a_glued_day_without_its_year(month: str, share: str) -> None:
    assert [n.text for n in lex_numbers(f"{month}-02{share}")] == [month, "02", share[:-1]]


@pytest.mark.parametrize("text", ["42,360,0002018年7月6日", "42,360,0006.51%", "5,0002018-07-06"])
def test_a_group_of_thousands_ends_after_three_digits(text: str) -> None:
    assert lex_numbers(text)[0].text == text[: text.rindex(",") + 4]
