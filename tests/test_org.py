"""Organisations: what is a name, where it begins and ends, its kind, and what the document ties together."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from cyextract.errors import LexiconError
from cyextract.lexicon.table import Table
from cyextract.recognizers.candidate import Proposals
from cyextract.recognizers.org import OrgMeaning, OrgRecognizer
from cyextract.recognizers.org.lexicon import MAX_NAME, read_vocabulary
from cyextract.text.reading_view import reading_view
from cyextract.text.segmenters import make_segmenter
from cyextract.text.words import Words


def make_recognizer(segmenter: str = "rjieba", lexicon: Sequence[Path] = ()) -> OrgRecognizer:
    return OrgRecognizer(make_segmenter(segmenter, partial(read_vocabulary, tuple(lexicon))), lexicon, org_model=None)


def propose(recognizer: OrgRecognizer, text: str, blocked: Sequence[tuple[int, int]] = ()) -> Proposals:
    source = reading_view(text)
    return recognizer.propose(source, Words(source.view, recognizer.segmenter), blocked)


@pytest.fixture(scope="module")
def recognizer() -> OrgRecognizer:
    return make_recognizer()


def mentions(recognizer: OrgRecognizer, text: str) -> Iterator[tuple[str, OrgMeaning]]:
    source = reading_view(text)
    for candidate in propose(recognizer, text).candidates:
        start, end = source.raw_span(candidate.start, candidate.end)
        assert isinstance(candidate.meaning, OrgMeaning)
        assert candidate.type == "ORG"
        assert all(rule.startswith("org.") for rule in candidate.rules)
        yield text[start:end], candidate.meaning


def names(recognizer: OrgRecognizer, text: str) -> list[str]:
    return [name for name, _ in mentions(recognizer, text)]


MARKED = [
    # region + organ, level without a name, bilateral bodies, embassies
    "[湖北省财政厅]昨天公布名单，[武汉市江夏区人民法院]开庭。",
    "记者从[省交通运输厅]了解到，[韩国驻华使馆]派员出席。",
    "[中国外交部]和[美国国务院]都作了回应。",
    "[日中友好协会]的代表拜访了[深圳市规划和自然资源局]。",
    # subordinate bodies
    "[公安部交通管理局]发出提示，[北京大学出版社]出版了该书。",
    "[中国人民银行宜昌市中心支行]与[国家统计局荆州调查队]共同调查。",
    # companies: legal form over any words, brackets, conjunctions, partnerships
    "[杭州青檀映雪餐饮管理有限公司]已注销。",
    "[德纳泰克(苏州)精密机械有限公司]扩产。",
    "[宁波霁岚股权投资合伙企业(有限合伙)]受让股份。",
    "公司收购了[南京安得岭生物科技股份有限公司]。",
    "被告[合肥岚栈贸易有限公司]未到庭。",
    # brand + industry, brand + 集团
    "[岚栈科技]宣布裁员，[霁栎集团]没有回应。",
    # branches
    "[工商银行武汉分行]与[中国平安财产保险股份有限公司湖北分公司]合作。",
    # stop before roles
    "[湖北省气象局]局长王某说，[工商银行]行长出席。",
    # numbers, sessions
    "[荆州市第十六届人民代表大会]开幕，[武汉市第三医院]义诊。",
    # committees with a bracket, associations with roles inside
    "[长江中游城市群协同发展专项工作组（服务业）]开会。",
    "[中国市长协会]发布倡议。",
    # media as source, foreign bodies with their country
    "[央视网]消息：[德国西门子]在华投资。",
    # ST names, stock codes
    "*ST停牌。[棱角互动](300999)公告称亏损。",
    # companies whose share reform is done, links of finance sites behind a share's name, a stroke between a date and a company
    "[G东方航空](行情,论坛)涨停，如[恒顺醋业](行情 论坛)、[G海信电器]。",
    "8月9日丨[老凤翎](600999.SH)公布年报。",
    # a word that the tagger takes for a Latin name opens none
    "[湖北队]VS[武汉足球俱乐部]。",
    # enumerations are separate
    "[荆州市教育局]、[宜昌市教育局]联合发文。",
    # Traditional Chinese
    "[證監會]與[香港金管局]發表聯合聲明。",
    "[臺北市政府]與[行政院]開會。",
    # parties, forces and vertical authorities with their places
    "[共青团荆州市委]、[民盟湖北省委]、[武警湖北总队]、[国家税务总局荆州市税务局]到场。",
    "[经济部工业局]参加。",
    "[国家统计局荆州市统计局]、[税务总局荆州市税务局]参加。",
    # what an earlier company does to a later one is no part of a name, nor are a number and a measure
    "[岚栈集团]近日宣布收购[霁岚纸品有限公司]，四大银行放贷，送往荆州多家医院。",
    # a head and a role that the segmenter has as one word
    "[荆州市围棋协会]会长与[协和医院]院长到会。",
    "[荆州市围棋协会]理事与[荆州实验中学]校长到会。",
    # foreign names with a dot, one of them before a listed name; what an embassy's name may have before 驻
    "他毕业于[圣·约翰大学]，后到[美国约翰斯·霍普金斯大学]任教。",
    "示威者在利马冲击[法国驻秘鲁大使馆]。",
    # forces with where they stand
    "[驻香港部队]换防，[驻日本冲绳美军]通报情况，[中国人民解放军驻澳门部队]演练。",
    # listed names with a further head
    "[清华大学出版社]签约。",
    # the place in brackets behind a company, function characters that cling to an unknown word
    "[可口可乐(中国)]回应，四家公司分别为[霁栎实业]等。",
    # Latin names
    # a time and a preposition that cling to a word, a new district that the segmenter cuts, a bureau of two fields
    "记者昨从[省水利厅]获悉，工人前向[荆州中院]起诉。",
    "[郑东新区管委会]与[岚栈科技]签约。",
    "[大连经济技术开发区管委会]与[岚栈科技]签约，项目位于大连经济技术开发区。",
    "[教育部职业教育与成人教育司]、[农业农村部种植业管理司]派员到会。",
    # a page break inside a name
    "为进一步落实有关要求，推动各项工作，近日，湖北省和[荆州市卫健\n\n委]联合开展了多次检查，取得了明显成效。",
]

PLAIN = [
    "该公司股价上涨，多家银行下调利率。",
    "这些国有银行和城市商业银行都是参与者。",
    "全国法院受理案件增加，地方政府债务下降。",
    "控股股东持有的股份占公司总股本的三成。",
    "中国企业走出去，小微企业贷款增加。",
    "上海公司和北京公司分别开会。",
    "新格局与大舞台正在形成，党组织发挥作用。",
    "苹果和土豆丰收，今年小米涨价。",
    "两江新区和西部科学城的项目开工。",
    "暴雪天气持续，河床抬高。",
    "台湾银行业竞争激烈，保险业也一样。",
    "农业保险保费增长，养老基金扩容。",
    "外国银行、外国公司和普通医院都受影响，获批银行增多，上市银行公布年报。",
]


@pytest.mark.parametrize("marked", MARKED)
def test_names_with_their_edges(recognizer: OrgRecognizer, marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    wanted = [part.split("]")[0] for part in marked.split("[")[1:]]
    assert names(recognizer, text) == wanted


@pytest.mark.parametrize("text", PLAIN)
def test_common_nouns_are_no_names(recognizer: OrgRecognizer, text: str) -> None:
    assert names(recognizer, text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("湖北省财政厅", "government"),
        ("荆州农村商业银行股份有限公司", "bank"),
        ("中国人民银行", "bank"),
        ("长江证券", "company"),
        ("武汉大学", "school"),
        ("武汉市第三医院", "hospital"),
        ("中国科学院水生生物研究所", "research"),
        ("荆州市总工会", "mass_org"),
        ("湖北省物流协会", "association"),
        ("荆州日报", "media"),
        ("宜昌市中级人民法院", "court"),
        ("北部战区", "military"),
        ("中国女排", "team"),
        ("世界卫生组织", "international"),
        ("中共湖北省委", "party"),
        ("上海证券交易所", "other"),
    ],
)
def test_kinds(recognizer: OrgRecognizer, text: str, kind: str) -> None:
    assert [(name, reading.kind) for name, reading in mentions(recognizer, text + "发布消息。")] == [(text, kind)]


def test_a_bracket_ties_a_short_name_for_the_whole_document(recognizer: OrgRecognizer) -> None:
    text = "岚栈宣布扩产。荆州岚栈云河机械有限公司（以下简称“岚栈云河”或“岚栈”）成立于去年，岚栈云河现有员工百人。"
    assert names(recognizer, text) == ["岚栈", "荆州岚栈云河机械有限公司", "岚栈云河", "岚栈", "岚栈云河"]


def test_roles_in_a_contract_are_no_short_names(recognizer: OrgRecognizer) -> None:
    assert names(recognizer, "荆州岚栈机械有限公司（以下简称“公司”）与甲方签约。") == ["荆州岚栈机械有限公司"]


def test_an_acronym_in_a_bracket_is_a_name_of_its_own(recognizer: OrgRecognizer) -> None:
    text = "世界卫生组织（WHO）发布报告，WHO建议接种。"
    assert names(recognizer, text) == ["世界卫生组织", "WHO", "WHO"]


def test_the_brand_of_a_full_name_is_a_short_name(recognizer: OrgRecognizer) -> None:
    text = "宁波霁岚电子有限公司昨天停产。霁岚没有说明原因。"
    assert names(recognizer, text) == ["宁波霁岚电子有限公司", "霁岚"]


def test_everyday_words_are_names_only_beside_evidence(recognizer: OrgRecognizer) -> None:
    assert names(recognizer, "小米公司发布财报，小米说销量上升。") == ["小米公司", "小米"]
    assert names(recognizer, "苹果宣布降价。") == ["苹果"]
    assert names(recognizer, "华为、小米都参展。") == ["华为", "小米"]
    assert names(recognizer, "兴业银行提倡共同兴业。") == ["兴业银行"]


def test_no_word_of_time_is_inside_a_name(recognizer: OrgRecognizer) -> None:
    assert not any("今天下午" in name for name in names(recognizer, "荆州市长陆岚今天下午将率经贸考察团赴京。"))


def test_nothing_inside_a_title(recognizer: OrgRecognizer) -> None:
    text = "《湖北省财政厅年报》由湖北省财政厅发布"
    found = propose(recognizer, text, [(0, text.index("》") + 1)]).candidates
    assert [(c.start, c.end) for c in found] == [(text.index("由") + 1, text.index("发布"))]


def test_no_name_crosses_a_paragraph(recognizer: OrgRecognizer) -> None:
    assert "荆州市财政局" not in names(recognizer, "荆州市\n\n财政局")


def test_names_that_go_on_and_on_have_an_end(recognizer: OrgRecognizer) -> None:
    assert max(map(len, names(recognizer, "县基金会" * 1000))) <= MAX_NAME


def test_candidates_are_sorted_and_disjoint(recognizer: OrgRecognizer) -> None:
    text = "".join(MARKED + PLAIN).replace("[", "").replace("]", "")
    candidates = propose(recognizer, text).candidates
    assert all(a.end <= b.start for a, b in pairwise(candidates))


def test_every_name_says_why(recognizer: OrgRecognizer) -> None:
    readings = [reading for _, reading in mentions(recognizer, "记者从荆州市教育局获悉，华为与岚栈科技签约。")]
    assert [reading.why for reading in readings] == [
        "教育局; stopped by '从'",
        "listed name 华为",
        "brand 岚栈 + 科技",
    ]


def test_what_was_read_before_changes_nothing(recognizer: OrgRecognizer) -> None:
    text = "岚栈科技与荆州市教育局、宁波霁岚电子有限公司签约，霁岚出资。"
    fresh = propose(make_recognizer(), text)
    for other in MARKED:
        propose(recognizer, other)
    assert propose(recognizer, text) == fresh


def test_a_pickled_recognizer_finds_the_same(recognizer: OrgRecognizer) -> None:
    text = "荆州市教育局与华为签约。"
    assert propose(pickle.loads(pickle.dumps(recognizer)), text) == propose(recognizer, text)


@pytest.mark.parametrize("segmenter", ["jieba", "none"])
def test_other_segmenters_find_listed_names_and_legal_forms(segmenter: str) -> None:
    found = names(make_recognizer(segmenter), "华为与荆州岚栈机械有限公司签约，世界卫生组织发表声明。")
    assert found == ["华为", "荆州岚栈机械有限公司", "世界卫生组织"]


@pytest.mark.parametrize(
    "text", ["", "😀", "公司", "有限公司", "(有限合伙)", "银行" * 3000, "第" * 3000, "（" * 2000 + "公司", "A " * 3000]
)
def test_odd_texts_raise_nothing(recognizer: OrgRecognizer, text: str) -> None:
    propose(recognizer, text)


def test_a_wrong_list_is_reported_with_every_line() -> None:
    text = "厅\tgovernment\tstrong\n厅\tgovernment\tweak\n局\tbureau\tstrong\n \tbank\tstrong\n所\n\n# 院\n 院 \tschool\tweak \tx\n"
    problems: list[str] = []
    assert [number for number, _ in Table("a.tsv", text, 3, problems).rows()] == [1, 3]
    assert problems == [
        "a.tsv:2 厅: already in line 1; keep one",
        "a.tsv:4: blank surface; remove the line or give it a word",
        "a.tsv:5 所: 1 columns; write 3, separated by tabs",
        "a.tsv:8 院: 4 columns; write 3, separated by tabs",
    ]
    open_table = Table("a.tsv", text, 3, [], has_more=True)
    assert [cells for _, cells in open_table.rows()][-1] == ["院", "school", "weak ", "x"]
    assert [number for number, _ in Table("a.tsv", text, 3, [], may_repeat=True).rows()] == [1, 2, 3]


def test_own_word_lists(tmp_path: Path) -> None:
    own = tmp_path / "orgs.tsv"
    own.write_text("# our clients\n霁岚云栈\tcompany\n蘭臺\tother\n", encoding="utf-8")
    recognizer = make_recognizer(lexicon=[own])
    assert [(n, r.kind) for n, r in mentions(recognizer, "霁岚云栈与兰台合作")] == [("霁岚云栈", "company"), ("兰台", "other")]
    assert propose(pickle.loads(pickle.dumps(recognizer)), "霁岚云栈").candidates


def test_every_problem_of_a_word_list_is_reported_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "orgs.tsv"
    own.write_text("霁岚\tcompany\n\tbank\n霁岚\tbank\n岚栈\tfirm\n云河\n霁云\tbank\t霁云银行\t沪\n岚云\tbank\t\t\n", encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        make_recognizer(lexicon=[own, tmp_path / "absent.tsv"])
    assert [problem.split(" ")[0] for problem in caught.value.problems] == [
        f"{own}:2:",
        f"{own}:3",
        f"{own}:4",
        f"{own}:5",
        f"{own}:6",
        f"{tmp_path / 'absent.tsv'}:",
    ]
