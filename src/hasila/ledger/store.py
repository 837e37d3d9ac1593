"""The store: one SQLite file, and the few verbs with which everything else speaks to it.

Write-ahead log, foreign keys, full synchronisation (what was acknowledged outlives a power cut), secure_delete. A
change is one `write()` transaction that begins IMMEDIATE, so that two processes wait for each other instead of
failing. The file is made with mode 0600, and SQLite gives its companions (-wal, -shm) the same.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hasila.errors import HasilaError, InputError
from hasila.ledger import chain, schema
from hasila.ledger.chain import Entry, Receipt

# Seconds to wait for another process; the longest wait is for a withholding that rewrites a large file.
PATIENCE = 120.0
# 32 MiB of pages: an index of a million documents is read in few strokes.
_CACHE_KIB = 32 * 1024

Clock = Callable[[], dt.datetime]
Row = tuple[Any, ...]


def now() -> dt.datetime:
    """The time in UTC: the only clock that the ledger looks at."""
    return dt.datetime.now(dt.UTC)


class Store:
    """An open ledger. Use `open` or `create`; close it, or use it in a `with`."""

    def __init__(self, path: Path, connection: sqlite3.Connection, clock: Clock) -> None:
        self.path = path
        self.db = connection
        self._clock = clock

    @classmethod
    def open(cls, path: str | Path, clock: Clock = now) -> Store:
        """An existing ledger. Raises `InputError` where there is none, or the file is something else."""
        path = Path(path)
        if not path.exists():
            raise InputError(str(path), "is not there; `hasila add PATH --ledger FILE` makes a ledger")
        with _told(path):
            return cls(path, _connect(path), clock)._ready()

    @classmethod
    def create(cls, path: str | Path, clock: Clock = now) -> Store:
        """The ledger at `path`, made with its first entry if it is not there. Safe if two processes do so at once."""
        path = Path(path)
        with _told(path), contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with _told(path):
            store = cls(path, _connect(path), clock)
            if store._pragma("application_id") == 0 and store._pragma("page_count") == 0:
                store._make()
            return store._ready()

    @classmethod
    def blank(cls, path: Path, clock: Clock = now) -> Store:
        """A ledger without any entry, for restoring into; the file must not be there."""
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        store = cls(path, _connect(path), clock)
        with store.write():
            store._tables()
        return store._ready()

    @classmethod
    def memory(cls, clock: Clock = now) -> Store:
        """A ledger without any entry that is never written to a disk."""
        path = Path(":memory:")
        store = cls(path, _connect(path), clock)
        with store.write():
            store._tables()
        return store

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def write(self) -> Iterator[None]:
        """One change: all of it is kept, or nothing. Other writers wait."""
        with _told(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def read(self) -> Iterator[None]:
        """One view: whatever others write meanwhile is not seen."""
        with _told(self.path):
            if self.db.in_transaction:
                yield
                return
            self.db.execute("BEGIN")
            try:
                yield
            finally:
                self.db.execute("COMMIT")

    def append(
        self,
        kind: str,
        subjects: Sequence[str] = (),
        facts: Mapping[str, Any] | None = None,
        parts: Mapping[str, bytes] | None = None,
    ) -> Entry:
        """A new entry at the end of the chain, with its parts beside it; inside of `write()`."""
        seq = self.head().seq + 1
        kept = {name: (secrets.token_bytes(16), data) for name, data in (parts or {}).items()}
        entry = Entry(
            seq=seq,
            at=self._clock().astimezone(dt.UTC).isoformat(timespec="microseconds"),
            kind=kind,
            subjects=tuple(subjects),
            facts=dict(facts or {}),
            parts={name: chain.digest(*kept[name]) for name in sorted(kept)},
            prev=self.hash(seq - 1),
            skip=self.hash(chain.skipped(seq)),
        )
        line = chain.line_of(entry)
        self.insert(seq, line, chain.hash_of(line), [(name, *kept[name]) for name in sorted(kept)])
        return entry

    def insert(self, seq: int, line: bytes, digest: str, parts: Iterable[tuple[str, bytes, bytes]]) -> None:
        """A line as it stands, with its parts (name, salt, data); inside of `write()`."""
        self.db.execute("INSERT INTO entries VALUES (?, ?, ?)", (seq, line, digest))
        self.db.executemany("INSERT INTO parts VALUES (?, ?, ?, ?)", ((seq, *part) for part in parts))

    def head(self) -> Receipt:
        """The receipt of the last entry."""
        row = self.db.execute("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
        return Receipt(*row) if row else Receipt(0, chain.GENESIS)

    def hash(self, seq: int) -> str:
        """The digest of an entry's line; that of entry 0 is all zeros."""
        if seq == 0:
            return chain.GENESIS
        row = self.db.execute("SELECT hash FROM entries WHERE seq = ?", (seq,)).fetchone()
        if row is None:
            raise InputError(str(self.path), f"entry {seq} is missing; run `hasila verify`")
        return str(row[0])

    def lines(self, start: int = 1) -> Iterator[tuple[int, bytes, str]]:
        """(seq, line, hash) of every entry from `start` on, unchecked."""
        yield from self.db.execute("SELECT seq, line, hash FROM entries WHERE seq >= ? ORDER BY seq", (start,))

    def entry(self, seq: int) -> Entry | None:
        """The entry of that number, None where there is none. Raises `InputError` where its line is broken."""
        row = self.db.execute("SELECT line FROM entries WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else self.parsed(seq, row[0])

    def parsed(self, seq: int, line: bytes) -> Entry:
        """The entry of a line. Raises `InputError` where it is broken."""
        try:
            return chain.parse(line)
        except (ValueError, HasilaError) as error:
            raise InputError(str(self.path), f"entry {seq} is broken; run `hasila verify`") from error

    def parts(self, seq: int) -> dict[str, bytes]:
        """What stands beside an entry and was not erased."""
        return dict(self.db.execute("SELECT name, data FROM parts WHERE seq = ?", (seq,)))

    def part(self, seq: int, name: str) -> bytes | None:
        """One part, None where it was erased."""
        row = self.db.execute("SELECT data FROM parts WHERE seq = ? AND name = ?", (seq, name)).fetchone()
        return None if row is None else bytes(row[0])

    def salted(self, seq: int) -> list[tuple[str, bytes, bytes]]:
        """(name, salt, data) of an entry's parts, by name."""
        return list(self.db.execute("SELECT name, salt, data FROM parts WHERE seq = ? ORDER BY name", (seq,)))

    def erase(self, seq: int, kept: Iterable[str]) -> None:
        """Erase an entry's parts, but for those named `kept`; inside of `write()`."""
        names = [n for (n,) in self.db.execute("SELECT name FROM parts WHERE seq = ?", (seq,)) if n not in set(kept)]
        self.db.executemany("DELETE FROM parts WHERE seq = ? AND name = ?", [(seq, name) for name in names])

    def knows(self, subject: str) -> bool:
        """Is there an entry about that subject?"""
        return self.one("SELECT 1 FROM touches WHERE subject = ?", (subject,)) is not None

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows that a query gives."""
        with _told(self.path):
            return list(self.db.execute(query, values))

    def one(self, query: str, values: Sequence[object] = ()) -> Row | None:
        """The first of them."""
        with _told(self.path):
            row: Row | None = self.db.execute(query, values).fetchone()
            return row

    def meta(self, key: str) -> str | None:
        """A note on the file itself (which projections, what is pending): not part of what the ledger says."""
        row = self.one("SELECT value FROM meta WHERE key = ?", (key,))
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str | None) -> None:
        """Note it; None takes the note away. Inside of `write()`."""
        self.db.execute("DELETE FROM meta WHERE key = ?", (key,))
        if value is not None:
            self.db.execute("INSERT INTO meta VALUES (?, ?)", (key, value))

    def script(self, statements: str) -> None:
        """Run statements that give nothing; unlike `executescript` this stays inside of the transaction."""
        for statement in _split(statements):
            self.db.execute(statement)

    def _pragma(self, name: str) -> int:
        return int(self.db.execute(f"PRAGMA {name}").fetchone()[0])

    def _ready(self) -> Store:
        """Checked before anything is changed: another program's database must stay as it is."""
        try:
            self._check()
            _write_ahead(self.db)
        except BaseException:
            self.close()
            raise
        return self

    def _make(self) -> None:
        with self.write():
            # Another process may have been faster.
            if self._pragma("application_id") == 0:
                self._tables()
                self.append("opened", parts={"key": secrets.token_bytes(32)})

    def _tables(self) -> None:
        self.script(f"PRAGMA application_id = {schema.APPLICATION}; PRAGMA user_version = {schema.VERSION};")
        self.script(schema.CHAIN)
        self.script(schema.projections())
        self.set_meta("projection", schema.PROJECTION)

    def _check(self) -> None:
        if self._pragma("application_id") != schema.APPLICATION:
            raise InputError(str(self.path), "is no ledger of Hasila; give another file")
        if self._pragma("user_version") != schema.VERSION:
            raise InputError(str(self.path), "was made by a newer Hasila; use that one")


def _split(statements: str) -> Iterator[str]:
    waiting = ""
    for piece in statements.split(";"):
        waiting += piece + ";"
        if sqlite3.complete_statement(waiting):
            if waiting.strip(" \n;"):
                yield waiting
            waiting = ""


_SETTINGS = (
    f"busy_timeout = {int(PATIENCE * 1000)}", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON",
    "trusted_schema = OFF", f"cache_size = -{_CACHE_KIB}",
)  # fmt: skip


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            db.execute(f"PRAGMA {setting}")
    except BaseException:
        db.close()
        raise
    return db


def _write_ahead(db: sqlite3.Connection) -> None:
    """Switch to the write-ahead log. SQLite does not wait here while another process makes the same file, so we do."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's errors as ours, with what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        what = "another process holds it" if "locked" in str(error) or "busy" in str(error) else str(error)
        raise InputError(
            str(path), f"{what}; try again, or see that the disk has room and the file is yours"
        ) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"is no ledger, or a broken one ({error}); restore a backup") from error
    except OSError as error:
        raise InputError(str(path), f"{(error.strerror or 'cannot be made').lower()}; give another place") from error
