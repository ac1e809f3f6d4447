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
        ("腾讯健康与清华大学签署合作协议。", {"腾讯健康", "清华大学"}),
        ("比亚迪和农户们直接签订合作协议。", {"比亚迪", "农户们"}),
        ("回到谈判桌上与伊朗签署新协议。", {"伊朗"}),
        ("留在地区与商务部签署协议。", {"商务部"}),
        ("近百个联合国会员国签署了《丙公约》。", {"联合国会员国"}),
        ("一次会议通过了《章程》。", set()),
        ("这休市与比亚迪签署《渔业协议》。", {"比亚迪"}),
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
        # A meeting of the party, both countries' banks, one side by its country's letter; what is only of theirs is none.
        ("党的十五届六中全会通过了《作风决定》。", {"党的十五届六中全会"}),
        ("会议要求，贯彻落实党的十五届六中全会审议通过的《作风决定》精神。", {"党的十五届六中全会"}),
        ("日蒙两国央行5月2日续签双边本币互换协议。", {"日蒙两国央行"}),
        ("在渔业方面，日方发布的《渔业立场报告》澄清了事实。", {"日方"}),
        ("最近，中央审议通过《财税方案》。", {"中央"}),
        ("中央采购网5月发布了《征求意见公告》。", {"中央采购网"}),
        ("比亚迪与日方检察官办公室签订协议。", {"比亚迪", "日方检察官办公室"}),
        # A verb before a number or a place is no part of the name, nor is where somebody goes.
        ("日本政府宣布，中止一项战时与德国签署的情报合作协议。", {"日本政府", "德国"}),
        ("日本首相签署命令，终止俄罗斯与蒙古在渔业领域的合作协议。该协议为两国政府于1996年6月签署。", {"俄罗斯", "蒙古"}),
        ("记者在出差，赴某国与比亚迪签署合作协议。", {"比亚迪"}),
        ("总理到访东京，并出席南方国家渔业党和农业党代表会议，签署了《和平宣言》。", set()),
        ("已有30个国家同比亚迪签署采购协议。", {"30个国家", "比亚迪"}),
        ("展会开幕，吸引了30个国家同比亚迪签署采购协议。", {"30个国家", "比亚迪"}),
        ("今天，又有一批知名企业与比亚迪签订投资协议。", {"一批知名企业", "比亚迪"}),
        ("因为播种时就与比亚迪签订了合同。", {"比亚迪"}),
        ("美国政府对比亚迪采取措施，后双方达成协议。", {"美国政府", "比亚迪"}),
        # Of two deeds in a row each has its own performer; a wife's name stands behind her husband's.
        ("各地按照农业部、商务部制定、国家统计局批准的《畜牧报表制度》核查。", {"国家统计局"}),
        ("教育部制定、近日发布《体育规划》。", {"教育部"}),
        ("比亚迪与陆方洽谈签订《合同书》。", {"比亚迪", "陆方"}),
        ("比亚迪通过与清华大学合作，签订了《演出合约》。", {"比亚迪", "清华大学"}),
        ("特首林郑月娥会同教育部，通过引用《紧急法》订立《校园条例》。", {"林郑月娥", "教育部"}),
        # What 在…中 holds, 新颁布, a crown prince, what countries open the paper's name where others are pointed at.
        ("清华大学发布《求职指南》。而在比亚迪发布的《就业情况评估》报告中，比例上升。", {"比亚迪"}),
        ("在日本去年5月发布的《渔业报告》中，对此有说明。", {"日本"}),
        ("日本在去年5月发布的《渔业报告》中对此作了说明。", {"日本"}),
        ("首相认为，日本新颁布的《渔业方案》很好。", {"日本"}),
        ("教育部、商务部等最新公布的《体育规划》很好。", {"教育部", "商务部"}),
        ("日本王储与蒙古总理签署合作协议。", {"日本", "蒙古"}),
        ("沙特国王与日本总理签署合作协议。", {"日本", "沙特"}),
        ("比亚迪与清华大学会谈。会谈后，双方发表《中泰关系发展规划》。", {"中泰"}),
        ("日本与蒙古会谈。会谈后，双方发表《蒙日能源发展规划》。", {"日本", "蒙古"}),
        ("比亚迪与清华大学会谈。7月，“日蒙合作框架协议”正式签署。", {"日蒙"}),
        # Of the two companies named, the one that brackets call so; the meeting that an item belongs to, told of or held last.
        (
            "清华大学持有江州电子股份有限公司(以下简称“公司”)的股份，系比亚迪股份有限公司上市前获得。\n公司于5月8日披露《减持公告》。",
            {"江州电子股份有限公司"},
        ),
        ("2023年年度股东大会于5月8日召开。\n一、审议通过《增资议案》。", {"2023年年度股东大会"}),
        ("监事会第二次会议的意见见附件。第三届董事会第五次会议于5月8日召开。\n一、审议通过《增资议案》。", {"第三届董事会"}),
        ("江州双城经济圈建设党政联席会议第五次会议审议《实施方案》。", {"江州双城经济圈建设党政联席会议"}),
        ("江州市政府和\n比亚迪签署《合作协议》。", {"江州市政府", "比亚迪"}),
        # Plain text that goes on before or behind a name; a bracket stands for itself; who is only pointed at is none of two.
        ("这一演习使人很容易联想到蒙古去年出台的《渔业报告》。", {"蒙古"}),
        ("后来，夫妇俩回到日本，与比亚迪签下了协议。", {"比亚迪"}),
        ("比亚迪分别与20家国际知名厂商签订合同。", {"20家国际知名厂商", "比亚迪"}),
        ("清华大学(下称“清华”)5月2日披露《停牌公告》。", {"清华大学"}),
        ("东海顾问发布《钢铁行业前景报告》。", {"东海顾问"}),
        ("据iiMediaResearch发布的《电商市场报告》显示，份额为三成。", {"iiMediaResearch"}),
        ("多家欧洲企业重返市场，与比亚迪签订商业合同。", {"多家欧洲企业", "比亚迪"}),
        ("清华大学就该案已立案(详见公司5月2日披露的《停牌公告》)。", {"公司"}),
        ("他称自己已和有关电视台签订了评球合同。", {"有关电视台"}),
        ("美国与蒙古会谈。日方说应准许，蒙方指出要转移，双方还达成了一致。王某说，双方达成的协议不包括渔业。", {"美国", "蒙古"}),
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
    event = events(text)[-1]
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
        ("早在2016年5月，美国政府对比亚迪采取措施，后双方达成协议。", {"美国政府", "比亚迪"}, None),
        # The countries that a treaty's name opens with, where nobody else is told to sign it.
        ("5月8日，中国—蒙古自由贸易协定正式签署。", {"中国", "蒙古"}, "2024-05-08"),
        ("5月8日，中国与蒙古自由贸易协定在江州签署。", {"中国", "蒙古"}, "2024-05-08"),
        ("5月8日，《中蒙通商条约》签订。", {"中蒙"}, "2024-05-08"),
        ("5月8日，《以土地换和平协议》签订。", set(), "2024-05-08"),
        ("5月8日，《北京-江海铁路合同》签订。", set(), "2024-05-08"),
        # The day since which something holds; of a meeting, before a month told later; not of what is to come or only described.
        ("日本自2014年5月8日签署《渔业协议》以来，进展顺利。", {"日本"}, "2014-05-08"),
        ("日本自2014年5月8日成立部队以来与蒙古签署了《渔业协议》。", {"日本", "蒙古"}, None),
        ("日本按照2013年规划签署《渔业协议》后，进展顺利。", {"日本"}, None),
        ("5月8日，日本与蒙古会谈。蒙古今年10月将举行峰会。会谈后，两国签署了《渔业协议》。", {"日本", "蒙古"}, "2024-05-08"),
        ("5月8日，展会开幕。三十家企业参加，预计将达成采购协议。", {"三十家企业"}, None),
        ("2006年，比亚迪进入江州。此次与清华大学签订的经销协议包括新药。", {"比亚迪", "清华大学"}, None),
        ("5月8日，甲协会年会在江州闭幕。分歧仍大，但发表的《联合声明》提到了目标。", {"甲协会年会"}, "2024-05-08"),
        ("比亚迪已与江州局达成《新协议》(下称“协议”)以替代清华大学于2023年7月与商务部达成的《协议》。", {"清华大学", "商务部"}, "2023-07"),
        ("截止到2024年2月，日本共与蒙古签署了《渔业协议》。", {"日本", "蒙古"}, None),
        ("比亚迪与清华大学已就如何分担费用达成协议。", {"比亚迪", "清华大学"}, None),
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


