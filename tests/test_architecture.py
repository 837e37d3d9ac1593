"""The import order: a module imports only from what stands before it, and the page shows what is enforced."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "hasila"
# The package's own root re-exports the public functions, and __main__ calls the command line: both stand above all.
ABOVE = {"__init__", "__main__"}


def _layers() -> list[list[str]]:
    """The contract's layers, lowest first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        (contract,) = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return [layer.split(" : ") for layer in reversed(contract["layers"])]


def _imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, wherever in it; the root counts as `__init__`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "hasila":
            names = {alias.name for alias in node.names}
            found |= {name if (SOURCE / f"{name}.py").exists() else "__init__" for name in names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hasila."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            parts = [alias.name.split(".") for alias in node.names]
            found |= {(part[1:] or ["__init__"])[0] for part in parts if part[0] == "hasila"}
    return found


def test_every_module_has_a_place_in_the_order() -> None:
    """The contract lists exactly the modules that there are."""
    listed = [name for layer in _layers() for name in layer]
    assert sorted(listed) == sorted({p.stem for p in SOURCE.glob("*.py")} - ABOVE)


def test_no_module_imports_a_later_one() -> None:
    """Every import, inside functions too, goes to an earlier line or to the module's own."""
    place = {name: n for n, layer in enumerate(_layers()) for name in layer}
    wrong = [
        f"{path.stem} imports {name}"
        for path in sorted(SOURCE.glob("*.py"))
        if path.stem not in ABOVE
        for name in sorted(_imported(path))
        if place.get(name, len(place)) > place[path.stem]
    ]
    assert wrong == []


def test_there_is_no_import_cycle() -> None:
    """Modules can be put in a row such that each imports only from those before it."""
    waiting = {p.stem: _imported(p) - {p.stem} for p in SOURCE.glob("*.py")}
    while waiting:
        free = {name for name, imports in waiting.items() if not imports & set(waiting)}
        assert free, f"a cycle among {sorted(waiting)}"
        waiting = {name: imports for name, imports in waiting.items() if name not in free}


def test_the_page_shows_the_order_that_is_enforced() -> None:
    """ARCHITECTURE.md's block is the contract, lowest layer first."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    shown = page.split("```text import-order\n")[1].split("\n```")[0]
    assert [line.split(", ") for line in shown.splitlines()] == _layers()


def test_files_are_short() -> None:
    """No module has more than 400 lines."""
    lengths = {p.name: len(p.read_text("utf-8").splitlines()) for p in SOURCE.glob("*.py")}
    assert {name: n for name, n in lengths.items() if n > 400} == {}
