"""Titles: what the brackets enclose, and what kind of document each title names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyextract.recognizers.title import TitleMeaning, find_titles
from cyextract.recognizers.title_words import head_category
from cyextract.text.reading_view import reading_view


def titles(text: str) -> list[tuple[str, str, bool]]:
    """Raw span text, category and closed of every title."""
    source = reading_view(text)
    found = []
    for candidate in find_titles(source):
        low, high = source.raw_span(candidate.start, candidate.end)
        assert isinstance(candidate.meaning, TitleMeaning)
        found.append((text[low:high], candidate.meaning.category, candidate.meaning.closed))
    return found


def spans(text: str) -> list[str]:
    return [span for span, _, _ in titles(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("签署《合作协议》。", ["《合作协议》"]),
        ("《A》《B》、《C》和《D》", ["《A》", "《B》", "《C》", "《D》"]),
        ("《关于印发〈实施方案〉的通知》", ["《关于印发〈实施方案〉的通知》"]),
        ("《关于印发《实施方案》的通知》，", ["《关于印发《实施方案》的通知》"]),
        ("《关于印发《实施方案的通知》，《合作协议》", ["《关于印发《实施方案的通知》", "《合作协议》"]),
        ("电影《你好，李焕英！》", ["《你好，李焕英！》"]),
        ("《关于促进\n\n民营经济的意见》", ["《关于促进\n\n民营经济的意见》"]),
        ("》多余《完整》", ["《完整》"]),
        ("《》空的", []),
        ("《《《", []),
        ("没有标题", []),
    ],
)
def test_closed_titles(text: str, expected: list[str]) -> None:
    assert spans(text) == expected
    assert all(closed for _, _, closed in titles(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("签署《战略合作协议。双方将合作", [("《战略合作协议", False)]),
        ("签署《战略合作协议\n双方将合作", [("《战略合作协议", False)]),
        ("据《人民日报、《光明日报》报道", [("《人民日报", False), ("《光明日报》", True)]),
        ("文末《未完", [("《未完", False)]),
    ],
)
def test_open_titles_end_with_their_sentence(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(span, closed) for span, _, closed in titles(text)] == expected


def test_title_text_is_raw_without_white_space_and_markup() -> None:
    source = reading_view("《关于<b>促进</b>\n\n消费的  意见（試行）》")
    (candidate,) = find_titles(source)
    assert isinstance(candidate.meaning, TitleMeaning)
    assert candidate.meaning.title == "关于促进消费的意见（試行）"
    assert candidate.meaning.category == "policy"


HEADS = {
    "agreement": """
        战略合作框架协议 合作备忘录 联合声明 倡议书 巴黎协定 购房合同 框架书(2023-2025年) 联合新闻公报 经贸合作框架 合作意向性文件
    """,
    "policy": """
        关于开展普查的通知 管理办法 若干措施 实施细则(试行) 指南(第三版) “十四五”规划 行动计划2.0
        关于某事的决定 旅游业发展蓝图2.0 董事会议事规则 产业指导目录(2020年本)
        竹制品行业准入条件 竹制品行业规范条件 竹制品审评指导原则 竹农专项行动 全民种竹计划 种竹计划(2020-2025年) 竹业注意事项 竹业十条
    """,
    "law": """
        民法典 审计法 网络安全法(草案) 刑法修正案(十一) 普查条例 管理规定 噪音管制规例 竹林保护条例修正案二审稿
    """,
    "standard": """
        技术规范 强制性国家标准 企业会计准则第14号--收入 GB/T_15835-2011_数字用法 食品安全国家标准竹笋罐头
        竹筷第2部分:包装 竹业披露准则第3号--收购报告书 竹筷抗弯试验方法
    """,
    "report": """
        社会责任报告 就业白皮书 统计公报 2020年年报 2021年山城竹业研究 第三季度报告(修订稿) 港区发展规划研究
    """,
    "publication": """
        人民日报 21世纪经济报道 新闻联播 自然·通讯 滨河青年报 今日要闻 自然-医学 柳叶刀·神经病学 文汇报 大公报
        NATURE plosone 竹乡网 读书 开门大吉
    """,
    "other": """
        民事裁定书 处罚决定书 问询函 减持公告 负面清单 竹制品注册证 竹农优惠证 责令改正指令书 检疫通知单 致全体竹农的信
    """,
}


@pytest.mark.parametrize(("category", "title"), [(c, t) for c, titles in HEADS.items() for t in titles.split()])
def test_category_by_head_word(title: str, category: str) -> None:
    assert head_category(title.replace("_", " ")) == category


@pytest.mark.parametrize("title", ["我相信", "互联网", "竹谱考证"])
def test_ends_of_works_that_look_like_heads(title: str) -> None:
    assert head_category(title) == "work"


@pytest.mark.parametrize("title", ["山海情", "红楼梦", "觉醒年代", "", "竹海行动", "竹熊计划"])
def test_no_head_word(title: str) -> None:
    assert head_category(title) is None


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("电影《山河令》", "work"),
        ("小说《决定》", "work"),
        ("《财新》杂志", "publication"),
        ("据《观察者》3月4日报道", "publication"),
        ("《朝闻天下》节目", "publication"),
        ("《今日南洋》1月18日消息，", "publication"),
        ("《今日南洋》18日社评称，", "publication"),
        ("[南国《航天展望》2006年4月20日报道]", "publication"),
        ("南国的《航天展望》发布，", "report"),
        ("发布人：《今日南洋》", "publication"),
        ("（摘自《山桥》）", "publication"),
        ("题目是《竹业的春天》", "work"),
        ("1974年创刊的《山桥》", "publication"),
        ("摘自《山桥》一书", "work"),
        ("《通则》", "standard"),
        ("题为《谁刺痛了竹业？》的报道", "work"),
        ("题为《竹业的春天》的研究报告", "report"),
        ("《半场报告》财经节目", "publication"),
        ("《竹业展望》杂志", "publication"),
        ("执行《消防条令》", "law"),
        ("《山桥》3月4日称，", "publication"),
        ("《山桥》称，", "publication"),
        ("《山桥》并称", "work"),
        ("签署了《海湾精神》", "agreement"),
        ("市政府印发《城东样板》", "policy"),
        ("《字符编码》强制性国家标准发布", "standard"),
        ("修改《装备转移三原则》", "policy"),
        ("《进出口税则（2020）》", "law"),
        ("持《海岛通行证》", "other"),
        ("发表在《细胞》上", "publication"),
        ("《大决战》热播", "work"),
        ("《通知》要求", "policy"),
        ("《关于某事的一二三》", "other"),
        ("最新一期《云雀》", "publication"),
        ("港媒《山桥》报导，", "publication"),
        ("引述《山桥》称", "publication"),
        ("在《山桥》创刊号上", "publication"),
        ("卫视的《山桥》", "publication"),
        ("就在本周《山城奇遇记》。", "publication"),  # whatever its head says
        ("该公司牵手《云雀》推出新品", "publication"),
        ("《竹制餐具》标准实施", "standard"),
        ("国标《竹制餐具》实施", "standard"),
        ("两家协会编著《竹业蓝皮书》", "report"),
        ("两家协会撰写《竹业报告》", "work"),
        ("发布《竹业的明天》白皮书", "report"),
        ("发布《竹业的明天》蓝皮书", "report"),
        ("题为《竹业的明天》的报告", "report"),
        ("《竹业的明天》研究报告", "report"),
        ("《竹业的明天》调研报告", "report"),
        ("《竹业的明天》调查报告", "report"),
        ("《竹业发展战略》报告称", "report"),  # whatever its head says
        ("《竹业研究》报告发布", "report"),
        ("《竹业条例》报告制度", "law"),
        ("发布白皮书《竹业的明天》", "report"),
        ("研究报告《竹业的明天》", "report"),
        ("调研报告《竹业的明天》", "report"),
        ("签下《山海相连》协议", "agreement"),
        ("履行《山海相连》合同", "agreement"),
        ("双方达成《山海相连》", "agreement"),
        ("出台了《竹业十条》", "policy"),
        ("颁布《竹业十条》", "policy"),
        ("《竹业十条》的出台", "policy"),
        ("推出系列报道《竹海人家》", "publication"),
        ("请继续收看《竹海人家》", "publication"),
        ("今天（5月7日）的《竹海人家》，我们来看竹乡", "publication"),
        ("昨天的《竹海人家》", "publication"),
        ("今天的《竹海人家的一天，从早上的第一声鸟鸣开始》", "work"),
        ("今天（5月7日）《竹海人家》上映", "work"),
        ("研究所以《山桥》为题报道", "work"),
        ("题为《竹业向何处去》的报道", "work"),
        ("（《云雀》2016年第24期）", "publication"),
        ("《云雀》今年第一期", "publication"),
        ("《云雀》第三季第二期今晚八点播出", "publication"),
        ("《云雀》今晚播出第六期", "publication"),
        ("《云雀》第三季今晚播出", "work"),
        ("《云雀》等在内的14个原创精品节目", "publication"),
        ("《竹业情报》等十余部热门影片", "work"),  # whatever its head says
        ("符合GB/T19630《有机竹笋》的要求", "standard"),
        ("《竹筷》（GB/T 12345-2023）发布", "standard"),
        ("《竹筷》（GB/T 12345-2023）国家标准发布", "standard"),
        ("《竹业三问》（国发〔2013〕5号）", "policy"),
        ("《竹业三问》（公告编号：2013-05）", "other"),
        ("收到《山海相连》（山城出版社2009年版）", "work"),
        ("《关于竹业的三个问题》（山城出版社）", "work"),
        ("违反《竹业》第三十条", "law"),
        ("在《云雀》上看到", "publication"),
        ("电影在《云雀》上映后", "work"),
        ("南国的《云雀》说", "work"),
        ("法国《云雀》说", "publication"),
        ("法国的《云雀》说", "work"),
        ("法国《我们为什么要把竹子种到沙漠里去呢》", "work"),
        ("《三城竹业公司原董事长李四被依法逮捕》等报道失实", "work"),
        ("节目《三城竹业公司原董事长李四讲述他的故事》", "publication"),
        ("填写《竹农十问》", "other"),
        ("会上发表的《关于竹业的几个问题》", "work"),
        ("通过《关于竹业的几个问题》", "other"),
        ("《关于竹子》", "work"),
        ("委员提出的《尽快种竹》的议案", "other"),
        ("央视《云雀》热播", "work"),
        ("发布《竹业前景》专栏文章", "work"),
        ("摘自《竹海》 山城出版社 李四著", "work"),
        ("报告《竹业前景》指出", "report"),
        ("《竹海十年》战略", "policy"),
        ("该标准的名称初步定为《竹筷》。", "standard"),
        ("一份研究报告名为《竹业往何处去》，", "report"),
        ("一份报告题为《竹业往何处去》，", "report"),
        ("两国签下一份名为《竹海之约》的备忘录", "agreement"),
        ("某周刊一篇名为《竹海之约》的文章", "work"),
        ("在《竹海之约》的规划里", "work"),
        ("山城发布《竹业这一年》。报告显示，", "report"),
        ("山城发布《竹业这一年》。报告文学", "work"),
        ("两国谈妥《竹海之约》，该协议", "agreement"),
        ("——山城《竹海人》\n新年", "publication"),
        ("——山城《竹海人》好看", "work"),
        ("《竹海人》（2020年9月17日 04版）", "publication"),
        ("《竹海人》（第2版）", "work"),
        ("《竹海新闻》一篇报道写道", "publication"),
        ("《竹乡新闻》的两篇文章", "publication"),
        ("《竹海人》的开机记者会", "work"),
        ("《竹海人》首席记者", "publication"),
        ("关于《竹海之约》的报道", "work"),
        ("法国“《云雀》”说", "publication"),
        ("法国《云雀》（山城报业）说", "publication"),
        ("一份研究报告主题为：《竹业往何处去》", "report"),
        ("《云雀》9日表示，", "publication"),
        ("在《云雀》上线之后", "work"),
        ("《采购回访制》等各项制度", "policy"),
        ("在1986年第六辑的《竹海人》上撰文", "publication"),
        ("《竹业亏损的对策》等多篇论文", "work"),
        ("引用《写给孩子的信》书中一段", "work"),
        ("（选自《竹器手册》，山城出版社）", "work"),
        ("将《竹海人》列为国家强制性标准", "standard"),
    ],
)
def test_category_by_context(text: str, category: str) -> None:
    assert [c for _, c, _ in titles(text)] == [category]


def test_category_carries_over_to_the_same_title_and_along_a_list() -> None:
    assert [c for _, c, _ in titles("《云雀》上线。主办方介绍，《云雀》栏目")] == ["publication", "publication"]
    assert [c for _, c, _ in titles("杂志《甲》《乙》、《丙》")] == ["publication"] * 3
    assert [c for _, c, _ in titles("在《甲》《乙》（月刊）、《丙》等栏目")] == ["publication"] * 3
    assert [c for _, c, _ in titles("发表过《甲乙丙？》《云雀》杂志")] == ["work", "publication"]
    assert [c for _, c, _ in titles("《竹海人》《山桥》这两篇报道")] == ["work"] * 2
    assert [c for _, c, _ in titles("《云雀》记者说。看《云雀》上映，《云雀》的票房，《云雀》")] == ["publication", "work", "work", "work"]
    assert [c for _, c, _ in titles("甲国《云雀》上映。英国《云雀》")] == ["work"] * 2
    assert [c for _, c, _ in titles("英国《云雀》说。《云雀》又说")] == ["publication"] * 2


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("《山城十谈》（以下简称《意见》）", ["policy", "policy"]),
        ("《竹林保护条例》（简称《竹保》）", ["law", "law"]),
        ("据《云雀新闻》报道。《云雀》又称赞，《云新》也称赞，《云海》没有", ["publication", "publication", "publication", "work"]),
        ("《竹林保护条例》和《竹条》", ["law", "work"]),
        ("《竹林保护条例》施行以来，山城市竹林保护与开发管理委员会办公室印发的（简称《竹保》）", ["law", "work"]),
        ("《山城竹海人家新闻》里的《山城竹海人家》", ["publication", "work"]),
        ("《云雀新闻》里的《云雀新》《雀新》", ["publication", "publication", "publication"]),
    ],
)
def test_short_names_are_what_the_full_names_are(text: str, categories: list[str]) -> None:
    assert [c for _, c, _ in titles(text)] == categories


@given(st.text("《》〈〉甲乙，。、\n的关于a ", max_size=80))
def test_spans_are_disjoint_and_begin_with_a_bracket(text: str) -> None:
    end = 0
    for candidate in find_titles(reading_view(text)):
        assert end <= candidate.start
        end = candidate.end
        low, high = reading_view(text).raw_span(candidate.start, candidate.end)
        assert text[low] == "《"
        assert isinstance(candidate.meaning, TitleMeaning)
        assert candidate.meaning.closed == (text[high - 1] == "》")


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["《", "》", "《a", "《》", "《a。", "《\n", "《a《b》", "〈"])
def test_hostile_runs_take_linear_time(unit: str) -> None:
    source = reading_view(unit * (300_000 // len(unit)))
    start = time.process_time()
    find_titles(source)
    assert time.process_time() - start < 15


def test_a_head_word_alone_is_what_the_full_title_is() -> None:
    found = find_titles(reading_view("依据《民法通则》（以下简称《通则》）和《检验通则》。《通则》规定，"))
    categories = [candidate.meaning.category for candidate in found if isinstance(candidate.meaning, TitleMeaning)]
    assert categories == ["law", "law", "standard", "standard"]
