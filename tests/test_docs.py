"""Generated pages are what the code says."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from cyextract.cli import app

ROOT = Path(__file__).parent.parent


def test_the_rules_page_is_generated() -> None:
    """After a change of rules run: cyextract rules doc > docs/rules.md"""
    result = CliRunner().invoke(app, ["rules", "doc"])
    assert result.exit_code == 0
    assert result.stdout.strip() == (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").strip()
