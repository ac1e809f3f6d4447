"""Which names of a text are one body's: what ties them and what does not, the weights' own examples, properties on any text."""

from __future__ import annotations

import re
import time
from bisect import bisect_left
from functools import cache, partial
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyextract import Document, Extractor
from cyextract.explain.narrate import narrate
from cyextract.facts import Bodies, OrganisationFinder, body_evidence
from cyextract.facts.name_parts import NameCutter
from cyextract.lexicon.table import builtin_rules, read_table
from cyextract.models import OrgKind
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org import OrgMeaning
from cyextract.recognizers.org.lexicon import load_lexicon, read_vocabulary
from cyextract.text.reading_view import reading_view
from cyextract.text.segmenters import make_segmenter

_MARKED = re.compile(r"\[([^\]/]+)(?:/([a-z_]+))?\]")
ROWS = read_table("body_evidence.tsv", 4)
BODY_RULES = {rule for rule in builtin_rules() if rule.startswith("body.")}


@cache
def finder(*lexicon: str) -> OrganisationFinder:
    segmenter = make_segmenter("rjieba", partial(read_vocabulary, lexicon))
    return OrganisationFinder(load_lexicon(lexicon), segmenter)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def bodies(marked: str, *lexicon: str) -> Bodies:
    """The bodies of a text whose names stand in [ ], with their kinds behind / (a company without)."""
    text, mentions = "", []
    end = 0
    for found in _MARKED.finditer(marked):
        text += marked[end : found.start()]
        kind = cast("OrgKind", found[2] or "company")
        mentions.append(Candidate(len(text), len(text) + len(found[1]), "ORG", ("test",), OrgMeaning(kind)))
        text += found[1]
        end = found.end()
    source = reading_view(text + marked[end:])
    assert source.view.replace("“", "").count("\n") == source.raw.count("\n")
    assert not source.removed
    return finder(*lexicon).find(source, mentions)


def tied(marked: str) -> dict[str, str]:
    """Name -> the fullest name of its body."""
    return {entry.name: body.name for body in bodies(marked).organisations for entry in body.names[1:]}


def aliases(document: Document) -> dict[str, str]:
    return {alias.short: alias.full for alias in document.aliases}


