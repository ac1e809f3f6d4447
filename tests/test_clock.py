"""The document's clock: what its dates tell of the day it was written on, one kind of evidence at a time and together."""

from __future__ import annotations

import gzip
import json
import random
import re
from importlib.util import module_from_spec, spec_from_file_location
from itertools import permutations
from pathlib import Path

import pytest

from cyextract import Document, Extractor
from cyextract.errors import LexiconError
from cyextract.explain.narrate import narrate
from cyextract.lexicon.table import Table, read_table
from cyextract.models import Implied
from cyextract.recognizers.date.dated_things import read_dated_things, years_of_things
from cyextract.recognizers.date.evidence import KINDS, Vote
from cyextract.recognizers.date.reference import ClockWeights, elect, load_weights, read_weights

BODY = "公司昨日宣布，产量增长5%，工厂的设备已经运到。"
DAY = {  # evidence that tells the day
    "label": "发布时间：2018-06-12\n{body}",
    "label of blanks": "【 日  期 】20180612\n【 版  号 】2\n{body}",
    "line": "关于工厂的公告\n2018-06-12\n{body}",
    "clock time": "2018年6月12日 10:20\n{body}",
    "dateline": "新华社北京2018年6月12日电 {body}",
    "dateline and year": "新华社北京6月12日电 2018年6月11日，工厂投产。{body}",
    "signature": "{body}\n甲公司董事会\n二〇一八年六月十二日",
    "signature and page": "{body}\n甲公司董事会2018年6月12日3",
    "today": "记者今天（2018年6月12日）获悉，{body}",
    "today and year": "2018年3月5日，工厂开工。记者今天（6月12日）获悉，{body}",
    "latest day": "2018年6月12日，甲公司与乙公司签约。此前的2017年6月，双方见面。{body}",
}
YEAR = {  # evidence that tells the year alone
    "explained": "今年（2018年），工厂扩建。{body}",
    "explained last": "去年（2017年），工厂扩建。{body}",
    "reported": "截至2017年底，工厂的营收同比增长5%。{body}",
    "told twice": "2018年3月5日，工厂开工。今年3月5日的仪式上，双方握手。{body}",
    "weekday of the next year": "2017年，工厂营收增长。6月15日（周五），公司发布公告。{body}",
}
NOTHING = {  # years that are not that of the text
    "nothing": "{body}",
    "history": "工厂成立于1958年。{body}",
    "plan": "到2030年，工厂的产量将翻番。{body}",
    "title": "《2018年工作要点》印发。{body}",
    "dateline without a year": "新华社北京6月12日电 {body}",
}
NOISE = ("工厂成立于1958年。", "到2030年，工厂的产量将翻番。", "自1996年以来，产量一直增长。")


@pytest.fixture(scope="module")
def dates() -> Extractor:
    return Extractor(types={"DATE", "TITLE"}, layers=())


def _yesterday(document: Document) -> str:
    return next(m.value for m in document.dates if m.text == "昨日")


@pytest.mark.parametrize("template", DAY.values(), ids=DAY)
def test_a_day_that_is_told(dates: Extractor, template: str) -> None:
    document = dates.extract(template.format(body=BODY))
    assert (document.reference_date, document.reference_year, _yesterday(document)) == ("2018-06-12", 2018, "2018-06-11")


@pytest.mark.parametrize("template", YEAR.values(), ids=YEAR)
def test_a_year_that_is_told(dates: Extractor, template: str) -> None:
    document = dates.extract(template.format(body=BODY + "上周，设备到了。3月31日完工。"))
    values = [m.value for m in document.dates[-2:]]
    assert (document.reference_date, document.reference_year) == (None, 2018)
    assert (_yesterday(document), *values) == ("2018-XX-XX", "2018-WXX", "2018-03-31")


@pytest.mark.parametrize("template", NOTHING.values(), ids=NOTHING)
def test_null_beats_a_guess(dates: Extractor, template: str) -> None:
    document = dates.extract(template.format(body=BODY))
    assert (document.reference_date, document.reference_year, document.reference_source) == (None, None, None)
    assert _yesterday(document).startswith("XXXX-")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("新华社北京6月12日电 公司昨日宣布扩建。", "XXXX-06-11"),
        ("新华社北京3月1日电 公司昨日宣布扩建。", "XXXX-02-29"),
        ("记者今天（12日）获悉，公司昨日宣布扩建。", "XXXX-XX-11"),
        ("记者今天（1日）获悉，公司昨日宣布扩建。", "XXXX-XX-XX"),
        ("今年（2018年），工厂扩建。记者今天（12日）获悉，公司昨日宣布扩建。", "2018-XX-11"),
    ],
)
def test_what_is_known_of_a_day_without_its_year(dates: Extractor, text: str, value: str) -> None:
    assert _yesterday(dates.extract(text)) == value


