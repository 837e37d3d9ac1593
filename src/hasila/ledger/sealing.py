"""A stream under a passphrase: scrypt makes the key, AES-256-GCM seals pieces of one MiB, each bound to its place.

The head is `hasila backup 1`, a line feed, and a line of JSON with scrypt's cost and salt. Each piece is its length
in four bytes and then the sealed bytes; its nonce is its number, its associated data the digest of the head and
whether it is the last. A piece that is missing, moved or added is found as surely as a changed one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from typing import IO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from hasila.errors import InputError, UsageError

MAGIC = b"hasila backup 1\n"
PIECE = 1 << 20
# 128 MiB and about half a second for each try of a passphrase.
COST = 1 << 17
_MOST_COST = 1 << 21
_TAG = 16


class Head(msgspec.Struct, frozen=True):
    """What must be known before the passphrase can be tried."""

    salt: str
    n: int
    r: int = 8
    p: int = 1


class Sealer:
    """Writes sealed pieces to a stream; `close` seals the last one."""

    def __init__(self, stream: IO[bytes], passphrase: bytes, cost: int = COST) -> None:
        if not passphrase:
            raise UsageError("the passphrase is empty")
        head = msgspec.json.encode(Head(secrets.token_hex(16), cost)) + b"\n"
        self._stream = stream
        self._cipher, self._bound = _cipher(head, passphrase, "backup"), hashlib.sha256(MAGIC + head).digest()
        self._waiting = bytearray()
        self._number = 0
        stream.write(MAGIC + head)

    def write(self, data: bytes) -> None:
        """Add to what is sealed."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._piece(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Seal what is left, as the last piece."""
        self._piece(bytes(self._waiting), last=True)

    def _piece(self, data: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), data, self._bound + bytes([last]))
        self._stream.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


def unseal(stream: IO[bytes], passphrase: bytes, where: str) -> Iterator[bytes]:
    """The pieces of a sealed stream. Raises `InputError` for a wrong passphrase, or anything changed or cut off."""
    if stream.read(len(MAGIC)) != MAGIC:
        raise InputError(where, "is no backup of Hasila; give another file")
    head = stream.readline(1000)
    cipher, bound = _cipher(head, passphrase, where), hashlib.sha256(MAGIC + head).digest()
    number, last = 0, False
    length = stream.read(4)
    while length:
        size = int.from_bytes(length, "big")
        if last or not _TAG <= size <= PIECE + _TAG:
            raise InputError(where, "was changed: it goes on where it should end; take another backup")
        sealed = stream.read(size)
        length = stream.read(4)
        last = not length
        try:
            yield cipher.decrypt(_nonce(number), sealed, bound + bytes([last]))
        except (InvalidTag, ValueError) as error:
            raise InputError(where, _refused(number)) from error
        number += 1
    if not last:
        raise InputError(where, "is cut off; take another backup")


def _refused(number: int) -> str:
    if number == 0:
        return "does not open: the passphrase is wrong, or the file was changed"
    return "was changed or cut off; take another backup"


def _cipher(head: bytes, passphrase: bytes, where: str) -> AESGCM:
    try:
        told = msgspec.json.decode(head, type=Head)
        salt = bytes.fromhex(told.salt)
        if not 1 < told.n <= _MOST_COST or told.n & (told.n - 1) or told.r != 8 or told.p != 1:
            raise ValueError("cost out of bounds")
    except (msgspec.DecodeError, ValueError) as error:
        raise InputError(where, "has a broken head; take another backup") from error
    return AESGCM(Scrypt(salt=salt, length=32, n=told.n, r=told.r, p=told.p).derive(passphrase))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
