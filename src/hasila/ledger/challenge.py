"""Challenge files: everything behind one figure, for somebody who does not trust us and has no Hasila
(docs/challenge-format.md).

The file holds the entries that lead from the head to each entry concerned, the parts that those entries name (texts,
claims, decisions; never who decided, or why), and how the bounds follow from the claims. `tools/check_challenge.py`
checks it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from hasila.errors import UsageError
from hasila.ledger import chain, gathering, kept, standing
from hasila.ledger.chain import Receipt, canonical
from hasila.ledger.engine import Engine
from hasila.ledger.readings import Reckoned, in_order, reckon
from hasila.ledger.store import Store
from hasila.model import Claim, Incident, SourceBounds, Toll

FORMAT = "hasila challenge 1"
# Parts that are shown; who decided, and why, stays.
_SHOWN = {
    "received": ("about", "text"),
    "extracted": ("claims",),
    "decided": ("claim",),
    "incident_confirmed": ("figures",),
}


class Figure(NamedTuple):
    """A figure by its id: `INCIDENT/OUTCOME/GROUP`."""

    incident: str
    outcome: str
    group: str

    def __str__(self) -> str:
        return "/".join(self)


def parse_figure(told: str) -> Figure:
    """A figure's id; the group may be left out, and is `all` then. Raises `UsageError` where it is none."""
    pieces = told.split("/")
    if len(pieces) not in (2, 3) or not all(pieces):
        raise UsageError(
            f"{told!r} names no figure; give INCIDENT/OUTCOME/GROUP, such as 2021-03-03-c1340fb4/killed/all"
        )
    return Figure(pieces[0], pieces[1], pieces[2] if len(pieces) == 3 else "all")


def challenge(
    store: Store, engine: Engine, figure: Figure, profile: str = "hasila", receipt: Receipt | None = None
) -> dict[str, Any]:
    """The challenge of a figure; with `receipt`, the way to that entry is in it too."""
    return of_incidents(store, engine, figure, reckon(store, engine, profile), receipt)


def as_reckoned(store: Store, engine: Engine, figure: Figure) -> dict[str, Any]:
    """The challenge of a figure of the table of incidents, without reckoning all of them anew.

    Raises `UsageError` where the table is not that of the ledger as it is.
    """
    with store.read():
        if not gathering.is_fresh(store, engine):
            raise UsageError("the incidents are those of an earlier moment; reckon them anew first")
        found = gathering.incident(store, figure.incident).incident
        return of_incidents(store, engine, figure, standing.as_reckoned(store, found))


def of_incidents(
    store: Store, engine: Engine, figure: Figure, reckoned: Reckoned, receipt: Receipt | None = None
) -> dict[str, Any]:
    """The challenge of a figure of incidents that were reckoned from the ledger as it is."""
    incident, toll = _find(reckoned, figure)
    ids = _ids(toll, incident, reckoned)
    confirmed = _confirmation(store, engine, reckoned, incident)
    claims = {i: _where(store, i) for i in ids}
    documents = {d: _received(store, d) for d in in_order(list({i.partition(":c")[0] for i in ids}))}
    seqs = {n for places in claims.values() for n in places.values() if n is not None} | set(documents.values())
    seqs |= {confirmed} if confirmed else set()
    head = store.head()
    told = {
        "format": FORMAT,
        "head": str(head),
        "figure": _figure(figure, incident, toll, reckoned, engine),
        "sources": [_source(s, toll, reckoned) for s in toll.sources],
        "set_aside": [
            {"claim": reckoned.claim_id(a.report, a.claim), "reason": a.reason, "reason_ar": a.reason_ar}
            for a in toll.set_aside
        ],
        "conflicts": [
            {"claims": [reckoned.claim_id(*m) for m in c.claims], "en": c.en, "ar": c.ar}
            for c in incident.conflicts
            if c.outcome == toll.outcome
        ],
        "joins": [
            {"a": j.a, "b": j.b, "en": "; ".join(r.en for r in j.reasons), "ar": "؛ ".join(r.ar for r in j.reasons)}
            for j in incident.joins
        ],
        "claims": claims,
        "documents": documents,
        "confirmed": confirmed,
        "entries": _entries(store, head, [*seqs, *_joined(store, ids), *([receipt.seq] if receipt else [])]),
        "parts": {str(seq): _parts(store, seq) for seq in sorted(seqs)},
    }  # fmt: skip
    return {**told, "seal": hashlib.sha256(canonical(told)).hexdigest()}


