"""How much a claim asks for a second look: the order of the queue at the desk.

Each reason has a weight; a claim's doubt is their sum. The weights are an order of work, not a probability: they were
set by what costs most when it is wrong (large figures, figures that are no plain assertion), then by what the reading
left open. Nothing else in the ledger depends on them.
"""

from __future__ import annotations

from collections.abc import Iterator

from hasila.model import Claim

# From this many people on, an error weighs on every total.
MANY = 100
WEIGHTS = {
    "many": 4, "not_asserted": 3, "vague": 3, "party_word": 2, "place_unknown": 2, "place_missing": 1, "open": 1,
    "hedged": 1, "date_missing": 1, "source_missing": 1, "victims_unknown": 1, "recalled": 1, "addition": 1,
}  # fmt: skip


def reasons(claim: Claim) -> tuple[str, ...]:
    """Why a claim asks for a second look, the weightiest first; names of `WEIGHTS`."""
    return tuple(sorted(_reasons(claim), key=lambda name: (-WEIGHTS[name], name)))


def weight(claim: Claim) -> int:
    """The sum of the weights of a claim's reasons."""
    return sum(WEIGHTS[name] for name in _reasons(claim))


def _reasons(c: Claim) -> Iterator[str]:
    told = {
        "many": max(c.low, c.high or 0) >= MANY,
        "not_asserted": c.status != "asserted",
        "vague": c.qualifier in ("vague", "unstated"),
        "party_word": c.status_basis == "perpetrator",
        "place_unknown": c.place is not None and c.place_id is None,
        "place_missing": c.place is None,
        "open": c.high is None,
        "hedged": c.qualifier == "about",
        "date_missing": c.date is None and c.period is None,
        "source_missing": c.source is None,
        "victims_unknown": c.victim_status == "unknown",
        "recalled": c.scope != "incident",
        "addition": c.counting is not None,
    }
    return (name for name, holds in told.items() if holds)
