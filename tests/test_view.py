"""A document as HTML: what a reader finds on the page, and that nothing a text holds gets out of its place."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cyextract
from cyextract.display.html import read_asset
from cyextract.display.html.prose import make_visible, split_paragraphs
from cyextract.document import Document
from cyextract.errors import InputError
from cyextract.models import MentionType, OrgMention
from cyextract.text.reading_view import reading_view

SEEDS = Path(__file__).parent.parent / "seeds"
SEED = "000_30a4a9f8b9eb27f7"
VOID = {"meta", "input", "col", "br", "link"}
ATTACKS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus=alert(1) '",
    "&lt;script&gt;&amp;#60;&#60;&quot;",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}${7*7}",
    "</p></main></body></html>",
    "<svg/onload=alert(1)>",
]


class Page(HTMLParser):
    """A page as its tags, attributes and text; a tag that is not closed in order is an error."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[tuple[str, ...], str]] = []
        self.errors: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.errors.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text.append((tuple(self._open), data))

    def inside(self, tag: str) -> str:
        return "".join(text for path, text in self.text if tag in path)

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.tags if "id" in attributes]


def seed_document() -> Document:
    text = (SEEDS / f"{SEED}.txt").read_bytes().decode("utf-8")
    return cyextract.extract(text, reference_date="2021-06-10", id=SEED)


def mention(type_: MentionType, text: str, start: int, **fields: object) -> dict[str, object]:
    return {"type": type_, "start": start, "end": start + len(text), "text": text, "canonical": text, "rule": "r", **fields}


def test_the_page_holds_the_whole_text_and_every_mention() -> None:
    document = seed_document()
    page = Page(document.to_html())
    assert page.errors == []
    assert page.inside("article") == document.text
    assert len(page.ids) == len(set(page.ids))
    links = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    for index in range(len(document.mentions)):
        assert {f"#m{index}", f"#r{index}"} <= links
    assert {link.removeprefix("#") for link in links if link} <= set(page.ids)


def test_the_page_tells_values_rules_and_what_was_implied_in_both_languages() -> None:
    html = cyextract.extract("6月4日晚，川渝签订《合作协议》，投资约15亿元，占比提高11.6个百分点。", reference_date="2021-06-10").to_html()
    page = Page(html)
    rows = page.inside("td")
    for told in ("2021年6月4日晚", "年份据参考日期", "date.month-day", "约15亿元", "11.6个百分点", "协议"):
        assert told in rows
    english = [attributes["data-en"] for _, attributes in page.tags if "data-en" in attributes]
    for told in ("2021-06-04 evening", "year from the reference date", "≈ 1,500,000,000 CNY", "11.6 points", "agreement"):
        assert told in english
    assert "2021-06-04TEV" in [attributes.get("title") for tag, attributes in page.tags if tag == "td"]


def test_each_layer_has_its_panel() -> None:
    document = cyextract.extract(
        "2020年7月6日，四川省经信厅与重庆市经信委签订《川渝能源运行保障合作协议》。2020年出口额3亿元，同比增长5%。"
    )
    page = Page(document.to_html())
    assert "四川省经信厅、重庆市经信委" in page.inside("dd")
    assert "2020年7月6日" in page.inside("ol")
    assert document.agreements[0].evidence.text in page.inside("blockquote")
    panels = {attributes["id"] for tag, attributes in page.tags if tag == "section"}
    assert panels == {"cy-mentions", "cy-agreements", "cy-figures", "cy-bodies", "cy-timeline"}
    items = [attributes["data-m"] for tag, attributes in page.tags if "data-m" in attributes and tag == "tr" and "id" not in attributes]
    assert len(items) == len(document.figures) + len(document.organisations)
    assert "出口额" in page.inside("td")


def test_a_page_of_few_rows_states_no_heights() -> None:
    """A browser takes the stated height for what is not in view: 100 rows for a table of five made a page of 12,000 pixels."""
    short, long = "投资3亿元。", "投资3亿元。" * 100
    assert "cy-long" not in cyextract.extract(short).to_html().partition("</style>")[2].partition("<script>")[0]
    assert "cy-long" in cyextract.extract(long).to_html().partition("</style>")[2].partition("<script>")[0]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_gets_out_of_its_place(attack: str) -> None:
    """The attack stands in the text, in titles, names and the document's id, and stays text everywhere."""
    text = f"{attack}2021年6月4日，甲公司（以下简称“{attack}”）与乙公司签订《{attack}协议》，投资3亿元。\n{attack}"
    plain = "2021年6月4日，甲公司（以下简称“x”）与乙公司签订《x协议》，投资3亿元。\nx"
    document = cyextract.extract(text, id=attack)
    assert any(attack in m.text for m in document.titles)
    page, harmless = Page(document.to_html()), Page(cyextract.extract(plain, id="x").to_html())
    assert page.errors == []
    assert page.inside("article") == text
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in harmless.tags}
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name in ("src", "style", "srcset")]
    cell = Page(document._repr_html_())
    assert cell.errors == []
    assert attack in cell.inside("p")
    assert {tag for tag, _ in cell.tags} == {"div", "style", "p", "span"}


