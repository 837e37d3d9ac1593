"""What an entry changed, read from the entries before it: of a claim field by field, of a reading claim by claim.

Entries are never edited, so before and after are both still there, unless a document was withheld since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from hasila.display import bounds
from hasila.ledger import kept
from hasila.ledger.chain import Entry
from hasila.ledger.kept import Kept
from hasila.ledger.store import Store
from hasila.model import Claim, Incident

# How a claim was read, and what follows from other fields.
_UNTOLD = frozenset(("spans", "rule", "steps", "event", "optional", "part_of", "revises"))
FIELDS = tuple(name for name in Claim.__struct_fields__ if name not in _UNTOLD)
# Under which labels the values of a field stand, where they are of a closed list.
SECTIONS = {
    "outcome": "outcome", "qualifier": "qualifier", "victim_status": "victim_status", "means": "means",
    "status": "status", "scope": "scope", "counting": "counting", "demographics": "group",
}  # fmt: skip


# Bounds in words by outcome and group.
Tolls = dict[tuple[str, str], str]


class Change(NamedTuple):
    """One field before and after, each a value or several; empty where there was or is none."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def section(self) -> str:
        """Under which labels its values stand; empty for words and numbers."""
        return SECTIONS.get(self.field, "")


class Held(NamedTuple):
    """A claim at a moment: as it held (None: not there), and how it had been reviewed."""

    claim: Kept | None
    review: str


class Reread(NamedTuple):
    """A claim that another reading changed: new where `before` is None, gone where `after` is."""

    id: str
    before: Claim | None
    after: Claim | None
    changes: tuple[Change, ...]
    decided: bool


class Figure(NamedTuple):
    """A toll's bounds in words, before and after; None where there was or is none."""

    outcome: str
    group: str
    before: str | None
    after: str | None


def changes(before: Kept | None, after: Kept | None) -> tuple[Change, ...]:
    """The fields in which two states of a claim differ."""
    was, now = _fields(before), _fields(after)
    return tuple(Change(name, was[name], now[name]) for name in now if was[name] != now[name])


def _fields(holds: Kept | None) -> dict[str, tuple[str, ...]]:
    if holds is None:
        return dict.fromkeys((*FIELDS, "part_of", "revises", "position"), ())
    found = {name: _values(getattr(holds.claim, name)) for name in FIELDS}
    links = {"part_of": _values(holds.part_of), "revises": _values(holds.revises)}
    return {**found, **links, "position": _values(holds.start)}


def _values(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return () if value is None else (str(value),)


def earlier(store: Store, document: str, seq: int) -> Iterator[Entry]:
    """The entries about a document before one of them, the first first."""
    query = "SELECT seq FROM touches WHERE subject = ? AND seq < ? ORDER BY seq"
    for (number,) in store.rows(query, (document, seq)):
        entry = store.entry(number)
        if entry is not None:
            yield entry


def held(store: Store, document: str, number: int, seq: int) -> Held:
    """A claim as it held right before an entry."""
    now = Held(None, "")
    for entry in earlier(store, document, seq):
        if entry.kind == "extracted" and now.review in ("", "unreviewed"):
            claim = next((k for k in claims(store, entry) if k.number == number), None)
            now = Held(claim, "unreviewed" if claim else "")
        elif entry.kind == "decided" and entry.facts.get("number") == number:
            now = Held(decided(store, entry) or now.claim, str(entry.facts["verdict"]))
    return now


def claims(store: Store, entry: Entry) -> list[Kept]:
    """The claims of a reading; none where they were erased."""
    return kept.decode(store.part(entry.seq, "claims") or b"[]")


def decided(store: Store, entry: Entry) -> Kept | None:
    """The claim that a decision left; None where it was erased."""
    data = store.part(entry.seq, "claim")
    return None if data is None else kept.decode_one(data)


def reread(store: Store, entry: Entry) -> list[Reread]:
    """What a reading changed of the reading before it; of a first reading every claim is new."""
    (document,) = entry.subjects
    before: dict[int, Kept] = {}
    reviews: dict[int, str] = {}
    for one in earlier(store, document, entry.seq):
        if one.kind == "extracted":
            before = {k.number: k for k in claims(store, one)}
        elif one.kind == "decided":
            reviews[int(one.facts["number"])] = str(one.facts["verdict"])
    after = {k.number: k for k in claims(store, entry)}
    numbers = sorted({*before, *after})
    standing = {n for n, review in reviews.items() if review != "unreviewed"}
    found = (_reread(document, n, before.get(n), after.get(n), n in standing) for n in numbers)
    return [one for one in found if one.changes]


def _reread(document: str, number: int, before: Kept | None, after: Kept | None, decided: bool) -> Reread:
    was, now = (None if k is None else k.claim for k in (before, after))
    return Reread(kept.claim_id(document, number), was, now, changes(before, after), decided)


def figures(before: Tolls, after: Tolls) -> tuple[Figure, ...]:
    """Tolls of two moments side by side."""
    return tuple(Figure(*key, before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after)))


def confirmed(data: bytes | None) -> Tolls:
    """The bounds of the part `figures` of a confirmation; of one that was erased none."""
    told: Sequence[Mapping[str, Any]] = msgspec.json.decode(data or b"[]")
    return {(t["outcome"], t["group"]): bounds(t["low"], t["high"]) for t in told}


def reckoned(incident: Incident) -> Tolls:
    """The bounds of an incident as it is."""
    return {(t.outcome, t.group): bounds(t.low, t.high) for t in incident.tolls}


def erased(store: Store, entry: Entry) -> list[tuple[Entry, list[str]]]:
    """What a withholding took: for each earlier entry about its subject, the parts that are gone."""
    (subject,) = entry.subjects
    found = ((e, sorted(set(e.parts) - set(store.parts(e.seq)))) for e in earlier(store, subject, entry.seq))
    return [(e, names) for e, names in found if names]
