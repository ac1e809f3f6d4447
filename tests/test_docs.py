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
