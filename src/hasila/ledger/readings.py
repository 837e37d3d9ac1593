"""Readings out of the ledger: documents with the claims that hold, and incidents reckoned from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hasila.errors import UsageError
from hasila.ledger import kept
from hasila.ledger.chain import canonical
from hasila.ledger.engine import Engine, method
from hasila.ledger.store import Store
from hasila.model import Document, Incident, Member, Reading

if TYPE_CHECKING:
    from hasila.incidents import Decisions

# Above this many documents (some ten seconds of linking), incidents are reckoned when somebody asks for it.
AT_ONCE = 3_000
_ABOUT = "id, seq, name, outlet, url, published"


class Reported(NamedTuple):
    """A reading with the numbers of its claims: `numbers[i]` is that of claim `i`."""

    reading: Reading
    numbers: tuple[int, ...]

    def claim_id(self, index: int) -> str:
        """The id of its claim of that index."""
        return kept.claim_id(self.reading.document.id, self.numbers[index])


def reported(store: Store, document: str) -> Reported:
    """One document's reading. Raises `UsageError` where there is no such document, or it was withheld."""
    row = store.one(f"SELECT {_ABOUT} FROM documents WHERE id = ? AND withheld IS NULL", (document,))
    if row is None:
        raise UsageError(f"the ledger has no document {document!r}")
    return _reported(store, row)


def every(store: Store) -> Iterator[Reported]:
    """Every document that is not withheld, in the order in which they came in."""
    query = f"SELECT {_ABOUT} FROM documents WHERE withheld IS NULL AND seq > ? ORDER BY seq LIMIT 1000"
    last = 0
    while rows := store.rows(query, (last,)):
        yield from (_reported(store, row) for row in rows)
        last = rows[-1][1]


def _reported(store: Store, row: tuple[object, ...]) -> Reported:
    identity, seq, _, outlet, url, published = row
    text = (store.part(int(str(seq)), "text") or b"").decode()
    found = claims_of(store, str(identity))
    document = Document(str(identity), text, _text(published), _text(outlet), _text(url))
    return Reported(Reading(document, kept.assembled(found)), tuple(k.number for k in found))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def claims_of(store: Store, document: str) -> list[kept.Kept]:
    """The claims of a document that hold, in the order of its words."""
    query = "SELECT data FROM claims WHERE document = ? AND review <> 'rejected' ORDER BY start, number"
    return [kept.decode_one(data) for (data,) in store.rows(query, (document,))]


def member(store: Store, claim: str) -> Member | None:
    """Where a claim stands in its report now; None if it does not hold any more."""
    document, _, number = claim.partition(":c")
    numbers = [k.number for k in claims_of(store, document)]
    return Member(document, numbers.index(int(number))) if number.isdecimal() and int(number) in numbers else None


def decisions(store: Store) -> Decisions:
    """What people decided of happenings, with the claims where they stand now."""
    # Imported here: the linker's libraries take a third of a second, which adding should not wait for.
    from hasila.incidents import Decisions

    rows = store.rows("SELECT a, b, same FROM pairs ORDER BY a, b")
    # A claim stands in many pairs, one for each report of the other incident.
    places = {claim: member(store, claim) for claim in sorted({c for a, b, _ in rows for c in (a, b)})}
    found: dict[int, set[frozenset[Member]]] = {0: set(), 1: set()}
    for a, b, same in rows:
        pair = [m for m in (places[a], places[b]) if m is not None]
        if len(pair) == 2:
            found[same].add(frozenset(pair))
    return Decisions(frozenset(found[1]), frozenset(found[0]))


class Reckoned(NamedTuple):
    """The incidents of a ledger by one counting method, with every reading behind them."""

    incidents: tuple[Incident, ...]
    known: dict[str, Reported]
    method: str

    def claim_id(self, report: str, index: int) -> str:
        """The id of a claim that an incident names by report and index."""
        return self.known[report].claim_id(index)


def reckon(store: Store, engine: Engine, profile: str = "hasila") -> Reckoned:
    """Reckon every incident anew."""
    with store.read():
        known = {r.reading.document.id: r for r in every(store)}
        decided = decisions(store)
    incidents = engine.reckon([r.reading for r in known.values()], profile, decided)
    return Reckoned(incidents, known, method(profile))


def members_of(incident: Incident, reckoned: Reckoned) -> tuple[str, ...]:
    """The ids of an incident's claims, those of its parts included."""
    named = {(b.report, b.claim) for toll in incident.tolls for b in toll.basis}
    named |= {(a.report, a.claim) for a in incident.set_aside}
    named |= {(a.report, a.claim) for toll in incident.tolls for a in toll.set_aside}
    own = {reckoned.claim_id(*m) for m in named}
    return tuple(sorted(own.union(*(members_of(p, reckoned) for p in incident.parts))))


def place_of(incident: Incident, known: dict[str, Reported]) -> str | None:
    """The gazetteer's id of the place that most of an incident's counting claims name."""
    named = [(b.report, b.claim) for toll in incident.tolls for b in toll.basis]
    ids = [known[r].reading.claims[c].place_id for r, c in named]
    told = [i for i in ids if i]
    return min(told, key=lambda i: (-told.count(i), i)) if told else None


def figures(incident: Incident, reckoned: Reckoned) -> bytes:
    """An incident's tolls, claims named by their ids: what a person confirms."""
    return canonical([_figure(toll, reckoned) for toll in incident.tolls])


def _figure(toll: object, reckoned: Reckoned) -> dict[str, object]:
    told = msgspec.to_builtins(toll)
    for name in ("basis", "set_aside"):
        for item in told[name]:
            item["claim"] = reckoned.claim_id(item.pop("report"), item["claim"])
    return dict(told)


def in_order(ids: Sequence[str]) -> list[str]:
    """Ids of documents in the order in which they came in."""
    return sorted(ids, key=lambda i: (len(i), i))
