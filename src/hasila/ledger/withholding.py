"""Forgetting: a document's text, bytes, index and derived rows go, from the file's free pages too; the chain still
verifies.

What is left: the lines (numbers, times, salted digests whose salts are gone), who withheld it and why, and a keyed
tombstone by which the same report is known when it comes again (not with `traceless`). The file is then written anew;
should that be interrupted, whoever opens the ledger next goes on with it.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from hasila.errors import UsageError
from hasila.ledger import gathering, projections
from hasila.ledger.chain import Receipt
from hasila.ledger.projections import Projector
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store


class Withheld(NamedTuple):
    """What was withheld; `scrubbed`: the file was written anew without it."""

    id: str
    head: Receipt
    scrubbed: bool


def withhold(store: Store, subject: str, signed: Signed, *, traceless: bool = False) -> Withheld:
    """Withhold a document, or a description of a source (`s40`: that of entry 40).

    Raises `UsageError` where there is none, it is withheld already, or no reason is given. `traceless` keeps no
    tombstone of a document: nobody can try a report against it, and the same report is received if it comes again.
    """
    if not signed.reason.strip():
        raise UsageError("withholding needs a reason (without words of the report); give one with --reason")
    with store.write():
        touched = [seq for (seq,) in store.rows("SELECT seq FROM touches WHERE subject = ?", (subject,))]
        if not touched:
            raise UsageError(f"the ledger has nothing of the id {subject!r}")
        if any(entry.kind == "withheld" for seq in touched if (entry := store.entry(seq))):
            raise UsageError(f"{subject!r} is withheld already")
        tombstone = _unworded(store, subject)
        parts = {**signed.parts(), **({} if traceless or tombstone is None else {"tombstone": tombstone})}
        projections.record(store, "withheld", [subject], {}, parts)
        for seq in touched:
            store.erase(seq, projections.WORDLESS)
        gathering.clear(store)
        store.set_meta("scrub", "1")
    return Withheld(subject, store.head(), scrub(store))


def _unworded(store: Store, subject: str) -> bytes | None:
    """Take a document's words out of the index, while they are known; gives its identity."""
    row = store.one("SELECT seq, identity FROM documents WHERE id = ?", (subject,))
    if row is None:
        return None
    text = store.part(row[0], "text") or b""
    Projector(store).unword(subject, text.decode())
    return bytes(row[1])


def scrub(store: Store) -> bool:
    """Write the file anew without what was erased. Gives False where another process kept it from being done."""
    try:
        with store.write():
            # Merging an index into one segment drops the words that deletions only marked.
            for index in ("words", "claim_words"):
                store.db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
        store.db.execute("VACUUM")
        if not _truncated(store):
            return False
        with store.write():
            store.set_meta("scrub", None)
        return _truncated(store)
    except sqlite3.OperationalError:
        return False


def _truncated(store: Store) -> bool:
    (busy, _, _) = store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy == 0)


def finish(store: Store) -> None:
    """Go on with a scrub that was interrupted."""
    if store.meta("scrub") is not None:
        scrub(store)
