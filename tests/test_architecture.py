"""Who may import whom, and what no module may do; read from the syntax trees, so nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "cyextract"
FILES = sorted(SOURCE.rglob("*.py"))

# A module may import what stands on an earlier line, and its own package; never its own line. Imports inside functions and for type
# checking alone count as all others.
LAYERS = (
    {"currencies", "errors"},
    {"document_settings", "extras", "foreign", "parallel"},
    {"text"},
    {"models"},
    {"timeline", "unvalidated"},
    {"display"},
    {"document"},
    {"lexicon"},
    {"numerals"},
    {"ruleset"},
    {"recognizers"},
    {"facts"},
    {"assemble", "overlap"},
    {"explain"},
    {"pipeline"},
    {"batch", "parse", "evaluate", "rulecheck"},
    {"goldformats", "report", "tables", "verification"},
    {"web", "adapters", "mcp_server"},
    {"cli"},
    {"__main__"},
)
RANK = {unit: rank for rank, units in enumerate(LAYERS) for unit in units}
SCORER_SEES = {"errors", "foreign", "models", "document"}
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50


def unit_of(file: Path) -> str:
    """The top-level module or package a file belongs to."""
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def parse(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def module_of(file: Path) -> str:
    """The dotted name of a file's module; that of the package for its `__init__`."""
    return ".".join(("cyextract", *file.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


MODULES = {module_of(file): file for file in FILES}


def imported_modules(file: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every module of ours that a file imports, wherever in it the import stands."""
    for node in ast.walk(parse(file)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: write the full name, not a relative import"
            module = node.module or ""
            names = [f"{module}.{alias.name}" if f"{module}.{alias.name}" in MODULES else module for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in dict.fromkeys(names) if name in MODULES)


def imported_units(file: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level unit of every import of ours, but those of the package's own door."""
    return ((line, module.split(".")[1]) for line, module in imported_modules(file) if module != "cyextract")


def is_allowed(importer: str, imported: str) -> bool:
    if importer in (imported, "__init__"):
        return True
    return RANK[imported] < RANK[importer]


def test_every_module_has_a_layer() -> None:
    unknown = {unit_of(file) for file in FILES} - set(RANK) - {"__init__"}
    assert not unknown, f"say in LAYERS where {sorted(unknown)} stand"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_imports_point_one_way(file: Path) -> None:
    wrong = [f"line {line}: {unit}" for line, unit in imported_units(file) if not is_allowed(unit_of(file), unit)]
    assert wrong == []


@pytest.mark.parametrize("unit", sorted(RANK))
def test_the_modules_of_a_package_import_each_other_one_way(unit: str) -> None:
    inside = {module: file for module, file in MODULES.items() if unit_of(file) == unit}
    graph = {module: {name for _, name in imported_modules(file) if name in inside} for module, file in inside.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_nobody_needs_the_door_of_the_package() -> None:
    inside = [module for module, file in MODULES.items() for _, name in imported_modules(file) if name == "cyextract"]
    assert inside == []


def test_the_scorer_sees_only_results() -> None:
    seen = {unit for file in FILES if unit_of(file) == "evaluate" for _, unit in imported_units(file)}
    assert seen <= SCORER_SEES | {"evaluate"}


def test_only_what_maps_over_documents_catches_everything() -> None:
    blind = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in FILES
        if unit_of(file) not in ("batch", "adapters", "foreign", "parallel")
        for node in ast.walk(parse(file))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert blind == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return bool({"Exception", "BaseException"} & {n.id for n in ast.walk(handler.type) if isinstance(n, ast.Name)})


def test_no_two_public_classes_share_a_name() -> None:
    homes: dict[str, list[str]] = {}
    for file in FILES:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(file.relative_to(SOURCE).as_posix())
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


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


@pytest.mark.parametrize("file", sorted((SOURCE.parent.parent / "rules").glob("*.toml")), ids=lambda file: file.name)
def test_rules_are_read_without_scrolling(file: Path) -> None:
    assert [number for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if len(line) > 200] == []
