"""Words that the engine compares with folded text are themselves folded: else they never match."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from hasila.fold import spelling

SOURCE = Path(__file__).parents[1] / "src" / "hasila"
FILES = sorted(SOURCE.glob("*.py"))


def _strings(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                yield inner.value


def _compared(tree: ast.Module) -> Iterator[str]:
    """The literals that a word of a sentence, `s.text(k)`, is compared with or searched for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and "s.text(" in ast.unparse(node.left):
            yield from _strings(node.comparators)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and "s.text(" in ast.unparse(node.func)
        ):
            yield from _strings(node.args)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_literals_beside_folded_words_are_folded(path: Path) -> None:
    """No literal that stands beside `s.text(…)` holds a letter that folding changes (أ, ئ, ة, ى)."""
    words = set(_compared(ast.parse(path.read_text("utf-8"))))
    assert [word for word in sorted(words) if word.isalpha() and spelling(word) != word] == []
