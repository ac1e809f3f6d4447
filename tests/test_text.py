"""Fold and reading view: length, layout, and the way back to the raw text."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyextract.errors import InputError
from cyextract.text.boundaries import LINE_END, SENTENCE_STOP, STATEMENT_STOP
from cyextract.text.fold import fold, narrow
from cyextract.text.reading_view import reading_view

ALPHABET = "年月日元亿万%，。、：（）《》“”－—～１２12 \n\r\t\u3000\u200b\ufeff\x0c\u2028\u2005-/第页億證臺后a-.é😀\ue001"
TEXTS = st.text(alphabet=st.sampled_from(ALPHABET), max_size=200)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("１２３％", "123%"),
        ("Ａ股（６００８００）", "A股(600800)"),
        ("證監會批准", "证监会批准"),
        ("「金管會」", "“金管会”"),
        ("2020—2025年－～", "2020-2025年-~"),
        ("完，了。", "完，了。"),
        ("９，９９９元，１２，３４５，６７８人", "9,999元，12,345,678人"),
        ("３，２１元；3，210", "3，21元；3，210"),
        ("乾隆名著", "乾隆名著"),
        ("5\u2005月\u3000\u205f", "5 月  "),
        ("甲\u2028乙\x85丙\r丁\r\n", "甲\n乙\n丙\n丁\r\n"),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_every_character_folds_as_opencc_has_it() -> None:
    """The digest is of what OpenCC 1.4.2 and the variants in `fold.py` make of each code point."""
    folded = "".join(fold(chr(code)) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF)
    assert hashlib.sha256(folded.encode()).hexdigest() == "cad1f59860251fa67011a4de82d23dcf8e62e924675db43ac23062be5c7b973e"


def test_fold_keeps_number_cells_out_of_the_view() -> None:
    assert fold("a\ue000b\ue0ffc") == "a\ufffdb\ufffdc"


def test_narrow_leaves_traditional_characters() -> None:
    assert narrow("６４.５３億元（一）") == "64.53億元(一)"


@given(st.text(max_size=300))
def test_fold_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(text)


PARAGRAPH = "助力打赢脱贫攻坚战，积极履行对口帮扶责任，在上级部门的统筹安排下，市卫健"


def test_page_break_inside_a_word_is_taken_out() -> None:
    raw = PARAGRAPH + "\n\n委扶贫集团采取扶持养殖等方式，取得成效。"
    source = reading_view(raw)
    assert "市卫健委扶贫集团" in source.view
    start = source.view.index("市卫健委扶贫集团")
    low, high = source.raw_span(start, start + len("市卫健委扶贫集团"))
    assert raw[low:high] == "市卫健\n\n委扶贫集团"
    assert source.canonical(start, start + 8) == "市卫健委扶贫集团"


@pytest.mark.parametrize(
    "raw",
    [
        "携手共建经济圈\n\n重庆市经信委昨日宣布，将与四川合作。",  # a heading
        PARAGRAPH + "委。\n\n扶贫集团采取多种方式，取得成效。",  # a finished sentence
        PARAGRAPH + "\n\n　　扶贫集团采取多种方式，取得成效。",  # an indented paragraph
        PARAGRAPH + "\n来源：重庆日报，记者张三",  # a label line
    ],
)
def test_paragraphs_and_headings_stay_apart(raw: str) -> None:
    assert "\n" in reading_view(raw).view


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("占 百 分 之 五 十 以上", "占 百分之五十 以上"),
        ("高  三 点 二 个 百 分 点", "高  三点二个百分点"),
        ("共 2  个 百 分点", "共2个百分点"),
        ("五 个 百 货 店", "五 个 百 货 店"),
    ],
)
def test_spaces_inside_a_share_are_layout(raw: str, view: str) -> None:
    assert reading_view(raw).view == view


def test_page_furniture_goes_with_the_break_over_it() -> None:
    raw = PARAGRAPH + "\n\n- 12 -\n\n委扶贫集团采取扶持养殖等方式，取得成效。"
    source = reading_view(raw)
    start = source.view.index("市卫健委扶贫集团")
    assert raw[slice(*source.raw_span(start, start + 4))] == "市卫健\n\n- 12 -\n\n委"
    assert source.canonical(start, start + 4) == "市卫健委"


def test_canonical_has_no_blank_between_chinese_characters() -> None:
    assert reading_view("亚洲 开发\n银行 ADB 行长").canonical(0, 15) == "亚洲开发银行 ADB 行长"


def test_spaces_between_han_and_digits_are_layout() -> None:
    source = reading_view("自 2020 年 4 月起增长 5 %，Ray 说 3 4")
    assert source.view == "自2020年4月起增长5%，Ray 说3 4"


@pytest.mark.parametrize(("value", "message"), [(b"abc", "bytes"), (None, "NoneType"), ("a\ud800b", "surrogate '\\ud800' at offset 1")])
def test_not_a_text(value: object, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("\\", "\\\\")):
        reading_view(value)  # type: ignore[arg-type]


@given(TEXTS)
def test_every_view_offset_leads_to_a_later_place_of_the_text_than_the_one_before(raw: str) -> None:
    source = reading_view(raw)
    last = -1
    for offset in range(len(source.view)):
        start, end = source.raw_span(offset, offset + 1)
        assert end == start + 1
        assert start > last
        assert fold(raw)[start] == source.view[offset]
        last = start


@pytest.mark.parametrize(
    ("text", "sentence", "statement"),
    [
        ("甲。乙", True, True),
        ("甲?乙", True, True),
        ("甲！乙", True, True),
        ("甲\n乙", True, True),
        ("甲；乙", True, False),
        ("甲;乙", True, False),
        ("甲</p>乙", True, False),
        ("甲<br/>乙", True, False),
        ("甲<b>乙", False, False),
        ("甲，乙：丙、丁（戊）…己", False, False),
    ],
)
def test_what_ends_a_sentence_and_what_it_rests_on(text: str, sentence: bool, statement: bool) -> None:
    assert (bool(SENTENCE_STOP.search(text)), bool(STATEMENT_STOP.search(text))) == (sentence, statement)


def test_a_line_ends_once_at_any_line_end() -> None:
    assert LINE_END.split("甲\r\n乙\r丙\n丁") == ["甲", "乙", "丙", "丁"]
