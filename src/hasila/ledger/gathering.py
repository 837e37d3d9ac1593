"""The incidents as a table: reckoned from all readings, kept until an entry is added, compared by `verify`.

Incidents are never edited. What a person confirmed is the set of claims and the figures of that day; an incident that
has others now is `changed`, and counts as unconfirmed wherever that matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hasila.errors import UsageError
from hasila.ledger.chain import canonical
from hasila.ledger.engine import Engine, method
from hasila.ledger.readings import AT_ONCE, Reckoned, figures, members_of, place_of, reckon
from hasila.ledger.standing import as_reckoned
from hasila.ledger.store import Store
from hasila.model import Incident

GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
_COLUMNS = "id, first_day, last_day, state, grade, place_id, title_ar, title_en, data"


class Confirmation(NamedTuple):
    """What a person confirmed: claims, figures (None: withheld since), grade, counting method."""

    seq: int
    incident: str
    members: tuple[str, ...]
    grade: str
    method: str
    figures: bytes | None


class Row(NamedTuple):
    """An incident as the ledger shows it; `state` is `open`, `confirmed` or `changed` (since it was confirmed)."""

    id: str
    first_day: str | None
    last_day: str | None
    state: str
    grade: str
    place_id: str | None
    title_ar: str
    title_en: str
    incident: Incident


def stamp(store: Store, engine: Engine) -> str:
    """What the incidents of this moment rest on."""
    return canonical({"head": str(store.head()), "version": engine.version, "method": method("hasila")}).decode()


def is_fresh(store: Store, engine: Engine) -> bool:
    """Were the incidents reckoned from the ledger as it is, by this version?"""
    return store.meta("reckoned") == stamp(store, engine)


def refresh(store: Store, engine: Engine, *, force: bool = False) -> bool:
    """Reckon the incidents if they are stale and not too many documents (or `force`). Gives whether they are fresh."""
    if is_fresh(store, engine):
        return True
    (documents,) = store.one("SELECT count(*) FROM documents") or (0,)
    if documents > AT_ONCE and not force:
        return False
    told = stamp(store, engine)
    reckoned = reckon(store, engine)
    with store.write():
        # Another process may have written meanwhile. What it withheld must not come back in an incident's words.
        if stamp(store, engine) != told:
            return False
        clear(store)
        store.db.executemany(f"INSERT INTO incidents VALUES ({', '.join('?' * 12)})", rows(store, reckoned))
        store.db.executemany("INSERT OR IGNORE INTO incident_claims VALUES (?, ?)", links(reckoned))
        store.db.executemany("INSERT INTO incident_parts VALUES (?, ?)", parts(reckoned))
        store.set_meta("reckoned", told)
    return True


def clear(store: Store) -> None:
    """Forget the incidents; inside of `write()`."""
    store.script("DELETE FROM incidents; DELETE FROM incident_claims; DELETE FROM incident_parts;")
    store.set_meta("reckoned", None)


def rows(store: Store, reckoned: Reckoned) -> Iterator[tuple[object, ...]]:
    """The rows of the table of incidents."""
    latest = _by_claim(confirmations(store))
    for position, incident in enumerate(reckoned.incidents):
        state, confirmation = state_of(incident, reckoned, latest)
        yield (
            position, incident.id, incident.first_day, incident.last_day, state,
            confirmation.grade if confirmation and state == "confirmed" else grade(incident),
            place_of(incident, reckoned.known), incident.title_ar, incident.title_en, _outcomes(incident),
            len(incident.conflicts), msgspec.json.encode(incident),
        )  # fmt: skip


def _outcomes(incident: Incident) -> str:
    """The outcomes that it has figures of, its parts' included, each between blanks."""
    tolls = (*incident.tolls, *(t for p in incident.parts for t in p.tolls))
    return "".join(f" {outcome} " for outcome in sorted({t.outcome for t in tolls}))


def links(reckoned: Reckoned) -> Iterator[tuple[str, str]]:
    """(claim, incident) for every claim of an incident."""
    return ((claim, i.id) for i in reckoned.incidents for claim in members_of(i, reckoned))


def parts(reckoned: Reckoned) -> list[tuple[str, str]]:
    """(part, wave) for every part of a wave; of one that two waves hold, the first."""
    found: dict[str, str] = {}
    for wave in reckoned.incidents:
        for part in wave.parts:
            found.setdefault(part.id, wave.id)
    return sorted(found.items())


def wave_of(store: Store, identity: str) -> str | None:
    """The wave that an incident is part of; None for one that stands by itself."""
    query = "SELECT incident FROM incident_parts WHERE part = ?1 AND NOT EXISTS (SELECT 1 FROM incidents WHERE id = ?1)"
    row = store.one(query, (identity,))
    return None if row is None else str(row[0])


