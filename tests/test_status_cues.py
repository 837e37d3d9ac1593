"""Each cue does in its own example what its row says it does."""

from __future__ import annotations

import pytest

from hasila import lexicon
from hasila.extract import read_claims
from hasila.lexicon import Row
from hasila.model import Claim, Document

CUES = lexicon.load("cues")


def rows(*senses: str) -> list[Row]:
    return [r for r in CUES if r.sense in senses and r.example != "-"]


def read(row: Row) -> tuple[Claim, ...]:
    return read_claims(Document("cue", row.example, "2024-05-14"))


def name(row: Row) -> str:
    return f"{row.sense}-{row.part}-{row.form}"


@pytest.mark.parametrize("row", rows("denied", "unconfirmed", "hypothetical"), ids=name)
def test_a_cue_gives_its_status(row: Row) -> None:
    """The example of a denial, a doubt or a supposition gives a claim, and every claim in it has that status."""
    assert {c.status for c in read(row)} == {row.sense}


@pytest.mark.parametrize("row", rows("void"), ids=name)
def test_a_void_cue_leaves_no_claim(row: Row) -> None:
    """The example of a context without a happening gives no claim."""
    assert [(c.quote, c.status) for c in read(row)] == []


@pytest.mark.parametrize("row", rows("zero"), ids=name)
def test_a_negation_says_nobody(row: Row) -> None:
    """The example of a negation asserts that nobody suffered the outcome."""
    assert {(c.low, c.high, c.status) for c in read(row)} == {(0, 0, "asserted")}


@pytest.mark.parametrize("row", rows("asserted"), ids=name)
def test_a_stop_ends_another_cue(row: Row) -> None:
    """The example of a word that ends another cue's reach asserts its claims."""
    assert {c.status for c in read(row)} == {"asserted"}