def test_every_field_is_escaped() -> None:
    """A document need not come from our extractor: any string of it may be hostile."""
    bad = "\"'><script>x</script>"
    span = {"text": bad, "start": 0, "end": 3}
    document = Document.model_validate(
        {
            "id": bad,
            "text": "甲乙丙丁戊己庚辛",
            "reference_date": bad,
            "reference_source": {"source": "header", "start": 0},
            "mentions": [
                mention("DATE", "甲", 0, value=bad, granularity="month", first_day=bad, last_day=bad,
                        implied={bad: {"source": "document", "start": 1}}),
                mention("MONEY", "乙", 1, amount="1", currency=bad, currency_stated=False, per=bad) | {"canonical": bad, "rule": bad},
                mention("ORG", "丙", 2, name=bad, kind="bank", full_name=bad),
                mention("TITLE", "丁", 3, title=bad, category="law", closed=False),
            ],
            "aliases": [{"short": bad, "full": bad}],
            "agreements": [
                {"title": bad, "category": "law", "start": 3, "end": 4, "action": bad, "action_type": "sign",
                 "date": {"value": bad, "start": 0, "end": 1}, "parties": [span | {"name": bad}], "amounts": [span],
                 "evidence": span, "rules": {bad: bad}},
            ],
        }
    )  # fmt: skip
    page = Page(document.to_html())
    assert page.errors == []
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert Page(document._repr_html_()).errors == []
    assert "<script>x" not in document.to_html() + document._repr_html_()


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\0", "␀"),
        ("\x1b", "␛"),
        ("\x7f", "␡"),
        ("\x85", "\ufffd"),
        ("\u202e", "\ufffd"),
        ("\u2066", "\ufffd"),
        ("\u061c", "\ufffd"),
    ],
)
def test_what_a_page_cannot_show_becomes_visible_and_keeps_offsets(hidden: str, shown: str) -> None:
    document = Document.model_validate(
        {"text": f"甲{hidden}乙公司", "mentions": [mention("ORG", "乙公司", 2, name=f"乙{hidden}", kind="company")], "id": hidden}
    )
    html = document.to_html()
    assert hidden not in html
    assert hidden not in document._repr_html_()
    assert Page(html).inside("article") == f"甲{shown}乙公司"


def test_a_lone_surrogate_is_refused_in_a_text_and_shown_in_a_name() -> None:
    with pytest.raises(InputError, match="lone surrogate"):
        Document(text="\ud800").to_html()
    Document(text="", id="\ud800").to_html().encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_paragraphs_are_lines_whatever_ends_them(end: str) -> None:
    text = f"{end}甲公司成立。{end}{end}乙公司成立。{end}丙{end}"
    paragraphs = list(split_paragraphs(reading_view(text), ()))
    assert [p.pieces[-2].text for p in paragraphs] == ["甲公司成立。", "乙公司成立。", "丙"]
    assert [p.is_near for p in paragraphs] == [False, False, True]
    assert [sum(len(piece.text) for piece in p.pieces) for p in paragraphs] == [
        b - a for a, b in zip([p.start for p in paragraphs], [*(p.start for p in paragraphs[1:]), len(text)], strict=True)
    ]


def test_a_line_break_inside_a_sentence_or_a_mention_is_layout() -> None:
    text = (SEEDS / "004_a68d77e303247846.txt").read_bytes().decode("utf-8")
    document = cyextract.extract(
        "根据协议，双方签订《战略合作\n\n框架协议》，" + "双方将推进成渝地区双城经济圈建设，完善机制，加强合作，共同推\n\n进项目建设。"
    )
    paragraphs = list(split_paragraphs(reading_view(document.text), document.mentions))
    assert len(paragraphs) == 1
    assert sum(piece.is_break for piece in paragraphs[0].pieces) == 1
    (title,) = [piece for piece in paragraphs[0].pieces if piece.mention is not None]
    assert [piece.is_break for piece in title.inner] == [False, True, False]
    assert "".join(piece.text for p in split_paragraphs(reading_view(text), ()) for piece in p.pieces) == text


