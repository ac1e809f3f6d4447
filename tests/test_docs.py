"""Generated pages are what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from cyextract import Extractor
from cyextract.cli import app
from cyextract.display.values import notate_value
from cyextract.ruleset.examples import parse_example

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]


def test_the_rules_page_is_generated() -> None:
    """After a change of rules run: cyextract rules doc > docs/rules.md"""
    result = CliRunner().invoke(app, ["rules", "doc"])
    assert result.exit_code == 0
    assert result.stdout.strip() == (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").strip()


def test_the_examples_of_the_page_on_rules_hold() -> None:
    page = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
    table = page[page.index("### Examples") : page.index("## Numbers are tokens")].replace("\\|", "|")
    examples = [parse_example(text) for text in re.findall(r"`([^`\n]*\{\{[^`\n]*)`", table) if "|blocked" not in text]
    assert len(examples) == 8
    extractor = Extractor()
    for example in examples:
        found = extractor.extract(example.text, reference_date=example.reference_date).mentions
        assert [(m.start, m.end, notate_value(m)) for m in found] == list(example.spans)


def test_every_command_of_a_benchmark_can_be_given() -> None:
    commands = [found for page in PAGES for found in re.findall(r"python (benchmarks/\w+\.py)([^`\n#]*)", page.read_text(encoding="utf-8"))]
    assert len(commands) > 30
    for script, arguments in commands:
        source = (ROOT / script).read_text(encoding="utf-8")
        for option in re.findall(r"--[a-z-]+", arguments):
            assert f'"{option}"' in source, f"{script}{arguments}"


def test_every_measurement_has_its_command_day_and_commit() -> None:
    page = (ROOT / "docs" / "measurements.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!what|-)(.+) \| (.+) \| (\d{4}-\d\d-\d\d) \| ([0-9a-f]{7,}) \|$", page[: page.index("\n## ")], re.MULTILINE)
    assert len(rows) == page[: page.index("\n## ")].count("\n| ") - 1
    for _, command, _, _ in rows:
        assert re.search(r"`(python|cyextract) |`training/|the same program", command)
