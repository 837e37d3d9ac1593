"""Claims as several pages list them, by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hasila.ledger import kept
from hasila.ledger.store import Store
from hasila.model import Claim


class Shown(NamedTuple):
    """A claim in a list."""

    id: str
    review: str
    claim: Claim


def claims(store: Store, ids: Iterable[str]) -> list[Shown]:
    """The claims of these ids that are still there, in their order."""
    found = (store.one("SELECT id, review, data FROM claims WHERE id = ?", (i,)) for i in ids)
    return [Shown(row[0], row[1], kept.decode_one(row[2]).claim) for row in found if row is not None]