@pytest.mark.parametrize("name", [*DAY, *YEAR])
def test_history_and_plans_overrule_nothing(dates: Extractor, name: str) -> None:
    template = (DAY | YEAR)[name]
    plain = dates.extract(template.format(body=BODY))
    noisy = dates.extract(template.format(body=BODY + "".join(NOISE)))
    assert (noisy.reference_date, noisy.reference_year) == (plain.reference_date, plain.reference_year)


def test_evidence_that_agrees_and_that_conflicts(dates: Extractor) -> None:
    headed = "发布时间：2018-06-12\n"
    assert dates.extract(headed + DAY["dateline"].format(body=BODY)).reference_date == "2018-06-12"
    older = "2015年3月4日，工厂开工。"
    assert dates.extract(headed + older + BODY).reference_date == "2018-06-12"
    assert dates.extract(YEAR["explained"].format(body=older + BODY)).reference_year == 2018
    turned = dates.extract("2017年12月20日，双方签约。1月10日，工厂投产。" + BODY)
    assert turned.reference_date is None  # it was written in the year after, or long ago


@pytest.mark.parametrize("name", [*DAY, *YEAR, *NOTHING])
def test_a_callers_date_wins(dates: Extractor, name: str) -> None:
    document = dates.extract((DAY | YEAR | NOTHING)[name].format(body=BODY), reference_date="2003-04-05")
    assert (document.reference_date, document.reference_year) == ("2003-04-05", 2003)
    if "today" not in name:  # a day that explains 今天 moves it
        assert _yesterday(document) == "2003-04-04"
    assert document.reference_source is not None
    assert (document.reference_source.source, document.reference_source.start) == ("given", None)


def test_sentences_without_dates_and_their_order_change_nothing(dates: Extractor) -> None:
    told = ("2018年6月12日，双方签约。", "2017年6月，双方见面。", "工厂成立于1958年。")
    assert {dates.extract("".join(order)).reference_year for order in permutations(told)} == {2018}
    text = DAY["label"].format(body=BODY)
    source = dates.extract(text).reference_source
    for padding in ("。", "设备已经运到。" * 3, "\n\n"):
        padded = dates.extract(padding + text)
        assert padded.reference_date == "2018-06-12"
        assert source is not None
        assert source.start is not None
        assert padded.reference_source is not None
        assert padded.reference_source.start == source.start + len(padding)
        assert dates.extract(text + padding).reference_date == "2018-06-12"


def test_no_text_of_numbers_and_dates_breaks_the_clock(dates: Extractor) -> None:
    pieces = [
        "2月29日",
        "2019年",
        "今天（",
        "）",
        "31日",
        "电",
        "\n",
        "日期：20190231",
        "去年2月",
        "（周五）",
        "公告编号：2018-1",
        "至",
        "0001年1月1日",
        "9999年",
    ]
    chance = random.Random(7)
    for _ in range(300):
        text = "".join(chance.choices(pieces, k=8))
        document = dates.extract(text)
        if document.reference_date is not None:
            assert document.reference_date.startswith(f"{document.reference_year:04d}-")
        assert all(text[m.start : m.end] == m.text for m in document.mentions)


def test_explain_shows_the_votes(dates: Extractor) -> None:
    trace = dates.explain(DAY["label"].format(body=BODY))
    best = max(trace.votes, key=lambda vote: vote.weight)
    assert {(vote.elects, vote.value) for vote in trace.votes} >= {("year", "2018"), ("day", "06-12")}
    assert (best.why, trace.document.text[best.start : best.start + 10]) == ("a label (发布时间) or brackets at the top", "2018-06-12")
    told = narrate(trace, ()).plain
    assert re.search(r"year 2018  \+\d+\n", told)
    assert best.why in told
    assert "When it was written" not in narrate(dates.explain(BODY, reference_date="2018-06-12"), ()).plain


def test_a_verdict_needs_a_margin() -> None:
    weights = ClockWeights({"a": 10, "b": 7, "c": -5}, 4, 3, {})
    votes: list[Vote[int]] = [("a", 2018, 0)]
    assert elect(votes, weights) == 2018
    assert elect([*votes, ("b", 2017, 0)], weights) == 2018
    assert elect([*votes, ("b", 2017, 0), ("c", 2018, 0)], weights) is None
    assert elect([*votes, ("c", 2018, 0)], weights) is None
    assert elect([*votes, ("a", 2019, 0)], weights) is None
    assert elect([], weights) is None


