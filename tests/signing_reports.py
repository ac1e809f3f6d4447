"""Reports of signings in the forms that news uses, put together from parties, days and papers; each tells one event of two parties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

REFERENCE = "2024-08-20"
PARTIES = [
    ("武汉市教育局", "比亚迪"), ("清华大学", "中国建设银行"), ("成都市政府", "京东方"), ("国家电网", "宁德时代"),
    ("上海交通大学", "中芯国际"),
    ("浙江省卫生健康委员会", "阿里巴巴"), ("中国农业银行", "北京大学"), ("广州市公安局", "中国移动"), ("中国石化", "沙特阿美"),
    ("复旦大学", "腾讯"), ("江苏省财政厅", "国家开发银行"), ("中国铁建", "中国进出口银行"),
    ("厦门大学", "华为"), ("海南省商务厅", "中国银行"),
]  # fmt: skip
PAPERS = ["战略合作协议", "人才培养合作框架协议", "设备采购合同", "谅解备忘录"]
# {a} and {b} sign {paper}; every form tells of the same day, 13 August 2024.
FORMS = [
    "8月13日，{a}与{b}签署{paper}。",
    "{a}8月13日同{b}签订了一份为期五年的{paper}，总金额3亿元。",
    "{a}和{b}8月13日在京达成{paper}。",
    "8月13日，{a}、{b}共同签下{paper}。",
    "{a}与{b}的{paper}于8月13日正式签署。",
    "8月13日，{a}与{b}举行{paper}签约仪式。",
    "{a}与{b}{paper}签约仪式8月13日举行。",
    "8月13日，{a}到访{b}。会上，双方签订{paper}。",
    "{a}8月13日与{b}会谈，双方签署{paper}，并就下一步工作交换了意见。",
    "8月13日，{a}负责人王建国与{b}负责人李明签署《{paper}》。",
    "8月13日，{a}与{b}签了《{paper}》。",
    "《{paper}》8月13日由{a}与{b}共同签署。",
    "8月13日，{a}与{b}举行座谈。期间，两家单位签署{paper}。",
]


class Report(NamedTuple):
    """A report and what it tells."""

    text: str
    parties: frozenset[str]
    date: str = "2024-08-13"


def reports() -> Iterator[Report]:
    """Every form with every pair: 182."""
    for row, (first, second) in enumerate(PARTIES):
        for column, form in enumerate(FORMS):
            text = form.format(a=first, b=second, paper=PAPERS[(row + column) % len(PAPERS)])
            yield Report(text, frozenset((first, second)))