# --- what ties two names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # a body of no known kind may be of any
        ("[霁岚汽车]发布新车，[霁岚/other]今年扩产。", {"霁岚": "霁岚汽车"}),
        ("[国家水利监管委员会/government]发文，[水监会/committee]答问。", {"水监会": "国家水利监管委员会"}),
        ("[霁岚银行/bank]放贷，[霁岚/company]增资。", {"霁岚": "霁岚银行"}),
        ("[荆州市总工会/mass_org]开会，[荆州总工会/association]发文。", {"荆州总工会": "荆州市总工会"}),
        # brackets
        ("[霁岚纺织（荆州）有限公司]（以下简称“[霁纺]”）上市。[霁纺]股价上涨。", {"霁纺": "霁岚纺织(荆州)有限公司"}),
        ("[北岭海洋研究所/research]（下称[海研所/research]）迁址。", {"海研所": "北岭海洋研究所"}),
        ("[霁岚电子]（又称“[蓝鲸]”）破产。", {"蓝鲸": "霁岚电子"}),
        ("[环太平洋渔业组织/international]（英文简称：[PFO/international]）开会。", {"PFO": "环太平洋渔业组织"}),
        ("[环太平洋渔业组织/international]（[Pacific Fishing Organization/international]，[PFO/international]）开会。",
         {"Pacific Fishing Organization": "环太平洋渔业组织", "PFO": "环太平洋渔业组织"}),
        ("[PFO/international]（[环太平洋渔业组织/international]）开会。", {"PFO": "环太平洋渔业组织"}),
        ("[霁岚电子股份有限公司]（以下简称“[霁岚]”或“[霁岚电子]”）", {"霁岚": "霁岚电子股份有限公司", "霁岚电子": "霁岚电子股份有限公司"}),
        # parts
        ("[荆北纺织控股（集团）公司]停产，[纺织集团]员工待岗，[荆北纺织]欠薪。",
         {"纺织集团": "荆北纺织控股(集团)公司", "荆北纺织": "荆北纺织控股(集团)公司"}),
        ("[霁岚汽车]发布新车，[霁岚]今年扩产。", {"霁岚": "霁岚汽车"}),
        ("[荆州霁岚汽车股份有限公司]发布新车，[霁岚汽车]扩产，[霁岚]领先。",
         {"霁岚汽车": "荆州霁岚汽车股份有限公司", "霁岚": "荆州霁岚汽车股份有限公司"}),
        ("[国家药监局/government]发文，[药监局/government]负责人答问。", {"药监局": "国家药监局"}),
        ("[甘肃省人民政府/government]决定，[甘肃省政府/government]拨款。", {"甘肃省政府": "甘肃省人民政府"}),
        ("[大连霁蓝队/team]取胜，[霁蓝队/team]升至第二。", {"霁蓝队": "大连霁蓝队"}),
        ("[霁蓝队/team]取胜，[霁蓝/team]升至第二。", {"霁蓝": "霁蓝队"}),
        ("[荆州霁蓝/team]取胜，[荆州队/team]升至第二。", {"荆州队": "荆州霁蓝"}),
        ("[荆州队/team]取胜，[荆州/team]升至第二。", {"荆州": "荆州队"}),
        ("[荆州霁岚投资管理公司]设立，[霁岚投资管理有限公司]出资。", {"霁岚投资管理有限公司": "荆州霁岚投资管理公司"}),
        ("[霁岚公司]扩产，[霁岚]领先，[霁岚汽车]回应。", {"霁岚公司": "霁岚汽车", "霁岚": "霁岚汽车"}),
        ("[东南纺织公司]扩产，[东南纺织]领先。", {"东南纺织": "东南纺织公司"}),
        ("[霁岚纺织管理有限公司]扩产，[霁岚纺织]领先。", {"霁岚纺织": "霁岚纺织管理有限公司"}),
        ("[荆州霁岚医院/hospital]开诊，[荆州霁岚/hospital]义诊。", {"荆州霁岚": "荆州霁岚医院"}),
        ("[霁岚大学/school]招生，[霁岚/school]放榜。", {"霁岚": "霁岚大学"}),
        ("[霁岚证券登记有限公司荆州分公司]公告，[霁岚登记荆州分公司]解释。", {"霁岚登记荆州分公司": "霁岚证券登记有限公司荆州分公司"}),
        ("[荆州市沙市区审计监督局/government]发文，[湖北省荆州市沙市区审计局/government]答问。",
         {"湖北省荆州市沙市区审计局": "荆州市沙市区审计监督局"}),
        ("[霁岚汽车（荆州）有限公司]成立，[荆州霁岚]出资。", {"荆州霁岚": "霁岚汽车(荆州)有限公司"}),
        ("[霁岚公司]减产，[法国霁岚]扩产。", {"法国霁岚": "霁岚公司"}),
        ("[中共荆州市委/party]开会，[荆州市委/party]发文。", {"荆州市委": "中共荆州市委"}),
        ("[第四届薪酬委员会/committee]开会，[薪酬委员会/committee]发文。", {"薪酬委员会": "第四届薪酬委员会"}),
        ("[北京市第一中级人民法院/court]开庭，[中级人民法院/court]宣判。", {"中级人民法院": "北京市第一中级人民法院"}),
        ("[霁蓝俱乐部/team]取胜，[霁蓝/team]升至第二。", {"霁蓝": "霁蓝俱乐部"}),
        ("[霁岚网/media]开通，[霁岚/media]直播。", {"霁岚": "霁岚网"}),
        ("[中国荆州警备区/military]换防，[荆州警备区/military]演习。", {"荆州警备区": "中国荆州警备区"}),
        ("[甲国中央银行/bank]加息，[央行/bank]答问。", {"央行": "甲国中央银行"}),
        ("[甲国电信协会/association]（[ITU/international]）", {"ITU": "甲国电信协会"}),
        ("[湖北发改委/government]发文，[省发改委/government]答问。", {"省发改委": "湖北发改委"}),
        ("[西安国际/team]取胜，[国际/team]升至第二。", {"国际": "西安国际"}),
        ("[Longtail Technology]公告，[Longtail]停牌。", {"Longtail": "Longtail Technology"}),
        ("[Longtail Inc.]公告，[Longtail]停牌。", {"Longtail": "Longtail Inc."}),
        ("[中国人民银行/bank]加息，[中国央行/bank]答问。", {"中国央行": "中国人民银行"}),
        ("[中华人民共和国国务院/government]令，[国务院/government]发文。", {"国务院": "中华人民共和国国务院"}),
        ("[延安抗日军政大学/school]招生，[抗大/school]放榜。", {"抗大": "延安抗日军政大学"}),
        ("[荆州霁蓝/team]取胜，[霁蓝队/team]升至第二，[霁蓝/team]庆祝。", {"霁蓝队": "荆州霁蓝", "霁蓝": "荆州霁蓝"}),
        ("[湖北东南纺织科技有限公司]扩产，[东南纺织]领先。", {"东南纺织": "湖北东南纺织科技有限公司"}),
        ("[中国共产党/party]建党，[中共/party]开会。", {"中共": "中国共产党"}),
        # a slip of the pen: the rarer, else the later one
        ("[骁腾霁岚]公告，[骁腾岚霁]停牌。", {"骁腾岚霁": "骁腾霁岚"}),
        ("[骁腾岚霁]停牌，[骁腾霁岚]公告，[骁腾霁岚]复牌。", {"骁腾岚霁": "骁腾霁岚"}),
        # initials and usual abbreviations
        ("[北京航空航天大学/school]招生，[北航/school]放榜。", {"北航": "北京航空航天大学"}),
        ("[国务院新闻办公室/government]发文，[国新办/government]答问。", {"国新办": "国务院新闻办公室"}),
        ("[波士顿凯尔特人队/team]取胜，[绿军/team]升至第二。", {"绿军": "波士顿凯尔特人队"}),
        ("[国家发展和改革委员会/government]发文，[发改委/government]答问。", {"发改委": "国家发展和改革委员会"}),
        ("[中国农业发展银行/bank]放贷，[农发行/bank]增资。", {"农发行": "中国农业发展银行"}),
        ("[清华大学/school]招生，[清大/school]放榜。", {"清大": "清华大学"}),
        ("[荆州市交通投资集团有限公司]发债，[荆州交投]评级上调。", {"荆州交投": "荆州市交通投资集团有限公司"}),
        ("[国际原子能机构/international]视察，[IAEA/international]发表声明。", {"IAEA": "国际原子能机构"}),
        ("[美国联邦调查局/government]搜查，[FBI/government]称已有线索。", {"FBI": "美国联邦调查局"}),
        # script, width, case
        ("[證監會/government]发文，[证监会/government]解释，[證監會/government]补充。", {"证监会": "證監會"}),
        ("[Zhilan Motor]发布新车，[ZHILAN MOTOR]扩产，[Zhilan Motor]领先。", {"ZHILAN MOTOR": "Zhilan Motor"}),
        ("[ＡＣＭＥ集团]与[ACME集团]", {}),
        # shares
        ("[荆州霁岚实业股份有限公司]公告，[*ST霁岚]停牌。", {"*ST霁岚": "荆州霁岚实业股份有限公司"}),
        ("[霁岚A]涨停，[霁岚]回应。", {"霁岚": "霁岚A"}),
        ("[ST霁岚]公告，[霁岚股份]摘帽。", {"ST霁岚": "霁岚股份"}),
    ],
)  # fmt: skip
def test_names_of_one_body(marked: str, expected: dict[str, str]) -> None:
    assert tied(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "[霁岚家电]扩产，[霁岚视像]减产。",
        "[霁岚家电]与[霁岚视像]扩产，[霁岚]领先。",  # which of the two?
        "[华北银行/bank]放贷，[华北银行荆州分行/bank]开业。",
        "[商务部/government]发文，[商务部外贸司/government]解释。",
        "[荆州市经信委/government]与[襄阳市经信委/government]签约。",
        "[四川省经信厅/government]和[重庆市经信委/government]开会。",
        "[中国银行/bank]放贷，[中国农业银行/bank]也放贷。",
        "[拜拜纺织]公告，[霁岚]停牌。",
        "[北京航空航天大学/school]招生，[北大/school]放榜。",
        "[香港城市大学/school]招生，[港大/school]放榜。",
        "[日本制铁公司]公告，[日本公司]停牌。",
        "[荆州市公安消防局/government]发文，[荆州市公安局/government]解释。",
        "[荆州发改委/government]发文，[省发改委/government]答问。",
        "[江汉区发改委/government]发文，[市发改委/government]答问。",
        "[中国人民银行/bank]加息，[日本央行/bank]降息。",
        "[湖北省荆州市人民政府/government]发文，[湖北省人民政府/government]答问。",
        "[中华预防医学会/association]开会，[中华医学会/association]发文。",
        "[霁岚中国公司]成立，[霁岚公司]控股。",
        "[鸭绿江区发改委/government]发文，[鸭绿江县发改委/government]答问。",
        "[霁铁岚]公告，[霁岚]停牌。",
        "[霁盟第十届委员会/committee]换届，[霁盟第十一届委员会/committee]开会。",
        "[Longtail]公告，[GT]停牌。",
        "[驻韩美军/military]换防，[美军/military]演习。",
        "[荆州第二医院/hospital]开诊，[荆州医院/hospital]义诊。",
        "[霁岚汽车动画部]成立，[霁岚汽车]出资。",
        "[荆州万科置业有限公司]成立，[万科]出资。",
        "[中美商会/association]开会，[美中商会/association]发文。",
        "[华北队/team]取胜，[北华队/team]失利。",
        "[霁岚大学/school]招生，[霁岚大学附属医院/hospital]开诊。",
        "[东岭纺织]停产，[西岭纺织]减产。",
        "[荆州霁岚]减产，[霁岚]扩产。",
        "[霁岚集团有限公司]与[霁岚集团股份有限公司]签约。",
        "[荆州霁岚集团有限公司]公告，[荆州霁岚股份有限公司]停牌。",
        "[霁岚汽车（荆州）有限公司]成立，[霁岚汽车]出资。",
        "[霁岚]、[霁岚汽车]均未回应。",
        "[霁岚通讯日本公司]成立，[霁岚通讯]出资。",
        "[霁岚职业大学/school]招生，[霁岚大学/school]放榜。",
        "[日本体育代表团/team]入场，[日本队/team]取胜。",
        "[霁岚足球队/team]取胜，赞助商[霁岚]庆祝。",
        "[霁岚汽车董事会]开会，[董事会]通过议案。",
        "[国务院/government]决定，[国务院办公厅/government]发文。",
        "[万岭生物科技公司]成立，[科技公司]扩产。",
        "[霁岚电子]（[荆州市教育局/government]）",
    ],
)
def test_names_of_two_bodies(marked: str) -> None:
    assert tied(marked) == {}


