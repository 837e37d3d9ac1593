"""The values of the fields are those that the gold sets' own checker allows."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from hasila import model


@pytest.fixture(scope="module")
def checker(gold: Path) -> dict[str, Any]:
    """The names of the gold sets' checker."""
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        return runpy.run_path(str(gold / "check.py"))
    finally:
        sys.dont_write_bytecode = before


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (model.Outcome, "OUTCOMES"),
        (model.Qualifier, "QUALIFIERS"),
        (model.Status, "STATUSES"),
        (model.VictimStatus, "VICTIM"),
    ],
    ids=["outcome", "qualifier", "status", "victim_status"],
)
def test_an_enum_has_the_checkers_values(ours: object, theirs: str, checker: dict[str, Any]) -> None:
    """No value is ours alone, and none the checker's alone."""
    assert set(get_args(ours)) == checker[theirs]


def test_means_are_the_checkers_without_none(checker: dict[str, Any]) -> None:
    """The checker lists None among the means; ours is a field that may be None."""
    assert {*get_args(model.Means), None} == checker["MEANS"]


def test_scope_and_demographics_are_what_the_checker_spells_out(checker: dict[str, Any]) -> None:
    """A record with each scope and each demographic of ours has no fault."""
    claim = dict.fromkeys(checker["FIELDS"]) | {
        "quote": "قتيل", "outcome": "killed", "low": 1, "high": 1, "qualifier": "exact", "victim_status": "unknown",
        "status": "asserted", "demographics": list(get_args(model.Demographic)),
    }  # fmt: skip
    for scope in get_args(model.Scope):
        record = {"id": "x", "text": "قتيل", "claims": [claim | {"scope": scope}]}
        assert list(checker["faults"](record)) == []


def test_a_claim_has_every_field_of_the_checker(checker: dict[str, Any]) -> None:
    """The fields of a gold claim are fields of `Claim`, under the same names."""
    ours = {field.name for field in msgspec.structs.fields(model.Claim)}
    assert checker["FIELDS"] | (checker["OPTIONAL"] - {"optional"}) <= ours
