"""Corrections as they may be published: what people changed in claims, and what changed in confirmed incidents.

Never who decided or why, and never words of a report: of a claim's fields only those of the allow-list of exports
(`ledger.columns`) are told with their values; that others changed is told, not how.
"""

from __future__ import annotations

from typing import NamedTuple

from hasila.desk import differences
from hasila.desk.differences import Change, Figure
from hasila.desk.entries import Wanted, newest
from hasila.ledger import columns, gathering
from hasila.ledger.chain import Entry
from hasila.ledger.gathering import Confirmation
from hasila.ledger.store import Store
from hasila.model import Incident

PAGE = 25
# What a correction is: an acceptance changes nothing.
_WANTED = Wanted(b'},"kind":"decided","parts":', b'"verdict":"accepted"},"kind":"decided"')
_PUBLIC = frozenset(c.name for c in columns.columns(columns.CLAIMS, public=True))


class Correction(NamedTuple):
    """One decision on a claim: day (UTC), id, verdict, fields with values, names of fields that changed otherwise.

    `erased`: its document was withheld since.
    """

    seq: int
    day: str
    claim: str
    verdict: str
    changes: tuple[Change, ...]
    words: tuple[str, ...]
    erased: bool


class Corrections(NamedTuple):
    """A page of corrections, the newest first; `before` leads on, None where there are no more."""

    found: tuple[Correction, ...]
    before: int | None


class Moved(NamedTuple):
    """A confirmed incident that is another now: the day of the confirmation, and the figures that changed.

    None may have: other claims give the same figures. `erased`: what was confirmed was withheld since.
    """

    incident: str
    day: str
    figures: tuple[Figure, ...]
    erased: bool


def latest(store: Store, before: int | None) -> Corrections:
    """Corrections below an entry, the newest first."""
    page = newest(store, before, _WANTED, PAGE)
    entries = (store.entry(seq) for seq in page.seqs)
    return Corrections(tuple(_correction(store, e) for e in entries if e), page.before)


def _correction(store: Store, entry: Entry) -> Correction:
    (document,) = entry.subjects
    number, verdict = int(entry.facts["number"]), str(entry.facts["verdict"])
    now = differences.decided(store, entry)
    was = None if verdict == "added" else differences.held(store, document, number, entry.seq).claim
    every = differences.changes(was, now) if now else ()
    public = tuple(c for c in every if c.field in _PUBLIC and (was or c.field in _ADDED))
    words = tuple(c.field for c in every if c.field not in _PUBLIC) if was else ()
    return Correction(entry.seq, entry.at[:10], f"{document}:c{number}", verdict, public, words, now is None)


# Of a claim that was added, what tells its figure.
_ADDED = frozenset(("outcome", "low", "high", "qualifier", "status", "scope"))


def moved(store: Store, limit: int) -> list[Moved]:
    """Confirmed incidents with other figures now, as they were last reckoned."""
    rows = gathering.incidents(store, "state = 'changed'")[:limit]
    by_claim = {claim: c for c in (gathering.confirmations(store) if rows else ()) for claim in c.members}
    return [one for row in rows if (one := _moved(store, row.id, row.incident, by_claim)) is not None]


def _moved(store: Store, identity: str, incident: Incident, by_claim: dict[str, Confirmation]) -> Moved | None:
    told = [by_claim[c] for c in gathering.claims_of(store, identity) if c in by_claim]
    if not told:
        return None
    last = max(told, key=lambda c: c.seq)
    entry = store.entry(last.seq)
    both = differences.figures(differences.confirmed(last.figures), differences.reckoned(incident))
    found = tuple(f for f in both if f.before != f.after)
    return Moved(identity, entry.at[:10] if entry else "", found, last.figures is None)
