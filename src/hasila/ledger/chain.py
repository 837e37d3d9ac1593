"""What an entry is: one line of canonical JSON that names its predecessors by their SHA-256.

Canonical JSON is UTF-8, keys in code point order, no blanks, no floats, nothing escaped but quotation marks,
backslashes and controls. Each line names two earlier lines: the one before it (`prev`), and the one `seq & -seq`
before it (`skip`), so that a few hundred lines lead from the head of a million entries to any one of them. `parts`
are the salted digests of what stands beside the chain, so that it can be shown singly, or erased.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from hasila.errors import UsageError

GENESIS = "0" * 64
_RECEIPT = re.compile(r"hasila:([1-9][0-9]{0,17}):([0-9a-f]{64})")
_FIELDS = ("at", "facts", "kind", "parts", "prev", "seq", "skip", "subjects")


class Receipt(NamedTuple):
    """A place in a chain: the number of an entry and the digest of its line. Whoever keeps one can prove a change."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"hasila:{self.seq}:{self.hash}"


class Entry(msgspec.Struct, frozen=True):
    """One immutable line.

    `at` is a UTC time in ISO form, `subjects` the ids of the documents that it is about, `facts` what anyone may know
    of it, `parts` the digest of each part that stands beside the chain.
    """

    seq: int
    at: str
    kind: str
    subjects: tuple[str, ...]
    facts: dict[str, Any]
    parts: dict[str, str]
    prev: str
    skip: str


def parse_receipt(told: str) -> Receipt:
    """A receipt as `add` and `status` print it. Raises `UsageError` where it is none."""
    found = _RECEIPT.fullmatch(told.strip())
    if found is None:
        raise UsageError(f"{told[:80]!r} is no receipt; give one as `hasila status` prints it: hasila:NUMBER:DIGEST")
    return Receipt(int(found[1]), found[2])


def canonical(value: object) -> bytes:
    """`value` in canonical JSON. Raises `UsageError` for what has no such form."""
    built = msgspec.to_builtins(value)
    told = json.dumps(built, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    json.loads(told, parse_float=_no_float, parse_constant=_no_float)
    try:
        return told.encode()
    except UnicodeEncodeError as error:
        raise UsageError("holds half of a character (a lone surrogate); mend its encoding") from error


def _no_float(told: str) -> None:
    raise UsageError(f"canonical JSON has no floats, such as {told}")


def line_of(entry: Entry) -> bytes:
    """The line of an entry."""
    return canonical(entry)


def hash_of(line: bytes) -> str:
    """The digest of a line, which is the entry's name in the chain."""
    return hashlib.sha256(line).hexdigest()


def digest(salt: bytes, data: bytes) -> str:
    """The salted digest of a part. The salt goes with the part, so that nobody can try texts against it."""
    return hashlib.sha256(salt + data).hexdigest()


def skipped(seq: int) -> int:
    """The number of the entry that `skip` of entry `seq` names; 0: none."""
    return seq - (seq & -seq)


def parse(line: bytes) -> Entry:
    """The entry of a line. Raises `ValueError` where the line is not the canonical line of an entry."""
    entry = msgspec.json.decode(line, type=Entry)
    if line_of(entry) != line:
        raise ValueError("is not in canonical form, or has fields that no entry has")
    return entry


def path(head: int, seq: int) -> list[int]:
    """The numbers of the entries that lead from `head` down to `seq`, both included."""
    found = [head]
    while found[-1] > seq:
        here = found[-1]
        found.append(skipped(here) if skipped(here) >= seq else here - 1)
    return found


def fields(entry: Entry) -> Mapping[str, Any]:
    """The entry as a mapping, for output."""
    return {name: getattr(entry, name) for name in _FIELDS}
