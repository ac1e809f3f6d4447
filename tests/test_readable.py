"""Values in words for readers of Chinese and of English."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cyextract.display.labels import CATEGORIES, KINDS
from cyextract.display.readable import exact_value, readable_date, readable_value, sort_key
from cyextract.models import MoneyMention, OrgKind, PercentMention, TitleCategory

PLACE = {"start": 0, "end": 1, "text": "x", "canonical": "x", "rule": "r"}


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("2025-06-17TEV", "2025年6月17日晚", "2025-06-17 evening"),
        ("2024-04-22T09:00", "2024年4月22日 09:00", "2024-04-22 09:00"),
        ("2021-Q2", "2021年第二季度", "2021 Q2"),
        ("2021-H2", "2021年下半年", "2021 H2"),
        ("2021-WI", "2021年冬季", "winter 2021"),
        ("2021-W23", "2021年第23周", "week 23 of 2021"),
        ("2021-W23-WE", "2021年第23周周末", "weekend of week 23 of 2021"),
        ("199X", "1990年代", "1990s"),
        ("19XX", "20世纪", "1900s"),
        ("-0201", "公元前202年", "-0201"),
        ("XXXX-06-04", "某年6月4日", "XXXX-06-04"),
        ("2009-XX-XX", "2009年某月某日", "2009-XX-XX"),
        ("2021-06-04/2021-06-08", "2021年6月4日至6月8日", "2021-06-04 to 2021-06-08"),
        ("2018-11/2019-02", "2018年11月至2019年2月", "2018-11 to 2019-02"),
        ("-0201/-0199", "公元前202年至公元前200年", "-0201 to -0199"),
        ("2023/2025", "2023年至2025年", "2023 to 2025"),
        ("PRESENT_REF", "当前", "the present"),
        ("1XXX", "1XXX", "1XXX"),
    ],
)
def test_dates(value: str, zh: str, en: str) -> None:
    assert readable_date(value) == (zh, en)


def test_what_limits_a_date_is_said_in_its_place() -> None:
    assert readable_date("2020", "END") == ("2020年底", "end of 2020")
    assert readable_date("2020-05", "BEFORE") == ("2020年5月之前", "before 2020-05")


@pytest.mark.parametrize(
    ("fields", "zh"),
    [
        ({"amount": "6800000000000"}, "6.8万亿元"),
        ({"amount": "1234567891"}, "1,234,567,891元"),
        ({"amount": "12345678912"}, "12,345,678,912元"),
        ({"amount": "61200.50"}, "61,200.5元"),
        ({"amount": "-3500000", "mod": "lt"}, "不足-350万元"),
        ({"amount_min": "30000000", "amount_max": "50000000"}, "3000万至5000万元"),
        ({"amount_min": "30000000"}, "至少3000万元"),
        ({}, "未填值"),
    ],
)
def test_amounts_lose_nothing(fields: dict[str, str], zh: str) -> None:
    mention = MoneyMention.model_validate({**PLACE, "currency": "CNY", "currency_stated": True, **fields})
    assert readable_value(mention).zh == zh


def test_other_currencies_and_prices() -> None:
    price = MoneyMention.model_validate({**PLACE, "amount": "3.5", "currency": "VND", "currency_stated": True, "per": "股"})
    assert readable_value(price).zh == "3.5 VND/股"
    assert (exact_value(price), sort_key(price)) == ("VND 3.5 per 股", "3.5")


def test_percentages() -> None:
    share = PercentMention.model_validate({**PLACE, "value": Decimal("11.60"), "unit": "percentage_point", "mod": "approx"})
    assert readable_value(share) == ("约11.6个百分点", "≈ 11.6 points")


def test_every_kind_and_category_has_a_chinese_name() -> None:
    assert set(KINDS) == set(OrgKind.__args__)  # type: ignore[attr-defined]
    assert set(CATEGORIES) == set(TitleCategory.__args__)  # type: ignore[attr-defined]
