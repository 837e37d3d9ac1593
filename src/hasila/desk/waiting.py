"""What waits for a person: claims that nobody decided on, by doubt, and the way from one report to the next.

A report stands in the queue where its most doubtful claim does. Each question is answered from an index, so that it
takes no longer in a ledger of a million claims; a plus before a column keeps SQLite from the wrong one.
"""

from __future__ import annotations

from typing import NamedTuple

from hasila.ledger import doubt, kept
from hasila.ledger.store import Row, Store
from hasila.model import Claim


class Waiting(NamedTuple):
    """A claim that waits, with why it is doubtful."""

    id: str
    document: str
    number: int
    outlet: str | None
    published: str | None
    claim: Claim
    reasons: tuple[str, ...]


def claims(store: Store, limit: int, offset: int = 0, outcome: str | None = None) -> list[Waiting]:
    """The most doubtful claims."""
    narrow = "AND c.outcome = ?" if outcome else ""
    found = store.rows(
        "SELECT c.id, c.document, c.number, d.outlet, d.published, c.data FROM claims c "
        f"JOIN documents d ON d.id = c.document WHERE c.review = 'unreviewed' {narrow} "
        "ORDER BY c.doubt DESC, c.key LIMIT ? OFFSET ?",
        [*([outcome] if outcome else []), limit, offset],
    )
    return [_waiting(row) for row in found]


def _waiting(row: Row) -> Waiting:
    identity, document, number, outlet, published, data = row
    claim = kept.decode_one(data).claim
    return Waiting(identity, document, number, outlet, published, claim, doubt.reasons(claim))


_TOP = """
SELECT c.document FROM claims c WHERE c.review = 'unreviewed' AND c.document <> ?1 {beyond}
AND NOT EXISTS (SELECT 1 FROM claims o WHERE o.document = c.document AND +o.review = 'unreviewed'
  AND (o.doubt > c.doubt OR (o.doubt = c.doubt AND o.key < c.key)))
ORDER BY c.doubt {down}, c.key {up} LIMIT 1
"""


def following(store: Store, document: str) -> str | None:
    """The report after this one in the queue; of one that does not wait, the first of the queue."""
    here = _place(store, document)
    beyond = "AND (c.doubt < ?2 OR (c.doubt = ?2 AND c.key > ?3))" if here else ""
    return _first(store, _TOP.format(beyond=beyond, down="DESC", up=""), document, here)


def preceding(store: Store, document: str) -> str | None:
    """The report before this one in the queue; None for the first, and for one that does not wait."""
    here = _place(store, document)
    if here is None:
        return None
    beyond = "AND (c.doubt > ?2 OR (c.doubt = ?2 AND c.key < ?3))"
    return _first(store, _TOP.format(beyond=beyond, down="", up="DESC"), document, here)


def _place(store: Store, document: str) -> tuple[int, int] | None:
    row = store.one(
        "SELECT doubt, key FROM claims WHERE document = ? AND +review = 'unreviewed' ORDER BY doubt DESC, key LIMIT 1",
        (document,),
    )
    return None if row is None else (int(row[0]), int(row[1]))


def _first(store: Store, query: str, document: str, here: tuple[int, int] | None) -> str | None:
    row = store.one(query, (document, *(here or ())))
    return None if row is None else str(row[0])


def left(store: Store) -> int:
    """How many claims wait."""
    (found,) = store.one("SELECT count(*) FROM claims WHERE review = 'unreviewed'") or (0,)
    return int(found)
