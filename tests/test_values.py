"""Values in words: phrases and notes for people, the notation of rule examples."""

from __future__ import annotations

import pytest

import cyextract
from cyextract.display.values import notate_value, note_value, phrase_value

DAY = "2021-06-10"


@pytest.mark.parametrize(
    ("text", "phrase", "notation"),
    [
        ("去年底", "2020 END", "2020 END"),
        ("约1500万元", "≈ 15,000,000 CNY", "CNY 15000000 approx"),
        ("3万至5万美元", "30,000 to 50,000 USD", "USD 30000..50000"),
        ("每股1.50元", "1.5 CNY per 股", "CNY 1.5 per 股"),
        ("超过6.50%", "> 6.5 %", "6.5 percent gt"),
        ("3个百分点", "3 points", "3 percentage_point"),
        ("《合作协议》", "agreement", "agreement"),
        ("《合作协议。", "agreement, 》 is missing", "agreement open"),
        ("中国人民银行", "bank", "bank"),
    ],
)
def test_a_value_as_a_phrase_and_in_the_notation_of_examples(text: str, phrase: str, notation: str) -> None:
    (mention,) = cyextract.extract(text, reference_date=DAY).mentions
    assert (phrase_value(mention), notate_value(mention)) == (phrase, notation)


def test_notes_say_what_the_text_does_not() -> None:
    document = cyextract.extract("2020年3月8日成立，6月投产，花费3元。")
    texts = {m.start: m.canonical for m in document.mentions}
    notes = [note_value(m, texts) for m in document.mentions]
    assert notes == [[], ["2020-06-01 to 2020-06-30", "year from 2020年3月8日 at 0"], ["CNY is implied"]]
