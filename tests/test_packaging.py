"""The wheel holds what the tree holds, and runs where the tree is not."""

from __future__ import annotations

import json
import os
import re
import shutil
import site
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = {"src/cyextract": "cyextract", "rules": "cyextract/rules"}
BUILD_INPUTS = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "src", "rules")
RUN = """
import json, pathlib, sys
import cyextract
document = cyextract.extract(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"), reference_date="2021-06-10")
print(json.dumps({"file": cyextract.__file__, "types": sorted({mention.type for mention in document.mentions})}))
"""

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command away from the tree, with nothing of the tree on its path; return what it prints."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=inherited | environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tree_files(*, packaged: bool = True) -> set[str]:
    """The files that must ship, by their names in the wheel, or else in the tree."""
    return {
        f"{package if packaged else folder}/{file.relative_to(ROOT / folder).as_posix()}"
        for folder, package in SHIPPED.items()
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
    }


def build(hook: str, tree: Path, dist: Path) -> Path:
    """What a hook of the build backend makes of a tree, without a network."""
    code = "import sys; from setuptools import build_meta; print('made', getattr(build_meta, sys.argv[1])(sys.argv[2]))"
    return dist / run(sys.executable, "-c", code, hook, dist, cwd=tree).split()[-1]


def release(work: Path, *, mode: int, changed: int) -> tuple[Path, Path]:
    """The source archive of a copy of the tree, and the wheel of that archive, as `python -m build` makes them.

    It is a copy, so that nothing an earlier build left in the tree gets in; its files have that mode and that time.
    """
    tree, dist = work / "tree", work / "dist"
    for name in BUILD_INPUTS:
        for file in (ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name]:
            if file.is_file() and not {"__pycache__"} & set(file.parts) and not re.search(r"\.egg-info/", file.as_posix()):
                copy = tree / file.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
                copy.chmod(mode)
                os.utime(copy, (changed, changed))
    dist.mkdir()
    archive = build("build_sdist", tree, dist)
    with tarfile.open(archive) as packed:
        packed.extractall(work, filter="data")
    return archive, build("build_wheel", work / archive.name.removesuffix(".tar.gz"), dist)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Path]]:
    """The same tree built twice: checked out at other times, under another umask."""
    circumstances = [{"mode": 0o644, "changed": 1_700_000_000}, {"mode": 0o600, "changed": 1_750_000_000}]
    return [release(tmp_path_factory.mktemp("release"), **circumstance) for circumstance in circumstances]


@pytest.fixture(scope="module")
def wheel(releases: list[tuple[Path, Path]]) -> Path:
    return releases[0][1]


@pytest.fixture(scope="module")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new environment with the wheel in it.

    In CI its dependencies are installed as it declares them. Elsewhere they are borrowed from the running environment,
    to do without a network: a path file appends its packages after the new environment's own.
    """
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    is_ci = os.environ.get("CI") == "true"
    run(python, "-m", "pip", "install", "--quiet", *(() if is_ci else ("--no-deps",)), wheel, cwd=home)
    if not is_ci:
        packages = Path(run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=home).strip())
        (packages / "borrowed.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    yield python
    shutil.rmtree(home)


def test_two_builds_have_the_same_bytes(releases: list[tuple[Path, Path]]) -> None:
    (archive, wheel), others = releases[0], releases[1]
    assert [path.name for path in others] == [archive.name, wheel.name]
    assert [path.read_bytes() for path in others] == [archive.read_bytes(), wheel.read_bytes()]


def test_source_archive_holds_what_a_build_needs(releases: list[tuple[Path, Path]]) -> None:
    with tarfile.open(releases[0][0]) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames()}
    made = {name for name in held if name in ("PKG-INFO", "setup.cfg") or ".egg-info/" in name}
    assert held - made == tree_files(packaged=False) | {name for name in BUILD_INPUTS if (ROOT / name).is_file()}


def test_wheel_holds_the_tree_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if not name.endswith("/")}
        metadata = {name for name in held if ".dist-info/" in name}
        assert held - metadata == tree_files()
        assert any(name.endswith("/LICENSE") for name in metadata)
        for name in sorted(held - metadata):
            folder, package = next((f, p) for f, p in reversed(SHIPPED.items()) if name.startswith(f"{p}/"))
            assert archive.read(name) == (ROOT / folder / name.removeprefix(f"{package}/")).read_bytes(), name


def test_wheel_runs_from_another_folder(clean_python: Path, tmp_path: Path) -> None:
    seed = min((ROOT / "seeds").glob("*.txt"))
    shutil.copy(seed, tmp_path / "article.txt")
    seen = json.loads(run(clean_python, "-c", RUN, "article.txt", cwd=tmp_path))
    assert Path(seen["file"]).is_relative_to(clean_python.parent.parent)
    assert seen["types"] == ["DATE", "MONEY", "ORG", "PERCENT", "TITLE"]


def test_wheel_brings_the_command(clean_python: Path, tmp_path: Path) -> None:
    command = clean_python.with_name("cyextract")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run(command, "--version", cwd=tmp_path) == f"cyextract {version}\n"
    (tmp_path / "a.txt").write_text("投资1.2亿元。", encoding="utf-8")
    row = json.loads(run(command, "extract", "a.txt", "--format", "jsonl", cwd=tmp_path))
    assert [mention["amount"] for mention in row["mentions"]] == ["120000000"]


def test_running_environment_finds_the_rules() -> None:
    """Whichever way this environment installed cyextract, editable or not, the rules come from its package."""
    code = "from importlib.resources import files; print(*sorted(p.name for p in files('cyextract.rules').iterdir()))"
    names = run(sys.executable, "-c", code, cwd=Path(ROOT.anchor)).split()
    assert {path.name for path in (ROOT / "rules").glob("*.toml")} <= set(names)
