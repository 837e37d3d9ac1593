"""What a ledger's claims rest on: how often lexicon rows, constructions and words for a source stand behind them.

Counted over the newest claims: a lexicon is judged by what it does now, and a page must not wait for a million claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from hasila.desk.ledgers import Ledgers
from hasila.ledger.store import Store

NEWEST = 20_000
SHOWN = 20
_OVERRULED = ("corrected", "rejected")


class Use(NamedTuple):
    """In how many claims something was used, how many of these a person corrected or rejected, and the newest ids."""

    claims: int
    overruled: int
    newest: tuple[str, ...]


NONE = Use(0, 0, ())


class Uses(NamedTuple):
    """Uses of lexicon rows by `file:form`, of constructions by name, of words for a source that no actor answers to.

    `counted` claims were looked at.
    """

    counted: int
    rows: dict[str, Use]
    rules: dict[str, Use]
    sources: dict[str, Use]


class _Step(msgspec.Struct, gc=False):
    row: str | None = None


class _Claim(msgspec.Struct, gc=False):
    """Of a claim only what is counted: the rest need not be decoded."""

    rule: str = ""
    source: str | None = None
    source_actor: str | None = None
    steps: tuple[_Step, ...] = ()


class _Kept(msgspec.Struct, gc=False):
    claim: _Claim


class _Count:
    """A use that is being counted."""

    def __init__(self) -> None:
        self.claims = self.overruled = 0
        self.newest: list[str] = []

    def add(self, claim: str, review: str) -> None:
        self.claims += 1
        self.overruled += review in _OVERRULED
        if len(self.newest) < SHOWN:
            self.newest.append(claim)


def count(store: Store) -> Uses:
    """The uses in the newest claims of a ledger, counted now."""
    found: tuple[dict[str, _Count], ...] = ({}, {}, {})
    decode = msgspec.json.Decoder(_Kept).decode
    query = "SELECT id, review, data FROM claims ORDER BY key DESC LIMIT ?"
    rows = store.rows(query, (NEWEST,))
    for identity, review, data in rows:
        for kind, name in _named(decode(data).claim):
            found[kind].setdefault(name, _Count()).add(identity, review)
    return Uses(len(rows), *({k: Use(c.claims, c.overruled, tuple(c.newest)) for k, c in f.items()} for f in found))


def _named(claim: _Claim) -> Iterator[tuple[int, str]]:
    """What a claim uses, each once: 0 a lexicon row, 1 a construction, 2 words for a source."""
    yield from ((0, row) for row in dict.fromkeys(step.row for step in claim.steps if step.row))
    if claim.rule:
        yield 1, claim.rule
    if claim.source and not claim.source_actor:
        yield 2, claim.source


def uses(ledgers: Ledgers, store: Store) -> Uses:
    """The uses in the newest claims of the ledger, remembered until it changes."""
    return ledgers.remembered.of(store, "uses", lambda: count(store))