HEAD = "# kind\telects\tweight\twhy\n"


def _rows(**changes: str) -> str:
    rows = {f"{kind}-{elects}": f"{kind}\t{elects}\t1\tx" for elects, kinds in KINDS.items() for kind in (*kinds, "none", "margin")}
    changed = {name.replace("_", "-"): row for name, row in changes.items()}
    return HEAD + "\n".join(filter(None, (rows | changed).values()))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title_year": ""}, "title: no weight for a year"),
        ({"title_year": "title\tyear\t1.5\tx"}, "title: '1.5' is no weight"),
        ({"title_year": "titel\tyear\t1\tx"}, "titel: no kind of vote for a 'year'"),
        ({"title_year": "title\tmonth\t1\tx"}, "title: no kind of vote for a 'month'"),
        ({"title_year": "title\tyear\t1\tx\ntitle\tyear\t2\tx"}, "title: already has a weight for a year"),
        ({"margin_day": "margin\tday\t0\tx"}, "margin: '0' is no weight"),
        ({"title_year": "title\tyear\t1"}, "title: 3 columns"),
    ],
)
def test_a_wrong_table_of_weights_is_refused(changes: dict[str, str], problem: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(problem)):
        read_weights(Table("clock.tsv", _rows(**changes), 4, [], may_repeat=True))


@pytest.mark.parametrize("row", read_table("dated_thing.tsv", 5), ids=lambda row: row[0])
def test_a_thing_tells_the_year_that_its_example_was_written_in(row: tuple[str, ...]) -> None:
    assert [year for _, year, _ in years_of_things(row[3])] == [int(row[4])]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("甲\tanniversary\t19x9\t今年是甲10周年\t2009", "'19x9' and '2009' are no years"),
        ("甲\tanniversary\t1999\t今年是乙10周年\t2009", "its example does not hold it"),
        ("甲\tedition\t1999\t今年是甲10周年\t2009", "unknown tells 'edition'"),
    ],
)
def test_a_wrong_table_of_things_is_refused(row: str, problem: str) -> None:
    header = "# name\ttells\tyear\texample\ttold in\n"
    with pytest.raises(LexiconError, match=re.escape(problem)):
        read_dated_things(Table("dated_thing.tsv", header + row, 5, [], closed={"tells": ("anniversary", "year")}))


def test_the_shipped_table_says_what_each_kind_is() -> None:
    assert read_weights(Table("clock.tsv", _rows(), 4, [], may_repeat=True))["day"].by_kind["today"] == 1
    for weights in load_weights().values():
        assert all(why and "TODO" not in why for why in weights.whys.values())


def test_the_weights_are_made_by_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).parent.parent
    spec = spec_from_file_location("training_clock", root / "training" / "clock.py")
    assert spec is not None
    assert spec.loader is not None
    training = module_from_spec(spec)
    spec.loader.exec_module(training)
    told = [(template, "2018-06-12") for template in DAY.values()] + [(template, None) for template in NOTHING.values()]
    gold, headed, table = tmp_path / "gold.jsonl", tmp_path / "plain.jsonl.gz", tmp_path / "clock.tsv"
    rows = [{"id": f"a{n}", "text": t.format(body=BODY), "reference_date": day, "mentions": []} for n, (t, day) in enumerate(told * 2)]
    gold.write_text("\n".join(json.dumps(row) for row in rows))
    with gzip.open(headed, "wt", encoding="utf-8") as lines:
        lines.write("\n".join(json.dumps({"text": f"发布时间：2018-06-12\n2018年6月{n}日签约。"}) for n in range(1, 9)))
    shipped = (root / "rules" / "lexicon" / "clock.tsv").read_text(encoding="utf-8")
    table.write_text(shipped, encoding="utf-8")
    training.main([str(gold), "-o", str(table), "--headed", str(headed), "--margins", "4", "6"])
    made = read_weights(Table("clock.tsv", table.read_text(encoding="utf-8"), 4, [], may_repeat=True))
    assert (made["year"].margin, made["day"].margin) == (4, 6)
    assert made["day"].by_kind["header-label"] > 0
    assert [row.split("\t")[::3] for row in table.read_text(encoding="utf-8").splitlines()] == [
        row.split("\t")[::3] for row in shipped.splitlines()
    ]
    assert "year: 24 annotated, 8 of them without their day, 8 with a header" in capsys.readouterr().out


