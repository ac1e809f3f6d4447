"""Documentation runs: Python blocks of the Markdown files, and the examples in docstrings.

The blocks of one file share a namespace and run from the repository root, in order. A ```text block right after a
Python block is what that block prints. A page that says `<!-- needs: spacy, pyarrow -->` runs only where those are installed.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import pkgutil
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import cyextract
from extras import import_or_skip

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("benchmarks/*.md"))]
_NEEDS = re.compile(r"<!-- needs: (.*?) -->")
_BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```$(?:\s*^```text\n(?P<output>.*?)^```$)?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One Python block, and what it should print, if the page says so."""

    code: str
    output: str | None
    line: int


def read_blocks(page: str) -> Iterator[Block]:
    """The Python blocks of a Markdown text; `line` is where the code begins."""
    for found in _BLOCK.finditer(page):
        yield Block(found["code"], found["output"], page.count("\n", 0, found.start("code")) + 1)


def run_blocks(page: str, name: str) -> list[str]:
    """Run the blocks of a page; describe every output that differs."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    differences = []
    for block in read_blocks(page):
        printed = io.StringIO()
        code = compile("\n" * (block.line - 1) + block.code, name, "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, namespace)
        if block.output is not None and printed.getvalue().strip() != block.output.strip():
            differences.append(f"{name}:{block.line} prints\n{printed.getvalue()}and says\n{block.output}")
    return differences


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_blocks_run_and_print_what_they_say(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = page.read_text(encoding="utf-8")
    needed = [module.strip() for modules in _NEEDS.findall(text) for module in modules.split(",")]
    with warnings.catch_warnings():
        if needed:  # their warnings are not ours to heed
            warnings.simplefilter("ignore")
        for module in needed:
            import_or_skip(module)
        assert run_blocks(text, page.name) == []


def test_the_readme_shows_python() -> None:
    assert list(read_blocks((ROOT / "README.md").read_text(encoding="utf-8")))


def test_the_readme_has_one_test_command() -> None:
    """`.ci/run` runs what the README tells people to run: the one line with pytest in a shell block."""
    shell = re.findall(r"^```(?:sh|bash|console)\n(.*?)^```$", PAGES[0].read_text(encoding="utf-8"), re.M | re.S)
    commands = [line for block in shell for line in block.splitlines() if "pytest" in line]
    assert len(commands) == 1
    assert not commands[0].endswith("\\")


def test_blocks_share_a_namespace_and_outputs_are_compared() -> None:
    shared = "```python\nx = 1\n```\ntext\n"
    right = "```python\nprint(x)\n```\n\n```text\n1\n```\n"
    wrong = "```python\nprint(x)\n```\n```text\n2\n```\n"
    (difference,) = run_blocks(shared + right + wrong, "page.md")
    assert difference == "page.md:13 prints\n1\nand says\n2\n"


def module_names() -> list[str]:
    found = pkgutil.walk_packages(cyextract.__path__, "cyextract.")
    return ["cyextract", *(module.name for module in found if not module.name.endswith("__main__"))]


@pytest.mark.parametrize("name", module_names())
def test_docstring_examples(name: str) -> None:
    report = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder().find(import_or_skip(name)):
        runner.run(test, out=report.write)
    assert runner.failures == 0, report.getvalue()
