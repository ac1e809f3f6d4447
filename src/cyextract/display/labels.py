"""What codes of the models are called, in Chinese and in English; what is missing here is shown as it is written in the models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Phrase(NamedTuple):
    """The same said in Chinese and in English."""

    zh: str
    en: str


def _phrases(**chinese: str) -> Mapping[str, Phrase]:
    return {code: Phrase(zh, code.replace("_", " ")) for code, zh in chinese.items()}


TYPES = {
    "DATE": Phrase("日期", "Date"),
    "MONEY": Phrase("金额", "Money"),
    "PERCENT": Phrase("百分比", "Percent"),
    "ORG": Phrase("机构", "Org"),
    "TITLE": Phrase("《》名称", "Title"),
}
TYPE_PLURALS = {
    **TYPES,
    "DATE": Phrase("日期", "Dates"),
    "PERCENT": Phrase("百分比", "Percentages"),
    "ORG": Phrase("机构", "Organisations"),
    "TITLE": Phrase("《》名称", "Titles"),
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
    "planned": Phrase("计划", "planned"),
    "forecast": Phrase("预测", "forecast"),
    "hypothetical": Phrase("假设", "hypothetical"),
}
QUANTITY_MODS = {
    "gt": Phrase("超过", "more than"),
    "ge": Phrase("不少于", "at least"),
    "lt": Phrase("不足", "less than"),
    "le": Phrase("不超过", "at most"),
    "approx": Phrase("约", "about"),
}
PERCENT_UNITS = {"percent": Phrase("%", "%"), "percentage_point": Phrase("个百分点", "percentage points")}
PARTS_OF_DAY = {
    "MO": Phrase("上午", "morning"),
    "MD": Phrase("中午", "midday"),
    "AF": Phrase("下午", "afternoon"),
    "EV": Phrase("晚", "evening"),
    "NI": Phrase("夜", "night"),
}
SEASONS = {
    "SP": Phrase("春季", "spring"),
    "SU": Phrase("夏季", "summer"),
    "FA": Phrase("秋季", "autumn"),
    "WI": Phrase("冬季", "winter"),
}
VAGUE_DATES = {
    "PAST_REF": Phrase("过去某时", "some past time"),
    "PRESENT_REF": Phrase("当前", "the present"),
    "FUTURE_REF": Phrase("将来某时", "some future time"),
}
DATE_MODS = {
    "START": Phrase("{}初", "start of {}"),
    "MID": Phrase("{}中", "middle of {}"),
    "END": Phrase("{}底", "end of {}"),
    "APPROX": Phrase("约{}", "about {}"),
    "BEFORE": Phrase("{}之前", "before {}"),
    "AFTER": Phrase("{}以后", "after {}"),
}
DATE_PARTS = {
    "century": Phrase("世纪", "century"),
    "decade": Phrase("年代", "decade"),
    "year": Phrase("年份", "year"),
    "quarter": Phrase("季度", "quarter"),
    "month": Phrase("月份", "month"),
    "week": Phrase("周", "week"),
    "day": Phrase("日", "day"),
}
SOURCES = {
    "dateline": Phrase("据电头", "from the dateline"),
    "header": Phrase("据页眉", "from the header"),
    "text_date": Phrase("据文中日期", "from the text's dates"),
}

VERDICTS = {
    "supported": Phrase("有据", "supported"),
    "contradicted": Phrase("不符", "contradicted"),
    "unsupported": Phrase("无据", "unsupported"),
    "ambiguous": Phrase("存疑", "ambiguous"),
}
REASONS = {
    "found": Phrase("文中如此", "the text says so"),
    "approximate": Phrase("文中是约数", "the text only bounds it"),
    "coarser": Phrase("比文中笼统", "coarser than the text"),
    "boundary": Phrase("文中时段的一端", "an end of the text's period"),
    "value": Phrase("数值不同", "another number"),
    "scale": Phrase("数量级不同", "another order of magnitude"),
    "currency": Phrase("币种不同", "another currency"),
    "unit": Phrase("单位不同", "another unit"),
    "sign": Phrase("正负相反", "the opposite sign"),
    "direction": Phrase("增减相反", "the opposite direction"),
    "bound": Phrase("上下限不同", "another bound"),
    "year": Phrase("年份不同", "another year"),
    "reference_date": Phrase("年份不同，文中的年份按参考日期算", "another year than the reference date tells"),
    "pairing": Phrase("属于另一条", "belongs to another row"),
    "alias": Phrase("是另一机构的名称", "the name of another body"),
    "absent": Phrase("文中没有", "nowhere in the text"),
    "finer": Phrase("比文中具体", "finer than the text"),
    "unreadable": Phrase("读不出这种值", "no value of that kind"),
    "not_read": Phrase("文中有，看不出属于这一条", "in the text, but nothing ties it to the rest"),
    "part_of_name": Phrase("只是名称的一部分", "part of a longer name"),
    "range": Phrase("只是范围的一端", "one end of a range"),
    "fraction": Phrase("像是写成小数的百分比", "a percentage as a fraction"),
    "year_open": Phrase("文中年份不明", "the text leaves the year open"),
    "not_checkable": Phrase("无法核对", "cannot be checked"),
}


def label(labels: Mapping[str, Phrase], code: str) -> Phrase:
    """What a code is called.

    >>> label(KINDS, "mass_org")
    Phrase(zh='群众团体', en='mass org')
    """
    return labels.get(code) or Phrase(code, code.replace("_", " "))