@given(
    st.text(st.sampled_from("甲乙，。《》年月1 \t\r\n\u3000\u2028\0\u202e𠮷a"), max_size=120),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 9)), max_size=8),
)
@example("甲乙 \r1", [(3, 1)])
@example("甲乙 \r1", [(2, 1)])
@example("甲乙 \r\n 1", [(4, 1), (5, 2)])
def test_no_code_point_is_lost_or_moved(text: str, places: list[tuple[int, int]]) -> None:
    mentions = [
        OrgMention(start=start, end=start + length, text="x", canonical="x", rule="r", name="x", kind="other")
        for start, length in sorted(places)
    ]
    paragraphs = list(split_paragraphs(reading_view(text), mentions))
    pieces = [piece for paragraph in paragraphs for piece in paragraph.pieces]
    assert "".join(piece.text for piece in pieces) == make_visible(text)
    at = 0
    for paragraph in paragraphs:
        assert paragraph.start == at
        at += sum(len(piece.text) for piece in paragraph.pieces)
    shown = [piece for piece in pieces if piece.mention is not None]
    assert all(piece.text == "".join(inner.text for inner in piece.inner or [piece]) for piece in shown)
    if all(a.end <= b.start for a, b in pairwise(mentions)):
        assert [piece.text for piece in shown] == [make_visible(text[m.start : m.end]) for m in mentions if m.start < len(text)]


def test_overlapping_and_impossible_spans_do_no_harm() -> None:
    mentions = [
        mention("ORG", "甲公司", 0, name="甲公司", kind="company"),
        mention("ORG", "公司乙", 1, name="公司乙", kind="company"),
        mention("ORG", "公司", 1, name="公司", kind="company"),
        mention("ORG", "乙方案", 90, name="乙", kind="company"),
    ]
    page = Page(Document.model_validate({"text": "甲公司乙", "mentions": mentions}).to_html())
    assert page.errors == []
    assert page.inside("article") == "甲公司乙"


def test_empty_texts_make_a_page() -> None:
    for text in ("", "\n", " ", "\r", "无"):
        page = Page(cyextract.extract(text).to_html())
        assert page.errors == []
        assert page.inside("article") == text.replace("\r", "\n")


def test_the_page_loads_nothing_and_runs_only_its_own_script() -> None:
    html = seed_document().to_html()
    assert re.findall(r"\b(?:https?:)?//[a-z]", html) == []
    policy = next(a["content"] for tag, a in Page(html).tags if a.get("http-equiv") == "Content-Security-Policy") or ""
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "url(" not in read_asset("view.css") + read_asset("notebook.css")
    assert "</" not in read_asset("view.js") + read_asset("view.css") + read_asset("notebook.css")


def test_the_same_document_gives_the_same_bytes() -> None:
    code = "import sys; from cyextract.document import Document; print(Document.model_validate_json(sys.argv[1]).to_html())"
    row = cyextract.extract("2021年6月4日，甲公司签订《协议》，投资3亿元。").model_dump_json()
    runs = {
        subprocess.run([sys.executable, "-c", code, row], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in "12"
    }
    assert len(runs) == 1


def test_importing_the_models_imports_no_template_engine() -> None:
    code = "import sys, cyextract.models; print('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.slow
def test_drawing_takes_linear_time() -> None:
    sentence = "2021年6月4日，四川省经信厅与重庆市经信委签订《第一号合作协议》，投资3亿元，增长5%。\n\n"
    document = cyextract.extract(sentence * 2001)
    assert len(document.mentions) > 12_000
    began = time.process_time()
    document.to_html()
    assert time.process_time() - began < 20  # 1 s on an idle machine; quadratic work takes a minute


def test_figures_stand_in_a_table_that_points_to_their_numbers() -> None:
    document = cyextract.extract("2020年，甲市税收6亿元，同比增长5%，占财政收入的70%。")
    page = Page(document.to_html())
    assert page.errors == []
    cells = page.inside("td")
    for told in ("增长率", "税收", "甲市", "占财政收入", "2020年", "同比", "↑"):
        assert told in cells
    numbers = [index for index, mention in enumerate(document.mentions) if mention.type in ("MONEY", "PERCENT")]
    rows = [attributes for tag, attributes in page.tags if tag == "tr" and "data-m" in attributes and "id" not in attributes]
    assert [row["data-m"] for row in rows][: len(numbers)] == [str(number) for number in numbers]
