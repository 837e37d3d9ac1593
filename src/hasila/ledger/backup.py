"""Backups: the chain and its parts, packed and sealed; what was withheld is not in them. Restoring replays the entries.

Nothing is ever written in the clear: lines go from the ledger through the seal into the file.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from hasila.errors import InputError
from hasila.ledger import projections, sealing, verifying
from hasila.ledger.chain import Receipt
from hasila.ledger.store import Store
from hasila.output import whole


class Packed(msgspec.Struct, frozen=True, array_like=True):
    """An entry as it is packed: number, line, digest, and parts (name, salt, data)."""

    seq: int
    line: bytes
    hash: str
    parts: list[tuple[str, bytes, bytes]]


class Restored(NamedTuple):
    """`faults`: what was wrong with the chain already when it was backed up."""

    entries: int
    head: Receipt
    faults: tuple[str, ...]


def backup(store: Store, target: Path, passphrase: bytes, cost: int = sealing.COST) -> Receipt:
    """Write a backup of the ledger as it is at this moment. The file appears when it is whole, with mode 0600."""
    with whole(target, _private) as stream, store.read():
        sealer = sealing.Sealer(stream, passphrase, cost)
        for piece in _pack(store):
            sealer.write(piece)
        sealer.close()
        head = store.head()
        stream.flush()
        os.fsync(stream.fileno())
    return head


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL, 0o600)


def _pack(store: Store) -> Iterator[bytes]:
    packer = zlib.compressobj(6)
    for seq, line, digest in store.lines():
        packed = msgspec.msgpack.encode(Packed(seq, bytes(line), digest, store.salted(seq)))
        yield packer.compress(len(packed).to_bytes(4, "big") + packed)
    yield packer.flush()


def restore(source: Path, target: Path, passphrase: bytes) -> Restored:
    """Make the ledger `target`, which must not be there, from a backup; it appears when it is whole."""
    if target.exists():
        raise InputError(str(target), "is there already; restore to another place, nothing is overwritten")
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(source, "rb") as stream:
            found = _fill(partial, _unpack(sealing.unseal(stream, passphrase, str(source)), str(source)))
        os.replace(partial, target)
    except OSError as error:
        where = error.filename or str(source)
        raise InputError(str(where), f"{(error.strerror or 'cannot be read').lower()}; give another place") from error
    finally:
        for suffix in ("", "-wal", "-shm"):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)
    return found


def _fill(path: Path, entries: Iterable[Packed]) -> Restored:
    with Store.blank(path) as store:
        with store.write():
            for e in entries:
                store.insert(e.seq, e.line, e.hash, e.parts)
        faults = verifying.chain_faults(store)
        if not faults:
            projections.rebuild(store)
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        head = store.head()
    return Restored(head.seq, head, tuple(faults))


def _unpack(pieces: Iterable[bytes], where: str) -> Iterator[Packed]:
    unpacker, waiting = zlib.decompressobj(), b""
    for piece in pieces:
        waiting += unpacker.decompress(piece)
        at = 0
        while len(waiting) - at >= 4 and len(waiting) - at - 4 >= (size := int.from_bytes(waiting[at : at + 4], "big")):
            yield msgspec.msgpack.decode(waiting[at + 4 : at + 4 + size], type=Packed)
            at += 4 + size
        waiting = waiting[at:]
    if waiting or not unpacker.eof:
        raise InputError(where, "is cut off; take another backup")