@pytest.mark.parametrize(
    ("text", "expected", "day"),
    [
        ("比亚迪成立。内地与江州海事机构签署合作协议。", {"江州海事机构"}, None),  # 内地 is no name, and 比亚迪 not the subject
        ("比亚迪抵达上海，但前锋顺利地签署了《甲协议》。", set(), None),
        ("公司收到股东清华大学、王根九、王凤仙出具的《告知函》。", {"清华大学", "王根九", "王凤仙"}, None),
        ("鉴于俄土两国去年签署了停火协议，目前没有计划。", {"俄土两国"}, "2023"),
        ("部长王某22日出席签署仪式，并代表中国签署《江州协定》。", {"中国"}, "2024-03-22"),
        ("2015年5月8日，中国国家主席与日本首相共同签署《合作声明》。", {"中国", "日本"}, "2015-05-08"),
        ("清华大学与比亚迪及陆挺签署《意向协议》。", {"清华大学", "比亚迪", "陆挺"}, None),
        ("叙利亚政府代表和反对派代表达成协议。", {"叙利亚政府", "反对派"}, None),
        ("中国同日本聚焦“蓝色经济·生态海岛”，并通过了《江州宣言》。", {"中国", "日本"}, None),
        ("2012年伦敦奥运会赛场外，比亚迪与清华大学签署合作协议。", {"比亚迪", "清华大学"}, None),
        ("2012年伦敦奥运会期间，比亚迪与清华大学签署合作协议。", {"比亚迪", "清华大学"}, "2012"),
    ],
)
def test_subjects_that_nothing_shows(text: str, expected: set[str], day: str | None) -> None:
    (event,) = events(text)
    assert (parties(event), event.date.value if event.date else None) == (expected, day)


