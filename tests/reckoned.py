"""Readings made of short invented claims, for the tests of incidents and tolls."""

from __future__ import annotations

from typing import Any

from hasila.model import Claim, Document, Reading
from hasila.tolls import TollReport, toll

PLACE, DAY = "تل الريحان", "2024-05-02"
_NOUN = {"killed": "قتيلا", "injured": "جريحا"}


def claim(low: int, high: int | None = -1, **fields: Any) -> Claim:
    """A claim of an air strike on an invented town; `high` is `low` unless given."""
    known: dict[str, Any] = {
        "outcome": "killed",
        "place": PLACE,
        "date": DAY,
        "means": "airstrike",
        "qualifier": "exact",
    }
    known |= fields
    noun = _NOUN.get(known["outcome"], "شخصا")
    return Claim(quote=known.pop("quote", f"{low} {noun}"), low=low, high=low if high == -1 else high, **known)


def reading(
    name: str, *claims: Claim, outlet: str | None = None, published: str = "2024-05-02", text: str = ""
) -> Reading:
    """A report; without a text it is told by its claims alone."""
    return Reading(Document(name, text or f"نص {name}", published, outlet or f"صحيفة {name}"), tuple(claims))


def rows(report: TollReport, index: int = 0) -> dict[tuple[str, str], tuple[int, int | None]]:
    """The tolls of one incident as a table."""
    return {(t.outcome, t.group): (t.low, t.high) for t in report.incidents[index].tolls}


def told(*readings: Reading) -> dict[tuple[str, str], tuple[int, int | None]]:
    """The tolls of the incident that most of the readings are about."""
    report = toll(readings)
    best = max(range(len(report.incidents)), key=lambda n: len(report.incidents[n].reports))
    return rows(report, best)
