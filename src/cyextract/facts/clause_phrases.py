"""Phrases of a clause that name no party, by the prepositions that open them, and what stands before its text: datelines and by-lines."""

from __future__ import annotations

import re

from cyextract.facts.clause_text import ClauseText

PLACE_PREPOSITIONS = frozenset(("在", "于", "并在", "并于"))
TOPIC_PREPOSITIONS = frozenset(("就", "围绕", "针对", "关于"))  # what follows up to 与 or the verb is what it is about
SOURCE_PREPOSITIONS = frozenset(("据", "根据"))
FROM = "从"
TOLD_TO = re.compile("[\u4e00-\u9fff]{0,6}记者$")  # behind a word of reporting
HELD_AT = re.compile('会[”"]?上|论坛[”"]?上|仪式[”"]?上|活动[”"]?[上中]')  # what somebody holds
NAMED_NEXT = re.compile("的[\u4e00-\u9fff]{2,8}?[与和同跟]")  # 在甲地活动|的王建国与乙
TO = frozenset(("向",))
ITEM = re.compile(  # what numbers the items of a list
    r"\s*(?:[0-9]{1,2}(?:[、．]|\.(?![0-9]))|[一二三四五六七八九十]{1,3}、|\([0-9一二三四五六七八九十]{1,3}\))"
)
DATELINE = re.compile(r"(?:综合)?(?:电|讯|消息|报道)|\|")
BYLINE = re.compile(
    r"(?:电|讯|报道)\s*\((?:见习)?(?:记者|通讯员)[^()\n]{0,40}\)|本[报刊台网][\u4e00-\u9fff]{0,8}[电讯]\s"
    r"|社[\u4e00-\u9fff]{0,8}(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:综合)?电\s"
)
BY_MEANS = re.compile("以[^,，。;；《》\n名]{1,30}?的[\u4e00-\u9fff]{1,4}(?P<next>[与和同跟])")
IN_NAME_OF = re.compile("以(?P<body>[^,，。;；《》\n]{1,30}?)(?:名义|价格|总价|对价|代价|条件|形式|方式|身份|结果|票数|优势)")
DEALINGS = re.compile(  # 就|与乙的贸易谈判, not 就|与来自各地的客商签约
    "[与同跟][^,，。;；《》\n]{1,16}的[^,，。;；《》\n]{0,10}(?:谈判|磋商|纠纷|争端|争议|诉讼|问题|关系|合作|事宜|冲突|贸易|交易)"
)
CONGRESS = re.compile("党的[0-9一二三四五六七八九十]{1,3}(?:届[0-9一二三四五六七八九十]{1,2}中全会|大)")
OF_HOLDER = re.compile("之[\u4e00-\u9fff]{0,6}?(?:附属|子|联营|控股)公司")  # in notices, for 的
_GOVERNMENT, _DEPARTMENT = "政府", "部门"


def past_government(text: ClauseText, at: int) -> int:
    """Where a body ends that is named by its party (国民党|政府), or whose last word is 部门."""
    if text.view.startswith(_DEPARTMENT, at - 1) and text.words.ends_word(at + 1):  # 中国卫生部|门
        return at + 1
    return at + len(_GOVERNMENT) if text.words.word_from(at) == _GOVERNMENT else at
