"""Who may import whom, and what no module may do; read from the syntax trees, so nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "cyextract"
FILES = sorted(SOURCE.rglob("*.py"))

# A module may import what stands on an earlier line, and its own package; never its own line. Imports for type checking
# alone are free: nothing runs through them.
LAYERS = (
    {"errors"},
    {"extras"},
    {"text"},
    {"display"},  # below the models, which reach it from `Document.to_html`; it imports them for type checking alone
    {"models"},
    {"lexicon", "org_models"},
    {"numerals"},
    {"ruleset"},
    {"recognizers"},
    {"facts"},
    {"assemble", "overlap", "parallel"},
    {"explain"},
    {"pipeline"},
    {"batch", "parse", "evaluate", "rulecheck"},
    {"goldformats", "report"},
    {"web", "adapters"},
    {"cli"},
    {"__main__"},
)
RANK = {unit: rank for rank, units in enumerate(LAYERS) for unit in units}
SCORER_SEES = {"errors", "models"}
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50


def unit_of(file: Path) -> str:
    """The top-level module or package a file belongs to."""
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def parse(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def running_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from running_nodes(node)


def imported_units(nodes: Iterable[ast.AST], name: str) -> Iterator[tuple[int, str]]:
    """Line and top-level unit of every import of ours."""
    for node in nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno}: write the full name, not a relative import"
            module = node.module or ""
            names = [f"cyextract.{alias.name}" for alias in node.names] if module == "cyextract" else [module]
        else:
            continue
        yield from ((node.lineno, module.split(".")[1]) for module in names if module.startswith("cyextract."))


def is_allowed(importer: str, imported: str) -> bool:
    if importer in (imported, "__init__"):
        return True
    return RANK[imported] < RANK[importer]


def test_every_module_has_a_layer() -> None:
    unknown = {unit_of(file) for file in FILES} - set(RANK) - {"__init__"}
    assert not unknown, f"say in LAYERS where {sorted(unknown)} stand"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_imports_point_one_way(file: Path) -> None:
    imports = imported_units(running_nodes(parse(file)), file.name)
    wrong = [f"line {line}: {unit}" for line, unit in imports if not is_allowed(unit_of(file), unit)]
    assert wrong == []


def test_the_scorer_sees_only_models() -> None:
    seen = {unit for file in FILES if unit_of(file) == "evaluate" for _, unit in imported_units(ast.walk(parse(file)), file.name)}
    assert seen <= SCORER_SEES | {"evaluate"}


def test_only_what_maps_over_documents_catches_everything() -> None:
    blind = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in FILES
        if unit_of(file) not in ("batch", "adapters")
        for node in ast.walk(parse(file))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert blind == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return bool({"Exception", "BaseException"} & {n.id for n in ast.walk(handler.type) if isinstance(n, ast.Name)})


def test_nobody_asks_the_clock() -> None:
    clock = {"now", "today", "utcnow"}
    asked = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in FILES
        for node in ast.walk(parse(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clock
    ]
    assert asked == []


def test_nobody_changes_process_wide_state() -> None:
    forbidden = {"getcontext", "setcontext", "setlocale", "seed", "setrecursionlimit"}
    changed = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in FILES
        for node in ast.walk(parse(file))
        if isinstance(node, ast.Attribute | ast.Name) and name_of(node) in forbidden
    ]
    assert changed == []


def name_of(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_modules_and_functions_stay_readable(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").count("\n")
    long_functions = [
        f"{node.name}: {length} lines"
        for node in ast.walk(parse(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]
    assert lines <= MAX_MODULE_LINES, f"{lines} lines; split it by responsibility"
    assert long_functions == []
