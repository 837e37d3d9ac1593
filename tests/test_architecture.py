"""The import order: a module imports only from what stands before it, and the page shows what is enforced."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "hasila"
# The package's own root re-exports the public functions, and __main__ calls the command line: both stand above all.
ABOVE = {"__init__", "__main__"}


UNITS = sorted({path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in SOURCE.rglob("*.py")} - ABOVE)


def _layers() -> list[list[str]]:
    """The contract's layers, lowest first; one in brackets may be missing."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        (contract,) = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = [layer.strip("()").split(" : ") for layer in reversed(contract["layers"]) if not _is_missing(layer)]
    return [list(layer) for layer in layers]


def _is_missing(layer: str) -> bool:
    return layer.startswith("(") and layer.strip("()") not in UNITS


def _files(unit: str) -> list[Path]:
    """The files of a module or of a package."""
    return [path for path in (SOURCE / f"{unit}.py", *sorted((SOURCE / unit).rglob("*.py"))) if path.is_file()]


class _Imports(ast.NodeVisitor):
    """What a file imports of the package, but for type checkers alone; the root counts as `__init__`."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        parts = [alias.name.split(".") for alias in node.names]
        self.found |= {(part[1:] or ["__init__"])[0] for part in parts if part[0] == "hasila"}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        root, *below = (node.module or "").split(".")
        if root == "hasila":
            self.found |= {below[0]} if below else {a.name if a.name in UNITS else "__init__" for a in node.names}


def _imported(unit: str) -> set[str]:
    """The units that a unit imports, wherever in its files."""
    imports = _Imports()
    for path in _files(unit):
        imports.visit(ast.parse(path.read_text("utf-8")))
    return imports.found - {unit}


def test_every_module_has_a_place_in_the_order() -> None:
    """The contract lists exactly the modules and packages that there are."""
    assert sorted(name for layer in _layers() for name in layer) == UNITS


def test_no_module_imports_a_later_one() -> None:
    """Every import, inside functions too, goes to an earlier line or to the module's own."""
    place = {name: n for n, layer in enumerate(_layers()) for name in layer}
    late = [f"{unit} imports {name}" for unit in UNITS for name in _imported(unit) if place[name] > place[unit]]
    assert late == []


def test_there_is_no_import_cycle() -> None:
    """Modules can be put in a row such that each imports only from those before it."""
    waiting = {unit: _imported(unit) for unit in UNITS}
    while waiting:
        free = {unit for unit, imports in waiting.items() if not imports & set(waiting)}
        assert free, f"a cycle among {sorted(waiting)}"
        waiting = {unit: imports for unit, imports in waiting.items() if unit not in free}


def test_dependencies_are_what_is_imported() -> None:
    """Each package that the code imports is declared, and each that is declared is imported."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["dependencies"]
    trees = [ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    roots = {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    roots |= {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    foreign = roots - sys.stdlib_module_names - {"hasila"}
    names = {"ahocorasick": "pyahocorasick"}
    # FastAPI imports it where a page has a form.
    behind = {"python-multipart"}
    assert {names.get(name, name) for name in foreign} | behind == {d.split(">")[0] for d in declared}


def test_the_page_shows_the_order_that_is_enforced() -> None:
    """ARCHITECTURE.md's block is the contract, lowest layer first."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    shown = page.split("```text import-order\n")[1].split("\n```")[0]
    assert [line.split(", ") for line in shown.splitlines()] == _layers()


def test_files_are_short() -> None:
    """No module has more than 400 lines."""
    lengths = {p.name: len(p.read_text("utf-8").splitlines()) for p in SOURCE.rglob("*.py")}
    assert {name: n for name, n in lengths.items() if n > 400} == {}
