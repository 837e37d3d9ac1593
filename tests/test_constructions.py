"""The constructions as data: every example gives its claim by its rule, no counterexample does, and names agree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hasila import constructions
from hasila.constructions import FIELDS, Counterexample, Example, differences
from hasila.errors import DataError, UsageError
from hasila.extract import read_claims
from hasila.model import Document

SOURCE = Path(__file__).parents[1] / "src" / "hasila"
EXAMPLES = [(name, e) for name, c in constructions.load().items() for e in c.examples]
COUNTEREXAMPLES = [(name, e) for name, c in constructions.load().items() for e in c.counterexamples]
GOOD = """arabic = "قُتل N"
words = "A verb and its victims."
"""
EXAMPLE = """
[[example]]
text = "قتل ثلاثة جنود"
quote = "قتل ثلاثة"
outcome = "killed"
low = 3
high = 3
qualifier = "exact"
"""
COUNTEREXAMPLE = """
[[counterexample]]
text = "{}"
why = "No outcome."
"""


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{n}-{e.text[:40]}" for n, e in EXAMPLES])
def test_an_example_gives_its_claim(name: str, example: Example) -> None:
    """Each example yields a claim by the rule of its file with exactly the fields that it tells."""
    claims = read_claims(Document("example", example.text, example.published))
    found = [differences(example, c, claims) for c in claims if c.rule == name]
    assert {} in found, found or [(c.rule, c.quote) for c in claims]


@pytest.mark.parametrize(("name", "example"), COUNTEREXAMPLES, ids=[f"{n}-{e.text[:40]}" for n, e in COUNTEREXAMPLES])
def test_a_counterexample_gives_no_claim_by_the_rule(name: str, example: Counterexample) -> None:
    """No counterexample yields a claim by the rule of its file."""
    claims = read_claims(Document("counterexample", example.text))
    assert [c.quote for c in claims if c.rule == name] == []


def _strings(node: ast.expr) -> set[str]:
    """The strings that an expression can be: a literal, or either arm of a condition."""
    if isinstance(node, ast.IfExp):
        return _strings(node.body) | _strings(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def _takers(trees: list[ast.Module]) -> dict[str, int]:
    """The functions with a parameter `rule`: name to its place among the arguments of a call (`self` aside)."""
    found: dict[str, int] = {}
    for node in (n for tree in trees for n in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            arguments = [a.arg for a in node.args.args if a.arg != "self"]
            if "rule" in arguments:
                found[node.name] = arguments.index("rule")
    return found


def _rules() -> set[str]:
    """Every string that the engine can hand on as a rule, read from its source."""
    sources = {path: path.read_text("utf-8") for path in sorted(SOURCE.glob("*.py"))}
    trees = [ast.parse(s) for path, s in sources.items() if path.stem == "drafts" or "hasila.drafts" in s]
    takers = _takers(trees)
    found: set[str] = set()
    for node in (n for tree in trees for n in ast.walk(tree)):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "rule" for t in node.targets):
            found |= _strings(node.value)
        if isinstance(node, ast.keyword) and node.arg == "rule":
            found |= _strings(node.value)
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = takers.get(called, len(node.args))
            found |= _strings(node.args[place]) if place < len(node.args) else set()
    return found


def test_each_rule_of_the_engine_is_a_file() -> None:
    """The rule names in the engine's source are exactly the names of the files."""
    assert sorted(_rules()) == list(constructions.names())


def test_a_rule_is_described() -> None:
    """A claim's rule leads to its construction, in Arabic and in words."""
    (claim,) = read_claims(Document("a", "قتل ثلاثة جنود في المعارك"))
    found = constructions.describe(claim.rule)
    assert (found.name, found.arabic) == ("passive_verb", "قُتل N من V")
    assert "subject" in found.words


def test_an_unknown_rule_is_refused() -> None:
    """What is no construction cannot be described, and the message lists those that are."""
    with pytest.raises(UsageError, match="passive_verb"):
        constructions.describe("wishful_thinking")


def test_no_sentence_is_an_example_of_two_constructions() -> None:
    """A sentence stands in one file only: each construction has sentences of its own."""
    homes: dict[str, set[str]] = {}
    for name, example in EXAMPLES:
        homes.setdefault(example.text, set()).add(name)
    assert {text: sorted(found) for text, found in homes.items() if len(found) > 1} == {}


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "verb.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_parses(tmp_path: Path) -> None:
    """Four examples and two counterexamples are enough."""
    counter = COUNTEREXAMPLE.format("سار ثلاثة جنود") + COUNTEREXAMPLE.format("وصل الوزير")
    found = constructions.parse(_write(tmp_path, GOOD + EXAMPLE * 4 + counter))
    assert found.name == "verb"
    assert found.examples[0].fields == {
        "quote": "قتل ثلاثة", "outcome": "killed", "low": 3, "high": 3, "qualifier": "exact",
    }  # fmt: skip


def test_faults_are_told_all_at_once(tmp_path: Path) -> None:
    """Every fault of a file is told with its line and key: too few blocks, a strange key, a span that is not there."""
    bad = EXAMPLE.replace('قتل ثلاثة"', 'قتل أربعة"').replace('"killed"', '"dead"') + 'colour = "red"\n'
    with pytest.raises(DataError) as caught:
        constructions.parse(_write(tmp_path, GOOD + bad))
    assert caught.value.faults == (
        "verb.toml:1: example: there are 1; write at least 4",
        "verb.toml:6: quote: «قتل أربعة» does not stand in the text",
        "verb.toml:7: outcome: 'dead' is none of "
        "killed, injured, casualties, missing, detained, abducted, displaced, escaped, surrendered, released",
        f"verb.toml:11: colour: is no field of a claim that an example tells; there are {', '.join(FIELDS)}",
        "verb.toml:1: counterexample: there are 0; write at least 2",
    )


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    """A slip in the TOML itself is told at its line."""
    with pytest.raises(DataError, match=r"^verb\.toml:3: toml: "):
        constructions.parse(_write(tmp_path, GOOD + "this is no key\n"))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('arabic = "قُتل N"', 'arabic = "passive"', "verb.toml:1: arabic: holds no Arabic"),
        ('words = "A verb and its victims."\n', "", "verb.toml:1: words: is missing"),
        ("high = 3", 'high = "three"', "verb.toml:9: high: 'three' is no number"),
        ('qualifier = "exact"\n', "", "verb.toml:4: qualifier: is missing"),
        ("سار ثلاثة جنود", "قتل ثلاثة جنود", "verb.toml:37: text: stands above already"),
        (
            'text = "وصل الوزير"',
            'text = "وصل\u200f الوزير"',
            "verb.toml:1: file: holds an invisible control; remove it",
        ),
    ],
)
def test_a_law_broken_is_a_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """Each law of the form, broken once, is told at its place."""
    text = GOOD + EXAMPLE * 4 + COUNTEREXAMPLE.format("سار ثلاثة جنود") + COUNTEREXAMPLE.format("وصل الوزير")
    with pytest.raises(DataError) as caught:
        constructions.parse(_write(tmp_path, text.replace(old, new, 1)))
    assert caught.value.faults == (fault,)
