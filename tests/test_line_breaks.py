"""Text that layout cut up reads as the text it was: hard wraps at any width, numbers on lines of their own, page furniture."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from cyextract import Extractor
from cyextract.display.html.prose import split_paragraphs
from cyextract.text.fold import fold
from cyextract.text.reading_view import reading_view
from wrapped_news import article, numbers_on_lines, with_short_last_lines, wrapped, wrapped_by_characters

SEEDS = Path(__file__).parent.parent / "seeds"
WIDTHS = range(10, 61)
GENERATED = range(20)

Layout = Callable[[list[str], int], str]
LAYOUTS: dict[str, Layout] = {
    "blank lines": wrapped,
    "CRLF": lambda paragraphs, width: wrapped(paragraphs, width).replace("\n", "\r\n"),
    "indent": lambda paragraphs, width: wrapped(paragraphs, width, parted_by="\n　　"),
    "hanging marks": lambda paragraphs, width: wrapped(paragraphs, width, keeps_marks=True),
    "characters": wrapped_by_characters,
    "short last lines": with_short_last_lines,
}


@cache
def extractor() -> Extractor:
    return Extractor(layers=())


@cache
def paragraphs_of(source: int | str) -> tuple[str, ...]:
    if isinstance(source, int):
        return tuple(article(source))
    paragraphs: list[str] = []
    for line in (SEEDS / source).read_text(encoding="utf-8").split("\n"):
        if paragraphs and len(paragraphs[-1]) > 30 and paragraphs[-1][-1].isalpha():  # a page break cut it
            paragraphs[-1] += line.strip()
        elif line.strip():
            paragraphs.append(line.strip())
    return tuple(paragraphs)


def mentions(text: str) -> list[tuple[object, ...]]:
    document = extractor().extract(text, reference_date="2024-06-01")
    assert all(text[m.start : m.end] == m.text for m in document.mentions)
    told = ("value", "mod", "amount", "amount_min", "amount_max", "currency", "unit", "category")
    return [(m.type, m.canonical, *(str(getattr(m, name, None)) for name in told)) for m in document.mentions]


@cache
def expected(source: int | str) -> list[tuple[object, ...]]:
    return mentions("\n\n".join(paragraphs_of(source)))


SOURCES: tuple[int | str, ...] = (*sorted(p.name for p in SEEDS.glob("*.txt")), *GENERATED)


def sample(index: int, layout: str) -> tuple[int, ...]:
    """Two widths for each article and layout, such that all articles together see every width."""
    first = (index * 7 + len(layout) * 3) % len(WIDTHS)
    return WIDTHS[first], WIDTHS[-1 - first]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("source", SOURCES)
def test_hard_wraps_change_nothing(source: int | str, layout: str) -> None:
    for width in sample(SOURCES.index(source), layout):
        assert mentions(LAYOUTS[layout](list(paragraphs_of(source)), width)) == expected(source), width


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("source", SOURCES)
def test_hard_wraps_of_every_width_change_nothing(source: int | str, layout: str) -> None:
    wrong = [w for w in WIDTHS if mentions(LAYOUTS[layout](list(paragraphs_of(source)), w)) != expected(source)]
    assert not wrong


@pytest.mark.parametrize("parted_by", ["\n\n", "\n　　", "\r\n\r\n"])
@pytest.mark.parametrize("source", SOURCES)
def test_numbers_on_lines_of_their_own_change_nothing(source: int | str, parted_by: str) -> None:
    assert mentions(numbers_on_lines(list(paragraphs_of(source)), parted_by=parted_by)) == expected(source)


@pytest.mark.parametrize("parted_by", ["\n\n", "\n　　"])
@pytest.mark.parametrize("seed", GENERATED)
def test_paragraphs_stay_apart(seed: int, parted_by: str) -> None:
    paragraphs = list(paragraphs_of(seed))
    texts = [wrapped(paragraphs, width, parted_by=parted_by) for width in sample(seed, "")]
    for text in (*texts, numbers_on_lines(paragraphs, parted_by=parted_by)):
        for line in reading_view(text).view.split("\n"):
            assert any(line.strip() in fold(paragraph) for paragraph in paragraphs)


SENTENCE = "截至去年底，海岳银行已累计发放贷款二百九十八亿元，其中外币贷款138.4亿美元。"


@pytest.mark.parametrize("width", WIDTHS)
def test_one_wrapped_sentence_shows_no_half_number(width: int) -> None:
    found = [m[1] for m in mentions(wrapped([SENTENCE], width)) if m[0] == "MONEY"]
    assert found == ["二百九十八亿元", "138.4亿美元"]


@pytest.mark.parametrize(
    ("raw", "canonical", "value"),
    [
        ("公告于\n2012\n年\n5\n月\n6\n日发布。", "2012年5月6日", "2012-05-06"),
        ("投资总额为\n12.44\n亿元", "12.44亿元", "1244000000.00"),
        ("合同金额为\n人民币\n61,200.50\n元，已经支付。", "人民币61,200.50元", "61200.50"),
        ("公告于 2012  年  5　　月  6  日发布", "2012年5月6日", "2012-05-06"),
        ("投资 12.44  亿 美元", "12.44亿美元", "1244000000.00"),
        ("项目应于 2012 年 6 月 30 日 前完成", "2012年6月30日", "2012-06-30"),
        ("增长 百分之 三十", "百分之三十", "30"),
        ("投资\u200512.44\u2005亿元", "12.44亿元", "1244000000.00"),
    ],
)
def test_blanks_and_breaks_inside_a_mention(raw: str, canonical: str, value: str) -> None:
    found = [m for m in mentions(raw) if m[0] != "ORG"]
    assert [(m[1], value) for m in found if value in m] == [(canonical, value)]
    assert len(found) == 1


FURNITURE = ["- {} -", "第 {} 页 共 9 页", "{}/9", "Page {}", "{}", "云州日报电子版\n- {} -", "第{}页\n云州日报电子版"]


@pytest.mark.parametrize("furniture", FURNITURE)
@pytest.mark.parametrize("seed", range(6))
def test_page_furniture_in_a_wrapped_text_is_left_out(furniture: str, seed: int) -> None:
    paragraphs = [p for p in paragraphs_of(seed) if len(p) > 30]
    lines = wrapped(paragraphs, 24 + seed, parted_by="\n　　").split("\n")
    pages = ["\n".join(lines[i : i + 7]) for i in range(0, len(lines), 7)]
    text = "".join(f"{page}\n\n{furniture.format(number)}\n\n" for number, page in enumerate(pages, 1)) + "完"
    told = [m for m in mentions(text) if m[0] != "ORG"]
    assert told == [m for m in mentions("\n\n".join(paragraphs)) if m[0] != "ORG"]


def test_a_number_over_the_end_of_a_page_is_one() -> None:
    found = mentions("公司与合作方共同投资，总额为138.\n\n- 4 -\n\n4亿美元，于年底前到位。")
    assert [m[1] for m in found if m[0] == "MONEY"] == ["138.4亿美元"]


@pytest.mark.parametrize(
    "text",
    [
        "主要产品产量\n原油\n4000.0\n天然气\n33.7\n汽油\n333.7\n煤油\n26.3",
        "指标\n指标值\n同比增长\n地区生产总值\n4000.5\n10.0\n第一产业\n153.6\n11.0",
        "股票\n价格\n万年青\n26.73\n日出东方\n15.22\n元祖股份\n18.20",
        "2019年 153.6 11.0\n2020年 161.2 12.4\n2021年 170.9 13.1",
        "产值 1532\n利税 1610\n就业 1702",
        "1532\n1610\n1702\n1844",
        "规模\n12.44亿元\n期限\n5年\n利率\n3.25%\n评级\nAAA",
        "张文\n李武\n王兴\n赵业",
        "白日依山尽，\n黄河入海流。\n欲穷千里目，\n更上一层楼。",
        "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼",
        "临江省出台新规，外贸增速回升\n东屏市启动改造，首期投入九亿\n云州大学揭牌，新能源专业招生\n南屿法院开庭，两名被告获刑",
        "1、完成改造120座\n2、投入资金3亿元\n3、新增就业500人",
        "一、总体情况\n二、下一步安排\n三、保障措施",
        "东屏市水务局昨日发布公告。\n本次改造投入3亿元。\n工程将于年底完工。",
        "今天开会吗\n开\n几点\n3点吧\n好的，我带5份材料\n行",
        "日期,金额,比例\n2019-03-18,1200,3.5%\n2019-03-19,1300,3.6%",
        "甲公司，12亿元，3%\n乙公司，15亿元，4%\n丙公司，18亿元，5%",
        "2012年5月6日\n2012年5月7日\n2012年5月8日",
        "特此公告。\n海岳银行股份有限公司\n董事会\n2012年5月6日",
        "展望新一年，再上新台阶\n2012年，全市实现增加值12亿元，同比增长5%。\n2013年，全市实现增加值13亿元，同比增长6%。",
    ],
)
def test_lines_that_are_whole_stay_apart(text: str) -> None:
    assert reading_view(text).view.count("\n") == text.count("\n")


def test_words_of_a_foreign_name_keep_their_blank() -> None:
    view = reading_view(wrapped(["与会者还有来自Goldman Sachs的代表，他们认为，今年全市外贸有望继续保持增长。" * 3], 20)).view
    assert view.count("Goldman Sachs") == 3


def test_a_break_beside_a_kept_blank_parts_no_paragraph_in_html() -> None:
    text = "与会者还有来自Goldman \nSachs的代表，他们认为，\n今年全市外贸有望继续保持\n增长，前景向好，各界信心\n充足。"
    assert "Goldman Sachs" in reading_view(text).view
    assert len(list(split_paragraphs(reading_view(text), ()))) == 1


@pytest.mark.parametrize("at", range(1, 6))
def test_a_break_inside_a_legal_form_is_layout(at: int) -> None:
    form = "股份有限公司"
    raw = f"中标人为岚栈建材{form[:at]}\n{form[at:]}，工期一年。"
    assert reading_view(raw).view == f"中标人为岚栈建材{form}，工期一年。"
    assert reading_view("岚栈建材股份有限公司\n司法拍卖").view.count("\n") == 1