def test_another_body_that_is_as_likely_is_reason_to_abstain_until_the_text_decides() -> None:
    two = "[东岭汽车]扩产，[东岭电器]减产。[东岭]回应。"
    assert "东岭" not in tied(two)
    assert tied(two.replace("[东岭汽车]扩产", "[东岭汽车]（下称“[东岭]”）扩产"))["东岭"] == "东岭汽车"


def test_a_short_form_of_a_short_form_has_the_fullest_name() -> None:
    (body,) = bodies("[荆州市霁岚汽车股份有限公司]发布新车，[霁岚汽车]扩产，[霁岚]领先，[霁岚汽车]回应。").organisations
    assert (body.name, body.kind) == ("荆州市霁岚汽车股份有限公司", "company")
    assert [(entry.name, len(entry.starts)) for entry in body.names] == [("荆州市霁岚汽车股份有限公司", 1), ("霁岚汽车", 2), ("霁岚", 1)]
    assert body.names[0].rule is None
    assert {entry.rule for entry in body.names[1:]} == {"body.part"}


# --- the table of evidence -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("evidence", "example"), [(row[0], row[3]) for row in ROWS], ids=[row[0] for row in ROWS])
def test_every_kind_of_evidence_is_read_in_its_example(evidence: str, example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    weigh = OrganisationFinder._weigh

    def note(self: OrganisationFinder, *arguments: object) -> object:
        tie = weigh(self, *arguments)  # type: ignore[arg-type]
        read.extend(tie.evidence)
        return tie

    monkeypatch.setattr(OrganisationFinder, "_weigh", note)
    bodies(example)
    assert evidence in read


def test_weights_are_whole_numbers_and_nothing_else_is_weighed() -> None:
    assert {row[0] for row in ROWS} == set(body_evidence())
    assert all(weight for weight, _ in body_evidence().values())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("荆州市霁岚汽车股份有限公司", "荆州市/R 霁/O 岚/O 汽车/T 股份/F 有限/F 公司/F"),
        ("国家发展和改革委员会", "国家/K 发展/W 和/x 改革/W 委员会/H"),
        ("中国农业发展银行重庆分行", "中国/K 农业/T 发展/W 银行/H 重庆/R 分行/U"),
        ("霁岚队", "霁/O 岚/O 队/H"),
        ("霁科", "霁/O 科/O"),
    ],
)
def test_a_name_is_cut_into_its_parts(name: str, parts: str) -> None:
    dictionary = make_segmenter("rjieba").dictionary
    cutter = NameCutter(load_lexicon(), lambda word: dictionary.tag(word) if dictionary.knows(word) else "x")
    assert " ".join(f"{name[start:end]}/{sort}" for start, end, sort in cutter.cut(name)) == parts


