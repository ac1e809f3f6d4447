"""Who takes part in a signing and who does not, by the words around the names; when it was, by the clauses around it."""

from __future__ import annotations

from functools import cache

import pytest

from cyextract import AgreementEvent, Extractor

DAY = "2024-03-15"


@cache
def extractor() -> Extractor:
    return Extractor(layers={"organisations", "agreements"})


def events(text: str) -> tuple[AgreementEvent, ...]:
    return extractor().extract(text, reference_date=DAY).agreements


def parties(event: AgreementEvent) -> set[str]:
    return {party.text for party in event.parties}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Names that no list knows, by their form.
        ("昨天，比亚迪与导航软件公司MapleRoute签署合作协议。", {"比亚迪", "MapleRoute"}),
        ("江州农商行与希腊船东签署贷款合同。", {"江州农商行", "希腊船东"}),
        ("米勒和前妻达成庭外和解协议。", {"米勒", "前妻"}),
        ("后卫马里奥·费尔南德斯与清华大学签署工作合同。", {"马里奥·费尔南德斯", "清华大学"}),
        ("家属周庆丰与比亚迪达成和解协议。", {"周庆丰", "比亚迪"}),
        ("巴新外长与日本外相在上海签署投资协议。", {"巴新", "日本"}),
        ("清政府先后同俄、美、英、法四国签订《天津条约》。", {"清政府", "俄", "美", "英", "法"}),
        ("中国驻肯尼亚大使馆与肯尼亚外交与国际合作部签署《关于互免签证的协定》。", {"中国驻肯尼亚大使馆", "肯尼亚外交与国际合作部"}),
        # Counted ones.
        ("商务部还同16个非洲国家签署了缓债协议。", {"商务部", "16个非洲国家"}),
        ("中国人民银行与12个国家和地区的央行签署了互换协议。", {"中国人民银行", "12个国家和地区的央行"}),
        ("来自两国的几十家出版企业签署出版协议。", {"几十家出版企业"}),
        # What only describes a party is none.
        ("美国从事船舶研制和生产的钢铁厂与比亚迪签署合同。", {"钢铁厂", "比亚迪"}),
        ("包括日本、韩国在内的和平委员会签署了停火协议。", {"和平委员会"}),
        ("清华大学与当地公司组成的联营体与比亚迪签署合同。", {"联营体", "比亚迪"}),
        ("比亚迪子公司华芯多媒体与清华大学签署合作意向书。", {"华芯多媒体", "清华大学"}),
        ("该局通过评审，4大类别、80个项目合格，还编制了《质量手册》。", {"该局"}),
        ("论坛开展5个平行活动，并发布《发展报告》。", set()),
        ("英国出逾6亿英镑与法国达成防务协议。", {"英国", "法国"}),
        ("日本强迫清政府签订《天津条约》。", {"日本", "清政府"}),
        # In whose name.
        ("王某以江州传媒有限公司的名义与清华大学签订《广告合同》。", {"江州传媒有限公司", "清华大学"}),
        # Whoever sees a signing does not sign; who does, the title may say.
        ("会谈后，两国元首共同签署《日本国和蒙古国关于加强合作的联合声明》。", {"日本国", "蒙古国"}),
        ("会见后，王某和李某共同见证《教育部与清华大学关于深化合作的备忘录》的签署。", {"教育部", "清华大学"}),
        # The body whose meeting it is; the team that speaks.
        ("国务院召开常务会议。会议讨论通过《管理办法》。", {"国务院"}),
        ("江州恒塔足球俱乐部昨晚宣布，前锋马里奥·费尔南德斯已与球队签下工作合同。", {"马里奥·费尔南德斯", "江州恒塔足球俱乐部"}),
        # From the clauses before.
        ("联合国发言人表示，1974年签署的《部队脱离接触协议》仍然有效。", set()),
        ("比亚迪向清华大学出让专利，并签署《转让协议》。", {"比亚迪", "清华大学"}),
        ("比亚迪到访清华大学。双方会谈，达成《合作协议》。", {"比亚迪", "清华大学"}),
        ("比亚迪事件起于2012年，2017年达成和解协议。", {"比亚迪"}),
    ],
)
def test_parties(text: str, expected: set[str]) -> None:
    (event,) = events(text)
    assert parties(event) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7月8日，厂房坍塌。案发后，比亚迪与清华大学签订了赔偿协议书。", None),
        ("5月8日是两国签署《天津宣言》2周年。", None),
        ("5月8日，鲜花运到天津港。如此快的通关，得益于中国和荷兰签署的《合作协议》。", None),
    ],
)
def test_a_date_of_something_else_is_not_the_signing_s(text: str, day: str | None) -> None:
    (event,) = events(text)
    assert (event.date.value if event.date else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "企业在与外商签订合同时应明确质量要求。",
        "日本外交部说，日本仍在努力达成协议。",
        "总统宣称航道关闭，直至日本愿达成协议。",
        "通过《公司法》的学习，学生可以掌握规律。",
        "日本首相见证协议签署。",
    ],
)
def test_what_is_no_signing(text: str) -> None:
    assert not events(text)


