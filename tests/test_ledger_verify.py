"""Verifying: whatever single thing is changed in a ledger is found, and what cannot be found is said."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import ENGINE, add, added, reports, settled

from hasila.errors import InputError, UsageError
from hasila.ledger import chain, gathering, projections, reviewing, schema, verifying, withholding
from hasila.ledger.chain import Receipt
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store

# 200 in the suite; `HASILA_TAMPERINGS=1000 pytest tests/test_ledger_verify.py` for a release.
TAMPERINGS = int(os.environ.get("HASILA_TAMPERINGS", "200"))
ME = Signed("نور", "لأن النص يقول ذلك")


class Ledger(NamedTuple):
    """A ledger with every kind of entry, and its receipt."""

    path: Path
    receipt: Receipt


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """Twelve documents, decisions, a confirmation, a merge, a source, one document withheld; incidents reckoned."""
    path = tmp_path_factory.mktemp("ledger") / "hasila.db"
    with Store.create(path) as store:
        a, b, c, *_ = [o.id for o in added(add(store, reports(12)))]
        reviewing.decide(store, f"{a}:c1", "accepted", ME)
        reviewing.decide(store, f"{a}:c2", "corrected", ME, {"low": 1})
        reviewing.decide(store, f"{b}:c1", "rejected", ME)
        reviewing.add_claim(store, b, {"quote": "مدنيا", "outcome": "missing", "low": 2, "high": 2}, ME)
        gathering.refresh(store, ENGINE)
        reviewing.split(store, "one", [f"{a}:c2"], ME)
        reviewing.describe(store, "وكالة 1", {"kind": "agency"}, ME)
        withholding.withhold(store, c, ME)
        reviewing.confirm(store, ENGINE, "one", ME)
        gathering.refresh(store, ENGINE)
        settled(store)
        return Ledger(path, store.head())


def faults(path: Path, receipt: Receipt | None = None) -> tuple[str, ...]:
    """What verifying finds."""
    with Store.open(path) as store:
        return verifying.verify(store, ENGINE, receipt).faults


def test_a_whole_ledger_is_whole(ledger: Ledger) -> None:
    """Nothing is found in an untouched ledger; without a receipt it is said what cannot be excluded."""
    with Store.open(ledger.path) as store:
        found = verifying.verify(store, ENGINE, ledger.receipt)
        blind = verifying.verify(store, ENGINE)
    assert (found.faults, blind.faults) == ((), ())
    assert (found.head, found.withheld) == (ledger.receipt, 1)
    assert verifying.NO_RECEIPT in blind.limits
    assert verifying.NO_RECEIPT not in found.limits


Tamper = Callable[[sqlite3.Connection, random.Random], object]


def _flip(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]


def _entries(db: sqlite3.Connection) -> list[tuple[int, bytes, str]]:
    return db.execute("SELECT seq, line, hash FROM entries ORDER BY seq").fetchall()


def _a_line(db: sqlite3.Connection, dice: random.Random) -> None:
    seq, line, _ = dice.choice(_entries(db))
    db.execute("UPDATE entries SET line = ? WHERE seq = ?", (_flip(line, dice), seq))


def _a_line_and_its_digest(db: sqlite3.Connection, dice: random.Random) -> None:
    seq, line, _ = dice.choice(_entries(db)[:-1])
    changed = _flip(line, dice)
    db.execute("UPDATE entries SET line = ?, hash = ? WHERE seq = ?", (changed, chain.hash_of(changed), seq))


def _a_digest(db: sqlite3.Connection, dice: random.Random) -> None:
    seq, _, digest = dice.choice(_entries(db))
    changed = digest.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
    db.execute("UPDATE entries SET hash = ? WHERE seq = ?", (changed, seq))


def _the_order(db: sqlite3.Connection, dice: random.Random) -> None:
    (a, *one), (b, *other) = dice.sample(_entries(db), 2)
    for seq, row in ((a, other), (b, one)):
        db.execute("UPDATE entries SET line = ?, hash = ? WHERE seq = ?", (*row, seq))


def _one_entry_gone(db: sqlite3.Connection, dice: random.Random) -> None:
    seq = dice.choice(_entries(db)[:-1])[0]
    db.execute("DELETE FROM parts WHERE seq = ?", (seq,))
    db.execute("DELETE FROM entries WHERE seq = ?", (seq,))


def _one_entry_gone_and_the_rest_moved_up(db: sqlite3.Connection, dice: random.Random) -> None:
    seq = dice.choice(_entries(db)[:-1])[0]
    _one(db, seq)
    for table in ("entries", "parts"):
        db.execute(f"UPDATE {table} SET seq = -seq WHERE seq > ?", (seq,))
        db.execute(f"UPDATE {table} SET seq = -seq - 1 WHERE seq < 0")


def _one(db: sqlite3.Connection, seq: int) -> None:
    db.execute("DELETE FROM parts WHERE seq = ?", (seq,))
    db.execute("DELETE FROM entries WHERE seq = ?", (seq,))


def _the_end_cut_off(db: sqlite3.Connection, dice: random.Random) -> None:
    for seq, _, _ in _entries(db)[-dice.randint(1, 10) :]:
        _one(db, seq)


def _the_last_entry_cut_off(db: sqlite3.Connection, _: random.Random) -> None:
    _one(db, _entries(db)[-1][0])


def _the_chain_rewritten(db: sqlite3.Connection, dice: random.Random) -> None:
    entries = _entries(db)
    start = dice.randrange(len(entries))
    digests = {0: chain.GENESIS, **{seq: digest for seq, _, digest in entries[:start]}}
    for n, (seq, line, _) in enumerate(entries[start:]):
        entry = chain.parse(line)
        at = "2020-01-01T00:00:00.000000+00:00" if n == 0 else entry.at
        entry = msgspec.structs.replace(entry, at=at, prev=digests[seq - 1], skip=digests[chain.skipped(seq)])
        told = chain.line_of(entry)
        digests[seq] = chain.hash_of(told)
        db.execute("UPDATE entries SET line = ?, hash = ? WHERE seq = ?", (told, digests[seq], seq))


def _a_part(db: sqlite3.Connection, dice: random.Random) -> None:
    row, data, salt = dice.choice(db.execute("SELECT rowid, data, salt FROM parts WHERE data <> x''").fetchall())
    column, was = dice.choice([("data", data), ("salt", salt)])
    db.execute(f"UPDATE parts SET {column} = ? WHERE rowid = ?", (_flip(was, dice), row))


def _a_part_gone(db: sqlite3.Connection, dice: random.Random) -> None:
    safe = "SELECT rowid FROM parts WHERE seq NOT IN (SELECT seq FROM touches WHERE subject IN "
    rows = db.execute(safe + "(SELECT id FROM documents WHERE withheld IS NOT NULL))").fetchall()
    db.execute("DELETE FROM parts WHERE rowid = ?", dice.choice(rows))


def _a_part_more(db: sqlite3.Connection, dice: random.Random) -> None:
    seq = dice.choice(_entries(db))[0]
    db.execute("INSERT INTO parts VALUES (?, 'more', x'00', x'01')", (seq,))


def _a_cell(db: sqlite3.Connection, dice: random.Random) -> None:
    table = dice.choice([t for t in (*schema.TABLES, *schema.CACHES) if db.execute(f"SELECT 1 FROM {t}").fetchone()])
    names = [c[1] for c in db.execute(f"PRAGMA table_info({table})")]
    rows = db.execute(f"SELECT * FROM {table}").fetchall()
    row, column = dice.choice(rows), dice.randrange(len(names))
    was = row[column]
    other = {int: lambda: was + 1_000_000, bytes: lambda: was + b" ", str: lambda: f"{was}x", type(None): lambda: None}
    now = other[type(was)]()
    if now is None:  # the row goes, where there is nothing in the cell to change
        where = " AND ".join(f"{n} IS ?" for n in names)
        db.execute(f"DELETE FROM {table} WHERE {where}", row)
    else:
        where = " AND ".join(f"{n} IS ?" for n in names)
        db.execute(f"UPDATE {table} SET {names[column]} = ? WHERE {where}", (now, *row))


def _the_index(db: sqlite3.Connection, dice: random.Random) -> None:
    db.execute("INSERT INTO words(rowid, body) VALUES (?, 'كلمة')", (dice.randrange(1000, 2000),))


def _a_guard(db: sqlite3.Connection, dice: random.Random) -> str:
    return dice.choice(["entries_stay", "entries_remain", "parts_stay"])


TAMPERS: list[Tamper] = [
    _a_line, _a_line_and_its_digest, _a_digest, _the_order, _one_entry_gone, _one_entry_gone_and_the_rest_moved_up,
    _the_end_cut_off, _the_last_entry_cut_off, _the_chain_rewritten, _a_part, _a_part_gone, _a_part_more, _a_cell,
    _the_index, _a_guard,
]  # fmt: skip


def _blank_added(db: sqlite3.Connection, seq: int) -> None:
    db.execute("UPDATE entries SET line = CAST(line || ' ' AS BLOB) WHERE seq = ?", (seq,))


# A careful forger has the state folded anew from what is left.
FORGED = (_the_end_cut_off, _the_last_entry_cut_off, _the_chain_rewritten)


def tampered(ledger: Ledger, to: Path, tamper: Tamper, dice: random.Random) -> Path:
    """A copy of the ledger, changed past its guards, which are put back."""
    for old in to.parent.glob(f"{to.name}*"):
        old.unlink()
    shutil.copy(ledger.path, to)
    db = sqlite3.connect(to)
    guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    left = tamper(db, dice)
    for name, sql in guards:
        if name != left:
            db.execute(sql)
    db.commit()
    db.close()
    if tamper in FORGED:
        with Store.open(to) as store:
            projections.rebuild(store)
            gathering.refresh(store, ENGINE)
            settled(store)
    return to


def test_every_single_change_is_found(ledger: Ledger, tmp_path: Path) -> None:
    """Random changes of lines, digests, order, parts, state, index and guards, cuts and rewritings: all are found."""
    missed = []
    for n in range(TAMPERINGS):
        dice, tamper = random.Random(n), TAMPERS[n % len(TAMPERS)]
        path = tampered(ledger, tmp_path / "t.db", tamper, dice)
        if not faults(path, ledger.receipt):
            missed.append((n, getattr(tamper, "__name__", "")))
    assert missed == []


def said(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a file says, past the store; a search index is told by what is found in it, which verifying compares."""
    db = sqlite3.connect(path)
    try:
        names = [
            n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%words%'")
        ]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in sorted(names)}
    finally:
        db.close()


