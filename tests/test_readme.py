"""Documentation runs: Python and shell blocks of the Markdown files, and the examples in docstrings.

The blocks of one file run in order, from a copy of the repository with the files of a reader in it (`sandbox.py`). Python blocks
share a namespace; of ```sh blocks the lines `cyextract …` run, in this process. A ```text block right after a block is what that
block prints, a ```console block some of its lines, in their order. A page that says `<!-- needs: spacy, pyarrow -->` runs only
where those are installed; a shell block below `<!-- not run: why -->` does not.
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
from sandbox import make_sandbox, run_line

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("benchmarks/*.md"))]
_NEEDS = re.compile(r"<!-- needs: (.*?) -->")
_BLOCK = re.compile(
    r"(?P<skip><!-- not run: [^\n]+? -->\n+)?^```(?P<language>python|sh)\n(?P<code>.*?)^```$"
    r"(?:\s*^```(?P<shows>text|console)\n(?P<output>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
_COMMAND = re.compile(r"^(?:\$ )?cyextract(?= |$).*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One block that runs, and what it should print, if the page says so."""

    language: str
    code: str
    output: str | None
    is_shortened: bool
    line: int


def read_blocks(page: str) -> Iterator[Block]:
    """The Python blocks and the shell blocks with `cyextract` in a Markdown text; `line` is where the code begins."""
    for found in _BLOCK.finditer(page):
        if found["language"] == "python" or (found["skip"] is None and _COMMAND.search(found["code"])):
            line = page.count("\n", 0, found.start("code")) + 1
            yield Block(found["language"], found["code"], found["output"], found["shows"] == "console", line)


def run_blocks(page: str, name: str) -> list[str]:
    """Run the blocks of a page; describe every output that differs."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    differences = []
    for block in read_blocks(page):
        printed = run_python(block, name, namespace) if block.language == "python" else run_shell(block, name)
        if block.output is not None and not is_shown(printed, block.output, block.is_shortened):
            differences.append(f"{name}:{block.line} prints\n{printed}and says\n{block.output}")
    return differences


def run_python(block: Block, name: str, namespace: dict[str, object]) -> str:
    """What a Python block prints."""
    printed = io.StringIO()
    code = compile("\n" * (block.line - 1) + block.code, name, "exec")
    with contextlib.redirect_stdout(printed):
        exec(code, namespace)
    return printed.getvalue()


def run_shell(block: Block, name: str) -> str:
    """What the commands of a shell block print; each must succeed."""
    printed = []
    lines = [line for line in block.code.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]
    for line in lines:
        assert _COMMAND.match(line), f"{name}:{block.line} mixes other commands with ours; say <!-- not run: why --> above it: {line}"
        ran = run_line(line)
        assert ran.status == 0, f"{name}:{block.line} {line}\n{ran.err}"
        printed.append(ran.out)
    return "".join(printed)


def is_shown(printed: str, output: str, is_shortened: bool) -> bool:
    """Whether a page shows what is printed, or, shortened, nothing else; columns of a shorter table may be narrower."""
    if not is_shortened:
        return strip_ends(printed) == strip_ends(output)
    lines = iter([" ".join(line.split()) for line in printed.splitlines()])
    return all(" ".join(line.split()) in lines for line in output.splitlines() if line.strip())


def strip_ends(text: str) -> str:
    """Tables are padded to the right; a page is not."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_blocks_run_and_print_what_they_say(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    needed = [module.strip() for modules in _NEEDS.findall(text) for module in modules.split(",")]
    with warnings.catch_warnings():
        if needed:  # their warnings are not ours to heed
            warnings.simplefilter("ignore")
        for module in needed:
            import_or_skip(module)
        make_sandbox(tmp_path)
        monkeypatch.chdir(tmp_path)
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


def test_a_shortened_output_has_lines_of_the_whole_one_in_their_order() -> None:
    printing = "```python\nprint('a   b\\nc\\nd')\n```\n```console\n{}\n```\n"
    assert run_blocks(printing.format("a b\n\nd"), "page.md") == []
    assert len(run_blocks(printing.format("d\nc") + printing.format("a b\ne"), "page.md")) == 2


def test_shell_blocks_run_and_outputs_are_compared() -> None:
    right = "```sh\n$ cyextract --version  # a comment\n```\n```text\ncyextract " + cyextract.__version__ + "\n```\n"
    assert run_blocks(right + "```sh\nls\n```\n", "page.md") == []
    assert len(run_blocks(right.replace("0.", "9."), "page.md")) == 1
    skipped = "<!-- not run: a server -->\n\n```sh\ncyextract nosuch\n```\n"
    assert run_blocks(skipped, "page.md") == []
    for wrong in ("```sh\ncyextract nosuch\n```\n", "```sh\ncyextract --version\nls\n```\n"):
        with pytest.raises(AssertionError):
            run_blocks(wrong, "page.md")


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
