"""News-like articles and what layout does to them: hard wraps, PDF fragments. The same seed gives the same article."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

ORGS = (
    "临江省发展改革委",
    "东屏市水务局",
    "海岳银行股份有限公司",
    "启明新能源集团",
    "云州大学",
    "国家林业和草原局",
    "远帆国际货运有限公司",
    "南屿市人民法院",
    "北岭县人民医院",
    "中国仪器仪表行业协会",
)
TITLES = (
    "《临江省水资源条例》",
    "《关于推进产业园区绿色改造的实施意见》",
    "《海上风电开发战略合作框架协议》",
    "《关于印发〈东屏市城市更新办法〉的通知》",
    "《云州经济年度报告》",
)
HEADINGS = ("产业协作走深走实", "一、总体情况", "二、下一步安排", "外贸增速回升", "资金投向民生")
SENTENCES = (
    "{org}{date}发布的数据显示，{period}全市实现工业增加值{money}，同比增长{percent}，增速比上年同期提高{points}。",
    "{date}，{org}与{org}在云州签署{title}，项目总投资{money}，其中首期投入{money}。",
    "{org}负责人表示，{title}自{date}起施行，到{year}末，覆盖率要达到{percent}以上。",
    "截至{date}，{org}已累计发放贷款{money}，占全部贷款的{percent}，惠及2000多户小微企业。",
    "记者从{org}获悉，{period}进出口总值{money}，其中出口{money}，下降{percent}。",
    "根据{title}，{org}将于{date}前完成120座泵站的改造，所需资金{money}由省级财政承担{share}。",
    "业内人士认为，随着{title}落地，{year}市场规模有望突破{money}，年均增速保持在{percent}左右。",
    "“我们准备了三套方案。”{org}有关专家说，第一套方案成本最低，只需{money}。",
)
WIDE = re.compile("[^\x00-\x7f]")
CLOSING = "，。、；：！？）》〉”%"


def article(seed: int) -> list[str]:
    """The paragraphs of an article: a headline, then sentences under headings."""
    draw = random.Random(seed)

    def date() -> str:
        year, month, day = draw.randint(2008, 2024), draw.randint(1, 12), draw.randint(1, 28)
        return draw.choice((f"{year}年{month}月{day}日", f"{month}月{day}日", f"{year}年{month}月", "二〇一九年十月二十六日", "今年5月底"))

    def money() -> str:
        amount = draw.randint(1000, 999999)
        return draw.choice(
            (
                f"{amount / 1000:.1f}亿元",
                f"{amount / 100:.2f}万美元",
                f"人民币{amount:,}元",
                "二百九十八亿元",
                f"{amount / 1000:.2f}亿港元",
                f"{amount}万元",
            )
        )

    def percent() -> str:
        return draw.choice((f"{draw.randint(10, 999) / 10:.1f}%", f"{draw.randint(2, 90)}%", "百分之三十五", "两成多", "百分之十二点六"))

    def sentence() -> str:
        text = draw.choice(SENTENCES)
        slots: dict[str, Callable[[], str]] = {
            "org": lambda: draw.choice(ORGS),
            "title": lambda: draw.choice(TITLES),
            "date": date,
            "money": money,
            "percent": percent,
            "share": lambda: f"{draw.randint(3, 9)}成",
            "points": lambda: f"{draw.randint(10, 99) / 10:.1f}个百分点",
            "year": lambda: f"{draw.randint(2024, 2030)}年",
            "period": lambda: draw.choice(("前三季度", "一季度", "上半年", "2023年")),
        }
        return re.sub(r"\{(\w+)\}", lambda found: slots[found[1]](), text)

    paragraphs = [f"{draw.choice(ORGS)}推进重点项目建设"]
    for _ in range(draw.randint(4, 7)):
        if draw.random() < 0.3:
            paragraphs.append(draw.choice(HEADINGS))
        paragraphs.append("".join(sentence() for _ in range(draw.randint(1, 4))))
    return paragraphs


def columns(text: str) -> int:
    return len(text) + len(WIDE.findall(text))


def hard_wrap(paragraph: str, width: int, *, keeps_marks: bool = False) -> Iterator[str]:
    """Lines of at most `width` columns, filled; with `keeps_marks` none begins with a closing mark (it hangs over the margin)."""
    line, filled = "", 0
    for char in paragraph:
        needed = columns(char)
        if filled + needed > width and not (keeps_marks and char in CLOSING):
            yield line
            line, filled = "", 0
        line, filled = line + char, filled + needed
    yield line


def wrapped(paragraphs: list[str], width: int, *, parted_by: str = "\n\n", keeps_marks: bool = False) -> str:
    """A text as a mail program or an editor of `width` columns writes it; `parted_by` stands before every paragraph but the first."""
    indent = parted_by.lstrip("\n")
    parts = ["\n".join(hard_wrap(indent + p, width, keeps_marks=keeps_marks)) for p in paragraphs]
    return parted_by.removesuffix(indent).join(parts)


def wrapped_by_characters(paragraphs: list[str], width: int) -> str:
    """A text cut every `width` characters, as scripts do, with an empty line between paragraphs."""
    return "\n\n".join("\n".join(p[i : i + width] for i in range(0, len(p), width)) for p in paragraphs)


def with_short_last_lines(paragraphs: list[str], width: int) -> str:
    """A wrapped text whose paragraphs end in a short line and are parted by nothing else, unless their last line is full."""
    text = ""
    for paragraph in paragraphs:
        lines = list(hard_wrap(paragraph, width))
        is_short = columns(lines[-1]) <= width - 6 or (len(lines) == 1 and columns(lines[0]) <= width - 6)
        text += "\n".join(lines) + ("\n" if is_short else "\n\n")
    return text


def numbers_on_lines(paragraphs: list[str], *, parted_by: str = "\n\n") -> str:
    """A text out of PDF: every number on a line of its own."""
    return parted_by.join(re.sub(r"[0-9][0-9.,]*[0-9]|[0-9]", r"\n\g<0>\n", p).strip("\n") for p in paragraphs)
