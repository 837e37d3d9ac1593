"""Projections against a replay: entries are folded anew into a temporary schema, and tables compared row by row."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from hasila.errors import HasilaError, InputError
from hasila.ledger import gathering, projections, readings, schema
from hasila.ledger.chain import canonical, parse_receipt
from hasila.ledger.engine import Engine
from hasila.ledger.store import Store

# Above this many documents, the search indexes are compared when somebody asks for it.
INDEXED = 20_000


class Compared(NamedTuple):
    """`faults` name what differs, `limits` what was not compared."""

    faults: tuple[str, ...]
    limits: tuple[str, ...]


NOT_COMPARED = Compared((), ("projections were not compared with a replay: the chain must be whole for that",))


def compare(store: Store, engine: Engine, *, thorough: bool = False) -> Compared:
    """Replay, and compare tables, indexes and incidents."""
    (documents,) = store.one("SELECT count(*) FROM documents") or (0,)
    faults = list(_notes(store))
    limits = []
    if not projections.are_current(store):
        return Compared(tuple(faults), ("the projections are of another version; run `hasila replay`",))
    faults += _schema(store)
    indexed = thorough or documents <= INDEXED
    faults += _damaged(store) if indexed else ()
    with _replayed(store) as wrong:
        faults += wrong or [*_tables(store), *(_indexes(store) if indexed else ())]
    if not indexed:
        limits.append("the search index was not compared with a replay: ask for it with --thorough")
    if faults:
        return Compared(tuple(faults), (*limits, "incidents were not compared: the state must be whole for that"))
    compared = _incidents(store, engine, small=thorough or documents <= readings.AT_ONCE)
    return Compared((*faults, *compared.faults), (*limits, *compared.limits))


@contextlib.contextmanager
def _replayed(store: Store) -> Iterator[list[str]]:
    """A temporary schema `replay` with the projections folded anew; gives what went wrong."""
    db = store.db
    # An unnamed database: SQLite keeps it in memory as long as it fits, and in an unlinked file after that.
    db.execute("ATTACH '' AS replay")
    db.execute("BEGIN")
    try:
        wrong: list[str] = []
        try:
            store.script(schema.projections("replay"))
            projections.replay(store, "replay")
        except (HasilaError, sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as error:
            wrong.append(f"the entries cannot be replayed ({type(error).__name__}: {str(error)[:120]})")
        yield wrong
    finally:
        db.execute("ROLLBACK")
        db.execute("DETACH replay")


def _notes(store: Store) -> Iterator[str]:
    for key, value in store.rows("SELECT key, value FROM meta ORDER BY key"):
        # Projections may be of an earlier version, which is no fault, but of none that there never was.
        older = key == "projection" and value.isdecimal() and 1 <= int(value) <= int(schema.PROJECTION)
        if not older and key != "reckoned" and (key, value) != ("scrub", "1"):
            yield f"the note {key!r} on the file was changed"


def _schema(store: Store) -> Iterator[str]:
    """Tables, indexes and triggers must be those of a new ledger."""
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(schema.CHAIN + schema.projections())
        expected = {(n, _plain(s)) for n, s in fresh.execute(query)}
    found = {(n, _plain(s)) for n, s in store.rows(query)}
    for name, _ in sorted(expected ^ found):
        yield f"the table, index or trigger {name} was changed"


def _plain(sql: str) -> str:
    return " ".join(sql.replace('"', "").replace("main.", "").split())


def _tables(store: Store) -> Iterator[str]:
    for table in schema.TABLES:
        for ours, theirs in (("main", "replay"), ("replay", "main")):
            query = f"SELECT * FROM {ours}.{table} EXCEPT SELECT * FROM {theirs}.{table} LIMIT 20"
            what = "is not what a replay gives" if ours == "main" else "is missing or changed"
            for row in store.rows(query):
                yield f"projection {table}: row {_row(table, row)} {what}"


def _row(table: str, row: tuple[object, ...]) -> str:
    named = row[1] if table in ("documents", "claims") else row[0]
    return str(named)[:60]


def _damaged(store: Store) -> Iterator[str]:
    """Does SQLite find by the search indexes what stands in them?"""
    for table in schema.INDEXES:
        try:
            with store.write():
                store.db.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")
        except InputError as error:
            yield f"the search index {table} is damaged: {error.what}"


def _indexes(store: Store) -> Iterator[str]:
    """The search indexes, word by word."""
    for table in schema.INDEXES:
        for where in ("main", "replay"):
            store.db.execute(f"CREATE VIRTUAL TABLE temp.terms_{where} USING fts5vocab({where}, {table}, instance)")
        try:
            for ours, theirs in (("main", "replay"), ("replay", "main")):
                query = f"SELECT * FROM temp.terms_{ours} EXCEPT SELECT * FROM temp.terms_{theirs} LIMIT 1"
                if store.rows(query):
                    yield f"the search index {table} is not what a replay gives"
                    break
        finally:
            for where in ("main", "replay"):
                store.db.execute(f"DROP TABLE temp.terms_{where}")


def _incidents(store: Store, engine: Engine, *, small: bool) -> Compared:
    told = store.meta("reckoned")
    if told is None:
        tables = (
            "SELECT id FROM incidents UNION SELECT incident FROM incident_claims UNION SELECT part FROM incident_parts"
        )
        left = store.rows(f"{tables} LIMIT 1")
        return Compared(tuple(f"incident {i} stands there, though none were reckoned" for (i,) in left), ())
    if told != gathering.stamp(store, engine):
        return _stale(store, told)
    if not small:
        return Compared((), ("incidents were not reckoned anew: ask for it with --thorough",))
    reckoned = readings.reckon(store, engine)
    rows = [tuple(row) for row in gathering.rows(store, reckoned)]
    links = sorted(set(gathering.links(reckoned)))
    faults = []
    if rows != store.rows("SELECT * FROM incidents ORDER BY position"):
        faults.append("the incidents are not what the claims give")
    if links != store.rows("SELECT claim, incident FROM incident_claims ORDER BY claim, incident"):
        faults.append("the claims of the incidents are not what the claims give")
    if gathering.parts(reckoned) != store.rows("SELECT part, incident FROM incident_parts ORDER BY part"):
        faults.append("the parts of the incidents are not what the claims give")
    return Compared(tuple(faults), ())


def _stale(store: Store, told: str) -> Compared:
    """Incidents of an earlier moment or another version are not compared; their stamp must name an entry."""
    try:
        stamp = msgspec.json.decode(told.encode(), type=dict[str, str])
        receipt = parse_receipt(stamp["head"])
        known = store.hash(receipt.seq) == receipt.hash and canonical(stamp).decode() == told
    except (msgspec.DecodeError, HasilaError, KeyError):
        known = False
    if not known or set(stamp) != {"head", "version", "method"}:
        return Compared(("the note of when the incidents were reckoned was changed",), ())
    return Compared((), (f"incidents were reckoned at entry {receipt.seq}, by {stamp['version']}: not compared",))