EVENTS = (
    "考试", "高考", "考研", "招生", "招聘", "年会", "论坛", "峰会", "大会", "会议", "临时股东会", "博览会", "锦标赛", "联赛", "大赛",
    "比赛", "活动", "春运", "黄金周",
)  # fmt: skip
DECISIONS = ("决定", "宣布", "通知", "要求", "公告", "发布", "印发", "批准", "规定", "明确", "消息", "拟", "将")
VOTES: dict[str, tuple[str, int]] = {  # a text, the kind of vote that it casts, and the year that the vote is for
    "“净港2018”行动今天启动。": ("named", 2018),
    "公司发布2018年一季报。": ("period", 2018),
    "公司发布2018年年报。": ("annual-next", 2019),
    "“十三五”开局之年，工厂扩建。": ("plan-edge", 2016),
    "“十三五”规划收官，工厂扩建。": ("plan-edge", 2020),
    "2018年3月，工厂开工。前年，双方见面。": ("year-before-last", 2020),
    "今年的产量超过2018年。": ("beside-this-year-next", 2019),
    "2018年开工，2018年扩建，2018年投产。": ("latest-often", 2018),
    "2018年12月31日止，产量翻番。": ("latest-day", 2018),
    "2018年开工，2017年筹建。": ("gap-one", 2018),
    "2018年筹建，2019年开工。": ("second", 2018),
    "2018年开工，2009年筹建。": ("gap-far", 2018),
    "2018年至2019年开工。": ("gap-one", 2019),
    "产量低于2018年。": ("behind-next", 2019),
    "产量为2018年同期的两倍。": ("behind-next", 2019),
    "进入2018年，产量翻番。": ("entered", 2018),
    "2018年伊始，产量翻番。": ("entered", 2018),
    "2018年扩建，明年再扩建。": ("next-year", 2018),
    "2018年扩建，去年又扩建。": ("last-year", 2018),
    "截至2018年6月30日，产量翻番。": ("as-of", 2018),
    "截至2018年底，产量翻番。": ("as-of-end-next", 2019),
    "截至2018年12月31日，产量翻番。": ("as-of-end-next", 2019),
    "预计2019年产量翻番。": ("forecast-next", 2019),
    "预计2019年、2020年产量翻番。": ("forecast-next", 2019),
    "2019年，产量有望翻番。": ("forecast-next", 2019),
    "甲方承诺，工厂2019年、2020年不减产。": ("forecast-next", 2019),
    "两年前，甲方在2016年筹建工厂。": ("years-ago", 2018),
    "经历2018年的减产，今年的产量翻番。": ("beside-this-year-whole-next", 2019),
    "6月3日，甲方见面。2018年9月，工厂开工。": ("past-now", 2018),
    "6月3日，甲方见面。2018年7月，工厂开工。": ("past-now-1", 2018),
    "6月3日，甲方见面。2018年1月，工厂开工。": ("long-before-next", 2019),
    "今年6月，甲方见面。2018年1月，工厂开工。": ("long-before-next", 2019),
    "11月3日，甲方见面。2018年的产量翻番。": ("late-before", 2017),
    "双方今天（6月12日）谈2018年的产量。": ("beside-today", 2018),
    "去年今日（2017年6月9日），工厂失火。": ("explained", 2018),
    "2018年3月5日，工厂开工。今年3月5日再聚。": ("told-twice", 2018),
    "前年3月，工厂开工。2016年3月的仪式上，双方握手。": ("told-twice", 2018),
    "前年3月，工厂开工。2016年3月5日的仪式上，双方握手。": ("told-twice", 2018),
    "狗年到来，2018年的产量增长。": ("zodiac", 2018),
    "海潮网4月3日讯，2010-2011赛季第二轮开打。": ("season", 2011),
    "海潮网10月3日讯，2010-2011赛季第二轮开打。": ("season", 2010),
    "1998年开工。": ("offline", 1998),
    "2018年开工，2035年的产量不变。": ("goal", 2035),
    "猪年到来，2018年的产量增长。": ("zodiac-against", 2018),
    "“十五五”开局之年，工厂扩建。": ("plan-edge", 2026),
    "今年是香港回歸祖國20週年。": ("anniversary", 2017),
    "明年是中法建交60周年。": ("anniversary", 2023),
    "去年是改革开放40周年。": ("anniversary", 2019),
    "今年的10月10日是辛亥革命一百周年。": ("anniversary", 2011),
    "新世纪的第一天，工厂开工。": ("of-year", 2001),
    "甲方将公布2018年的产量。": ("most-told", 2018),
    "甲方发布2018年四季度报告。": ("annual-next", 2019),
    "6月3日，甲方见面。2018年6月，工厂开工。": ("same-month", 2018),
    "甲方上月22日起诉，指2018年10月22日失火。": ("month-twice", 2018),
    "甲方上月22日起诉，指2018年12月22日失火。": ("month-twice", 2019),
    "《供电办法》从2018年7月1日实施。": ("takes-effect", 2018),
    "《供电办法》自2018年7月1日起开始执行。": ("takes-effect", 2018),
    "《供电办法》自2018年7月1日起正式生效，其中第三条自2018年9月1日起施行。": ("takes-effect", 2018),
    **{f"甲方{decision}，自2018年7月1日起提价。": ("takes-effect", 2018) for decision in DECISIONS},
    **{f"2018年第一次{event}今天开始。": ("event", 2018) for event in EVENTS},
}