def restate(store: Store, claims: Sequence[str]) -> None:
    """State and grade anew of the incidents that hold any of the claims, after a confirmation; inside of `write()`."""
    found = {i for c in claims for (i,) in store.rows("SELECT incident FROM incident_claims WHERE claim = ?", (c,))}
    for row in (r for i in sorted(found) for r in incidents(store, "id = ?", (i,))):
        reckoned = as_reckoned(store, row.incident)
        latest = _by_claim(confirmations(store, members_of(row.incident, reckoned)))
        state, told = state_of(row.incident, reckoned, latest)
        graded = told.grade if told and state == "confirmed" else grade(row.incident)
        store.db.execute("UPDATE incidents SET state = ?, grade = ? WHERE id = ?", (state, graded, row.id))


def confirmations(store: Store, claims: Iterable[str] | None = None) -> list[Confirmation]:
    """Every confirmation, the latest last; with `claims`, those of incidents that hold any of their reports."""
    where, values = "1", []
    if claims is not None:
        where = "seq IN (SELECT t.seq FROM json_each(?) d JOIN touches t ON t.subject = d.value)"
        values = [msgspec.json.encode(sorted({c.partition(":c")[0] for c in claims})).decode()]
    columns = "seq, incident, members, grade, method, figures"
    found = store.rows(f"SELECT {columns} FROM confirmations WHERE {where} ORDER BY seq", values)
    return [
        Confirmation(seq, incident, tuple(members.split()), told, how, None if figure is None else figure.encode())
        for seq, incident, members, told, how, figure in found
    ]


def _by_claim(found: Sequence[Confirmation]) -> dict[str, Confirmation]:
    return {claim: c for c in found for claim in c.members}


def state_of(
    incident: Incident, reckoned: Reckoned, latest: Mapping[str, Confirmation]
) -> tuple[str, Confirmation | None]:
    """`open`, `confirmed` or `changed`, and the latest confirmation of any of its claims."""
    members = members_of(incident, reckoned)
    told = [latest[m] for m in members if m in latest]
    if not told:
        return "open", None
    last = max(told, key=lambda c: c.seq)
    same = frozenset(last.members) == frozenset(members) and last.figures == figures(incident, reckoned)
    return ("confirmed" if same else "changed"), last


def grade(incident: Incident) -> str:
    """How well the first toll is borne out, until a person says it: by contradiction, and by how many sources."""
    if incident.conflicts:
        return "contested"
    sources = {s.source for toll in incident.tolls[:1] for s in toll.sources}
    return "fair" if len(sources) > 1 else "weak"


def incidents(
    store: Store, where: str = "1", values: Sequence[object] = (), limit: int = -1, offset: int = 0, order: str = ""
) -> list[Row]:
    """The incidents as last reckoned, in the order of their days (`order` "DESC": the latest first)."""
    query = f"SELECT {_COLUMNS} FROM incidents WHERE {where} ORDER BY position {order} LIMIT ? OFFSET ?"
    return [
        Row(i, first, last, state, told, place, ar, en, msgspec.json.decode(data, type=Incident))
        for i, first, last, state, told, place, ar, en, data in store.rows(query, [*values, limit, offset])
    ]


def incident(store: Store, identity: str) -> Row:
    """One incident, or a part of a wave, which stands as its wave does. Raises `UsageError` where there is none."""
    for row in incidents(store, "id = ?", (identity,)):
        return row
    for row in incidents(store, "id = ?", (wave_of(store, identity),)):
        for part in row.incident.parts:
            if part.id == identity:
                told = (part.id, part.first_day, part.last_day, row.state, grade(part), row.place_id)
                return Row(*told, part.title_ar, part.title_en, part)
    raise UsageError(f"the ledger has no incident {identity!r}; `hasila status` lists them")


def knows(store: Store, identity: str) -> bool:
    """Is there such an incident, or part of one?"""
    try:
        return incident(store, identity) is not None
    except UsageError:
        return False


class Note(NamedTuple):
    """What a person noted on an incident; `at` is a UTC time in ISO form."""

    seq: int
    at: str
    by: str
    note: str


def notes(store: Store, identity: str) -> list[Note]:
    """The notes on an incident, the first first."""
    found = store.rows("SELECT seq, note FROM notes WHERE incident = ? ORDER BY seq", (identity,))
    entries = [(store.entry(seq), note) for seq, note in found]
    return [Note(e.seq, e.at, (store.part(e.seq, "by") or b"").decode(), note) for e, note in entries if e]


def claims_of(store: Store, identity: str) -> list[str]:
    """The ids of an incident's claims."""
    return [
        c for (c,) in store.rows("SELECT claim FROM incident_claims WHERE incident = ? ORDER BY claim", (identity,))
    ]