@pytest.mark.parametrize(
    ("text", "expected", "day"),
    [
        # Whoever chairs a meeting of a body; the day of the meeting.
        (
            "央视网消息：中共中央总书记、教育部部长王某5月7日主持召开中央全面深化改革委员会第六次会议，审议通过了《甲意见》。",
            {"中央全面深化改革委员会"}, "2024-05-07",
        ),
        # Who tells of a signing does not sign; what the title is between.
        ("白皮书介绍，1951年5月8日，《蒙古政府和江州政府关于边界的协议》的签订，是大事。", {"蒙古政府", "江州政府"}, "1951-05-08"),
        ("两国元首签署《沙特王国和蒙古共和国友好条约》。", {"沙特王国", "蒙古共和国"}, None),
        ("中国与东盟秘书处发表声明。双方还签署了《沙特王国和蒙古共和国友好条约》。", {"沙特王国", "蒙古共和国"}, None),
        ("巴新与日本会谈。双方签署《日本联邦和巴布亚新几内亚独立国友好条约》。", {"巴新", "日本"}, None),
        # Phrases of manner, and what was only consulted.
        ("房东以90万元的价格和比亚迪签订了合同。", {"房东", "比亚迪"}, None),
        ("2005年，教育部参考欧洲、美国和日本等标准制定了《术语名单》。", {"教育部"}, "2005"),
        # A law under which something else is done, a paper that something is done to.
        ("比亚迪胜诉，法院依据2014年5月新修订后实施的《商标法》，判决赔偿。", set(), "2014-05"),
        ("日本政府要求美国对1996年签订的《东京协议》做重大修改。", set(), "1996"),
        ("经党中央批准 《建设条例》5月8日颁布", {"党中央"}, "2024-05-08"),
        # Another deed of whoever did the last.
        ("教育部1994年印发了《甲办法》。2003年12月又颁布《乙办法》。", {"教育部"}, "2003-12"),
        # The year in the name of a meeting, the day of a report.
        ("在日前举行的2022年度中国游戏产业年会上，中国音像与数字出版协会发布了《出海报告》。", {"中国音像与数字出版协会"}, None),
        ("比亚迪1月14日发布业绩预告，预计亏损。报告期内，比亚迪与清华大学签订了《合同书》。", {"比亚迪", "清华大学"}, None),
        # Names: a post with a rank, an office that was named before, two who sign between them.
        ("中国音像与数字出版协会第一副理事长、清华大学副校长张毅君发布《游戏报告》。", {"中国音像与数字出版协会", "清华大学"}, None),
        ("权利人为中国信达资产管理公司江州办事处，该办事处与比亚迪签订了合同。", {"中国信达资产管理公司江州办事处", "比亚迪"}, None),
        ("该运输企业与托运人之间签订了运输合同。", {"该运输企业", "托运人"}, None),
        ("150多个国家同中国签署共建“一带一路”合作协议。", {"150多个国家", "中国"}, None),
        ("教育部：围绕“育人”，还将持续加强部门协同，出台《改革方案》。", {"教育部"}, None),
        ("朝鲜最高人民会议第七次会议又通过了《关于巩固地位》的法令。", {"朝鲜最高人民会议"}, None),
    ],
)  # fmt: skip
def test_parties_and_day(text: str, expected: set[str], day: str | None) -> None:
    event = max(events(text), key=lambda event: event.start)
    assert (parties(event), event.date.value if event.date else None) == (expected, day)


@pytest.mark.parametrize(
    "text",
    [
        "乌克兰政府决定暂停与欧盟签署合作协定。",
        "我们重视履行同各国达成的双边合作协议。",
        "比亚迪仅与清华大学签署协议是不够的。",
        "日本首相1日称，与清华大学达成协议并不意味着项目开工。",
        "会议听取了关于《提请审议决定的议案》的说明。",
        "日俄首脑就签订和平条约表明决心。",
        "为此，比亚迪向其经纪人提出签订单场合同。",
    ],
)
def test_what_is_only_spoken_of(text: str) -> None:
    assert not events(text)


def test_a_title_that_opens_the_next_clause_is_not_of_the_list() -> None:
    (event,) = events("大会审议通过了《关于制定规划的建议》，《建议》的特点是抓住矛盾。")
    assert event.title == "关于制定规划的建议"
    assert event.start < 20


def test_a_phrase_holds_the_names_in_quotation_marks() -> None:
    (event,) = events("去年底，比亚迪与清华大学正式签署“教学基地”协议。")
    assert event.title == "“教学基地”协议"


def test_what_is_near_is_planned() -> None:
    (event,) = events("比亚迪接近与清华大学签署协议。")
    assert event.status == "planned"