@pytest.mark.parametrize("text", VOTES)
def test_what_votes_for_a_year(dates: Extractor, text: str) -> None:
    kind, year = VOTES[text]
    why = load_weights()["year"].whys[kind]
    assert (why, str(year)) in {(vote.why, vote.value) for vote in dates.explain(text).votes}


@pytest.mark.parametrize("text", [f"2018年最高{of}，甲方旁听。" for of in ("工资", "法院", "人民法院", "检察院")])
def test_what_figures_are_not_compared_with(dates: Extractor, text: str) -> None:
    assert load_weights()["year"].whys["behind-next"] not in {vote.why for vote in dates.explain(text).votes}


def test_no_other_day_is_today_where_the_text_says_which_one_is(dates: Extractor) -> None:
    story = "2018年6月4日，工厂失火，3人受伤。法院{}裁定甲方有错。"
    assert dates.extract(story.format("昨天")).reference_date == "2018-06-04"
    assert dates.extract(story.format("今天（22日）")).reference_date is None
    assert dates.extract(story.format("今天（2日）")).reference_date is None
    assert dates.extract(story.format("今天（6日）")).reference_date == "2018-06-06"
    assert dates.extract(story.replace("6月4日", "6月28日").format("今天（31日）")).reference_date is None
    assert dates.extract("发布时间：2018-06-05\n" + story.format("今天（4日）")).reference_date == "2018-06-05"


def test_a_range_over_years_at_the_begin_is_of_neither(dates: Extractor) -> None:
    kinds = {vote.why for vote in dates.explain("2017年5月1日至2018年4月30日，甲方卖书。").votes}
    assert load_weights()["year"].whys["lead-day"] not in kinds