@pytest.mark.parametrize(
    "text",
    [
        "中标金额500万元，最终金额以签订合同为准。",
        "从签署引渡条约，到建立机制，网络已经建成。",
        "以签署《工作方案》为契机，比亚迪扩大生产。",
        "美国宣布撤销签署《江州条约》。",
        "在协议签署之时，比亚迪持有股份。",
        "比亚迪有可能与清华大学签署协议。",
    ],
)
def test_what_is_only_named(text: str) -> None:
    assert not events(text)


def test_what_a_body_only_allows_is_told_by_the_verb_behind_the_title() -> None:
    (event,) = events("【视频】经党中央批准 新修订的《工作条例》颁布")
    assert event.action == "颁布"


@pytest.mark.parametrize(
    ("text", "expected", "day"),
    [
        ("中国成立。虽然哈里曼成功地签署了《甲协议》，但他没有满足。", {"哈里曼"}, None),
        ("按照6月初与美国商务部达成的和解协议，比亚迪将4亿美元存入账户。", {"美国商务部", "比亚迪"}, "2024-06"),
        ("比亚迪与清华大学签订了意向书，并于2月8日草签了此项目的《转让协议》。", {"比亚迪", "清华大学"}, "2024-02-08"),
        ("王某与李某出席仪式，见证比亚迪与清华大学签署合作协议。", {"比亚迪", "清华大学"}, None),
        ("这是通过与私营部门签订研发合同提供补贴的。", {"私营部门"}, None),
    ],
)
def test_subjects_of_other_clauses(text: str, expected: set[str], day: str | None) -> None:
    event = events(text)[-1]
    assert (parties(event), event.date.value if event.date else None) == (expected, day)


