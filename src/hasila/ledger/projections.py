"""The state as a fold: each entry, applied in order, changes the projections, whether it was just written or is
replayed.

Nothing here looks at a clock, at the engine, or at anything but the entry, its parts and the projections so far. What
a person decided of a claim stands whatever a later reading says of it: `machine` is what the newest reading says,
`data` what holds.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from hasila.ledger import doubt, kept, schema
from hasila.ledger.chain import Entry
from hasila.ledger.kept import Kept
from hasila.ledger.store import Store

# Parts that hold no words of a document; all others of its entries go when it is withheld.
WORDLESS = ("by", "key", "tombstone")
UNREVIEWED = "unreviewed"
# In place of what the engine says of a claim: the same as what holds.
_SAME = b""


class About(msgspec.Struct, frozen=True):
    """The part `about` of a received document."""

    name: str
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


def identity(key: bytes, data: bytes, about: About) -> bytes:
    """A document's identity: its bytes with outlet, URL and time of publication, keyed for this ledger."""
    told = msgspec.json.encode((hashlib.sha256(data).hexdigest(), about.outlet, about.url, about.published))
    return hmac.digest(key, told, "sha256")


class Projector:
    """Applies entries to the projections of one schema of a store's connection."""

    def __init__(self, store: Store, schema_name: str = "main") -> None:
        self._store = store
        self._db = store.db
        self._s = schema_name

    def apply(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """Change the projections by one entry; `parts` are those that were not erased."""
        self._db.executemany(
            f"INSERT INTO {self._s}.touches VALUES (?, ?)", [(subject, entry.seq) for subject in entry.subjects]
        )
        step = _STEPS.get(entry.kind)
        if step is not None:
            step(self, entry, parts)

    def received(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """A document came in."""
        (document,) = entry.subjects
        if "about" not in parts:
            self._run("INSERT INTO {s}.documents(seq, id) VALUES (?, ?)", entry.seq, document)
            return
        about = msgspec.json.decode(parts["about"], type=About)
        key = self._store.part(1, "key") or b""
        self._run(
            "INSERT INTO {s}.documents(seq, id, identity, name, outlet, url, published) VALUES (?, ?, ?, ?, ?, ?, ?)",
            entry.seq, document, identity(key, parts["bytes"], about), about.name, about.outlet, about.url,
            about.published,
        )  # fmt: skip
        self._run(
            "INSERT INTO {s}.words(rowid, body) VALUES (?, ?)", entry.seq, kept.search_form(parts["text"].decode())
        )

    def extracted(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """A version of the engine read a document: its claims, with the numbers that they keep."""
        (document,) = entry.subjects
        self._run(
            "UPDATE {s}.documents SET version = ?, extracted = ? WHERE id = ?",
            entry.facts["version"],
            entry.seq,
            document,
        )
        seq = self._seq(document)
        self._run("UPDATE {s}.claims SET machine = NULL WHERE document = ?", document)
        for claim in kept.decode(parts.get("claims", b"[]")):
            self._said(seq, document, claim)
        # The plus keeps SQLite from walking through all that is unreviewed, instead of the document's few claims.
        for claim in list(self._claims(document, "+review = 'unreviewed' AND machine IS NULL")):
            self._forget(seq, document, claim)

    def decided(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """A person accepted, corrected, rejected or added a claim, or took such a decision back."""
        (document,) = entry.subjects
        seq, number, verdict = self._seq(document), int(entry.facts["number"]), str(entry.facts["verdict"])
        if "claim" not in parts:
            return
        claim = kept.decode_one(parts["claim"])
        old = self._claim(seq, number)
        if old is not None:
            self._unindex(seq, old)
            self._run(
                "UPDATE {s}.claims SET review = ?, decided = ?, "
                "machine = CASE machine WHEN x'' THEN data ELSE machine END WHERE key = ?",
                verdict, entry.seq, _key(seq, number),
            )  # fmt: skip
            self._set(seq, claim)
        else:
            self._insert(seq, document, claim, (verdict, entry.seq, None))

    def confirmed(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """A person confirmed an incident as it stood: these claims, these figures. Without its figures it is void."""
        facts = entry.facts
        self._run(
            "INSERT INTO {s}.confirmations VALUES (?, ?, ?, ?, ?, ?)",
            entry.seq, facts["incident"], " ".join(facts["members"]), facts["grade"], facts["method"],
            parts["figures"].decode() if "figures" in parts else None,
        )  # fmt: skip

    def paired(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """Two claims tell of one happening (merged), or do not (split); of two decisions the later stands."""
        same = int(entry.kind == "incidents_merged")
        for a, b in entry.facts["pairs"]:
            self._run("INSERT OR REPLACE INTO {s}.pairs VALUES (?, ?, ?, ?)", *sorted((a, b)), same, entry.seq)

    def described(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """A person described a source; of several descriptions of one name the latest holds."""
        if "about" in parts:
            about = msgspec.json.decode(parts["about"])
            self._run("INSERT INTO {s}.sources VALUES (?, ?, ?)", entry.seq, about["name"], parts["about"].decode())

    def noted(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """A person noted something on an incident; without its words there is no note."""
        if "note" in parts:
            told = (entry.seq, entry.facts["incident"], parts["note"].decode())
            self._run("INSERT INTO {s}.notes VALUES (?, ?, ?)", *told)

    def withheld(self, entry: Entry, parts: Mapping[str, bytes]) -> None:
        """A document's words go, and what was drawn from them; or a description of a source."""
        (document,) = entry.subjects
        if document.startswith("s"):
            self._run("DELETE FROM {s}.sources WHERE seq = ?", int(document[1:]))
            return
        seq = self._seq(document)
        for claim in list(self._claims(document)):
            self._forget(seq, document, claim)
        self._run(
            "UPDATE {s}.documents SET identity = ?, name = NULL, outlet = NULL, url = NULL, published = NULL, "
            "withheld = ? WHERE id = ?",
            parts.get("tombstone"), entry.seq, document,
        )  # fmt: skip
        for (number,) in self._db.execute(
            f"SELECT seq FROM {self._s}.touches WHERE subject = ?", (document,)
        ).fetchall():
            self._run("UPDATE {s}.confirmations SET figures = NULL WHERE seq = ?", number)
            self._run("DELETE FROM {s}.notes WHERE seq = ?", number)

    def unword(self, document: str, text: str) -> None:
        """Take a document's words out of the index, which must be told them; before they are erased."""
        self._run(
            "INSERT INTO {s}.words(words, rowid, body) VALUES ('delete', ?, ?)",
            self._seq(document),
            kept.search_form(text),
        )

    def _run(self, query: str, *values: Any) -> None:
        self._db.execute(query.replace("{s}", self._s), values)

    def _seq(self, document: str) -> int:
        return int(self._db.execute(f"SELECT seq FROM {self._s}.documents WHERE id = ?", (document,)).fetchone()[0])

    def _claims(self, document: str, where: str = "1") -> Iterator[Kept]:
        query = f"SELECT data FROM {self._s}.claims WHERE document = ? AND {where} ORDER BY number"
        return (kept.decode_one(data) for (data,) in self._db.execute(query, (document,)).fetchall())

    def _claim(self, seq: int, number: int) -> Kept | None:
        row = self._db.execute(f"SELECT data FROM {self._s}.claims WHERE key = ?", (_key(seq, number),)).fetchone()
        return None if row is None else kept.decode_one(row[0])

    def _said(self, seq: int, document: str, claim: Kept) -> None:
        """The engine says this claim; it holds if no person decided otherwise."""
        key, told = _key(seq, claim.number), kept.encode_one(claim)
        row = self._db.execute(f"SELECT review, data FROM {self._s}.claims WHERE key = ?", (key,)).fetchone()
        if row is None:
            self._insert(seq, document, claim, (UNREVIEWED, None, _SAME))
            return
        if row[0] == UNREVIEWED:
            self._unindex(seq, kept.decode_one(row[1]))
            self._set(seq, claim)
        same = row[0] == UNREVIEWED or row[1] == told
        self._run("UPDATE {s}.claims SET machine = ? WHERE key = ?", _SAME if same else told, key)

    def _insert(self, seq: int, document: str, claim: Kept, reviewed: tuple[str, int | None, bytes | None]) -> None:
        """A claim that was not there: `reviewed` is its review, the entry that decided on it, what the engine says."""
        key = _key(seq, claim.number)
        identity = kept.claim_id(document, claim.number)
        self._run(
            "INSERT INTO {s}.claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            key, identity, document, claim.number, claim.start, *reviewed, kept.encode_one(claim), *_indexed(claim),
        )  # fmt: skip
        self._index(key, claim)

    def _set(self, seq: int, claim: Kept) -> None:
        """What holds of a claim, and its words in the index."""
        key = _key(seq, claim.number)
        self._run(
            "UPDATE {s}.claims SET start = ?, data = ?, outcome = ?, status = ?, date = ?, place_id = ?, "
            "source_actor = ?, victim_party = ?, perpetrator_party = ?, doubt = ? WHERE key = ?",
            claim.start, kept.encode_one(claim), *_indexed(claim), key,
        )  # fmt: skip
        self._index(key, claim)

    def _index(self, key: int, claim: Kept) -> None:
        self._run(
            "INSERT INTO {s}.claim_words(rowid, quote, victims, place, source, perpetrator) VALUES (?, ?, ?, ?, ?, ?)",
            key, *kept.claim_form(claim.claim),
        )  # fmt: skip

    def _unindex(self, seq: int, claim: Kept) -> None:
        self._run(
            "INSERT INTO {s}.claim_words(claim_words, rowid, quote, victims, place, source, perpetrator) "
            "VALUES ('delete', ?, ?, ?, ?, ?, ?)",
            _key(seq, claim.number), *kept.claim_form(claim.claim),
        )  # fmt: skip

    def _forget(self, seq: int, document: str, claim: Kept) -> None:
        self._unindex(seq, claim)
        self._run("DELETE FROM {s}.claims WHERE key = ?", _key(seq, claim.number))


_STEPS = {
    "received": Projector.received,
    "extracted": Projector.extracted,
    "decided": Projector.decided,
    "incident_confirmed": Projector.confirmed,
    "incidents_merged": Projector.paired,
    "incident_split": Projector.paired,
    "source_described": Projector.described,
    "incident_noted": Projector.noted,
    "withheld": Projector.withheld,
}
KINDS = frozenset((*_STEPS, "opened"))


def _indexed(claim: Kept) -> tuple[str | int | None, ...]:
    c = claim.claim
    parties = (c.source_actor, c.victim_party, c.perpetrator_party)
    return c.outcome, c.status, c.date, c.place_id, *parties, doubt.weight(c)


def _key(seq: int, number: int) -> int:
    return seq * kept.MOST + number


def replay(store: Store, schema_name: str) -> None:
    """Fold every entry from the first into empty projections of a schema."""
    projector = Projector(store, schema_name)
    for seq, line, _ in store.lines():
        projector.apply(store.parsed(seq, line), store.parts(seq))


def are_current(store: Store) -> bool:
    """Were the projections made by this version of them?"""
    return store.meta("projection") == schema.PROJECTION


def rebuild(store: Store) -> None:
    """Drop the projections and fold them anew; in one change."""
    with store.write():
        store.script(schema.drop())
        store.script(schema.projections())
        replay(store, "main")
        store.set_meta("projection", schema.PROJECTION)
        store.set_meta("reckoned", None)


def record(
    store: Store, kind: str, subjects: Sequence[str], facts: Mapping[str, Any], parts: Mapping[str, bytes]
) -> Entry:
    """Append an entry and fold it; inside of `write()`."""
    entry = store.append(kind, subjects, facts, parts)
    Projector(store).apply(entry, parts)
    return entry
