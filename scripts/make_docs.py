"""Write the generated documents, or with --check say which of them are stale (and exit with 1)."""

from __future__ import annotations

import argparse
import ast
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "hasila"
WIDTH = "100"


def cli_page() -> str:
    """Every command's help, as a reader without colours and 100 columns wide sees it."""
    # Set before the libraries are loaded: they look at the terminal when they are imported.
    os.environ.update(COLUMNS=WIDTH, TERMINAL_WIDTH=WIDTH, NO_COLOR="1", TERM="dumb")
    for name in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
        os.environ.pop(name, None)
    import typer.main
    from typer.testing import CliRunner

    from hasila.cli import app

    def help_of(*command: str) -> str:
        shown = CliRunner().invoke(app, [*command, "--help"], prog_name="hasila", catch_exceptions=False).output
        lines = (line.rstrip() for line in shown.strip().splitlines())
        return "```text\n" + "\n".join(lines) + "\n```\n"

    commands = sorted(getattr(typer.main.get_command(app), "commands", {}))
    head = (
        "# The command line\n\n"
        "Written by `make docs` from the program's own help; do not edit.\n\n"
        "Exit codes: 0 all was read, 1 a defect, 2 something could not be read or an option makes no sense.\n\n"
    )
    parts = [f"## hasila {name}\n\n{help_of(name)}" for name in commands]
    return head + help_of() + "\n" + "\n".join(parts)


def modules_page() -> str:
    """The first line of each module's docstring, in import order."""
    head = "# Modules\n\nWritten by `make docs` from the modules themselves, in import order; do not edit.\n\n"
    rows = [f"| `{name}` | {purpose(name)} |" for layer in import_order().splitlines() for name in layer.split(", ")]
    return head + "| module | is for |\n|---|---|\n" + "\n".join(rows) + "\n"


def purpose(name: str) -> str:
    """What a module of the package says of itself in the first sentence."""
    path = SOURCE / f"{name}.py"
    path = path if path.exists() else SOURCE / name / "__init__.py"
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(told.split("\n\n")[0].split()).replace("|", "\\|")


def import_order() -> str:
    """The layers of the import contract, lowest first, as the block that ARCHITECTURE.md shows."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings: dict[str, Any] = tomllib.load(file)
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    layers = (layer.strip("()").replace(" : ", ", ") for layer in reversed(contract["layers"]))
    return "\n".join(layer for layer in layers if any(map(is_there, layer.split(", "))))


def is_there(name: str) -> bool:
    """Is there such a module or package? A layer in brackets may be missing."""
    return (SOURCE / f"{name}.py").exists() or (SOURCE / name / "__init__.py").exists()


def architecture() -> str:
    """ARCHITECTURE.md with its import order as the contract has it."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    before, _, rest = page.partition("```text import-order\n")
    _, _, after = rest.partition("```\n")
    return f"{before}```text import-order\n{import_order()}\n```\n{after}"


def main() -> int:
    """Write or check; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a document is stale")
    check = parser.parse_args().check
    pages = {"docs/cli.md": cli_page(), "docs/modules.md": modules_page(), "ARCHITECTURE.md": architecture()}
    stale = []
    for name, text in pages.items():
        path = ROOT / name
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, "utf-8")
    print("\n".join(f"{name} {'is stale: run make docs' if check else 'written'}" for name in stale) or "All current.")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