@pytest.mark.parametrize(
    "text",
    [
        "随后，清华大学与比亚迪共同见证了双方企业签署合作协议。",
        "共同社回顾称，2015年底达成协议后，两国保持着协调。",
        "会谈将为签署通行保障协议书奠定基础。",
        "续签以共享情报为目的的协议不符合日本国家利益。",
        "依照决定，废止《乡镇条例》《税收决定》，现予公布。",
    ],
)
def test_what_nobody_is_told_to_sign(text: str) -> None:
    assert not events(text)


@pytest.mark.parametrize(
    ("text", "expected", "day"),
    [
        ("中国与东盟官员座谈。双方发表《沙特王国和蒙古共和国关于深化合作的联合声明》。", {"沙特王国", "蒙古共和国"}, None),
        ("据报道，这是战后韩国和日本签署的首个军事协定。", {"韩国", "日本"}, None),
        ("比亚迪与青岚药明研发项目签署了开发合同。", {"比亚迪"}, None),
        ("王某主持的中央全面深化改革委员会第三次会议通过了《实施意见》。", {"中央全面深化改革委员会"}, None),
        ("教育部2月3日公布了新的高等教育指导性文件《质量评估报告》", {"教育部"}, "2024-02-03"),
        ("比亚迪与获市政府授权的清华大学于2018年1月8日签订《建设协议书》。", {"比亚迪", "清华大学"}, "2018-01-08"),
        ("日前，教育部约谈了5个负责人，并当场签订了“限期整改协议”。", {"教育部"}, None),
        ("这项合同是比亚迪于2004年6月签署的，总额为38.9亿美元。", {"比亚迪"}, "2004-06"),
        ("1978年，时任美国总统签署了《江州协议》。", {"美国"}, "1978"),
    ],
)
def test_what_stands_before_a_name_or_behind_a_verb(text: str, expected: set[str], day: str | None) -> None:
    (event,) = events(text)
    assert (parties(event), event.date.value if event.date else None) == (expected, day)


def test_a_joint_sight_of_a_signing_is_none() -> None:
    assert not events("会谈后，两国元首共同在首日封上签字，并见证签署经济技术合作协定。")


def test_the_day_of_a_meeting_told_before_is_not_of_a_numbered_one() -> None:
    (event,) = events("5月8日，大会在江州举行。中央全面深化改革委员会第三次会议通过了《实施意见》。")
    assert event.date is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("韩日《军事情报协定》于2016年11月23日签署，反映了共识。", {"韩日"}),
        ("随着日韩签署相关协议，问题得到解决。", {"日韩"}),
        ("12月16日，江州沛宁与江州农工商表示，已签署了《一致行动协议》。", {"江州沛宁", "江州农工商"}),
        ("比亚迪今天与北京相关单位签署合作备忘录。", {"比亚迪", "北京相关单位"}),
        ("最终有3家企业跟医院签订了协议。", {"3家企业", "医院"}),
        ("比亚迪认为：方案符合国务院《意见》、证监会关于《办法》、深交所发布的《操作指引》的规定。", {"深交所"}),
        ("这次的比亚迪事件也是这样：据报道，江州采购网5月17日发布了《采购公告》。", {"江州采购网"}),
        ("昨日，我市数十家厂家与4家购物中心签订了合作协议。", {"我市数十家厂家", "4家购物中心"}),
        ("比亚迪承认其行为，并以7亿美元的罚款与美国司法部达成和解协议。", {"比亚迪", "美国司法部"}),
        ("比亚迪走出重要一步。其和清华大学签署框架协议。", {"比亚迪", "清华大学"}),
    ],
)
def test_parties_by_the_words_around(text: str, expected: set[str]) -> None:
    (event,) = events(text)
    assert parties(event) == expected


def test_what_is_given_up_is_not_signed() -> None:
    assert not events("当天下午，韩国政府宣布放弃签署该协定。")


def test_a_clause_of_time_has_both_of_its_subjects() -> None:
    (event,) = events("\u3000\u3000随着比亚迪与江州人民党达成入阁协议，组阁完成。")
    assert parties(event) == {"比亚迪", "江州人民党"}


