"""The incidents as they stand in the table, with the claims that they name.

An incident names a claim by its place among its report's claims, as these held when the incidents were reckoned. Since
then claims may have been rejected, added or corrected: here each report is read as it stood at that entry, so that
what an incident names is found whatever came later.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from hasila.ledger import past, readings
from hasila.ledger.chain import canonical, parse_receipt
from hasila.ledger.readings import Reckoned, Reported
from hasila.ledger.store import Store
from hasila.model import Incident, Reading

# The entries by which the claims of a report change.
_CHANGING = frozenset(("extracted", "decided", "withheld"))


class Stand(NamedTuple):
    """What the incidents rest on: the last entry that they know, the engine's version, the counting method."""

    seq: int
    version: str
    method: str


def stand(store: Store) -> Stand | None:
    """What the incidents of the table rest on; None where there are none."""
    told = store.meta("reckoned")
    if told is None:
        return None
    found = msgspec.json.decode(told, type=dict[str, str])
    return Stand(parse_receipt(found["head"]).seq, found["version"], found["method"])


@contextlib.contextmanager
def unmoved(store: Store) -> Iterator[None]:
    """What is recorded inside moves no claim and no link: incidents that were fresh before are so after it.

    Inside of `write()`.
    """
    told, before = store.meta("reckoned"), str(store.head())
    yield
    found = {} if told is None else msgspec.json.decode(told, type=dict[str, str])
    if found.get("head") == before:
        store.set_meta("reckoned", canonical({**found, "head": str(store.head())}).decode())


def reported_at(store: Store, document: str, seq: int) -> Reported:
    """A document with the claims that held after entry `seq`. Raises `UsageError` where it is withheld now."""
    now = readings.reported(store, document)
    later = store.rows("SELECT seq FROM touches WHERE subject = ? AND seq > ?", (document, seq))
    if not any((entry := store.entry(n)) and entry.kind in _CHANGING for (n,) in later):
        return now
    with past.of_documents(store, seq, [document]) as then:
        found = readings.reported(then, document)
    # The text of the ledger, not of the copy: one string, however many reports are looked at.
    return Reported(Reading(now.reading.document, found.reading.claims), found.numbers)


def named_in(incident: Incident) -> tuple[str, ...]:
    """The reports that an incident names, those of its parts included, each once."""
    found = [*incident.reports, *incident.recalled_in, *(r for pair in incident.copies for r in pair)]
    bases = [*(t.basis for t in incident.tolls), *(p.basis for p in incident.by_party)]
    found += [b.report for basis in (*bases, *(d.basis for d in incident.by_demographic)) for b in basis]
    found += [a.report for toll in incident.tolls for a in toll.set_aside]
    found += [a.report for a in incident.set_aside]
    found += [m.report for c in incident.conflicts for m in c.claims]
    found += [m.report for m in incident.timeline]
    found += [r.report for line in incident.lineages for r in line.renderings]
    found += [r for j in incident.joins for r in (j.a, j.b)]
    found += [r for part in incident.parts for r in named_in(part)]
    return tuple(dict.fromkeys(found))


def as_reckoned(store: Store, incident: Incident) -> Reckoned:
    """An incident of the table alone, with the reports that it names as they stood when it was reckoned."""
    here = stand(store)
    assert here is not None
    known = {d: reported_at(store, d, here.seq) for d in named_in(incident)}
    return Reckoned((incident,), known, here.method)