# --- word lists ------------------------------------------------------------------------------------------------------------


def test_word_lists_name_the_body(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("央妈\tbank\t中国人民银行\n小霁\tcompany\t霁岚汽车\n霁汽\tcompany\t霁岚汽车\n", encoding="utf-8")
    extractor = Extractor(lexicon=[path])
    document = extractor.extract("央妈降息。中国人民银行称，小霁与霁汽无关。")
    by_name = {body.name: [(entry.name, entry.rule) for entry in body.names] for body in document.organisations}
    assert by_name == {
        "中国人民银行": [("中国人民银行", None), ("央妈", "body.listed")],
        "霁岚汽车": [("小霁", None), ("霁汽", "body.listed")],
    }
    assert aliases(document) == {"央妈": "中国人民银行", "小霁": "霁岚汽车", "霁汽": "霁岚汽车"}
    assert [org.full_name for org in document.orgs] == ["中国人民银行", None, "霁岚汽车", "霁岚汽车"]


def test_what_lists_name_differently_is_never_one_body(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("霁岚汽车\tcompany\t霁岚汽车（香港）\n霁岚\tcompany\t霁岚控股\n", encoding="utf-8")
    assert len(bodies("[霁岚汽车]扩产，[霁岚]领先。", str(path)).organisations) == 2


# --- titles ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("双方签署《修订后的采购协议》。《采购协议》签于前年。", {}),
        ("教育部印发《关于食堂改造的通知》。《通知》明确。", {"通知": "关于食堂改造的通知"}),
        ("教育部印发《乡村学校食堂改造实施方案》。《实施方案》明确，《方案》自印发之日起施行。",
         {"实施方案": "乡村学校食堂改造实施方案", "方案": "乡村学校食堂改造实施方案"}),
        ("教育部印发《食堂管理办法（试行）》，《办法》共十条。", {"办法": "食堂管理办法(试行)"}),
        ("《办法》共十条。教育部印发《食堂管理办法》。", {}),
        ("教育部印发《食堂管理办法》和《校车管理办法》，《办法》共十条。", {}),
        ("教育部印发《食堂管理办法》和《校车管理办法》（以下简称《办法》），《办法》共十条。", {"办法": "校车管理办法"}),
        ("小说《白鲸与海》和《海》都已出版。", {}),
        ("《食堂法》修改，《中华人民共和国食堂法》施行十年。", {"食堂法": "中华人民共和国食堂法"}),
        ("《加强食堂管理的通知》要点。教育部印发《关于加强食堂管理的通知》。", {"加强食堂管理的通知": "关于加强食堂管理的通知"}),
        ("《食堂管理办法》要点。教育部印发《食堂管理办法（试行）》。", {"食堂管理办法": "食堂管理办法(试行)"}),
        ("教育部印发《食堂管理办法（草案）》。《食堂管理办法》施行十年。", {}),
        ("《加强食堂管理意见》要点。教育部印发《关于加强食堂管理的意见》。", {"加强食堂管理意见": "关于加强食堂管理的意见"}),
    ],
)  # fmt: skip
def test_short_titles(extractor: Extractor, text: str, expected: dict[str, str]) -> None:
    assert {short: full.replace("（", "(").replace("）", ")") for short, full in aliases(extractor.extract(text)).items()} == expected


