"""Intervals, kinds of error, two runs side by side, and the page that shows them."""

from __future__ import annotations

import html.parser
import json
import re
from pathlib import Path

import pytest

from cyextract.errors import InputError
from cyextract.evaluate import (
    Annotation,
    ErrorCase,
    Evaluation,
    GoldDocument,
    Interval,
    Run,
    analyze_errors,
    bootstrap,
    bootstrap_difference,
    compare_errors,
    compare_runs,
    compare_types,
    encode_run,
    load_run,
    score,
    summarize,
)
from cyextract.evaluate.bootstrap import RESAMPLES, document_scores, interval_of, resample
from cyextract.report import render_report

ATTACK = "<script>alert(1)</script>\"'&lt;/style><img src=x onerror=alert(1)>"


def date(start: int, end: int, value: str = "2021", **fields: object) -> Annotation:
    return Annotation("DATE", start, end, {"value": value, **fields}, bool(fields.get("optional")))


def org(start: int, end: int, kind: str = "bank") -> Annotation:
    return Annotation("ORG", start, end, {"kind": kind, "rule": "org.head"})


def evaluate(gold: list[Annotation], found: list[Annotation]) -> Evaluation:
    return score([GoldDocument("x", tuple(gold))], {"x": found}, ["DATE", "ORG"])


def kinds(gold: list[Annotation], found: list[Annotation]) -> list[str]:
    return [case.kind for case in analyze_errors(evaluate(gold, found))]


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        ([date(2, 8)], [date(4, 8)], ["edge left"]),
        ([date(2, 8)], [date(2, 9)], ["edge right"]),
        ([date(2, 8)], [date(3, 7)], ["both edges"]),
        ([date(2, 8)], [], ["missed"]),
        ([], [date(2, 8)], ["invented"]),
        ([date(2, 8)], [date(8, 9)], ["missed", "invented"]),
        ([date(2, 8)], [org(2, 8)], ["wrong type"]),
        ([date(2, 8, "2020")], [date(2, 8)], ["wrong value"]),
        ([date(2, 8, mod="END")], [date(2, 8)], ["wrong mod"]),
        ([date(2, 8, "2020", mod="END")], [date(2, 8)], ["wrong value", "wrong mod"]),
        ([org(2, 8)], [org(2, 8, "company")], ["wrong kind"]),
        ([date(2, 8, optional=True)], [date(3, 8)], []),
        ([date(2, 12)], [date(2, 6), date(7, 12)], ["edge left", "invented"]),  # the longer half is the prediction of it
        ([date(2, 8)], [org(2, 7), date(6, 8)], ["edge left", "invented"]),  # the same type first
    ],
)
def test_every_error_has_a_kind(gold: list[Annotation], found: list[Annotation], expected: list[str]) -> None:
    assert sorted(kinds(gold, found)) == sorted(expected)


def test_errors_and_differences_count_the_same() -> None:
    evaluation = evaluate([date(2, 8), date(10, 12), org(20, 24)], [date(4, 8), date(30, 32), date(20, 24)])
    cases = analyze_errors(evaluation)
    sides = [side for case in cases for side in (case.gold, case.predicted) if side]
    assert len(sides) == len(evaluation.differences)
    assert [case.start for case in cases] == sorted(case.start for case in cases)


def test_changes_between_runs() -> None:
    gold = [date(0, 4), date(10, 14), date(20, 24), date(30, 34)]
    before = evaluate(gold, [date(0, 3), date(10, 14), date(20, 23), date(30, 33), date(50, 52)])
    after = evaluate(gold, [date(0, 4), date(10, 13), date(20, 25), date(30, 33), date(60, 62)])
    changes = compare_errors(analyze_errors(before), analyze_errors(after))
    seen = [(c.verdict, [e.kind for e in c.before], [e.kind for e in c.after], (c.after or c.before)[0].start) for c in changes]
    assert seen == [
        ("fixed", ["edge right"], [], 0),
        ("new", [], ["edge right"], 10),
        ("changed", ["edge right"], ["edge right"], 20),
        ("fixed", ["invented"], [], 50),
        ("new", [], ["invented"], 60),
    ]


def two_kinds_of_documents(right: int, wrong: int) -> Evaluation:
    """So many documents with one hit, and so many with one miss."""
    gold = [GoldDocument(str(n), (date(0, 4),)) for n in range(right + wrong)]
    return score(gold, {str(n): [date(0, 4)] for n in range(right)})


def test_intervals_are_those_of_the_binomial() -> None:
    # Recall over 100 documents with one mention each, 80 of them hit, is a binomial share: 95 % of it lies in 0.72 to 0.87
    # (exact quantiles of Bin(100, 0.8): 72 and 87).
    interval = bootstrap(two_kinds_of_documents(80, 20))["DATE"]["recall"]
    assert interval is not None
    assert (interval.low, interval.high) == (pytest.approx(0.72, abs=0.011), pytest.approx(0.87, abs=0.011))


def test_intervals_are_the_same_every_time_and_hold_the_score() -> None:
    evaluation = two_kinds_of_documents(8, 3)
    first = bootstrap(evaluation)
    assert first == bootstrap(evaluation)
    f1 = first["all"]["f1"]
    assert f1 is not None
    assert f1.low < evaluation.total.strict.f1 < f1.high


