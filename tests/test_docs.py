"""The documents say what is: generated pages are current, samples give what they show, nothing public is untold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from typer.main import get_command

import hasila
from hasila import model
from hasila.cli import app

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "hasila"
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *SOURCE.glob("data/**/*.md")]
COMMANDS = getattr(get_command(app), "commands", {})


def test_generated_documents_are_current() -> None:
    """`make docs` would change nothing."""
    done = subprocess.run(
        [sys.executable, "scripts/make_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "All current.")


def test_the_readmes_python_gives_what_it_shows() -> None:
    """Each `>>>` line of README.md prints the lines below it."""
    import doctest

    page = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    test = doctest.DocTestParser().get_doctest("".join(blocks), {}, "README.md", "README.md", 0)
    assert test.examples
    told: list[str] = []
    assert doctest.DocTestRunner(verbose=False).run(test, out=told.append).failed == 0, "".join(told)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_commands_help_says_what_it_does_and_gives_an_example(command: str) -> None:
    """Each command has a line of help, and an example that calls it."""
    found = COMMANDS[command]
    assert found.help
    assert f"hasila {command}" in (found.epilog or "")


def test_each_option_has_help() -> None:
    """No option or argument of a command is left unexplained."""
    untold = [
        f"{name} {parameter.name}"
        for name, command in COMMANDS.items()
        for parameter in command.params
        if parameter.name != "help" and not getattr(parameter, "help", None)
    ]
    assert untold == []


def test_claims_page_tells_every_field_and_value() -> None:
    """docs/claims.md names each field of a claim and each value that a field may take."""
    page = (ROOT / "docs" / "claims.md").read_text("utf-8")
    names = {field.name for field in msgspec.structs.fields(model.Claim)}
    for enum in (model.Outcome, model.Qualifier, model.Status, model.Scope, model.VictimStatus, model.Means,
                 model.Demographic, model.StatusBasis):  # fmt: skip
        names |= set(get_args(enum))
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_glossary_has_sixty_terms_in_both_languages() -> None:
    """Each row of the glossary has an English term, an Arabic one and a meaning; none stands twice."""
    page = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")]
    terms = [row for row in rows if row[0] != "English"]
    assert len(terms) >= 60
    assert all(len(row) == 3 and all(row) and re.search("[\u0621-\u064a]", row[1]) for row in terms)
    assert len({row[0] for row in terms}) == len(terms)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    """Each relative link of a document names a file of this repository."""
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert lost == []


def test_decisions_are_numbered_and_complete() -> None:
    """Decision records count up from 1, and each has its question, answer, reason and what would undo it."""
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(p.name[:4]) for p in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text("utf-8")
        assert all(f"**{part}" in text for part in ("Question.", "Answer.", "Why.", "What would change our mind."))


def test_what_is_public_is_documented() -> None:
    """Each module, and each public class, function and method, has a docstring."""
    untold = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        untold += [path.stem] if not ast.get_docstring(tree) else []
        untold += [f"{path.stem}.{name}" for name, node in _public(tree) if not ast.get_docstring(node)]
    assert untold == []


def _public(tree: ast.Module) -> list[tuple[str, Any]]:
    kinds = (ast.FunctionDef, ast.ClassDef)
    found: list[tuple[str, Any]] = []
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            found.append((node.name, node))
            inner = node.body if isinstance(node, ast.ClassDef) else []
            found += [(f"{node.name}.{n.name}", n) for n in inner if isinstance(n, kinds) and n.name[0] != "_"]
    return found


def test_each_test_states_its_fact() -> None:
    """Every test has a docstring of one sentence or two."""
    silent = [
        f"{path.name}: {node.name}"
        for path in sorted((ROOT / "tests").glob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_all_is_what_is_public() -> None:
    """`hasila.__all__` is sorted, and each name in it is there and documented."""
    assert sorted(hasila.__all__) == list(hasila.__all__)
    assert {"read", "find_numbers", "find_counts", "find_dates", "toll"} <= set(hasila.__all__)
    assert all(getattr(hasila, name).__doc__ for name in hasila.__all__ if name != "__version__")


def test_the_typing_marker_and_the_data_are_in_the_package() -> None:
    """`py.typed` and the lexicons lie inside the package, where the wheel takes them from."""
    assert (SOURCE / "py.typed").exists()
    assert list(SOURCE.glob("data/lexicon/*.tsv"))
    assert 'packages = ["src/hasila"]' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_make_help_lists_the_targets() -> None:
    """Every target that the README and the contributors' page call exists."""
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    called = set(re.findall(r"`make ([a-z]+)", "".join(p.read_text("utf-8") for p in PAGES)))
    assert called <= made
    assert {"install", "demo", "test", "check", "score", "bench", "clean", "help"} <= made


def test_locked_requirements_have_hashes_and_no_address() -> None:
    """Each locked package is pinned and hashed, and no file says where it was fetched from."""
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert "--index" not in text
        if path.name != "rival-override.txt":
            assert len(re.findall(r"^\S+==\S+", text, flags=re.MULTILINE)) <= text.count("--hash=sha256:")