# --- layers, explain, output -----------------------------------------------------------------------------------------------

TEXT = "世界卫生组织（WHO）发布报告。WHO建议接种。"


def test_a_layer_that_nobody_asks_for_is_empty() -> None:
    assert aliases(Extractor(layers={"organisations"}).extract(TEXT)) == {"WHO": "世界卫生组织"}
    for layers in ((), ("agreements",)):
        document = Extractor(layers=layers).extract(TEXT)
        assert (document.organisations, document.aliases) == ((), ())
        assert [org.full_name for org in document.orgs] == [None] * 3
    assert Extractor(types={"TITLE"}, layers={"organisations"}).extract(TEXT).organisations == ()


def test_an_unknown_layer_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="unknown layer 'tables'; choose from organisations, agreements, figures"):
        Extractor(layers={"tables"})  # type: ignore[arg-type]


def test_explain_tells_what_ties_a_name(extractor: Extractor) -> None:
    trace = extractor.explain(TEXT)
    (tie,) = trace.ties
    assert (tie.short, tie.full, tie.rule) == ("WHO", "世界卫生组织", "body.bracket")
    assert tie.total == sum(body_evidence()[item].weight for item in tie.evidence) > 0
    told = narrate(trace, ()).plain
    assert "One body with 世界卫生组织: +15 only the bracket ties the two; " in told
    assert f"together {tie.total:+d} (rule body.bracket)" in told