def test_any_flipped_byte_of_the_file_is_found_or_says_nothing(ledger: Ledger, tmp_path: Path) -> None:
    """A bit flipped anywhere in the file is found, unless it lies where the file says nothing at all."""
    whole, before, dice = ledger.path.read_bytes(), said(ledger.path), random.Random(10)
    found = 0
    for _ in range(TAMPERINGS // 2):
        path = tmp_path / "t.db"
        for old in tmp_path.glob("t.db*"):
            old.unlink()
        path.write_bytes(_flip(whole, dice))
        try:
            found_now = bool(faults(path, ledger.receipt))
        except InputError:
            found_now = True
        if not found_now:
            assert said(path) == before
        found += found_now
    assert found > TAMPERINGS // 20


@pytest.mark.parametrize("seq", [1, 2, 9, 20])
def test_a_changed_entry_is_named(ledger: Ledger, tmp_path: Path, seq: int) -> None:
    """The report names the entry that was changed, and the one that is missing."""
    changed = tampered(ledger, tmp_path / "a.db", lambda db, _: _blank_added(db, seq), random.Random(0))
    assert any(f.startswith(f"entry {seq} was changed") for f in faults(changed))
    gone = tampered(ledger, tmp_path / "b.db", lambda db, _: _one(db, seq), random.Random(0))
    assert any(f == f"entry {seq} is missing" for f in faults(gone))


def test_only_a_receipt_tells_a_cut_that_was_made_to_fit(ledger: Ledger, tmp_path: Path) -> None:
    """Entries cut off with their state put right are found by a receipt alone; without one, the limit is told."""
    for tamper, told in ((_the_last_entry_cut_off, "the receipt names entry"), (_the_chain_rewritten, "was rewritten")):
        path = tampered(ledger, tmp_path / "t.db", tamper, random.Random(1))
        with Store.open(path) as store:
            blind = verifying.verify(store, ENGINE)
            seeing = verifying.verify(store, ENGINE, ledger.receipt)
        assert blind.faults == ()
        assert verifying.NO_RECEIPT in blind.limits
        assert any(told in f for f in seeing.faults)


def test_a_part_that_should_be_gone_is_found(ledger: Ledger, tmp_path: Path) -> None:
    """Words of a withheld document that are put back with their salt are a fault: forgetting is verified too."""
    with Store.open(ledger.path) as store:
        (document,) = store.one("SELECT seq FROM documents WHERE withheld IS NOT NULL") or (0,)
    path = tampered(
        ledger, tmp_path / "t.db",
        lambda db, _: db.execute("INSERT INTO parts VALUES (?, 'text', x'00', x'01')", (document,)), random.Random(0),
    )  # fmt: skip
    assert any(f.startswith(f"entry {document} ") for f in faults(path))


def test_a_file_cut_short_is_told_and_not_a_traceback(ledger: Ledger, tmp_path: Path) -> None:
    """A damaged file gives a fault or an error with what to do."""
    path = tmp_path / "t.db"
    path.write_bytes(ledger.path.read_bytes()[:-20_000])
    with pytest.raises(InputError, match="restore a backup"):
        faults(path)


@given(st.integers(1, 1 << 40), st.data())
def test_a_short_way_leads_from_the_head_to_every_entry(head: int, data: st.DataObject) -> None:
    """Each step of a path follows `prev` or `skip`, and a million entries take at most a few hundred steps."""
    seq = data.draw(st.integers(1, head))
    way = chain.path(head, seq)
    assert (way[0], way[-1]) == (head, seq)
    assert all(b in (a - 1, chain.skipped(a)) for a, b in pairwise(way))
    assert len(way) <= head.bit_length() ** 2


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text("abyz أب"), inner)))  # fmt: skip
def test_canonical_json_has_one_form(value: object) -> None:
    """What canonical JSON encodes decodes to the same, and encodes to the same bytes again."""
    told = chain.canonical(value)
    assert chain.canonical(msgspec.json.decode(told)) == told
    assert msgspec.json.decode(told) == value


@pytest.mark.parametrize("told", ["", "hasila:0:" + "0" * 64, "hasila:3:" + "g" * 64, "hasila:3", "3:" + "a" * 64])
def test_what_is_no_receipt_is_refused(told: str) -> None:
    """A receipt has a number from 1 on and 64 hexadecimal digits."""
    with pytest.raises(UsageError, match="no receipt"):
        chain.parse_receipt(told)
    assert chain.parse_receipt(str(Receipt(3, "a" * 64))) == Receipt(3, "a" * 64)