@pytest.mark.parametrize(
    "text",
    [
        "在《江州停战协定》签署69周年之际，日本首相参观了展览。",
        "教育部发言人就大会表决通过《关于完善制度的决定》发表谈话。",
    ],
)
def test_an_occasion_is_no_event(text: str) -> None:
    assert not events(text)


def test_a_surname_with_a_particle_is_nobody() -> None:
    (event,) = events("股民赚到钱了，管理层又出台了《管理办法》。")
    assert "钱了" not in parties(event)


@pytest.mark.parametrize(
    ("text", "expected", "day"),
    [
        # The day in the sentence before, wherever it stands; behind a dateline; before whoever sees the signing.
        ("日本能源部长佐藤27日与到访的蒙古能源部长会面。双方还签署了能源备忘录。", {"日本", "蒙古"}, "2024-03-27"),
        ("晚间播报：15日，比亚迪江州分厂投产，这是第九家。在仪式上，比亚迪与清华大学签署备忘录。", {"比亚迪", "清华大学"}, "2024-03-15"),
        ("今年1月校长和市长共同见证比亚迪和清华大学签署合作协议。", {"比亚迪", "清华大学"}, "2024-01"),
        ("5月4日，江州贸易洽谈会举行。洽谈会上，比亚迪与清华大学签订采购合同。", {"比亚迪", "清华大学"}, "2024-05-04"),
        # Several named as one.
        ("北京、天津、山东等地的12家渔业公司与比亚迪签订了购船协议。", {"北京、天津、山东等地的12家渔业公司", "比亚迪"}, None),
        ("日本和海洋问题六国达成协议。", {"日本", "海洋问题六国"}, None),
        ("当天就有部分商户与比亚迪达成协议。", {"部分商户", "比亚迪"}, "2024-03-15"),
        ("多方协商一致，签订了补偿协议。", {"多方"}, None),
        ("两名商人会面时达成协议。", {"两名商人"}, None),
        ("日韩国防部官员9日在大阪草签协定。", {"日韩国防部"}, "2024-03-09"),
        # Countries by their letters, and those told paragraphs before.
        ("中日韩渔业部长会议5月4日举行。会上，三国部长签署《联合公报》。", {"中日韩"}, "2024-05-04"),
        ("日本外长5月3日抵达，与蒙古外长会谈。\n风景很美。\n记者很多。\n两国签署了能源协议。", {"日本", "蒙古"}, "2024-05-03"),
        ("日韩之间也举行了多次谈判，还签署了《渔业协议》。", {"日韩"}, None),
        # Whoever owns, brings about, tells or describes is none.
        ("比亚迪、公司实际控制人陈大明先生与清华大学签署《转让协议》。", {"比亚迪", "陈大明", "清华大学"}, None),
        ("总理促成日本与蒙古签署渔业协议。", {"日本", "蒙古"}, None),
        ("比亚迪宣布，已与其在江州的合作伙伴清华大学签订协议。", {"比亚迪", "清华大学"}, None),
        ("议会已批准日韩签订的《渔业条约》。", {"议会"}, None),
        ("比亚迪5月与日本著名研究机构 Alder Group 签署合约。", {"比亚迪", "Alder Group"}, "2024-05"),
        ("此时距离日韩两国政府去年达成协议已有半年。", {"日韩两国政府"}, "2023"),
        ("教育部负责人介绍了近日发布的《国务院办公厅关于加强体育的意见》。", {"国务院办公厅"}, None),
        ("教育部5月8日9时10分、9时50分下发《紧急通知》。", {"教育部"}, "2024-05-08T09:10"),
        ("总局根据中国与俄罗斯两国政府签订的航空协定，批准了航线。", {"中国", "俄罗斯"}, None),
        ("中国与日韩两国签署渔业协定。", {"中国", "日韩两国"}, None),
        ("中国与东盟九国签署渔业协定。", {"中国", "东盟九国"}, None),
        ("由于比亚迪违反了曾与清华大学达成的和解协议，项目停工。", {"比亚迪", "清华大学"}, None),
        ("日韩边境频率会谈，4月21日结束。双方签署了《频率协议》。", {"日韩"}, "2024-04-21"),
        ("日本外务省官员说，随着蒙俄签署相关协议，问题已解决。他又说随着蒙俄签署相关协议，问题已解决。", {"蒙俄"}, None),
        # The day of a heading in 【】, of a report, of a stretch of time is none; that of the source is.
        ("【江州研究院：2021-2022年客流有望增长】江州研究院召开论坛，发布了《旅游报告》。", {"江州研究院"}, None),
        ("新华社江州5月2日电 与日本首相会谈；签署《江州宣言》。", set(), None),
        ("五年来，江州市出台《体育发展意见》。", {"江州市"}, None),
        ("5月3日股市大涨。消息面上，日本已经与比亚迪签署协议。", {"日本", "比亚迪"}, None),
        ("比亚迪12月3日召开发布会，清华大学对教育部最新发布的《体育规划》作了介绍。", {"教育部"}, None),
        ("据今年1月12日教育部发布的《体育报告》显示，人数增加。", {"教育部"}, "2024-01-12"),
        ("详见与本公告同日披露的《决议》。\n特此公告。\n比亚迪\n2024年2月8日", set(), "2024-02-08"),
        ("详见与本公告同日刊登的《通知》。\n特此公告。\n比亚迪\n2024年2月8日\n附注：" + "有关事项。" * 99, set(), "2024-02-08"),
        # A name that a page links stands on a line by itself; the hour of a meeting is that of its opening.
        ("5月3日，\n比亚迪\n与清华大学签署了捐赠协议。", {"比亚迪", "清华大学"}, "2024-05-03"),
        ("教育部5月9日上午召开部务会议。会议审议通过《体育规划》。", {"教育部"}, "2024-05-09"),
        ("清华大学与比亚迪签订合同后，须支付定金。", {"清华大学", "比亚迪"}, None),
        ("4月24日，粤港澳三地在深圳公布标准。三地还共同签署了《标准备忘录》。", {"粤港澳三地"}, "2024-04-24"),
        # What is measured, pointed at or held is no party; who else is meant by 前者 and 这两家.
        ("按照与比亚迪达成的协议，7年内禁止日本企业进口产品。", {"比亚迪"}, None),
        ("教育部组织专家，并于1月30日9时10分、9时50分在系统内下发《紧急通知》。", {"教育部"}, "2024-01-30T09:10"),
        ("5月3日，美日韩三国防长在东京举行会议，并签署《三边备忘录》。", {"美日韩三国"}, "2024-05-03"),
        ("比亚迪与清华大学都来参会。前者与教育部签订合同。", {"比亚迪", "教育部"}, None),
        ("比亚迪与清华大学到会。教育部也已和这两家单位签订合同。", {"教育部", "比亚迪", "清华大学"}, None),
        ("日本外务省官员又说随着蒙俄签署相关协议，问题已解决。", {"蒙俄"}, None),
        ("两国元首签署《沙特王国和蒙古联邦关于深化关系的声明》。", {"沙特王国", "蒙古联邦"}, None),
        # Both stand in the name of the paper.
        ("5月8日，王某出席仪式，签署比亚迪与清华大学合作协议。", {"比亚迪", "清华大学"}, "2024-05-08"),
        ("会谈后，两国元首签署了《沙特王国友好条约》、《沙特王国和蒙古国关于深化关系的声明》。", {"沙特王国", "蒙古国"}, None),
    ],
)
def test_who_and_when_in_bulletins(text: str, expected: set[str], day: str | None) -> None:
    event = events(text)[0]
    assert (parties(event), event.date.value if event.date else None) == (expected, day)


