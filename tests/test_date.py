"""Dates: what an expression is worth, and what it counts from. Expected values come from reading the text."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cyextract.parse import parse_date
from cyextract.pipeline import Extractor
from cyextract.recognizers.date import spoken_days
from cyextract.recognizers.date.anchor import Anchor, NormalizedDate, Point
from cyextract.recognizers.date.fields import FIELDS, FOLLOWS, DateFields, DateMeaning, Rel, Shift, Stretch, read_assignments
from cyextract.recognizers.date.holidays import holiday_day, holiday_leave, lunar_day
from cyextract.recognizers.date.normalize import normalize
from cyextract.recognizers.date.timex import covered_days, move_to_year


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(types=("DATE",))


def _read(extractor: Extractor, text: str, reference: str | None = None) -> list[tuple[str, str, str | None]]:
    return [(m.text, m.value, m.mod) for m in extractor.extract(text, reference_date=reference).dates]


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        # composition, coarse to fine
        ("2023年4月26日上午9时", None, [("2023年4月26日上午9时", "2023-04-26T09:00", None)]),
        ("今年4月底前完成", "2021-06-10", [("今年4月底", "2021-04", "END")]),
        ("4月19日上午、下午各一场", "2023-05-05", [("4月19日上午", "2023-04-19TMO", None)]),
        ("会议定于12月3日下午3时30分召开", "2020-12-01", [("12月3日下午3时30分", "2020-12-03T15:30", None)]),
        # ranges
        ("4月26日至28日", "2023-05-05", [("4月26日至28日", "2023-04-26/2023-04-28", None)]),
        ("去年12月到今年2月", "2021-06-10", [("去年12月到今年2月", "2020-12/2021-02", None)]),
        ("12月28日至1月3日", "2021-01-10", [("12月28日至1月3日", "2020-12-28/2021-01-03", None)]),
        ("2020年1月23日—4月8日", None, [("2020年1月23日—4月8日", "2020-01-23/2020-04-08", None)]),
        # enumerations stay apart
        ("2021年、2022年分别增长", None, [("2021年", "2021", None), ("2022年", "2022", None)]),
        ("3月5日、6日两天", "2021-06-10", [("3月5日", "2021-03-05", None), ("6日", "2021-03-06", None)]),
        # words around
        ("自2005年9月开始", None, [("2005年9月", "2005-09", "AFTER")]),
        ("7月1日起施行", "2024-05-23", [("7月1日", "2024-07-01", "AFTER")]),
        ("2020年以前", None, [("2020年", "2020", "BEFORE")]),
        ("约2015年前后", None, [("2015年", "2015", "APPROX")]),
        ("今年以来", "2021-06-10", [("今年", "2021", "AFTER")]),
        ("2月10日前往北京", "2021-06-10", [("2月10日", "2021-02-10", None)]),
        # explained in brackets: two mentions, one clock
        ("今天（5月6日）开幕", "2021-05-06", [("今天", "2021-05-06", None), ("5月6日", "2021-05-06", None)]),
        # news looks back
        ("12月28日签约", "2021-01-08", [("12月28日", "2020-12-28", None)]),
        ("公司将于1月15日开业", "2020-12-20", [("1月15日", "2021-01-15", None)]),
        ("前11个月进出口增长", "2022-01-10", [("前11个月", "2021-01/2021-11", None)]),
        ("仪式在2月29日举行", "2021-06-10", [("2月29日", "2020-02-29", None)]),
        # a day of the period before it
        ("2020年最后一天", None, [("2020年最后一天", "2020-12-31", None)]),
        ("今年 最后一天", "2021-06-10", [("今年 最后一天", "2021-12-31", None)]),
        ("5月最后一天", "2021-06-10", [("5月最后一天", "2021-05-31", None)]),
        ("本月的最后一天晚上8点", "2021-06-10", [("本月的最后一天晚上8点", "2021-06-30T20:00", None)]),
        ("去年三季度最后一天", "2021-06-10", [("去年三季度最后一天", "2020-09-30", None)]),
        ("2月最后一天", None, [("2月最后一天", "XXXX-02-XX", None)]),
        ("训练营最后一天", "2021-06-10", []),
        # what is finer decides
        ("今年二季度4月", "2021-06-10", [("今年二季度4月", "2021-04", None)]),
        ("2020年第二周", "2021-06-10", [("2020年第二周", "2020-W02", None)]),
        ("20世纪90年代至2020年", None, [("20世纪90年代至2020年", "199X/2020", None)]),
        ("农历八月上旬", "2021-10-01", [("农历八月上旬", "2021-09-07/2021-09-16", None)]),
        ("农历八月中下旬", "2021-10-01", [("农历八月中下旬", "2021-09-17/2021-10-05", None)]),
        ("5月上中旬", "2021-10-01", [("5月上中旬", "2021-05-01/2021-05-20", None)]),
        # lunar and movable
        ("农历闰四月", "2020-08-01", [("农历闰四月", "2020-05-23/2020-06-20", None)]),
        ("2022年端午节", None, [("2022年端午节", "2022-06-03", None)]),
    ],
)
def test_value(extractor: Extractor, text: str, reference: str | None, expected: list[tuple[str, str, str | None]]) -> None:
    assert _read(extractor, text, reference) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2019年2月30日", "13月", "第三届", "3个工作日", "20周年", "年满20岁", "汇率5日元", "版本14.5.1", "192.168.255.255", "比分3-1",
        "八点八", "股票600519", "成立于", "每周五", "公元纪年", "一日之计在于晨", "第29届",
    ],
)  # fmt: skip
def test_no_date(extractor: Extractor, text: str) -> None:
    assert _read(extractor, text, "2021-06-10") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至2020年末，余额较上年末新增，户数较年初新增", ["2020", "2019", "2020"]),
        ("2018年4月17日停牌，次日复牌，同年5月退市", ["2018-04-17", "2018-04-18", "2018-05"]),
        ("2019年签约，次年投产，当年产值破亿", ["2019", "2020", "2020"]),
        ("5月8日举行仪式。当天下午参观，次日返回", ["2021-05-08", "2021-05-08TAF", "2021-05-09"]),
        ("2007年，报告评价：“过去五年，业绩最好。”", ["2007", "2002/2007"]),
        ("8月份指数为50.3%，比上月上升", ["2021-08", "2021-07"]),
        ("公司成立于2008年12月30日。公司8日公告", ["2008-12-30", "2021-09-08"]),
        ("双方8月30日会谈。会谈31日结束", ["2021-08-30", "2021-08-31"]),
    ],
)
def test_counts_from_the_date_last_named(extractor: Extractor, text: str, expected: list[str]) -> None:
    assert [value for _, value, _ in _read(extractor, text, "2021-09-10")] == expected


@pytest.mark.parametrize(
    ("text", "told", "entered"),
    [
        ("周五", "2021-06-04", "2021-06-11"),
        ("30日", "2021-05-30", "2021-06-30"),
        ("12月30日", "2020-12-30", "2021-12-30"),
        ("妇女节", "2021-03-08", "2022-03-08"),
        ("前两个月", "2021-01/2021-02", "2021-04/2021-05"),
        ("24年", None, "2024"),
        ("12/1", None, "2021-12-01"),
        ("09-01", None, "2021-09-01"),
    ],
)
def test_an_entry_counts_forward(extractor: Extractor, text: str, told: str | None, entered: str) -> None:
    """A text that says nothing but a date is an entry, with a full stop and without; in a sentence the same date looks back."""
    for entry in (text, text + "。"):
        assert [value for _, value, _ in _read(extractor, entry, "2021-06-10")] == [entered]
    assert [value for _, value, _ in _read(extractor, f"{text}，公司公告。", "2021-06-10")] == ([told] if told else [])
    assert parse_date(text, reference_date="2021-06-10").value == entered


@pytest.mark.parametrize("reference", ["0001-01-01", "0001-07-31", "9999-12-31", "9999-01-01"])
def test_no_year_is_outside_the_calendar(extractor: Extractor, reference: str) -> None:
    expressions = (
        "8月3日", "去年", "明年", "前年底", "上季度", "下月", "月底", "9日", "2月29日", "昨天", "后天", "上上周", "下周五", "国庆节",
        "除夕", "腊月二十三", "过去三年", "未来两年", "两年前", "半年前", "三天后", "上世纪", "90年代", "前11个月", "12月28日至1月3日",
        "明年最后一天", "今冬", "9999年，次年",
    )  # fmt: skip
    for text in expressions:
        for is_entry in (False, True):
            for mention in extractor.extract(text, reference_date=reference, is_entry=is_entry).dates:
                years = re.findall(r"(?:^|/)(-?\d+|[\dX]{4})(?=-|/|$)", mention.value)
                assert years, mention
                assert all("X" in year or (len(year) == 4 and year != "0000") for year in years), mention


def test_a_year_before_our_era_stays_as_written(extractor: Extractor) -> None:
    assert [v for _, v, _ in _read(extractor, "公元前221年称帝，次年出巡", "2021-06-10")] == ["-0220", "-0219"]


# One date with each field, beside what it needs.
FIELD_EXAMPLES: DateFields = {
    "shift": Shift(-1, "year", "ref"), "stretch": Stretch(-3, "year"), "vague": "PAST_REF", "plan": 14, "century": 19, "decade": 80,
    "lunar": True, "year": 2019, "same_stretch": True, "half": 2, "season": "SP", "quarter": 3, "month": 9, "lunar_month": 8, "xun": 2,
    "half_month": 2, "holiday": "mid_autumn", "week": Rel(-1, "ref"), "week_of_month": 2, "nth_weekday": (2, 3), "day": 12,
    "day_of_period": -1, "lunar_day": 20, "weekday": 4, "tod": "AF", "hour": 9, "minute": 40, "second": 12, "holiday_span": True,
}  # fmt: skip


def _value(*names: str) -> str:
    anchor = Anchor(dt.date(2021, 6, 10), 2021, last=Point(2018, 3), stretch=NormalizedDate("2020-Q4", "quarter", Point(2020, 12), {}))
    found = normalize(DateMeaning({name: FIELD_EXAMPLES[name] for name in names}), anchor)  # type: ignore[literal-required,misc]
    return getattr(found, "value", "refused")


def test_no_field_is_lost() -> None:
    """What a field adds to each that it may follow shows in the value."""
    joined = [
        (coarse, fine) for fine in FIELDS for coarse in FOLLOWS[fine] if (coarse, fine) not in {("day", "weekday"), ("lunar", "year")}
    ]
    day = ["month", "day"]
    needs = {"day": ["month"], "day_of_period": ["month"], "nth_weekday": ["month"], "lunar_day": ["lunar_month"], "tod": day, "hour": day}
    needs["minute"] = [*day, "hour"]
    for coarse, fine in joined:
        before = needs.get(coarse, [])
        assert _value(*before, coarse, fine) != _value(*before, coarse), (coarse, fine)


@pytest.mark.parametrize("row", ["yaer=ref-1", "year=SP", "season=XX", "month=13", "day=ref", "half=ref+1", "mod=LATE", "year = 2020"])
def test_a_misspelt_row_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match=re.escape(row.split()[0])):
        read_assignments(row)


def test_a_dateline_moves_today(extractor: Extractor) -> None:
    text = "本报北京6月2日电 公司今天宣布，明天上市。"
    assert [v for _, v, _ in _read(extractor, text, "2011-06-03")] == ["2011-06-02", "2011-06-02", "2011-06-03"]


@pytest.mark.parametrize(
    ("text", "date", "year", "source"),
    [
        ("发布时间：2018-06-12 10:20\n公司昨日公告。", "2018-06-12", 2018, "header"),
        ("新华社北京1月2日电 2019年1月2日，会议今天召开。", "2019-01-02", 2019, "dateline"),
        ("2020年，产值增长。6月4日，八市发布宣言。2021年6月4日签约，计划到2025年完成。", "2021-06-04", 2021, "text_date"),
        ("2017年营收增长。8月31日（周五），公司发布公告。", None, 2018, "text_date"),
        ("2017年工厂扩建。8月31日（周四），公司发布公告。", None, 2017, "text_date"),
        ("2022年，设备到了，力争2027年翻番。", None, None, None),
        ("去年增长。", None, None, None),
    ],
)
def test_where_the_reference_date_comes_from(
    extractor: Extractor, text: str, date: str | None, year: int | None, source: str | None
) -> None:
    document = extractor.extract(text)
    assert (document.reference_date, document.reference_year) == (date, year)
    assert (document.reference_source.source if document.reference_source else None) == source


def test_without_evidence_digits_stay_open(extractor: Extractor) -> None:
    mention = extractor.extract("6月4日，去年底").dates[0]
    assert (mention.value, mention.first_day, mention.implied) == ("XXXX-06-04", None, {})
    assert extractor.extract("去年底").dates[0].value == "XXXX"


def test_implied_parts_say_what_they_rest_on(extractor: Extractor) -> None:
    text = "2021年6月4日签约。6月4日，双方开工。"
    second = extractor.extract(text).dates[1]
    assert second.value == "2021-06-04"
    assert second.implied["year"].source == "document"
    assert second.implied["year"].start == 0
    given = extractor.extract("6月4日开工", reference_date="2021-06-10").dates[0]
    assert given.implied["year"].source == "reference_date"
    assert given.implied["year"].start is None
    assert extractor.extract("2021年6月4日").dates[0].implied == {}


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2021-02", ("2021-02-01", "2021-02-28")),
        ("2021-H2", ("2021-07-01", "2021-12-31")),
        ("2020-WI", ("2020-12-01", "2021-02-28")),
        ("2021-W23", ("2021-06-07", "2021-06-13")),
        ("2021-W23-WE", ("2021-06-12", "2021-06-13")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("2023-04-19TMO", ("2023-04-19", "2023-04-19")),
        ("2020-04/2021-02", ("2020-04-01", "2021-02-28")),
        ("XXXX-06-04", None),
        ("-0220", None),
        ("PAST_REF", None),
    ],
)
def test_covered_days(value: str, days: tuple[str, str] | None) -> None:
    assert covered_days(value) == days


def test_holidays() -> None:
    assert holiday_day("spring_festival", 2024) == dt.date(2024, 2, 10)
    assert holiday_day("mid_autumn", 2025) == dt.date(2025, 10, 6)
    assert holiday_day("qingming", 2020) == dt.date(2020, 4, 4)
    assert holiday_day("easter", 2021) == dt.date(2021, 4, 4)
    assert holiday_day("thanksgiving", 2019) == dt.date(2019, 11, 28)
    assert holiday_leave("labour", 2025) == (dt.date(2025, 5, 1), dt.date(2025, 5, 5))
    for year, first, last in (  # the days off of the Spring Festival, as they were
        (2007, (2, 18), (2, 24)), (2008, (2, 6), (2, 12)), (2014, (1, 31), (2, 6)), (2020, (1, 24), (1, 30)), (2024, (2, 10), (2, 17)),
        (2025, (1, 28), (2, 4)),
    ):  # fmt: skip
        assert holiday_leave("spring_festival", year) == (dt.date(year, *first), dt.date(year, *last))
    assert lunar_day(2012, 1, 8) == dt.date(2012, 1, 30)
    assert lunar_day(2021, -4, 1) is None  # 2021 has no leap fourth month
    assert lunar_day(1700, 1, 1) is None  # before the tables


@pytest.mark.parametrize(
    ("reference", "value"),
    [("2016-11-20", "2017-01-28"), ("2016-12-27", "2017-01-28"), ("2016-10-10", "2016-02-08"), ("2016-03-20", "2016-02-08")],
)
def test_the_holiday_that_comes(extractor: Extractor, reference: str, value: str) -> None:
    assert _read(extractor, "春节临近，各地备年货。", reference) == [("春节", value, None)]
    assert _read(extractor, "清明临近，各地防火。", "2016-05-20")[0][1] == "2016-04-04"
    assert _read(extractor, f"甲方{reference}签约，春节前交货。", "2020-06-01")[1] == ("春节", value, "BEFORE")
    assert _read(extractor, "甲方2016年签约，春节前交货。", "2020-06-01")[1] == ("春节", "2016-02-08", "BEFORE")


def test_a_stretch_moves_to_another_year() -> None:
    assert [move_to_year(v, 2018) for v in ("2019", "2019-H1", "2019-01/2019-09", "2019-11/2020-01", "2020-02-29")] == [
        "2018", "2018-H1", "2018-01/2018-09", "2017-11/2018-01", "2018-02-28",
    ]  # fmt: skip
    assert move_to_year("2019-Q3", None) == "XXXX-Q3"


# Combinations of parts; what they are worth is counted by the calendar alone.
DIGITS = "〇一二三四五六七八九"
REFERENCE = dt.date(2021, 6, 10)
STRETCHES = {
    "一季度": "{}-Q1", "上半年": "{}-H1", "3月": "{}-03", "1-5月": "{0}-01/{0}-05", "前5个月": "{0}-01/{0}-05", "首两个月": "{0}-01/{0}-02",
    "2-4月份": "{0}-02/{0}-04",
}  # fmt: skip
SAME = {"去年同期": 2020, "上年同期": 2020, "2015年同期": 2015, "2019年同期": 2019}


@pytest.mark.parametrize("stretch", STRETCHES)
@pytest.mark.parametrize("same", SAME)
@pytest.mark.parametrize(
    "text", ["{}产量增长，比{}多一成。", "{}增长两成，是{}的两倍。", "公司{}减产。而{}增产。", "公司今年{}减产，较{}少。"]
)
def test_the_same_stretch_of_another_year(extractor: Extractor, text: str, same: str, stretch: str) -> None:
    values = [value for _, value, _ in _read(extractor, text.format(stretch, same), REFERENCE.isoformat())]
    assert values == [STRETCHES[stretch].format(2021), STRETCHES[stretch].format(SAME[same])]


@pytest.mark.parametrize("stop", "，。")
@pytest.mark.parametrize(("told", "value"), [("2013年1-9月", "2012-01/2012-09"), ("2013年第四季度", "2012-Q4"), ("去年上半年", "2012-H1")])
def test_the_same_stretch_is_never_the_one_told(extractor: Extractor, told: str, value: str, stop: str) -> None:
    assert _read(extractor, f"公司{told}卖出十万台{stop}去年同期为九万台。", "2014-03-20")[-1][1] == value


@pytest.mark.parametrize("told", ["2013年", "截至2013年12月31日", "截至2013年底"])
def test_the_same_stretch_of_a_year_that_is_over(extractor: Extractor, told: str) -> None:
    assert _read(extractor, f"{told}公司卖出十万台，去年同期为九万台。", "2014-03-20")[-1][1] == "2012"


@pytest.mark.parametrize(
    ("text", "reference_date", "value"),
    [
        ("11月至2月用电增加，比2015年同期多。", None, "2014-11/2015-02"),
        ("今年冬季至明年春季停产，去年同期没有。", "9999-06-01", "9997-WI/9998-SP"),
    ],
)
def test_a_stretch_over_new_year_ends_in_the_other_year(extractor: Extractor, text: str, reference_date: str | None, value: str) -> None:
    assert _read(extractor, text, reference_date)[-1][1] == value


@pytest.mark.parametrize("text", ["2020年增长，比{}多。", "公司比{}多雇一成的人。", "1-5月减产。\n公司2020年亏损，{}盈利。"])
def test_the_same_stretch_is_the_year_where_none_is_told(extractor: Extractor, text: str) -> None:
    assert _read(extractor, text.format("2015年同期"), "2021-06-10")[-1][1] == "2015"


@pytest.mark.parametrize("first", [dt.date(2020, 1, 31), dt.date(2020, 2, 27), dt.date(2020, 6, 12), dt.date(2020, 12, 28)])
@pytest.mark.parametrize("connector", ["至", "到", "-", "—", "～"])
@pytest.mark.parametrize("last", [1, 3, 14, 25])
def test_a_range_of_days_passes_into_the_next_month(extractor: Extractor, first: dt.date, connector: str, last: int) -> None:
    end = first.replace(day=last) if last > first.day else (first.replace(day=1) + dt.timedelta(days=31)).replace(day=last)
    for head in (f"{first.day}日", str(first.day)):
        for year in (f"{first.year}年", "去年"):
            text = f"{year}{first.month}月{head}{connector}{last}日"
            assert _read(extractor, f"展览{text}举行", "2021-06-10") == [(text, f"{first}/{end}", None)], text


@pytest.mark.parametrize("connector", ["至", "到", "-", "—"])
@pytest.mark.parametrize(
    "ends",
    [
        ("2021年6月5日", "6月1日"), ("2021年6月5日", "2021年6月1日"), ("2021年6月5日", "2020年8月1日"), ("2021年", "2019年"),
        ("2021", "2019年"), ("2021年5月", "2021年3月"), ("2021年5月", "3月"), ("三季度", "一季度"), ("2021年6月5日", "2021年5月"),
    ],
)  # fmt: skip
def test_a_range_that_runs_backwards_is_refused_whole(extractor: Extractor, ends: tuple[str, str], connector: str) -> None:
    assert _read(extractor, f"展览{connector.join(ends)}举行", "2021-06-10") == []


@pytest.mark.parametrize("day", [dt.date(2021, 2, 28), dt.date(2020, 12, 31), dt.date(2021, 4, 30), dt.date(2021, 6, 3)])
def test_a_day_explained_in_brackets(extractor: Extractor, day: dt.date) -> None:
    """It has the value of the explanation, and what is counted from today goes on from there."""
    counted = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "昨晚": -1, "上周五": None, "周三": None}
    for word, offset in counted.items():
        for written in (f"{day.month}月{day.day}日", f"{day.year}年{day.month}月{day.day}日"):
            values = [value for _, value, _ in _read(extractor, f"公司{word}（{written}）开业，明天停业。", "2021-06-10")]
            explained = f"{day}TEV" if word == "昨晚" else day.isoformat()
            today = dt.date(2021, 6, 10) if offset is None else day - dt.timedelta(days=offset)
            assert values == [explained, day.isoformat(), (today + dt.timedelta(days=1)).isoformat()], word


@pytest.mark.parametrize("day", [dt.date(2021, 2, 28), dt.date(2020, 2, 29), dt.date(2021, 12, 31)])
def test_a_weekday_in_brackets(extractor: Extractor, day: dt.date) -> None:
    weekday = "一二三四五六日"[day.weekday()]
    written, end = f"{day.year}年{day.month}月{day.day}日", day + dt.timedelta(days=9)
    for bracket in (f"（星期{weekday}）", f"(周{weekday})"):
        assert [v for _, v, _ in _read(extractor, f"会议定于{written}{bracket}在京召开")] == [day.isoformat()] * 2
        for hours, value in {"上午": "TMO", "下午3时": "T15:00", "9:30": "T09:30", "晚上8点半": "T20:30"}.items():
            text = f"{written}{bracket}{hours}"
            assert _read(extractor, f"会议定于{text}召开") == [(text, f"{day}{value}", None)]
        text = f"{written}{bracket}至{end.year}年{end.month}月{end.day}日{bracket}"
        assert _read(extractor, f"展期为{text}。") == [(text, f"{day}/{end}", None)]


@pytest.mark.parametrize("reference", [dt.date(2021, 6, 10), dt.date(2020, 12, 31), dt.date(2021, 1, 1), dt.date(2020, 2, 28)])
def test_days_and_years_by_their_distance(extractor: Extractor, reference: dt.date) -> None:
    def on(offset: int) -> str:
        return (reference + dt.timedelta(days=offset)).isoformat()

    after_next = 12 * reference.year + reference.month + 1
    expected = {
        "今": on(0), "昨": on(-1), "今午": f"{on(0)}TAF", "前晚": f"{on(-2)}TEV", "昨今两天": f"{on(-1)}/{on(0)}",
        "今明两天": f"{on(0)}/{on(1)}", "明后两日": f"{on(1)}/{on(2)}", "来年": str(reference.year + 1), "年内": str(reference.year),
        "月内": on(0)[:7], "去年岁末": str(reference.year - 1), "去年全年": str(reference.year - 1),
        "今冬明春": f"{reference.year}-WI/{reference.year + 1}-SP", "20多年前": str(reference.year - 20),
        "过去3至5年": f"{reference.year - 5}/{reference.year}", "两年多来": f"{reference.year - 2}/{reference.year}",
        "一周来": f"{on(-7)}/{on(0)}", "下下个月": f"{after_next // 12}-{after_next % 12 + 1:02d}",
    }  # fmt: skip
    for text, value in expected.items():
        assert [v for _, v, _ in _read(extractor, f"公司{text}举行活动", reference.isoformat())] == [value], text


@pytest.mark.parametrize("verb", ["宣布", "召开", "公布", "从北京出发", "在港上市", "出席会议"])
@pytest.mark.parametrize("subject", ["公司", "记者", "市政府", "新馆", ""])
def test_a_day_in_one_character(extractor: Extractor, subject: str, verb: str) -> None:
    for word, value in {"今": "2021-06-10", "昨": "2021-06-09"}.items():
        assert _read(extractor, f"{subject}{word}{verb}", "2021-06-10") == [(word, value, None)]


@pytest.mark.parametrize("word", ["至今", "如今", "今后", "今生", "当今", "古今", "迄今", "今朝"])
def test_a_longer_word_is_no_day(extractor: Extractor, word: str) -> None:
    assert _read(extractor, f"公司{word}发展很快", "2021-06-10") == []


@pytest.mark.parametrize("first", [1, 8, 11, 29])
def test_neighbours_under_one_head(extractor: Extractor, first: int) -> None:
    two, three = f"{first}、{first + 1}日", f"{first}、{first + 1}、{first + 2}日"
    for text, last in ((two, first + 1), (three, first + 2)):
        assert _read(extractor, f"2020年5月{text}停电") == [(f"2020年5月{text}", f"2020-05-{first:02d}/2020-05-{last:02d}", None)]
    month = min(first, 8)
    for text in (f"{month}、{month + 1}月", f"{DIGITS[month]}{DIGITS[month + 1]}月份", f"{month}?{month + 1}月"):
        assert _read(extractor, f"2020年{text}停产") == [(f"2020年{text}", f"2020-{month:02d}/2020-{month + 1:02d}", None)]
    apart = f"2020年5月{first}日、{first + 1}日"
    assert [v for _, v, _ in _read(extractor, apart)] == [f"2020-05-{first:02d}", f"2020-05-{first + 1:02d}"]


def test_years_with_letters_and_of_the_republic(extractor: Extractor) -> None:
    for year in (2000, 2003, 2010, 2012, 2020):
        written = "".join(DIGITS[int(digit)] for digit in str(year))
        for letter in "O?":
            text = f"{written.replace('〇', letter)}年五月"
            assert _read(extractor, f"公告日期：{text}")[0][1] == f"{year}-05", text
    for year in range(101, 116):
        for text, value in (
            (f"{year}年5月", f"{year + 1911}-05"),
            (f"{year}年12月31日", f"{year + 1911}-12-31"),
            (f"{year}年度", f"{year + 1911}"),
        ):
            assert _read(extractor, f"台北市府與高雄市府於{text}簽約") == [(text, value, None)]
            assert (text, value, None) not in _read(extractor, f"上海市府于{text}签约")


@pytest.mark.parametrize("hour", [0, 5, 11])
@pytest.mark.parametrize("minute", [None, 0, 40])
def test_clock_times_in_all_spellings(extractor: Extractor, hour: int, minute: int | None) -> None:
    value = f"2020-05-01T{hour:02d}:{minute or 0:02d}"
    for written in (str(hour), "零" if hour == 0 else str(hour)):
        for mark in "时点":
            text = f"2020年5月1日{written}{mark}" + ("" if minute is None else f"{minute}分")
            assert _read(extractor, f"{text}开幕") == [(text, value, None)]
            assert _read(extractor, f"{text}许，开幕") == [(f"{text}许", value, "APPROX")]
    if minute is not None:
        assert _read(extractor, f"2020-05-01{hour:02d}:{minute:02d}发布") == [(f"2020-05-01{hour:02d}:{minute:02d}", value, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10月5日会谈破裂。\n\n3日，甲国撤军。", ["2018-10-05", "2018-10-03"]),
        ("9月28日传出消息。\n\n3日，公司道歉。", ["2018-09-28", "2018-10-03"]),
        ("9月28日传出消息，30日公司道歉。", ["2018-09-28", "2018-09-30"]),
        ("2010年签约。三年后产值翻番。", ["2010", "2013"]),
        ("产值为2016年2月以来最低，9月略升。", ["2016-02", "2018-09"]),
        (
            "事发当天（8月3日）下雨。9月7日开庭。事发次日放晴，事发当天下午有雾。",
            ["2018-08-03", "2018-08-03", "2018-09-07", "2018-08-04", "2018-08-03TAF"],
        ),
        ("公司9月28日公告，今日停牌。\n今日，公司复牌。", ["2018-09-28", "2018-09-28", "2018-10-04"]),
        ("8月贷款增长，较上月提高。", ["2018-08", "2018-07"]),
        ("5月8日签约，前一天封账。第二天，双方举杯。", ["2018-05-08", "2018-05-07", "2018-05-09"]),
        ("8月5日停牌。与前一日相比，9月1日，菜价下降。", ["2018-08-05", "2018-08-31", "2018-09-01"]),
        ("2014至2015年报道过此事。产值则与去年一样。", ["2014/2015", "2017"]),
        ("2016年产量大增，是18年来的高峰。", ["2016", "1998/2016"]),
        ("2016年产量大增，是近18年的高峰。", ["2016", "2000/2018"]),
        # 事发 and 案发 go back to the first day of the story, unless the text explains them
        (
            "9月2日，高楼起火。10月3日，记者再访。事发当天上午有风，案发前一晚有雨。",
            ["2018-09-02", "2018-10-03", "2018-09-02TMO", "2018-09-01TEV"],
        ),
        ("9月2日，记者到访。案发当天（8月31日）有风。", ["2018-09-02", "2018-08-31", "2018-08-31"]),
        ("8月31日，火灭了。8月2日，高楼起火，事发当天有风。", ["2018-08-31", "2018-08-02", "2018-08-02"]),
        ("定于10月9日开庭。9月2日，高楼起火，事发当天有风。", ["2018-10-09", "2018-09-02", "2018-09-02"]),
        # an event is named after a day that was
        ("“11·16”火灾", ["2017-11-16"]),
        ("“10·16”火灾", ["2017-10-16"]),
        ("“10·16”晚会", ["2018-10-16"]),
        ("“9·16”火灾", ["2018-09-16"]),
        # what has only begun is compared with nothing
        ("三季度卖出10万辆。四季度走势不明。与去年同期相比，价格略低。", ["2018-Q3", "2018-Q4", "2017-Q3"]),
        # 去年同期 is the stretch of this year, whatever is told of last year between
        ("今年一季度产量增长。去年5月两厂合并。产量比去年同期增一成。", ["2018-Q1", "2017-05", "2017-Q1"]),
        ("工程持续到明年的3月31日，去年的3月开工。", ["2019-03-31", "2017-03"]),
        # the year told once, at the end of a range
        ("12月30日至2022年1月7日招股，自10月至2021年3月询价。", ["2021-12-30/2022-01-07", "2020-10/2021-03"]),
        ("6月1日－2021年5月31日，5月1日至2021年5月31日", ["2020-06-01/2021-05-31", "2021-05-01/2021-05-31"]),
        ("6月1日20-8时封路，6月2日8-20时开放。", ["2018-06-01", "2018-06-02T08:00/2018-06-02T20:00"]),
        # a phrase of the dictionary hides no date
        ("从今年起推行，从明年起实施，规定从今天起有效。", ["2018", "2019", "2018-10-04"]),
        ("产量较前年下降，较前年同期少。", ["2016", "2016"]),
        ("案件押后至今早判刑，乙案押后至今晚判刑，至今早已完成。", ["2018-10-04TMO", "2018-10-04TEV"]),
        # a day that was told before keeps its month
        (f"3日，市府通报。5月9日，报道称进展顺利。{'双方都表示满意。' * 30}3日，市府又发文。", ["2018-10-03", "2018-05-09", "2018-10-03"]),
    ],
)
def test_the_clock_moves_with_what_is_told(extractor: Extractor, text: str, expected: list[str]) -> None:
    assert [value for _, value, _ in _read(extractor, text, "2018-10-04")] == expected


@pytest.mark.parametrize("deed", ["开播", "热播", "收官", "上线", "播出", "首播", "回归", "节目"])
@pytest.mark.parametrize(
    "results", ["季度", "季增5%", "季减5%", "单季", "营收", "毛利", "获利", "净利", "财报", "每股", "国内生产总值", "GDP",
     "出货", "订单", "投资", "台股", "美股", "大盘", "景气", "旺季", "营业额", "销量", "经济"]
)  # fmt: skip
def test_quarters_among_results_and_seasons_of_shows(extractor: Extractor, results: str, deed: str) -> None:
    """第2季 is a quarter where results are told, but not what a show has."""
    assert "第2季" in {text for text, _, _ in _read(extractor, f"公司的{results}好。第2季时扩产。")}
    assert not any(text == "第2季" for text, _, _ in _read(extractor, f"公司的{results}好。第2季{deed}。"))
    assert not any(text == "第1季" for text, _, _ in _read(extractor, f"公司的{results}好。第1季和第2季{deed}。"))
    assert not _read(extractor, "公司好。第2季时扩产。")


@pytest.mark.parametrize(("count", "unit"), [(3, "天"), (1, "星期"), (2, "周"), (1, "个月")])
@pytest.mark.parametrize("way", ["前", "后"])
def test_a_distance_that_is_explained_in_brackets(extractor: Extractor, count: int, unit: str, way: str) -> None:
    for brackets in ("（{}）", "({})"):
        for day, value in (("9月21日", "2018-09-21"), ("2017年9月21日", "2017-09-21")):
            found = _read(extractor, f"他在{count}{unit}{way}{brackets.format(day)}接种疫苗。", "2018-10-04")
            assert [found[0][1], found[-1][1]] == [value, value]


@pytest.mark.parametrize(("year", "decade", "value"), [(2001, 80, "198X"), (2001, 20, "202X"), (2021, 20, "202X"), (1996, 80, "198X")])
def test_a_decade_of_this_century(extractor: Extractor, year: int, decade: int, value: str) -> None:
    """In the first years of a century, this one may still be the one before."""
    assert _read(extractor, f"本世纪{decade}年代", f"{year}-05-01")[0][1] == value


@pytest.mark.parametrize("month", [1, 6, 12])
def test_months_beside_a_dateline_without_a_year(extractor: Extractor, month: int) -> None:
    before, after = (month - 2) % 12 + 1, month % 12 + 1
    text = f"新华社北京{month}月12日电 双方本月初会谈，上月底见面，下月签约，本月21日再谈。"
    months = [month, month, before, after, month]
    expected = [f"XXXX-{m:02d}{day}" for m, day in zip(months, ["-12", "", "", "", "-21"], strict=True)]
    assert [value for _, value, _ in _read(extractor, text)] == expected


@pytest.mark.parametrize(("around", "mod"), [("到“{}”末", "END"), ("“{}”初，", "START"), ("“{}”以来", "AFTER"), ("“{}”期间", None)])
def test_words_behind_a_quoted_plan_bound_it(extractor: Extractor, around: str, mod: str | None) -> None:
    for name, first in (("九五", 1996), ("十五", 2001), ("十二五", 2011), ("十四五", 2021)):
        assert _read(extractor, around.format(name)) == [(name, f"{first}/{first + 4}", mod)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("上周末签约", "XXXX-WXX-WE"),
        ("下周三签约", "XXXX-WXX-3"),
        ("8月增长，比上月多", "XXXX-07"),
        ("1-3月增长，比去年同期多", "XXXX-01/XXXX-03"),
        ("近一周来，双方开火。", "XXXX-XX-XX/XXXX-XX-XX"),
        ("18日，双方停火。过去一天，无人受伤。", "XXXX-XX-17/XXXX-XX-18"),
        ("18日，双方停火。未来两周，双方再谈。", "XXXX-XX-XX/XXXX-XX-XX"),  # it may pass into the next month
        ("3日，双方停火。过去一周，无人受伤。", "XXXX-XX-XX/XXXX-XX-XX"),
        ("3月，专家希望，6个月后工程完工。", "XXXX-09"),
        ("今天（31日）开赛，昨天试赛。", "XXXX-XX-30"),
        ("前年至去年间，产量下降。", "XXXX/XXXX"),
        ("今明两年将扩建。", "XXXX/XXXX"),
        ("高雄市政府十三日宣布破案。", "XXXX-XX-13"),
        ("今天（31日）开赛，明天决赛。", "XXXX-XX-XX"),
        ("今年（2018年）开赛。两年前的今天试赛。", "2016-XX-XX"),
        ("2018年二季度增长，本季度的出货量创新高。", "2018-Q2"),
    ],
)
def test_what_is_open_keeps_its_parts(extractor: Extractor, text: str, value: str) -> None:
    assert _read(extractor, text)[-1][1] == value


def test_days_in_characters_are_counted_unless_somebody_does_something(extractor: Extractor) -> None:
    for text in ("工程需十五日完成。", "合同二十日内生效。", "游客停留十五日参观。", "高雄市政府一日宣布破案。"):
        assert not _read(extractor, text)


_CHRONICLE = "林某1887年出生，1920年出师，1922年7月任厂长。"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # a day of the month is told again without its month
        ("平台2月19日上新，3月13日再次上线。此前期限仅为30天，13日新增了两种。", "2019-03-13"),
        ("平台2月19日上新，3月13日再次上线。此前期限仅为30天，19日新增了两种。", "2019-02-19"),
        # what a year is compared with leaves the topic where it was
        ("2019年上半年下降7%，2018年同期是24%，一季度增长。", "2019-Q1"),
        # a stretch that is explained in brackets, and one that is ahead
        ("最近三年（2016年-2018年）分红。", "2016/2018"),
        ("项目近两年内将形成产能。", "2019/2021"),
        ("项目近两年内形成了产能。", "2017/2019"),
        # how long something lasts is no stretch
        ("双方2018年5月6日结束近三年的合作。", "2018-05-06"),
        ("2018年产量降至近三年的低点。", "2016/2019"),
        ("2018年5月6日，工期耽误了近三个月的时间。", "2018-05-06"),
        ("2018年5月6日，事故过去5天之后，公司道歉。", "2018-05-06"),
        ("2018年5月6日开工，已经过去53天。", "2018-05-06"),
        # a year that is counted itself moves no clock
        ("协会去年2月表示：“不妥”，才于今年3月告状。", "2019-03"),
        ("协会2018年2月表示：“不妥”，今年3月告状。", "2019-03"),
        # a bare day of a new story has nothing to do with the plans of the one before
        ("甲公司5月9日将发布新品。\n乙公司将于21日开会。", "2019-04-21"),
        ("甲公司4月9日发布新品。\n乙公司又于15日开会。", "2019-04-15"),
        ("甲公司5月9日将发布新品。\n原定于9日的展会推迟。", "2019-05-09"),
        # what is compared with a part of the same counted year
        ("去年下半年的产量上升，比去年上半年多。", "2018-H1"),
        ("去年和今年的产量上升。", "2019"),
        ("去年12月的产量上升，比去年同期多。", "2017-12"),
        # a day told in passing, inside the name of a thing
        ("甲4月3日说，他就去年5月7日的事故道歉。当天，双方见面。", "2019-04-03"),
        ("3日，甲方道歉。甲方为去年5月7日的事故道歉。当天，双方见面。", "2019-04-03"),
        ("3日，甲方道歉。去年5月7日的事故，甲方有错。当天，双方见面。", "2018-05-07"),
        ("3日，甲方道歉。事故发生于去年5月7日。当天，双方见面。", "2018-05-07"),
        # back in the present
        ("2007年只有3天，而现在2月份就有5天。", "2019-02"),
        ("2007年只有3天，2月份就有1天。", "2007-02"),
        # an early month or quarter behind a late one of the year before
        ("去年12月立案，1月开庭，3月宣判。", "2019-03"),
        ("去年12月28日立案，3月15日宣判。", "2019-03-15"),
        ("去年四季度减持两成，一季度增持一成。", "2019-Q1"),
        ("去年底的份额为三成，第一季度又上升。", "2019-Q1"),
        ("去年5月立案，3月的证据不足。", "2018-03"),
        ("去年12月立案，6月的证据不足。", "2018-06"),
        ("2017年12月立案，3月的证据不足。", "2017-03"),
        ("去年12月的产量比3月高。", "2018-03"),
        ("去年的产量下降，一季度降得最多。", "2018-Q1"),
        # a bare day goes on in the month after, where that is nearer
        ("3月27日签约。1日，设备运到。", "2019-04-01"),
        ("3月27日签约。15日，设备运到。", "2019-03-15"),
        ("3月27日签约。25日，双方见面。", "2019-03-25"),
        ("2月27日签约。1日，设备运到。", "2019-02-01"),
        ("3月27日签约，1日见面。", "2019-04-01"),
        # a day of a story long ago is told again by its number, unless that was only some days ago
        ("2018年6月2日晚，高楼起火。4月18日开庭。证人说，2日晚间有风。", "2018-06-02TEV"),
        ("2018年6月17日晚，高楼起火。4月18日开庭。证人说，17日晚间有风。", "2019-04-17TEV"),
        # what somebody says on a day of the 24 hours before
        ("国防部4月18日通报，过去一天击落三架飞机。", "2019-04-17/2019-04-18"),
        ("国防部4月18日开会，过去一天击落三架飞机。", "2019-04-19/2019-04-20"),
        ("国防部4月18日通报，过去一周击落三架飞机。", "2019-04-13/2019-04-20"),
        ("国防部4月18日通报，未来三天有雨。", "2019-04-20/2019-04-23"),
        # what will be: 将 before a verb, not where it stands for 把
        ("甲公司下午通报，周一将公布财报。", "2019-04-22"),
        ("甲公司下午通报，周一将利率维持不变。", "2019-04-15"),
        # so many quarters in a row
        ("公司4月18日称，营收连续三季度增长。", "2019-04-18"),
        ("公司4月18日公布最新一季财报，近四季财报均亏损。", "2019-04-18"),
        # a season of a show, a mean of days, an anniversary, a count: no dates
        ("甲台4月18日称，《山海》第二季也将开播，“江河”第二季将收官。", "2019-04-18"),
        ("甲国4月18日称，一周日均用电下降。", "2019-04-18"),
        ("甲国称，近一周日均用电下降。", "2019-04-13/2019-04-20"),
        ("甲方4月18日称，国庆六十周年将有展览，国庆60周年的展览已结束。", "2019-04-18"),
        ("甲方4月18日称，最后10年不减产。", "2019-04-18"),
        ("甲方4月18日称，已连续15年每月染色一次。", "2019-04-18"),
        ("走过93年历程，甲方4月18日休业。", "2019-04-18"),
        ("甲方4月18日称，第一年每月检查一次，第二年每季检查一次。", "2019-04-18"),
        ("第一年的检查结束了。2016年签约，第二年投产。", "2017"),
        # how long it has been
        ("甲方4月18日称，她离开已近五年。", "2019-04-18"),
        ("甲方4月18日称，战机服役近三十年了。", "2019-04-18"),
        ("甲方4月18日称，一干就是近三十年。", "2019-04-18"),
        ("地震4月18日发生，仅过去五天，房屋已修好。", "2019-04-18"),
        ("甲方4月18日称，近三年盈利。", "2016/2019"),
        # a quarter by its number
        ("甲方希望在二季度前投产。", "2019-Q2"),
        ("甲方两季度前投产。", "2018-10"),
        # what recurs is of no year
        ("每到年底，双方对账。", "XXXX"),
        ("产量每月月初公布。", "XXXX-XX"),
        # what is to come within a stretch
        ("批复将在近两日内下达。", "2019-04-20/2019-04-22"),
        ("公司计划最近两个月内复工。", "2019-04/2019-06"),
        ("公司在近两日内复工。", "2019-04-18/2019-04-20"),
        ("批复将创近两日新高。", "2019-04-18/2019-04-20"),
        # two characters for a year: of the century before, unless it is of these days
        ("四八年春天，厂房落成。", "1948-SP"),
        ("一八年春天，厂房落成。", "2018-SP"),
        # a month goes on from the last of a row of years long past
        (f"{_CHRONICLE}8月离任。", "1922-08"),
        (f"{_CHRONICLE}同事不舍，8月3日送别。", "1922-08-03"),
        (f"{_CHRONICLE}6月离任。", "2019-06"),
        (f"{_CHRONICLE}\n8月离任。", "2019-08"),
        (f"{_CHRONICLE}今年8月的展览在即。", "2019-08"),
        (f"{_CHRONICLE}展览定在8月。", "2019-08"),
        ("1887年出生，1922年7月任厂长。8月离任。", "2019-08"),
        ("1920年出师，1887年出生，1922年7月任厂长。8月离任。", "2019-08"),
        ("2016年出师，2017年当选，2018年7月任厂长。8月离任。", "2019-08"),
        ("1887年出生，1920年出师，1922年任厂长。8月离任。", "2019-08"),
        # some day of the month that its sentence tells
        ("警方3月查获一案，当日有六人落网。", "2019-03-XX"),
        ("警方查获一案，当日有六人落网。", "2019-04-20"),
        # a headline in brackets tells no year of what follows, but a dateline its month
        ("【2025年再登月】据报道，4月18日，甲国开会。", "2019-04-18"),
        ("【海潮社华盛顿3月14日电】国防部13日开会。", "2019-03-13"),
        # 8月初两国: no day of the lunar calendar
        ("继3月初两国互相加税之后，又有新的争端。", "2019-03"),
        ("三月初二，庙会开始。", "2019-04-06"),
    ],
)
def test_what_a_date_goes_on_from(extractor: Extractor, text: str, value: str) -> None:
    dates = extractor.extract(text, reference_date="2019-04-20").dates
    assert dates[0 if "最近" in text else -1].value == value


@pytest.mark.parametrize(
    ("reference", "text", "value"),
    [
        ("2019-04-15", "双方周末谈妥。", "2019-W15-WE"),
        ("2019-04-17", "双方周末谈妥。", "2019-W15-WE"),
        ("2019-04-18", "双方周末谈妥。", "2019-W16-WE"),
        ("2019-04-20", "双方周末谈妥。", "2019-W16-WE"),
        ("2019-04-15", "双方将于周末会谈。", "2019-W16-WE"),
        ("2019-04-15", "双方周末将会谈。", "2019-W16-WE"),
        ("2019-04-15", "双方本周末会谈。", "2019-W16-WE"),
        ("2019-04-15", "周末", "2019-W16-WE"),
    ],
)
def test_which_weekend(extractor: Extractor, reference: str, text: str, value: str) -> None:
    assert extractor.extract(text, reference_date=reference).dates[0].value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("去年9月至今年5月", "2020-09/2021-05"),
        ("2019年至今年5月", "2019/2021-05"),
        ("去年末至今年初", "2020/2021"),
        ("6月1日至今日", "2021-06-01/2021-06-10"),
        ("本周三至周五", "2021-06-09/2021-06-11"),
        ("周三至周五", "2021-06-09/2021-06-11"),
        ("上周五至周日", "2021-06-04/2021-06-06"),
        ("下周一到周三", "2021-06-14/2021-06-16"),
    ],
)
def test_ranges_that_end_this_year_or_on_a_weekday(extractor: Extractor, text: str, value: str) -> None:
    (found,) = extractor.extract(f"展览{text}举行。", reference_date="2021-06-10").dates
    assert (found.text, found.value) == (text, value)


SIGNS = tomllib.loads((Path(__file__).parent.parent / "rules" / "spoken_days.toml").read_text(encoding="utf-8"))["sign"]


def _says_what_it_should(extractor: Extractor, example: str) -> bool:
    text, expected = example.split(" => ")
    spoken = [(m[0], "day") for m in _read(extractor, text, "2021-06-30") if m[0].endswith("号")]
    last = re.findall(r"\d+号", text)[-1]
    return ((last, "day") in spoken) == (expected == "day")


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign["name"])
def test_the_signs_of_a_spoken_day(extractor: Extractor, sign: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(_says_what_it_should(extractor, example) for example in sign["examples"])
    without = spoken_days.read_signs([other for other in SIGNS if other is not sign])
    monkeypatch.setattr(spoken_days, "spoken_signs", lambda: without)
    assert not all(_says_what_it_should(extractor, example) for example in sign["examples"])


@pytest.mark.parametrize("day", [2, 14, 30])
@pytest.mark.parametrize("subject", ["外交部发言人", "上海", "市政府", "公司总裁李明", "刘备", "有关部门", "据《晚报》", "会议结束，记者"])
@pytest.mark.parametrize("deed", ["表示，项目已启动", "出台条例", "称，合作顺利", "再次宣布降价", "与两家企业签署协议", "向媒体证实了消息"])
def test_a_spoken_day_between_who_and_what(extractor: Extractor, day: int, subject: str, deed: str) -> None:
    assert _read(extractor, f"{subject}{day}号{deed}。", "2021-06-30") == [(f"{day}号", f"2021-06-{day:02d}", None)]


@pytest.mark.parametrize("day", [2, 14, 30])
@pytest.mark.parametrize(
    "frame",
    [
        "{}，两国代表在会上签了协议。", "新规将于{}生效。", "当地时间{}，会议闭幕。", "天气转晴。\n{}，游客陆续回到景区。",
        "母校{}宣布，校庆推迟。", "本报消息(记者王芳):{}，两国代表在会上签了协议。",
    ],
)  # fmt: skip
def test_a_spoken_day_that_opens_a_sentence_or_is_placed(extractor: Extractor, day: int, frame: str) -> None:
    assert _read(extractor, frame.format(f"{day}号"), "2021-06-30") == [(f"{day}号", f"2021-06-{day:02d}", None)]


@pytest.mark.parametrize("number", [2, 14, 30])
@pytest.mark.parametrize(
    "frame",
    [
        "地铁{}线开通", "{}楼封顶", "{}球员表示满意", "{}店开业", "{}院改造", "{}坑出土铜器", "{}文下发", "身穿{}球衣", "{}令公布",
        "第{}公布", "家住人民路{}", "地址：幸福街{}，电话见下", "编号为{}", "{}公告披露", "大赛{}种子获胜", "选手{}表示感谢", "{}",
        "病例{}发布在网上", "东风{}成功发射", "核电站{}机组并网", "〔2021〕{}公布", "银发[2021]{}", "国家队{}破门", "{}，王刚",
        "理财{}再次发布", "公司{}施工合同", "玉龙小区{}正式交付", "A{}宣布",
    ],
)  # fmt: skip
def test_what_else_a_number_with_hao_numbers(extractor: Extractor, number: int, frame: str) -> None:
    assert not [m for m in _read(extractor, frame.format(f"{number}号"), "2021-06-30") if "号" in m[0]]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("谈判12号再次中断。", []),
        ("双方6月9号见面。谈判12号再次中断。", ["6月9号", "12号"]),
        ("双方6月9号见面。旗下稳健12号再次分红。", ["6月9号"]),
        ("公司有12号楼，公司12号再次扩建。", []),
        ("公司12号再次扩建。", ["12号"]),
        ("“长江12号”在建。江边，长江12号再次出发。", []),
        ("代表在东京12号宣布。谈判13号再次中断。", ["12号", "13号"]),
        ("代表12号在东京宣布开工。谈判13号再次中断。", ["12号", "13号"]),
        ("公司12号和13号宣布扩建。", ["12号", "13号"]),  # what is said of the last is said of all
        ("公司13号意外宣布停产。", ["13号"]),
    ],
)
def test_what_the_document_says_of_its_numbers(extractor: Extractor, text: str, days: list[str]) -> None:
    assert [m[0] for m in _read(extractor, text, "2021-06-30")] == days


@pytest.mark.parametrize("month", [1, 6, 10, 12])
@pytest.mark.parametrize(("bound", "mod"), [("之后", "AFTER"), ("以后", "AFTER"), ("之前", "BEFORE"), ("来", "AFTER"), ("以来", "AFTER")])
def test_a_month_without_a_measure_word_is_named_not_counted(extractor: Extractor, month: int, bound: str, mod: str) -> None:
    """10月之后 is after October; 10个月之后, 两月后 and 18月后 are counted."""
    assert _read(extractor, f"签约工作在{month}月{bound}展开。", "2021-12-31") == [(f"{month}月", f"2021-{month:02d}", mod)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("刚刚过去的8月销量大增", "2021-08"),
        ("过去的三个月销量大增", "2021-09/2021-12"),
        ("过去三月销量大增", "2021-09/2021-12"),
        ("近3月销量大增", "2021-09/2021-12"),
        ("此前8月3日已签约", "2021-08-03"),
        ("两月后开业", "2022-02"),
        ("18月后开业", "2023-06"),
        ("10个月之后开业", "2022-10"),
    ],
)
def test_what_counts_months_and_what_names_one(extractor: Extractor, text: str, value: str) -> None:
    assert [value for _, value, _ in _read(extractor, text, "2021-12-31")] == [value]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("六月八日双方签约。据本报九日报道，十日动工。", ["2021-06-08", "2021-06-09", "2021-06-10"]),
        ("六月八日双方签约，八日至九日庆祝。", ["2021-06-08", "2021-06-08/2021-06-09"]),
        ("六月八日双方签约，一日三餐由甲方供应。", ["2021-06-08"]),
        ("六月一日双方签约。甲方一日曾称，乙方违约。", ["2021-06-01", "2021-06-01"]),
        ("六月以来双方谈判。代表九日返回。", ["2021-06"]),
        ("代表九日返回。", []),
        ("代表九日返回，六月十日再议。", ["2021-06-09", "2021-06-10"]),
        ("代表9日返回。", ["2021-06-09"]),
        ("代表九日晚返回，昨日（九日）又谈。", ["2021-06-09TEV", "2021-06-09", "2021-06-09"]),
    ],
)
def test_days_in_characters_are_dates_where_months_are_written_so(extractor: Extractor, text: str, days: list[str]) -> None:
    assert [value for _, value, _ in _read(extractor, text, "2021-06-10")] == days


def test_a_day_in_characters_is_a_value_by_itself() -> None:
    assert parse_date("九日", reference_date="2021-06-10").value == "2021-06-09"


def test_the_month_that_a_change_begins_in_counts_from_the_one_told(extractor: Extractor) -> None:
    story = "10月份菜价回落。果价从上月{}"
    assert _read(extractor, story.format("上涨7%转为下降1%。"), "2021-11-14")[-1] == ("上月", "2021-09", None)
    assert _read(extractor, story.format("的7%降至1%。"), "2021-11-14")[-1] == ("上月", "2021-09", None)
    assert _read(extractor, story.format("开始回落。"), "2021-11-14")[-1] == ("上月", "2021-10", "AFTER")
    assert _read(extractor, story.format("的7%降至1%。"))[-1] == ("上月", "XXXX-09", None)


def test_the_year_end_is_last_years_only_where_it_is_reported(extractor: Extractor) -> None:
    assert _read(extractor, "年底的存款增长一成。", "2021-03-22") == [("年底", "2020", "END")]
    assert _read(extractor, "办法预计年底发布。", "2021-03-22") == [("年底", "2021", "END")]


def test_the_national_week_is_the_same_in_every_year(extractor: Extractor) -> None:
    assert _read(extractor, "国庆假期游客增加，国庆节更多。") == [
        ("国庆假期", "XXXX-10-01/XXXX-10-07", None),
        ("国庆节", "XXXX-10-01", None),
    ]


def test_blanks_between_a_day_and_its_hour(extractor: Extractor) -> None:
    """Wide blanks are layout between two units of time, not between two dates."""
    (found,) = extractor.extract("会议于2021年6月4日  10时30分开始。").dates
    assert (found.text, found.value) == ("2021年6月4日  10时30分", "2021-06-04T10:30")
    assert [date.value for date in extractor.extract("6月4日  10日开会", reference_date="2021-06-10").dates] == ["2021-06-04", "2021-06-10"]