@pytest.mark.parametrize(
    "text",
    [
        "属狗年薪十万，2018年扩建。",
        "2018人参加，2018元起，2018-19赛季",
        "去年4月的产量超过2018年4月。",
        "明年7月1日起禁售，2014年7月1日、2016年7月1日再分步扩大。",  # a yearly day
        "“十三五”规划印发。",
        "1.2018版",
        "海潮网4月3日讯，2010-2011年的产量增长。",
        "2010-2011赛季第二轮开打。",
        "国发〔1998〕2号\n各县：",
        "2018年开工，2036年的产量不变。",
        "2018年开工，2035年5月的产量不变。",
        "2033年开工，2035年的产量不变。",
        "2035年的产量不变。",
        "将于今年6月30日届满。2017年6月30日，双方见面。",  # what comes every three years
        "今年6月30日届满。2017年6月30日，双方见面。",
        "到2019年，产量翻番。",
        "2018年3月，甲方将其卖出。",
        "2017年6月22日清晨5点，工厂失火。",
        "2017年6月起火。资料图片：2018年6月，工厂。",
        "双方2018年以来首次见面。2018年以来最低。",
        "两年前，甲方筹建工厂。",
        "纪念香港回归祖国20周年的书，甲方卖出。",  # it may be of the year before or after
        "今年，甲方卖书。香港回归祖国20周年的书。",
        "今年是工厂成立20周年。",
        "今年是朝鲜建国70周年。",
        "今年是香港回归祖国多少周年？",
        "甲方将公布2018年的产量。",  # no forecast
        "甲方发布2018年三季度报告。",
        "2018年的活，动手做。",
        "甲方下月22日上诉，指2018年10月22日失火。",
        "甲方上月22日起诉，指2018年10月22日、2018年9月22日失火。",
        "《供电办法》自2018年1月1日起施行。",
        "《供电办法》自2018年1月1日起施行，第三条自2018年9月1日起施行。",
        "《供电办法》自2018年7月起施行。",
        "2016年修订的《供电办法》自2018年7月1日起施行。",
        "甲方自2018年7月1日起提价。",
        "甲方2018年7月1日执行合同。",
        "甲方决定卖书。书自2018年7月1日起提价。",
    ],
)
def test_what_votes_for_no_year(dates: Extractor, text: str) -> None:
    names = "named zodiac zodiac-against told-twice plan-edge offline goal season forecast header-line entered years-ago"
    names += " anniversary of-year annual-next event month-twice takes-effect"
    whys = {load_weights()["year"].whys[kind] for kind in names.split()}
    assert whys.isdisjoint(vote.why for vote in dates.explain(text).votes)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # a dateline without a year still says which month a bare day lies in
        ("中新网北京12月1日电 30日晚，双方签约。28日已谈妥。", ["XXXX-12-01", "XXXX-11-30TEV", "XXXX-11-28"]),
        ("中新网北京12月1日电 3日晚将签约。", ["XXXX-12-01", "XXXX-12-03TEV"]),
        ("新浪体育讯北京时间4月3日，甲队取胜。今晚再战。", ["XXXX-04-03", "XXXX-04-03TEV"]),
        ("岚江网讯4月3日，甲队取胜。今晚再战。", ["XXXX-04-03", "XXXX-04-03TEV"]),
        ("为办理通讯4月3日，甲队取胜。今晚再战。", ["XXXX-04-03", "XXXX-XX-XXTEV"]),  # 讯 is the end of another word
        ("双方昨日（21日）签约，今日再谈。", ["XXXX-XX-21", "XXXX-XX-21", "XXXX-XX-22"]),
        ("前年11月10日发生冲突。案件今（22日）续审，证人称当日在场。", ["XXXX-11-10", "XXXX-XX-22", "XXXX-11-10"]),
        ("条例明日（5日）生效，两人今午申请复核。", ["XXXX-XX-05", "XXXX-XX-05", "XXXX-XX-04TAF"]),
        ("市长昨（4日）宣布，昨下午有人反对。", ["XXXX-XX-04", "XXXX-XX-04TAF"]),
        ("前日(6日)泄洪，今日早上仍有雨。", ["XXXX-XX-06", "XXXX-XX-06", "XXXX-XX-08TMO"]),
        ("双方今天下午（31日）签约，今晚庆祝，明日再谈。", ["XXXX-XX-31TAF", "XXXX-XX-31", "XXXX-XX-31TEV", "XXXX-XX-XX"]),
        ("2009年是牛年。双方今天(25日)签约。", ["2009", "2009-XX-25", "2009-XX-25"]),
        # the month of such a day, from the latest day told by its month within the week before it
        ("9月7日有人坠伤。警方今（9）日通报，上月已有一起。", ["XXXX-09-07", "XXXX-09-09", "XXXX-08"]),
        ("9月28日有人坠伤。警方今（3）日通报。", ["XXXX-09-28", "XXXX-10-03"]),
        ("12月30日有人坠伤。警方今（3）日通报。", ["XXXX-12-30", "XXXX-01-03"]),
        ("国庆节有人坠伤，警方今（2日）通报。", ["XXXX-10-01", "XXXX-10-02"]),
        ("赶在“五一”前完工，监理今（7日）验收。", ["XXXX-05-01", "XXXX-XX-07"]),  # a holiday may lie ahead
        ("9月1日有人坠伤。警方今（9）日通报。", ["XXXX-09-01", "XXXX-XX-09"]),
        ("4月30日有人坠伤。警方今（31）日通报。", ["XXXX-04-30", "XXXX-XX-31"]),
        ("降雨破10月上旬记录。前日（6日）泄洪，今日早上仍有雨。", ["XXXX-10-01/XXXX-10-10", "XXXX-10-06", "XXXX-10-06", "XXXX-10-08TMO"]),
        ("去年9月8日有人坠伤，9月9日身亡。家属今（9）日起诉。", ["XXXX-09-08", "XXXX-09-09", "XXXX-XX-09"]),
        ("今年4月1日已有规定，4月2日生效。警方今（3）日通报。", ["XXXX-04-01", "XXXX-04-02", "XXXX-XX-03"]),
        ("7月16日离任，7月26日换人。人选今（19）日公布。", ["XXXX-07-16", "XXXX-07-26", "XXXX-XX-19"]),
        ("由6月9日起，争执不断。警方今（9）日通报。", ["XXXX-06-09", "XXXX-XX-09"]),
        ("将于9月7日开工。双方今（9）日签约。", ["XXXX-09-07", "XXXX-XX-09"]),
        ("6月9日至10月7日，共有五起。警方今早（14日）通报。", ["XXXX-06-09/XXXX-10-07", "XXXX-10-14TMO"]),
        ("9月15日打人者提堂。10月13日另有一起，两案今（15日）开审。", ["XXXX-09-15", "XXXX-10-13", "XXXX-10-15"]),
        # bare days lie in the month of such a day, also before it
        ("甲方12日称，已经签约。乙方今天（4月13日）否认。", ["XXXX-04-12", "XXXX-04-13", "XXXX-04-13"]),
        ("甲方14日称，已经签约。乙方昨晚（4月13日）否认，今早又谈。", ["XXXX-04-14", "XXXX-04-13TEV", "XXXX-04-13", "XXXX-04-14TMO"]),
        ("展会明天（5月1日）开幕，今天布展。", ["XXXX-05-01", "XXXX-05-01", "XXXX-04-30"]),
        # over a blank before the bracket
        ("甲方周四 (21 日) 公告，乙方今 (22) 日回应。", ["XXXX-XX-21", "XXXX-XX-21", "XXXX-XX-22"]),
        ("会议8月28日 (星期二)开幕。", ["XXXX-08-28", "XXXX-08-28"]),
        # what is counted from a day without a year
        ("中新网北京12月1日电 3天前签约，两个月前谈妥，一年前开始。", ["XXXX-12-01", "XXXX-11-28", "XXXX-10", "XXXX"]),
        ("中新网北京12月1日电 最近三个月多雨，近两周更多。", ["XXXX-12-01", "XXXX-09/XXXX-12", "XXXX-11-17/XXXX-12-01"]),
        ("甲方今天（4月2日）收到设备。设备3月27日启运，1日到港。", ["XXXX-04-02", "XXXX-04-02", "XXXX-03-27", "XXXX-04-01"]),
        ("国防部1月9日通报，过去一天击落三架飞机。", ["XXXX-01-09", "XXXX-01-08/XXXX-01-09"]),
        ("9月7日开工，3个月后竣工。", ["XXXX-09-07", "XXXX-12"]),
        ("9月7日开工，两个月后的3日停工。", ["XXXX-09-07", "XXXX-11-03"]),
        ("10月初已有消息，市长21日又谈起。发言人今（22）日回应。", ["XXXX-10", "XXXX-10-21", "XXXX-10-22"]),
        ("10月初已有消息，市长19日又谈起。发言人今（22）日回应。", ["XXXX-10", "XXXX-10-19", "XXXX-XX-22"]),
        ("10月初已有消息，市长昨日（21日）又谈起。", ["XXXX-10", "XXXX-XX-21", "XXXX-XX-21"]),
        ("10月初已有消息，市长昨（21）日又谈起。", ["XXXX-10", "XXXX-XX-21"]),
        # a day without its month is spoken of again
        ("甲方18日称，乙方违约，乙方当天否认，次日道歉。", ["XXXX-XX-18", "XXXX-XX-18", "XXXX-XX-19"]),
        ("甲方30日称，乙方违约，乙方当天否认，次日道歉。", ["XXXX-XX-30", "XXXX-XX-30", "XXXX-XX-XX"]),
        ("代表10日说，定于明年3月29日退出。\n飓风10日登陆。", ["XXXX-XX-10", "XXXX-03-29", "XXXX-XX-10"]),
        # months and quarters without a year where the day of writing is open
        ("2009年是牛年。去年二季度增仓。年初盘整。二季度减仓。", ["2009", "2008-Q2", "2009", "2008-Q2"]),
        ("2009年是牛年。去年12月大跌。10月份见底。3月份还涨。", ["2009", "2008-12", "2008-10", "2009-03"]),
        ("2009年是牛年。去年四季度减持的股票，一季度涨幅靠前。", ["2009", "2008-Q4", "2009-Q1"]),
        ("2009年是牛年。今年一季度大涨。去年表现好的股票，一季度跌了。", ["2009", "2009-Q1", "2008", "2009-Q1"]),
        ("2006年4月份成交8亿元，2005年8亿元。1-4月成交9亿元。", ["2006-04", "2005", "2006-01/2006-04"]),
    ],
)
def test_days_in_a_text_without_a_year(dates: Extractor, text: str, values: list[str]) -> None:
    assert [m.value for m in dates.extract(text).dates] == values