def test_every_rule_of_a_name_is_explained() -> None:
    marked = "".join(row[3] for row in ROWS) + "[證監會/government][证监会/government][世界贸易组织/international][WTO/international]"
    rules = {entry.rule for body in bodies(marked).organisations for entry in body.names} - {None}
    assert rules <= BODY_RULES


# --- properties and cost ---------------------------------------------------------------------------------------------------

NAMES = ("霁岚汽车", "霁岚", "荆州霁岚汽车股份有限公司", "ST霁岚", "霁岚A", "國家發改委", "国家发改委", "发改委", "WTO", "wto", "世贸组织",
         "世界贸易组织", "商务部", "商务部外贸司", "中国银行", "中国银行\n重庆分行", "重庆分行", "公司", "集团", "（", "重庆")  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(("、", "（", "）", "（以下简称“", "”）", "。", "和", "")))))
def test_every_mention_is_in_one_body_and_every_name_is_a_mentions(pieces: list[tuple[str, str]]) -> None:
    marked = "".join(f"[{name}]{sign}" for name, sign in pieces)
    text, mentions = "", []
    for name, sign in pieces:
        mentions.append((len(text), len(text) + len(name)))
        text += name + sign
    source = reading_view(text)
    raw = [source.raw_span(offset, offset + 1)[0] for offset in range(len(source.view))]
    spans = sorted({(bisect_left(raw, start), bisect_left(raw, end)) for start, end in mentions})
    orgs = [Candidate(start, end, "ORG", ("test",), OrgMeaning("company")) for start, end in spans if end > start]
    found = finder().find(source, orgs)
    starts = [start for body in found.organisations for entry in body.names for start in entry.starts]
    assert sorted(starts) == sorted(source.raw_span(org.start, org.end)[0] for org in orgs), marked
    canonical = {source.raw_span(org.start, org.end)[0]: source.canonical(org.start, org.end) for org in orgs}
    for body in found.organisations:
        assert body.name == body.names[0].name
        assert all(canonical[start] == entry.name for entry in body.names for start in entry.starts)
        assert [entry.rule for entry in body.names].index(None) == 0
        assert {entry.rule for entry in body.names[1:]} <= BODY_RULES
    assert finder().find(source, orgs) == found


@pytest.mark.slow
def test_thousands_of_names_take_no_longer_each() -> None:
    def seconds(count: int) -> float:
        brands = [f"霁{chr(0x4E00 + index)}岚{chr(0x5E00 + index)}" for index in range(count)]
        marked = "。".join(f"[{brand}汽车]、[{brand}]、[霁岚{brand[1]}]" for brand in brands)
        finder.cache_clear()  # names that are known already cost less
        bodies("[霁岚]")
        begin = time.process_time()
        bodies(marked)
        return time.process_time() - begin

    assert min(seconds(4000), seconds(4000)) < 30 * min(seconds(400), seconds(400))
