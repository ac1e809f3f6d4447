"""The benchmarks run and report what they promise; the numbers themselves are not judged here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow
TYPES = ["DATE", "MONEY", "ORG", "PERCENT", "TITLE"]


def run(script: str, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / script), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_accuracy_scores_with_and_without_reference_dates() -> None:
    report = json.loads(run("accuracy.py", "--json"))
    assert report["gold"] == "seeds"
    for setting in ("with reference dates", "without reference dates"):
        assert report[setting]["documents"] == 2
        assert sorted(report[setting]["types"]) == TYPES
    table = run("accuracy.py", "--errors", "1")
    assert table.count("relaxed F1") == 2


def test_org_pieces_compares_the_whole_with_each_piece_left_out() -> None:
    rows = json.loads(run("org_pieces.py", "--only", "legal", "--json"))["rows"]
    pieces = [row["piece"] for row in rows if not row["piece"].startswith("+")]
    assert pieces[0] == "the whole"
    assert sorted(pieces[1:]) == ["- legal forms", "- suffixes legal"]
    assert all(row["strict_change"] <= 0 for row in rows[:3])


def test_org_pieces_can_leave_out_every_piece() -> None:
    rows = json.loads(run("org_pieces.py", "--json"))["rows"]
    names = next(row for row in rows if row["piece"] == "- all lists of names")
    assert len(rows) > 40
    assert names["strict_change"] < 0 < names["unlisted_recall"]


def test_speed_measures_every_text_and_contestant() -> None:
    report = json.loads(run("speed.py", "--kb", "1", "--repeat", "1", "--json"))
    measured = {(timing["text"], timing["contestant"]) for timing in report["timings"]}
    contestants = ["rjieba.tag", "all types", "and layers", *TYPES]
    assert measured == {(text, name) for text in ("dense", "sparse", "long") for name in contestants}
    assert all(timing["ratio"] == 1.0 for timing in report["timings"] if timing["contestant"] == "rjieba.tag")
    assert report["machine"]["python"].startswith("3.")


def test_batch_survives_a_kill_and_measures_memory() -> None:
    (kill,) = json.loads(run("batch.py", "kills", "--kills", "1", "--mb", "1", "--json"))["rows"]
    assert kill["same content"]
    (memory,) = json.loads(run("batch.py", "memory", "--mb", "1", "--json"))["rows"]
    assert 10 < memory["peak MB of the largest"] < memory["peak MB of all"]


def test_profile_names_every_stage() -> None:
    rows = {row["stage"]: row for row in json.loads(run("profile.py", "--repeat", "1", "--layers", "--json"))["rows"]}
    assert rows["rjieba.tag"]["ratio"] == 1.0
    stages = [row for name, row in rows.items() if not row["part of"] and name not in ("rjieba.tag", "extract")]
    assert len(stages) == 11
    assert 0.5 < sum(row["ratio"] for row in stages) / rows["extract"]["ratio"] <= 1.0


def test_compare_names_the_peers_that_are_absent(tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    text = run(
        "compare.py", "--peers", "jionlp", "--python", f"jionlp={tmp_path / 'nowhere'}", "--rounds", "1", "--out", str(out), "--markdown"
    )
    report = json.loads(out.read_text(encoding="utf-8"))
    assert [result["name"] for result in report["results"]] == ["cyextract"]
    assert sorted(report["results"][0]["scores"]) == TYPES
    assert "nowhere" in report["absent"]["jionlp"]
    assert "| TITLE | cyextract | 1.000 |" in text
    assert "jionlp: " in text


def test_fuzz_runs_without_atheris() -> None:
    assert run("fuzz.py", "parse", "--plain", "--seconds", "1").endswith("no finding\n")


def test_scaling_measures_start_long_and_short() -> None:
    report = json.loads(run("scaling.py", "--mb", "0.1", "--repeat", "1", "--json"))
    assert sorted(report["start"]["seconds"]) == ["construction", "first text", "import"]
    assert report["long"][0]["mentions"] > 100
    assert 0 < report["short"]["ratio"] < 2


def test_verify_makes_claims_from_gold() -> None:
    report = json.loads(run("verify.py", "--json"))
    assert report["wrong spans"] == 0
    rows = {(line["kind"], line["how"]): line for line in report["lines"]}
    assert {kind for kind, _ in rows} >= {*TYPES, "event", "all values", "all rows"}
    assert rows["all values", "corrupted"]["claims"] > 100
    assert "wrong spans" in run("verify.py", "--errors", "1")