def test_the_day_whose_month_is_told_beside_it_dates_the_document(dates: Extractor) -> None:
    found = dates.extract("2009年是牛年。9月7日有人坠伤。警方今（9）日通报。")
    assert (found.reference_date, found.text[found.reference_source.start :]) == ("2009-09-09", "今（9）日通报。")
    assert dates.extract("2009年是牛年。2月27日有人坠伤。警方今（29）日通报。").reference_date is None  # no such day in 2009


@pytest.mark.parametrize("head", ["发布时间：2017-12-20 23:54\n{}", "2017年12月20日 23:54\n{}", "{}\n甲公司\n2017年12月20日"])
def test_the_months_of_a_story_say_nothing_against_its_header(dates: Extractor, head: str) -> None:
    story = "工厂6月22日失火，3人受伤，6月23日火灭。乙方去年买下厂房，昨天表示，8月15日已查明原因。"
    assert dates.extract(head.format(story)).reference_date == "2017-12-20"


def test_a_weekday_of_the_next_clause_explains_no_day(dates: Extractor) -> None:
    whys = {vote.why for vote in dates.explain("2017年，产量增长。6月14日消息，周二，双方见面。").votes}
    assert whys.isdisjoint(load_weights()["year"].whys[kind] for kind in ("weekday", "weekday-against"))


