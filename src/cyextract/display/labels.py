"""What codes of the models are called, in Chinese and in English; what is missing here is shown as it is written in the models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Wording(NamedTuple):
    """The same said in Chinese and in English."""

    zh: str
    en: str


def _phrases(**chinese: str) -> Mapping[str, Wording]:
    return {code: Wording(zh, code.replace("_", " ")) for code, zh in chinese.items()}


TYPES = {
    "DATE": Wording("日期", "Date"),
    "MONEY": Wording("金额", "Money"),
    "PERCENT": Wording("百分比", "Percent"),
    "ORG": Wording("机构", "Org"),
    "TITLE": Wording("《》名称", "Title"),
}
TYPE_PLURALS = {
    **TYPES,
    "DATE": Wording("日期", "Dates"),
    "PERCENT": Wording("百分比", "Percentages"),
    "ORG": Wording("机构", "Organisations"),
    "TITLE": Wording("《》名称", "Titles"),
}
KINDS = _phrases(
    company="公司", bank="银行", government="政府机构", party="政党机构", mass_org="群众团体", association="协会", school="学校",
    research="科研机构", hospital="医院", media="媒体", court="法院、检察院",
    military="军队", team="球队", international="国际组织", committee="委员会", other="其他机构",
)  # fmt: skip
CATEGORIES = _phrases(
    agreement="协议", policy="政策文件", law="法律法规", standard="标准", report="报告", publication="报刊", work="作品", other="其他",
)  # fmt: skip
CURRENCIES = {
    "CNY": "元", "USD": "美元", "HKD": "港元", "TWD": "新台币元", "MOP": "澳门元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元",
    "KRW": "韩元", "SGD": "新加坡元", "AUD": "澳元", "CAD": "加元", "CHF": "瑞士法郎", "RUB": "卢布", "INR": "印度卢比", "THB": "泰铢",
    "NZD": "新西兰元",
}  # fmt: skip
FIGURE_KINDS = _phrases(change="增减", growth="增长率", gap="差距", share="占比", rate="比率", price="价格")
STATUSES = {
    "planned": Wording("计划", "planned"),
    "forecast": Wording("预测", "forecast"),
    "hypothetical": Wording("假设", "hypothetical"),
}
QUANTITY_MODS = {
    "gt": Wording("超过", "more than"),
    "ge": Wording("不少于", "at least"),
    "lt": Wording("不足", "less than"),
    "le": Wording("不超过", "at most"),
    "approx": Wording("约", "about"),
}
PERCENT_UNITS = {"percent": Wording("%", "%"), "percentage_point": Wording("个百分点", "percentage points")}
PARTS_OF_DAY = {
    "MO": Wording("上午", "morning"),
    "MD": Wording("中午", "midday"),
    "AF": Wording("下午", "afternoon"),
    "EV": Wording("晚", "evening"),
    "NI": Wording("夜", "night"),
}
SEASONS = {
    "SP": Wording("春季", "spring"),
    "SU": Wording("夏季", "summer"),
    "FA": Wording("秋季", "autumn"),
    "WI": Wording("冬季", "winter"),
}
VAGUE_DATES = {
    "PAST_REF": Wording("过去某时", "some past time"),
    "PRESENT_REF": Wording("当前", "the present"),
    "FUTURE_REF": Wording("将来某时", "some future time"),
}
DATE_MODS = {
    "START": Wording("{}初", "start of {}"),
    "MID": Wording("{}中", "middle of {}"),
    "END": Wording("{}底", "end of {}"),
    "APPROX": Wording("约{}", "about {}"),
    "BEFORE": Wording("{}之前", "before {}"),
    "AFTER": Wording("{}以后", "after {}"),
}
DATE_PARTS = {
    "century": Wording("世纪", "century"),
    "decade": Wording("年代", "decade"),
    "year": Wording("年份", "year"),
    "quarter": Wording("季度", "quarter"),
    "month": Wording("月份", "month"),
    "week": Wording("周", "week"),
    "day": Wording("日", "day"),
}
SOURCES = {
    "dateline": Wording("据电头", "from the dateline"),
    "header": Wording("据页眉", "from the header"),
    "text_date": Wording("据文中日期", "from the text's dates"),
}

VERDICTS = {
    "supported": Wording("有据", "supported"),
    "contradicted": Wording("不符", "contradicted"),
    "unsupported": Wording("无据", "unsupported"),
    "ambiguous": Wording("存疑", "ambiguous"),
}
REASONS = {
    "found": Wording("文中如此", "the text says so"),
    "approximate": Wording("文中是约数", "the text only bounds it"),
    "coarser": Wording("比文中笼统", "coarser than the text"),
    "boundary": Wording("文中时段的一端", "an end of the text's period"),
    "value": Wording("数值不同", "another number"),
    "scale": Wording("数量级不同", "another order of magnitude"),
    "currency": Wording("币种不同", "another currency"),
    "unit": Wording("单位不同", "another unit"),
    "sign": Wording("正负相反", "the opposite sign"),
    "direction": Wording("增减相反", "the opposite direction"),
    "bound": Wording("上下限不同", "another bound"),
    "year": Wording("年份不同", "another year"),
    "reference_date": Wording("年份不同，文中的年份按参考日期算", "another year than the reference date tells"),
    "pairing": Wording("属于另一条", "belongs to another row"),
    "alias": Wording("是另一机构的名称", "the name of another body"),
    "absent": Wording("文中没有", "nowhere in the text"),
    "finer": Wording("比文中具体", "finer than the text"),
    "unreadable": Wording("读不出这种值", "no value of that kind"),
    "not_read": Wording("文中有，看不出属于这一条", "in the text, but nothing ties it to the rest"),
    "part_of_name": Wording("只是名称的一部分", "part of a longer name"),
    "range": Wording("只是范围的一端", "one end of a range"),
    "fraction": Wording("像是写成小数的百分比", "a percentage as a fraction"),
    "year_open": Wording("文中年份不明", "the text leaves the year open"),
    "not_checkable": Wording("无法核对", "cannot be checked"),
}


def label(labels: Mapping[str, Wording], code: str) -> Wording:
    """What a code is called.

    >>> label(KINDS, "mass_org")
    Wording(zh='群众团体', en='mass org')
    """
    return labels.get(code) or Wording(code, code.replace("_", " "))