@pytest.mark.parametrize(
    "text",
    [
        "各方同意保持接触，以期达成协议。",
        "议会复会后，通过《贸易法案》将是首要任务。",
        "比亚迪排除达成“临时协议”的可能性。",
        "最后一刻，日本政府叫停了《渔业协定》的签署。",
        "在这份《关于事故情况的说明》中称，专家组经过讨论，认为处理妥当。",
        "若果比亚迪与清华大学达成协议，工程可以继续。",
        "双方在协定签署生效后继续谈判。",
        "如协定正式签署，这将是首份军事协定。",
        "4个地区以签订借款合同等方式，新增债务。",
        "日本领导人至今没有在停火协议上签字。",
        "日本不与韩国续签《渔业协定》。",
        "日方支持渔业倡议，教育部赞赏渔业会议。蒙方愿意加强协调，遵守双方签署的协议。",
        "日本通过实施《渔业战略》，做了大量工作。",
        "第九章　附则　第九条　日本缔结的国际条约另有约定的，适用其约定。",
        "董事会按照《章程指引》(2006年修订)行事。",
        "开放力度之大，在日本已签署的协议中，也是前所未有的。",
        "平台提供需求提报、合同签订、业务办理等服务。",
        "会议就章程修订、《规则》签署、中心成立等议题进行了讨论。",
        "第八条 物业企业履行下列职责：\n(六)与比亚迪签订物业服务合同。\n第九条 本条例自公布之日起施行。",
        "无论是分担费用还是续签协定，日本都有空间。",
        "他说，与日本达成的协议必须有利于比亚迪。",
        "今天我们共同见证了江海铁路这一重要项目协议的签署。",
        "第九条 建设单位与施工单位签订合同，约定工期。",
        "总则\n 第十一条　出租人与承租人签订租房协议，约定租金。",
        "采购人与供应商签订采购合同后，可以预付货款。",
        "建设单位与施工单位签订合同后，须办理登记。",
        "授权经理办理有关事宜，包括但不限于签署相关协议。",
    ],
)
def test_what_is_not_told_as_done(text: str) -> None:
    assert not events(text)


