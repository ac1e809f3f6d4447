"""Agreements named without 《》: sentences labelled before the code was tuned on them, generated reports, each construction by itself.

The first scores of the three batches, before anything was tuned on them: F1 .915, .839, .916, dates .907, .897, .837,
parties .744, .538, .469.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from cyextract import AgreementEvent, Extractor
from cyextract.evaluate import Layers, LayerScore, layers_of, score_layers
from cyextract.explain.narrate import phrase_reason
from signing_reports import REFERENCE, reports

DATA = Path(__file__).parent / "data"
DAY = "2021-06-10"


@cache
def extractor() -> Extractor:
    return Extractor()


def events(text: str, day: str | None = DAY) -> tuple[AgreementEvent, ...]:
    return extractor().extract(text, reference_date=day).agreements


def parties(event: AgreementEvent) -> list[str]:
    return [party.text for party in event.parties]


@pytest.mark.parametrize(("batch", "size", "least"), [("signings_1", 90, 0.95), ("signings_2", 90, 0.9), ("signings_3", 80, 0.9)])
def test_batches(batch: str, size: int, least: float) -> None:
    rows = [json.loads(line) for line in (DATA / f"{batch}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == size
    total = LayerScore()
    for row in rows:
        found = layers_of(extractor().extract(row["text"], reference_date=row["reference_date"]))
        total += score_layers({row["id"]: Layers(tuple(row["agreements"]))}, {row["id"]: Layers(found.agreements)})
    assert total.agreements.f1 >= least, total.differences
    assert (total.dates or 0) >= 0.88
    assert (total.parties or 0) >= 0.6


def test_generated_reports_have_both_parties_and_the_day() -> None:
    told = list(reports())
    assert len(told) == 182
    found = [(report, events(report.text, REFERENCE)) for report in told]
    right = [
        report for report, (event, *others) in ((report, result or (None,)) for report, result in found)
        if event is not None and not others and set(parties(event)) == report.parties and event.date and event.date.value == report.date
    ]  # fmt: skip
    assert len(right) >= 175


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("比亚迪与清华大学签署战略合作协议。", "战略合作协议"),
        ("比亚迪与清华大学签署了一份为期五年的采购合同。", "采购合同"),
        ("比亚迪与清华大学签署130吨豆粕购销合约。", "豆粕购销合约"),
        ("比亚迪与清华大学签署了5亿美元（约35亿元人民币）的设备订单。", "设备订单"),
        ("比亚迪与清华大学签署三方合作备忘录。", "三方合作备忘录"),
        ("比亚迪与清华大学签署项目二期合同。", "项目二期合同"),
        ("比亚迪与清华大学就购买专利达成协议。", "协议"),
        ("比亚迪与清华大学签署20架C919飞机购买协议。", "C919飞机购买协议"),
        ("比亚迪与清华大学签署“一揽子”合作意向书。", "合作意向书"),
        ("比亞迪與清華大學簽署合約附加備忘錄。", "合約附加備忘錄"),
        ("比亚迪与清华大学的合作协议于5月8日签署。", "合作协议"),
        ("比亚迪与清华大学举行合作协议签字仪式。", "合作协议"),
        ("比亚迪与清华大学的代表在一笔3亿元的贷款协议上签字。", "贷款协议"),
    ],
)
def test_a_phrase_is_read_from_its_first_describing_word(text: str, title: str) -> None:
    (event,) = events(text)
    assert (event.title, event.bracketed, event.category, event.action_type) == (title, False, "agreement", "sign")
    assert text[event.start : event.end] == title
    assert not extractor().extract(text).titles


@pytest.mark.parametrize(
    "text",
    [
        "比亚迪与清华大学尚未签署合作协议。",
        "比亚迪应当与职工签订劳动合同。",
        "签订劳动合同的职工可以参加。",
        "如果比亚迪与清华大学达成协议，项目就会开工。",
        "比亚迪会与清华大学签署合作协议吗？",
        "比亚迪与清华大学的合同纠纷尚在审理，签订时间不明。",
        "签了合同也要查。",
        "双方未能达成协议。",
        "比亚迪与清华大学达成一揽子协议。",
        "比亚迪（以下简称“协议”）签署人为清华大学。",
        "以签订的正式合同为准。",
        "议会批准了比亚迪的合作协议。",
    ],
)
def test_what_is_no_signing(text: str) -> None:
    assert not events(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("比亚迪将与清华大学签署合作协议。", "planned"),
        ("比亚迪拟与清华大学签署《合作协议》。", "planned"),
        ("比亚迪将深化合作，与清华大学签署《合作协议》。", "planned"),
        ("比亚迪预计9月底与清华大学签署合作协议。", "planned"),
        ("比亚迪与清华大学签署合作协议，将共建实验室。", "done"),
        ("比亚迪将厂房抵押给清华大学，并签署合作协议。", "done"),
        ("比亚迪将根据与清华大学达成的协议付款。", "done"),
    ],
)
def test_what_is_to_come_is_planned(text: str, status: str) -> None:
    (event,) = events(text)
    assert event.status == status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华为到访清华大学，双方签署合作协议。", ["华为", "清华大学"]),
        ("比亚迪与清华大学会谈。两家单位签署合作协议。", ["比亚迪", "清华大学"]),
        ("比亚迪（以下简称“公司”）近日公告。公司与清华大学签署合作协议。", ["比亚迪", "清华大学"]),
        ("证券简称：比亚迪\n公司与清华大学签署合作协议。", ["比亚迪", "清华大学"]),
        ("比亚迪宣布，公司已与清华大学签署合作协议。", ["比亚迪", "清华大学"]),
        ("清华大学校长到访。该校与比亚迪签署合作协议。", ["清华大学", "比亚迪"]),
        ("比亚迪与清华大学宣布签署合作协议。", ["比亚迪", "清华大学"]),
        ("比亚迪宣布与清华大学签署合作协议。", ["比亚迪", "清华大学"]),
        ("德黑兰与莫斯科签订供货协议。", ["德黑兰", "莫斯科"]),
        ("陈玉银与20多家医院签订供货合同。", ["陈玉银", "20多家医院"]),
        ("三名密切相关的大股东与比亚迪签署投票协议。", ["三名密切相关的大股东", "比亚迪"]),
        ("来自48个国家的180位市长签署《合作宣言》。", ["180位市长"]),
        ("比亚迪与交易对方清华大学签署合作协议。", ["比亚迪", "清华大学"]),
        ("比亚迪与石门坎农产品公司签署合作协议。", ["比亚迪", "石门坎农产品公司"]),
        ("《合作协议》签约仪式8月13日举行。比亚迪总经理王建国与清华大学副校长李明代表双方签字。", ["比亚迪", "清华大学"]),
        ("签署《广场协议》的日本付出了代价。", ["日本"]),
        ("大桥施工合同5月8日签订。大桥由比亚迪承建，业主为清华大学。", ["比亚迪", "清华大学"]),
        ("在与清华大学签署合作协议后，比亚迪又来到上海。", ["比亚迪", "清华大学"]),
        ("比亚迪已经就获得专利与清华大学签署合作协议。", ["比亚迪", "清华大学"]),
        ("比亚迪与Master Investment Group签署合作协议。", ["比亚迪", "Master Investment Group"]),
        ("据新华社报道，比亚迪与清华大学签署合作协议。", ["比亚迪", "清华大学"]),
        ("4月12日，比亚迪与清华大学座谈。期间签署合作协议。", ["比亚迪", "清华大学"]),
    ],
)
def test_parties_by_their_roles(text: str, expected: list[str]) -> None:
    (event,) = events(text)
    assert sorted(parties(event)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5月8日，比亚迪公告称，公司与清华大学签署合作协议。", None),
        ("比亚迪5月8日公告，公司5月6日与清华大学签署合作协议。", "2021-05-06"),
        ("5月8日，比亚迪与清华大学宣布签署合作协议。", "2021-05-08"),
        ("2018年4月，清华大学在深圳开展活动。期间，比亚迪与清华大学签署合作协议。", "2018-04"),
        ("2018年12月，清华大学签署《甲协议》，随后，比亚迪与复旦大学签署合作协议。", None),
        ("5月8日，清华大学签署《甲协议》，随后，比亚迪与复旦大学签署合作协议。", "2021-05-08"),
        ("比亚迪与清华大学于5月8日前后达成协议。", "2021-05-08"),
        ("比亚迪与清华大学近日签署合作协议。", None),
        ("比亚迪与清华大学合作协议签约仪式5月8日在京举行。", "2021-05-08"),
    ],
)
def test_dates_of_the_deed(text: str, day: str | None) -> None:
    event = max(events(text), key=lambda event: event.start)
    assert (event.date.value if event.date else None) == day


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("比亚迪与清华大学签署合作协议\n\n5月8日，比亚迪与清华大学签署战略合作协议。", ["战略合作协议"]),
        ("比亚迪与清华大学签署合作监管备忘录。在双方签署备忘录后，比亚迪开始提供数据。", ["合作监管备忘录"]),
        ("比亚迪与清华大学签署合作协议。双方还签署保密协议。", ["合作协议", "保密协议"]),
        ("比亚迪与清华大学签署合作协议。比亚迪与复旦大学签署合作协议。", ["合作协议", "合作协议"]),
        ("比亚迪与清华大学签署转让协议和担保合同。", ["转让协议", "担保合同"]),
        ("比亚迪与清华大学签署经济合作协定。王建国和李明在协定上签字。", ["经济合作协定"]),
    ],
)
def test_one_event_is_told_once(text: str, titles: list[str]) -> None:
    assert [event.title for event in events(text)] == titles


def test_a_notice_is_issued_by_who_signs_it() -> None:
    adopted = "《工作规则》已经2004年6月16日国务院第55次常务会议修订通过，现予印发。"
    text = f"国务院关于印发《工作规则》的通知\n各部委：\n{adopted}\n国务院\n2004年6月26日"
    told = {event.action: (parties(event), event.date and event.date.value) for event in events(text, None)}
    assert told == {"印发": (["国务院"], "2004-06-26"), "修订通过": (["国务院"], "2004-06-16")}


def test_items_of_a_meeting_are_adopted_by_its_body() -> None:
    items = "一、审议通过《关于修改章程的议案》。\n二、审议通过《关于召开股东大会的议案》。"
    told = events(f"第七届董事会第三次会议于2018年7月12日召开。会议通过以下议案：\n{items}", None)
    assert [(parties(event), event.date and event.date.value) for event in told] == [(["第七届董事会"], "2018-07-12")] * 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("根据《合作协议》，比亚迪供货。", "no verb that makes a document stands near it"),
        ("比亚迪应签署《合作协议》。", "asked for, supposed or denied (签署)"),
        ("比亚迪发布关于签署《合作协议》的公告。", "its verb only names it"),
        ("比亚迪审议签署《合作协议》的议案。", "only the topic of another paper"),
        ("比亚迪通过《合作协议》查询细节。", "the means by which"),
        ("比亚迪与清华大学签署《合作协议》吗？", "a question"),
        ("若通过审批，比亚迪与清华大学签署《合作协议》。", "a condition"),
    ],
)
def test_explain_says_why_a_title_has_no_event(text: str, why: str) -> None:
    (step,) = [step for step in extractor().explain(text, reference_date=DAY).steps if step.outcome == "untold"]
    assert why in phrase_reason(step)
