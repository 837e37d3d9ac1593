"""Backups: equal when restored, sealed for whoever lacks the passphrase, and refused when anything is changed."""

from __future__ import annotations

import io
import random
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import CHAIN, ENGINE, STATE, add, added, reports, tables

from hasila.errors import InputError, UsageError
from hasila.ledger import backup, reviewing, sealing, verifying, withholding
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store

ME = Signed("نور", "سبب")
CHEAP = 1 << 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with decisions and a withheld document."""
    path = tmp_path / "hasila.db"
    with Store.create(path) as store:
        a, b, *_ = added(add(store, reports(20)))
        reviewing.decide(store, f"{a.id}:c1", "corrected", ME, {"low": 1})
        withholding.withhold(store, b.id, ME)
    return path


def test_a_restored_ledger_is_equal(path: Path, tmp_path: Path) -> None:
    """Chain, parts, state and head of a restored ledger are those of the ledger, and it goes on like it."""
    with Store.open(path) as store:
        head = backup.backup(store, tmp_path / "b", "كلمة سر".encode())
    restored = backup.restore(tmp_path / "b", tmp_path / "copy.db", "كلمة سر".encode())
    assert (restored.head, restored.faults) == (head, ())
    assert tables(tmp_path / "copy.db", (*CHAIN, *STATE)) == tables(path, (*CHAIN, *STATE))
    with Store.open(tmp_path / "copy.db") as store:
        assert verifying.verify(store, ENGINE, head).faults == ()
        assert {a.state for a in added(add(store, reports(20)))} == {"known", "withheld"}
        assert [a.state for a in added(add(store, reports(21)))][-1] == "added"


def test_a_backup_tells_nothing_without_the_passphrase(path: Path, tmp_path: Path) -> None:
    """No word of a report is in it, its mode is 0600, and another passphrase does not open it."""
    with Store.open(path) as store:
        backup.backup(store, tmp_path / "b", b"right", CHEAP)
    data = (tmp_path / "b").read_bytes()
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600
    assert not any(word.encode() in data for word in ("قتل", "وكالة", "received"))
    with pytest.raises(InputError, match="passphrase is wrong"):
        backup.restore(tmp_path / "b", tmp_path / "copy.db", b"wrong")
    assert sorted(p.name for p in tmp_path.glob("*copy.db*")) == []


def test_nothing_is_overwritten(path: Path, tmp_path: Path) -> None:
    """Restoring to a place that is taken is refused, whatever is there."""
    with Store.open(path) as store:
        backup.backup(store, tmp_path / "b", b"right", CHEAP)
    before = path.read_bytes()
    with pytest.raises(InputError, match="is there already"):
        backup.restore(tmp_path / "b", path, b"right")
    assert path.read_bytes() == before


def test_any_change_of_a_backup_is_refused(path: Path, tmp_path: Path) -> None:
    """A flipped bit, a missing end or a longer one: nothing is restored."""
    with Store.open(path) as store:
        backup.backup(store, tmp_path / "b", b"right", CHEAP)
    whole, dice = (tmp_path / "b").read_bytes(), random.Random(3)
    places = [dice.randrange(len(whole)) for _ in range(60)]
    for changed in [
        *(whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in places),
        whole[:-1],
        whole + b"\0" * 40,
    ]:
        (tmp_path / "b").write_bytes(changed)
        with pytest.raises(InputError):
            backup.restore(tmp_path / "b", tmp_path / "copy.db", b"right")
    assert not (tmp_path / "copy.db").exists()


@given(st.lists(st.binary(max_size=3000)), st.sampled_from([7, 64, 1024]))
def test_what_is_sealed_comes_back(pieces: list[bytes], size: int) -> None:
    """Any stream in any pieces is unsealed to the same bytes."""
    before, sealing.PIECE = sealing.PIECE, size
    try:
        stream = io.BytesIO()
        sealer = sealing.Sealer(stream, b"pass", CHEAP)
        for piece in pieces:
            sealer.write(piece)
        sealer.close()
        stream.seek(0)
        assert b"".join(sealing.unseal(stream, b"pass", "x")) == b"".join(pieces)
    finally:
        sealing.PIECE = before


def test_pieces_cannot_be_moved_dropped_or_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealed pieces are bound to their place, and the last one to being the last."""
    monkeypatch.setattr(sealing, "PIECE", 4)
    stream = io.BytesIO()
    sealer = sealing.Sealer(stream, b"pass", CHEAP)
    sealer.write(b"aaaabbbbccccdd")
    sealer.close()
    data = stream.getvalue()
    start = data.index(b"\n", len(sealing.MAGIC)) + 1
    size = 4 + 4 + 16
    head, one, two, rest = data[:start], data[start:][:size], data[start:][size : 2 * size], data[start + 2 * size :]
    assert b"".join(sealing.unseal(io.BytesIO(head + one + two + rest), b"pass", "x")) == b"aaaabbbbccccdd"
    for forged in (head + two + one + rest, head + one + rest, head + one + two, head, head + one + one + two + rest):
        with pytest.raises(InputError):
            list(sealing.unseal(io.BytesIO(forged), b"pass", "x"))


def test_costs_that_would_exhaust_memory_are_refused() -> None:
    """A head that asks for scrypt beyond all bounds, or for none, is broken."""
    for n in (1 << 40, 3, 0, -8):
        data = sealing.MAGIC + b'{"salt":"00","n":%d}\n' % n + b"\0\0\0\x10" + b"\0" * 16
        with pytest.raises(InputError, match="broken head"):
            list(sealing.unseal(io.BytesIO(data), b"pass", "x"))
    with pytest.raises(UsageError, match="empty"):
        sealing.Sealer(io.BytesIO(), b"", CHEAP)
