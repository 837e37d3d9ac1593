"""Read again with a newer version: what would change is shown first, and adopted only when a person says so.

A new claim is the old one if it has the same words and outcome, or, failing that, words that overlap and the same
outcome: it keeps the number, and with it every decision of a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from hasila.documents import Fault
from hasila.ledger import ahead, kept, projections
from hasila.ledger.engine import Engine
from hasila.ledger.kept import Kept
from hasila.ledger.readings import reported
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.model import Claim, Document


class Change(NamedTuple):
    """One claim that the newer version reads otherwise; `before` None: new, `after` None: gone.

    `decided`: a person has decided on it, and the decision stands.
    """

    claim: str
    before: Claim | None
    after: Claim | None
    decided: bool


class Reread(NamedTuple):
    """What the newer version makes of one document."""

    document: str
    claims: tuple[Kept, ...]
    changes: tuple[Change, ...]


def stale(store: Store, engine: Engine) -> list[str]:
    """The documents whose claims another version read."""
    query = "SELECT id FROM documents WHERE withheld IS NULL AND version <> ? ORDER BY seq"
    return [d for (d,) in store.rows(query, (engine.version,))]


def count_stale(store: Store, engine: Engine) -> int:
    """How many they are."""
    query = "SELECT count(*) FROM documents WHERE withheld IS NULL AND version <> ?"
    (found,) = store.one(query, (engine.version,)) or (0,)
    return int(found)


def reread(store: Store, engine: Engine, documents: Sequence[str], workers: int = 1) -> Iterator[Reread | Fault]:
    """Read documents anew, and compare; the ledger is not changed. What could not be read is a fault."""
    asked = (reported(store, d).reading.document for d in documents)
    for document, claims in ahead.read(asked, _itself, engine, workers):
        yield Fault(document.id, claims.what) if isinstance(claims, Fault) else _reread(store, document.id, claims)


def _itself(document: Document) -> Document:
    return document


def _reread(store: Store, document: str, claims: Sequence[Claim]) -> Reread:
    query = "SELECT machine, data, review, number FROM claims WHERE document = ? ORDER BY start, number"
    rows = store.rows(query, (document,))
    old = [kept.decode_one(machine or data) for machine, data, _, _ in rows if machine is not None]
    # A claim that an older version read, and a person decided on, may be found again.
    every = [kept.decode_one(machine or data) for machine, data, _, _ in rows]
    last = max((number for _, _, _, number in rows), default=0)
    new = kept.numbered(claims, _numbers(every, claims, last))
    decided = {number for _, _, review, number in rows if review != projections.UNREVIEWED}
    return Reread(document, tuple(new), tuple(_changes(document, old, new, decided)))


def _numbers(old: Sequence[Kept], new: Sequence[Claim], last: int) -> list[int]:
    """A number for each new claim: that of the old claim that it is, or the next free one."""
    free = list(old)
    found: dict[int, int] = {}
    for rank in (_same_words, _overlap):
        for i, claim in enumerate(new):
            match = next((k for k in free if i not in found and rank(k.claim, claim)), None)
            if match is not None:
                found[i] = match.number
                free.remove(match)
    for i in range(len(new)):
        if i not in found:
            last += 1
            found[i] = last
    return [found[i] for i in range(len(new))]


def _same_words(a: Claim, b: Claim) -> bool:
    return a.outcome == b.outcome and a.quote == b.quote and a.spans.get("quote") == b.spans.get("quote")


def _overlap(a: Claim, b: Claim) -> bool:
    p, q = a.spans.get("quote"), b.spans.get("quote")
    return a.outcome == b.outcome and p is not None and q is not None and p.start < q.end and q.start < p.end


def _changes(document: str, old: Sequence[Kept], new: Sequence[Kept], decided: set[int]) -> Iterator[Change]:
    before, after = ({k.number: k for k in side} for side in (old, new))
    for number in sorted({*before, *after}):
        was, now = before.get(number), after.get(number)
        if was is None or now is None or _told(was) != _told(now):
            before_claim, after_claim = (None if k is None else k.claim for k in (was, now))
            yield Change(kept.claim_id(document, number), before_claim, after_claim, number in decided)


def _told(claim: Kept) -> Kept:
    """A claim without its derivation: another rule or cue behind the same claim is no change of what is said."""
    return msgspec.structs.replace(claim, claim=msgspec.structs.replace(claim.claim, rule="", steps=()))


def adopt(store: Store, engine: Engine, found: Sequence[Reread], signed: Signed) -> int:
    """Adopt what the newer version reads, a change a document. Gives how many were adopted.

    One that another process has read or decided on meanwhile is left for the next run.
    """
    adopted = 0
    for one in found:
        with store.write():
            if _reread_is_current(store, one):
                facts = {"version": engine.version, "claims": len(one.claims), "adopted": True}
                parts = {"claims": kept.encode(one.claims), "by": signed.parts()["by"]}
                projections.record(store, "extracted", [one.document], facts, parts)
                adopted += 1
    return adopted


def _reread_is_current(store: Store, one: Reread) -> bool:
    before = {c.claim for c in one.changes if c.before is not None}
    row = store.one("SELECT withheld FROM documents WHERE id = ?", (one.document,))
    held = {
        c for (c,) in store.rows("SELECT id FROM claims WHERE document = ? AND machine IS NOT NULL", (one.document,))
    }
    return row is not None and row[0] is None and before <= held


def summary(found: Sequence[Reread]) -> str:
    """«3 claims new, 1 gone, 2 changed»."""
    changes = [c for one in found for c in one.changes]
    new = sum(c.before is None for c in changes)
    gone = sum(c.after is None for c in changes)
    return f"{new} claims new, {gone} gone, {len(changes) - new - gone} changed"
