"""`explain` for one place, for what was not found, and for a whole article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from cyextract import Extractor
from cyextract.cli import main
from cyextract.explain.focus import focus, place_at, places_of
from cyextract.explain.probe import probe
from cyextract.explain.tell import digest, is_long, tell_places
from cyextract.ruleset.loader import load_rules

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLE = SEEDS / "004_a68d77e303247846.txt"


@cache
def extractor() -> Extractor:
    return Extractor()


def told(text: str, wanted: str, **settings: str) -> str:
    """What is told of the places of a text."""
    trace = extractor().explain(text, **settings)  # type: ignore[arg-type]
    return str(tell_places(trace, load_rules().rules, places_of(text, wanted), extractor().extract))


def test_a_place_is_told_without_the_rest() -> None:
    story = told("6月4日，四川省经信厅签订《合作协议》。8月5日，营收3亿元。", "《合作协议》", reference_date="2021-06-10")
    assert story.startswith("At 13: …月4日，四川省经信厅签订[《合作协议》]")
    assert "TITLE  《合作协议》  =  agreement" in story
    assert "签订《合作协议》  on 2021-06-04" in story
    assert "3亿元  =" not in story


def test_what_lost_is_told_with_what_has_its_place() -> None:
    story = told("他解三元一次方程。", "三元")
    assert "Why not: It belongs to 三元一次" in story
    assert "Alone it is read: MONEY  三元  =  3 CNY (rule money.amount).\n    With 一次 behind it, it is not." in story
    assert "Came near" not in story


def test_a_rule_that_a_guard_keeps_out_came_near() -> None:
    story = told("四十元旦晚会。", "四十元")
    assert "Came near\n\n四十元 as MONEY, but it would end inside the word 元旦晚会\n" in story
    (step,) = (s for s in extractor().explain("四十元旦晚会。").steps if s.outcome == "guarded" and s.type == "MONEY")
    assert (step.text, step.rules, step.mention) == ("四十元", ("money.amount",), None)


def test_where_something_was_found_no_rule_came_near() -> None:
    steps = extractor().explain("他致富成为万元户，收入三元。").steps
    assert [(s.text, s.outcome) for s in steps if s.type == "MONEY"] == [("万元", "guarded"), ("三元", "won")]


def test_nothing_near_says_how_to_have_it() -> None:
    story = told("他住在蓝色的屋里。", "蓝色的屋")
    assert "No rule, no list and no scorer reads anything here" in story
    assert "--lexicon" in story
    assert "--rules" in story


def test_places_of_which_the_same_is_to_be_said_are_told_together() -> None:
    story = told("蓝色的屋。红色的屋，蓝色的屋。", "蓝色的屋")
    assert [line.partition(":")[0] for line in story.splitlines()[:2]] == ["At 0", "At 10"]
    assert story.count("By itself") == 1


def test_what_keeps_a_place_from_being_read_is_looked_for_beside_it() -> None:
    read = extractor().extract
    behind = probe(read, "四十元旦晚会。", (0, 3))
    assert (behind.mention and behind.mention.text, behind.side, behind.culprit) == ("四十元", "behind", "旦")
    before = probe(lambda text: read("" if "第" in text else text), "他问第三元。", (3, 5))
    assert (before.mention and before.mention.text, before.side, before.culprit) == ("三元", "before", "第")
    both = probe(lambda text: read("" if "问" in text and "钱" in text else text), "他问三元钱。", (2, 4))
    assert (both.side, both.culprit) == ("sentence", "")
    assert probe(lambda text: read("" if "。" in text[:-1] else text), "三元。五元。", (0, 2)).side == "document"
    assert probe(read, "蓝色的屋。", (0, 2)).mention is None


def test_a_place_is_the_mention_else_the_word_at_an_offset() -> None:
    trace = extractor().explain("他们营收15亿元。")
    assert place_at(trace, 5) == (4, 8)
    assert place_at(trace, 0) == (0, 2)


def test_a_text_is_found_over_line_breaks_and_in_either_script() -> None:
    flowing = "該公司與四川省經信廳簽約，雙方表示滿意。" * 6
    text = "\n".join(flowing[at : at + 18] for at in range(0, len(flowing), 18))
    found = [text[start:end] for start, end in places_of(text, "四川省经信厅")]
    assert [name.replace("\n", "") for name in found] == ["四川省經信廳"] * 6
    assert any("\n" in name for name in found)
    assert places_of(text, " ") == []


def test_votes_are_told_where_something_rests_on_them() -> None:
    text = "本报6月4日电（2021年6月4日）昨日，公司投资3亿元。2020年也是。"
    trace = extractor().explain(text)
    assert focus(trace, places_of(text, "昨日")[0]).votes
    assert focus(trace, places_of(text, "2020年")[0]).votes == ()


@pytest.mark.parametrize("file", sorted(SEEDS.glob("*.txt")), ids=lambda file: str(file.stem[:3]))
def test_an_article_is_told_in_short(file: Path) -> None:
    trace = extractor().explain(file.read_text(encoding="utf-8"), reference_date="2023-05-05")
    assert is_long(trace)
    story = str(digest(trace, load_rules().rules))
    assert len(story.splitlines()) < 150
    assert [m.canonical for m in trace.document.mentions if m.canonical not in story] == []
    assert [figure for figure in trace.document.figures if f"\n{figure.start:5}  " not in story] == []
    assert "--at OFFSET" in story


@pytest.mark.parametrize("step", [49, pytest.param(7, marks=pytest.mark.slow)])
def test_every_place_of_an_article_can_be_told(step: int) -> None:
    text = ARTICLE.read_text(encoding="utf-8")[:1500]
    trace = extractor().explain(text, reference_date="2023-05-05")
    for offset in range(0, len(text), step):
        start, end = place_at(trace, offset)
        assert start <= offset < end
        near = focus(trace, (start, end))
        assert len(near.figure_whys) == len(near.document.figures)


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run_explain(*arguments: str | Path) -> Result:
        with pytest.raises(SystemExit) as stopped:
            main(["explain", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return Result(int(stopped.value.code or 0), out.decode(), err.decode())

    return run_explain


def test_a_file_is_read_and_told_in_short_or_in_full(run: Run) -> None:
    short, full = run(ARTICLE), run(ARTICLE, "--full")
    assert (short.status, full.status) == (0, 0)
    assert len(short.out.splitlines()) < 100 < len(full.out.splitlines())
    assert "\n  964  MONEY    700亿元  =  < 70,000,000,000 CNY  (money.amount)\n" in short.out


def test_places_on_the_command_line(run: Run) -> None:
    at, text = run(ARTICLE, "--at", "965"), run(ARTICLE, "--text", "700亿元")
    assert at.out == text.out
    assert at.out.startswith("At 964: ")
    assert "Quantity: 营业收入" in at.out
    assert "more places; --at N tells of one" in run(ARTICLE, "--text", "成渝").err
    header, first, *_ = run(ARTICLE, "--text", "700亿元", "--format", "table").out.splitlines()
    assert header.split() == ["start", "end", "text", "type", "rule", "outcome", "reason"]
    assert first.split()[:3] == ["964", "969", "700亿元"]


def test_places_that_are_not_there_are_wrong_uses(run: Run) -> None:
    assert run("三元", "--text", "五元") == Result(2, "", "error: --text: '五元' does not stand in the text\n")
    assert run("三元", "--at", "2") == Result(2, "", "error: --at: the text ends before 2; it has 2 characters\n")
    assert run("news/none.txt").status == 2
    assert "No such file" in run("none.html").err