def test_history_is_not_the_present(dates: Extractor) -> None:
    history = "纪念馆今天开馆。" + "观众络绎不绝，讲解员说个不停。" * 12 + "1945年10月10日，受降典礼举行。"
    assert dates.extract(history).reference_year is None
    assert dates.extract(history.replace("1945", "2005") + "10月12日，观众再来。").reference_year == 2005
    assert dates.extract(f"发布时间：1945-10-10\n{history}").reference_date == "1945-10-10"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5月3日提交草案。结果将于7月31日公布。4日，双方再谈。", "2021-05-04"),
        ("5月3日提交草案。结果于7月31日公布。4日，双方再谈。", "2021-07-04"),
        ("5月3日提交草案。结果将于7月31日公布，并将于8日讨论。", "2021-07-08"),
        ("结果将于7月31日公布。双方将在8日再谈。", "2021-07-08"),
        ("结果将于7月31日公布。次日，双方再谈。", "2021-08-01"),
    ],
)
def test_a_bare_day_goes_on_from_what_has_happened(dates: Extractor, text: str, value: str) -> None:
    assert dates.extract(text, reference_date="2021-06-30").dates[-1].value == value


def test_a_day_told_after_the_year_before_lies_in_it(dates: Extractor) -> None:
    story = "2017年5月，他借了钱。6月21日晚，他又输光。"
    assert dates.extract(story, reference_date="2018-02-01").dates[-1].value == "2017-06-21TEV"
    planned = story.replace("6月21日晚，他又", "他计划6月21日晚")
    assert dates.extract(planned, reference_date="2018-02-01").dates[-1].value == "2018-06-21TEV"
    assert dates.extract("6月21日晚，他又输光。", reference_date="2018-02-01").dates[-1].value == "2018-06-21TEV"


def test_a_dateline_that_is_reported_from_elsewhere_is_none(dates: Extractor) -> None:
    text = "新华社开罗1月2日电 双方昨天会谈。" + "谈判持续了很久，没有结果。" * 12 + "据新华社加沙1月1日电，冲突继续。昨天又有人受伤。"
    days = [vote for vote in dates.explain(text).votes if vote.elects == "day"]
    assert {vote.value for vote in days if vote.why == load_weights()["day"].whys["dateline"]} == {"01-02"}


def test_what_a_date_rests_on_is_named_where_it_is_a_mention() -> None:
    extractor = Extractor(types={"DATE"})
    stamp, today, day, next_day = extractor.extract("【日期】20200215\n\n县里的新桥今天开工。2020年3月1日再议，次日公布。").dates
    assert (today.value, today.implied["day"].start) == ("2020-02-15", stamp.start)
    assert (next_day.value, next_day.implied["day"].start) == ("2020-03-02", day.start)


def test_what_a_date_rests_on_is_not_named_where_it_is_none() -> None:
    """The animal of 2009 tells the year, and is no date."""
    told = Extractor(types={"DATE"}).extract("牛年第一期县报今日印出，去年12月的事也在其中，2008年12月还没有它。")
    assert told.reference_source is not None
    assert told.reference_source.start == 0
    assert [date.implied["year"] for date in told.dates[:2]] == [Implied(source="document", start=None)] * 2