def test_what_follows_the_last_article_is_told() -> None:
    assert events("第九条 本条例自公布之日起施行。\n比亚迪与清华大学签订物业服务合同。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比亚迪称已与清华大学谈妥，或在5天内达成协议。", ["planned"]),
        ("减持计划的进展情况：比亚迪于5月8日披露了《减持公告》。", ["done"]),
        ("《甲办法》印发、《乙办法》出台。", ["done", "done"]),
    ],
)
def test_status(text: str, expected: list[str]) -> None:
    assert [event.status for event in events(text)] == expected


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("比亚迪与清华大学签署收购协议，双方协议由比亚迪收购全部股权。", ["收购协议"]),
        ("比亚迪与清华大学达成这一协议。", []),
        ("比亚迪表示，与清华大学签订的是固定价格合同。", []),
        ("清华大学与教师签订劳动合同。", []),
        ("教育部印发《体育管理办法（试行）》。\n教育部近日印发《体育管理办法(试行)》，共九条。", ["体育管理办法（试行）"]),
        ("《渔业规划》发布\n教育部印发《渔业规划》。", ["渔业规划"]),
        ("《体育管理办法》(试行)5月印发。", ["体育管理办法"]),
    ],
)
def test_titles(text: str, titles: list[str]) -> None:
    assert [event.title for event in events(text)] == titles


def test_the_years_of_a_plan_are_no_date() -> None:
    (event,) = events("比亚迪与清华大学在“十二五”期间签订《合作协议》。")
    assert event.date is None


def test_a_visa_is_no_signing() -> None:
    (event,) = events("日本与蒙古签署的互免签证协定5月1日生效。")
    assert (event.title, event.action) == ("互免签证协定", "签署")


def test_a_company_that_may_be_either_of_two_is_left_as_written() -> None:
    event = events("江州银行和川南银行发布《经营指引》。受此影响，股价上涨。公司发布《年度报告》。")[-1]
    assert parties(event) == {"公司"}


def test_both_sides_may_be_told_long_before() -> None:
    event = events("比亚迪与清华大学签署合作协议。天晴。风大。人多。车少。路远。山高。水深。双方又签署《补充协议》。")[-1]
    assert parties(event) == {"比亚迪", "清华大学"}


@pytest.mark.parametrize(("length", "is_named"), [(6, True), (60, False)])
def test_a_publisher_is_named_by_a_short_title_alone(length: int, is_named: bool) -> None:
    (event,) = events(f"2024年3月1日，《{'江海周刊' * (length // 4)}》杂志社与江北银行签署《合作协议》。")
    assert any(party.endswith("》杂志社") for party in parties(event)) is is_named
