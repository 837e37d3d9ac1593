"""The derivation tree: every step with its words, every field that says something."""

from __future__ import annotations

import msgspec
import stand_in

from hasila.explain import Branch, derivation, lines
from hasila.extract import read_claims
from hasila.model import Document, Reading, Span

READING = Reading(Document("a", "قتل 20 مدنيا"), stand_in.read_claims(Document("a", "قتل 20 مدنيا")))


def branches(branch: Branch) -> list[Branch]:
    """The branch and all below it."""
    return [branch, *(b for below in branch.below for b in branches(below))]


def test_a_derivation_holds_every_step_with_its_words_and_row() -> None:
    """Each step of a claim is a branch of its construction, with the words that its span covers."""
    construction = derivation(READING, 0).below[0]
    assert (construction.label, construction.words) == ("construction", "stand_in")
    assert [(b.label, b.words, b.row) for b in construction.below] == [
        ("outcome", "قتل", "outcomes:قتل"), ("count", "20", "")
    ]  # fmt: skip


def test_fields_that_say_nothing_are_left_out() -> None:
    """Null fields and what goes without saying are no branches; the others are, with their values."""
    claim = msgspec.structs.replace(
        READING.claims[0],
        status="denied",
        place="حلب",
        date="2022-01-26",
        part_of=2,
        demographics=("women", "children"),
    )
    told = {b.label: b.words for b in derivation(Reading(READING.document, (claim,)), 0).below[1].below}
    assert told == {
        "victims": "مدنيا", "place": "حلب", "status": "denied", "date": "2022-01-26", "part_of": "claim 2",
        "demographics": "women, children",
    }  # fmt: skip


def test_lines_are_indented_by_depth_and_one_a_branch() -> None:
    """The printed tree has a line for each branch, each further in than what it is below."""
    tree = derivation(READING, 0)
    printed = list(lines(tree))
    assert len(printed) == len(branches(tree))
    assert [line.index(line.lstrip("│├└─ ")[0]) for line in printed] == [0, 3, 6, 6, 3, 6]


def test_words_of_reports_are_escaped_in_the_tree() -> None:
    """Controls in words, rows and notes are printed as escapes."""
    claim = msgspec.structs.replace(
        READING.claims[0], quote="قتل\x1b[2J", rule="\u202e", spans={"quote": Span(0, 3)}, victims=None
    )
    printed = "\n".join(lines(derivation(Reading(READING.document, (claim,)), 0)))
    assert not set(printed) & set("\x1b\u202e")
    assert "\\x1b[2J" in printed


def test_the_engine_names_a_row_for_the_outcome_word() -> None:
    """A claim of the real engine shows its construction, and the outcome word with the lexicon row behind it."""
    document = Document("a", "قتل 20 مدنيا في حي الكرادة")
    printed = list(lines(derivation(Reading(document, read_claims(document)), 0)))
    assert printed[1].startswith("├─ construction  ")
    assert any("«قتل»  ← outcomes:" in line for line in printed)