def _find(reckoned: Reckoned, figure: Figure) -> tuple[Incident, Toll]:
    every = [i for top in reckoned.incidents for i in (top, *top.parts)]
    incident = next((i for i in every if i.id == figure.incident), None)
    if incident is None:
        raise UsageError(f"the ledger has no incident {figure.incident!r}")
    for toll in incident.tolls:
        if (toll.outcome, toll.group) == (figure.outcome, figure.group):
            return incident, toll
    told = ", ".join(f"{t.outcome}/{t.group}" for t in incident.tolls)
    raise UsageError(f"{incident.id} has no figure {figure.outcome}/{figure.group}; it has {told}")


def _ids(toll: Toll, incident: Incident, reckoned: Reckoned) -> list[str]:
    named = [*((b.report, b.claim) for b in toll.basis), *((a.report, a.claim) for a in toll.set_aside)]
    named += [m for c in incident.conflicts if c.outcome == toll.outcome for m in c.claims]
    return sorted({reckoned.claim_id(*m) for m in named})


def _joined(store: Store, ids: Sequence[str]) -> list[int]:
    """The entries by which people merged or split what these claims tell of."""
    found = store.rows("SELECT a, b, seq FROM pairs")
    return sorted({seq for a, b, seq in found if a in ids or b in ids})


def _figure(figure: Figure, incident: Incident, toll: Toll, reckoned: Reckoned, engine: Engine) -> dict[str, Any]:
    return {
        "id": str(figure), "incident": incident.id, "title_ar": incident.title_ar, "title_en": incident.title_en,
        "first_day": incident.first_day, "last_day": incident.last_day, "outcome": toll.outcome, "group": toll.group,
        "low": toll.low, "high": toll.high, "best": toll.best, "profile": reckoned.method, "version": engine.version,
    }  # fmt: skip


def _source(s: SourceBounds, toll: Toll, reckoned: Reckoned) -> dict[str, Any]:
    mine = [(b.report, b.claim) for b in toll.basis if b.source == s.source]
    claims = [reckoned.known[r].reading.claims[c] for r, c in mine]
    ids = [reckoned.claim_id(*m) for m in mine]
    return {"source": s.source, "low": s.low, "high": s.high, "how": how(s.low, s.high, claims), "claims": ids}


def how(low: int, high: int | None, claims: Sequence[Claim]) -> str:
    """By which simple rule a source's bounds follow from its claims; `rule`: by none, only Hasila replays it."""
    lows, highs = [c.low for c in claims], [c.high for c in claims]
    if not claims:
        return "rule"
    total = None if None in highs else sum(h for h in highs if h is not None)
    most = None if None in highs else max(h for h in highs if h is not None)
    ways = {"range": (min(lows), most), "sum": (sum(lows), total), "largest to sum": (max(lows), total)}
    return next((name for name, bounds in ways.items() if bounds == (low, high)), "rule")


def _where(store: Store, claim: str) -> dict[str, int | None]:
    """The entries that a claim rests on."""
    row = store.one(
        "SELECT c.decided, d.extracted FROM claims c JOIN documents d ON d.id = c.document WHERE c.id = ?", (claim,)
    )
    if row is None:
        raise UsageError(f"the ledger has no claim {claim!r}")
    number = claim.partition(":c")[2]
    data = store.part(row[1], "claims") or b"[]"
    known = any(k.number == int(number) for k in kept.decode(data))
    return {"extracted": row[1] if known else None, "decided": row[0]}


def _received(store: Store, document: str) -> int:
    row = store.one("SELECT seq FROM documents WHERE id = ?", (document,))
    assert row is not None
    return int(row[0])


def _confirmation(store: Store, engine: Engine, reckoned: Reckoned, incident: Incident) -> int | None:
    latest = {claim: c for c in gathering.confirmations(store) for claim in c.members}
    state, told = gathering.state_of(incident, reckoned, latest)
    return told.seq if told is not None and state == "confirmed" else None


def _entries(store: Store, head: Receipt, seqs: Iterable[int]) -> dict[str, str]:
    """The lines of every entry on the ways from the head to each of `seqs`."""
    needed = {n for seq in seqs if seq <= head.seq for n in chain.path(head.seq, seq)}
    found = {}
    for seq in sorted(needed):
        row = store.one("SELECT line FROM entries WHERE seq = ?", (seq,))
        if row is not None:
            found[str(seq)] = bytes(row[0]).decode()
    return found


def _parts(store: Store, seq: int) -> dict[str, dict[str, str]]:
    entry = store.entry(seq)
    shown = _SHOWN.get(entry.kind, ()) if entry else ()
    return {n: {"salt": bytes(s).hex(), "data": bytes(d).decode()} for n, s, d in store.salted(seq) if n in shown}