def test_no_interval_where_nothing_can_be_drawn() -> None:
    assert bootstrap(two_kinds_of_documents(1, 0))["DATE"]["f1"] is None
    assert bootstrap(two_kinds_of_documents(0, 3))["DATE"]["value"] is None
    assert bootstrap(two_kinds_of_documents(3, 0))["DATE"]["f1"] == Interval(1.0, 1.0)
    assert interval_of([None, 0.5]) is None


def test_resamples_add_up_all_counts() -> None:
    evaluation = score([GoldDocument("a", (date(0, 4, "2020"), org(6, 8))), GoldDocument("b", (date(0, 4), org(6, 8)))], {
        "a": [date(0, 4), org(6, 8)], "b": [date(0, 4), date(2, 9), org(6, 9)],
    })  # fmt: skip
    rows = document_scores(evaluation)
    sums = {tuple(a + b for a, b in zip(*pair, strict=True)) for pair in ((x, y) for x in rows for y in rows)}
    drawn = list(resample(rows))
    assert len(drawn) == RESAMPLES
    assert set(drawn) == sums


def test_the_change_of_two_runs_is_drawn_together() -> None:
    before, after = two_kinds_of_documents(60, 40), two_kinds_of_documents(70, 30)
    change = bootstrap_difference(before, after)["all"]
    assert change is not None
    assert 0 < change.low < after.total.strict.f1 - before.total.strict.f1 < change.high
    assert bootstrap_difference(after, after)["DATE"] == Interval(0.0, 0.0)


def test_summary_has_intervals_beside_the_rates() -> None:
    evaluation = two_kinds_of_documents(8, 3)
    summary = json.loads(json.dumps(summarize(evaluation, bootstrap(evaluation))))
    low, high = summary["types"]["DATE"]["intervals"]["f1"]
    assert low < summary["types"]["DATE"]["strict"]["f1"] < high
    assert "value" not in summary["all"]["intervals"]


def test_a_run_is_kept_and_read(tmp_path: Path) -> None:
    run = Run("monday", {"x": (date(0, 4, "2021", mod=None),)})
    file = tmp_path / "run.json"
    file.write_bytes(encode_run(run, {"documents": 1}))
    found = load_run(file)
    assert (found.name, found.predictions["x"][0].start, found.predictions["x"][0].fields["value"]) == ("monday", 0, "2021")
    assert "mod" not in found.predictions["x"][0].fields
    file.write_text('{"id": "x", "mentions": []}\n{"id": "y", "error": "no"}\n')
    assert dict(load_run(file).predictions) == {"x": (), "y": ()}
    file.write_text('{"cyextract_run": 9, "predictions": []}')
    with pytest.raises(InputError, match="a run of version 9"):
        load_run(file)


TEXT = f"今年六月十九日，{ATTACK}央行\r\n说\u202e"
DOCUMENT = GoldDocument("<b>x</b>", (date(0, 7), org(len(TEXT) - 6, len(TEXT) - 4)), TEXT)


def page(**more: object) -> str:
    found = {DOCUMENT.id: [date(2, 7, ATTACK), org(len(TEXT) - 6, len(TEXT) - 4, ATTACK)]}
    evaluation = score([DOCUMENT], found)
    before = score([DOCUMENT], {DOCUMENT.id: [date(2, 7), org(len(TEXT) - 6, len(TEXT) - 3)]})
    return render_report([DOCUMENT], evaluation, ATTACK, comparison=compare_runs(ATTACK, before, evaluation), **more)


class Tags(html.parser.HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_nothing_of_a_document_becomes_markup() -> None:
    tags = Tags(page()).found
    assert [tag for tag, _ in tags].count("script") == 1
    assert not {"img", "link", "iframe", "object"} & {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on") or name in ("src", "href", "style")]
    assert "[202E]" in page()
    assert "\u202e" not in page()


def test_the_page_asks_nobody_and_runs_only_its_own_script() -> None:
    source = page()
    assert not re.search(r"https?://|url\(|@import", source)
    assert "default-src 'none'; style-src 'sha256-" in source
    assert source == page()


def test_gold_and_prediction_are_marked_in_the_text() -> None:
    assert '<span class="g ">今年</span><span class="g p">六月十九日</span>，' in page()


def test_the_comparison_counts_by_type() -> None:
    gold = [GoldDocument("x", (date(0, 4), org(6, 8)))]
    before, after = (score(gold, {"x": found}) for found in ([date(0, 3)], [date(0, 4)]))
    rows = compare_types(compare_runs("old", before, after), after)
    assert {name: (row["f1_before"], row["f1"], row["fixed"], row["new"]) for name, row in rows.items()} == {
        "DATE": (0.0, 1.0, 1, 0), "ORG": (0.0, 0.0, 0, 0), "all": (0.0, pytest.approx(2 / 3), 1, 0),
    }  # fmt: skip


def test_a_page_without_errors_says_so() -> None:
    gold = [GoldDocument("x", (date(0, 4),), "2021年")]
    source = render_report(gold, score(gold, {"x": [date(0, 4)]}), "gold")
    assert "<p>None.</p>" in source
    assert 'id="filters"' not in source


def test_an_error_beyond_the_text_is_shown_by_its_offsets() -> None:
    gold = [GoldDocument("x", (date(3, 7),))]
    case = analyze_errors(score(gold, {"x": []}))[0]
    assert case == ErrorCase("missed", "x", date(3, 7), None)
    assert "3..7" in render_report(gold, score(gold, {"x": []}), "no texts")
