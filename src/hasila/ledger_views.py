"""What the ledger's commands show: values for JSON, and lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from hasila.display import bounds
from hasila.errors import UsageError
from hasila.ledger import gathering, kept, rereading
from hasila.ledger.challenge import parse_figure
from hasila.ledger.engine import Engine
from hasila.ledger.gathering import Row
from hasila.ledger.store import Store
from hasila.ledger.verifying import Verified
from hasila.ledger_options import document_id

_LISTED = 20
Value = dict[str, Any]


def status(store: Store, engine: Engine) -> Value:
    """How the ledger stands."""
    with store.read():
        reviews: dict[str, int] = dict(store.rows("SELECT review, count(*) FROM claims GROUP BY review"))
        states: dict[str, int] = dict(store.rows("SELECT state, count(*) FROM incidents GROUP BY state"))
        return {
            "documents": _count(store, "documents WHERE withheld IS NULL"),
            "claims": sum(n for review, n in reviews.items() if review != "rejected"),
            "incidents": sum(states.values()),
            "head": str(store.head()),
            "entries": store.head().seq,
            "withheld": _count(store, "documents WHERE withheld IS NOT NULL"),
            "review": reviews,
            "incident_states": states,
            "incidents_are_current": gathering.is_fresh(store, engine),
            "read_by_older_versions": rereading.count_stale(store, engine),
            "version": engine.version,
        }


def _count(store: Store, what: str) -> int:
    (found,) = store.one(f"SELECT count(*) FROM {what}") or (0,)
    return int(found)


def status_lines(told: Value, rows: Sequence[Row]) -> Iterator[str]:
    """The same for people, with the first incidents."""
    yield f"{told['documents']:,} documents, {told['claims']:,} claims, {told['incidents']:,} incidents"
    waiting = told["review"].get("unreviewed", 0)
    yield f"{waiting:,} claims wait for a person, {told['withheld']:,} documents withheld"
    if not told["incidents_are_current"]:
        yield "the incidents are those of an earlier moment; `hasila status --reckon` reckons them anew"
    if told["read_by_older_versions"]:
        yield f"{told['read_by_older_versions']:,} documents were read by another version; see `hasila reread`"
    for row in rows[:_LISTED]:
        yield f"  {row.id}  {row.state:9}  {row.grade:9}  {row.title_en}  {_toll_words(row)}"
    if len(rows) > _LISTED:
        yield f"  … and {len(rows) - _LISTED:,} more"
    yield f"head {told['head']}"


def _toll_words(row: Row) -> str:
    return ", ".join(f"{t.outcome} {bounds(t.low, t.high)}" for t in row.incident.tolls if t.group == "all")


def verified_lines(found: Verified) -> Iterator[str]:
    """What was checked, found, and not excluded."""
    verdict = "NOT WHOLE" if found.faults else "whole"
    yield f"{found.entries:,} entries, {found.withheld:,} documents withheld: {verdict}"
    yield from (f"fault: {what}" for what in found.faults)
    yield from (f"limit: {what}" for what in found.limits)
    yield f"head {found.head}"


def entries(store: Store, since: int, limit: int, subject: str | None) -> Iterator[Value]:
    """Entries from `since` on, at most `limit`; with `subject`, those about that document."""
    if subject is None:
        found = (n for n, _, _ in store.lines(since))
    else:
        query = "SELECT seq FROM touches WHERE subject = ? AND seq >= ? ORDER BY seq"
        found = (n for (n,) in store.rows(query, (subject, since)))
    for seq, _ in zip(found, range(limit), strict=False):
        yield entry(store, seq)


def entry(store: Store, seq: int) -> Value:
    """One entry, with who signed it and why. Raises `UsageError` where there is none."""
    found = store.entry(seq)
    if found is None:
        raise UsageError(f"the ledger has no entry {seq}")
    said: Value = {name: (store.part(seq, name) or b"").decode() for name in ("by", "reason") if name in found.parts}
    return {
        "seq": seq, "at": found.at, "kind": found.kind, "subjects": found.subjects, "facts": found.facts, **said,
        "erased": sorted(set(found.parts) - set(store.parts(seq))), "hash": store.hash(seq),
    }  # fmt: skip


def entry_line(told: Value) -> str:
    """One entry on one line."""
    facts = " ".join(f"{k}={v}" for k, v in told["facts"].items() if k not in ("members", "pairs"))
    signed = f" by {told['by']}: {told.get('reason', '')}" if told.get("by") else ""
    erased = " (erased)" if told["erased"] else ""
    return f"#{told['seq']}  {told['at'][:19]}  {told['kind']}  {' '.join(told['subjects'])}  {facts}{signed}{erased}"


def shown(store: Store, what: str) -> tuple[Value, list[str]]:
    """Whatever an id names, as a value and as lines. Raises `UsageError` where it names nothing."""
    if what.startswith("#") and what[1:].isdecimal():
        told = entry(store, int(what[1:]))
        return told, [entry_line(told)]
    if store.one("SELECT 1 FROM claims WHERE id = ?", (what,)) is not None:
        return _claim(store, what)
    # Documents first: to look for a part of a wave takes a walk through all incidents.
    if store.one("SELECT 1 FROM documents WHERE id = ?1 OR name = ?1", (what,)) is not None:
        return _document(store, document_id(store, what))
    if gathering.knows(store, what):
        return _incident(store, gathering.incident(store, what))
    if "/" in what and gathering.knows(store, what.partition("/")[0]):
        return _figure(store, what)
    return _document(store, document_id(store, what))


def _claim(store: Store, identity: str) -> tuple[Value, list[str]]:
    row = store.one("SELECT document, review, decided, data FROM claims WHERE id = ?", (identity,))
    assert row is not None
    told = msgspec.to_builtins(kept.decode_one(row[3]).claim)
    homes = [i for (i,) in store.rows("SELECT incident FROM incident_claims WHERE claim = ?", (identity,))]
    value = {"id": identity, "document": row[0], "review": row[1], "decided": row[2], "incidents": homes, "claim": told}
    lines = [f"{identity}  {row[1]}", *(f"  {k}: {v}" for k, v in told.items() if v not in (None, [], {}, ""))]
    return value, lines


def _document(store: Store, identity: str) -> tuple[Value, list[str]]:
    query = "SELECT seq, name, outlet, url, published, version, withheld FROM documents WHERE id = ?"
    row = store.one(query, (identity,))
    assert row is not None
    seq, name, outlet, url, published, version, withheld = row
    text = (store.part(seq, "text") or b"").decode()
    claims = [_claim(store, i) for (i,) in store.rows(
        "SELECT id FROM claims WHERE document = ? ORDER BY start, number", (identity,))]  # fmt: skip
    value = {
        "id": identity, "name": name, "outlet": outlet, "url": url, "published": published, "version": version,
        "withheld": withheld, "text": text, "claims": [v for v, _ in claims],
        "entries": list(entries(store, 1, 1 << 40, identity)),
    }  # fmt: skip
    head = " · ".join(str(x) for x in (identity, name, published, outlet, url, "WITHHELD" if withheld else None) if x)
    rows = [f"  {v['id']}  {v['review']:10}  {_count_words(v['claim'])}  «{v['claim']['quote']}»" for v, _ in claims]
    return value, [head, text, *rows, *map(entry_line, value["entries"])]


def _count_words(claim: Value) -> str:
    return f"{claim['outcome']} {bounds(claim['low'], claim['high'])}, {claim['status']}"


def _incident(store: Store, row: Row) -> tuple[Value, list[str]]:
    value = {
        "id": row.id, "state": row.state, "grade": row.grade, "place_id": row.place_id,
        "claims": gathering.claims_of(store, row.id), "incident": msgspec.to_builtins(row.incident),
    }  # fmt: skip
    figures = [
        f"  {row.id}/{t.outcome}/{t.group}  {bounds(t.low, t.high)}  "
        f"({len(t.sources)} sources, {len(t.basis)} claims, {len(t.set_aside)} set aside)"
        for t in row.incident.tolls
    ]
    head = f"{row.id}  {row.state}  {row.grade}"
    return value, [head, row.title_ar, row.title_en, *figures, f"claims: {' '.join(value['claims'])}"]


def _figure(store: Store, what: str) -> tuple[Value, list[str]]:
    figure = parse_figure(what)
    row = gathering.incident(store, figure.incident)
    found = [t for t in row.incident.tolls if (t.outcome, t.group) == (figure.outcome, figure.group)]
    if not found:
        raise UsageError(f"{row.id} has no figure {figure.outcome}/{figure.group}")
    (toll,) = found
    lines = [f"{figure}  {bounds(toll.low, toll.high)}  {row.state}"]
    lines += [f"  {s.source}: {bounds(s.low, s.high)}" for s in toll.sources]
    lines += [f"  set aside in {a.report}: {a.reason}" for a in toll.set_aside]
    return {"id": str(figure), "state": row.state, "grade": row.grade, "toll": msgspec.to_builtins(toll)}, lines
